"""A column of two versions of one table: whether it is the same, and where it differs."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def same(one: pd.Series, other: pd.Series) -> bool:
    """Whether these are the very same values in memory, which takes no look at them. False tells nothing."""
    left, right = _held(one.array), _held(other.array)
    return bool(left) and left == right


def _held(values: Any) -> list[tuple[Any, ...]]:
    """Where the values stand in memory, those of a masked array in two parts; nothing where pandas does not tell."""
    parts = [getattr(values, name, None) for name in ("_ndarray", "_data", "_mask")]
    known = [part for part in parts if isinstance(part, np.ndarray)]
    return [(part.__array_interface__["data"][0], part.shape, part.strides, part.dtype) for part in known]


def differing(one: pd.Series, other: pd.Series) -> NDArray[np.bool_]:
    """(rows,) whether the values of two columns of one type differ, row by row; a missing one is the same as another
    missing one."""
    if same(one, other):
        return np.zeros(len(one), bool)
    if one.dtype == "str":
        found = np.asarray(one.to_numpy(object) != other.to_numpy(object), bool)
    else:
        found = ~np.asarray(pd.Series(one.array == other.array).fillna(False), bool)
    at = np.flatnonzero(found)  # few: only there it matters which are missing
    found[at] = ~(one.iloc[at].isna().to_numpy() & other.iloc[at].isna().to_numpy())
    return found
