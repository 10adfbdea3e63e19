"""The best plan within limits: most critical seats, then the greatest sum of score and stay, then fewest moves.

Critical seats are a level of their own: first how many can be filled (as many as without limits, most often), then that
number is one more row and merit is the objective. So prices on limits are points of merit, never of critical seats.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import (
    Assignment,
    Progress,
    Solved,
    Stopped,
    StopSign,
    assignment,
    solve,
    telling,
)
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.limits.collide import Collision, collision
from workbench.placement.engine.limits.program import PAIRS_MOST, Program, either, lost
from workbench.placement.engine.limits.proof import Evidence, faults
from workbench.placement.engine.limits.relaxed import UNIT, Point, Relaxed
from workbench.placement.engine.limits.rounding import rounded
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.search import Content, Search, search
from workbench.placement.engine.problem import Problem, lots
from workbench.placement.engine.proof import Potentials
from workbench.placement.engine.shortage import Infeasible

LOT_BITS = 30
"""Shorter lots than `assign` draws: a floating-point solver must add them exactly.

Two plans tie with a chance below pairs / 2**30.
"""

CRITICAL = "\N{NO-BREAK SPACE}critical"
"""The name of the row that keeps the number of critical seats; no limit of a policy can have it."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Within(Assignment):
    """A plan within limits and its proof.

    `rows`: the limits (`Rows.ordered`); `counted`: as the proof counts them, with what follows from them for whole
    people (`rounded`). `evidence` bounds the merit of plans that fill as many
    critical seats; `critical_evidence` bounds critical seats (None where the problem has none). `bound` can be lower
    than what they prove, when an integer program closed the gap. `proven`: no plan within the limits has more points;
    `unique`: among those with as many it has the fewest moves, then the most lots.
    """

    rows: Rows
    counted: Rows
    evidence: Evidence
    used: pd.DataFrame
    critical_evidence: Evidence | None = None

    @property
    def proven(self) -> bool:
        return self.gap == 0

    @property
    def share(self) -> float:
        """The gap as a share of the bound on merit, critical seats aside: by what part a better plan could exceed this
        one at most."""
        merit = self.bound - self.critical * self.worth
        return self.gap / merit if merit else 0.0

    def check(self, pairs: pd.DataFrame, seats: pd.DataFrame) -> tuple[str, ...]:
        """What is wrong with this plan or its proof, in sentences; nothing when both hold. Uses no solver.

        An empty answer proves the plan lawful, within its limits, and that no other exceeds what its prices bound.
        """
        return tuple(faults(self, pairs, seats))


def assign_within(
    problem: Problem,
    rows: Rows,
    progress: Progress | None = None,
    stop: StopSign | None = None,
    time_limit: float = 60.0,
    enough: float = 0.0,
    patience: float = 0.0,
    free: Solved | None = None,
) -> Within | Infeasible:
    """The best plan of a problem that has been read, among those with `rows.matrix @ chosen <= rows.most`. `free`: the
    best plan of the same problem without rows, where it is known.

    The search ends when the plan is proven best, when after `patience` seconds its gap is at most `enough` (a share of
    the bound, for instance 1e-4), after `time_limit` seconds, or when `stop` is set; the best plan so far then comes
    back with its `bound` and `gap`. `Stopped` if there is none yet. `Collision` names the limits that cannot be kept
    together; `Infeasible` is what `assign` says where the limits are not to blame.
    """
    if rows.matrix.shape[1] != len(problem.score):
        raise ValueError(f"rows are over {rows.matrix.shape[1]:,} pairs, but the problem has {len(problem.score):,}")
    ordered = rows.ordered()
    tell = telling(progress, None)
    found = free or solve(problem, telling(lambda share, words: tell(0.15 * share, words), stop))
    if isinstance(found, Infeasible):
        return found
    with either(stop, time_limit) as ended, either(None, patience) as eager:

        def content(share: float) -> bool:
            return share <= enough and (patience == 0 or eager.is_set())

        return _Case(problem, found, ordered, rounded(problem, ordered), ended, tell, time_limit, content).best()


@dataclass(frozen=True, eq=False)
class _Case:
    problem: Problem
    free: Solved
    rows: Rows
    counted: Rows
    ended: StopSign
    tell: Callable[[float, str], None]
    seconds: float
    content: Content

    def best(self) -> Within | Infeasible:
        problem, free = self.problem, self.free
        critical = _critical(problem)
        most_critical: Evidence | None = None
        count = ceiling = int(critical[free.chosen].sum())
        if critical.any():
            none = Rows.none(len(critical))
            relaxed = Relaxed(problem, none, critical)
            point = relaxed.begin(np.zeros(0, np.int64), self.free.found.active)
            assert point is not None
            most_critical = self._evidence(relaxed, point, critical=True)
        if self.rows.kept(free.chosen):
            return self._kept(most_critical)
        found, relaxed = self._merit(count)
        if found.chosen is None and count:
            # As many critical seats as without limits cannot be filled (or no such plan was found): how many can?
            fewer, at = self._search(critical, self.counted, self.seconds / 3)
            if fewer.chosen is not None:
                count, ceiling = int(critical[fewer.chosen].sum()), fewer.point.ceiling
                most_critical = self._evidence(at, fewer.point, critical=True)
                if fewer.proven:
                    ceiling = count
                found, relaxed = self._merit(count)
                if found.chosen is None:
                    found = replace(found, chosen=fewer.chosen, least=0, proven=False)
            else:
                found = fewer
        if found.chosen is None:
            collided = collision(problem, self.rows, found.none, self.ended, self.tell)
            if collided is not None:
                return collided
            raise Stopped("time was over before there was a plan within the limits")
        return self._told(found, relaxed, count == ceiling, ceiling, most_critical)

    def _merit(self, count: int) -> tuple[Search, Relaxed]:
        critical = _critical(self.problem)
        rows = with_critical(self.counted, critical, count) if count else self.counted
        return self._search(self.problem.merit, rows, self.seconds)

    def _search(self, worth: Whole, rows: Rows, seconds: float) -> tuple[Search, Relaxed]:
        relaxed = Relaxed(self.problem, rows, worth)
        self.tell(0.15, "Mencari batas atas")
        start = relaxed.begin(np.zeros(len(rows), np.int64), self.free.found.active)
        if start is None:
            raise RuntimeError("a problem with a plan has none at no price")

        def told(share: float, words: str) -> None:
            self.tell(0.15 + 0.8 * share, words)

        return search(relaxed, start, self.ended, told, seconds, self.content), relaxed

    def _kept(self, most_critical: Evidence | None) -> Within:
        """The plan without limits, which keeps them."""
        free = self.free
        relaxed = Relaxed(self.problem, self.counted, self.problem.merit)
        count = int(_critical(self.problem)[free.chosen].sum())
        if count:
            found, relaxed = self._merit(count)
            point = found.point
        else:
            start = relaxed.begin(np.zeros(len(self.counted), np.int64), self.free.found.active)
            assert start is not None
            point = start
        return self._within(free.chosen, None, True, self._evidence(relaxed, point), most_critical)

    def _told(
        self, found: Search, relaxed: Relaxed, critical_proven: bool, ceiling: int, most_critical: Evidence | None
    ) -> Within:
        chosen, point, worth = found.chosen, found.point, self.problem.worth
        assert chosen is not None
        unique = False
        if found.proven and critical_proven and not self.ended.is_set():
            self.tell(0.95, "Memilih satu di antara yang sama baik")
            chosen, unique = _one(relaxed, point, chosen, self.ended, self.seconds)
        merit = int(self.problem.merit[chosen].sum()) if found.proven else (point.most - found.least) // UNIT
        bound = ceiling * worth + merit if critical_proven else ceiling * worth + worth - 1
        self.tell(1.0, "Selesai")
        return self._within(chosen, bound, unique, self._evidence(relaxed, point), most_critical)

    def _within(
        self, chosen: Whole, bound: int | None, unique: bool, evidence: Evidence, most_critical: Evidence | None
    ) -> Within:
        plain = assignment(self.problem, np.sort(chosen), evidence.potentials, bound=bound, unique=unique)
        fields = {name: getattr(plain, name) for name in plain.__dataclass_fields__}
        used = self.rows.table(chosen)
        return Within(
            **fields,
            rows=self.rows,
            counted=self.counted,
            evidence=evidence,
            critical_evidence=most_critical,
            used=used,
        )

    def _evidence(self, relaxed: Relaxed, point: Point, critical: bool = False) -> Evidence:
        problem, names = self.problem, list(relaxed.rows.names)
        price = pd.Series(point.price, index=pd.Index(names, dtype="str", name="limit"), name="price", dtype="int64")
        seat_level = int(price.get(CRITICAL, 0)) if not critical else UNIT
        levels = (UNIT, 0) if critical else (seat_level, UNIT)
        potentials = Potentials(
            pd.Series(point.surplus, index=pd.Index(problem.nips.astype(str), dtype="str", name="nip"), name="surplus"),
            pd.Series(
                point.seat_price, index=pd.Index(problem.posts.astype(str), dtype="str", name="post"), name="price"
            ),
            *levels,
            0,
        )
        own = price.drop(CRITICAL, errors="ignore").reindex(list(self.counted.names), fill_value=0)
        return Evidence(potentials, own)


def _critical(problem: Problem) -> Whole:
    return problem.critical[problem.network.seat].astype(np.int64)


def with_critical(rows: Rows, critical: Whole, count: int) -> Rows:
    """One more row: at least so many critical seats."""
    from scipy.sparse import csr_array, vstack

    own = csr_array(-critical[np.newaxis, :])
    matrix = csr_array(vstack([rows.matrix, own])) if len(rows) else own
    names, kinds = (*rows.names, CRITICAL), (*rows.kinds, "critical")
    return Rows(names, kinds, matrix.astype(np.int64), np.append(rows.most, -count)).ordered()


def _one(relaxed: Relaxed, point: Point, chosen: Whole, ended: StopSign, seconds: float) -> tuple[Whole, bool]:
    """Among the plans as good as this one: fewest moves, then most lots; and whether both were proven."""
    problem = relaxed.problem
    relaxed.at(point.price)
    least = lost(relaxed, point, chosen)
    pairs = np.union1d(np.flatnonzero((relaxed.loss() <= least) & relaxed.open), chosen)
    if len(pairs) > PAIRS_MOST or not len(pairs):
        return chosen, not len(pairs)
    program = Program.of(relaxed, point, pairs, least)
    as_good = (program.loss, least / UNIT + 0.5)
    moves = program.over(problem.move.astype(np.int64))
    value = int(relaxed.points[chosen].sum())
    fewer = program.solve(moves, ended, seconds, at_most=(as_good,), start=chosen)
    if fewer.chosen is None or not fewer.proven or int(relaxed.points[fewer.chosen].sum()) != value:
        return chosen, False
    count = int(problem.move[fewer.chosen].sum())
    drawn = np.zeros(len(problem.score), np.int64)
    drawn[pairs] = -lots(problem, pairs, LOT_BITS)
    luck = program.over(drawn)
    luckiest = program.solve(luck, ended, seconds, at_most=(as_good, (moves, count + 0.5)), start=fewer.chosen)
    if luckiest.chosen is None or not luckiest.proven:
        return fewer.chosen, False
    same = (int(relaxed.points[luckiest.chosen].sum()), int(problem.move[luckiest.chosen].sum())) == (value, count)
    return (luckiest.chosen, True) if same else (fewer.chosen, False)


__all__ = ["Collision", "Within", "assign_within"]
