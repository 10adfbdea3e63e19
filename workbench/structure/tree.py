"""The tree of units as it is drawn, whatever the table: every row stands exactly once, and what is wrong is named.

Real trees hold several tops, parents that are not there, circles, and placeholder ids on many rows. None of it keeps
the rest from being shown: a circle is cut at a stable place, and what hangs nowhere is `loose`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.staffing.vocabulary import Vocabulary

Rows = NDArray[np.int64]
Texts = NDArray[np.object_]

OUTSIDE = -1
"""Parent of a row that hangs under none."""


@dataclass(frozen=True, eq=False)
class Tree:
    """Arrays by row of the table: unit, name, kind (text, missing as None), parent (row, or `OUTSIDE`), depth (0 at a
    top), size (rows of its branch, itself included), place (where it stands in `walk`).

    `walk`: all rows, each followed by its branch, siblings in display order (`order`, then name, then id): first the
    tree of `root` (-1 without any row), then each of `loose`, the other rows without a parent.
    `children`: rows by parent in display order; those of row r are `children[first[r]:first[r + 1]]`.
    `spelled`: all rows by name, then id. `troubles`: which rows have which trouble, by rule; `problems` tells them.
    """

    unit: Texts
    name: Texts
    kind: Texts
    parent: Rows
    depth: Rows
    size: Rows
    place: Rows
    walk: Rows
    children: Rows
    first: Rows
    root: int
    loose: Rows
    spelled: Rows
    units: pd.DataFrame
    troubles: Mapping[str, NDArray[np.bool_]]

    def __len__(self) -> int:
        return len(self.parent)

    @cached_property
    def problems(self) -> pd.DataFrame:
        """unit, row, rule, found, told (one sentence): rules as in `TOLD`."""
        return _problems(self.units, self.troubles)

    def among(self, units: Collection[str], rows: Rows | None = None) -> NDArray[np.bool_]:
        """Which rows, of all or of these, are one of the units."""
        return among(self.unit if rows is None else self.unit[rows], units)

    def branch(self, row: int) -> Rows:
        """The row and all beneath it, in walking order."""
        start = self.place[row]
        return self.walk[start : start + self.size[row]]

    def row(self, unit: str) -> int:
        """The first row of a unit in walking order. Raises KeyError for one that is not there."""
        found = np.flatnonzero(self.unit[self.walk] == unit)
        if not len(found):
            raise KeyError(f"no unit {unit!r} in this tree")
        return int(self.walk[found[0]])


def kinds_of(vocabulary: Vocabulary, group: str) -> frozenset[str]:
    """Kinds of unit of a group of the vocabulary, e.g. `root`."""
    groups = vocabulary.group("unit_kind")
    return frozenset(kind for kind in vocabulary.codes("unit_kind") if groups[kind] == group)


def among(texts: Texts, wanted: Collection[str]) -> NDArray[np.bool_]:
    """(rows,) which are wanted. A set of Python is several times faster here than sorting text."""
    known = frozenset(wanted)
    if not known:
        return np.zeros(len(texts), bool)
    return np.fromiter(map(known.__contains__, texts.tolist()), bool, len(texts))


def read_tree(units: pd.DataFrame, tops: Collection[str] = (), like: Tree | None = None) -> Tree:
    """The tree of any table of units (unit, name, parent, kind, order). `tops`: kinds that stand at the head of all;
    the root is a top unit without a parent, and where there is none the row with most beneath it. `like`: a tree read
    before; where its units are called the same, they need not be sorted anew."""
    unit, name, kind = (_texts(units[column]) for column in ("unit", "name", "kind"))
    known = like is not None and np.array_equal(like.unit, unit) and np.array_equal(like.name, name)
    spelled = like.spelled if like is not None and known else _spelled(unit, name)
    rank = _ranks(spelled, units["order"])
    parent, wrong = _parents(unit, _texts(units["parent"]), rank)
    parent, circles = _cut(parent, rank)
    levels = _levels(parent)
    depth, size = np.zeros(len(parent), np.int64), np.ones(len(parent), np.int64)
    for steps, level in enumerate(levels):
        depth[level] = steps
    for level in reversed(levels[1:]):
        np.add.at(size, parent[level], size[level])
    root = _root(parent, size, rank, among(kind, tops))
    sequence = np.lexsort((rank, parent))
    children = sequence[parent[sequence] != OUTSIDE]
    first = np.searchsorted(parent[children], np.arange(len(parent) + 1))
    loose = np.array([row for row in sequence[parent[sequence] == OUTSIDE] if row != root], np.int64)
    place = _places(parent, size, levels, np.concatenate([[root] if root >= 0 else [], loose]).astype(np.int64), rank)
    return Tree(
        unit=unit,
        name=name,
        kind=kind,
        parent=parent,
        depth=depth,
        size=size,
        place=place,
        walk=np.argsort(place),
        children=children,
        first=first,
        root=root,
        loose=loose,
        spelled=spelled,
        units=units,
        troubles=wrong | circles | {"rootless": _rootless(units, loose)},
    )


def _texts(column: pd.Series) -> Texts:
    values = column.astype("str").to_numpy(object)
    missing = np.flatnonzero(pd.isna(values))
    if len(missing):
        values = values.copy()
        values[missing] = None
    return values


def _spelled(unit: Texts, name: Texts) -> Rows:
    """Rows by name, id, and then as they stand."""
    sequence = list(range(len(unit)))
    # Two stable sorts, the last weighs most: Python's own is several times faster on text than factorizing.
    for column in (unit, name):
        sequence.sort(key=[value or "" for value in column.tolist()].__getitem__)
    return np.array(sequence, np.int64)


def _ranks(spelled: Rows, order: pd.Series) -> Rows:
    """Place of each row in display order: by `order` (missing last), and then as they are spelled."""
    place = order.to_numpy(np.float64, na_value=np.inf)[spelled]
    rank = np.empty(len(spelled), np.int64)
    rank[spelled[np.argsort(place, kind="stable")]] = np.arange(len(spelled))
    return rank


def _parents(unit: Texts, above: Texts, rank: Rows) -> tuple[Rows, dict[str, NDArray[np.bool_]]]:
    """Row of each parent, and which rows have which trouble. An id on several rows means the first in display order."""
    nameless, topless = pd.isna(unit), pd.isna(above)
    rows = np.argsort(-rank)  # so that the first in display order is the one that stays
    first = dict(zip(unit[rows].tolist(), rows.tolist(), strict=True))
    first.pop(None, None)
    parent = np.fromiter(map(first.get, above.tolist(), repeat(OUTSIDE)), np.int64, len(unit))
    own = ~nameless & np.asarray(unit == above, bool)
    twice = np.zeros(len(unit), bool)
    if len(first) + nameless.sum() < len(unit):
        twice = pd.Series(unit).duplicated(keep=False).to_numpy() & ~nameless
    wrong = {
        "missing": nameless,
        "duplicate": twice,
        "dangling": ~topless & (parent == OUTSIDE),
        "own_parent": own,
        "ambiguous": (parent != OUTSIDE) & ~own & twice[parent],
    }
    return np.where(own, OUTSIDE, parent), wrong


def _cut(parent: Rows, rank: Rows) -> tuple[Rows, dict[str, NDArray[np.bool_]]]:
    """Each circle of parents is cut above the one of it that comes first in display order. Pointer doubling."""
    n = len(parent)
    up = np.append(np.where(parent == OUTSIDE, n, parent), n)  # node n is outside: the parent of all tops
    least = np.append(rank, n)
    for _ in range(max(1, n.bit_length())):
        least, up = np.minimum(least, least[up]), up[up]
    circle = np.zeros(n, bool)
    circle[up[:n][up[:n] != n]] = True
    return np.where(circle & (rank == least[:n]), OUTSIDE, parent), {"cycle": circle}


def _levels(parent: Rows) -> list[Rows]:
    """Rows by depth."""
    sequence = np.argsort(parent, kind="stable")
    first = np.searchsorted(parent[sequence], np.arange(-1, len(parent) + 1))
    levels = [sequence[first[0] : first[1]]]
    while len(levels[-1]):
        starts, ends = first[levels[-1] + 1], first[levels[-1] + 2]
        many = ends - starts
        within = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        levels.append(sequence[np.repeat(starts, many) + within])
    return levels[:-1]


def _root(parent: Rows, size: Rows, rank: Rows, top: NDArray[np.bool_]) -> int:
    free = np.flatnonzero(parent == OUTSIDE)
    if not len(free):
        return OUTSIDE
    return int(free[np.lexsort((rank[free], -size[free], ~top[free]))[0]])


def _places(parent: Rows, size: Rows, levels: list[Rows], tops: Rows, rank: Rows) -> Rows:
    """Where each row stands in walking order: after its parent and after the branches of its earlier siblings."""
    place = np.empty(len(parent), np.int64)
    place[tops] = np.cumsum(size[tops]) - size[tops]
    for level in levels[1:]:
        level = level[np.lexsort((rank[level], parent[level]))]
        before = np.cumsum(size[level]) - size[level]
        opens = np.append(True, parent[level][1:] != parent[level][:-1])
        eldest = before[opens][np.cumsum(opens) - 1]
        place[level] = place[parent[level]] + 1 + before - eldest
    return place


TOLD = {
    "missing": "Baris ke-{line} tidak punya ID unit.",
    "duplicate": "ID {found} dipakai lebih dari satu baris, antara lain {name}.",
    "dangling": "{name} menyebut unit atasan {found}, yang tidak ada pada data ini.",
    "own_parent": "{name} menyebut dirinya sendiri sebagai unit atasan.",
    "ambiguous": "{name} menyebut unit atasan {found}, yang dipakai beberapa baris; digambar di bawah yang pertama.",
    "cycle": "{name} termasuk lingkaran unit atasan; lingkaran itu diputus agar dapat digambar.",
    "rootless": "{name} tidak menyebut unit atasan, padahal bukan puncak susunan.",
}
"""What is said of each trouble."""


def _rootless(units: pd.DataFrame, loose: Rows) -> NDArray[np.bool_]:
    free = np.zeros(len(units), bool)
    free[loose] = True
    return free & units["parent"].isna().to_numpy()


def _problems(units: pd.DataFrame, troubles: Mapping[str, NDArray[np.bool_]]) -> pd.DataFrame:
    table = units[["unit", "name", "parent"]].reset_index(drop=True)
    parts = []
    for rule, mask in troubles.items():
        rows = table[mask]
        found = rows["unit" if rule in ("missing", "duplicate") else "parent"].fillna("")
        names = rows["name"].fillna(rows["unit"]).fillna("(tanpa nama)")
        told = [
            TOLD[rule].format(name=name, found=what, line=line + 1)
            for name, what, line in zip(names, found, rows.index, strict=True)
        ]
        parts.append(
            pd.DataFrame({"unit": rows["unit"], "row": rows.index, "rule": rule, "found": found, "told": told})
        )
    every = pd.concat(parts, ignore_index=True)
    return every.astype({"rule": "str", "told": "str"}).sort_values(["row", "rule"], ignore_index=True)
