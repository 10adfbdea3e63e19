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
    room = sum(len(group) - 1 for group in groups)
    top = room if most is None else min(room, most)
    found = _whole(groups, spans or {}, top, "cost")
    if found is None:
        return Unmet(least, None)
    best, by_parent = found
    reached = np.flatnonzero(best < FAR)
    within = reached[reached >= least]
    if not len(within):
        return Unmet(least, int(reached[-1]) if len(reached) else None)
    total = int(within[np.argmin(best[within])])
    unions: list[tuple[Union, ...]] = [()] * len(groups)
    for group, abolished in by_parent.split(total).items():
        unions[group] = groups[group].levels.unions(abolished)
    bounds = _whole(groups, spans or {}, top, "bound")
    assert bounds is not None  # where a plan was found, its bound is below it
    return Merging(int(best[total]), int(bounds[0][least:].min()), total, tuple(unions))


@dataclass(frozen=True, eq=False)
class _Split:
    """How a total comes about: shares of the parents, and under each parent of its groups."""

    keys: tuple[int, ...]
    members: Mapping[int, list[int]]
    taken: Whole
    inside: Mapping[int, Whole]

    def split(self, total: int) -> dict[int, int]:
        found: dict[int, int] = {}
        for at in range(len(self.keys) - 1, -1, -1):
            given = int(self.taken[at, total])
            total -= given
            for place in range(len(self.members[self.keys[at]]) - 1, -1, -1):
                share = int(self.inside[self.keys[at]][place, given])
                found[self.members[self.keys[at]][place]] = share
                given -= share
        return found


def _whole(groups: Sequence[Siblings], spans: Mapping[int, int], top: int, which: str) -> tuple[Whole, _Split] | None:
    """(top + 1,) least by units abolished; None where the units under some parent cannot be few enough."""
    members: dict[int, list[int]] = {}
    for number, group in enumerate(groups):
        members.setdefault(group.above, []).append(number)
    inside, curves = {}, []
    for key, numbers in members.items():
        levels = [getattr(groups[number].levels, which) for number in numbers]
        curve, inside[key] = shares(_firsts(levels), np.concatenate(levels), sum(map(len, levels)) - len(levels))
        units = sum(len(groups[number]) for number in numbers)
        if key in spans:
            curve[: max(0, units - spans[key])] = FAR
        if not (curve < FAR).any():
            return None
        curves.append(curve)
    flat = np.concatenate(curves) if curves else np.zeros(0, np.int64)
    best, taken = shares(_firsts(curves), flat, top)
    return best, _Split(tuple(members), members, taken, inside)


def _firsts(parts: Sequence[Whole]) -> Whole:
    return np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64)
