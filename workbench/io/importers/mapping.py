"""A mapping file: which column of somebody's own spreadsheet is which column of ours.

posts:
  post: KODE JABATAN
  unit: KODE UNIT
  title: NAMA JABATAN
tanggal: DD-MM-YYYY      # optional: the order of dates that a file alone cannot tell
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from workbench.io.failure import Failure
from workbench.io.importers.settings import Limits, fold
from workbench.staffing import Schemas

DATES = "tanggal"
ORDERS = {"dd mm yyyy": "dmy", "hh bb tttt": "dmy", "mm dd yyyy": "mdy", "bb hh tttt": "mdy", "yyyy mm dd": "ymd"}


@dataclass(frozen=True, eq=False)
class Sources:
    """`tables`: table -> column -> title of the source column. `dates`: dmy, mdy, ymd or "" when the file must tell."""

    tables: Mapping[str, Mapping[str, str]]
    dates: str = ""

    @property
    def titles(self) -> frozenset[str]:
        return frozenset(fold(title) for columns in self.tables.values() for title in columns.values())


class _Plain(yaml.SafeLoader):
    """YAML without anchors: a mapping needs none, and nested ones can grow without bound."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("jangkar (*) tidak dipakai pada berkas pemetaan")
        return super().compose_node(parent, index)


def parse(content: bytes | str, schemas: Schemas, limits: Limits) -> Sources:
    """Read a mapping file. Raises `Failure`: one sentence that names what cannot be."""
    if len(content) > limits.mapping_bytes:
        raise Failure("Berkas pemetaan terlalu besar; isinya hanya nama tabel dan kolom.")
    try:
        found = yaml.load(content, Loader=_Plain)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise Failure(f"Berkas pemetaan bukan YAML yang terbaca ({_first_line(error)}).") from error
    return of(found, schemas)


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"baris {mark.line + 1}" if mark else str(error).splitlines()[0]


def of(found: Any, schemas: Schemas) -> Sources:
    """From what a mapping file holds. Raises `Failure`."""
    if not isinstance(found, Mapping) or not found:
        raise Failure("Berkas pemetaan harus berisi nama tabel, lalu kolom: judul kolom sumber.")
    tables: dict[str, dict[str, str]] = {}
    for table, columns in found.items():
        if table == DATES:
            continue
        if table not in schemas.tables:
            raise Failure(f"Berkas pemetaan menyebut tabel {table!r}; yang ada: {', '.join(schemas.tables)}.")
        tables[table] = _columns(table, columns, schemas)
    if not tables:
        raise Failure("Berkas pemetaan tidak menyebut satu tabel pun.")
    order = found.get(DATES, "")
    if order and fold(str(order).replace("-", " ").replace("/", " ")) not in ORDERS:
        raise Failure(f"Berkas pemetaan menyebut tanggal {order!r}; pilih DD-MM-YYYY, MM-DD-YYYY, atau YYYY-MM-DD.")
    dates = ORDERS[fold(str(order).replace("-", " ").replace("/", " "))] if order else ""
    return Sources(tables, dates)


def _columns(table: str, columns: Any, schemas: Schemas) -> dict[str, str]:
    schema = schemas[table]
    if not isinstance(columns, Mapping) or not columns:
        raise Failure(f"Berkas pemetaan: {table} harus berisi kolom: judul kolom sumber.")
    for column, title in columns.items():
        if column not in schema.names:
            raise Failure(f"Berkas pemetaan menyebut kolom {table}.{column}; yang ada: {', '.join(schema.names)}.")
        if isinstance(title, Mapping | list) or title is None or not str(title).strip():
            raise Failure(f"Berkas pemetaan: {table}.{column} harus menyebut satu judul kolom sumber.")
    absent = [key for key in schema.key if key not in columns]
    if absent:
        raise Failure(f"Berkas pemetaan: {table} harus juga memetakan kunci {', '.join(absent)}.")
    return {str(column): str(title) for column, title in columns.items()}


def unmet(sources: Sources, heads: Sequence[tuple[str, Sequence[Sequence[str]]]], used: frozenset[str]) -> str | None:
    """One sentence about the first mapped table that no sheet provides, or None. `heads`: place and first rows."""
    for table, columns in sources.tables.items():
        if table in used:
            continue
        seen = {fold(cell) for _, head in heads for row in head for cell in row}
        absent = [title for title in columns.values() if fold(title) not in seen]
        if absent:
            named = ", ".join(map(repr, absent))
            return f"Berkas pemetaan: {table} mencari kolom {named}, tetapi tidak ada pada berkas mana pun."
        return f"Berkas pemetaan: kolom bagi {table} ada, tetapi tidak pada satu lembar yang sama."
    return None
