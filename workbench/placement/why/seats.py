"""What one more seat of a post would bring, and who would fill it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.placement.engine.shortage import Infeasible
from workbench.placement.plan import Plan, seated
from workbench.placement.why.explain import seat_of
from workbench.placement.why.resolved import Proven, Unverified, chain

if TYPE_CHECKING:
    from workbench.placement.why.between import Between

COLUMNS = ("post", "critical", "points", "points_most", "moves", "score", "fills", "from_post", "affected")


def one_more(plan: Plan, posts: Iterable[str] | None = None, *, most: int = 12) -> pd.DataFrame:
    """The worth of one more seat, greatest first: post, critical (seats filled more), points (of score and staying),
    points_most, moves, score (the merit in it), fills (nip who would take it, missing for nobody), from_post (theirs in
    the plan as it is), affected (people whose seat differs).

    `posts`: those asked about; by default the `most` posts of the scope to which a seat would bring anything. Each row
    is the plan with that seat, worked out and proven: between `points` and `points_most`, which differ under limits
    alone (there `critical` is missing where more critical seats might be filled). Raises KeyError for a post that is
    not in the data.
    """
    if plan.standing is None:
        return _within(plan, posts, most)
    ground, now = plan.ground, Proven.of(plan.standing)
    points, critical, moves = now.standing.one_more()
    asked: np.ndarray
    if posts is None:
        weighed = (ground.seats["in_scope"] & ~ground.seats["selection"]).to_numpy()
        asked = np.flatnonzero(weighed & ((critical > 0) | (points > 0)))
    else:
        asked = np.array([seat_of(ground, post) for post in posts], np.int64)
    order = np.lexsort((asked, moves[asked], -points[asked], -critical[asked]))
    shown = asked[order if posts is not None else order[:most]]
    rows = [_row(plan, now, int(seat), (critical[seat], points[seat], moves[seat])) for seat in shown]
    return _table(rows)


def _table(rows: list[list[object]]) -> pd.DataFrame:
    whole = dict.fromkeys(("critical", "points", "points_most", "moves", "score", "affected"), "Int64")
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {"post": "str", "fills": "str", "from_post": "str", **whole}
    )


def _within(plan: Plan, posts: Iterable[str] | None, most: int) -> pd.DataFrame:
    """The same under limits. By default of the posts whose seats are dearest at the prices of the plan."""
    from workbench.placement.why import between

    ground, warm = plan.ground, plan.warm
    if posts is not None:
        asked = [seat_of(ground, post) for post in posts]
    elif warm is None:
        asked = []
    else:
        price = warm.best.seat_price
        weighed = (ground.seats["in_scope"] & ~ground.seats["selection"]).to_numpy()
        asked = [
            seat for seat in np.argsort(-price, kind="stable")[:most].tolist() if weighed[seat] and price[seat] > 0
        ]
    table = _table([_limited(plan, seat, between.one_more(plan, seat)) for seat in asked])
    return table.sort_values(["points_most", "points"], ascending=False, kind="stable", ignore_index=True)


def _limited(plan: Plan, seat: int, found: "Between | None") -> list[object]:
    post, at = plan.ground.seats["post"].iloc[seat], seated(plan.ground, plan.found)
    if found is None:
        return [post, *[pd.NA] * 5, None, None, pd.NA]
    # Whoever adds a seat may leave it empty, so nothing is ever lost.
    lost, after = found.most, found.at
    if lost is None or after is None or lost.points >= 0:
        return [post, 0, 0, max(-found.least, 0), 0, 0, None, None, 0]
    steps = chain(at, after)
    comes = next(((person, left) for person, left, taken in steps if taken == seat), None)
    who = None if comes is None else plan.ground.people["nip"].iloc[comes[0]]
    came_from = None if comes is None or comes[1] < 0 else plan.ground.seats["post"].iloc[comes[1]]
    return [post, 0, -lost.points, -found.least, lost.moves, -lost.score, who, came_from, len(steps)]


def _row(plan: Plan, now: Proven, seat: int, claimed: tuple[int, int, int]) -> list[object]:
    asked, ground = now.standing.overrides, plan.ground
    more = dict(asked.seats)
    more[seat] = more.get(seat, 0) + 1
    after = now.under(replace(asked, seats=frozenset(more.items())))
    if isinstance(after, Infeasible):
        raise Unverified(f"one more seat of {seat} makes the plan impossible")
    gain = after.totals.less(now.totals)
    if (gain.critical, gain.points, -gain.moves) != tuple(int(part) for part in claimed):
        raise Unverified(f"one more seat of {seat}: claimed {claimed}, found {gain}")
    steps = chain(now.at, after.at)
    comes = next(((person, left) for person, left, taken in steps if taken == seat), None)
    return [
        ground.seats["post"].iloc[seat],
        gain.critical,
        gain.points,
        gain.points,
        -gain.moves,
        gain.score,
        None if comes is None else ground.people["nip"].iloc[comes[0]],
        None if comes is None or comes[1] < 0 else ground.seats["post"].iloc[comes[1]],
        len(steps),
    ]
