"""Does the plan raise every office, or some at the cost of others?"""

from typing import Any

import pandas as pd

from widgets.apps import format
from widgets.apps.panels.cells import Row, cell, column, table
from widgets.apps.screen import Screen
from widgets.simple_table import Cell
from workbench.placement import Audit


def record(screen: Screen, found: Audit | None) -> dict[str, Any]:
    t = screen.t
    columns = [
        column(t("vacant.office")),
        column(t("audit.before"), number=True),
        column(t("audit.after"), number=True),
        column(t("audit.change"), number=True),
    ]
    return table(
        screen,
        "balance",
        columns,
        shown(found) if found is not None else None,
        lambda row: _office(screen, row),
        title=t("audit.balance"),
        fold=True,
        note=_note(screen, found) if found is not None else "",
        empty=t("audit.no_office"),
        per=8,
    )


def shown(found: Audit) -> pd.DataFrame:
    """Offices with holders before and after, the greatest loss first."""
    known = found.balance.offices.dropna(subset=["office", "change"])
    return known.sort_values(["change", "office"], ignore_index=True)


def _note(screen: Screen, found: Audit) -> str:
    known = shown(found)
    before, after = (
        format.share(round(row["gini"] * 1000), 1000, screen.lang) for row in found.balance.spread.to_dict("records")
    )
    return screen.t(
        "audit.balance_note",
        lost=screen.whole((known["change"] < 0).sum()),
        gained=screen.whole((known["change"] > 0).sum()),
        all=screen.whole(len(known)),
        before=before,
        after=after,
    )


def _office(screen: Screen, row: Row) -> list[Cell]:
    t, change = screen.t, round(row["change"])
    way = "up" if change > 0 else "down" if change < 0 else "same"
    told = t("numbers.same") if way == "same" else t(f"numbers.{way}", by=format.gain(change, t.lang))
    return [
        cell(row["name"], t("plan.seats", n=screen.whole(row["seats"]))),
        cell(screen.score(round(row["mean_before"])), t("audit.holders", n=screen.whole(row["holders_before"]))),
        cell(screen.score(round(row["mean_after"])), t("audit.holders", n=screen.whole(row["holders_after"]))),
        cell(told),
    ]
