"""What differs between two states: cells and choices, never lists of moves."""

import json

import pandas as pd

from workbench.scenario.limits import limit_of
from workbench.scenario.state import Policy, State
from workbench.staffing import TABLES, Staffing
from workbench.staffing.schema import Schema
from workbench.staffing.tables import key_text

COLUMNS = ["table", "key", "column", "before", "after"]

POLICY = "policy"
"""The table of the agency's choices."""

SEATS = ("locks", "forbids")
ENTRIES = ("rules", "settings", "assumptions")
"""Choices told seat by seat and entry by entry; limits are told by id, all others as one cell under an empty key."""


def diff(a: State, b: State) -> pd.DataFrame:
    """table, key, column, before, after (text; missing = not there). The table `policy` holds the agency's choices,
    whose values are JSON.

    A row that exists on one side only shows each of its filled columns, its key among them. `patched` is the inverse.
    """
    parts = [_of_table(a.staffing, b.staffing, name) for name in TABLES] + [_of_policy(a.policy, b.policy)]
    kept = [part for part in parts if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=COLUMNS, dtype="str")


def _of_table(a: Staffing, b: Staffing, name: str) -> pd.DataFrame:
    before, after = getattr(a, name), getattr(b, name)
    if before is after or before.equals(after):
        return pd.DataFrame(columns=COLUMNS)
    schema = a.schemas[name]
    before, after = _unlike(before, after, schema)
    both = _long(before, schema).merge(_long(after, schema), on=["key", "column"], how="outer", suffixes=("_a", "_b"))
    same = (both["value_a"] == both["value_b"]) | (both["value_a"].isna() & both["value_b"].isna())
    changed = both[~same.astype(bool)]
    return pd.DataFrame(
        {
            "table": name,
            "key": changed["key"],
            "column": changed["column"],
            "before": changed["value_a"],
            "after": changed["value_b"],
        }
    )


def _unlike(before: pd.DataFrame, after: pd.DataFrame, schema: Schema) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both without the rows that are the same in both; a table that has a key twice is compared as a whole."""
    if any(table.duplicated(list(schema.key)).any() for table in (before, after)):
        return before, after
    alike = pd.concat([before, after], ignore_index=True).duplicated(keep=False).to_numpy()
    return before[~alike[: len(before)]], after[~alike[len(before) :]]


def _long(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """key, column, value (text) of every filled cell."""
    text = table.astype("str")
    text.insert(0, "key", key_text(table, schema))
    return text.melt(id_vars="key", var_name="column", value_name="value").dropna(subset="value")


def policy_cells(policy: Policy) -> dict[tuple[str, str], str]:
    """(key, column) -> JSON: every choice of the agency, so that one can be told from another."""
    cells: dict[tuple[str, str], str] = {}
    for name, value in policy.to_record().items():
        if name in SEATS:
            cells |= {(" / ".join(seat), name): _json(seat) for seat in value}
        elif name in ENTRIES:
            cells |= {(key, name): _json(entry) for key, entry in value.items()}
        elif name == "limits":
            cells |= {(limit_of(limit).id, name): _json(limit) for limit in value}
        else:
            cells["", name] = _json(value)
    return cells


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _of_policy(a: Policy, b: Policy) -> pd.DataFrame:
    before, after = policy_cells(a), policy_cells(b)
    rows = [
        (POLICY, *where, before.get(where), after.get(where))
        for where in sorted(before.keys() | after.keys())
        if before.get(where) != after.get(where)
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype="str")
