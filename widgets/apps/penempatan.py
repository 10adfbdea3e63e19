"""The placement app: one page, put together from leaves. `app()` is all that its notebook calls."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import ipywidgets as ui

from widgets.apps.frame import Frame
from widgets.apps.opening import opened
from widgets.apps.panels import heading, toolbar
from widgets.apps.screen import Screen
from widgets.apps.session import Session
from widgets.apps.tabs.audit import Audit
from widgets.apps.tabs.bandingkan import Bandingkan
from widgets.apps.tabs.plan_sheet import PlanSheet
from widgets.apps.tabs.rantai import Rantai
from widgets.apps.tabs.rencana import Rencana
from widgets.apps.words import Words
from widgets.leaf import Leaf
from widgets.toolbar import Toolbar

SHEETS: dict[str, type[PlanSheet]] = {sheet.name: sheet for sheet in (Rencana, Bandingkan, Rantai, Audit)}
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
    return opened(
        Page,
        Session,
        title="page.title",
        name="start.name",
        scenario=scenario,
        lang=lang,
        home=home,
        environment=environment,
    )


class Page(Frame):
    """The placement page."""

    title = "page.tab"
    sheets = SHEETS

    session: Session
    screen: Screen

    def __init__(self, session: Session, t: Words, sheet: str = "") -> None:
        super().__init__(session, Screen(session, t), sheet)

    def tools(self) -> tuple[Leaf, ...]:
        self.toolbar = Toolbar()
        return (self.toolbar,)

    def ears(self) -> dict[Leaf, Callable[[str, Mapping[str, Any]], None]]:
        return {**super().ears(), self.toolbar: self._on_toolbar}

    def head(self) -> Mapping[str, Any]:
        return heading.record(self.screen)

    def show_tools(self) -> None:
        self.toolbar.show(**toolbar.record(self.screen))

    def settled(self) -> None:
        self.session.want(self.sheet.studies())

    def _on_toolbar(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "search":
            self.session.look(query=str(detail.get("text", ""))[:120], page=0)
        elif gesture == "blind" and detail.get("on"):
            self.session.hide()
        elif gesture == "blind" and self.session.plan is not None:
            self.session.reveal()
