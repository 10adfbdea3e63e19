"""Who sits where, in the posts in which the plans differ; what is as on the screen steps back."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from widgets.apps.panels.cells import Row, cell, column, table
from widgets.apps.panels.compare.options import PRESENT
from widgets.apps.screen import Screen
from widgets.simple_table import Cell
from workbench.placement import Comparison


def record(screen: Screen, called: Mapping[str, str], found: Comparison | None) -> dict[str, Any]:
    t = screen.t
    rows = found.seats.reset_index()[["post", "seat"]].assign(at=range(len(found.seats))) if found is not None else None
    posts = screen.whole(rows["post"].nunique()) if rows is not None else ""
    return table(
        screen,
        "seats",
        [column(t("plan.post")), *map(column, called.values())],
        rows,
        lambda row: _row(screen, row, list(called), found),
        title=t("compare.seats_title"),
        aside=t("compare.posts", n=posts) if rows is not None and len(rows) else "",
        note=t("compare.seats_note") if rows is not None and len(rows) else "",
        empty=t("compare.same"),
        key=lambda row: str(row["post"]),
    )


def _row(screen: Screen, row: Row, keys: list[str], found: Comparison | None) -> list[Cell]:
    assert found is not None
    at = int(row["at"])
    here = found.seats[PRESENT].iloc[at]
    head = cell(screen.title(row["post"]), screen.place(row["post"]))
    return [head, *(_seat(screen, found, key, at, here) for key in keys)]


def _seat(screen: Screen, found: Comparison, key: str, at: int, here: Any) -> Cell:
    nip, t = found.seats[key].iloc[at], screen.t
    same = key != PRESENT and (nip == here or (pd.isna(nip) and pd.isna(here)))
    dress = "redup" if same else ""
    if not found.posts_known[key].iloc[at]:
        return cell(t("compare.no_post"), kind="redup")
    if pd.isna(nip):
        return cell(t("compare.nobody"), kind="redup")
    points = found.seat_scores[key].iloc[at]
    return cell(screen.who(nip), screen.score(points) if pd.notna(points) else "", kind=dress)
