"""The hot loops of matching: proposals by turns, and seats refilled, compiled once and kept on disk by numba."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

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


@njit(cache=True)
def refillable(
    person: Whole, at: Whole, by_seat: Whole, kept: Mask, seated: Whole, need: Whole, closed: Mask, obliged: Mask
) -> bool:
    """Whether the kept pairs can fill `need` seats of every closed post and place everyone who is obliged.

    Rows come by person; `by_seat` puts them by post. `seated` (people,): the post that each person starts from, -1 for
    none, no post beyond its need; it is changed in place. A closed post must be full, another has room for `need`. Each
    step is an alternating path, first from a seat that is empty to somebody to spare, then from somebody obliged to a
    seat or to somebody who is not (Berge 1957). Filling seats and placing people do not get in each other's way: if
    both can be done, both can be done at once (Mendelsohn & Dulmage 1958).
    """
    people, posts = len(seated), len(need)
    first, seat_first = _starts(person, np.arange(len(person)), people), _starts(at, by_seat, posts)
    count = np.zeros(posts, np.int64)
    for one in range(people):
        if seated[one] != NOBODY:
            count[seated[one]] += 1
    for post in range(posts):
        while closed[post] and count[post] < need[post]:
            if not _fill(post, person, by_seat, seat_first, kept, seated, count, closed):
                return False
    for one in range(people):
        if obliged[one] and seated[one] == NOBODY and not _place(one, at, first, kept, seated, count, need, obliged):
            return False
    return True


@njit(cache=True)
def _starts(group: Whole, order: Whole, size: int) -> Whole:
    first = np.zeros(size + 1, np.int64)
    for row in order:
        first[group[row] + 1] += 1
    for one in range(size):
        first[one + 1] += first[one]
    return first


@njit(cache=True)
def _fill(
    root: int,
    person: Whole,
    by_seat: Whole,
    seat_first: Whole,
    kept: Mask,
    seated: Whole,
    count: Whole,
    closed: Mask,
) -> bool:
    """Bring one more person into the closed post `root`, taking nobody from a closed post without another for it."""
    wanted_by = np.full(len(seated), NOBODY, np.int64)
    opener = np.full(len(count), NOBODY, np.int64)
    seen = np.zeros(len(count), np.bool_)
    queue = np.empty(len(count), np.int64)
    queue[0], done, end = root, 0, 1
    seen[root] = True
    while done < end:
        post = queue[done]
        done += 1
        for place in range(seat_first[post], seat_first[post + 1]):
            row = by_seat[place]
            one = person[row]
            if not kept[row] or wanted_by[one] != NOBODY or seated[one] == post:
                continue
            wanted_by[one] = post
            left = seated[one]
            if left == NOBODY or not closed[left]:
                if left != NOBODY:
                    count[left] -= 1
                count[root] += 1
                while True:
                    post = wanted_by[one]
                    seated[one] = post
                    if post == root:
                        return True
                    one = opener[post]
            if not seen[left]:
                seen[left] = True
                opener[left] = one
                queue[end] = left
                end += 1
    return False


@njit(cache=True)
def _place(
    root: int,
    at: Whole,
    first: Whole,
    kept: Mask,
    seated: Whole,
    count: Whole,
    need: Whole,
    obliged: Mask,
) -> bool:
    """Find `root` a seat that is free, or one whose holder, in the end, is somebody who need not be placed."""
    people = len(seated)
    following = np.full(people, NOBODY, np.int64)
    top = np.full(len(count), NOBODY, np.int64)
    for one in range(people):
        if seated[one] != NOBODY:
            following[one] = top[seated[one]]
            top[seated[one]] = one
    asked_by = np.full(len(count), NOBODY, np.int64)
    queue = np.empty(people, np.int64)
    queue[0], done, end = root, 0, 1
    while done < end:
        one = queue[done]
        done += 1
        for row in range(first[one], first[one + 1]):
            post = at[row]
            if not kept[row] or asked_by[post] != NOBODY or post == seated[one]:
                continue
            asked_by[post] = one
            free = count[post] < need[post]
            other = top[post]
            while not free and other != NOBODY and obliged[other]:
                queue[end] = other
                end += 1
                other = following[other]
            if free or other != NOBODY:
                if free:
                    count[post] += 1
                else:
                    seated[other] = NOBODY
                while True:
                    mover = asked_by[post]
                    left = seated[mover]
                    seated[mover] = post
                    if mover == root:
                        return True
                    post = left
    return False


def rehearse() -> None:
    """Take two people and two posts through all that is compiled here, so that nobody waits for the compiler later."""
    person, at, both = np.array([0, 0, 1]), np.array([0, 1, 0]), np.ones(2, np.bool_)
    deferred_acceptance(person, at, np.array([1, 0, 0]), 2, np.ones(2, np.int64))
    seats = np.array([0, 2, 1])
    refillable(person, at, seats, np.ones(3, np.bool_), np.full(2, NOBODY, np.int64), np.ones(2, np.int64), both, both)
