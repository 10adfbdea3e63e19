"""A picture drawn in Python, one of several."""

from collections.abc import Mapping

from widgets.leaf import STATIC, Leaf
from widgets.plan_table import Pages


class Picture(Leaf):
    """Gestures: page (by)."""

    _esm = STATIC / "picture.js"

    def show(
        self, *, title: str, svg: str, alt: str, pages: Pages | None, words: Mapping[str, str], fold: bool = False
    ) -> None:
        """`svg`: of which the leaf takes shapes and words; `alt` says the same to those who do not see it. `fold`: a
        phone shows the head alone until it is opened."""
        self.record = {"title": title, "svg": svg, "alt": alt, "fold": fold, "pages": pages, "words": dict(words)}
