"""`Desk`: a page's scenario, and the queue of its gestures. A page says what it works out for a scenario.

A gesture is worked out beside the kernel's thread: first what would follow of it, then the row in the ledger, and only
then what the page shows. So an impossible step is refused before it is recorded, a cancelled calculation leaves no
trace, and whatever the screen shows is on record.
"""

import time
from abc import abstractmethod
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import date, datetime
from threading import Event as Sign
from typing import Any

from widgets.apps.conversation import Conversation, Message, Who, Work, failed
from widgets.apps.runner import Runner
from workbench.io import resources, scenarios
from workbench.io.failure import Failure
from workbench.io.ledger import Conflict
from workbench.io.plans import draft
from workbench.io.workspace import Workspace
from workbench.regulation import Rulebook
from workbench.scenario import Move, Policy, Refused, Scenario
from workbench.staffing import Staffing


@dataclass(frozen=True, eq=False)
class Found:
    """What a piece of work brought: the scenario as recorded, and what the page has worked out for it."""

    scenario: Scenario
    worked: Any
    seconds: float
    recorded: bool


@dataclass(frozen=True, eq=False)
class Nothing:
    """What follows of a gesture cannot be: `reason` is whatever the page's own work brought in its place."""

    reason: Any


@dataclass(frozen=True)
class Task:
    """A gesture in the queue; a later one with the same `name` takes its place (never, where it is empty)."""

    name: str
    work: Callable[[], Any]
    settle: Callable[[Any], None] | None = None


@dataclass(frozen=True)
class Shelf(Workspace):
    """A workspace that reads each snapshot once: it never changes, and what is worked out is bound to the tables."""

    kept: dict[str, Staffing] = field(default_factory=dict, compare=False, repr=False)

    def snapshot(self, id: str) -> Staffing:
        if id not in self.kept:
            self.kept[id] = super().snapshot(id)
        return self.kept[id]


class Desk(Conversation):
    """One page's scenario; its id is empty until the first step opens a record. Listeners hear of each change."""

    def __init__(self, workspace: Workspace, who: Who, runner: Runner, *, title: Callable[[date], str]) -> None:
        super().__init__(who, runner)
        self.workspace = Shelf(workspace.home, workspace.settings)
        self._title = title
        self.scenario: Scenario | None = None
        self.saved: datetime | None = None
        self.seconds: float | None = None
        self.opened_names = False
        self.requested: str | None = None
        self.view: Any = None
        self._law: Rulebook | None = None
        self._queue: deque[Task] = deque()
        self._task: Task | None = None

    # -- what a page says of itself

    @abstractmethod
    def work_out(self, scenario: Scenario) -> Any:
        """What the page shows of a scenario, or `Nothing` where it cannot be. Called beside the kernel's thread."""

    def headed(self, worked: Any, scenario: Scenario) -> Any:
        """The same for a scenario that has just been recorded."""
        return worked

    @abstractmethod
    def take(self, worked: Any) -> None:
        """What was worked out becomes what the page shows."""

    @abstractmethod
    def shown(self) -> Any:
        """What the page has worked out for its present scenario; None before it is open."""

    def hurry(self) -> None:
        """A gesture waits: whatever only explains makes way."""

    def heard(self, *, hidden: bool) -> None:
        """The browser said that somebody is there; `hidden`: with another page in front."""

    def idle(self) -> None:
        """No gesture is under way, none waits."""

    def impossible(self, reason: Any, moves: tuple[Move, ...]) -> Message:
        """What is said where nothing can follow of a gesture."""
        raise AssertionError(f"this page never finds {reason!r}")

    # -- opening

    def open(self, scenario: str | None) -> None:
        """Show this scenario, or the agency's policy on its latest data when there is none."""
        self.requested = scenario

        def work() -> Any:
            started = time.monotonic()
            found = scenarios.load(self.workspace, scenario) if scenario else self.draft()
            worked = self.work_out(found)
            if isinstance(worked, Nothing):
                raise Failure(worked.reason.reason)
            return Found(found, worked, time.monotonic() - started, recorded=bool(scenario))

        self._submit(Task("open", work), again=lambda: self.open(scenario))

    def draft(self) -> Scenario:
        """The scenario that a first step would open."""
        return draft(self.workspace, self._title)

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
            worked = self.work_out(tried)
            if isinstance(worked, Nothing):
                return worked
            opened = before if before.id else self._record(before)
            tried = replaced(tried, id=opened.id, title=opened.title, seq=opened.seq + 1)
            after = scenarios.do(self.workspace, opened, moves, note=note, tried=tried, **self.who.now())
            return self._made(after, worked, started)

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
            worked = self.work_out(tried)
            if isinstance(worked, Nothing):
                return worked
            return self._made(record(self.workspace, before, **self.who.now()), worked, started)

        self._act(Task("", work))

    def branch(self, title: str, moves: tuple[Move, ...] = ()) -> None:
        """Go on in a new branch, with `moves` as its first gesture if there are any."""

        def work() -> Any:
            started = time.monotonic()
            child = scenarios.branch(self.workspace, self._now(), title, **self.who.now())
            after = scenarios.do(self.workspace, child, moves, **self.who.now()) if moves else child
            if not isinstance(after, Scenario):
                return after
            worked = self.work_out(after)
            if isinstance(worked, Nothing):
                return worked
            return Found(after, worked, time.monotonic() - started, recorded=True)

        self._act(Task("branch", work))

    def begin(self) -> None:
        """Open a record for what is shown, without a step."""

        def work() -> Any:
            started = time.monotonic()
            return self._made(self._record(self._now()), self.shown(), started)

        self._act(Task("begin", work))

    def reveal(self, reason: str = "", then: Callable[[], None] | None = None) -> None:
        """Record that names are shown from here on; they are, once it is recorded."""

        def work() -> Any:
            before = self._now()
            opened = before if before.id else self._record(before)
            after = scenarios.reveal(self.workspace, opened, reason=reason, **self.who.now())
            if not isinstance(after, Scenario):
                return after
            return Found(after, self.headed(self.shown(), after), self.seconds or 0.0, recorded=True)

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

    def cancel(self) -> None:
        """Leave the calculation; what waited behind it goes too."""
        self._queue.clear()
        super().cancel()

    def look(self, **changes: Any) -> None:
        """Change what is looked at; nothing of it is recorded."""
        seen = replaced(self.view, **changes)
        if seen != self.view:  # the same view stays the same thing, so that nothing is shown anew for it
            self.view = seen
        self._tell()

    # -- what the page asks

    @property
    def busy(self) -> bool:
        """Whether a gesture is being worked out, or waits."""
        return self._task is not None or bool(self._queue)

    @property
    def recorded(self) -> bool:
        return self.scenario is not None and bool(self.scenario.id)

    @property
    def policy(self) -> Policy:
        """The policy in force, also before anything is shown."""
        return self.scenario.state.policy if self.scenario is not None else resources.default_policy()

    @property
    def rulebook(self) -> Rulebook:
        """Read when it is first needed: a page should appear before all laws are read."""
        if self._law is None:
            self._law = scenarios.rulebook(self.workspace)
        return self._law

    # -- beside the kernel's thread

    def _now(self) -> Scenario:
        assert self.scenario is not None, "no gesture before the page is open"
        return self.scenario

    def _record(self, draft: Scenario) -> Scenario:
        return scenarios.new(self.workspace, draft.title, draft.snapshot, policy=draft.state.policy, **self.who.now())

    def _made(self, after: Any, worked: Any, started: float) -> Any:
        """What came of a row: the page's new ground, or why there is none."""
        if not isinstance(after, Scenario):
            return after
        return Found(after, self.headed(worked, after), time.monotonic() - started, recorded=True)

    # -- in the thread that owns the widgets

    def _act(self, task: Task, moves: tuple[Move, ...] = ()) -> None:
        """A gesture that will be recorded: somebody must be known to have made it."""
        self._once_named(lambda: self._submit(task, moves=moves))

    def _submit(self, task: Task, *, moves: tuple[Move, ...] = (), again: Callable[[], None] | None = None) -> None:
        self.message = None
        self._enqueue(task, moves=moves, again=again)

    def _enqueue(self, task: Task, *, moves: tuple[Move, ...] = (), again: Callable[[], None] | None = None) -> None:
        self._queue = deque(waiting for waiting in self._queue if not task.name or waiting.name != task.name)
        self._queue.append(replaced(task, settle=lambda found: self._settle(task, found, moves, again)))
        self.hurry()
        self._next()

    def _next(self) -> None:
        if self._task is not None or not self._free():
            return
        if not self._queue:
            self.idle()
            return
        self._task = self._queue.popleft()
        self._stop = Sign()
        self.work = Work("", 0.0, time.monotonic())
        self._tell()
        self.runner.run(self._task.work, self._finished)

    def _free(self) -> bool:
        """Whether the next gesture may begin."""
        return True

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
                self.message = Message(
                    "refused", found.reason, found.reason_en, found.code, remedies=remedies, moves=moves
                )
            case Nothing():
                self.message = self.impossible(found.reason, moves)
            case Conflict():
                self.message = Message("conflict", found.reason, conflict=found, moves=moves)
            case Failure() if self.scenario is None:
                self.message = Message("missing", str(found), again=again)
            case BaseException():
                self.message = self.broken(found, again or (lambda: self._submit(task, moves=moves)), again)
        if task.settle is not None:
            task.settle(found)

    def broken(self, error: BaseException, retry: Callable[[], None], again: Callable[[], None] | None) -> Message:
        """What is said where a piece of work ended in an error."""
        return failed(error, retry)

    def _show(self, found: Found) -> None:
        before = self.scenario
        self.scenario, self.seconds = found.scenario, found.seconds
        self.take(found.worked)
        if found.recorded and (before is None or (before.id, before.seq) != (found.scenario.id, found.scenario.seq)):
            self.saved = self._last_row(found.scenario)
        if before is not None and before.id and before.id != found.scenario.id:
            self.opened_names = False

    def _last_row(self, scenario: Scenario) -> datetime | None:
        events = self.workspace.ledger.events(scenario.id, after=scenario.seq - 1)
        return events[-1].at if events else None
