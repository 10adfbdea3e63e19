"""The ground as bare numbers: what a solver needs to try other weights and other facts, and what a worker can be sent.

A `Ground` holds tables, findings and law; a sweep over hundreds of tries needs only who may take which seat and what
each pair scores on each component. The plan is the very one that `solve` finds: same levels, same lots.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import replace as replaced
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.placement.asked import pairs as every_pair
from workbench.placement.asked import seats as every_seat
from workbench.placement.engine import flow
from workbench.placement.engine.assign import scaled
from workbench.placement.engine.flow import Code, Mask, Network, Whole
from workbench.placement.engine.problem import POINTS, Names, Problem, lots, read
from workbench.placement.engine.shortage import Infeasible, shortfall
from workbench.placement.ground import Ground
from workbench.placement.merit import FULL
from workbench.placement.robustness.weights import Weights
from workbench.regulation.findings import UNKNOWN
from workbench.scenario import COMPONENTS, Policy

Small = NDArray[np.int16]
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Errors:
    """Facts that may turn out otherwise. `share`: (components, people) 0..1, how much of what is unknown is there;
    `shift`: (components, people) points added to what is known; `barred`: (people,) bits of the doubts that end in no.
    """

    share: NDArray[np.float64]
    shift: Small
    barred: NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Placed:
    """A plan of a field: `seat` (people,) where each sits, -1 for nowhere. `surplus` of people and `price` of seats
    prove it best in the unit of `Field.worth`; `active` makes the next search short."""

    seat: Code
    chosen: Whole
    surplus: Whole
    price: Whole
    active: Mask


@dataclass(frozen=True, eq=False)
class Field:
    """`nips`, `posts`: names of people and seats, in order. `network`: pairs by (person, seat). `least`, `most`:
    (components, pairs) what is known and what might be, 0..1000. `stay`: points of a pair beside its score. `moves`:
    pairs that are no present seat. `goal`: pairs whose score counts. `critical`: seats that come first. `doubts`: bits
    by pair, one a rule that bars and whose answer is unknown; `rules` names the bits.
    """

    nips: Names
    posts: Names
    network: Network
    least: Small
    most: Small
    stay: Whole
    moves: Mask
    goal: Mask
    critical: Mask
    doubts: NDArray[np.uint32]
    rules: tuple[str, ...]
    seats_in_whole: Whole
    """Of a part: the number of each seat in the field it was cut from."""

    @classmethod
    def of(cls, ground: Ground, policy: Policy) -> "Field | Infeasible":
        """The field of a ground under a policy's price, locks and bans; `Infeasible` when somebody has no seat at all
        (for those who have, but too few, see `stuck`)."""
        problem = _read(ground, policy)
        if problem.absent:
            return shortfall(problem)
        people = np.asarray(pd.Index(ground.people["nip"]).get_indexer(pd.Index(problem.nips)))
        places = np.asarray(pd.Index(ground.seats["post"]).get_indexer(pd.Index(problem.posts)))
        person, at = people[problem.network.person], places[problem.network.seat]
        goal = problem.move | ground.seats["in_scope"].to_numpy()[at]
        least, most = (
            np.stack([_known(ground, name, person, at, high) * goal for name in COMPONENTS]) for high in (False, True)
        )
        doubts, rules = _doubts(ground, person, at)
        return cls(
            problem.nips,
            problem.posts,
            problem.network,
            least.astype(np.int16),
            most.astype(np.int16),
            problem.stay,
            problem.move,
            goal,
            problem.critical,
            np.where(problem.move & ~_locked(problem, policy), doubts, 0).astype(np.uint32),
            rules,
            np.arange(len(problem.posts)),
        )

    def rows_of(self, ground: Ground) -> tuple[Whole, Whole]:
        """Row in `ground.people` of each person, and in `ground.seats` of each seat."""
        people, seats = pd.Index(ground.people["nip"]), pd.Index(ground.seats["post"])
        return np.asarray(people.get_indexer(pd.Index(self.nips))), np.asarray(seats.get_indexer(pd.Index(self.posts)))

    def priced(self, move_price: int) -> "Field":
        """The same field at another price of a move."""
        return replaced(self, stay=np.where(self.moves, 0, np.int64(move_price)))

    def part(self, rows: Whole) -> "tuple[Field, Whole]":
        """The field of some pairs, with all seats of their posts; and the numbers here of the people there."""
        people, person = np.unique(self.network.person[rows], return_inverse=True)
        seats, seat = np.unique(self.network.seat[rows], return_inverse=True)
        network = Network(
            person.astype(np.int32), seat.astype(np.int32), self.network.capacity[seats], self.network.must[people]
        )
        part = Field(
            self.nips[people],
            self.posts[seats],
            network,
            self.least[:, rows],
            self.most[:, rows],
            self.stay[rows],
            self.moves[rows],
            self.goal[rows],
            self.critical[seats],
            self.doubts[rows],
            self.rules,
            self.seats_in_whole[seats],
        )
        return part, people.astype(np.int64)

    @cached_property
    def levels(self) -> tuple[int, int]:
        """What a critical seat and what a point weigh, in moves; both outweigh all that stands below them."""
        placed = min(self.network.people, int(self.network.room.sum()))
        return (2 * POINTS * placed + 1) * (placed + 1), placed + 1

    def lots(self, rows: Whole) -> Whole:
        """What decides between equal plans: drawn from names alone, which a field has as a problem has."""
        return lots(self, rows)  # type: ignore[arg-type]

    def worth(self, weights: Weights, known: Small | None = None, levels: tuple[int, int] | None = None) -> Whole:
        """(pairs,) int64: critical seats, then points, then fewest moves as one number; linear in the weights."""
        critical, point = levels or self.levels
        score = np.zeros(len(self.stay), np.int64)
        for weight, points in zip(weights, self.least if known is None else known, strict=True):
            score += points * np.int64(weight)
        worth = scaled(score + self.stay, point, self.moves, 1, self.network)
        worth += self.critical[self.network.seat] * np.int64(critical)
        flow.refuse_overflow(worth, self.network)
        return worth

    def solve(self, weights: Weights, start: Mask | None = None) -> Placed | None:
        """The plan under these weights; None when those who must be placed cannot all be."""
        return _best(self, self.network, self.worth(weights), start)

    def solve_amid(self, weights: Weights, errors: Errors, start: Mask | None = None) -> Placed | None:
        """The plan under these weights if the facts were other than they seem."""
        network = self.network
        who = network.person
        known = np.empty_like(self.least)
        for k in range(len(known)):
            unsure = (self.most[k] - self.least[k]) * errors.share[k][who]
            known[k] = np.clip(self.least[k] + unsure.astype(np.int16) + errors.shift[k][who], 0, FULL) * self.goal
        worth = self.worth(weights, known)
        left = (self.doubts & errors.barred[who]) == 0
        if left.all():
            return _best(self, network, worth, start)
        rest = Network(network.person[left], network.seat[left], network.capacity, network.must)
        return _best(self, rest, worth[left], None if start is None else start[left], np.flatnonzero(left))


def stuck(ground: Ground, policy: Policy) -> Infeasible:
    """Why a field has no plan."""
    return shortfall(_read(ground, policy))


def _read(ground: Ground, policy: Policy) -> Problem:
    pairs = every_pair(ground, policy)
    given = pairs[["nip", "post", "score", "stay", "holds"]]
    return read(given, every_seat(ground, pairs), pairs.loc[pairs["must"], "nip"].unique())


def _best(field: Field, network: Network, worth: Whole, start: Mask | None, rows: Whole | None = None) -> Placed | None:
    """The optimum, and among equals the one that lots choose. `rows`: those of the field that the network holds."""
    found = flow.optimum(network, worth, worth, ~field.moves if rows is None else ~field.moves[rows], start)
    if found is None:
        return None
    optima = flow.face(network, worth, found)
    named = optima.rows if rows is None else rows[optima.rows]
    chosen = flow.pick(network, optima, field.lots(named))
    seat = np.full(network.people, NOWHERE, np.int32)
    seat[network.person[chosen]] = network.seat[chosen]
    return Placed(seat, chosen if rows is None else rows[chosen], found.surplus, found.price, found.active)


def _known(ground: Ground, name: str, person: Whole, at: Whole, high: bool) -> Whole:
    component = ground.merit.components[name]
    return (component.high if high else component.low)[person, component.demand[at]].astype(np.int64)


def _locked(problem: Problem, policy: Policy) -> Mask:
    """Pairs of people whom a lock fixes: no finding takes that seat from them."""
    return np.isin(problem.nips[problem.network.person], [nip for nip, _ in policy.locks])


def _doubts(ground: Ground, person: Whole, at: Whole) -> tuple[NDArray[np.uint32], tuple[str, ...]]:
    """Which rules that bar are unknown for each pair, as bits, and the rules in the order of the bits."""
    findings = ground.findings
    rules = tuple(rule for rule in findings.rules if findings.choices[rule] == "bar")
    profile = findings.profile_of_post.reindex(ground.seats["post"]).to_numpy().astype(np.int64)[at]
    unknown = np.zeros(findings.overall.shape, np.uint32)
    for bit, rule in enumerate(rules):
        unknown |= (findings.verdict(rule) == UNKNOWN).astype(np.uint32) << np.uint32(bit)
    return unknown[person, profile], rules


def policy_weights(weights: Mapping[str, int]) -> Weights:
    """Weights of a policy in the order of the components."""
    return tuple(int(weights[name]) for name in COMPONENTS)
