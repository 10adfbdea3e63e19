"""The posts of the units that are checked, as arrays: what several checks read of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.staffing import Staffing
from workbench.structure.checks.body import Bodies, Places, keys


@dataclass(frozen=True, eq=False)
class Posts:
    """`unit`: the place of each post's unit; `row`: of the post in its table; `head`, and `headless` (known to be none;
    where neither holds nobody recorded it); `capacity` (seats, nan where missing)."""

    table: pd.DataFrame
    unit: Places
    row: Places
    head: NDArray[np.bool_]
    headless: NDArray[np.bool_]
    capacity: NDArray[np.float64]

    @classmethod
    def of(cls, staffing: Staffing, bodies: Bodies) -> "Posts":
        table = staffing.posts
        at = bodies.ids.get_indexer(keys(table["unit"]))
        row = np.flatnonzero(at >= 0)
        head = table["head"].to_numpy(np.float64, na_value=np.nan)[row]
        capacity = table["capacity"].to_numpy(np.float64, na_value=np.nan)[row]
        return cls(table, at[row], row, head == 1, head == 0, capacity)

    def column(self, name: str, which: NDArray[np.bool_] | Places) -> NDArray[np.object_]:
        """A column of the table, for some of these posts."""
        return self.table[name].to_numpy(object)[self.row[which]]
