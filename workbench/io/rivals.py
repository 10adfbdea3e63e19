"""Rival plans of one scenario, and plans of several scenarios side by side: one loader for all who show them."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from workbench.io.failure import Failure
from workbench.io.plans import feasible, plan_of, question
from workbench.io.workspace import Workspace
from workbench.placement import Comparison, Plan, compare, prepare
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.ground import part
from workbench.placement.matching import UNSTATED, Matchings, matching_statistics, matchings, matrix
from workbench.scenario import Scenario

AGENCY = "kebijakan"
"""What the plan of the agency's own policy on its latest data is called beside those of scenarios."""


def matchings_of(
    workspace: Workspace,
    scenario: str | Scenario | None = None,
    as_of: date | str | None = None,
    *,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Matchings:
    """The four rival plans of a scenario, or of the agency's policy. Raises `Failure` as `question` does, and
    for a policy that reads silence in a way nobody knows."""
    asked = question(workspace, scenario, as_of)
    silence = asked.state.policy.settings.get("unstated_wish", UNSTATED[0])
    if silence not in UNSTATED:
        raise Failure(f"Kebijakan unstated_wish berisi {silence!r}; isinya {' atau '.join(UNSTATED)}.")
    ground = prepare(asked.state, asked.rulebook, part(progress, 0.0, 0.4), stop)
    told = part(progress, 0.4, 1.0)
    return matchings(ground, asked.state.policy, head=asked.head, progress=told, stop=stop)


def plans_of(
    workspace: Workspace,
    scenarios: Sequence[str],
    *,
    agency: bool = False,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> dict[str, Plan]:
    """The plan of each scenario by its id, after that of the agency's policy where asked for. Raises `Failure` for
    fewer than two, for one named twice, and for a scenario that has no plan."""
    twice = sorted({one for one in scenarios if scenarios.count(one) > 1})
    if twice:
        raise Failure(f"Skenario {twice[0]} disebut lebih dari sekali.")
    if len(scenarios) + agency < 2:
        raise Failure("Sebut sedikitnya dua skenario, atau satu bersama --kebijakan.")
    every, plans = len(scenarios) + agency, dict[str, Plan]()

    def told() -> Progress | None:
        return part(progress, len(plans) / every, (len(plans) + 1) / every)

    if agency:
        plans[AGENCY] = feasible(plan_of(workspace, progress=told(), stop=stop))
    for one in scenarios:
        found = plan_of(workspace, one, progress=told(), stop=stop)
        if not isinstance(found, Plan):
            raise Failure(f"Skenario {one} tidak punya rencana: {found.reason}")
        plans[one] = found
    return plans


def matchings_record(made: Matchings) -> dict[str, Any]:
    """JSON-ready: the plans, their properties, what was wished and got, and where they differ."""
    return {
        "set_aside": list(made.market.set_aside),
        "plans": {rule: plan.to_record() for rule, plan in made.found.items()},
        "refused": {rule: plan.reason for rule, plan in made.plans.items() if not isinstance(plan, Plan)},
        "properties": _rows(matrix(made)),
        "statistics": _rows(matching_statistics(made)),
        "ignored": _rows(made.market.ignored),
        "comparison": compare(made.found).to_record() if len(made.found) > 1 else None,
    }


def comparison_record(plans: dict[str, Plan], found: Comparison) -> dict[str, Any]:
    """JSON-ready: what each plan rests on, and where they differ."""
    return {"heads": {name: dict(plan.head) for name, plan in plans.items()}, **found.to_record()}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return json.loads(table.to_json(orient="records"))
