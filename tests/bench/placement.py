"""The assignment beside scipy's `min_weight_full_bipartite_matching` and HiGHS, and the whole plan of the full demo."""

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.optimize import linprog
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from tests.bench.rows import Report, alone, peak_mb, timed
from workbench.io import resources
from workbench.placement import Assignment, Plan, assign, prepare, solve
from workbench.scenario import State
from workbench.staffing import demo

Tables = tuple[pd.DataFrame, pd.DataFrame]

HIGHS_SECONDS = 120.0
RUNS = 3
"""Ours and scipy's take turns so often; the middle run counts."""

MOST = 200_001
"""One more than a pair can be worth: a matching that costs least is then one worth most."""


def instance(shared: bool = True, people: int = 13_000, posts: int = 5_000, pairs: int = 1_500_000) -> Tables:
    """Random eligible pairs, most people with a present seat and a price for staying in it, no post critical.

    `shared`: posts have one seat or more, together one for each person; else one seat each, and most people none. Peers
    solve the part that they can: the greatest sum of score and stay. Fewest moves, the one plan among equals and the
    proof are ours alone.
    """
    rng = np.random.default_rng(1)
    capacity = np.ones(posts, np.int64)
    if shared:
        popular = rng.dirichlet(np.full(posts, 0.3))
        capacity += rng.multinomial(people - posts, popular)
    seat = np.repeat(np.arange(posts), capacity)
    held = rng.permutation(people)[: len(seat)] * posts + seat
    held = held[rng.random(len(held)) < 0.95]
    code = np.union1d(rng.choice(people * posts, pairs - len(held), replace=False, shuffle=False), held)
    who, where = np.divmod(code, posts)
    talent = rng.normal(0, 12_000, people)
    table = pd.DataFrame(
        {
            "nip": pd.Categorical.from_codes(who, categories=[f"{n:018}" for n in range(people)]),
            "post": pd.Categorical.from_codes(where, categories=[f"P{n:05}" for n in range(posts)]),
            "score": (50_000 + talent[who] + rng.normal(0, 12_000, len(code))).clip(0, 100_000).astype("int64"),
            "stay": np.where(np.isin(code, held), 3_000, 0),
        }
    )
    return table, pd.DataFrame({"post": [f"P{n:05}" for n in range(posts)], "capacity": capacity, "weight": 0})


def ours(shared: bool = True) -> dict[str, float]:
    from ortools.graph.python import min_cost_flow  # noqa: F401  (as for the peers, its import is not measured)

    pairs, seats = instance(shared)
    found, wall, cpu = clocked(lambda: assign(pairs, seats))
    assert isinstance(found, Assignment)
    # The proof is checked outside the measured time, and after the peak is read.
    peak = peak_mb()
    return {"wall_s": wall, "cpu_s": cpu, "peak": peak, "total": found.total, "faults": len(found.check(pairs, seats))}


def scipy_matching(pairs: pd.DataFrame, seats: pd.DataFrame) -> float:
    """One row for each seat (a post with three is three to it); a seat left empty has a stand-in worth nothing."""
    people, capacity = len(pairs["nip"].cat.categories), seats["capacity"].to_numpy()
    who, where = pairs["nip"].cat.codes.to_numpy(np.int64), pairs["post"].cat.codes.to_numpy(np.int64)
    worth = (pairs["score"] + pairs["stay"]).to_numpy()
    copies = capacity[where]
    number = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    seat = np.repeat((np.cumsum(capacity) - capacity)[where], copies) + number
    own = np.arange(capacity.sum())
    rows, columns = np.concatenate([seat, own]), np.concatenate([np.repeat(who, copies), people + own])
    cost = np.concatenate([np.repeat(MOST - worth, copies), np.full(len(own), MOST)]).astype(float)
    matrix = sp.csr_array((cost, (rows, columns)), shape=(len(own), people + len(own)))
    return float((MOST - matrix[min_weight_full_bipartite_matching(matrix)]).sum())


def scipy_fresh(shared: bool = True) -> dict[str, float]:
    pairs, seats = instance(shared)
    total, wall, cpu = clocked(lambda: scipy_matching(pairs, seats))
    return {"wall_s": wall, "cpu_s": cpu, "peak": peak_mb(), "total": total}


def ours_single() -> dict[str, float]:
    return ours(shared=False)


def scipy_single() -> dict[str, float]:
    return scipy_fresh(shared=False)


def highs() -> dict[str, float]:
    pairs, seats = instance()

    def solve_lp() -> Any:
        n, people, posts = len(pairs), len(pairs["nip"].cat.categories), len(seats)
        who, where = pairs["nip"].cat.codes.to_numpy(np.int64), pairs["post"].cat.codes.to_numpy(np.int64)
        down, across = np.concatenate([who, people + where]), np.concatenate([np.arange(n), np.arange(n)])
        rows = sp.csr_array((np.ones(2 * n), (down, across)), shape=(people + posts, n))
        worth = (pairs["score"] + pairs["stay"]).to_numpy(float)
        options = {"time_limit": HIGHS_SECONDS}
        most = np.concatenate([np.ones(people), seats["capacity"]])
        return linprog(-worth, rows, most, method="highs-ds", options=options)

    found, wall, cpu = clocked(solve_lp)
    return {
        "wall_s": wall,
        "cpu_s": cpu,
        "peak": peak_mb(),
        "finished": found.status == 0,
        "total": round(-found.fun) if found.status == 0 else 0,
    }


def clocked(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gave, wall seconds and CPU seconds."""
    cpu = time.process_time()
    found, wall = timed(work)
    return found, wall, time.process_time() - cpu


def _every_tier() -> tuple[str, ...]:
    """All but the two tiers that a province's governor does not fill alone."""
    return tuple(t for t in resources.schemas().vocabulary.codes("tier") if t not in ("jpt_utama", "jpt_madya"))


def widest() -> dict[str, float]:
    """From a staffing to the optimal plan, every post in scope: eligibility, merit, assignment, chains."""
    staffing = demo.province(resources.references(), resources.schemas())
    return _planned(State(staffing, replace(resources.default_policy(), tiers=_every_tier())))


def usual() -> dict[str, float]:
    """The same in the agency's default scope."""
    staffing = demo.province(resources.references(), resources.schemas())
    return _planned(State(staffing, resources.default_policy()))


def _planned(state: State) -> dict[str, Any]:
    rulebook = resources.rulebook()
    ground, first, cpu = clocked(lambda: prepare(state, rulebook))
    _, second, more = clocked(lambda: solve(ground, state.policy))
    _, again = timed(lambda: solve(ground, state.policy))
    return {"wall_s": first + second, "cpu_s": cpu + more, "again_s": again, "pairs": len(ground.person)}


def limited() -> dict[str, float]:
    """The widest scope again, with half of the moves that the plan would make without a limit."""
    staffing = demo.province(resources.references(), resources.schemas())
    state = State(staffing, replace(resources.default_policy(), tiers=_every_tier()))
    ground = prepare(state, resources.rulebook())
    free = solve(ground, state.policy)
    assert isinstance(free, Plan)
    half = replace(state.policy, move_limit=len(free.moves) // 2)
    found, wall = timed(lambda: solve(ground, half))
    assert isinstance(found, Plan)
    return {"wall_s": wall, "gap": found.assignment.gap, "moves": found.assignment.moves}


def measure(report: Report) -> None:
    here = __name__
    _beside_peers(report, "placement.assign", "ours", "scipy_fresh", alone(here, "highs"))
    _beside_peers(report, "placement.assign_single_seats", "ours_single", "scipy_single")
    wide = alone(here, "widest")
    report.add("placement.plan.wall_s", wide["wall_s"], "s", target=15)
    report.add("placement.plan.cpu_s", wide["cpu_s"], "s")
    report.add("placement.plan.peak_mb", wide["peak_mb"], "MB", target=2048)
    narrow = alone(here, "usual")
    report.add("placement.plan.default_wall_s", narrow["wall_s"], "s")
    report.add("placement.plan.resolve_s", narrow["again_s"], "s")
    half = alone(here, "limited")
    report.add("placement.limit.wall_s", half["wall_s"], "s")
    report.add("placement.limit.gap", half["gap"], "pts")


def _beside_peers(report: Report, name: str, mine: str, peer: str, slow: dict[str, float] | None = None) -> None:
    runs = [(alone(__name__, mine), alone(__name__, peer)) for _ in range(RUNS)]
    totals = {run["total"] for pair in runs for run in pair}
    if slow and slow["finished"]:
        totals.add(slow["total"])
    if len(totals) != 1 or any(own["faults"] for own, _ in runs):
        raise SystemExit(f"{name}: the engines disagree on the best plan's worth, or its proof fails: {sorted(totals)}")
    for figure, key, unit in (("wall_s", "wall_s", "s"), ("cpu_s", "cpu_s", "s"), ("peak_mb", "peak", "MB")):
        own, scipy = (median(pair[side][key] for pair in runs) for side in (0, 1))
        report.add(f"{name}.{figure}", own, unit, peer="scipy matching", peer_figure=round(scipy, 3))
        if slow and slow["finished"]:
            report.add(f"{name}.{figure}", own, unit, peer="HiGHS dual simplex", peer_figure=round(slow[key], 3))
        elif slow:
            report.add(f"{name}.{figure}", own, unit, peer=f"HiGHS dual simplex: not finished in {HIGHS_SECONDS:g} s")
