"""Who has the higher score, might have been proposed, and was passed over; and which overrides made it so."""

from typing import Any

import pandas as pd

from widgets.apps.panels.cells import Row, cell, column, table
from widgets.apps.screen import Screen
from widgets.simple_table import Cell
from workbench.io.documents.audit_text import ENVY
from workbench.placement import Audit


def justified(screen: Screen, found: Audit | None) -> dict[str, Any]:
    """Each case that the plan's own count sides with, and the override behind it."""
    t = screen.t
    columns = [
        column(t("audit.passed_over")),
        column(t("audit.placed")),
        column(t("audit.gain"), number=True),
        column(t("audit.cause")),
    ]
    return table(
        screen,
        "envy",
        columns,
        _cases(found) if found is not None else None,
        lambda row: _case(screen, row),
        title=t("audit.envy"),
        fold=True,
        note=_note(screen, found) if found is not None else "",
        empty=t("audit.no_envy"),
        key=lambda row: str(row["post"]),
    )


def _note(screen: Screen, found: Audit) -> str:
    every = int(found.envy.counts["pairs"].sum())
    told = {"cases": screen.whole(len(found.envy.justified)), "all": screen.whole(every)}
    return screen.t("audit.envy_note", **told)


def _cases(found: Audit) -> pd.DataFrame:
    """The justified pairs with their causes, as one row each: kind_nip_post of the first override that caused it."""
    causes = found.envy.causes.drop_duplicates("row").set_index("row")
    return found.envy.justified.join(causes.add_prefix("cause_"))


def _case(screen: Screen, row: Row) -> list[Cell]:
    t = screen.t
    cause, where = t("audit.unproven"), ""
    if isinstance(row["cause_kind"], str):
        cause = t(f"overrides.{row['cause_kind']}", who=screen.who(row["cause_nip"]))
        where = screen.title(row["cause_post"])
    return [
        cell(screen.who(row["passed_over"]), f"{screen.title(row['post'])}, {screen.score(row['score_passed_over'])}"),
        cell(screen.who(row["placed"]), screen.score(row["score_placed"])),
        cell(screen.score(row["net"])),
        cell(cause, where),
    ]


def reasons(screen: Screen, found: Audit | None) -> dict[str, Any]:
    """All who were passed over, by the reason that explains it."""
    t = screen.t
    counted = found.envy.counts if found is not None else None
    return table(
        screen,
        "reasons",
        [column(t("audit.reason")), column(t("audit.pairs"), number=True), column(t("audit.people"), number=True)],
        counted[counted["pairs"] > 0] if counted is not None else None,
        lambda row: [
            cell(ENVY[t.lang][row["reason"]].capitalize()),
            cell(screen.whole(row["pairs"])),
            cell(screen.whole(row["people"])),
        ],
        title=t("audit.reasons"),
        fold=True,
        note=t("audit.reasons_note"),
        empty=t("audit.no_envy"),
    )
