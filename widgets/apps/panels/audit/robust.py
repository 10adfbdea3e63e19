"""The robust core: which placements hold under all weights near those chosen and plausible errors in the data, and
which a workshop should talk about. It is tried when somebody asks, since it solves the plan hundreds of times."""

from typing import Any

import pandas as pd

from widgets.apps import format
from widgets.apps.panels.cells import Row, cell, column, table
from widgets.apps.panels.states import action, masked
from widgets.apps.screen import Screen
from widgets.apps.studies import Study
from widgets.numbers import Figure
from widgets.simple_table import Cell
from workbench.io import resources
from workbench.io.documents.robust_text import contested, doubted, moved_by
from workbench.io.robustness import tried
from workbench.placement import Infeasible, Robust
from workbench.scenario import Refused

CORE = Study("robust", lambda plan, progress, stop: tried(plan.ground, plan.policy, progress=progress, stop=stop))

Found = Robust | Infeasible | Refused


def state(screen: Screen, found: Found | None, asked: bool) -> dict[str, Any] | None:
    """What the trial would tell, and the button that begins it; or why there is none."""
    t = screen.t
    if screen.plan is None or isinstance(found, Robust) or (asked and found is None):
        return None
    if screen.session.policy.limited:
        return {"kind": "refused", "title": t("robust.title"), "text": t("robust.limited")}
    if found is not None:
        english = screen.lang == "en" and isinstance(found, Infeasible)
        reason = found.reason_en if english and isinstance(found, Infeasible) else found.reason
        return {"kind": "refused", "title": t("robust.title"), "text": masked(screen, reason)}
    trial = resources.robustness()
    offer = t("robust.offer", points=screen.whole(trial.points), draws=screen.whole(trial.draws))
    return {
        "kind": "empty",
        "title": t("robust.title"),
        "text": offer,
        "actions": [action("try", t("robust.try"), main=True)],
    }


def figures(screen: Screen, found: Found | None) -> dict[str, Any] | None:
    """How many placements nothing shifts, and what was doubted to know it."""
    if not isinstance(found, Robust):
        return None
    t, lang = screen.t, screen.lang
    moves = found.placements[found.placements["kind"] == "move"]
    rows = [by_weights(screen, found)]
    if found.draws:
        steady = int((moves["data"] == "steady").sum())
        least = format.share(round(1000 * found.trial.steady), 1000, lang)
        value = _part(screen, steady, len(moves))
        rows.append(Figure(label=t("robust.data"), value=value, sub=t("robust.data_sub", least=least), tone=""))
    told = {"title": t("robust.title"), "rows": rows, "notes": list(doubted(found, lang))}
    return {**told, "fold": True, "summary": f"{rows[0]['value']}, {rows[0]['sub']}"}


def by_weights(screen: Screen, found: Robust) -> Figure:
    """How many moves no weighting in the range shifts, and how many are contested."""
    t = screen.t
    proven, shaken, unsettled = (found.count(status, "move") for status in ("proven", "contested", "steady"))
    sub = t("robust.contested", n=screen.whole(shaken))
    sub += ", " + t("robust.unsettled", n=screen.whole(unsettled)) if unsettled else ""
    value = _part(screen, proven, proven + shaken + unsettled)
    return Figure(label=t("robust.weights"), value=value, sub=sub, tone="")


def _part(screen: Screen, part: int, every: int) -> str:
    return screen.t("audit.of", part=screen.whole(part), all=screen.whole(every))


def record(screen: Screen, found: Found | None, asked: bool) -> dict[str, Any] | None:
    """The contested placements; None before somebody asks for them."""
    t = screen.t
    known = isinstance(found, Robust)
    if not known and not (asked and found is None):
        return None
    rows = contested(found) if isinstance(found, Robust) else None
    return table(
        screen,
        "robust",
        [
            column(t("clean.who")),
            column(t("robust.mover")),
            column(t("robust.held"), number=True),
            column(t("robust.rival")),
        ],
        rows,
        lambda row: _placement(screen, row),
        title=t("robust.list"),
        fold=True,
        aside=screen.whole(len(rows)) if rows is not None and len(rows) else "",
        note=found.sentence(screen.lang) if isinstance(found, Robust) else "",
        empty=t("robust.none"),
        per=8,
        key=lambda row: str(row["post"]),
    )


def _placement(screen: Screen, row: Row) -> list[Cell]:
    t = screen.t
    moved, *more = [phrase[:1].upper() + phrase[1:] for phrase in moved_by(row, screen.lang, counted=False)]
    rival, *others = [screen.who(nip) for nip in row["rivals"]] or [t("robust.no_rival")]
    return [
        cell(screen.title(row["post"]), t(f"robust.{row['kind']}", who=screen.who(row["nip"]))),
        cell(moved, "; ".join(more)),
        _held(screen, row),
        cell(rival, ", ".join(others)),
    ]


def _held(screen: Screen, row: Row) -> Cell:
    """In what part of the draws it held, with the bound beneath it; nothing where there were none."""
    if pd.isna(row["share"]):
        return cell("")
    share, least = (format.share(round(1000 * row[name]), 1000, screen.lang) for name in ("share", "least"))
    return cell(share, screen.t("robust.least", least=least))
