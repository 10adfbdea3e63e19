"""Two cuts of one organization laid over each other: what is drawn of both, and which offices differ."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.staffing import Staffing
from workbench.structure.drawn import Drawn
from workbench.structure.numbered import Whole


def drawn(before: Staffing, after: Staffing) -> tuple[pd.DataFrame, frozenset[str]]:
    """The units of `after` with those of `before` that are gone, where they stood last; and the ids of the latter."""
    if before.units is after.units:
        return after.units, frozenset()
    gone = before.units[~before.units["unit"].isin(after.units["unit"])]
    if not len(gone):
        return after.units, frozenset()
    return pd.concat([after.units, gone], ignore_index=True), frozenset(gone["unit"])


def touched(one: Staffing, other: Staffing) -> frozenset[str]:
    """The regional offices in which units, posts or holders differ."""
    return touched_of(Drawn.of(one), Drawn.of(other))


def touched_of(one: Drawn, other: Drawn) -> frozenset[str]:
    """The same of what is drawn already."""
    was, now = one.staffing, other.staffing
    units = _differing(was.units, now.units, ["unit"])["unit"]
    posts = _differing(was.posts, now.posts, ["post"])["post"]
    held = _differing(was.assignments, now.assignments, ["nip", "post"], only_keys=True)["post"]
    found: set[str] = set()
    for drawn_ in (one, other):
        tree, posted = drawn_.tree, pd.concat([posts, held]).unique()
        own = tree.numbers(units)
        own = own[own >= 0]
        seats = drawn_.posts.get_indexer(pd.Index(posted))
        rows = np.concatenate([own, tree.parent[own], drawn_.at[seats[seats >= 0]]])
        offices = np.append(tree.inherited(drawn_.opd), -1)[rows]
        found |= set(drawn_.staffing.units["unit"].to_numpy(object)[offices[offices >= 0]])
    return frozenset(found)


def _differing(one: pd.DataFrame, other: pd.DataFrame, key: list[str], only_keys: bool = False) -> pd.DataFrame:
    """Keys of the rows that are on one side only, or (unless only the keys count) have another value in some column."""
    if one is other:
        return one[key].iloc[:0]
    left, right = (pd.MultiIndex.from_frame(t[key]) if len(key) > 1 else pd.Index(t[key[0]]) for t in (one, other))
    row = np.asarray(right.get_indexer(left), np.int64)
    here = np.flatnonzero(row >= 0)
    there, differs = row[here], np.zeros(len(here), bool)
    for column in () if only_keys else one.columns:
        differs |= unlike(one[column], other[column], here, there)
    gone, alone = one[key].iloc[np.flatnonzero(row < 0)], np.ones(len(other), bool)
    alone[there] = False
    return pd.concat([one[key].iloc[here[differs]], gone, other[key][alone]], ignore_index=True)


def unlike(was: pd.Series, now: pd.Series, here: Whole, there: Whole) -> NDArray[np.bool_]:
    """(rows,) whether the values at these places differ; a missing one is the same as another missing one."""
    if was is now:
        return np.zeros(len(here), bool)
    left, right = was.array.take(here), now.array.take(there)
    if left.equals(right):
        return np.zeros(len(here), bool)
    same = pd.Series(left == right).fillna(False).astype(bool) | (left.isna() & right.isna())
    return ~same.to_numpy(bool)
