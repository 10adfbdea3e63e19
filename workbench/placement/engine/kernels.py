"""The hot loops of `standing`: shortest paths in the residual network, compiled once and kept on disk by numba.

Numbers are pairs (high, low) of whole numbers compared in that order, so the second decides among equals of the first.
A path never sums to more than 64 bits hold (`flow.refuse_overflow`). Arrays are changed in place: `standing` gives
copies.

Terms: a pair (person, seat) loses `surplus + price - weight`, never negative at an optimum; a chosen pair loses
nothing. The *ground* stands for all that is not a person's seat: people without one, and seats without a holder.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Code = NDArray[np.int32]
Flag = NDArray[np.bool_]

FAR = 1 << 62
NOBODY = -1
GROUND_UP = -2
"""Who moves into a seat on a path: nobody, since the path comes up from the ground and leaves the seat empty."""


class Board(NamedTuple):
    """Pairs by person (`first[i]:first[i + 1]`) and by seat (row numbers `by_seat`, with person and high weight in
    that order too, since a search that jumps through memory takes five times as long)."""

    first: Whole
    seat: Code
    person: Code
    seat_first: Whole
    by_seat: Whole
    seat_person: Code
    seat_high: Whole
    high: Whole
    low: Whole


class Asked(NamedTuple):
    """What is asked now: pairs that may be chosen, the one seat of a locked person (-1: not locked) with its weight,
    who must be placed, and the capacity of each seat."""

    open: Flag
    only: Code
    only_high: Whole
    only_low: Whole
    must: Flag
    capacity: Whole


class Stand(NamedTuple):
    """A plan and its prices: seat of each person (-1: none) with the weight it has there, its row (-1: a lock), holders
    of each seat as a linked list, and the price of each seat."""

    at: Whole
    row: Whole
    high: Whole
    low: Whole
    used: Whole
    head: Whole
    after: Whole
    before: Whole
    price_high: Whole
    price_low: Whole


class Search(NamedTuple):
    """Room for one search: distance, state (0 unseen, 1 waiting, 2 done), how each node was reached, and a heap.

    Nodes are the seats and, last, the ground."""

    high: Whole
    low: Whole
    state: NDArray[np.int8]
    mover: Whole
    row: Whole
    next: Whole
    heap: Whole
    place: Whole
    seen: Whole
    size: Whole


def search(seats: int) -> Search:
    nodes = seats + 1
    whole = [np.empty(nodes, np.int64) for _ in range(8)]
    return Search(
        whole[0], whole[1], np.zeros(nodes, np.int8), whole[2], whole[3], whole[4], whole[5], whole[6], whole[7],
        np.zeros(2, np.int64),
    )  # fmt: skip


# the heap ------------------------------------------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def _less(ah: int, al: int, bh: int, bl: int) -> bool:
    return ah < bh or (ah == bh and al < bl)


@njit(cache=True, nogil=True)
def _nearer(s: Search, high: int, low: int, node: int) -> bool:
    """Whether this is the shortest way to the node so far; it then waits there."""
    if s.state[node] == 2:
        return False
    if s.state[node] == 0:
        s.state[node] = 1
        s.seen[s.size[1]] = node
        s.size[1] += 1
        at = s.size[0]
        s.size[0] += 1
    elif _less(high, low, s.high[node], s.low[node]):
        at = s.place[node]
    else:
        return False
    s.high[node] = high
    s.low[node] = low
    while at > 0:
        up = (at - 1) >> 1
        over = s.heap[up]
        if not _less(high, low, s.high[over], s.low[over]):
            break
        s.heap[at] = over
        s.place[over] = at
        at = up
    s.heap[at] = node
    s.place[node] = at
    return True


@njit(cache=True, nogil=True)
def _take(s: Search) -> int:
    """The nearest node that waits; it is done now."""
    first = s.heap[0]
    s.state[first] = 2
    s.size[0] -= 1
    size = s.size[0]
    if size:
        node = s.heap[size]
        high, low = s.high[node], s.low[node]
        at = 0
        while True:
            down = 2 * at + 1
            if down >= size:
                break
            right = down + 1
            if right < size:
                a, b = s.heap[right], s.heap[down]
                if _less(s.high[a], s.low[a], s.high[b], s.low[b]):
                    down = right
            under = s.heap[down]
            if not _less(s.high[under], s.low[under], high, low):
                break
            s.heap[at] = under
            s.place[under] = at
            at = down
        s.heap[at] = node
        s.place[node] = at
    return first


@njit(cache=True, nogil=True)
def _clear(s: Search) -> None:
    for n in range(s.size[1]):
        s.state[s.seen[n]] = 0
    s.size[0] = 0
    s.size[1] = 0


# seats and holders ---------------------------------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def _sit(t: Stand, person: int, seat: int, row: int, high: int, low: int) -> None:
    t.at[person] = seat
    t.row[person] = row
    t.high[person] = high
    t.low[person] = low
    follower = t.head[seat]
    t.before[person] = -1
    t.after[person] = follower
    if follower >= 0:
        t.before[follower] = person
    t.head[seat] = person
    t.used[seat] += 1


@njit(cache=True, nogil=True)
def _stand_up(t: Stand, person: int) -> int:
    seat = t.at[person]
    left, right = t.before[person], t.after[person]
    if left >= 0:
        t.after[left] = right
    else:
        t.head[seat] = right
    if right >= 0:
        t.before[right] = left
    t.at[person] = -1
    t.row[person] = -1
    t.high[person] = 0
    t.low[person] = 0
    t.used[seat] -= 1
    return seat


@njit(cache=True, nogil=True)
def _move_in(b: Board, a: Asked, t: Stand, person: int, seat: int, row: int) -> None:
    if t.at[person] >= 0:
        _stand_up(t, person)
    if row >= 0:
        _sit(t, person, seat, row, b.high[row], b.low[row])
    else:
        _sit(t, person, seat, -1, a.only_high[person], a.only_low[person])


@njit(cache=True, nogil=True)
def _surplus(t: Stand, person: int) -> tuple[int, int]:
    """What the person keeps: the weight there less the price of the seat; nothing without a seat."""
    seat = t.at[person]
    if seat < 0:
        return 0, 0
    return t.high[person] - t.price_high[seat], t.low[person] - t.price_low[seat]


@njit(cache=True, nogil=True)
def _best(b: Board, a: Asked, t: Stand, i: int) -> tuple[int, int]:
    """The most that the person could keep at these prices (-FAR where there is no seat to take)."""
    seat = a.only[i]
    if seat >= 0:
        return a.only_high[i] - t.price_high[seat], a.only_low[i] - t.price_low[seat]
    high, low = -FAR, 0
    for r in range(b.first[i], b.first[i + 1]):
        if a.open[r]:
            j = b.seat[r]
            hi, lo = b.high[r] - t.price_high[j], b.low[r] - t.price_low[j]
            if hi > high or (hi == high and lo > low):
                high, low = hi, lo
    return high, low


# searches ------------------------------------------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def _offer(
    b: Board, a: Asked, t: Stand, s: Search, person: int, high: int, low: int, uh: int, ul: int, most: int
) -> None:
    """Reach each seat that the person could move to, from a distance, with the surplus kept now, none beyond `most`."""
    if a.only[person] >= 0:
        j = a.only[person]
        if j != t.at[person]:
            hi = high + uh + t.price_high[j] - a.only_high[person]
            lo = low + ul + t.price_low[j] - a.only_low[person]
            if _nearer(s, hi, lo, j):
                s.mover[j] = person
                s.row[j] = -1
        return
    here = t.at[person]
    for r in range(b.first[person], b.first[person + 1]):
        j = b.seat[r]
        hi = high + uh + t.price_high[j] - b.high[r]
        if hi > most or s.state[j] == 2 or not a.open[r] or j == here:
            continue
        if _nearer(s, hi, low + ul + t.price_low[j] - b.low[r], j):
            s.mover[j] = person
            s.row[j] = r


@njit(cache=True, nogil=True)
def _forward(b: Board, a: Asked, t: Stand, s: Search, person: int, seat: int) -> bool:
    """Find room for a person without a seat, or for one holder too many of a seat, by the cheapest chain of moves.

    False when there is none: the seats that were reached (state 2) are then all that those who sit there could take.
    """
    ground = len(t.used)
    _clear(s)
    end_high, end_low, leaver, end = FAR, 0, NOBODY, -1
    if person >= 0:
        uh, ul = _best(b, a, t, person)
        if not a.must[person]:
            if uh < 0 or (uh == 0 and ul <= 0):
                return True
            end_high, end_low, leaver = uh, ul, person
        if uh > -FAR:
            _offer(b, a, t, s, person, 0, 0, uh, ul, end_high)
    else:
        _nearer(s, 0, 0, seat)
        s.mover[seat] = NOBODY
    while s.size[0]:
        j = s.heap[0]
        high, low = s.high[j], s.low[j]
        if not _less(high, low, end_high, end_low):
            break
        _take(s)
        if t.used[j] < a.capacity[j]:
            end_high, end_low, end = high, low, j
            break
        k = t.head[j]
        while k >= 0:
            uh, ul = _surplus(t, k)
            if not a.must[k] and _less(high + uh, low + ul, end_high, end_low):
                end_high, end_low, leaver = high + uh, low + ul, k
            if a.only[k] < 0:
                _offer(b, a, t, s, k, high, low, uh, ul, end_high)
            k = t.after[k]
    if end < 0 and leaver == NOBODY:
        return False
    for n in range(s.size[1]):
        j = s.seen[n]
        if j < ground and s.state[j] == 2 and _less(s.high[j], s.low[j], end_high, end_low):
            t.price_high[j] += end_high - s.high[j]
            t.price_low[j] += end_low - s.low[j]
    if end < 0:
        if leaver == person:
            return True
        end = _stand_up(t, leaver)
    while end >= 0:
        k = s.mover[end]
        if k == NOBODY:
            break
        left = t.at[k]
        _move_in(b, a, t, k, end, s.row[end])
        end = left
    return True


@njit(cache=True, nogil=True)
def _backward(b: Board, a: Asked, t: Stand, s: Search, seat: int) -> None:
    """Fill one free place of a seat that has a price, by the cheapest chain of moves, or lower prices where none pays.

    On a path `next` is the seat that the mover goes to."""
    _clear(s)
    end_high, end_low, end = t.price_high[seat], t.price_low[seat], seat
    newcomer, newcomer_row = NOBODY, -1
    _nearer(s, 0, 0, seat)
    s.mover[seat] = NOBODY
    while s.size[0]:
        j = s.heap[0]
        high, low = s.high[j], s.low[j]
        if not _less(high, low, end_high, end_low):
            break
        _take(s)
        for n in range(b.seat_first[j], b.seat_first[j + 1]):
            k = b.seat_person[n]
            here = t.at[k]
            uh = t.high[k] - t.price_high[here] if here >= 0 else 0
            hi = high + uh + t.price_high[j] - b.seat_high[n]
            if hi > end_high or here == j or a.only[k] >= 0:
                continue
            r = b.by_seat[n]
            if not a.open[r]:
                continue
            ul = t.low[k] - t.price_low[here] if here >= 0 else 0
            lo = low + ul + t.price_low[j] - b.low[r]
            if here < 0:
                if _less(hi, lo, end_high, end_low):
                    end_high, end_low, end, newcomer, newcomer_row = hi, lo, j, k, r
            elif _nearer(s, hi, lo, here):
                s.mover[here] = k
                s.row[here] = r
                s.next[here] = j
                if _less(hi + t.price_high[here], lo + t.price_low[here], end_high, end_low):
                    end_high, end_low = hi + t.price_high[here], lo + t.price_low[here]
                    end, newcomer = here, NOBODY
    for n in range(s.size[1]):
        j = s.seen[n]
        if s.state[j] == 2 and _less(s.high[j], s.low[j], end_high, end_low):
            t.price_high[j] -= end_high - s.high[j]
            t.price_low[j] -= end_low - s.low[j]
    if newcomer != NOBODY:
        _move_in(b, a, t, newcomer, end, newcomer_row)
    while end != seat:
        k, to = s.mover[end], s.next[end]
        _move_in(b, a, t, k, to, s.row[end])
        end = to


@njit(cache=True, nogil=True)
def repair(b: Board, a: Asked, t: Stand, s: Search, changed: Whole) -> int:
    """Make the plan best again after pairs of the people `changed`, or capacities, became other than they were.

    Returns -1, or the number of someone who must be placed and cannot be (`people + seat` where a seat holds too many
    of such): the plan is then torn, and `s` holds the seats reached.
    """
    waiting = np.empty(len(changed), np.int64)
    count = 0
    for n in range(len(changed)):
        i = changed[n]
        seat = t.at[i]
        if seat >= 0 and seat == a.only[i]:
            t.row[i], t.high[i], t.low[i] = -1, a.only_high[i], a.only_low[i]
        high, low = _best(b, a, t, i)
        if seat >= 0:
            uh, ul = t.high[i] - t.price_high[seat], t.low[i] - t.price_low[seat]
            lawful = a.only[i] == seat if a.only[i] >= 0 else t.row[i] >= 0 and a.open[t.row[i]]
            willing = a.must[i] or uh > 0 or (uh == 0 and ul >= 0)
            if lawful and willing and not _less(uh, ul, high, low):
                continue
            _stand_up(t, i)
        if a.must[i] or high > 0 or (high == 0 and low > 0):
            waiting[count] = i
            count += 1
    for n in range(count):
        if not _forward(b, a, t, s, waiting[n], -1):
            return waiting[n]
    for j in range(len(t.used)):
        while t.used[j] > a.capacity[j]:
            if not _forward(b, a, t, s, -1, j):
                return len(t.at) + j
    for j in range(len(t.used)):
        while t.used[j] < a.capacity[j] and (t.price_high[j] > 0 or (t.price_high[j] == 0 and t.price_low[j] > 0)):
            _backward(b, a, t, s, j)
    return -1


@njit(cache=True, nogil=True)
def reweigh(b: Board, a: Asked, t: Stand) -> None:
    """Give every chosen pair its weight on this board."""
    for i in range(len(t.at)):
        if t.at[i] >= 0:
            if t.row[i] >= 0:
                t.high[i] = b.high[t.row[i]]
                t.low[i] = b.low[t.row[i]]
            else:
                t.high[i] = a.only_high[i]
                t.low[i] = a.only_low[i]


@njit(cache=True, nogil=True)
def seated(b: Board, t: Stand, rows: Whole) -> None:
    """Seat people by the rows chosen, nobody sitting yet."""
    for n in range(len(rows)):
        r = rows[n]
        _sit(t, b.person[r], b.seat[r], r, b.high[r], b.low[r])


@njit(cache=True, nogil=True)
def spread(b: Board, a: Asked, t: Stand, s: Search, seat: int) -> None:
    """Distances over the whole residual network, from one holder too many of a seat, or (seat = number of seats) from
    the ground. Nothing is changed. Unreached nodes keep state 0."""
    ground = len(t.used)
    _clear(s)
    _nearer(s, 0, 0, seat)
    s.mover[seat] = NOBODY
    s.next[seat] = -1
    while s.size[0]:
        j = _take(s)
        high, low = s.high[j], s.low[j]
        if j == ground:
            for k in range(len(t.used)):
                if t.used[k] > 0 and _nearer(s, high + t.price_high[k], low + t.price_low[k], k):
                    s.mover[k] = GROUND_UP
            for i in range(len(t.at)):
                if t.at[i] < 0 and a.only[i] < 0:
                    _offer(b, a, t, s, i, high, low, 0, 0, FAR)
            continue
        if t.used[j] < a.capacity[j] and _nearer(s, high, low, ground):
            s.mover[ground] = NOBODY
            s.next[ground] = j
        k = t.head[j]
        while k >= 0:
            uh, ul = _surplus(t, k)
            if not a.must[k] and _nearer(s, high + uh, low + ul, ground):
                s.mover[ground] = k
                s.next[ground] = j
            if a.only[k] < 0:
                _offer(b, a, t, s, k, high, low, uh, ul, FAR)
            k = t.after[k]


@njit(cache=True, nogil=True)
def surpluses(b: Board, a: Asked, t: Stand, high: Whole, low: Whole) -> None:
    """The least surplus of each person that these prices allow; nothing for who may go without a seat and does."""
    for i in range(len(t.at)):
        hi, lo = _best(b, a, t, i)
        if not a.must[i] and (hi < 0 or (hi == 0 and lo < 0)):
            hi, lo = 0, 0
        if hi == -FAR:
            hi, lo = 0, 0
        high[i] = hi
        low[i] = lo
