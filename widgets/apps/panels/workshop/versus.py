"""The scenarios of the family side by side: how it was, what is on the screen, and its branches."""

from typing import Any

import pandas as pd

from widgets.apps.kin import BASE
from widgets.apps.meeting_screen import MeetingScreen
from widgets.apps.panels.cells import cell, column

COLUMNS = ("units", "seats", "allowance", "affected", "no", "unknown")


def record(screen: MeetingScreen) -> dict[str, Any] | None:
    t, session = screen.t, screen.session
    if session.workshop is None or session.kin is None:
        return None
    figures = session.kin.figures
    shown = [name for name in COLUMNS if not screen.view.only_changes or figures[name].nunique(dropna=False) > 1]
    rows = [[_name(screen, str(option)), *_cells(screen, row, shown)] for option, row in figures.iterrows()]
    return {
        "title": t("versus.title"),
        "aside": "",
        "columns": [column(t("versus.scenario")), *(column(t(f"versus.{name}"), number=True) for name in shown)],
        "rows": rows,
        "empty": "",
        "file": "",
        "pages": None,
        "words": {"before": t("plan.before"), "after": t("plan.after")},
    }


def _name(screen: MeetingScreen, option: str) -> Any:
    scenario, kin = screen.session.scenario, screen.session.kin
    if option == BASE:
        return cell(screen.t("versus.base"))
    here = scenario is not None and kin is not None and option == kin.titles.get(scenario.id)
    return cell(option, screen.t("versus.here") if here else "")


def _cells(screen: MeetingScreen, row: pd.Series, shown: list[str]) -> list[Any]:
    told = []
    for name in shown:
        value = row[name]
        if pd.isna(value):
            told.append(cell(screen.t("figures.unknown")))
        else:
            told.append(cell(screen.money(value) if name == "allowance" else screen.whole(value)))
    return told
