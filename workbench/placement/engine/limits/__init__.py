"""Placement within limits: prices on limits, plans that keep them, and the proven gap between the two."""
