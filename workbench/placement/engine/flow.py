"""The best flow of people to seats, and the prices that prove it.

An assignment with capacities is a min-cost flow, so its optimum is whole by itself. OR-Tools finds it but gives no
prices, so they are worked out here from the flow. Most pairs never matter: the solver sees a promising part of them,
and the prices tell whether any pair left out could have done better. If one could, it joins and the solver runs again,
so what comes back is the optimum over *all* pairs, proven by prices for all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Code = NDArray[np.int32]
Mask = NDArray[np.bool_]

PERSON_CHOICES = 8
SEAT_CHOICES = 16
"""How many of the best pairs of each person and of each seat the solver sees at first (more where they tie)."""

NEAR = 8
"""How many pairs for each person and seat it sees in later rounds: those that lose least at the prices found."""

PATIENCE = 8
"""Rounds after which the solver is given every pair; half of them may drop pairs, the other half only add."""

_BINS = 32


@dataclass(frozen=True, eq=False)
class Network:
    """Who may take which seat: pairs sorted by (person, seat), both numbered from 0. Those in `must` must be placed."""

    person: Code
    seat: Code
    capacity: Whole
    must: Mask

    @property
    def people(self) -> int:
        return len(self.must)

    @property
    def seats(self) -> int:
        return len(self.capacity)

    @cached_property
    def by_seat(self) -> Whole:
        """The pairs in order of seat (numpy sorts short whole numbers by radix, hence the narrow type)."""
        narrow = self.seat.astype(np.uint16) if self.seats <= 1 << 16 else self.seat
        return np.argsort(narrow, kind="stable")

    @cached_property
    def firsts(self) -> tuple[Whole, Whole]:
        """Where the pairs of each person begin, and, in `by_seat`, those of each seat; one more than there are."""
        by_person = np.searchsorted(self.person, np.arange(self.people + 1))
        counts = np.bincount(self.seat, minlength=self.seats)
        return by_person.astype(np.int64), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @cached_property
    def room(self) -> Whole:
        """Seats that can be used at all: capacity, but no more than there are candidates."""
        return np.minimum(self.capacity, np.bincount(self.seat, minlength=self.seats))


@dataclass(frozen=True, eq=False)
class Optimum:
    """Rows of the pairs chosen, with `surplus` of each person and `price` of each seat in the unit of the weights.

    The prices are the lowest that support the optimum, so they do not depend on which of several optima was found.
    `active` are the pairs that the solver saw: a good start for a similar question.
    """

    chosen: Whole
    surplus: Whole
    price: Whole
    active: Mask

    def bound(self, network: Network) -> int:
        """What no plan can exceed: the value of this optimum."""
        return int(self.surplus.sum()) + int((network.room * self.price).sum())


@dataclass(frozen=True, eq=False)
class Face:
    """All optima at once: the plans over `rows` that place everyone in `placed` and fill every post in `full`."""

    rows: Whole
    placed: Mask
    full: Mask


def optimum(
    network: Network,
    weight: Whole,
    appeal: Whole,
    kept: Mask,
    active: Mask | None = None,
    tick: Callable[[int], None] = lambda round_: None,
) -> Optimum | None:
    """The plan with the greatest sum of weights, or None if those who must be placed cannot all be.

    `appeal` says which pairs look promising (any whole numbers, most often the merit), `kept` which are looked at in
    any case (those of present holders); `active` continues from an earlier answer. `tick` is called before each round
    and may raise to stop.
    """
    refuse_overflow(weight, network)
    active = promising(network, appeal) | kept if active is None else active.copy()
    round_ = 0
    while True:
        tick(round_)
        if round_ == PATIENCE:
            active[:] = True
        rows = np.flatnonzero(active)
        chosen = _solve(network, rows, weight, network.must, np.zeros(network.seats, bool))
        if chosen is None:
            if len(rows) == len(active):
                return None
            active[:] = True
        else:
            surplus, price = _prices(network, active, weight, chosen)
            loss = surplus[network.person] + price[network.seat] - weight
            better = loss < 0
            if not better.any():
                return Optimum(chosen, surplus, price, active)
            if round_ < PATIENCE // 2:
                active = nearest(loss, NEAR * (network.people + network.seats))
                active[chosen] = True
            active |= better
        round_ += 1


def face(network: Network, weight: Whole, best: Optimum) -> Face:
    """Every optimum: by complementary slackness, pairs without loss, people with surplus placed, priced seats full."""
    tight = weight == best.surplus[network.person] + best.price[network.seat]
    return Face(np.flatnonzero(tight), network.must | (best.surplus > 0), best.price > 0)


def pick(network: Network, optima: Face, gain: Whole) -> Whole:
    """Among the optima, the rows of the one with the greatest sum of `gain` (whole numbers by row of the face)."""
    refuse_overflow(gain, network)
    whole = np.zeros(len(network.person), np.int64)
    whole[optima.rows] = gain
    chosen = _solve(network, optima.rows, whole, optima.placed, optima.full)
    if chosen is None:
        raise RuntimeError("no plan on the face of the optima: its prices are not those of an optimum")
    return chosen


def promising(network: Network, appeal: Whole) -> Mask:
    """The best few pairs of each person and of each seat, by appeal."""
    by_seat = network.by_seat
    draw = (network.person.astype(np.uint32) * np.uint32(2654435761)) ^ (
        network.seat.astype(np.uint32) * np.uint32(40503)
    )
    draw = (draw * np.uint32(2246822519)) >> np.uint32(16)
    active = _leaders(network.person, appeal, PERSON_CHOICES, draw)
    active[by_seat] |= _leaders(network.seat[by_seat], appeal[by_seat], SEAT_CHOICES, draw[by_seat])
    return active


def refuse_overflow(weight: Whole, network: Network) -> None:
    """OverflowError unless a path through every node stays inside 64 bits."""
    greatest = max(int(weight.max()), -int(weight.min())) if len(weight) else 0
    nodes = network.people + network.seats + 1
    if greatest * (nodes + 1) >= 1 << 63:
        raise OverflowError(
            f"weights up to {greatest:,} on {nodes:,} people and seats do not fit 64-bit whole numbers: "
            "plan fewer people or seats at once, or give scores on a shorter scale"
        )


def _leaders(group: Code, value: Whole, count: int, draw: NDArray[np.uint32]) -> Mask:
    """About the best `count` rows of each group (in order), by a histogram instead of a sort.

    Of a bin that holds too many, a share is taken by `draw` (16 bits): where many tie, each person sees other seats.
    """
    if not len(group):
        return np.zeros(0, bool)
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    rank = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(group)]))
    top, bottom = np.maximum.reduceat(value, starts), np.minimum.reduceat(value, starts)
    step = (top - bottom) // _BINS + 1
    bin_ = rank * _BINS + (top[rank] - value) // step[rank]
    held = np.bincount(bin_, minlength=len(starts) * _BINS).reshape(-1, _BINS)
    wanted = (count - np.cumsum(held, axis=1) + held).clip(0)
    share = np.minimum(2 * wanted * (1 << 16) // np.maximum(held, 1), 1 << 16).astype(np.uint32)
    return draw < share.ravel()[bin_]


def nearest(loss: Whole, count: int) -> Mask:
    """About `count` pairs of smallest loss; of those that tie for the last places, some spread over all of them."""
    if count >= len(loss):
        return np.ones(len(loss), bool)
    last = np.partition(loss, count)[count]
    near = loss < last
    tied = np.flatnonzero(loss == last)
    near[tied[:: max(1, len(tied) // max(1, count - int(near.sum())))]] = True
    return near


def _solve(network: Network, rows: Whole, weight: Whole, placed: Mask, full: Mask) -> Whole | None:
    """One call of the solver over some rows: all in `placed` placed, all in `full` full; None if impossible."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    people, seats, room = network.people, network.seats, network.room
    if not len(rows):
        return None if placed.any() or room[full].any() else np.zeros(0, np.int64)
    sink = people + seats
    optional, slack = np.flatnonzero(~placed), np.flatnonzero(~full)
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        network.person[rows], people + network.seat[rows], np.ones(len(rows), np.int64), -weight[rows]
    )
    for tail, room_left in ((optional, np.ones(len(optional), np.int64)), (people + slack, room[slack])):
        flow.add_arcs_with_capacity_and_unit_cost(
            tail.astype(np.int32), np.full(len(tail), sink, np.int32), room_left, np.zeros(len(tail), np.int64)
        )
    supply = np.zeros(sink + 1, np.int64)
    supply[:people] = 1
    supply[people:sink] = np.where(full, -room, 0)
    supply[sink] = -supply.sum()
    if supply[sink] > 0:
        return None
    flow.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
    status = flow.solve()
    if status == flow.OPTIMAL:
        return rows[flow.flows(arcs) > 0]
    if status == flow.INFEASIBLE:
        return None
    if status == flow.BAD_COST_RANGE:
        raise OverflowError("the weights do not fit the solver's whole numbers: plan fewer people or seats at once")
    raise RuntimeError(f"the flow solver answered {status}")


def _prices(network: Network, active: Mask, weight: Whole, chosen: Whole) -> tuple[Whole, Whole]:
    """Lowest prices that support the chosen rows: Bellman-Ford over the residual arcs, one whole sweep at a time.

    A seat costs at least what anyone not in it would gain by it; a person in a seat keeps its weight less its price.
    """
    surplus, price = np.zeros(network.people, np.int64), np.zeros(network.seats, np.int64)
    order = network.by_seat[active[network.by_seat]]
    if not len(order):
        return surplus, price
    person, seat, worth = network.person[order], network.seat[order], weight[order]
    starts = np.flatnonzero(np.r_[True, seat[1:] != seat[:-1]])
    offered = seat[starts]
    holder, held, kept = network.person[chosen], network.seat[chosen], weight[chosen]
    for _ in range(network.seats + 2):
        surplus[holder] = kept - price[held]
        asked = np.maximum(price[offered], np.maximum.reduceat(worth - surplus[person], starts))
        if np.array_equal(asked, price[offered]):
            return surplus, price
        price[offered] = asked
    raise RuntimeError("prices do not settle: the chosen rows are not an optimum")
