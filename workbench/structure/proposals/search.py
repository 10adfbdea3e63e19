"""Beyond siblings: merges across parents, units abolished into their parent, and units moved. A heuristic.

Each action is the best of those that are possible at that moment, and none is taken back; so what it reaches is a plan,
not the best one. Ties go by the order of ids.
"""

from fractions import Fraction

import numpy as np

from workbench.structure.proposals.caps import Caps
from workbench.structure.proposals.kernels import Flag, Whole
from workbench.structure.proposals.organization import FREE, KEPT, KIND, OUTSIDE
from workbench.structure.proposals.tree import Action, Reason, Tree


def across(tree: Tree, caps: Caps, needed: int, most: int | None) -> Tree:
    """Units of one kind and office merged across parents, or abolished into their parent: the cheapest first, until
    `needed` units have ended; and beyond that, where `caps.across` asks for it, as long as it gains."""
    pairs = _pairs(tree)
    for cost, unit, to in pairs:
        short = tree.ended < needed
        if (most is not None and tree.ended >= most) or not (short or (caps.across and cost < 0)):
            break
        action = _ending(tree, caps, unit, to, cost, "gain" if cost < 0 else "units")
        tree = tree if action is None else tree.after(action)
    return tree


def _pairs(tree: Tree) -> list[tuple[int, int, int]]:
    """cost, unit, receiver: what may end in what within one office, cheapest first; siblings have been seen to."""
    organization, found = tree.now, []
    may = tree.alive & (organization.bar == FREE) & (organization.office >= 0)
    for office in np.unique(organization.office[may]):
        inside = tree.alive & (organization.office == office)
        for kind in sorted({str(each) for each in organization.kind[may & inside]}):
            gone = np.flatnonzero(may & inside & (organization.kind == kind))
            into = np.flatnonzero(inside & organization.takes & (organization.kind == kind))
            cost = organization.cost(gone, into)
            shut = organization.barred(gone, into) | (tree.parent[gone][:, None] == tree.parent[into][None, :])
            at, to = np.nonzero(~shut & (gone[:, None] != into[None, :]))
            found += list(zip(cost[at, to].tolist(), gone[at].tolist(), into[to].tolist(), strict=True))
    for unit in np.flatnonzero(may).tolist():
        above = int(tree.parent[unit])
        found.append((int(organization.cost(np.array([unit]), np.array([above]))[0, 0]), unit, above))
    return sorted(found)


def _ending(tree: Tree, caps: Caps, unit: int, to: int, cost: int, reason: Reason) -> Action | None:
    """The unit ends in that other, its parent or one of its kind, if the tree still allows it."""
    organization, children = tree.organization, tree.children
    if not (tree.alive[unit] and tree.alive[to] and organization.takes[to]) or unit in tree.above(to):
        return None
    upwards = int(tree.parent[unit]) == to
    if not tree.may_leave(unit) or not tree.may_take(to, int(children[unit])):
        return None
    if upwards:
        if organization.headed[unit] and not organization.headed[to]:
            return None
        below = np.flatnonzero(tree.alive & (tree.parent == unit))
        if not all(organization.fits(int(child), to) for child in below):
            return None
    elif caps.group is not None and tree.joined[unit] + tree.joined[to] > caps.group:
        return None
    if caps.span is not None and children[unit] and children[to] - upwards + children[unit] > caps.span:
        return None
    if caps.layers is not None and not upwards and tree.levels[to] > tree.levels[unit]:
        return None
    return Action("abolish" if upwards else "merge", (unit,), to, cost, reason)


# layers and spans -----------------------------------------------------------------------------------------------------


def flattened(tree: Tree, caps: Caps, most: int | None) -> Tree:
    """No unit deeper than `caps.layers` beneath its office, as far as it goes: the deepest first; a unit on the way up
    from it is abolished into its parent or moved higher, whichever costs least for each level won."""
    while caps.layers is not None and (deep := excess(tree, caps.layers)).any():
        action = _flatter(tree, caps, most, deep)
        if action is None:
            break
        tree = tree.after(action)
    return tree


def excess(tree: Tree, layers: int) -> Whole:
    """(n,) levels by which each unit in scope stands too deep."""
    return np.where(tree.organization.counted, (tree.levels - layers).clip(min=0), 0)


def _flatter(tree: Tree, caps: Caps, most: int | None, deep: Whole) -> Action | None:
    organization, found = tree.now, []
    for unit in tree.above(int(deep.argmax())):
        above = int(tree.parent[unit])
        if organization.bar[unit] == FREE and (most is None or tree.ended < most):
            cost = int(organization.cost(np.array([unit]), np.array([above]))[0, 0])
            found.append(_ending(tree, caps, unit, above, cost, "layers"))
        found += [_moving(tree, unit, to, "layers") for to in _hosts(tree, caps, unit)]
    ranked = []
    for option in found:
        if option is not None:
            won = int(deep.sum() - excess(tree.after(option), caps.layers or 0).sum())
            if won > 0:
                ranked.append((Fraction(option.cost, won), option.units, option.to, option))
    return min(ranked, key=lambda each: each[:3])[-1] if ranked else None


def spread(tree: Tree, caps: Caps) -> Tree:
    """No unit in an office with more than `caps.span` units beneath it, as far as it goes: one of them moves to another
    unit of the office with room, to where most of its people find their own job family."""
    while caps.span is not None and (over := overfull(tree, caps.span)).any():
        options = []
        for child in np.flatnonzero(tree.alive & (tree.parent == int(over.argmax()))).tolist():
            hosts = np.array(_hosts(tree, caps, child), np.int64)
            known = tree.now.familiar(np.array([child]), hosts)[0]
            options += list(zip((-known).tolist(), [child] * len(hosts), hosts.tolist(), strict=True))
        action = next((a for _, child, to in sorted(options) if (a := _moving(tree, child, to, "span"))), None)
        if action is None:
            break
        tree = tree.after(action)
    return tree


def overfull(tree: Tree, span: int) -> Flag:
    """(n,) units in scope, of an office, with more units beneath them than that."""
    organization = tree.organization
    return (tree.children > span) & organization.counted & (organization.office >= 0)


def _hosts(tree: Tree, caps: Caps, unit: int) -> list[int]:
    """Units of the same office that could be the parent of this one: of the right kind, with room, not beneath it."""
    organization, children = tree.organization, tree.children
    if organization.bar[unit] in (KEPT, OUTSIDE, KIND):
        return []
    there = tree.alive & organization.takes & (organization.office == organization.office[unit])
    there &= np.isin(organization.kind.astype(str), organization.prices.under.get(str(organization.kind[unit]), ()))
    there[[unit, tree.parent[unit]]] = False
    if caps.span is not None:
        there &= children < caps.span
    if caps.layers is not None:
        depth = max((len(tree.above(v)) for v in _beneath(tree, unit)), default=0) - len(tree.above(unit))
        there &= (tree.levels + 1 + depth <= caps.layers) | (tree.levels < tree.levels[int(tree.parent[unit])])
    if organization.prices.same_region:
        there &= ~organization.differ(organization.region, np.array([unit]), np.arange(len(there)))[0]
    return [to for to in np.flatnonzero(there).tolist() if unit not in tree.above(to)]


def _beneath(tree: Tree, unit: int) -> list[int]:
    """The unit and all living units beneath it."""
    found = [unit]
    for at in found:
        found += np.flatnonzero(tree.alive & (tree.parent == at)).tolist()
    return found


def _moving(tree: Tree, unit: int, to: int, reason: Reason) -> Action | None:
    """The unit moves beneath that other; None if it would only go back to where another action took it from."""
    again = any(action.kind == "move" and unit in action.units for action in tree.actions)
    if again or not tree.may_leave(unit) or not tree.may_take(to, 1):
        return None
    return Action("move", (unit,), to, tree.organization.prices.unit, reason)
