"""One sibling group: for every number of units that can be left of it, the merges that cost least.

Up to `EXACT` members by dynamic programming over subsets. Beyond, each number of units is one integer programme: every
member goes to one that stays. Its answer counts as proven where HiGHS' bound, rounded up to a whole cost, meets it;
elsewhere the bound is kept beside it, and nothing is called optimal that is not.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from workbench.structure.proposals.kernels import FAR, Flag, Whole, levels

EXACT = 15
"""Members up to which all subsets are gone through: 3**14 / 2 pairs of subset and unit."""

SECONDS = 10.0
"""For one integer programme; what it has then found counts with its bound."""

SLACK = 1e-4
"""How far rounding may have lifted a bound above a whole cost."""

Union = tuple[int, tuple[int, ...]]
"""The member that stays, and those abolished into it."""


@dataclass(frozen=True, eq=False)
class Siblings:
    """Units of which any may be merged, in a stable order.

    cost: (k, k) of abolishing the row's unit into the column's, in one whole currency; negative is a gain, and the
    diagonal 0. barred: (k, k) whether that may not be; two barred both ways are never in one unit. load: (k,) what each
    brings to a merged unit, 0 or more, of which it bears at most `room` (None: any). most: units in one (None: any).
    least: fewest units left. above: the key of what they stand under.
    """

    cost: Whole
    barred: Flag
    load: Whole
    room: int | None = None
    most: int | None = None
    least: int = 1
    above: int = 0

    def __post_init__(self) -> None:
        k = len(self.load)
        if self.cost.shape != (k, k) or self.barred.shape != (k, k):
            raise ValueError(f"{k} units need costs and bars of {k} x {k}, not {self.cost.shape}, {self.barred.shape}")
        if not self.least >= 1:
            raise ValueError("at least one unit is left of every group")

    def __len__(self) -> int:
        return len(self.load)

    @cached_property
    def levels(self) -> "Levels":
        return _by_subsets(self) if len(self) <= EXACT else _by_programmes(self)


@dataclass(frozen=True, eq=False)
class Levels:
    """cost, bound: (k,) by units abolished 0..k-1: the least cost found, and what no plan can be below; `FAR` where
    there is none. They differ only where an integer programme did not finish. _unions: the merges, or (k, k) where each
    member goes."""

    cost: Whole
    bound: Whole
    _unions: Whole | tuple[tuple[Union, ...], ...]

    @property
    def furthest(self) -> int:
        """The most units that can be abolished."""
        return int(np.flatnonzero(self.cost < FAR)[-1])

    def unions(self, abolished: int) -> tuple[Union, ...]:
        """The merges of least cost that abolish so many units."""
        if isinstance(self._unions, tuple):
            return self._unions[abolished]
        into: dict[int, list[int]] = {}
        for member, stays in enumerate(self._unions[abolished].tolist()):
            gone = into.setdefault(stays, [])
            if member != stays:
                gone.append(member)
        return tuple((stays, tuple(gone)) for stays, gone in into.items() if gone)


def refuse_overflow(groups: "list[Siblings]") -> None:
    """Raises ValueError where sums of costs could pass for `FAR`."""
    largest = np.abs(np.concatenate([np.zeros(0, np.int64), *(group.cost.ravel() for group in groups)])).max(initial=0)
    if int(largest) * sum(map(len, groups)) >= FAR:
        raise ValueError("these costs are too large to be added up in 64 bits")


def _by_subsets(group: Siblings) -> Levels:
    cost, goes = levels(group.cost, group.barred, group.load, *_open(group), group.least)
    return Levels(cost, cost, goes)


def _open(group: Siblings) -> tuple[int, int]:
    """Room and most as numbers, where None becomes more than all together."""
    room = sum(group.load.tolist()) if group.room is None else group.room
    return room, len(group) if group.most is None else group.most


# integer programmes ---------------------------------------------------------------------------------------------------


def _by_programmes(group: Siblings) -> Levels:
    k = len(group)
    # Costs of one coin: the programme then works with numbers that doubles hold to the unit.
    coin = max(1, int(np.gcd.reduce(np.abs(group.cost).ravel())))
    cost, bound = np.full(k, FAR, np.int64), np.full(k, FAR, np.int64)
    found: list[tuple[Union, ...]] = [()] * k
    cost[0] = bound[0] = 0
    for abolished in range(1, k - group.least + 1):
        goes, under = _programme(group, k - abolished, coin)
        if under is None:
            break  # whoever cannot abolish so many cannot abolish more: a merged unit can always keep one of them
        bound[abolished] = under
        if goes is not None:
            gone = np.flatnonzero(goes != np.arange(k))
            cost[abolished] = group.cost[gone, goes[gone]].sum()
            found[abolished] = tuple(
                (int(r), tuple(int(u) for u in gone[goes[gone] == r])) for r in np.unique(goes[gone])
            )
    return Levels(cost, bound, tuple(found))


def _programme(group: Siblings, units: int, coin: int) -> tuple[Whole | None, int | None]:
    """Where each member goes at the least cost that leaves so many units (None: nothing found), and the bound (None:
    impossible). Variable u * k + r: member u is in the unit of r."""
    k, (room, most) = len(group), _open(group)
    member, at = np.divmod(np.arange(k * k), k)
    each, own = np.arange(k * k), np.arange(k) * (k + 1)
    away = np.flatnonzero(member != at)
    free = np.maximum(room - group.load, 0)

    def rows(where: Whole, which: Whole, weight: Whole, low: float, high: float) -> LinearConstraint:
        shape = (int(where.max(initial=-1)) + 1, k * k)
        return LinearConstraint(coo_array((weight.astype(float), (where, which)), shape=shape).tocsr(), low, high)

    ones = np.ones(k * k, np.int64)
    constraints = [
        rows(member, each, ones, 1, 1),
        rows(np.zeros(k, np.int64), own, ones[:k], units, units),
        rows(
            np.tile(np.arange(len(away)), 2),
            np.concatenate([away, own[at[away]]]),
            np.repeat([1, -1], len(away)),
            -np.inf,
            0,
        ),
        rows(at, each, np.where(member == at, 1 - most, 1), -np.inf, 0),
        rows(at, each, np.where(member == at, -free[at], group.load[member]), -np.inf, 0),
    ]
    first, second = np.nonzero(np.triu(group.barred & group.barred.T, 1))
    if len(first):
        one, other = (np.repeat(side, k) * k + np.tile(np.arange(k), len(first)) for side in (first, second))
        both = np.tile(np.arange(len(first) * k), 2)
        constraints.append(rows(both, np.concatenate([one, other]), np.ones(len(both), np.int64), -np.inf, 1))
    shut = (group.barred[member, at] | (group.load > room)[at]) & (member != at)
    solved = milp(
        (group.cost // coin).ravel().astype(float),
        integrality=np.ones(k * k),
        bounds=Bounds(0, np.where(shut, 0, 1)),
        constraints=constraints,
        options={"mip_rel_gap": 0, "time_limit": SECONDS},
    )
    if solved.status == 2:
        return None, None
    under = int(np.where(group.barred, 0, group.cost).min(axis=1, initial=0).sum())  # what holds without a programme
    if solved.mip_dual_bound is not None and np.isfinite(solved.mip_dual_bound):
        under = max(under, int(np.ceil(solved.mip_dual_bound - SLACK)) * coin)
    return (None if solved.x is None else solved.x.reshape(k, k).argmax(axis=1)), under
