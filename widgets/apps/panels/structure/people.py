"""What becomes of the people in the part that is drawn: the bar, and a list of any part of it."""

from typing import Any

import pandas as pd

from widgets.apps import format
from widgets.apps.cut_screen import CutScreen
from widgets.apps.panels.cells import cell, column, pages
from workbench.io.documents.fates_words import APPEAL, WHY
from workbench.scenario import Refused
from workbench.staffing.lines import beneath
from workbench.structure import Fates
from workbench.structure.fates import FATES

TONES = {"kept": "m1", "mapped": "m5", "competes": "m2", "displaced": "m4", "surplus": "m6"}
TABLE = "nasib"
COLUMNS = ("who", "from", "to", "fate", "share", "why")


def bar(screen: CutScreen) -> dict[str, Any] | None:
    t, fates = screen.t, screen.session.fates
    if fates is None:
        return {"title": t("fates.waiting"), "link": "", "parts": [], "label": "", "notes": []}
    if isinstance(fates, Refused):
        return {"title": fates.reason, "link": "", "parts": [], "label": "", "notes": []}
    people = of_part(screen, fates)
    counts = people["fate"].value_counts()
    every = max(1, len(people))
    parts = [
        {
            "key": fate,
            "label": t(f"fates.{fate}"),
            "count": screen.whole(counts.get(fate, 0)),
            "share": round(100 * int(counts.get(fate, 0)) / every, 2),
            "tone": TONES[fate],
            "on": screen.view.listed == fate,
        }
        for fate in FATES
    ]
    affected = int(len(people) - counts.get("kept", 0))
    estimated = bool((people["share_from"] == "estimated").any())
    return {
        "title": t("fates.title", n=screen.whole(len(people))),
        "link": t("fates.list", n=screen.whole(affected)) if affected else "",
        "parts": parts,
        "label": ", ".join(f"{part['label']} {part['count']}" for part in parts),
        "notes": [t("fates.estimated")] if estimated else [],
    }


def of_part(screen: CutScreen, fates: Fates) -> pd.DataFrame:
    """The people whose post before stood in a unit that is, or was, in the part that is drawn."""
    office = screen.view.office
    if not office:
        return fates.people
    units = {*screen.kin(office), *beneath(screen.known.before.units, office)}
    return fates.people[fates.people["unit_before"].isin(units)]


def listed(screen: CutScreen) -> pd.DataFrame | None:
    """The people of the list that is open; None for none."""
    fates, chosen = screen.session.fates, screen.view.listed
    if chosen is None or not isinstance(fates, Fates):
        return None
    people = of_part(screen, fates)
    return people[people["fate"] == chosen] if chosen else people[people["fate"] != "kept"]


def table(screen: CutScreen) -> dict[str, Any] | None:
    t, people = screen.t, listed(screen)
    if people is None:
        return None
    shown, turned = pages(screen, TABLE, len(people))
    here, every = people.iloc[shown], screen.whole(len(people))
    chosen = screen.view.listed
    return {
        "title": t("fates.list", n=every) if not chosen else t(f"fates.{chosen}"),
        "aside": every,
        "columns": [column(t(f"fates.{name}"), number=name == "share") for name in COLUMNS],
        "rows": [_row(screen, row) for row in here.to_dict("records")],
        "empty": t("fates.nobody"),
        "file": t("fates.file") if len(people) else "",
        "pages": turned,
        "words": {"before": t("plan.before"), "after": t("plan.after")},
    }


def _row(screen: CutScreen, row: dict[Any, Any]) -> list[Any]:
    t = screen.t
    before, after = row["post_before"], row["post_after"]
    at = ("id", "en").index(t.lang)
    appeal = t("fates.appeal", ground=APPEAL[row["appeal"]][at]) if isinstance(row["appeal"], str) else ""
    goes = isinstance(after, str)
    share = format.share(int(row["share"]), 1000, t.lang) if pd.notna(row["share"]) else t("figures.unknown")
    return [
        cell(screen.who(row["nip"])),
        cell(str(screen.was.naming.titles.get(before, before)), str(screen.was.places.get(before, ""))),
        cell(screen.title(after) if goes else "", screen.place(after) if goes else ""),
        cell(t(f"fates.{row['fate']}"), ""),
        cell(share if goes else "", ""),
        cell(WHY[row["why"]][at], appeal),
    ]
