"""Rules about what stands in a person's record: appraisals and sanctions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.asking import Ask, ask, together
from workbench.regulation.compare import NO, UNKNOWN, YES, Verdicts, all_of, asked_if
from workbench.regulation.judging import Bench, Ground, Judgement, asked_column
from workbench.regulation.rulebook import NO_LIMIT
from workbench.regulation.words import Words

_NONE = Ask(NO_LIMIT, "", "verified")


# appraisals -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Year:
    """The appraisals of one year, read by the law of that year: `low` and `high` are the order of the predikat at least
    and at most (equal where it is known, apart where only a part of the appraisal is), nan where nothing is."""

    year: int
    order: dict[str, int]
    known: bool
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    row: NDArray[np.int64]
    derived: NDArray[np.bool_]
    ground: Ask

    def at_least(self, code: str) -> Verdicts:
        if not self.known or code not in self.order:
            return np.full(len(self.low), UNKNOWN, dtype=np.int8)
        asked = self.order[code]
        return np.where(self.low >= asked, YES, np.where(self.high < asked, NO, UNKNOWN)).astype(np.int8)


@dataclass(frozen=True, eq=False)
class Appraisals:
    """Years of appraisal of everyone, each read once."""

    bench: Bench

    def years(self, count: int) -> list[Year]:
        """The last complete years before the day, latest first."""
        return [self.year(self.bench.day.year - back) for back in range(1, count + 1)]

    @cached_property
    def _read(self) -> dict[int, Year]:
        return {}

    def year(self, year: int) -> Year:
        if year not in self._read:
            self._read[year] = self._of(year)
        return self._read[year]

    def _of(self, year: int) -> Year:
        bench, people = self.bench, len(self.bench.facts)
        law = bench.regulation.on(date(year, 12, 31))
        marks, matrix = ask(law, "codes.predikat"), ask(law, "performance_appraisal.predicate_matrix")
        order: dict[str, int] = {}
        for mark in marks.value if marks.known and marks.asked else ():
            order |= {code: int(mark["order"]) for code in (mark["code"], *mark.get("also", ()))}
        table = bench.facts.staffing.appraisals
        rows = np.flatnonzero(table["year"].eq(year).fillna(False).to_numpy(dtype=bool))
        owner = bench.facts.owners(table.iloc[rows])
        rows, owner = rows[owner >= 0], owner[owner >= 0]
        at = np.full(people, -1, dtype=np.int64)
        at[owner] = rows
        given = table["predikat"].iloc[rows].map(order).astype("float64").to_numpy()
        silent = table["predikat"].iloc[rows].isna().to_numpy()
        least, most = _from_parts(table.iloc[rows], matrix, order)
        low, high = np.full(people, np.nan), np.full(people, np.nan)
        low[owner], high[owner] = np.where(silent, least, given), np.where(silent, most, given)
        derived = np.zeros(people, dtype=bool)
        derived[owner] = silent & (least == most)
        return Year(year, order, bool(order), low, high, at, derived, Ask(marks.value, *together(marks, matrix)))


def _from_parts(table: pd.DataFrame, matrix: Ask, order: dict[str, int]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The predikat at least and at most that work result and behaviour allow; nan when neither is given."""
    least, most = np.full(len(table), np.nan), np.full(len(table), np.nan)
    if not matrix.known or not matrix.asked or not order:
        return least, most
    result, behaviour = table["work_result"].fillna("").to_numpy(), table["behaviour"].fillna("").to_numpy()
    for one, other in set(zip(result, behaviour, strict=True)):
        possible = [
            order[cell["predikat"]]
            for cell in matrix.value
            if one in ("", cell["hasil_kerja"]) and other in ("", cell["perilaku"])
        ]
        if possible and (one or other):
            here = (result == one) & (behaviour == other)
            least[here], most[here] = min(possible), max(possible)
    return least, most


def appraisals(bench: Bench) -> Judgement:
    """At least the predikat that the law asks, in each of the last years."""
    kinds, of_profile = bench.by_tier_and_track()
    read = bench.shared("appraisals", lambda: Appraisals(bench))
    entries = [_asked_of(bench, tier) for tier, _ in kinds]

    def judged(at: int) -> Verdicts:
        tier, family = kinds[at]
        verdict = np.full(len(bench.facts), YES, dtype=np.int8)
        for condition, asked in entries[at]:
            when = condition(tier, family) if condition and asked.known else YES
            verdict = all_of(verdict, asked_if(when, _reach(read, asked)))
        return verdict

    return _appraisal_judgement("appraisals", bench, read, kinds, of_profile, [e[0][1] for e in entries], judged)


def appraisals_announced(bench: Bench) -> Judgement:
    """What announcements of senior posts ask of appraisals, since the statute asks none."""
    kinds, of_profile = bench.kinds(lambda row: bench.ladder.group.get(row.tier) == "jpt")
    read = bench.shared("appraisals", lambda: Appraisals(bench))
    asks = [bench.ask("appointment.jpt_announcement") if senior else _NONE for senior in kinds]
    return _appraisal_judgement(
        "appraisals_announced", bench, read, kinds, of_profile, asks, lambda at: _reach(read, asks[at])
    )


Condition = Callable[[str, str], Verdicts] | None


def _asked_of(bench: Bench, tier: str) -> list[tuple[Condition, Ask]]:
    """What is asked of whom: a functional post asks by transfer or by promotion, and nothing of a move on one level."""
    if not bench.ladder.functional(tier):
        return [(None, bench.appointment(tier))]
    return [(bench.transfer, bench.appointment(tier)), (bench.promotion, bench.ask("appointment.jf_promotion"))]


def _reach(read: Appraisals, asked: Ask) -> Verdicts:
    people = len(read.bench.facts)
    if not asked.known:
        return np.full(people, UNKNOWN, dtype=np.int8)
    if not asked.asked or asked.value["performance_min"] is NO_LIMIT:
        return np.full(people, YES, dtype=np.int8)
    code = asked.value["performance_min"]
    return all_of(*(year.at_least(code) for year in read.years(_years(asked))))


def _years(asked: Ask) -> int:
    if not asked.asked:
        return 0
    years = asked.value["performance_years"]
    return 0 if years is NO_LIMIT else int(years)


def _appraisal_judgement(
    rule: str,
    bench: Bench,
    read: Appraisals,
    kinds: list[Any],
    of_profile: NDArray[np.intp],
    asks: list[Ask],
    judged: Callable[[int], Verdicts],
) -> Judgement:
    def binding(asked: Ask) -> bool:
        return asked.asked and (not asked.known or asked.value["performance_min"] is not NO_LIMIT)

    def observed(person: int, kind: int, say: Words) -> str:
        if not asks[kind].known:
            return say("not_recorded")
        return ". ".join(_told(bench, year, person, say) for year in read.years(_years(asks[kind])))

    def threshold(kind: int, say: Words) -> str:
        if not asks[kind].known:
            return say("no_law")
        what = say.label("predikat", asks[kind].value["performance_min"])
        return say("appraisal_ask", what=what, years=_years(asks[kind]))

    def ground(person: int, kind: int) -> Ground:
        years = read.years(_years(asks[kind])) if asks[kind].known else []
        return together(asks[kind], *(year.ground for year in years))

    return Judgement(
        rule,
        bench.fill(list(range(len(kinds))), judged),
        of_profile,
        asked_column(binding(asked) for asked in asks),
        observed,
        threshold,
        ground,
    )


def _told(bench: Bench, year: Year, person: int, say: Words) -> str:
    if year.row[person] < 0:
        return say("appraisal", year=year.year, what=say("appraisal_none"))
    row = bench.facts.staffing.appraisals.iloc[int(year.row[person])]
    if isinstance(row["predikat"], str):
        label = say.label("predikat", row["predikat"])
        what = label if row["predikat"] in year.order else say("appraisal_alien", what=label)
    elif year.derived[person]:
        code = next(code for code, order in year.order.items() if order == year.low[person])
        what = say("appraisal_read", what=say.label("predikat", code))
    else:
        parts = [
            say.label("expectation", row[name]) for name in ("work_result", "behaviour") if isinstance(row[name], str)
        ]
        what = ", ".join(parts) or say("appraisal_none")
    return say("appraisal", year=year.year, what=what)


# sanctions ------------------------------------------------------------------------------------------------------------


def sanctions(bench: Bench) -> Judgement:
    """Not serving a sanction of the levels that practice bars. An end that is not recorded follows from the kind where
    its law gives a duration; a table without a single row says nothing about anybody."""
    bar = bench.ask("discipline.promotion_bar")
    table = bench.facts.staffing.sanctions
    levels = bar.value["while_serving_levels"] if bar.known and bar.asked else ()
    until, lasting = ends_of(bench, table)
    owner = bench.facts.owners(table)
    told = (table["from"].notna() & table["level"].notna()).to_numpy(dtype=bool)
    later = (table["from"] > pd.Timestamp(bench.day)).to_numpy(dtype=bool)
    over = (until <= pd.Timestamp(bench.day)).to_numpy(dtype=bool)
    barred = (table["level"].isna() | table["level"].isin(levels)).to_numpy(dtype=bool)
    serves = barred & ~later & ~over & (owner >= 0)
    sure = serves & told & (until.notna().to_numpy() | lasting)
    verdict = np.full((1, len(bench.facts)), YES, dtype=np.int8)
    verdict[0, owner[serves]] = UNKNOWN
    verdict[0, owner[sure]] = NO
    if not bar.known or (bar.asked and table.empty):
        verdict[:] = UNKNOWN

    def observed(person: int, kind: int, say: Words) -> str:
        if table.empty:
            return say("sanction_table")
        rows = np.flatnonzero(serves & (owner == person))
        lines = [_sanction(table.iloc[row], until.iloc[row], bool(lasting[row]), say) for row in rows]
        return "; ".join(lines) or say("sanction_none")

    def threshold(kind: int, say: Words) -> str:
        return say("sanction_ask", what=say.labels("sanction_level", levels)) if bar.known else say("no_law")

    return Judgement(
        "sanctions",
        verdict,
        np.zeros(len(bench.profiles), dtype=np.intp),
        asked_column([bar.asked]),
        observed,
        threshold,
        lambda person, kind: (bar.citation, bar.confidence),
        (("sanctions", table.empty), ("sanctions.until", True)),
    )


def ends_of(bench: Bench, table: pd.DataFrame) -> tuple[pd.Series, NDArray[np.bool_]]:
    """(the first day after each sanction, missing where it cannot be told; whether it never ends: employment does).

    The duration of a kind is that of the law on the day when the sanction began.
    """
    until = table["until"].copy()
    lasting = np.zeros(len(table), dtype=bool)
    open_ends = table["until"].isna() & table["kind"].notna() & table["from"].notna()
    for began, rows in table[open_ends].groupby("from"):
        kinds = ask(bench.regulation.on(pd.Timestamp(str(began)).date()), "discipline.sanctions")
        if not kinds.known or not kinds.asked:
            continue
        terms = {kind["code"]: kind for kind in kinds.value}
        for code, alike in rows.groupby("kind"):
            term = terms.get(str(code))
            if term is None:
                continue
            if term["duration_months"] is not NO_LIMIT:
                end = pd.Timestamp(str(began)) + pd.DateOffset(months=int(term["duration_months"]))
                until.loc[alike.index] = end
            lasting[table.index.get_indexer(alike.index)] = term.get("ends_employment", False) is True
    return until, lasting


def _sanction(row: pd.Series, until: Any, lasting: bool, say: Words) -> str:
    level = say.label("sanction_level", row["level"])
    what = f"{level}: {say.label('sanction', row['kind'])}" if isinstance(row["kind"], str) else level
    since = say.day(row["from"])
    if lasting:
        return say("sanction_ends", what=what, day=since)
    return (
        say("sanction_open", what=what, day=since)
        if pd.isna(until)
        else say("sanction_until", what=what, day=say.day(until))
    )
