"""The one hot loop of matching: proposals by turns, compiled once and kept on disk by numba."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]

NOBODY = -1


@njit(cache=True)
def deferred_acceptance(person: Whole, seat: Whole, turn: Whole, people: int, capacity: Whole) -> Whole:
    """The row that each person ends with, -1 for none: (people,).

    Rows come by person and, within a person, in order of wish. `turn` (rows,): the place of that person in the seat's
    own order, no two alike in one seat, smaller is taken first. Each person without a seat asks for the next one on the
    list; a seat beyond its `capacity` lets the last in its order go (Gale & Shapley 1962). Which of the waiting asks
    first changes nothing.
    """
    seats = len(capacity)
    first = np.zeros(people + 1, np.int64)
    asked = np.zeros(seats, np.int64)
    for row in range(len(person)):
        first[person[row] + 1] += 1
        asked[seat[row]] += 1
    for one in range(people):
        first[one + 1] += first[one]
    start = np.zeros(seats + 1, np.int64)
    for at in range(seats):
        start[at + 1] = start[at] + min(capacity[at], asked[at])
    heap = np.empty(start[seats], np.int64)  # of each seat the rows it keeps, the last in its order on top
    kept = np.zeros(seats, np.int64)
    upcoming = first[:-1].copy()
    waiting = np.arange(people - 1, -1, -1)
    left = people
    while left > 0:
        left -= 1
        one = waiting[left]
        while one != NOBODY and upcoming[one] < first[one + 1]:
            row = upcoming[one]
            upcoming[one] += 1
            at = seat[row]
            base, room = start[at], start[at + 1] - start[at]
            if kept[at] < room:
                _rise(heap, base, kept[at], row, turn)
                kept[at] += 1
                one = NOBODY
            elif room > 0 and turn[row] < turn[heap[base]]:
                one = person[heap[base]]
                _sink(heap, base, room, row, turn)
    result = np.full(people, NOBODY, np.int64)
    for at in range(seats):
        for place in range(start[at], start[at] + kept[at]):
            result[person[heap[place]]] = heap[place]
    return result


@njit(cache=True)
def _rise(heap: Whole, base: int, place: int, row: int, turn: Whole) -> None:
    """Put a row at the end of a seat's heap and let it rise above those who come before it in the order."""
    while place > 0:
        above = (place - 1) // 2
        if turn[heap[base + above]] >= turn[row]:
            break
        heap[base + place] = heap[base + above]
        place = above
    heap[base + place] = row


@njit(cache=True)
def _sink(heap: Whole, base: int, size: int, row: int, turn: Whole) -> None:
    """Put a row in place of the top of a seat's heap and let it sink below those who come after it in the order."""
    place = 0
    while True:
        below = 2 * place + 1
        if below >= size:
            break
        if below + 1 < size and turn[heap[base + below + 1]] > turn[heap[base + below]]:
            below += 1
        if turn[heap[base + below]] <= turn[row]:
            break
        heap[base + place] = heap[base + below]
        place = below
    heap[base + place] = row
