"""The structure app: the chart of units and what follows of each change. `app()` is all that its notebook calls."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ipywidgets as ui

from widgets.apps.cut_screen import CutScreen
from widgets.apps.frame import Frame
from widgets.apps.opening import opened
from widgets.apps.panels.structure import family, heading
from widgets.apps.restructuring import Restructuring
from widgets.apps.tabs.sheet import Sheet
from widgets.apps.tabs.structure.bagan import Bagan
from widgets.apps.tabs.structure.banding import Banding
from widgets.apps.tabs.structure.riwayat import Riwayat
from widgets.apps.tabs.structure.usulan import Usulan
from widgets.apps.words import Words

SHEETS: dict[str, type[Sheet]] = {sheet.name: sheet for sheet in (Bagan, Usulan, Banding, Riwayat)}
"""By name, in the order of their tabs."""


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
        Restructuring,
        title="cut.heading",
        name="cut.name",
        scenario=scenario,
        lang=lang,
        home=home,
        environment=environment,
    )


class Page(Frame):
    """The structure page."""

    title = "cut.tab"
    sheets = SHEETS

    session: Restructuring
    screen: CutScreen

    def __init__(self, session: Restructuring, t: Words, sheet: str = "") -> None:
        super().__init__(session, CutScreen(session, t), sheet)
        session.draw = lambda kin: family.drawn(self.screen, kin)

    def act(self, name: str) -> None:
        if name == "worked":
            self.session.open_worked()

    def head(self) -> Mapping[str, Any]:
        return heading.record(self.screen)

    def settled(self) -> None:
        self.session.go_on()
