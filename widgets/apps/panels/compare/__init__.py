"""The panels that lay plans side by side."""
