"""Who goes where: the best plan, one plan, and the prices that prove it.

Best is decided level by level: most critical seats filled, then the greatest sum of score and stay, then the fewest
moves. The levels are one whole number per pair, `critical * B + (score + stay) * A - move`, where A exceeds the number
of moves and B exceeds any sum of score and stay: exact, never in floating point.

One: among equally good plans the one with the greatest sum of *lots* is taken, a lot being a whole number drawn from
(nip, post) alone by a fixed hash. So the order of rows, a reload, or a pair that could never win changes no name. Two
plans tie on lots too with a chance below (pairs / 2**44): the isolation lemma (Mulmuley, Vazirani & Vazirani 1987).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import pandas as pd

from workbench.placement.engine import flow
from workbench.placement.engine.flow import Mask, Network, Whole
from workbench.placement.engine.problem import Names, Problem, lots, read
from workbench.placement.engine.proof import Potentials, faults
from workbench.placement.engine.shortage import Infeasible, shortfall

__all__ = ["Assignment", "Infeasible", "Potentials", "Progress", "StopSign", "Stopped", "assign"]

Progress = Callable[[float, str], None]


class StopSign(Protocol):
    """A `threading.Event` will do."""

    def is_set(self) -> bool: ...


class Stopped(Exception):
    """The caller's stop sign was set before there was a plan."""


@dataclass(frozen=True, eq=False)
class Assignment:
    """A plan and its proof. `table`: nip, post, score and, if it was given, stay; sorted by nip.

    `total` is the sum of score and stay, `critical` the number of critical seats filled, `moves` the people placed
    where they do not sit now. One critical seat is worth `worth` points, more than all score and stay together.
    """

    table: pd.DataFrame
    total: int
    critical: int
    moves: int
    worth: int
    bound: int
    potentials: Potentials
    must: tuple[str, ...] = ()
    unique: bool = True

    @property
    def value(self) -> int:
        """Points, critical seats included."""
        return self.critical * self.worth + self.total

    @property
    def levels(self) -> tuple[int, int]:
        """What plans of different problems are compared by: critical seats, then points."""
        return self.critical, self.total

    @property
    def gap(self) -> int:
        """Points by which a better plan could exceed this one at most; 0 when this one is proven best."""
        return self.bound - self.value

    def check(self, pairs: pd.DataFrame, seats: pd.DataFrame) -> tuple[str, ...]:
        """What is wrong with this plan or its proof, in sentences; nothing when both hold. Uses no solver.

        Without a move limit an empty answer proves the plan best on all three levels. With one, it proves the plan
        lawful and that the potentials bound every plan that keeps the limit.
        """
        return tuple(faults(self, pairs, seats))


def assign(
    pairs: pd.DataFrame,
    seats: pd.DataFrame,
    must: Iterable[str] | None = None,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Assignment | Infeasible:
    """The best plan over `pairs` (nip, post, score, optional stay and holds) and `seats` (post, capacity, weight).

    Score and stay are whole numbers 0..100,000 (a missing stay is 0); `holds` says that the pair is the person's
    present seat (if absent: where stay is above 0); weight is 1 for a critical post, else 0. Nobody must be placed but
    those in `must`. Columns beyond these are ignored. ValueError for what is not so, OverflowError for what does not
    fit 64-bit whole numbers, `Stopped` when `stop` is set before there is a plan.

    >>> pairs = pd.DataFrame({"nip": ["A", "A", "B"], "post": ["x", "y", "x"], "score": [90, 80, 70]})
    >>> seats = pd.DataFrame({"post": ["x", "y"], "capacity": [1, 1], "weight": [0, 0]})
    >>> plan = assign(pairs, seats)
    >>> plan.table.to_dict("records"), plan.total
    ([{'nip': 'A', 'post': 'y', 'score': 80}, {'nip': 'B', 'post': 'x', 'score': 70}], 150)
    """
    tell = telling(progress, stop)
    tell(0.0, "Membaca calon dan jabatan")
    solved = solve(read(pairs, seats, must), tell)
    return solved if isinstance(solved, Infeasible) else solved.assignment()


@dataclass(frozen=True, eq=False)
class Solved:
    """The one best plan of a problem (`chosen` rows), and an optimum with prices under the `weight` of each pair."""

    problem: Problem
    chosen: Whole
    found: flow.Optimum
    weight: Whole

    @property
    def levels(self) -> tuple[int, int, int]:
        """Weights of a critical seat, a point and a move."""
        return self.problem.worth * self.problem.scale, self.problem.scale, 1

    @cached_property
    def at(self) -> Whole:
        """Seat of each person, -1 for none."""
        at = np.full(self.problem.network.people, -1, np.int64)
        at[self.problem.network.person[self.chosen]] = self.problem.network.seat[self.chosen]
        return at

    @property
    def total(self) -> int:
        return int(self.problem.merit[self.chosen].sum())

    def assignment(self) -> "Assignment":
        """The plan and its proof."""
        return assignment(self.problem, self.chosen, potentials_of(self.problem, self.found, *self.levels))


def solve(problem: Problem, tell: Progress) -> Solved | Infeasible:
    """The one best plan of a problem that has been read; `tell` reports progress and may raise `Stopped`."""
    if problem.absent:
        return shortfall(problem)
    network, weight = problem.network, weights(problem)
    found = flow.optimum(
        network,
        weight,
        problem.merit,
        ~problem.move,
        tick=lambda n: tell(0.2 + 0.6 * n / (n + 2), f"Mencari rencana terbaik, putaran {n + 1}"),
    )
    if found is None:
        return shortfall(problem)
    tell(0.85, "Memilih satu di antara yang sama baik")
    chosen = _by_lots(problem, found, weight)
    tell(1.0, "Selesai")
    return Solved(problem, chosen, found, weight)


def assignment(
    problem: Problem,
    chosen: Whole,
    potentials: Potentials,
    bound: int | None = None,
    unique: bool = True,
    worth: int | None = None,
) -> Assignment:
    """The chosen rows as a plan; `bound` is its own value, `worth` that of the problem, unless told otherwise."""
    person, seat = problem.network.person[chosen], problem.network.seat[chosen]
    columns = {"nip": _text(problem.nips[person]), "post": _text(problem.posts[seat]), "score": problem.score[chosen]}
    if problem.stayed:
        columns["stay"] = problem.stay[chosen]
    total, critical = int(problem.merit[chosen].sum()), int(problem.critical[seat].sum())
    worth = problem.worth if worth is None else worth
    return Assignment(
        table=pd.DataFrame(columns).sort_values("nip", ignore_index=True),
        total=total,
        critical=critical,
        moves=int(problem.move[chosen].sum()),
        worth=worth,
        bound=critical * worth + total if bound is None else bound,
        potentials=potentials,
        must=problem.must,
        unique=unique,
    )


def potentials_of(problem: Problem, found: flow.Optimum, critical: int, merit: int, move: int) -> Potentials:
    return Potentials(
        pd.Series(found.surplus, index=pd.Index(_text(problem.nips), name="nip"), name="surplus"),
        pd.Series(found.price, index=pd.Index(_text(problem.posts), name="post"), name="price"),
        critical,
        merit,
        move,
    )


def _by_lots(problem: Problem, found: flow.Optimum, weight: Whole) -> Whole:
    """The rows of the one optimum with the most lots: by the solver, or, where lots are too long for it (some 30,000
    people and seats), from the residual network, which counts them apart."""
    optima = flow.face(problem.network, weight, found)
    try:
        return flow.pick(problem.network, optima, lots(problem, optima.rows))
    except OverflowError:
        from workbench.placement.engine.standing import Standing

        return Standing.of(Solved(problem, found.chosen, found, weight)).row_of_placed


def weights(problem: Problem) -> Whole:
    """One whole number for each pair: critical seats, then points, then fewest moves."""
    return scaled(problem.points, problem.scale, problem.move, 1, problem.network)


def scaled(points: Whole, by: int, move: Mask, price: int, network: Network) -> Whole:
    """`points * by - move * price`, or OverflowError before anything can wrap around."""
    top = int(points.max()) if len(points) else 0
    if top * by + price >= 1 << 62:
        raise OverflowError(
            f"{network.people:,} people and {network.seats:,} posts with these scores do not fit 64-bit whole numbers: "
            "plan fewer people or posts at once, or give scores on a shorter scale"
        )
    weight = points * np.int64(by) - move * np.int64(price)
    flow.refuse_overflow(weight, network)
    return weight


def telling(progress: Progress | None, stop: StopSign | None) -> Progress:
    """One callback for both: stops if asked to, else reports."""

    def tell(fraction: float, words: str) -> None:
        if stop is not None and stop.is_set():
            raise Stopped("stopped by the caller before there was a plan")
        if progress is not None:
            progress(fraction, words)

    return tell


def _text(values: Names) -> pd.Series:
    return pd.Series(values, dtype="str")
