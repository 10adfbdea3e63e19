"""What fewer moves cost in merit: a curve of which one point can be chosen, and the same figures as a table."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from widgets.leaf import STATIC, WaitingLeaf


class Point(TypedDict):
    """`x`, `y`: where it stands, in percent of the plot from the left and from the bottom; `text`: what it says;
    `cells`: the same as a row of the table."""

    key: str
    x: float
    y: float
    text: str
    current: bool
    cells: list[str]


class Tick(TypedDict):
    at: float
    text: str


class Mark(TypedDict):
    x: float
    text: str


class Frontier(WaitingLeaf):
    """Gestures: open (on), choose (key), table (on), cancel."""

    _esm = STATIC / "frontier.js"

    def show(
        self,
        *,
        title: str,
        summary: str,
        opened: bool,
        loading: bool,
        empty: str,
        note: str,
        svg: str,
        alt: str,
        across: Sequence[Tick],
        up: Sequence[Tick],
        points: Sequence[Point],
        mark: Mark | None,
        tabled: bool,
        columns: Sequence[str],
        words: Mapping[str, str],
    ) -> None:
        """Folded, it is its title and `summary` alone. `svg`: the curve, shapes alone, as wide and high as the plot.
        `points`: from few moves to many. `mark`: where the price in force stands. `empty`: why there is no curve."""
        self.record = {
            "title": title,
            "summary": summary,
            "opened": opened,
            "loading": loading,
            "empty": empty,
            "note": note,
            "svg": svg,
            "alt": alt,
            "across": list(across),
            "up": list(up),
            "points": list(points),
            "mark": mark,
            "tabled": tabled,
            "columns": list(columns),
            "words": dict(words),
        }
