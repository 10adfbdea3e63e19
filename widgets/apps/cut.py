"""`Cut`: what the structure page knows of a scenario, as a value."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from workbench.regulation import Regulation
from workbench.scenario import Scenario, State
from workbench.structure import Measured, Tree, affected
from workbench.structure.changes import changes
from workbench.structure.tree import among, kinds_of


@dataclass(frozen=True, eq=False)
class Cut:
    """What the page knows of a scenario: how it was cut (`before`) and is (`after`) on the day of `regulation`, the
    figures of both, the tree as it is drawn (with what is gone, as ghosts), and the checks. Until they are made anew
    after a gesture (`checked`), those are of the cut before it."""

    scenario: Scenario
    regulation: Regulation
    before: Measured
    after: Measured
    tree: Tree
    gone: frozenset[str]
    checks: pd.DataFrame
    checked: bool

    @property
    def base(self) -> State:
        return self.scenario.base

    @cached_property
    def offices(self) -> frozenset[str]:
        """The regional offices that are drawn."""
        return frozenset(self.tree.unit[among(self.tree.kind, kinds_of(self.state.staffing.schemas.vocabulary, "opd"))])

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
        found = replace(self, **others)
        found.__dict__.update(
            {name: self.__dict__[name] for name in ("changed", "affected", "offices") if name in self.__dict__}
        )
        return found
