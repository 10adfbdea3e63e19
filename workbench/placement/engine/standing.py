"""A best plan kept with its residual network, so that a change is answered in milliseconds.

Prices of seats prove a plan best. A lock, a ban, a seat more or less, other scores: each breaks that proof for a few
people or seats, and each break is mended by one shortest path. What comes out is the one best plan of the changed
problem, equal to a fresh `assign`, for the second number of each weight holds the lots that decide among equals.

The same network answers what a person asks: what it costs to put somebody on a seat and who would have to move
(shortest paths from that seat), and what one seat more is worth (shortest paths from the ground).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace as replaced
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.placement.engine.assign import Assignment, Solved, assignment
from workbench.placement.engine.flow import Mask, Network, Whole
from workbench.placement.engine.problem import POINTS, Problem, lots
from workbench.placement.engine.proof import Potentials
from workbench.placement.engine.shortage import Infeasible, shortfall

if TYPE_CHECKING:
    from workbench.placement.engine.kernels import Asked, Board, Search, Stand


@dataclass(frozen=True, order=True)
class Held:
    """A pair that must be chosen, whether or not it is among those of the problem; numbers of person and seat."""

    person: int
    seat: int
    score: int
    stay: int = 0
    move: bool = True


@dataclass(frozen=True)
class Overrides:
    """What people ask beyond the problem: pairs that must be, pairs that may not be, and seats more or less.

    `barred`: (person, seat); a person barred from the present seat need not be placed. `seats`: (seat, difference).
    """

    held: frozenset[Held] = frozenset()
    barred: frozenset[tuple[int, int]] = frozenset()
    seats: frozenset[tuple[int, int]] = frozenset()


NOTHING = Overrides()


@dataclass(frozen=True)
class Levels:
    """Critical seats, then points, then fewest moves, as one whole number.

    `worth`: a critical seat in points, more than twice what all scores and stays could add up to; `scale`: a point in
    moves, more than twice as many as there are people. So a difference of two plans tells all three apart, and stays
    right when scores change or people are held where they have no pair.
    """

    worth: int
    scale: int

    @classmethod
    def of(cls, problem: Problem) -> "Levels":
        people = problem.network.people
        return cls(worth=4 * POINTS * people + 1, scale=2 * people + 1)

    def weights(self, problem: Problem) -> Whole:
        points = problem.critical[problem.network.seat] * np.int64(self.worth) + problem.merit
        most = self.worth * int(problem.critical.sum()) + 2 * POINTS * problem.network.seats
        if 4 * self.scale * most >= 1 << 62:
            raise OverflowError(
                f"{problem.network.people:,} people and {int(problem.critical.sum()):,} critical posts do not fit "
                "64-bit whole numbers: plan fewer people or critical posts at once"
            )
        return points * np.int64(self.scale) - problem.move

    def told(self, value: Whole) -> tuple[Whole, Whole, Whole]:
        """A difference of weights as differences of points of merit, of critical seats, and of moves."""
        points = (value + self.scale // 2) // self.scale
        moves = points * self.scale - value
        critical = (points + self.worth // 2) // self.worth
        return points - critical * self.worth, critical, moves


@dataclass(frozen=True, eq=False)
class Losses:
    """What it would cost to have each person on one seat: `points`, `critical` seats and `moves` more than the best
    plan has. `possible`: who could be put there at all (a pair of the problem, and a chain for those displaced)."""

    seat: int
    possible: Mask
    points: Whole
    critical: Whole
    moves: Whole


@dataclass(frozen=True, eq=False)
class Standing:
    """A problem, what was asked beyond it, and its best plan with prices. A value: a change gives a new one.

    `high`, `low`: weights of the problem's pairs. `at`: seat of each person, -1 for none. `row`: the pair chosen for
    each person, -1 for none or for one held that is no pair of the problem. `price`: of each seat, in high weights.
    """

    problem: Problem
    levels: "Levels"
    overrides: Overrides
    board: "Board"
    asked: "Asked"
    stand: "Stand"

    @classmethod
    def of(cls, solved: Solved) -> "Standing":
        """The plan that `solve` found, made ready for changes."""
        from workbench.placement.engine import kernels

        problem = solved.problem
        levels = Levels.of(problem)
        high = levels.weights(problem)
        low = lots(problem, np.arange(len(high)))
        people, seats = problem.network.people, problem.network.seats
        stand = kernels.Stand(
            at=np.full(people, -1, np.int64),
            row=np.full(people, -1, np.int64),
            high=np.zeros(people, np.int64),
            low=np.zeros(people, np.int64),
            used=np.zeros(seats, np.int64),
            head=np.full(seats, -1, np.int64),
            after=np.full(people, -1, np.int64),
            before=np.full(people, -1, np.int64),
            price_high=_near(solved, levels),
            price_low=np.zeros(seats, np.int64),
        )
        asked = _asked(problem, levels, NOTHING)
        board = board_of(problem.network, high, low)
        kernels.seated(board, stand, solved.chosen)
        if kernels.repair(board, asked, stand, kernels.search(seats), np.arange(people)) >= 0:
            raise RuntimeError("a plan that was found cannot be kept")
        return cls(problem, levels, NOTHING, board, asked, stand)

    # -- changes

    def under(self, overrides: Overrides) -> "Standing | Infeasible":
        """The best plan of the same problem with these overrides in place of those now in force."""
        from workbench.placement.engine import kernels

        asked = _asked(self.problem, self.levels, overrides)
        before, after = self.overrides, overrides
        touched = {held.person for held in before.held ^ after.held}
        touched |= {person for person, _ in before.barred ^ after.barred}
        stand = _copied(self.stand)
        search = kernels.search(self.problem.network.seats)
        torn = kernels.repair(self.board, asked, stand, search, np.fromiter(sorted(touched), np.int64))
        if torn >= 0:
            return _shortage(self.problem, asked, stand, overrides, torn, search.state == 2)
        return replaced(self, overrides=overrides, stand=stand, asked=asked)

    def reweighted(self, high: Whole, low: Whole | None = None, people: Whole | None = None) -> "Standing":
        """The best plan with other weights of the pairs; `people` says whose pairs are other than they were (default:
        anybody's). The weights of what is held stay."""
        from workbench.placement.engine import kernels

        low = self.low if low is None else low
        changed = np.arange(self.problem.network.people) if people is None else people.astype(np.int64)
        board, stand = board_of(self.problem.network, high, low), _copied(self.stand)
        kernels.reweigh(board, self.asked, stand)
        if kernels.repair(board, self.asked, stand, kernels.search(self.problem.network.seats), changed) >= 0:
            raise RuntimeError("other weights cannot make a plan impossible")
        return replaced(self, board=board, stand=stand)

    def rescored(self, score: Whole, stay: Whole | None = None) -> "Standing":
        """The best plan with other scores, or another worth of staying, for the pairs of the problem."""
        problem = replaced(self.problem, score=score, stay=self.problem.stay if stay is None else stay)
        high = self.levels.weights(problem)
        people = np.unique(problem.network.person[high != self.high])
        return replaced(self.reweighted(high, people=people), problem=problem)

    # -- what it says

    @property
    def high(self) -> Whole:
        return self.board.high

    @property
    def low(self) -> Whole:
        return self.board.low

    @property
    def at(self) -> Whole:
        return self.stand.at

    @property
    def row(self) -> Whole:
        return self.stand.row

    @property
    def row_of_placed(self) -> Whole:
        """The pairs chosen, in order of person."""
        return self.row[self.row >= 0]

    @property
    def price(self) -> Whole:
        return self.stand.price_high

    @cached_property
    def surplus(self) -> Whole:
        """Of each person, as high as the prices ask: with them the proof of the plan."""
        from workbench.placement.engine import kernels

        high, low = np.empty(len(self.at), np.int64), np.empty(len(self.at), np.int64)
        kernels.surpluses(self.board, self.asked, self.stand, high, low)
        return high

    @property
    def value(self) -> int:
        """Sum of the high weights of the plan."""
        return int(self.stand.high.sum())

    @property
    def bound(self) -> int:
        """What the prices prove that no plan exceeds; equal to `value` at an optimum."""
        return int(self.surplus.sum()) + int((self.asked.capacity * self.price).sum())

    @cached_property
    def totals(self) -> tuple[int, int, int]:
        """Score and stay, critical seats filled, moves."""
        problem, rows = self.problem, self.row_of_placed
        merit = int(problem.merit[rows].sum()) + sum(held.score + held.stay for held in self.overrides.held)
        moves = int(problem.move[rows].sum()) + sum(held.move for held in self.overrides.held)
        return merit, int(problem.critical[self.at[self.at >= 0]].sum()), moves

    @property
    def total(self) -> int:
        return self.totals[0]

    @cached_property
    def current(self) -> Problem:
        """The problem with the overrides written into it: what `assign` would be asked afresh."""
        return overridden(self.problem, self.overrides)

    def assignment(self) -> Assignment:
        """The plan as `assign` gives it, with its proof."""
        problem = self.current
        network = problem.network
        key = network.person.astype(np.int64) * network.seats + network.seat
        placed = np.flatnonzero(self.at >= 0)
        chosen = np.searchsorted(key, placed * network.seats + self.at[placed])
        index = {"nip": pd.Index(problem.nips.astype(str), dtype="str"), "post": problem.posts.astype(str)}
        potentials = Potentials(
            pd.Series(self.surplus, index=pd.Index(index["nip"], name="nip"), name="surplus"),
            pd.Series(self.price.copy(), index=pd.Index(index["post"], dtype="str", name="post"), name="price"),
            self.levels.worth * self.levels.scale,
            self.levels.scale,
            1,
        )
        return assignment(problem, chosen, potentials, worth=self.levels.worth)

    # -- what people ask

    def losses(self, seat: int) -> Losses:
        """The exact loss of putting each person on this seat, whoever sits there now."""
        from workbench.placement.engine import kernels

        network, stand = self.problem.network, self.stand
        search = kernels.search(network.seats)
        kernels.spread(self.board, self.asked, stand, search, seat)
        rows = self.board.by_seat[self.board.seat_first[seat] : self.board.seat_first[seat + 1]]
        rows = rows[self.asked.open[rows]]
        rows = rows[self.asked.only[network.person[rows]] < 0]
        person = network.person[rows]
        here = np.where(stand.at[person] < 0, network.seats, stand.at[person])
        kept = np.where(stand.at[person] < 0, 0, stand.high[person] - stand.price_high[stand.at[person]])
        high = kept + stand.price_high[seat] - self.high[rows] + search.high[here]
        possible = np.zeros(network.people, bool)
        possible[person] = search.state[here] == 2
        possible[stand.at == seat] = True
        loss = np.zeros(network.people, np.int64)
        loss[person] = np.where(stand.at[person] == seat, 0, high)
        points, critical, moves = self.levels.told(np.where(possible, loss, 0))
        return Losses(seat, possible, points, critical, -moves)

    def displaced(self, seat: int, person: int) -> tuple[tuple[int, int], ...]:
        """Who goes where when this person is put on this seat: (person, seat or -1), the person first. Empty if it
        cannot be."""
        from workbench.placement.engine import kernels

        if self.at[person] == seat:
            return ((person, seat),)
        ground = self.problem.network.seats
        search = kernels.search(ground)
        kernels.spread(self.board, self.asked, self.stand, search, seat)
        node = ground if self.at[person] < 0 else int(self.at[person])
        if search.state[node] != 2:
            return ()
        return ((person, seat), *reversed(list(_walked(search, self.at, node, ground))))

    def one_more(self) -> tuple[Whole, Whole, Whole]:
        """What one seat more of each post would bring: points, critical seats, moves."""
        from workbench.placement.engine import kernels

        ground = self.problem.network.seats
        search = kernels.search(ground)
        kernels.spread(self.board, self.asked, self.stand, search, ground)
        reached = search.state[:ground] == 2
        gain = np.where(reached, (self.price - search.high[:ground]).clip(min=0), 0)
        points, critical, moves = self.levels.told(gain)
        return points, critical, moves


def overridden(problem: Problem, overrides: Overrides) -> Problem:
    """The problem with overrides written into its pairs, seats and who must be placed."""
    if overrides == NOTHING:
        return problem
    network = problem.network
    held = sorted(overrides.held)
    fixed = np.array([one.person for one in held], np.int64)
    kept = np.ones(len(network.person), bool)
    kept[_barred(network, overrides)] = False
    kept &= ~np.isin(network.person, fixed)
    capacity, must = _rooms(problem, overrides)
    place = np.searchsorted(network.person[kept], fixed)

    def both(own: NDArray[Any], name: str) -> NDArray[Any]:
        return np.insert(own[kept], place, np.array([getattr(one, name) for one in held], own.dtype))

    named = tuple(str(nip) for nip in problem.nips[must])
    return replaced(
        problem,
        network=Network(both(network.person, "person"), both(network.seat, "seat"), capacity, must),
        score=both(problem.score, "score"),
        stay=both(problem.stay, "stay"),
        move=both(problem.move, "move"),
        must=named,
    )


def _barred(network: Network, overrides: Overrides) -> Whole:
    """Rows of the pairs that may not be; a ban on what is no pair bars nothing."""
    first, _ = network.firsts
    found = []
    for person, seat in overrides.barred:
        row = first[person] + np.searchsorted(network.seat[first[person] : first[person + 1]], seat)
        if row < first[person + 1] and network.seat[row] == seat:
            found.append(row)
    return np.array(found, np.int64)


def _near(solved: Solved, levels: Levels) -> Whole:
    """The prices found, in these levels. Where one level ran into the next they are off, and mended like a change."""
    problem = solved.problem
    points, critical, moves = Levels(problem.worth, problem.scale).told(solved.found.price)
    return ((critical * levels.worth + points) * levels.scale - moves).clip(min=0)


def _asked(problem: Problem, levels: Levels, overrides: Overrides) -> "Asked":
    from workbench.placement.engine import kernels

    network = problem.network
    only, high, low = np.full(network.people, -1, np.int32), *np.zeros((2, network.people), np.int64)
    possible = np.ones(len(network.person), bool)
    possible[_barred(network, overrides)] = False
    for held in overrides.held:
        only[held.person] = held.seat
        points = held.score + held.stay + levels.worth * int(problem.critical[held.seat])
        high[held.person] = points * levels.scale - int(held.move)
    capacity, must = _rooms(problem, overrides)
    return kernels.Asked(possible, only, high, low, must, capacity)


def _rooms(problem: Problem, overrides: Overrides) -> tuple[Whole, Mask]:
    """Capacity of each seat, and who must be placed: not who is barred from the present seat, unless held elsewhere."""
    network = problem.network
    capacity, must, barred = network.capacity.copy(), network.must.copy(), _barred(network, overrides)
    must[network.person[barred[~problem.move[barred]]]] = False
    must[[held.person for held in overrides.held]] = True
    for seat, difference in overrides.seats:
        capacity[seat] += difference
    return capacity, must


def board_of(network: Network, high: Whole, low: Whole) -> "Board":
    from workbench.placement.engine import kernels

    first, seat_first = network.firsts
    order = network.by_seat
    return kernels.Board(
        first, network.seat, network.person, seat_first, order, network.person[order], high[order], high, low
    )


def _copied(stand: "Stand") -> "Stand":
    return type(stand)(*(part.copy() for part in stand))


def _walked(search: "Search", at: Whole, node: int, ground: int) -> Iterator[tuple[int, int]]:
    """The moves on the shortest path to a node, the last one first."""
    mover, came = search.mover, search.next
    while True:
        who = int(mover[node])
        if node == ground:
            if who >= 0:
                yield who, -1
            elif came[node] < 0:
                return
            node = int(came[node])
        elif who >= 0:
            yield who, node
            node = ground if at[who] < 0 else int(at[who])
        elif who == -1:
            return
        else:
            node = ground


def _shortage(
    problem: Problem, asked: "Asked", stand: "Stand", overrides: Overrides, torn: int, reached: Mask
) -> Infeasible:
    """Why a change cannot be: those who must sit on the seats that were reached, and whoever is one too many."""
    network = problem.network
    group = np.zeros(network.people, bool)
    group[: len(stand.at)] = np.isin(stand.at, np.flatnonzero(reached[: network.seats]))
    if torn < network.people:
        group[torn] = True
    whole = overridden(problem, overrides)
    inside = group[whole.network.person]
    fewer = Network(
        whole.network.person[inside], whole.network.seat[inside], whole.network.capacity, whole.network.must & group
    )
    names = tuple(str(problem.nips[person]) for person in np.flatnonzero(fewer.must))
    without = np.setdiff1d(np.flatnonzero(fewer.must), fewer.person)
    absent = tuple(str(problem.nips[person]) for person in without)
    part = replaced(
        whole,
        network=fewer,
        score=whole.score[inside],
        stay=whole.stay[inside],
        move=whole.move[inside],
        must=names,
        absent=absent,
    )
    return shortfall(part)
