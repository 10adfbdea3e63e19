"""The limits of a policy as rows over pairs, `matrix @ x <= most` in whole numbers, and what a plan uses of them.

How each limit is read stands in `workbench.scenario.limits`. Where a limit only takes pairs away (a frozen unit; a
relative whose own post this plan cannot change), it gives no row but `barred`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.placement.engine.flow import Mask
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.ground import Ground
from workbench.placement.limits.apart import apart
from workbench.placement.limits.counting import (
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
from workbench.scenario import Apart, Budget, Freeze, Limit, Policy, Quality, Share, UnitMoves, told
from workbench.staffing.lines import in_one_line


@dataclass(frozen=True, eq=False)
class Limits:
    """`rows`: over the pairs given, in their order. `barred`: (pairs,) the limit (its place in `policy.limits`) that
    takes a pair away, -1 where none does; rows count no such pair. `table`: a line a row (`counting.LINE`), with least
    and greatest: what the row could count, `base` left out, each person taken alone. `entries`: row, pair, amount and
    what is known of it, as in `counting.Block`.
    """

    rows: Rows
    barred: npt.NDArray[np.int16]
    table: pd.DataFrame
    entries: pd.DataFrame

    @cached_property
    def drop(self) -> Mask:
        """(pairs,) those that no plan may choose."""
        return self.barred != NONE

    @cached_property
    def binding(self) -> Rows:
        """The rows that some choice of pairs could exceed: the others bind no plan and only show their use."""
        able = self.table["greatest"].to_numpy(np.int64) > self.rows.most
        return self.rows if able.all() else self.rows.only(np.flatnonzero(able))

    @cached_property
    def impossible(self) -> pd.DataFrame:
        """Lines of rows that no plan can keep, even if everyone could take the best pair for it."""
        return self.table[self.table["least"].to_numpy(np.int64) > self.rows.most]


def limits_of(ground: Ground, policy: Policy, pairs: pd.DataFrame) -> Limits:
    """The limits over `pairs`: person, at (row numbers of `ground.people` and `ground.seats`), holds (the own seat).

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
    kept = [Block(block.table, block.entries[open_to[block.entries["pair"]]]) for block in blocks]
    return _joined([_ranged(facts, block, open_to) for block in kept], barred)


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
    rows, people = len(block.table), len(facts.must)
    pair, amount = (block.entries[name].to_numpy(np.int64) for name in ("pair", "amount"))
    each, key = pd.factorize(block.entries["row"].to_numpy(np.int64) * people + facts.person[pair])
    row, person = key // people, key % people
    choices = np.bincount(facts.person[open_to], minlength=people)
    may_count_none = ~facts.must[person] | (np.bincount(each, minlength=len(key)) < choices[person])
    found = {}
    for name, edge, beyond in (("least", np.minimum, _LARGEST), ("greatest", np.maximum, -_LARGEST)):
        best = np.where(may_count_none, 0, beyond)
        edge.at(best, each, amount)
        found[name] = sums(row, best, rows)
    return Block(block.table.assign(**found), block.entries)


_LARGEST = np.int64(2**62)


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

    row, pair, amount = (found[name].to_numpy(np.int64) for name in ("row", "pair", "amount"))
    matrix = csr_array((amount, (row, pair)), shape=(len(table), len(barred)))
    matrix.eliminate_zeros()
    rows = Rows(tuple(table["name"]), tuple(table["kind"]), matrix, table["most"].to_numpy(np.int64))
    return Limits(rows, barred, table, found)


def collision(ground: Ground, policy: Policy, pairs: pd.DataFrame, limits: Limits) -> Infeasible | None:
    """What can be told before any search: somebody is locked on a post that a limit bars, or no plan keeps a limit,
    even if everyone took the pair that is best for it. None says nothing: limits may still collide together."""
    staffing = ground.staffing
    gone = pairs[limits.drop]
    nips, posts = (
        ground.people["nip"].to_numpy()[gone["person"]],
        ground.seats["post"].to_numpy()[gone["at"]],
    )
    for nip, post, number in zip(nips, posts, limits.barred[limits.drop], strict=True):
        if (nip, post) in policy.locks:
            by, by_en = (told(policy.limits[number], staffing, lang) for lang in ("id", "en"))
            return Infeasible(
                f"Pegawai {nip} dikunci pada jabatan {post}, padahal batas ini melarangnya: {by}.",
                (str(nip),),
                (str(post),),
                "limit",
                f"Employee {nip} is locked on post {post}, which this limit bars: {by_en}.",
            )
    return _beyond(policy, ground, limits.impossible.iloc[0]) if len(limits.impossible) else None


def _beyond(policy: Policy, ground: Ground, line: pd.Series) -> Infeasible:
    limit = next((limit for limit in policy.limits if limit.id == line["limit"]), None)
    if limit is None:
        most = policy.move_limit
        by, by_en = f"paling banyak {most} perpindahan", f"at most {most} moves"
    else:
        by, by_en = (told(limit, ground.staffing, lang) for lang in ("id", "en"))
    nips = tuple(str(line[name]) for name in ("nip", "other") if not pd.isna(line[name]))
    where = f" (unit {line['unit']})" if not pd.isna(line["unit"]) else ""
    who, who_en = (f" ({word} {' & '.join(nips)})" if nips else "" for word in ("pegawai", "employees"))
    return Infeasible(
        f"Batas ini tidak dapat dipenuhi oleh rencana mana pun{where}{who}: {by}.",
        nips,
        (),
        "limit",
        f"No plan can keep this limit{where}{who_en}: {by_en}.",
    )


# what a plan uses -----------------------------------------------------------------------------------------------------

_NAMED = ("limit", "name", "kind", "unit", "nip", "other")


def measured(limits: Limits, chosen: Any) -> pd.DataFrame:
    """What the chosen pairs (their numbers, or a mask) use of each row.

    limit, name, kind, unit, nip, other, used, most, slack, violated, baseline (as things stand today), eased, unknown
    (chosen pairs whose count rests on something unknown). And for people to read: value, value_most, value_asked,
    value_today: a share in percent or a mean in points (missing where nobody is counted), else as used.
    """
    table, taken = limits.table, np.zeros(len(limits.barred), bool)
    at = np.asarray(chosen)
    taken[at if at.dtype == bool else at.astype(np.int64)] = True
    found = limits.entries[taken[limits.entries["pair"]]]
    row = found["row"].to_numpy(np.int64)
    used, counted, unknown = (sums(row, found[name], len(table)) for name in ("amount", "counted", "unknown"))
    used, most, people = used + table["base"], table["most"] + table["base"], counted + table["people"]
    ratio = table["den"].notna()
    figure = table["scale"] * table["num"].astype("Float64") / table["den"]
    return table[list(_NAMED)].assign(
        used=used,
        most=most,
        slack=most - used,
        violated=used > most,
        baseline=table["today"],
        eased=table["eased"],
        unknown=unknown,
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
