"""Answers about one plan, each worked out anew before it is given.

A claim from shortest paths (what it costs to have somebody on a seat, what one seat more is worth) is never handed on
by itself: the changed problem is solved, its plan counted pair by pair, and its prices checked against every pair to
prove that no plan is better. What does not agree is a fault of the program, `Unverified`, and is not shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.problem import POINTS, Problem
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import Held, Losses, Overrides, Standing, overridden

NONE = -1


class Unverified(RuntimeError):
    """An explanation that working it out anew did not confirm: a fault of the program, never shown as an answer."""


@dataclass(frozen=True, order=True)
class Loss:
    """What a plan has less than another, in the order in which plans are judged: `critical` seats filled, `points` of
    score and of staying, and `moves` that it makes more. Below zero it has more. `score`: the merit in it alone."""

    critical: int
    points: int
    moves: int
    score: int = 0

    def __add__(self, other: "Loss") -> "Loss":
        return Loss(*(mine + theirs for mine, theirs in zip(self.parts, other.parts, strict=True)))

    def __neg__(self) -> "Loss":
        return Loss(*(-part for part in self.parts))

    def __sub__(self, other: "Loss") -> "Loss":
        return self + -other

    @property
    def parts(self) -> tuple[int, int, int, int]:
        return self.critical, self.points, self.moves, self.score

    @property
    def judged(self) -> tuple[int, int, int]:
        """The three levels on which plans are compared."""
        return self.critical, self.points, self.moves

    def to_record(self) -> dict[str, int]:
        return dict(zip(("critical", "points", "moves", "score"), self.parts, strict=True))


NOTHING_LOST = Loss(0, 0, 0)


@dataclass(frozen=True)
class Totals:
    """A proven plan in numbers: critical seats filled, score and stay, moves, and the score alone."""

    critical: int
    points: int
    moves: int
    score: int

    def less(self, other: "Totals") -> Loss:
        """What the other plan has less."""
        return Loss(
            self.critical - other.critical,
            self.points - other.points,
            other.moves - self.moves,
            self.score - other.score,
        )


@dataclass(frozen=True, eq=False)
class Proven:
    """A plan that has been counted and proven best. Raises `Unverified` where it is not."""

    standing: Standing
    totals: Totals

    @classmethod
    def of(cls, standing: Standing) -> "Proven":
        totals = _counted(standing)
        _prove(standing, totals)
        return cls(standing, totals)

    @property
    def at(self) -> Whole:
        return self.standing.at

    @cached_property
    def _losses(self) -> dict[int, Losses]:
        return {}

    def losses(self, seat: int) -> Losses:
        """The claim for everybody on one seat, kept since several questions ask for it."""
        if seat not in self._losses:
            self._losses[seat] = self.standing.losses(seat)
        return self._losses[seat]

    def pair(self, person: int, seat: int) -> int:
        """Row of this pair among those of the problem, -1 for none."""
        network = self.standing.problem.network
        first, _ = network.firsts
        row = int(first[person] + np.searchsorted(network.seat[first[person] : first[person + 1]], seat))
        return row if row < first[person + 1] and network.seat[row] == seat else NONE

    def offered(self, person: int, seat: int) -> bool:
        """Whether the person may be chosen there now: a pair of the problem, not banned, the person not locked."""
        asked = self.standing.overrides
        row = self.pair(person, seat)
        return row >= 0 and (person, seat) not in asked.barred and all(one.person != person for one in asked.held)

    def as_held(self, person: int, seat: int) -> Held:
        """A pair of the problem as a lock."""
        problem, row = self.standing.problem, self.pair(person, seat)
        return Held(person, seat, int(problem.score[row]), int(problem.stay[row]), bool(problem.move[row]))

    def under(self, overrides: Overrides) -> "Proven | Infeasible":
        """The best plan with these overrides in place of those in force, proven; or why there is none, proven too."""
        after = self.standing.under(overrides)
        if isinstance(after, Infeasible):
            short(overridden(self.standing.problem, overrides), after)
            return after
        return Proven.of(after)


@dataclass(frozen=True, eq=False)
class Turned:
    """The plan under other overrides, and what it has less than the plan now."""

    after: Proven
    loss: Loss


def turned(now: Proven, overrides: Overrides) -> Turned | Infeasible:
    """The best plan with these overrides in place of those in force."""
    after = now.under(overrides)
    return after if isinstance(after, Infeasible) else Turned(after, now.totals.less(after.totals))


def forced(now: Proven, person: int, seat: int) -> Turned | Infeasible:
    """The best plan with this pair of the problem in it. Its loss is compared with what the shortest path claims."""
    asked, losses = now.standing.overrides, now.losses(seat)
    found = turned(now, replace(asked, held=asked.held | {now.as_held(person, seat)}))
    if isinstance(found, Infeasible):
        if losses.possible[person]:
            raise Unverified(f"person {person} on seat {seat}: a chain is claimed, but no plan has it")
        return found
    claimed = (int(losses.critical[person]), int(losses.points[person]), int(losses.moves[person]))
    if not losses.possible[person] or claimed != found.loss.judged:
        raise Unverified(f"person {person} on seat {seat}: claimed {claimed}, found {found.loss.judged}")
    if claimed < (0, 0, 0):
        raise Unverified(f"person {person} on seat {seat}: a plan better than the best")
    return found


def banned(now: Proven, person: int, seat: int) -> Turned | Infeasible:
    """The best plan without this pair: what would be lost without that person there."""
    asked = now.standing.overrides
    return turned(now, replace(asked, barred=asked.barred | {(person, seat)}))


def raise_needed(now: Proven, person: int, seat: int, loss: Loss) -> int | None:
    """Fewest whole points of score more, for this pair alone, at which the best plan has it; None if a full score would
    not do. Solved at that point, where the plan has it, and at one point less, where it has not."""
    standing = now.standing
    problem, row = standing.problem, now.pair(person, seat)
    room = POINTS - int(problem.score[row])
    # A plan without the pair keeps its worth, each plan with it gains as much: equal points leave moves, then lots.
    least = max(1, loss.points + (1 if loss.moves > 0 else 0))
    if loss.critical or least > room:
        _expect(now, row, room, False)
        return None
    if not _has(now, row, least):
        least += 1
        if least > room:
            _expect(now, row, room, False)
            return None
        _expect(now, row, least, True)
        return least
    _expect(now, row, least - 1, False)
    return least


def _expect(now: Proven, row: int, more: int, there: bool) -> None:
    if (_has(now, row, more) if more else False) != there:
        raise Unverified(f"pair {row}: {more} points more should {'' if there else 'not '}bring it into the plan")


def _has(now: Proven, row: int, more: int) -> bool:
    """Whether the best plan has this pair when it scores so much more."""
    standing = now.standing
    problem = standing.problem
    score, high = problem.score.copy(), standing.high.copy()
    score[row] += more
    high[row] += more * standing.levels.scale
    person = int(problem.network.person[row])
    raised = standing.reweighted(high, standing.low, people=np.array([person]))
    after = Proven.of(replace(raised, problem=replace(problem, score=score)))
    return bool(after.at[person] == problem.network.seat[row])


def chain(before: Whole, after: Whole, person: int = NONE) -> tuple[tuple[int, int, int], ...]:
    """Everyone whose seat differs between two plans: person, seat before, seat after (-1: none). It begins with
    `person`, if that one moves; whoever gives way follows who takes the seat."""
    left = {int(one): (int(before[one]), int(after[one])) for one in np.flatnonzero(before != after)}
    told: list[tuple[int, int, int]] = []
    while left:
        follower = person if person in left else _giving_way(left, told) if told else NONE
        one = follower if follower >= 0 else _first(left)
        told.append((one, *left.pop(one)))
    return tuple(told)


def _giving_way(left: dict[int, tuple[int, int]], told: list[tuple[int, int, int]]) -> int:
    return min((one for one, (was, _) in left.items() if was == told[-1][2] and was >= 0), default=NONE)


def _first(left: dict[int, tuple[int, int]]) -> int:
    """Where a chain begins: with somebody whose seat before nobody else takes; in a ring with the lowest number."""
    left_for = {will for _, will in left.values()}
    return min(left, key=lambda one: (left[one][0] in left_for and left[one][0] >= 0, one))


# the count and the proof ----------------------------------------------------------------------------------------------


def _counted(standing: Standing) -> Totals:
    """The plan added up from its pairs, each of which must be among those asked about. Prices play no part."""
    problem, asked, at, row = standing.problem, standing.overrides, standing.at, standing.row
    network = problem.network
    locked = {one.person: one for one in asked.held}
    free = _free(standing)
    placed = np.flatnonzero((at >= 0) & free)
    rows = row[placed]
    fault = (
        "a pair is not among those asked about"
        if (rows < 0).any() or (network.person[rows] != placed).any() or (network.seat[rows] != at[placed]).any()
        else "a ban is not kept"
        if any(at[person] == seat and person not in locked for person, seat in asked.barred)
        else "a lock is not kept"
        if any(at[person] != one.seat for person, one in locked.items())
        else "a seat has too many holders"
        if (np.bincount(at[at >= 0], minlength=network.seats) > _capacity(standing)).any()
        else "someone who must be placed is not"
        if (at[_must(standing)] < 0).any()
        else ""
    )
    if fault:
        raise Unverified(fault)
    score = int(problem.score[rows].sum()) + sum(one.score for one in asked.held)
    stay = int(problem.stay[rows].sum()) + sum(one.stay for one in asked.held)
    moves = int(problem.move[rows].sum()) + sum(one.move for one in asked.held)
    return Totals(int(problem.critical[at[at >= 0]].sum()), score + stay, moves, score)


def _prove(standing: Standing, totals: Totals) -> None:
    """No plan weighs more than the sum of surpluses and of capacity times price, when surplus and price together are
    never below the weight of a pair; this plan weighs as much. (`surplus` by the prices, then checked by each pair.)"""
    levels, asked = standing.levels, standing.overrides
    network, price, surplus = standing.problem.network, standing.price, standing.surplus
    short = standing.high - price[network.seat] > surplus[network.person]
    if short.any():
        rows = np.flatnonzero(short)
        banned = np.isin(
            network.person[rows].astype(np.int64) * network.seats + network.seat[rows],
            [person * network.seats + seat for person, seat in asked.barred],
        )
        short[rows[banned | ~_free(standing)[network.person[rows]]]] = False
    weight = (totals.critical * levels.worth + totals.points) * levels.scale - totals.moves
    held = all(_weight(standing, one) <= surplus[one.person] + price[one.seat] for one in asked.held)
    bound = int(surplus.sum()) + int((_capacity(standing) * price).sum())
    if short.any() or not held or (price < 0).any() or (surplus[~_must(standing)] < 0).any() or bound != weight:
        raise Unverified(f"the prices do not prove the plan: it weighs {weight}, they allow {bound}")


def short(asked: Problem, refused: Infeasible) -> None:
    """Those who are named must be placed, may sit nowhere but on the posts that are named, and outnumber their seats
    (Hall 1935). `asked`: the problem with the overrides that cannot be written in."""
    network = asked.network
    who = pd.Index(asked.nips).get_indexer(pd.Index(refused.nips, dtype=object))
    where = pd.Index(asked.posts).get_indexer(pd.Index(refused.posts, dtype=object))
    theirs = np.isin(network.person, who)
    proven = network.must[who].all() and np.isin(network.seat[theirs], where).all()
    if not proven or len(who) <= int(network.capacity[where].sum()):
        raise Unverified(f"a plan is said to be impossible, but {refused.nips} may sit on {refused.posts}")


def _weight(standing: Standing, one: Held) -> int:
    levels = standing.levels
    points = one.score + one.stay + levels.worth * int(standing.problem.critical[one.seat])
    return points * levels.scale - int(one.move)


def _free(standing: Standing) -> Mask:
    """(people,) who is not locked."""
    free = np.ones(standing.problem.network.people, bool)
    free[[one.person for one in standing.overrides.held]] = False
    return free


def _capacity(standing: Standing) -> Whole:
    capacity = standing.problem.network.capacity.copy()
    for seat, more in standing.overrides.seats:
        capacity[seat] += more
    return capacity


def _must(standing: Standing) -> Mask:
    """(people,) who must be placed: not those barred from their present seat, and whoever is locked."""
    problem, asked = standing.problem, standing.overrides
    must = problem.network.must.copy()
    for person, seat in _own_seats(standing, asked):
        must[person] &= (person, seat) not in asked.barred
    must[[one.person for one in asked.held]] = True
    return must


def _own_seats(standing: Standing, asked: Overrides) -> Iterator[tuple[int, int]]:
    """The present seats of those whom a ban is about."""
    network, move = standing.problem.network, standing.problem.move
    first, _ = network.firsts
    for person in {person for person, _ in asked.barred}:
        rows = np.arange(first[person], first[person + 1])
        yield from ((person, int(network.seat[row])) for row in rows[~move[rows]])
