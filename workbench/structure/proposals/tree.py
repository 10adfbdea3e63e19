"""The tree while it is being changed: what stands where after the actions taken so far."""

from dataclasses import dataclass
from dataclasses import replace as replaced
from typing import Literal

import numpy as np

from workbench.structure.proposals.kernels import Flag, Whole
from workbench.structure.proposals.organization import Organization, depths

Kind = Literal["merge", "abolish", "move"]
Reason = Literal["gain", "units", "span", "layers"]


@dataclass(frozen=True)
class Action:
    """Units, by number, that are merged into `to`, abolished into it (their parent), or moved beneath it; at which cost
    (rupiah a month); whether for its gain or for a cap; after which earlier actions alone it makes sense."""

    kind: Kind
    units: tuple[int, ...]
    to: int
    cost: int
    reason: Reason
    needs: tuple[int, ...] = ()

    @property
    def ends(self) -> int:
        return 0 if self.kind == "move" else len(self.units)


@dataclass(frozen=True, eq=False)
class Tree:
    """parent: (n,) as in `Organization`; alive: (n,); joined: (n,) units that each has become; has: (n, families) what
    it has posts of by now. actions: how it came about."""

    organization: Organization
    parent: Whole
    alive: Flag
    joined: Whole
    has: Flag
    actions: tuple[Action, ...] = ()

    @classmethod
    def of(cls, organization: Organization) -> "Tree":
        n = len(organization)
        return cls(organization, organization.parent, np.ones(n, bool), np.ones(n, np.int64), organization.has)

    @property
    def children(self) -> Whole:
        """(n,) living units directly beneath each."""
        below = self.parent[self.alive & (self.parent >= 0)]
        return np.bincount(below, minlength=len(self.parent)).astype(np.int64)

    @property
    def levels(self) -> Whole:
        """(n,) levels beneath the own office; -1 for what ended or is in no office."""
        office = self.organization.office
        depth = depths(self.parent)
        return np.where(self.alive & (office >= 0), depth - depth[office], -1)

    @property
    def ended(self) -> int:
        return int((~self.alive).sum())

    @property
    def now(self) -> Organization:
        """The organization with what its units have posts of by now."""
        return replaced(self.organization, has=self.has)

    def above(self, unit: int) -> list[int]:
        """The unit and all above it within its office, which is left out; nearest first."""
        found = []
        while unit >= 0 and unit != self.organization.office[unit]:
            found.append(unit)
            unit = int(self.parent[unit])
        return found

    def may_leave(self, unit: int) -> bool:
        """Whether its parent has more children of this kind than the law gives it."""
        floor, same = int(self.organization.floor[self.parent[unit]]), self.alive & (self.parent == self.parent[unit])
        return floor == 1 or int((same & (self.organization.kind == self.organization.kind[unit])).sum()) > floor

    def may_take(self, unit: int, more: int) -> bool:
        """Whether the law lets it have so many more children."""
        ceiling = int(self.organization.ceiling[unit])
        return not more or ceiling < 0 or int(self.children[unit]) + more <= ceiling

    def after(self, action: Action) -> "Tree":
        units = np.asarray(action.units, np.int64)
        parent, actions = self.parent.copy(), (*self.actions, action)
        if action.kind == "move":
            parent[units] = action.to
            return replaced(self, parent=parent, actions=actions)
        parent[np.isin(parent, units)] = action.to
        alive, joined, has = self.alive.copy(), self.joined.copy(), self.has.copy()
        alive[units] = False
        if action.kind == "merge":
            joined[action.to] += joined[units].sum()
        has[action.to] |= has[units].any(axis=0)
        return replaced(self, parent=parent, alive=alive, joined=joined, has=has, actions=actions)
