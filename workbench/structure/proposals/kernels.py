"""The hot loops of merging: subsets of one sibling group, and the knapsack over all groups; compiled once by numba.

All numbers are int64, ties go to what is met first in the order of the members, so one problem has one answer. `FAR`
stands for what cannot be; sums of costs that can be stay below it (`siblings.refuse_overflow`).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flag = NDArray[np.bool_]

FAR = 1 << 60


@njit(cache=True, nogil=True)
def unions(cost: Whole, barred: Flag, load: Whole, room: int, most: int) -> tuple[Whole, Whole]:
    """(2**k,) the least cost of making each subset one unit, `FAR` if it cannot be, and the member that stays.

    cost[u, r], barred[u, r]: of abolishing u into r; two members that are barred both ways are never in one unit.
    load, room: of a merged unit, all of it together; most: members in one unit.
    """
    k = len(load)
    size = 1 << k
    worth, stays = np.full(size, FAR, np.int64), np.full(size, -1, np.int64)
    for subset in range(1, size):
        members, heavy = 0, 0
        for u in range(k):
            if subset >> u & 1:
                members += 1
                heavy += load[u]
        if members > 1 and (members > most or heavy > room):
            continue
        apart = False
        for u in range(k):
            if subset >> u & 1:
                for v in range(u + 1, k):
                    if subset >> v & 1 and barred[u, v] and barred[v, u]:
                        apart = True
                        break
                if apart:
                    break
        if apart:
            continue
        for r in range(k):
            if not subset >> r & 1:
                continue
            total, may = 0, True
            for u in range(k):
                if subset >> u & 1 and u != r:
                    if barred[u, r]:
                        may = False
                        break
                    total += cost[u, r]
            if may and total < worth[subset]:
                worth[subset], stays[subset] = total, r
    return worth, stays


@njit(cache=True, nogil=True)
def partitions(worth: Whole, k: int) -> tuple[Whole, Whole]:
    """(k + 1, 2**k) least cost of cutting a subset into so many units, and the unit with its first member; of the whole
    and of every subset without the first member of all.

    The first member of a subset is always in the unit that is chosen, so each partition is met once, and what is left
    of the whole never has the first of all: 3**(k - 1) / 2 pairs of subset and unit.
    """
    size = 1 << k
    least, choice = np.full((k + 1, size), FAR, np.int64), np.zeros((k + 1, size), np.int64)
    members = np.zeros(size, np.int64)
    least[0, 0] = 0
    for subset in range(1, size):
        members[subset] = members[subset >> 1] + (subset & 1)
        if subset & 1 and subset != size - 1:
            continue
        first = subset & -subset
        rest = subset ^ first
        inside = rest
        while True:
            block = inside | first
            if worth[block] < FAR:
                left = subset ^ block
                for units in range(1, members[left] + 2):
                    if least[units - 1, left] < FAR:
                        total = worth[block] + least[units - 1, left]
                        if total < least[units, subset]:
                            least[units, subset], choice[units, subset] = total, block
            if inside == 0:
                break
            inside = (inside - 1) & rest
    return least, choice


@njit(cache=True, nogil=True)
def shares(first: Whole, cost: Whole, most: int) -> tuple[Whole, Whole]:
    """(most + 1,) least cost of abolishing so many units in all, and (groups, most + 1) how many of them each group
    gives on the way. Group g may abolish j units at cost[first[g] + j], j < first[g + 1] - first[g]."""
    groups = len(first) - 1
    best, taken = np.full(most + 1, FAR, np.int64), np.zeros((groups, most + 1), np.int64)
    best[0] = 0
    reach = 0
    for g in range(groups):
        can = first[g + 1] - first[g]
        further = min(most, reach + can - 1)
        for total in range(further, -1, -1):
            found, by = FAR, 0
            for j in range(max(0, total - reach), min(can - 1, total) + 1):
                if cost[first[g] + j] < FAR and best[total - j] < FAR:
                    value = best[total - j] + cost[first[g] + j]
                    if value < found:
                        found, by = value, j
            best[total], taken[g, total] = found, by
        reach = further
    return best, taken
