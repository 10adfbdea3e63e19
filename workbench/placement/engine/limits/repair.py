"""A plan within the limits from the plans at prices around the best ones."""

import numpy as np

from workbench.placement.engine.assign import StopSign
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.limits.prices import Priced, Told
from workbench.placement.engine.limits.relaxed import Relaxed

ROUNDS = 60


def repaired(relaxed: Relaxed, found: Priced, ended: StopSign, tell: Told) -> Whole | None:
    """Prices of broken limits rise, in steps that double, until none is broken; None where that does not come about."""
    price, step = found.best.price.copy(), np.maximum(found.step, 1)
    for count in range(ROUNDS):
        point = relaxed.at(price)
        broken = point.used > relaxed.rows.most
        if not broken.any():
            return point.chosen
        if ended.is_set():
            break
        tell(count / ROUNDS, "Memperbaiki rencana sampai semua batas dipenuhi")
        price = np.where(broken, np.minimum(price + step, relaxed.steepest), price)
        step = np.where(broken, np.minimum(step * 2, relaxed.steepest), step)
    return None
