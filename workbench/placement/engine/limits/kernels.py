"""The hot loops of placement under limits: prices on limits written into the weights of all pairs."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]


@njit(cache=True)
def charge(worth: Whole, first: Whole, row: Whole, amount: Whole, price: Whole, out: Whole) -> None:
    """`worth` of each pair less what its limits cost at these prices."""
    for n in range(len(worth)):
        cost = np.int64(0)
        for k in range(first[n], first[n + 1]):
            cost += amount[k] * price[row[k]]
        out[n] = worth[n] - cost
