"""The plan of a scenario, or of the agency's policy on its latest data: one loader for all who show a plan."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workbench.io import resources, scenarios
from workbench.io.chain import Head, canonical
from workbench.io.documents.formats import plain
from workbench.io.documents.naming import Naming
from workbench.io.failure import Failure
from workbench.io.workspace import Workspace
from workbench.placement import Infeasible, Plan
from workbench.placement import plan as planned
from workbench.placement.engine.assign import Progress, StopSign
from workbench.regulation import Rulebook
from workbench.scenario import Policy, Scenario, State
from workbench.staffing import Staffing

SHORT = 12
"""Signs of a hash that a page shows; enough to find the row, and no more than a person can compare."""


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of the planner: a state under a law, and where both came from. `head`: as_of (of the data), day
    (on which the plan takes effect), snapshot, scenario (None without one), step (gestures in force), ledger (the last
    row that the plan rests on, NUMBER:HASH, None when it rests on none; others' rows change nothing), rulebook
    (digest)."""

    state: State
    rulebook: Rulebook
    head: Mapping[str, Any]


def question(workspace: Workspace, scenario: str | Scenario | None = None, as_of: date | str | None = None) -> Question:
    """The state of a scenario; without one, the agency's policy on the newest data that is not later than `as_of`.

    `as_of` is the day on which the plan takes effect (default: the scenario's own). Raises `Failure` when there is no
    such scenario, or no data up to that day.
    """
    day = _day(as_of)
    opened = scenarios.load(workspace, scenario) if isinstance(scenario, str) and scenario else scenario or None
    if opened:
        state, snapshot = opened.state, opened.snapshot
    else:
        snapshot = _newest(workspace, day)
        state = State(workspace.snapshot(snapshot), resources.default_policy())
    if day is not None:
        if day < state.staffing.as_of:
            raise Failure(f"Hari berlaku {day} lebih awal daripada datanya ({state.staffing.as_of}).")
        state = state.with_policy(effective=day)
    rulebook = scenarios.rulebook(workspace)
    head = {
        "as_of": state.staffing.as_of.isoformat(),
        "day": state.day.isoformat(),
        "snapshot": snapshot,
        "scenario": opened.id if opened else None,
        "step": opened.step if opened else 0,
        "ledger": _last_row(workspace, opened),
        "rulebook": rulebook.digest,
    }
    return Question(state, rulebook, head)


def draft(workspace: Workspace, title: Callable[[date], str] = lambda as_of: "") -> Scenario:
    """The scenario that a first step would open, on the newest data under the agency's policy; nobody has recorded it,
    so it has no id. `title`: of the date of the data. Raises `Failure` without data."""
    asked = question(workspace)
    # The policy as the ledger would tell it, so that the first step starts from the very same ground.
    told = Policy.from_record(json.loads(canonical(asked.state.policy.to_record())))
    state = State(asked.state.staffing, told)
    return Scenario("", title(state.staffing.as_of), str(asked.head["snapshot"]), state)


def plan_of(
    workspace: Workspace,
    scenario: str | Scenario | None = None,
    as_of: date | str | None = None,
    *,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Plan | Infeasible:
    """The plan, with its head. `Infeasible`, in names, when locks cannot all be kept. Raises `Failure` as `question`
    does."""
    asked = question(workspace, scenario, as_of)
    found = planned(asked.state, asked.rulebook, head=asked.head, progress=progress, stop=stop)
    return _named(found, asked.state.staffing) if isinstance(found, Infeasible) else found


def _named(found: Infeasible, staffing: Staffing) -> Infeasible:
    """The reason as people read it: names and titles beside numbers."""
    reason, english = found.reason, found.reason_en
    naming = Naming.of(staffing)
    called = {nip: f"{naming.names.get(nip)} NIP {nip}" for nip in found.nips}
    called |= {post: str(naming.wholes.get(post)) for post in found.posts}
    for number, words in called.items():
        reason, english = reason.replace(number, plain(words)), english.replace(number, plain(words))
    return replace(found, reason=reason, reason_en=english)


def feasible(plan: Plan | Infeasible) -> Plan:
    """The plan itself, for those who can do nothing without one. Raises `Failure` with the reason."""
    if isinstance(plan, Infeasible):
        raise Failure(plan.reason)
    return plan


def as_json(plan: Plan) -> str:
    """The whole plan as text for programs: the same bytes from the command line, a report and a notebook."""
    return json.dumps(plan.to_record(), indent=2, ensure_ascii=False)


_CHANGES = ("open", "branch", "move", "undo", "redo", "confirm")
"""Rows that a plan rests on; the others tell what people saw and did with it."""


def _last_row(workspace: Workspace, scenario: Scenario | None) -> str | None:
    """The latest row of the scenario as this value knows it, or of what the agency confirmed."""
    rows = list(workspace.ledger.events(scenarios.RULEBOOK))
    if scenario and scenario.id:
        rows += workspace.ledger.events(scenario.id, scenario.seq)
    last = max((row for row in rows if row.kind in _CHANGES), key=lambda row: row.n, default=None)
    return str(Head(last.n, last.hash)) if last else None


def _newest(workspace: Workspace, day: date | None) -> str:
    saved = workspace.snapshots()
    if saved.empty:
        raise Failure("Belum ada data; jalankan `penataan import BERKAS...` dahulu.")
    known = saved if day is None else saved[[known <= day for known in saved["as_of"]]]
    if known.empty:
        raise Failure(f"Belum ada data sampai {day}; yang tertua bertanggal {saved['as_of'].iloc[0]}.")
    return str(known["id"].iloc[-1])


def _day(as_of: date | str | None) -> date | None:
    if not as_of or isinstance(as_of, date):
        return as_of or None
    try:
        return date.fromisoformat(as_of)
    except ValueError as error:
        raise Failure(f"{as_of!r} bukan tanggal (tulis seperti 2026-01-31).") from error
