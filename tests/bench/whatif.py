"""A plan that stands: a lock, a ban, a seat, "why not me", beside a fresh solve; and a market four times as wide."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.optimize import linprog

from tests.bench.placement import clocked, instance, scipy_matching
from tests.bench.rows import Report, alone, peak_mb, timed
from workbench.placement.engine.assign import Solved, assign, solve, telling
from workbench.placement.engine.problem import read
from workbench.placement.engine.rehearsal import rehearse
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import NOTHING, Held, Overrides, Standing

CHANGES = 200
"""Changes of each kind, half of them each on the first plan, half one upon the other."""

CHECKED = 20
"""After so many changes in a chain, the plan is compared with a fresh one."""

QUIET = telling(None, None)


def standing(pairs: pd.DataFrame, seats: pd.DataFrame) -> Standing:
    solved = solve(read(pairs, seats, None), QUIET)
    assert isinstance(solved, Solved)
    return Standing.of(solved)


def changes() -> dict[str, Any]:
    """p50, p95 and the slowest of each kind in ms; how often a chained plan differed from a fresh one (0)."""
    rehearse()
    first, making = timed(lambda: standing(*instance()))
    rng = np.random.default_rng(2)
    took: dict[str, list[float]] = {kind: [] for kind in ("lock", "forbid", "more", "fewer", "release", "score")}
    for _ in range(CHANGES // 2):
        for kind, asked in _each(first, rng):
            after, wall = timed(lambda asked=asked: first.under(asked))
            took[kind].append(wall)
            if isinstance(after, Standing):
                took["release"].append(timed(lambda after=after: after.under(NOTHING))[1])
        took["score"].append(timed(lambda: _better(first, rng))[1])
    chain, different, checked = first, 0, 0
    for step in range(CHANGES // 2):
        for kind, asked in _each(chain, rng):
            after, wall = timed(lambda plan=chain, asked=asked: plan.under(asked))
            took[kind].append(wall)
            chain = chain if isinstance(after, Infeasible) else after
        if step % CHECKED == CHECKED - 1:
            fresh = solve(chain.current, QUIET)
            assert isinstance(fresh, Solved)
            different, checked = different + int((fresh.at != chain.at).any()), checked + 1
    told = {
        f"{kind}_{name}": float(np.percentile(walls, at)) * 1000
        for kind, walls in took.items()
        for name, at in (("p50", 50), ("p95", 95), ("max", 100))
    }
    every = [wall for kind in ("lock", "forbid", "more", "fewer", "release") for wall in took[kind]]
    return told | {
        "making_s": making,
        "every_p95": float(np.percentile(every, 95)) * 1000,
        "different": different,
        "checked": checked,
    }


def _each(plan: Standing, rng: np.random.Generator) -> Iterator[tuple[str, Overrides]]:
    """One change of each kind on top of what is asked already."""
    problem, asked = plan.problem, plan.overrides
    network = problem.network
    row = int(rng.integers(len(problem.score)))
    person, seat = int(network.person[row]), int(network.seat[row])
    one = Held(person, seat, int(problem.score[row]), int(problem.stay[row]), bool(problem.move[row]))
    yield "lock", replace(asked, held=frozenset(h for h in asked.held if h.person != person) | {one})
    placed = np.flatnonzero((plan.at >= 0) & (plan.row >= 0))
    out = int(rng.choice(placed))
    yield "forbid", replace(asked, barred=asked.barred | {(out, int(plan.at[out]))})
    more = dict(asked.seats)
    for kind, by in (("more", 1), ("fewer", -1)):
        at = int(network.seat[rng.integers(len(problem.score))])
        if network.capacity[at] + more.get(at, 0) + by >= 0:
            yield kind, replace(asked, seats=frozenset((more | {at: more.get(at, 0) + by}).items()))


def _better(plan: Standing, rng: np.random.Generator) -> Standing:
    """Somebody's scores rise by five points of a hundred."""
    problem = plan.problem
    person = int(rng.integers(problem.network.people))
    first, last = problem.network.firsts[0][person : person + 2]
    score = problem.score.copy()
    score[first:last] = (score[first:last] + 5_000).clip(max=100_000)
    return plan.rescored(score)


def answers() -> dict[str, float]:
    """All people against one post, and one seat more of every post, in ms."""
    rehearse()
    plan, rng = standing(*instance()), np.random.default_rng(3)
    losses = [
        timed(lambda seat=int(seat): plan.losses(seat))[1] for seat in rng.integers(plan.problem.network.seats, size=60)
    ]
    seats = [timed(plan.one_more)[1] for _ in range(20)]
    return {"losses_p95": 1000 * float(np.percentile(losses, 95)), "seats_p95": 1000 * float(np.percentile(seats, 95))}


def wide() -> dict[str, float]:
    """50,000 people and 20,000 posts with 14 million pairs, from tables to the proven plan."""
    pairs, seats = instance(people=50_000, posts=20_000, pairs=14_000_000)
    before = peak_mb()
    found, wall, cpu = clocked(lambda: assign(pairs, seats))
    assert not isinstance(found, Infeasible)
    peak = peak_mb()
    return {"wall_s": wall, "cpu_s": cpu, "peak": peak, "given_mb": before, "faults": len(found.check(pairs, seats))}


# the small market that every peer can finish


def _small() -> tuple[pd.DataFrame, pd.DataFrame]:
    return instance(shared=False, people=1_000, posts=200, pairs=20_000)


def _by(peer: Callable[[pd.DataFrame, pd.DataFrame], float]) -> dict[str, float]:
    pairs, seats = _small()
    total, wall, cpu = clocked(lambda: peer(pairs, seats))
    return {"wall_s": wall, "cpu_s": cpu, "total": round(total)}


def small_ours() -> dict[str, float]:
    from ortools.graph.python import min_cost_flow  # noqa: F401

    def plan(pairs: pd.DataFrame, seats: pd.DataFrame) -> float:
        found = assign(pairs, seats)
        assert not isinstance(found, Infeasible)
        return found.total

    return _by(plan)


def small_scipy() -> dict[str, float]:
    return _by(scipy_matching)


def small_highs() -> dict[str, float]:
    def linear(pairs: pd.DataFrame, seats: pd.DataFrame) -> float:
        who, where, worth = _codes(pairs)
        people, n = int(who.max()) + 1, len(worth)
        rows = sp.csr_array((np.ones(2 * n), (np.r_[who, people + where], np.r_[:n, :n])))
        most = np.ones(rows.shape[0])
        most[people : people + len(seats)] = seats["capacity"]
        return -linprog(-worth, rows, most[: rows.shape[0]], method="highs-ds").fun

    return _by(linear)


def small_networkx() -> dict[str, float]:
    import networkx as nx

    def matching(pairs: pd.DataFrame, _: pd.DataFrame) -> float:
        graph = nx.Graph()
        graph.add_weighted_edges_from(zip(pairs["nip"], pairs["post"], pairs["score"] + pairs["stay"], strict=True))
        return sum(graph.edges[pair]["weight"] for pair in nx.max_weight_matching(graph))

    return _by(matching)


def small_cp_sat() -> dict[str, float]:
    from ortools.sat.python import cp_model

    def model(pairs: pd.DataFrame, _: pd.DataFrame) -> float:
        problem = cp_model.CpModel()
        chosen = [problem.new_bool_var("") for _ in range(len(pairs))]
        for column in ("nip", "post"):
            for _, rows in pairs.groupby(column, observed=True).indices.items():
                problem.add_at_most_one(chosen[row] for row in rows)
        problem.maximize(cp_model.LinearExpr.weighted_sum(chosen, (pairs["score"] + pairs["stay"]).tolist()))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        assert solver.solve(problem) == cp_model.OPTIMAL
        return solver.objective_value

    return _by(model)


def small_cbc() -> dict[str, float]:
    import pulp

    def model(pairs: pd.DataFrame, _: pd.DataFrame) -> float:
        problem = pulp.LpProblem("penempatan", pulp.LpMaximize)
        chosen = [pulp.LpVariable(f"x{n}", cat="Binary") for n in range(len(pairs))]
        worth = (pairs["score"] + pairs["stay"]).tolist()
        problem += pulp.LpAffineExpression(list(zip(chosen, worth, strict=True)))
        for column in ("nip", "post"):
            for _, rows in pairs.groupby(column, observed=True).indices.items():
                problem += pulp.lpSum(chosen[row] for row in rows) <= 1
        problem.solve(pulp.PULP_CBC_CMD(msg=False))
        return pulp.value(problem.objective)

    return _by(model)


PEERS = {
    "scipy matching": "small_scipy",
    "HiGHS dual simplex": "small_highs",
    "PuLP/CBC": "small_cbc",
    "CP-SAT, 2 threads": "small_cp_sat",
    "networkx max_weight_matching": "small_networkx",
}


def _codes(pairs: pd.DataFrame) -> tuple[Any, Any, Any]:
    return (
        pairs["nip"].cat.codes.to_numpy(np.int64),
        pairs["post"].cat.codes.to_numpy(np.int64),
        (pairs["score"] + pairs["stay"]).to_numpy(float),
    )


def measure(report: Report) -> None:
    here = __name__
    fresh = alone("tests.bench.placement", "scipy_fresh")["wall_s"] * 1000
    told = alone(here, "changes")
    if told["different"]:
        raise SystemExit(f"{told['different']:g} of {told['checked']:g} changed plans differ from a fresh one")
    report.add("placement.standing.making_s", told["making_s"], "s")
    for kind in ("lock", "forbid", "more", "fewer", "release", "score"):
        for name in ("p50", "p95", "max"):
            report.add(f"placement.standing.{kind}_{name}", told[f"{kind}_{name}"], "ms")
    beside = {"peer": "scipy matching, fresh", "peer_figure": round(fresh, 1)}
    report.add("placement.standing.change_p95", told["every_p95"], "ms", target=50, **beside)
    asked = alone(here, "answers")
    report.add("placement.standing.why_not_p95", asked["losses_p95"], "ms", target=50)
    report.add("placement.standing.one_more_p95", asked["seats_p95"], "ms")
    widest = alone(here, "wide")
    if widest["faults"]:
        raise SystemExit("the proof of the wide plan fails")
    report.add("placement.wide.wall_s", widest["wall_s"], "s")
    report.add("placement.wide.peak_mb", widest["peak"], "MB", target=4096)
    mine = alone(here, "small_ours")
    for peer, function in PEERS.items():
        theirs = alone(here, function)
        if theirs["total"] != mine["total"]:
            raise SystemExit(f"{peer} finds {theirs['total']:g}, ours {mine['total']:g}")
        report.add("placement.small.wall_s", mine["wall_s"], "s", peer=peer, peer_figure=round(theirs["wall_s"], 3))
