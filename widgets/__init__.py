"""Interactive parts: a leaf draws records and tells gestures; `widgets.apps` composes leaves and core."""
