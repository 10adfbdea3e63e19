"""All sibling groups together: how many units each gives up, so that caps on the whole are met at the least cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.placement.engine.assign import Progress, Stopped, StopSign
from workbench.structure.proposals.kernels import FAR, Whole, shares
from workbench.structure.proposals.siblings import Siblings, Union, refuse_overflow


@dataclass(frozen=True, eq=False)
class Merging:
    """cost: of the plan; bound: no merging of siblings under the same caps costs less. unions: of each group, in the
    order given. abolished: units given up."""

    cost: int
    bound: int
    abolished: int
    unions: tuple[tuple[Union, ...], ...]


@dataclass(frozen=True)
class Unmet:
    """The caps ask for `asked` units to be given up where at most `most` can be; None where nothing fits at all."""

    asked: int
    most: int | None


def merge_siblings(
    groups: Sequence[Siblings],
    least: int = 0,
    most: int | None = None,
    spans: Mapping[int, int] | None = None,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Merging | Unmet:
    """The merges of least cost that abolish `least` to `most` units (None: any), and leave of the groups above each
    key of `spans` at most so many units together. Exact, unless an integer programme of a large group ran out of time:
    `bound` is below `cost` then. Among equals it abolishes fewest, and in an order of groups and members that the
    caller keeps stable. Raises ValueError for costs that 64 bits cannot add up, `Stopped` when the caller says so.
    """
    refuse_overflow(list(groups))
    for done, each in enumerate(groups):
        if stop is not None and stop.is_set():
            raise Stopped("stopped by the caller before there was a plan")
        _ = each.levels
        if progress is not None and done % 64 == 0:
            progress(0.9 * done / len(groups), "menghitung penggabungan tiap kelompok unit seinduk")
    top = sum(len(group) - 1 for group in groups)
    top = top if most is None else min(top, most)
    parents = _parents(groups, spans or {}, "cost")
    if parents is None:
        return Unmet(least, None)
    taken = _taken(parents, least, top)
    if isinstance(taken, Unmet):
        return taken
    unions: list[tuple[Union, ...]] = [()] * len(groups)
    for parent, given in zip(parents, taken, strict=True):
        for group, abolished in parent.split(given):
            unions[group] = groups[group].levels.unions(abolished)
    cost = sum(int(parent.curve[given]) for parent, given in zip(parents, taken, strict=True))
    bound = cost
    if any(group.levels.bound is not group.levels.cost for group in groups):
        below = _parents(groups, spans or {}, "bound")
        assert below is not None  # where a plan was found, its bound is below it
        best, _ = shares(*_flat([parent.curve for parent in below]), top)
        bound = int(best[least:].min())
    return Merging(cost, bound, sum(taken), tuple(unions))


@dataclass(frozen=True, eq=False)
class _Parent:
    """Groups under one parent. curve: least cost by units they give up together, as far as a cap on its span lets them;
    inside: (groups, units) how many of these each gives."""

    groups: tuple[int, ...]
    curve: Whole
    inside: Whole

    def split(self, given: int) -> list[tuple[int, int]]:
        """group, units that it gives up."""
        found = []
        for place in range(len(self.groups) - 1, -1, -1):
            share = int(self.inside[place, given])
            found.append((self.groups[place], share))
            given -= share
        return found


def _parents(groups: Sequence[Siblings], spans: Mapping[int, int], which: str) -> list[_Parent] | None:
    """None where the units under some parent cannot be few enough."""
    members: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        members.setdefault(group.above, []).append(number)
    first, cost = _flat([getattr(groups[number].levels, which) for numbers in members.values() for number in numbers])
    found, at = [], 0
    for key, numbers in members.items():
        ends = first[at : at + len(numbers) + 1]
        at += len(numbers)
        units = int(ends[-1] - ends[0])
        curve, inside = shares(ends, cost, units - len(numbers))
        if key in spans:
            curve[: max(0, units - spans[key])] = FAR
            if not (curve < FAR).any():
                return None
        found.append(_Parent(tuple(numbers), curve, inside))
    return found


def _taken(parents: Sequence[_Parent], least: int, top: int) -> list[int] | Unmet:
    """Units that each parent's groups give up, `least` to `top` together, at the least cost, and fewest among equals.

    Where the caps allow what is best for each parent, that is it. Where more must end, no best plan is further above
    `least` than one parent gives: else one that gives more than is best for it could give that instead.
    """
    curves = [parent.curve for parent in parents]
    best_alone = [int(curve.argmin()) for curve in curves]
    if least <= sum(best_alone) <= top:
        return best_alone
    if sum(best_alone) < least:
        top = min(top, least + max(map(len, curves), default=0))
    best, by_parent = shares(*_flat(curves), top)
    reached = np.flatnonzero(best < FAR)
    within = reached[reached >= least]
    if not len(within):
        return Unmet(least, int(reached[-1]) if len(reached) else None)
    total = int(within[np.argmin(best[within])])
    taken = []
    for at in range(len(parents) - 1, -1, -1):
        taken.append(int(by_parent[at, total]))
        total -= taken[-1]
    return taken[::-1]


def _flat(parts: Sequence[Whole]) -> tuple[Whole, Whole]:
    """Where each part begins, and all parts in a row."""
    first = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
    return first, np.concatenate([np.zeros(0, np.int64), *parts])
