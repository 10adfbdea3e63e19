"""What differs between two states: cells and choices, never lists of moves."""

import pandas as pd

from workbench.scenario.state import State
from workbench.staffing import TABLES, Staffing
from workbench.staffing.tables import key_text

COLUMNS = ["table", "key", "column", "before", "after"]


def diff(a: State, b: State) -> pd.DataFrame:
    """table, key, column, before, after (text; missing = not there). The table `policy` holds the agency's choices.

    A row that exists on one side only shows each of its filled columns.
    """
    parts = [_of_table(a.staffing, b.staffing, name) for name in TABLES] + [_of_policy(a, b)]
    kept = [part for part in parts if len(part)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=COLUMNS, dtype="str")


def _of_table(a: Staffing, b: Staffing, name: str) -> pd.DataFrame:
    before, after = getattr(a, name), getattr(b, name)
    if before is after:
        return pd.DataFrame(columns=COLUMNS)
    schema = a.schemas[name]
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


def _long(table: pd.DataFrame, schema) -> pd.DataFrame:  # type: ignore[no-untyped-def]
    """key, column, value (text) of every filled cell."""
    text = table.astype("str")
    text.insert(0, "key", key_text(table, schema))
    return text.melt(id_vars="key", var_name="column", value_name="value").dropna(subset="value")


def _of_policy(a: State, b: State) -> pd.DataFrame:
    before, after = a.policy.to_record(), b.policy.to_record()
    rows = [
        {"table": "policy", "key": "", "column": name, "before": str(before[name]), "after": str(after[name])}
        for name in before
        if before[name] != after[name]
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
