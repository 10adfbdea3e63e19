"""What becomes of people: one bar whose parts add up to all of them."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Part(TypedDict):
    """`share`: percent of the bar; `tone`: m1..m6 of the palette."""

    key: str
    label: str
    count: str
    share: float
    tone: str
    on: bool


class FatesBar(Leaf):
    """Gestures: list (key: of one part, or empty for all who are affected)."""

    _esm = STATIC / "fates.js"

    def show(self, *, title: str, link: str, parts: Sequence[Part], label: str, notes: Sequence[str] = ()) -> None:
        self.record = {"title": title, "link": link, "parts": list(parts), "label": label, "notes": list(notes)}
