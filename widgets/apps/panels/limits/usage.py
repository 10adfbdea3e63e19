"""What the plan on the screen uses of its limits, worked out beside the kernel's thread."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from widgets.apps.studies import Study
from workbench.placement import Plan
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.limits.limited import standing
from workbench.placement.why.limits import Offered, barred, kept_vacant, used
from workbench.scenario import Apart


@dataclass(frozen=True, eq=False)
class Usage:
    """`table`: as `why.limits.used` gives it. `barred`: id of a limit -> pairs that it takes away. `standing`: id ->
    pairs of people in one line of command today. `vacant`: post -> id of the limit that keeps it vacant, missing where
    several do."""

    table: pd.DataFrame
    barred: pd.Series
    standing: Mapping[str, int]
    vacant: pd.Series


class Keeper:
    """Keeps the rows of limits from one plan to the next while they are the same: over a million pairs they take more
    than a second. Only the worker's thread touches them."""

    def __init__(self) -> None:
        self._offered: Offered | None = None
        self.study = Study("limits", self._work)

    def _work(self, plan: Plan, progress: Progress, stop: StopSign) -> Usage:
        self._offered = offered = Offered.by(plan, self._offered)
        line = {limit.id: len(standing(plan.ground, limit)) for limit in plan.policy.limits if isinstance(limit, Apart)}
        vacant = kept_vacant(plan, offered).set_index("post")["limit"]
        return Usage(used(plan, offered), barred(plan, offered), line, vacant)
