"""The limits of a policy as rows over pairs, `matrix @ x <= most` in whole numbers, and what a plan uses of them.

How each limit is read stands in `workbench.scenario.limits`. Where a limit only takes pairs away (a frozen unit; a
relative whose own post this plan cannot change), it gives no row but `barred`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.placement.apart import apart
from workbench.placement.counting import (
    NONE,
    Block,
    Facts,
    budget,
    entries,
    frozen,
    lines,
    quality,
    share,
    sums,
    total_moves,
    unit_moves,
)
from workbench.placement.engine.flow import Mask
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.ground import Ground
from workbench.scenario import Apart, Budget, Freeze, Limit, Policy, Quality, Share, UnitMoves
from workbench.staffing.lines import in_one_line

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Limits:
    """`rows`: over the pairs given, in their order. `barred`: (pairs,) the limit (its place in `policy.limits`) that
    takes a pair away, -1 where none does; rows count no such pair. `table`: a line a row (`counting.LINE`), with least
    and greatest: what the row could count, `base` left out, each person taken alone. `unknown`: (rows, pairs) 1 where
    the count rests on something unknown. `headcount`: (rows, pairs) 1 for those of whom a share or a mean is taken.
    """

    rows: Rows
    barred: npt.NDArray[np.int16]
    table: pd.DataFrame
    unknown: "csr_array"
    headcount: "csr_array"

    @cached_property
    def drop(self) -> Mask:
        """(pairs,) those that no plan may choose."""
        return self.barred != NONE

    @cached_property
    def impossible(self) -> pd.DataFrame:
        """Lines of rows that no plan can keep, even if everyone could take the best pair for it."""
        return self.table[self.table["least"].to_numpy(np.int64) > self.rows.most]


def limits_of(ground: Ground, policy: Policy, pairs: pd.DataFrame, *, idle: bool = False) -> Limits:
    """The limits over `pairs`: person, at (row numbers of `ground.people` and `ground.seats`), holds (the own seat).

    Rows that no choice of pairs could exceed are left out, unless `idle` ones are wanted too (to show their use).
    Raises ValueError when a budget is set and the policy does not say what a move costs.
    """
    facts = Facts.of(ground, policy, pairs)
    barred = np.full(len(pairs), NONE, np.int16)
    blocks = [] if policy.move_limit is None else [total_moves(facts, policy.move_limit)]
    for number, limit in enumerate(policy.limits):
        block, gone = _of(facts, limit)
        barred[gone & (barred == NONE)] = number
        blocks.append(block)
    open_to = barred == NONE
    kept = []
    for block in blocks:
        ranged = _ranged(facts, Block(block.table, block.entries[open_to[block.entries["pair"]]]), open_to)
        binding = (ranged.table["greatest"] > ranged.table["most"]).to_numpy(bool)
        kept.append(ranged if idle else ranged.only(binding))
    return _joined(kept, barred)


def _of(facts: Facts, limit: Limit) -> tuple[Block, Mask]:
    """The rows of a limit, and the pairs that it takes away."""
    nothing = np.zeros(len(facts.person), bool)
    match limit:
        case UnitMoves():
            return unit_moves(facts, limit), nothing
        case Budget():
            return budget(facts, limit), nothing
        case Share():
            return share(facts, limit), nothing
        case Quality():
            return quality(facts, limit), nothing
        case Apart():
            return apart(facts, limit)
        case Freeze():
            return _NO_ROWS, frozen(facts, limit.unit)


_NO_ROWS = Block(lines(0), entries(np.empty(0, np.int64), np.empty(0, np.int64)))


def _ranged(facts: Facts, block: Block, open_to: Mask) -> Block:
    """The block with the least and the most that each row could count. Who must get a pair takes one of the own, the
    others may take none."""
    choices = np.bincount(facts.person[open_to], minlength=len(facts.must))
    found = block.entries.assign(person=facts.person[block.entries["pair"]])
    each = found.groupby(["row", "person"])["amount"].agg(["min", "max", "size"]).reset_index()
    row, person, low, high, pairs = (each[name].to_numpy(np.int64) for name in ("row", "person", "min", "max", "size"))
    may_count_none = ~facts.must[person] | (pairs < choices[person])
    low, high = (
        np.where(may_count_none, edge(part, 0), part) for edge, part in ((np.minimum, low), (np.maximum, high))
    )
    rows = len(block.table)
    return Block(block.table.assign(least=sums(row, low, rows), greatest=sums(row, high, rows)), block.entries)


def _joined(blocks: Sequence[Block], barred: npt.NDArray[np.int16]) -> Limits:
    """All rows below one another."""
    from scipy.sparse import csr_array

    none = Block(lines(0).assign(least=0, greatest=0), _NO_ROWS.entries)
    every = [block for block in blocks if len(block.table)] or [none]
    table = pd.concat([block.table for block in every], ignore_index=True)
    start = np.cumsum([0, *(len(block.table) for block in every)])
    found = pd.concat(
        [block.entries.assign(row=block.entries["row"] + first) for block, first in zip(every, start, strict=False)],
        ignore_index=True,
    )

    def matrix(part: pd.DataFrame, amount: Any = 1) -> "csr_array":
        values = np.zeros(len(part), np.int64) + amount
        at = part["row"].to_numpy(np.int64), part["pair"].to_numpy(np.int64)
        return csr_array((values, at), shape=(len(table), len(barred)))

    amounts = matrix(found, found["amount"].to_numpy(np.int64))
    amounts.eliminate_zeros()
    rows = Rows(tuple(table["name"]), tuple(table["kind"]), amounts, table["most"].to_numpy(np.int64))
    return Limits(rows, barred, table, matrix(found[found["unknown"]]), matrix(found[found["counted"]]))


# what a plan uses -----------------------------------------------------------------------------------------------------

_NAMED = ("limit", "name", "kind", "unit", "nip", "other")


def measured(limits: Limits, chosen: Any) -> pd.DataFrame:
    """What the chosen pairs (their numbers, or a mask) use of each row.

    limit, name, kind, unit, nip, other, used, most, slack, violated, baseline (as things stand today), eased, unknown
    (chosen pairs whose count rests on something unknown). And for people to read: value, value_most, value_asked,
    value_today: a share in percent or a mean in points (missing where nobody is counted), else as used.
    """
    table, rows = limits.table, limits.rows
    x = np.zeros(rows.matrix.shape[1], np.int64)
    x[np.asarray(chosen)] = 1
    base = table["base"].to_numpy(np.int64)
    used, most = pd.Series(rows.matrix @ x + base), pd.Series(rows.most + base)
    people = table["people"] + limits.headcount @ x
    ratio = table["den"].notna()
    figure = table["scale"] * table["num"].astype("Float64") / table["den"]
    return table[list(_NAMED)].assign(
        used=used,
        most=most,
        slack=most - used,
        violated=used > most,
        baseline=table["today"],
        eased=table["eased"],
        unknown=limits.unknown @ x,
        value=_figure(table, used, people).where(ratio, used),
        value_most=figure.where(ratio, most),
        value_asked=table["asked"].astype("Float64").where(ratio, most),
        value_today=_figure(table, table["today"], table["people_today"]).where(ratio, table["today"]),
    )


def _figure(table: pd.DataFrame, used: pd.Series, people: pd.Series) -> pd.Series:
    """The share or mean behind a count: used = sign * (num * people - den * total), so total / people comes back."""
    total = (table["num"].astype("Float64") * people - table["sign"] * used) / table["den"]
    return table["scale"] * total / people.astype("Float64").where(people > 0)


def standing(ground: Ground, limit: Apart) -> pd.DataFrame:
    """nip, other, kind, post, other_post: those whom the limit would keep apart, and who are in one line of command
    today. They may both stay; a plan may move either of them, but into no other post in line with the other's."""
    people = ground.people
    held = people.loc[people["active"] & people["leaves"].isna() & people["post"].notna(), ["nip", "post"]]
    found = in_one_line(ground.staffing, held)
    return found[found["kind"].isin(limit.kinds)].reset_index(drop=True) if limit.kinds else found
