"""Which regional office each post belongs to."""

import pandas as pd

from workbench.staffing import Staffing
from workbench.staffing.offices import office_of


def offices(staffing: Staffing) -> pd.Series:
    """post -> name of the nearest unit at or above its own that is a regional office, else of its own unit."""
    units = staffing.units.drop_duplicates("unit").set_index("unit")
    office = office_of(staffing).fillna(units.index.to_series())
    posts = staffing.posts.drop_duplicates("post").set_index("post")
    return posts["unit"].map(office).map(units["name"])
