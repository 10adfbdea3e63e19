"""What every page's session shares: who acts, what is worked out, what must be said, and who listens."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import UTC, datetime
from threading import Event as Sign
from typing import Any, Literal

from widgets.apps.runner import Runner
from workbench.io.failure import Failure
from workbench.io.ledger import Conflict
from workbench.scenario import Move

NEWS_EVERY = 0.15
"""Seconds between two words of progress."""


@dataclass(frozen=True)
class Who:
    """Who acts in this page; `name` is empty until somebody has said."""

    name: str
    role: str

    def now(self) -> dict[str, Any]:
        """actor, role and at, as the ledger wants them."""
        return {"actor": self.name, "role": self.role, "at": datetime.now(UTC)}


@dataclass(frozen=True)
class Work:
    """What is being worked out: words, how far (0..1), since when (monotonic seconds). `keeps`: whoever leaves it now
    keeps the best that was found."""

    words: str
    fraction: float
    since: float
    keeps: bool = False

    def further(self, fraction: float, words: str, keeps: bool = False) -> "Work":
        return replaced(self, words=words, fraction=max(fraction, self.fraction), keeps=keeps)

    def left(self, now: float) -> float | None:
        """Seconds that it may still take; None while nobody can tell."""
        passed = now - self.since
        return passed * (1 - self.fraction) / self.fraction if self.fraction > 0.1 and passed > 1 else None


@dataclass(frozen=True)
class Message:
    """What the page must say: a refusal with its remedy, a conflict, an error, a question. `limits`: names of the rows
    of limits that cannot be kept together; `least`: of a single one, the least that any plan counts in it."""

    kind: Literal["refused", "conflict", "error", "missing", "cancelled", "ask", "export"]
    reason: str = ""
    reason_en: str = ""
    code: str = ""
    details: str = ""
    remedies: tuple[Move, ...] = ()
    conflict: Conflict | None = None
    moves: tuple[Move, ...] = ()
    limits: tuple[str, ...] = ()
    least: int | None = None
    again: Callable[[], None] | None = None
    then: Callable[[], None] | None = None


class Conversation:
    """Work goes on beside the kernel's thread; listeners hear of each change in the thread that owns the widgets."""

    def __init__(self, who: Who, runner: Runner) -> None:
        self.who = who
        self.runner = runner
        self.work: Work | None = None
        self.message: Message | None = None
        self._stop = Sign()
        self._told_at = 0.0
        self._listeners: list[Callable[[], None]] = []
        self._waiting: Callable[[], None] | None = None

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change; returns its off."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()

    # -- the page's answers

    def cancel(self) -> None:
        """Leave the calculation."""
        self._stop.set()

    def dismiss(self) -> None:
        self.message = None
        self._tell()

    def say(self, message: Message) -> None:
        self.message = message
        self._tell()

    def named(self, name: str) -> None:
        """Somebody said who they are; what waited for that goes on."""
        if not name:
            return
        self.who = replaced(self.who, name=name)
        waiting, self._waiting = self._waiting, None
        if self.message is not None and self.message.kind == "ask":
            self.message = None
        self._tell()
        if waiting is not None:
            waiting()

    def _once_named(self, act: Callable[[], None]) -> None:
        """What will be recorded is done by somebody."""
        if self.who.name:
            act()
        else:
            self._waiting = act
            self.say(Message("ask"))

    # -- progress

    def _progress(self, fraction: float, words: str, keeps: bool = False) -> None:
        """Called beside the kernel's thread."""
        if self._due(fraction):
            self.runner.tell(lambda: self._news(fraction, words, keeps))

    def _due(self, fraction: float) -> bool:
        now = time.monotonic()
        if now - self._told_at < NEWS_EVERY and fraction < 1:
            return False
        self._told_at = now
        return True

    def _news(self, fraction: float, words: str, keeps: bool) -> None:
        if self.work is not None:
            self.work = self.work.further(fraction, words, keeps)
            self._tell()


def failed(error: BaseException, again: Callable[[], None]) -> Message:
    """What can be mended says so itself; anything else is told by its kind, with the details to copy."""
    import traceback

    details = "".join(traceback.format_exception(error))
    return Message("error", str(error) if isinstance(error, Failure) else "", details=details, again=again)
