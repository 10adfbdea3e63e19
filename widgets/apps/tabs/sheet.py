"""What every sheet does: show a leaf again only when what it rests on has changed, wait, and say why it has nothing."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as ui

from widgets.apps.conversation import Message
from widgets.apps.files import Files
from widgets.apps.layout import box, show
from widgets.apps.panels import plan, states
from widgets.apps.screen import Screen
from widgets.apps.session import BETTER, Session
from widgets.apps.studies import Study
from widgets.apps.words import Words
from widgets.leaf import Leaf
from widgets.simple_table import SimpleTable
from widgets.state_panel import StatePanel
from widgets.waiting import Waiting

PLAIN = (str, int, float, bool, tuple, frozenset, dict, type(None))
"""What is the same when it is equal; anything else, when it is the same thing."""

PANEL = "pn-lembar-isi-"
"""Class of a sheet's box, before the sheet's name."""


class Sheet(ABC):
    """One tab. A subclass lays out its leaves, and says in `_show` what they show and in `studies` what it asks."""

    name = ""

    def __init__(self, screen: Screen, files: Files) -> None:
        self.screen, self.files = screen, files
        self.waiting, self.said = Waiting(), StatePanel()
        self._seen: dict[Leaf, tuple[Any, ...]] = {}
        self.box = box(self.said, self.waiting, self._laid_out(), look=PANEL + self.name)
        self.waiting.on_gesture(self._on_waiting)
        self.said.on_gesture(self._on_said)

    @property
    def session(self) -> Session:
        return self.screen.session

    @property
    def t(self) -> Words:
        return self.screen.t

    @abstractmethod
    def _laid_out(self) -> ui.Box:
        """The leaves of this sheet in their boxes."""

    @abstractmethod
    def _show(self) -> None:
        """Show what the session and the studies know now."""

    def studies(self) -> Sequence[Study]:
        """What this sheet asks of the plan now, the first thing first."""
        return ()

    def waits(self, study: Study) -> bool:
        """Whether the sheet tells how far this study is; some parts do so themselves."""
        return True

    def tells(self, message: Message) -> bool:
        """Whether a part of this sheet says this itself, in the place where it matters."""
        return False

    def leaves(self) -> tuple[Leaf, ...]:
        return tuple(part for part in vars(self).values() if isinstance(part, Leaf))

    # -- showing

    def show(self) -> None:
        """Show what is known. Progress comes often, so it travels alone."""
        running = self.session.study
        asked = running == BETTER or (running in self.studies() and running is not None and self.waits(running))
        waited = running is not None and not running.quick and asked
        words = self.t("work.better" if running == BETTER else "work.study")
        self.waiting.wait(plan.told(self.session.aside, self.t, words) if waited else None)
        stopped = self._stopped()
        message = self.session.answer(stopped).message if stopped is not None else None  # type: ignore[union-attr]
        if self._fresh(self.said, message, self.screen.blind):
            show(self.said, states.stopped(self.screen, message) if message is not None else None)
        self._show()

    def _put(self, leaf: Any, record: Callable[[], Mapping[str, Any] | None], *inputs: Any) -> None:
        """Show this record, made only when one of its inputs is another than before."""
        if self._fresh(leaf, *inputs):
            show(leaf, record())

    def _fresh(self, leaf: Leaf, *inputs: Any) -> bool:
        seen = self._seen.get(leaf)
        if seen is not None and len(seen) == len(inputs) and all(map(_same, seen, inputs)):
            return False
        self._seen[leaf] = inputs
        return True

    def forget(self) -> None:
        """Show everything anew: what was shown last is not sure."""
        self._seen.clear()

    def _stopped(self) -> Study | None:
        """The first study that has no answer and says why."""
        for study in self.studies():
            found = self.session.answer(study)
            if found is not None and found.message is not None:
                return study
        return None

    # -- hearing

    def _hear(self, name: str, table: SimpleTable, take: Callable[[], None] | None = None) -> None:
        """Turn the pages of a table, follow a row that leads to a post, and `take` the whole table away."""

        def hear(gesture: str, detail: Mapping[str, Any]) -> None:
            view, by = self.session.view, detail.get("by")
            if gesture == "page" and isinstance(by, int):
                page = max(0, view.turned.get(name, 0) + by)
                self.session.look(turned={**view.turned, name: page})
            elif gesture == "open":
                self._follow(str(detail.get("key", "")))
            elif gesture == "file" and take is not None:
                take()

        table.on_gesture(hear)

    def _follow(self, post: str) -> None:
        """To the plan, at this post."""
        rows = self.screen.rows
        found = rows.loc[rows["post"] == post, "key"]
        if len(found):
            self.session.look(tab="rencana", row=str(found.iloc[0]), nip="", every_candidate=False)
            self.files.connection.go_to(f"baris-{found.iloc[0]}")

    def _on_waiting(self, gesture: str, detail: Mapping[str, Any]) -> None:
        running = self.session.study
        if gesture == "cancel" and running is not None:
            self.session.leave(running)

    def _on_said(self, gesture: str, detail: Mapping[str, Any]) -> None:
        stopped = self._stopped()
        if gesture == "act" and detail.get("name") == "again" and stopped is not None:
            self.session.retry(stopped)


def _same(before: Any, now: Any) -> bool:
    return before is now or (isinstance(now, PLAIN) and type(before) is type(now) and before == now)
