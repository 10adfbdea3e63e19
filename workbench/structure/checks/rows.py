"""How a check is told: rows of one rule, and the table of all.

Few texts serve many rows (tens of thousands of units, a handful of numbers), so a row holds the place of its text, and
sentences are joined once for each distinct combination.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.asking import Ask
from workbench.regulation.compare import UNKNOWN, WORDS, Verdicts
from workbench.structure.checks.body import Bodies, Places
from workbench.structure.checks.catalogue import RULES

Pair = tuple[str, str]
"""In Indonesian and in English."""

COLUMNS = (
    "unit",
    "office",
    "rule",
    "label",
    "label_en",
    "verdict",
    "observed",
    "observed_number",
    "threshold",
    "note",
    "note_en",
    "citation",
    "confidence",
    "force",
)

NOTHING: Pair = ("", "")
NO_LAW: Pair = ("aturan pada hari itu belum diketahui", "the law of that day is not known")
NO_TYPE: Pair = ("tipe atau kelasnya belum dicatat", "its type or class is not recorded")


@dataclass(frozen=True, eq=False)
class Told:
    """A pair of texts for each row: `texts[at]`."""

    at: Places
    texts: Sequence[tuple[str, str]]

    def where(self, rows: NDArray[np.bool_]) -> "Told":
        return Told(self.at[rows], self.texts)


def both(pair: tuple[str, str], length: int) -> Told:
    """The same for all."""
    return Told(np.zeros(length, dtype=np.intp), (pair,))


def chosen(which: Any, pairs: Sequence[tuple[str, str]]) -> Told:
    """The pair at `which` of each row; -1 is the last."""
    return Told(np.asarray(which, dtype=np.intp) % len(pairs), pairs)


def each(keys: Any, text: Callable[[Any], Pair]) -> Told:
    """The pair of texts of each key, written once for each distinct one."""
    distinct, of = np.unique(keys, axis=0, return_inverse=True)
    return Told(of.reshape(-1).astype(np.intp), [text(key) for key in distinct.tolist()])


def numbered(number: Any, noun: str, noun_en: str) -> Told:
    """So many of these; `noun_en` in the plural."""
    return each(
        number,
        lambda n: (f"{n} {noun}" if n else f"tanpa {noun}", f"{n} {noun_en.removesuffix('s') if n == 1 else noun_en}"),
    )


@dataclass(frozen=True, eq=False)
class Rows:
    """N rows of one rule, about the units at `unit`.

    `number` is what was counted, negative where that is not known; `reason` says what an answer waits for; `ground` is
    the citation and the confidence.
    """

    rule: str
    unit: Places
    verdict: Verdicts
    number: NDArray[np.int64]
    observed: Told
    threshold: Told
    reason: Told
    ground: Told

    def __len__(self) -> int:
        return len(self.unit)

    def where(self, rows: NDArray[np.bool_]) -> "Rows":
        """Those rows alone."""
        told = (part.where(rows) for part in (self.observed, self.threshold, self.reason, self.ground))
        return Rows(self.rule, self.unit[rows], self.verdict[rows], self.number[rows], *told)


def without_law(rule: str, unit: Places, number: NDArray[np.int64], observed: Told, law: Ask) -> Rows:
    """What the law of a day says is not known: it decides nothing."""
    size = len(unit)
    verdict = np.full(size, UNKNOWN, dtype=np.int8)
    ground = both((law.citation, law.confidence), size)
    return Rows(rule, unit, verdict, number, observed, both(NO_LAW, size), both(NOTHING, size), ground)


def table(bodies: Bodies, parts: Iterable[Rows]) -> pd.DataFrame:
    """The columns of `COLUMNS`, by unit and then in the order of `RULES`."""
    rows = [part for part in parts if len(part)]
    rank = {code: at for at, code in enumerate(RULES)}
    rule = np.repeat(np.array([rank[part.rule] for part in rows], dtype=np.intp), [len(part) for part in rows])
    unit = _joined([part.unit for part in rows], np.intp)
    order = np.lexsort((rule, unit))
    unit, rule = unit[order], rule[order]
    notes = _told([_sentence(part) for part in rows], order)
    names = (bodies.names + ": ")[unit]
    number = _joined([part.number for part in rows], np.int64)[order]
    rules = list(RULES.values())
    verdict = _joined([part.verdict for part in rows], np.int8)[order]
    observed, threshold, ground = (
        _told([getattr(part, name) for part in rows], order) for name in ("observed", "threshold", "ground")
    )
    ids = _text(bodies.ids)
    return pd.DataFrame(
        {
            "unit": ids.take(unit),
            "office": ids.take(bodies.office[unit], allow_fill=True),
            "rule": _text([one.code for one in rules]).take(rule),
            "label": _text([one.label for one in rules]).take(rule),
            "label_en": _text([one.label_en for one in rules]).take(rule),
            "verdict": _text([WORDS[code] for code in range(-1, 2)]).take(verdict + 1),
            "observed": _texts(observed, 0),
            "observed_number": pd.arrays.IntegerArray(number, number < 0),
            "threshold": _texts(threshold, 0),
            "note": _text(names + _objects(notes, 0)),
            "note_en": _text(names + _objects(notes, 1)),
            "citation": _texts(ground, 0),
            "confidence": _texts(ground, 1),
            "force": _text([one.force for one in rules]).take(rule),
        }
    )


def _sentence(part: Rows) -> Told:
    """What was seen, what is asked, and what the answer waits for."""
    told = (part.observed, part.threshold, part.reason)
    sizes = tuple(len(one.texts) for one in told)
    keys, of = np.unique(np.ravel_multi_index(tuple(one.at for one in told), sizes), return_inverse=True)
    combined = zip(*np.unravel_index(keys, sizes), strict=True)
    texts = [_written(*(one.texts[at] for one, at in zip(told, places, strict=True))) for places in combined]
    return Told(of.reshape(-1).astype(np.intp), texts)


def _written(seen: Pair, asked: Pair, reason: Pair) -> Pair:
    texts = [
        seen[lang] + (f", {asked[lang]}" if asked[lang] else "") + (f"; {reason[lang]}" if reason[lang] else "")
        for lang in range(2)
    ]
    return texts[0], texts[1]


def _told(parts: list[Told], order: Any) -> Told:
    """The rows of all parts, in order."""
    starts = np.cumsum([0, *(len(part.texts) for part in parts)])
    at = _joined([part.at + start for part, start in zip(parts, starts[:-1], strict=True)], np.intp)
    return Told(at[order], [text for part in parts for text in part.texts])


def _objects(told: Told, lang: int) -> Any:
    return np.array([pair[lang] for pair in told.texts], dtype=object)[told.at]


def _texts(told: Told, lang: int) -> Any:
    return _text([pair[lang] for pair in told.texts]).take(told.at)


def _text(values: Any) -> Any:
    return pd.array(values, dtype="str")


def _joined(parts: list[Any], dtype: Any) -> Any:
    return np.concatenate(parts).astype(dtype) if parts else np.empty(0, dtype=dtype)
