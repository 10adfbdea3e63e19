"""What fewer moves cost in merit: a curve of which one point can be chosen, and the same figures as a table."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import traitlets

from widgets.leaf import STATIC, Leaf
from widgets.plan_table import Progress


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


class Frontier(Leaf):
    """Gestures: open (on), choose (key), table (on), cancel."""

    _esm = STATIC / "frontier.js"
    progress = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)

    def wait(self, progress: Progress | None) -> None:
        """How far the curve is worked out; None when it is done."""
        self.set_trait("progress", progress)

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
