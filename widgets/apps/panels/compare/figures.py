"""Plans side by side in a few figures."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from widgets.apps import format
from widgets.apps.panels.cells import Row, cell, column, table
from widgets.apps.panels.compare.options import PRESENT
from widgets.apps.screen import Screen
from widgets.simple_table import Cell
from workbench.placement import Comparison

FIGURES = ("moves", "score_mean", "critical_filled", "vacant_after")
WISHES = {"first_wish": "first", "top_three": "top_three"}
"""Line -> column of the statistics of wishes."""


def record(
    screen: Screen, called: Mapping[str, str], found: Comparison | None, wishes: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """`called`: key -> title of each plan. `wishes`: what people got of theirs, by key, as far as it is known."""
    t = screen.t
    lines = pd.DataFrame({"name": [*FIGURES, "apart", *WISHES]}) if found is not None else None
    return table(
        screen,
        "figures",
        [column(t("compare.figure")), *(column(title, number=True) for title in called.values())],
        lines,
        lambda row: _line(screen, row, list(called), found, wishes),
        title=t("compare.figures"),
    )


def _line(
    screen: Screen, row: Row, keys: Sequence[str], found: Comparison | None, wishes: Mapping[str, pd.DataFrame]
) -> list[Cell]:
    assert found is not None
    name, t = str(row["name"]), screen.t
    head = cell(t(f"compare.{name}"), t(f"compare.{name}_text") if name in ("apart", *WISHES) else "")
    if name in WISHES:
        return [head, *(_wish(screen, WISHES[name], wishes.get(key)) for key in keys)]
    if name == "apart":
        apart = found.differences[PRESENT]
        return [head, *(cell("" if key == PRESENT else screen.whole(apart[key])) for key in keys)]
    return [head, *(_figure(screen, name, found.summary[key]) for key in keys)]


def _figure(screen: Screen, name: str, figures: pd.Series) -> Cell:
    value, t = figures[name], screen.t
    if pd.isna(value):
        return cell(t("numbers.none"))
    if name == "score_mean":
        return cell(screen.score(value))
    if name == "critical_filled":
        return cell(screen.whole(value), t("compare.seats", all=screen.whole(figures["critical_seats"])))
    return cell(screen.whole(value))


def _wish(screen: Screen, name: str, told: pd.DataFrame | None) -> Cell:
    """Of the people who gave an order: how many got it."""
    t = screen.t
    if told is None:
        return cell(t("compare.counting"), kind="redup")
    people = told[told["side"] == "people"]
    got, stated = people[name].iloc[0], people["stated"].iloc[0]
    if not stated:
        return cell(t("compare.no_wishes"), kind="redup")
    part = t("numbers.of", part=screen.whole(got), all=screen.whole(stated))
    return cell(format.share(int(got), int(stated), t.lang), part)
