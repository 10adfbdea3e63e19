"""Which regional office (OPD) each unit belongs to."""

import numpy as np
import pandas as pd

from workbench.staffing.tables import Staffing

_DEEPEST = 32
"""Levels of a unit tree beyond which it is no tree but a cycle."""


def office_of(staffing: Staffing) -> pd.Series:
    """unit -> the nearest unit at or above it that is a regional office (missing: none)."""
    units = staffing.units.drop_duplicates("unit").set_index("unit")
    offices = units["kind"].map(staffing.schemas.vocabulary.group("unit_kind")) == "opd"
    at = pd.Series(units.index, index=units.index)
    for _ in range(_DEEPEST):
        below = at.notna() & ~at.map(offices).eq(True)
        if not below.any():
            break
        at = at.mask(below, at.map(units["parent"]))
    return at.where(at.map(offices).eq(True), other=np.nan)
