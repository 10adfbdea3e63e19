"""`Cut`: what the structure page knows of a scenario, as a value."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from workbench.regulation import Regulation
from workbench.scenario import Scenario, State
from workbench.structure import Measured, Tree, affected, read_tree
from workbench.structure.between import drawn
from workbench.structure.changes import changes
from workbench.structure.tree import among, kinds_of

DRAWN = ("_drawn", "tree", "offices")
"""What rests on the units alone."""

WORKED = (*DRAWN, "changed", "affected")
"""All that is worked out of a cut when it is first asked for."""


@dataclass(frozen=True, eq=False)
class Cut:
    """What the page knows of a scenario: how it was cut (`before`) and is (`after`) on the day of `regulation`, the
    figures of both, and the checks. Until they are made anew after a gesture (`checked`), those are of the cut before
    it. `like`: the tree that was drawn before it."""

    scenario: Scenario
    regulation: Regulation
    before: Measured
    after: Measured
    checks: pd.DataFrame
    checked: bool
    like: Tree | None = None

    @property
    def base(self) -> State:
        return self.scenario.base

    @cached_property
    def offices(self) -> frozenset[str]:
        """The regional offices that are drawn."""
        return frozenset(self.tree.unit[among(self.tree.kind, kinds_of(self.state.staffing.schemas.vocabulary, "opd"))])

    @cached_property
    def _drawn(self) -> tuple[pd.DataFrame, frozenset[str]]:
        return drawn(self.base.staffing, self.state.staffing)

    @cached_property
    def tree(self) -> Tree:
        """The units as they are drawn, with what is gone."""
        return read_tree(self._drawn[0], kinds_of(self.state.staffing.schemas.vocabulary, "root"), self.like)

    @property
    def gone(self) -> frozenset[str]:
        """The units that are gone, which are drawn as ghosts."""
        return self._drawn[1]

    def knows(self, unit: str) -> bool:
        """Whether there is such a unit, or was."""
        return unit in self.after.drawn.tree.names or unit in self.before.drawn.tree.names

    @cached_property
    def changed(self) -> pd.DataFrame:
        """What became of each unit, as of `changes`."""
        return changes(self.before.drawn, self.after.drawn)

    @cached_property
    def affected(self) -> pd.DataFrame:
        """The people for whom something is another, as of `affected`."""
        return affected(self.before.drawn, self.after.drawn)

    @property
    def state(self) -> State:
        return self.scenario.state

    def but(self, **others: Any) -> "Cut":
        """The same cut with another scenario at its head, or other checks; what was worked out stays."""
        return replace(self, **others).keeping(self, WORKED)

    def keeping(self, known: "Cut", names: Collection[str]) -> "Cut":
        """This cut, with what is known of another one under these names."""
        self.__dict__.update({name: known.__dict__[name] for name in names if name in known.__dict__})
        return self
