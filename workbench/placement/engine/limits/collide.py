"""Which limits cannot be kept together.

Prices on limits prove that no plan keeps them when even the plan that offends least, by the sum of prices, offends
(Farkas): those with a price are to blame. One after another is then left out and tried again; what cannot be left out
without a plan becoming possible is named. Where fractions of people could keep the limits and whole people cannot, an
integer program proves it, if it has the time.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workbench.placement.engine.assign import StopSign
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.limits.program import Program
from workbench.placement.engine.limits.relaxed import UNIT, Relaxed
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.problem import Problem
from workbench.placement.engine.shortage import Infeasible, few

STEPS = 80
PAIRS_MOST = 60_000
"""Pairs up to which an integer program may say that whole people cannot keep limits."""

SECONDS = 5.0


@dataclass(frozen=True)
class Collision(Infeasible):
    """Limits that no plan keeps together; without any one of `limits` (names of rows) no proof was found that none
    does. `least`: where a single limit is to blame, the least that a plan can count in it, where that was proven."""

    limits: tuple[str, ...] = ()
    least: int | None = None


def collision(
    problem: Problem, rows: Rows, hopeless: bool, ended: StopSign, tell: Callable[[float, str], None]
) -> Collision | None:
    """The smallest set found; None if it is not proven that the limits cannot be kept. `hopeless`: it is, already."""
    tell(0.9, "Mencari batas yang saling bertentangan")
    blamed = _blamed(problem, rows, ended)
    if blamed is None:
        if not hopeless and not _whole_people_cannot(problem, rows, ended):
            return None
        blamed = np.arange(len(rows))
    left = list(blamed)
    for row in blamed:
        rest = [other for other in left if other != row]
        if ended.is_set():
            break
        part = rows.only(np.array(rest, np.int64))
        if rest and (_blamed(problem, part, ended) is not None or _whole_people_cannot(problem, part, ended)):
            left = rest
    named = rows.only(np.array(left, np.int64))
    least = _least(problem, named) if len(named) == 1 else None
    return _told(problem, named, least)


def _blamed(problem: Problem, rows: Rows, ended: StopSign) -> Whole | None:
    """The limits with a price in a proof that they cannot be kept; None if no proof was found."""
    relaxed = Relaxed(problem, rows, np.zeros(len(problem.score), np.int64))
    step = np.maximum(UNIT * 16 // relaxed.amount, 1).astype(float)
    sign, price = np.zeros(len(rows)), np.zeros(len(rows), np.int64)
    point = relaxed.begin(price)
    for count in range(STEPS):
        if point is None or ended.is_set():
            return None
        if point.most < 0:
            return np.flatnonzero(point.price > 0)
        side = np.sign(point.used - rows.most)
        if (side <= 0).all():
            return None
        side[(price == 0) & (side < 0)] = 0
        same = side * sign
        step = np.where(same > 0, step * 1.7, np.where(same < 0, step * 0.5, step))
        step = np.minimum(step, relaxed.steepest >> 8)
        sign = np.where(side != 0, side, sign)
        price = np.clip(price + np.rint(side * step).astype(np.int64), 0, relaxed.steepest >> 8)
        point = relaxed.at(price)
        if count % 8 == 7:
            relaxed.renew()
    return None


def _whole_people_cannot(problem: Problem, rows: Rows, ended: StopSign) -> bool:
    if len(problem.score) > PAIRS_MOST:
        return False
    relaxed = Relaxed(problem, rows, np.zeros(len(problem.score), np.int64))
    point = relaxed.begin(np.zeros(len(rows), np.int64))
    if point is None:
        return True
    program = Program.of(relaxed, point, np.arange(len(problem.score)))
    return program.solve(program.loss, ended, SECONDS).none


def _least(problem: Problem, row: Rows) -> int | None:
    """The least that a plan can count in a single limit: a network, so exact."""
    cost = -row.matrix[[0]].toarray().ravel()
    relaxed = Relaxed(problem, Rows.none(len(cost)), cost)
    point = relaxed.begin(np.zeros(0, np.int64))
    return None if point is None else -point.value


def _told(problem: Problem, rows: Rows, least: int | None) -> Collision:
    names, most = rows.names, int(rows.most[0]) if len(rows) == 1 else 0
    if len(rows) == 1 and least is not None:
        return Collision(
            f"Batas {names[0]} tidak dapat dipenuhi: paling sedikit {least:,}, sedangkan batasnya {most:,}.",
            (),
            (),
            "limit",
            f"Limit {names[0]} cannot be kept: it takes at least {least:,}, but the limit is {most:,}.",
            limits=names,
            least=least,
        )
    return Collision(
        f"Batas-batas ini tidak dapat dipenuhi bersama: {few(names, 'dan {} lainnya')}.",
        (),
        (),
        "limits",
        f"These limits cannot be kept together: {few(names, 'and {} more')}.",
        limits=names,
    )
