"""Four rival plans on one market: greatest merit, right to stay, stable, and the strongest weakest link.

Each is a `Plan` like any other, so that screens and reports show it as they show the merit optimum. Its `gap` says by
how many points the merit optimum (critical seats included) exceeds it: what the rule costs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Assignment, Infeasible, Progress, StopSign, assign
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.shortage import few
from workbench.placement.ground import Ground, part, tick
from workbench.placement.matching.market import Market, market
from workbench.placement.plan import Plan, solve, told
from workbench.scenario import Policy

RULES = ("merit", "right_to_stay", "stable", "max_min")

LABELS: Mapping[str, tuple[str, str]] = {
    "merit": ("Merit tertinggi", "Greatest merit"),
    "right_to_stay": ("Hak tetap tinggal", "Right to stay"),
    "stable": ("Pencocokan stabil", "Stable matching"),
    "max_min": ("Terlemah setinggi mungkin", "Strongest weakest link"),
}
"""Rule -> what it is called in Indonesian, in English."""


@dataclass(frozen=True, eq=False)
class Matchings:
    """`plans`: by rule, in the order of `RULES`; `Infeasible` where the locks leave no such plan."""

    market: Market
    plans: Mapping[str, Plan | Infeasible]

    @property
    def found(self) -> dict[str, Plan]:
        """The plans that there are."""
        return {rule: plan for rule, plan in self.plans.items() if isinstance(plan, Plan)}


def matchings(
    ground: Ground,
    policy: Policy,
    *,
    head: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Matchings:
    """The four rival plans under the policy's weights, price, locks and bans; its limits are set aside for all four
    (`market.set_aside` names them). Raises `Stopped` when asked to."""
    asked = market(ground, policy, progress=part(progress, 0.0, 0.2), stop=stop)
    tick(progress, stop, 0.2, "Mencari rencana menurut merit")
    best = solve(ground, asked.policy, head={**(head or {}), "matching": "merit"}, stop=stop)
    plans: dict[str, Plan | Infeasible] = {"merit": best}
    for number, (rule, make) in enumerate(_MAKERS.items()):
        tick(progress, stop, 0.4 + 0.2 * number, f"Mencari rencana: {LABELS[rule][0].lower()}")
        told = {**(head or {}), "matching": rule}
        plans[rule] = make(asked, best, told, stop) if isinstance(best, Plan) else best
    tick(progress, stop, 1.0, "Selesai")
    return Matchings(asked, plans)


def right_to_stay(
    asked: Market, best: Plan, head: Mapping[str, Any] | None = None, stop: StopSign | None = None
) -> Plan | Infeasible:
    """The greatest merit among plans in which no holder moves but to a place preferred to the own seat.

    Whoever is locked, and the holders of a post where a lock takes one seat too many, are moved with cause.
    """
    chosen = staying(asked, stop)
    return chosen if isinstance(chosen, Infeasible) else _preferring(asked, _as_plan(asked, best, chosen, head))


def stable(
    asked: Market, best: Plan, head: Mapping[str, Any] | None = None, stop: StopSign | None = None
) -> Plan | Infeasible:
    """The stable matching that is best for people, every holder being first in line for the own seat.

    A seat is left empty rather than filled by somebody who would rather be elsewhere. Neither the price of a move nor
    critical seats play a part.
    """
    tick(None, stop, 0.0, "")
    chosen = deferring(asked)
    return chosen if isinstance(chosen, Infeasible) else _preferring(asked, _as_plan(asked, best, chosen, head))


def max_min(
    asked: Market, best: Plan, head: Mapping[str, Any] | None = None, stop: StopSign | None = None
) -> Plan | Infeasible:
    """Among plans that fill the same number of seats of each post as the merit optimum: the lowest score of whoever
    moves is as high as can be, then the total as great as can be.

    Who stays was chosen by nobody, and who is moved by a lock was chosen by hand: neither is held to the floor.
    """
    chosen = strengthening(asked, placed_rows(asked, best), stop)
    return chosen if isinstance(chosen, Infeasible) else _as_plan(asked, best, chosen, head)


_MAKERS: Mapping[str, Callable[[Market, Plan, Mapping[str, Any], StopSign | None], Plan | Infeasible]] = {
    "right_to_stay": right_to_stay,
    "stable": stable,
    "max_min": max_min,
}


# rows of the market ---------------------------------------------------------------------------------------------------


def staying(asked: Market, stop: StopSign | None = None) -> Whole | Infeasible:
    """The rows of `right_to_stay`."""
    found = assign(_given(asked.pairs[asked.willing]), asked.seats, must=asked.must, stop=stop)
    return found if isinstance(found, Infeasible) else _chosen(asked, found.table)


def deferring(asked: Market) -> Whole | Infeasible:
    """The rows of `stable`: deferred acceptance after raising each holder to the top of the own seat's order.

    That is the modified mechanism which Combe, Tercieux & Terrier (2022) study for teachers who hold posts; the right
    to the own seat goes back to Abdulkadiroğlu & Sönmez (1999). Among equals a person keeps the own seat, then takes
    the seat with the higher own score; a post takes the higher score; then lots decide, so there is one answer.
    """
    from workbench.placement.matching.kernels import deferred_acceptance

    rows = np.flatnonzero(asked.willing)
    turn = np.empty(len(asked.pairs), np.int64)
    turn[asked.in_line] = np.arange(len(asked.pairs))
    order = rows[asked.by_wish[rows].argsort()]
    kept = deferred_acceptance(
        asked.person[order], asked.at[order], turn[order], len(asked.ground.people), asked.capacity
    )
    chosen = np.sort(order[kept[kept >= 0]])
    left = asked.must.difference(pd.Index(asked.pairs["nip"].iloc[chosen].astype("str")))
    return _unplaced(tuple(left)) if len(left) else chosen


def strengthening(asked: Market, best: Whole, stop: StopSign | None = None) -> Whole | Infeasible:
    """The rows of `max_min`, given those of the merit optimum: bisection over the scores that a floor can have."""
    filled, free = seats_filled(asked, best), bound_to_floor(asked)
    judged = best[free[best]]
    if not len(judged):
        return best
    levels = np.unique(asked.score[free])
    low, high = int(np.searchsorted(levels, asked.score[judged].min())), len(levels) - 1
    while low < high:
        tick(None, stop, 0.0, "")
        middle = (low + high + 1) // 2
        if attainable(asked, best, int(levels[middle])):
            low = middle
        else:
            high = middle - 1
    kept = ~free | (asked.score >= levels[low])
    scope = asked.ground.seats["in_scope"].to_numpy()[asked.seats["at"]]
    seats = asked.seats.assign(
        capacity=np.where(scope, filled[asked.seats["at"]], asked.seats["capacity"]), weight=scope.astype("int64")
    )
    found = assign(_given(asked.pairs[kept]), seats, must=asked.must, stop=stop)
    return found if isinstance(found, Infeasible) else _chosen(asked, found.table)


def _given(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs[["nip", "post", "score", "stay", "holds"]]


def _chosen(asked: Market, table: pd.DataFrame) -> Whole:
    ground = asked.ground
    person = np.asarray(pd.Index(ground.people["nip"]).get_indexer(pd.Index(table["nip"])))
    at = np.asarray(pd.Index(ground.seats["post"]).get_indexer(pd.Index(table["post"])))
    return np.sort(asked.rows(person, at))


# floors ---------------------------------------------------------------------------------------------------------------


def bound_to_floor(asked: Market) -> Mask:
    """By pair: whether it is a move that nothing forces, the only kind that a floor on scores judges."""
    return ~asked.holds & ~asked.locked & ~asked.exposed[asked.person]


def seats_filled(asked: Market, chosen: Whole) -> Whole:
    """By post of the ground: how many of its seats the chosen rows fill."""
    return np.bincount(asked.at[chosen], minlength=len(asked.ground.seats))


def attainable(asked: Market, chosen: Whole, floor: int) -> bool:
    """Whether as many seats of each post in scope as the chosen rows fill can be filled, and everybody placed who must
    be, with no free move below `floor`."""
    from workbench.placement.matching.kernels import refillable

    kept = ~bound_to_floor(asked) | (asked.score >= floor)
    scope = asked.ground.seats["in_scope"].to_numpy()
    need = np.where(scope, seats_filled(asked, chosen), asked.capacity)
    seated = np.full(len(asked.ground.people), -1)
    still = chosen[kept[chosen]]
    seated[asked.person[still]] = asked.at[still]
    obliged = np.zeros(len(asked.ground.people), bool)
    obliged[asked.person[asked.pairs["must"].to_numpy(bool)]] = True
    return bool(refillable(asked.person, asked.at, asked.by_seat, kept, seated, need, scope, obliged))


# plans ----------------------------------------------------------------------------------------------------------------


def placed_rows(asked: Market, plan: Plan) -> Whole:
    """The pairs that a plan chose, as rows of the market. Raises ValueError for a plan that stands on other ground."""
    ground = asked.ground
    person = np.asarray(pd.Index(ground.people["nip"]).get_indexer(pd.Index(plan.rows["nip"])))
    at = np.asarray(pd.Index(ground.seats["post"]).get_indexer(pd.Index(plan.rows["to_post"])))
    rows = asked.rows(person, at)
    if (person < 0).any() or (at < 0).any() or (rows < 0).any():
        strange = plan.rows.iloc[int(np.argmax((person < 0) | (at < 0) | (rows < 0)))]
        raise ValueError(f"the plan puts {strange['nip']} on {strange['to_post']}, which is no pair of this market")
    outside = asked.holds & ~ground.seats["in_scope"].to_numpy()[asked.at]
    outside &= ~np.isin(asked.person, person)
    return np.sort(np.concatenate([rows, np.flatnonzero(outside)]))


def _as_plan(asked: Market, best: Plan, chosen: Whole, head: Mapping[str, Any] | None) -> Plan:
    """The chosen rows as a plan, bounded by the merit optimum and its proof."""
    pairs = asked.pairs.iloc[np.sort(chosen)]
    weight = asked.seats.set_index("at")["weight"]
    assignment: Assignment = replace(
        best.assignment,
        table=pairs[["nip", "post", "score", "stay"]].astype({"nip": "str", "post": "str"}).reset_index(drop=True),
        total=int((pairs["score"] + pairs["stay"]).sum()),
        critical=int(weight.reindex(pairs["at"]).sum()),
        moves=int((~pairs["holds"]).sum()),
    )
    return told(asked.ground, asked.policy, assignment, head or {})


def _preferring(asked: Market, plan: Plan) -> Plan:
    """Seats that stay empty because none of their candidates prefers them say so."""
    chosen = placed_rows(asked, plan)
    present = np.full(len(asked.ground.people), np.iinfo(np.int64).max)
    present[asked.person[chosen]] = asked.wish[chosen]
    wanted = asked.willing & (asked.wish < present[asked.person])
    posts = asked.ground.seats["post"].to_numpy()[np.unique(asked.at[wanted])]
    idle = plan.vacant["reason"].isin(["price", "elsewhere"]) & ~plan.vacant["post"].isin(posts)
    return replace(plan, vacant=plan.vacant.assign(reason=plan.vacant["reason"].mask(idle, "unwanted")))


def _unplaced(nips: tuple[str, ...]) -> Infeasible:
    return Infeasible(
        f"Tidak ada pencocokan stabil yang memberi tempat kepada {few(nips, 'dan {} lainnya')}, "
        "yang kursinya diambil oleh sebuah kunci.",
        nips,
        (),
        "no_stable",
        f"No stable matching leaves a place for {few(nips, 'and {} more')}, whose seat a lock has taken.",
    )
