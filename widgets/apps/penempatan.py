"""The placement app: one page, put together from leaves. `app()` is all that its notebook calls."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import ipywidgets as ui

from widgets.apps import who
from widgets.apps.conversation import Who, failed
from widgets.apps.files import Files
from widgets.apps.format import clock, day
from widgets.apps.layout import box, show
from widgets.apps.panels import bar, heading, states, toolbar
from widgets.apps.runner import runner
from widgets.apps.screen import Screen
from widgets.apps.session import TABS, Session
from widgets.apps.tabs.audit import Audit
from widgets.apps.tabs.bandingkan import Bandingkan
from widgets.apps.tabs.rantai import Rantai
from widgets.apps.tabs.rencana import Rencana
from widgets.apps.tabs.sheet import PANEL, Sheet
from widgets.apps.words import Words
from widgets.connection import Connection
from widgets.heading import Heading
from widgets.leaf import Leaf
from widgets.scenario_bar import ScenarioBar
from widgets.state_panel import StatePanel
from widgets.tabs import Tabs
from widgets.toolbar import Toolbar
from workbench.io.failure import Failure
from workbench.io.resources import root
from workbench.io.workspace import Workspace

SHEETS: dict[str, type[Sheet]] = {sheet.name: sheet for sheet in (Rencana, Bandingkan, Rantai, Audit)}
"""By name, in the order of their tabs."""


def app(
    scenario: str | None = None,
    *,
    lang: str | None = None,
    home: Path | str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> ui.Box:
    """The page, for the scenario, language and sheet of the address (or as given).

    Returns at once; data are read and the plan is worked out beside it.
    """
    asked = parse_qs(environment.get("QUERY_STRING", ""))
    t = Words(lang or asked.get("lang", ["id"])[0])
    person = Who(who.actor(environment), who.role(environment))
    try:
        workspace = Workspace.open(home)
    except Failure as failure:
        return nothing(t, str(failure))
    if workspace.latest is None:
        return nothing(t, "")
    session = Session(workspace, person, runner(), title=lambda as_of: t("start.name", day=day(as_of, t.lang)))
    page = Page(session, t, sheet=asked.get("lihat", [""])[0])
    session.open(scenario or asked.get("skenario", [None])[0])
    return page.box


def nothing(t: Words, reason: str) -> ui.Box:
    """The page of a server without data: what to run, or where to bring files."""
    head, said = Heading(), StatePanel()
    head.show(title=t("page.title"), sentences=[], warning="", dates=[])
    said.show(**states.no_data(t, reason, data_page=(root() / "notebooks" / "data.ipynb").is_file()))
    said.on_gesture(lambda gesture, detail: None)
    return box(box(head, said, look="pn-isi"), look="pn-app")


class Page:
    """The frame of one session: connection, scenario bar, title, tabs; a sheet is made when it is first looked at."""

    def __init__(self, session: Session, t: Words, sheet: str = "") -> None:
        self.session, self.t = session, t
        self.screen = Screen(session, t)
        self._shown: tuple[Any, ...] | None = None
        self.connection, self.bar, self.heading, self.toolbar = Connection(), ScenarioBar(), Heading(), Toolbar()
        self.state, self.tabs = StatePanel(), Tabs()
        self.files = Files(self.screen, self.connection)
        self.sheets: dict[str, Sheet] = {}
        self.content = box(self.heading, self.state, self.tabs, self.toolbar, look="pn-isi")
        self.box = box(self.connection, self.bar, self.content, look="pn-app")
        for leaf, hear in self._ears().items():
            leaf.on_gesture(hear)
        session.listen(self.refresh)
        session.look(tab=sheet if sheet in SHEETS else TABS[0])

    @property
    def sheet(self) -> Sheet:
        """The one in sight, made when it is first looked at."""
        name = self.session.view.tab
        if name not in self.sheets:
            self.sheets[name] = SHEETS[name](self.screen, self.files)
            self.content.children = (*self.content.children, self.sheets[name].box)
        return self.sheets[name]

    def leaves(self) -> list[Leaf]:
        """Everything that the browser can read."""
        own = [part for part in vars(self).values() if isinstance(part, Leaf)]
        return own + [leaf for sheet in self.sheets.values() for leaf in sheet.leaves()]

    def _ears(self) -> dict[Leaf, Callable[[str, Mapping[str, Any]], None]]:
        return {
            self.connection: self._on_connection,
            self.bar: self._on_bar,
            self.tabs: self._on_tabs,
            self.toolbar: self._on_toolbar,
            self.state: self._on_state,
        }

    # -- showing

    def refresh(self) -> None:
        """Show what the session knows; a leaf whose record is the same is not sent anything."""
        session = self.session
        try:
            self.sheet.show()
            self._show_frame()
        except Exception as error:  # the page's last resort: it must say that it stopped, and what stays safe
            self._shown = None
            self.sheet.forget()
            session.message = failed(error, self._again)
            self.state.show(**states.error(self.screen.t, session.message))
            return
        if session.plan is not None and session.work is None:
            session.want(self.sheet.studies())

    def _again(self) -> None:
        self.session.dismiss()

    def _show_frame(self) -> None:
        """Last: the bar is the receipt of a step, so whoever reads it sees all that the step changed."""
        session, screen = self.session, self.screen
        found = (session.scenario, session.plan, session.saved)
        now = (*found, session.view, session.message, session.who, session.opened_names)
        if self._shown is not None and all(a is b for a, b in zip(now, self._shown, strict=True)):
            return
        self._shown = now
        for name, sheet in self.sheets.items():
            sheet.box.layout.display = None if name == session.view.tab else "none"
        self.tabs.show(**self._tabs())
        self.heading.show(**heading.record(screen))
        self.toolbar.show(**toolbar.record(screen))
        told = session.message is not None and self.sheet.tells(session.message)
        show(self.state, None if told else states.record(screen))
        self.connection.show(**self._tie())
        self.bar.show(**bar.record(screen))

    def _tabs(self) -> dict[str, Any]:
        tabs = [{"key": name, "label": self.t(f"tab.{name}"), "panel": PANEL + name} for name in SHEETS]
        return {"label": self.t("tab.label"), "current": self.session.view.tab, "tabs": tabs}

    def _tie(self) -> dict[str, str]:
        t, session = self.t, self.session
        return {
            "scenario": session.scenario.id if session.scenario is not None else "",
            "sheet": session.view.tab if session.view.tab != TABS[0] else "",
            "title": t("page.tab"),
            "actor": session.who.name,
            "saved": t("lost.saved", time=clock(session.saved, t.lang)) if session.saved else t("lost.none"),
            "attempt": t("lost.attempt", n="{n}"),
            "gone": t("lost.gone"),
        }

    # -- hearing

    def _on_connection(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "hello" and not self.session.who.name:
            self.session.named(who.tidy(str(detail.get("actor", ""))))

    def _on_bar(self, gesture: str, detail: Mapping[str, Any]) -> None:
        session = self.session
        if session.scenario is None:
            return
        if gesture == "undo":
            session.undo()
        elif gesture == "redo":
            session.redo()
        elif gesture == "python":
            session.look(python=not session.view.python)
        elif gesture == "branch" and session.recorded:
            session.branch(str(detail.get("title", "")))
        elif gesture == "open":
            session.open(str(detail.get("scenario", "")))

    def _on_tabs(self, gesture: str, detail: Mapping[str, Any]) -> None:
        key = str(detail.get("key", ""))
        if gesture == "show" and key in SHEETS and key != self.session.view.tab:
            self.session.look(tab=key)

    def _on_toolbar(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "search":
            self.session.look(query=str(detail.get("text", ""))[:120], page=0)
        elif gesture == "blind" and detail.get("on"):
            self.session.hide()
        elif gesture == "blind" and self.session.plan is not None:
            self.session.reveal()

    def _on_state(self, gesture: str, detail: Mapping[str, Any]) -> None:
        session, message = self.session, self.session.message
        name, _, rest = str(detail.get("name", "")).partition(":")
        if gesture != "act":
            return
        if name == "begin":
            session.begin()
        elif name == "open":
            session.open(rest)
        elif name == "fresh":
            session.open(None)
        elif message is None:
            return
        elif name == "close":
            session.dismiss()
        elif name == "name":
            session.named(who.tidy(str(detail.get("value", ""))))
        elif name == "download" and message.then is not None:
            message.then()
        elif name == "again" and message.again is not None:
            message.again()
        elif name == "remedy" and rest.isdecimal() and int(rest) < len(message.remedies):
            session.do(message.remedies[int(rest)], *message.moves)
        elif name == "theirs":
            session.rebase()
        elif name == "over":
            session.rebase(message.moves)
        elif name == "branch" and message.conflict is not None:
            session.branch(states.branch_name(self.screen, message.conflict), message.moves)
