"""How many parts a part has, against the numbers of the law.

Where the type of a body is not recorded the answer is that which all types share, and else unknown: three sections are
too many under every type of technical unit, none are within every one.

"Terdiri atas" is read as an exact number, with one reservation. Since the delayering of 2021 the posts of supervisors
may have become functional ones and their subdivisions have gone, and no text read here says how many then remain. So
fewer than the number is no plain breach after that day: `fewer_after_delayering` of the agency's settings decides
(unknown, unless it says otherwise). More than the number is a breach on any day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.regulation.asking import Ask, ask, together
from workbench.regulation.compare import NO, UNKNOWN, YES, Verdicts, all_of, at_least, at_most
from workbench.regulation.rulebook import NO_LIMIT, Regulation
from workbench.structure.checks.body import Bodies, Places
from workbench.structure.checks.catalogue import COUNTS, LAW, Count
from workbench.structure.checks.rows import NO_TYPE, NOTHING, Pair, Rows, Told, chosen, each, numbered, without_law

_FEWER: Pair = (
    "lebih sedikit daripada yang disebut hukum; penyetaraan jabatan mungkin telah menghapusnya",
    "fewer than the law says; delayering may have removed them",
)
_NOT_NAMED: Pair = ("hukum tidak menyebutnya bagi tipe atau kelas ini", "the law names none for this type or class")


@dataclass(frozen=True, eq=False)
class More:
    """What may add to the limit of each row: surely (`low`) and at most (`high`), on which grounds, and which fact is
    missing where the two differ."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    grounds: tuple[Ask, ...]
    reason: Pair


def counted(bodies: Bodies, regulation: Regulation, more: Mapping[str, Any]) -> Iterator[Rows]:
    """The rows of `COUNTS`. `more`: rule -> function of form and places that gives a `More`."""
    forms = {form for form in bodies.form[bodies.is_body] if form}
    laws = {form: ask(regulation, f"{LAW}.{form}") for form in {count.form for count in COUNTS} & forms}
    delayering = ask(regulation, f"{LAW}.delayering_mapping")
    for count in COUNTS:
        law = laws.get(count.form)
        if law is None or not law.asked:
            continue
        places = _places(bodies, count)
        if not len(places):
            continue
        number = bodies.parts(count.parts, count.whole)[places]
        extra = more[count.rule](count.form, places) if count.rule in more and law.known else None
        yield _judged(count, places, number, bodies, law, delayering, extra)


def _places(bodies: Bodies, count: Count) -> Places:
    here = bodies.is_body if count.of is None else bodies.of_kind(count.of) & ~bodies.is_body
    places = np.flatnonzero(here)
    return places[bodies.form[places] == count.form]


def _judged(
    count: Count,
    places: Places,
    number: NDArray[np.int64],
    bodies: Bodies,
    law: Ask,
    delayering: Ask,
    extra: More | None,
) -> Rows:
    size = len(places)
    seen = numbered(number, count.noun, count.noun_en)
    if not law.known:
        return without_law(count.rule, places, number, seen, law)
    types = _types(law.value)
    limits = {name: _limit(count, value) for name, value in types.items()}
    delayed = count.junior and delayering.known and delayering.asked
    short = bodies.marks.short if delayed else NO
    low, high = (extra.low, extra.high) if extra else (np.zeros(size), np.zeros(size))
    answers = np.stack([_answer(limits[name], number, low, high, short) for name in types])
    number_of = {name: at for at, name in enumerate(types)}
    own = np.array([number_of.get(code, -1) for code in bodies.type[places]], dtype=np.intp)
    own = own if "" not in types else np.zeros(size, dtype=np.intp)
    least, most = answers.min(axis=0), answers.max(axis=0)
    shared = np.where(least == most, least, UNKNOWN)
    verdict = np.where(own >= 0, answers[own, np.arange(size)], shared).astype(np.int8)
    fewer = np.array([_fewer(limits[name], number) for name in types])
    fewer_here = np.where(own >= 0, fewer[own, np.arange(size)], fewer.any(axis=0)) & delayed
    open_ = verdict == UNKNOWN
    unnamed = np.array([limits[name] is None for name in types] + [False])[own]
    by_type = open_ & (own < 0) & (least != most)
    why = np.select([by_type, open_ & unnamed, open_ & fewer_here, open_], [1, 2, 3, 4], default=0)
    reason = chosen(why, (NOTHING, NO_TYPE, _NOT_NAMED, _FEWER, extra.reason if extra else NOTHING))
    threshold = _thresholds(list(types), limits, own, extra)
    grounds = [law, *(extra.grounds if extra else ())]
    rests = np.where(fewer_here, 2, high > 0)
    ground = chosen(rests, (together(law), together(*grounds), together(law, delayering)))
    rows = Rows(count.rule, places, verdict, number, seen, threshold, reason, ground)
    # A part that the law does not give to this type, and that is not there, is no question.
    anywhere = any(limit is None for limit in limits.values())
    asked = (number > 0) | ~np.where(own >= 0, unnamed, anywhere)
    return rows if asked.all() else rows.where(asked)


@dataclass(frozen=True)
class _Most:
    low: float
    high: float
    exact: bool


def _types(value: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Type -> its numbers; one type without a name where the law makes no types."""
    typed = all(isinstance(inner, Mapping) for inner in value.values())
    return dict(value) if typed else {"": value}


def _limit(count: Count, value: Mapping[str, Any]) -> _Most | None:
    for limit in count.limits:
        if set(limit.low) | set(limit.high) <= set(value):
            return _Most(_sum(limit.low, value), _sum(limit.high or limit.low, value), limit.exact)
    return None


def _sum(keys: tuple[str, ...], value: Mapping[str, Any]) -> float:
    numbers = [value[key] for key in keys]
    return np.inf if NO_LIMIT in numbers else float(sum(numbers))


def _answer(limit: _Most | None, number: Any, low: Any, high: Any, short: int) -> Verdicts:
    if limit is None:
        return np.where(number == 0, YES, UNKNOWN).astype(np.int8)
    enough = between(number, limit.low + low, limit.high + high)
    if not limit.exact:
        return enough
    reached = at_least(number, limit.low)
    return np.where(reached == NO, short, all_of(enough, reached)).astype(np.int8)


def between(number: Any, low: Any, high: Any) -> Verdicts:
    """Whether a number stays within a limit that lies between `low` and `high`, both included."""
    surely, perhaps = at_most(number, low), at_most(number, high)
    return np.where(surely == YES, YES, np.where(perhaps == NO, NO, UNKNOWN)).astype(np.int8)


def _fewer(limit: _Most | None, number: Any) -> NDArray[np.bool_]:
    return np.zeros(len(number), dtype=bool) if limit is None or not limit.exact else number < limit.low


def _thresholds(types: list[str], limits: Mapping[str, _Most | None], own: Places, extra: More | None) -> Told:
    def text(key: Any) -> Pair:
        at, more, most = (int(key[0]), key[1], key[2]) if extra else (key, 0.0, 0.0)
        asked = [limits[name] for name in (types if at < 0 else [types[at]])]
        held = [limit for limit in asked if limit is not None]
        if not held:
            return "tidak disebut", "not named"
        ends = min(limit.low for limit in held) + more, max(limit.high for limit in held) + most
        return phrase(*ends, exact=held[0].exact)

    return each(np.column_stack([own.astype(float), extra.low, extra.high]) if extra else own, text)


def phrase(low: float, high: float, exact: bool = False) -> Pair:
    """A limit as people read it."""
    if low == np.inf:
        return "tanpa batas", "no limit"
    if high == np.inf:
        return f"paling banyak {low:.0f} atau lebih", f"at most {low:.0f} or more"
    span, span_en = (f"{low:.0f}",) * 2 if low == high else (f"{low:.0f} sampai {high:.0f}", f"{low:.0f} to {high:.0f}")
    return (f"tepat {span}", f"exactly {span_en}") if exact else (f"paling banyak {span}", f"at most {span_en}")
