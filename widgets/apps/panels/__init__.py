"""One module a panel: from what the session knows to the record that a leaf shows."""
