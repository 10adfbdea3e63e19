"""When time alone will turn a finding: the first day on which a rule about duration says yes, if nothing else changes.

What is counted as the rules count it: completed months of the same posts, the present one going on. Rules whose answer
hangs on something else than time (a diploma, a test, the next appraisal) have no such day; nor has an age.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.compare import YES
from workbench.regulation.experience import prior_law, routes_of
from workbench.regulation.facts import Facts
from workbench.regulation.findings import Findings
from workbench.regulation.record import ends_of
from workbench.regulation.rulebook import NO_LIMIT
from workbench.regulation.service_time import Whole, months_of

Days = NDArray[np.datetime64]

NEVER = np.datetime64("NaT", "D")


def turning(findings: Findings, rule: str, person: Whole, profile: Whole, until: date) -> Days:
    """For each pair (rows of employees and of profiles) whose verdict is not yes: the first day after that of the
    findings, up to `until`, on which the rule says yes. NaT where time alone brings no yes by then, and for every rule
    that is not in `TURNING`."""
    if rule not in TURNING or not len(person):
        return np.full(len(person), NEVER)
    return TURNING[rule](findings, person, profile, until)


def reached(since: Days, months: Whole) -> Days:
    """The first day on which so many completed calendar months have passed, as `completed_months` counts them.

    >>> day = lambda text: np.array([text], dtype="datetime64[D]")
    >>> [str(reached(day(text), np.array([24]))[0]) for text in ("2023-07-01", "2024-02-29", "2023-01-31")]
    ['2025-07-01', '2026-03-01', '2025-01-31']
    """
    month = since.astype("datetime64[M]")
    into = (since - month).astype("timedelta64[D]")
    end = month + months.astype("timedelta64[M]")
    following = (end + np.timedelta64(1, "M")).astype("datetime64[D]")
    return np.minimum(end.astype("datetime64[D]") + into, following)


# the rules ------------------------------------------------------------------------------------------------------------


def _years_in_post(findings: Findings, person: Whole, profile: Whole, until: date) -> Days:
    bench = findings.bench
    plain = bench.ask("appointment.mutation_min_years")
    lateral = bench.ask("appointment.jpt_lateral_min_years_in_post")
    senior = bench.by_present_tier(lambda held: int(bench.ladder.group[held] == "jpt"))[person] == YES
    into = findings.profiles["tier"].map(bench.ladder.group).eq("jpt").to_numpy()[profile]
    found = np.full(len(person), NEVER)
    since = bench.facts.since.to_numpy().astype("datetime64[D]")[person]
    for asked, here in ((plain, ~(senior & into)), (lateral, senior & into)):
        if asked.known and asked.asked:
            found[here] = reached(since[here], np.full(int(here.sum()), asked.value * 12))
    return _within(found, bench.day, until)


def _prior_post(findings: Findings, person: Whole, profile: Whole, until: date) -> Days:
    bench, profiles = findings.bench, findings.profiles
    clock, found = _Clock(findings, until), np.full(len(person), NEVER)
    for number in np.unique(profile):
        here = np.flatnonzero(profile == number)
        tier, family = profiles["tier"].iloc[number], profiles["family"].iloc[number]
        for route in routes_of(bench, prior_law(bench, tier)):
            if route.months:
                days = clock.first(person[here], route.months, route.surely, family if route.same_family else None)
                found[here] = np.fmin(found[here], days)
    return found


def _in_field(parameter: str) -> Callable[[Findings, Whole, Whole, date], Days]:
    """A rule that asks years within the job family of the post, in posts of any tier."""

    def days(findings: Findings, person: Whole, profile: Whole, until: date) -> Days:
        bench, profiles = findings.bench, findings.profiles
        clock, found = _Clock(findings, until), np.full(len(person), NEVER)
        for number in np.unique(profile):
            here = np.flatnonzero(profile == number)
            tier, family = profiles["tier"].iloc[number], profiles["family"].iloc[number]
            asked = bench.appointment(tier, parameter)
            if family and asked.known and asked.value is not NO_LIMIT:
                found[here] = clock.first(person[here], asked.value * 12, bench.ladder.tiers, family)
        return found

    return days


def _sanctions(findings: Findings, person: Whole, profile: Whole, until: date) -> Days:
    """The first day after the last sanction that bars now; none while an end is not known."""
    bench = findings.bench
    bar, table = bench.ask("discipline.promotion_bar"), bench.facts.staffing.sanctions
    if not bar.known or not bar.asked or table.empty:
        return np.full(len(person), NEVER)
    ends, lasting = ends_of(bench, table)
    today = pd.Timestamp(bench.day)
    barred = table["level"].isna() | table["level"].isin(bar.value["while_serving_levels"])
    # One that is to begin before the day counts as well: it would bar on that day.
    serves = (barred & ~(ends <= today) & (table["from"].isna() | (table["from"] <= pd.Timestamp(until)))).to_numpy(
        dtype=bool
    )
    owner = bench.facts.owners(table)
    serves = serves & (owner >= 0)
    known = serves & ends.notna().to_numpy() & ~lasting & (table["from"].notna() & table["level"].notna()).to_numpy()
    last = np.full(len(bench.facts), np.datetime64("1970-01-01", "D"))
    np.maximum.at(last, owner[known], ends.to_numpy().astype("datetime64[D]")[known])
    last[owner[serves & ~known]] = NEVER
    return _within(last[person], bench.day, until)


TURNING: Mapping[str, Callable[[Findings, Whole, Whole, date], Days]] = {
    "prior_post": _prior_post,
    "related_experience": _in_field("related_experience_years"),
    "field_experience": _in_field("field_experience_years"),
    "years_in_post": _years_in_post,
    "sanctions": _sanctions,
}
"""Rules that time alone may turn to yes."""


# time served ----------------------------------------------------------------------------------------------------------


class _Clock:
    """Months served on any day up to `until`, of everyone who stays in the present post."""

    def __init__(self, findings: Findings, until: date) -> None:
        self.bench = findings.bench
        self.until = np.datetime64(until, "D")
        self.spells = Facts(self.bench.facts.staffing, until).spells
        self.tier_codes = self.bench.vocabulary.codes("tier")

    def first(self, person: Whole, months: int, tiers: Collection[str], family: str | None) -> Days:
        """The first day on which each has served so long in posts of these tiers (and of this job family)."""
        spells = self.spells
        fits = np.append(self.tier_codes.isin(tiers), False)[spells.tier]
        if family is not None:
            number = self.bench.family_number(family)
            fits = fits & (spells.family == number) & (number >= 0)
        whom, place = np.unique(person, return_inverse=True)
        at = np.full(len(self.bench.facts), -1, dtype=np.int64)
        at[whom] = np.arange(len(whom))
        fits = fits & (at[spells.owner] >= 0)
        owner, start, end = at[spells.owner[fits]], spells.start[fits], spells.end[fits]

        def served(day: Whole) -> NDArray[np.bool_]:
            return months_of(owner, start, np.minimum(end, day[owner]), len(whom))[0] >= months

        low = np.full(len(whom), np.datetime64(self.bench.day, "D").astype(np.int64))
        high = np.full(len(whom), self.until.astype(np.int64))
        ever = served(high)
        while (low + 1 < high).any():
            middle = low + ((high - low) >> 1)
            enough = served(middle)
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return np.where(ever, high.astype("datetime64[D]"), NEVER)[place]


def _within(days: Days, day: date, until: date) -> Days:
    inside = (days > np.datetime64(day, "D")) & (days <= np.datetime64(until, "D"))
    return np.where(inside, days, NEVER)


__all__ = ["NEVER", "TURNING", "reached", "turning"]
