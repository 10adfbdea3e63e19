"""What the law says of the part that is drawn; what says no or is unknown stands first."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from widgets.apps.cut_screen import CutScreen
from widgets.apps.outlook import VERDICTS
from widgets.apps.panels.findings import SURE, ordered
from workbench.io.documents.words import CONFIDENCE

FEW = 6
OPENED = "aturan"


def record(screen: CutScreen) -> dict[str, Any]:
    t, view = screen.t, screen.view
    found = ordered(of_part(screen))
    counts = found["verdict"].value_counts()
    wrong = int(counts.get("no", 0) + counts.get("unknown", 0))
    every = view.listed_rules
    shown = found if every else found.head(max(FEW, min(wrong, 2 * FEW)))
    hidden = len(found) > len(shown)
    more = t("rules.all", n=screen.whole(len(found))) if hidden else t("rules.few") if every else ""
    return {
        "title": t("rules.title"),
        "count": t("rules.count", **{word: screen.whole(counts.get(word, 0)) for word in ("no", "unknown", "yes")}),
        "findings": [_finding(screen, row) for row in shown.to_dict("records")],
        "more": more,
        "empty": t("rules.empty"),
    }


def of_part(screen: CutScreen) -> pd.DataFrame:
    """The checks of the units that are drawn; of everything, where the whole is."""
    checks = screen.known.checks
    if not screen.view.office:
        return checks
    return checks[checks["unit"].isin(screen.kin(screen.view.office))]


def _finding(screen: CutScreen, row: Mapping[Any, Any]) -> dict[str, str]:
    t, english = screen.t, screen.lang == "en"
    named = screen.unit(row["unit"]) if isinstance(row["unit"], str) else ""
    note = str(row["note_en" if english else "note"])
    badges = [
        t(f"findings.{row['force']}") if row["force"] != "law" else "",
        CONFIDENCE[t.lang].get(row["confidence"], "") if row["confidence"] not in SURE else "",
    ]
    return {
        "kind": VERDICTS[row["verdict"]],
        "label": str(row["label_en" if english else "label"]),
        "word": t(f"verdict.{row['verdict']}"),
        "measure": note if not named or named in note else f"{named}: {note}",
        "citation": str(row["citation"]),
        "badge": ", ".join(badge for badge in badges if badge),
    }
