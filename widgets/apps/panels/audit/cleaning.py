"""What is worth finding out: open questions that would alter the plan, most at stake first."""

from typing import Any

import pandas as pd

from widgets.apps.panels.cells import Row, cell, column, table
from widgets.apps.panels.heading import SOURCES
from widgets.apps.screen import Screen
from widgets.apps.studies import Study
from widgets.simple_table import Cell
from workbench.io.documents.reasons import amount
from workbench.io.documents.words import COMPONENTS
from workbench.placement.cleaning import Worklist, worklist
from workbench.placement.why import Untold
from workbench.regulation.catalogue import RULES

CLEANING = Study("cleaning", lambda plan, progress, stop: worklist(plan, progress=progress, stop=stop))


def record(screen: Screen, found: Worklist | Untold | None, whole: bool = False) -> dict[str, Any]:
    """`whole`: the audit is known too, and all of it can be taken away from here."""
    t = screen.t
    columns = [
        column(t("clean.who")),
        column(t("clean.asked")),
        column(t("clean.turns")),
        column(t("clean.stake"), number=True),
    ]
    untold = found if isinstance(found, Untold) else None
    items = found.items if isinstance(found, Worklist) else None
    return table(
        screen,
        "cleaning",
        columns,
        pd.DataFrame() if untold is not None else items,
        lambda row: _item(screen, row),
        title=t("clean.title"),
        fold=True,
        aside=screen.whole(len(items)) if items is not None and len(items) else "",
        note=_note(screen, found) if isinstance(found, Worklist) else "",
        empty=(untold.reason_en if t.lang == "en" else untold.reason) if untold is not None else t("clean.none"),
        file=t("audit.export") if whole else "",
        key=lambda row: str(row["post"]),
    )


def _note(screen: Screen, found: Worklist) -> str:
    return screen.t("clean.note", open=screen.whole(found.open), items=screen.whole(len(found.items)))


def _item(screen: Screen, row: Row) -> list[Cell]:
    t = screen.t
    who, title = screen.who(row["nip"]), screen.title(row["post"])
    checked = t("clean.verified") if row["verified"] else ""
    return [
        cell(title, who),
        cell(_names(screen, row), _source(screen, str(row["source"]))),
        cell(t(f"clean.{row['turns']}"), t(f"clean.{row['effect']}")),
        cell(_stake(screen, row), checked),
    ]


def _names(screen: Screen, row: Row) -> str:
    """The rules or the component that are not known."""
    lang = screen.lang
    if row["kind"] == "component":
        return str(COMPONENTS[lang].get(row["names"], row["names"]))
    rules = [RULES[name] for name in str(row["names"]).split("+") if name in RULES]
    return ", ".join(rule.label_en if lang == "en" else rule.label for rule in rules)


def _source(screen: Screen, source: str) -> str:
    """What would settle it, as people call it."""
    tables = dict.fromkeys(part.partition(".")[0] for part in source.split("+"))
    english = screen.lang == "en"
    return ", ".join(SOURCES[name][english] if name in SOURCES else name for name in tables)


def _stake(screen: Screen, row: Row) -> str:
    """What changes in the plan when the answer comes: critical seats, then points."""
    t, critical, points = screen.t, int(row["critical"]), int(row["points"])
    if critical:
        word = "clean.critical_more" if critical > 0 else "clean.critical_less"
        return t(word, n=screen.whole(abs(critical)))
    if not points:
        return t("clean.same")
    return t("numbers.up" if points > 0 else "numbers.down", by=amount(abs(points), screen.lang))
