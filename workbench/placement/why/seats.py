"""What one more seat of a post would bring, and who would fill it."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.placement.engine.shortage import Infeasible
from workbench.placement.plan import Plan
from workbench.placement.why.explain import seat_of
from workbench.placement.why.resolved import Proven, Unverified, chain
from workbench.placement.why.words import LIMITS, Untold

COLUMNS = ("post", "critical", "points", "moves", "score", "fills", "from_post", "affected")


def one_more(plan: Plan, posts: Iterable[str] | None = None, *, most: int = 12) -> pd.DataFrame | Untold:
    """The worth of one more seat, greatest first: post, critical (seats filled more), points (of score and staying),
    moves, score (the merit in it), fills (nip who would take it, missing for nobody), from_post (theirs in the plan as
    it is), affected (people whose seat differs).

    `posts`: those asked about; by default the `most` posts of the scope to which a seat would bring anything. Each row
    is the plan with that seat, worked out and proven. `Untold` under limits. Raises KeyError for a post that is not in
    the data.
    """
    if plan.standing is None:
        return LIMITS
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
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"fills": "str", "from_post": "str"})


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
        -gain.moves,
        gain.score,
        None if comes is None else ground.people["nip"].iloc[comes[0]],
        None if comes is None or comes[1] < 0 else ground.seats["post"].iloc[comes[1]],
        len(steps),
    ]
