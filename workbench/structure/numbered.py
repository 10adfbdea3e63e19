"""The tree of units as numbers: rows of `units`, so that sums and levels take no look-up of names."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.staffing.columns import differing

Whole = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Numbered:
    """`above`: the parent of each unit, as the table names it. `names`: units by row. `parent`: row of what stands
    above, -1 for a root and for a unit that never reaches one. `depth`: steps from the root. `levels`: rows by depth,
    from the top, siblings together. All (units,)."""

    above: pd.Series
    names: pd.Index
    parent: Whole
    depth: Whole
    levels: tuple[Whole, ...]

    @classmethod
    def of(cls, units: pd.DataFrame, names: pd.Index | None = None) -> "Numbered":
        """`names`: the index of the units, where it is known. Raises ValueError for an id that is there twice."""
        names = pd.Index(units["unit"]) if names is None else names
        if not names.is_unique:
            raise ValueError("units has an id twice: see problems(staffing)")
        parent = np.asarray(names.get_indexer(pd.Index(units["parent"])), np.int64)
        parent = np.where(_circling(parent), -1, parent)
        depth, up = np.zeros(len(parent), np.int64), parent
        while (up >= 0).any():
            depth += up >= 0
            up = np.where(up >= 0, np.append(parent, -1)[up], -1)
        rows = np.lexsort((parent, depth))
        levels = tuple(np.split(rows, np.cumsum(np.bincount(depth))[:-1])) if len(rows) else ()
        return cls(units["parent"], names, parent, depth, levels)

    def then(self, units: pd.DataFrame, names: pd.Index) -> "Numbered":
        """Of later units; this very tree where none was added, left out or moved."""
        same_tree = names is self.names and not differing(self.above, units["parent"]).any()
        return self if same_tree else Numbered.of(units, names)

    def numbers(self, units: pd.Series) -> Whole:
        """Row of each of these units, -1 for none."""
        return np.asarray(self.names.get_indexer(pd.Index(units)), np.int64)

    def summed(self, own: Whole) -> Whole:
        """(units, columns) of each unit with all beneath it, from those of the unit alone."""
        whole = own.copy()
        for rows in self.levels[:0:-1]:
            up = self.parent[rows]
            first = np.flatnonzero(np.append(True, up[1:] != up[:-1]))
            whole[up[first]] += np.add.reduceat(whole[rows], first, axis=0)
        return whole

    def gathered(self, at: Whole, values: Whole) -> Whole:
        """(units, columns) of rows that stand at these units (-1: nowhere)."""
        return gathered(at, values, len(self.parent))

    def inherited(self, own: NDArray[np.bool_]) -> Whole:
        """Row of the nearest unit, at or above each, for which `own` holds; -1 for none."""
        found = np.where(own, np.arange(len(own)), -1)
        for rows in self.levels[1:]:
            found[rows] = np.where(own[rows], rows, found[self.parent[rows]])
        return found

    @cached_property
    def height(self) -> Whole:
        """Levels beneath each unit."""
        found = np.zeros(len(self.parent), np.int64)
        for rows in self.levels[:0:-1]:
            np.maximum.at(found, self.parent[rows], found[rows] + 1)
        return found

    @cached_property
    def children(self) -> Whole:
        """Units directly beneath each, those of a circle included where their parent is known."""
        return np.bincount(self.parent[self.parent >= 0], minlength=len(self.parent)).astype(np.int64)


def _circling(parent: Whole) -> NDArray[np.bool_]:
    """Which units never reach a root. Pointer doubling: log2(n) whole-column steps."""
    n = len(parent)
    up = np.append(np.where(parent < 0, n, parent), n)  # row n is outside: the root of roots
    for _ in range(max(1, n.bit_length())):
        up = up[up]
    return up[:n] != n


def gathered(at: Whole, values: Whole, size: int) -> Whole:
    """(size, columns) sums of the rows that stand at each number (-1: nowhere)."""
    inside = at >= 0
    # Sums of whole numbers below 2**53 are exact; bincount is several times faster than add.at.
    sums = [np.bincount(at[inside], weights=column, minlength=size) for column in values[inside].T]
    return np.column_stack(sums).astype(np.int64) if sums else np.zeros((size, 0), np.int64)
