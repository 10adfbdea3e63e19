"""Rows of text under heads, one page of them."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf
from widgets.plan_table import Pages


class Column(TypedDict):
    label: str
    number: bool


class Cell(TypedDict):
    """`kind` dresses the badge: tidak, entah, ya, nila or empty; without a badge `redup` makes the text step back."""

    text: str
    sub: str
    badge: str
    kind: str


class SimpleTable(Leaf):
    """Gestures: page (by), file, open (key)."""

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
        note: str = "",
        loading: bool = False,
        keys: Sequence[str] = (),
        fold: bool = False,
    ) -> None:
        """`note`: what the table says, in a sentence. `file` labels the button that takes the whole table away; empty
        where there is none. `keys`: of each row that leads somewhere (empty: nowhere), else none at all. While
        `loading` the places of the rows are held. `fold`: a phone shows the head alone until it is opened."""
        self.record = {
            "title": title,
            "aside": aside,
            "note": note,
            "columns": list(columns),
            "rows": [list(row) for row in rows],
            "keys": list(keys),
            "empty": empty,
            "loading": loading,
            "file": file,
            "fold": fold,
            "pages": pages,
            "words": dict(words),
        }
