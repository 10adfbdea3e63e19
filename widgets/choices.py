"""A few things to choose from, each with what it is and one button or one box to tick."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Choice(TypedDict):
    """`button` labels the way to choose this one; with an empty one the row is ticked (`on`) or cannot be (`able`)."""

    key: str
    title: str
    text: str
    badge: str
    button: str
    on: bool
    able: bool


class Choices(Leaf):
    """Gestures: choose (key), tick (key, on)."""

    _esm = STATIC / "choices.js"

    def show(self, *, title: str, aside: str, empty: str, rows: Sequence[Choice]) -> None:
        self.record = {"title": title, "aside": aside, "empty": empty, "rows": list(rows)}
