"""What people fixed by hand, each with its way back."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Override(TypedDict):
    key: str
    title: str
    text: str
    price: str
    release: str


class Overrides(Leaf):
    """Gestures: release (key)."""

    _esm = STATIC / "overrides.js"

    def show(self, *, title: str, count: str, empty: str, rows: Sequence[Override]) -> None:
        self.record = {"title": title, "count": count, "empty": empty, "rows": list(rows)}
