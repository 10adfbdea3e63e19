"""The parts of the workshop page."""
