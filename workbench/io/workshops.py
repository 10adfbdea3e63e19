"""Workshops on record: each has a record of its own in the ledger, beside that of the scenario that it shares.

What many people do at once never conflicts: whoever was slower looks again, checks the rules again, and writes again.
Only an accepted proposal changes the scenario, as one gesture, and its row there tells the whole decision: the
workshop's own row can be derived from it again.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from workbench.io import scenarios
from workbench.io.failure import Failure
from workbench.io.ledger import Conflict, Event
from workbench.io.workspace import Workspace
from workbench.scenario import Refused
from workbench.scenario.workshop import Workshop, agenda_mistake, folded, may, opened

PREFIX = "lokakarya-"
"""How the id of every workshop begins; its first row is a decision, so no list of scenarios holds it."""

LISTING_COLUMNS = ("id", "title", "scenario", "at", "last_at")

_ATTEMPTS = 200
"""How often a writer looks again when others were faster; each time somebody else has come through."""


# opening and looking --------------------------------------------------------------------------------------------------


def open_workshop(
    workspace: Workspace,
    scenario: str,
    title: str,
    agenda: Sequence[Mapping[str, Any]],
    *,
    blind: bool = True,
    actor: str,
    role: str,
    at: datetime,
) -> Workshop | Refused:
    """Open a workshop on the scenario as it stands; who opens it facilitates. `agenda`: title and whole minutes of each
    item. Raises `Failure` when there is no such scenario."""
    refused = agenda_mistake(agenda)
    if refused:
        return refused
    (began,) = workspace.ledger.positions(scenario)
    if not began or workspace.ledger.events(scenario, 1)[0].kind not in ("open", "branch"):
        raise Failure(f"Tidak ada skenario {scenario}; daftarnya tampak dengan `penataan scenario list`.")
    items = [{"title": str(item["title"]).strip(), "minutes": item["minutes"]} for item in agenda]
    title = scenarios.tidy_title(title)
    told = {"what": "open", "title": title, "scenario": scenario, "began": began, "agenda": items, "blind": blind}
    readable = re.sub(rf"^{PREFIX[:-1]}\s+", "", title, flags=re.IGNORECASE)
    event = scenarios.first(workspace, readable, "decide", told, prefix=PREFIX, actor=actor, role=role, at=at)
    return opened(event.scenario, event)


def load(workspace: Workspace, id: str) -> Workshop:
    """The workshop as its record tells it. Raises `Failure` when there is none, or when this version cannot read it."""
    events = workspace.ledger.events(id)
    if not events or events[0].payload.get("what") != "open":
        raise Failure(f"Tidak ada lokakarya {id}.")
    return _folded(id, events)


def refreshed(workspace: Workspace, workshop: Workshop) -> Workshop:
    """The workshop after what others have done since; the very same value when they have done nothing."""
    events = workspace.ledger.events(workshop.id, after=workshop.seq)
    return _folded(workshop.id, events, workshop) if events else workshop


def _folded(id: str, events: Sequence[Event], workshop: Workshop | None = None) -> Workshop:
    try:
        return folded(workshop, events) if workshop else folded(opened(id, events[0]), events[1:])
    except (KeyError, TypeError, ValueError) as error:
        raise Failure(f"Lokakarya {id} tidak dapat dibuka oleh versi ini ({error}).") from error


def position(workspace: Workspace, scenario: str, workshop: str) -> tuple[int, int]:
    """The last rows of both records: what a screen asks a few times a second to know whether to look again."""
    one, other = workspace.ledger.positions(scenario, workshop)
    return one, other


def listing(workspace: Workspace) -> pd.DataFrame:
    """id, title, scenario, at (opened), last_at; the latest used first."""
    rows = [
        [each.scenario, each.first.payload["title"], each.first.payload["scenario"], each.first.at, each.last.at]
        for each in reversed(workspace.ledger.scenarios())
        if each.first.kind == "decide" and each.first.payload.get("what") == "open"
    ]
    return pd.DataFrame(rows, columns=list(LISTING_COLUMNS))


# gestures -------------------------------------------------------------------------------------------------------------


def act(
    workspace: Workspace,
    workshop: str | Workshop,
    what: str,
    detail: Mapping[str, Any],
    *,
    actor: str,
    role: str,
    at: datetime,
    token: str,
) -> Workshop | Refused:
    """Record one gesture, and return the workshop with it and all that others did meanwhile; or why it cannot be.

    `token` names the gesture, and what it makes: delivered twice, it counts once. `detail` by gesture: join (office,
    name), invite (person), plan (agenda), turn (item), pause, resume, extend (minutes), unveil, end; propose (title,
    moves, base, note), withdraw, discuss, reject and defer (proposal; reason, owner, due), clash (proposal, words);
    decide (title, verdict; ballot, reason, owner, due); ballot (question; options, proposal), vote (ballot, choice),
    weighing (question, criteria), weigh (weighing, weights), close (ballot, of either kind); park (title, owner),
    resolve (issue), note (text). A proposal is accepted by `accepting.accept` alone.
    """
    if what == "accept":
        raise ValueError("a proposal is accepted by workbench.io.accepting.accept, which changes the scenario too")
    if not token.strip():
        raise ValueError("a gesture needs a token that names it")
    return record(workspace, workshop, what, detail, actor=actor, role=role, at=at, token=token)


def record(
    workspace: Workspace,
    workshop: str | Workshop,
    what: str,
    detail: Mapping[str, Any],
    *,
    actor: str,
    role: str,
    at: datetime,
    token: str,
    proven: bool = False,
) -> Workshop | Refused:
    """`act`, for a gesture that may be `proven` by the scenario's own row: then no rule stands in its way."""
    held = load(workspace, workshop) if isinstance(workshop, str) else refreshed(workspace, workshop)
    payload = _DEFAULTS.get(what, {}) | {name: value for name, value in detail.items() if value is not None}
    payload |= {"what": what, "id": token}
    for _ in range(_ATTEMPTS):
        if token in held.tokens:
            return held
        refused = None if proven else may(held, actor, what, payload)
        if refused:
            return refused
        event = workspace.ledger.append(held.id, "decide", payload, expects=held.seq, actor=actor, role=role, at=at)
        if not isinstance(event, Conflict):
            return _folded(held.id, [event], held)
        held = refreshed(workspace, held)
    return Refused("busy", "Lokakarya terlalu ramai untuk mencatat ini; coba sekali lagi.")


_DEFAULTS: dict[str, dict[str, Any]] = {"join": {"name": ""}, "propose": {"note": ""}}
