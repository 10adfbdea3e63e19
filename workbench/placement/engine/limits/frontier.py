"""Merit against the number of moves: the best plan at each of several prices, found from one to the next.

Whoever stays in the own seat is paid the price, so each price gives a network, and its optimum is a point of the
frontier: no plan with as many who stay is worth more. The prices are spread so that the moves fall evenly.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Progress, StopSign, solve, telling
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.limits.relaxed import Point, Relaxed
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.problem import POINTS, Problem
from workbench.placement.engine.shortage import Infeasible

TOP = POINTS
"""The highest price, in points."""


def frontier(
    problem: Problem, points: int = 50, progress: Progress | None = None, stop: StopSign | None = None
) -> pd.DataFrame | Infeasible:
    """price (points for each who stays, whole), moves, merit (score and stay) and critical, by rising price.

    Each row is what the best plan has at that price: most critical seats, then most points, then fewest moves. Prices
    lie between 0 and `TOP`. Fewer rows than `points` come back where there are no more different plans at whole prices,
    or when `stop` is set. `Infeasible` when those who must be placed cannot all be. Raises ValueError for no points.
    """
    if points < 1:
        raise ValueError(f"a frontier needs one point or more, not {points}")
    tell = telling(progress, None)
    tell(0.0, "Mencari rencana terbaik tanpa harga perpindahan")
    sweep = None if problem.absent else _Sweep.begin(problem)
    if sweep is None:
        found = solve(problem, tell)
        assert isinstance(found, Infeasible)
        return found
    for count, _ in enumerate(sweep.on(points), 1):
        tell(count / points, f"Menghitung titik {count} dari {points}")
        if count >= points or (stop is not None and stop.is_set()):
            break
    return sweep.table()


class _Sweep:
    """Plans met by price, and the search that goes on from the last."""

    def __init__(self, problem: Problem, relaxed: Relaxed) -> None:
        self.problem, self.relaxed = problem, relaxed
        self.met: dict[int, Point] = {}

    @classmethod
    def begin(cls, problem: Problem) -> "_Sweep | None":
        from scipy.sparse import csr_array

        stays = csr_array(-(~problem.move).astype(np.int64)[np.newaxis, :])
        row = Rows(("stays",), ("stays",), stays, np.zeros(1, np.int64))
        # A critical seat counts more than all points at any price, a point more than all moves.
        dearest = replace(problem, stay=np.where(problem.move, 0, problem.stay + TOP))
        points = problem.critical[problem.network.seat] * np.int64(dearest.worth) + problem.merit
        worth = points * np.int64(problem.scale) - problem.move
        made = cls(problem, Relaxed(problem, row, worth, unit=1))
        start = made.relaxed.begin(made._asked(0))
        if start is None:
            return None
        made.met[0] = start
        return made

    def _asked(self, price: int) -> Whole:
        return np.array([price * self.problem.scale], np.int64)

    def moves(self, price: int) -> int:
        return int(self.problem.move[self.met[price].chosen].sum())

    def at(self, price: int) -> int:
        """The moves of the plan at this price."""
        if len(self.met) % 4 == 0:
            self.relaxed.renew()
        self.met[price] = self.relaxed.at(self._asked(price))
        return self.moves(price)

    def on(self, points: int) -> Iterator[int]:
        """The moves of one plan after another: in steps as long as the moves fall evenly, then in the widest gaps."""
        price, step, now = 0, max(TOP // (8 * points), 1), self.moves(0)
        yield now
        while price < TOP:
            left = points - len(self.met)
            price = TOP if left == 1 else min(price + max(step, 1), TOP)
            before, now = now, self.at(price)
            yield now
            fallen, even = before - now, max(now // max(left - 1, 1), 1)
            step = 4 * step if 4 * fallen <= even else max(step * even // fallen, 1)
        closed: set[int] = set()
        while True:
            gaps = [
                (self.moves(low) - self.moves(high), low, high)
                for low, high in pairwise(sorted(self.met))
                if low not in closed and high - low > 1
            ]
            width, low, high = max(gaps, default=(0, 0, 0))
            if width <= 1:
                return
            middle = (low + high) // 2
            now = self.at(middle)
            if now in (self.moves(low), self.moves(high)):
                closed |= {low, middle}
            yield now

    def table(self) -> pd.DataFrame:
        problem, prices = self.problem, sorted(self.met)
        chosen = [self.met[price].chosen for price in prices]
        return pd.DataFrame(
            {
                "price": prices,
                "moves": [int(problem.move[rows].sum()) for rows in chosen],
                "merit": [int(problem.merit[rows].sum()) for rows in chosen],
                "critical": [int(problem.critical[problem.network.seat[rows]].sum()) for rows in chosen],
            }
        )
