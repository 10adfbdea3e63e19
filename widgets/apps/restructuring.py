"""`Restructuring`: the one mutable object of the structure page: its scenario, and what is known of how it is cut."""

import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import date
from typing import Any

import pandas as pd

from widgets.apps.conversation import Message, Who, failed
from widgets.apps.cut import DRAWN, Cut
from widgets.apps.desk import Desk, Found, Task
from widgets.apps.kin import Kin
from widgets.apps.runner import Runner
from workbench.io import approval, resources, scenarios
from workbench.io.looking import Playback
from workbench.io.scenarios import Conflicts
from workbench.io.worked import record_worked
from workbench.io.workspace import Workspace
from workbench.placement.engine.assign import Stopped
from workbench.scenario import Refused, Scenario
from workbench.scenario.approval import Status
from workbench.scenario.merging import Side, Where
from workbench.structure import (
    Caps,
    Criteria,
    Fates,
    Measured,
    Prices,
    Proposed,
    checks,
    fates,
    propose,
    to_placement,
)
from workbench.structure.worked import FINANCE, WORKS

TABS = ("bagan", "usulan", "banding", "riwayat")
"""The sheets of the page, by their names in the address."""

LENSES = ("kekosongan", "kelas", "pensiun", "kompetensi", "biaya", "rentang", "temuan", "data", "perubahan")


@dataclass(frozen=True)
class Carried:
    """What is taken up from a tray, and waits for a place on the chart."""

    kind: str
    id: str
    title: str


@dataclass(frozen=True)
class Asked:
    """A form on the screen: what it does (`kind`), to which unit or post, and what was wrong with what was sent."""

    kind: str
    id: str
    number: int
    mistakes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """What the user looks at; nothing of it is recorded. `tab`: one of `TABS`; `office`: the unit whose branch is
    drawn, empty for the whole; `shut` and `opened`: units folded or unfolded against what the page does by itself;
    `listed`: the fate whose people are listed (empty: all who are affected), None for no list; `listed_rules`: whether
    every check is; `turned`: page of each table that is not on its first."""

    tab: str = TABS[0]
    office: str = ""
    lens: str = LENSES[0]
    only_changes: bool = False
    beside: bool = False
    selection: tuple[str, ...] = ()
    shut: frozenset[str] = frozenset()
    opened: frozenset[str] = frozenset()
    carried: Carried | None = None
    asked: Asked | None = None
    listed: str | None = None
    listed_rules: bool = False
    turned: Mapping[str, int] = field(default_factory=dict)
    compared: tuple[str, ...] | None = None
    step: int | None = None
    python: bool = True


@dataclass(frozen=True, eq=False)
class Search:
    """What the optimiser was asked, on which cut, and what it found; None while it searches. `taken`: places of the
    steps that are ticked. `mistakes`: what is wrong with the caps that were typed."""

    caps: Caps | None = None
    cut: Cut | None = None
    found: Proposed | Refused | None = None
    taken: frozenset[int] = frozenset()
    mistakes: Mapping[str, str] = field(default_factory=dict)


class Restructuring(Desk):
    """The structure page's scenario, and what follows of it for units and people."""

    def __init__(self, workspace: Workspace, who: Who, runner: Runner, *, title: Callable[[date], str]) -> None:
        super().__init__(workspace, who, runner, title=title)
        self.view: View = View()
        self.cut: Cut | None = None
        self.fates: Fates | Refused | None = None
        """What becomes of the people; worked out after the chart is shown. None until then."""
        self.draw: Callable[[Kin], str] = lambda kin: ""
        """How a page draws the figures of scenarios side by side; called beside the kernel's thread, since the library
        that draws takes seconds to load."""
        self.kin: Kin | None = None
        """The scenario among its branches, once they are looked at."""
        self._kin_of: tuple[Any, ...] = ()
        self.search: Search | None = None
        """The optimiser's last proposal."""
        self.merging: tuple[str, Conflicts] | None = None
        """The branch that is taken over, and what both changed differently, until somebody chose."""
        self.reel: tuple[tuple[str, int], Playback] | None = None
        """The record of the scenario up to a row, once it is played back."""
        self._asked = 0
        self._studying = False

    # -- what the desk asks of a page

    def work_out(self, scenario: Scenario) -> Cut:
        regulation = self.rulebook.on(scenario.state.day)
        known = self.cut
        base, state = scenario.base, scenario.state
        same = known is not None and known.base is base and known.regulation.day == regulation.day
        before = known.before if known is not None and same else Measured.of(base.staffing, regulation)
        after = (known.after if known is not None and same else before).then(state.staffing)
        found = Cut(scenario, regulation, before, after, pd.DataFrame(), checked=False)
        if known is None or not same:
            return found.but(checks=_checks(found), checked=True)
        checked = known.checked and known.state.staffing is state.staffing
        found = found.but(checks=known.checks, checked=checked, like=known.__dict__.get("tree", known.like))
        return found.keeping(known, DRAWN if known.state.staffing.units is state.staffing.units else ())

    def take(self, worked: Cut) -> None:
        if self.cut is None or worked.state is not self.cut.state:
            self.fates = None
        self.cut = worked
        self.view = replaced(self.view, selection=tuple(filter(worked.knows, self.view.selection)))

    def shown(self) -> Cut | None:
        return self.cut

    def headed(self, worked: Cut, scenario: Scenario) -> Cut:
        return worked.but(scenario=scenario)

    # -- every check, and what becomes of the people: worked out once the chart is shown

    def idle(self) -> None:
        if self.cut is not None and self.lacks() and not self._studying:
            cut = self.cut
            self._studying = True
            self.runner.run(lambda: self._studied(cut), lambda future: self._told(cut, future))

    def lacks(self) -> bool:
        """Whether something that is shown is still to be worked out."""
        cut = self.cut
        return (cut is not None and not cut.checked) or self.fates is None or self._resting() != self._kin_of

    def _resting(self) -> tuple[Any, ...]:
        """What the comparison with the branches rests on; empty while nobody looks at it."""
        looked = self.compares() and self.scenario is not None and self.scenario.id
        return (self.scenario.id, self.scenario.seq) if looked and self.scenario is not None else ()

    def compares(self) -> bool:
        """Whether the branches are looked at."""
        return self.view.tab == "banding"

    def go_on(self) -> None:
        """Work out what is looked at now and not known yet."""
        self._next()

    def _free(self) -> bool:
        return not self._studying

    def _studied(self, cut: Cut) -> dict[str, Any]:
        """The next that is to be known of the cut, by name: a gesture waits for no more than that."""
        if not cut.checked:
            return {"checks": _checks(cut)}
        if self.fates is None:
            criteria = Criteria.from_record(resources.restructuring_policy()["nasib"])
            return {"fates": fates(cut.base, cut.state, criteria)}
        resting = self._resting()
        if resting == self._kin_of:
            return {}
        kin = Kin.of(self.workspace, cut) if resting else None
        return {"kin": (resting, replaced(kin, picture=self.draw(kin)) if kin is not None else self.kin)}

    def _told(self, cut: Cut, future: "Future[Any]") -> None:
        self._studying = False
        error = future.exception()
        if error is not None:
            self.message = failed(error, self._tell)
            self.fates = Refused("error", str(error))
        elif self.cut is not None and self.cut.state is cut.state:
            self.learn(future.result())
        self._tell()
        self._next()

    def learn(self, studied: Mapping[str, Any]) -> None:
        """What was worked out beside is known from here on."""
        assert self.cut is not None
        if "checks" in studied:
            self.cut = self.cut.but(checks=studied["checks"], checked=True)
        if "fates" in studied:
            self.fates = studied["fates"]
        if "kin" in studied:
            self._kin_of, self.kin = studied["kin"]

    # -- gestures of this page

    def ask(self, kind: str, id: str) -> None:
        """Open a form."""
        self._asked += 1
        self.look(asked=Asked(kind, id, self._asked))

    def refuse(self, code: str, reason: str) -> None:
        """Say why something cannot be."""
        self.say(Message("refused", reason, reason, code))

    def fold(self, unit: str) -> None:
        """Fold the unit, or unfold it."""
        view = self.view
        shut = unit in self.folded
        self.look(
            shut=view.shut - {unit} if shut else view.shut | {unit},
            opened=view.opened | {unit} if shut else view.opened - {unit},
        )

    # -- the worked case

    @property
    def has_worked(self) -> bool:
        """Whether these data are those of the worked case."""
        return self.cut is not None and {FINANCE, WORKS} <= set(self.cut.base.staffing.units["name"])

    def open_worked(self) -> None:
        """Put the split of 2025 on record, with its alternatives as branches, and show it."""

        def work() -> Found:
            started = time.monotonic()
            found = record_worked(self.workspace, **self.who.now())
            found = scenarios.load(self.workspace, found.id)
            return Found(found, self.work_out(found), time.monotonic() - started, recorded=True)

        self._act(Task("open", work))

    # -- branches, comments, submission

    @property
    def status(self) -> Status:
        """Where the scenario stands on its way to a decision."""
        return approval.standing(self.workspace, self.scenario) if self.recorded and self.scenario else Status()

    def merge(self, other: str, choices: Mapping[Where, Side]) -> None:
        """Take over what another branch has become, as one gesture; what both changed differently is asked."""

        def work() -> Any:
            started = time.monotonic()
            before = self._now()
            found = scenarios.merge(self.workspace, before, other, choices, **self.who.now())
            return self._made(found, self.work_out(found), started) if isinstance(found, Scenario) else found

        def settle(found: Any) -> None:
            self.merging = (other, found) if isinstance(found, Conflicts) else None

        self._act(Task("", work, settle))

    def comment(self, row: int, text: str) -> None:
        """Say something of a row of the scenario's own record, counted from 0 in its playback."""
        reel = self.reel
        if reel is None:
            return
        seq = reel[1][row].seq
        self._note(lambda scenario: scenarios.comment(self.workspace, scenario, seq, text, **self.who.now()))

    def state_of(self, what: str, reason: str, *, rule: str = "", unit: str = "") -> None:
        """Submit, approve, return, withdraw or waive; what cannot be is refused with a reason."""

        def step(scenario: Scenario) -> Any:
            space, who = self.workspace, self.who.now()
            match what:
                case "submit":
                    told = approval.obstacles(space, scenario)["told"].tolist()
                    return approval.submit(space, scenario, told, reason, **who)
                case "approve":
                    return approval.approve(space, scenario, reason, **who)
                case "return":
                    return approval.give_back(space, scenario, reason, **who)
                case "withdraw":
                    return approval.withdraw(space, scenario, reason, **who)
            return approval.waive(space, scenario, rule, reason, unit, **who)

        self._note(step)

    def _note(self, step: Callable[[Scenario], Any]) -> None:
        """Record what changes no state; the form is closed once it is recorded."""

        def work() -> Any:
            started = time.monotonic()
            return self._made(step(self._now()), self.cut, started)

        def settle(found: Any) -> None:
            if isinstance(found, Found):
                self.view = replaced(self.view, asked=None)

        self._act(Task("", work, settle))

    # -- what the optimiser proposes

    def propose(self, caps: Caps) -> None:
        """Search for merges and moves under these caps, on the cut that is shown."""
        cut = self.cut
        assert cut is not None

        def work() -> Proposed | Refused:
            prices = Prices.from_record(resources.restructuring_policy()["usulan"])
            return propose(cut.state, cut.regulation, caps, prices, self._progress, self._stop)

        def settle(found: Any) -> None:
            if isinstance(found, Proposed | Refused):
                self.message = None  # a refusal is told where the proposal would stand
                every = frozenset(range(len(found.steps))) if isinstance(found, Proposed) else frozenset()
                self.search = Search(caps, cut, found, every)
            else:
                self.search = None

        self.search = Search(caps, cut)
        self._submit(Task("search", work, settle))

    def tick(self, step: int, *, on: bool) -> None:
        """Take a step with all that it needs, or leave it out with all that need it."""
        if self.search is None or not isinstance(self.search.found, Proposed):
            return
        steps, taken, changed = self.search.found.steps, set(self.search.taken), {step}
        while changed:
            at = changed.pop()
            (taken.add if on else taken.discard)(at)
            near = steps[at].needs if on else [n for n, each in enumerate(steps) if at in each.needs]
            changed |= {each for each in near if (each in taken) != on}
        self.search = replaced(self.search, taken=frozenset(taken))
        self._tell()

    def adopt(self) -> None:
        """Do the steps that are ticked, as one gesture."""
        search = self.search
        if search is None or not isinstance(search.found, Proposed) or self.cut is None:
            return
        if search.cut is None or search.cut.state is not self.cut.state:
            return
        moves = [move for at, step in enumerate(search.found.steps) if at in search.taken for move in step.moves]
        if moves:
            self.do(*moves)

    def forget(self) -> None:
        self.search = None
        self._tell()

    def broken(self, error: BaseException, retry: Callable[[], None], again: Callable[[], None] | None) -> Message:
        return Message("cancelled") if isinstance(error, Stopped) else failed(error, retry)

    def unfold(self, units: Collection[str]) -> None:
        """Unfold all of these."""
        self.look(shut=self.view.shut.difference(units), opened=self.view.opened.union(units))

    @property
    def folded(self) -> frozenset[str]:
        """The units that are drawn without what is beneath them: of the whole, every regional office to begin with."""
        view, cut = self.view, self.cut
        if cut is None:
            return frozenset()
        return (frozenset() if view.office else cut.offices - view.opened) | view.shut

    def place(self, go: Callable[[str], None]) -> None:
        """Take those without a place into the placement of the same scenario, and go there."""
        cut = self.cut
        assert cut is not None
        if not isinstance(self.fates, Fates):
            return
        moves = to_placement(cut.state, self.fates)

        def settle(found: Any) -> None:
            if isinstance(found, Found):
                go("penempatan")

        if moves:
            self.do(*moves, settle=settle)
        else:
            go("penempatan")


def _checks(cut: Cut) -> pd.DataFrame:
    settings = resources.restructuring_policy()["pemeriksaan"]
    return checks(cut.state.staffing, cut.regulation, settings, cut.base.staffing)
