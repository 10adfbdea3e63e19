"""The lines of Python that give what is on the screen; they run as they stand."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from widgets.apps.panels.compare.options import FIRST, RULE, SCENARIO
from widgets.apps.panels.frontier import OPENED as FRONTIER
from widgets.apps.panels.limits.part import OPENED as LIMITS
from widgets.apps.screen import Screen

PLAN = "rencana"
"""What the lines call the plan on the screen."""


def record(screen: Screen) -> dict[str, Any] | None:
    """Of the sheet with the plan."""
    return line(screen, code(screen)) if screen.plan is not None else None


def line(screen: Screen, code: str) -> dict[str, Any] | None:
    """None while the lines are not wanted, or there are none."""
    if not screen.view.python or screen.plan is None or not code:
        return None
    words = {word: screen.t(f"python.{word}") for word in ("label", "copy", "copied")}
    return {"code": code, "words": words}


def code(screen: Screen) -> str:
    """The plan, the candidates for the post that is looked at, and what is folded out beside it: limits, the curve."""
    row, opened = screen.selected, screen.view.opened
    asked = [f'slate({PLAN}.ground, {PLAN}.policy, "{row["post"]}")'] if row is not None else []
    wanted = {"workbench.placement": ["slate"]}
    if LIMITS in opened and screen.session.policy.limited:
        wanted["workbench.placement.why.limits"] = ["used"]
        asked.append(f"used({PLAN})")
    if FRONTIER in opened:
        wanted["workbench.placement.limits.frontier"] = ["frontier"]
        asked.append(f"frontier({PLAN}.ground, {PLAN}.policy)")
    return _lines(screen, wanted, [_plan(screen), *asked])


def audited(screen: Screen, *, robust: bool) -> str:
    """What the audit found; `robust`: with the trial, where somebody asked for it."""
    wanted = {"workbench.io.resources": ["fairness"], "workbench.placement": ["audit", "worklist"]}
    wanted |= {"workbench.io.robustness": ["tried"]} if robust else {}
    asked = [f"audit({PLAN}, fairness())", f"worklist({PLAN})"]
    asked += [f"tried({PLAN}.ground, {PLAN}.policy)"] if robust else []
    return _lines(screen, wanted, [_plan(screen), *asked])


def chained(screen: Screen, years: int, *, borrowed: bool) -> str:
    """Pre-flight, retirements and successors; `borrowed`: with the agency's present meaning of nearly ready."""
    wanted = {"datetime": ["date"], "workbench.placement": ["bench", "forecast", "preflight"]}
    wanted |= {"workbench.io.resources": ["default_policy"]} if borrowed else {}
    otherwise = ", otherwise=default_policy().settings" if borrowed else ""
    asked = [
        f'hukum, hari = {PLAN}.ground.regulation, date.fromisoformat({PLAN}.head["day"])',
        f"preflight({PLAN}, hukum.rulebook)",
        f"forecast({PLAN}.ground.staffing, hukum, hari, {years})",
        f"bench({PLAN}.ground, {PLAN}.policy{otherwise})",
    ]
    return _lines(screen, wanted, [_plan(screen), *asked])


def compared(screen: Screen, called: Mapping[str, str]) -> str:
    """The plans side by side, `called` by the keys of their options; nothing for fewer than two."""
    if len(called) < 2:
        return ""
    wanted: dict[str, list[str]] = {"workbench.placement": ["compare"]}
    asked = ["ruang = Workspace.open()", f"{PLAN} = plan_of(ruang{_id(screen)})"]
    if any(key.startswith(RULE) for key in called):
        wanted["workbench.io.rivals"] = ["matchings_of"]
        asked.append(f"tandingan = matchings_of(ruang{_id(screen)}).found")
    if FIRST in called:
        wanted |= {"dataclasses": ["replace"], "workbench.io.scenarios": ["load"]}
        asked.append(f"awal = replace(load(ruang{_id(screen)}), done=(), undone=())")
    plans = [f"    {_text(title)}: {_column(key)}," for key, title in called.items()]
    return _lines(screen, wanted, [*asked, "compare({", *plans, "})"])


def _text(title: str) -> str:
    """A title as Python writes it, whatever signs it holds."""
    return json.dumps(title, ensure_ascii=False)


def _column(key: str) -> str:
    if key.startswith(RULE):
        return f'tandingan["{key.removeprefix(RULE)}"]'
    if key.startswith(SCENARIO):
        return f'plan_of(ruang, "{key.removeprefix(SCENARIO)}")'
    return "plan_of(ruang, awal)" if key == FIRST else PLAN


def _plan(screen: Screen) -> str:
    return f"{PLAN} = plan_of(Workspace.open(){_id(screen)})"


def _id(screen: Screen) -> str:
    scenario = screen.session.scenario
    return f', "{scenario.id}"' if scenario is not None and scenario.id else ""


def _lines(screen: Screen, wanted: Mapping[str, Sequence[str]], asked: Sequence[str]) -> str:
    """A comment, what is imported (module -> names) in order, and what is asked."""
    every = {**wanted, "workbench.io.plans": ["plan_of"], "workbench.io.workspace": ["Workspace"]}
    imports = [f"from {module} import {', '.join(names)}" for module, names in sorted(every.items())]
    return "\n".join([f"# {screen.t('python.comment')}", *imports, "", *asked])
