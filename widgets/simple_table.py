"""Rows of text under heads, one page of them."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf
from widgets.plan_table import Pages


class Column(TypedDict):
    label: str
    number: bool


class Cell(TypedDict):
    """`kind` dresses the badge: tidak, entah, ya, or empty."""

    text: str
    sub: str
    badge: str
    kind: str


class SimpleTable(Leaf):
    """Gestures: page (by), file."""

    _esm = STATIC / "simple_table.js"

    def show(
        self,
        *,
        title: str,
        aside: str,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        empty: str,
        file: str,
        pages: Pages | None,
        words: Mapping[str, str],
    ) -> None:
        """`file` labels the button that takes the whole table away; empty where there is none."""
        self.record = {
            "title": title,
            "aside": aside,
            "columns": list(columns),
            "rows": [list(row) for row in rows],
            "empty": empty,
            "file": file,
            "pages": pages,
            "words": dict(words),
        }
