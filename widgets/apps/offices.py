"""Which regional office each post belongs to."""

import pandas as pd

from workbench.staffing import Staffing

DEEPEST = 32
"""Levels of a unit tree beyond which it is no tree but a cycle."""


def offices(staffing: Staffing) -> pd.Series:
    """post -> name of the nearest unit at or above its own that is a regional office, else of its own unit."""
    units = staffing.units.drop_duplicates("unit").set_index("unit")
    regional = units["kind"].map(staffing.schemas.vocabulary.group("unit_kind")) == "opd"
    own = pd.Series(units.index, index=units.index)
    at = own
    for _ in range(DEEPEST):
        below = at.notna() & ~at.map(regional).fillna(False).astype(bool)
        if not below.any():
            break
        at = at.mask(below, at.map(units["parent"]))
    office = at.where(at.map(regional).fillna(False).astype(bool), own)
    posts = staffing.posts.drop_duplicates("post").set_index("post")
    return posts["unit"].map(office).map(units["name"])
