"""The frame of a page: connection, scenario bar, title, tabs, and what must be said; a sheet is made when it is first
looked at. A page says which sheets it has, and what stands in its head."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from widgets.apps import who
from widgets.apps.conversation import failed
from widgets.apps.desk import Desk
from widgets.apps.files import Files
from widgets.apps.format import clock
from widgets.apps.layout import box, show
from widgets.apps.panels import bar, states
from widgets.apps.screen import Outlook
from widgets.apps.tabs.sheet import PANEL
from widgets.connection import Connection
from widgets.heading import Heading
from widgets.leaf import Leaf
from widgets.scenario_bar import ScenarioBar
from widgets.state_panel import StatePanel
from widgets.tabs import Tabs


class Frame:
    """`title`: key of the words for the browser's tab; `sheets`: class of each sheet by its name in the address;
    `present`: whether the page hears all the time that somebody is there."""

    title: ClassVar[str]
    present: ClassVar[bool] = False
    sheets: ClassVar[Mapping[str, type]]

    def __init__(self, session: Desk, screen: Outlook, sheet: str = "") -> None:
        self.session, self.screen, self.t = session, screen, screen.t
        self._shown: tuple[Any, ...] | None = None
        self.connection, self.bar, self.heading = Connection(), ScenarioBar(), Heading()
        self.state, self.tabs = StatePanel(), Tabs()
        self.files = Files(screen, self.connection)
        self.made: dict[str, Any] = {}
        self.content = box(self.heading, self.state, self.tabs, *self.tools(), look="pn-isi")
        self.box = box(self.connection, self.bar, self.content, look="pn-app")
        for leaf, hear in self.ears().items():
            leaf.on_gesture(hear)
        session.listen(self.refresh)
        session.look(tab=sheet if sheet in self.sheets else next(iter(self.sheets)))

    # -- what a page says of itself

    def tools(self) -> tuple[Leaf, ...]:
        """Leaves between the tabs and the sheet; made here."""
        return ()

    @abstractmethod
    def head(self) -> Mapping[str, Any]:
        """The record of the heading."""

    def show_tools(self) -> None:
        """Show what `tools` made."""

    def act(self, name: str) -> None:
        """One of the screen's `examples` was asked for."""

    def known(self) -> tuple[Any, ...]:
        """What else the head rests on."""
        return ()

    def began(self) -> None:
        """The page is on its way; what goes on for as long as it lives begins here."""

    def settled(self) -> None:
        """All is shown, and nothing is being worked out."""

    # -- the sheet in sight

    @property
    def sheet(self) -> Any:
        """The one in sight, made when it is first looked at."""
        name = self.session.view.tab
        if name not in self.made:
            self.made[name] = self.sheets[name](self.screen, self.files)
            self.content.children = (*self.content.children, self.made[name].box)
        return self.made[name]

    def leaves(self) -> list[Leaf]:
        """Everything that the browser can read."""
        own = [part for part in vars(self).values() if isinstance(part, Leaf)]
        return own + [leaf for sheet in self.made.values() for leaf in sheet.leaves()]

    def ears(self) -> dict[Leaf, Callable[[str, Mapping[str, Any]], None]]:
        """Which leaf is heard by what."""
        return {
            self.connection: self._on_connection,
            self.bar: self._on_bar,
            self.tabs: self._on_tabs,
            self.state: self._on_state,
        }

    # -- showing

    def refresh(self) -> None:
        """Show what the session knows; a leaf whose record is the same is not sent anything."""
        session = self.session
        try:
            self.sheet.first()
            self.sheet.show()
            self._show_frame()
        except Exception as error:  # the page's last resort: it must say that it stopped, and what stays safe
            self._shown = None
            self.sheet.forget()
            session.message = failed(error, self._again)
            self.state.show(**states.error(self.t, session.message))
            return
        if session.shown() is not None and session.work is None:
            self.settled()

    def _again(self) -> None:
        self.session.dismiss()

    def _show_frame(self) -> None:
        """Last: the bar is the receipt of a step, so whoever reads it sees all that the step changed."""
        session, screen = self.session, self.screen
        found = (session.scenario, session.shown(), session.saved, *self.known())
        now = (*found, session.view, session.message, session.who, session.opened_names)
        if self._shown is not None and all(a is b for a, b in zip(now, self._shown, strict=True)):
            return
        self._shown = now
        for name, sheet in self.made.items():
            sheet.box.layout.display = None if name == session.view.tab else "none"
        self.tabs.show(**self._tabs())
        self.heading.show(**self.head())
        self.show_tools()
        told = session.message is not None and self.sheet.tells(session.message)
        show(self.state, None if told else states.record(screen))
        self.connection.show(**self._tie())
        self.bar.show(**bar.record(screen))

    def _tabs(self) -> dict[str, Any]:
        tabs = [{"key": name, "label": self.t(f"tab.{name}"), "panel": PANEL + name} for name in self.sheets]
        return {"label": self.t("tab.label"), "current": self.session.view.tab, "tabs": tabs}

    def _tie(self) -> dict[str, Any]:
        t, session = self.t, self.session
        return {
            "scenario": session.scenario.id if session.scenario is not None else "",
            "sheet": session.view.tab if session.view.tab != next(iter(self.sheets)) else "",
            "title": t(self.title),
            "actor": session.who.name,
            "saved": t("lost.saved", time=clock(session.saved, t.lang)) if session.saved else t("lost.none"),
            "attempt": t("lost.attempt", n="{n}"),
            "gone": t("lost.gone"),
            "present": self.present,
        }

    # -- hearing

    def _on_connection(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "here":
            self.session.heard(hidden=detail.get("hidden") is True)
        elif gesture == "hello" and not self.session.who.name:
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
        if gesture == "show" and key in self.sheets and key != self.session.view.tab:
            self.session.look(tab=key)

    def _on_state(self, gesture: str, detail: Mapping[str, Any]) -> None:
        session, message = self.session, self.session.message
        name, _, rest = str(detail.get("name", "")).partition(":")
        if gesture != "act":
            return
        if name == "begin":
            session.begin()
        elif name == "open":
            session.open(rest)
        elif name in self.screen.examples():
            self.act(name)
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
