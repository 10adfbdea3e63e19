"""Merges of siblings: those of the tree as it is, exactly, then those of units that became siblings on the way."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from workbench.placement.engine.assign import Progress, StopSign
from workbench.structure.proposals.caps import Caps
from workbench.structure.proposals.forest import Merging, Unmet, merge_siblings
from workbench.structure.proposals.kernels import Flag, Whole
from workbench.structure.proposals.organization import Organization
from workbench.structure.proposals.siblings import Siblings
from workbench.structure.proposals.tree import Action, Reason, Tree


@dataclass(frozen=True, eq=False)
class Asked:
    """What the merges are to keep to. needed: units that must end; most: that may (None: any)."""

    caps: Caps
    needed: int
    most: int | None


@dataclass(frozen=True, eq=False)
class Merged:
    """tree: after the merges; cost, bound: of those of units that are siblings today; complete: whether they alone end
    as many units as are needed and keep the spans."""

    tree: Tree
    cost: int
    bound: int
    complete: bool


def merged(
    organization: Organization, asked: Asked, progress: Progress | None = None, stop: StopSign | None = None
) -> Merged:
    """The least cost for siblings of today under the caps; where these cannot be met that way, as near as siblings come
    to them. Then, for what it gains or for what is still needed, merges of units whose parents have been merged."""
    tree = Tree.of(organization)
    first, tree, complete = _round(tree, asked, tree.alive, progress, stop)
    ended = 0
    # Under a cap on the group a unit that is merged already would count once where it is several.
    while asked.caps.group is None and tree.ended > ended:
        ended = tree.ended
        gathered = np.isin(np.arange(len(organization)), [action.to for action in tree.actions])
        _, tree, _ = _round(tree, asked, gathered & tree.alive, None, stop)
    return Merged(tree, first.cost, first.bound, complete)


def _round(
    tree: Tree, asked: Asked, parents: Flag, progress: Progress | None, stop: StopSign | None
) -> tuple[Merging, Tree, bool]:
    """The best merges beneath these parents, the tree after them, and whether they do all that the caps ask."""
    groups = _groups(tree, asked, parents)
    siblings = [group for _, group in groups]
    needed = max(0, asked.needed - tree.ended)
    most = None if asked.most is None else asked.most - tree.ended
    wanted, reachable = _spans(tree, asked, siblings)
    for spans in (reachable, {}):
        found = merge_siblings(siblings, needed, most, spans, progress, stop)
        complete = isinstance(found, Merging) and spans == wanted
        if isinstance(found, Unmet) and found.most is not None:
            found = merge_siblings(siblings, found.most, most, spans, progress, stop)
        if isinstance(found, Merging):
            return found, _after(tree, groups, found, asked), complete
    raise AssertionError("to merge nothing is always possible")


def _spans(tree: Tree, asked: Asked, groups: list[Siblings]) -> tuple[dict[int, int], dict[int, int]]:
    """Parent -> most units left of its groups together: as the cap wants it, and as far as merges can reach."""
    span, children = asked.caps.span, tree.children
    if span is None:
        return {}, {}
    size, fewest = np.zeros(len(children), np.int64), np.zeros(len(children), np.int64)
    for group in groups:
        size[group.above] += len(group)
        fewest[group.above] += len(group) - group.levels.furthest
    over = np.flatnonzero((children > span) & (tree.organization.office >= 0))
    wanted = {int(parent): int(span - children[parent] + size[parent]) for parent in over}
    return wanted, {parent: max(room, int(fewest[parent])) for parent, room in wanted.items()}


def _groups(tree: Tree, asked: Asked, parents: Flag) -> list[tuple[Whole, Siblings]]:
    """Living units of one kind under one parent, cut where nothing joins them; a kind with a floor stays whole."""
    organization, span = tree.now, asked.caps.span
    able = tree.alive & organization.takes & (tree.parent >= 0) & parents[tree.parent]
    able &= np.isin(organization.kind.astype(str), organization.prices.kinds)
    kinds = np.unique(organization.kind.astype(str), return_inverse=True)[1]
    numbers = np.flatnonzero(able)
    key = tree.parent[numbers] * (kinds.max(initial=0) + 1) + kinds[numbers]
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order])) + 1
    children, found = tree.children, []
    for members in np.split(numbers[order], cuts):
        if len(members) < 2:
            continue
        parent = int(tree.parent[members[0]])
        least = int(organization.floor[parent])
        barred = organization.barred(members, members)
        np.fill_diagonal(barred, False)
        _, part = connected_components(csr_array(~(barred & barred.T)), directed=False)
        for label in [None] if least > 1 else range(int(part.max()) + 1):
            some = members if label is None else members[part == label]
            if len(some) < 2:
                continue
            at = np.flatnonzero(np.isin(members, some))
            cost = organization.cost(some, some)
            np.fill_diagonal(cost, 0)
            rooms = [room for room in (span, *_positive(organization.ceiling[some])) if room is not None]
            room = min(rooms) if rooms else None
            group = Siblings(cost, barred[np.ix_(at, at)], children[some], room, asked.caps.group, least, parent)
            found.append((some, group))
    return found


def _positive(ceiling: Whole) -> list[int]:
    return [int(each) for each in ceiling if each >= 0]


def _after(tree: Tree, groups: list[tuple[Whole, Siblings]], merging: Merging, asked: Asked) -> Tree:
    earlier = {unit: number for number, action in enumerate(tree.actions) for unit in action.units}
    for (members, group), unions in zip(groups, merging.unions, strict=True):
        for stays, gone in unions:
            cost = int(group.cost[list(gone), stays].sum())
            units = tuple(int(members[u]) for u in gone)
            was = {int(tree.organization.parent[unit]) for unit in (*units, int(members[stays]))}
            reason: Reason = "gain" if cost < 0 else "units" if asked.needed else "span"
            needs = tuple(sorted(earlier[unit] for unit in was if unit in earlier))
            tree = tree.after(Action("merge", units, int(members[stays]), cost, reason, needs))
    return tree
