"""Prices on limits that bound the plans within them as tightly as prices can.

First a guess: at the prices that seats have without limits, what would each person do? The best prices on limits for
that answer are found in passes over the pairs, without a search, and are most often near. Then steps: each price moves
by a step that grows while its limit stays on one side and halves when it changes sides (Riedmiller & Braun 1993).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.placement.engine.assign import StopSign
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.limits.relaxed import UNIT, Point, Relaxed
from workbench.placement.engine.problem import POINTS

STEPS, GUESSES = 48, 60
GROW, SHRINK = 1.7, 0.5
FIRST = POINTS // 400
"""First step of a price, in points for the largest amount of its row."""

HIGH = 16 * POINTS
"""Highest price that is guessed, in points for the largest amount of its row."""

SETTLED = 1e-8
"""Relative fall of the bound over `PAUSE` steps below which steps end."""

PAUSE = 12

Told = Callable[[float, str], None]


@dataclass(frozen=True, eq=False)
class Priced:
    """`best`: the point with the least bound; `trail`: all points in order."""

    best: Point
    trail: tuple[Point, ...]

    @classmethod
    def of(cls, trail: list[Point]) -> "Priced":
        return cls(min(reversed(trail), key=lambda point: point.most), tuple(trail))


def priced(relaxed: Relaxed, start: Point, ended: StopSign, tell: Told) -> Priced:
    """The best prices found from the point without prices on, until they settle or `ended`."""
    trail, first = [start], np.maximum(FIRST * UNIT // relaxed.amount, 1)
    if (start.used > relaxed.rows.most).any() and not ended.is_set():
        tell(0.05, "Menaksir harga batas")
        guess = np.minimum(_guess(relaxed, first), HIGH * UNIT // relaxed.amount)
        near = relaxed.begin(guess, relaxed.likely(guess))
        assert near is not None
        trail.append(near)
        first = np.maximum(first, guess // 200)
    _steps(relaxed, trail, first, STEPS, ended, tell)
    return Priced.of(trail)


def settled(relaxed: Relaxed, point: Point) -> bool:
    """Whether the plan of this point keeps the limits and is worth its bound: no better prices, no better plan."""
    return bool((point.used <= relaxed.rows.most).all()) and point.most == UNIT * point.value


def refined(relaxed: Relaxed, start: Point, step: Whole, steps: int, ended: StopSign) -> Priced:
    """A few steps on from a point after a small change of the question."""
    trail = [start]
    _steps(relaxed, trail, step, steps, ended, lambda share, words: None)
    return Priced.of(trail)


class _Steps:
    """How far each price moves next, by whether its limit is broken (+1), has room (-1), or neither."""

    def __init__(self, relaxed: Relaxed, price: Whole, step: Whole) -> None:
        self.most, self.steepest = relaxed.rows.most, relaxed.steepest
        self.widest = relaxed.steepest / 4
        self.step = np.minimum(step.astype(float), self.widest)
        self.sign = np.zeros(len(step))
        self.price = price

    def on(self, used: Whole) -> bool:
        """Move on from the price that this use of the limits answered; False where no price has a reason to move."""
        side = np.sign(used - self.most)
        side[(self.price == 0) & (side < 0)] = 0
        if not side.any():
            return False
        same = side * self.sign
        grown = np.minimum(self.step * GROW, self.widest)
        self.step = np.where(same > 0, grown, np.where(same < 0, self.step * SHRINK, self.step))
        self.sign = np.where(side != 0, side, self.sign)
        moved = np.rint(side * np.maximum(self.step, 1)).astype(np.int64)
        self.price = np.clip(self.price + moved, 0, self.steepest)
        return True


def _guess(relaxed: Relaxed, step: Whole) -> Whole:
    """The best prices on limits if those of seats stay what they are now."""
    from workbench.placement.engine.limits import kernels

    network, rows = relaxed.problem.network, relaxed.rows
    steps = _Steps(relaxed, np.zeros(len(rows), np.int64), step)
    used, best = np.zeros(len(rows), np.int64), (np.inf, steps.price)
    for _ in range(GUESSES):
        bound = kernels.respond(
            relaxed.first, network.seat, relaxed.open, relaxed.must, relaxed.worth, relaxed.stand.price_high,
            *rows.by_pair, steps.price, used,
        ) + float(steps.price.astype(float) @ rows.most)  # fmt: skip
        best = min(best, (bound, steps.price), key=lambda each: each[0])
        if not steps.on(used):
            break
    return best[1]


def _steps(relaxed: Relaxed, trail: list[Point], step: Whole, most: int, ended: StopSign, tell: Told) -> None:
    """Add points to the trail, price after price."""
    steps = _Steps(relaxed, trail[-1].price, step)
    bounds = [trail[-1].most]
    for count in range(1, most + 1):
        if ended.is_set() or settled(relaxed, trail[-1]) or not steps.on(trail[-1].used):
            break
        trail.append(relaxed.at(steps.price))
        bounds.append(min(bounds[-1], trail[-1].most))
        tell(0.1 + 0.9 * count / most, f"Mencari harga batas, langkah {count}")
        if count > 2 * PAUSE and bounds[-1 - PAUSE] - bounds[-1] <= SETTLED * abs(bounds[-1]):
            break
        if count % 8 == 0:
            relaxed.renew()
