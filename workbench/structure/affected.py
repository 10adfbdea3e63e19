"""Whom a change touches, and in which one way."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.scenario import State
from workbench.staffing.columns import differing
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
    changed = np.append(_changed(one, other, differs), "")[one.seat]
    seated = one.holders.get_indexer(list({nip for nip, _ in differs.seats}))
    rows = np.union1d(np.flatnonzero(changed != ""), seated[seated >= 0])
    nip, was = one.holders.to_numpy(object)[rows], one.held["post"].to_numpy(object)[rows]
    now = np.append(other.held["post"].to_numpy(object), None)
    to, how = now[other.holders.get_indexer(nip)], changed[rows]
    how = np.where(was == to, how, np.where(pd.isna(to), "lost", "post"))
    come = [nip for nip in {nip for nip, _ in differs.seats} if nip not in one.holders and nip in other.holders]
    table = pd.DataFrame(
        {
            "nip": np.append(nip, come),
            "post_before": np.append(was, np.full(len(come), None, object)),
            "post_after": np.append(to, now[other.holders.get_indexer(come)]),
            "how": np.append(how, np.full(len(come), "gained")),
        },
        dtype="str",
    )
    return table[table["how"] != ""].sort_values("nip", ignore_index=True)


def _changed(one: Drawn, other: Drawn, differs: Stirred) -> NDArray[np.object_]:
    """(posts before,) how each changed that is still there, empty text for not at all."""
    how = np.full(len(one.posts), "", dtype=object)
    ids = one.posts[np.isin(one.at, _elsewhere(one, other, differs))].union(pd.Index(differs.posts), sort=False)
    here, there = one.posts.get_indexer(ids), other.posts.get_indexer(ids)
    both = (here >= 0) & (there >= 0)
    here, there = here[both], there[both]
    was, now = one.told(here), other.told(there)
    for word, columns in (
        ("name", ("name", "title")),
        ("unit", ("unit",)),
        ("office", ("office",)),
        ("tier", ("tier",)),
    ):
        for column in columns:  # the last word weighs most
            how[here[differing(was[column], now[column])]] = word
    return how


def _elsewhere(one: Drawn, other: Drawn, differs: Stirred) -> Whole:
    """Rows of the units before that are called otherwise now, or stand in another office."""
    row = met(one.tree.names, other.tree.names)
    moved = (one.office != np.append(other.office, "")[row]) & (row >= 0)
    named = one.tree.names.get_indexer(list(differs.units))
    return np.union1d(np.flatnonzero(moved), named[named >= 0])
