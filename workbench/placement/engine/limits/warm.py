"""A plan within limits kept warm: what a small change of the question would do, before the whole answer is there.

The prices of the plan are near those of the changed question, so a few steps from them give a valid bound at once.
Those who would do otherwise at these prices are few, and a plan in which only they do is most often one that keeps the
limits; where it is not, the bound stands alone and the plan comes from `assign_within`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Assignment, assignment
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.limits.prices import FIRST, Priced, refined
from workbench.placement.engine.limits.program import Program
from workbench.placement.engine.limits.relaxed import UNIT, Point, Relaxed, together
from workbench.placement.engine.limits.rounding import ROUNDED
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.search import REACH, in_play
from workbench.placement.engine.limits.within import CRITICAL, Within, with_critical
from workbench.placement.engine.problem import Problem
from workbench.placement.engine.proof import Potentials

STEPS, FEWER, MANY = 2, 0, 12
"""Prices tried for a change of a limit, and of people or posts, which moves prices less; and where there is time."""

NEARBY = 10
"""Prices tried once, to start from the best near those of the plan."""

SECONDS, LONGER, PART = 0.045, 0.3, 0.01
"""Seconds that a search for a plan may take, more where there is time, and the share of people in play by lot."""


@dataclass(frozen=True)
class Edit:
    """What is asked otherwise: the most of some limits (by name), pairs of person and seat that are locked or banned,
    and seats that a post has more or fewer. Whoever is banned from the own seat need not be placed."""

    most: Mapping[str, int] = field(default_factory=dict)
    locked: frozenset[tuple[int, int]] = frozenset()
    banned: frozenset[tuple[int, int]] = frozenset()
    seats: frozenset[tuple[int, int]] = frozenset()

    @property
    def touched(self) -> list[int]:
        """Posts whose holders may have to give way."""
        return sorted({seat for _, seat in self.locked} | {seat for seat, _ in self.seats})


@dataclass(frozen=True, eq=False)
class Glimpse:
    """`bound`: no plan of the changed question has more points of merit with as many critical seats, as the prices of
    `point` prove. `chosen`: pairs of a plan that keeps the limits, `total` points of merit; None where none was found
    in the time."""

    bound: int
    point: Point
    chosen: Whole | None
    total: int | None

    @property
    def gap(self) -> int | None:
        return None if self.total is None else self.bound - self.total


class Warm:
    """Made from a plan within limits; each `under` asks from that plan, whatever was asked before."""

    def __init__(self, problem: Problem, plan: Within) -> None:
        critical = problem.critical[problem.network.seat].astype(np.int64)
        rows = with_critical(plan.counted, critical, plan.critical) if plan.critical else plan.counted
        price = plan.evidence.limits.reindex(list(rows.names), fill_value=0)
        price[[name for name in rows.names if name == CRITICAL]] = plan.evidence.potentials.critical
        self.problem, self.rows, self.plan = problem, rows, plan
        self.relaxed = Relaxed(problem, rows, problem.merit)
        start = self.relaxed.begin(price.to_numpy(np.int64))
        if start is None:
            raise ValueError("the plan is not one of this problem: those who must be placed cannot all be")
        found = refined(self.relaxed, start, self._step(4), NEARBY, Event())
        self.best = found.best
        self.chosen = _rows_of(problem, plan)
        self.near = self.relaxed.near

    def _step(self, part: int) -> Whole:
        return np.maximum(FIRST * UNIT // part // self.relaxed.amount, 1)

    def under(self, edit: Edit, *, hurry: bool = True) -> Glimpse | None:
        """What the plan would be, in the time of a gesture or, without `hurry`, of a question.

        None where prices cannot say: a lock on no pair, more room where more critical seats could then be filled,
        nothing that all who must be placed could take."""
        asked = self._asked(edit)
        if asked is None:
            return None
        open_, must, capacity = asked
        relaxed = self.relaxed
        relaxed.rows = self.rows_under(edit)
        try:
            if not relaxed.ask(open_, must, capacity, self.best, self.near):
                return None
            start = relaxed.at(self.best.price)
            steps = (STEPS if edit.most else FEWER) if hurry else MANY
            found = refined(relaxed, start, self._step(8 if edit.most else 64), steps, Event())
            chosen = self._near_by(found, edit, SECONDS if hurry else LONGER)
            total = None if chosen is None else int(self.problem.merit[chosen].sum())
            return Glimpse(found.best.ceiling, found.best, chosen, total)
        finally:
            relaxed.rows = self.rows

    def assignment(self, found: Glimpse) -> Assignment:
        """The plan of a glimpse, with the prices that bound it."""
        assert found.chosen is not None
        problem, point = self.problem, found.point
        seat = problem.network.seat[found.chosen]
        critical = int(problem.critical[seat].sum())
        level = int(point.price[[name == CRITICAL for name in self.rows.names]].sum())
        names = (pd.Index(problem.nips, dtype="str", name="nip"), pd.Index(problem.posts, dtype="str", name="post"))
        surplus = pd.Series(point.surplus, index=names[0], name="surplus")
        prices = pd.Series(point.seat_price, index=names[1], name="price")
        bound = critical * problem.worth + found.bound
        potentials = Potentials(surplus, prices, level, UNIT, 0)
        return assignment(problem, np.sort(found.chosen), potentials, bound=bound, unique=False)

    def _asked(self, edit: Edit) -> tuple[Mask, Mask, Whole] | None:
        network = self.problem.network
        key = network.person.astype(np.int64) * network.seats + network.seat
        open_, must, capacity = np.ones(len(key), bool), network.must.copy(), network.capacity.copy()

        def pair(person: int, seat: int) -> int:
            at = int(np.searchsorted(key, person * network.seats + seat))
            return at if at < len(key) and key[at] == person * network.seats + seat else -1

        for person, seat in edit.banned:
            if (banned := pair(person, seat)) >= 0:
                open_[banned] = False
                must[person] &= bool(self.problem.move[banned])
        for person, seat in edit.locked:
            locked, (first, _) = pair(person, seat), network.firsts
            if locked < 0:
                return None
            open_[first[person] : first[person + 1]] = False
            open_[locked], must[person] = True, True
        for seat, more in edit.seats:
            capacity[seat] += more
        if (capacity < 0).any() or self._ceiling(must, capacity, edit) > self.plan.critical:
            return None
        return open_, must, capacity

    def _ceiling(self, must: Mask, capacity: Whole, edit: Edit) -> int:
        """Critical seats that no plan of a question with more room exceeds, by the prices that prove it of this one."""
        evidence, counted = self.plan.critical_evidence, self.plan.counted
        if evidence is None:
            return 0
        prices, loose = evidence.potentials, self._loose(edit)
        surplus = prices.person.to_numpy(np.int64)
        bound = int(np.where(must, surplus, np.maximum(surplus, 0)).sum())
        bound += int((capacity * prices.seat.to_numpy(np.int64)).sum())
        for name, now in zip(counted.names, counted.most.tolist(), strict=True):
            price = int(evidence.limits[name])
            if price and name in loose:
                return self.problem.most_placed
            bound += price * max(edit.most.get(name, now), now)
        return bound // prices.critical

    def rows_under(self, edit: Edit) -> Rows:
        """The rows as this edit has them."""
        most, loose = self.rows.most.copy(), self._loose(edit)
        for row, name in enumerate(self.rows.names):
            loosest = int(self.relaxed.amount[row]) * self.problem.most_placed
            most[row] = loosest if name in loose else edit.most.get(name, most[row])
        return self.rows.up_to(most)

    def _loose(self, edit: Edit) -> frozenset[str]:
        """Rows rounded to whole people that no longer follow: from a limit with another most, or over a post with more
        seats."""
        more = np.isin(self.problem.network.seat, [seat for seat, by in edit.seats if by > 0])
        rounded = [(row, name) for row, name in enumerate(self.rows.names) if name.endswith(ROUNDED)]
        return frozenset(
            name
            for row, name in rounded
            if name.removesuffix(ROUNDED) in edit.most or self.rows.matrix[[row]][:, np.flatnonzero(more)].nnz
        )

    def _near_by(self, found: Priced, edit: Edit, seconds: float) -> Whole | None:
        """The best plan found in which only those move otherwise who would at the new prices, those whom the edit or a
        broken limit touches, and some others by lot."""
        relaxed, network = self.relaxed, self.problem.network
        base = self._begun(edit)
        near, best = relaxed.near, found.best
        loss = best.surplus[network.person[near]] + best.seat_price[network.seat[near]] - relaxed.weight[near]
        pairs = together(len(network.person), near[loss <= REACH * UNIT], best.chosen)
        people = in_play(relaxed, base, pairs, PART, 0)
        before = self._seats(base)
        for point in found.trail:
            people |= self._seats(point.chosen) != before
        people[[person for person, _ in (*edit.locked, *edit.banned)]] = True
        for seat in edit.touched:
            people[network.person[self.chosen[network.seat[self.chosen] == seat]]] = True
        program = Program.around(relaxed, found.best, base, people, pairs, REACH * UNIT)
        return program.solve(program.loss, Event(), seconds, start=base, lenient=True).chosen

    def _begun(self, edit: Edit) -> Whole:
        """The plan as far as the edit lets it stand: who is locked sits there, and seats hold no more than they may."""
        relaxed, network = self.relaxed, self.problem.network
        locked = np.flatnonzero(relaxed.open & np.isin(network.person, [person for person, _ in edit.locked]))
        base = together(len(network.person), self.chosen[relaxed.open[self.chosen]], locked)
        for seat in edit.touched:
            here = base[network.seat[base] == seat]
            over = len(here) - int(relaxed.capacity[seat])
            if over > 0:
                loose = here[~np.isin(here, locked)]
                base = np.setdiff1d(base, loose[np.argsort(self.problem.merit[loose])][:over])
        return base

    def _seats(self, chosen: Whole) -> Whole:
        at = np.full(self.problem.network.people, -1, np.int64)
        at[self.problem.network.person[chosen]] = self.problem.network.seat[chosen]
        return at


def _rows_of(problem: Problem, plan: Within) -> Whole:
    """The pairs of a plan as row numbers of its problem."""
    network = problem.network
    who = pd.Index(problem.nips).get_indexer(pd.Index(plan.table["nip"].astype(object)))
    where = pd.Index(problem.posts).get_indexer(pd.Index(plan.table["post"].astype(object)))
    key = network.person.astype(np.int64) * network.seats + network.seat
    return np.sort(np.searchsorted(key, who.astype(np.int64) * network.seats + where))
