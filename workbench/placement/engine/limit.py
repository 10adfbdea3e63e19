"""The best plan with at most so many moves, and how far from best it can be.

A limit on moves breaks the network, but a price per move puts it back: at a price the best plan is again a flow, and it
bounds every plan that keeps the limit. The price is a fraction found by the secant of two plans around the limit, in
whole numbers, so the bound is exact. Where some plan at that price has just the moves allowed it is best, and the same
steps with lots in place of points pick one. Where none has (moves come in swaps and rings), a small integer program
closes the gap over the pairs that lose no more than the gap; it is solved for points, then for fewest moves, then for
lots, one after the other, because their digits do not fit one floating-point number.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.placement.engine import flow
from workbench.placement.engine.assign import (
    Assignment,
    Progress,
    Solved,
    StopSign,
    assignment,
    potentials_of,
    scaled,
    solve,
    telling,
)
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.problem import POINTS, Problem, lots, read
from workbench.placement.engine.shortage import Infeasible, few

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LOT_BITS = 30
"""Shorter lots than `assign` draws: a floating-point solver must add them exactly. 

Two plans tie with a chance below pairs / 2**30.
"""

PAIRS_MOST = 300_000
"""Pairs above which the integer program is not tried: the plan then keeps its gap."""

_CUTS, _FINE, _STEEPEST = 60, 256, 16 * POINTS
"""Where a critical seat has a price too: most cutting planes, units of price in a point, highest price in points."""


@dataclass(frozen=True, eq=False)
class Corner:
    """A plan on the frontier: its moves, and what it is worth (in points or in lots)."""

    moves: int
    value: int
    rows: Whole


@dataclass(frozen=True, eq=False)
class Priced:
    """The optimum at a price per move, and what it says of every plan within the limit.

    `levels` are the weights of a critical seat, a point and a move. `most` bounds `unit` * (what a plan is worth, in
    points or in critical seats): of any plan, or, if `critical` is a number, of those that fill so many critical seats.
    """

    found: flow.Optimum
    weight: Whole
    levels: tuple[int, int, int]
    unit: int
    most: int
    critical: int | None = None

    @property
    def ceiling(self) -> int:
        """What no plan within the limit exceeds."""
        return self.most // self.unit

    def loss(self, corner: Corner) -> int:
        """What this plan lacks of the most, in units of 1 / `unit`; moves left over count too."""
        return self.most - self.unit * corner.value


def assign_limited(
    pairs: pd.DataFrame,
    seats: pd.DataFrame,
    must: Iterable[str] | None,
    move_limit: int,
    progress: Progress | None = None,
    stop: StopSign | None = None,
    time_limit: float = 60.0,
) -> Assignment | Infeasible:
    """The best plan as in `assign` among those with at most `move_limit` moves.

    When `time_limit` (seconds, after the plan without a limit) is over or `stop` is set, the best plan so far comes
    back with its `bound` and `gap` (in points; 0 when it is proven best) and `unique` False; `Stopped` if there is none
    yet. `move_limit` of the result is None when the limit does not bind.
    """
    if isinstance(move_limit, bool) or move_limit != int(move_limit) or move_limit < 0:
        raise ValueError(f"move_limit must be a whole number of moves, 0 or more, not {move_limit!r}")
    limit = int(move_limit)
    tell = telling(progress, None)
    tell(0.0, "Membaca calon dan jabatan")
    problem = read(pairs, seats, must)
    free = solve(problem, telling(lambda fraction, words: tell(0.3 * fraction, words), stop))
    if isinstance(free, Infeasible):
        return free
    if _corner(problem, free.chosen).moves <= limit:
        return assignment(problem, free.chosen, potentials_of(problem, free.found, *free.levels))
    fewest = _fewest_moves(problem)
    if fewest.moves > limit:
        return _too_many_moves(problem, fewest, limit)
    with _either(stop, time_limit) as ended:
        return _search(problem, free, fewest, limit, tell, ended)


def _search(problem: Problem, free: Solved, fewest: Corner, limit: int, tell: Progress, ended: StopSign) -> Assignment:
    """From the bound down and from the plan up, until they meet or time is over."""
    tell(0.35, "Mencari harga perpindahan")
    priced, plan = _price(problem, free, fewest, limit, ended)
    proof, critical_proof, proven, unique = priced, None, False, False
    if not ended.is_set():
        tell(0.7, "Memilih rencana pada batas perpindahan")
        plan, unique = _at_the_limit(problem, priced, plan, limit)
        proven = priced.loss(plan) == 0
    # A price above what any move can gain in points is a price in critical seats.
    if not proven and not ended.is_set() and priced.levels[2] > 2 * POINTS * priced.unit:
        tell(0.75, "Mencari harga jabatan kritis")
        also, _ = _price(problem, free, fewest, limit, ended, critical=True)
        if also.ceiling == plan.value // problem.worth:
            proof = _price_both(problem, priced, plan, limit, ended)
            critical_proof = potentials_of(problem, also.found, *also.levels)
    if not proven and not ended.is_set():
        tell(0.8, "Menutup selisih dengan program bilangan bulat")
        plan, proven = _close(problem, proof, plan, limit, ended)
    if proven and not unique and not ended.is_set():
        tell(0.9, "Memilih satu di antara yang sama baik")
        plan, unique = _one(problem, proof, plan, limit, ended)
    tell(1.0, "Selesai")
    return assignment(
        problem,
        plan.rows,
        potentials_of(problem, proof.found, *proof.levels),
        bound=plan.value if proven else proof.ceiling,
        move_limit=limit,
        unique=unique,
        no_more_critical=critical_proof if proof.critical is not None else None,
    )


def _corner(problem: Problem, rows: Whole, value: Whole | None = None) -> Corner:
    worth = problem.points if value is None else value
    return Corner(int(problem.move[rows].sum()), int(worth[rows].sum()), rows)


def _fewest_moves(problem: Problem) -> Corner:
    """The most points with the fewest moves that those who must be placed leave possible."""
    network = problem.network
    weight = -problem.move.astype(np.int64)
    found = flow.optimum(network, weight, problem.merit, ~problem.move)
    if found is None:
        raise RuntimeError("a problem with a plan has none with fewest moves")
    optima = flow.face(network, weight, found)
    return _corner(problem, flow.pick(network, optima, problem.points[optima.rows]))


def _neighbours(
    low: Corner, high: Corner, limit: int, solve: Callable[[int, int], Corner | None]
) -> tuple[Corner, Corner]:
    """The two corners of the frontier on either side of the limit, or twice the corner at the limit.

    `solve(points, move)` is the corner farthest out at the price move / points, or None to stop early.
    """
    while True:
        step = gcd(high.moves - low.moves, high.value - low.value)
        points, move = (high.moves - low.moves) // step, (high.value - low.value) // step
        new = solve(points, move)
        if new is None:
            return low, high
        if new.moves == limit:
            return new, new
        line = max(points * low.value - move * low.moves, points * high.value - move * high.moves)
        farther = points * new.value - move * new.moves > line and low.moves < new.moves < high.moves
        if not farther:
            return low, high
        low, high = (new, high) if new.moves < limit else (low, new)


def _price(
    problem: Problem, free: Solved, fewest: Corner, limit: int, ended: StopSign, critical: bool = False
) -> tuple[Priced, Corner]:
    """The price per move that bounds all plans within the limit most tightly, and the best corner within it.

    In points, or, if `critical`, in critical seats alone.
    """
    value = _critical(problem) if critical else problem.points
    most = free.found.bound(problem.network) + limit
    answers = [Priced(free.found, free.weight, free.levels, free.levels[0 if critical else 1], most)]

    def solve_at(unit: int, move: int) -> Corner | None:
        if ended.is_set():
            return None
        weight, unit, move = _fitting(problem, value, unit, move)
        found = _optimum(problem, weight, answers[-1].found.active)
        levels = (unit, 0, move) if critical else (unit * problem.worth, unit, move)
        answers.append(Priced(found, weight, levels, unit, found.bound(problem.network) + move * limit))
        return _corner(problem, found.chosen, value)

    ends = _corner(problem, fewest.rows, value), _corner(problem, free.chosen, value)
    low, _ = _neighbours(*ends, limit, solve_at)
    return min(reversed(answers), key=lambda priced: Fraction(priced.most, priced.unit)), low


def _critical(problem: Problem) -> Whole:
    return problem.critical[problem.network.seat].astype(np.int64)


def _price_both(problem: Problem, priced: Priced, plan: Corner, limit: int, ended: StopSign) -> Priced:
    """Bound the plans that fill as many critical seats as `plan` (none within the limit fills more) by two prices.

    Where the limit cuts through a chain that would fill one more critical seat, a price per move alone is as steep as
    that seat and says nothing about merit. A price per critical seat beside it, found by cutting planes (Kelley 1960),
    brings the bound back to the scale of merit.
    """
    from scipy.optimize import linprog

    filled, worth, best = plan.value // problem.worth, problem.worth, None
    critical, move = _critical(problem), problem.move
    cuts: list[tuple[int, int, int]] = []
    rows, active = plan.rows, priced.found.active
    for _ in range(_CUTS):
        cut = (int(problem.merit[rows].sum()), int(critical[rows].sum()) - filled, int(move[rows].sum()) - limit)
        if cut in cuts or ended.is_set():
            break
        cuts.append(cut)
        # Least z >= merit + seat_price * (critical seats over `filled`) - move_price * (moves over the limit), by cut.
        steep = [[more, -beyond, -1] for _, more, beyond in cuts]
        dual = linprog(
            [0, 0, 1], A_ub=steep, b_ub=[-merit for merit, _, _ in cuts], bounds=[(0, _STEEPEST)] * 2 + [(None, None)]
        )
        seat_price, move_price = (round(float(price) * _FINE) for price in dual.x[:2])
        weight = problem.merit * np.int64(_FINE) + critical * np.int64(seat_price) - move * np.int64(move_price)
        found = _optimum(problem, weight, active)
        most = found.bound(problem.network) + move_price * limit + (worth * _FINE - seat_price) * filled
        if best is None or most < best.most:
            best = Priced(found, weight, (seat_price, _FINE, move_price), _FINE, most, filled)
        rows, active = found.chosen, found.active
    return best or priced


def _optimum(problem: Problem, weight: Whole, active: Mask) -> flow.Optimum:
    found = flow.optimum(problem.network, weight, problem.merit, ~problem.move, active)
    if found is None:
        raise RuntimeError("a problem with a plan has none at a price")
    return found


def _fitting(problem: Problem, value: Whole, unit: int, move: int) -> tuple[Whole, int, int]:
    """Weights at the price move / unit; where they do not fit 64 bits, at a coarser price nearby, as sure a bound."""
    while True:
        try:
            return scaled(value, unit, problem.move, move, problem.network), unit, move
        except OverflowError:
            if unit == 1:
                raise
        coarser = max(1, unit >> 3)
        unit, move = coarser, -(-move * coarser // unit)


def _at_the_limit(problem: Problem, priced: Priced, plan: Corner, limit: int) -> tuple[Corner, bool]:
    """Of the optima at this price, the one with just the moves allowed and the most lots, and True.

    If the frontier has no corner there, the nearest plan below it, and False.
    """
    network, optima = problem.network, flow.face(problem.network, priced.weight, priced.found)
    lot = np.zeros(len(network.person), np.int64)
    lot[optima.rows] = lots(problem, optima.rows, LOT_BITS)
    move = problem.move.astype(np.int64)
    heavy = problem.scale << LOT_BITS

    def solve_at(points: int, move_price: int) -> Corner:
        gain = lot[optima.rows] * points - move[optima.rows] * move_price
        return _corner(problem, flow.pick(network, optima, gain), lot)

    low, high = solve_at(1, heavy), solve_at(1, -heavy)
    if low.moves < limit < high.moves:
        low, _ = _neighbours(low, high, limit, solve_at)
    elif high.moves <= limit:
        low = high
    nearest = _corner(problem, low.rows)
    if low.moves > limit or nearest.value < plan.value:
        return plan, False
    return nearest, low.moves == limit


def _close(problem: Problem, priced: Priced, plan: Corner, limit: int, ended: StopSign) -> tuple[Corner, bool]:
    """The best plan within the limit and whether it is proven, by integer programs over pairs of ever larger loss."""
    reach = 0
    while not ended.is_set():
        program = _Program.of(problem, priced, plan, limit, reach)
        if len(program.rows) > PAIRS_MOST:
            return plan, False
        better, solved = program.solve(program.loss, ended)
        if better is not None and priced.loss(better) < priced.loss(plan):
            plan = better
        if solved and reach >= priced.loss(plan):
            return plan, True
        reach = min(max(4 * reach, 64 * priced.unit), priced.loss(plan))
    return plan, False


def _one(problem: Problem, priced: Priced, plan: Corner, limit: int, ended: StopSign) -> tuple[Corner, bool]:
    """Among the plans as good as this one: fewest moves, then most lots; and whether both were proven."""
    program = _Program.of(problem, priced, plan, limit, priced.loss(plan))
    lot = np.zeros(len(problem.network.person), np.int64)
    lot[program.rows] = lots(problem, program.rows, LOT_BITS)
    as_good = priced.loss(plan) / priced.unit + 0.5
    moves = np.zeros(program.columns)
    moves[: len(program.rows)] = problem.move[program.rows]
    luck = np.zeros(program.columns)
    luck[: len(program.rows)] = -lot[program.rows]
    fewer, solved = program.solve(moves, ended, at_most=((program.loss, as_good),))
    if fewer is None or not solved or fewer.value != plan.value or fewer.moves > plan.moves:
        return plan, False
    luckiest, solved = program.solve(luck, ended, at_most=((program.loss, as_good), (moves, fewer.moves + 0.5)))
    if luckiest is None or not solved or (luckiest.value, luckiest.moves) != (fewer.value, fewer.moves):
        return fewer, False
    return luckiest, True


@dataclass(frozen=True, eq=False)
class _Program:
    """Plans within the limit over `rows`, by what they lose: pairs, people left out, empty seats, moves left over."""

    problem: Problem
    rows: Whole
    loss: NDArray[np.float64]
    matrix: "csr_array"
    held: NDArray[np.float64]
    upper: NDArray[np.float64]
    limit: int

    @property
    def columns(self) -> int:
        return len(self.loss)

    @classmethod
    def of(cls, problem: Problem, priced: Priced, plan: Corner, limit: int, reach: int) -> "_Program":
        """Everything that alone loses no more than `reach`, and the plan itself."""
        from scipy.sparse import csr_array

        network, found = problem.network, priced.found
        loss = found.surplus[network.person] + found.price[network.seat] - priced.weight
        rows = np.union1d(np.flatnonzero(loss <= reach), plan.rows)
        idle = np.ones(network.people, bool)
        idle[network.person[plan.rows]] = False
        filled = np.bincount(network.seat[plan.rows], minlength=network.seats)
        out = np.flatnonzero(~network.must & ((found.surplus <= reach) | idle))
        empty = np.flatnonzero((found.price <= reach) | (filled < network.room))

        # Rows of the matrix: people, seats, the limit, critical seats if their number is given.
        # Columns: pairs, people left out, seats left empty, moves left over.
        count, last = len(rows), network.people + network.seats
        columns = count + len(out) + len(empty) + 1
        moving = np.flatnonzero(problem.move[rows])
        down = np.concatenate(
            [
                network.person[rows],
                network.people + network.seat[rows],
                np.full(len(moving), last),
                out,
                network.people + empty,
                [last],
            ]
        )
        across = np.concatenate([np.arange(count), np.arange(count), moving, np.arange(count, columns)])
        held = np.concatenate([np.ones(network.people), network.room, [limit]]).astype(float)
        if priced.critical is not None:
            seats = np.flatnonzero(problem.critical[network.seat[rows]])
            down, across = np.append(down, np.full(len(seats), last + 1)), np.append(across, seats)
            held = np.append(held, priced.critical)
        matrix = csr_array((np.ones(len(down)), (down, across)), shape=(len(held), columns))
        cost = np.concatenate([loss[rows], found.surplus[out], found.price[empty], [priced.levels[2]]]) / priced.unit
        upper = np.concatenate([np.ones(count + len(out)), network.room[empty], [limit]]).astype(float)
        return cls(problem, rows, cost, matrix, held, upper, limit)

    def solve(
        self, cost: NDArray[np.float64], ended: StopSign, at_most: tuple[tuple[NDArray[np.float64], float], ...] = ()
    ) -> tuple[Corner | None, bool]:
        """The plan of least cost (None if none was found), and if it is proven. In turns, so that a stop is heard."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        network, count = self.problem.network, len(self.rows)
        rules = [LinearConstraint(self.matrix, self.held, self.held)]
        rules += [LinearConstraint(row[np.newaxis, :], -np.inf, most) for row, most in at_most]
        kind = np.zeros(self.columns)
        kind[:count] = 1
        turn = 2.0
        while True:
            answer = milp(
                cost,
                integrality=kind,
                bounds=Bounds(0, self.upper),
                constraints=rules,
                options={"mip_rel_gap": 0.0, "time_limit": turn},
            )
            if answer.status != 1 or ended.is_set():
                break
            turn *= 2
        if answer.x is None:
            return None, False
        rows = self.rows[answer.x[:count] > 0.5]
        plan = _corner(self.problem, rows)
        return (plan, answer.status == 0) if _lawful(network, rows) and plan.moves <= self.limit else (None, False)


def _lawful(network: flow.Network, rows: Whole) -> bool:
    """Checked in whole numbers, since the integer program works in floating point."""
    taken = np.bincount(network.person[rows], minlength=network.people)
    used = np.bincount(network.seat[rows], minlength=network.seats)
    return bool((taken <= 1).all() and (taken[network.must] == 1).all() and (used <= network.capacity).all())


def _too_many_moves(problem: Problem, fewest: Corner, limit: int) -> Infeasible:
    moving = fewest.rows[problem.move[fewest.rows]]
    nips = tuple(map(str, problem.nips[problem.network.person[moving]]))
    posts = tuple(map(str, problem.posts[problem.network.seat[moving]]))
    return Infeasible(
        f"Mereka yang wajib ditempatkan ({few(nips, 'dan {} lainnya')}) memerlukan paling sedikit "
        f"{fewest.moves} perpindahan, sedangkan batasnya {limit}.",
        nips,
        posts,
        "move_limit",
        f"Those who must be placed ({few(nips, 'and {} more')}) need at least {fewest.moves} moves, "
        f"but the limit is {limit}.",
    )


@contextmanager
def _either(stop: StopSign | None, seconds: float) -> Iterator[StopSign]:
    """A stop sign that is set when the caller's is or when time is over: by a timer, since the core reads no clock."""
    late = threading.Event()
    timer = threading.Timer(seconds, late.set)
    timer.daemon = True

    class Either:
        def is_set(self) -> bool:
            return late.is_set() or (stop is not None and stop.is_set())

    timer.start()
    try:
        yield Either()
    finally:
        timer.cancel()
