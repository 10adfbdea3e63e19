"""What changed between two snapshots, and first of all whether their ids can be compared at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.staffing.tables import Staffing, key_text

JUDGED = {"units": ("name",), "posts": ("title", "tier"), "employees": ("name", "birth_date")}
"""Tables whose ids others lean on, and what describes a row apart from its id."""


@dataclass(frozen=True, eq=False)
class Changes:
    """`trust`: table, verdict (ok, case_folded, rekeyed, reused, incomplete, empty), before, after, matched, evidence
    (how many rows show it). `counts`: table, added, removed, changed. `samples`: table, change, key, column, before,
    after."""

    trust: pd.DataFrame
    counts: pd.DataFrame
    samples: pd.DataFrame

    @property
    def trusted(self) -> bool:
        """Whether counts and samples tell of the agency and not of its ids."""
        return bool(self.trust["verdict"].eq("ok").all())


def changes(a: Staffing, b: Staffing, thresholds: Mapping[str, Any]) -> Changes:
    """From snapshot `a` to `b`. `thresholds`: `data/policy/banding.yaml`."""
    trust = pd.DataFrame([_trust(name, getattr(a, name), getattr(b, name), thresholds) for name in JUDGED])
    parts = [_changed(a, b, name, int(thresholds["samples"])) for name, _ in a.tables()]
    counts = pd.DataFrame([counted for counted, _ in parts])
    samples = pd.concat([sample for _, sample in parts], ignore_index=True)
    return Changes(trust, counts[counts[["added", "removed", "changed"]].any(axis=1)].reset_index(drop=True), samples)


def _trust(name: str, before: pd.DataFrame, after: pd.DataFrame, limits: Mapping[str, Any]) -> dict[str, Any]:
    id_column = before.columns[0]
    old, new = before.set_index(id_column), after.set_index(id_column)
    shared = old.index.intersection(new.index)
    told = {"table": name, "before": len(old), "after": len(new), "matched": len(shared)}
    if not len(old) or not len(new):
        return told | {"verdict": "ok" if len(old) == len(new) else "empty", "evidence": abs(len(old) - len(new))}
    lost, gained = old.index.difference(new.index), new.index.difference(old.index)
    folded = int(pd.Series(lost).str.casefold().isin(pd.Series(gained).str.casefold()).sum()) if len(lost) else 0
    if folded and folded >= len(lost) * limits["matched_least"] and folded > len(old) * limits["added_most"]:
        return told | {"verdict": "case_folded", "evidence": folded}
    described = _described(old, JUDGED[name]), _described(new, JUDGED[name])
    if len(shared) < len(old) * limits["matched_least"]:
        again = int(described[0][lost].isin(set(described[1])).sum())
        if again >= len(lost) * limits["described_least"]:
            return told | {"verdict": "rekeyed", "evidence": again}
    other = int((described[0][shared].to_numpy() != described[1][shared].to_numpy()).sum())
    if other > len(shared) * limits["reused_most"]:
        return told | {"verdict": "reused", "evidence": other}
    if len(lost) > len(old) * limits["missing_most"] and len(gained) <= len(old) * limits["added_most"]:
        return told | {"verdict": "incomplete", "evidence": len(lost)}
    return told | {"verdict": "ok", "evidence": 0}


def _described(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """A row in words, apart from its id."""
    words = table[list(columns)].astype("str").fillna("").agg("|".join, axis=1)
    return words[~words.index.duplicated()]


def _changed(a: Staffing, b: Staffing, name: str, most: int) -> tuple[dict[str, Any], pd.DataFrame]:
    schema = a.schemas[name]
    before, after = (_keyed(getattr(s, name), schema) for s in (a, b))
    lost, gained = before.index.difference(after.index), after.index.difference(before.index)
    shared = before.index.intersection(after.index)
    one, other = before.loc[shared], after.loc[shared]
    differs = ((one != other) & ~(one.isna() & other.isna())).to_numpy(bool)
    rows, columns = np.nonzero(differs)
    sample = pd.DataFrame(
        {
            "change": "changed",
            "key": shared.to_numpy()[rows[:most]],
            "column": one.columns.to_numpy()[columns[:most]],
            "before": one.to_numpy()[rows[:most], columns[:most]],
            "after": other.to_numpy()[rows[:most], columns[:most]],
        }
    )
    ends = [pd.DataFrame({"change": word, "key": keys[:most]}) for word, keys in (("added", gained), ("removed", lost))]
    counted = {"table": name, "added": len(gained), "removed": len(lost), "changed": int(differs.any(axis=1).sum())}
    return counted, pd.concat([*ends, sample]).assign(table=name)


def _keyed(table: pd.DataFrame, schema: Any) -> pd.DataFrame:
    text = table.astype("str").set_index(key_text(table, schema))
    return text[~text.index.duplicated()]
