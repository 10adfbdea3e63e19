"""`Staffing`: every table of the agency on one date, typed, sorted and frozen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from dataclasses import replace as replaced
from datetime import date
from functools import cached_property, reduce
from typing import Any

import numpy as np
import pandas as pd

from workbench.staffing.columns import same
from workbench.staffing.schema import Column, Schema, Schemas

DTYPES: dict[str, Any] = {
    "id": "str",
    "text": "str",
    "code": "str",
    "list": "str",
    "date": "datetime64[s]",
    "whole": "Int64",
    "flag": "boolean",
}


@dataclass(frozen=True, eq=False)
class Staffing:
    """A frozen bundle of tables on one `as_of` date.

    Identifiers are text, never numbers. Tables are shared between versions, so nobody writes into one:
    a change is `staffing.replace(assignments=changed)`.
    """

    as_of: date
    schemas: Schemas
    units: pd.DataFrame
    posts: pd.DataFrame
    post_competencies: pd.DataFrame
    employees: pd.DataFrame
    assignments: pd.DataFrame
    career: pd.DataFrame
    appraisals: pd.DataFrame
    assessments: pd.DataFrame
    trainings: pd.DataFrame
    sanctions: pd.DataFrame
    relations: pd.DataFrame
    preferences: pd.DataFrame
    courses: pd.DataFrame
    course_competencies: pd.DataFrame
    sessions: pd.DataFrame
    complaints: pd.DataFrame
    surveys: pd.DataFrame

    @classmethod
    def of(cls, as_of: date, tables: Mapping[str, pd.DataFrame], schemas: Schemas) -> "Staffing":
        """Type and sort each table; absent tables are empty.

        Raises ValueError that names an unknown table or column, a missing required column, or a value that cannot be
        of its type. What is of the right type and yet wrong (a dangling id) is for `problems`.
        """
        unknown = set(tables) - set(TABLES)
        if unknown:
            raise ValueError(f"unknown table {', '.join(sorted(unknown))}; there are {', '.join(TABLES)}")
        return cls(as_of, schemas, **{name: typed(tables.get(name), schemas[name]) for name in TABLES})

    def replace(self, **tables: pd.DataFrame) -> "Staffing":
        """The same staffing with some tables changed, typed and sorted anew as far as they need it."""
        changed: dict[str, Any] = {
            name: typed(table, self.schemas[name], getattr(self, name))
            for name, table in tables.items()
            if table is not getattr(self, name)
        }
        found = replaced(self, **changed)
        for name, known in self._indexes.items():
            key = self.schemas[name].key[0]
            if name not in changed or same(changed[name][key], getattr(self, name)[key]):
                found._indexes[name] = known
        return found

    def index(self, table: str) -> pd.Index:
        """The ids of a table whose key is one column, in its order: the very same index while no step changes them, so
        that nobody looks them up anew."""
        if table not in self._indexes:
            (key,) = self.schemas[table].key
            self._indexes[table] = pd.Index(getattr(self, table)[key])
        return self._indexes[table]

    @cached_property
    def _indexes(self) -> dict[str, pd.Index]:
        return {}

    def tables(self) -> Iterator[tuple[str, pd.DataFrame]]:
        for name in TABLES:
            yield name, getattr(self, name)


TABLES: tuple[str, ...] = tuple(field.name for field in fields(Staffing) if field.name not in ("as_of", "schemas"))


def typed(table: pd.DataFrame | None, schema: Schema, known: pd.DataFrame | None = None) -> pd.DataFrame:
    """`table` with exactly the columns of its schema, each of its type, sorted by key. `known`: a typed table; a column
    that is still its column needs no look."""
    given = pd.DataFrame() if table is None else table
    extra = [str(name) for name in given.columns if name not in schema.names]
    if extra:
        raise ValueError(f"{schema.table} has no column {', '.join(extra)}; it has {', '.join(schema.names)}")
    absent = [name for name in schema.required if name not in given.columns]
    if absent and len(given):
        raise ValueError(f"{schema.table} lacks the required column {', '.join(absent)}")
    kept = set() if known is None else _kept(given, known)
    columns = {
        column.name: _bare(given[column.name]) if column.name in kept else _as_type(given, column, schema.table)
        for column in schema.columns
    }
    frame = pd.DataFrame(columns, index=range(len(given)), copy=False)
    if kept.issuperset(schema.key) or _in_order([frame[name] for name in schema.key]):
        return frame
    return frame.sort_values(list(schema.key), kind="stable", ignore_index=True)


def _bare(values: pd.Series) -> pd.Series:
    return values.reset_index(drop=True)


def _in_order(keys: list[pd.Series]) -> bool:
    """Whether the rows stand in the order of these keys already, as they do where rows were only left out."""
    if any(key.hasnans for key in keys):
        return False
    tied = np.arange(max(0, len(keys[0]) - 1))
    for key in keys:
        values = key.to_numpy(object if key.dtype == "str" else None)
        one, other = values[tied], values[tied + 1]
        if (one > other).any():
            return False
        tied = tied[one == other]
    return True


def _kept(given: pd.DataFrame, known: pd.DataFrame) -> set[str]:
    """Columns that are the very same memory as in `known`: tables of one history share what no step changed."""
    if len(given) != len(known):
        return set()
    return {name for name in given.columns if name in known.columns and same(given[name], known[name])}


def _as_type(given: pd.DataFrame, column: Column, table: str) -> pd.Series:
    dtype = DTYPES[column.type]
    if column.name not in given.columns:
        return pd.Series(index=range(len(given)), dtype=dtype)
    values = _bare(given[column.name])
    if dtype == "str" and len(values) and pd.api.types.is_numeric_dtype(values.dtype) and values.notna().any():
        raise ValueError(f"{table}.{column.name} is text, but numbers were given: leading zeros may be lost already")
    try:
        converted = values.astype(dtype)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{table}.{column.name} must be {column.type}: {error}") from error
    # An empty text is a missing one: the snapshot could not tell them apart.
    if dtype != "str" or all(converted.tolist()):
        return converted
    return converted.mask(converted == "")


def problems(staffing: Staffing) -> pd.DataFrame:
    """What is of the right type and yet wrong: table, key, column, rule, found.

    Rules: missing (required), duplicate (key), dangling (id), unknown (code), own_parent, cycle.
    """
    found = [_of_table(staffing, name, table) for name, table in staffing.tables()] + [_of_tree(staffing.units)]
    kept = [rows for rows in found if len(rows)]
    return (
        pd.concat(kept, ignore_index=True)
        if kept
        else _rows("", pd.Series(dtype="str"), "", "", pd.Series(dtype="str"))
    )


def key_text(table: pd.DataFrame, schema: Schema) -> pd.Series:
    """The key of each row as one text, for messages."""
    first, *others = (table[name].astype("str").fillna("") for name in schema.key)
    return reduce(lambda text, part: text + " / " + part, others, first)


def _rows(table: str, key: pd.Series, column: str, rule: str, found: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"table": table, "key": key, "column": column, "rule": rule, "found": found.astype("str")})


def _of_table(staffing: Staffing, name: str, table: pd.DataFrame) -> pd.DataFrame:
    schema = staffing.schemas[name]
    key = key_text(table, schema)
    rows = []
    for column in schema.columns:
        values = table[column.name]
        bad: dict[str, pd.Series] = {}
        if column.required:
            bad["missing"] = values.isna()
        if column.type == "code":
            bad["unknown"] = values.notna() & ~values.isin(staffing.schemas.vocabulary.codes(column.ref))
        if column.type == "id" and column.ref:
            target = staffing.schemas[column.ref].key[0]
            bad["dangling"] = values.notna() & ~values.isin(getattr(staffing, column.ref)[target])
        rows += [_rows(name, key[mask], column.name, rule, values[mask]) for rule, mask in bad.items() if mask.any()]
    twice = table.duplicated(list(schema.key), keep=False)
    if twice.any():
        rows.append(_rows(name, key[twice], schema.key[0], "duplicate", key[twice]))
    return (
        pd.concat(rows, ignore_index=True)
        if rows
        else _rows(name, pd.Series(dtype="str"), "", "", pd.Series(dtype="str"))
    )


def _of_tree(units: pd.DataFrame) -> pd.DataFrame:
    own = (units["unit"] == units["parent"]).fillna(False).astype(bool)
    rows = [_rows("units", units.loc[own, "unit"], "parent", "own_parent", units.loc[own, "parent"])]
    looped = in_cycle(units) & ~own
    rows.append(_rows("units", units.loc[looped, "unit"], "parent", "cycle", units.loc[looped, "parent"]))
    return pd.concat(rows, ignore_index=True)


def in_cycle(units: pd.DataFrame) -> pd.Series:
    """Which units never reach a root by following parents. Pointer doubling: log2(n) whole-column steps."""
    at = pd.Index(units["unit"])
    if not at.is_unique:
        at = pd.Index(range(len(units)))
    parent = np.asarray(at.get_indexer(pd.Index(units["parent"])))
    n = len(units)
    up = np.append(np.where(parent < 0, n, parent), n)  # node n is "outside": the root of roots
    for _ in range(max(1, int(n).bit_length())):
        up = up[up]
    return pd.Series(up[:n] != n, index=units.index)
