"""Who retires in the years to come, and where most seats fall empty."""

from typing import Any

import pandas as pd

from widgets.apps.panels.cells import cell, column, table
from widgets.apps.panels.vacancies import shade
from widgets.apps.screen import Screen
from workbench.placement import Forecast

OFFICES = 8
YEARS = 5


def years(screen: Screen, found: Forecast | None) -> dict[str, Any]:
    t = screen.t
    columns = [
        column(t("retire.year")),
        column(t("retire.going"), number=True),
        column(t("retire.vacant"), number=True),
    ]
    return table(
        screen,
        "years",
        columns,
        found.years if found is not None else None,
        lambda row: [
            cell(row["year"]),
            cell(screen.whole(row["retirements"]), t("retire.total", n=screen.whole(row["total"]))),
            cell(screen.whole(row["vacant"])),
        ],
        title=t("retire.title", years=YEARS),
        fold=True,
        note=_note(screen, found) if found is not None else "",
        empty=t("retire.nobody"),
    )


def _note(screen: Screen, found: Forecast) -> str:
    totals = found.standing[["people", "overdue", "unknown"]].sum()
    told = {name: screen.whole(totals[name]) for name in ("people", "overdue", "unknown")}
    return screen.t("retire.note", **told)


def offices(screen: Screen, found: Forecast | None) -> dict[str, Any] | None:
    """The offices that lose most, by year."""
    if found is None:
        return None
    t, counted = screen.t, by_office(found)
    most = int(counted.to_numpy().max()) if len(counted) else 0
    units = names_of_units(screen)
    rows = [
        {
            "label": str(units.get(office, office)),
            "cells": [{"text": screen.whole(n), "shade": shade(int(n), most)} for n in counted.loc[office]],
        }
        for office in counted.index
    ]
    return {
        "title": t("retire.offices"),
        "fold": True,
        "aside": t("retire.offices_aside", n=len(rows)) if rows else "",
        "columns": [t("vacant.office"), *map(str, counted.columns)],
        "rows": rows,
        "empty": t("retire.nobody"),
    }


def by_office(found: Forecast) -> pd.DataFrame:
    """Retirements by office (rows, most first) and year (columns)."""
    rows = found.rows.dropna(subset="office")
    every = rows.pivot_table(index="office", columns="year", values="retirements", aggfunc="sum", fill_value=0)
    order = every.sum(axis=1).sort_values(ascending=False, kind="stable").head(OFFICES).index
    return every.loc[order].astype("int64")


def names_of_units(screen: Screen) -> pd.Series:
    assert screen.plan is not None
    return screen.plan.ground.staffing.units.drop_duplicates("unit").set_index("unit")["name"]
