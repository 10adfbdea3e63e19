"""The integer program that closes a gap: plans within the limits, by what they lose against a bound.

A plan loses what its pairs lose at the prices of a point, the surplus of people it leaves out, the price of seats it
leaves empty and of what it leaves of the limits; all of that is at least zero. So a plan that loses at most `reach`
holds only pairs, absences and empty seats that lose no more alone. Most people have one such pair; they
are settled before the solver is asked, so what it sees of 13,000 people are the hundreds who are in play. HiGHS solves
it. Where the solver finds no way to keep the limits, it may break them at a price (`dear`) on its way to one that does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Event, Timer
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from workbench.placement.engine.assign import StopSign
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.limits.relaxed import UNIT, Point, Relaxed, together
from workbench.placement.engine.problem import POINTS

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PAIRS_MOST = 300_000
"""Pairs above which no integer program is tried."""

DEAR = POINTS / 5
"""Points that it costs on the way to break a limit by one: more than an exchange of two people loses."""

Reals = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Answer:
    """`chosen`: rows of the pairs of the best plan within the limits that was found (None: none). `optimal`: the search
    went to its end. `none`: the program covers no plan. `least`: what every plan it covers costs at least. `seconds`
    that the solver took. `reached`: where the search got to, which may break limits if it was `lenient`."""

    chosen: Whole | None = None
    optimal: bool = False
    none: bool = False
    least: float = 0.0
    seconds: float = 0.0
    reached: Whole | None = None

    @property
    def proven(self) -> bool:
        """No plan that the program covers is better than `chosen`."""
        return self.optimal and self.chosen is not None


@dataclass(frozen=True, eq=False)
class Cost:
    """By column, and of what is settled."""

    columns: Reals
    settled: float


@dataclass(frozen=True, eq=False)
class Program:
    """Plans over some pairs within the limits.

    `settled`: pairs chosen beforehand, `pairs`: those in play. Columns: pairs in play, people left out, empty seats,
    room left in each limit, what each limit is broken by. Rows: people and seats in play, limits. `possible`: False if
    what is settled leaves no plan.
    """

    relaxed: Relaxed
    point: Point
    settled: Whole
    pairs: Whole
    people: Whole
    seats: Whole
    matrix: "csr_array"
    held: Reals
    upper: Reals
    possible: bool

    @classmethod
    def of(cls, relaxed: Relaxed, point: Point, pairs: Whole, reach: int | None = None) -> "Program":
        """Over these pairs; with a `reach` (in 1 / UNIT of a point), plans that lose no more in any one thing."""
        network = relaxed.problem.network
        room = np.minimum(relaxed.capacity, network.people)
        absent, empty = ~relaxed.must, room
        if reach is not None:
            absent = absent & (point.surplus <= reach)
            empty = np.minimum(room, reach // np.maximum(point.seat_price, 1))
        return cls._over(relaxed, point, pairs, absent, np.where(point.seat_price > 0, empty, room))

    @classmethod
    def mixing(cls, relaxed: Relaxed, point: Point, plans: list[Whole]) -> "Program":
        """Over what some plans do between them: their pairs, whom they leave out, what they leave empty."""
        network = relaxed.problem.network
        room = np.minimum(relaxed.capacity, network.people)
        absent, empty = np.zeros(network.people, bool), np.zeros(network.seats, np.int64)
        for chosen in plans:
            out = np.ones(network.people, bool)
            out[network.person[chosen]] = False
            absent |= out
            taken = np.bincount(network.seat[chosen], minlength=network.seats)
            empty = np.maximum(empty, room - taken)
        pairs = together(len(network.person), *plans)
        return cls._over(relaxed, point, pairs, absent & ~relaxed.must, empty)

    @classmethod
    def around(cls, relaxed: Relaxed, point: Point, chosen: Whole, people: Mask, pairs: Whole, reach: int) -> "Program":
        """Over what some `people` could do among `pairs` while all others do as in the plan `chosen`."""
        network = relaxed.problem.network
        room = np.minimum(relaxed.capacity, network.people)
        out = np.ones(network.people, bool)
        out[network.person[chosen]] = False
        absent = (people & (point.surplus <= reach) | out) & ~relaxed.must
        empty = np.where(point.seat_price > 0, np.minimum(room, reach // np.maximum(point.seat_price, 1)), room)
        empty = np.maximum(empty, room - np.bincount(network.seat[chosen], minlength=network.seats))
        play = together(len(network.person), pairs[people[network.person[pairs]]], chosen)
        return cls._over(relaxed, point, play, absent, empty)

    @classmethod
    def _over(cls, relaxed: Relaxed, point: Point, pairs: Whole, absent: Mask, empty: Whole) -> "Program":
        from scipy.sparse import csr_array, diags_array, hstack, vstack

        network, limits = relaxed.problem.network, relaxed.rows
        room = np.minimum(relaxed.capacity, network.people)
        choices = np.bincount(network.person[pairs], minlength=network.people)
        alone = ((choices == 1) & ~absent)[network.person[pairs]]
        settled = pairs[alone]
        room = room - np.bincount(network.seat[settled], minlength=network.seats)
        play = pairs[~alone & (room > 0)[network.seat[pairs]]]
        people = np.flatnonzero((choices > 1) | (absent & (choices > 0)))
        seats = np.flatnonzero((room > 0) & (np.bincount(network.seat[play], minlength=network.seats) > 0))
        idle = np.ones(network.seats, bool)
        idle[seats] = False
        lacking = ((choices == 0) & ~absent).any()
        possible = bool((room >= 0).all() and not lacking and (room[idle] <= np.maximum(empty[idle], 0)).all())
        count, columns, ones = len(play), np.arange(len(play)), np.ones(len(play))
        by_person = csr_array((ones, (np.searchsorted(people, network.person[play]), columns)), (len(people), count))
        by_seat = csr_array((ones, (np.searchsorted(seats, network.seat[play]), columns)), (len(seats), count))
        # Amounts of one limit differ by orders from those of another: each is told to the solver in its own largest.
        told = 1.0 / relaxed.amount
        amounts = diags_array(told) @ limits.columns(play).astype(float)
        slack = diags_array(np.ones(len(people) + len(seats) + len(limits)))
        broken = vstack([csr_array((len(people) + len(seats), len(limits))), -diags_array(np.ones(len(limits)))])
        matrix = csr_array(hstack([vstack([by_person, by_seat, amounts]), slack, broken]))
        most = (limits.most - limits.used(settled)) * told
        held = np.concatenate([np.ones(len(people)), room[seats], most]).astype(float)
        free, nothing = np.full(len(limits), np.inf), np.zeros(len(limits))
        upper = np.concatenate([np.ones(count), absent[people], empty[seats], free, nothing]).astype(float)
        return cls(relaxed, point, settled, play, people, seats, matrix, held, upper, possible)

    @cached_property
    def loss(self) -> Cost:
        """What a plan loses at the prices of the point, in points."""
        point, network, relaxed = self.point, self.relaxed.problem.network, self.relaxed

        def of(pairs: Whole) -> Reals:
            return (
                point.surplus[network.person[pairs]] + point.seat_price[network.seat[pairs]]
                - _weight(relaxed, point, pairs)
            ) / UNIT  # fmt: skip

        people, seats = point.surplus[self.people], point.seat_price[self.seats]
        limits = point.price * relaxed.amount
        columns = np.concatenate([of(self.pairs), people / UNIT, seats / UNIT, limits / UNIT, np.zeros(len(limits))])
        rest = point.seat_price * np.minimum(relaxed.capacity, network.people)
        rest -= point.seat_price * np.bincount(network.seat[self.settled], minlength=network.seats)
        rest[self.seats] = 0
        out = np.ones(network.people, bool)
        out[self.people] = out[network.person[self.settled]] = False
        return Cost(columns, float(of(self.settled).sum() + rest.sum() / UNIT + point.surplus[out].sum() / UNIT))

    def over(self, values: Whole) -> Cost:
        """A cost by pair, nothing else counting. `values` is by pair of the problem."""
        columns = np.zeros(self.matrix.shape[1])
        columns[: len(self.pairs)] = values[self.pairs]
        return Cost(columns, float(values[self.settled].sum()))

    def solve(
        self,
        cost: Cost,
        ended: StopSign,
        seconds: float,
        at_most: tuple[tuple[Cost, float], ...] = (),
        start: Whole | None = None,
        lenient: bool = False,
        content: Callable[[float], bool] = lambda cost: False,
        seed: int = 0,
    ) -> Answer:
        """The plan of least cost. `start`: a plan to begin with. `lenient`: limits may be broken on the way. The search
        ends early when a plan's cost is one to be `content` with. Another `seed` takes another way."""
        if not self.possible:
            return Answer(none=True, least=np.inf)
        if not len(self.pairs):
            kept = lawful(self.relaxed, self.settled)
            return Answer(self.settled if kept else None, True, not kept, cost.settled if kept else np.inf)
        solver = self._asked(cost, seconds, at_most, lenient)
        solver.setOptionValue("random_seed", seed)
        if start is not None:
            self._begin(solver, start)
        self._run(solver, cost, ended, content)
        if start is not None and not _sums(solver):
            # HiGHS 1.16 can lose what a start costs on its way into the presolved program, and then finds it best.
            return self.solve(cost, ended, seconds, at_most, None, lenient, content, seed)
        return self._answer(solver, cost)

    def _run(self, solver: Any, cost: Cost, ended: StopSign, content: Callable[[float], bool]) -> None:
        limits, enough = len(self.relaxed.rows), Event()

        def improved(event: Any) -> None:
            broken = np.asarray(event.data_out.mip_solution)[-limits or len(self.upper) :]
            if (broken < 1e-6).all() and content(event.data_out.objective_function_value + cost.settled):
                enough.set()

        def heard(event: Any) -> None:
            if ended.is_set() or enough.is_set():
                event.interrupt()

        solver.cbMipImprovingSolution += improved
        solver.cbMipInterrupt += heard
        solver.run()

    def _asked(self, cost: Cost, seconds: float, at_most: tuple[tuple[Cost, float], ...], lenient: bool) -> Any:
        import highspy
        from scipy.sparse import csc_array, csr_array, vstack

        solver, infinite = _quiet(), highspy.kHighsInf
        extra = [csr_array(row.columns[np.newaxis, :]) for row, _ in at_most]
        matrix = csc_array(vstack([self.matrix, *extra])) if extra else csc_array(self.matrix)
        limits, count = len(self.relaxed.rows), self.matrix.shape[1]
        columns, upper = cost.columns.copy(), self.upper.copy()
        if lenient:
            columns[count - limits :] = DEAR * self.relaxed.amount
            upper[count - limits :] = np.inf
        program = highspy.HighsLp()
        program.num_row_, program.num_col_ = matrix.shape
        program.col_cost_, program.col_lower_ = columns, np.zeros(count)
        program.col_upper_ = np.where(np.isfinite(upper), upper, infinite)
        program.row_lower_ = np.concatenate([self.held, np.full(len(extra), -infinite)])
        program.row_upper_ = np.concatenate([self.held, [most - row.settled for row, most in at_most]])
        program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        program.a_matrix_.start_, program.a_matrix_.index_ = matrix.indptr, matrix.indices
        program.a_matrix_.value_ = matrix.data
        whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        program.integrality_ = [whole] * len(self.pairs) + [real] * (count - len(self.pairs))
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("time_limit", max(seconds, 0.02))
        solver.passModel(program)
        return solver

    def _begin(self, solver: Any, start: Whole) -> None:
        """Tell the solver a plan, as far as it lies within the program."""
        import highspy

        count, limits = len(self.pairs), len(self.relaxed.rows)
        values = np.zeros(self.matrix.shape[1])
        values[:count] = np.isin(self.pairs, start)
        left = self.held - self.matrix[:, :count] @ values[:count]
        values[count : count + len(left)] = np.maximum(left, 0)
        values[-limits or len(values) :] = np.maximum(-left[len(left) - limits :], 0)
        known = highspy.HighsSolution()
        known.col_value = list(values)
        solver.setSolution(known)

    def _answer(self, solver: Any, cost: Cost) -> Answer:
        import highspy

        status, told, seconds = solver.getModelStatus(), solver.getInfo(), solver.getRunTime()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Answer(none=True, least=np.inf, seconds=seconds)
        bound = told.mip_dual_bound
        least = float(bound) + cost.settled if np.isfinite(bound) else 0.0
        values = np.asarray(solver.getSolution().col_value)
        if told.primal_solution_status != 2 or not len(values) or not _sums(solver):
            return Answer(least=least, seconds=seconds)
        chosen = np.sort(np.concatenate([self.settled, self.pairs[values[: len(self.pairs)] > 0.5]]))
        optimal = status == highspy.HighsModelStatus.kOptimal
        kept = lawful(self.relaxed, chosen)
        return Answer(chosen if kept else None, optimal, False, least, seconds, chosen)


def _sums(solver: Any) -> bool:
    """Whether the solution costs what the solver says (or there is none)."""
    values, told = np.asarray(solver.getSolution().col_value), solver.getInfo().objective_function_value
    if not len(values) or not np.isfinite(told):
        return True
    own = float(np.asarray(solver.getLp().col_cost_) @ values)
    return abs(own - told) <= 1e-6 * max(abs(own), 1.0)


def _quiet() -> Any:
    """The solver, without the banner that it prints; in one thread, so that it finds the same plan each time."""
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    solver = Quiet()
    solver.setOptionValue("parallel", "off")
    return solver


def _weight(relaxed: Relaxed, point: Point, pairs: Whole) -> Whole:
    """Weights of some pairs at the prices of a point."""
    cost = relaxed.rows.columns(pairs).T @ point.price if len(relaxed.rows) else 0
    return relaxed.worth[pairs] - cost


def lost(relaxed: Relaxed, point: Point, chosen: Whole) -> int:
    """What a plan lacks of the bound of this point, in 1 / UNIT of a point."""
    return point.most - UNIT * int(relaxed.points[chosen].sum())


def lawful(relaxed: Relaxed, chosen: Whole) -> bool:
    """Checked in whole numbers, since the integer program works in floating point."""
    network = relaxed.problem.network
    taken = np.bincount(network.person[chosen], minlength=network.people)
    used = np.bincount(network.seat[chosen], minlength=network.seats)
    return bool(
        (taken <= 1).all()
        and (taken[relaxed.must] == 1).all()
        and (used <= relaxed.capacity).all()
        and relaxed.open[chosen].all()
        and relaxed.rows.kept(chosen)
    )


@contextmanager
def either(stop: StopSign | None, seconds: float) -> Iterator[StopSign]:
    """A stop sign that is set when the caller's is or when time is over: by a timer, since the core reads no clock."""
    late = Event()
    timer = Timer(seconds, late.set)
    timer.daemon = True

    class Either:
        def is_set(self) -> bool:
            return late.is_set() or (stop is not None and stop.is_set())

    timer.start()
    try:
        yield Either()
    finally:
        timer.cancel()
