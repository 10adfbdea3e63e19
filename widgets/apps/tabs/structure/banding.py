"""The scenario among its branches, what is taken over from one, and handing it in."""

from collections.abc import Mapping
from dataclasses import replace

import ipywidgets as ui

from widgets.apps.cut_screen import CutScreen
from widgets.apps.files import Files
from widgets.apps.layout import box
from widgets.apps.panels.structure import family, submission
from widgets.apps.tabs.structure.cut_sheet import CutSheet, Detail
from widgets.form_panel import FormPanel
from widgets.picture import Picture
from widgets.simple_table import SimpleTable
from widgets.unit_card import UnitCard


class Banding(CutSheet):
    """Comparison, merging and submission."""

    name = "banding"

    def __init__(self, screen: CutScreen, files: Files) -> None:
        super().__init__(screen, files)
        self.tree.on_gesture(self._on_tree)
        self.changed.on_gesture(self._on_changed)
        self.merging.on_gesture(self._on_merging)
        self.card.on_gesture(self._on_card)
        self.form.on_gesture(self._on_form)

    def _laid_out(self) -> ui.Box:
        self.tree, self.side, self.small, self.changed = SimpleTable(), SimpleTable(), Picture(), SimpleTable()
        self.merging, self.card, self.form = FormPanel(), UnitCard(), FormPanel()
        left = box(self.side, self.small, self.changed, look="pn-tumpuk")
        right = box(self.tree, self.merging, self.card, self.form, look="pn-tumpuk")
        return box(left, right, look="pn-kerja-2")

    def show(self) -> None:
        screen, session = self.screen, self.session
        cut, view = screen.cut, screen.view
        if cut is None:
            return
        self._put(self.tree, lambda: family.tree(screen), session.kin, cut.scenario.id)
        self._put(self.side, lambda: family.side(screen), session.kin)
        self._put(self.small, lambda: family.small(screen), session.kin, cut.scenario.id)
        page = view.turned.get(family.CHANGED, 0)
        self._put(self.changed, lambda: family.changed(screen), cut.state, page, screen.blind)
        self._put(self.merging, lambda: submission.merging(screen), session.kin, session.merging)
        if cut.checked:
            self._put(self.card, lambda: submission.card(screen), cut, session.status, session.recorded)
        self._put(self.form, lambda: submission.form(screen), cut, view.asked)

    # -- hearing

    def _on_tree(self, gesture: str, detail: Detail) -> None:
        if gesture == "open" and detail.get("key"):
            self.session.open(str(detail["key"]))

    def _on_changed(self, gesture: str, detail: Detail) -> None:
        by = detail.get("by")
        if gesture == "page" and isinstance(by, int):
            turned = self.screen.view.turned
            page = max(0, turned.get(family.CHANGED, 0) + by)
            self.session.look(turned={**turned, family.CHANGED: page})

    def _on_merging(self, gesture: str, detail: Detail) -> None:
        session, values = self.session, detail.get("values")
        if gesture == "close":
            session.merging = None
            session.look()
        elif gesture == "submit" and isinstance(values, Mapping):
            if session.merging is None:
                session.merge(str(values.get("from", "")), {})
            else:
                session.merge(session.merging[0], submission.chosen(values))

    def _on_card(self, gesture: str, detail: Detail) -> None:
        key = str(detail.get("key", ""))
        if gesture == "act" and key in submission.STATED:
            self.session.ask(key, "")

    def _on_form(self, gesture: str, detail: Detail) -> None:
        session, asked, values = self.session, self.screen.view.asked, detail.get("values")
        if gesture == "close" or asked is None or not isinstance(values, Mapping):
            session.look(asked=None)
            return
        reason = " ".join(str(values.get("reason", "")).split())
        if not reason and asked.kind in ("return", "waive"):
            session.look(asked=replace(asked, mistakes={"reason": self.t("form.empty")}))
            return
        rule, _, unit = str(values.get("what", "")).partition(submission.SEPARATOR)
        session.state_of(asked.kind, reason, rule=rule, unit=unit)
