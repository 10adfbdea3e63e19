"""`Session`: the one mutable object of the placement page: its scenario, its plan, and what is studied of it."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import date
from threading import Event as Sign
from typing import Any

from widgets.apps.conversation import Message, Who, Work, failed
from widgets.apps.desk import Desk, Found, Nothing, Task
from widgets.apps.limits import ways_out
from widgets.apps.runner import Runner
from widgets.apps.searching import Searching
from widgets.apps.studies import Answer, Studies, Study
from workbench.io.plans import question
from workbench.io.workspace import Workspace
from workbench.placement import Ground, Infeasible, Plan, Stopped, prepare, solve
from workbench.placement.engine.assign import Progress, StopSign
from workbench.scenario import Move, Policy, Release, Scenario

KEPT_PLANS = 8
"""Plans remembered, so that an undo shows its plan at once."""

TABS = ("rencana", "bandingkan", "rantai", "audit")
"""The sheets of the page, by their names in the address."""


def better(plan: Plan, progress: Progress, stop: StopSign) -> Plan | Infeasible:
    """The best plan in place of one that is there ahead of the search; where it is stopped, the best so far."""
    search = Searching(lambda fraction, words, _: progress(fraction, words), stop, ground=0.0)
    found = solve(plan.ground, plan.policy, progress=search.progress, stop=search)
    if isinstance(found, Plan):
        _ = found.warm  # made here, so that the next gesture finds it
    return found


BETTER = Study("better", better)


@dataclass(frozen=True)
class View:
    """What the user looks at; nothing of it is recorded. `tab`: one of `TABS`, `row`: key of a row of the plan, `nip`:
    a candidate, `turned`: page of each table that is not on its first, `opened`: parts that are folded out,
    `compared`: keys of the plans laid side by side (None: those that the page proposes)."""

    tab: str = TABS[0]
    row: str = ""
    nip: str = ""
    page: int = 0
    turned: Mapping[str, int] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    compared: tuple[str, ...] | None = None
    query: str = ""
    only_findings: bool = False
    every_candidate: bool = False
    every_finding: bool = False
    python: bool = True


class Session(Desk):
    """The placement page's scenario, its plan, and what is studied of it."""

    def __init__(self, workspace: Workspace, who: Who, runner: Runner, *, title: Callable[[date], str]) -> None:
        super().__init__(workspace, who, runner, title=title)
        self.plan: Plan | None = None
        self.studies = Studies()
        self.aside: Work | None = None
        self.view: View = View()
        self.most_moves = 0
        self._ground: Ground | None = None
        self._plans: OrderedDict[str, Plan] = OrderedDict()
        self.study: Study | None = None
        self._leave_study = Sign()

    # -- what the desk asks of a page

    def work_out(self, scenario: Scenario) -> Plan | Nothing:
        plan = self._planned(scenario)
        return Nothing(plan) if isinstance(plan, Infeasible) else plan

    def headed(self, worked: Plan, scenario: Scenario) -> Plan:
        """The plan with what it rests on."""
        if not scenario.id:
            return worked
        return replaced(worked, head=question(self.workspace, scenario).head)

    def take(self, worked: Plan) -> None:
        self.plan = worked

    def shown(self) -> Plan | None:
        return self.plan

    def hurry(self) -> None:
        if self.study is not None:
            self._leave_study.set()  # a gesture goes before what only explains

    def idle(self) -> None:
        if (study := self.studies.next(self.plan)) is not None:
            self._begin_study(study)

    def _free(self) -> bool:
        return self.study is None

    def impossible(self, reason: Infeasible, moves: tuple[Move, ...]) -> Message:
        """No plan: why, and the locks or limits that could be lifted."""
        locks = [Release(nip, post) for nip, post in sorted(self.policy.locks) if nip in reason.nips]
        # Only a collision names limits; its class is not imported, since the engine of limits takes a second to load.
        limits: tuple[str, ...] = getattr(reason, "limits", ())
        return Message(
            "refused",
            reason.reason,
            reason.reason_en,
            reason.code,
            remedies=(*locks[:1], *ways_out(self.policy, limits, moves)),
            moves=moves,
            limits=limits,
            least=getattr(reason, "least", None),
        )

    def broken(self, error: BaseException, retry: Callable[[], None], again: Callable[[], None] | None) -> Message:
        return Message("cancelled", again=again) if isinstance(error, Stopped) else failed(error, retry)

    # -- gestures of this page

    def search_on(self) -> None:
        """Look once more for the plan of what is shown, where the last search ended before its plan was proven."""

        def work() -> Any:
            started = time.monotonic()
            scenario = self._now()
            kept = self._plans.pop(self._key(scenario), None)
            plan = self._planned(scenario, whole=True)
            if isinstance(plan, Infeasible):
                return Nothing(plan)
            if kept is not None and kept.assignment.levels > plan.assignment.levels:
                self._plans[self._key(scenario)] = kept
                plan = self.headed(kept, scenario)
            return Found(scenario, plan, time.monotonic() - started, recorded=bool(scenario.id))

        self._submit(Task("search", work))

    # -- what the page asks

    @property
    def searching(self) -> bool:
        """Whether the plan is there ahead of the search, which is still to come or under way."""
        return self.plan is not None and self.plan.hasty and self.answer(BETTER) is None

    def answer(self, study: Study) -> Answer | None:
        """What a study of the plan on the screen brought; None while it is not there."""
        return self.studies.answer(self.plan, study)

    def value(self, study: Study) -> Any:
        """The same without the reason where there is none."""
        found = self.answer(study)
        return found.value if found is not None else None

    # -- studies: what the page wants to know of its plan

    def want(self, studies: Sequence[Study]) -> None:
        """These are looked at now: what is not known of them is worked out, the rest is left. Of a plan that is there
        ahead of the search nothing else is asked than whether there is a better one."""
        self.studies.want((BETTER,) if self.searching else studies)
        running = self.study
        if running is not None:
            quick = self.studies.next(self.plan)
            if not self.studies.wanted(running) or (quick is not None and quick.quick and not running.quick):
                self._leave_study.set()
        self._next()

    def leave(self, study: Study) -> None:
        """Stop a study, or do not begin it, until it is asked for again."""
        if self.plan is not None and self.answer(study) is None:
            self.studies.keep(self.plan, study, message=Message("cancelled"))
            if self.study == study:
                self._leave_study.set()
            self._tell()

    def retry(self, study: Study) -> None:
        self.studies.forget(self.plan, study)
        self._tell()

    def planned(self, scenario: Scenario, progress: Progress, stop: StopSign) -> Plan | Infeasible:
        """The plan of another scenario or policy, for a study; it takes the ground from the plan on the screen."""
        known = next(reversed(self._plans.values()), None)
        ground = prepare(scenario.state, self.rulebook, progress, stop, known=known.ground if known else None)
        return solve(ground, scenario.state.policy, progress=progress, stop=stop, known=known)

    # -- beside the kernel's thread

    def _planned(self, scenario: Scenario, *, whole: bool = False) -> Plan | Infeasible:
        """The plan of a scenario; only what its last step changed is worked out anew. Under limits it may be there
        ahead of the search, unless the `whole` search is asked for."""
        state, key = scenario.state, self._key(scenario)
        if key in self._plans:
            self._plans.move_to_end(key)
            return self.headed(self._plans[key], scenario)
        search = Searching(self._progress, self._stop) if state.policy.limited else None
        grounded, progress = (search.grounding, search.progress) if search else (self._progress, self._progress)
        stop = search or self._stop
        self._ground = prepare(state, self.rulebook, grounded, stop, known=self._ground)
        # The latest plan keeps its residual network, which answers a lock, a ban or a price in milliseconds.
        known = next(reversed(self._plans.values()), None)
        ahead = None if whole else self._ahead(state.policy)
        plan = ahead or solve(self._ground, state.policy, progress=progress, stop=stop, known=known)
        if isinstance(plan, Infeasible):
            return plan
        if not plan.hasty:
            _ = plan.warm  # made here, so that the next gesture finds it
        self._plans[key] = plan
        while len(self._plans) > KEPT_PLANS:
            self._plans.popitem(last=False)
        return self.headed(plan, scenario)

    def _ahead(self, policy: Policy) -> Plan | None:
        """The plan that a small change of the latest one within limits has in a blink."""
        if not policy.limited:
            return None
        from workbench.placement.limits.ahead import ahead

        kept = [plan for plan in self._plans.values() if plan.ground is self._ground and plan.policy.limited]
        known = next((plan for plan in reversed(kept) if not plan.hasty), None)
        return ahead(known, policy) if known is not None else None

    def _key(self, scenario: Scenario) -> str:
        """What a plan depends on."""
        return repr((id(scenario.state.staffing), scenario.state.policy.to_record(), self.rulebook.digest))

    def _aside_progress(self, fraction: float, words: str) -> None:
        """How far a study is; called beside the kernel's thread."""
        if self._due(fraction):
            self.runner.tell(lambda: self._aside_news(fraction, words))

    # -- in the thread that owns the widgets

    def _aside_news(self, fraction: float, words: str) -> None:
        if self.aside is not None:
            self.aside = self.aside.further(fraction, words)
            self._tell()

    def _begin_study(self, study: Study) -> None:
        plan = self.plan
        assert plan is not None
        self.study, stop = study, Sign()
        self._leave_study = stop
        self.aside = Work("", 0.0, time.monotonic())
        if not study.quick:
            self._tell()
        solved = next((kept for kept in self._plans.values() if kept.rows is plan.rows), plan)
        self.runner.run(
            lambda: study.work(solved, self._aside_progress, stop),
            lambda future: self._studied(study, plan, stop, future),
        )

    def _studied(self, study: Study, plan: Plan, stop: Sign, future: "Future[Any]") -> None:
        """What a study brought is kept with its plan; one that was stopped may be asked for again."""
        self.study, self.aside = None, None
        error = future.exception()
        if error is None:
            self.studies.keep(plan, study, future.result())
            if study == BETTER:
                self._improve(plan, future.result())
        elif not isinstance(error, Stopped) or not stop.is_set():
            self.studies.keep(plan, study, message=failed(error, lambda: self.retry(study)))
        self._tell()
        self._next()

    def _improve(self, hasty: Plan, found: Plan | Infeasible) -> None:
        """The best plan takes the place of the one ahead of it, unless its search was ended before it was as good."""
        if isinstance(found, Infeasible) or found.assignment.levels < hasty.assignment.levels:
            return
        for key, kept in self._plans.items():
            if kept.rows is hasty.rows:
                self._plans[key] = found
        if self.plan is not None and self.plan.rows is hasty.rows:
            self.plan = replaced(found, head=self.plan.head)
