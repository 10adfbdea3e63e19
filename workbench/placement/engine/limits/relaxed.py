"""The problem with a price on each limit: a network again, its optimum kept warm from one set of prices to the next.

At any prices >= 0 on the limits, the best plan of merit less prices bounds every plan that keeps the limits (Lagrange;
Geoffrion 1974). Prices are whole numbers in units of 1 / `UNIT` of a point, so the bound is exact at any prices.

Most pairs never matter, so the searches run over the pairs near the optimum. After each solve one pass over all pairs
says whether one of the others would have been better; if so, it joins. So each answer is the optimum over all pairs.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from workbench.placement.engine import flow
from workbench.placement.engine.flow import Mask, Network, Whole
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.problem import Problem

if TYPE_CHECKING:
    from workbench.placement.engine.kernels import Asked, Board, Stand

UNIT = 1 << 16
"""Prices on limits are whole numbers of 1 / UNIT of a point."""

NEAR = 5
"""Pairs for each person and seat that searches run over: those that lose least."""


@dataclass(frozen=True, eq=False)
class Point:
    """The optimum at `price` (by row). No plan within the limits is worth more than `most` / UNIT.

    `chosen`: its pairs (rows of the problem), worth `value` in points; `used`: what they use of each limit. `surplus`
    by person and `seat_price` by seat prove it, in 1 / UNIT of a point.
    """

    price: Whole
    most: int
    chosen: Whole
    value: int
    used: Whole
    surplus: Whole
    seat_price: Whole

    @property
    def ceiling(self) -> int:
        """What no plan within the limits exceeds, in whole points."""
        return self.most // UNIT


class Relaxed:
    """The optimum at prices, changed in place by `at`. `worth`: points of each pair; `open`: pairs that may be chosen.

    `rows` must be `ordered`. `begin` comes first.
    """

    def __init__(self, problem: Problem, rows: Rows, worth: Whole, unit: int = UNIT) -> None:
        from workbench.placement.engine import kernels

        network = problem.network
        self.problem, self.rows, self.points = problem, rows, worth
        self.worth = worth * np.int64(unit)
        self.open = np.ones(len(worth), bool)
        self.must, self.capacity = network.must.copy(), network.capacity.copy()
        self.weight = self.worth.copy()
        self.amount = np.ones(len(rows), np.int64)
        for row in range(len(rows)):
            part = rows.matrix.data[rows.matrix.indptr[row] : rows.matrix.indptr[row + 1]]
            self.amount[row] = max(int(np.abs(part).max()), 1) if len(part) else 1
        first, _, _ = rows.by_pair
        together = max(int(np.diff(first).max()), 1) if len(worth) else 1
        highest = int(np.abs(worth).max()) if len(worth) else 0
        room = (1 << 61) // (network.people + network.seats + 2) - unit * highest
        if room <= 0:
            raise OverflowError(
                f"{network.people:,} people and {network.seats:,} posts with these scores do not fit 64-bit whole "
                "numbers: plan fewer people or posts at once, or give scores on a shorter scale"
            )
        self.steepest = room // (self.amount * together)
        """Highest price of each limit that 64 bits allow."""
        self.first, _ = network.firsts
        self.everyone = np.arange(network.people)
        self.search = kernels.search(network.seats)
        self.surplus = np.zeros(network.people, np.int64)
        self.price = np.zeros(len(rows), np.int64)
        self.near: Whole
        self.board: Board
        self.asked: Asked
        self.stand: Stand

    def begin(self, price: Whole, active: Mask | None = None) -> Point | None:
        """The optimum at these prices from nothing, over all pairs of the problem; None when those who must be placed
        cannot all be. `active`: pairs that are likely to matter."""
        self._charge(price)
        network = self.problem.network
        found = flow.optimum(network, self.weight, self.weight, ~self.problem.move, active)
        if found is None:
            return None
        self.stand = _empty(network.people, network.seats, found.price)
        self._use(np.flatnonzero(found.active), found.chosen)
        self._settle()
        return self.at(price)

    def at(self, price: Whole) -> Point:
        """The optimum at these prices."""
        from workbench.placement.engine import kernels

        self._charge(price)
        network, most = self.problem.network, int((price * self.rows.most).sum())
        while True:
            weight = self.weight[self.near]
            self.board.high[:] = weight
            self.board.seat_high[:] = weight[self.board.by_seat]
            kernels.reweigh(self.board, self.asked, self.stand)
            self._settle()
            self._surplus()
            stand = self.stand
            chosen = self.near[stand.row[stand.row >= 0]]
            bound = int(self.surplus.sum()) + int((self.capacity * stand.price_high).sum())
            if bound == int(self.weight[chosen].sum()):
                break
            kept = np.zeros(network.people, np.int64)
            seated = stand.row >= 0
            kept[seated] = stand.high[seated] - stand.price_high[stand.at[seated]]
            better = self.weight > kept[network.person] + stand.price_high[network.seat]
            self._use(together(len(better), self.near, np.flatnonzero(better & self.open)), chosen)
        return Point(
            price=price.copy(),
            most=bound + most,
            chosen=np.sort(chosen),
            value=int(self.points[chosen].sum()),
            used=self.rows.used(chosen),
            surplus=self.surplus.copy(),
            seat_price=stand.price_high.copy(),
        )

    def loss(self) -> Whole:
        """What each pair loses at the prices of the last answer, in 1 / UNIT of a point."""
        network = self.problem.network
        return self.surplus[network.person] + self.stand.price_high[network.seat] - self.weight

    def likely(self, price: Whole) -> Mask:
        """Pairs that are near at these prices of limits, if those of seats stay as in the last answer."""
        self._charge(price)
        self._surplus()
        near = flow.nearest(self.loss(), NEAR * (self.problem.network.people + self.problem.network.seats))
        return near | ~self.problem.move

    def renew(self) -> None:
        """Search over the pairs that are near at the prices of the last answer."""
        near = self.likely(self.price)
        chosen = self.near[self.stand.row[self.stand.row >= 0]]
        near[chosen] = True
        self._use(np.flatnonzero(near & self.open), chosen)

    def ask(self, open_: Mask, must: Mask, capacity: Whole, point: Point, near: Whole) -> bool:
        """Other pairs that may be chosen, people who must be placed, and seats, from a point on; False if impossible.

        What is chosen there stays as far as it may; the search runs over the pairs `near`.
        """
        newly = np.flatnonzero((must & ~self.must)[self.problem.network.person] & open_)
        self.open, self.must, self.capacity = open_, must, capacity
        self.stand = self.stand._replace(price_high=point.seat_price.copy())
        self._charge(point.price)
        kept = point.chosen[open_[point.chosen]]
        self._use(together(len(open_), near[open_[near]], newly, kept), kept)
        try:
            self._settle()
        except Impossible:
            return False
        return True

    def _charge(self, price: Whole) -> None:
        from workbench.placement.engine.limits import kernels

        self.price = price.astype(np.int64)
        kernels.charge(self.worth, *self.rows.by_pair, self.price, self.weight)

    def _surplus(self) -> None:
        from workbench.placement.engine.limits import kernels

        network = self.problem.network
        kernels.surpluses(
            self.first, network.seat, self.open, self.weight, self.stand.price_high, self.must, self.surplus
        )

    def _settle(self) -> None:
        """Mend the plan over the near pairs; over all where those who must be placed find none near."""
        from workbench.placement.engine import kernels

        if kernels.repair(self.board, self.asked, self.stand, self.search, self.everyone) < 0:
            return
        self.stand = _empty(len(self.must), len(self.capacity), np.maximum(self.stand.price_high, 0))
        self._use(np.flatnonzero(self.open), np.zeros(0, np.int64))
        if kernels.repair(self.board, self.asked, self.stand, self.search, self.everyone) >= 0:
            raise Impossible

    def _use(self, near: Whole, chosen: Whole) -> None:
        """Search over these pairs, starting from the chosen ones."""
        from workbench.placement.engine import kernels
        from workbench.placement.engine.standing import board_of

        network = self.problem.network
        self.near = near
        part = Network(network.person[near], network.seat[near], self.capacity, self.must)
        weight = self.weight[near]
        self.board = board_of(part, weight, np.zeros(len(near), np.int64))
        nobody = np.zeros(network.people, np.int64)
        only = np.full(network.people, -1, np.int32)
        self.asked = kernels.Asked(np.ones(len(near), bool), only, nobody, nobody, self.must, self.capacity)
        self.stand = _empty(network.people, network.seats, self.stand.price_high)
        kernels.seated(self.board, self.stand, np.searchsorted(near, np.sort(chosen)))


def together(count: int, *parts: Whole) -> Whole:
    """The rows that are in any of these parts, of `count` in all, in order."""
    here = np.zeros(count, bool)
    for part in parts:
        here[part] = True
    return np.flatnonzero(here)


class Impossible(Exception):
    """Those who must be placed cannot all be."""


def _empty(people: int, seats: int, price: Whole) -> "Stand":
    from workbench.placement.engine import kernels

    return kernels.Stand(
        at=np.full(people, -1, np.int64),
        row=np.full(people, -1, np.int64),
        high=np.zeros(people, np.int64),
        low=np.zeros(people, np.int64),
        used=np.zeros(seats, np.int64),
        head=np.full(seats, -1, np.int64),
        after=np.full(people, -1, np.int64),
        before=np.full(people, -1, np.int64),
        price_high=price.copy(),
        price_low=np.zeros(seats, np.int64),
    )
