"""The integer program that closes a gap: plans within the limits, by what they lose against a bound.

A plan loses what its pairs lose at the prices of a point, the surplus of people it leaves out, the price of seats it
leaves empty and of what it leaves of the limits; all of that is at least zero. So a plan that loses less than one found
holds only pairs that lose less alone, and an integer program over those is a program over all. HiGHS solves it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Timer
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from workbench.placement.engine.assign import StopSign
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.limits.relaxed import UNIT, Point, Relaxed

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PAIRS_MOST = 300_000
"""Pairs above which no integer program is tried."""

Reals = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Answer:
    """Rows of the pairs chosen (None: none found), whether that is proven best, whether there is proven to be none."""

    chosen: Whole | None
    proven: bool
    none: bool = False


@dataclass(frozen=True, eq=False)
class Program:
    """Plans over `pairs` (rows of the problem) within the limits; `loss` of each column in points.

    Columns: pairs, people left out, empty seats, room left in each limit. Rows: people, seats, limits.
    """

    relaxed: Relaxed
    pairs: Whole
    loss: Reals
    matrix: "csr_array"
    held: Reals
    upper: Reals

    @classmethod
    def of(cls, relaxed: Relaxed, point: Point, pairs: Whole) -> "Program":
        """Over these pairs, by what they lose at the prices of this point."""
        from scipy.sparse import csr_array, diags_array, hstack, vstack

        network, limits, count = relaxed.problem.network, relaxed.rows, len(pairs)
        room = np.minimum(relaxed.capacity, network.people)
        columns = np.arange(count)
        ones = np.ones(count)
        people = csr_array((ones, (network.person[pairs], columns)), shape=(network.people, count))
        seats = csr_array((ones, (network.seat[pairs], columns)), shape=(network.seats, count))
        # Amounts of one limit differ by orders from those of another: each is told to the solver in its own largest.
        told = 1.0 / relaxed.amount
        amounts = diags_array(told) @ limits.matrix[:, pairs].astype(float) if len(limits) else None
        own = [people, seats] + ([amounts] if amounts is not None else [])
        slack = diags_array(np.ones(network.people + network.seats + len(limits)))
        matrix = csr_array(hstack([vstack(own), slack]))
        lost = point.surplus[network.person[pairs]] + point.seat_price[network.seat[pairs]]
        loss = np.concatenate(
            [
                (lost - _weight(relaxed, point, pairs)) / UNIT,
                point.surplus / UNIT,
                point.seat_price / UNIT,
                point.price / UNIT * relaxed.amount,
            ]
        )
        held = np.concatenate([np.ones(network.people), room, limits.most * told]).astype(float)
        upper = np.concatenate([np.ones(count), ~relaxed.must, room, np.full(len(limits), np.inf)]).astype(float)
        return cls(relaxed, pairs, loss, matrix, held, upper)

    def over(self, values: Whole) -> Reals:
        """A cost by pair, nothing else counting."""
        cost = np.zeros(len(self.loss))
        cost[: len(self.pairs)] = values[self.pairs]
        return cost

    def solve(
        self, cost: Reals, ended: StopSign, seconds: float, at_most: tuple[tuple[Reals, float], ...] = ()
    ) -> Answer:
        """The plan of least cost. In turns that grow, so that a stop is heard, of `seconds` together."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        count, turn, left = len(self.pairs), 1.0, seconds
        rules = [LinearConstraint(self.matrix, self.held, self.held)]
        rules += [LinearConstraint(row[np.newaxis, :], -np.inf, most) for row, most in at_most]
        whole = np.zeros(len(self.loss))
        whole[:count] = 1
        while True:
            turn = max(min(turn, left), 0.1)
            options = {"mip_rel_gap": 0.0, "time_limit": turn}
            answer = milp(cost, integrality=whole, bounds=Bounds(0, self.upper), constraints=rules, options=options)
            left -= turn
            if answer.status != 1 or ended.is_set() or left <= 0:
                break
            turn *= 3
        if answer.x is None:
            return Answer(None, False, none=answer.status == 2)
        chosen = self.pairs[answer.x[:count] > 0.5]
        return Answer(chosen, answer.status == 0) if lawful(self.relaxed, chosen) else Answer(None, False)


def _weight(relaxed: Relaxed, point: Point, pairs: Whole) -> Whole:
    """Weights of some pairs at the prices of a point."""
    cost = relaxed.rows.matrix[:, pairs].T @ point.price if len(relaxed.rows) else 0
    return relaxed.worth[pairs] - cost


def lost(relaxed: Relaxed, point: Point, chosen: Whole) -> int:
    """What a plan lacks of the bound of this point, in 1 / UNIT of a point."""
    return point.most - UNIT * int(relaxed.points[chosen].sum())


def lawful(relaxed: Relaxed, chosen: Whole) -> bool:
    """Checked in whole numbers, since the integer program works in floating point."""
    network = relaxed.problem.network
    taken = np.bincount(network.person[chosen], minlength=network.people)
    used = np.bincount(network.seat[chosen], minlength=network.seats)
    return bool(
        (taken <= 1).all()
        and (taken[relaxed.must] == 1).all()
        and (used <= relaxed.capacity).all()
        and relaxed.open[chosen].all()
        and relaxed.rows.kept(chosen)
    )


@contextmanager
def either(stop: StopSign | None, seconds: float) -> Iterator[StopSign]:
    """A stop sign that is set when the caller's is or when time is over: by a timer, since the core reads no clock."""
    late = Event()
    timer = Timer(seconds, late.set)
    timer.daemon = True

    class Either:
        def is_set(self) -> bool:
            return late.is_set() or (stop is not None and stop.is_set())

    timer.start()
    try:
        yield Either()
    finally:
        timer.cancel()
