"""One open question that alters a plan, and how much it has at stake."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from workbench.placement.engine.flow import Whole
from workbench.placement.engine.standing import Held
from workbench.placement.why.resolved import Loss


@dataclass(frozen=True, eq=False)
class Item:
    """One question that alters something: `person` and `seat` are row numbers, `loss` what the plan then has less.
    `rows`: pairs of the problem that it raises by `most` points, or `adds`: the pair that it allows."""

    person: int
    seat: int
    kind: str
    names: tuple[str, ...]
    sources: tuple[str, ...]
    turns: str
    loss: Loss
    posts: int
    effect: str = "placement"
    needed: int = 0
    most: int = 0
    verified: bool = False
    rows: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    adds: Held | None = None
    changes: tuple[tuple[int, int, int], ...] = ()


def stake(item: Item) -> tuple[Any, ...]:
    """Most at stake first; what would break a lock before all."""
    return (
        item.effect != "infeasible",
        item.effect != "placement",
        -abs(item.loss.critical),
        -abs(item.loss.points),
        item.person,
        item.seat,
        item.names,
    )
