"""What merit costs in moves: the frontier of a ground, from which leadership picks a price per move."""

from dataclasses import replace

import pandas as pd

from workbench.placement.asked import overrides, problem
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.engine.limits import frontier as engine
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import overridden
from workbench.placement.ground import Ground
from workbench.scenario import Policy


def frontier(
    ground: Ground, policy: Policy, points: int = 50, progress: Progress | None = None, stop: StopSign | None = None
) -> pd.DataFrame | Infeasible:
    """price, moves, merit, critical: the best plan at each of up to `points` prices per move, by rising price.

    `price` is in the unit of `policy.move_price`, `merit` the sum of scores in points. Weights, locks and bans are
    those of the policy; its price is not, and its limits are set aside, since each row is the best plan without them.
    """
    free = replace(policy, move_price=0, move_limit=None, limits=())
    return engine.frontier(overridden(problem(ground, free), overrides(ground, free)), points, progress, stop)
