"""`Gathering`: the one mutable object of the workshop page: the shared scenario, the workshop, and who is here.

Nobody changes the scenario from here but by a proposal that a facilitator accepts. What others do comes in by
`follow`, which the page's clock calls a few times a second.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from widgets.apps.conversation import Message, Who
from widgets.apps.cut import Cut
from widgets.apps.desk import Found, Task
from widgets.apps.kin import Kin
from widgets.apps.restructuring import Restructuring
from widgets.apps.runner import Runner
from workbench.io import accepting, presence, resources, scenarios, workshops
from workbench.io.presence import Present
from workbench.io.workspace import Workspace
from workbench.scenario import Move, Refused, Scenario, State, apply, describe, from_record, to_record
from workbench.scenario.joining import Disputed
from workbench.scenario.merging import Where
from workbench.scenario.workshop import Proposal, Workshop, may
from workbench.scenario.workshop.values import ENDED
from workbench.structure import affected, checks
from workbench.structure.between import touched_of
from workbench.structure.weighing import ranked, undisputed

TABS = ("meja", "bagan")
HEARD = timedelta(seconds=2)
"""How often a page says that it is there."""
QUIET, AWAY = timedelta(seconds=5), timedelta(seconds=75)
"""How long the browser's word holds that somebody is there: in front, and behind another page, where browsers let a
page speak once a minute. A kernel alone is nobody."""
LONGEST = 200
"""Letters of a proposal's title."""


@dataclass(frozen=True, eq=False)
class Impact:
    """What a proposal would do to the scenario as it stands: more or fewer units, allowances (rupiah a month), people
    who lose their post, people for whom anything changes, checks that say no and that are unknown; or why it cannot
    be."""

    state: State | None
    units: int = 0
    allowance: int = 0
    lost: int = 0
    people: int = 0
    no: int = 0
    unknown: int = 0
    first: tuple[str, str] | None = None
    """The first check that says no after it and did not before, in Indonesian and in English."""
    refused: tuple[str, str] | None = None


class Gathering(Restructuring):
    """One participant's page of a workshop."""

    def __init__(self, workspace: Workspace, who: Who, runner: Runner, *, title: Callable[[date], str]) -> None:
        super().__init__(workspace, who, runner, title=title)
        self.workshop: Workshop | None = None
        self.present: list[Present] = []
        self.impacts: dict[tuple[str, int], Impact] = {}
        self.disputed: tuple[str, Disputed, Mapping[str, str]] | None = None
        """A proposal that waits for a choice, with what clashes and how it was to be decided."""
        self.looking_at = ""
        self.mistakes: Mapping[str, str] = {}
        self.undisputed: tuple[int, int, dict[str, int]] | None = None
        """Units that come out the same whoever weighs, all units, and how many put which option first."""
        self._heard = datetime.min.replace(tzinfo=UTC)
        self._there_until = datetime.min.replace(tzinfo=UTC)

    # -- opening

    def open(self, scenario: str | None) -> None:
        """Show the workshop on this scenario, or the latest that is open; without any, the scenario alone."""
        self.requested = scenario
        seen: list[Workshop | None] = [None]

        def work() -> Found:
            seen[0] = self._latest(scenario)
            id = scenario or (seen[0].scenario if seen[0] is not None else None)
            found = scenarios.load(self.workspace, id) if id else self.draft()
            return Found(found, self.work_out(found), 0.0, recorded=bool(id))

        def settle(found: Any) -> None:
            if isinstance(found, Found):
                self.workshop = seen[0]

        self._submit(Task("open", work, settle), again=lambda: self.open(scenario))

    def _latest(self, scenario: str | None) -> Workshop | None:
        known = workshops.listing(self.workspace)
        for id in known.loc[known["scenario"].eq(scenario) if scenario else known["id"].notna(), "id"]:
            workshop = workshops.load(self.workspace, id)
            if not workshop.closed or scenario:
                return accepting.healed(self.workspace, workshop)
        return None

    def _cut(self) -> Cut:
        assert self.cut is not None, "no gesture before the page is open"
        return self.cut

    # -- who may do what

    @property
    def leads(self) -> bool:
        return self.workshop is not None and self.who.name in self.workshop.facilitators

    @property
    def joined(self) -> bool:
        return self.workshop is not None and self.workshop.participant(self.who.name) is not None

    def may(self, what: str) -> bool:
        """Whether a button for this makes sense."""
        return self.workshop is not None and may(self.workshop, self.who.name, what) is None

    # -- gestures

    def begin_workshop(self, title: str, agenda: list[dict[str, Any]], *, blind: bool) -> None:
        """Open a workshop on the scenario that is shown; who opens it facilitates."""

        def work() -> Any:
            before = self._now()
            opened = before if before.id else self._record(before)
            found = workshops.open_workshop(self.workspace, opened.id, title, agenda, blind=blind, **self.who.now())
            return found if isinstance(found, Refused) else (opened, found)

        def settle(found: Any) -> None:
            if isinstance(found, tuple):
                scenario, self.workshop = found
                self._show(Found(scenario, self.headed(self._cut(), scenario), 0.0, recorded=True))

        self._act(Task("", work, settle))

    def act(self, what: str, *, settle: Callable[[Any], None] | None = None, **detail: Any) -> None:
        """One gesture of the workshop; what came of it is shown, and then heard by `settle`."""
        token = secrets.token_hex(8)
        workshop = self.workshop
        assert workshop is not None, "no gesture before the workshop is open"

        def work() -> Any:
            return workshops.act(self.workspace, workshop, what, detail, token=token, **self.who.now())

        def acted(found: Any) -> None:
            self._acted(found)
            if settle is not None:
                settle(found)

        self._act(Task("", work, acted))

    def _acted(self, found: Any) -> None:
        if isinstance(found, Workshop):
            self.workshop = found

    def do(self, *moves: Move, note: str = "", name: str = "", settle: Callable[[Any], None] | None = None) -> None:
        """In a workshop a step is a proposal first."""
        if self.workshop is None:
            super().do(*moves, note=note, name=name, settle=settle)
            return
        scenario = self._now()
        tried = scenario.do(*moves)
        if isinstance(tried, Refused):
            self.say(Message("refused", tried.reason, tried.reason_en, tried.code, moves=moves))
            return
        title = "; ".join(describe(move, scenario.state.staffing, blind=True) for move in moves)[:LONGEST]
        records = [to_record(move) for move in moves]
        self.act("propose", settle=settle, title=title, moves=records, base=scenario.seq, note=note)

    def undo(self) -> None:
        self._lead(super().undo)

    def redo(self) -> None:
        self._lead(super().redo)

    def _lead(self, step: Callable[[], None]) -> None:
        """The shared scenario goes back or forward only by a facilitator's hand."""
        if self.workshop is None or self.leads:
            step()
        else:
            refused = may(self.workshop, self.who.name, "accept")
            assert refused is not None, "whoever may accept leads"
            self.say(Message("refused", refused.reason, refused.reason_en, refused.code))

    def accept(self, proposal: str, choice: Mapping[Where, str | None] | None = None, **detail: str) -> None:
        """Do a proposal on the shared scenario; where others changed the same, ask which shall stand."""
        workshop, known = self.workshop, self.scenario
        assert workshop is not None
        self.disputed = None

        def work() -> Any:
            who: dict[str, Any] = {**detail, **self.who.now()}
            return accepting.accept(self.workspace, workshop, proposal, choice, known=known, **who)

        def settle(found: Any) -> None:
            self._acted(found)
            if isinstance(found, Disputed):
                self.disputed = (proposal, found, detail)
                self.act("clash", proposal=proposal, words=[clash.words for clash in found.clashes])
            self.follow()

        self._act(Task("", work, settle))

    # -- what others do

    def follow(self) -> None:
        """Take in what others did, if they did anything; and say that this page is there."""
        workshop, scenario = self.workshop, self.scenario
        if workshop is None or scenario is None or not scenario.id:
            return
        self._hear(workshop)
        if self.busy or workshops.position(self.workspace, scenario.id, workshop.id) == (scenario.seq, workshop.seq):
            return

        def work() -> tuple[Scenario, Cut | None, Workshop]:
            after = scenarios.refreshed(self.workspace, scenario)
            cut = self.work_out(after) if after.state is not scenario.state else None
            return after, cut, workshops.refreshed(self.workspace, workshop)

        def settle(found: Any) -> None:
            if not isinstance(found, tuple):
                return
            after, cut, self.workshop = found
            worked = cut if cut is not None else self.headed(self._cut(), after)
            self._show(Found(after, worked, self.seconds or 0.0, recorded=True))

        self._enqueue(Task("follow", work, settle))

    def heard(self, *, hidden: bool) -> None:
        self._there_until = datetime.now(UTC) + (AWAY if hidden else QUIET)

    def _hear(self, workshop: Workshop) -> None:
        now = datetime.now(UTC)
        if now - self._heard < HEARD:
            return
        self._heard = now
        if now < self._there_until and (self.joined or self.leads):
            presence.here(self.workspace, workshop.id, self.who.name, now, self.looking_at)
        present = presence.present(self.workspace, workshop.id, now)
        if [(each.person, each.connected) for each in present] != [(p.person, p.connected) for p in self.present]:
            self.present = present
            self._tell()

    # -- what each proposal would do

    def lacks(self) -> bool:
        return super().lacks() or bool(self._unweighed())

    def compares(self) -> bool:
        return self.workshop is not None

    def _resting(self) -> tuple[Any, ...]:
        closed = [each.id for each in self.workshop.weighings if each.closed] if self.workshop is not None else []
        found = super()._resting()
        return (*found, *closed) if found else ()

    def _unweighed(self) -> list[Proposal]:
        if self.workshop is None or self.scenario is None:
            return []
        waiting = [each for each in self.workshop.proposals if each.state not in ENDED]
        return [each for each in waiting if (each.id, self.scenario.seq) not in self.impacts]

    def _studied(self, cut: Cut) -> dict[str, Any]:
        found = super()._studied(cut)
        if found.get("kin", (None, None))[1] is not None:
            return found | {"undisputed": self._favoured(cut, found["kin"][1])}
        return found or {"impacts": {(each.id, cut.scenario.seq): impact(cut, each) for each in self._unweighed()}}

    def learn(self, studied: Mapping[str, Any]) -> None:
        super().learn(studied)
        seq = self.scenario.seq if self.scenario is not None else 0
        fresh = studied.get("impacts", {})
        self.impacts = {key: value for key, value in self.impacts.items() if key[1] == seq} | fresh
        self.undisputed = studied.get("undisputed", self.undisputed)

    def _favoured(self, cut: Cut, kin: Kin) -> Any:
        closed = [each for each in self.workshop.weighings if each.closed] if self.workshop is not None else []
        weights = closed[-1].weights if closed else None
        if not weights or len(kin.options) < 2:
            return None
        criteria = list(next(iter(weights.values())))
        order = ranked(kin.figures.loc[list(kin.options), criteria], weights)
        first = order[order["rank"] == 1].drop_duplicates("participant").set_index("participant")["option"]
        told = undisputed(cut.base, kin.options, {str(who): str(option) for who, option in first.items()})
        return int(told["undisputed"].sum()), len(told), first.value_counts().to_dict()

    def impact(self, proposal: str) -> Impact | None:
        """What a proposal would do; None while nobody has worked it out."""
        return self.impacts.get((proposal, self.scenario.seq)) if self.scenario is not None else None


def impact(cut: Cut, proposal: Proposal) -> Impact:
    """What the moves of a proposal would do to the scenario as it stands."""
    state = cut.state
    for record in proposal.moves:
        after = apply(state, from_record(record))
        if isinstance(after, Refused):
            return Impact(None, refused=(after.reason, after.reason_en or after.reason))
        state = after
    later = cut.after.then(state.staffing)
    before, now = cut.after.totals, later.totals
    people = affected(cut.after.drawn, later.drawn)
    offices = touched_of(cut.after.drawn, later.drawn)
    settings = resources.restructuring_policy()["pemeriksaan"]
    found = checks(state.staffing, cut.regulation, settings, cut.base.staffing, offices=sorted(offices))
    known = cut.checks[cut.checks["office"].isin(offices)]
    wrong = found[found["verdict"] == "no"]
    fresh = wrong[~(wrong["unit"] + wrong["rule"]).isin((known["unit"] + known["rule"])[known["verdict"] == "no"])]
    counts = [table["verdict"].value_counts() for table in (known, found)]
    return Impact(
        state,
        units=now["units"] - before["units"],
        allowance=now["allowance"] - before["allowance"],
        lost=int((people["how"] == "lost").sum()),
        people=len(people),
        no=int(counts[1].get("no", 0) - counts[0].get("no", 0)),
        unknown=int(counts[1].get("unknown", 0) - counts[0].get("unknown", 0)),
        first=_told(fresh.iloc[0]) if len(fresh) else None,
    )


def _told(check: pd.Series) -> tuple[str, str]:
    """A check in Indonesian and in English."""
    return f"{check['note']}, {check['citation']}", f"{check['note_en']}, {check['citation']}"
