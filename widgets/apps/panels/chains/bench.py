"""Who could take over each critical post; posts with nobody ready stand first."""

from typing import Any

import pandas as pd

from widgets.apps.panels.cells import Row, cell, column, table
from widgets.apps.screen import Screen
from widgets.simple_table import Cell
from workbench.io.documents import words
from workbench.io.documents.succession_text import borrowed
from workbench.placement import Successors


def record(screen: Screen, found: Successors | None) -> dict[str, Any]:
    t = screen.t
    columns = [
        column(t("bench.post")),
        column(t("bench.ready"), number=True),
        column(t("bench.nearly"), number=True),
        column(t("bench.best")),
        column(t("bench.lacks")),
    ]
    best = _best(found) if found is not None else None
    return table(
        screen,
        "bench",
        columns,
        best,
        lambda row: _post(screen, row, found),
        title=t("bench.title"),
        fold=True,
        note=_note(screen, found) if found is not None and len(found.coverage) else "",
        empty=t("bench.empty"),
        per=8,
        key=lambda row: str(row["post"]),
    )


def _note(screen: Screen, found: Successors) -> str:
    nobody = int((found.coverage["ready"] == 0).sum())
    told = screen.t("bench.note", none=screen.whole(nobody), all=screen.whole(len(found.coverage)))
    return f"{told} {borrowed(found, screen.lang)}" if found.borrowed else told


def _best(found: Successors) -> pd.DataFrame:
    """The posts in their order, each with its first candidate."""
    first = found.candidates[found.candidates["rank"] == 1]
    named = first[["post", "nip", "score", "readiness"]]
    return found.coverage.merge(named, on="post", how="left", validate="1:1")


def _post(screen: Screen, row: Row, found: Successors | None) -> list[Cell]:
    assert found is not None
    t = screen.t
    leaves: str = t("bench.leaves", day=screen.day(row["leaves"].date())) if pd.notna(row["leaves"]) else ""
    vacant = t("bench.vacant", n=screen.whole(row["vacant"])) if row["vacant"] else ""
    state = ", ".join(part for part in (screen.place(row["post"]), vacant, leaves) if part)
    ready = int(row["ready"])
    who, how = t("bench.nobody"), ""
    if isinstance(row["nip"], str):
        who = screen.who(row["nip"])
        how = f"{screen.score(row['score'])}, {words.READINESS[t.lang][row['readiness']]}"
    return [
        cell(screen.title(row["post"]), state),
        cell(screen.whole(ready)) if ready else cell("", badge="0", kind="tidak"),
        cell(screen.whole(row["nearly"])),
        cell(who, how),
        cell(_gaps(screen, found, row)),
    ]


def _gaps(screen: Screen, found: Successors, row: Row) -> str:
    """What the first candidate lacks, and what would close it."""
    own = found.gaps[(found.gaps["post"] == row["post"]) & (found.gaps["nip"] == row["nip"])]
    label = "label_en" if screen.lang == "en" else "label"
    told = [
        f"{gap[label]} ({words.HOW[screen.lang][gap['how']]})"
        if pd.isna(gap["turns"])
        else f"{gap[label]} ({screen.day(gap['turns'].date())})"
        for gap in own.to_dict("records")
    ]
    return "; ".join(told)
