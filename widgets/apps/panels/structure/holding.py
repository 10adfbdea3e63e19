"""The holding area: units without a parent, and people whose post is gone."""

from typing import Any

import pandas as pd

from widgets.apps.cut_screen import CutScreen
from workbench.structure.measured import SUMS

SHOWN = 8
"""Groups that are listed; the rest is told by number."""

PLACE = "place"


def record(screen: CutScreen) -> dict[str, Any]:
    t = screen.t
    items = [*_units(screen), *_people(screen)]
    carried = screen.view.carried
    return {
        "title": t("hold.title"),
        "count": screen.whole(len(items)) if items else "",
        "aside": t("hold.aside") if items else "",
        "items": items[:SHOWN],
        "empty": t("hold.empty"),
        "carried": carried.id if carried is not None and carried.kind == "unit" else "",
        "more": t("hold.more", n=screen.whole(len(items) - SHOWN)) if len(items) > SHOWN else "",
    }


def _units(screen: CutScreen) -> list[dict[str, Any]]:
    t, cut = screen.t, screen.known
    names, held = cut.after.drawn.tree.names, cut.after.whole[:, SUMS.index("held")]
    items = []
    for row in cut.tree.loose:
        unit = str(cut.tree.unit[row])
        if unit in cut.gone or unit not in names:
            continue
        people = held[names.get_loc(unit)]
        text = t("hold.unit", units=screen.whole(cut.tree.size[row]), people=screen.whole(people))
        items.append(_item("unit", unit, screen.unit(unit), text, able=True))
    return items


def _people(screen: CutScreen) -> list[dict[str, Any]]:
    """Holders whose post is gone, by the unit in which they were."""
    t, lost = screen.t, waiting(screen)
    titles, home = screen.was.naming.titles, screen.known.base.staffing.posts.set_index("post")["unit"]
    items = []
    for unit, group in lost.groupby(lost["post_before"].map(home), sort=False):
        actions = [{"key": PLACE, "label": t("hold.place")}]
        if len(group) == 1:
            only = group.iloc[0]
            title, text = screen.who(only["nip"]), t("hold.one", post=titles.get(only["post_before"], ""))
        else:
            title, text = t("hold.people", n=screen.whole(len(group)), unit=screen.unit(unit)), t("hold.waiting")
        items.append(_item("people", str(unit), title, text, able=False, actions=actions))
    return items


def waiting(screen: CutScreen) -> pd.DataFrame:
    """nip, post_before of everybody who held a post and now holds none."""
    cut = screen.known
    lost = cut.affected
    return lost.loc[lost["how"] == "lost", ["nip", "post_before"]]


def _item(kind: str, id: str, title: str, text: str, *, able: bool, actions: Any = ()) -> dict[str, Any]:
    return {"kind": kind, "id": id, "title": title, "text": text, "badge": "", "able": able, "actions": list(actions)}
