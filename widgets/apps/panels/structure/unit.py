"""The unit that is looked at: what it is, what can be done with it, and its posts."""

from typing import Any

import pandas as pd

from widgets.apps.cut_screen import CutScreen
from workbench.staffing.service import held_posts

SHOWN = 14
"""Posts of a unit that are listed; the rest is told by number."""

ACTIONS = ("rename", "move", "merge", "split", "abolish", "add", "add_post")


def record(screen: CutScreen) -> dict[str, Any]:
    """The card of what is chosen: nothing, one unit, or several."""
    t, chosen = screen.t, screen.view.selection
    if not chosen:
        return {"title": t("unit.none"), "sub": "", "facts": [], "actions": [], "notes": [t("unit.none_text")]}
    if len(chosen) > 1:
        names = [screen.unit(unit) for unit in chosen]
        return {
            "title": t("unit.many", n=len(chosen)),
            "sub": "",
            "facts": [],
            "actions": [_action(screen, key) for key in ("merge", "move", "hold")],
            "notes": names,
        }
    return _one(screen, chosen[0])


def _one(screen: CutScreen, unit: str) -> dict[str, Any]:
    t, cut = screen.t, screen.known
    if unit in cut.gone:
        return {"title": screen.unit(unit), "sub": t("unit.gone"), "facts": [], "actions": [], "notes": []}
    row = cut.state.staffing.units.set_index("unit").loc[unit]
    figures = cut.after.units.set_index("unit").loc[unit]
    need = screen.whole(figures["need"])
    if figures["needless"]:
        need = f"{need}, {t('unit.need_unknown', n=screen.whole(figures['needless']))}"
    facts = {
        "unit.kind": screen.word("unit_kind", row["kind"]),
        "unit.type": screen.word("opd_type", row["opd_type"]),
        "unit.head": head(screen, unit),
        "unit.seats": t("chart.filled", held=screen.whole(figures["held"]), seats=screen.whole(figures["seats"])),
        "unit.need": need,
        "unit.span": screen.whole(figures["span"]),
        "unit.beneath": screen.whole(figures["children"]),
        "unit.cost": screen.money(figures["pay"] + figures["allowance"]),
    }
    zoom = "up" if screen.view.office == unit else "zoom"
    hold = ["hold"] if isinstance(row["parent"], str) else []
    return {
        "title": str(row["name"]),
        "sub": "",
        "facts": [{"label": t(key), "value": value} for key, value in facts.items() if value],
        "actions": [_action(screen, key) for key in (zoom, *ACTIONS, *hold)],
        "notes": [],
    }


def _action(screen: CutScreen, key: str) -> dict[str, str]:
    return {"key": key, "label": screen.t(f"unit.{key}")}


def head(screen: CutScreen, unit: str) -> str:
    """Title and holder of the unit's head, or that there is none."""
    t, staffing = screen.t, screen.staffing
    heads = staffing.posts[(staffing.posts["unit"] == unit) & staffing.posts["head"].fillna(False).astype(bool)]
    if heads.empty:
        return t("unit.no_head")
    held = held_posts(staffing)
    holders = held.loc[held["post"].isin(heads["post"]), "nip"]
    return screen.who(holders.iloc[0]) if len(holders) else t("unit.vacant")


def posts(screen: CutScreen) -> dict[str, Any] | None:
    """The tray of the unit's own posts, heads first."""
    t, chosen = screen.t, screen.view.selection
    if len(chosen) != 1 or chosen[0] in screen.known.gone:
        return None
    own = own_posts(screen, chosen[0])
    held = held_posts(screen.staffing)["post"].value_counts()
    carried = screen.view.carried
    items = [
        {
            "kind": "post",
            "id": row["post"],
            "title": str(row["title"]),
            "text": t(
                "posts.text",
                tier=screen.word("tier", row["tier"]),
                held=screen.whole(held.get(row["post"], 0)),
                seats=screen.whole(row["capacity"]),
            ),
            "badge": t("posts.head") if row["head"] is True else "",
            "able": True,
            "actions": [{"key": key, "label": t(f"post.{key}")} for key in ("rename", "convert", "abolish")],
        }
        for row in own.head(SHOWN).to_dict("records")
    ]
    return {
        "title": t("posts.title"),
        "count": "",
        "aside": t("posts.drag") if items else "",
        "items": items,
        "empty": t("posts.empty"),
        "carried": carried.id if carried is not None and carried.kind == "post" else "",
        "more": t("posts.more", n=screen.whole(len(own) - SHOWN)) if len(own) > SHOWN else "",
    }


def own_posts(screen: CutScreen, unit: str) -> pd.DataFrame:
    """The posts directly in the unit: its head, then by rank and title."""
    table = screen.staffing.posts
    own = table[table["unit"] == unit].astype({"head": object})
    order = screen.vocabulary.order("tier")
    return own.assign(
        below=~own["head"].eq(True), rank=-own["tier"].map(order).astype("Float64").fillna(-1)
    ).sort_values(["below", "rank", "title", "post"], kind="stable")
