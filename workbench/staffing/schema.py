"""Tables described by tables: what a column is called, means, holds and refers to.

The descriptions are data (`data/skema/<table>.csv`) and drive typing, import, documentation and labels alike.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from workbench.staffing.vocabulary import Vocabulary

Kind = Literal["id", "text", "code", "date", "whole", "flag", "list"]

VOCABULARY = "kosakata"


@dataclass(frozen=True)
class Column:
    """One column: `ref` names the vocabulary kind of a code, or the table that an id points to."""

    name: str
    type: Kind
    required: bool
    key: bool
    ref: str
    unit: str
    source: str
    personal: bool
    label: str
    label_en: str
    description: str

    def title(self, lang: str = "id") -> str:
        return self.label_en if lang == "en" else self.label


@dataclass(frozen=True)
class Schema:
    table: str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @cached_property
    def key(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.key)

    @cached_property
    def required(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column:
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.table} has no column {name!r}; it has {', '.join(self.names)}")

    @classmethod
    def parse(cls, table: str, text: str) -> "Schema":
        """Read one description; a mistake in it is named with table and column."""
        columns = []
        for row in csv.DictReader(io.StringIO(text)):
            if row["type"] not in get_args(Kind):
                raise ValueError(
                    f"{table}.{row['column']}: type {row['type']!r} is none of {', '.join(get_args(Kind))}"
                )
            columns.append(
                Column(
                    name=row["column"],
                    type=row["type"],  # type: ignore[arg-type]  # checked above
                    required=row["required"] == "yes",
                    key=row["key"] == "yes",
                    ref=row["ref"],
                    unit=row["unit"],
                    source=row["source"],
                    personal=row["personal"] == "yes",
                    label=row["label"],
                    label_en=row["label_en"],
                    description=row["description"],
                )
            )
        return cls(table, tuple(columns))


@dataclass(frozen=True, eq=False)
class Schemas:
    """All tables and the one vocabulary that orders their codes."""

    tables: Mapping[str, Schema]
    vocabulary: Vocabulary

    def __getitem__(self, table: str) -> Schema:
        if table not in self.tables:
            raise KeyError(f"no table {table!r}; there are {', '.join(self.tables)}")
        return self.tables[table]

    @classmethod
    def parse(cls, texts: Mapping[str, str]) -> "Schemas":
        """From the text of each `data/skema/*.csv`, by file stem."""
        vocabulary = Vocabulary.parse(texts[VOCABULARY])
        tables = {name: Schema.parse(name, text) for name, text in sorted(texts.items()) if name != VOCABULARY}
        for schema in tables.values():
            for column in schema.columns:
                known = vocabulary.kinds if column.type == "code" else tables if column.ref else ("",)
                if column.ref not in known:
                    raise ValueError(
                        f"{schema.table}.{column.name} refers to {column.ref!r}, which is described nowhere"
                    )
        return cls(tables, vocabulary)
