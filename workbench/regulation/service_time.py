"""Time served, counted as the law counts it: completed calendar months of the union of what was held."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]

_WIDE = 1 << 20
"""More days than any career: it keeps the spells of two people apart in one sorted column."""


@dataclass(frozen=True, eq=False)
class Spells:
    """One row a post held: `owner` (row of the employee), `tier`, `family` (numbers, -1 missing), `start`, `end` (days
    since 1970-01-01, the end excluded), `latest` (the end at most, where it is not recorded)."""

    owner: Whole
    tier: Whole
    family: Whole
    start: Whole
    end: Whole
    latest: Whole
    closed: NDArray[np.bool_]


def months_of(owner: Whole, start: Whole, end: Whole, owners: int) -> tuple[Whole, NDArray[np.bool_]]:
    """(completed months, whether there was any day at all) for each owner 0..owners-1.

    Spells that overlap or touch are one. Days left over from several spells add up, 31 to a month, so that no sum is
    ever rounded up to a limit.

    >>> day = lambda text: np.datetime64(text).astype("int64")
    >>> start = np.array([day("2019-03-15"), day("2021-03-15"), day("2024-02-29")])
    >>> end = np.array([day("2021-03-15"), day("2022-03-14"), day("2025-02-28")])
    >>> months_of(np.array([0, 0, 1]), start, end, 3)[0].tolist()
    [35, 11, 0]
    """
    real = end > start
    owner, start, end = owner[real], start[real], end[real]
    order = np.lexsort((start, owner))
    owner, start, end = owner[order], start[order], end[order]
    held = np.zeros(owners, dtype=bool)
    if not len(owner):
        return np.zeros(owners, dtype=np.int64), held
    held[owner] = True
    base = int(start.min())
    reach = np.maximum.accumulate(end - base + owner * _WIDE)
    first = np.ones(len(owner), dtype=bool)
    first[1:] = start[1:] - base + owner[1:] * _WIDE > reach[:-1]
    last = np.append(np.flatnonzero(first)[1:] - 1, len(owner) - 1)
    block_owner = owner[first]
    months, days = _calendar(start[first], reach[last] - block_owner * _WIDE + base)
    total = np.bincount(block_owner, months, owners) + np.bincount(block_owner, days, owners) // 31
    return total.astype(np.int64), held


def _calendar(start: Whole, end: Whole) -> tuple[Whole, Whole]:
    """Completed months between two days, and the days left over (0..30)."""
    since, until = start.astype("datetime64[D]"), end.astype("datetime64[D]")
    since_month, until_month = since.astype("datetime64[M]"), until.astype("datetime64[M]")
    since_day = (since - since_month).astype(np.int64)
    until_day = (until - until_month).astype(np.int64)
    months = (until_month - since_month).astype(np.int64) - (until_day < since_day)
    anniversary = since_month + months.astype("timedelta64[M]")
    length = ((anniversary + np.timedelta64(1, "M")).astype("datetime64[D]") - anniversary).astype(np.int64)
    reached = anniversary.astype("datetime64[D]").astype(np.int64) + np.minimum(since_day, length - 1)
    return months, np.clip(end - reached, 0, 30)
