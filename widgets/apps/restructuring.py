"""`Restructuring`: the one mutable object of the structure page: its scenario, and what is known of how it is cut."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from widgets.apps.conversation import Message, Who, failed
from widgets.apps.desk import Desk, Found
from widgets.apps.runner import Runner
from workbench.io import resources
from workbench.io.workspace import Workspace
from workbench.regulation import Regulation
from workbench.scenario import Refused, Scenario, State
from workbench.structure import (
    Criteria,
    Fates,
    Measured,
    Tree,
    affected,
    checks,
    fates,
    read_tree,
    to_placement,
)
from workbench.structure.between import drawn, touched_of
from workbench.structure.changes import changes
from workbench.structure.tree import kinds_of

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
class Cut:
    """What the page knows of a scenario: how it was cut (`before`) and is (`after`) on the day of `regulation`, the
    figures of both, the tree as it is drawn (with what is gone, as ghosts), what changed, and the checks."""

    scenario: Scenario
    regulation: Regulation
    before: Measured
    after: Measured
    tree: Tree
    gone: frozenset[str]
    changed: pd.DataFrame
    affected: pd.DataFrame
    checks: pd.DataFrame

    @property
    def base(self) -> State:
        return self.scenario.base

    @cached_property
    def offices(self) -> frozenset[str]:
        """The regional offices that are drawn."""
        groups = self.state.staffing.schemas.vocabulary.group("unit_kind")
        kinds = frozenset(groups.index[groups == "opd"])
        return frozenset(self.tree.unit[[kind in kinds for kind in self.tree.kind]])

    @property
    def state(self) -> State:
        return self.scenario.state


class Restructuring(Desk):
    """The structure page's scenario, and what follows of it for units and people."""

    def __init__(self, workspace: Workspace, who: Who, runner: Runner, *, title: Callable[[date], str]) -> None:
        super().__init__(workspace, who, runner, title=title)
        self.view: View = View()
        self.cut: Cut | None = None
        self.fates: Fates | Refused | None = None
        """What becomes of the people; worked out after the chart is shown. None until then."""
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
        units, gone = drawn(base.staffing, state.staffing)
        tops = kinds_of(state.staffing.schemas.vocabulary, "root")
        return Cut(
            scenario=scenario,
            regulation=regulation,
            before=before,
            after=after,
            tree=read_tree(units, tops),
            gone=gone,
            changed=changes(before.drawn, after.drawn),
            affected=affected(before.drawn, after.drawn),
            checks=self._checked(known if same else None, base, after, regulation),
        )

    def _checked(self, known: Cut | None, base: State, after: Measured, regulation: Regulation) -> pd.DataFrame:
        """The checks; only the offices that a step touched are checked anew."""
        settings = resources.restructuring_policy()["pemeriksaan"]
        if known is None:
            return checks(after.staffing, regulation, settings, base.staffing)
        offices = touched_of(known.after.drawn, after.drawn)
        if not offices:
            return known.checks
        fresh = checks(after.staffing, regulation, settings, base.staffing, offices=sorted(offices))
        kept = known.checks[~known.checks["office"].isin(offices)]
        return pd.concat([kept, fresh], ignore_index=True)

    def take(self, worked: Cut) -> None:
        if self.cut is None or worked.state is not self.cut.state:
            self.fates = None
        self.cut = worked
        known = set(worked.tree.unit)
        self.view = replaced(self.view, selection=tuple(unit for unit in self.view.selection if unit in known))

    def shown(self) -> Cut | None:
        return self.cut

    def headed(self, worked: Cut, scenario: Scenario) -> Cut:
        return replaced(worked, scenario=scenario)

    # -- what becomes of the people, and every check: worked out once the chart is shown

    def idle(self) -> None:
        if self.cut is not None and self.lacks() and not self._studying:
            cut = self.cut
            self._studying = True
            self.runner.run(lambda: self._studied(cut), lambda future: self._told(cut, future))

    def lacks(self) -> bool:
        """Whether something that is shown is still to be worked out."""
        return self.fates is None

    def _free(self) -> bool:
        return not self._studying

    def _studied(self, cut: Cut) -> Any:
        policy = resources.restructuring_policy()
        found = fates(cut.base, cut.state, Criteria.from_record(policy["nasib"]))
        every = checks(cut.state.staffing, cut.regulation, policy["pemeriksaan"], cut.base.staffing)
        return found, every

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

    def learn(self, studied: Any) -> None:
        """What was worked out beside is known from here on."""
        assert self.cut is not None
        self.fates, every = studied
        self.cut = replaced(self.cut, checks=every)

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
