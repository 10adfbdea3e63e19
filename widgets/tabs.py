"""The sheets of a page, one of them in sight."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Tab(TypedDict):
    """`panel`: class of the box that the tab shows; it is told to readers of the page as this tab's panel."""

    key: str
    label: str
    panel: str


class Tabs(Leaf):
    """Gestures: show (key)."""

    _esm = STATIC / "tabs.js"

    def show(self, *, label: str, current: str, tabs: Sequence[Tab]) -> None:
        self.record = {"label": label, "current": current, "tabs": list(tabs)}
