"""Where each unit stands on the chart: computed once, for the screen, for reports and for tests.

As Indonesian charts are drawn: the head on top, its secretariat to the right of the trunk, divisions side by side,
sections in a column under their division, and technical units, branches and schools in rows below. Wide groups wrap.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workbench.structure.tree import Rows, Tree, among

STAFF = frozenset({"unit_secretariat", "expert_staff"})
"""Kinds of unit that hang to the right of the trunk."""

APART = frozenset({"uptd", "branch", "school"})
"""Kinds of unit that stand in rows below the line."""


@dataclass(frozen=True)
class Sizes:
    """Pixels at scale 1.

    A box is `width` wide (`wide`: the head and staff) and as high as its name needs: `heights[k]` holds a name of up to
    `letters[k]` letters, the last any longer one. `gap` stands between columns, `wider_gap` between blocks that are
    wider, `stack_gap` between boxes of a column of at most `most_stacked`, `row_gap` between rows. Line units stand
    `drop` below their parent (`airy` below the staff of the top), a column with its head at least `clear` from top to
    top; staff stands `side` from the line. Lines turn `bus` above a row and run down `rail` from the left, where rows
    are indented by `indent`. A group wraps when it is wider than `row`, and than what makes it `ratio` times as wide
    as high.
    """

    width: float = 156
    wide: float = 188
    heights: tuple[float, ...] = (60, 78, 94)
    letters: tuple[int, ...] = (34, 50)
    gap: float = 12
    wider_gap: float = 40
    stack_gap: float = 16
    most_stacked: int = 12
    drop: float = 48
    airy: float = 104
    clear: float = 108
    side: float = 74
    row_gap: float = 60
    bus: float = 20
    indent: float = 24
    rail: float = 8
    row: float = 1344
    ratio: float = 1.6


SIZES = Sizes()


@dataclass(frozen=True, eq=False)
class Layout:
    """`rows`: rows of the tree that are shown, in walking order. By row of the tree, NaN where it is not shown: x, y,
    width, height of its box, and block (x, y, width, height), which holds its box and all beneath it.

    `wires`: straight pieces x1, y1, x2, y2 of the lines between boxes, `ends`: the row whose each is (a child's own, or
    its parent's where it leads to several). `extent`: width and height of the whole.
    """

    rows: Rows
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    width: NDArray[np.float64]
    height: NDArray[np.float64]
    block: NDArray[np.float64]
    wires: NDArray[np.float64]
    ends: Rows
    extent: tuple[float, float]


def layout(
    tree: Tree,
    folded: Collection[str] = (),
    *,
    top: int | None = None,
    staff: Collection[str] = STAFF,
    apart: Collection[str] = APART,
    sizes: Sizes = SIZES,
) -> Layout:
    """The tree of the root, or the branch of the row `top`, without what is beneath `folded` units."""
    head = tree.root if top is None else top
    rows = _shown(tree, head, folded) if head >= 0 else np.empty(0, np.int64)
    if not len(rows):
        nothing = np.full(len(tree), np.nan)
        none = np.empty((0, 4))
        empty = np.empty(0, np.int64)
        return Layout(rows, *(nothing,) * 4, np.full((len(tree), 4), np.nan), none, empty, (0.0, 0.0))
    from workbench.structure import kernels

    parent, size = _within(tree, rows)
    role = np.full(len(rows), kernels.LINE, np.int8)
    kind = tree.kind[rows]
    role[among(kind, staff)] = kernels.STAFF
    role[among(kind, apart)] = kernels.APART
    role[0] = kernels.LINE
    height = _heights(tree, rows, sizes)
    measures = kernels.Measures(*(float(getattr(sizes, name)) for name in kernels.Measures._fields))
    stacked = kernels.stacks(size, role, measures)
    room = kernels.blocks(parent, size, role, height, stacked, measures)
    left, above = kernels.placed(parent, room)
    wires, ends = kernels.wired(size, role, height, stacked, room, left, above, measures)
    every = (left + room.head, above, room.width, height)
    x, y, wide, high = (_spread(values, rows, len(tree)) for values in every)
    block = np.column_stack([_spread(v, rows, len(tree)) for v in (left, above, room.w, room.h)])
    return Layout(rows, x, y, wide, high, block, wires, rows[ends], (float(room.w[0]), float(room.h[0])))


def _shown(tree: Tree, head: int, folded: Collection[str]) -> Rows:
    """The branch of `head` in walking order, without what is beneath a folded unit."""
    rows = tree.branch(head)
    shut = np.flatnonzero(tree.among(folded, rows))
    change = np.zeros(len(rows) + 1, np.int64)
    np.add.at(change, shut + 1, 1)
    np.add.at(change, np.minimum(shut + tree.size[rows[shut]], len(rows)), -1)
    return rows[np.cumsum(change)[:-1] == 0]


def _within(tree: Tree, rows: Rows) -> tuple[Rows, Rows]:
    """Parent (place among `rows`; the head has itself) and size of the branch as far as it is shown."""
    at = np.zeros(len(tree), np.int64)
    at[rows] = np.arange(len(rows))
    parent = at[tree.parent[rows]]
    parent[0] = 0
    place = tree.place[rows]
    return parent, np.searchsorted(place, place + tree.size[rows]) - np.arange(len(rows))


def _heights(tree: Tree, rows: Rows, sizes: Sizes) -> NDArray[np.float64]:
    letters = np.fromiter((len(name or "") for name in tree.name[rows].tolist()), np.int64, len(rows))
    return np.array(sizes.heights)[np.searchsorted(sizes.letters, letters)]


def _spread(values: NDArray[np.float64], rows: Rows, many: int) -> NDArray[np.float64]:
    every = np.full(many, np.nan)
    every[rows] = values
    return every
