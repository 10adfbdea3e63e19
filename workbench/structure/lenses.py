"""Lenses on the chart: each gives every unit a value, a colour and a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.rulebook import Regulation
from workbench.scenario import State
from workbench.structure.changes import changes
from workbench.structure.measured import SUMS, Measured
from workbench.structure.numbered import Whole

Real = NDArray[np.float64]
Words = tuple[list[str], list[str]]
Told = tuple[Real, Callable[[], Words]]
"""(units,) value, nan for unknown; and what makes the text and text_en of each."""

UNKNOWN = -1
"""Bin of a unit of which the value is not known."""


@dataclass(frozen=True, eq=False)
class Lens:
    """`unit`: those of the state; `value` (nan for unknown) and `bin` (0..4, or `UNKNOWN`) of each. `legend`: bin,
    label, label_en."""

    name: str
    unit: pd.Series
    value: Real
    bin: NDArray[np.int64]
    legend: pd.DataFrame
    words: Callable[[], Words]

    @cached_property
    def units(self) -> pd.DataFrame:
        """Like the units of the state: unit, value and bin (both missing: unknown), text, text_en."""
        text, text_en = self.words()
        return pd.DataFrame(
            {
                "unit": self.unit,
                "value": pd.array(self.value, dtype="Float64"),
                "bin": pd.arrays.IntegerArray(self.bin, self.bin == UNKNOWN),
                "text": pd.Series(text, dtype="str"),
                "text_en": pd.Series(text_en, dtype="str"),
            }
        )


@dataclass(frozen=True, eq=False)
class _Seen:
    """What a lens looks at. `branch`: a unit counts with all beneath it."""

    state: State
    before: State
    measured: Measured
    settings: Mapping[str, Any]
    checks: pd.DataFrame | None
    branch: bool

    @property
    def changes(self) -> pd.DataFrame:
        first = self.measured.drawn.first
        if first is None or first.staffing is not self.before.staffing:
            return changes(self.before, self.state)
        return changes(first, self.measured.drawn)

    def sums(self, *names: str) -> Whole:
        """(columns, units) of these of `SUMS`."""
        whole = self.measured.whole if self.branch else self.measured.own
        return whole[:, [SUMS.index(name) for name in names]].T

    def by_unit(self, at: Whole, values: Whole) -> Whole:
        """(units, columns) of rows that stand at these units (-1: nowhere)."""
        own = self.measured.drawn.tree.gathered(at, values)
        return self.measured.drawn.tree.summed(own) if self.branch else own

    def by_post(self, *columns: Any) -> Whole:
        """(columns, units) of columns like `posts`."""
        return self.by_unit(self.measured.drawn.at, np.column_stack([np.asarray(each) for each in columns])).T

    def by_holder(self, *columns: Any) -> Whole:
        """(columns, units) of columns like `held`."""
        values = np.column_stack([np.asarray(each) for each in columns]).astype(np.int64)
        return self.by_unit(np.append(self.measured.drawn.at, -1)[self.measured.drawn.seat], values).T


def lens(
    name: str,
    state: State,
    before: State,
    regulation: Regulation,
    settings: Mapping[str, Any],
    checks: pd.DataFrame | None = None,
    own_branch: bool = True,
    measured: Measured | None = None,
) -> Lens:
    """The lens of this name (`LENSES`) on every unit of the state.

    `settings`: `data/policy/penataan.yaml`, `lensa`. `checks`: unit, verdict (no, unknown, yes), for the findings;
    None: nothing was checked. `own_branch`: a unit counts with all beneath it, else alone. `measured`: the state as
    measured already. Raises KeyError for an unknown lens.
    """
    if name not in LENSES:
        raise KeyError(f"no lens {name!r}; there are {', '.join(LENSES)}")
    seen = _Seen(state, before, measured or Measured.of(state.staffing, regulation), settings, checks, own_branch)
    value, words = LENSES[name](seen)
    borders = [float(border) for border in settings["borders"][name]]
    bins = np.searchsorted(borders, np.nan_to_num(value), side="right").astype(np.int64)
    bins[np.isnan(value)] = UNKNOWN
    return Lens(name, state.staffing.units["unit"], value, bins, _legend(borders, MEASURES[name]), words)


def _legend(borders: list[float], measure: tuple[str, str]) -> pd.DataFrame:
    plain = [f"{border:g}" for border in borders]
    unit, unit_en = (f" {word}" if word else "" for word in measure)
    label = [f"di bawah {plain[0]}{unit}", *(f"{border}" for border in plain[:-1]), f"{plain[-1]} ke atas"]
    label_en = [f"below {plain[0]}{unit_en}", *(f"{border}" for border in plain[:-1]), f"{plain[-1]} and above"]
    return pd.DataFrame({"bin": range(len(label)), "label": label, "label_en": label_en}).astype(
        {"label": "str", "label_en": "str"}
    )


def _share(part: Whole, whole: Whole) -> Real:
    """Percent, nan of nothing."""
    return np.where(whole > 0, 100 * part / np.maximum(whole, 1), np.nan)


def _each(form: str, *columns: Any) -> list[str]:
    rows = list(zip(*(np.asarray(each).tolist() for each in columns), strict=True))
    said = {row: form.format(*row) for row in set(rows)}  # thousands of units say the same few things
    return [said[row] for row in rows]


def _where(mask: NDArray[np.bool_], words: list[str], other: str | list[str]) -> list[str]:
    others = [other] * len(words) if isinstance(other, str) else other
    return [one if here else two for here, one, two in zip(mask.tolist(), words, others, strict=True)]


def _but(texts: list[str], number: Whole, form: str) -> list[str]:
    """With how many are not known, where there are any."""
    return [text + form.format(n) if n else text for text, n in zip(texts, number.tolist(), strict=True)]


# the lenses -----------------------------------------------------------------------------------------------------------


def _vacancy(seen: _Seen) -> Told:
    vacant, seats = seen.sums("vacant", "seats")

    def words() -> Words:
        some = seats > 0
        text = _where(some, _each("{} dari {} kursi kosong", vacant, seats), "tidak ada kursi")
        return text, _where(some, _each("{} of {} seats vacant", vacant, seats), "no seat")

    return _share(vacant, seats), words


def _class(seen: _Seen) -> Told:
    kelas, seats = seen.state.staffing.posts["kelas_jabatan"], seen.measured.counts[:, SUMS.index("seats")]
    known, class_ = kelas.notna().to_numpy(), kelas.to_numpy(np.int64, na_value=0)
    total, told, unknown = seen.by_post(class_ * seats, np.where(known, seats, 0), np.where(known, 0, seats))
    value = np.where(told > 0, total / np.maximum(told, 1), np.nan)

    def words() -> Words:
        tenths = np.nan_to_num(np.round(value * 10)).astype(np.int64)
        some = told > 0
        text = _where(some, _each("kelas rata-rata {},{}", tenths // 10, tenths % 10), "kelas belum diketahui")
        text_en = _where(some, _each("mean class {}.{}", tenths // 10, tenths % 10), "class unknown")
        return _but(text, unknown * some, "; {} kursi belum diketahui"), _but(text_en, unknown * some, "; {} unknown")

    return value, words


def _retiring(seen: _Seen) -> Told:
    years = int(seen.settings["retire_years"])
    until = (pd.Timestamp(seen.state.day) + pd.DateOffset(years=years)).to_datetime64()
    row = np.asarray(seen.measured.paid.index.get_indexer(seen.measured.drawn.holders), np.int64)
    when = np.append(seen.measured.retires, np.datetime64("NaT"))[row]
    unknown = np.isnat(when)
    soon, known, missing = seen.by_holder(~unknown & (when <= until), ~unknown, unknown)

    def words() -> Words:
        some = known > 0
        text = _each(f"{{}} dari {{}} pemangku pensiun dalam {years} tahun", soon, known)
        text_en = _each(f"{{}} of {{}} holders retire within {years} years", soon, known)
        text, text_en = (
            _where(some, text, "tidak ada tanggal pensiun yang diketahui"),
            _where(some, text_en, "none known"),
        )
        return _but(text, missing, "; {} belum diketahui"), _but(text_en, missing, "; {} unknown")

    return _share(soon, known), words


def _competence(seen: _Seen) -> Told:
    staffing, drawn = seen.state.staffing, seen.measured.drawn
    demands, shown = staffing.post_competencies, staffing.assessments
    code, names = pd.factorize(pd.concat([demands["competency"], shown["competency"]], ignore_index=True))
    needed = _grid(
        drawn.posts.get_indexer(pd.Index(demands["post"])),
        code[: len(demands)],
        demands["level"],
        len(drawn.posts),
        len(names),
    )
    people = drawn.holders
    has = _grid(
        people.get_indexer(pd.Index(shown["nip"])), code[len(demands) :], shown["level"], len(people), len(names)
    )
    asked = np.vstack([needed, np.full((1, needed.shape[1]), -1, np.int8)])[seen.measured.drawn.seat]
    demanded, assessed = asked > 0, has >= 0
    known = (demanded & assessed).sum(axis=1)
    short = (demanded & assessed & (has < asked)).sum(axis=1)
    missed, told, unknown = seen.by_holder(short, known, demanded.sum(axis=1) - known)

    def words() -> Words:
        some = told > 0
        text = _each("{} dari {} tuntutan kompetensi belum terpenuhi", missed, told)
        text_en = _each("{} of {} competency demands not met", missed, told)
        text, text_en = _where(some, text, "belum ada yang diuji"), _where(some, text_en, "nobody was assessed")
        return _but(text, unknown, "; {} belum diketahui"), _but(text_en, unknown, "; {} unknown")

    return _share(missed, told), words


def _grid(row: Any, column: Any, level: pd.Series, rows: int, columns: int) -> NDArray[np.int8]:
    """(rows, columns) levels, -1 where there is none."""
    grid = np.full((rows, columns), -1, np.int8)
    inside = (np.asarray(row) >= 0) & level.notna().to_numpy()
    grid[np.asarray(row)[inside], np.asarray(column)[inside]] = level.fillna(0).to_numpy(np.int8)[inside]
    return grid


def _cost(seen: _Seen) -> Told:
    pay, most, allowance, unpaid, held = seen.sums("pay", "pay_most", "allowance", "unpaid", "held")
    value = np.where((held > 0) & (unpaid == held), np.nan, (pay + allowance) / 1e6)

    def words() -> Words:
        least, upper = (np.round((part + allowance) / 1e6).astype(np.int64) for part in (pay, most))
        known = ~np.isnan(value)
        one, two = _each("Rp{} juta sebulan", least), _each("Rp{} sampai {} juta sebulan", least, upper)
        text = _where(known, _where(least == upper, one, two), "gaji belum diketahui")
        one, two = _each("Rp{} million a month", least), _each("Rp{} to {} million a month", least, upper)
        text_en = _where(known, _where(least == upper, one, two), "pay unknown")
        some = unpaid * known
        return _but(text, some, "; gaji {} orang belum diketahui"), _but(text_en, some, "; pay of {} unknown")

    return value, words


def _span(seen: _Seen) -> Told:
    span, headed = seen.measured.span, ~seen.measured.headless

    def words() -> Words:
        text = _where(headed, _each("kepala memimpin {} langsung", span), "tidak ada kepala")
        return text, _where(headed, _each("head leads {} directly", span), "no head")

    return np.where(headed, span, np.nan), words


def _findings(seen: _Seen) -> Told:
    size = len(seen.measured.own)
    if seen.checks is None:
        return np.full(size, np.nan), lambda: (["belum diperiksa"] * size, ["not checked"] * size)
    verdict = seen.checks["verdict"]
    strange = set(verdict) - {"no", "unknown", "yes"}
    if strange:
        raise ValueError(f"a check says no, unknown or yes, not {sorted(strange)[0]!r}")
    columns = np.column_stack(
        [(verdict == "no").to_numpy(), (verdict == "unknown").to_numpy(), np.ones(len(verdict), bool)]
    )
    at = seen.measured.drawn.tree.numbers(seen.checks["unit"])
    no, unknown, every = seen.by_unit(at, columns.astype(np.int64)).T

    def words() -> Words:
        clean = _where(every > 0, ["tidak ada temuan"] * size, "belum diperiksa")
        clean_en = _where(every > 0, ["no finding"] * size, "not checked")
        some = no + unknown > 0
        text = _where(some, _each("{} tidak, {} belum diketahui", no, unknown), clean)
        return text, _where(some, _each("{} no, {} unknown", no, unknown), clean_en)

    return np.where(every > 0, no + unknown, np.nan), words


def _quality(seen: _Seen) -> Told:
    staffing, facts, drawn = seen.state.staffing, seen.settings["facts"], seen.measured.drawn
    row = np.asarray(seen.measured.paid.index.get_indexer(drawn.holders), np.int64)
    people = [staffing.employees[name].isna().to_numpy()[row] for name in facts["employees"]]
    posts = [staffing.posts[name].isna().to_numpy() for name in facts["posts"]]
    *gaps, holders = seen.by_holder(*people, np.ones(len(row), bool))
    *others, places = seen.by_post(*posts, np.ones(len(posts[0]), bool))
    missing = np.vstack([*gaps, *others])
    every, total = holders * len(people) + places * len(posts), missing.sum(axis=0)

    def words() -> Words:
        labels, labels_en = [], []
        for table in ("employees", "posts"):
            columns = {column.name: column for column in staffing.schemas[table].columns}
            labels += [columns[name].label.lower() for name in facts[table]]
            labels_en += [columns[name].label_en.lower() for name in facts[table]]
        most, size = missing.argmax(axis=0), len(every)
        text = _each("{} dari {} fakta belum ada, terbanyak {}", total, every, np.array(labels, object)[most])
        text_en = _each("{} of {} facts missing, most often {}", total, every, np.array(labels_en, object)[most])
        whole = _where(every > 0, ["semua fakta ada"] * size, "tidak ada yang dicatat")
        whole_en = _where(every > 0, ["all facts there"] * size, "nothing recorded")
        return _where(total > 0, text, whole), _where(total > 0, text_en, whole_en)

    return _share(total, every), words


def _changed(seen: _Seen) -> Told:
    table, tree = seen.changes, seen.measured.drawn.tree
    at = tree.numbers(table["unit"])
    number = seen.by_unit(at, np.ones((len(table), 1), np.int64))[:, 0]

    def words() -> Words:
        own = table.groupby(at)[["text", "text_en"]].agg(", ".join).reindex(range(len(tree.parent)))
        inner, inner_en = _each("{} perubahan di bawahnya", number), _each("{} changes beneath", number)
        text, text_en = _where(number > 0, inner, "tetap"), _where(number > 0, inner_en, "unchanged")
        told = own["text"].notna().to_numpy()
        return (
            _where(told, own["text"].fillna("").tolist(), text),
            _where(told, own["text_en"].fillna("").tolist(), text_en),
        )

    return number.astype(np.float64), words


LENSES: Mapping[str, Callable[[_Seen], Told]] = {
    "kekosongan": _vacancy,
    "kelas": _class,
    "pensiun": _retiring,
    "kompetensi": _competence,
    "biaya": _cost,
    "rentang": _span,
    "temuan": _findings,
    "data": _quality,
    "perubahan": _changed,
}

MEASURES = {
    **dict.fromkeys(("kekosongan", "pensiun", "kompetensi", "data"), ("%", "%")),
    "kelas": ("", ""),
    "biaya": ("juta rupiah", "million rupiah"),
    "rentang": ("", ""),
    "temuan": ("", ""),
    "perubahan": ("", ""),
}
"""What the borders of each lens are counted in, in both languages."""
