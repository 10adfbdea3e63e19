"""A scenario: a base state and the gestures made on it. Replay is a fold; nothing needs an inverse."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import replace as replaced
from typing import Any, Protocol

from workbench.scenario.approval import FROZEN, frozen_after
from workbench.scenario.kinds import Move, from_record
from workbench.scenario.moves import apply
from workbench.scenario.state import Refused, State


class Recorded(Protocol):
    """What a fold needs of an event of the ledger."""

    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...


class Unreplayable(ValueError):
    """A recorded event that this version can no longer apply: named, never skipped."""


@dataclass(frozen=True, eq=False)
class Step:
    """One gesture, however many moves it holds, and the state after it."""

    moves: tuple[Move, ...]
    state: State


@dataclass(frozen=True, eq=False)
class Scenario:
    """`done` are the gestures in force, `undone` those that a redo would bring back (next one last).

    `seq` is the last event of the ledger that this value knows: what a writer expects. `frozen`: the row after which it
    was submitted for approval; until it is returned or withdrawn, gestures are refused.
    """

    id: str
    title: str
    snapshot: str
    base: State
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    seq: int = 0
    parent: str | None = None
    frozen: int | None = None

    @property
    def state(self) -> State:
        return self.done[-1].state if self.done else self.base

    @property
    def step(self) -> int:
        return len(self.done)

    @property
    def steps(self) -> int:
        return len(self.done) + len(self.undone)

    @property
    def can_undo(self) -> bool:
        return bool(self.done) and self.frozen is None

    @property
    def can_redo(self) -> bool:
        return bool(self.undone) and self.frozen is None

    def do(self, *moves: Move) -> "Scenario | Refused":
        """All moves as one gesture, or the refusal of the first that cannot be; a new gesture ends what was undone."""
        if not moves:
            return Refused("empty", "Tidak ada langkah yang diminta.")
        if self.frozen is not None:
            return FROZEN
        state = self.state
        for move in moves:
            after = apply(state, move)
            if isinstance(after, Refused):
                return after
            state = after
        return replaced(self, done=(*self.done, Step(moves, state)), undone=(), seq=self.seq + 1)

    def undo(self) -> "Scenario | Refused":
        if self.frozen is not None:
            return FROZEN
        if not self.done:
            return Refused("nothing_to_undo", "Tidak ada langkah yang dapat diurungkan.")
        return replaced(self, done=self.done[:-1], undone=(*self.undone, self.done[-1]), seq=self.seq + 1)

    def redo(self) -> "Scenario | Refused":
        if self.frozen is not None:
            return FROZEN
        if not self.undone:
            return Refused("nothing_to_redo", "Tidak ada langkah yang dapat diulangi.")
        return replaced(self, done=(*self.done, self.undone[-1]), undone=self.undone[:-1], seq=self.seq + 1)

    def branch(self, id: str, title: str) -> "Scenario":
        """A new scenario that begins where this one stands; neither changes the other from here on."""
        return replaced(self, id=id, title=title, parent=self.id, undone=(), seq=1, frozen=None)

    def fold(self, events: Iterable[Recorded]) -> "Scenario":
        """This scenario after further recorded events. Raises `Unreplayable` for one that cannot be applied."""
        scenario = self
        for event in events:
            after = _after(scenario, event)
            if isinstance(after, Refused):
                raise Unreplayable(f"Langkah {event.seq} skenario {self.id} tidak dapat diulang: {after.reason}")
            scenario = replaced(after, seq=event.seq)
        return scenario


def _after(scenario: Scenario, event: Recorded) -> Scenario | Refused:
    if event.kind == "move":
        try:
            moves = [from_record(record) for record in event.payload["moves"]]
        except (KeyError, ValueError) as error:
            raise Unreplayable(f"Langkah {event.seq} skenario {scenario.id} tidak terbaca: {error}") from error
        return scenario.do(*moves)
    if event.kind == "undo":
        return scenario.undo()
    if event.kind == "redo":
        return scenario.redo()
    # open, branch, reveal, decide, run, confirm: part of the record, not of the state
    return replaced(scenario, frozen=frozen_after(scenario.frozen, event))
