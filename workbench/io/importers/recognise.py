"""What a sheet is, by its column titles: a SIASN profile, the unit tree, one of our tables, or a mapped file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from workbench.io.importers.containers import Grid, Unusable
from workbench.io.importers.mapping import Sources
from workbench.io.importers.settings import Headers, Settings, fold
from workbench.staffing import Schema, Schemas

PROFILE, TREE, TABLE, MAPPED, NOTES = "profile", "tree", "table", "mapped", "notes"

NOTE_SHEETS = frozenset({"catatan", "kode", "petunjuk"})
"""Sheets of our templates that explain and hold no data."""

PROFILE_KEY = "NIP BARU"
PROFILE_LEAST = 8
PROFILE_WITHOUT_KEY = 20
"""So many titles of the export must be there; fewer could be somebody's own list, whose titles are alike."""

TREE_KEYS = ("ID", "NAMA UNOR", "DIATASAN ID")


@dataclass(frozen=True, eq=False)
class Plan:
    """How one sheet is read. `header`: index of its title row. `columns`: name -> index of the cell; names are those of
    `table`, or for a SIASN export its official titles. `titles`: name -> title as the file spells it. `unread`: titles
    known but of no use here; `never`: titles that must not be stored; `unknown`: titles nobody knows."""

    kind: str
    table: str = ""
    header: int = 0
    columns: Mapping[str, int] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    dates: str = ""


@dataclass(frozen=True, eq=False)
class Recogniser:
    schemas: Schemas
    settings: Settings
    sources: Sources | None = None

    @cached_property
    def known(self) -> frozenset[str]:
        """Every title that means something, folded."""
        own = {title for table in self._titles.values() for title in table}
        siasn = {*self.settings.profile.by_spelling, *self.settings.tree.by_spelling}
        return frozenset(own | siasn | (self.sources.titles if self.sources else frozenset()))

    @cached_property
    def _titles(self) -> Mapping[str, Mapping[str, str]]:
        """table -> folded title -> column. A column answers to its name and to its labels."""
        return {name: titles_of(schema) for name, schema in self.schemas.tables.items()}

    def plans(self, grid: Grid) -> list[Plan]:
        """How to read `grid`; one sheet may feed several tables through a mapping. Raises `Unusable`."""
        if grid.sheet and fold(grid.sheet) in NOTE_SHEETS:
            return [Plan(NOTES)]
        mapped = self._mapped(grid)
        native = self._native(grid, must=not mapped)
        if mapped and native and native.kind == TABLE:
            return mapped
        return mapped + ([native] if native else [])

    def _native(self, grid: Grid, must: bool) -> Plan | None:
        rows = [[fold(cell) for cell in row] for row in grid.head]
        try:
            plan = (
                self._siasn(grid, rows, PROFILE, self.settings.profile, (PROFILE_KEY,), PROFILE_LEAST)
                or self._siasn(grid, rows, TREE, self.settings.tree, TREE_KEYS, len(TREE_KEYS))
                or self._own(grid, rows)
            )
        except Unusable:
            if must:
                raise
            return None
        if plan is None and must:
            shown = next((row for row in grid.head if any(cell.strip() for cell in row)), ())
            raise Unusable("unrecognised", "; ".join(cell.strip() for cell in shown if cell.strip())[:120])
        return plan

    def _siasn(
        self, grid: Grid, rows: Sequence[Sequence[str]], kind: str, headers: Headers, keys: tuple[str, ...], least: int
    ) -> Plan | None:
        by = headers.by_spelling
        hits = [sum(cell in by for cell in row) for row in rows]
        header = max(range(len(rows)), key=lambda i: hits[i], default=-1)
        # The tree's titles are few and plain words; without its name column the sheet is something else.
        if header < 0 or hits[header] < least - (kind == TREE) or (kind == TREE and fold(keys[1]) not in rows[header]):
            return None
        found: dict[str, int] = {}
        for index, cell in enumerate(rows[header]):
            if cell in by:
                self._once(by[cell].name, found, index, grid.head[header][index])
        absent = [key for key in keys if key not in found]
        if absent and kind == PROFILE and len(found) < PROFILE_WITHOUT_KEY:
            return None
        if absent:
            raise Unusable("missing_key_column", f"baris judul {header + 1}", " dan ".join(absent))
        use = {column.name: column.use for column in headers.columns}
        read = {name: index for name, index in found.items() if use[name] in ("read", "instead", "hint")}
        title = {name: grid.head[header][index].strip() for name, index in found.items()}
        return Plan(
            kind,
            header=header,
            columns=read,
            titles={name: title[name] for name in read},
            unread=tuple(title[name] for name in found if use[name] == "unused"),
            never=tuple(title[name] for name in found if use[name] == "never"),
            unknown=tuple(c.strip() for c in grid.head[header] if c.strip() and fold(c) not in by),
            dates=self.settings.siasn_date_order,
        )

    @staticmethod
    def _once(name: str, found: dict[str, int], index: int, title: str) -> None:
        if name in found:
            raise Unusable("duplicate_header", title.strip())
        found[name] = index

    def _own(self, grid: Grid, rows: Sequence[Sequence[str]]) -> Plan | None:
        """One of our tables: all of its key columns, and more of its titles than of any other table."""
        hint = fold(grid.sheet or grid.file.rsplit("/", 1)[-1].rsplit(".", 1)[0])
        named = [table for table in self._titles if fold(table) == hint]
        best: list[tuple[int, int, str]] = []
        for header, row in enumerate(rows):
            filled = sum(bool(cell) for cell in row)
            for table in named or self._titles:
                columns = {self._titles[table][cell] for cell in row if cell in self._titles[table]}
                enough = 2 * len(columns) >= filled and len(columns) > 1
                if enough and (named or columns >= set(self.schemas[table].key)):
                    best.append((len(columns), -header, table))
        if not best:
            return None
        hits, at, table = max(best)
        rivals = sorted({t for h, a, t in best if (h, a) == (hits, at)})
        if len(rivals) > 1:
            raise Unusable("ambiguous_table", f"baris judul {1 - at}", " dan ".join(rivals))
        return self._table_plan(grid, -at, table)

    def _table_plan(self, grid: Grid, header: int, table: str) -> Plan:
        schema, by = self.schemas[table], self._titles[table]
        found: dict[str, int] = {}
        for index, title in enumerate(grid.head[header]):
            if fold(title) in by:
                self._once(by[fold(title)], found, index, title)
        absent = [schema.column(key).label for key in schema.key if key not in found]
        if absent:
            raise Unusable("missing_key_column", f"baris judul {header + 1}", " dan ".join(absent))
        titles = {name: grid.head[header][index].strip() for name, index in found.items()}
        unknown = tuple(c.strip() for c in grid.head[header] if c.strip() and fold(c) not in by)
        return Plan(TABLE, table, header, found, titles, unknown=unknown)

    def _mapped(self, grid: Grid) -> list[Plan]:
        if not self.sources:
            return []
        plans = []
        for table, columns in self.sources.tables.items():
            wanted = {column: fold(title) for column, title in columns.items()}
            for header, row in enumerate(grid.head):
                cells = [fold(cell) for cell in row]
                if set(wanted.values()) <= set(cells):
                    twice = [columns[column] for column, title in wanted.items() if cells.count(title) > 1]
                    if twice:
                        raise Unusable("duplicate_header", twice[0])
                    at = {column: cells.index(title) for column, title in wanted.items()}
                    titles = {column: row[index].strip() for column, index in at.items()}
                    rest = tuple(c.strip() for c in row if c.strip() and fold(c) not in set(wanted.values()))
                    plans.append(Plan(MAPPED, table, header, at, titles, unread=rest, dates=self.sources.dates))
                    break
        return plans


def titles_of(schema: Schema) -> Mapping[str, str]:
    """folded title -> column: a column answers to its name and to its labels in both languages."""
    labels = {fold(title): column.name for column in schema.columns for title in (column.label_en, column.label)}
    return labels | {fold(column.name): column.name for column in schema.columns}
