"""Audit: is the plan fair, how sure is it, and what would make it surer."""

from collections.abc import Sequence
from typing import Any

import ipywidgets as ui

from widgets.apps.files import Files
from widgets.apps.layout import box
from widgets.apps.panels.audit import balance, cleaning, envy, notes, selection
from widgets.apps.screen import Screen
from widgets.apps.studies import Study
from widgets.apps.tabs.sheet import Sheet
from widgets.numbers import Numbers
from widgets.simple_table import SimpleTable
from workbench.io import resources
from workbench.placement import Plan, audit
from workbench.placement.engine.assign import Progress, StopSign


def _audited(plan: Plan, progress: Progress, stop: StopSign) -> Any:
    return audit(plan, resources.fairness(), progress=progress, stop=stop)


FAIRNESS = Study("fairness", _audited)


class Audit(Sheet):
    name = "audit"

    def __init__(self, screen: Screen, files: Files) -> None:
        self.numbers = Numbers()
        self.selection, self.envy, self.balance, self.reasons, self.cleaning = (SimpleTable() for _ in range(5))
        super().__init__(screen, files)
        for name in ("selection", "envy", "balance", "reasons", "cleaning"):
            self._hear(name, getattr(self, name))

    def _laid_out(self) -> ui.Box:
        main = box(self.cleaning, self.selection, self.envy, self.balance, look="pn-tumpuk")
        side = box(self.numbers, self.reasons, look="pn-tumpuk")
        return box(main, side, look="pn-kerja-2")

    def studies(self) -> Sequence[Study]:
        return FAIRNESS, cleaning.CLEANING

    def _show(self) -> None:
        screen, turned = self.screen, self.session.view.turned
        found, blind = self.session.value(FAIRNESS), screen.blind
        self._put(self.numbers, lambda: notes.record(screen, found), found)
        self._put(self.selection, lambda: selection.record(screen, found), found, turned.get("selection"))
        self._put(self.envy, lambda: envy.justified(screen, found), found, blind, turned.get("envy"))
        self._put(self.balance, lambda: balance.record(screen, found), found, turned.get("balance"))
        worth = self.session.value(cleaning.CLEANING)
        self._put(self.cleaning, lambda: cleaning.record(screen, worth), worth, blind, turned.get("cleaning"))
        self._put(self.reasons, lambda: envy.reasons(screen, found), found, turned.get("reasons"))
