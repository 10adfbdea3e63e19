"""Findings: what each rule says of each employee against each requirement profile, with what was observed and why.

No rule returns a bare boolean. Verdicts are kept compact (one row a distinct question, one column an employee) and
expanded to pairs only where they are shown: 14,000 people x 5,000 posts x 20 rules would be more than a thousand
million rows."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation import competence, experience, procedure, qualification, record
from workbench.regulation.catalogue import DEFAULT_RULES, RULES, SETTINGS, choice, rules_mistake
from workbench.regulation.compare import NO, UNKNOWN, WORDS, YES, Verdicts
from workbench.regulation.facts import Facts
from workbench.regulation.judging import Bench, Judgement, settled
from workbench.regulation.profiles import requirement_profiles
from workbench.regulation.rulebook import Regulation
from workbench.regulation.words import Words
from workbench.staffing import Staffing

JUDGES: Mapping[str, Callable[[Bench], Judgement]] = {
    "status": qualification.status,
    "legal_status": qualification.legal_status,
    "education": qualification.education,
    "education_post": qualification.education_post,
    "field_of_study": qualification.field_of_study,
    "rank": qualification.rank,
    "prior_post": experience.prior_post,
    "related_experience": experience.related_experience,
    "field_experience": experience.field_experience,
    "origin": experience.origin,
    "age": qualification.age,
    "appraisals": record.appraisals,
    "appraisals_announced": record.appraisals_announced,
    "sanctions": record.sanctions,
    "years_in_post": experience.years_in_post,
    "years_in_post_most": experience.years_in_post_most,
    "direction": experience.direction,
    "retirement_age": qualification.retirement_age,
    "months_before_retirement": qualification.months_before_retirement,
    "competencies": competence.competencies,
    "competency_test": competence.competency_test,
    "consultation": procedure.consultation,
}

COLUMNS = (
    "nip",
    "post",
    "rule",
    "label",
    "verdict",
    "observed",
    "threshold",
    "citation",
    "confidence",
    "force",
    "bars",
)


@dataclass(frozen=True, eq=False)
class Findings:
    """E employees against R requirement profiles under the rules that are not off.

    `choices`: rule -> bar or show. Only rules that bar decide `overall`; the others are shown.
    """

    bench: Bench
    judgements: Mapping[str, Judgement]
    choices: Mapping[str, str]

    @property
    def nips(self) -> pd.Index:
        return self.bench.facts.nips

    @property
    def profiles(self) -> pd.DataFrame:
        return self.bench.profiles

    @property
    def profile_of_post(self) -> pd.Series:
        return self.bench.of_post

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(self.judgements)

    def verdict(self, rule: str) -> Verdicts:
        """(E, R) int8: YES, NO, UNKNOWN."""
        judgement = self.judgements[rule]
        return judgement.verdict[judgement.of_profile].T

    @cached_property
    def overall(self) -> Verdicts:
        """(E, R) int8: NO where a rule that bars says NO, else UNKNOWN where one is unknown, else YES."""
        shape = (len(self.profiles), len(self.nips))
        result = np.full(shape, YES, dtype=np.int8)
        barred = np.zeros(shape, dtype=bool)
        for rule, judgement in self.judgements.items():
            if self.choices[rule] == "bar":
                found = judgement.verdict[judgement.of_profile]
                barred |= found == NO
                result[found == UNKNOWN] = UNKNOWN
        result[barred] = NO
        return result.T

    @cached_property
    def counts(self) -> Mapping[str, NDArray[np.uint8]]:
        """`yes`, `no`, `unknown` -> (E, R): how many findings say so, of the rules that a profile is asked about."""
        shape = (len(self.profiles), len(self.nips))
        found = {word: np.zeros(shape, dtype=np.uint8) for word in WORDS.values()}
        for judgement in self.judgements.values():
            rows = np.flatnonzero(np.any(judgement.asked, axis=1)[judgement.of_profile])
            kinds = judgement.of_profile[rows]
            verdict, asked = judgement.verdict[kinds], judgement.asked[kinds]
            for code, word in WORDS.items():
                found[word][rows] += (verdict == code) & asked
        return {word: counts.T for word, counts in found.items()}

    def of(self, nip: str, post: str, *, lang: str = "id", every: bool = False) -> pd.DataFrame:
        """One row a rule, as people read it: the columns of `COLUMNS`, verdict as yes, no or unknown.

        Rules that ask nothing of this post are left out unless `every`. Whoever holds the post stays there: rules about
        moving do not touch him. Raises KeyError for a person or a post that is not in the data.
        """
        person, profile = self._row(nip), self._profile(post)
        say = Words(lang, self.bench.vocabulary)
        holds = self.bench.facts.post.iloc[person] == post
        rows = []
        for rule, judgement in self.judgements.items():
            kind = int(judgement.of_profile[profile])
            asked = judgement.asks(kind, person)
            if not every and not asked:
                continue
            known = RULES[rule]
            stays = holds and known.moves
            verdict = YES if stays else int(judgement.verdict[kind, person])
            observed = say("stays") if stays else judgement.observed(person, kind, say) if asked else say("not_asked")
            citation, confidence = judgement.ground(person, kind)
            rows.append(
                [
                    nip,
                    post,
                    rule,
                    known.title(lang),
                    WORDS[verdict],
                    observed,
                    judgement.threshold(kind, say) if asked else say("not_asked"),
                    citation,
                    confidence,
                    known.force,
                    self.choices[rule] == "bar",
                ]
            )
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def plan_findings(self, lang: str = "id") -> pd.DataFrame:
        """What is asked of the plan as a whole, once, and never of a person: see `procedure.plan_findings`."""
        return procedure.plan_findings(self.bench, Words(lang, self.bench.vocabulary))

    @cached_property
    def unknown_by_source(self) -> pd.DataFrame:
        """Which source would settle most: source (table.column, `evidence`, or a parameter of law), rule, label,
        findings (person x profile), people, bars; most findings first."""
        rows = [row for rule in self.judgements for row in self._unknown_of(rule)]
        columns = ["source", "rule", "label", "findings", "people", "bars"]
        table = pd.DataFrame(rows, columns=columns)
        return table.sort_values(["findings", "source", "rule"], ascending=[False, True, True], ignore_index=True)

    def _unknown_of(self, rule: str) -> list[list[Any]]:
        judgement = self.judgements[rule]
        profiles = np.bincount(judgement.of_profile, minlength=len(judgement.verdict))
        left = (judgement.verdict == UNKNOWN) & judgement.asked & (profiles > 0)[:, None]
        found = []
        for source, where in (*judgement.causes, (RULES[rule].sources[0], True)):
            here = left & np.broadcast_to(np.asarray(where, dtype=bool), left.shape)
            left = left & ~here
            if here.any():
                findings = int(here.sum(axis=1) @ profiles)
                people = int(here.any(axis=0).sum())
                found.append([source, rule, RULES[rule].label, findings, people, self.choices[rule] == "bar"])
        return _merged(found)

    def _row(self, nip: str) -> int:
        at = np.flatnonzero(self.nips == nip)
        if not len(at):
            raise KeyError(f"no employee {nip} in these findings")
        return int(at[0])

    def _profile(self, post: str) -> int:
        if post not in self.bench.of_post.index:
            raise KeyError(f"no post {post} in these findings")
        return int(self.bench.of_post[~self.bench.of_post.index.duplicated()][post])


def _merged(rows: list[list[Any]]) -> list[list[Any]]:
    """One row a source."""
    merged: dict[str, list[Any]] = {}
    for row in rows:
        if row[0] in merged:
            merged[row[0]][3] += row[3]
            merged[row[0]][4] += row[4]
        else:
            merged[row[0]] = row
    return list(merged.values())


def find(
    staffing: Staffing,
    rules: Mapping[str, str],
    settings: Mapping[str, Any],
    regulation: Regulation,
    day: date,
    *,
    facts: Facts | None = None,
    evidence: Collection[tuple[str, str]] = (),
) -> Findings:
    """Judge everyone against every requirement profile on `day`.

    `rules`: the agency's choice for practice and policy rules (bar, show, off); `settings`: numbers that the law leaves
    to it (`catalogue.SETTINGS`; other keys are not read). `facts`: those of the same tables and day, to reuse.
    `evidence`: (rule, post or nip) for which a document was seen. Raises ValueError for a choice or a setting that
    cannot be."""
    mistake = rules_mistake(rules)
    if mistake:
        raise ValueError(mistake)
    if facts is None or facts.day != day or facts.staffing is not staffing:
        facts = Facts(staffing, day)
    profiles, of_post = requirement_profiles(staffing)
    bench = Bench(facts, profiles, of_post, regulation, settings, frozenset(evidence))
    choices = {rule: choice(rule, rules) for rule in JUDGES}
    judgements = {rule: settled(judge(bench)) for rule, judge in JUDGES.items() if choices[rule] != "off"}
    return Findings(bench, judgements, choices)


__all__ = [
    "COLUMNS",
    "DEFAULT_RULES",
    "JUDGES",
    "NO",
    "RULES",
    "SETTINGS",
    "UNKNOWN",
    "YES",
    "Facts",
    "Findings",
    "find",
    "requirement_profiles",
]
