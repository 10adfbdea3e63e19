"""What locks and bans cost: merit lost, people passed over, and who is placed otherwise because of them."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement import asked as placing
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.problem import Problem
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import Overrides
from workbench.placement.ground import tick
from workbench.placement.plan import Plan, seated, solve
from workbench.placement.why.explain import row_of, seat_of, steps_table
from workbench.placement.why.limits import barring
from workbench.placement.why.resolved import NONE, Loss, Proven, chain, turned
from workbench.placement.why.words import (
    FORBIDDEN,
    LIMITS,
    LOCKED,
    LOCKED_ELSEWHERE,
    NOT_SET,
    OUTSIDE,
    Untold,
)
from workbench.scenario import Forbid, Lock, Release

COLUMNS = (
    *("kind", "nip", "post", "critical", "points", "moves", "score"),
    *("passed_over", "steps", "affected", "findings_no", "needed"),
)


@dataclass(frozen=True, eq=False)
class Price:
    """What one lock or ban costs: the plan with it against the plan without it, all else as it is.

    `loss`: what the plan with it has less (below zero: more, since a lock may do what no rule allows); None where there
    is no plan without it, and `needed` says why. `passed_over`: who may be proposed for the post, has a higher
    score than whoever this override puts there, and ends on no higher level. `chain`: who is placed otherwise because
    of it: nip, from_post (without it), to_post (with it), score_from, score_to. `steps`: moves that the plan makes only
    with it, besides that of the person itself. `findings_no`: rules that bar and say no of a locked person. `near`:
    points by which the loss may be off, where one of the two plans is within limits and not proven best.
    """

    kind: str
    nip: str
    post: str
    loss: Loss | None
    passed_over: tuple[str, ...]
    chain: pd.DataFrame
    steps: int
    findings_no: int
    needed: Infeasible | None = None
    near: int = 0

    @property
    def affected(self) -> int:
        """People placed otherwise because of it, besides the person itself."""
        return int((self.chain["nip"] != self.nip).sum())

    def to_record(self) -> dict[str, Any]:
        chain = self.chain.astype(object).where(self.chain.notna(), None)
        return {
            **{name: getattr(self, name) for name in ("kind", "nip", "post", "steps", "affected", "findings_no")},
            "near": self.near,
            "loss": None if self.loss is None else self.loss.to_record(),
            "passed_over": list(self.passed_over),
            "chain": chain.to_dict("records"),
            "needed": None if self.needed is None else self.needed.reason,
        }


@dataclass(frozen=True, eq=False)
class Priced:
    """All locks and bans of a policy with their prices. `together`: what all of them cost at once; None where one is
    needed. `interaction`: `together` beyond the sum of the single prices: above zero where they block one another's
    ways out, below it where one already pays for another."""

    prices: tuple[Price, ...]
    together: Loss | None

    @property
    def interaction(self) -> Loss | None:
        single = [price.loss for price in self.prices]
        if self.together is None or None in single:
            return None
        return self.together - sum((loss for loss in single if loss is not None), Loss(0, 0, 0))

    @property
    def table(self) -> pd.DataFrame:
        """One row an override, dearest first: kind, nip, post, critical, points, moves, score (missing where needed),
        passed_over, steps, affected, findings_no, needed."""
        rows = [
            [
                *(price.kind, price.nip, price.post),
                *((pd.NA,) * 4 if price.loss is None else price.loss.parts),
                *(len(price.passed_over), price.steps, price.affected, price.findings_no, price.needed is not None),
            ]
            for price in self.prices
        ]
        table = pd.DataFrame(rows, columns=list(COLUMNS))
        return table.astype(
            dict.fromkeys(COLUMNS[3:-1], "Int64") | {"kind": "str", "nip": "str", "post": "str", "needed": bool}
        )

    def to_record(self) -> dict[str, Any]:
        return {
            "overrides": [price.to_record() for price in self.prices],
            "together": None if self.together is None else self.together.to_record(),
            "interaction": None if self.interaction is None else self.interaction.to_record(),
        }


def overrides(plan: Plan, *, progress: Progress | None = None, stop: StopSign | None = None) -> Priced:
    """Every lock and ban of the plan's policy with its price, dearest first. The scope stays as it is: a post that a
    lock brought into it remains a goal of the plan. Under limits each price is a search of some seconds. Raises
    `Stopped` when asked to stop."""
    if plan.standing is None:
        return _within(plan, progress, stop)
    now, policy = Proven.of(plan.standing), plan.policy
    prices: list[Price] = []
    every = len(policy.locks) + len(policy.forbids)
    for kind, seats in (("lock", policy.locks), ("forbid", policy.forbids)):
        for nip, post in sorted(seats):
            tick(progress, stop, len(prices) / every, f"Menghitung harga penetapan, {len(prices) + 1} dari {every}")
            single = _asked(plan, kind, nip, post)
            prices.append(_price(plan, kind, nip, post, now, now.under(_less(now.standing.overrides, single))))
    free = turned(now, Overrides(seats=now.standing.overrides.seats))
    together = None if isinstance(free, Infeasible) else -free.loss
    tick(progress, stop, 1.0, "Selesai")
    return Priced(tuple(sorted(prices, key=_dearness)), together)


def _within(plan: Plan, progress: Progress | None, stop: StopSign | None) -> Priced:
    """The same under limits: the best plan within them without each override, and without them all."""
    policy, found = plan.policy, []
    every = [("lock", *seat) for seat in sorted(policy.locks)] + [("forbid", *seat) for seat in sorted(policy.forbids)]
    claims = [_claims(plan, *one) for one in every]

    def without(gone: list[tuple[str, str, str]], number: int) -> Plan | Infeasible:
        tick(progress, stop, number / (len(every) + 1), f"Menghitung harga penetapan, {number} dari {len(every)}")
        named = {kind: {(nip, post) for one, nip, post in gone if one == kind} for kind in ("lock", "forbid")}
        asked = replace(policy, locks=policy.locks - named["lock"], forbids=policy.forbids - named["forbid"])
        return solve(plan.ground, asked, stop=stop)

    for number, one in enumerate(every):
        found.append(_searched(plan, *one, claims[number], without([one], number + 1)))
    free = plan if not every else None if len(every) == 1 else without(every, len(every))
    together = _less_than(free, plan) if isinstance(free, Plan) else found[0].loss if len(every) == 1 else None
    tick(progress, stop, 1.0, "Selesai")
    return Priced(tuple(sorted(found, key=_dearness)), together)


def _claims(plan: Plan, kind: str, nip: str, post: str) -> tuple[str, ...]:
    """Whom an override passes over, those left out whom a limit keeps away."""
    offered, seat = plan.offered, seat_of(plan.ground, post)
    has = _Open(offered.whole, offered.asked, seated(plan.ground, plan.found))
    claims = _passed_over(plan, kind, row_of(plan.ground, nip), seat, has)
    return tuple(who for who in claims if barring(plan, row_of(plan.ground, who), seat) is None)


def _searched(
    plan: Plan, kind: str, nip: str, post: str, passed_over: tuple[str, ...], other: Plan | Infeasible
) -> Price:
    against = _findings_no(plan, nip, post) if kind == "lock" else 0
    if isinstance(other, Infeasible):
        return Price(kind, nip, post, None, passed_over, steps_table(plan, ()), 0, against, other)
    person = row_of(plan.ground, nip)
    steps = chain(seated(plan.ground, other.found), seated(plan.ground, plan.found), person)
    loss, table, new = _less_than(other, plan), steps_table(plan, steps), _new(plan, steps, person)
    near = plan.assignment.gap + other.assignment.gap
    return Price(kind, nip, post, loss, passed_over, table, new, against, near=near)


def _less_than(plan: Plan, other: Plan) -> Loss:
    """What the other plan has less."""
    one, two = plan.assignment, other.assignment
    scores = (int(each.table["score"].sum()) for each in (one, two))
    return Loss(one.critical - two.critical, one.total - two.total, two.moves - one.moves, next(scores) - next(scores))


def price_of(plan: Plan, move: Lock | Forbid | Release) -> Price | Infeasible | Untold:
    """What a lock or ban would cost before it is made; of a release, what the override in force costs. `Infeasible`
    when there is no plan with it, `Untold` when the question has no answer. Raises KeyError for strangers."""
    if plan.standing is None:
        return LIMITS
    person, seat = row_of(plan.ground, move.nip), seat_of(plan.ground, move.post)
    policy, pair = plan.policy, (move.nip, move.post)
    now = Proven.of(plan.standing)
    if isinstance(move, Release):
        if pair not in policy.locks | policy.forbids:
            return NOT_SET
        kind = "lock" if pair in policy.locks else "forbid"
        without = now.under(_less(now.standing.overrides, _asked(plan, kind, *pair)))
        return _price(plan, kind, *pair, now, without)
    refused = _refused(plan, move, person, seat)
    if refused is not None:
        return refused
    single = _asked(plan, move.kind, *pair)
    asked = now.standing.overrides
    after = now.under(replace(asked, held=asked.held | single.held, barred=asked.barred | single.barred))
    return after if isinstance(after, Infeasible) else _price(plan, move.kind, *pair, after, now)


def _refused(plan: Plan, move: Lock | Forbid, person: int, seat: int) -> Untold | None:
    policy, pair = plan.policy, (move.nip, move.post)
    if pair in policy.locks:
        return LOCKED
    if pair in policy.forbids:
        return FORBIDDEN
    if isinstance(move, Lock):
        if any(nip == move.nip for nip, _ in policy.locks):
            return LOCKED_ELSEWHERE
        if not plan.ground.seats["in_scope"].iloc[seat]:
            return OUTSIDE
    return None


def _asked(plan: Plan, kind: str, nip: str, post: str) -> Overrides:
    """One lock or ban in the numbers of the problem."""
    one = frozenset({(nip, post)})
    locks, forbids = (one, frozenset()) if kind == "lock" else (frozenset(), one)
    return placing.overrides(plan.ground, replace(plan.policy, locks=locks, forbids=forbids))


def _less(asked: Overrides, single: Overrides) -> Overrides:
    return replace(asked, held=asked.held - single.held, barred=asked.barred - single.barred)


def _price(plan: Plan, kind: str, nip: str, post: str, has: Proven, without: Proven | Infeasible) -> Price:
    person, seat = row_of(plan.ground, nip), seat_of(plan.ground, post)
    open_to = _Open(has.standing.problem, has.standing.overrides, has.at)
    passed_over = tuple(_passed_over(plan, kind, person, seat, open_to))
    against = _findings_no(plan, nip, post) if kind == "lock" else 0
    if isinstance(without, Infeasible):
        return Price(kind, nip, post, None, passed_over, steps_table(plan, ()), 0, against, without)
    steps = chain(without.at, has.at, person)
    loss = without.totals.less(has.totals)
    return Price(kind, nip, post, loss, passed_over, steps_table(plan, steps), _new(plan, steps, person), against)


def _new(plan: Plan, steps: tuple[tuple[int, int, int], ...], person: int) -> int:
    """Moves among these steps, besides that of the person."""
    held = plan.ground.held
    return sum(taken not in (NONE, held[who]) for who, _, taken in steps if who != person)


@dataclass(frozen=True, eq=False)
class _Open:
    """Who could take which seat, under which overrides, and where the plan has them: (people,) -1 for none."""

    problem: Problem
    asked: Overrides
    at: Whole


def _findings_no(plan: Plan, nip: str, post: str) -> int:
    told = plan.ground.findings.of(nip, post)
    return int((told["bars"].astype(bool) & (told["verdict"] == "no")).sum())


def _passed_over(plan: Plan, kind: str, person: int, seat: int, has: _Open) -> list[str]:
    """Who has the better claim to the post and gains nothing better elsewhere, by NIP."""
    ground, problem, asked = plan.ground, has.problem, has.asked
    level = np.append(ground.seats["level"].to_numpy(np.int64), 0)
    ends = level[has.at]  # -1, none, reads the 0 at the end

    def no_better(who: np.ndarray) -> np.ndarray:
        return (has.at[who] != seat) & (ends[who] <= level[seat])

    _, first = problem.network.firsts
    rows = problem.network.by_seat[first[seat] : first[seat + 1]]
    scores = pd.Series(problem.score[rows], index=problem.network.person[rows])
    if kind == "forbid":
        held = {one.person: one.score for one in asked.held}
        there = [held[int(one)] if int(one) in held else int(scores[one]) for one in np.flatnonzero(has.at == seat)]
        better = bool(there) and person in scores.index and int(scores[person]) > min(there)
        who = np.array([person] if better else [], np.int64)
    else:
        mine = next(one.score for one in asked.held if one.person == person)
        who = np.unique(scores.index[scores > mine]).astype(np.int64)
        locked, bars = [one.person for one in asked.held], [one for one, at in asked.barred if at == seat]
        who = who[~np.isin(who, [*locked, *bars])]
    return sorted(str(nip) for nip in ground.people["nip"].to_numpy()[who[no_better(who)]])


def _dearness(price: Price) -> tuple[Any, ...]:
    lost = (1, 0, 0) if price.loss is None else (0, *(-part for part in price.loss.judged[:2]))
    return (*lost, price.kind, price.nip, price.post)
