"""The workshop app: one shared scenario, each participant in an own browser. `app()` is all that its notebook calls."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ipywidgets as ui

from widgets.apps.frame import Frame
from widgets.apps.gathering import Gathering
from widgets.apps.meeting_screen import MeetingScreen
from widgets.apps.opening import opened
from widgets.apps.panels.workshop import around
from widgets.apps.tabs.sheet import Sheet
from widgets.apps.tabs.structure.bagan import Bagan
from widgets.apps.tabs.workshop.meja import Meja
from widgets.apps.words import Words

SHEETS: dict[str, type[Sheet]] = {sheet.name: sheet for sheet in (Meja, Bagan)}
"""By name, in the order of their tabs."""

PULSE = 0.25
"""Seconds between two looks at what others did."""


def app(
    scenario: str | None = None,
    *,
    lang: str | None = None,
    home: Path | str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> ui.Box:
    """The page, for the scenario, language and sheet of the address (or as given)."""
    return opened(
        Page,
        Gathering,
        title="meet.title",
        name="cut.name",
        scenario=scenario,
        lang=lang,
        home=home,
        environment=environment,
    )


def beat(session: Gathering) -> "asyncio.Task[None] | None":
    """Follow what others do for as long as the kernel lives; nothing without a loop."""

    async def follow() -> None:
        while True:
            await asyncio.sleep(PULSE)
            session.follow()

    try:
        return asyncio.get_running_loop().create_task(follow())
    except RuntimeError:
        return None


class Page(Frame):
    """The page of one participant."""

    title = "meet.tab"
    present = True
    sheets = SHEETS

    session: Gathering
    screen: MeetingScreen

    def __init__(self, session: Gathering, t: Words, sheet: str = "") -> None:
        super().__init__(session, MeetingScreen(session, t), sheet)

    def head(self) -> Mapping[str, Any]:
        return around.heading(self.screen)

    def began(self) -> None:
        beat(self.session)

    def known(self) -> tuple[Any, ...]:
        return (self.session.workshop,)

    def settled(self) -> None:
        self.session.go_on()
