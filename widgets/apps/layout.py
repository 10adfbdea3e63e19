"""Leaves side by side: boxes that take their look from a class of the style sheet."""

from collections.abc import Mapping
from typing import Any

import ipywidgets as ui


def box(*children: ui.Widget, look: str) -> ui.Box:
    """A box whose layout is that of the class `look`."""
    made = ui.Box(children)
    made.add_class(look)
    return made


def show(leaf: Any, record: Mapping[str, Any] | None) -> None:
    """Show a record, or nothing."""
    if record is None:
        leaf.clear()
    else:
        leaf.show(**record)
