"""The lines of Python that give what is on the screen; they run as they stand."""

from typing import Any

from widgets.apps.screen import Screen


def record(screen: Screen) -> dict[str, Any] | None:
    t = screen.t
    if not screen.view.python or screen.plan is None:
        return None
    words = {word: t(f"python.{word}") for word in ("label", "copy", "copied")}
    return {"code": code(screen), "words": words}


def code(screen: Screen) -> str:
    scenario, row = screen.session.scenario, screen.selected
    asked = f', "{scenario.id}"' if scenario is not None and scenario.id else ""
    lines = [
        f"# {screen.t('python.comment')}",
        "from workbench.io.plans import plan_of",
        "from workbench.io.workspace import Workspace",
        "from workbench.placement import slate",
        "",
        f"rencana = plan_of(Workspace.open(){asked})",
    ]
    if row is not None:
        lines.append(f'slate(rencana.ground, rencana.policy, "{row["post"]}")')
    return "\n".join(lines)
