"""Whom a change touches, and in which one way."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.scenario import State
from workbench.structure.drawn import Drawn, met
from workbench.structure.numbered import Whole
from workbench.structure.stirred import Stirred


def affected(before: State | Drawn, after: State | Drawn) -> pd.DataFrame:
    """nip, post_before, post_after, how: holders of a post for whom something is another. how, the first that applies:
    lost (no post any more), gained, post (another one), tier, office (the same post stands in another office), unit,
    name (it, or its unit, is called otherwise)."""
    one = before if isinstance(before, Drawn) else Drawn.of(before.staffing)
    other = after if isinstance(after, Drawn) else one.then(after.staffing)
    differs = other.differs(one)
    changed, nothing = _changed(one, other, differs), np.array([None], object)
    changed = np.concatenate([changed, nothing])[one.seat]
    people = pd.Index(sorted({nip for nip, _ in differs.seats}), dtype="str")
    seated = one.holders.get_indexer(people)
    rows = np.union1d(np.flatnonzero(changed != None), seated[seated >= 0])  # noqa: E711 - by element
    come = people[(seated < 0) & (other.holders.get_indexer(people) >= 0)]
    posts = np.concatenate([other.held["post"].to_numpy(object), nothing])
    nips, was = one.holders[rows], one.held["post"].to_numpy(object)[rows]
    to = posts[other.holders.get_indexer(nips)]
    how = np.where(was == to, changed[rows], np.where(pd.isna(to), "lost", "post"))
    table = pd.DataFrame(
        {
            "nip": nips.append(come),
            "post_before": np.concatenate([was, np.full(len(come), None, object)]),
            "post_after": np.concatenate([to, posts[other.holders.get_indexer(come)]]),
            "how": np.concatenate([how, np.full(len(come), "gained", object)]),
        },
        dtype="str",
    )
    return table[table["how"].notna()].sort_values("nip", ignore_index=True)


def _changed(one: Drawn, other: Drawn, differs: Stirred) -> NDArray[np.object_]:
    """(posts before,) how each changed that is still there, None for not at all."""
    how = np.full(len(one.posts), None, dtype=object)
    ids = one.posts[np.isin(one.at, _elsewhere(one, other, differs))]
    ids = ids.append(pd.Index(sorted(differs.posts), dtype="str")).unique()
    here, there = one.posts.get_indexer(ids), other.posts.get_indexer(ids)
    both = (here >= 0) & (there >= 0)
    here, there = here[both], there[both]
    was, now = one.told(here), other.told(there)
    for column, word in TOLD.items():
        how[here[np.asarray(was[column] != now[column], bool)]] = word
    return how


TOLD = {"name": "name", "title": "name", "unit": "unit", "office": "office", "tier": "tier"}
"""What is told of a post -> how it changed where that is another; the last weighs most."""


def _elsewhere(one: Drawn, other: Drawn, differs: Stirred) -> Whole:
    """Rows of the units before that are called otherwise now, or stand in another office."""
    row = met(one.tree.names, other.tree.names)
    moved = (one.office != np.concatenate([other.office, np.array([None], object)])[row]) & (row >= 0)
    named = one.tree.names.get_indexer(pd.Index(sorted(differs.units), dtype="str"))
    return np.union1d(np.flatnonzero(moved), named[named >= 0])
