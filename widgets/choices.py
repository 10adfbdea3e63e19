"""A few things to choose from, each with what it is and one button."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Choice(TypedDict):
    key: str
    title: str
    text: str
    badge: str
    button: str


class Choices(Leaf):
    """Gestures: choose (key)."""

    _esm = STATIC / "choices.js"

    def show(self, *, title: str, aside: str, empty: str, rows: Sequence[Choice]) -> None:
        self.record = {"title": title, "aside": aside, "empty": empty, "rows": list(rows)}
