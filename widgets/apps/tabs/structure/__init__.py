"""The sheets of the structure page."""
