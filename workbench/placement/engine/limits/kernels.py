"""The hot loops of placement under limits, compiled once and kept on disk by numba. Arrays are changed in place."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.placement.engine.kernels import FAR, Stand

Whole = NDArray[np.int64]
Code = NDArray[np.int32]
Flag = NDArray[np.bool_]


@njit(cache=True)
def charge(worth: Whole, first: Whole, row: Whole, amount: Whole, price: Whole, out: Whole) -> None:
    """`worth` of each pair less what its limits cost at these prices."""
    for n in range(len(worth)):
        cost = np.int64(0)
        for k in range(first[n], first[n + 1]):
            cost += amount[k] * price[row[k]]
        out[n] = worth[n] - cost


@njit(cache=True)
def surpluses(first: Whole, seat: Code, open_: Flag, weight: Whole, price: Whole, must: Flag, out: Whole) -> None:
    """The most that each person could keep at these prices of seats; nothing where that is a loss and need not be."""
    for i in range(len(first) - 1):
        best = -FAR if must[i] else np.int64(0)
        for r in range(first[i], first[i + 1]):
            if open_[r]:
                kept = weight[r] - price[seat[r]]
                if kept > best:
                    best = kept
        out[i] = best


@njit(cache=True)
def copy(source: Stand, to: Stand) -> None:
    to.at[:] = source.at
    to.row[:] = source.row
    to.high[:] = source.high
    to.low[:] = source.low
    to.used[:] = source.used
    to.head[:] = source.head
    to.after[:] = source.after
    to.before[:] = source.before
    to.price_high[:] = source.price_high
    to.price_low[:] = source.price_low


# how much more than what it replaces a pair counts in limits ----------------------------------------------------------

FREE, BY_PERSON, BY_SEAT = 0, 1, 2
"""How a limit is held: not at all, against what the person counts now, against what holders of the seat count now."""


@njit(cache=True)
def _of(first: Whole, row: Whole, amount: Whole, pair: int, limit: int) -> int:
    """What a pair counts in a limit; -1 for no pair, which counts nothing."""
    if pair >= 0:
        for k in range(first[pair], first[pair + 1]):
            if row[k] == limit:
                return amount[k]
    return 0


@njit(cache=True)
def _least(seat_first: Whole, seat_row: Whole, seat_least: Whole, seat: int, limit: int) -> int:
    for k in range(seat_first[seat], seat_first[seat + 1]):
        if seat_row[k] == limit:
            return seat_least[k]
    return 0


@njit(cache=True)
def hold(
    first: Whole, row: Whole, amount: Whole, kind: Whole, price: Whole, room: Whole,
    person: Code, seat: Code, held: Whole, seat_first: Whole, seat_row: Whole, seat_least: Whole,
    weight: Whole, target: int, open_: Flag, held_weight: Whole, more: Whole,
) -> None:  # fmt: skip
    """Which pairs count no more in any limit than what they replace (`open_`), and their weights without what they
    would be paid for counting less. For a `target` (else -1) instead: what each counts `more` there, 0 where it would
    exceed the `room` left in another limit.

    `held`: pair of each person now; `seat_least`: the least that holders of a seat count in a limit.
    """
    for k in range(len(person)):
        i, j = person[k], seat[k]
        now = held[i]
        fits, cost, difference = True, np.int64(0), np.int64(0)
        # Limits that this pair counts in, then those that what it replaces counts in and it does not.
        for part in range(3):
            if part == 0:
                a, b = first[k], first[k + 1]
            elif part == 1:
                a, b = (first[now], first[now + 1]) if now >= 0 else (0, 0)
            else:
                a, b = seat_first[j], seat_first[j + 1]
            for e in range(a, b):
                limit = row[e] if part < 2 else seat_row[e]
                if kind[limit] == FREE and limit != target:
                    continue
                if part == 0:
                    own = amount[e]
                else:
                    if (part == 1) != (kind[limit] == BY_PERSON):
                        continue
                    own = _of(first, row, amount, k, limit)
                    if own != 0:
                        continue
                if kind[limit] == BY_SEAT:
                    was = _least(seat_first, seat_row, seat_least, j, limit)
                    if now == k:
                        was = own
                else:
                    was = _of(first, row, amount, now, limit)
                if limit == target:
                    difference = own - was
                elif own - was > (room[limit] if target >= 0 else 0):
                    fits = False
                if own < was:
                    cost += price[limit] * (was - own)
        open_[k] = fits and difference <= 0
        held_weight[k] = weight[k] - cost
        more[k] = difference if fits else 0


@njit(cache=True)
def barred(
    first: Whole, row: Whole, amount: Whole, person: Code, seat: Code, held: Whole,
    seat_first: Whole, seat_row: Whole, seat_least: Whole, near: Whole, by_person: Whole, by_seat: Whole,
) -> None:  # fmt: skip
    """Count, for each limit, how many of the `near` pairs it would take away, held against the person or the seat."""
    for n in range(len(near)):
        k = near[n]
        i, j = person[k], seat[k]
        now = held[i]
        for e in range(first[k], first[k + 1]):
            limit = row[e]
            by_person[limit] += amount[e] > _of(first, row, amount, now, limit)
            by_seat[limit] += amount[e] > _least(seat_first, seat_row, seat_least, j, limit)
        if now >= 0:
            for e in range(first[now], first[now + 1]):
                by_person[row[e]] += _of(first, row, amount, k, row[e]) == 0 and amount[e] < 0
        for e in range(seat_first[j], seat_first[j + 1]):
            by_seat[seat_row[e]] += _of(first, row, amount, k, seat_row[e]) == 0 and seat_least[e] < 0
