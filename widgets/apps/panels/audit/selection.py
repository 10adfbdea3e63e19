"""Of those who could have been selected, who was: by group, held against the agency's line."""

from typing import Any

import pandas as pd

from widgets.apps import format
from widgets.apps.panels.cells import Row, cell, column, table, verdict
from widgets.apps.screen import Screen
from widgets.simple_table import Cell
from workbench.io.documents.audit_text import ATTRIBUTES, RATIO
from workbench.placement import Audit
from workbench.placement.fairness.selection import EVERY

COMPARED = ("reached", "below", "chance")
"""Answers that rest on a ratio."""


def record(screen: Screen, found: Audit | None) -> dict[str, Any]:
    t = screen.t
    columns = [
        column(t("audit.group")),
        column(t("audit.selected"), number=True),
        column(t("audit.rate"), number=True),
        column(t("audit.ratio"), number=True),
        column(t("audit.answer")),
    ]
    return table(
        screen,
        "selection",
        columns,
        shown(found) if found is not None else None,
        lambda row: _group(screen, row),
        title=t("audit.selection"),
        fold=True,
        note=_note(screen, found) if found is not None else "",
        empty=t("audit.nobody"),
    )


def shown(found: Audit) -> pd.DataFrame:
    """All posts in full, of each other scope the groups under the line; what is under it first."""
    ratios = found.ratios[(found.ratios["scope"] == EVERY) | (found.ratios["answer"] == "no")]
    turn = ratios["answer"].map({"no": 0}).fillna(1)
    return ratios.assign(turn=turn).sort_values("turn", kind="stable", ignore_index=True)


def _note(screen: Screen, found: Audit) -> str:
    counts = found.ratios["answer"].value_counts()
    line = format.share(round(found.standard.line * 1000), 1000, screen.lang)
    told = {answer: screen.whole(counts.get(answer, 0)) for answer in ("yes", "no", "unknown")}
    return screen.t("audit.selection_note", line=line, **told)


def _group(screen: Screen, row: Row) -> list[Cell]:
    t, end = screen.t, "_en" if screen.lang == "en" else ""
    scope = f", {row[f'scope_label{end}']}" if row["scope"] != EVERY else ""
    return [
        cell(row[f"label{end}"], f"{ATTRIBUTES[t.lang][row['attribute']]}{scope}"),
        cell(t("audit.of", part=screen.whole(row["selected"]), all=screen.whole(row["pool"]))),
        cell(format.share(row["selected"], row["pool"], t.lang)),
        _ratio(screen, row),
        verdict(screen, row["answer"], RATIO[t.lang][row["reason"]]),
    ]


def _ratio(screen: Screen, row: Row) -> Cell:
    """The ratio with its interval; a group that is compared with nobody has none."""
    if row["reason"] not in COMPARED:
        return cell("")
    ratio, low, high = (
        format.share(round(row[name] * 1000), 1000, screen.lang) for name in ("ratio", "ratio_low", "ratio_high")
    )
    return cell(ratio, screen.t("audit.span", low=low, high=high))
