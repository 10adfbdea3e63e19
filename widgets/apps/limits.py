"""Limits as the pages speak of them: which one a row belongs to, what lifts the others."""

import re
from collections.abc import Iterable

from workbench.scenario import AddLimit, DropLimit, Move, Policy, SetLimit

TOTAL = "move_limit"
"""The limit that is a field of the policy of its own: how many people move at all."""


def limit_id(name: str, ids: Iterable[str]) -> str:
    """The limit that a row belongs to; empty where it is none of these.

    >>> limit_id("quality:each:0040000", ["quality:each", "apart"]), limit_id("apart#3", ["apart", "apart:keluarga"])
    ('quality:each', 'apart')
    """
    return next(
        (id for id in sorted(ids, key=len, reverse=True) if re.fullmatch(re.escape(id) + "([:#].*)?", name)), ""
    )


def ways_out(policy: Policy, names: Iterable[str], moves: Iterable[Move]) -> list[Move]:
    """The moves that lift limits in force, of those that rows of these names belong to. What the gesture itself would
    set or lift is no way out."""
    asked = [move.limit.id for move in moves if isinstance(move, AddLimit)]
    asked += [move.id for move in moves if isinstance(move, DropLimit)]
    asked += [TOTAL for move in moves if isinstance(move, SetLimit)]
    found: dict[str, Move] = {}
    for name in names:
        id = limit_id(name, [*asked, *(limit.id for limit in policy.limits)])
        if id and id not in asked:
            found[id] = DropLimit(id)
        elif name == TOTAL and TOTAL not in asked and policy.move_limit is not None:
            found[TOTAL] = SetLimit(TOTAL, None)
    return list(found.values())
