"""The worked case of restructuring on record: the split of 2025 and what nobody drew, as branches of one scenario."""

from datetime import datetime
from typing import Any

from workbench.io import scenarios
from workbench.io.failure import Failure
from workbench.io.plans import draft
from workbench.io.workspace import Workspace
from workbench.scenario import Scenario
from workbench.structure import alternatives_2025, worked_split_2025

TITLE = "Pemecahan 2025 dan dua pilihan lain"


def record_worked(workspace: Workspace, *, actor: str, role: str, at: datetime) -> Scenario:
    """Open the case on the newest data: how it was, and from there a branch with the split as it was made and one for
    each alternative; returns the branch with the split. Raises `Failure` when the data are not the demo province's."""
    who: dict[str, Any] = {"actor": actor, "role": role, "at": at}
    state = draft(workspace).state
    try:
        cases = (worked_split_2025(state), *alternatives_2025(state))
    except ValueError as error:
        raise Failure(f"Contoh ini memerlukan provinsi contoh: {error}") from error
    root = scenarios.new(workspace, TITLE, policy=state.policy, **who)
    made = []
    for case in cases:
        branch = scenarios.branch(workspace, root, case.title, **who)
        for step in case.done:
            after = scenarios.do(workspace, branch, step.moves, **who)
            if not isinstance(after, Scenario):
                raise Failure(after.reason)
            branch = after
        made.append(branch)
    return made[0]
