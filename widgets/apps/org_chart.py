"""A laid out tree of units as the arrays that the chart leaf takes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from widgets.org_chart import BRANCHED, DIMMED, FOLDED, GHOST
from workbench.structure import Layout, Tree


@dataclass(frozen=True, eq=False)
class Drawn:
    """`rows`: rows of the tree in the order that every column given to the leaf must have; the others as `show` of the
    leaf takes them."""

    rows: NDArray[np.int64]
    parents: NDArray[np.int64]
    place: NDArray[np.float64]
    wires: NDArray[np.float64]
    ends: NDArray[np.int64]
    flags: NDArray[np.uint8]

    def arrays(self) -> dict[str, Any]:
        """All but `rows`, by name of the argument."""
        return {name: getattr(self, name) for name in ("parents", "place", "wires", "ends", "flags")}


def drawn(
    tree: Tree,
    laid: Layout,
    *,
    folded: Collection[str] = (),
    gone: Collection[str] = (),
    dimmed: Collection[str] = (),
) -> Drawn:
    """The branch that was laid out. `gone`: units that end; `dimmed`: units that step back."""
    rows = tree.branch(int(laid.rows[0])) if len(laid.rows) else np.empty(0, np.int64)
    at = np.full(len(tree), -1)
    at[rows] = np.arange(len(rows))
    parents = at[tree.parent[rows]] if len(rows) else rows
    if len(rows):
        parents[0] = -1
    flags = np.zeros(len(rows), np.uint8)
    branched = tree.size[rows] > 1
    flags[branched] |= BRANCHED
    flags[branched & tree.among(folded, rows)] |= FOLDED
    flags[tree.among(gone, rows)] |= GHOST
    flags[tree.among(dimmed, rows)] |= DIMMED
    place = np.column_stack([laid.x, laid.y, laid.width, laid.height])[rows]
    return Drawn(rows, parents, place, laid.wires, at[laid.ends], flags)
