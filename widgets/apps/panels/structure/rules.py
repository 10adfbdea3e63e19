"""What the law says of the part that is drawn; what says no or is unknown stands first."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import pandas as pd

from widgets.apps.cut_screen import CutScreen
from widgets.apps.outlook import VERDICTS
from widgets.apps.panels.findings import SURE, ordered
from workbench.io.documents.words import CONFIDENCE

NAMED, FEW, MOST = 3, 9, 200
"""Units named in one line; lines before all are asked for, and after."""


def record(screen: CutScreen) -> dict[str, Any]:
    t = screen.t
    found = of_part(screen)
    counts = found["verdict"].value_counts()
    every = screen.view.listed_rules
    shown = _one_by_one(screen, found) if every else list(islice(_grouped(screen, found), FEW))
    return {
        "title": t("rules.title"),
        "count": t("rules.count", **{word: screen.whole(counts.get(word, 0)) for word in ("no", "unknown", "yes")}),
        "findings": shown,
        "more": t("rules.few") if every else t("rules.all", n=screen.whole(len(found))) if len(found) else "",
        "empty": t("rules.empty"),
    }


def _one_by_one(screen: CutScreen, found: pd.DataFrame) -> list[dict[str, str]]:
    first = _ordered(found).head(MOST)
    return [_finding(screen, row) for row in first.to_dict("records")]


def _grouped(screen: CutScreen, found: pd.DataFrame) -> Iterator[dict[str, str]]:
    """Each rule once for each answer, with the units that it is about."""
    open_ = set(found.loc[found["verdict"] != "yes", "rule"])
    for (rule, verdict), rows in _ordered(found).groupby(["rule", "verdict"], sort=False):
        if verdict != "yes" or rule not in open_:
            yield _group(screen, rows)


def _group(screen: CutScreen, rows: pd.DataFrame) -> dict[str, str]:
    first = _finding(screen, rows.iloc[0].to_dict())
    if len(rows) == 1:
        return first
    names = [screen.unit(unit) for unit in rows["unit"].head(NAMED) if isinstance(unit, str)]
    more = screen.t("rules.more", n=screen.whole(len(rows) - len(names))) if len(rows) > len(names) else ""
    asked = str(rows.iloc[0]["threshold"])
    same = rows["threshold"].nunique() == 1
    what = screen.t("rules.units", n=screen.whole(len(rows)), names=", ".join([*names, *([more] if more else [])]))
    return first | {"measure": f"{what} ({asked})" if same and asked else what}


def _ordered(found: pd.DataFrame) -> pd.DataFrame:
    """No before unknown before yes; the law before what the agency wants."""
    policy = found["force"].ne("law")
    return ordered(found.assign(policy=policy).sort_values("policy", kind="stable"))


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
        t(f"findings.{row['force']}") if row["force"] not in ("law", "policy") else "",
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
