"""What of a plan stays when weights move and data err: proven where it can be, tried where it cannot."""
