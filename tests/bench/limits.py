"""Placement under limits: what each kind of limit costs in time and in proven gap, beside HiGHS."""

import subprocess
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from tests.bench.placement import clocked, instance
from tests.bench.rows import Report, alone, timed
from workbench.placement.engine import flow
from workbench.placement.engine.assign import Infeasible
from workbench.placement.engine.limits.frontier import frontier
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.warm import Edit, Warm
from workbench.placement.engine.limits.within import Within, assign_within
from workbench.placement.engine.problem import Problem, read
from workbench.placement.engine.rehearsal import rehearse

UNITS, REGIONS = 84, 11


def asked(
    people: int = 13_000, posts: int = 5_000, pairs: int = 1_500_000, seed: int = 2
) -> tuple[Problem, dict[str, Any]]:
    """The instance of `placement`, with facts that limits are about.

    Posts belong to units of very unequal size, units to regencies that lie in a plane; a person's unit and regency are
    those of the present post. Of the people 46 % are women. `facts`: unit and region of each post, home unit and
    region of each person (-1: none), woman, and cost of each pair (a move: a fixed part and the way between regencies).
    """
    problem = read(*instance(people=people, posts=posts, pairs=pairs), None)
    rng = np.random.default_rng(seed)
    network = problem.network
    share = np.sort(rng.dirichlet(np.full(UNITS, 0.6)) + 0.002)
    unit = rng.choice(UNITS, network.seats, p=share / share.sum())
    where = rng.random((REGIONS, 2)) * 300
    region = rng.integers(0, REGIONS, UNITS)[unit]
    home, base = np.full(network.people, -1), np.full(network.people, -1)
    held = np.flatnonzero(~problem.move)
    home[network.person[held]] = unit[network.seat[held]]
    base[network.person[held]] = region[network.seat[held]]
    far = np.linalg.norm(where[:, None] - where[None], axis=2).round().astype(np.int64)
    way = np.where(base[network.person] >= 0, far[base[network.person], region[network.seat]], 0)
    cost = np.where(problem.move, 5 + way, 0)
    woman = rng.random(network.people) < 0.46
    return problem, {"unit": unit, "home": home, "woman": woman, "cost": cost}


def _row(name: str, kind: str, at: np.ndarray, amount: Any, most: int) -> tuple[str, str, np.ndarray, Any, int]:
    return name, kind, at, amount, int(most)


def rows_of(problem: Problem, parts: list[tuple[str, str, np.ndarray, Any, int]]) -> Rows:
    lengths = [len(at) for _, _, at, _, _ in parts]
    data = np.concatenate([np.broadcast_to(np.asarray(amount, np.int64), len(at)) for _, _, at, amount, _ in parts])
    matrix = sp.csr_array(
        (data, np.concatenate([at for _, _, at, _, _ in parts]), np.r_[0, np.cumsum(lengths)]),
        shape=(len(parts), len(problem.score)),
    )
    return Rows(
        tuple(p[0] for p in parts), tuple(p[1] for p in parts), matrix, np.array([p[4] for p in parts], np.int64)
    )


def limits(problem: Problem, facts: dict[str, Any], kinds: tuple[str, ...]) -> Rows:
    """Rows of the kinds `moves`, `budget`, `unit` (moves out of each) and `share` (women of all placed in a unit)."""
    network, parts = problem.network, []
    moving = np.flatnonzero(problem.move)
    home, unit = facts["home"], facts["unit"]
    if "moves" in kinds:
        parts.append(_row("moves", "moves", moving, 1, network.people // 3))
    if "budget" in kinds:
        parts.append(_row("budget", "budget", moving, facts["cost"][moving], 30 * network.people))
    if "unit" in kinds:
        out_of = home[network.person[moving]]
        away = out_of != unit[network.seat[moving]]
        size = np.bincount(home[home >= 0], minlength=UNITS)
        for u in range(UNITS):
            parts.append(_row(f"unit {u:02}", "unit", moving[(out_of == u) & away], 1, -(-size[u] * 3 // 10)))
    if "share" in kinds:
        woman, place = facts["woman"][network.person], unit[network.seat]
        for u in range(UNITS - 1):
            at = np.flatnonzero(place == u)
            parts.append(_row(f"share {u:02}", "share", at, np.where(woman[at], -55, 45), 0))
    return rows_of(problem, parts)


ASKED: tuple[tuple[tuple[str, ...], float, float, float], ...] = (
    (("moves",), 0.0, 10, 0.0),
    (("moves", "budget"), 0.0, 10, 0.0),
    (("moves", "unit"), 1e-4, 30, 1e-4),
    (("moves", "share"), 1e-4, 30, 1e-4),
)
"""Kinds of limits, the gap that is enough (a share of the bound), and the targets: seconds, gap."""

PATIENCE = 60.0
"""Seconds of search for ours, and for the integer program of HiGHS over all pairs."""


def ours(kinds: tuple[str, ...], enough: float) -> dict[str, float]:
    rehearse()
    problem, facts = asked()
    rows = limits(problem, facts, kinds)
    found, wall, cpu = clocked(lambda: assign_within(problem, rows, time_limit=PATIENCE, enough=enough))
    assert isinstance(found, Within)
    assert rows.kept(np.flatnonzero(_taken(problem, found)))
    return {"wall_s": wall, "cpu_s": cpu, "share": found.share, "total": found.total}


def highs(kinds: tuple[str, ...]) -> dict[str, float]:
    """The whole integer program at once: the best plan found in the time, and how far its own bound is from it."""
    problem, facts = asked()
    rows, network, count = limits(problem, facts, kinds), problem.network, len(problem.score)
    ones, columns = np.ones(count), np.arange(count)
    one = sp.csr_array((ones, (network.person, columns)), shape=(network.people, count))
    room = sp.csr_array((ones, (network.seat, columns)), shape=(network.seats, count))
    rules = [
        LinearConstraint(one, -np.inf, 1),
        LinearConstraint(room, -np.inf, network.capacity),
        LinearConstraint(rows.matrix.astype(float), -np.inf, rows.most),
    ]
    options = {"time_limit": PATIENCE}
    found, wall, _ = clocked(
        lambda: milp(
            -problem.merit.astype(float), integrality=1, bounds=Bounds(0, 1), constraints=rules, options=options
        )
    )
    return {"wall_s": wall, "finished": found.status == 0, "total": -found.fun if found.x is not None else 0}


def sifting(kinds: tuple[str, ...]) -> dict[str, float]:
    """Sifting: HiGHS solves the linear program over promising pairs, all pairs are priced, those that would gain join,
    until none would; then its integer program runs over the pairs near the bound. What a good engineer would write."""
    problem, facts = asked()
    rows, network, worth = limits(problem, facts, kinds), problem.network, problem.merit.astype(float)
    people, seats = network.people, network.seats

    def matrix(active: np.ndarray) -> sp.csr_array:
        ones, columns = np.ones(len(active)), np.arange(len(active))
        one = sp.csr_array((ones, (network.person[active], columns)), shape=(people, len(active)))
        room = sp.csr_array((ones, (network.seat[active], columns)), shape=(seats, len(active)))
        return sp.csr_array(sp.vstack([one, room, rows.matrix[:, active].astype(float)]))

    most = np.concatenate([np.ones(people), network.capacity, rows.most]).astype(float)

    def work() -> dict[str, float]:
        active = np.flatnonzero(flow.promising(network, problem.merit) | ~problem.move)
        while True:
            found = linprog(-worth[active], matrix(active), most, method="highs")
            price = -found.ineqlin.marginals
            cost = price[network.person] + price[people + network.seat] + rows.matrix.T @ price[people + seats :]
            better = np.flatnonzero(worth - cost > 1e-6)
            if not len(np.setdiff1d(better, active)):
                break
            active = np.union1d(active, better[np.argsort(cost[better] - worth[better])][:200_000])
        near = np.flatnonzero(cost - worth < 2_000)
        rules = LinearConstraint(matrix(near), -np.inf, most)
        whole = milp(
            -worth[near], integrality=1, bounds=Bounds(0, 1), constraints=rules, options={"time_limit": PATIENCE}
        )
        total = -whole.fun if whole.x is not None else 0.0
        return {"bound": -found.fun, "total": total, "finished": whole.status == 0}

    told, wall, cpu = clocked(work)
    return told | {"wall_s": wall, "cpu_s": cpu}


def frontiers() -> dict[str, float]:
    rehearse()
    problem, _ = asked()
    found, wall, cpu = clocked(lambda: frontier(problem, 50))
    assert not isinstance(found, Infeasible)
    return {"wall_s": wall, "cpu_s": cpu, "points": len(found)}


def changes(kinds: tuple[str, ...], count: int = 100) -> dict[str, float]:
    """Changes of a plan within limits, each from that plan, in ms; and how many got a plan at once."""
    rehearse()
    problem, facts = asked()
    rows = limits(problem, facts, kinds)
    plan = assign_within(problem, rows, time_limit=PATIENCE, enough=1e-4)
    assert isinstance(plan, Within)
    warm, making = timed(lambda: Warm(problem, plan))
    rng = np.random.default_rng(5)
    network, held = problem.network, np.flatnonzero(_taken(problem, plan))
    took, plans, told = [], 0, 0
    for n in range(count):
        pair = int(rng.integers(len(problem.score)))
        at = (int(network.person[pair]), int(network.seat[pair]))
        out = int(rng.choice(held))
        row = int(rng.integers(len(plan.rows)))
        edit = (
            Edit(locked=frozenset({at})),
            Edit(banned=frozenset({(int(network.person[out]), int(network.seat[out]))})),
            Edit(seats=frozenset({(int(network.seat[out]), -1)})),
            Edit(most={plan.rows.names[row]: int(plan.rows.most[row] * 0.98)}),
            Edit(most={plan.rows.names[row]: int(plan.rows.most[row] * 1.02) + 1}),
        )[n % 5]
        found, wall = timed(lambda edit=edit: warm.under(edit))
        took.append(1000 * wall)
        told += found is not None
        plans += found is not None and found.chosen is not None
    p50, p95 = np.percentile(took, [50, 95])
    return {"making_s": making, "p50": p50, "p95": p95, "max": max(took), "plans": plans, "bounds": told}


def _peer(kinds: tuple[str, ...]) -> dict[str, float]:
    """HiGHS, ended from outside where it does not keep its own time limit."""
    try:
        return alone(__name__, "highs", kinds, seconds=2 * PATIENCE)
    except subprocess.TimeoutExpired:
        return {"wall_s": 2 * PATIENCE, "finished": False, "total": 0}


def _taken(problem: Problem, found: Within) -> np.ndarray:
    pairs = pd.MultiIndex.from_arrays([problem.nips[problem.network.person], problem.posts[problem.network.seat]])
    return pairs.isin(pd.MultiIndex.from_frame(found.table[["nip", "post"]]))


def _sifted(kinds: tuple[str, ...]) -> dict[str, float]:
    try:
        return alone(__name__, "sifting", kinds, seconds=4 * PATIENCE)
    except subprocess.TimeoutExpired:
        return {"wall_s": 4 * PATIENCE, "finished": False, "total": 0}


def measure(report: Report) -> None:
    line = alone(__name__, "frontiers")
    report.add("placement.frontier.50_points_s", line["wall_s"], "s", target=5)
    for kinds in (("moves", "budget"), ("moves", "unit"), ("moves", "share")):
        told, name = alone(__name__, "changes", kinds), f"placement.limits.{'_'.join(kinds)}.change"
        report.add(f"{name}_p50", told["p50"], "ms")
        report.add(f"{name}_p95", told["p95"], "ms", target=250)
        report.add(f"{name}_max", told["max"], "ms")
        report.add(f"{name}_bounds", told["bounds"], "%")
        report.add(f"{name}_plans", told["plans"], "%")
    for kinds, enough, seconds, gap in ASKED:
        name = f"placement.limits.{'_'.join(kinds)}"
        mine, peer = alone(__name__, "ours", kinds, enough), _peer(kinds)
        if peer["total"] > mine["total"] / max(1 - mine["share"], 1e-9) + 1:
            raise SystemExit(f"{name}: HiGHS has a better plan than our bound allows")
        end = {"peer_figure": round(peer["wall_s"], 1)} if peer["finished"] else {}
        told = "HiGHS, all pairs" if peer["finished"] else f"HiGHS, all pairs: not finished in {peer['wall_s']:.0f} s"
        report.add(f"{name}.wall_s", mine["wall_s"], "s", peer=told, target=seconds, **end)
        report.add(f"{name}.gap_ppm", mine["share"] * 1e6, "ppm", target=gap * 1e6)
        sifted = _sifted(kinds)
        if sifted["total"] > mine["total"] / max(1 - mine["share"], 1e-9) + 1:
            raise SystemExit(f"{name}: sifting has a better plan than our bound allows")
        if "bound" not in sifted:
            told = f"sifting on HiGHS: not finished in {sifted['wall_s']:.0f} s"
            report.add(f"{name}.wall_s", mine["wall_s"], "s", peer=told)
            continue
        near = f"{1e6 * (1 - sifted['total'] / sifted['bound']):.0f} ppm" if sifted["total"] else "no plan"
        took = round(sifted["wall_s"], 1)
        report.add(f"{name}.wall_s", mine["wall_s"], "s", peer=f"sifting on HiGHS, {near}", peer_figure=took)
