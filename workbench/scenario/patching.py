"""Differences put into effect: what `diff(a, b)` tells, applied to `a`, gives `b`."""

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd

from workbench.scenario.differences import COLUMNS, ENTRIES, POLICY, SEATS, policy_cells
from workbench.scenario.state import Policy, Refused, State
from workbench.staffing import TABLES
from workbench.staffing.schema import Schema
from workbench.staffing.tables import DTYPES, key_text, typed

Cell = tuple[str, str, str, str | None, str | None]
"""table, key, column, before, after: one row of a diff, None where nothing is there."""


def cells(differences: pd.DataFrame) -> tuple[Cell, ...]:
    """The rows of a diff as plain values, for a record."""
    plain = differences[COLUMNS].astype(object)
    return tuple(plain.where(plain.notna(), None).itertuples(index=False, name=None))


def patched(state: State, differences: pd.DataFrame | Iterable[Cell]) -> State | Refused:
    """The state with these cells as their `after` says, rows taken away or added where a key is.

    Refused, with nothing applied, where a cell does not hold its `before`: then the differences are those of another
    state. Whether what comes out could stand is not asked here: see `taking`.
    """
    given = differences if isinstance(differences, pd.DataFrame) else list(differences)
    rows = pd.DataFrame(given, columns=COLUMNS).astype("str")
    strange = sorted(set(rows["table"]) - {*TABLES, POLICY})
    if strange:
        return Refused("strange", f"Tidak ada tabel {', '.join(strange)} yang dapat diubah.")
    if rows.duplicated(["table", "key", "column"]).any():
        return Refused("strange", "Perubahan ini menyebut satu isian dua kali.")
    tables: dict[str, pd.DataFrame] = {}
    for name in sorted(set(rows["table"]) - {POLICY}):
        part = rows[rows["table"] == name]
        try:
            table = _table(getattr(state.staffing, name), part, state.staffing.schemas[name])
        except (TypeError, ValueError) as error:
            return Refused("value", f"Ada isian {name} yang tidak terbaca: {error}.")
        if isinstance(table, Refused):
            return table
        tables[name] = table
    policy = _policy(state.policy, rows[rows["table"] == POLICY])
    if isinstance(policy, Refused):
        return policy
    staffing = state.staffing.replace(**tables) if tables else state.staffing
    return State(staffing, policy)


def _differs(table: str, key: str, column: str, now: Any, before: Any) -> Refused:
    stands, expected = ("kosong" if pd.isna(value) else str(value) for value in (now, before))
    return Refused("differs", f"{table} {key}, {column}: isinya {stands}, bukan {expected} seperti pada perubahan ini.")


# tables ---------------------------------------------------------------------------------------------------------------


def _table(table: pd.DataFrame, rows: pd.DataFrame, schema: Schema) -> pd.DataFrame | Refused:
    strange = sorted(set(rows["column"]) - set(schema.names))
    if strange:
        return Refused("strange", f"Tabel {schema.table} tidak punya kolom {', '.join(strange)}.")
    index = pd.Index(key_text(table, schema))
    if not index.is_unique:
        return Refused("key_twice", f"Tabel {schema.table} memuat satu kunci dua kali; perbaiki datanya dahulu.")
    of_key, none_before, none_after = rows["column"].isin(schema.key), rows["before"].isna(), rows["after"].isna()
    new, gone = (set(rows.loc[of_key & none, "key"]) for none in (none_before, none_after))
    rekeyed = rows[of_key & ~none_before & ~none_after]
    if len(rekeyed):
        return Refused("strange", f"Kunci {rekeyed['key'].iloc[0]} pada {schema.table} tidak dapat diganti.")
    at = pd.Series(index.get_indexer(pd.Index(rows["key"])), index=rows.index)
    refused = _unlike(table, rows, at, schema) or _homeless(rows, at, new, schema)
    if refused:
        return refused
    left = table.loc[index.isin(list(gone))].notna().sum(axis=1).sum()
    if left != int(rows["key"].isin(gone).sum()):
        return Refused(
            "differs", f"Baris {sorted(gone)[0]} pada {schema.table} memuat isian lain daripada yang dicatat."
        )
    changed = rows[~rows["key"].isin(new | gone)]
    columns = {str(name): _put(table[name], part, at, schema) for name, part in changed.groupby("column")}
    kept = table.assign(**columns).loc[~index.isin(list(gone))]
    if not new:
        return kept
    added = rows[rows["key"].isin(new)].pivot(index="key", columns="column", values="after")
    read = pd.DataFrame({name: _read(added[name], schema.column(str(name)).type) for name in added.columns})
    return pd.concat([kept, typed(read, schema)], ignore_index=True)


def _unlike(table: pd.DataFrame, rows: pd.DataFrame, at: pd.Series, schema: Schema) -> Refused | None:
    """The first cell that does not hold what the change expects."""
    for name, part in rows.groupby("column"):
        where = at[part.index]
        now = table[name].iloc[where.clip(lower=0)].astype("str") if len(table) else part["before"].mask(where < 0)
        now = pd.Series(now.to_numpy(object), index=part.index, dtype="str").mask(where < 0)
        same = (now == part["before"]) | (now.isna() & part["before"].isna())
        if not same.all():
            first = same.index[~same.astype(bool)][0]
            label = schema.column(str(name)).label
            return _differs(schema.table, str(part.at[first, "key"]), label, now[first], part.at[first, "before"])
    return None


def _homeless(rows: pd.DataFrame, at: pd.Series, new: set[str], schema: Schema) -> Refused | None:
    """A cell of a row that is not there and is not being added."""
    homeless = rows[(at < 0) & ~rows["key"].isin(list(new))]
    return (
        Refused("differs", f"Tidak ada baris {homeless['key'].iloc[0]} pada {schema.table}.") if len(homeless) else None
    )


def _put(column: pd.Series, rows: pd.DataFrame, at: pd.Series, schema: Schema) -> pd.Series:
    after = column.copy()
    after.iloc[at[rows.index].to_numpy()] = _read(rows["after"], schema.column(str(column.name)).type).array
    return after


def _read(values: pd.Series, kind: str) -> pd.Series:
    """Text as the type that it was written from. Raises ValueError for what is no such value."""
    if kind != "flag":
        return values.astype(DTYPES[kind])
    strange = values.notna() & ~values.isin(["True", "False"])
    if strange.any():
        raise ValueError(f"{values[strange].iloc[0]!r} is no flag")
    return values.map({"True": True, "False": False}).astype(DTYPES[kind])


# choices of the agency ------------------------------------------------------------------------------------------------


def _policy(policy: Policy, rows: pd.DataFrame) -> Policy | Refused:
    if rows.empty:
        return policy
    held: dict[tuple[str, str], str] = policy_cells(policy)
    for _, key, column, before, after in cells(rows):
        now = held.pop((key, column), None)
        if now != before:
            return _differs("kebijakan", key, column, now, before)
        if after is not None:
            held[key, column] = after
    record: dict[str, Any] = {name: {} for name in ENTRIES} | {name: [] for name in (*SEATS, "limits")}
    try:
        for (key, column), text in held.items():
            value = json.loads(text)
            if column in ENTRIES:
                record[column][key] = value
            elif column in record and isinstance(record[column], list):
                record[column].append(value)
            else:
                record[column] = value
        return Policy.from_record(record)
    except (KeyError, TypeError, ValueError) as error:
        return Refused("policy", f"Kebijakan sesudah perubahan ini tidak dapat berlaku: {error}.")
