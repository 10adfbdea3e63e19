"""The scenario bar: where am I, is it saved, back and forward, branches."""

from typing import Any
from urllib.parse import urlencode

import pandas as pd

from widgets.apps.format import clock
from widgets.apps.outlook import Outlook
from workbench.io import scenarios
from workbench.scenario import Scenario

SHOWN = 5
"""Branches beside the present one; more would push the rest from the bar."""

WORDS = ("branch", "branches", "undo", "redo", "python", "name", "create", "cancel")


def record(screen: Outlook) -> dict[str, Any]:
    session, t = screen.session, screen.t
    scenario = session.scenario
    recorded = scenario is not None and bool(scenario.id)
    at, of = (scenario.step, scenario.steps) if scenario is not None else (0, 0)
    return {
        "title": _title(screen, scenario),
        "branches": _branches(screen, scenario) if scenario is not None and recorded else [],
        "step": t("bar.step", at=at, of=of) if of else t("bar.no_step"),
        "saved": t("bar.saved", time=clock(session.saved, t.lang)) if recorded and session.saved else "",
        "undo": scenario is not None and scenario.can_undo,
        "redo": scenario is not None and scenario.can_redo,
        "python": session.view.python,
        "words": {word: t(f"bar.{word}") for word in WORDS},
    }


def _title(screen: Outlook, scenario: Scenario | None) -> str:
    if scenario is None or not scenario.id:
        return screen.t("bar.none")
    known = family(screen, scenario)
    roots = known.loc[known["parent"].isna(), "title"]
    return str(roots.iloc[0]) if len(roots) else scenario.title


def _branches(screen: Outlook, scenario: Scenario) -> list[dict[str, Any]]:
    """The family of the scenario: its root is the main line, the others by name."""
    known = family(screen, scenario)
    present = known["id"] == scenario.id
    kept = known[present | known["parent"].isna()]
    others = known.drop(kept.index).head(SHOWN - len(kept))
    rows = pd.concat([kept, others]).sort_index()
    return [
        {
            "id": row["id"],
            "title": screen.t("bar.main") if pd.isna(row["parent"]) else row["title"],
            "current": row["id"] == scenario.id,
            "href": "?" + urlencode({"skenario": row["id"]} | ({"lang": "en"} if screen.lang == "en" else {})),
        }
        for row in rows.to_dict("records")
    ]


def family(screen: Outlook, scenario: Scenario) -> pd.DataFrame:
    """id, title, parent of every scenario that grew from the same root, the root first."""
    listed = scenarios.listing(screen.session.workspace)[["id", "title", "parent"]]
    parent = listed.set_index("id")["parent"]
    root = {id: id for id in listed["id"]}
    for id in listed["id"]:
        at = id
        while isinstance(parent.get(at), str):
            at = parent[at]
        root[id] = at
    kin = listed[listed["id"].map(root) == root.get(scenario.id, scenario.id)]
    return kin.iloc[::-1].sort_values("parent", na_position="first", kind="stable", ignore_index=True)
