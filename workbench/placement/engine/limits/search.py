"""The best plan for one objective within limits: a bound from above, plans from below, until they meet or time is over.

Everything here is one objective (points of merit, or critical seats); the levels above it are rows by then.
"""

from dataclasses import dataclass

import numpy as np

from workbench.placement.engine.assign import StopSign
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.limits.prices import Priced, Told, priced
from workbench.placement.engine.limits.program import PAIRS_MOST, Answer, Program, lost
from workbench.placement.engine.limits.relaxed import UNIT, Point, Relaxed
from workbench.placement.engine.limits.repair import repaired

SMALL = 3_000
"""Pairs up to which the integer program over all of them is as fast as anything else."""

STAGES = (20, 100, 400, 2_000)
"""Points that pairs may lose to be in the integer program, stage by stage, before the plan's own loss is reached."""


@dataclass(frozen=True, eq=False)
class Search:
    """`point`: the best bound. `chosen`: the best plan within the limits (None: none found), `proven` if no other is
    worth more. `none`: there is proven to be no plan. `priced`: how the bound was found."""

    point: Point
    chosen: Whole | None
    proven: bool
    none: bool
    priced: Priced


def search(relaxed: Relaxed, start: Point, ended: StopSign, tell: Told, seconds: float, enough: float) -> Search:
    """Until proven, or within `enough` (a share of the bound), or `ended`."""
    found = priced(relaxed, start, ended, lambda share, words: tell(0.5 * share, words))
    point = found.best
    kept = [each for each in found.trail if (each.used <= relaxed.rows.most).all()]
    chosen = max(kept, key=lambda each: each.value).chosen if kept else None
    relaxed.at(point.price)

    def told(chosen: Whole | None, proven: bool = False, none: bool = False) -> Search:
        best = chosen is not None and lost(relaxed, point, chosen) < UNIT
        return Search(point, chosen, proven or best, none, found)

    if len(relaxed.near) == 0 or ended.is_set():
        return told(chosen)
    if relaxed.open.sum() <= SMALL:
        tell(0.6, "Mencari rencana dengan program bilangan bulat")
        answer = _whole(relaxed, point, ended, seconds)
        best = _better(relaxed, chosen, answer.chosen)
        return told(best, answer.proven, answer.none)
    tell(0.5, "Memperbaiki rencana sampai semua batas dipenuhi")
    chosen = _better(relaxed, chosen, repaired(relaxed, found, ended, lambda s, w: tell(0.5 + 0.2 * s, w)))
    close = enough * abs(point.most)
    if chosen is not None and lost(relaxed, point, chosen) <= max(close, UNIT - 1):
        return told(chosen)
    relaxed.at(point.price)
    return told(*_closed(relaxed, point, chosen, ended, tell, seconds, close))


def _whole(relaxed: Relaxed, point: Point, ended: StopSign, seconds: float) -> Answer:
    program = Program.of(relaxed, point, np.flatnonzero(relaxed.open))
    return program.solve(program.loss, ended, seconds)


def _better(relaxed: Relaxed, one: Whole | None, other: Whole | None) -> Whole | None:
    if one is None or other is None:
        return other if one is None else one
    return other if relaxed.points[other].sum() > relaxed.points[one].sum() else one


def _closed(
    relaxed: Relaxed, point: Point, chosen: Whole | None, ended: StopSign, tell: Told, seconds: float, close: float
) -> tuple[Whole | None, bool, bool]:
    """By integer programs over pairs of ever larger loss: the plan, whether it is proven, whether there is none."""
    loss, left = relaxed.loss(), seconds
    for stage in range(32):
        if ended.is_set() or left <= 0:
            break
        most = loss.max() if chosen is None else lost(relaxed, point, chosen)
        reach = min(STAGES[stage] * UNIT if stage < len(STAGES) else 8 ** (stage - 3) * STAGES[-1] * UNIT, most)
        pairs = np.flatnonzero((loss <= reach) & relaxed.open)
        if len(pairs) > PAIRS_MOST:
            break
        if chosen is not None:
            pairs = np.union1d(pairs, chosen)
        tell(0.7 + 0.05 * min(stage, 4), f"Menutup selisih dengan program bilangan bulat, {len(pairs):,} pasangan")
        program = Program.of(relaxed, point, pairs)
        share = left if reach >= most else left / 3
        answer = program.solve(program.loss, ended, share)
        left -= share / 2
        chosen = _better(relaxed, chosen, answer.chosen)
        if reach >= most and answer.none:
            return None, False, True
        if chosen is not None:
            now = lost(relaxed, point, chosen)
            if answer.proven and reach >= now:
                return chosen, True, False
            if now <= close:
                break
    return chosen, False, False
