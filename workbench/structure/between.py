"""Two cuts of one organization laid over each other: what is drawn of both, and which offices differ."""

import pandas as pd

from workbench.staffing import Staffing
from workbench.staffing.offices import office_of


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
    units = _differing(one.units, other.units, "unit")
    posts = _differing(one.posts, other.posts, "post")
    held = [_pairs(each) for each in (one.assignments, other.assignments)]
    if one.assignments is not other.assignments:
        posts = posts.union(pd.Index([post for _, post in held[0].symmetric_difference(held[1])]))
    found: set[str] = set()
    for staffing in (one, other):
        office = office_of(staffing)
        home = staffing.posts.loc[staffing.posts["post"].isin(posts), "unit"]
        found |= set(office.reindex(units.union(pd.Index(home))).dropna())
        above = staffing.units.loc[staffing.units["unit"].isin(units), "parent"].dropna()
        found |= set(office.reindex(above).dropna())
    return frozenset(found)


def _pairs(assignments: pd.DataFrame) -> pd.Index:
    return pd.Index(list(zip(assignments["nip"], assignments["post"], strict=True)))


def _differing(one: pd.DataFrame, other: pd.DataFrame, key: str) -> pd.Index:
    """Keys of the rows that are on one side only, or have another value in some column."""
    if one is other:
        return pd.Index([], dtype="str")
    here, there = one.set_index(key), other.set_index(key)
    both = here.index.intersection(there.index)
    a, b = here.loc[both], there.loc[both]
    same = ((a == b).fillna(False) | (a.isna() & b.isna())).all(axis=1)
    alone = here.index.symmetric_difference(there.index)
    return both[~same.to_numpy(bool)].union(alone)
