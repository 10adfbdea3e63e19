"""Rantai: decrees in the order of signing, the pre-flight, retirements to come, and who could follow."""

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as ui

from widgets.apps.files import XLSX, Files
from widgets.apps.layout import box
from widgets.apps.panels import python
from widgets.apps.panels.chains import bench, decrees, picture, retirements
from widgets.apps.screen import Screen
from widgets.apps.studies import Study
from widgets.apps.tabs.plan_sheet import PlanSheet
from widgets.heat_table import HeatTable
from widgets.numbers import Numbers
from widgets.picture import Picture
from widgets.python_line import PythonLine
from widgets.simple_table import SimpleTable
from workbench.io import resources
from workbench.placement import Plan, forecast, preflight
from workbench.placement import bench as successors
from workbench.scenario import State


def _forecast(plan: Plan, progress: Any, stop: Any) -> Any:
    staffing, day = plan.ground.staffing, State(plan.ground.staffing, plan.policy).day
    return forecast(staffing, plan.ground.regulation, day, retirements.YEARS, progress=progress, stop=stop)


def _successors(plan: Plan, progress: Any, stop: Any) -> Any:
    agency = resources.default_policy().settings  # for scenarios older than what nearly ready means
    return successors(plan.ground, plan.policy, otherwise=agency, progress=progress, stop=stop)


PREFLIGHT = Study(
    "preflight", lambda plan, progress, stop: preflight(plan, plan.ground.regulation.rulebook, progress, stop)
)
FORECAST = Study("forecast", _forecast)
BENCH = Study("bench", _successors)


class Rantai(PlanSheet):
    name = "rantai"

    def __init__(self, screen: Screen, files: Files) -> None:
        self.numbers, self.picture, self.offices = Numbers(), Picture(), HeatTable()
        self.decrees, self.blocked, self.years, self.bench = (SimpleTable() for _ in range(4))
        self.python = PythonLine()
        super().__init__(screen, files)
        self._hear("decrees", self.decrees, take=self._export)
        for name in ("blocked", "years", "bench"):
            self._hear(name, getattr(self, name))
        self.picture.on_gesture(self._on_picture)

    def _laid_out(self) -> ui.Box:
        main = box(self.decrees, self.picture, self.bench, self.offices, look="pn-tumpuk")
        side = box(self.numbers, self.blocked, self.years, look="pn-tumpuk")
        self.lines = box(self.python, look="pn-panel")
        return box(main, side, self.lines, look="pn-kerja-2")

    def studies(self) -> Sequence[Study]:
        return PREFLIGHT, FORECAST, BENCH

    # -- showing

    def _show(self) -> None:
        screen, session = self.screen, self.session
        turned, blind = session.view.turned, screen.blind
        flown, foreseen, known = (session.value(study) for study in self.studies())
        self._put(self.numbers, lambda: decrees.figures(screen, flown), flown)
        self._put(self.decrees, lambda: decrees.record(screen, flown), flown, blind, turned.get("decrees"))
        self._put(self.picture, lambda: picture.record(screen), session.plan, blind, turned.get("chain"))
        self._put(self.blocked, lambda: decrees.blocked(screen, flown), flown, blind, turned.get("blocked"))
        self._put(self.years, lambda: retirements.years(screen, foreseen), foreseen)
        self._put(self.offices, lambda: retirements.offices(screen, foreseen), foreseen)
        self._put(self.bench, lambda: bench.record(screen, known), known, blind, turned.get("bench"))

        borrowed = known is not None and known.borrowed
        self._put(
            self.python,
            lambda: python.line(screen, python.chained(screen, retirements.YEARS, borrowed=borrowed)),
            *(session.scenario, session.plan, borrowed, session.view.python),
        )
        self.lines.layout.display = None if self.python.record else "none"

    # -- hearing

    def _follow(self, key: str) -> None:
        """A decree leads to the picture of its chain, a critical post to the plan."""
        if key.isdecimal() and int(key) in picture.chains(self.screen):
            self.session.look(turned={**self.session.view.turned, "chain": int(key)})
            self.files.connection.go_to("gambar")
        else:
            super()._follow(key)

    def _on_picture(self, gesture: str, detail: Mapping[str, Any]) -> None:
        numbers, by = picture.chains(self.screen), detail.get("by")
        if gesture == "page" and by in (-1, 1) and numbers:
            at = numbers.index(picture.shown(self.screen, numbers)) + int(by)
            if 0 <= at < len(numbers):
                self.session.look(turned={**self.session.view.turned, "chain": numbers[at]})

    def _export(self) -> None:
        from workbench.io.documents.preflight_xlsx import preflight_xlsx

        plan, flown = self.session.plan, self.session.value(PREFLIGHT)
        if plan is not None and flown is not None:
            papers, lang = resources.papers(), self.t.lang
            self.files.hand_over(
                self.files.named("decree.file", "xlsx"), XLSX, lambda: preflight_xlsx(flown, plan, papers, lang)
            )
