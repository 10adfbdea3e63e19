"""The only judge of facts: yes, no, or unknown, over whole columns.

pandas answers `==`, `>=` and `isin` on a missing value with False, and `!=` with True; so does numpy on nan. Here what
is missing is UNKNOWN, whether it is the fact or the threshold, and a threshold of `NO_LIMIT` is met by everyone.
Verdicts are int8 arrays joined by Kleene's strong logic: more information may turn an UNKNOWN into YES or NO, never a
YES into a NO.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.values import NO_LIMIT, NoLimit

YES, NO, UNKNOWN = 1, 0, -1

Verdicts = NDArray[np.int8]

WORDS = {YES: "yes", NO: "no", UNKNOWN: "unknown"}


def at_least(observed: Any, threshold: Any) -> Verdicts:
    """Whether each fact reaches the threshold (number or date; one for all, or an array that broadcasts)."""
    return _ordered(observed, threshold, np.greater_equal)


def at_most(observed: Any, threshold: Any) -> Verdicts:
    """Whether each fact stays within the threshold, both ends included."""
    return _ordered(observed, threshold, np.less_equal)


def before(observed: Any, threshold: Any) -> Verdicts:
    """Whether each fact lies strictly below or earlier than the threshold."""
    return _ordered(observed, threshold, np.less)


def is_in(observed: Any, allowed: Collection[Any] | NoLimit | None) -> Verdicts:
    """Whether each code is one of `allowed`; None means that the allowed codes are themselves unknown."""
    column = observed if isinstance(observed, pd.Series) else pd.Series(np.asarray(observed, dtype=object).ravel())
    shape = (len(column),) if isinstance(observed, pd.Series) else np.shape(observed)
    if isinstance(allowed, NoLimit) or allowed is None:
        return np.full(shape, UNKNOWN if allowed is None else YES, dtype=np.int8)
    members = [code for code in allowed if not pd.isna(code)]
    outside = NO if len(members) == len(allowed) else UNKNOWN  # a missing member may be any code
    verdict = np.where(column.isin(members), YES, outside).astype(np.int8)
    verdict[column.isna().to_numpy()] = UNKNOWN
    return verdict.reshape(shape)


def is_true(observed: Any) -> Verdicts:
    """A flag as a verdict; a missing flag is UNKNOWN."""
    values, missing = _known(observed)
    verdict = np.where(missing, UNKNOWN, np.where(missing, False, values).astype(bool)).astype(np.int8)
    return verdict


def all_of(*verdicts: Any) -> Verdicts:
    """NO where any says NO, else UNKNOWN where any is, else YES. Nothing asked is YES."""
    return _joined(verdicts, np.minimum, YES)


def any_of(*verdicts: Any) -> Verdicts:
    """YES where any says YES, else UNKNOWN where any is, else NO. Nothing offered is NO."""
    return _joined(verdicts, np.maximum, NO)


def not_(verdict: Any) -> Verdicts:
    return _DENIED[np.asarray(verdict, dtype=np.intp)]


def asked_if(condition: Any, verdict: Any) -> Verdicts:
    """A requirement that holds only where `condition` does: YES elsewhere, UNKNOWN where that cannot be told."""
    return any_of(not_(condition), verdict)


# A verdict indexes these tables (-1 is the last place): its place between NO and YES, and its denial.
_PLACE = np.array([0, 2, 1], dtype=np.int8)
_DENIED = np.array([YES, NO, UNKNOWN], dtype=np.int8)
_VERDICT = np.array([NO, UNKNOWN, YES], dtype=np.int8)


def _joined(verdicts: tuple[Any, ...], join: np.ufunc, nothing: int) -> Verdicts:
    """Kleene's logic is the least (or greatest) of the places NO < UNKNOWN < YES."""
    if not verdicts:
        return np.array(nothing, dtype=np.int8)
    places = [_PLACE[np.asarray(verdict, dtype=np.intp)] for verdict in verdicts]
    joined = places[0]
    for place in places[1:]:
        joined = join(joined, place)
    return _VERDICT[joined]


def _ordered(observed: Any, threshold: Any, compare: np.ufunc) -> Verdicts:
    left, left_missing = _known(observed)
    if isinstance(threshold, NoLimit):
        return np.full(left.shape, YES, dtype=np.int8)
    right, right_missing = _known(threshold)
    unlimited = np.zeros(right.shape, dtype=bool)
    if right.dtype == object:
        unlimited = np.asarray(np.frompyfunc(lambda value: value is NO_LIMIT, 1, 1)(right), dtype=bool)
        right_missing = right_missing | unlimited
    met = compare(*_comparable(left, left_missing, right, right_missing))
    verdict = np.where(met, YES, NO).astype(np.int8)
    verdict[np.broadcast_to(left_missing | right_missing, verdict.shape)] = UNKNOWN
    verdict[np.broadcast_to(unlimited, verdict.shape)] = YES
    return verdict


def _known(values: Any) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """Values as an array, and where they are missing (None, nan, NaT, NA, or masked)."""
    if isinstance(values, pd.Series | pd.Index):
        missing = np.asarray(values.isna(), dtype=bool)
        masked = getattr(values.dtype, "numpy_dtype", None)  # Int64, boolean and their kin
        if masked is not None and masked.kind in "iufb":
            return values.to_numpy(dtype=masked, na_value=masked.type(0)), missing
        return values.to_numpy() if values.dtype.kind in "iufbM" else values.to_numpy(object), missing
    array = np.asarray(values)
    return array, np.asarray(pd.isna(array), dtype=bool).reshape(array.shape)


def _comparable(
    left: NDArray[Any], left_missing: NDArray[np.bool_], right: NDArray[Any], right_missing: NDArray[np.bool_]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Both sides as numbers (dates as seconds), zero where missing. Text has no order; a date is no number."""
    sides = [_as_numbers(left, left_missing), _as_numbers(right, right_missing)]
    kinds = {kind for _, kind in sides if kind}
    if len(kinds) > 1:
        raise TypeError("a date and a number have no order")
    return sides[0][0], sides[1][0]


def _as_numbers(values: NDArray[Any], missing: NDArray[np.bool_]) -> tuple[NDArray[Any], str]:
    if values.dtype.kind == "M":
        return np.where(missing, 0, values.astype("datetime64[s]").astype(np.int64)), "date"
    if values.dtype.kind in "iub":
        return np.where(missing, 0, values), "number"
    if values.dtype.kind == "f":
        return np.where(missing, 0.0, values), "number"
    present = values[~missing].ravel()
    if present.size == 0:
        return np.zeros(values.shape), ""
    filled = np.where(missing, present[0], values)
    if all(isinstance(value, int | float | np.number | np.bool_) for value in present):
        whole = all(isinstance(value, int | np.integer | np.bool_) for value in present)
        return filled.astype(np.int64 if whole else np.float64), "number"
    if all(isinstance(value, date | np.datetime64) for value in present):
        return filled.astype("datetime64[s]").astype(np.int64), "date"
    raise TypeError("only numbers and dates have an order; rank codes by their vocabulary before judging them")
