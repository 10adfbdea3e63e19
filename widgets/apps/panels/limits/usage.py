"""What the plan on the screen uses of its limits, worked out beside the kernel's thread."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from workbench.placement import Plan
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.limits.limited import standing
from workbench.placement.why.limits import barred, kept_vacant, used
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


def usage(plan: Plan, progress: Progress, stop: StopSign) -> Usage:
    line = {limit.id: len(standing(plan.ground, limit)) for limit in plan.policy.limits if isinstance(limit, Apart)}
    return Usage(used(plan), barred(plan), line, kept_vacant(plan).set_index("post")["limit"])
