"""A column of two versions of one table: whether it is the same, and where it differs."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def same(one: pd.Series, other: pd.Series) -> bool:
    """Whether these are the very same values in memory, which takes no look at them. False tells nothing."""
    left, right = _held(one.array), _held(other.array)
    return bool(left) and left == right


def _held(values: Any) -> list[tuple[Any, ...]]:
    """Where the values stand in memory, those of a masked array in two parts; nothing where pandas does not tell."""
    parts = [getattr(values, name, None) for name in ("_ndarray", "_data", "_mask")]
    known = [part for part in parts if isinstance(part, np.ndarray)]
    return [(part.__array_interface__["data"][0], part.shape, part.strides, part.dtype) for part in known]


def differing(
    one: pd.Series, other: pd.Series, here: Rows | None = None, there: Rows | None = None
) -> NDArray[np.bool_]:
    """(rows,) whether the values of two columns of one type differ, a missing one being the same as another missing
    one: row by row, or (`here`, `there`) those at these places."""
    if same(one, other) and (here is there or np.array_equal(here, there)):
        return np.zeros(len(one) if here is None else len(here), bool)
    left, right = one.array, other.array
    if here is not None and there is not None:
        left, right = left.take(here), right.take(there)
    if one.dtype == "str":
        found = np.asarray(np.asarray(left, object) != np.asarray(right, object), bool)
    else:
        found = ~np.asarray(pd.Series(left == right).fillna(False), bool)
    at = np.flatnonzero(found)  # few: only there it matters which are missing
    found[at] = ~(np.asarray(left.take(at).isna()) & np.asarray(right.take(at).isna()))
    return found
