"""`Cut`: what the structure page knows of a scenario, as a value."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from workbench.regulation import Regulation
from workbench.scenario import Scenario, State
from workbench.structure import Measured, Tree


@dataclass(frozen=True, eq=False)
class Cut:
    """What the page knows of a scenario: how it was cut (`before`) and is (`after`) on the day of `regulation`, the
    figures of both, the tree as it is drawn (with what is gone, as ghosts), what changed, and the checks."""

    scenario: Scenario
    regulation: Regulation
    before: Measured
    after: Measured
    tree: Tree
    gone: frozenset[str]
    changed: pd.DataFrame
    affected: pd.DataFrame
    checks: pd.DataFrame

    @property
    def base(self) -> State:
        return self.scenario.base

    @cached_property
    def offices(self) -> frozenset[str]:
        """The regional offices that are drawn."""
        groups = self.state.staffing.schemas.vocabulary.group("unit_kind")
        kinds = frozenset(groups.index[groups == "opd"])
        return frozenset(self.tree.unit[[kind in kinds for kind in self.tree.kind]])

    @property
    def state(self) -> State:
        return self.scenario.state
