"""A chain of vacancies as numbered steps to its close."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Step(TypedDict):
    """`tone`: empty, soal (something is unknown) or tutup (here it closes)."""

    number: str
    title: str
    text: str
    tone: str


class Chain(Leaf):
    _esm = STATIC / "chain.js"

    def show(self, *, title: str, aside: str, steps: Sequence[Step]) -> None:
        self.record = {"title": title, "aside": aside, "steps": list(steps)}
