"""The chain of the row that is looked at: which seat opens the next, and where it closes."""

from typing import Any

import pandas as pd

from widgets.apps.screen import Screen
from widgets.chain import Step
from workbench.placement import Plan


def record(screen: Screen) -> dict[str, Any] | None:
    t, plan, row = screen.t, screen.plan, screen.selected
    if plan is None or row is None:
        return None
    if row["kind"] != "move":
        aside = t("chain.stays") if row["kind"] == "stay" else t("chain.vacant")
        return {"title": t("chain.none"), "aside": aside, "steps": []}
    moves = plan.moves[plan.moves["chain"] == row["chain"]]
    many = len(moves)
    return {
        "title": t("chain.title", chain=int(row["chain"])),
        "aside": t("chain.one") if many == 1 else t("chain.many", n=screen.whole(many)),
        "steps": [*(_step(screen, at, moves) for at in range(many)), _end(screen, plan, moves.iloc[-1])],
    }


def _step(screen: Screen, at: int, moves: pd.DataFrame) -> Step:
    t, move = screen.t, moves.iloc[at]
    who, left = screen.who(move["nip"]), move["replaces"]
    text = t("chain.first", who=who) if pd.isna(left) else t("chain.next", left=screen.who(left), who=who)
    tone = "soal" if move["unknown"] or move["no"] else ""
    return Step(number=str(at + 1), title=screen.title(move["to_post"]), text=text, tone=tone)


def _end(screen: Screen, plan: Plan, last: pd.Series) -> Step:
    """What becomes of the seat that the last person leaves."""
    t, left, who = screen.t, last["from_post"], screen.who(last["nip"])
    if pd.isna(left):
        title, text = t("chain.from_nowhere"), t("chain.retires", who=who)
        return Step(number=t("chain.end"), title=title, text=text, tone="tutup")
    outside = (plan.opened["post"] == left).any()
    text = t("chain.outside" if outside else "chain.left", left=who)
    return Step(number=t("chain.open"), title=screen.title(left), text=text, tone="soal")
