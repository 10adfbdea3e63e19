"""The sheets of the workshop page."""
