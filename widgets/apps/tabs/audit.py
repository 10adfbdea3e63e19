"""Audit: is the plan fair, how sure is it, and what would make it surer."""

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as ui

from widgets.apps.files import XLSX, Files
from widgets.apps.layout import box
from widgets.apps.panels import python
from widgets.apps.panels.audit import balance, cleaning, envy, notes, robust, selection
from widgets.apps.screen import Screen
from widgets.apps.studies import Study
from widgets.apps.tabs.plan_sheet import PlanSheet
from widgets.numbers import Numbers
from widgets.python_line import PythonLine
from widgets.simple_table import SimpleTable
from widgets.state_panel import StatePanel
from workbench.io import resources
from workbench.placement import Plan, Robust, audit
from workbench.placement.cleaning import Worklist
from workbench.placement.engine.assign import Progress, StopSign


def _audited(plan: Plan, progress: Progress, stop: StopSign) -> Any:
    return audit(plan, resources.fairness(), progress=progress, stop=stop)


FAIRNESS = Study("fairness", _audited)


class Audit(PlanSheet):
    name = "audit"

    def __init__(self, screen: Screen, files: Files) -> None:
        self.numbers, self.core, self.trial, self.python = Numbers(), Numbers(), StatePanel(), PythonLine()
        self.selection, self.envy, self.balance, self.reasons, self.cleaning = (SimpleTable() for _ in range(5))
        self.robust = SimpleTable()
        self._asked: Any = None
        super().__init__(screen, files)
        for name in ("selection", "envy", "balance", "reasons", "robust"):
            self._hear(name, getattr(self, name))
        self._hear("cleaning", self.cleaning, take=self._export)
        self.trial.on_gesture(self._on_trial)

    def _laid_out(self) -> ui.Box:
        main = box(*(self.cleaning, self.trial, self.robust, self.selection, self.envy, self.balance), look="pn-tumpuk")
        side = box(self.numbers, self.core, self.reasons, look="pn-tumpuk")
        self.lines = box(self.python, look="pn-panel")
        return box(main, side, self.lines, look="pn-kerja-2")

    def studies(self) -> Sequence[Study]:
        return FAIRNESS, cleaning.CLEANING, *([robust.CORE] if self._tries else [])

    @property
    def _tries(self) -> bool:
        """Whether the robust core of this very plan was asked for; an undone step brings back what is known of it."""
        plan = self.session.plan
        asked = plan is not None and self._asked is plan.rows and not self.session.policy.limited
        return asked or self.session.answer(robust.CORE) is not None

    def _show(self) -> None:
        screen, turned = self.screen, self.session.view.turned
        found, blind = self.session.value(FAIRNESS), screen.blind
        self._put(self.numbers, lambda: notes.record(screen, found), found)
        self._put(self.selection, lambda: selection.record(screen, found), found, turned.get("selection"))
        self._put(self.envy, lambda: envy.justified(screen, found), found, blind, turned.get("envy"))
        self._put(self.balance, lambda: balance.record(screen, found), found, turned.get("balance"))
        worth = self.session.value(cleaning.CLEANING)
        known = found is not None and worth is not None
        self._put(
            self.cleaning, lambda: cleaning.record(screen, worth, known), worth, known, blind, turned.get("cleaning")
        )
        self._put(self.reasons, lambda: envy.reasons(screen, found), found, turned.get("reasons"))
        self._show_core()

    def _show_core(self) -> None:
        screen, plan, view = self.screen, self.session.plan, self.session.view
        core, stopped = self.session.value(robust.CORE), self._stopped() == robust.CORE
        asked = self._tries and not stopped
        self._put(self.trial, lambda: robust.state(screen, core, asked or stopped), plan, core, asked, stopped)
        self._put(self.core, lambda: robust.figures(screen, core), core)
        self._put(
            self.robust,
            lambda: robust.record(screen, core, asked),
            core,
            asked,
            screen.blind,
            view.turned.get("robust"),
        )
        self._put(
            self.python,
            lambda: python.line(screen, python.audited(screen, robust=core is not None)),
            *(self.session.scenario, plan, core, view.python),
        )
        self.lines.layout.display = None if self.python.record else "none"

    def _on_trial(self, gesture: str, detail: Mapping[str, Any]) -> None:
        plan = self.session.plan
        if gesture == "act" and detail.get("name") == "try" and plan is not None:
            self._asked = plan.rows
            self.session.look(turned={**self.session.view.turned, "robust": 0})

    def _export(self) -> None:
        from workbench.io.documents.audit_xlsx import audit_xlsx

        plan, found = self.session.plan, self.session.value(FAIRNESS)
        worth, core = self.session.value(cleaning.CLEANING), self.session.value(robust.CORE)
        if plan is not None and found is not None:
            listed = worth if isinstance(worth, Worklist) else None
            held = core if isinstance(core, Robust) else None
            self.files.hand_over(
                self.files.named("audit.file", "xlsx"),
                XLSX,
                lambda: audit_xlsx(found, plan, listed, held, self.t.lang),
            )
