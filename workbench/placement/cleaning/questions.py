"""Open questions: what is not known about a person, and the posts that it bears on.

A question is one cell: of a rule, what a set of posts asks alike (`Judgement.of_profile`); of a component of merit,
what a set of posts demands alike (`Component.demand`). Whatever settles it settles it for all these posts at once.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.ground import Ground
from workbench.regulation.catalogue import RULES
from workbench.regulation.compare import UNKNOWN
from workbench.scenario import COMPONENTS

SOURCES = {
    "pendidikan": ("employees.education", "employees.field"),
    "pengalaman": ("career", "career"),
    "kompetensi": ("assessments", "assessments"),
    "kinerja": ("appraisals", "appraisals"),
    "rekam_jejak": ("trainings", "trainings"),
}
"""What settles a component of merit: where the level of education is missing, and elsewhere."""


@dataclass(frozen=True, eq=False)
class Questions:
    """The open questions of a ground: of each rule that bars, and of each component."""

    ground: Ground

    @cached_property
    def profile(self) -> Whole:
        """(posts,) requirement profile of each post."""
        return self.ground.findings.profile_of_post.reindex(self.ground.seats["post"]).to_numpy(np.int64)

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """The rules that bar: the others are shown and alter no plan."""
        findings = self.ground.findings
        return tuple(rule for rule in findings.rules if findings.choices[rule] == "bar")

    def asks(self, rule: str, post: Whole) -> NDArray[np.intp]:
        """Number of the question that each post asks under a rule."""
        return self.ground.findings.judgements[rule].of_profile[self.profile[post]]

    def unknown(self, rule: str, person: Whole, post: Whole) -> Mask:
        """(pairs,) whether this rule cannot tell."""
        return self.ground.findings.judgements[rule].verdict[self.asks(rule, post), person] == UNKNOWN

    def open_sets(self, person: Whole, post: Whole) -> Whole:
        """(pairs, rules) the number of the question that each rule cannot answer, -1 where it can."""
        sets = [np.where(self.unknown(rule, person, post), self.asks(rule, post), -1) for rule in self.rules]
        return np.column_stack(sets).astype(np.int64)

    def names(self, open_set: Whole) -> tuple[str, ...]:
        """The rules of one such row."""
        return tuple(rule for rule, kind in zip(self.rules, open_set, strict=True) if kind >= 0)

    def source(self, rule: str, person: int, post: int) -> str:
        """The column, document or parameter of law that keeps this finding unknown."""
        judgement = self.ground.findings.judgements[rule]
        kind = int(self.asks(rule, np.array([post]))[0])
        for source, where in judgement.causes:
            if np.broadcast_to(np.asarray(where, dtype=bool), judgement.verdict.shape)[kind, person]:
                return source
        return RULES[rule].sources[0]

    def doubt(self, name: str, person: Whole, post: Whole) -> Whole:
        """(pairs,) how much a component might add to what is known of it, 0..1000."""
        component = self.ground.merit.components[name]
        demand = component.demand[post]
        return component.high[person, demand].astype(np.int64) - component.low[person, demand]

    def component_source(self, name: str, person: int) -> str:
        level, other = SOURCES[name]
        known = pd.notna(self.ground.staffing.employees["education"].iloc[person])
        return other if name != "pendidikan" or known else level

    def open(self, person: Whole, post: Whole) -> int:
        """How many questions these pairs leave open, each counted once."""
        count = 0
        for rule in self.rules:
            here = self.unknown(rule, person, post)
            count += len(np.unique(_key(person[here], self.asks(rule, post[here]))))
        for name in COMPONENTS:
            here = self.doubt(name, person, post) > 0
            demand = self.ground.merit.components[name].demand[post[here]]
            count += len(np.unique(_key(person[here], demand)))
        return count


def within(sets: Whole, one: Whole) -> Mask:
    """(pairs,) whether all that each row leaves open is open in `one` too: settling that settles the pair."""
    return ((sets < 0) | (sets == one)).all(axis=1)


def _key(person: Whole, kind: NDArray[np.intp]) -> Whole:
    """One whole number for each person and question."""
    return person.astype(np.int64) << 32 | kind
