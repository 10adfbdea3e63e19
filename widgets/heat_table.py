"""Counts by row and column, darker where there are more."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Cell(TypedDict):
    """`shade`: 1 (least) to 9 of the sequential ramp, never 5, on which neither ink can be read."""

    text: str
    shade: int


class HeatRow(TypedDict):
    label: str
    cells: list[Cell]


class HeatTable(Leaf):
    _esm = STATIC / "heat_table.js"

    def show(
        self,
        *,
        title: str,
        aside: str,
        columns: Sequence[str],
        rows: Sequence[HeatRow],
        empty: str,
        fold: bool = False,
    ) -> None:
        """`fold`: a phone shows the head alone until it is opened."""
        told = {"title": title, "aside": aside, "columns": list(columns), "rows": list(rows), "empty": empty}
        self.record = {**told, "fold": fold}
