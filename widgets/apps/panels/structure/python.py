"""The lines of Python that give what the structure page shows; they run as they stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from widgets.apps.cut_screen import CutScreen

STATE = "skenario"
"""What the lines call the scenario on the screen."""


def record(screen: CutScreen, code: str) -> dict[str, Any] | None:
    """None while the lines are not wanted."""
    if not screen.view.python:
        return None
    return {"code": code, "words": {word: screen.t(f"python.{word}") for word in ("label", "copy", "copied")}}


def charted(screen: CutScreen) -> str:
    """Figures, checks and fates of the scenario on the screen."""
    wanted = {"workbench.structure": ["Criteria", "checks", "compared", "fates"]}
    asked = [
        f"compared({STATE}.base, {STATE}.state, hukum)",
        f'checks({STATE}.state.staffing, hukum, kebijakan["pemeriksaan"], {STATE}.base.staffing)',
        f'fates({STATE}.base, {STATE}.state, Criteria.from_record(kebijakan["nasib"])).people',
    ]
    return lines(screen, wanted, asked)


def lines(screen: CutScreen, wanted: Mapping[str, Sequence[str]], asked: Sequence[str]) -> str:
    """A comment, what is imported, the scenario with its law and the agency's policy, and what is asked."""
    scenario = screen.session.scenario
    id = scenario.id if scenario is not None else ""
    loaded = f'load(ruang, "{id}")' if id else "draft(ruang)"
    every = {
        **wanted,
        "workbench.io.resources": ["restructuring_policy"],
        "workbench.io.scenarios": ["load", "rulebook"] if id else ["rulebook"],
        "workbench.io.workspace": ["Workspace"],
    }
    if not id:
        every["workbench.io.plans"] = ["draft"]
    imports = [f"from {module} import {', '.join(names)}" for module, names in sorted(every.items())]
    ground = [
        "ruang, kebijakan = Workspace.open(), restructuring_policy()",
        f"{STATE} = {loaded}",
        f"hukum = rulebook(ruang).on({STATE}.state.day)",
    ]
    return "\n".join([f"# {screen.t('python.comment')}", *imports, "", *ground, *asked])
