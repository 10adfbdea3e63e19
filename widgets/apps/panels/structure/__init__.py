"""The parts of the structure page."""
