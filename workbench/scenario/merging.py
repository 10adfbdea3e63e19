"""Two branches of one state become one again: field by field, with each conflict named and none decided in silence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pandas as pd

from workbench.scenario.state import Policy, State
from workbench.staffing import TABLES
from workbench.staffing.schema import Schema
from workbench.staffing.tables import key_text

Side = Literal["mine", "theirs"]
Row = dict[str, Any]
Where = tuple[str, str, str]
"""table, key, column: as in `Merged.conflicts`."""

ROW = ""
"""The column of a conflict about a whole row: taken away here and changed there, or added on both sides otherwise."""

SETS = ("locks", "forbids")
KEYED = ("rules", "settings", "assumptions")
"""Fields of a policy that are merged entry by entry; weights are one field, since they must add up."""


@dataclass(frozen=True, eq=False)
class Merged:
    """`state`: both branches in one; None while a conflict has no choice. `conflicts`: table (`policy` for choices of
    the agency), key, column, base, mine, theirs (text; missing: not there), choice (missing: none yet)."""

    state: State | None
    conflicts: pd.DataFrame


@dataclass
class _Found:
    choices: Mapping[Where, Side]
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def settle(self, where: Where, base: Any, mine: Any, theirs: Any) -> Side:
        """Which side counts for a conflict; where nobody chose, mine stands in until somebody has."""
        choice = self.choices.get(where)
        self.rows.append((*where, *(_text(value) for value in (base, mine, theirs)), choice))
        return choice or "mine"


def merged(base: State, mine: State, theirs: State, choices: Mapping[Where, Side] | None = None) -> Merged:
    """What both branches have become since `base`. A field that one side left as it was is the other's; one that both
    changed alike is that; one that both changed differently is a conflict, to be settled by a choice.

    Raises ValueError for a choice of what is no conflict, and for states of different days.
    """
    if not base.staffing.as_of == mine.staffing.as_of == theirs.staffing.as_of:
        raise ValueError("only states of one day can be merged: branches share their snapshot")
    found = _Found(dict(choices or {}))
    tables = {name: _table(found, name, *(state.staffing for state in (base, mine, theirs))) for name in TABLES}
    policy = _policy(found, base.policy, mine.policy, theirs.policy)
    columns = ["table", "key", "column", "base", "mine", "theirs", "choice"]
    conflicts = pd.DataFrame(found.rows, columns=columns).astype("str")
    strange = set(found.choices) - {(row[0], row[1], row[2]) for row in found.rows}
    if strange:
        raise ValueError(f"no conflict at {sorted(strange)[0]}: there is nothing to choose")
    if conflicts["choice"].isna().any():
        return Merged(None, conflicts)
    changed = {name: table for name, table in tables.items() if table is not getattr(mine.staffing, name)}
    return Merged(State(mine.staffing.replace(**changed), policy), conflicts)


def _text(value: Any) -> str | None:
    return None if value is None or (not isinstance(value, list | dict) and pd.isna(value)) else str(value)


# tables ---------------------------------------------------------------------------------------------------------------


def _table(found: _Found, name: str, *staffings: Any) -> pd.DataFrame:
    base, mine, theirs = (getattr(staffing, name) for staffing in staffings)
    if mine is base or theirs is mine:
        return theirs
    if theirs is base:
        return mine
    schema = staffings[0].schemas[name]
    was, one, other = (_keyed(table, schema) for table in (base, mine, theirs))
    keys = one.index.union(other.index)
    differ = _differ(keys, one, other)
    sides = [_records(side, keys[differ]) for side in (was, one, other)]
    rows = [_row(found, name, key, *(side.get(key) for side in sides)) for key in keys[differ]]
    kept = pd.DataFrame([row for row in rows if row is not None], columns=list(schema.names))
    same = one.loc[keys[~differ]]
    return pd.concat([same, kept], ignore_index=True) if len(kept) else same


def _records(table: pd.DataFrame, keys: pd.Index) -> dict[str, Row]:
    return dict(table.loc[table.index.intersection(keys)].to_dict("index"))  # type: ignore[arg-type]


def _keyed(table: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """The table by its key as one text."""
    keyed = table.set_axis(pd.Index(key_text(table, schema), name="key"), axis=0)
    if not keyed.index.is_unique:
        raise ValueError(f"{schema.table} has a key twice: see problems(staffing)")
    return keyed


def _differ(keys: pd.Index, one: pd.DataFrame, other: pd.DataFrame) -> Any:
    """(keys,) whether the two sides differ in any cell, or one has no such row."""
    here, there = one.reindex(keys), other.reindex(keys)
    same = ((here == there).fillna(False) | (here.isna() & there.isna())).all(axis=1)
    return ~(same & keys.isin(one.index) & keys.isin(other.index)).to_numpy(bool)


def _row(found: _Found, name: str, key: str, base: Row | None, mine: Row | None, theirs: Row | None) -> Row | None:
    """One row on which the sides differ; None where it goes."""
    if mine is None or theirs is None:
        there = theirs if mine is None else mine
        if base is None or there is None:
            return there  # added on one side alone
        if all(_equal(base[column], there[column]) for column in there):
            return None  # taken away on one side, left as it was on the other
        words = ("ubah" if side is not None else None for side in (mine, theirs))
        return mine if found.settle((name, key, ROW), "ada", *words) == "mine" else theirs
    if base is None:
        return mine if found.settle((name, key, ROW), None, "tambah", "tambah") == "mine" else theirs
    row = dict(mine)
    for column, other in theirs.items():
        was, one = base[column], mine[column]
        if _equal(one, other) or _equal(other, was):
            continue
        if not _equal(one, was) and found.settle((name, key, column), was, one, other) == "mine":
            continue
        row[column] = other
    return row


def _equal(one: Any, other: Any) -> bool:
    return bool(pd.isna(one) and pd.isna(other)) or bool(not pd.isna(one) and not pd.isna(other) and one == other)


# choices of the agency ------------------------------------------------------------------------------------------------


def _policy(found: _Found, base: Policy, mine: Policy, theirs: Policy) -> Policy:
    was, one, other = (policy.to_record() for policy in (base, mine, theirs))
    record = dict(one)
    for name in record:
        if name in SETS:
            record[name] = _both(was[name], one[name], other[name])
        elif name in KEYED:
            record[name] = _entries(found, name, was[name], one[name], other[name])
        elif name == "limits":
            sides = ({_id(limit): limit for limit in side[name]} for side in (was, one, other))
            record[name] = list(_entries(found, name, *sides).values())
        else:
            record[name] = _field(found, ("policy", "", name), was[name], one[name], other[name])
    return Policy.from_record(record)


def _id(limit: Mapping[str, Any]) -> str:
    from workbench.scenario.limits import limit_of

    return limit_of(limit).id


def _both(was: list[Any], one: list[Any], other: list[Any]) -> list[Any]:
    """A set in which either side's additions and removals count."""
    before, mine, theirs = ({tuple(each) for each in side} for side in (was, one, other))
    return [list(each) for each in sorted((mine | theirs) - (before - mine) - (before - theirs))]


def _entries(found: _Found, name: str, *sides: Mapping[str, Any]) -> dict[str, Any]:
    merged_: dict[str, Any] = {}
    for key in sorted({key for side in sides for key in side}):
        value = _field(found, ("policy", key, name), *(side.get(key) for side in sides))
        if value is not None:
            merged_[key] = value
    return merged_


def _field(found: _Found, where: Where, was: Any, one: Any, other: Any) -> Any:
    if one == other or other == was:
        return one
    if one == was:
        return other
    return one if found.settle(where, was, one, other) == "mine" else other
