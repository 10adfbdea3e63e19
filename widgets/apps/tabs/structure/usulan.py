"""What the optimiser proposes under caps: each step with what it saves, whom it disturbs and why; taken whole, in part,
or not."""

from collections.abc import Mapping
from dataclasses import replace

import ipywidgets as ui

from widgets.apps.cut_screen import CutScreen
from widgets.apps.files import Files
from widgets.apps.layout import box
from widgets.apps.panels import plan
from widgets.apps.panels.structure import proposed, python
from widgets.apps.restructuring import Search
from widgets.apps.tabs.structure.cut_sheet import CutSheet, Detail
from widgets.form_panel import FormPanel
from widgets.proposals import Proposals
from widgets.python_line import PythonLine
from widgets.waiting import Waiting


class Usulan(CutSheet):
    """Proposals of the optimiser."""

    name = "usulan"

    def __init__(self, screen: CutScreen, files: Files) -> None:
        super().__init__(screen, files)
        self.form.on_gesture(self._on_form)
        self.waiting.on_gesture(self._on_waiting)
        self.found.on_gesture(self._on_found)

    def _laid_out(self) -> ui.Box:
        self.form, self.waiting, self.found, self.python = FormPanel(), Waiting(), Proposals(), PythonLine()
        right = box(self.waiting, self.found, box(self.python, look="pn-panel"), look="pn-tumpuk")
        return box(self.form, right, look="pn-kerja-samping")

    def show(self) -> None:
        screen, session = self.screen, self.session
        if screen.cut is None:
            return
        search = session.search
        searching = search is not None and search.found is None and session.work is not None
        self.waiting.wait(plan.told(session.work, self.t, self.t("proposed.working")) if searching else None)
        busy = session.work is not None
        self._put(self.form, lambda: proposed.form(screen), screen.cut.tree, search, screen.view.office, busy)
        self._put(self.found, lambda: proposed.record(screen), search, screen.cut, session.busy)
        self._put(self.python, lambda: python.record(screen, proposed.code(screen)), search, screen.view.python)

    # -- hearing

    def _on_form(self, gesture: str, detail: Detail) -> None:
        values = detail.get("values")
        if gesture == "submit" and isinstance(values, Mapping):
            read = proposed.caps(self.screen, values)
            if isinstance(read, dict):
                self.session.search = replace(self.session.search or Search(), mistakes=read)
                self.session.look()
            else:
                self.session.propose(read)

    def _on_waiting(self, gesture: str, detail: Detail) -> None:
        if gesture == "cancel":
            self.session.cancel()

    def _on_found(self, gesture: str, detail: Detail) -> None:
        session, key = self.session, str(detail.get("key", ""))
        if gesture == "tick" and key.isdecimal():
            session.tick(int(key), on=detail.get("on") is True)
        elif gesture == "head" and detail.get("name") == "apply":
            session.adopt()
        elif gesture == "head" and detail.get("name") == "none":
            session.forget()
