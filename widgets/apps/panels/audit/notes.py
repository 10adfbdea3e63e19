"""The audit in a few figures, and what a reader of it must know."""

from typing import Any

from widgets.apps.screen import Screen
from widgets.numbers import Figure
from workbench.io.documents.audit_text import NOTES
from workbench.placement import Audit


def record(screen: Screen, found: Audit | None) -> dict[str, Any] | None:
    if found is None:
        return None
    t, below, envied = screen.t, len(found.below), len(found.envy.justified)
    lost = int((found.balance.offices["change"] < 0).sum())
    rows = [
        Figure(label=t("audit.below"), value=screen.whole(below), sub=t("audit.groups"), tone=_tone(below)),
        Figure(label=t("audit.unexplained"), value=screen.whole(envied), sub=t("audit.cases"), tone=_tone(envied)),
        Figure(label=t("audit.lower"), value=screen.whole(lost), sub=t("audit.offices"), tone=""),
    ]
    summary = f"{t('audit.below')}: {screen.whole(below)}"
    told = {"title": t("audit.title"), "rows": rows, "notes": notes(screen, found)}
    return {**told, "fold": True, "summary": summary}


def _tone(count: int) -> str:
    return "pn-turun" if count else "pn-naik"


def notes(screen: Screen, found: Audit) -> list[str]:
    told = []
    for code, number in found.notes.items():
        shown = screen.score(number) if code == "unproven" else screen.whole(number)
        told.append(NOTES[screen.lang][code].format(shown))
    return told
