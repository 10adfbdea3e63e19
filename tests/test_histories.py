"""Whatever people do to scenarios on record, in whatever order: nothing is lost, and the record says what was done.

A few short histories each time, thousands with `PENATAAN_HISTORIES=5000 pytest -o faulthandler_timeout=0` of this file.
"""

import os
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from organization import small_organization, some_moves

from domain import assert_same_state
from workbench.io import chain, resources, scenarios
from workbench.io.ledger import Conflict, Draft, Summary
from workbench.io.scenarios import Conflicts
from workbench.scenario import AbolishPost, AbolishUnit, Lock, MergeUnits, Place, Refused, Scenario, diff, patched
from workbench.staffing import problems

BASE = small_organization(resources.schemas())
ABOLISHING = (AbolishPost, AbolishUnit, MergeUnits)
WHO = {"actor": "Sari", "role": "analis", "at": datetime(2026, 11, 24, 5, 0, tzinfo=UTC)}
BRANCHES = 4


class Remembered:
    """A ledger in memory: rows as the store would give them back, a conflict for a stale writer."""

    def __init__(self) -> None:
        self.rows: list[chain.Event] = []

    def append(self, scenario: str, kind: str, payload: Any, *, expects: int, **who: Any) -> chain.Event | Conflict:
        last = len(self.events(scenario))
        if last != expects:
            return Conflict(Draft(scenario, kind, payload, **who), self.events(scenario)[expects:], last)
        text, at = chain.canonical(payload), who["at"].isoformat()
        row = (len(self.rows) + 1, scenario, last + 1, kind, text, who["actor"], who["role"], at, "", "")
        self.rows.append(chain.event(row))
        return self.rows[-1]

    def events(self, scenario: str, until: int | None = None) -> tuple[chain.Event, ...]:
        return tuple(row for row in self.rows if row.scenario == scenario)[:until]

    def scenarios(self) -> tuple[Summary, ...]:
        names = dict.fromkeys(row.scenario for row in reversed(self.rows))
        every = {name: self.events(name) for name in reversed(names)}
        return tuple(Summary(n, rows[0], rows[-1], tuple(row.kind for row in rows)) for n, rows in every.items())


people = st.sampled_from(["Ani", "Budi", "Citra", "Dedi", "Eko"])
posts = st.sampled_from(["kabid", "kasi", "staff", "kabid2", "desk", "gov"])
moves = some_moves() | some_moves() | st.builds(Place, people, posts) | st.builds(Lock, people, posts)
which = st.integers(0, BRANCHES - 1)


class Histories(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.workspace: Any = SimpleNamespace(ledger=Remembered(), snapshot=lambda _: BASE.staffing, latest="s")
        self.now = [scenarios.new(self.workspace, "Induk", policy=BASE.policy, **WHO)]
        self.touched = self.now[0]

    def at(self, number: int) -> int:
        return number % len(self.now)

    def take(self, at: int, after: Any) -> Scenario | None:
        """What a gesture came to is what stands now; a refusal leaves all as it was."""
        assert isinstance(after, Scenario | Refused), after
        if isinstance(after, Refused):
            assert after.reason.endswith((".", ")")) and len(self.workspace.ledger.events(self.now[at].id)) == (
                self.now[at].seq
            )
            return None
        self.now[at] = self.touched = after
        return after

    @rule(number=which, gesture=st.lists(moves, min_size=1, max_size=2))
    def do(self, number, gesture) -> None:
        at = self.at(number)
        before = self.now[at]
        after = self.take(at, scenarios.do(self.workspace, before, gesture, **WHO))
        if after is not None and not any(isinstance(move, ABOLISHING) for move in gesture):
            assert set(before.state.staffing.posts["post"]) <= set(after.state.staffing.posts["post"])

    @rule(number=which)
    def undo(self, number) -> None:
        at = self.at(number)
        self.take(at, scenarios.undo(self.workspace, self.now[at], **WHO))

    @rule(number=which)
    def redo(self, number) -> None:
        at = self.at(number)
        self.take(at, scenarios.redo(self.workspace, self.now[at], **WHO))

    @precondition(lambda self: len(self.now) < BRANCHES)
    @rule(number=which)
    def branch(self, number) -> None:
        parent = self.now[self.at(number)]
        child = scenarios.branch(self.workspace, parent, "Cabang", **WHO)
        assert_same_state(child.state, parent.state)
        self.now.append(child)
        self.touched = child

    @precondition(lambda self: len(self.now) > 1)
    @rule(number=which, other=which, side=st.sampled_from(["mine", "theirs"]))
    def merge(self, number, other, side) -> None:
        at, source = self.at(number), self.now[self.at(other)]
        mine = self.now[at]
        found = scenarios.merge(self.workspace, mine, source.id, **WHO)
        if isinstance(found, Conflicts):
            assert len(found.told()) == len(found.told("en")) == len(found.rows) > 0
            choices = {(row.table, row.key, row.column): side for row in found.rows.itertuples()}
            found = scenarios.merge(self.workspace, mine, source.id, choices, **WHO)
        after = self.take(at, found)
        if after is not None:
            lost = set(mine.state.staffing.posts["post"]) - set(after.state.staffing.posts["post"])
            assert not lost & set(source.state.staffing.posts["post"]), "a post that both have is lost"

    @invariant()
    def nobody_is_lost_and_nothing_impossible_stands(self) -> None:
        staffing = self.touched.state.staffing
        assert set(staffing.employees["nip"]) == set(BASE.staffing.employees["nip"])
        assert problems(staffing).empty
        held = staffing.assignments[staffing.assignments["kind"] == "definitif"]
        assert held["nip"].is_unique
        heads = staffing.posts.loc[staffing.posts["head"].fillna(False).astype(bool), "unit"]
        assert heads.is_unique

    @invariant()
    def differences_are_empty_of_one_state_and_lead_from_the_base_to_another(self) -> None:
        state = self.touched.state
        assert diff(state, state).empty
        assert_same_state(patched(BASE, diff(BASE, state)), state)

    def teardown(self) -> None:
        """The record of each scenario, replayed and played back, is what stands; and each differs from each as told."""
        for scenario in self.now:
            replayed = scenarios.load(self.workspace, scenario.id)
            assert_same_state(replayed.state, scenario.state)
            assert (replayed.seq, replayed.step, replayed.steps) == (scenario.seq, scenario.step, scenario.steps)
            assert_same_state(scenarios.playback(self.workspace, scenario)[-1].state, scenario.state)
            other = self.now[0].state
            assert_same_state(patched(other, diff(other, scenario.state)), scenario.state)
        assert len(scenarios.tree(self.workspace, self.now[0].id)) == len(self.now)


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=int(os.environ.get("PENATAAN_HISTORIES", "5")),
    stateful_step_count=int(os.environ.get("PENATAAN_HISTORY_STEPS", "8")),
)
