"""Rules about what a person can do: the competency standard of the post, and the competency test."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.regulation.asking import Ask, together
from workbench.regulation.compare import NO, UNKNOWN, YES, Verdicts, any_of, asked_if
from workbench.regulation.judging import Bench, Ground, Judgement, asked_column
from workbench.regulation.rulebook import NO_LIMIT
from workbench.regulation.words import Words

_NONE = Ask(NO_LIMIT, "", "verified")
LEVELS = 5
"""Levels of a competency (kamus kompetensi): the width of the tables below, no limit of law."""


@dataclass(frozen=True, eq=False)
class Shown:
    """What was measured, laid out so that one product of small whole numbers answers every standard: exact in float32,
    and a hundred times faster than a loop.

    `met`, `absent`: (competencies x levels, E), how much of each level asked was shown, or would be by whoever was
    never measured; `measured`: (competencies, E).
    """

    met: NDArray[np.float32]
    absent: NDArray[np.float32]
    measured: NDArray[np.float32]

    @classmethod
    def of(cls, levels: NDArray[np.int8]) -> "Shown":
        reach = np.arange(LEVELS + 1, dtype=np.int8)[None, :, None]
        missing = (levels < 0)[:, None, :]
        met = np.where(missing, np.int8(0), np.minimum(levels[:, None, :], reach))
        people = levels.shape[1]
        return cls(
            met.reshape(-1, people).astype(np.float32),
            (missing * reach).reshape(-1, people).astype(np.float32),
            (levels >= 0).astype(np.float32),
        )


class Match:
    """How far what was measured meets what each distinct standard asks, in tenths of a percent.

    `low` counts what was never measured as nothing, `high` as met; a level above the asked one counts no more than it.
    `asked`, `known`: how many competencies the standard has, and how many of them were measured, per person.
    """

    def __init__(self, bench: Bench, standards: list[dict[str, int]]) -> None:
        codes = bench.vocabulary.codes("competency")
        shown = bench.shared("shown", lambda: Shown.of(bench.facts.levels))
        asked = np.zeros((len(standards), len(codes)), dtype=np.int64)
        for at, standard in enumerate(standards):
            for code, level in standard.items():
                if code in codes:
                    asked[at, codes.get_loc(code)] = min(level, LEVELS)
        wanted = np.zeros((len(standards), len(codes), LEVELS + 1), dtype=np.float32)
        np.put_along_axis(wanted, asked[:, :, None], 1, axis=2)
        flat = wanted.reshape(len(standards), len(codes) * (LEVELS + 1))
        met, absent = flat @ shown.met, flat @ shown.absent
        whole = np.maximum(asked.sum(axis=1, keepdims=True), 1).astype(np.int32)
        self.asked = (asked > 0).sum(axis=1)
        self.known = ((asked > 0).astype(np.float32) @ shown.measured).astype(np.int16)
        self.low = (met.astype(np.int32) * 1000 // whole).astype(np.int16)
        self.high = ((met + absent).astype(np.int32) * 1000 // whole).astype(np.int16)

    def at_least(self, tenths: Any) -> Verdicts:
        verdict = np.where(self.low >= tenths, YES, np.where(self.high < tenths, NO, UNKNOWN)).astype(np.int8)
        verdict[self.asked == 0] = UNKNOWN
        return verdict


def standards(
    bench: Bench, key: Callable[[Any], Any]
) -> tuple[list[Any], NDArray[np.intp], list[dict[str, int]], list[Ask]]:
    """Distinct questions, which profile asks which, the standard of each, and the law that fills in for a post without
    one."""
    kinds, of_profile = bench.kinds(key)
    found, asks = [], []
    for tier, competencies, *_ in kinds:
        if competencies:
            pairs = (one.rsplit(":", 1) for one in competencies.split(";"))
            found.append({code: int(level) for code, level in pairs})
            asks.append(_NONE)
        else:
            standard, asked = _usual(bench, tier)
            found.append(standard)
            asks.append(asked)
    return kinds, of_profile, found, asks


def _usual(bench: Bench, tier: str) -> tuple[dict[str, int], Ask]:
    """The usual standard of a tier: one level for each general competency."""
    level, general = (
        bench.ask("competency_standard.required_level_by_tier"),
        bench.ask("competency_standard.competencies"),
    )
    both = Ask(None, *together(level, general))
    if not (level.known and level.asked and general.known and general.asked) or tier not in level.value:
        return {}, both
    return {one["code"]: int(level.value[tier]) for one in general.value}, both


def competencies(bench: Bench) -> Judgement:
    """What was measured meets the standard of the post as far as selections ask (the lowest passing band), or as the
    agency set it."""
    kinds, of_profile, needed, usual = standards(bench, lambda row: (row.tier, row.competencies))
    match = Match(bench, needed)
    bands = bench.ask("competency_standard.jpm_bands_selection")
    own = bench.setting("jpm_percent")
    percent = own if own is not None else _passing(bands)
    binding = [_binds(bench, tier) for tier, _ in kinds]
    if percent is None:
        verdict = np.full(match.low.shape, UNKNOWN, dtype=np.int8)
    else:
        verdict = match.at_least(round(percent * 10))
    for at, asked in enumerate(binding):
        if not asked.known:
            verdict[at] = UNKNOWN
        elif not asked.asked or asked.value is not True:
            verdict[at] = YES

    def ground(person: int, kind: int) -> Ground:
        parts = [binding[kind], *([] if own is not None else [bands])]
        return together(*parts, *([usual[kind]] if usual[kind].citation else []))

    return Judgement(
        "competencies",
        verdict,
        of_profile,
        asked_column(one.asked and (not one.known or one.value is True) for one in binding),
        lambda person, kind, say: _told(match, person, kind, say),
        lambda kind, say: (
            say("no_law") if percent is None else say("match_ask", percent=say.percent(round(percent * 10)))
        ),
        ground,
        (("post_competencies", (match.asked == 0)[:, None]),),
    )


def _binds(bench: Bench, tier: str) -> Ask:
    """Whether the law asks the standard of a tier; of functional posts it asks a test instead."""
    return _NONE if bench.ladder.functional(tier) else bench.appointment(tier, "competency_standard")


def _passing(bands: Ask) -> Any:
    """The lowest limit of a band that passes: the last but one, since the last is for whoever does not."""
    if not bands.known or not bands.asked:
        return None
    limits = sorted(band["min_inclusive"] for band in bands.value)
    return limits[1] if len(limits) > 1 else None


def _told(match: Match, person: int, kind: int, say: Words) -> str:
    if not match.asked[kind]:
        return say("match_none")
    low, high = int(match.low[kind, person]), int(match.high[kind, person])
    parts = {"known": int(match.known[kind, person]), "asked": int(match.asked[kind]), "percent": say.percent(high)}
    return say("match", **parts) if low == high else say("match_between", low=say.percent(low), **parts)


def competency_test(bench: Bench) -> Judgement:
    """A test before a functional post by transfer or promotion, and before a move between senior posts.

    It counts as passed when every competency of the post was measured and met; no data say that it was failed.
    """

    def key(row: Any) -> tuple[str, str, str]:
        tracked = bench.ladder.functional(row.tier) or bench.ladder.group.get(row.tier) == "jpt"
        return (row.tier, row.competencies, row.family) if tracked else ("", "", "")

    kinds, of_profile, needed, _ = standards(bench, key)
    match = Match(bench, needed)
    passed = match.at_least(1000)
    passed = np.where(passed == YES, YES, UNKNOWN).astype(np.int8)
    asks = [_test(bench, tier) for tier, *_ in kinds]

    def judged(at: int) -> Verdicts:
        (tier, _, family), asked = kinds[at], asks[at]
        if not asked.asked:
            return np.full(len(bench.facts), YES, dtype=np.int8)
        verdict = passed[at] if asked.known else np.full(len(bench.facts), UNKNOWN, dtype=np.int8)
        if bench.ladder.functional(tier):
            return asked_if(any_of(bench.transfer(tier, family), bench.promotion(tier, family)), verdict)
        return asked_if(bench.lateral_senior(tier), verdict)

    return Judgement(
        "competency_test",
        bench.fill(list(range(len(kinds))), judged),
        of_profile,
        asked_column(one.asked for one in asks),
        lambda person, kind, say: say("test_shown") if passed[kind, person] == YES else say("test_none"),
        lambda kind, say: say("test_ask") if asks[kind].known else say("no_law"),
        lambda person, kind: (asks[kind].citation, asks[kind].confidence),
    )


def _test(bench: Bench, tier: str) -> Ask:
    """The law that asks a test for this tier; NO_LIMIT where none does."""
    if bench.ladder.functional(tier):
        entry, rise = (
            bench.appointment(tier, "competency_test"),
            bench.ask("appointment.jf_promotion", "competency_test"),
        )
        needed = entry.value if entry.value is True else rise.value
        return Ask(needed if needed is None or needed is True else NO_LIMIT, *together(entry, rise))
    if bench.ladder.group.get(tier) == "jpt":
        found = bench.ask("appointment.jpt_lateral_requirements", "vacant_post", "method")
        test = found.value == "uji_kompetensi"
        return found if not found.known or test else Ask(NO_LIMIT, found.citation, found.confidence)
    return _NONE
