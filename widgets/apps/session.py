"""`Session`: the one mutable object of a page. It holds a scenario and its plan; gestures become recorded steps.

A gesture is worked out beside the kernel's thread: first the plan that would follow, then the row in the ledger, and
only then what the page shows. So an impossible lock is refused before it is recorded, a cancelled calculation leaves no
trace, and whatever the screen shows is on record.
"""

import json
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import date, datetime
from threading import Event as Sign
from typing import Any

from widgets.apps.conversation import Conversation, Message, Who, Work, failed
from widgets.apps.limits import ways_out
from widgets.apps.runner import Runner
from widgets.apps.searching import Searching
from widgets.apps.studies import Answer, Studies, Study
from workbench.io import resources, scenarios
from workbench.io.chain import canonical
from workbench.io.failure import Failure
from workbench.io.ledger import Conflict
from workbench.io.plans import question
from workbench.io.workspace import Workspace
from workbench.placement import Ground, Infeasible, Plan, Stopped, prepare, solve
from workbench.placement.engine.assign import Progress, StopSign
from workbench.regulation import Rulebook
from workbench.scenario import Move, Policy, Refused, Release, Scenario, State
from workbench.staffing import Staffing

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


@dataclass(frozen=True, eq=False)
class Found:
    """What a piece of work brought: the scenario as recorded and its plan."""

    scenario: Scenario
    plan: Plan
    seconds: float
    recorded: bool


@dataclass(frozen=True)
class Task:
    """A gesture in the queue; a later one with the same `name` takes its place (never, where it is empty)."""

    name: str
    work: Callable[[], Any]
    settle: Callable[[Any], None] | None = None


@dataclass(frozen=True)
class Shelf(Workspace):
    """A workspace that reads each snapshot once: it never changes, and the ground of a plan is bound to the tables."""

    kept: dict[str, Staffing] = field(default_factory=dict, compare=False, repr=False)

    def snapshot(self, id: str) -> Staffing:
        if id not in self.kept:
            self.kept[id] = super().snapshot(id)
        return self.kept[id]


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


class Session(Conversation):
    """One page's scenario; its id is empty until the first step opens a record. Listeners hear of each change."""

    def __init__(self, workspace: Workspace, who: Who, runner: Runner, *, title: Callable[[date], str]) -> None:
        super().__init__(who, runner)
        self.workspace = Shelf(workspace.home, workspace.settings)
        self._title = title
        self.scenario: Scenario | None = None
        self.plan: Plan | None = None
        self.studies = Studies()
        self.aside: Work | None = None
        self.saved: datetime | None = None
        self.seconds: float | None = None
        self.opened_names = False
        self.requested: str | None = None
        self.view = View()
        self.most_moves = 0
        self._ground: Ground | None = None
        self._law: Rulebook | None = None
        self._plans: OrderedDict[str, Plan] = OrderedDict()
        self._queue: deque[Task] = deque()
        self._task: Task | None = None
        self.study: Study | None = None
        self._leave_study = Sign()

    # -- opening

    def open(self, scenario: str | None) -> None:
        """Show this scenario, or the agency's policy on its latest data when there is none."""
        self.requested = scenario

        def work() -> Found:
            started = time.monotonic()
            found = scenarios.load(self.workspace, scenario) if scenario else self._draft()
            plan = self._planned(found)
            if isinstance(plan, Infeasible):
                raise Failure(plan.reason)
            return Found(found, plan, time.monotonic() - started, recorded=bool(scenario))

        self._submit(Task("open", work), again=lambda: self.open(scenario))

    def _draft(self) -> Scenario:
        """The state that a first step would start from; nobody has recorded it."""
        asked = question(self.workspace)
        # The policy as the ledger would tell it, so that the first step starts from the very same ground.
        told = Policy.from_record(json.loads(canonical(asked.state.policy.to_record())))
        asked = replaced(asked, state=State(asked.state.staffing, told))
        return Scenario("", self._title(asked.state.staffing.as_of), str(asked.head["snapshot"]), asked.state)

    # -- gestures

    def do(self, *moves: Move, note: str = "", name: str = "", settle: Callable[[Any], None] | None = None) -> None:
        """All moves as one gesture. A gesture of the same `name` that still waits is superseded. `settle` hears what
        came of it: `Found`, or why not."""

        def work() -> Any:
            started = time.monotonic()
            before = self._now()
            tried = before.do(*moves)
            if isinstance(tried, Refused):
                return tried
            plan = self._planned(tried)
            if isinstance(plan, Infeasible):
                return plan
            opened = before if before.id else self._record(before)
            after = scenarios.do(self.workspace, opened, moves, note=note, **self.who.now())
            if not isinstance(after, Scenario):
                return after
            return Found(after, self._headed(plan, after), time.monotonic() - started, recorded=True)

        self._act(Task(name, work, settle), moves)

    def undo(self) -> None:
        self._step(scenarios.undo, lambda scenario: scenario.undo())

    def redo(self) -> None:
        self._step(scenarios.redo, lambda scenario: scenario.redo())

    def _step(self, record: Callable[..., Any], step: Callable[[Scenario], Scenario | Refused]) -> None:
        def work() -> Any:
            started = time.monotonic()
            before = self._now()
            tried = step(before)
            if isinstance(tried, Refused):
                return None  # the button is off; a key pressed once too often is no mistake
            plan = self._planned(tried)
            if isinstance(plan, Infeasible):
                return plan
            after = record(self.workspace, before, **self.who.now())
            if not isinstance(after, Scenario):
                return after
            return Found(after, self._headed(plan, after), time.monotonic() - started, recorded=True)

        self._act(Task("", work))

    def branch(self, title: str, moves: tuple[Move, ...] = ()) -> None:
        """Go on in a new branch, with `moves` as its first gesture if there are any."""

        def work() -> Any:
            started = time.monotonic()
            child = scenarios.branch(self.workspace, self._now(), title, **self.who.now())
            after = scenarios.do(self.workspace, child, moves, **self.who.now()) if moves else child
            if not isinstance(after, Scenario):
                return after
            plan = self._planned(after)
            if isinstance(plan, Infeasible):
                return plan
            return Found(after, plan, time.monotonic() - started, recorded=True)

        self._act(Task("branch", work))

    def search_on(self) -> None:
        """Look once more for the plan of what is shown, where the last search ended before its plan was proven."""

        def work() -> Any:
            started = time.monotonic()
            scenario = self._now()
            kept = self._plans.pop(self._key(scenario), None)
            plan = self._planned(scenario, whole=True)
            if isinstance(plan, Infeasible):
                return plan
            if kept is not None and kept.assignment.levels > plan.assignment.levels:
                self._plans[self._key(scenario)] = kept
                plan = self._headed(kept, scenario)
            return Found(scenario, plan, time.monotonic() - started, recorded=bool(scenario.id))

        self._submit(Task("search", work))

    def begin(self) -> None:
        """Open a record for what is shown, without a step."""

        def work() -> Found:
            started = time.monotonic()
            opened = self._record(self._now())
            assert self.plan is not None
            return Found(opened, self._headed(self.plan, opened), time.monotonic() - started, recorded=True)

        self._act(Task("begin", work))

    def reveal(self, reason: str = "", then: Callable[[], None] | None = None) -> None:
        """Record that names are shown from here on; they are, once it is recorded."""

        def work() -> Any:
            before = self._now()
            opened = before if before.id else self._record(before)
            after = scenarios.reveal(self.workspace, opened, reason=reason, **self.who.now())
            if not isinstance(after, Scenario):
                return after
            assert self.plan is not None
            return Found(after, self._headed(self.plan, after), self.seconds or 0.0, recorded=True)

        def settle(found: Any) -> None:
            if isinstance(found, Found):
                self.opened_names = True
                if then is not None:
                    then()

        self._act(Task("reveal", work, settle))

    def hide(self) -> None:
        """Blind again; that needs no record."""
        self.opened_names = False
        self._tell()

    def rebase(self, moves: tuple[Move, ...] = ()) -> None:
        """After a conflict: take what stands in the ledger, and do `moves` on top of it if there are any."""
        assert self.scenario is not None
        scenario = self.scenario.id
        self.open(scenario)
        if moves:
            self.do(*moves)

    # -- the page's answers

    def cancel(self) -> None:
        """Leave the calculation; what waited behind it goes too."""
        self._queue.clear()
        super().cancel()

    def look(self, **changes: Any) -> None:
        """Change what is looked at."""
        self.view = replaced(self.view, **changes)
        self._tell()

    # -- what the page asks

    @property
    def busy(self) -> bool:
        """Whether a gesture is being worked out, or waits."""
        return self._task is not None or bool(self._queue)

    @property
    def searching(self) -> bool:
        """Whether the plan is there ahead of the search, which is still to come or under way."""
        return self.plan is not None and self.plan.hasty and self.answer(BETTER) is None

    @property
    def recorded(self) -> bool:
        return self.scenario is not None and bool(self.scenario.id)

    @property
    def policy(self) -> Policy:
        """The policy in force, also before any plan is there."""
        return self.scenario.state.policy if self.scenario is not None else resources.default_policy()

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

    @property
    def rulebook(self) -> Rulebook:
        """Read when it is first needed: a page should appear before all laws are read."""
        if self._law is None:
            self._law = scenarios.rulebook(self.workspace)
        return self._law

    def _now(self) -> Scenario:
        assert self.scenario is not None, "no gesture before the page is open"
        return self.scenario

    def _record(self, draft: Scenario) -> Scenario:
        return scenarios.new(self.workspace, draft.title, draft.snapshot, policy=draft.state.policy, **self.who.now())

    def _planned(self, scenario: Scenario, *, whole: bool = False) -> Plan | Infeasible:
        """The plan of a scenario; only what its last step changed is worked out anew. Under limits it may be there
        ahead of the search, unless the `whole` search is asked for."""
        state, key = scenario.state, self._key(scenario)
        if key in self._plans:
            self._plans.move_to_end(key)
            return self._headed(self._plans[key], scenario)
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
        return self._headed(plan, scenario)

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

    def _headed(self, plan: Plan, scenario: Scenario) -> Plan:
        """The plan with what it rests on."""
        if not scenario.id:
            return plan
        return replaced(plan, head=question(self.workspace, scenario).head)

    def _aside_progress(self, fraction: float, words: str) -> None:
        """How far a study is; called beside the kernel's thread."""
        if self._due(fraction):
            self.runner.tell(lambda: self._aside_news(fraction, words))

    # -- in the thread that owns the widgets

    def _aside_news(self, fraction: float, words: str) -> None:
        if self.aside is not None:
            self.aside = self.aside.further(fraction, words)
            self._tell()

    def _act(self, task: Task, moves: tuple[Move, ...] = ()) -> None:
        """A gesture that will be recorded: somebody must be known to have made it."""
        self._once_named(lambda: self._submit(task, moves=moves))

    def _submit(self, task: Task, *, moves: tuple[Move, ...] = (), again: Callable[[], None] | None = None) -> None:
        self._queue = deque(waiting for waiting in self._queue if not task.name or waiting.name != task.name)
        self._queue.append(replaced(task, settle=lambda found: self._settle(task, found, moves, again)))
        self.message = None
        if self.study is not None:
            self._leave_study.set()  # a gesture goes before what only explains
        self._next()

    def _next(self) -> None:
        if self._task is not None or self.study is not None:
            return
        if self._queue:
            self._task = self._queue.popleft()
            self._stop = Sign()
            self.work = Work("", 0.0, time.monotonic())
            self._tell()
            self.runner.run(self._task.work, self._finished)
        elif (study := self.studies.next(self.plan)) is not None:
            self._begin_study(study)

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

    def _finished(self, future: "Future[Any]") -> None:
        task, self._task, self.work = self._task, None, None
        assert task is not None and task.settle is not None
        error = future.exception()
        task.settle(error if error is not None else future.result())
        self._tell()
        self._next()

    def _settle(
        self,
        task: Task,
        found: Any,
        moves: tuple[Move, ...],
        again: Callable[[], None] | None,
    ) -> None:
        """What came of a piece of work becomes what the page shows."""
        match found:
            case Found():
                self._show(found)
            case Refused():
                remedies = (found.remedy,) if found.remedy is not None else ()
                self.message = Message("refused", found.reason, code=found.code, remedies=remedies, moves=moves)
            case Infeasible():
                self.message = self._impossible(found, moves)
            case Conflict():
                self.message = Message("conflict", found.reason, conflict=found, moves=moves)
            case Stopped():
                self.message = Message("cancelled", again=again)
            case Failure() if self.scenario is None:
                self.message = Message("missing", str(found), again=again)
            case BaseException():
                self.message = failed(found, again or (lambda: self._submit(task, moves=moves)))
        if task.settle is not None:
            task.settle(found)

    def _impossible(self, found: Infeasible, moves: tuple[Move, ...]) -> Message:
        """No plan: why, and the locks or limits that could be lifted."""
        locks = [Release(nip, post) for nip, post in sorted(self.policy.locks) if nip in found.nips]
        # Only a collision names limits; its class is not imported, since the engine of limits takes a second to load.
        limits: tuple[str, ...] = getattr(found, "limits", ())
        return Message(
            "refused",
            found.reason,
            found.reason_en,
            found.code,
            remedies=(*locks[:1], *ways_out(self.policy, limits, moves)),
            moves=moves,
            limits=limits,
            least=getattr(found, "least", None),
        )

    def _show(self, found: Found) -> None:
        before = self.scenario
        self.scenario, self.plan, self.seconds = found.scenario, found.plan, found.seconds
        if found.recorded and (before is None or (before.id, before.seq) != (found.scenario.id, found.scenario.seq)):
            self.saved = self._last_row(found.scenario)
        if before is not None and before.id and before.id != found.scenario.id:
            self.opened_names = False

    def _last_row(self, scenario: Scenario) -> datetime | None:
        events = self.workspace.ledger.events(scenario.id)
        return events[-1].at if events else None
