"""The record of the scenario, step by step: who did what when, what was said of it, and how it stood then."""

from collections.abc import Mapping

import ipywidgets as ui

from widgets.apps.cut_screen import CutScreen
from widgets.apps.files import Files
from widgets.apps.layout import box
from widgets.apps.panels.structure import played
from widgets.apps.tabs.structure.cut_sheet import CutSheet, Detail
from widgets.form_panel import FormPanel
from widgets.log import Log
from widgets.org_chart import OrgChart
from widgets.unit_card import UnitCard


class Riwayat(CutSheet):
    """Playback with comments."""

    name = "riwayat"

    def __init__(self, screen: CutScreen, files: Files) -> None:
        super().__init__(screen, files)
        self.log.on_gesture(self._on_log)
        self.form.on_gesture(self._on_form)
        self.card.on_gesture(self._on_card)
        self.chart.on_gesture(self._on_chart)

    def _laid_out(self) -> ui.Box:
        self.log, self.form, self.card, self.chart = Log(), FormPanel(), UnitCard(), OrgChart()
        left, right = box(self.card, self.chart, look="pn-tumpuk"), box(self.form, self.log, look="pn-tumpuk")
        return box(left, right, look="pn-kerja-2")

    def show(self) -> None:
        screen, session = self.screen, self.session
        cut, view = screen.cut, screen.view
        if cut is None:
            return
        seen = (cut.scenario.id, cut.scenario.seq, view.step)
        self._put(self.log, lambda: played.record(screen), *seen)
        self._put(self.form, lambda: played.form(screen), view.asked)
        self._put(self.card, lambda: played.card(screen), *seen)
        self._put(self.chart, lambda: played.chart_of(screen), *seen, view.office, view.lens, session.folded)

    # -- hearing

    def _on_log(self, gesture: str, detail: Detail) -> None:
        key, name = str(detail.get("key", "")), str(detail.get("name", ""))
        if gesture != "act" or not key.isdecimal():
            return
        if name == "look":
            self.session.look(step=int(key))
        elif name == "say":
            self.session.ask("comment", key)

    def _on_form(self, gesture: str, detail: Detail) -> None:
        asked, values = self.screen.view.asked, detail.get("values")
        if gesture == "close" or asked is None or not isinstance(values, Mapping):
            self.session.look(asked=None)
        else:
            self.session.comment(int(asked.id), str(values.get("text", "")))

    def _on_card(self, gesture: str, detail: Detail) -> None:
        at, last = played.position(self.screen), len(played.reel(self.screen)) - 1
        if detail.get("key") == "back":
            self.session.look(step=max(0, at - 1))
        elif detail.get("key") == "on":
            self.session.look(step=min(last, at + 1))

    def _on_chart(self, gesture: str, detail: Detail) -> None:
        if gesture == "fold":
            self.session.fold(str(detail.get("id", "")))
        elif gesture == "open":
            self.session.look(office=str(detail.get("id", "")))
