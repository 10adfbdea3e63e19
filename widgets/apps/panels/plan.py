"""The plan as a table, one page of it."""

import time
from collections.abc import Mapping
from typing import Any

import pandas as pd

from widgets.apps.conversation import Work
from widgets.apps.format import percent
from widgets.apps.panels import proof
from widgets.apps.panels.limits.table import in_force, sentence
from widgets.apps.screen import Screen
from widgets.apps.words import Words
from widgets.apps.words.progress import english
from widgets.leaf import Progress
from workbench.io.documents.words import VACANT
from workbench.scenario import COMPONENTS

ROWS = 12
"""Rows of one page of the table."""

WORDS = ("post", "proposal", "score", "findings", "lock", "only", "bar", "before", "after")


def record(screen: Screen) -> dict[str, Any]:
    t, view, plan = screen.t, screen.view, screen.plan
    shown = screen.shown if plan is not None else pd.DataFrame()
    pages = max(1, -(-len(shown) // ROWS))
    page = min(view.page, pages - 1)
    here = shown.iloc[page * ROWS : (page + 1) * ROWS]
    every = len(screen.rows) if plan is not None else 0
    return {
        "title": t("plan.title"),
        "count": t("plan.count", shown=screen.whole(len(here)), all=screen.whole(every)) if plan is not None else "",
        "rows": _rows(screen, here) if len(here) else [],
        "filter": view.only_findings,
        "export": plan is not None,
        "note": proof.note(screen),
        "again": "" if plan is None or proof.proven(plan) or screen.session.searching else t("proof.again"),
        "empty": t("plan.empty" if every else "plan.nothing") if plan is not None else "",
        "loading": plan is None,
        "pages": _pages(screen, page, pages, len(shown)) if pages > 1 else None,
        "words": {word: t(f"plan.{word}") for word in WORDS},
    }


def _pages(screen: Screen, page: int, pages: int, count: int) -> dict[str, Any]:
    first, last = page * ROWS + 1, min(count, (page + 1) * ROWS)
    text = screen.t("plan.pages", first=screen.whole(first), last=screen.whole(last), all=screen.whole(count))
    return {"text": text, "back": page > 0, "on": page < pages - 1}


def progress(screen: Screen) -> Progress | None:
    return told(screen.session.work, screen.t, screen.t("work.open"))


def told(work: Work | None, t: Words, otherwise: str) -> Progress | None:
    """How far work is and how long it may take; `otherwise` where the work itself has no word for it."""
    if work is None:
        return None
    done, left = round(100 * work.fraction), work.left(time.monotonic())
    far = t("work.percent", percent=done) if left is None else t("work.left", percent=done, seconds=max(1, round(left)))
    words = (english(work.words) if t.lang == "en" else work.words) or otherwise
    return Progress(
        words=words[:1].upper() + words[1:],
        percent=done,
        left=far,
        cancel=t("work.stop" if work.keeps else "work.cancel"),
    )


def _rows(screen: Screen, here: pd.DataFrame) -> list[dict[str, Any]]:
    chosen = screen.selected
    key = chosen["key"] if chosen is not None else None
    return [_row(screen, row, selected=row["key"] == key) for row in here.to_dict("records")]


def _row(screen: Screen, row: Mapping[Any, Any], *, selected: bool) -> dict[str, Any]:
    held = row["kind"] in ("move", "stay")
    return {
        "post": row["key"],
        "title": screen.title(row["post"]),
        "unit": screen.place(row["post"]),
        "who": screen.who(row["nip"]) if held else screen.t("plan.nobody"),
        "origin": _origin(screen, row),
        "score": screen.score(row["score"]) if held else "",
        "shares": [percent(row[name]) for name in COMPONENTS] if held else [],
        "verdict": screen.verdict(row) if held else None,
        "chain": _chain(screen, row),
        "selected": selected,
        "lock": lock(screen, row),
    }


def _origin(screen: Screen, row: Mapping[Any, Any]) -> str:
    """How the seat comes to be filled, or why it does not."""
    t = screen.t
    if row["kind"] == "move":
        who = row["replaces"]
        origin = t("plan.vacant_seat") if pd.isna(who) else t("plan.replaces", who=screen.who(who))
    elif row["kind"] == "stay":
        origin = t("plan.stays")
    elif row["kind"] == "selection":
        assert screen.plan is not None
        listed = int((screen.plan.slates["post"] == row["post"]).sum())
        origin = t("plan.selection", n=screen.whole(listed))
    else:
        origin = _vacant(screen, row)
    return t("plan.critical", origin=origin) if row["critical"] and row["kind"] != "stay" else origin


def _vacant(screen: Screen, row: Mapping[Any, Any]) -> str:
    """Why nobody holds the seat; a limit, where it is known that one keeps it vacant."""
    usage = screen.usage
    if usage is None or row["post"] not in usage.vacant.index:
        return VACANT[screen.lang][row["reason"]]
    assert screen.plan is not None
    limits, id = dict(in_force(screen.plan.policy)), usage.vacant[row["post"]]
    if not isinstance(id, str) or id not in limits:
        return screen.t("vacant.by_limits")
    staffing = screen.plan.ground.staffing
    return screen.t("vacant.by", limit=sentence(screen, limits[id], screen.plan.policy, staffing))


def _chain(screen: Screen, row: Mapping[Any, Any]) -> str:
    if row["kind"] == "move" and not pd.isna(row["chain"]):
        return screen.t("plan.chain", chain=int(row["chain"]))
    return screen.t("plan.no_chain") if row["kind"] == "stay" else screen.t("plan.seats", n=screen.whole(row["seats"]))


def lock(screen: Screen, row: Mapping[Any, Any]) -> dict[str, Any]:
    t = screen.t
    bans = sum(post == row["post"] for _, post in screen.session.policy.forbids)
    if row["kind"] in ("move", "stay") and row["locked"]:
        return {"icon": "lock", "text": t("lock.on"), "pressed": True, "able": True}
    if row["kind"] == "selection":
        return {"icon": "pin", "text": t("lock.selection"), "pressed": False, "able": False}
    if bans:
        able = row["kind"] != "vacant"
        return {"icon": "ban", "text": t("lock.bans", n=bans), "pressed": False, "able": able}
    if row["kind"] == "stay":
        return {"icon": "pin", "text": t("lock.stays"), "pressed": False, "able": True}
    return {"icon": "lock-open", "text": t("lock.off"), "pressed": False, "able": row["kind"] == "move"}
