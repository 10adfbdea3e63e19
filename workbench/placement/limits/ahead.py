"""What a small change does to a plan within limits, ahead of the search for the best one.

Such a plan keeps every limit and says how far from best it can be. It is most often best but for a thousandth of a
point, and it is there at once; `solve` on the changed policy gives the best.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from workbench.placement.asked import seats_named
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.warm import Edit
from workbench.placement.limits.counting import MOVES
from workbench.placement.plan import Plan, told
from workbench.scenario import Budget, Policy, UnitMoves

COUNTED = (UnitMoves, Budget)
"""Limits whose rows stay as they are when their most changes."""


def ahead(known: Plan, policy: Policy, head: Mapping[str, Any] | None = None) -> Plan | None:
    """The plan under a policy that differs from that of the known plan by locks and bans more, or by the most of limits
    that count moves or money. None for any other change, and where no plan was found in a blink."""
    warm, edit = known.warm, _edit(known, policy)
    if warm is None or edit is None or warm.plan.gap >= warm.plan.worth:
        return None
    found = warm.under(edit)
    if found is None or found.chosen is None:
        return None
    plan = told(known.ground, policy, warm.assignment(found), head or {})
    # Which posts a limit keeps vacant is worked out with the best plan; until then those of the known plan stand.
    kept = known.vacant.loc[known.vacant["reason"] == "limit", "post"]
    reason = plan.vacant["reason"].mask(plan.vacant["post"].isin(kept), "limit")
    return replace(plan, vacant=plan.vacant.assign(reason=reason))


def _edit(known: Plan, policy: Policy) -> Edit | None:
    before = known.policy
    if not (policy.locks >= before.locks and policy.forbids >= before.forbids):
        return None
    most = _most(known, policy)
    if most is None or _fixed(policy) != _fixed(before):
        return None
    locked, banned = (
        frozenset(zip(*(part.tolist() for part in seats_named(known.ground, new)), strict=True))
        for new in (policy.locks - before.locks, policy.forbids - before.forbids)
    )
    return Edit(most=most, locked=locked, banned=banned)


def _fixed(policy: Policy) -> dict[str, Any]:
    """All but what may change."""
    return replace(policy, locks=frozenset(), forbids=frozenset(), limits=(), move_limit=None).to_record()


def _most(known: Plan, policy: Policy) -> dict[str, int] | None:
    """The most of each row that changes, as the engine counts it; None where more than that is another."""
    before = known.policy
    more: dict[str, int] = {}
    if policy.move_limit != before.move_limit:
        if policy.move_limit is None or before.move_limit is None:
            return None
        more[MOVES] = policy.move_limit - before.move_limit
    if [limit.id for limit in policy.limits] != [limit.id for limit in before.limits]:
        return None
    for was, now in zip(before.limits, policy.limits, strict=True):
        if was == now:
            continue
        if not (isinstance(was, COUNTED) and isinstance(now, COUNTED)) or replace(was, most=now.most) != now:
            return None
        more[now.id] = now.most - was.most
    if not more:
        return {}
    rows, warm = known.offered.limits.rows, known.warm
    if warm is None or not more.keys() <= set(warm.rows.names) & set(rows.names):
        return None
    return {name: _divided(rows, name, by) for name, by in more.items()}


def _divided(rows: Rows, name: str, by: int) -> int:
    """`most` of a row with so much more, divided by what all its amounts share (`Rows.ordered`)."""
    at = rows.names.index(name)
    amounts = rows.matrix.data[rows.matrix.indptr[at] : rows.matrix.indptr[at + 1]]
    return (int(rows.most[at]) + by) // max(int(np.gcd.reduce(amounts)), 1)
