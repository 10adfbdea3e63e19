"""Several restructurings side by side: what each amounts to, whom it touches, and only what it changes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.regulation.rulebook import Regulation
from workbench.scenario import State, diff, named
from workbench.staffing import Staffing
from workbench.structure.figures import affected, totals

CHANGES = ("what", "id", "name", "how", "field", "before", "after")

AFFECTED = "affected"
"""The figure that counts people for whom something is another."""


def compare(base: State, states: Mapping[str, State], regulation: Regulation) -> pd.DataFrame:
    """scenario (missing: the base itself), figure, value, difference to the base (missing where either is).

    The figures are those of `totals`, and `affected` people; the base comes first, then the states in the order given.
    States whose tables are the same share their work.
    """
    known: list[tuple[Staffing, dict[str, Any]]] = [(base.staffing, _figures(base, base, regulation))]
    parts = [_part(None, known[0][1])]
    for name, state in states.items():
        found = next((figures for staffing, figures in known if _same(staffing, state.staffing)), None)
        if found is None:
            found = _figures(base, state, regulation)
            known.append((state.staffing, found))
        parts.append(_part(name, found))
    table = pd.concat(parts, ignore_index=True)
    first = table["figure"].map(parts[0].set_index("figure")["value"]).astype("Float64")
    return table.assign(difference=table["value"] - first)


def _figures(base: State, state: State, regulation: Regulation) -> dict[str, Any]:
    return totals(state.staffing, regulation) | {AFFECTED: 0 if state is base else len(affected(base, state))}


def _part(scenario: str | None, figures: Mapping[str, Any]) -> pd.DataFrame:
    part = pd.DataFrame({"scenario": scenario, "figure": list(figures), "value": list(figures.values())})
    return part.astype({"scenario": "str", "figure": "str", "value": "Float64"})


def _same(one: Staffing, other: Staffing) -> bool:
    pairs = zip(one.tables(), other.tables(), strict=True)
    return one.as_of == other.as_of and all(a is b or a.equals(b) for (_, a), (_, b) in pairs)


def only_changes(base: State, state: State, lang: str = "id") -> pd.DataFrame:
    """what (unit, post, person), id, name, how, field, before, after: only what is another.

    Units and posts are added, removed or changed (one row a field, in words); people as `affected` says, with the posts
    that they hold before and after. field, before and after are missing where they do not apply.
    """
    parts = [_rows(base, state, table, what, lang) for table, what in (("units", "unit"), ("posts", "post"))]
    return pd.concat([*parts, _people(base, state)], ignore_index=True).astype("str")


def _rows(base: State, state: State, table: str, what: str, lang: str) -> pd.DataFrame:
    cells = diff(base, state)
    cells = cells[cells["table"] == table]
    key = base.staffing.schemas[table].key[0]
    told = named(cells, (base, state), lang).assign(id=cells["key"], how="changed")
    whole = cells["column"] == key
    for how, gone in (("added", "before"), ("removed", "after")):
        ids = cells.loc[whole & cells[gone].isna(), "key"]
        told.loc[told["id"].isin(ids), "how"] = how
    told.loc[told["how"] != "changed", ["field", "before", "after"]] = None
    told = told.drop(columns="what").assign(what=what, name=told["what"])
    rank = told["how"].map({"added": 0, "removed": 1, "changed": 2})
    told = told[list(CHANGES)].assign(rank=rank).sort_values(["rank", "id"], kind="stable")
    return told.drop(columns="rank").drop_duplicates(ignore_index=True)


def _people(base: State, state: State) -> pd.DataFrame:
    found = affected(base, state)
    names = state.staffing.employees.set_index("nip")["name"]
    rows = pd.DataFrame({"what": "person", "id": found["nip"], "name": found["nip"].map(names), "how": found["how"]})
    for side, of in (("before", base), ("after", state)):
        posts, units = of.staffing.posts, of.staffing.units.set_index("unit")["name"]
        titles = (posts["title"] + (", " + posts["unit"].map(units)).fillna("")).set_axis(posts["post"])
        rows[side] = found[f"post_{side}"].map(titles)
    return rows.assign(field=None)[list(CHANGES)]
