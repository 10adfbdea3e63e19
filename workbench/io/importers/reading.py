"""`read`: files in, a staffing out; or nothing, and a list of problems that somebody can repair."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pandas as pd

from workbench.io.failure import Failure
from workbench.io.importers import mapping as mapping_file
from workbench.io.importers.bearing import Bearing
from workbench.io.importers.checks import settle
from workbench.io.importers.combine import Combined, combine
from workbench.io.importers.containers import Grid, Unusable, grids, size_words
from workbench.io.importers.mapping import Sources
from workbench.io.importers.pieces import NOTHING, POSTINGS, Piece, noted, pieces_of
from workbench.io.importers.problems import sentence, told
from workbench.io.importers.recognise import NOTES, PROFILE, TREE, Plan, Recogniser
from workbench.io.importers.settings import Settings, default
from workbench.io.resources import default_policy
from workbench.staffing import Schemas, Staffing

Given = Path | tuple[str, bytes]
"""A file on disk, or its name and content."""

Progress = Callable[[float, str], None]
"""How far (0..1), and what is being done, in words."""

MARK = "penataan-demo.json"
"""Beside demo files: {fictional, as_of, seed}."""

DEMO_NOTES = frozenset({"BACA-SAYA.txt", "kotoran.json"})
"""What a demo says about itself to people: no data."""

TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx"})
"""What is read of a folder. A file named by hand is read whatever it is called."""

FILE_COLUMNS = ("file", "kind", "table", "rows", "form", "unread", "never", "unknown", "sha256")
KINDS = {PROFILE: "profil SIASN", TREE: "pohon unit SIASN", "table": "templat", "mapped": "pemetaan", NOTES: "catatan"}


class Stopped(Failure):
    """The person stopped the import; nothing has changed."""


@dataclass(frozen=True, eq=False)
class Imported:
    """What came of some files. `staffing` is None while a problem of severity "error" stands: all or nothing.

    `problems`: see `workbench.io.importers.problems.COLUMNS`. `files`: file (and sheet), kind, table, rows, form
    (delimiter, encoding), unread and unknown columns, columns never stored, sha256 of the file.
    """

    staffing: Staffing | None
    problems: pd.DataFrame
    files: pd.DataFrame
    as_of: date | None
    fictional: bool

    @property
    def errors(self) -> pd.DataFrame:
        """The problems for which the import is refused."""
        return self.problems[self.problems["severity"].eq("error")]

    @property
    def refusals(self) -> list[str]:
        """One sentence for each file that cannot be taken at all."""
        whole = self.errors[
            self.errors["key"].eq("") & self.errors["effect"].eq("refuse") & self.errors["table"].eq("")
        ]
        return [sentence({str(name): value for name, value in row.items()}) for row in whole.to_dict("records")]

    def count(self, severity: str) -> int:
        return int(self.problems["severity"].eq(severity).sum())


def read(
    files: Sequence[Given],
    *,
    as_of: date | None,
    schemas: Schemas,
    mapping: Mapping[str, Any] | Path | bytes | str | None = None,
    settings: Settings | None = None,
    scope: Sequence[str] | None = None,
    progress: Progress | None = None,
    stop: Event | None = None,
) -> Imported:
    """Read any number of files as one delivery.

    `as_of`: the date that the data describe, None to take it from a demo's mark; never today's. `mapping`: a mapping
    file (path, text or its parsed content) for spreadsheets of one's own. `scope`: tiers whose posts count as decisions
    (default: the agency's policy). Nothing is repaired by guessing: what blocks identity refuses the import, what
    cannot be read becomes unknown; both are in `problems`. Raises `Failure` for a wrong mapping, `Stopped` when `stop`
    is set.
    """
    settings = settings or default()
    work = _Work(schemas, settings, _sources(mapping, schemas, settings), progress or (lambda done, words: None), stop)
    mark, rest, passed = _mark(files)
    day = as_of or mark.as_of
    problems, rows, pieces = work.gather(rest)
    rows += [[name, KINDS[NOTES], "", 0, "", "", "", "", ""] for name in passed]
    tables, found = work.combine(pieces)
    problems += found
    postings = [piece for piece in pieces if piece.table == POSTINGS]
    work.tell(0.8, "memeriksa hubungan antartabel")
    checked = settle(tables, postings, schemas, settings)
    problems += checked.problems
    problems += [_missing(table, settings) for table in checked.tables.values()]
    if day is None:
        problems.append(noted(rule="no_date"))
    if not any(len(frame) and frame["rule"].isin(REFUSALS).any() for frame in problems) and not any(
        len(table.frame) for table in checked.tables.values()
    ):
        problems.append(noted(rule="nothing_to_take"))
    tiers = tuple(scope) if scope is not None else default_policy().tiers
    bearing = Bearing.of(checked.tables, postings, schemas.vocabulary, tiers)
    listed = told(problems, schemas, settings, bearing)
    work.tell(0.95, "menyusun potret")
    blocked = listed["severity"].eq("error").any()
    staffing = None
    if not blocked and day is not None:
        staffing = Staffing.of(day, {name: table.frame for name, table in checked.tables.items()}, schemas)
    work.tell(1.0, "selesai")
    return Imported(staffing, listed, pd.DataFrame(rows, columns=list(FILE_COLUMNS)), day, mark.fictional)


REFUSALS = frozenset(
    [
        "empty_file",
        "missing_file",
        "too_big",
        "not_a_table",
        "old_format",
        "encrypted",
        "broken_xlsx",
        "bomb",
        "nul_bytes",
        "encoding_unreadable",
        "line_too_long",
        "too_many_rows",
        "too_wide",
        "blank_rows",
        "faulty_rows",
        "unrecognised",
        "ambiguous_table",
        "missing_key_column",
        "duplicate_header",
    ]
)
"""Rules by which a whole file is refused."""


def _sources(mapping: Any, schemas: Schemas, settings: Settings) -> Sources | None:
    if mapping is None:
        return None
    if isinstance(mapping, Mapping):
        return mapping_file.of(mapping, schemas)
    if isinstance(mapping, Path):
        try:
            mapping = mapping.read_bytes()
        except OSError as error:
            raise Failure(f"Berkas pemetaan {mapping} tidak dapat dibuka ({error.strerror}).") from error
    return mapping_file.parse(mapping, schemas, settings.limits)


@dataclass(frozen=True)
class _Mark:
    as_of: date | None = None
    fictional: bool = False


def _mark(files: Sequence[Given]) -> tuple[_Mark, list[Given], list[str]]:
    """The demo's mark, among the files or beside them; the files to read; and those passed over: what a folder holds
    beside tables, and the notes of a demo."""
    rest: list[Given] = []
    passed: list[str] = []
    mark = _Mark()
    for given in files:
        inside = isinstance(given, Path) and given.is_dir()
        for one in sorted(path for path in given.iterdir() if path.is_file()) if inside else [given]:  # type: ignore[union-attr]
            if _name(one) == MARK:
                mark = _read_mark(one)
            elif _name(one) in DEMO_NOTES or (inside and Path(_name(one)).suffix.lower() not in TABLES):
                passed.append(_name(one))
            else:
                rest.append(one)
    for path in sorted({given.parent / MARK for given in rest if isinstance(given, Path)}):
        if mark == _Mark() and path.is_file():
            mark = _read_mark(path)
    return mark, rest, passed


def _name(given: Given) -> str:
    return given.name if isinstance(given, Path) else given[0].replace("\\", "/").rsplit("/", 1)[-1]


def _read_mark(given: Given) -> _Mark:
    try:
        record = json.loads(given.read_bytes() if isinstance(given, Path) else given[1])
        return _Mark(date.fromisoformat(record["as_of"]), record.get("fictional") is True)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Failure(f"{MARK} tidak terbaca; buat ulang berkas contoh, atau keluarkan berkas itu.") from error


@dataclass(frozen=True, eq=False)
class _Work:
    """One import while it runs."""

    schemas: Schemas
    settings: Settings
    sources: Sources | None
    progress: Progress
    stop: Event | None

    def tell(self, done: float, words: str) -> None:
        if self.stop is not None and self.stop.is_set():
            raise Stopped("Impor dihentikan; tidak ada yang berubah.")
        self.progress(done, words)

    def gather(self, files: Sequence[Given]) -> tuple[list[pd.DataFrame], list[list[Any]], list[Piece]]:
        """Open every file and read what is known in it: problems, rows about the files, pieces of tables."""
        recogniser = Recogniser(self.schemas, self.settings, self.sources)
        problems: list[pd.DataFrame] = []
        rows: list[list[Any]] = []
        pieces: list[Piece] = []
        heads: list[tuple[str, Any]] = []
        mapped: set[str] = set()
        sizes = [_size(given) for given in files]
        for at, given in enumerate(files):
            name = _name(given)
            self.tell(0.75 * sum(sizes[:at]) / max(1, sum(sizes)), f"membaca {name}")
            try:
                content = _content(given, self.settings)
                opened = grids(name, content, self.settings.limits, recogniser.known)
                heads += [(grid.place, grid.head) for grid in opened]
                digest = hashlib.sha256(content).hexdigest()
                del content
                heads += [(grid.place, grid.head) for grid in opened]
                for grid, plan in self._plans(opened, recogniser, problems):
                    made, found, row = self._take(grid, plan, digest)
                    pieces += made
                    problems += found
                    rows.append(row)
                    mapped |= {plan.table} if plan.kind == "mapped" else set()
            except Unusable as why:
                problems.append(noted(file=name, rule=why.rule, found=why.found, detail=why.detail))
        if self.sources and (missing := mapping_file.unmet(self.sources, heads, frozenset(mapped))):
            raise Failure(missing)
        return problems, rows, pieces

    def _plans(
        self, opened: list[Grid], recogniser: Recogniser, problems: list[pd.DataFrame]
    ) -> list[tuple[Grid, Plan]]:
        """How each sheet is read. A sheet nobody knows is a note beside others that are known, else refuses the
        file."""
        found: list[tuple[Grid, Plan]] = []
        strange: list[tuple[Grid, Unusable]] = []
        blank = 0
        for grid in opened:
            if not any(cell.strip() for row in grid.head for cell in row):
                blank += 1
                continue
            if grid.hidden:
                found.append((grid, Plan(NOTES)))
                continue
            try:
                found += [(grid, plan) for plan in recogniser.plans(grid)]
            except Unusable as why:
                strange.append((grid, why))
        if blank == len(opened):
            raise Unusable("empty_file", f"{blank} lembar kosong" if blank > 1 else "tidak ada isi")
        known = any(plan.kind != NOTES for _, plan in found)
        for grid, fault in strange:
            rule = "unknown_sheet" if known and fault.rule == "unrecognised" else fault.rule
            problems.append(noted(file=grid.place, rule=rule, found=fault.found, detail=fault.detail))
        return found

    def _take(self, grid: Grid, plan: Plan, digest: str) -> tuple[list[Piece], list[pd.DataFrame], list[Any]]:
        def row(count: int) -> list[Any]:
            columns = ["; ".join(titles) for titles in (plan.unread, plan.never, plan.unknown)]
            table = {PROFILE: "employees, assignments", TREE: "units"}.get(plan.kind, plan.table)
            return [grid.place, KINDS[plan.kind], table, count, grid.form, *columns, digest]

        if plan.kind == NOTES:
            return [], [], row(0)
        body = grid.body(plan.header, sorted(set(plan.columns.values())))
        made, problems = pieces_of(grid, plan, body, self.schemas, self.settings)
        return made, problems, row(len(body.rows))

    def combine(self, pieces: Sequence[Piece]) -> tuple[dict[str, Combined], list[pd.DataFrame]]:
        tables: dict[str, Combined] = {}
        problems: list[pd.DataFrame] = []
        names = list(dict.fromkeys(piece.table for piece in pieces if piece.table != POSTINGS))
        for at, name in enumerate(names):
            self.tell(0.75 + 0.05 * at / len(names), f"menyatukan {self.settings.table_labels[name][0]}")
            of_table = [piece for piece in pieces if piece.table == name]
            tables[name], found = combine(of_table, self.schemas[name], self.settings)
            problems += found
        return tables, problems


def _size(given: Given) -> int:
    if isinstance(given, Path):
        return given.stat().st_size if given.is_file() else 1
    return len(given[1])


def _content(given: Given, settings: Settings) -> bytes:
    """The bytes of a file, unless it is too big to be read at all."""
    if not isinstance(given, Path):
        return given[1]
    try:
        size = given.stat().st_size
        if size > settings.limits.file_bytes:
            raise Unusable("too_big", size_words(size), size_words(settings.limits.file_bytes))
        return given.read_bytes()
    except OSError as error:
        raise Unusable("missing_file", error.strerror or "") from error


def _missing(table: Combined, settings: Settings) -> pd.DataFrame:
    """Required cells that are empty in every file (those that could not be read have been named)."""
    name = table.schema.table
    rule = "missing_fact" if name in settings.fact_tables else "missing_required"
    parts = []
    for column in table.schema.columns:
        if column.required and not column.key:
            empty = table.column(column.name).isna().to_numpy(bool) & ~table.was_filled(column.name)
            if empty.any():
                parts.append(table.problem(rule, empty, column.name))
    return pd.concat(parts, ignore_index=True) if parts else NOTHING


def take(workspace: Any, imported: Imported, note: str = "", **who: Any) -> str:
    """Keep what was imported as a snapshot and return its id. Raises `Failure` when the import was refused."""
    if imported.staffing is None:
        count = len(imported.errors)
        raise Failure(
            f"Impor ditolak karena {count} masalah; perbaiki berkasnya lalu impor lagi. Tidak ada yang berubah."
        )
    return workspace.save_snapshot(imported.staffing, note, **who)
