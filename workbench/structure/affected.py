"""Whom a change touches, and in which one way."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.scenario import State
from workbench.structure.drawn import Drawn, met
from workbench.structure.numbered import Whole


def affected(before: State | Drawn, after: State | Drawn) -> pd.DataFrame:
    """nip, post_before, post_after, how: holders of a post for whom something is another. how, the first that applies:
    lost (no post any more), gained, post (another one), tier, office (the same post stands in another office), unit,
    name (it, or its unit, is called otherwise)."""
    one = before if isinstance(before, Drawn) else Drawn.of(before.staffing)
    other = after if isinstance(after, Drawn) else one.then(after.staffing)
    was, now = one.held["post"].to_numpy(object), other.held["post"].to_numpy(object)
    changed, gained = _changed(one, other), np.empty(0, np.int64)
    to = was
    if one.held is not other.held:
        row = met(one.holders, other.holders)
        to = np.concatenate([now, np.array([None], object)])[row]
        gained = np.setdiff1d(np.arange(len(now)), row)
    rows = np.flatnonzero((was != to) | pd.Index(was).isin(changed.index))
    how = np.where(was[rows] == to[rows], pd.Series(was[rows]).map(changed), "post")
    how = np.where(pd.isna(to[rows]), "lost", how)
    table = pd.DataFrame(
        {
            "nip": np.append(one.held["nip"].to_numpy(object)[rows], other.held["nip"].to_numpy(object)[gained]),
            "post_before": np.append(was[rows], np.full(len(gained), None, object)),
            "post_after": np.append(to[rows], now[gained]),
            "how": np.append(how, np.full(len(gained), "gained")),
        },
        dtype="str",
    )
    return table.sort_values("nip", ignore_index=True)


def _changed(one: Drawn, other: Drawn) -> pd.Series:
    """post -> how it changed, of the posts of both that did."""
    was, now = one.staffing.posts, other.staffing.posts
    row = met(one.posts, other.posts)
    here = np.flatnonzero(row >= 0)
    there = row[here]
    told = (("tier", "tier"), ("office", None), ("unit", "unit"), ("name", None), ("name", "title"))
    how = np.full(len(here), "", dtype=object)
    for word, column in reversed(told):
        if column is None:
            left, right = getattr(one, word), getattr(other, word)
            same = left is right
        else:
            left, right, same = was[column], now[column], was is now
        if not same:
            how[_unlike(left, right, here, there)] = word
    return pd.Series(how[how != ""], index=one.posts[here][how != ""], dtype="object")


def _unlike(was: pd.Series | NDArray, now: pd.Series | NDArray, here: Whole, there: Whole) -> NDArray[np.bool_]:
    one, other = (part if isinstance(part, np.ndarray) else part.to_numpy(object) for part in (was, now))
    differs = np.asarray(one[here] != other[there], bool)
    # A missing value differs from itself in an array, and here is the same as another missing one.
    at = np.flatnonzero(differs)
    differs[at] = ~(pd.isna(one[here[at]]) & pd.isna(other[there[at]]))
    return differs
