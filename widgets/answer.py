"""Why somebody is on a post or not, what it would cost to have them there, and what would change it."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Price(TypedDict):
    """`figures`: value and what it counts, in words."""

    title: str
    figures: list[tuple[str, str]]
    note: str


class Moved(TypedDict):
    who: str
    text: str


class Answer(Leaf):
    """Gestures: letter."""

    _esm = STATIC / "answer.js"

    def show(
        self,
        *,
        title: str,
        sentence: str,
        reasons: Sequence[str],
        price: Price | None,
        chain_title: str,
        chain: Sequence[Moved],
        more: str,
        change: str,
        seat: str,
        checked: str,
        letter: str,
        loading: bool,
    ) -> None:
        """`chain`: who would sit elsewhere. `change`: what would bring them there. `seat`: what one seat more of this
        post is worth. `letter` labels the button that makes a letter of it; empty where there is none."""
        self.record = {
            "title": title,
            "sentence": sentence,
            "reasons": list(reasons),
            "price": price,
            "chainTitle": chain_title,
            "chain": list(chain),
            "more": more,
            "change": change,
            "seat": seat,
            "checked": checked,
            "letter": letter,
            "loading": loading,
        }
