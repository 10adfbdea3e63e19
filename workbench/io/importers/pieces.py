"""Sheets become pieces of tables: typed columns, with the way back to file, row and title for whatever is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pandas as pd

from workbench.io.importers.cells import Raw, Read, date_orders, read
from workbench.io.importers.containers import Body, Grid
from workbench.io.importers.recognise import PROFILE, TREE, Plan
from workbench.io.importers.settings import Settings
from workbench.staffing import Column, Schema, Schemas

FOUND = ("table", "field", "file", "row", "column", "rule", "found", "detail", "key", "nip", "post", "unit")
"""What is noted about a problem when it is met; the rest (severity, office, words) is added at the end."""

NOTHING = pd.DataFrame({name: pd.Series(dtype="Int64" if name == "row" else "str") for name in FOUND})
"""No problems."""

WHO = ("nip", "post", "unit")
"""What a problem may be about."""

POSTINGS = "postings"
"""Who holds what according to the profile: nip, unit, job, since, by SIASN's ids; not yet a table of ours."""


@dataclass(frozen=True, eq=False)
class Piece:
    """Some columns of a table as one sheet gives them. `rows`: spreadsheet row of each record. `titles`: our column ->
    the file's title. `texts`: the cells as they stand in the file, to be shown when something is wrong."""

    table: str
    place: str
    rows: np.ndarray
    frame: pd.DataFrame
    titles: Mapping[str, str]
    texts: Mapping[str, np.ndarray]

    def of_whom(self, name: str, at: np.ndarray) -> pd.Series | np.ndarray | str:
        """The nip, post or unit that some rows are about; a person's unit may be known though the NIP is not."""
        if name in self.frame:
            return self.frame[name].iloc[at]
        return self.texts[name][at] if name in self.texts else ""

    def problem(
        self, rule: str, mask: np.ndarray, column: str, detail: str | pd.Series = "", found: pd.Series | None = None
    ) -> pd.DataFrame:
        """One noted problem for each row of `mask`, with the text that stands in the file."""
        at = np.flatnonzero(mask)
        if not len(at):
            return NOTHING
        shown = self.texts[column][at] if column in self.texts else np.full(len(at), "", dtype=object)
        who = {name: self.of_whom(name, at) for name in WHO}
        return noted(
            table=self.table,
            field=column,
            file=self.place,
            row=self.rows[at],
            column=self.titles.get(column, column),
            rule=rule,
            found=shown if found is None else found.iloc[at],
            detail=detail.iloc[at] if isinstance(detail, pd.Series) else detail,
            **who,
        )


def noted(**columns: object) -> pd.DataFrame:
    """Noted problems from columns or single values; what is not given is empty."""
    sizes = [len(v) for v in columns.values() if isinstance(v, np.ndarray | pd.Series | list)]
    n = sizes[0] if sizes else 1
    values: dict[str, object] = {}
    for name in FOUND:
        value = columns.get(name)
        plain = value.to_numpy(object) if isinstance(value, pd.Series) else value
        values[name] = [plain] * n if isinstance(plain, str) or plain is None or isinstance(plain, int) else plain
    frame = pd.DataFrame(values)
    frame["row"] = pd.to_numeric(frame["row"]).astype("Int64")
    texts = [name for name in FOUND if name != "row"]
    frame[texts] = frame[texts].astype("str").apply(lambda column: column.fillna(""))
    return frame[list(FOUND)]


def pieces_of(
    grid: Grid, plan: Plan, body: Body, schemas: Schemas, settings: Settings
) -> tuple[list[Piece], list[pd.DataFrame]]:
    """The pieces that one sheet holds, and what was wrong with its cells."""
    raws = {
        name: Raw(body.columns[index], body.numbers.get(index), body.dates.get(index))
        for name, index in plan.columns.items()
    }
    problems = []
    if plan.unknown:
        problems.append(
            noted(file=grid.place, row=plan.header + 1, rule="unknown_header", found="; ".join(plan.unknown))
        )
    source = _Source(grid, plan, body, raws, schemas, settings)
    if plan.kind == PROFILE:
        made, found = _profile(source)
    elif plan.kind == TREE:
        made, found = _tree(source)
    else:
        schema = schemas[plan.table]
        piece, faults = source.piece(plan.table, {name: (schema.column(name), name) for name in plan.columns})
        made, found = [piece], faults
    return made, problems + _of_rows(grid, plan, body, made[0]) + found


def _of_rows(grid: Grid, plan: Plan, body: Body, piece: Piece) -> list[pd.DataFrame]:
    """What was wrong with whole rows, with the person or post that the row is about where it could be read."""
    faults = pd.DataFrame([*grid.faults, *body.faults], columns=["rule", "row", "found", "detail"])
    if not len(faults):
        return []
    at = pd.Index(piece.rows).get_indexer(pd.Index(faults["row"]))
    known = np.flatnonzero(at >= 0)
    who = {name: pd.Series("", index=faults.index, dtype="str") for name in WHO}
    for name, values in who.items():
        found = piece.of_whom(name, at[known])
        values.iloc[known] = found if isinstance(found, str) else pd.Series(list(found), dtype="str")
    return [noted(table=plan.table, file=grid.place, **{str(name): faults[name] for name in faults}, **who)]


@dataclass(frozen=True, eq=False)
class _Source:
    """One sheet while its columns are read."""

    grid: Grid
    plan: Plan
    body: Body
    raws: Mapping[str, Raw]
    schemas: Schemas
    settings: Settings

    def piece(
        self,
        table: str,
        wanted: Mapping[str, tuple[Column, str]],
        made: Mapping[str, pd.Series] = MappingProxyType({}),
        hints: Mapping[str, np.ndarray] = MappingProxyType({}),
    ) -> tuple[Piece, list[pd.DataFrame]]:
        """`wanted`: our column -> its description and the name of the raw column. `made`: columns already typed.
        `hints`: texts that help to explain a problem and are no column of the table."""
        days = [source for column, source in wanted.values() if column.type == "date"]
        every = sorted({*days, *self._date_columns()})
        orders = dict(
            zip(every, date_orders([self.raws[name] for name in every], self.settings, self.plan.dates), strict=True)
        )
        reads: dict[str, Read] = {
            name: read(column, self.raws[source], self.settings, self.schemas.vocabulary, orders.get(source, ""))
            for name, (column, source) in wanted.items()
        }
        frame = pd.DataFrame({name: result.values for name, result in reads.items()} | dict(made))
        texts = {**hints, **{name: self.raws[source].text for name, (_, source) in wanted.items()}}
        titles = {name: self.plan.titles.get(source, source) for name, (_, source) in wanted.items()}
        piece = Piece(table, self.grid.place, self.body.rows, frame, titles, texts)
        return piece, _faults(piece, reads, self.settings)

    def _date_columns(self) -> list[str]:
        """Titles of a SIASN export that hold dates: they tell together how dates are written in this file."""
        return [name for name in self.raws if name.startswith(("TMT ", "TANGGAL "))]

    def column(self, table: str, name: str) -> Column:
        return self.schemas[table].column(name)


def _faults(piece: Piece, reads: Mapping[str, Read], settings: Settings) -> list[pd.DataFrame]:
    """Every cell that was wrong, one by one; of mere notes only so many a column, and the number of the others."""
    problems = []
    for name, result in reads.items():
        for rule, mask, detail in result.faults:
            at = np.flatnonzero(mask)
            most = settings.notes_per_column if settings.rules[rule].severity == "note" else len(at)
            shown = np.zeros(len(mask), dtype=bool)
            shown[at[:most]] = True
            problems.append(piece.problem(rule, shown, name, detail))
            if len(at) > most:
                title = piece.titles.get(name, name)
                rest = f"dan {len(at) - most} sel lain"
                problems.append(
                    noted(table=piece.table, field=name, file=piece.place, column=title, rule=rule, found=rest)
                )
    return problems


HINTS = {"unit_name": "UNOR NAMA", "job_name": "JABATAN NAMA"}
"""Titles read only to explain a problem to the person who must repair it."""

# the SIASN exports ----------------------------------------------------------------------------------------------------


def _sources(schema: Schema) -> dict[str, str]:
    """our column -> title of the SIASN export, where one column alone gives it."""
    return {column.name: column.source for column in schema.columns if column.source and " + " not in column.source}


def _profile(source: _Source) -> tuple[list[Piece], list[pd.DataFrame]]:
    """Employees, and who holds what. A column that is empty is taken from the one that stands in for it (NAMA <-
    ID)."""
    schema = source.schemas["employees"]
    titles = {
        name: title for name, title in _sources(schema).items() if title in source.raws or _standins(source, title)
    }
    kind, kind_faults = _employee_kind(source)
    service, service_faults = _service_months(source)
    plain = {name: (schema.column(name), title) for name, title in titles.items() if name != "kind"}
    whole = _Source(
        source.grid,
        source.plan,
        source.body,
        {**source.raws, **_filled_in(source, plain)},
        source.schemas,
        source.settings,
    )
    made = {"kind": kind, "service_months": service}
    employees, problems = whole.piece("employees", plain, made, {"unit": _unit_of_row(source)})
    posting = {
        "nip": (schema.column("nip"), "NIP BARU"),
        "unit": (source.column("units", "unit"), "UNOR ID"),
        "job": (source.column("posts", "job"), "JABATAN ID"),
        "since": (source.column("assignments", "since"), "TMT JABATAN"),
    }
    held = {name: pair for name, pair in posting.items() if pair[1] in source.raws}
    hints = {name: source.raws[title].text for name, title in HINTS.items() if title in source.raws}
    postings, more = source.piece(POSTINGS, held, hints=hints)
    # What is wrong with a NIP was said once, about the person.
    more = [frame for frame in more if not frame["column"].eq(postings.titles["nip"]).all()]
    problems = [frame.assign(table="assignments") for frame in more] + problems
    return [employees, postings], problems + kind_faults + service_faults


def _unit_of_row(source: _Source) -> np.ndarray:
    """The unit that a row of the profile names, so that a problem finds its office even when the NIP is none."""
    if "UNOR ID" not in source.raws:
        return np.full(len(source.body.rows), "", dtype=object)
    return pd.Series(source.raws["UNOR ID"].text, dtype="str").str.strip().fillna("").to_numpy(object)


def _standins(source: _Source, title: str) -> list[str]:
    """Columns of this file that stand in for `title` when it is empty or absent."""
    return [c.name for c in source.settings.profile.columns if c.instead_of == title and c.name in source.raws]


def _filled_in(source: _Source, wanted: Mapping[str, tuple[Column, str]]) -> dict[str, Raw]:
    """Raw columns whose empty cells are taken from the column that stands in for them."""
    filled = {}
    for _, title in wanted.values():
        for other in _standins(source, title):
            spare = source.raws[other]
            given = source.raws.get(title)
            if given is None:
                filled[title] = spare
                continue
            void = pd.Series(given.text).astype("str").str.strip().str.casefold()
            empty = (void.eq("") | void.isin(list(source.settings.nothing))).to_numpy(bool)
            if empty.any():
                filled[title] = Raw(np.where(empty, spare.text, given.text))
    return filled


def _employee_kind(source: _Source) -> tuple[pd.Series, list[pd.DataFrame]]:
    """PNS or PPPK: by STATUS ASN, else by JENIS PEGAWAI NAMA, else by the name of the file."""
    column = source.column("employees", "kind")
    titles = [title for title in (column.source, *_standins(source, column.source)) if title in source.raws]
    reads = {t: read(column, source.raws[t], source.settings, source.schemas.vocabulary) for t in titles}
    kind = pd.Series(index=range(len(source.body.rows)), dtype="str")
    for result in reads.values():
        kind = kind.fillna(result.values)
    name = source.grid.file.rsplit("/", 1)[-1].casefold()
    by_name = "pppk" if "pppk" in name else "pns" if "pns" in name else None
    problems = []
    if by_name:
        kind = kind.fillna(by_name)
    else:
        for title, result in reads.items():
            for rule, mask, detail in result.faults:
                bad = mask & kind.isna().to_numpy(bool)
                problems.append(_at(source, "kind", title, bad, rule, detail))
    return kind, problems


def _service_months(source: _Source) -> tuple[pd.Series, list[pd.DataFrame]]:
    """MK TAHUN x 12 + MK BULAN; half of it is not known."""
    column = source.column("employees", "service_months")
    parts = column.source.split(" + ")
    if not all(part in source.raws for part in parts):
        return pd.Series(index=range(len(source.body.rows)), dtype="Int64"), []
    reads = [read(column, source.raws[part], source.settings, source.schemas.vocabulary) for part in parts]
    years, months = (result.values for result in reads)
    late = (months > 11).fillna(False).to_numpy(bool)
    half = (years.isna() ^ months.isna()).to_numpy(bool)
    problems = [
        _at(source, "service_months", part, mask, rule, detail)
        for part, result in zip(parts, reads, strict=True)
        for rule, mask, detail in result.faults
    ]
    named = np.logical_or.reduce([mask for result in reads for _, mask, _ in result.faults] or [np.zeros_like(half)])
    problems.append(_at(source, "service_months", parts[1], late, "out_of_range", "0 sampai 11"))
    problems.append(_at(source, "service_months", parts[1], half & ~named, "half_service"))
    return (years * 12 + months.mask(late)), [frame for frame in problems if len(frame)]


def _at(source: _Source, field: str, title: str, mask: np.ndarray, rule: str, detail: str = "") -> pd.DataFrame:
    """Problems of a raw column of the profile that becomes no column of ours by itself."""
    at = np.flatnonzero(mask)
    if not len(at):
        return NOTHING
    return noted(
        table="employees",
        field=field,
        file=source.grid.place,
        row=source.body.rows[at],
        column=source.plan.titles[title],
        rule=rule,
        found=source.raws[title].text[at],
        detail=detail,
        nip=source.raws["NIP BARU"].text[at],
        unit=_unit_of_row(source)[at],
    )


def _tree(source: _Source) -> tuple[list[Piece], list[pd.DataFrame]]:
    """Units. Dashes before a name show its depth; a root has no parent, whatever the export writes there."""
    schema = source.schemas["units"]
    titles = {name: title for name, title in _sources(schema).items() if title in source.raws}
    names, parents = source.raws["NAMA UNOR"], source.raws["DIATASAN ID"]
    plain = {
        "NAMA UNOR": Raw(_undashed(names.text)),
        "DIATASAN ID": Raw(_rooted(parents.text, source), parents.numbers),
    }
    clean = _Source(source.grid, source.plan, source.body, {**source.raws, **plain}, source.schemas, source.settings)
    piece, problems = clean.piece("units", {name: (schema.column(name), title) for name, title in titles.items()})
    return [piece], problems


def _undashed(texts: np.ndarray) -> np.ndarray:
    return pd.Series(texts, dtype="str").str.replace(r"^[\s\-–]+", "", regex=True).fillna("").to_numpy(object)


def _rooted(texts: np.ndarray, source: _Source) -> np.ndarray:
    """Words for nothing are how the export marks a root, so they are no problem here."""
    words = pd.Series(texts, dtype="str").str.strip().str.casefold()
    return np.where(words.isin(list(source.settings.nothing)), "", texts)


def shown(values: Sequence[str], most: int = 5) -> str:
    """A few of many, for a message.

    >>> shown(["a", "b", "c"], 2)
    'a, b, … (3)'
    """
    return ", ".join(values[:most]) + (f", … ({len(values)})" if len(values) > most else "")
