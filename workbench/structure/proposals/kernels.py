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
def sums(each: Whole) -> Whole:
    """(2**k,) what the members of each subset bring together."""
    total = np.zeros(1 << len(each), np.int64)
    for u in range(len(each)):
        for others in range(1 << u):
            total[others | 1 << u] = total[others] + each[u]
    return total


@njit(cache=True, nogil=True)
def unions(cost: Whole, barred: Flag, load: Whole, room: int, most: int) -> tuple[Whole, Whole]:
    """(2**k,) the least cost of making each subset one unit, `FAR` if it cannot be, and the member that stays.

    cost[u, r], barred[u, r]: of abolishing u into r; two members that are barred both ways are never in one unit.
    load, room: of a merged unit, all of it together; most: members in one unit. What keeps some members apart, or is
    too much of them, is so of all that hold them; who bars whom depends on who stays.
    """
    k = len(load)
    size = 1 << k
    shut, apart = np.zeros(k, np.int64), np.zeros(k, np.int64)
    for r in range(k):
        for u in range(k):
            if u != r and barred[u, r]:
                shut[r] |= 1 << u
                if barred[r, u]:
                    apart[r] |= 1 << u
    members, heavy = sums(np.ones(k, np.int64)), sums(load)
    fits = np.ones(size, np.bool_)
    for u in range(k):
        for others in range(1, 1 << u):
            subset = others | 1 << u
            fits[subset] = fits[others] and members[subset] <= most and heavy[subset] <= room and not apart[u] & others
    worth, stays = np.full(size, FAR, np.int64), np.full(size, -1, np.int64)
    for r in range(k):
        total = sums(cost[:, r])
        for subset in range(size):
            if fits[subset] and subset >> r & 1 and not shut[r] & subset and total[subset] < worth[subset]:
                worth[subset], stays[subset] = total[subset], r
    return worth, stays


@njit(cache=True, nogil=True)
def partitions(worth: Whole, k: int) -> tuple[Whole, Whole]:
    """(2**(k - 1) + 1, k + 1) least cost of cutting a subset into so many units, and the unit with its first member.
    Row `subset >> 1` is of a subset without the first member of all, the last row of the whole.

    The first member of a subset is always in the unit that is chosen, so each partition is met once, and what is left
    of the whole never has the first of all: 3**(k - 1) / 2 pairs of subset and unit.
    """
    whole, rows = (1 << k) - 1, (1 << k - 1) + 1
    least, choice = np.full((rows, k + 1), FAR, np.int64), np.zeros((rows, k + 1), np.int64)
    members = sums(np.ones(k - 1, np.int64))
    least[0, 0] = 0
    for row in range(1, rows):
        subset = min(row << 1, whole)
        first = subset & -subset
        rest = subset ^ first
        inside = rest
        while True:
            block = inside | first
            if worth[block] < FAR:
                left = (subset ^ block) >> 1
                for units in range(members[left] + 1):
                    if least[left, units] < FAR:
                        total = worth[block] + least[left, units]
                        if total < least[row, units + 1]:
                            least[row, units + 1], choice[row, units + 1] = total, block
            if inside == 0:
                break
            inside = (inside - 1) & rest
    return least, choice


@njit(cache=True, nogil=True)
def levels(cost: Whole, barred: Flag, load: Whole, room: int, most: int, fewest: int) -> tuple[Whole, Whole]:
    """(k,) by units abolished the least cost, `FAR` where it cannot be or leaves fewer units than `fewest`; and (k, k)
    where each member goes then. The other arguments are those of `unions`."""
    k = len(load)
    worth, stays = unions(cost, barred, load, room, most)
    least, choice = partitions(worth, k)
    found, goes = np.full(k, FAR, np.int64), np.zeros((k, k), np.int64)
    for abolished in range(max(1, k - fewest + 1)):
        found[abolished] = least[-1, k - abolished]
        if found[abolished] < FAR:
            subset, row = (1 << k) - 1, -1
            for units in range(k - abolished, 0, -1):
                block = choice[row, units]
                for u in range(k):
                    if block >> u & 1:
                        goes[abolished, u] = stays[block]
                subset ^= block
                row = subset >> 1
    return found, goes


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
