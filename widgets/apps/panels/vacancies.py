"""What is still vacant after the plan, by office and tier."""

from typing import Any

import pandas as pd

from widgets.apps.screen import Screen

OFFICES = 5
SHADES = (1, 2, 3, 4, 6, 7, 8)
"""Steps of the ramp from few to many; on the fifth neither ink can be read."""


def record(screen: Screen) -> dict[str, Any] | None:
    t, plan = screen.t, screen.plan
    if plan is None:
        return None
    counted = counts(screen)
    order = counted.assign(total=counted.sum(axis=1)).reset_index()
    order = order.sort_values(["total", "place"], ascending=[False, True]).head(OFFICES)
    most = int(counted.loc[order["place"]].to_numpy().max()) if len(order) else 0
    rows = [
        {
            "label": place,
            "cells": [{"text": screen.whole(n), "shade": shade(int(n), most)} for n in counted.loc[place]],
        }
        for place in order["place"]
    ]
    return {
        "title": t("vacant.title"),
        "aside": t("vacant.aside", n=len(rows)) if rows else "",
        "columns": [t("vacant.office"), *counted.columns],
        "rows": rows,
        "empty": t("vacant.empty"),
    }


def counts(screen: Screen) -> pd.DataFrame:
    """Seats by place (rows) and tier in scope, and those left behind outside the scope (columns)."""
    plan = screen.plan
    assert plan is not None
    labels = plan.ground.staffing.schemas.vocabulary.label("tier", screen.lang)
    tiers = plan.ground.seats.set_index("post")["tier"]
    behind = screen.t("vacant.left")
    vacant = plan.vacant[["post", "seats"]].assign(column=plan.vacant["post"].map(tiers).map(labels))
    every = pd.concat([vacant, plan.opened[["post", "seats"]].assign(column=behind)], ignore_index=True)
    every["place"] = [screen.office(post) for post in every["post"]]
    columns = [*(str(labels[tier]) for tier in plan.policy.tiers if tier in labels.index), behind]
    table = every.pivot_table(index="place", columns="column", values="seats", aggfunc="sum", fill_value=0)
    return table.reindex(columns=columns, fill_value=0).astype("int64")


def shade(count: int, most: int) -> int:
    """
    >>> [shade(n, 12) for n in (0, 1, 6, 12)]
    [1, 2, 4, 8]
    """
    if count <= 0 or most <= 0:
        return SHADES[0]
    last = len(SHADES) - 1
    return SHADES[max(1, round(last * count / most)) if count < most else last]
