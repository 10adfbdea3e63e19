"""What can be said of a plan, tested: five properties, each with the case that breaks it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Assignment, assign
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.matching.market import Market
from workbench.placement.matching.rules import Matchings, attainable, bound_to_floor, placed_rows, seats_filled
from workbench.placement.plan import Plan

PROPERTIES: Mapping[str, tuple[str, str, str, str]] = {
    "merit": (
        "Jumlah merit terbesar",
        "Greatest total merit",
        "tidak ada rencana yang mengisi lebih banyak kursi kritis, atau sebanyak itu dengan jumlah yang lebih besar",
        "no plan fills more critical seats, or as many with a greater total",
    ),
    "right_to_stay": (
        "Tidak ada yang dirugikan",
        "Nobody worse off",
        "pemangku hanya pindah ke tempat yang lebih diinginkannya, kecuali karena kunci",
        "holders move only to a place that they prefer, except by a lock",
    ),
    "stable": (
        "Tanpa pasangan penghalang",
        "No blocking pair",
        "tidak ada orang dan kursi yang saling lebih memilih daripada yang mereka dapat",
        "no person and seat prefer each other to what they got",
    ),
    "max_min": (
        "Skor terendah setinggi mungkin",
        "Lowest score is greatest",
        "tidak ada rencana yang mengisi kursi yang sama dengan skor terendah yang lebih tinggi di antara yang pindah",
        "no plan that fills the same seats has a higher lowest score among those who move",
    ),
    "no_envy": (
        "Tanpa iri merit",
        "No merit envy",
        "tidak ada yang lebih menginginkan kursi pendatang baru yang skornya lebih rendah daripada skornya sendiri",
        "nobody prefers the seat of a newcomer whose score there is lower than their own",
    ),
}
"""Property -> its name in Indonesian and English, and what it says in Indonesian and English."""

BY_CONSTRUCTION: Mapping[str, tuple[str, ...]] = {
    "merit": ("merit",),
    "right_to_stay": ("right_to_stay",),
    "stable": ("stable", "right_to_stay"),
    "max_min": ("max_min",),
}
"""Rule -> the properties that every plan made by it has. Where no unit stated an order a stable one has no envy too."""


def properties(asked: Market, plan: Plan, best: Assignment | None = None) -> pd.DataFrame:
    """One row a property: property, holds, cases, nip, post, over, points: how many cases break it, and the worst of
    them: the person, the post in question, who sits there (missing: the seat is empty), and by how many points.

    `best`: the merit optimum of this market when it is known already. Preferences are judged as they are, ties as ties:
    a lot makes no case. Raises ValueError for a plan that stands on other ground.
    """
    return judged(asked, placed_rows(asked, plan), best)


def judged(asked: Market, chosen: Whole, best: Assignment | None = None) -> pd.DataFrame:
    """`properties` of the chosen rows of a market."""
    rows = {
        "merit": _merit(asked, chosen, best),
        "right_to_stay": _worse_off(asked, chosen),
        "stable": _blocking(asked, chosen),
        "max_min": _floor(asked, chosen),
        "no_envy": _envy(asked, chosen),
    }
    table = pd.DataFrame([{"property": name, **row} for name, row in rows.items()])
    table.insert(1, "holds", table["cases"] == 0)
    return table.astype({"nip": "str", "post": "str", "over": "str", "points": "Int64"})


def matrix(made: Matchings) -> pd.DataFrame:
    """Every plan against every property: rule, then the columns of `properties`, and by_construction."""
    merit = made.plans["merit"]
    best = merit.assignment if isinstance(merit, Plan) else None
    tables = [properties(made.market, plan, best).assign(rule=rule) for rule, plan in made.found.items()]
    if not tables:
        return pd.DataFrame({"rule": pd.Series(dtype="str")})
    table = pd.concat(tables, ignore_index=True)
    sure = [
        prop in by_construction(made.market, rule) for rule, prop in zip(table["rule"], table["property"], strict=True)
    ]
    table.insert(0, "rule", table.pop("rule"))
    return table.assign(by_construction=sure)


def by_construction(asked: Market, rule: str) -> tuple[str, ...]:
    """The properties that a plan made by this rule must have on this market."""
    sure = BY_CONSTRUCTION[rule]
    return (*sure, "no_envy") if rule == "stable" and not asked.units_rank else sure


Case = dict[str, Any]


def _case(asked: Market, row: int, cases: int, over: int = -1, points: int | None = None) -> Case:
    nips = asked.ground.people["nip"]
    return {
        "cases": cases,
        "nip": nips.iloc[asked.person[row]],
        "post": asked.ground.seats["post"].iloc[asked.at[row]],
        "over": nips.iloc[over] if over >= 0 else None,
        "points": points,
    }


def _nothing() -> Case:
    return {"cases": 0, "nip": None, "post": None, "over": None, "points": None}


def _merit(asked: Market, chosen: Whole, best: Assignment | None) -> Case:
    if best is None:
        found = assign(asked.pairs[["nip", "post", "score", "stay", "holds"]], asked.seats, must=asked.must)
        if isinstance(found, Infeasible):
            raise ValueError(found.reason_en)
        best = found
    weight = asked.seats.set_index("at")["weight"]
    critical = int(weight.reindex(asked.at[chosen]).sum())
    total = int(asked.score[chosen].sum() + asked.pairs["stay"].to_numpy()[chosen].sum())
    short = (best.critical - critical) * best.worth + best.total - total
    return {**_nothing(), "cases": int(short > 0), "points": best.total - total if short else None}


def _worse_off(asked: Market, chosen: Whole) -> Case:
    own = np.flatnonzero(asked.secure)
    wish = _present(asked, chosen, asked.wish, np.iinfo(np.int64).max)
    stays = np.isin(own, chosen)
    hurt = own[~stays & (wish[asked.person[own]] >= asked.wish[own])]
    if not len(hurt):
        return _nothing()
    place = np.full(len(asked.ground.people), -1)
    place[asked.person[chosen]] = chosen
    where = place[asked.person[hurt]]
    worst = hurt[0] if (where < 0).all() else where[where >= 0][0]
    return _case(asked, int(worst), len(hurt))


def _present(asked: Market, chosen: Whole, values: Whole, nothing: int) -> Whole:
    """By person of the ground: a value of the pair that the plan chose."""
    found = np.full(len(asked.ground.people), nothing, np.int64)
    found[asked.person[chosen]] = values[chosen]
    return found


def _longing(asked: Market, chosen: Whole) -> Mask:
    """Pairs that the person would rather have than what the plan gives. A locked person has but one pair."""
    return asked.wish < _present(asked, chosen, asked.wish, np.iinfo(np.int64).max)[asked.person]


def _weakest(asked: Market, rows: Whole, rank: Whole) -> Whole:
    """By post of the ground: of `rows` the one that comes last by `rank` (greater is later), -1 for none."""
    found = np.full(len(asked.ground.seats), -1)
    order = rows[np.lexsort((asked.person[rows], rank[rows]))]
    found[asked.at[order]] = order
    return found


def _blocking(asked: Market, chosen: Whole) -> Case:
    """A person, and a seat that is empty or whose holder without a right to it comes later in the post's order."""
    wanted = np.flatnonzero(_longing(asked, chosen))
    empty = asked.capacity - seats_filled(asked, chosen) > 0
    last = _weakest(asked, chosen[asked.first_in_line[chosen] == 2], asked.priority)
    holder = last[asked.at[wanted]]
    earlier = (asked.first_in_line[wanted] < 2) | (asked.priority[wanted] < asked.priority[holder])
    blocks = empty[asked.at[wanted]] | ((holder >= 0) & earlier)
    return _worst(asked, wanted[blocks], np.where(empty[asked.at[wanted]], -1, holder)[blocks])


def _envy(asked: Market, chosen: Whole) -> Case:
    """A person, and the seat of a newcomer whose merit there is lower; locked newcomers are the price of a lock."""
    wanted = np.flatnonzero(_longing(asked, chosen))
    newcomers = chosen[~asked.holds[chosen] & ~asked.locked[chosen]]
    holder = _weakest(asked, newcomers, -asked.score)[asked.at[wanted]]
    envies = (holder >= 0) & (asked.score[wanted] > asked.score[holder])
    return _worst(asked, wanted[envies], holder[envies])


def _worst(asked: Market, rows: Whole, over: Whole) -> Case:
    """The case with the greatest difference in score; an empty seat counts as none at all."""
    if not len(rows):
        return _nothing()
    margin = asked.score[rows] - np.where(over >= 0, asked.score[over], 0)
    worst = int(np.argmax(margin))
    holder = int(asked.person[over[worst]]) if over[worst] >= 0 else -1
    return _case(asked, int(rows[worst]), len(rows), holder, int(margin[worst]))


def _floor(asked: Market, chosen: Whole) -> Case:
    judged = chosen[bound_to_floor(asked)[chosen]]
    if not len(judged):
        return _nothing()
    lowest = judged[np.argmin(asked.score[judged])]
    floor = int(asked.score[lowest])
    if not attainable(asked, chosen, floor + 1):
        return _nothing()
    return _case(asked, int(lowest), int((asked.score[judged] == floor).sum()), points=floor)
