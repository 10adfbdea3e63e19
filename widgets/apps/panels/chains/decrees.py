"""Decrees in the order in which they are signed, with what the pre-flight says of each."""

from typing import Any

import pandas as pd

from widgets.apps.panels.cells import Row, cell, column, table
from widgets.apps.screen import Screen
from widgets.numbers import Figure
from widgets.simple_table import Cell
from workbench.io import resources
from workbench.io.documents import words
from workbench.io.documents.preflight_tables import documents
from workbench.placement import Preflight
from workbench.placement.succession.preflight import OBSTACLES

DRESS = {"refused": "tidak", "barred": "tidak", "unknown": "entah", "freeze": "entah", "papers": "entah", "": "ya"}
"""Obstacle -> how its verdict is dressed."""


def record(screen: Screen, flown: Preflight | None) -> dict[str, Any]:
    t = screen.t
    columns = [
        column(t("decree.order"), number=True),
        column(t("decree.who")),
        column(t("decree.what")),
        column(t("decree.after")),
        column(t("decree.verdict")),
    ]
    return table(
        screen,
        "decrees",
        columns,
        flown.steps if flown is not None else None,
        lambda row: _decree(screen, row),
        title=t("decree.title"),
        fold=True,
        note=t("decree.note") if flown is not None and len(flown.steps) else "",
        empty=t("decree.empty"),
        file="XLSX",
        per=12,
        key=lambda row: "" if pd.isna(row["chain"]) else str(int(row["chain"])),
    )


def _decree(screen: Screen, row: Row) -> list[Cell]:
    t, english = screen.t, screen.lang
    day = screen.day(row["not_before"].date())
    ring: str = t("decree.ring", ring=int(row["ring"])) if pd.notna(row["ring"]) else ""
    chain: str = "" if pd.isna(row["chain"]) else t("plan.chain", chain=int(row["chain"]))
    what = words.DECREE[english][row["kind"]]
    where = row["to_post"] if isinstance(row["to_post"], str) else row["from_post"]
    waits: str = t("decree.waits", order=screen.whole(row["after"])) if pd.notna(row["after"]) else t("decree.free")
    return [
        cell(screen.whole(row["order"]), chain),
        cell(screen.who(row["nip"]), what),
        cell(screen.title(where), screen.place(where)),
        cell(day, ring or waits),
        told(screen, row),
    ]


def told(screen: Screen, row: Row) -> Cell:
    """Whether it may be signed, and if not, why."""
    code = row["obstacle"] if isinstance(row["obstacle"], str) else ""
    return cell("", words.OBSTACLE[screen.lang][code], badge=screen.t(f"decree.{DRESS[code]}"), kind=DRESS[code])


def blocked(screen: Screen, flown: Preflight | None) -> dict[str, Any]:
    """What may not be signed yet, the hardest first, and the evidence that would free it."""
    t = screen.t
    columns = [column(t("decree.who")), column(t("decree.verdict")), column(t("decree.evidence"))]
    rows = held(flown) if flown is not None else None
    papers = evidence(screen, flown) if flown is not None else {}
    return table(
        screen,
        "blocked",
        columns,
        rows,
        lambda row: _held(screen, row, papers),
        title=t("decree.blocked"),
        fold=True,
        aside=screen.whole(len(rows)) if rows is not None and len(rows) else "",
        empty=t("decree.all_free"),
        per=6,
    )


def held(flown: Preflight) -> pd.DataFrame:
    """Steps with an obstacle, the hardest first, with the reason of those refused."""
    steps = flown.steps[flown.steps["obstacle"].notna()]
    reason = steps["order"].map(flown.blocked.set_index("order")["reason"])
    turn = steps["obstacle"].map({name: at for at, name in enumerate(OBSTACLES)})
    return steps.assign(reason=reason, turn=turn).sort_values(["turn", "order"], ignore_index=True)


def evidence(screen: Screen, flown: Preflight) -> dict[int, list[str]]:
    """Order of a decree -> the rules that bar it, then the documents that it waits for."""
    bars = flown.findings[flown.findings["bars"].astype(bool)]
    said, waits = bars[bars["verdict"] == "no"], bars[bars["verdict"] == "unknown"]
    said = said.assign(paper=[screen.t("decree.says_no", rule=label) for label in said["label"]])
    papers = documents(resources.papers(), waits, screen.lang).fillna(waits["label"])
    listed = pd.concat([said, waits.assign(paper=papers)]).drop_duplicates(["order", "paper"])
    found: dict[int, list[str]] = {}
    for order, paper in zip(listed["order"].to_numpy(int), listed["paper"], strict=True):
        found.setdefault(int(order), []).append(str(paper))
    return found


def _held(screen: Screen, row: Row, papers: dict[int, list[str]]) -> list[Cell]:
    from widgets.apps.panels.states import masked

    where = row["to_post"] if isinstance(row["to_post"], str) else row["from_post"]
    reason = masked(screen, row["reason"]) if isinstance(row["reason"], str) else ""
    listed = papers.get(int(row["order"]), [])
    return [
        cell(screen.who(row["nip"]), f"{screen.whole(row['order'])}. {screen.title(where)}"),
        told(screen, row),
        cell(reason or "; ".join(listed) or screen.t("decree.no_paper")),
    ]


def figures(screen: Screen, flown: Preflight | None) -> dict[str, Any] | None:
    if flown is None:
        return None
    t, steps = screen.t, flown.steps
    moves = steps[steps["kind"] == "move"]
    every, formal, ready = len(moves), int(moves["formal"].sum()), int(moves["ready"].sum())
    of = t("decree.of", all=screen.whole(every))
    rows = [
        Figure(label=t("decree.count"), value=screen.whole(len(steps)), sub=t("decree.moves", n=of), tone=""),
        Figure(label=t("decree.formal"), value=screen.whole(formal), sub=of, tone=""),
        Figure(label=t("decree.clean"), value=screen.whole(ready), sub=of, tone=""),
        Figure(
            label=t("decree.refused"),
            value=screen.whole(len(flown.blocked)),
            sub="",
            tone="pn-turun" if len(flown.blocked) else "",
        ),
    ]
    summary = f"{t('decree.formal')}: {screen.whole(formal)} {of}"
    told = {"title": t("decree.figures"), "rows": rows, "notes": asked(screen, flown)}
    return {**told, "fold": True, "summary": summary}


def asked(screen: Screen, flown: Preflight) -> list[str]:
    """What is asked of the plan as a whole and is not settled."""
    whole = flown.whole
    if whole.empty:
        return []
    left = whole[whole["verdict"] != "yes"].drop_duplicates(["rule", "verdict"])
    return [
        screen.t(
            "decree.whole",
            label=row["label"],
            verdict=screen.t(f"verdict.{row['verdict']}"),
            citation=row["citation"],
        )
        for row in left.to_dict("records")
    ]
