"""The candidates for one post, best first, each with what the score is made of."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Share(TypedDict):
    """`percent` of the bar's width, and the figure beneath it."""

    percent: float
    text: str


class Candidate(TypedDict):
    """`bar`: a chart as SVG, of which the leaf takes the shapes. `upper`: how far unknowns could lift the score."""

    key: str
    name: str
    score: str
    upper: str
    note: str
    bar: str
    barText: str
    shares: list[Share]
    verdict: dict[str, str]
    current: bool
    proposed: bool
    locked: bool
    forbidden: bool


class Slate(Leaf):
    """Gestures: choose, propose, lock, forbid (key), more."""

    _esm = STATIC / "slate.js"

    def show(
        self,
        *,
        title: str,
        note: str,
        legend: Sequence[str],
        candidates: Sequence[Candidate],
        acts: bool,
        loading: bool,
        empty: str,
        more: str,
        words: Mapping[str, str],
    ) -> None:
        """`acts`: whether these candidates can be proposed, locked and forbidden here at all. While `loading` their
        places are held."""
        self.record = {
            "title": title,
            "note": note,
            "legend": list(legend),
            "candidates": list(candidates),
            "acts": acts,
            "loading": loading,
            "empty": empty,
            "more": more,
            "words": dict(words),
        }
