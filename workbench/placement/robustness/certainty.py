"""Which placements no weighting in a range can move: decided, with a proof for one and a witness for the other.

Notation. A weighting w gives every pair a worth that is linear in w (`Field.worth`); V(x, w) is the worth of plan x and
F(w) the greatest of all. `x` is the plan of the weights chosen, `y(v)` the plan at corner v of the range, with surplus
and price that prove it best there; the *loss* of a pair at v is surplus + price - worth, never below 0, and 0 on y(v).

1. *The weights for which one plan is best form a convex set.* V(x, w) - V(z, w) is linear in w; if it is at least 0 at
   two weightings it is so between them, and it is 0 between them only if it is 0 at both, so the tie is broken alike by
   moves and lots. Hence a plan that is chosen at every corner is chosen everywhere in the range.
2. *A change is a piece.* If z is chosen at w, each connected piece D of the pairs in which z and x differ gains at w,
   g(D, w) >= 0: else z without D would be better. w is a mean of corners and g is linear in w, so g(D, v) >= 0 at some
   corner v.
3. *What a piece can gain at v stands in y(v).* Write worth as surplus + price - loss: then g(D, v) is at most the sum
   of credits of D less the losses of the pairs that D adds, a credit being the loss of a pair that D removes, the
   surplus of a person whom x leaves out, or the price of a seat that x leaves empty. At v, y(v) loses nothing, places
   all who have surplus and fills all seats that have a price: so every credit lies on a piece of the difference between
   y(v) and x, and the credits on such a piece add up to its gain G at v.
4. *A piece is a way.* Each splits into paths and rings of the residual network of x, and these are what follows: a
   person goes to a seat (length: the loss of that pair at v), the seat's holder leaves it (length 0), and so on. A path
   starts with somebody whom x leaves out, or with a seat that nobody takes again (length: its price); it ends in a seat
   with room, or with somebody who need not have a seat (length: that person's surplus). So g(D, v) <= credits - length.
5. *Ways stay near.* Let each piece of y(v) against x be a centre with radius G. While some way from one centre to
   another is no longer than both radii, join the two and add their radii. Then a D that visits several centres is
   longer than the sum of their radii and has no gain; so D visits one, and is no longer than its radius. (A D without
   any length or credit is a tie: were y(v) equal to x all over D, lots would have chosen D at v too; so it also visits
   a centre.)
6. So all plans chosen anywhere in the range use only pairs of x and pairs on such a way at some corner. These fall into
   components that share neither person nor post, each decided for itself. Where no corner differs from x nothing
   ever does: *proven*. Where one does, the range is halved (whole percents only: the halves leave out nothing that a
   policy may choose) and the component is asked again, until each placement has met a weighting that moves it, the
   *witness*, or has been proven in every part.

A component that is not too large needs no argument: it is solved under every weighting of the range.

The answer is exact for every whole-percent weighting, in whole numbers throughout.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.robustness.exhaustive import everywhere
from workbench.placement.robustness.field import NOWHERE, Field, Placed
from workbench.placement.robustness.weights import WeightRange, Weights

EVERY = 1_000_000_000
"""Weightings times pairs up to which a component is solved under every weighting of the range: less than a minute's
work, and most often quicker than the argument."""

_HEARD_EACH = 64

_EXACT_MOST = 1_000_000
"""People times pairs above which the loss of a placement is bounded and not worked out."""

Heard = Callable[[float], None]
"""Told between solves how far it is (0..1); may raise to stop."""


@dataclass(frozen=True, eq=False)
class Component:
    """A part of the field in which something changes within the range: `people`, its members' numbers in the whole
    field, in the order of its own."""

    field: Field
    people: Whole


@dataclass(frozen=True, eq=False)
class Certainty:
    """`witness`: person -> a weighting in the range under which that person sits elsewhere; the one nearest to the
    weights chosen, where every weighting was tried. `undecided`: people for
    whom the allowance of solves was spent first. Everybody else sits where the plan puts them, whatever the weights.
    `components`: where something changes; outside them all plans of the range are alike. `solves`: how many there were.
    """

    witness: Mapping[int, Weights]
    undecided: frozenset[int]
    components: tuple[Component, ...]
    solves: int

    def seats(self, base: Placed, weights: Weights) -> Whole:
        """(people,) the seat of each under a weighting of the range, by solving the components alone."""
        seat = base.seat.astype(np.int64)
        for part in self.components:
            seat[part.people] = _in_whole(part, solved(part.field, weights))
        return seat


def certainty(
    field: Field,
    base: Placed,
    chosen: Weights,
    within: WeightRange,
    corners: Sequence[Placed],
    asked: Iterable[int],
    most_solves: int,
    heard: Heard = lambda done: None,
    every: int = EVERY,
) -> Certainty:
    """Decide the seats of the people `asked` in `base`, the plan at the weights `chosen`; `corners` are the plans at
    `within.corners`, in order. At most about `most_solves` smaller problems are solved for components that are too
    large to be solved under `every` weighting."""
    witness: dict[int, Weights] = {}
    for weights, other in zip(within.corners, corners, strict=True):
        for person in np.flatnonzero(other.seat != base.seat):
            witness.setdefault(int(person), weights)
    found = _components(field, np.arange(len(field.stay)), base, dict(zip(within.corners, corners, strict=True)))
    components = tuple(Component(*field.part(rows)) for rows in found)
    undecided: set[int] = set()
    solves, left = 0, {int(person) for person in asked}
    for number, component in enumerate(components):

        def told(share: float, number: int = number) -> None:
            heard((number + share) / len(components))

        seat = base.seat[component.people].astype(np.int64)
        if len(within) * len(component.field.stay) <= every:
            witness |= _thorough(component, seat, chosen, within, left, told)
            continue
        search = _Search(component, seat, within, most_solves - solves, told)
        search.decide(left - set(witness))
        witness |= search.witness
        undecided |= search.undecided
        solves += search.solves
    return Certainty(dict(sorted(witness.items())), frozenset(undecided), components, solves)


def _thorough(
    component: Component, seat: Whole, chosen: Weights, within: WeightRange, asked: set[int], heard: Heard
) -> dict[int, Weights]:
    """Of all weightings of the range, the nearest to the one chosen that moves each of those asked, for those whom one
    does: the fewest points in all, and of equals the first."""
    here = np.isin(component.people, list(asked))
    if not here.any():
        return {}
    whole, start = component.field.seats_in_whole, solved(component.field, within.corners[0])
    weightings = list(within)
    far = np.abs(np.array(weightings) - np.array(chosen)).sum(axis=1)
    nearest, best = np.full(len(seat), -1), np.where(here, far.max() + 1, -1)
    for number, (_, at) in enumerate(everywhere(component.field, start, weightings)):
        if number % _HEARD_EACH == 0:
            heard(number / len(weightings))
        closer = (np.where(at == NOWHERE, NOWHERE, whole[at]) != seat) & (far[number] < best)
        nearest[closer], best[closer] = number, far[number]
    moved = np.flatnonzero(nearest >= 0)
    return {int(component.people[person]): weightings[nearest[person]] for person in moved}


class _Search:
    """A component asked again in ever smaller parts of the range, until all its people are decided."""

    def __init__(self, component: Component, seat: Whole, within: WeightRange, most_solves: int, heard: Heard) -> None:
        self.component, self.seat, self.within = component, seat, within
        self.most_solves, self.heard = most_solves, heard
        self.known: dict[Weights, Placed] = {}
        self.solves = 0
        self.start: Mask | None = None
        self.witness: dict[int, Weights] = {}
        self.undecided: set[int] = set()

    def decide(self, asked: set[int]) -> None:
        field, people = self.component.field, self.component.people
        every = np.arange(len(field.stay))
        here = asked & {int(person) for person in people}
        left = deque([(every, self.within, here)] if here else [])
        while left:
            rows, within, asked = left.popleft()
            if not asked - set(self.witness):
                continue
            if self.solves >= self.most_solves:
                self.undecided |= asked
                continue
            plans = {weights: self._plan(weights) for weights in within.corners}
            asked = self._unsure(rows, plans, asked - set(self.witness))
            for half in within.halves if asked else ():
                plans = {weights: self._plan(weights) for weights in half.corners}
                for inner in _components(field, rows, plans[half.corners[0]], plans):
                    there = {int(person) for person in people[np.unique(field.network.person[inner])]}
                    if still := (asked & there) - set(self.witness):
                        left.append((inner, half, still))
        self.undecided -= set(self.witness)

    def _unsure(self, rows: Whole, plans: Mapping[Weights, Placed], asked: set[int]) -> set[int]:
        """Without those whom every plan of this part of the range seats as they sit (step 7)."""
        field = self.component.field
        people = np.flatnonzero(np.isin(self.component.people, list(asked)))
        if not len(people):
            return set()
        worth = {weights: field.worth(weights) for weights in plans}
        chosen = [plan.chosen[np.isin(plan.chosen, rows)] for plan in plans.values()]
        value = np.array([[int(worth[w][mine].sum()) for w in plans] for mine in chosen])
        short = np.diagonal(value) - value
        limit = int(short.max(axis=1).min())
        losses = np.stack([_losses(field, rows, plan, worth[w], people, limit) for w, plan in plans.items()])
        sure = np.zeros(len(people), bool)
        for mine, lack, worths in zip(chosen, short, value, strict=True):
            sure |= (losses > lack[:, None]).all(axis=0)
            for n in np.flatnonzero((losses >= lack[:, None]).all(axis=0) & ~sure):
                sure[n] = self._drawn(rows, mine, dict(zip(plans, worths, strict=True)), int(people[n]))
        return {int(person) for person in self.component.people[people[~sure]]}

    def _drawn(self, rows: Whole, mine: Whole, worths: Mapping[Weights, Any], person: int) -> bool:
        """Whether the plan of the pairs `mine`, worth `worths` at the corners, beats all that seat a person elsewhere
        where lots break the ties."""
        field = self.component.field
        pair = mine[field.network.person[mine] == person]
        if not len(pair):
            return False
        lot = int(field.lots(mine).sum())
        other, _ = field.part(rows[rows != pair[0]])
        lost = np.setdiff1d(np.flatnonzero(field.network.must), field.network.person[rows[rows != pair[0]]])
        if len(np.intersect1d(lost, field.network.person[rows])):
            return True  # nobody else may have that seat in this person's stead: there is no such plan
        for weights, worth in worths.items():
            self.solves += 1
            plan = other.solve(weights)
            if plan is not None:
                theirs = int(other.worth(weights, levels=field.levels)[plan.chosen].sum())
                if (theirs, int(other.lots(plan.chosen).sum())) >= (int(worth), lot):
                    return False
        return True

    def _plan(self, weights: Weights) -> Placed:
        if weights not in self.known:
            self.heard(min(self.solves / max(self.most_solves, 1), 1.0))
            self.solves += 1
            plan = self.known[weights] = solved(self.component.field, weights, self.start)
            self.start = plan.active
            elsewhere = _in_whole(self.component, plan) != self.seat
            for person in self.component.people[elsewhere]:
                self.witness.setdefault(int(person), weights)
        return self.known[weights]


def solved(field: Field, weights: Weights, start: Mask | None = None) -> Placed:
    """The plan of a part; there is one, since the whole has one and a part is cut where no plan crosses."""
    found = field.solve(weights, start)
    if found is None:
        raise RuntimeError("a part of a field with a plan has none")
    return found


def _in_whole(part: Component, placed: Placed) -> Whole:
    """Seats of a part's people as numbers of the whole field."""
    return np.where(placed.seat == NOWHERE, NOWHERE, part.field.seats_in_whole[placed.seat])


def _components(field: Field, rows: Whole, base: Placed, corners: Mapping[Weights, Placed]) -> list[Whole]:
    """Among the pairs in `rows`, those that a plan may use somewhere between the corners, as connected components; of
    these the ones in which some corner's plan differs from `base`."""
    network = field.network
    here, own = np.zeros(len(network.person), bool), np.zeros(len(network.person), bool)
    here[rows] = True
    own[base.chosen] = True
    own &= here
    nodes = network.people + network.seats
    used, touched = own.copy(), np.zeros(nodes, bool)
    for weights, other in corners.items():
        its = np.zeros(len(own), bool)
        its[other.chosen] = True
        its &= here
        if not np.array_equal(its, own):
            near, centre = _near(field, rows, base, own, other, its, field.worth(weights))
            used |= near
            touched |= centre
    if not touched.any():
        return []
    rows = np.flatnonzero(used)
    graph = csr_array(
        (np.ones(len(rows), np.int8), (network.person[rows], network.people + network.seat[rows])), shape=(nodes, nodes)
    )
    label = connected_components(graph, directed=False)[1]
    of_row = label[network.person[rows]]
    return [rows[of_row == number] for number in np.unique(label[touched])]


def _near(
    field: Field, rows: Whole, base: Placed, own: Mask, other: Placed, its: Mask, worth: Whole
) -> tuple[Mask, Mask]:
    """Pairs on some way through a centre at one corner that is no longer than its radius, and the nodes of all centres
    (people first, then seats)."""
    network = field.network
    people, nodes = network.people, network.people + network.seats
    loss = other.surplus[network.person[rows]] + other.price[network.seat[rows]] - worth[rows]
    differs = np.flatnonzero(own != its)
    group, gain, centre = _pieces(
        network.person[differs].astype(np.int64),
        people + network.seat[differs].astype(np.int64),
        nodes,
        worth,
        differs,
        its,
    )
    while True:
        close = (loss <= 2 * gain.max()) & ~own[rows]
        ways = _Ways.of(field, rows[close], loss[close], np.flatnonzero(own), centre, group, gain)
        pairs = ways.touching(centre, group)
        if not len(pairs):
            break
        joined = csr_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(gain), len(gain)))
        count, merged = connected_components(joined, directed=False)
        group, gain = merged[group], _summed(merged, gain, count)
    inside = np.zeros(len(own), bool)
    inside[rows[close][ways.short(_open_ends(field, base, other))]] = True
    marked = np.zeros(nodes, bool)
    marked[centre] = True
    return inside, marked


@dataclass(frozen=True, eq=False)
class _Ways:
    """The residual network at one corner: arcs person -> seat (`tail`, `head`, `length`) by pairs that may be added,
    and seat -> holder. `after`, `before`: least (way from, to, a centre) - its radius; `whose`: of which centre that is
    (-1 and above 0 where none is near). Lengths are whole numbers below 2**53, so floating sums are exact."""

    tail: Whole
    head: Whole
    length: Whole
    arcs: tuple[Whole, Whole, Whole]
    nodes: int
    far: int
    after: Whole
    before: Whole
    after_whose: Whole
    before_whose: Whole

    @classmethod
    def of(
        cls, field: Field, rows: Whole, loss: Whole, own: Whole, centre: Whole, group: Whole, gain: Whole
    ) -> "_Ways":
        network = field.network
        people, nodes = network.people, network.people + network.seats
        tail, head = network.person[rows].astype(np.int64), people + network.seat[rows].astype(np.int64)
        held, holder = people + network.seat[own].astype(np.int64), network.person[own].astype(np.int64)
        arcs = (
            np.concatenate([tail, held]),
            np.concatenate([head, holder]),
            np.concatenate([loss, np.zeros(len(held), np.int64)]),
        )
        far = int(gain.max())
        starts = (centre, far - gain[group], group)
        after, after_whose = _way(arcs, nodes, starts, len(gain), 2 * far)
        before, before_whose = _way((arcs[1], arcs[0], arcs[2]), nodes, starts, len(gain), 2 * far)
        return cls(tail, head, loss, arcs, nodes, far, after - far, before - far, after_whose, before_whose)

    def touching(self, centre: Whole, group: Whole) -> Whole:
        """(n, 2) centres to be joined: met on an arc, in a node, or one within the other."""
        tail, head, length = self.arcs
        groups = int(group.max()) + 1
        arc = self.after[tail] + length + self.before[head] <= 0
        node = np.flatnonzero(self.after + self.before <= 0)
        found = [
            np.stack([self.after_whose[tail[arc]], self.before_whose[head[arc]]], axis=1),
            np.stack([self.after_whose[node], self.before_whose[node]], axis=1),
            np.stack([self.after_whose[centre], group], axis=1),
            np.stack([self.before_whose[centre], group], axis=1),
        ]
        pairs = np.concatenate(found)
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        codes = np.unique(pairs[:, 0] * groups + pairs[:, 1])
        return np.stack(np.divmod(codes, groups), axis=1)

    def short(self, ends: tuple[tuple[Whole, Whole], tuple[Whole, Whole]]) -> Mask:
        """Which arcs person -> seat lie on a whole way through a centre that is no longer than its radius."""
        tail, head, length = self.arcs
        (start, start_length), (end, end_length) = ends
        zero = np.zeros(1, np.int64)
        begun, _ = _way(self.arcs, self.nodes, (start, start_length, zero.repeat(len(start))), 1, self.far)
        ended, _ = _way((head, tail, length), self.nodes, (end, end_length, zero.repeat(len(end))), 1, self.far)
        after, before = self.after, self.before
        onward = np.minimum(ended, np.maximum(before + self.far, 0))
        so_far = np.minimum(begun, np.maximum(after + self.far, 0))
        through = np.minimum(after[self.tail] + onward[self.head], so_far[self.tail] + before[self.head])
        return through + self.length <= 0


def _losses(field: Field, rows: Whole, plan: Placed, worth: Whole, people: Whole, most: int) -> Whole:
    """What the best plan without each person's pair loses against `plan`, the best one: the shortest ring of the
    residual network through that pair, or a bound below it where there are many (`most` + 1 where above `most`)."""
    network = field.network
    nodes = network.people + network.seats
    own = np.zeros(len(network.person), bool)
    own[plan.chosen] = True
    person, seat = network.person[rows].astype(np.int64), network.people + network.seat[rows].astype(np.int64)
    loss = plan.surplus[network.person[rows]] + plan.price[network.seat[rows]] - worth[rows]
    (start, start_length), (end, end_length) = _open_ends(field, plan, plan)
    its, target = own[rows], network.people + plan.seat[people]
    # Such a ring leaves the person by one arc and enters the seat by another.
    least = np.full(nodes, most + 1, np.int64)
    np.minimum.at(least, person[~its], loss[~its])
    np.minimum.at(least, seat[~its], loss[~its])
    np.minimum.at(least, end, end_length)
    np.minimum.at(least, start, start_length)
    found = least[people] + least[target]
    close = found <= most
    if not close.any() or int(close.sum()) * len(rows) > _EXACT_MOST:
        return np.minimum(found, most + 1)
    near = ~its & (loss <= most)
    outside = np.full(len(end), nodes), np.full(len(start), nodes)
    tail = np.concatenate([person[near], seat[its], end, outside[1]])
    head = np.concatenate([seat[near], person[its], outside[0], start])
    length = np.concatenate([loss[near], np.zeros(int(its.sum()), np.int64), end_length, start_length])
    graph = csr_array((length.astype(np.float64), (tail, head)), shape=(nodes + 1, nodes + 1))
    way = dijkstra(graph, indices=people[close], limit=float(most))[np.arange(int(close.sum())), target[close]]
    found[close] = np.where(np.isfinite(way), way, most + 1)
    return np.minimum(found, most + 1)


def _open_ends(field: Field, base: Placed, other: Placed) -> tuple[tuple[Whole, Whole], tuple[Whole, Whole]]:
    """Where a path may start and end, and what that costs at this corner."""
    network = field.network
    people = network.people
    taken = np.bincount(network.seat[base.chosen], minlength=network.seats)
    idle, room = np.flatnonzero(base.seat == NOWHERE), np.flatnonzero(taken < network.room)
    left, free = np.flatnonzero(taken > 0), np.flatnonzero((base.seat != NOWHERE) & ~network.must)
    nothing = np.zeros(people + network.seats, np.int64)
    starts = np.concatenate([idle, people + left]), np.concatenate([nothing[: len(idle)], other.price[left]])
    ends = np.concatenate([people + room, free]), np.concatenate([nothing[: len(room)], other.surplus[free]])
    return starts, ends


def _pieces(
    person: Whole, seat: Whole, nodes: int, worth: Whole, differs: Whole, its: Mask
) -> tuple[Whole, Whole, Whole]:
    """Pieces of the difference between two plans: the piece of each node in it, the gain of each, and those nodes."""
    graph = csr_array((np.ones(len(person), np.int8), (person, seat)), shape=(nodes, nodes))
    label = connected_components(graph, directed=False)[1]
    centre = np.union1d(person, seat)
    _, group = np.unique(label[centre], return_inverse=True)
    of_node = np.zeros(nodes, np.int64)
    of_node[centre] = group
    gained = np.where(its[differs], worth[differs], -worth[differs])
    return group, _summed(of_node[person], gained, int(group.max()) + 1), centre


def _summed(group: Whole, value: Whole, groups: int) -> Whole:
    """Sums by group in whole numbers (`bincount` would add them as floating ones)."""
    total = np.zeros(groups, np.int64)
    np.add.at(total, group, value)
    return total


def _way(
    arcs: tuple[Whole, Whole, Whole], nodes: int, starts: tuple[Whole, Whole, Whole], groups: int, most: int
) -> tuple[Whole, Whole]:
    """Shortest way to each node from any start (node, length so far, group), and the group of that start.

    `most` + 1 and -1 where it is longer than `most`.
    """
    node, so_far, group = starts
    tail = np.concatenate([arcs[0], nodes + group])
    head = np.concatenate([arcs[1], node])
    length = np.concatenate([arcs[2], so_far]).astype(np.float64)
    graph = csr_array((length, (tail, head)), shape=(nodes + groups, nodes + groups))
    way, _, source = dijkstra(
        graph,
        indices=np.arange(nodes, nodes + groups),
        min_only=True,
        return_predecessors=True,
        limit=float(most),
    )
    near = np.isfinite(way[:nodes])
    return np.where(near, way[:nodes], most + 1).astype(np.int64), np.where(near, source[:nodes] - nodes, -1)
