"""The hot loops of placement under limits, compiled once and kept on disk by numba. Arrays are changed in place."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from workbench.placement.engine.kernels import FAR

Whole = NDArray[np.int64]
Code = NDArray[np.int32]
Flag = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def charge(worth: Whole, first: Whole, row: Whole, amount: Whole, price: Whole, out: Whole) -> None:
    """`worth` of each pair less what its limits cost at these prices."""
    for n in range(len(worth)):
        cost = np.int64(0)
        for k in range(first[n], first[n + 1]):
            cost += amount[k] * price[row[k]]
        out[n] = worth[n] - cost


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def respond(
    first: Whole, seat: Code, open_: Flag, must: Flag, worth: Whole, seat_price: Whole,
    limit_first: Whole, limit: Whole, amount: Whole, price: Whole, used: Whole,
) -> float:  # fmt: skip
    """What each person would take at these prices of seats and limits: their surpluses together, and in `used` what
    that uses of each limit. In floating point, since the answer is only a guess."""
    used[:] = 0
    total = 0.0
    for i in range(len(first) - 1):
        best, at = -FAR if must[i] else 0, -1
        for n in range(first[i], first[i + 1]):
            if open_[n]:
                kept = worth[n] - seat_price[seat[n]]
                for k in range(limit_first[n], limit_first[n + 1]):
                    kept -= amount[k] * price[limit[k]]
                if kept > best:
                    best, at = kept, n
        if at >= 0:
            total += best
            for k in range(limit_first[at], limit_first[at + 1]):
                used[limit[k]] += amount[k]
    return total
