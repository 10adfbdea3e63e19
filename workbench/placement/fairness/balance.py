"""Balance of quality: does the plan raise every office, or some at the cost of others?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.placement.engine.flow import Whole
from workbench.placement.plan import Plan
from workbench.staffing.offices import office_of


@dataclass(frozen=True, eq=False)
class Balance:
    """`offices`, one row each regional office with seats in scope, greatest gain first: office (its unit; missing: the
    posts of no office), name, seats, holders_before, mean_before, holders_after, mean_after (points of 100,000; missing
    without holders), change. `spread`, two rows (before, after) over the offices that have holders both times: when,
    offices, mean, least, most, deviation (points), gini (0: all alike)."""

    offices: pd.DataFrame
    spread: pd.DataFrame


def balance(plan: Plan) -> Balance:
    """Mean merit score of the holders in scope, by office, before and after the plan, and how far offices lie apart.

    Before: who holds a seat and neither leaves nor retires within the horizon. A vacant seat has no score: how many are
    filled stands beside the mean.
    """
    people, seats, weights = plan.ground.people, plan.ground.seats, plan.policy.weights
    place, who = pd.Index(seats["post"]), pd.Index(people["nip"])
    held = np.asarray(place.get_indexer(pd.Index(people["post"])), dtype=np.int64)
    scope = seats["in_scope"].to_numpy()
    stays = (people["active"] & people["leaves"].isna()).to_numpy()
    before = np.flatnonzero(stays & (held >= 0) & scope[held])
    after = who.get_indexer(pd.Index(plan.rows["nip"])), place.get_indexer(pd.Index(plan.rows["to_post"]))

    posts = plan.ground.staffing.posts
    unit_office = office_of(plan.ground.staffing)
    names = plan.ground.staffing.units.drop_duplicates("unit").set_index("unit")["name"]
    row, offices = pd.factorize(posts["unit"].map(unit_office))

    def told(person: Whole, at: Whole) -> tuple[Whole, NDArray[np.float64]]:
        mine, score = row[at], plan.ground.merit.scores(person, at, weights)
        mine = np.where(mine < 0, len(offices), mine)
        holders = np.bincount(mine, minlength=len(offices) + 1)
        total = np.bincount(mine, weights=score, minlength=len(offices) + 1)
        return holders, np.divide(total, holders, out=np.full(len(total), np.nan), where=holders > 0)

    (holders_before, mean_before), (holders_after, mean_after) = told(before, held[before]), told(*after)
    at_office = np.where(row < 0, len(offices), row)
    capacity = np.where(scope, seats["capacity"].to_numpy(), 0)
    table = pd.DataFrame(
        {
            "office": pd.Series([*offices, None], dtype="str"),
            "name": pd.Series([*pd.Index(offices).map(names), None], dtype="str"),
            "seats": np.bincount(at_office, weights=capacity, minlength=len(offices) + 1).astype(np.int64),
            "holders_before": holders_before,
            "mean_before": mean_before,
            "holders_after": holders_after,
            "mean_after": mean_after,
            "change": mean_after - mean_before,
        }
    )
    table = table[table["seats"] > 0].sort_values(["change", "office"], ascending=[False, True], ignore_index=True)
    both = table.dropna(subset=["office", "mean_before", "mean_after"])
    spread = pd.DataFrame(
        [{"when": when, **_spread(both[f"mean_{when}"].to_numpy(np.float64))} for when in ("before", "after")]
    )
    return Balance(table, spread)


def _spread(means: NDArray[np.float64]) -> dict[str, float]:
    if not len(means):
        return {"offices": 0, **dict.fromkeys(("mean", "least", "most", "deviation", "gini"), np.nan)}
    return {
        "offices": len(means),
        "mean": float(means.mean()),
        "least": float(means.min()),
        "most": float(means.max()),
        "deviation": float(means.std()),
        "gini": gini(means),
    }


def gini(values: NDArray[np.float64]) -> float:
    """Gini coefficient: mean difference of two values drawn at random, over twice their mean. 0 where all are 0.

    >>> gini(np.array([5.0, 5.0, 5.0])), gini(np.array([0.0, 0.0, 1.0]))
    (0.0, 0.6666666666666666)
    """
    total = values.sum()
    if total == 0:
        return 0.0
    rank = 2 * np.arange(1, len(values) + 1) - len(values) - 1
    return float((rank * np.sort(values)).sum() / (len(values) * total))
