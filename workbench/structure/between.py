"""Two cuts of one organization laid over each other: what is drawn of both, and which offices differ."""

import numpy as np
import pandas as pd

from workbench.staffing import Staffing
from workbench.staffing.columns import same
from workbench.structure.drawn import Drawn
from workbench.structure.stirred import Stirred


def drawn(before: Staffing, after: Staffing) -> tuple[pd.DataFrame, frozenset[str]]:
    """The units of `after` with those of `before` that are gone, where they stood last; and the ids of the latter."""
    if same(before.units["unit"], after.units["unit"]):
        return after.units, frozenset()
    gone = before.units[after.index("units").get_indexer(before.index("units")) < 0]
    if not len(gone):
        return after.units, frozenset()
    return pd.concat([after.units, gone], ignore_index=True), frozenset(gone["unit"])


def touched(one: Staffing, other: Staffing) -> frozenset[str]:
    """The regional offices in which units, posts or holders differ."""
    return touched_of(Drawn.of(one), Drawn.of(other))


def touched_of(one: Drawn, other: Drawn) -> frozenset[str]:
    """The same of what is drawn already."""
    differs = Stirred.between(one.staffing, other.staffing)
    units, posts = (
        pd.Index(sorted(ids), dtype="str")
        for ids in (differs.units, differs.posts | {post for _, post in differs.seats})
    )
    found: set[str | None] = set()
    for each in (one, other):
        own, seats = each.tree.names.get_indexer(units), each.posts.get_indexer(posts)
        own = own[own >= 0]
        rows = np.concatenate([own, each.tree.parent[own], each.at[seats[seats >= 0]]])
        found |= set(each.office[rows[rows >= 0]])
    return frozenset(office for office in found if office is not None)
