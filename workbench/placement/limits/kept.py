"""Whether a finished plan keeps the limits of its policy: read off its tables alone, one limit after another.

Shares nothing with the rows that the engine works with, so that each proves the other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import pandas as pd

from workbench.placement.plan import Plan
from workbench.scenario import Apart, Budget, Freeze, Limit, Policy, Quality, Share, UnitMoves
from workbench.scenario.limits import LOCAL

COLUMNS = ["limit", "kind", "unit", "nip", "other", "used", "most"]

Broken = dict[str, Any]


def violations(plan: Plan, policy: Policy) -> pd.DataFrame:
    """limit, kind, unit, nip, other, used, most: each limit that the plan breaks, and where; empty when it keeps all.

    `used` and `most` are people, rupiah, percent or points (of a floor, `most` is the least allowed). Two related
    people who both stay where they are break nothing.
    """
    made = _Made(plan, policy)
    broken = list(_total(made))
    for limit in policy.limits:
        broken += [{"limit": limit.id, "kind": limit.kind} | found for found in _broken(made, limit)]
    return pd.DataFrame(broken, columns=COLUMNS)


def _broken(made: "_Made", limit: Limit) -> Iterator[Broken]:
    match limit:
        case UnitMoves():
            return _left(made, limit)
        case Budget():
            return _spent(made, limit)
        case Share():
            return _shares(made, limit)
        case Quality():
            return _qualities(made, limit)
        case Apart():
            return _together(made, limit)
        case Freeze():
            return _thawed(made, limit)


@dataclass(frozen=True, eq=False)
class _Made:
    """What a plan makes of the staffing."""

    plan: Plan
    policy: Policy

    @cached_property
    def posts(self) -> pd.DataFrame:
        """By post: unit, head, tier, in_scope."""
        ground = self.plan.ground
        return ground.staffing.posts.set_index("post")[["unit", "head", "tier"]].join(
            ground.seats.set_index("post")["in_scope"]
        )

    @cached_property
    def unit(self) -> Mapping[Any, str]:
        """Each post with its unit."""
        return self.posts["unit"].to_dict()

    @cached_property
    def today(self) -> pd.DataFrame:
        """nip, post of those who hold a post and stay unless they are moved."""
        people = self.plan.ground.people
        stays = people["active"] & people["leaves"].isna() & people["post"].notna()
        return people.loc[stays, ["nip", "post"]].reset_index(drop=True)

    @cached_property
    def after(self) -> pd.DataFrame:
        """nip, post of everyone who holds a post after the plan. A plan tells of its scope; outside it who is not told
        of stays, unless barred from the own post."""
        told = self.plan.rows[["nip", "to_post"]].rename(columns={"to_post": "post"})
        outside = self.today[~self.today["nip"].isin(told["nip"]) & ~self.today["post"].map(self.posts["in_scope"])]
        barred = [seat in self.policy.forbids for seat in zip(outside["nip"], outside["post"], strict=True)]
        return pd.concat([told, outside[~pd.Series(barred, index=outside.index, dtype=bool)]], ignore_index=True)

    @cached_property
    def ends(self) -> list[tuple[str, Any, str]]:
        """nip, from_post (missing: none), to_post of each move."""
        moves = self.plan.rows[self.plan.rows["kind"] == "move"]
        return list(zip(moves["nip"], moves["from_post"], moves["to_post"], strict=True))

    @cached_property
    def above(self) -> Mapping[str, tuple[str, ...]]:
        """Each unit with the units above it, itself first."""
        parent = self.plan.ground.staffing.units.set_index("unit")["parent"].dropna().to_dict()
        found = {}
        for unit in self.plan.ground.staffing.units["unit"]:
            path = [unit]
            while path[-1] in parent and parent[path[-1]] not in path:
                path.append(parent[path[-1]])
            found[unit] = tuple(path)
        return found

    def inside(self, post: Any, unit: str) -> bool:
        """Whether the post (missing: nowhere) stands in the unit or beneath it."""
        return not pd.isna(post) and unit in self.above[self.unit[post]]

    @cached_property
    def kinds(self) -> Mapping[Any, str]:
        """Each unit with the group of its kind."""
        staffing = self.plan.ground.staffing
        group = staffing.schemas.vocabulary.group("unit_kind")
        return staffing.units.set_index("unit")["kind"].map(group).to_dict()

    def office(self, post: str) -> str | None:
        """The nearest unit at or above the post's that is a regional office."""
        return next((unit for unit in self.above[self.unit[post]] if self.kinds[unit] == "opd"), None)

    @cached_property
    def regions(self) -> Mapping[Any, str]:
        """Each unit whose region is known, with it."""
        return self.plan.ground.staffing.units.set_index("unit")["region"].dropna().to_dict()

    def region(self, post: Any) -> str | None:
        """Region of the unit of a post, None when there is none or it is unknown."""
        return None if pd.isna(post) else self.regions.get(self.unit[post])

    @cached_property
    def people(self) -> pd.DataFrame:
        """By nip: sex, region."""
        return self.plan.ground.staffing.employees.set_index("nip")[["sex", "region"]]

    def where(self, held: pd.DataFrame, limit: Share | Quality) -> list[tuple[str | None, pd.DataFrame]]:
        """The holders in each place that the limit is about."""
        if limit.each:
            offices = held["post"].map(self.office)
            return [(str(unit), part) for unit, part in held.groupby(offices)]
        if limit.unit is not None:
            return [(limit.unit, held[[self.inside(post, limit.unit) for post in held["post"]]])]
        return [(None, held)]


def _total(made: _Made) -> Iterator[Broken]:
    most = made.policy.move_limit
    if most is not None and len(made.ends) > most:
        yield {"limit": "move_limit", "kind": "move_limit", "used": len(made.ends), "most": most}


def _left(made: _Made, limit: UnitMoves) -> Iterator[Broken]:
    left = sum(made.inside(old, limit.unit) and not made.inside(new, limit.unit) for _, old, new in made.ends)
    if left > limit.most:
        yield {"unit": limit.unit, "used": left, "most": limit.most}


def _spent(made: _Made, limit: Budget) -> Iterator[Broken]:
    given = made.policy.settings["relocation"]
    km = {frozenset(row[:2]): row[2] for table in given["distances"] for row in table["km"]}
    spent = 0
    of_person = made.people["region"].dropna().to_dict()
    for nip, old, new in made.ends:
        works, target = made.region(old) or of_person.get(nip), made.region(new)
        spent += given["per_move"]
        if works is None or target is None or works != target:
            away = max(km.values()) if works is None or target is None else km.get(frozenset((works, target)))
            spent += given["per_relocation"] + given["per_km"] * (max(km.values()) if away is None else away)
    if spent > limit.most:
        yield {"used": spent, "most": limit.most}


def _shares(made: _Made, limit: Share) -> Iterator[Broken]:
    known = made.people["region" if limit.group == LOCAL else "sex"].dropna().to_dict()

    def member(nip: str, post: str) -> bool:
        wanted = made.region(post) if limit.group == LOCAL else limit.group
        if nip not in known or wanted is None:
            return limit.bound == "most"
        return bool(known[nip] == wanted)

    def shares(held: pd.DataFrame) -> dict[str | None, Fraction]:
        counted = held[held["post"].map(made.posts["tier"]).isin(limit.tiers)]
        places = made.where(counted, limit)
        return {
            unit: Fraction(100 * sum(map(member, part["nip"], part["post"])), len(part))
            for unit, part in places
            if len(part)
        }

    before = shares(made.today)
    for unit, share in shares(made.after).items():
        if limit.bound == "least":
            bound = limit.percent if limit.reach else min(limit.percent, before.get(unit, limit.percent))
            broken = share < bound
        else:
            bound = limit.percent if limit.reach else max(limit.percent, before.get(unit, limit.percent))
            broken = share > bound
        if broken:
            yield {"unit": unit, "used": float(share), "most": float(bound)}


def _qualities(made: _Made, limit: Quality) -> Iterator[Broken]:
    ground = made.plan.ground
    nips, posts = (list(table[key]) for table, key in ((ground.people, "nip"), (ground.seats, "post")))
    of_nip, of_post = ({key: n for n, key in enumerate(keys)} for keys in (nips, posts))

    def means(held: pd.DataFrame) -> dict[str | None, Fraction]:
        counted = held[held["post"].map(made.posts["in_scope"]).astype(bool)]
        person, at = counted["nip"].map(of_nip).to_numpy(int), counted["post"].map(of_post).to_numpy(int)
        scored = counted.assign(score=ground.merit.scores(person, at, made.policy.weights))
        return {
            unit: Fraction(int(part["score"].sum()), len(part)) for unit, part in made.where(scored, limit) if len(part)
        }

    before = {unit: mean.__floor__() for unit, mean in means(made.today).items()}
    for unit, mean in means(made.after).items():
        if limit.points is None:
            bound = before.get(unit, 0)
        else:
            bound = limit.points if limit.reach else min(limit.points, before.get(unit, limit.points))
        if mean < bound:
            yield {"unit": unit, "used": float(mean), "most": float(bound)}


def _together(made: _Made, limit: Apart) -> Iterator[Broken]:
    was, now = (dict(zip(held["nip"], held["post"], strict=True)) for held in (made.today, made.after))

    no_head = set(made.posts.index[made.posts["head"].eq(False).fillna(False)])

    def leads(post: str, other: str) -> bool:
        return post not in no_head and made.inside(other, made.unit[post])

    relations = made.plan.ground.staffing.relations
    if limit.kinds:
        relations = relations[relations["kind"].isin(limit.kinds)]
    for nip, other in sorted({(min(two), max(two)) for two in zip(relations["nip"], relations["other"], strict=True)}):
        if nip == other or nip not in now or other not in now or now[nip] == now[other]:
            continue
        both_stay = was.get(nip) == now[nip] and was.get(other) == now[other]
        if not both_stay and (leads(now[nip], now[other]) or leads(now[other], now[nip])):
            yield {"nip": nip, "other": other, "used": 2, "most": 1}


def _thawed(made: _Made, limit: Freeze) -> Iterator[Broken]:
    for nip, old, new in made.ends:
        if made.inside(old, limit.unit) != made.inside(new, limit.unit):
            yield {"unit": limit.unit, "nip": nip, "used": 1, "most": 0}
