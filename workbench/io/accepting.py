"""A facilitator accepts a proposal: one gesture on the shared scenario, one decision in the workshop.

The scenario's row comes first and carries the whole decision as its source. A crash, or another facilitator, between
the two rows changes nothing: whoever looks next finds the scenario's row and derives the workshop's row from it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from workbench.io import scenarios, workshops
from workbench.io.failure import Failure
from workbench.io.ledger import Conflict, Event
from workbench.io.workspace import Workspace
from workbench.scenario import Refused, Scenario, State, diff, from_record
from workbench.scenario.joining import Clash, Disputed, Joined, joined
from workbench.scenario.merging import ROW, Where
from workbench.scenario.workshop import Proposal, Workshop, may

_ATTEMPTS = 20
"""How often to look again when others changed the scenario meanwhile; each look replays it."""


def accept(
    workspace: Workspace,
    workshop: str | Workshop,
    proposal: str,
    choice: Mapping[Where, str | None] | None = None,
    *,
    known: Scenario | None = None,
    reason: str = "",
    owner: str = "",
    due: str = "",
    actor: str,
    role: str,
    at: datetime,
) -> Workshop | Disputed | Refused:
    """The workshop with the proposal accepted, its moves done on the scenario as one gesture; accepting it again is
    nothing. `Disputed`, with nothing written, where others have changed the same fields since: then `choice` names for
    each the value that shall stand (`Clash.mine`, `Clash.theirs`). What was not chosen is kept as a branch; a proposal
    of which nothing was chosen is rejected and kept. `known`: the scenario as the page has it, so that its data are not
    read again."""
    held = _loaded(workspace, workshop)
    detail = {"proposal": proposal, "reason": reason, "owner": owner, "due": due}
    who: dict[str, Any] = {"actor": actor, "role": role, "at": at}
    base: Scenario | None = None
    for _ in range(_ATTEMPTS):
        held = healed(workspace, held)
        asked = held.proposal(proposal)
        if asked is not None and asked.state == "accepted" and actor in held.facilitators:
            return held
        refused = may(held, actor, "accept", detail)
        if refused or asked is None:
            return refused or Refused("unknown_proposal", "Tidak ada usulan dengan nomor itu pada lokakarya ini.")
        base = base or scenarios.load(workspace, held.scenario, asked.base, known)
        now = scenarios.refreshed(workspace, base)
        found = _joined(workspace, held, asked, base, now, choice)
        if isinstance(found, Disputed | Refused):
            return found
        kept = _kept(workspace, asked, base, now, found, **who)
        if not found.moves:
            if not found.lost:
                return Refused("there", f"Semua yang diusulkan ({asked.title}) sudah berlaku pada skenario.")
            left = {"kept": kept, "reason": reason or "Yang berlaku dipilih; usulan ini disimpan sebagai cabang."}
            token = f"keep:{proposal}"
            return workshops.record(workspace, held, "reject", detail | left, token=token, **who)
        source = {"workshop": held.id, "kept": kept} | detail
        after = scenarios.do(workspace, now, found.moves, note=f"Usulan: {asked.title}", source=source, **who)
        if isinstance(after, Refused):
            return after
        if not isinstance(after, Conflict):
            return healed(workspace, held)
    return Refused("busy", "Skenario terlalu ramai untuk mencatat usulan ini; coba sekali lagi.")


def healed(workspace: Workspace, workshop: str | Workshop) -> Workshop:
    """The workshop in which each proposal that the scenario shows as done is accepted: what a crash left out is written
    now, as it was decided then."""
    held = _loaded(workspace, workshop)
    open_ = {each.id for each in held.proposals if each.state != "accepted"}
    if not open_:
        return held
    for event in workspace.ledger.events(held.scenario, after=held.began):
        source = event.payload.get("source") or {}
        if source.get("workshop") == held.id and source["proposal"] in open_:
            detail = {name: value for name, value in source.items() if name != "workshop"}
            who: dict[str, Any] = {"actor": event.actor, "role": event.role, "at": event.at}
            token = f"accept:{source['proposal']}"
            after = workshops.record(workspace, held, "accept", detail, token=token, proven=True, **who)
            if isinstance(after, Refused):
                raise Failure(after.reason)
            held = after
    return held


def disputed(
    workspace: Workspace, workshop: Workshop, proposal: str, known: Scenario | None = None
) -> Disputed | Refused | None:
    """What stands in the way of a proposal on the scenario as it is now; None when nothing does."""
    asked = workshop.proposal(proposal)
    if asked is None:
        return Refused("unknown_proposal", "Tidak ada usulan dengan nomor itu pada lokakarya ini.")
    base = scenarios.load(workspace, workshop.scenario, asked.base, known)
    found = _joined(workspace, workshop, asked, base, scenarios.refreshed(workspace, base), None)
    return None if isinstance(found, Joined) else found


def _loaded(workspace: Workspace, workshop: str | Workshop) -> Workshop:
    if isinstance(workshop, str):
        return workshops.load(workspace, workshop)
    return workshops.refreshed(workspace, workshop)


def _joined(
    workspace: Workspace,
    workshop: Workshop,
    proposal: Proposal,
    base: Scenario,
    now: Scenario,
    choice: Mapping[Where, str | None] | None,
) -> Joined | Disputed | Refused:
    found = joined(base.state, now.state, [from_record(record) for record in proposal.moves], choice)
    if isinstance(found, Disputed):
        return Disputed(_whose(workspace, workshop, proposal, base, found.clashes))
    return found


# whose the two sides are ----------------------------------------------------------------------------------------------


def _whose(
    workspace: Workspace, workshop: Workshop, proposal: Proposal, base: Scenario, clashes: Sequence[Clash]
) -> tuple[Clash, ...]:
    """The clashes with who proposed and who changed the same field last, as the page may call them."""
    last: dict[Where, str] = {}
    scenario = base
    for event in workspace.ledger.events(base.id, after=base.seq):
        after = scenario.fold([event])
        if after.state is not scenario.state:
            last |= dict.fromkeys(_cells(scenario.state, after.state, clashes), _by(workshop, event))
        scenario = after
    mine = workshop.called(proposal.by)
    return tuple(replace(clash, mine_by=mine, theirs_by=last.get(clash.where, "")) for clash in clashes)


def _cells(before: State, after: State, clashes: Sequence[Clash]) -> list[Where]:
    changed = diff(before, after)[["table", "key", "column"]]
    cells = set(changed.itertuples(index=False, name=None))
    rows = {(table, key) for table, key, _ in cells}
    policy = {column for table, _, column in cells if table == "policy"}
    return [
        clash.where
        for clash in clashes
        if clash.where in cells
        or (clash.column == ROW and (clash.table, clash.key) in rows)
        or (clash.table == "policy" and clash.column in policy)
    ]


def _by(workshop: Workshop, event: Event) -> str:
    """Who is behind a row of the scenario: for an accepted proposal, who proposed it."""
    proposal = workshop.proposal((event.payload.get("source") or {}).get("proposal") or "")
    return workshop.called(proposal.by if proposal else event.actor)


# what was not chosen --------------------------------------------------------------------------------------------------


def _kept(
    workspace: Workspace, proposal: Proposal, base: Scenario, now: Scenario, found: Joined, **who: Any
) -> list[str]:
    """Ids of the branches that keep the proposal as it was made, where some of it was not chosen, and the scenario as
    it stood, where some of that was not."""
    kept = []
    if found.lost:
        branch = _branch(workspace, base, f"Usulan: {proposal.title}", f"{proposal.id}:mine", **who)
        if branch.step == base.step:
            moves = [from_record(record) for record in proposal.moves]
            after = scenarios.do(workspace, branch, moves, note=proposal.note, **who)
            if isinstance(after, Refused):
                raise Failure(after.reason)  # cannot be: they were tried on this very state
        kept.append(branch.id)
    if found.won:
        title = f"Sebelum usulan: {proposal.title}"
        kept.append(_branch(workspace, now, title, f"{proposal.id}:{now.seq}", **who).id)
    return kept


def _branch(workspace: Workspace, scenario: Scenario, title: str, of: str, **who: Any) -> Scenario:
    """The branch that is named by `of`: made once, whoever asks for it."""
    suffix, title = hashlib.sha256(of.encode()).hexdigest()[:10], title[: scenarios.TITLE_LENGTH]
    try:
        return scenarios.branch(workspace, scenario, title, suffix=lambda: suffix, **who)
    except Failure:
        made = scenarios.listing(workspace)
        ids = made.loc[made["id"].str.endswith(f"-{suffix}"), "id"]
        if ids.empty:
            raise
        return scenarios.load(workspace, str(ids.iloc[0]), known=scenario)
