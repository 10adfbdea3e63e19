"""What a plan under limits may choose from: the pairs of a ground under a policy, and the limits over them."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.placement.asked import best, overrides, pairs_of, problem
from workbench.placement.engine.assign import Progress, Solved
from workbench.placement.engine.flow import Mask
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.problem import Problem
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import Overrides, overridden
from workbench.placement.ground import Ground
from workbench.placement.limits.limited import Limits, limits_of
from workbench.scenario import Policy


@dataclass(frozen=True, eq=False)
class Offered:
    """`whole`: the problem without locks and bans (`asked`); `problem`: with them written in. `pairs`: the same as a
    table (`asked.pairs`), row for row. `limits`: over these pairs, those included that no plan could exceed."""

    ground: Ground
    policy: Policy
    whole: Problem
    asked: Overrides
    problem: Problem
    pairs: pd.DataFrame
    limits: Limits

    @classmethod
    def of(cls, ground: Ground, policy: Policy) -> "Offered":
        """Raises ValueError as `limits_of` does. To read over a million pairs takes more than a second, so a ground
        keeps the latest, and what another policy leaves as it is serves again."""
        whole, asked = problem(ground, policy), overrides(ground, policy)
        latest: Offered | None = ground.latest.get("offered")
        if latest is None or latest.whole is not whole or latest.asked != asked:
            given = overridden(whole, asked)
            table = pairs_of(given)
        else:
            given, table = latest.problem, latest.pairs
        if latest is None or _priceless(latest.policy) != _priceless(policy):
            limits = limits_of(ground, policy, table)
        elif latest.problem is given:
            return latest
        else:
            limits = latest.limits
        found = cls(ground, policy, whole, asked, given, table, limits)
        ground.latest["offered"] = found
        return found

    @cached_property
    def open(self) -> tuple[Problem, Rows]:
        """The problem without the pairs that a limit takes away, and the rows that bind there."""
        gone, rows = self.limits.drop, self.limits.binding
        if not gone.any():
            return self.problem, rows
        left = Rows(rows.names, rows.kinds, rows.matrix[:, np.flatnonzero(~gone)], rows.most)
        return self.problem.without(np.flatnonzero(gone)), left

    def free(self, tell: Progress) -> Solved | Infeasible:
        """The best plan of `open` were it not for the rows."""
        return best(self.ground, self.open[0], tell)

    def chosen(self, table: pd.DataFrame) -> Mask:
        """(pairs,) those that an assignment's table takes."""
        people, seats = self.ground.people, self.ground.seats
        at = np.full(len(people), -1, np.int64)
        who = pd.Index(people["nip"]).get_indexer(pd.Index(table["nip"].astype("str")))
        at[who] = pd.Index(seats["post"]).get_indexer(pd.Index(table["post"].astype("str")))
        return at[self.pairs["person"]] == self.pairs["at"].to_numpy()


def _priceless(policy: Policy) -> str:
    return repr(replace(policy, move_price=0).to_record())
