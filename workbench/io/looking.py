"""Scenarios looked at: which there are, how they branched, and the record of one, row by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

import pandas as pd

from workbench.io.chain import canonical
from workbench.io.failure import Failure
from workbench.io.ledger import Event, Summary
from workbench.io.lineage import line
from workbench.io.workspace import Workspace
from workbench.scenario import Scenario, State, describe, from_record
from workbench.scenario.approval import standing
from workbench.staffing import Staffing

LISTING_COLUMNS = ("id", "title", "snapshot", "parent", "steps", "last_actor", "last_at")
TREE_COLUMNS = ("id", "title", "parent", "at", "depth", "steps", "last_actor", "last_at", "status")


def listing(workspace: Workspace) -> pd.DataFrame:
    """id, title, snapshot, parent (missing = none), steps in force, last_actor, last_at; the latest used first."""
    every = _every(workspace)
    rows = [
        [
            summary.scenario,
            summary.first.payload.get("title"),
            _snapshot(every, summary),
            summary.first.payload.get("parent"),
            _steps(every, summary)[0],
            summary.last.actor,
            summary.last.at,
        ]
        for summary in reversed(_scenarios(every))
    ]
    return pd.DataFrame(rows, columns=list(LISTING_COLUMNS))


def tree(workspace: Workspace, id: str) -> pd.DataFrame:
    """id, title, parent, at (its row from which this one branched), depth (0: opened on a snapshot), steps in force,
    last_actor, last_at, status (see `approval.Phase`) of the scenario and all its relatives, each beneath its parent.

    Raises `Failure` when there is no such scenario.
    """
    every = _every(workspace)
    root = every.get(id)
    if root is None or root.first.kind not in ("open", "branch"):
        raise Failure(f"Tidak ada skenario {id}; daftarnya tampak dengan `penataan scenario list`.")
    while (above := _parent(every, root)) is not None:
        root = above
    children: dict[str, list[Summary]] = {}
    for summary in sorted(_scenarios(every), key=lambda each: -each.first.n):  # the oldest is taken first from the end
        if (above := _parent(every, summary)) is not None:
            children.setdefault(above.scenario, []).append(summary)
    rows, waiting = [], [(root, 0)]
    while waiting:
        summary, depth = waiting.pop()
        told = summary.first.payload
        decided = workspace.ledger.events(summary.scenario) if "decide" in summary.kinds else ()
        rows.append(
            [
                *(summary.scenario, told.get("title"), told.get("parent"), told.get("at"), depth),
                *(_steps(every, summary)[0], summary.last.actor, summary.last.at, standing(decided).phase),
            ]
        )
        waiting += [(child, depth + 1) for child in children.get(summary.scenario, ())]
    return pd.DataFrame(rows, columns=list(TREE_COLUMNS)).astype({"parent": "str", "at": "Int64"})


def history(workspace: Workspace, scenario: Scenario) -> pd.DataFrame:
    """seq, at, actor, role, kind, what (one line for people) of every row of the scenario's own record."""
    rows = [
        [event.seq, event.at, event.actor, event.role, event.kind, _told(event, scenario.base.staffing)]
        for event in workspace.ledger.events(scenario.id, scenario.seq)
    ]
    return pd.DataFrame(rows, columns=["seq", "at", "actor", "role", "kind", "what"])


# playback -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Comment:
    """What somebody wrote beside a row of the record."""

    text: str
    actor: str
    at: datetime


@dataclass(frozen=True, eq=False)
class Played:
    """One row of the record: whose, when, what in one line, the note that went with it and what was said of it since.
    `scenario` is the one in whose record it stands: that played, or one that it branched from."""

    scenario: str
    seq: int
    at: datetime
    actor: str
    kind: str
    what: str
    note: str
    comments: tuple[Comment, ...]
    _reel: "Playback"
    _position: int

    @property
    def state(self) -> State:
        """The state after this row."""
        return self._reel.after(self._position).state


class Playback(Sequence[Played]):
    """The record from the opening on a snapshot to the last row, branches included. States are made when asked for,
    each from the one before, and kept."""

    def __init__(self, base: Scenario, events: Sequence[Event]) -> None:
        self._events = tuple(event for event in events if not _is_comment(event))
        self._comments: dict[tuple[str, int], list[Comment]] = {}
        for event in events:
            if _is_comment(event):
                said = Comment(event.payload["text"], event.actor, event.at)
                self._comments.setdefault((event.scenario, event.payload["row"]), []).append(said)
        self._made = [base]

    def after(self, position: int) -> Scenario:
        """The scenario after so many rows: 0 for the first."""
        while len(self._made) < position + 2:
            before, event = self._made[-1], self._events[len(self._made) - 1]
            branched = event.kind == "branch"
            after = before.branch(event.scenario, event.payload["title"]) if branched else before.fold([event])
            self._made.append(after)
        return self._made[position + 1]

    def __len__(self) -> int:
        return len(self._events)

    @overload
    def __getitem__(self, position: int) -> Played: ...
    @overload
    def __getitem__(self, position: slice) -> "list[Played]": ...
    def __getitem__(self, position: int | slice) -> "Played | list[Played]":
        if isinstance(position, slice):
            return [self[at] for at in range(*position.indices(len(self)))]
        at = range(len(self))[position]  # the IndexError that ends a loop, and positions from the end
        event, staffing = self._events[at], self._made[0].base.staffing
        return Played(
            scenario=event.scenario,
            seq=event.seq,
            at=event.at,
            actor=event.actor,
            kind=event.kind,
            what=_told(event, staffing),
            note=event.payload.get("note", ""),
            comments=tuple(self._comments.get((event.scenario, event.seq), ())),
            _reel=self,
            _position=at,
        )

    def __iter__(self) -> Iterator[Played]:
        return (self[at] for at in range(len(self)))


def playback(workspace: Workspace, scenario: Scenario) -> Playback:
    """The scenario row by row, from the snapshot on."""
    ledger = workspace.ledger
    points = reversed(line(ledger, scenario.id, scenario.seq))
    events = [event for point in points for event in ledger.events(*point)]
    opened = events[0]
    base = Scenario(opened.scenario, opened.payload["title"], scenario.snapshot, scenario.base)
    return Playback(base, events)


def _is_comment(event: Event) -> bool:
    return event.kind == "decide" and event.payload.get("what") == "comment"


# rows in words --------------------------------------------------------------------------------------------------------


def _told(event: Event, staffing: Staffing) -> str:
    payload = event.payload
    match event.kind:
        case "move":
            lines = [describe(from_record(record), staffing) for record in payload["moves"]]
            return "; ".join(lines) + (f" ({payload['note']})" if payload.get("note") else "")
        case "open":
            return f"Buka: {payload['title']}"
        case "branch":
            return f"Cabang dari {payload['parent']} sesudah baris {payload['at']}: {payload['title']}"
        case "undo":
            return "Urungkan"
        case "redo":
            return "Ulangi"
        case "reveal":
            whose = f"{len(payload['nips'])} orang" if payload.get("nips") else "semua orang"
            return f"Buka nama {whose}" + (f": {payload['reason']}" if payload.get("reason") else "")
        case "decide" if payload.get("what") in _DECISIONS:
            reason = payload.get("reason") or payload.get("text")
            return _DECISIONS[payload["what"]].format(**payload) + (f": {reason}" if reason else "")
        case _:
            return canonical(payload)


_DECISIONS = {
    "submit": "Ajukan, sesudah baris {seq}",
    "approve": "Setujui tahap {level}",
    "return": "Kembalikan pada tahap {level}",
    "withdraw": "Tarik ajuan",
    "waive": "Kecualikan {rule} {unit}",
    "comment": "Catatan pada baris {row}",
}


# the summaries of the ledger ------------------------------------------------------------------------------------------


def _every(workspace: Workspace) -> dict[str, Summary]:
    return {summary.scenario: summary for summary in workspace.ledger.scenarios()}


def _scenarios(every: Mapping[str, Summary]) -> list[Summary]:
    return [summary for summary in every.values() if summary.first.kind in ("open", "branch")]


def _parent(every: Mapping[str, Summary], summary: Summary) -> Summary | None:
    return every.get(summary.first.payload.get("parent", "")) if summary.first.kind == "branch" else None


def _snapshot(every: Mapping[str, Summary], summary: Summary) -> str | None:
    parent = _parent(every, summary)
    return _snapshot(every, parent) if parent else summary.first.payload.get("snapshot")


def _steps(every: Mapping[str, Summary], summary: Summary, until: int | None = None) -> tuple[int, int]:
    """Gestures in force, and undone, after row `until`: what the fold would find, without the data."""
    parent, done, undone = _parent(every, summary), 0, 0
    if parent:
        done, _ = _steps(every, parent, summary.first.payload["at"])
    for kind in summary.kinds[1:until]:
        if kind == "move":
            done, undone = done + 1, 0
        elif kind == "undo":
            done, undone = done - 1, undone + 1
        elif kind == "redo":
            done, undone = done + 1, undone - 1
    return done, undone
