"""A place, a sentence, a date."""

from collections.abc import Sequence

from widgets.leaf import STATIC, Leaf


class Heading(Leaf):
    _esm = STATIC / "heading.js"

    def show(self, *, title: str, sentences: Sequence[str], warning: str, dates: Sequence[str]) -> None:
        """`warning` is what must be known before any figure on the page is believed; empty when there is none."""
        self.record = {"title": title, "sentences": list(sentences), "warning": warning, "dates": list(dates)}
