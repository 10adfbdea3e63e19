"""Prices on limits that bound the plans within them as tightly as prices can.

One limit: the secant of two plans around it, which ends at the best price exactly. More: each price takes steps that
grow while its limit stays on one side and halve when it changes sides (Riedmiller & Braun 1993), then, where there are
few, cutting planes (Kelley 1960) within a region of trust.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.placement.engine.assign import StopSign
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.limits.relaxed import UNIT, Point, Relaxed
from workbench.placement.engine.problem import POINTS

STEPS, CUTS = 60, 40
GROW, SHRINK = 1.7, 0.5
FIRST = POINTS // 100
"""First step of a price, in points for the largest amount of its row."""

SETTLED = 2e-6
"""Relative fall of the bound over `PAUSE` steps below which steps end."""

PAUSE = 10

FEW = 8
"""Limits up to which cutting planes follow the steps."""

Told = Callable[[float, str], None]


@dataclass(frozen=True, eq=False)
class Priced:
    """`best`: the point with the least bound; `trail`: all points in order; `step`: how far each price last moved."""

    best: Point
    trail: tuple[Point, ...]
    step: Whole


def priced(relaxed: Relaxed, start: Point, ended: StopSign, tell: Told) -> Priced:
    """The best prices found from a first point on, until they settle or `ended`."""
    trail = [start]
    if len(relaxed.rows) == 1:
        step = _secant(relaxed, trail, ended, tell)
    else:
        step = _steps(relaxed, trail, ended, tell)
        if len(relaxed.rows) <= FEW:
            _cuts(relaxed, trail, step, ended, tell)
    return Priced(min(reversed(trail), key=lambda point: point.most), tuple(trail), step)


def settled(relaxed: Relaxed, point: Point) -> bool:
    """Whether the plan of this point keeps the limits and is worth its bound: no better prices, no better plan."""
    return bool((point.used <= relaxed.rows.most).all()) and point.most == UNIT * point.value


def _secant(relaxed: Relaxed, trail: list[Point], ended: StopSign, tell: Told) -> Whole:
    most, highest = int(relaxed.rows.most[0]), int(relaxed.steepest[0])
    step = max(FIRST * UNIT // int(relaxed.amount[0]), 1)
    low, high = trail[-1], None
    count = 0
    while low.used[0] > most and not ended.is_set():
        count += 1
        tell(count / (count + 8), f"Mencari harga batas, langkah {count}")
        if high is None:
            price = min(int(low.price[0]) + step, highest)
            if price == low.price[0]:
                break
            step *= 4
        else:
            # Where the lines of the two plans cross; rounded down, so that the same price is not asked twice.
            price = UNIT * (low.value - high.value) // int(low.used[0] - high.used[0])
            if not int(low.price[0]) < price < int(high.price[0]):
                break
        found = relaxed.at(np.array([price], np.int64))
        trail.append(found)
        line = None if high is None else UNIT * low.value + price * (most - int(low.used[0]))
        if found.used[0] > most:
            low = found
        else:
            high = found
        if line is not None and found.most <= line:
            break
        if count % 4 == 0:
            relaxed.renew()
    return np.array([max(step // 1024, 1)], np.int64)


def _steps(relaxed: Relaxed, trail: list[Point], ended: StopSign, tell: Told) -> Whole:
    rows = relaxed.rows
    widest = relaxed.steepest / 4
    step = np.minimum(np.maximum(FIRST * UNIT / relaxed.amount, 1.0), widest)
    sign = np.zeros(len(rows))
    price, bounds = trail[-1].price, [trail[-1].most]
    for count in range(1, STEPS + 1):
        point = trail[-1]
        side = np.sign(point.used - rows.most)
        side[(price == 0) & (side < 0)] = 0
        if ended.is_set() or not side.any():
            break
        same = side * sign
        step = np.where(same > 0, np.minimum(step * GROW, widest), np.where(same < 0, step * SHRINK, step))
        sign = np.where(side != 0, side, sign)
        price = np.clip(price + np.rint(side * step).astype(np.int64), 0, relaxed.steepest)
        trail.append(relaxed.at(price))
        bounds.append(min(bounds[-1], trail[-1].most))
        tell(count / STEPS, f"Mencari harga batas, langkah {count}")
        if count > 2 * PAUSE and bounds[-1 - PAUSE] - bounds[-1] <= SETTLED * abs(bounds[-1]):
            break
        if count % 8 == 0:
            relaxed.renew()
    return np.maximum(step, 1).astype(np.int64)


def _cuts(relaxed: Relaxed, trail: list[Point], step: Whole, ended: StopSign, tell: Told) -> None:
    """Every plan met bounds the bound from below by a plane; the next prices are where the highest plane is lowest."""
    from scipy.optimize import linprog

    rows, trust = relaxed.rows, 4.0 * step
    best = min(reversed(trail), key=lambda point: point.most)
    for count in range(1, CUTS + 1):
        if ended.is_set() or settled(relaxed, best):
            break
        slope = np.array([(rows.most - point.used) / UNIT for point in trail])
        height = np.array([point.value - best.most / UNIT for point in trail]) + slope @ best.price
        low = np.maximum(-1.0, -best.price / trust)
        high = np.minimum(1.0, (relaxed.steepest - best.price) / trust)
        planes = np.c_[slope * trust, -np.ones(len(trail))]
        region = [*zip(low, high, strict=True), (None, None)]
        found = linprog(np.r_[np.zeros(len(rows)), 1.0], A_ub=planes, b_ub=-height, bounds=region)
        if found.x is None or -found.fun < 1 / 16:
            break
        price = np.rint(best.price + found.x[:-1] * trust).astype(np.int64)
        trail.append(relaxed.at(np.clip(price, 0, relaxed.steepest)))
        tell(count / CUTS, f"Mengasah harga batas, langkah {count}")
        gain = (best.most - trail[-1].most) / UNIT
        if gain > -found.fun / 2:
            trust = trust * 2
        elif gain <= 0:
            trust = np.maximum(trust / 4, 1.0)
        if gain > 0:
            best = trail[-1]
