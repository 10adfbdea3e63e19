"""Rules about what a person has done before, and how long: previous posts, fields, time in the present post,
direction."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.asking import Ask, together
from workbench.regulation.compare import NO, UNKNOWN, YES, Verdicts, any_of, asked_if, at_least, not_
from workbench.regulation.judging import Bench, Ground, Judgement, asked_column
from workbench.regulation.rulebook import NO_LIMIT
from workbench.regulation.words import Words

SETINGKAT = "jf_setingkat_"


@dataclass(frozen=True)
class Route:
    """One way to have held enough: tiers that count, tiers of which that is not known, months (0: held at all; None:
    not known), and whether only within the family of the post."""

    surely: frozenset[str]
    perhaps: frozenset[str]
    months: Any
    same_family: bool
    names: tuple[str, ...]
    by_equivalence: bool

    def joined(self, other: "Route") -> "Route":
        """Time in either counts together."""
        return Route(
            self.surely | other.surely,
            self.perhaps | other.perhaps,
            self.months,
            self.same_family,
            self.names + other.names,
            self.by_equivalence or other.by_equivalence,
        )


def prior_post(bench: Bench) -> Judgement:
    """Holds or held the post that the law asks for, or one above it, for its years. Functional posts of the same level
    count where the law lets them: within the family of the target post, and by `codes.jf_equivalent_tier`."""
    kinds, of_profile = bench.kinds(lambda row: (row.tier, "" if bench.ladder.functional(row.tier) else row.family))
    asks = [prior_law(bench, tier) for tier, _ in kinds]
    routes = [routes_of(bench, asked) for asked in asks]

    def time_of(route: Route, family: str) -> Any:
        return bench.time_in(route.surely, route.perhaps, family if route.same_family else None)

    def judged(at: int) -> Verdicts:
        if not asks[at].known:
            return np.full(len(bench.facts), UNKNOWN, dtype=np.int8)
        family = kinds[at][1]
        ways = [time_of(route, family).at_least(route.months) for route in routes[at]]
        return any_of(*ways) if ways else np.full(len(bench.facts), YES, dtype=np.int8)

    def observed(person: int, kind: int, say: Words) -> str:
        told = []
        for route in routes[kind]:
            time = time_of(route, kinds[kind][1])
            what = _names(route, say)
            if time.held[person]:
                known = time.sure[person] or not bench.facts.months_in_post.isna().iloc[person]
                told.append(say("prior_years", time=say.span(time.sure[person]), what=what) if known else what)
        if not told:
            told.append(f"{say('never')} {_names(routes[kind][0], say)}" if routes[kind] else say("not_asked"))
        if verdict[kind, person] == UNKNOWN and bench.unrecorded[person]:
            told.append(_gap(bench, person, say))
        return "; ".join(told)

    def threshold(kind: int, say: Words) -> str:
        if not asks[kind].known:
            return say("no_law")
        ways = [
            say("prior_years", time=say.span(route.months), what=_names(route, say))
            if route.months
            else say("prior", what=_names(route, say))
            for route in routes[kind]
        ]
        return say("either").join(ways)

    def ground(person: int, kind: int) -> Ground:
        """The equivalence of functional levels is part of the ground only where the answer hangs on it."""
        plain = [route for route in routes[kind] if not route.by_equivalence]
        family = kinds[kind][1]
        if any(time_of(route, family).at_least(route.months)[person] == YES for route in plain):
            return asks[kind].citation, asks[kind].confidence
        used = [bench.ladder.equivalence] if len(plain) < len(routes[kind]) else []
        return together(asks[kind], *used)

    verdict = bench.fill(list(range(len(kinds))), judged)
    undecided = bench.ladder.equivalence
    by_equivalence = np.array([any(route.perhaps for route in ways) for ways in routes], dtype=bool)[:, None]
    perhaps = bench.by_present_tier(lambda held: int(any(held in r.perhaps for ways in routes for r in ways)))
    causes: tuple[tuple[str, Any], ...] = (
        ("assignments.post", bench.facts.post.isna().to_numpy()),
        ("codes.jf_equivalent_tier", by_equivalence & (perhaps == YES) | (not undecided.known)),
        ("employees.pns_since", bench.facts.employees["pns_since"].isna().to_numpy()),
    )
    return Judgement(
        "prior_post",
        verdict,
        of_profile,
        asked_column(one.asked and (bool(ways) or not one.known) for one, ways in zip(asks, routes, strict=True)),
        observed,
        threshold,
        ground,
        causes,
    )


def prior_law(bench: Bench, tier: str) -> Ask:
    """The whole entry of a structural tier; functional posts ask for experience in the field instead."""
    return Ask(NO_LIMIT, "", "verified") if bench.ladder.functional(tier) else bench.appointment(tier)


def routes_of(bench: Bench, asked: Ask) -> list[Route]:
    if not asked.known or not asked.asked:
        return []
    law = asked.value
    applies_to = law.get("prior_post_years_applies_to", law["prior_post"])
    same_field = law.get("jf_same_field_required", False) is True
    found: dict[tuple[Any, bool], Route] = {}
    for name in law["prior_post"]:
        functional = name.startswith("jf_")
        binding = name in applies_to or (functional and bench.setting("prior_years_apply_to_jf"))
        months = _months(law["prior_post_years"]) if binding else 0
        surely, perhaps = _counting(bench, name)
        within = functional and same_field
        route = Route(surely, perhaps, months, within, (name,), name.startswith(SETINGKAT))
        key = (months, within)
        found[key] = found[key].joined(route) if key in found else route
    return list(found.values())


def _months(years: Any) -> Any:
    return 0 if years is NO_LIMIT else years * 12


def _counting(bench: Bench, name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Tiers that are `name` or above, and those of which that is not known."""
    ladder = bench.ladder
    asked = name.removeprefix(SETINGKAT)
    if name.startswith(SETINGKAT):
        pool = [tier for tier in ladder.tiers if ladder.functional(tier)]
    elif ladder.functional(name):
        pool = [tier for tier in ladder.tiers if ladder.group[tier] == ladder.group[name]]
    else:
        pool = [tier for tier in ladder.tiers if not ladder.functional(tier)]
    reach = {tier: ladder.reaches(tier, asked) for tier in pool}
    return (
        frozenset(tier for tier, verdict in reach.items() if verdict == YES),
        frozenset(tier for tier, verdict in reach.items() if verdict == UNKNOWN),
    )


def _names(route: Route, say: Words) -> str:
    told = [
        say("setingkat", what=say.label("tier", name.removeprefix(SETINGKAT)))
        if name.startswith(SETINGKAT)
        else say.label("tier", name)
        for name in route.names
    ]
    what = say("or_more", what=say("or").join(told))
    return say("same_family", what=what) if route.same_family else what


def _gap(bench: Bench, person: int, say: Words) -> str:
    months = int(bench.facts.unrecorded_months[person])
    known = bench.facts.employees[["pns_since", "cpns_since"]].iloc[person].notna().any()
    return say("gap", time=say.span(months)) if known else say("gap_all")


# fields of work -------------------------------------------------------------------------------------------------------


def related_experience(bench: Bench) -> Judgement:
    """Years in a field related to a senior post. The same job family is related; whether another is, a selection
    committee judges: unknown, unless the agency reads the field by its family."""
    kinds, of_profile = bench.kinds(
        lambda row: (row.tier, row.family if bench.ladder.group.get(row.tier) == "jpt" else "")
    )
    senior = [bench.ladder.group.get(tier) == "jpt" for tier, _ in kinds]
    none = Ask(NO_LIMIT, "", "verified")
    asks = [
        bench.appointment(tier, "related_experience_years") if jpt else none
        for (tier, _), jpt in zip(kinds, senior, strict=True)
    ]
    strict = bool(bench.setting("jpt_related_family_only"))
    waive = not bench.setting("jpt_rules_on_lateral")

    def judged(at: int) -> Verdicts:
        tier, family = kinds[at]
        verdict = _in_field(bench, asks[at], family, strict)
        return asked_if(not_(bench.lateral_senior(tier)), verdict) if waive and senior[at] else verdict

    return Judgement(
        "related_experience",
        bench.fill(list(range(len(kinds))), judged),
        of_profile,
        asked_column(one.asked for one in asks),
        _field_observed(bench, kinds, strict),
        lambda kind, say: (
            say("related_ask", time=say.span(asks[kind].value * 12)) if asks[kind].known else say("no_law")
        ),
        lambda person, kind: (asks[kind].citation, asks[kind].confidence),
        _field_causes(bench, kinds, strict),
    )


def field_experience(bench: Bench) -> Judgement:
    """Years in the field of a functional post, for whoever transfers into it."""
    kinds, of_profile = bench.kinds(
        lambda row: (row.tier, row.family) if bench.ladder.functional(row.tier) else ("", "")
    )
    none = Ask(NO_LIMIT, "", "verified")
    asks = [bench.appointment(tier, "field_experience_years") if tier else none for tier, _ in kinds]
    strict = bool(bench.setting("jf_field_family_only"))

    def judged(at: int) -> Verdicts:
        tier, family = kinds[at]
        verdict = _in_field(bench, asks[at], family, strict)
        return asked_if(bench.transfer(tier, family), verdict) if tier else verdict

    return Judgement(
        "field_experience",
        bench.fill(list(range(len(kinds))), judged),
        of_profile,
        asked_column(one.asked for one in asks),
        _field_observed(bench, kinds, strict),
        lambda kind, say: say("field_ask", time=say.span(asks[kind].value * 12)) if asks[kind].known else say("no_law"),
        lambda person, kind: (asks[kind].citation, asks[kind].confidence),
        _field_causes(bench, kinds, strict),
    )


def _in_field(bench: Bench, asked: Ask, family: str, strict: bool) -> Verdicts:
    if not asked.asked:
        return np.full(len(bench.facts), YES, dtype=np.int8)
    if not asked.known:
        return np.full(len(bench.facts), UNKNOWN, dtype=np.int8)
    every = bench.ladder.tiers
    months = _months(asked.value)
    here = bench.time_in(every, family=family).at_least(months)
    if strict and family:
        return here
    anywhere = bench.time_in(every).at_least(months)
    return np.where((here == NO) & (anywhere != NO), UNKNOWN, here).astype(np.int8)


def _field_observed(bench: Bench, kinds: list[tuple[str, str]], strict: bool) -> Any:
    def observed(person: int, kind: int, say: Words) -> str:
        family = kinds[kind][1]
        here = bench.time_in(bench.ladder.tiers, family=family).sure[person]
        anywhere = bench.time_in(bench.ladder.tiers).sure[person]
        told = [say("related", time=say.span(here), family=family or say("not_recorded"))]
        if not strict and anywhere > here:
            told.append(say("other_family", time=say.span(anywhere - here)))
        if bench.unrecorded[person]:
            told.append(_gap(bench, person, say))
        return "; ".join(told)

    return observed


def _field_causes(bench: Bench, kinds: list[tuple[str, str]], strict: bool) -> tuple[tuple[str, Any], ...]:
    unnamed = np.array([not family for _, family in kinds], dtype=bool)[:, None]
    causes: list[tuple[str, Any]] = [
        ("posts.family", unnamed),
        ("assignments.post", bench.facts.post.isna().to_numpy()),
        ("employees.pns_since", bench.facts.employees["pns_since"].isna().to_numpy()),
        ("career", bench.unrecorded > 0),
    ]
    return (*causes, ("evidence", not strict))


def origin(bench: Bench) -> Judgement:
    """The highest functional level takes transfers only from where the law says (senior posts)."""
    kinds, of_profile = bench.by_tier_and_track()
    only = "jf_ahli_utama"
    none = Ask(NO_LIMIT, "", "verified")
    asks = [bench.appointment(tier, "jf_ahli_utama_only_from") if tier == only else none for tier, _ in kinds]

    def judged(at: int) -> Verdicts:
        asked, (tier, family) = asks[at], kinds[at]
        if not asked.asked:
            return np.full(len(bench.facts), YES, dtype=np.int8)
        if not asked.known:
            return np.full(len(bench.facts), UNKNOWN, dtype=np.int8)
        comes = bench.by_present_tier(lambda held: int(bench.ladder.group[held] in asked.value or held in asked.value))
        return asked_if(bench.transfer(tier, family), comes)

    return Judgement(
        "origin",
        bench.fill(list(range(len(kinds))), judged),
        of_profile,
        asked_column(one.asked for one in asks),
        lambda person, kind, say: _present(bench, person, say),
        lambda kind, say: (
            say("origin_ask", tier=say.label("tier", kinds[kind][0]), what=", ".join(asks[kind].value).upper())
            if asks[kind].known
            else say("no_law")
        ),
        lambda person, kind: (asks[kind].citation, asks[kind].confidence),
    )


def _present(bench: Bench, person: int, say: Words) -> str:
    tier = bench.facts.tier.iloc[person]
    return say("holds", tier=say.label("tier", tier)) if isinstance(tier, str) else say("no_post")


# the present post -----------------------------------------------------------------------------------------------------


def years_in_post(bench: Bench) -> Judgement:
    """Long enough in the present post to leave it: a senior post for another has a limit of its own."""
    kinds, of_profile = bench.kinds(lambda row: row.tier)
    plain = bench.ask("appointment.mutation_min_years")
    lateral = bench.ask("appointment.jpt_lateral_min_years_in_post")
    senior = bench.by_present_tier(lambda held: int(bench.ladder.group[held] == "jpt"))
    every_move = bench.setting("mutation_min_on_promotion")
    months = bench.facts.months_in_post

    def between(tier: str) -> NDArray[np.bool_]:
        """Whether the move would be from one senior post to another."""
        return (senior == YES) & (bench.ladder.group.get(tier) == "jpt")

    def asked_of(person: int, kind: int) -> Ask:
        return lateral if between(kinds[kind])[person] else plain

    def threshold(kind: int, say: Words) -> str:
        asks = [plain, lateral] if bench.ladder.group.get(kinds[kind]) == "jpt" else [plain]
        years = dict.fromkeys(one.value for one in asks if one.known and one.asked)
        told = [say("in_post_ask", time=say.span(value * 12)) for value in years]
        return say("either").join(told) or say("no_law")

    def judged(tier: str) -> Verdicts:
        own = at_least(months, _in_months(lateral))
        verdict = np.where(between(tier), own, at_least(months, _in_months(plain))).astype(np.int8)
        if every_move:
            return verdict
        return asked_if(bench.by_present_tier(lambda held: bench.ladder.reaches(held, tier)), verdict)

    return Judgement(
        "years_in_post",
        bench.fill(kinds, judged),
        of_profile,
        np.array([np.where(between(tier), lateral.asked, plain.asked) for tier in kinds], dtype=bool).reshape(
            len(kinds), len(bench.facts)
        ),
        lambda person, kind, say: _in_post(bench, person, say),
        threshold,
        lambda person, kind: (asked_of(person, kind).citation, asked_of(person, kind).confidence),
        (("assignments", bench.facts.post.isna().to_numpy()),),
    )


def years_in_post_most(bench: Bench) -> Judgement:
    """Not too long in a senior post to be moved to another: a day more than the years is too long."""
    kinds, of_profile = bench.kinds(lambda row: row.tier)
    asked = bench.ask("appointment.jpt_lateral_max_years_in_post")
    senior = bench.by_present_tier(lambda held: int(bench.ladder.group[held] == "jpt"))
    earliest = asked.value
    if asked.known and asked.asked:
        earliest = pd.Timestamp(bench.day) - pd.DateOffset(months=int(_in_months(asked)))

    def judged(tier: str) -> Verdicts:
        if bench.ladder.group.get(tier) != "jpt":
            return np.full(len(bench.facts), YES, dtype=np.int8)
        return asked_if(senior, at_least(bench.facts.since, earliest))

    return Judgement(
        "years_in_post_most",
        bench.fill(kinds, judged),
        of_profile,
        asked_column(asked.asked and bench.ladder.group.get(tier) == "jpt" for tier in kinds),
        lambda person, kind, say: (
            _in_post(bench, person, say) if senior[person] != NO else _present(bench, person, say)
        ),
        lambda kind, say: say("in_post_most", time=say.span(asked.value * 12)) if asked.known else say("no_law"),
        lambda person, kind: (asked.citation, asked.confidence),
        (("assignments", bench.facts.post.isna().to_numpy()),),
    )


def _in_months(asked: Ask) -> Any:
    return asked.value * 12 if asked.known and asked.asked else asked.value


def _in_post(bench: Bench, person: int, say: Words) -> str:
    if not isinstance(bench.facts.post.iloc[person], str):
        return say("no_post")
    months = bench.facts.months_in_post.iloc[person]
    return say("not_recorded") if pd.isna(months) else say("in_post", time=say.span(int(months)))


def direction(bench: Bench) -> Judgement:
    """Equal or higher: the forms of a career that the law names know no way down."""
    kinds, of_profile = bench.kinds(lambda row: row.tier)
    pattern = bench.ask("appointment.career_pattern")
    forms = pattern.value.values() if pattern.known and pattern.asked else ()
    open_down = any(form["level"] == "lower" for form in forms)

    def judged(tier: str) -> Verdicts:
        if not pattern.known:
            return np.full(len(bench.facts), UNKNOWN, dtype=np.int8)
        return bench.by_present_tier(lambda held: bench.ladder.reaches(tier, held))

    def observed(person: int, kind: int, say: Words) -> str:
        tier = bench.facts.tier.iloc[person]
        if not isinstance(tier, str):
            return say("no_post")
        return say("direction", was=say.label("tier", tier), will=say.label("tier", kinds[kind]))

    def ground(person: int, kind: int) -> Ground:
        tier = bench.facts.tier.iloc[person]
        beside = bench.ladder.functional(str(tier)) != bench.ladder.functional(kinds[kind])
        return together(pattern, bench.ladder.equivalence) if beside else (pattern.citation, pattern.confidence)

    return Judgement(
        "direction",
        bench.fill(kinds, judged),
        of_profile,
        asked_column(pattern.asked and not open_down for _ in kinds),
        observed,
        lambda kind, say: say("direction_ask") if pattern.known else say("no_law"),
        ground,
        (
            ("assignments", bench.facts.post.isna().to_numpy()),
            ("codes.jf_equivalent_tier", True),
        ),
    )
