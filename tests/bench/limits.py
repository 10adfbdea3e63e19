"""Placement under limits: what each kind of limit costs in time and in proven gap, beside HiGHS."""

import subprocess
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.bench.placement import clocked, instance
from tests.bench.rows import Report, alone
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.within import Within, assign_within
from workbench.placement.engine.problem import Problem, read

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


def _peer(kinds: tuple[str, ...]) -> dict[str, float]:
    """HiGHS, ended from outside where it does not keep its own time limit."""
    try:
        return alone(__name__, "highs", kinds, seconds=2 * PATIENCE)
    except subprocess.TimeoutExpired:
        return {"wall_s": 2 * PATIENCE, "finished": False, "total": 0}


def _taken(problem: Problem, found: Within) -> np.ndarray:
    pairs = pd.MultiIndex.from_arrays([problem.nips[problem.network.person], problem.posts[problem.network.seat]])
    return pairs.isin(pd.MultiIndex.from_frame(found.table[["nip", "post"]]))


def measure(report: Report) -> None:
    for kinds, enough, seconds, gap in ASKED:
        name = f"placement.limits.{'_'.join(kinds)}"
        mine, peer = alone(__name__, "ours", kinds, enough), _peer(kinds)
        if peer["total"] > mine["total"] / max(1 - mine["share"], 1e-9) + 1:
            raise SystemExit(f"{name}: HiGHS has a better plan than our bound allows")
        end = {"peer_figure": round(peer["wall_s"], 1)} if peer["finished"] else {}
        told = "HiGHS, all pairs" if peer["finished"] else f"HiGHS, all pairs: not finished in {peer['wall_s']:.0f} s"
        report.add(f"{name}.wall_s", mine["wall_s"], "s", peer=told, target=seconds, **end)
        report.add(f"{name}.gap_ppm", mine["share"] * 1e6, "ppm", target=gap * 1e6)
