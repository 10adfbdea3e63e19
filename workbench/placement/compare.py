"""Plans side by side, only what differs. They may be rivals on one market, or scenarios with other policies or data."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.ground import tick
from workbench.placement.plan import Plan

FIGURES = (
    *("posts", "seats", "open_before", "vacant_after", "moves", "candidates", "score_mean_before", "score_mean"),
    *("critical_seats", "critical_before", "critical_filled", "total", "gap"),
)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Every table has one column a plan, named and ordered as given.

    `summary`: index figure: those of each plan's own summary, then stated and first_choice: how many people ranked
    posts, and how many of them sit on one that they ranked first. `seats`: index (post, seat), the nip that sits there
    after the plan, missing for nobody; people who sit in a post under every plan take no row. `people`: index nip, the
    post after the plan, missing for none. Only rows in which two plans differ. `seat_scores`, `people_scores`: the same
    rows, points on that seat (missing where the post is outside that plan's scope). `posts_known`, `people_known`: the
    same rows, whether that plan's data hold such a post or person at all: tells *nobody* from *no such*. `differences`:
    (plans, plans) how many people two plans put in different places.
    """

    summary: pd.DataFrame
    seats: pd.DataFrame
    people: pd.DataFrame
    seat_scores: pd.DataFrame
    people_scores: pd.DataFrame
    posts_known: pd.DataFrame
    people_known: pd.DataFrame
    differences: pd.DataFrame

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(map(str, self.differences.columns))

    def renamed(self, called: Mapping[str, str]) -> "Comparison":
        """The same with other names for the plans."""
        tables = {field.name: getattr(self, field.name).rename(columns=called) for field in fields(self)}
        return Comparison(**{**tables, "differences": tables["differences"].rename(index=called)})

    def to_record(self) -> dict[str, Any]:
        """JSON-ready: seats and people as rows of one plan each, missing as null."""
        return {
            "plans": list(self.names),
            "summary": json.loads(self.summary.to_json()),
            "differences": json.loads(self.differences.to_json()),
            "seats": _records(self.seats, self.seat_scores, self.posts_known, "nip"),
            "people": _records(self.people, self.people_scores, self.people_known, "post"),
        }


def _records(who: pd.DataFrame, scores: pd.DataFrame, known: pd.DataFrame, value: str) -> list[dict[str, Any]]:
    rows = [
        pd.DataFrame({"plan": name, value: who[name], "score": scores[name], "known": known[name]}, index=who.index)
        for name in who.columns
    ]
    return json.loads(pd.concat(rows).reset_index().to_json(orient="records")) if rows else []


def compare(plans: Mapping[str, Plan], *, progress: Progress | None = None, stop: StopSign | None = None) -> Comparison:
    """Two or more plans by name. Raises ValueError for fewer, `Stopped` when asked to stop."""
    if len(plans) < 2:
        raise ValueError("compare needs two plans or more")
    names = list(plans)
    sat = []
    for number, (name, plan) in enumerate(plans.items(), start=1):
        tick(progress, stop, 0.5 * (number - 1) / len(plans), f"Membaca rencana {number} dari {len(plans)}")
        sat.append(after(plan).assign(plan=name))
    tick(progress, stop, 0.5, "Mencari yang ditempatkan berbeda")
    placed = pd.concat(sat, ignore_index=True)
    posts, scores = (_by_plan(placed, "nip", value, names) for value in ("post", "score"))
    code = _codes(posts)
    differs = (code != code[:, :1]).any(axis=1)
    people = posts[differs]
    tick(progress, stop, 0.7, "Mencari kursi yang berbeda")
    seats, seat_scores = _seats(placed[placed["nip"].isin(people.index)], names)
    nips = {name: plan.ground.people["nip"] for name, plan in plans.items()}
    known = {name: plan.ground.seats["post"] for name, plan in plans.items()}
    post_of = seats.index.get_level_values("post")
    found = Comparison(
        summary=pd.DataFrame({name: pd.Series(_figures(plan), dtype="Int64") for name, plan in plans.items()}),
        seats=seats,
        people=people,
        seat_scores=seat_scores,
        people_scores=scores[differs].astype("Int64"),
        posts_known=pd.DataFrame({name: post_of.isin(known[name]) for name in names}, index=seats.index),
        people_known=pd.DataFrame({name: people.index.isin(nips[name]) for name in names}, index=people.index),
        differences=_differences(code, names),
    )
    tick(progress, stop, 1.0, "Selesai")
    return found


def after(plan: Plan) -> pd.DataFrame:
    """Where everybody sits after a plan: nip, post, score (missing outside the plan's scope). Whoever has no post, has
    left, or retires within the horizon is not there."""
    ground = plan.ground
    inside = plan.rows[["nip", "to_post", "score"]].rename(columns={"to_post": "post"})
    people, scope = ground.people, ground.seats.loc[ground.seats["in_scope"], "post"]
    stays = people["active"] & people["leaves"].isna() & people["post"].notna()
    outside = people.loc[stays & ~people["post"].isin(scope) & ~people["nip"].isin(inside["nip"]), ["nip", "post"]]
    return pd.concat([inside.astype({"score": "Int64"}), outside], ignore_index=True).astype({"score": "Int64"})


def _figures(plan: Plan) -> dict[str, int | None]:
    wishes = plan.ground.staffing.preferences
    wishes = wishes[
        wishes["side"].eq("employee") & wishes["rank"].notna() & wishes["nip"].isin(plan.ground.people["nip"])
    ]
    first = wishes[wishes["rank"] == wishes.groupby("nip")["rank"].transform("min")]
    got = first.merge(after(plan)[["nip", "post"]], on=["nip", "post"])
    told = {"stated": wishes["nip"].nunique(), "first_choice": got["nip"].nunique()}
    return {**{name: plan.summary[name] for name in FIGURES}, **told}


def _codes(table: pd.DataFrame) -> np.ndarray:
    """(rows, columns): equal numbers for equal texts, -1 for missing."""
    codes, _ = pd.factorize(table.to_numpy(object).ravel())
    return codes.reshape(table.shape)


def _seats(placed: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who sits in each post that differs, without those who sit there under every plan, and their scores."""
    everywhere = placed.groupby(["post", "nip"])["plan"].transform("size") == len(names)
    moving = placed[~everywhere].sort_values(["plan", "post", "score", "nip"], ascending=[True, True, False, True])
    moving = moving.assign(seat=moving.groupby(["plan", "post"]).cumcount() + 1)
    who, points = (_by_plan(moving, ["post", "seat"], value, names) for value in ("nip", "score"))
    return who, points.astype("Int64")


def _by_plan(rows: pd.DataFrame, index: str | list[str], value: str, names: list[str]) -> pd.DataFrame:
    return rows.pivot(index=index, columns="plan", values=value).reindex(columns=names).rename_axis(columns=None)


def _differences(code: np.ndarray, names: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(0, index=names, columns=names)
    for (i, one), (j, other) in combinations(enumerate(names), 2):
        table.loc[one, other] = table.loc[other, one] = int((code[:, i] != code[:, j]).sum())
    return table
