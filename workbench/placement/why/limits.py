"""What limits do to a plan: how far each is used up, and which vacant posts only a limit keeps vacant."""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.limits.limited import measured
from workbench.placement.limits.offered import Offered
from workbench.placement.plan import Plan
from workbench.scenario import Limit

SHOWN = 50
"""Half of what a score shows (0.1 points of 100): a mean nearer to its bound looks the same."""


def barring(plan: Plan, person: int, seat: int) -> Limit | None:
    """The limit that takes this pair away by itself; None where none does, or it is no pair."""
    network = plan.offered.problem.network
    first, _ = network.firsts
    row = int(first[person] + np.searchsorted(network.seat[first[person] : first[person + 1]], seat))
    if row == first[person + 1] or network.seat[row] != seat:
        return None
    number = int(plan.offered.limits.barred[row])
    return None if number < 0 else plan.policy.limits[number]


def used(plan: Plan) -> pd.DataFrame:
    """`measured` of the plan, one line a row, with `full`: not one more of what the row counts fits in; of a mean, that
    it shows as its bound. A place where nobody is counted is not full, and people kept apart never are."""
    offered = plan.offered
    table = measured(offered.limits, offered.chosen(plan.assignment.table))
    matrix = offered.limits.rows.matrix.tocoo()
    adds = matrix.data > 0
    least = np.full(len(table), np.iinfo(np.int64).max)
    np.minimum.at(least, matrix.row[adds], matrix.data[adds])
    counted = table["value"].notna() & (table["kind"] != "apart") & (least < np.iinfo(np.int64).max)
    near = (table["value"] - table["value_most"]).abs() < SHOWN
    full = np.where(table["kind"] == "quality", near.fillna(False), table["slack"].to_numpy(np.int64) < least)
    return table.assign(full=full.astype(bool) & counted.to_numpy(bool))


def barred(plan: Plan) -> pd.Series:
    """id of a limit -> pairs that it takes away, for those that take any."""
    limits = plan.offered.limits
    taken = pd.Series(limits.barred[limits.drop]).value_counts()
    taken.index = pd.Index([plan.policy.limits[number].id for number in taken.index], dtype="str", name="limit")
    return taken.rename("pairs").astype("int64")


def kept_vacant(plan: Plan) -> pd.DataFrame:
    """post, limit, candidates: vacant posts where somebody alone would better the plan, were it not for a limit.

    `limit`: its id (or `move_limit`) where it alone stands in the way of all such candidates, else missing.
    `candidates`: how many there are. To be seated there is better when it fills one more critical seat, else when it
    adds points of score and stay, as the plan itself is judged. A post whose candidates break no limit is left out: a
    plan whose gap is not closed may have overlooked them.
    """
    ground, policy, offered = plan.ground, plan.policy, plan.offered
    table = offered.pairs
    open_to = plan.vacant.loc[plan.vacant["reason"] != "selection", "post"]
    vacant = ground.seats["post"].isin(open_to).to_numpy()
    at, person = (table[name].to_numpy(np.int64) for name in ("at", "person"))
    chosen = offered.chosen(plan.assignment.table)
    own = np.full(len(ground.people), -1, np.int64)
    own[person[chosen]] = np.flatnonzero(chosen)
    able = np.flatnonzero(vacant[at] & ~chosen)
    able = able[_gains(plan, table, able, own[person[able]])]
    rows, pair = _broken(offered, able, own[person[able]], np.flatnonzero(chosen))
    barring = offered.limits.barred[able]
    ids = np.array([limit.id for limit in policy.limits], dtype=object)
    gone = np.flatnonzero(barring >= 0)
    by = np.concatenate([offered.limits.table["limit"].to_numpy(object)[rows], ids[barring[gone]]])
    blocks = pd.DataFrame({"pair": np.concatenate([pair, gone]), "limit": by.astype(object)})
    blocks["post"] = ground.seats["post"].to_numpy()[at[able[blocks["pair"].to_numpy(np.int64)]]]
    found = blocks.groupby("post").agg(
        limit=("limit", "first"), limits=("limit", "nunique"), candidates=("pair", "nunique")
    )
    return found.assign(limit=found["limit"].where(found["limits"] == 1)).drop(columns="limits").reset_index()


def reasoned(plan: Plan) -> Plan:
    """The plan whose vacant posts say so (reason `limit`) where a limit keeps them vacant; the same without limits."""
    if not plan.policy.limited:
        return plan
    kept = kept_vacant(plan)["post"]
    reason = plan.vacant["reason"].mask(plan.vacant["post"].isin(kept), "limit")
    return replace(plan, vacant=plan.vacant.assign(reason=reason))


def _gains(plan: Plan, table: pd.DataFrame, pair: Whole, own: Whole) -> Mask:
    """Whether to sit in `pair` instead of `own` (-1: in none) fills more critical seats, or adds points."""
    seats = plan.ground.seats
    critical = (seats["critical"] & seats["in_scope"]).to_numpy(np.int64)[table["at"].to_numpy(np.int64)]
    points = (table["score"] + table["stay"]).to_numpy(np.int64)
    more, better = (worth[pair] - np.where(own >= 0, worth[own], 0) for worth in (critical, points))
    return (more > 0) | ((more == 0) & (better > 0))


def _broken(offered: Offered, pair: Whole, own: Whole, chosen: Whole) -> tuple[Whole, Whole]:
    """Rows that the plan would break with `pair` instead of `own`, and the place of each pair that breaks it."""
    from scipy.sparse import coo_array

    rows = offered.limits.rows
    columns = rows.matrix.tocsc()
    spare = rows.most - np.asarray(columns[:, chosen].sum(axis=1), np.int64).ravel()
    none = own < 0
    left = columns[:, np.where(none, 0, own)].tocoo()
    kept = ~none[left.col]
    shape = (len(rows), len(pair))
    leaving = coo_array((left.data[kept], (left.row[kept], left.col[kept])), shape=shape).tocsc()
    change = (columns[:, pair] - leaving).tocoo()
    over = change.data > spare[change.row]
    return change.row[over].astype(np.int64), change.col[over].astype(np.int64)
