"""Under limits a loss is known between two figures: what any plan would lose at least, and what one found loses.

Both are worked out anew from the pairs before they are told: the bound from its prices (Lagrange), and the plan found
by counting it. What does not agree is a fault of the program, `Unverified`, and is not shown.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.placement.engine.assign import Infeasible, solve, telling
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.limits.relaxed import UNIT
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.warm import Edit, Glimpse, Warm
from workbench.placement.engine.standing import Held, Overrides, overridden
from workbench.placement.plan import Plan
from workbench.placement.why.resolved import NONE, Loss, Unverified, short

NOWHERE = np.int64(-(2**60))
"""What a pair is worth that may not be chosen."""


@dataclass(frozen=True, eq=False)
class Between:
    """What the plan has more than any with the change: `least` points, or a critical seat. `most`: what it has more
    than the one found, whose seats are `at` (people,); None where none was found in the time, so that nobody knows
    whether there is one."""

    least: int
    most: Loss | None
    at: Whole | None

    def to_record(self) -> dict[str, Any]:
        return {"least": self.least, "most": None if self.most is None else self.most.to_record()}

    @property
    def exact(self) -> bool:
        return self.most is not None and self.most.points == self.least


def with_pair(plan: Plan, person: int, seat: int) -> Between | Infeasible | None:
    """The change: this person sits there. `Infeasible` where no plan has that, limits or not; None where it cannot be
    told from the prices of the plan."""
    found = _between(plan, Edit(locked=frozenset({(person, seat)})))
    if found is not None or plan.warm is None:
        return found
    asked = plan.warm.problem
    row = np.flatnonzero((asked.network.person == person) & (asked.network.seat == seat))
    if not len(row):
        return None
    score, stay, move = (part[row[0]] for part in (asked.score, asked.stay, asked.move))
    held = Held(person, seat, int(score), int(stay), bool(move))
    asked = overridden(asked, Overrides(frozenset({held})))
    none = solve(asked, telling(None, None))
    if not isinstance(none, Infeasible):
        return None
    short(asked, none)
    return none


def without_pair(plan: Plan, person: int, seat: int) -> Between | None:
    """The change: this person does not sit there."""
    return _between(plan, Edit(banned=frozenset({(person, seat)})))


def one_more(plan: Plan, seat: int) -> Between | None:
    """The change: one seat more of this post. `least` and `most` are then what is gained, below zero."""
    return _between(plan, Edit(seats=frozenset({(seat, 1)})))


def _between(plan: Plan, edit: Edit) -> Between | None:
    warm = plan.warm
    # A plan that may not fill as many critical seats as possible says nothing of points alone.
    if warm is None or warm.plan.gap >= warm.plan.worth:
        return None
    found = warm.under(edit, hurry=False)
    if found is None:
        return None
    changed = _Changed.of(warm, edit)
    changed.prove(found)
    total = warm.plan.total
    if found.chosen is None:
        return Between(total - found.bound, None, None)
    changed.count(found)
    problem, chosen = warm.problem, found.chosen
    at = np.full(problem.network.people, NONE, np.int64)
    at[problem.network.person[chosen]] = problem.network.seat[chosen]
    critical = int(problem.critical[problem.network.seat[chosen]].sum())
    moves, score = int(problem.move[chosen].sum()), int(problem.score[chosen].sum())
    held = int(plan.assignment.table["score"].sum())
    lost = Loss(warm.plan.critical - critical, total - int(found.total or 0), moves - warm.plan.moves, held - score)
    return Between(total - found.bound, lost, at)


@dataclass(frozen=True, eq=False)
class _Changed:
    """The changed question in the plain words of its pairs: `open` to be chosen, who `must` be placed, `capacity`."""

    warm: Warm
    rows: Rows
    open: Mask
    must: Mask
    capacity: Whole

    @classmethod
    def of(cls, warm: Warm, edit: Edit) -> "_Changed":
        problem, network = warm.problem, warm.problem.network
        must, open_ = network.must.copy(), np.ones(len(network.person), bool)
        for person, seat in edit.locked:
            open_ &= (network.person != person) | (network.seat == seat)
            must[person] = True
        for person, seat in edit.banned:
            pair = (network.person == person) & (network.seat == seat)
            must[person] &= not (pair & ~problem.move).any()
            open_ &= ~pair
        capacity = network.capacity.copy()
        for seat, more in edit.seats:
            capacity[seat] += more
        return cls(warm, warm.rows_under(edit), open_, must, capacity)

    def prove(self, found: Glimpse) -> None:
        """No plan has more than the sum of what people could keep and of what seats and limits cost at these prices."""
        warm, network, point = self.warm, self.warm.problem.network, found.point
        weight = warm.problem.merit * UNIT - self.rows.matrix.T @ point.price
        kept = np.where(self.open, weight - point.seat_price[network.seat], NOWHERE)
        first, _ = network.firsts
        able = np.flatnonzero(np.diff(first))
        surplus = np.where(self.must, NOWHERE, 0)
        surplus[able] = np.maximum(surplus[able], np.maximum.reduceat(kept, first[able]))
        bound = int(surplus.sum()) + int((self.capacity * point.seat_price).sum()) + int(point.price @ self.rows.most)
        if min(point.price.min(initial=0), point.seat_price.min(initial=0)) < 0 or bound // UNIT != found.bound:
            raise Unverified(f"the prices allow {bound // UNIT} points, not {found.bound}")

    def count(self, found: Glimpse) -> None:
        """The plan found is one of the changed question, within the limits, and worth what is claimed."""
        warm, network, chosen = self.warm, self.warm.problem.network, found.chosen
        assert chosen is not None
        placed = np.bincount(network.person[chosen], minlength=network.people)
        fault = (
            "a pair that may not be"
            if not self.open[chosen].all()
            else "somebody on two seats, or not placed who must be"
            if (placed > 1).any() or (placed[self.must] < 1).any()
            else "a seat with too many holders"
            if (np.bincount(network.seat[chosen], minlength=network.seats) > self.capacity).any()
            else "a limit broken"
            if (self.rows.matrix[:, chosen].sum(axis=1) > self.rows.most).any()
            else "another worth"
            if int(warm.problem.merit[chosen].sum()) != found.total
            else ""
        )
        if fault:
            raise Unverified(f"the plan found for a change has {fault}")
