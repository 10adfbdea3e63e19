"""A few figures, each with what it is measured against."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Figure(TypedDict):
    """`tone`: empty, pn-naik (better) or pn-turun (worse)."""

    label: str
    value: str
    sub: str
    tone: str


class Numbers(Leaf):
    _esm = STATIC / "numbers.js"

    def show(
        self, *, title: str, rows: Sequence[Figure], notes: Sequence[str] = (), fold: bool = False, summary: str = ""
    ) -> None:
        """`notes`: what a reader of the figures must know. `fold`: a phone shows the head alone, with `summary` beside
        it, until it is opened."""
        told = {"title": title, "rows": list(rows), "notes": list(notes)}
        self.record = {**told, "fold": fold, "summary": summary}
