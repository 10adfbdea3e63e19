"""What every sheet about a plan does: ask studies, wait for them, and say why it has nothing."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as ui

from widgets.apps.layout import show
from widgets.apps.panels import plan, states
from widgets.apps.screen import Screen
from widgets.apps.session import BETTER, Session
from widgets.apps.studies import Study
from widgets.apps.tabs.sheet import Sheet
from widgets.simple_table import SimpleTable
from widgets.state_panel import StatePanel
from widgets.waiting import Waiting


class PlanSheet(Sheet):
    """A subclass says in `_show` what its leaves show, and in `studies` what it asks."""

    screen: Screen

    def _above(self) -> tuple[ui.Widget, ...]:
        self.waiting, self.said = Waiting(), StatePanel()
        self.waiting.on_gesture(self._on_waiting)
        self.said.on_gesture(self._on_said)
        return self.said, self.waiting

    @property
    def session(self) -> Session:
        return self.screen.session

    @abstractmethod
    def _show(self) -> None:
        """Show what the session and the studies know now."""

    def studies(self) -> Sequence[Study]:
        """What this sheet asks of the plan now, the first thing first."""
        return ()

    def waits(self, study: Study) -> bool:
        """Whether the sheet tells how far this study is; some parts do so themselves."""
        return True

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
