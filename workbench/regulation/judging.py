"""How a rule answers: a compact verdict, and for each cell what was observed, what was asked, and on which ground."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation import catalogue
from workbench.regulation.asking import Ask, ask
from workbench.regulation.compare import NO, UNKNOWN, YES, Verdicts, all_of, not_
from workbench.regulation.facts import Facts
from workbench.regulation.ladder import Ladder
from workbench.regulation.rulebook import Regulation
from workbench.regulation.service_time import Whole, months_of
from workbench.regulation.words import Words
from workbench.staffing import Vocabulary

Ground = tuple[str, str]
"""citation, confidence"""
Cause = tuple[str, Any]
"""a source column, and where (broadcast to the verdict) it is what keeps the answer unknown"""


@dataclass(frozen=True, eq=False)
class Judgement:
    """`verdict`: (K, E) for K distinct questions; `of_profile`: (R,) which question a profile asks; `asked`: (K, 1) or
    (K, E), whether the question is put at all (where not, the verdict is YES and no finding is shown)."""

    rule: str
    verdict: Verdicts
    of_profile: NDArray[np.intp]
    asked: NDArray[np.bool_]
    observed: Callable[[int, int, Words], str]
    threshold: Callable[[int, Words], str]
    ground: Callable[[int, int], Ground]
    causes: tuple[Cause, ...] = ()

    def asks(self, kind: int, person: int) -> bool:
        return bool(np.broadcast_to(self.asked, self.verdict.shape)[kind, person])


@dataclass(frozen=True, eq=False)
class Time:
    """Months an employee surely spent in some posts, and at most: unrecorded service might hide more."""

    sure: Whole
    most: Whole
    held: NDArray[np.bool_]
    perhaps: NDArray[np.bool_]

    def at_least(self, months: Any) -> Verdicts:
        """Whether `months` were served; 0 asks that such a post was held at all. None: not known what is asked."""
        if months is None:
            return np.full(self.sure.shape, UNKNOWN, dtype=np.int8)
        low, high = (self.held, self.perhaps) if months == 0 else (self.sure >= months, self.most >= months)
        return np.where(low, YES, np.where(high, UNKNOWN, NO)).astype(np.int8)


@dataclass(frozen=True, eq=False)
class Bench:
    """Everything that the rules are judged from: facts, profiles, the law of the day, the agency's settings."""

    facts: Facts
    profiles: pd.DataFrame
    of_post: pd.Series
    regulation: Regulation
    settings: Mapping[str, Any]
    evidence: Collection[tuple[str, str]] = ()
    _times: dict[Hashable, Time] = field(default_factory=dict, repr=False)
    _tracks: dict[tuple[str, str], Verdicts] = field(default_factory=dict, repr=False)
    _shared: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def day(self) -> date:
        return self.facts.day

    @property
    def vocabulary(self) -> Vocabulary:
        return self.facts.vocabulary

    @cached_property
    def ladder(self) -> Ladder:
        return Ladder.of(self.vocabulary, self.regulation)

    def setting(self, name: str) -> Any:
        return catalogue.setting(name, self.settings)

    def shared(self, name: str, build: Callable[[], Any]) -> Any:
        """What several rules need, built once."""
        if name not in self._shared:
            self._shared[name] = build()
        return self._shared[name]

    def ask(self, name: str, *keys: str) -> Ask:
        return ask(self.regulation, name, *keys)

    # questions --------------------------------------------------------------------------------------------------------

    def kinds(self, key: Callable[[Any], Hashable]) -> tuple[list[Any], NDArray[np.intp]]:
        """Distinct questions among the profiles, and which one each profile asks."""
        keys = [key(row) for row in self.shared("profiles", lambda: list(self.profiles.itertuples()))]
        distinct = list(dict.fromkeys(keys))
        number = {one: at for at, one in enumerate(distinct)}
        return distinct, np.array([number[one] for one in keys], dtype=np.intp)

    def by_tier_and_track(self) -> tuple[list[tuple[str, str]], NDArray[np.intp]]:
        """Questions by tier; functional tiers also by job family, since a track runs within one."""
        return self.kinds(lambda row: (row.tier, row.family if self.ladder.functional(row.tier) else ""))

    def appointment(self, tier: str, *keys: str) -> Ask:
        """What the law asks of whoever takes a post of this tier (a functional one: by transfer)."""
        if tier not in self.ladder.group:
            return Ask(None, f"jenjang jabatan {tier!r} tidak dikenal", "memory")
        if self.ladder.functional(tier):
            return self.ask("appointment.jf_transfer", self.ladder.group[tier].removeprefix("jf_"), *keys)
        return self.ask(f"appointment.{tier}", *keys)

    def fill(self, kinds: list[Any], verdict: Callable[[Any], Verdicts | int]) -> Verdicts:
        """(K, E): one row a question."""
        rows = np.empty((len(kinds), len(self.facts)), dtype=np.int8)
        for at, kind in enumerate(kinds):
            rows[at] = verdict(kind)
        return rows

    # where a person stands --------------------------------------------------------------------------------------------

    def by_present_tier(self, verdict: Callable[[str], int]) -> Verdicts:
        """(E,) a verdict that depends on the tier now held; UNKNOWN where no post is recorded."""
        table = np.array([*(verdict(str(tier)) for tier in self.vocabulary.codes("tier")), UNKNOWN], dtype=np.int8)
        return table[self.facts.tier_number]

    def same_family(self, family: str) -> Verdicts:
        """(E,) whether the post now held is of this job family."""
        number = self.family_number(family)
        if number < 0:
            return np.full(len(self.facts), UNKNOWN, dtype=np.int8)
        held = self.facts.family
        return np.where(held < 0, UNKNOWN, held == number).astype(np.int8)

    def family_number(self, family: str) -> int:
        return int(self.facts.families.get_indexer(pd.Index([family]))[0]) if family else -1

    def on_track(self, tier: str, family: str) -> Verdicts:
        """(E,) whether a functional post would stay within the group and the family of the one now held."""
        group = self.ladder.group.get(tier, "")
        if (group, family) not in self._tracks:
            within = self.by_present_tier(lambda held: int(self.ladder.group[held] == group))
            self._tracks[group, family] = all_of(within, self.same_family(family))
        return self._tracks[group, family]

    def transfer(self, tier: str, family: str) -> Verdicts:
        """(E,) whether taking this functional post is a transfer from another post: only the same family is a
        promotion."""
        return not_(self.on_track(tier, family))

    def promotion(self, tier: str, family: str) -> Verdicts:
        """(E,) whether taking this functional post is a promotion within its family."""
        lower = self.by_present_tier(lambda held: int(self.ladder.order[held] < self.ladder.order.get(tier, 0)))
        return all_of(self.on_track(tier, family), lower)

    def lateral_senior(self, tier: str) -> Verdicts:
        """(E,) whether this senior post (JPT) would be a move from a senior post of the same level or above."""
        ladder = self.ladder
        return self.by_present_tier(
            lambda held: int(ladder.group[held] == "jpt" and ladder.order[held] >= ladder.order.get(tier, 0))
        )

    # time served ------------------------------------------------------------------------------------------------------

    @cached_property
    def unrecorded(self) -> Whole:
        """Months that a career might hide; small gaps are overlooked, as the agency set it."""
        gap = self.facts.unrecorded_months
        return np.where(gap <= self.setting("history_gap_months"), 0, gap)

    def time_in(self, surely: Collection[str], perhaps: Collection[str] = (), family: str | None = None) -> Time:
        """Time in posts of some tiers (all tiers when `surely` is every tier), and in one job family where given.

        `perhaps`: tiers of which it is not known whether they count. A spell without a family may be of any.
        """
        key = (frozenset(surely), frozenset(perhaps), family)
        if key not in self._times:
            self._times[key] = self._time_in(*key)
        return self._times[key]

    def _time_in(self, surely: frozenset[str], perhaps: frozenset[str], family: str | None) -> Time:
        tiers, spells, people = self.vocabulary.codes("tier"), self.facts.spells, len(self.facts)
        sure_tier = np.append(tiers.isin(surely), False)[spells.tier]
        most_tier = np.append(tiers.isin(surely | perhaps), True)[spells.tier]
        here, maybe = np.ones(len(spells.tier), dtype=bool), np.ones(len(spells.tier), dtype=bool)
        if family is not None:
            number = self.family_number(family)
            here = (spells.family == number) & (number >= 0)
            maybe = here | (spells.family < 0) | (number < 0)
        sure, held = months_of(*_picked(spells.owner, spells.start, spells.end, sure_tier & here), people)
        most, perhaps_held = months_of(*_picked(spells.owner, spells.start, spells.latest, most_tier & maybe), people)
        now = np.append(tiers.isin(surely), False)[self.facts.tier_number]
        if family is not None:
            now = now & (self.facts.family == number) & (number >= 0)
        held = held | now | (sure > 0)
        return Time(sure, most + self.unrecorded, held, held | perhaps_held | (self.unrecorded > 0))


def settled(judgement: Judgement) -> Judgement:
    """What is not asked bars nobody: its verdict is YES, whatever the rule computed on the way."""
    if judgement.asked.all():
        return judgement
    return replace(judgement, verdict=np.where(judgement.asked, judgement.verdict, YES).astype(np.int8))


def asked_column(asks: Iterable[bool]) -> NDArray[np.bool_]:
    """(K, 1): whether each question is put to everyone."""
    return np.array(list(asks), dtype=bool).reshape(-1, 1)


def _picked(owner: Whole, start: Whole, end: Whole, mask: NDArray[np.bool_]) -> tuple[Whole, Whole, Whole]:
    return owner[mask], start[mask], end[mask]
