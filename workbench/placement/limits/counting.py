"""What each kind of limit counts: the rows of one limit over the pairs of a plan, in whole numbers.

A share or a mean is multiplied out: "at least num / den of the holders" is `sum of (num - den * member) <= 0`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.ground import Ground
from workbench.scenario import Budget, Policy, Quality, Relocation, Share, UnitMoves
from workbench.scenario.limits import LOCAL
from workbench.staffing.lines import lineage
from workbench.staffing.offices import office_of

NONE = -1
PERCENT = 100

Value = Callable[[Whole, Whole], tuple[Whole, Mask]]
"""Row numbers of people and of their posts -> what each counts, and where that rests on something unknown."""


@dataclass(frozen=True, eq=False)
class Facts:
    """People, posts and pairs as row numbers. `person`, `at`, `holds`: the pairs. `held`: (people,) the own post, -1
    for none. `stays`: who holds it and neither has left nor leaves within the horizon. `fixed`: who stays there
    whatever is chosen, being in no pair."""

    ground: Ground
    policy: Policy
    person: Whole
    at: Whole
    holds: Mask
    held: Whole
    stays: Mask
    fixed: Mask

    @classmethod
    def of(cls, ground: Ground, policy: Policy, pairs: pd.DataFrame) -> "Facts":
        people = ground.people
        person, at = (pairs[name].to_numpy(np.int64) for name in ("person", "at"))
        held = ground.held
        stays = (people["active"] & people["leaves"].isna()).to_numpy(bool) & (held >= 0)
        # Whoever is barred from the own seat and has no other pair ends without a post.
        barred = pd.DataFrame(sorted(policy.forbids), columns=["nip", "post"], dtype="str")
        own = people[["nip", "post"]].merge(barred, on=["nip", "post"], how="left", indicator=True, validate="1:1")
        fixed = stays & (own["_merge"] != "both").to_numpy()
        fixed[person] = False
        return cls(ground, policy, person, at, pairs["holds"].to_numpy(bool), held, stays, fixed)

    @cached_property
    def must(self) -> Mask:
        """(people,) who gets one of the own pairs: whoever could stay, and whoever is locked."""
        locked = self.ground.people["nip"].isin([nip for nip, _ in self.policy.locks]).to_numpy(bool)
        could_stay = np.zeros(len(locked), bool)
        could_stay[self.person[self.holds]] = True
        return locked | could_stay

    @cached_property
    def moves(self) -> Whole:
        """The pairs that are moves."""
        return np.flatnonzero(~self.holds)

    @cached_property
    def unit(self) -> pd.Series:
        """(posts,) the unit of each post."""
        return self.ground.staffing.posts["unit"]

    @cached_property
    def office(self) -> pd.Series:
        """(posts,) the regional office of each post, missing for those above all offices."""
        return self.unit.map(office_of(self.ground.staffing))

    @cached_property
    def _tree(self) -> pd.DataFrame:
        return lineage(self.ground.staffing.units)

    def inside(self, unit: str) -> Mask:
        """(posts,) whether a post stands in `unit` or beneath it."""
        return self.unit.isin(self._tree.loc[self._tree["above"] == unit, "unit"]).to_numpy(bool)

    def from_inside(self, unit: str) -> Mask:
        """(people,) whose own post stands in `unit` or beneath it."""
        return (self.held >= 0) & self.inside(unit)[self.held]

    def places(self, limit: Share | Quality, counted: Mask) -> tuple[Whole, list[str | None]]:
        """(posts,) the row in which a post counts (-1: in none), and the unit of each row."""
        if limit.each:
            rows, units = pd.factorize(self.office.where(counted), sort=True)
            return rows.astype(np.int64), list(units)
        here = counted & (self.inside(limit.unit) if limit.unit is not None else True)
        return np.where(here, 0, NONE), [limit.unit]

    @cached_property
    def _region(self) -> tuple[pd.Series, pd.Series]:
        """(people,) the region of work on record, and (posts,) the region of each post's unit."""
        staffing = self.ground.staffing
        return staffing.employees["region"], self.unit.map(staffing.units.set_index("unit")["region"]).astype("str")

    @cached_property
    def regions(self) -> pd.Index:
        people, posts = self._region
        return pd.Index(sorted({*people.dropna(), *posts.dropna()}), dtype="str")

    @cached_property
    def region_of_person(self) -> Whole:
        """(people,) place of each person's region among `regions`, -1 unknown."""
        return np.asarray(self.regions.get_indexer(pd.Index(self._region[0])), dtype=np.int64)

    @cached_property
    def region_of_post(self) -> Whole:
        """(posts,) place of each post's region among `regions`, -1 unknown."""
        return np.asarray(self.regions.get_indexer(pd.Index(self._region[1])), dtype=np.int64)

    @cached_property
    def works_in(self) -> Whole:
        """(people,) where a move begins: the region of the own post, else the one on record of the person."""
        own = np.where(self.held >= 0, self.region_of_post[self.held], NONE)
        return np.where(own >= 0, own, self.region_of_person)


@dataclass(frozen=True, eq=False)
class Block:
    """The rows of one limit. `table`: a line a row, with the columns of `LINE`. `entries`: row, pair, amount, unknown
    (whether the amount rests on something unknown), counted (whether it is one of those of whom a share or a mean is
    taken)."""

    table: pd.DataFrame
    entries: pd.DataFrame

    def only(self, kept: Mask) -> "Block":
        """These rows alone."""
        if kept.all():
            return self
        number = np.cumsum(kept) - 1
        entries = self.entries[kept[self.entries["row"]]]
        return Block(
            self.table[kept].reset_index(drop=True), entries.assign(row=number[entries["row"].to_numpy(np.int64)])
        )


LINE: dict[str, Any] = {
    "name": "",
    "limit": "",
    "kind": "",
    "unit": None,
    "nip": None,
    "other": None,
    "most": 0,
    "base": 0,
    "today": 0,
    "eased": False,
    "num": pd.NA,
    "den": pd.NA,
    "sign": 1,
    "scale": 1,
    "people": 0,
    "people_today": 0,
    "asked": np.nan,
}
"""What a line says of its row, and what stands there when it has nothing to say.

most: as the row binds, less `base`: what those count who are in no pair. today: what the row counts as things stand.
num / den (times `scale`, for people to read): the share or mean as it binds, under a floor (sign 1) or a ceiling (-1);
asked: as it was asked; eased: today is beyond what was asked. people, people_today: holders in no pair, and today's.
"""


def lines(rows: int, **columns: Any) -> pd.DataFrame:
    """A table of `rows` lines; what is not named stands as in `LINE`."""
    given = {name: columns.get(name, absent) for name, absent in LINE.items()}
    types: dict[str, Any] = {"num": "Int64", "den": "Int64", **dict.fromkeys(("unit", "nip", "other"), object)}
    return pd.DataFrame(given, index=range(rows)).astype(types)


def entries(row: Whole, pair: Whole, amount: Any = 1, unknown: Any = False, counted: bool = False) -> pd.DataFrame:
    return pd.DataFrame({"row": row, "pair": pair, "amount": amount, "unknown": unknown, "counted": counted})


def sums(row: Whole, amount: Any, rows: int) -> Whole:
    """What the amounts of each row add up to, in whole numbers."""
    total = np.zeros(rows, np.int64)
    np.add.at(total, row, amount)
    return total


# kinds ----------------------------------------------------------------------------------------------------------------


MOVES = "move_limit"
"""The row of the limit that is a field of the policy of its own."""


def total_moves(facts: Facts, most: int) -> Block:
    """Everybody who moves."""
    return _at_most(most, facts.moves, name=MOVES, kind=MOVES)


def unit_moves(facts: Facts, limit: UnitMoves) -> Block:
    """Who moves out of a unit."""
    inside = facts.inside(limit.unit)
    leaving = facts.from_inside(limit.unit)[facts.person] & ~inside[facts.at]
    return _at_most(limit.most, np.flatnonzero(leaving), name=limit.id, kind=limit.kind, unit=limit.unit)


def budget(facts: Facts, limit: Budget) -> Block:
    """What all moves cost. Raises ValueError when the policy does not say what a move costs."""
    costs, unknown = Relocation.of(facts.policy.settings).costs(facts.regions)
    origin, target = facts.works_in[facts.person[facts.moves]], facts.region_of_post[facts.at[facts.moves]]
    amount, unsure = costs[origin, target], unknown[origin, target]
    return _at_most(limit.most, facts.moves, amount, unsure, name=limit.id, kind=limit.kind)


def _at_most(most: int, pair: Whole, amount: Any = 1, unknown: Any = False, **told: Any) -> Block:
    """One row over these pairs. As things stand nobody moves, so nothing is used."""
    return Block(
        lines(1, limit=told["name"], most=most, **told), entries(np.zeros(len(pair), np.int64), pair, amount, unknown)
    )


def frozen(facts: Facts, unit: str) -> Mask:
    """The pairs that would take somebody out of the unit, or into it."""
    return ~facts.holds & (facts.from_inside(unit)[facts.person] != facts.inside(unit)[facts.at])


def share(facts: Facts, limit: Share) -> Block:
    """How many of the holders belong to a group. An unknown counts against the limit: outside the group under a floor,
    inside it under a ceiling."""
    sex = facts.ground.staffing.employees["sex"]
    of_sex, no_sex = sex.eq(limit.group).fillna(False).to_numpy(bool), sex.isna().to_numpy(bool)

    def member(person: Whole, at: Whole) -> tuple[Whole, Mask]:
        if limit.group == LOCAL:
            here, there = facts.region_of_person[person], facts.region_of_post[at]
            unsure = (here < 0) | (there < 0)
            belongs = ~unsure & (here == there)
        else:
            belongs, unsure = of_sex[person], no_sex[person]
        return (belongs if limit.bound == "least" else belongs | unsure).astype(np.int64), unsure

    counted = facts.ground.seats["tier"].isin(limit.tiers).to_numpy(bool)
    return _ratio(facts, limit, counted, member, (limit.percent, PERCENT))


def quality(facts: Facts, limit: Quality) -> Block:
    """The merit of the holders of posts in scope. Today's mean is kept to whole points, rounded down. Where nobody
    holds such a post today, there is no mean of today to keep."""
    merit, weights = facts.ground.merit, facts.policy.weights

    def score(person: Whole, at: Whole) -> tuple[Whole, Mask]:
        low = merit.scores(person, at, weights)
        return low, merit.scores(person, at, weights, most=True) != low

    counted = facts.ground.seats["in_scope"].to_numpy(bool)
    block = _ratio(facts, limit, counted, score, None if limit.points is None else (limit.points, 1))
    return block if limit.points is not None else block.only(block.table["people_today"].to_numpy() > 0)


def _ratio(facts: Facts, limit: Share | Quality, counted: Mask, value: Value, asked: tuple[int, int] | None) -> Block:
    """Rows `sign * sum of (num - den * value) <= 0` over the holders of the posts `counted`, one for each place.

    num / den is the figure asked; or today's, where none is asked or where today is beyond it already and the limit
    does not insist (`reach`).
    """
    place, units = facts.places(limit, counted)
    rows, sign = len(units), -1 if isinstance(limit, Share) and limit.bound == "most" else 1
    holder = np.flatnonzero(facts.stays & (place[facts.held] >= 0))
    row, worth = place[facts.held[holder]], value(holder, facts.held[holder])[0]
    people, total = sums(row, 1, rows), sums(row, worth, rows)
    num, den = (np.full(rows, part, np.int64) for part in asked or (0, 1))
    eased = (people > 0) & (sign * (total * den - num * people) < 0) if asked and not limit.reach else people < 0
    as_today = eased if asked else people > 0
    today = (total, people) if isinstance(limit, Share) else (total // np.maximum(people, 1), np.ones_like(people))
    num, den = (np.where(as_today, now, part) for now, part in zip(today, (num, den), strict=True))
    common = np.gcd(num, den)
    num, den = num // common, den // common

    pair = np.flatnonzero(place[facts.at] >= 0)
    at = place[facts.at[pair]]
    known, unsure = value(facts.person[pair], facts.at[pair])
    counts, stuck = sign * (num[row] - den[row] * worth), facts.fixed[holder]
    base = sums(row[stuck], counts[stuck], rows)
    scale = PERCENT if isinstance(limit, Share) else 1
    table = lines(
        rows,
        name=[f"{limit.id}:{unit}" if limit.each else limit.id for unit in units],
        limit=limit.id,
        kind=limit.kind,
        unit=units,
        most=-base,
        base=base,
        today=sums(row, counts, rows),
        eased=eased,
        num=num,
        den=den,
        sign=sign,
        scale=scale,
        people=sums(row[stuck], 1, rows),
        people_today=people,
        asked=scale * asked[0] / asked[1] if asked else np.nan,
    )
    return Block(table, entries(at, pair, sign * (num[at] - den[at] * known), unsure, counted=True))
