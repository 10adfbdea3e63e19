"""Approval on record: each decision is a committed row, and what the rows amount to is where a scenario stands.

Like gestures, each function returns the new `Scenario`; or `Refused`; or `Conflict` when somebody else wrote to the
scenario since it was loaded, in which case nobody has decided anything.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from workbench.io import resources, scenarios
from workbench.io.ledger import Conflict
from workbench.io.lineage import movers
from workbench.io.workspace import Workspace
from workbench.scenario import Refused, Scenario
from workbench.scenario import approval as rules
from workbench.scenario.approval import Level, Status
from workbench.structure import affected, checks
from workbench.structure import obstacles as obstacles_of

Answer = Scenario | Refused | Conflict


def standing(workspace: Workspace, scenario: Scenario) -> Status:
    """Where the scenario stands, as far as this value of it has read the record."""
    return rules.standing(workspace.ledger.events(scenario.id, scenario.seq))


def obstacles(workspace: Workspace, scenario: Scenario) -> pd.DataFrame:
    """What keeps the scenario, as it stands, from being handed in and is not waived; see `structure.obstacles`."""
    base, state = scenario.base, scenario.state
    settings = resources.restructuring_policy()["pemeriksaan"]
    regulation = scenarios.rulebook(workspace).on(state.day)
    told = checks(state.staffing, regulation, settings, base.staffing)
    return unwaived(obstacles_of(told, affected(base, state)), standing(workspace, scenario))


def unwaived(found: pd.DataFrame, status: Status) -> pd.DataFrame:
    """Those of the obstacles that no written reason covers."""
    units = found["unit"].fillna("")
    stays = [not status.waived(rule, unit) for rule, unit in zip(found["rule"], units, strict=True)]
    return found[pd.Series(stays, index=found.index, dtype=bool)]


def submit(
    workspace: Workspace,
    scenario: Scenario,
    obstacles: Sequence[str] = (),
    reason: str = "",
    *,
    actor: str,
    role: str,
    at: datetime,
    levels: Sequence[Level] | None = None,
) -> Answer:
    """Hand the scenario in as it stands; from here on it is frozen. `obstacles`: sentences, each of which keeps it
    from being submitted, as `obstacles` finds them."""
    refused = rules.against_submission(standing(workspace, scenario), obstacles)
    payload = {
        "what": "submit",
        "seq": scenario.seq,
        "levels": [level.id for level in (resources.approval() if levels is None else levels)],
        "reason": reason.strip(),
    }
    return refused or _decided(workspace, scenario, payload, actor=actor, role=role, at=at)


def approve(
    workspace: Workspace,
    scenario: Scenario,
    reason: str = "",
    *,
    actor: str,
    role: str,
    at: datetime,
    levels: Sequence[Level] | None = None,
) -> Answer:
    """Pass the next level; after the last one the scenario is approved, and goes on only in a branch."""
    status, known = standing(workspace, scenario), resources.approval() if levels is None else levels
    hands = movers(workspace.ledger, scenario.id, scenario.seq)
    refused = rules.against_approval(status, known, hands, actor=actor, role=role)
    payload = {"what": "approve", "level": status.level, "reason": reason.strip(), "seq": status.frozen}
    return refused or _decided(workspace, scenario, payload, actor=actor, role=role, at=at)


def give_back(
    workspace: Workspace,
    scenario: Scenario,
    reason: str,
    *,
    actor: str,
    role: str,
    at: datetime,
    levels: Sequence[Level] | None = None,
) -> Answer:
    """Return the scenario with the reason; it can be changed and submitted again, from the first level."""
    status, known = standing(workspace, scenario), resources.approval() if levels is None else levels
    refused = rules.against_return(status, known, reason, actor=actor, role=role)
    payload = {"what": "return", "level": status.level, "reason": reason.strip(), "seq": status.frozen}
    return refused or _decided(workspace, scenario, payload, actor=actor, role=role, at=at)


def withdraw(
    workspace: Workspace, scenario: Scenario, reason: str = "", *, actor: str, role: str, at: datetime
) -> Answer:
    """Take back what one submitted oneself, before its last level."""
    status = standing(workspace, scenario)
    refused = rules.against_withdrawal(status, actor=actor)
    payload = {"what": "withdraw", "reason": reason.strip(), "seq": status.frozen}
    return refused or _decided(workspace, scenario, payload, actor=actor, role=role, at=at)


def waive(
    workspace: Workspace,
    scenario: Scenario,
    rule: str,
    reason: str,
    unit: str = "",
    *,
    actor: str,
    role: str,
    at: datetime,
) -> Answer:
    """Write down why an obstacle may stay: by rule, and of one unit when it is named."""
    refused = rules.against_waiver(standing(workspace, scenario), rule, reason)
    payload = {"what": "waive", "rule": rule.strip(), "unit": unit.strip(), "reason": reason.strip()}
    return refused or _decided(workspace, scenario, payload, actor=actor, role=role, at=at)


def _decided(workspace: Workspace, scenario: Scenario, payload: Mapping[str, Any], **who: Any) -> Answer:
    return scenarios.commit(workspace, scenario, "decide", payload, **who)
