"""Columns of text read as ids, codes, dates, numbers: whole columns, and every cell that cannot be read is named.

Each reader works on the distinct texts of a column, then spreads the answers back over its rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.io.importers.settings import Settings
from workbench.staffing import Column, Vocabulary

Fault = tuple[str, np.ndarray, str]
"""Rule, which cells (one flag a row), and the detail of what was expected."""


@dataclass(frozen=True, eq=False)
class Raw:
    """One column as it stands in a file. `numbers`, `dates`: cells that a spreadsheet held as such."""

    text: np.ndarray
    numbers: np.ndarray | None = None
    dates: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True, eq=False)
class Read:
    """One typed column, and what was wrong with it."""

    values: pd.Series
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, eq=False)
class Distinct:
    """The distinct texts of a column, stripped; `at` says which of them each row holds (-1: nothing). `void`: rows that
    hold a word for nothing."""

    texts: pd.Series
    at: np.ndarray
    void: np.ndarray

    def spread(self, values: Any, missing: Any) -> np.ndarray:
        """One value a text -> one value a row."""
        found = np.asarray(values)
        out = np.full(len(self.at), missing, dtype=found.dtype if found.dtype.kind in "bM" else object)
        here = self.at >= 0
        out[here] = found[self.at[here]]
        return out

    def rows(self, mask: Any) -> np.ndarray:
        """Which rows hold a text of the mask."""
        return self.spread(np.asarray(mask, dtype=bool), False)


def distinct(raw: Raw, settings: Settings, words: bool = True) -> Distinct:
    """Strip; empty cells and words for nothing are missing (`words` False: only signs, since "Nan" may be a name)."""
    at, texts = pd.factorize(raw.text)
    stripped = [str(text).strip() for text in texts]
    folded = [text.casefold() for text in stripped]
    empty = np.array([not text for text in stripped], dtype=bool)
    void = np.array(
        [text in settings.nothing and (words or not any(map(str.isalpha, text))) for text in folded], dtype=bool
    )
    kept = ~(empty | void)
    back = np.full(len(texts) + 1, -1)  # one more, so that -1 (a missing cell) stays -1
    back[:-1][kept] = np.arange(int(kept.sum()))
    named = np.append(void, False)[at]
    return Distinct(pd.Series([t for t, k in zip(stripped, kept, strict=True) if k], dtype="str"), back[at], named)


Reader = Callable[[Column, Raw, Distinct, Settings, Vocabulary], Read]


def read(column: Column, raw: Raw, settings: Settings, vocabulary: Vocabulary, order: str = "") -> Read:
    """The column typed by its schema. `order`: how its dates are written when the file cannot tell (`date_orders`)."""
    cells = distinct(raw, settings, words=not (column.type == "text" and column.required))
    long = cells.rows(cells.texts.str.len() > settings.limits.cell_chars)
    result = (
        _dates(raw, cells, settings, order)
        if column.type == "date"
        else READERS[column.type](column, raw, cells, settings, vocabulary)
    )
    values, faults = result.values, [*result.faults, ("nothing_word", cells.void, "")]
    if long.any():
        values = values.mask(long)
        faults.append(("cell_too_long", long, f"{settings.limits.cell_chars} huruf"))
    return Read(values, tuple(fault for fault in faults if fault[1].any()))


# text and ids ---------------------------------------------------------------------------------------------------------

NUMERIC = r"(?i)^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$|^\d+[.,]0+$"
"""What a spreadsheet makes of a long number: 1.98E+17, or 101.0."""


def _series(cells: Distinct, values: Sequence[Any] | pd.Series | None = None) -> pd.Series:
    return pd.Series(
        cells.spread(np.asarray(cells.texts if values is None else values, dtype=object), None), dtype="str"
    )


def _text(column: Column, raw: Raw, cells: Distinct, settings: Settings, vocabulary: Vocabulary) -> Read:
    values = _series(cells)
    if raw.dates is None or not raw.dates.any():
        return Read(values)
    return Read(values.mask(raw.dates), (("became_date", raw.dates, ""),))


def _id(column: Column, raw: Raw, cells: Distinct, settings: Settings, vocabulary: Vocabulary) -> Read:
    texts = cells.texts
    person = is_nip(column)
    if person:
        texts = texts.str.replace(r"(?<=\d)\s+(?=\d)", "", regex=True)  # NIPs are often printed in four groups
    numeric = cells.rows(texts.str.match(NUMERIC))
    for mask in (raw.numbers, raw.dates):
        if mask is not None:
            numeric |= mask & (cells.at >= 0)
    faults: list[Fault] = [("numeric_id", numeric, "")]
    if person:
        bad = cells.rows(~texts.str.fullmatch(rf"[0-9]{{{settings.nip.digits}}}")) & ~numeric
        faults.append(("bad_nip", bad, str(settings.nip.digits)))
    # What is no id identifies nothing: two numbers may look the same and mean different people.
    broken = np.logical_or.reduce([mask for _, mask, _ in faults])
    return Read(_series(cells, texts).mask(broken), tuple(faults))


def is_nip(column: Column) -> bool:
    """Whether an id is a person's number."""
    return column.ref == "employees" or column.name == "nip"


def _code(column: Column, raw: Raw, cells: Distinct, settings: Settings, vocabulary: Vocabulary) -> Read:
    codes, unknown = vocabulary.read(column.ref, cells.texts)
    labels = list(vocabulary.label(column.ref))
    shown = ", ".join(labels[:8]) + (", …" if len(labels) > 8 else "")
    return Read(_series(cells, codes), (("unknown_spelling", cells.rows(unknown), shown),))


# numbers and flags ----------------------------------------------------------------------------------------------------


def _whole(column: Column, raw: Raw, cells: Distinct, settings: Settings, vocabulary: Vocabulary) -> Read:
    texts = cells.texts
    grouped = texts.str.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}")  # 1.500.000; a single group could be a fraction
    plain = texts.where(~grouped, texts.str.replace(".", "", regex=False)).str.replace(r"[.,]0+$", "", regex=True)
    readable = plain.str.fullmatch(r"[+-]?\d{1,18}")
    numbers = pd.to_numeric(plain.where(readable), errors="coerce").astype("Int64")
    low, high = bounds(column)
    outside = ((numbers < low) | (numbers > high)).fillna(False).to_numpy(bool)
    values = numbers.mask(outside)
    spread = pd.Series(cells.spread(values.astype(object).where(values.notna(), None), None), dtype="Int64")
    faults = [("unreadable_number", cells.rows(~readable), "")]
    if raw.dates is not None:
        faults[0] = (faults[0][0], faults[0][1] | raw.dates, "")
        spread = spread.mask(raw.dates)
    between = f"{low} sampai {high}" if high < BIG else f"paling sedikit {low}"
    return Read(spread, (*faults, ("out_of_range", cells.rows(outside), between)))


BIG = 10**15


def bounds(column: Column) -> tuple[int, int]:
    """Least and most of a number, from the unit of its schema ("tingkat 1-5"); never negative.

    >>> from workbench.staffing import Column
    >>> bounds(Column("level", "whole", True, False, "", "tingkat 1-5", "", False, "", "", ""))
    (1, 5)
    """
    words = column.unit.rsplit(" ", 1)[-1].split("-")
    if len(words) == 2 and all(word.isdigit() for word in words):
        return int(words[0]), int(words[1])
    return 0, BIG


def _flag(column: Column, raw: Raw, cells: Distinct, settings: Settings, vocabulary: Vocabulary) -> Read:
    words = cells.texts.str.casefold()
    yes, no = words.isin(list(settings.yes_words)), words.isin(list(settings.no_words))
    values = np.array([True if y else False if n else None for y, n in zip(yes, no, strict=True)], dtype=object)
    spread = pd.Series(cells.spread(values, None), dtype="boolean")
    return Read(spread, (("unreadable_flag", cells.rows(~(yes | no)), ""),))


READERS: Mapping[str, Reader] = {
    "id": _id, "text": _text, "list": _text, "code": _code, "whole": _whole, "flag": _flag,
}  # fmt: skip


# dates ----------------------------------------------------------------------------------------------------------------

ISO = r"^(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[ T]\d{1,2}:.*)?$"
SHORT = r"^(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})(?:[ T]\d{1,2}:.*)?$"


def _parts(texts: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Year, month, day of texts that begin with the year; first, second, separator, year of those that end with it."""
    iso = texts.str.extract(ISO).apply(pd.to_numeric)
    short = texts.str.extract(SHORT)
    return iso, short.assign(**{part: pd.to_numeric(short[part]) for part in "aby"})


def date_orders(columns: Sequence[Raw], settings: Settings, stated: str = "") -> list[str]:
    """How each column writes day and month where the text alone cannot tell: "dmy", "mdy", or "" when undecidable.

    Rows such as 25-12-2020 decide for their column if at least `date_agreement` percent of them agree; a column without
    such rows (a TMT is always the first of a month) follows the other columns of its file; a file without any follows
    `stated`, the order documented for its source. Rows that disagree leave a column undecidable.
    """
    evidence = [_evidence(column, settings) for column in columns]
    decided = [_decide(first, second, settings) for first, second in evidence]
    whole = _decide(sum(f for f, _ in evidence), sum(s for _, s in evidence), settings)
    fallback = stated if whole is None else whole
    return [fallback if order is None else order for order in decided]


def _evidence(raw: Raw, settings: Settings) -> tuple[int, int]:
    """How many rows can only be day-month, and how many only month-day."""
    cells = distinct(raw, settings)
    _, short = _parts(cells.texts)
    times = np.bincount(cells.at[cells.at >= 0], minlength=len(cells.texts))
    day_first = ((short["a"] > 12) & (short["a"] <= 31) & (short["b"] <= 12)).to_numpy(bool)
    month_first = ((short["b"] > 12) & (short["b"] <= 31) & (short["a"] <= 12)).to_numpy(bool)
    return int(times[day_first].sum()), int(times[month_first].sum())


def _decide(day_first: int, month_first: int, settings: Settings) -> str | None:
    """The order, "" when the rows disagree, None when there are none."""
    total = day_first + month_first
    if not total:
        return None
    if 100 * max(day_first, month_first) < settings.date_agreement * total:
        return ""
    return "dmy" if day_first >= month_first else "mdy"


def _dates(raw: Raw, cells: Distinct, settings: Settings, order: str) -> Read:
    iso, short = _parts(cells.texts)
    a, b = short["a"], short["b"]
    is_short = a.notna()
    equal = a == b
    unclear = is_short & (a <= 12) & (b <= 12) & ~equal
    # With a known order every row is read by it: 12/25/2020 in a day-first column is an impossible date, not another
    # order.
    day_first = (order == "dmy") | ((order != "mdy") & (a > 12)) | equal
    year = iso["y"].where(~is_short, short["y"])
    month = iso["m"].where(~is_short, b.where(day_first, a))
    day = iso["d"].where(~is_short, a.where(day_first, b))
    undecided = unclear & (order not in ("dmy", "mdy"))
    readable = year.notna()
    days = pd.to_datetime(pd.DataFrame({"year": year, "month": month, "day": day}), errors="coerce")
    real = days.notna() & (year >= settings.earliest_year)
    number = cells.texts.str.fullmatch(r"\d{5}(?:\.\d+)?")
    good = readable & real & ~undecided
    values = days.where(good).to_numpy("datetime64[s]")
    spread = pd.Series(cells.spread(values, np.datetime64("NaT", "s")))
    faults = [
        ("date_number", cells.rows(number), ""),
        ("unreadable_date", cells.rows(~readable & ~number), ""),
        ("impossible_date", cells.rows(readable & ~real & ~undecided), ""),
        ("ambiguous_date", cells.rows(undecided), ""),
    ]
    if raw.numbers is not None and raw.numbers.any():
        spread = spread.mask(raw.numbers)
        faults = [(rule, mask & ~raw.numbers, detail) for rule, mask, detail in faults]
        faults.append(("date_number", raw.numbers, ""))
    form = short["s"].where(is_short, "iso")[cells.at[cells.rows(good)]].reset_index(drop=True)
    if form.nunique() > 1:
        usual = form.value_counts().index[0]
        faults.append(("mixed_dates", cells.rows(good & short["s"].where(is_short, "iso").ne(usual)), ""))
    return Read(spread, tuple(faults))
