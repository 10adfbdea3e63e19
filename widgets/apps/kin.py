"""A scenario among its branches: each as a state, and in a few figures side by side with how it was."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from widgets.apps.cut import Cut
from workbench.io import looking, resources, scenarios
from workbench.io.workspace import Workspace
from workbench.scenario import State
from workbench.structure import affected, checks

MOST = 8
"""Scenarios set side by side."""

BASE = ""
"""The row of how it was."""


@dataclass(frozen=True, eq=False)
class Kin:
    """`family`: as `looking.tree` tells. `titles`: id -> a title that no other has. `options`: the states by title, the
    scenario on the screen among them. `figures`: one row an option and one (`BASE`) for how it was: units, seats,
    allowance, affected, no, unknown, cost, span, displaced, findings."""

    family: pd.DataFrame
    titles: Mapping[str, str]
    options: Mapping[str, State]
    figures: pd.DataFrame
    picture: str = ""
    """The figures as small multiples (SVG)."""

    @classmethod
    def of(cls, workspace: Workspace, cut: Cut) -> "Kin":
        family = looking.tree(workspace, cut.scenario.id)
        own = family["id"] == cut.scenario.id
        shown = pd.concat([family[own], family[~own].head(MOST - 1)]).sort_index()
        titles: dict[str, str] = {}
        options: dict[str, State] = {}
        for id, title in zip(shown["id"], shown["title"], strict=True):
            titles[id] = title if title not in options else f"{title} ({id})"
            same = id == cut.scenario.id
            options[titles[id]] = cut.state if same else scenarios.load(workspace, id, known=cut.scenario).state
        rows = {name: figures(cut, state) for name, state in {BASE: cut.base, **options}.items()}
        return cls(family, titles, options, pd.DataFrame(rows).T.astype("Float64"))


def figures(cut: Cut, state: State) -> dict[str, float | None]:
    """What a state amounts to, beside the base of the cut."""
    measured = cut.before if state is cut.base else cut.after.then(state.staffing)
    now = measured.totals
    people = affected(cut.before.drawn, measured.drawn)
    settings = resources.restructuring_policy()["pemeriksaan"]
    told = checks(state.staffing, cut.regulation, settings, cut.base.staffing)["verdict"].value_counts()
    return {
        "units": now["units"],
        "seats": now["seats"],
        "vacant": now["vacant"],
        "layers": now["layers"],
        "allowance": now["allowance"],
        "affected": len(people),
        "no": int(told.get("no", 0)),
        "unknown": int(told.get("unknown", 0)),
        "cost": now["pay"] + now["allowance"],
        "span": now["span_mean"],
        "displaced": int((people["how"] == "lost").sum()),
        "findings": int(told.get("no", 0)),
    }
