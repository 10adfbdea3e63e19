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
