"""What the rules say of the candidate that is looked at; what bars or is unknown stands first."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from widgets.apps.screen import VERDICTS, Screen
from workbench.io.documents.words import CONFIDENCE

FEW = 5
SURE = ("verified", "confirmed")
"""Values of law at this confidence carry no badge."""


def record(screen: Screen, nip: str) -> dict[str, Any] | None:
    t, plan, row = screen.t, screen.plan, screen.selected
    if plan is None:
        return None
    if row is None or not nip:
        return {"title": t("findings.none"), "count": "", "findings": [], "more": "", "empty": t("findings.pick")}
    found = ordered(plan.ground.findings.of(nip, row["post"], lang=t.lang))
    shown = found if screen.view.every_finding else found.head(max(FEW, int((found["verdict"] != "yes").sum())))
    hidden = len(found) - len(shown)
    more = t("findings.more", n=hidden) if hidden else t("findings.less") if len(found) > FEW else ""
    return {
        "title": t("findings.title", who=screen.who(nip)),
        "count": t("findings.count", shown=len(shown), all=len(found)),
        "findings": [_finding(screen, finding) for finding in shown.to_dict("records")],
        "more": more if hidden or screen.view.every_finding else "",
        "empty": t("findings.pick"),
    }


def ordered(found: pd.DataFrame) -> pd.DataFrame:
    """No before unknown before yes; within each the order of the rules."""
    turn = found["verdict"].map({"no": 0, "unknown": 1, "yes": 2})
    return found.assign(turn=turn).sort_values("turn", kind="stable", ignore_index=True).drop(columns="turn")


def _finding(screen: Screen, finding: Mapping[Any, Any]) -> dict[str, str]:
    t = screen.t
    observed = str(finding["observed"]) if isinstance(finding["observed"], str) else t("findings.missing")
    badges = [
        t(f"findings.{finding['force']}") if finding["force"] != "law" else "",
        CONFIDENCE[t.lang].get(finding["confidence"], "") if finding["confidence"] not in SURE else "",
    ]
    return {
        "kind": VERDICTS[finding["verdict"]],
        "label": str(finding["label"]),
        "word": t(f"verdict.{finding['verdict']}"),
        "measure": t("findings.measure", observed=observed, threshold=finding["threshold"]),
        "citation": str(finding["citation"]),
        "badge": ", ".join(badge for badge in badges if badge),
    }
