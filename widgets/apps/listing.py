"""The plan as one list: moves in the order of their chains, then what waits or stays vacant, then who stays."""

import pandas as pd

from workbench.io.documents.naming import Naming
from workbench.placement import Plan
from workbench.scenario import COMPONENTS

ORDER = ("move", "selection", "vacant", "stay")


def listing(plan: Plan, naming: Naming) -> pd.DataFrame:
    """key, kind (move, selection, vacant, stay), post, nip, score, score_most, one column a component, no, unknown,
    yes, chain, step, replaces, from_post, locked, critical, seats, reason, candidates, text (what a search looks in).

    A vacant post is one row however many seats it has; a held post has one row a seat.
    """
    critical = plan.ground.seats.set_index("post")["critical"]
    held = plan.rows.rename(columns={"to_post": "post"}).assign(seats=1, reason="", candidates=0)
    held["critical"] = held["post"].map(critical).fillna(False).astype(bool)
    left = plan.vacant.assign(
        kind=plan.vacant["reason"].map(lambda reason: "selection" if reason == "selection" else "vacant"),
        locked=False,
        **dict.fromkeys((*COMPONENTS, "score", "score_most", "no", "unknown", "yes"), 0),
    )
    table = pd.concat([held, left], ignore_index=True)
    table["turn"] = table["kind"].map({kind: at for at, kind in enumerate(ORDER)})
    table = table.sort_values(
        ["turn", "chain", "step", "critical", "post", "nip"],
        ascending=[True, True, True, False, True, True],
        na_position="last",
        ignore_index=True,
    )
    seat = table.groupby("post").cumcount().astype("str")
    places = naming.title(table["post"]).fillna("") + " " + naming.place(table["post"]).fillna("")
    return table.assign(key=table["post"] + "/" + seat, text=places.str.casefold()).drop(columns="turn")
