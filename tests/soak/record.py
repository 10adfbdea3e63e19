"""What must be true of both records of a workshop, whoever acted on them and however often something was killed."""

from collections import Counter

from workbench.io import workshops
from workbench.io.workspace import Workspace


def mistakes(workspace: Workspace, id: str) -> list[str]:
    """What is wrong, one sentence each: a gesture written twice, a proposal applied twice, a decision that only one of
    the two records knows, a broken chain."""
    held = workshops.load(workspace, id)
    tokens = Counter(event.payload["id"] for event in workspace.ledger.events(id) if "id" in event.payload)
    rows = workspace.ledger.events(held.scenario)
    applied = Counter(row.payload["source"]["proposal"] for row in rows if "source" in row.payload)
    accepted = {each.id for each in held.proposals if each.state == "accepted"}
    wrong = [f"twice: {token}" for token, times in tokens.items() if times > 1]
    wrong += [f"applied twice: {proposal}" for proposal, times in applied.items() if times > 1]
    wrong += [f"decided without being applied, or the reverse: {each}" for each in accepted ^ set(applied)]
    wrong += [] if workspace.ledger.verify().ok else ["the chain is broken"]
    return wrong
