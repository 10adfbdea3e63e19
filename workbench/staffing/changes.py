"""What changed between two snapshots, and first of all whether their ids can be compared at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.staffing.service import DEFINITIVE
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
    judged = [_trust(name, getattr(a, name), getattr(b, name), thresholds) for name in JUDGED]
    trust = pd.DataFrame([_with_branches(row, a, b, thresholds) if row["table"] == "units" else row for row in judged])
    parts = [_changed(a, b, name, int(thresholds["samples"])) for name, _ in a.tables()]
    counts = pd.DataFrame([counted for counted, _ in parts])
    samples = pd.concat([sample for _, sample in parts], ignore_index=True)
    return Changes(trust, counts[counts[["added", "removed", "changed"]].any(axis=1)].reset_index(drop=True), samples)


def _trust(name: str, before: pd.DataFrame, after: pd.DataFrame, limits: Mapping[str, Any]) -> dict[str, Any]:
    """The verdict about the ids of one table: the first that fits."""
    id_column = before.columns[0]
    old, new = before.set_index(id_column), after.set_index(id_column)
    shared = old.index.intersection(new.index)
    told = {"table": name, "before": len(old), "after": len(new), "matched": len(shared)}
    if not len(old) or not len(new):
        return told | {"verdict": "ok" if len(old) == len(new) else "empty", "evidence": abs(len(old) - len(new))}
    lost, gained = old.index.difference(new.index), new.index.difference(old.index)
    folded = int(pd.Series(lost).str.casefold().isin(pd.Series(gained).str.casefold()).sum()) if len(lost) else 0
    if folded and folded >= max(len(lost) * limits["matched_least"], len(old) * limits["cased_least"]):
        return told | {"verdict": "case_folded", "evidence": folded}
    said, says = _described(old, JUDGED[name]), _described(new, JUDGED[name])
    if len(shared) < len(old) * limits["matched_least"]:
        again = _in_common(said[lost], says[gained])
        if again >= len(lost) * limits["described_least"]:
            return told | {"verdict": "rekeyed", "evidence": again}
    other = int((said[shared].to_numpy() != says[shared].to_numpy()).sum())
    if other > len(shared) * limits["reused_most"]:
        return told | {"verdict": "reused", "evidence": other}
    if len(lost) > len(old) * limits["missing_most"] and len(gained) <= len(old) * limits["added_most"]:
        return told | {"verdict": "incomplete", "evidence": len(lost)}
    return told | {"verdict": "ok", "evidence": 0}


def _described(table: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    """A row in words, apart from its id."""
    words = pd.Series("", index=table.index, dtype="str")
    for column in columns:
        words = words + "|" + table[column].astype("str").fillna("")
    return words[~words.index.duplicated()]


def _in_common(lost: pd.Series, gained: pd.Series) -> int:
    """How many lost rows are described like a gained one, each gained one counted once: many posts share a title."""
    return int(np.minimum(*lost.value_counts().align(gained.value_counts(), join="inner")).sum())


def _with_branches(told: dict[str, Any], a: Staffing, b: Staffing, limits: Mapping[str, Any]) -> dict[str, Any]:
    """A branch of units that is gone together with its people was not abolished, or they would hold posts elsewhere:
    it was not uploaded."""
    units, posts, held = a.units, a.posts, a.assignments
    gone = ~units["unit"].isin(b.units["unit"])
    if told["verdict"] != "ok" or not gone.any():
        return told
    top = _top_of_branch(units, gone.to_numpy(bool))
    holders = held[held["kind"].eq(DEFINITIVE)].merge(posts[["post", "unit"]], on="post", validate="many_to_one")
    holders = holders.assign(top=holders["unit"].map(top)).dropna(subset="top").drop_duplicates("nip")
    still = b.assignments.loc[b.assignments["kind"].eq(DEFINITIVE), "nip"]
    left = (~holders["nip"].isin(still)).groupby(holders["top"]).agg(["sum", "size"])
    cut = left[(left["size"] >= limits["branch_people"]) & (left["sum"] >= left["size"] * limits["branch_gone"])]
    evidence = int(top.isin(cut.index).sum())
    return told | {"verdict": "incomplete", "evidence": evidence} if evidence else told


def _top_of_branch(units: pd.DataFrame, gone: np.ndarray) -> pd.Series:
    """Of each unit that is gone, the highest one above it that is gone too (pointer doubling, so a circle ends)."""
    at = np.arange(len(units))
    above = pd.Index(units["unit"]).get_indexer(pd.Index(units["parent"]))
    step = np.where((above >= 0) & gone & gone[above], above, at)
    for _ in range(max(1, len(units).bit_length())):
        step = step[step]
    ids = units["unit"].to_numpy(object)
    return pd.Series(ids[step[gone]], index=ids[gone], dtype="str")


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
