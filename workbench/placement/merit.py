"""Merit: a table of contributions that adds up to the score, each with what is known and what might be.

Components are whole numbers 0..1000 per employee and *demand* (posts with equal demands share one); the score is their
sum weighted by whole percents, 0..100,000. What is unknown counts 0 in `low` and full in `high`: the score shows its
upper bound. Sex, age, religion, marital status and region are never read here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.placement.levels import ladder
from workbench.regulation.rulebook import Regulation
from workbench.scenario import COMPONENTS, Policy
from workbench.staffing import Staffing
from workbench.staffing.service import stints

Whole = npt.NDArray[np.int64]
FULL = 1000


@dataclass(frozen=True, eq=False)
class Component:
    """`low`, `high`: (employees, demands) int16; `demand`: (posts,) the column of each post."""

    low: npt.NDArray[np.int16]
    high: npt.NDArray[np.int16]
    demand: npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Merit:
    """Components by name over all employees (rows of `staffing.employees`) and posts (rows of `staffing.posts`)."""

    components: Mapping[str, Component]

    def contributions(self, person: Whole, post: Whole, weights: Mapping[str, int], *, most: bool = False) -> Whole:
        """(pairs, components): weight x component for each pair of row numbers."""
        columns = []
        for name in COMPONENTS:
            component = self.components[name]
            known = component.high if most else component.low
            columns.append(known[person, component.demand[post]].astype(np.int64) * weights[name])
        return np.stack(columns, axis=1)

    def scores(self, person: Whole, post: Whole, weights: Mapping[str, int], *, most: bool = False) -> Whole:
        """(pairs,) 0..100,000."""
        total = np.zeros(len(person), dtype=np.int64)
        for name in COMPONENTS:
            component = self.components[name]
            known = component.high if most else component.low
            total += known[person, component.demand[post]].astype(np.int64) * weights[name]
        return total


def merit(staffing: Staffing, policy: Policy, regulation: Regulation, day: date) -> Merit:
    """Components of everyone against every demand, as whole columns. Bands come from `policy.settings["merit"]`."""
    facts = _Facts(staffing, policy.settings["merit"], regulation, day)
    built = {
        "pendidikan": _education(facts),
        "pengalaman": _experience(facts),
        "kompetensi": _competence(facts),
        "kinerja": _performance(facts),
        "rekam_jejak": _record(facts),
    }
    return Merit(built)


@dataclass(frozen=True, eq=False)
class _Facts:
    staffing: Staffing
    bands: Mapping[str, Any]
    regulation: Regulation
    day: date

    @cached_property
    def nips(self) -> pd.Index:
        return pd.Index(self.staffing.employees["nip"])

    @cached_property
    def level(self) -> pd.Series:
        return ladder(self.staffing.schemas.vocabulary, self.regulation)

    def rows(self, table: pd.DataFrame) -> Whole:
        """Row number of each `nip` of a table among the employees (-1 for a stranger)."""
        return np.asarray(self.nips.get_indexer(pd.Index(table["nip"])))

    def minimum_education(self) -> pd.Series:
        """Per post: what the law asks of its tier, or more where the agency's post file does (order of education)."""
        order = self.staffing.schemas.vocabulary.order("education")
        asked = self.staffing.posts["education_min"].map(order).astype("Float64")
        lawful = self.staffing.posts["tier"].map(self._lawful_education()).map(order).astype("Float64")
        return pd.concat([asked, lawful], axis=1).max(axis=1)

    def _lawful_education(self) -> dict[str, str | None]:
        found = {}
        for tier in self.staffing.schemas.vocabulary.codes("tier"):
            value = self._entry(str(tier))
            found[str(tier)] = value.get("min_education") if value else None
        return found

    def _entry(self, tier: str) -> Mapping[str, Any] | None:
        group = self.staffing.schemas.vocabulary.group("tier")[tier]
        parameter = self.regulation["appointment.jf_transfer" if group.startswith("jf") else f"appointment.{tier}"]
        if not parameter.known:
            return None
        return parameter.value[group.removeprefix("jf_")] if group.startswith("jf") else parameter.value


def _capped(points: Any, whole: Whole, full: int) -> npt.NDArray[np.int16]:
    """points x min(whole, full) / full, in whole numbers, rounded down."""
    return (int(points) * np.clip(whole, 0, full) // full).astype(np.int16)


def _education(facts: _Facts) -> Component:
    """Level above what the post asks, and whether the field of study fits. Fields asked for nobody count in full."""
    bands, people, posts = facts.bands["pendidikan"], facts.staffing.employees, facts.staffing.posts
    demands = pd.DataFrame({"minimum": facts.minimum_education().fillna(-1), "fields": posts["fields"].fillna("")})
    column, kinds = pd.factorize(pd.MultiIndex.from_frame(demands))
    order = facts.staffing.schemas.vocabulary.order("education")
    level = people["education"].map(order).astype("float64").to_numpy()
    field = people["field"].str.casefold()
    low = np.zeros((len(people), len(kinds)), dtype=np.int16)
    high = np.zeros_like(low)
    for k, (minimum, fields) in enumerate(kinds):
        above = level - (minimum if minimum >= 0 else np.nanmin(level, initial=1))
        steps = bands["at_minimum"] + bands["per_level_above"] * above
        points = np.where(above < 0, 0, np.minimum(steps, bands["level_most"]))
        fits = (
            field.isin([f.strip().casefold() for f in fields.split(";")]).to_numpy()
            if fields
            else np.ones(len(people), bool)
        )
        unsure = (field.isna() & (fields != "")).to_numpy()
        low[:, k] = np.nan_to_num(points) + bands["field_match"] * (fits & ~unsure)
        high[:, k] = np.where(np.isnan(points), bands["level_most"], points) + bands["field_match"] * (fits | unsure)
    return Component(low, high, column)


def _experience(facts: _Facts) -> Component:
    """Time in posts just below the asked level or higher, and time in the same job family. A year is 365 days here:
    merit only; the law's years are completed calendar years."""
    bands, posts = facts.bands["pengalaman"], facts.staffing.posts
    history = stints(facts.staffing, facts.day)
    person = facts.rows(history)
    history, person = history[person >= 0], person[person >= 0]
    asked = posts["tier"].map(facts.level).fillna(1).to_numpy(np.int64)
    column, kinds = pd.factorize(pd.MultiIndex.from_arrays([asked, posts["family"].fillna("")]))
    held = history["tier"].map(facts.level).fillna(0).to_numpy(np.int64)
    families = history["family"].to_numpy()
    n, nothing_known = len(facts.nips), ~np.isin(np.arange(len(facts.nips)), person)
    low = np.zeros((n, len(kinds)), dtype=np.int16)
    high = np.zeros_like(low)

    def total(days: str, mask: npt.NDArray[np.bool_]) -> Whole:
        weights = history[days].to_numpy(np.float64) * mask
        return np.bincount(person, weights=weights, minlength=n).astype(np.int64)

    tier_full, family_full = bands["tier_years_full"] * 365, bands["family_years_full"] * 365
    for days, result in (("days", low), ("days_most", high)):
        by_level = {
            level: _capped(bands["tier_points"], total(days, held >= level - 1), tier_full) for level, _ in kinds
        }
        by_family = {
            family: _capped(bands["family_points"], total(days, families == family), family_full) for _, family in kinds
        }
        for k, (level, family) in enumerate(kinds):
            result[:, k] = by_level[level] + by_family[family]
    high[nothing_known] = bands["tier_points"] + bands["family_points"]
    return Component(low, high, column)


def _competence(facts: _Facts) -> Component:
    """Mean share of each asked competency level that was shown (at most all of it)."""
    posts, asked = facts.staffing.posts, facts.staffing.post_competencies
    codes = pd.Index(facts.staffing.schemas.vocabulary.codes("competency"))
    wanted = np.zeros((len(posts), len(codes)), dtype=np.int64)
    at_post = np.asarray(pd.Index(posts["post"]).get_indexer(pd.Index(asked["post"])))
    at_code = np.asarray(codes.get_indexer(pd.Index(asked["competency"])))
    known = (at_post >= 0) & (at_code >= 0)
    wanted[at_post[known], at_code[known]] = asked["level"].to_numpy(np.int64)[known]
    kinds, column = np.unique(wanted, axis=0, return_inverse=True)
    tests = facts.staffing.assessments
    person, code = facts.rows(tests), np.asarray(codes.get_indexer(pd.Index(tests["competency"])))
    known = (person >= 0) & (code >= 0)
    shown = np.full((len(facts.nips), len(codes)), -1, dtype=np.int64)
    shown[person[known], code[known]] = tests["level"].to_numpy(np.int64)[known]
    low = np.zeros((len(facts.nips), len(kinds)), dtype=np.int16)
    high = np.zeros_like(low)
    for k, levels in enumerate(kinds):
        at = np.flatnonzero(levels)
        if not len(at):  # the post asks for nothing: that is not merit, and not unknown either
            continue
        share = FULL * np.minimum(shown[:, at], levels[at]) // levels[at]
        low[:, k] = np.where(shown[:, at] < 0, 0, share).sum(axis=1) // len(at)
        high[:, k] = np.where(shown[:, at] < 0, FULL, share).sum(axis=1) // len(at)
    return Component(low, high, column.reshape(-1))


def _performance(facts: _Facts) -> Component:
    """Mean points of the predikat of the last full years."""
    bands, appraisals = facts.bands["kinerja"], facts.staffing.appraisals
    low = np.zeros(len(facts.nips), dtype=np.int64)
    high = np.zeros_like(low)
    for year in range(facts.day.year - bands["years"], facts.day.year):
        rows = appraisals[(appraisals["year"] == year) & appraisals["predikat"].notna()]
        points = pd.Series(rows["predikat"].map(bands["points"]).to_numpy(), index=rows["nip"])
        got = points[~points.index.duplicated()].reindex(facts.nips).to_numpy(np.float64)
        low += np.where(np.isnan(got), 0, np.nan_to_num(got)).astype(np.int64)
        high += np.where(np.isnan(got), FULL, np.nan_to_num(got)).astype(np.int64)
    return _of_everyone(low // bands["years"], high // bands["years"], len(facts.staffing.posts))


def _record(facts: _Facts) -> Component:
    """Discipline over the look-back years, and hours of training in the last ones."""
    bands, n, day = facts.bands["rekam_jejak"], len(facts.nips), pd.Timestamp(facts.day)
    sanctions = facts.staffing.sanctions
    recent = sanctions[
        (sanctions["from"] > day - pd.DateOffset(years=bands["look_back_years"])) & (sanctions["from"] <= day)
    ]
    person = facts.rows(recent)
    lost = recent["level"].map(bands["lost"]).fillna(0).to_numpy(np.float64)
    deducted = np.bincount(person[person >= 0], weights=lost[person >= 0], minlength=n).astype(np.int64)
    discipline = np.maximum(bands["discipline_points"] - deducted, 0)
    courses = facts.staffing.trainings
    since = day - pd.DateOffset(years=bands["training_years"])
    recent = courses[(courses["finished"] > since) & (courses["finished"] <= day)]
    person = facts.rows(recent)
    here, full = person >= 0, bands["training_hours_full"]
    hours = recent["hours"].to_numpy(np.float64, na_value=np.nan)
    certain = np.bincount(person[here], weights=np.nan_to_num(hours[here]), minlength=n).astype(np.int64)
    possible = np.bincount(person[here], weights=np.where(np.isnan(hours), full, hours)[here], minlength=n).astype(
        np.int64
    )
    low = discipline + _capped(bands["training_points"], certain, full)
    high = discipline + _capped(bands["training_points"], possible, full)
    return _of_everyone(low, high, len(facts.staffing.posts))


def _of_everyone(low: Whole, high: Whole, posts: int) -> Component:
    """A component that asks the same of every post."""
    return Component(low.astype(np.int16)[:, None], high.astype(np.int16)[:, None], np.zeros(posts, dtype=np.intp))
