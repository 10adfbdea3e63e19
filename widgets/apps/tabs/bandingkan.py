"""Bandingkan: up to six plans side by side, only what differs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import ipywidgets as ui
import pandas as pd

from widgets.apps.files import Files
from widgets.apps.layout import box
from widgets.apps.panels import python
from widgets.apps.panels.compare import figures, options, seats
from widgets.apps.panels.compare.options import FIRST, PRESENT, RULE, SCENARIO, Option
from widgets.apps.screen import Screen
from widgets.apps.studies import Study, Worker
from widgets.apps.tabs.plan_sheet import PlanSheet
from widgets.choices import Choices
from widgets.python_line import PythonLine
from widgets.simple_table import SimpleTable
from workbench.io import scenarios
from workbench.placement import Comparison, Infeasible, Matchings, Plan, compare, market, matchings
from workbench.placement.matching import statistics
from workbench.scenario import Scenario

RIVALS = Study("rivals", lambda plan, progress, stop: matchings(plan.ground, plan.policy, progress=progress, stop=stop))


class Bandingkan(PlanSheet):
    name = "bandingkan"

    def __init__(self, screen: Screen, files: Files) -> None:
        self.choices, self.figures, self.seats, self.python = Choices(), SimpleTable(), SimpleTable(), PythonLine()
        self.options: tuple[Option, ...] = ()
        self._offered: tuple[Any, ...] = ()
        super().__init__(screen, files)
        self.choices.on_gesture(self._on_choices)
        self._hear("seats", self.seats)

    def _laid_out(self) -> ui.Box:
        self.lines = box(self.python, look="pn-panel")
        main = box(self.figures, self.seats, self.lines, look="pn-tumpuk")
        return box(self.choices, main, look="pn-kerja-samping")

    # -- what it asks

    @property
    def keys(self) -> tuple[str, ...]:
        return options.chosen(self.screen, self.options)

    def studies(self) -> Sequence[Study]:
        asked = list(dict.fromkeys(self._study(key) for key in self.keys if key != PRESENT))
        plans = self.plans
        wishes = [self._wishes(key, plan) for key, plan in plans.items()]
        return [*asked, *([self._comparison(plans)] if self._all_known and len(plans) > 1 else []), *wishes]

    def _study(self, key: str) -> Study:
        """The study that brings the plan of a column."""
        if key.startswith(RULE):
            return RIVALS
        told = next((option.text for option in self.options if option.key == key), "")
        return Study("plan", self._worker(key), about=(key, told))

    def _worker(self, key: str) -> Worker:
        session = self.session
        shown = session.scenario
        assert shown is not None

        def work(plan: Plan, progress: Any, stop: Any) -> Plan | Infeasible:
            return session.planned(
                _scenario(shown, key, lambda id: scenarios.load(session.workspace, id)), progress, stop
            )

        return work

    @staticmethod
    def _comparison(plans: Mapping[str, Plan]) -> Study:
        def work(_shown: Plan, progress: Any, stop: Any) -> Comparison:
            return compare(plans, progress=progress, stop=stop)

        return Study("comparison", work, about=tuple(plans))

    @staticmethod
    def _wishes(key: str, plan: Plan) -> Study:
        def work(_shown: Plan, progress: Any, stop: Any) -> pd.DataFrame:
            return statistics(plan, market(plan.ground, plan.policy, progress=progress, stop=stop))

        return Study("wishes", work, about=key)

    # -- what is known

    def _found(self, key: str) -> Any:
        """The plan of a column, why there is none, or None while it is not known."""
        if key == PRESENT:
            return self.session.plan
        found = self.session.value(self._study(key))
        return found.plans[key.removeprefix(RULE)] if isinstance(found, Matchings) else found

    @property
    def plans(self) -> dict[str, Plan]:
        found = {key: self._found(key) for key in self.keys}
        return {key: plan for key, plan in found.items() if isinstance(plan, Plan)}

    @property
    def _all_known(self) -> bool:
        return all(self._found(key) is not None for key in self.keys)

    # -- showing

    def _show(self) -> None:
        screen, session = self.screen, self.session
        offered = (session.scenario, session.view.tab)
        if offered != self._offered:
            self._offered, self.options = offered, options.options(screen)
        keys, plans, turned = self.keys, self.plans, session.view.turned
        refused = {key: self._reason(none) for key in keys if isinstance(none := self._found(key), Infeasible)}
        ready = self._all_known and len(plans) > 1
        found: Comparison | None = session.value(self._comparison(plans)) if ready else None
        titles = {option.key: option.title for option in self.options}
        called = {key: titles[key] for key in (plans if ready else keys)}
        self._put(
            self.choices, lambda: options.record(screen, self.options, keys, refused), self.options, keys, refused
        )
        self._put(
            self.python,
            lambda: python.line(screen, python.compared(screen, called)),
            *(session.scenario, session.plan, tuple(called.items()), session.view.python),
        )
        self.lines.layout.display = None if self.python.record else "none"
        if len(keys) < 2:
            self.figures.clear()
            self._seen.pop(self.figures, None)
            alone = pd.DataFrame() if session.plan is not None else None
            self._put(self.seats, lambda: _alone(screen, alone), session.plan, "alone")
            return
        told = {key: session.value(self._wishes(key, plan)) for key, plan in plans.items()} if found else {}
        known = tuple(key for key, value in told.items() if value is not None)
        self._put(
            self.figures,
            lambda: figures.record(screen, called, found, {key: told[key] for key in known}),
            *(found, tuple(called), known),
        )
        self._put(
            self.seats,
            lambda: seats.record(screen, called, found),
            *(found, tuple(called), screen.blind, turned.get("seats")),
        )

    def _reason(self, found: Infeasible) -> str:
        from widgets.apps.panels.states import masked

        return masked(self.screen, found.reason_en if self.screen.lang == "en" else found.reason)

    # -- hearing

    def _on_choices(self, gesture: str, detail: Mapping[str, Any]) -> None:
        key, keys = str(detail.get("key", "")), self.keys
        if gesture != "tick" or key not in {option.key for option in self.options} or key == PRESENT:
            return
        on = bool(detail.get("on"))
        if on and len(keys) >= options.MOST:
            return
        told = (*keys, key) if on else tuple(each for each in keys if each != key)
        self.session.look(compared=told, turned={**self.session.view.turned, "seats": 0})


def _scenario(shown: Scenario, key: str, load: Callable[[str], Scenario]) -> Scenario:
    """The scenario of a column: this one without its steps, or another as it is recorded."""
    return replace(shown, done=(), undone=()) if key == FIRST else load(key.removeprefix(SCENARIO))


def _alone(screen: Screen, rows: pd.DataFrame | None) -> dict[str, Any]:
    """One plan has nothing beside it."""
    from widgets.apps.panels.cells import table

    return table(
        screen, "seats", [], rows, lambda row: [], title=screen.t("compare.seats_title"), empty=screen.t("compare.one")
    )
