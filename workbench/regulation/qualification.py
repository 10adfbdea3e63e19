"""Rules about the person: kind of employment, education, rank, age and retirement."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from workbench.regulation.asking import Ask, row, together
from workbench.regulation.compare import (
    NO,
    UNKNOWN,
    YES,
    Verdicts,
    all_of,
    asked_if,
    at_least,
    at_most,
    is_in,
    not_,
)
from workbench.regulation.judging import Bench, Ground, Judgement, asked_column
from workbench.regulation.retirement import bup, retirement_month
from workbench.regulation.rulebook import NO_LIMIT
from workbench.regulation.words import Words

Track = tuple[str, str]


def _grounds(asks: list[Ask]) -> Callable[[int, int], Ground]:
    return lambda person, kind: (asks[kind].citation, asks[kind].confidence)


def _asked(asks: list[Ask]) -> np.ndarray:
    return asked_column(one.asked for one in asks)


def status(bench: Bench) -> Judgement:
    """Only a full civil servant, where the law says PNS. Whoever keeps the same functional post is not asked again."""
    kinds, of_profile = bench.by_tier_and_track()
    asks = [bench.appointment(tier, "status") for tier, _ in kinds]
    people = bench.facts.employees
    appointed = asked_if(is_in(people["kind"], ("pns",)), is_in(people["stage"], ("full",)))
    of_kind = {
        allowed: all_of(is_in(people["kind"], allowed), appointed)
        for allowed in {one.value for one in asks if one.known and one.asked}
    }
    of_kind[None], of_kind[NO_LIMIT] = (np.full(len(people), answer, dtype=np.int8) for answer in (UNKNOWN, YES))

    def judged(kind: tuple[Track, Ask]) -> Verdicts:
        (tier, family), asked = kind
        verdict = of_kind[asked.value]
        if not bench.ladder.functional(tier) or not asked.known:
            return verdict
        same_tier = bench.by_present_tier(lambda held: int(held == tier))
        return asked_if(not_(all_of(bench.on_track(tier, family), same_tier)), verdict)

    def observed(person: int, kind: int, say: Words) -> str:
        one = people.iloc[person]
        return say("kind_stage", kind=say.label("employee_kind", one["kind"]), stage=say.label("stage", one["stage"]))

    return Judgement(
        "status",
        bench.fill(list(zip(kinds, asks, strict=True)), judged),
        of_profile,
        _asked(asks),
        observed,
        lambda kind, say: say.labels("employee_kind", asks[kind].value) if asks[kind].known else say("no_law"),
        _grounds(asks),
        (("employees.kind", people["kind"].isna().to_numpy()),),
    )


def legal_status(bench: Bench) -> Judgement:
    """Active, and nothing in force that by law ends a post (unpaid leave, suspension, long study, full secondment)."""
    kinds, of_profile = bench.kinds(lambda row: bench.ladder.group.get(row.tier, ""))
    grounds = bench.ask("codes.legal_status_ground")
    standing, group = bench.facts.employees["legal_status"], bench.vocabulary.group("legal_status")
    left = is_in(standing.map(group), ("left",))
    asks = []
    for kind in kinds:
        if kind.startswith("jf"):
            asks.append(bench.ask("appointment.jf_post_loss_grounds", "jf"))
        elif kind:
            asks.append(bench.ask("appointment.post_loss_grounds", kind))
        else:
            asks.append(Ask(None, "jenjang jabatan tidak dikenal", "memory"))

    def judged(asked: Ask) -> Verdicts:
        if not asked.known or not grounds.known:
            return np.where(left == YES, NO, UNKNOWN).astype(np.int8)
        ends = [] if asked.value is NO_LIMIT or grounds.value is NO_LIMIT else grounds.value
        sure = [one["status"] for one in ends if one["ground"] in asked.value and one["decides"] is True]
        unsure = [one["status"] for one in ends if one["ground"] in asked.value and one["decides"] is not True]
        verdict = all_of(not_(left), not_(is_in(standing, sure)))
        return np.where((verdict == YES) & standing.isin(unsure).to_numpy(), UNKNOWN, verdict).astype(np.int8)

    def observed(person: int, kind: int, say: Words) -> str:
        code = standing.iloc[person]
        label = say.label("legal_status", code)
        return say(
            {"tugas_belajar": "study", "dipekerjakan": "secondment"}.get(code, "employees"), status=label, what=label
        )

    def ground(person: int, kind: int) -> Ground:
        return together(asks[kind], grounds)

    return Judgement(
        "legal_status",
        bench.fill(asks, judged),
        of_profile,
        asked_column(True for _ in kinds),
        observed,
        lambda kind, say: say("active") if asks[kind].known else say("no_law"),
        ground,
    )


def education(bench: Bench) -> Judgement:
    """The level that the law asks of the tier. Within one functional track it was asked at the entry."""
    kinds, of_profile = bench.by_tier_and_track()
    asks = [bench.appointment(tier, "min_education") for tier, _ in kinds]

    def judged(kind: tuple[Track, Ask]) -> Verdicts:
        (tier, family), asked = kind
        verdict = at_least(bench.facts.education, _order(bench, "education", asked.value))
        entered = bench.ladder.functional(tier) and asked.known
        return asked_if(bench.transfer(tier, family), verdict) if entered else verdict

    return Judgement(
        "education",
        bench.fill(list(zip(kinds, asks, strict=True)), judged),
        of_profile,
        _asked(asks),
        _education_of(bench),
        lambda kind, say: _at_least(say, "education", asks[kind].value),
        _grounds(asks),
    )


def education_post(bench: Bench) -> Judgement:
    """What the agency's post file asks above the law."""
    kinds, of_profile = bench.kinds(lambda row: row.education_min)
    return Judgement(
        "education_post",
        bench.fill(kinds, lambda kind: at_least(bench.facts.education, _order(bench, "education", kind or NO_LIMIT))),
        of_profile,
        asked_column(bool(kind) for kind in kinds),
        _education_of(bench),
        lambda kind, say: _at_least(say, "education", kinds[kind]),
        lambda person, kind: (POST_FILE, "verified"),
    )


POST_FILE = "Peta jabatan badan"
"""Citation of what the agency's own post file asks."""


def _education_of(bench: Bench) -> Callable[[int, int, Words], str]:
    def observed(person: int, kind: int, say: Words) -> str:
        one = bench.facts.employees.iloc[person]
        level = say.label("education", one["education"])
        return f"{level}, {say('field', what=one['field'])}" if isinstance(one["field"], str) else level

    return observed


def field_of_study(bench: Bench) -> Judgement:
    """The field of study is one of those in the agency's post file, letter by letter but for case and space."""
    kinds, of_profile = bench.kinds(lambda row: row.fields)
    people = bench.facts.employees
    return Judgement(
        "field_of_study",
        bench.fill(kinds, lambda kind: is_in(bench.facts.field, kind.split(";") if kind else NO_LIMIT)),
        of_profile,
        asked_column(bool(kind) for kind in kinds),
        lambda person, kind, say: _text(people["field"].iloc[person], say),
        lambda kind, say: say("one_of", what=", ".join(one.title() for one in kinds[kind].split(";"))),
        lambda person, kind: (POST_FILE, "verified"),
    )


def rank(bench: Bench) -> Judgement:
    """The lowest rank: of the agency's post file where it says one, else of practice (by eselon, or by functional
    level).

    Practice accepts one step below. A highest rank binds only where the post file names it: announcements name none.
    """
    kinds, of_profile = bench.kinds(lambda row: (row.golongan_min, row.golongan_max, row.eselon, row.tier))
    order = bench.vocabulary.order("golongan")[bench.vocabulary.group("golongan") == "pns"]
    steps = bench.ask("ranks.rank_steps_below_minimum_practice")
    labels = {int(number): str(code) for code, number in order.items()}

    def limit(code: str) -> Any:
        """None for a golongan of PPPK, which is no pangkat."""
        return NO_LIMIT if not code else int(order[code]) if code in order else None

    def range_of(kind: tuple[str, str, str, str]) -> tuple[Any, Any, Ask]:
        lowest, highest, eselon, tier = kind
        if lowest or highest:
            own = Ask((lowest, highest), POST_FILE, "verified")
            return limit(lowest), limit(highest), own
        if eselon:
            asked = row(bench.regulation, "ranks.eselon_rank_practice", eselon=eselon)
        elif bench.ladder.functional(tier):
            asked = row(bench.regulation, "ranks.jf_rank_range", jenjang=tier)
        else:
            asked = Ask(NO_LIMIT, "", "verified")
        if not asked.known or not asked.asked:
            return asked.value, NO_LIMIT, asked
        both = Ask(asked.value, *together(asked, steps))
        below = steps.value if steps.known and steps.asked else 0
        return max(1, order[asked.value["min"]] - below), NO_LIMIT, both

    ranges = [range_of(kind) for kind in kinds]

    def judged(limits: tuple[Any, Any, Ask]) -> Verdicts:
        lowest, highest, _ = limits
        return all_of(at_least(bench.facts.rank, lowest), at_most(bench.facts.rank, highest))

    def threshold(kind: int, say: Words) -> str:
        lowest, _, asked = ranges[kind]
        if not asked.known:
            return say("no_law")
        if isinstance(asked.value, tuple):
            low, high = (say.label("golongan", code) if code else "" for code in asked.value)
            if low and high:
                return say("rank_between", low=low, high=high)
            return say("rank_from", low=low) if low else say("rank_to", high=high)
        low, bottom = say.label("golongan", labels[lowest]), say.label("golongan", asked.value["min"])
        return say("rank_steps", low=low, bottom=bottom, steps=steps.value if steps.known and steps.asked else 0)

    return Judgement(
        "rank",
        bench.fill(ranges, judged),
        of_profile,
        asked_column(asked.asked for *_, asked in ranges),
        lambda person, kind, say: say.label("golongan", bench.facts.employees["golongan"].iloc[person]),
        threshold,
        lambda person, kind: (ranges[kind][2].citation, ranges[kind][2].confidence),
        # No law says which pangkat the golongan of a PPPK equals: no file of the agency would settle it.
        (("ranks.pppk_golongan", bench.facts.employees["golongan"].notna().to_numpy()),),
    )


def age(bench: Bench) -> Judgement:
    """Completed years on the day, the limit included. A move between senior posts, or within a functional track, is no
    appointment from below and is not asked."""
    kinds, of_profile = bench.by_tier_and_track()
    asks = [_max_age(bench, tier) for tier, _ in kinds]
    always = bench.setting("jpt_rules_on_lateral")

    def waived(tier: str, family: str) -> Verdicts:
        if bench.ladder.functional(tier):
            return bench.on_track(tier, family)
        return np.full(len(bench.facts), NO, np.int8) if always else bench.lateral_senior(tier)

    def judged(kind: tuple[Track, Ask]) -> Verdicts:
        (tier, family), asked = kind
        return asked_if(not_(waived(tier, family)), at_most(bench.facts.age, asked.value))

    def observed(person: int, kind: int, say: Words) -> str:
        years = bench.facts.age.iloc[person]
        told = say("not_recorded") if pd.isna(years) else say("age_now", years=int(years), day=say.day(bench.day))
        lateral = waived(*kinds[kind])[person] == YES
        return f"{told}; {say('lateral')}: {say('not_asked')}" if lateral else told

    return Judgement(
        "age",
        bench.fill(list(zip(kinds, asks, strict=True)), judged),
        of_profile,
        _asked(asks),
        observed,
        lambda kind, say: say("at_most_age", years=asks[kind].value) if asks[kind].known else say("no_law"),
        _grounds(asks),
        (("employees.birth_date", bench.facts.age.isna().to_numpy()), ("assignments.post", True)),
    )


def _max_age(bench: Bench, tier: str) -> Ask:
    return bench.appointment(tier, "max_age_years", *([tier] if bench.ladder.functional(tier) else []))


def retirement_age(bench: Bench) -> Judgement:
    """Not yet retired on the day, by the retirement age of the target post."""
    of_profile, asks, months = _retirement(bench)
    today = _month(bench)
    return Judgement(
        "retirement_age",
        at_least(months, today + 1),
        of_profile,
        _asked(asks),
        lambda person, kind, say: _retires(months[kind, person], asks[kind], say),
        lambda kind, say: say("retires_ask") if asks[kind].known else say("no_law"),
        _grounds(asks),
    )


def months_before_retirement(bench: Bench) -> Judgement:
    """Enough time left in the target post for a placement to make sense: the agency's number."""
    of_profile, asks, months = _retirement(bench)
    asked = bench.setting("months_before_retirement")
    # The TMT is the first of a month: on the 2nd of a month, one month less is left.
    left = months - _month(bench) - (1 if bench.day.day > 1 else 0)

    def observed(person: int, kind: int, say: Words) -> str:
        if np.isnan(left[kind, person]):
            return say("not_recorded")
        return say("left", time=say.span(max(0, int(left[kind, person]))), years=asks[kind].value)

    return Judgement(
        "months_before_retirement",
        at_least(left, asked if asked else NO_LIMIT),
        of_profile,
        asked_column(bool(asked) and one.asked for one in asks),
        observed,
        lambda kind, say: say("left_ask", time=say.span(int(asked))),
        lambda person, kind: (f"Kebijakan badan; {asks[kind].citation}", asks[kind].confidence),
    )


def _retirement(bench: Bench) -> tuple[np.ndarray, list[Ask], np.ndarray]:
    kinds, of_profile = bench.kinds(lambda row: (row.tier, row.special))
    asks = [bup(tier, special, bench.ladder.group.get(tier, ""), bench.regulation) for tier, special in kinds]
    years = np.array([one.value if one.known and one.asked else np.nan for one in asks], dtype="float64")[:, None]
    return of_profile, asks, retirement_month(bench.facts.employees["birth_date"], years, bench.regulation)


def _month(bench: Bench) -> int:
    return (bench.day.year - 1970) * 12 + bench.day.month - 1


def _retires(month: float, asked: Ask, say: Words) -> str:
    if np.isnan(month):
        return say("not_recorded")
    day = np.datetime64(int(month), "M").astype("datetime64[D]")
    return say("retires", day=say.day(day), years=asked.value)


def _order(bench: Bench, kind: str, code: Any) -> Any:
    """The order of a code of law, no limit or not known as it stands."""
    return code if code is None or code is NO_LIMIT else int(bench.vocabulary.order(kind)[code])


def _at_least(say: Words, kind: str, code: Any) -> str:
    if code is None:
        return say("no_law")
    return say("not_asked") if code is NO_LIMIT else say("at_least", what=say.label(kind, code))


def _text(value: Any, say: Words) -> str:
    return value if isinstance(value, str) else say("not_recorded")
