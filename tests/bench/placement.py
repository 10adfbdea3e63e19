"""The assignment on a synthetic instance beside scipy and HiGHS, and the whole plan of the full demo."""

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import scipy.sparse as sp
from scipy.optimize import linprog
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from tests.bench.rows import Report, alone, timed
from workbench.io import resources
from workbench.placement import Assignment, assign, prepare, solve
from workbench.scenario import State
from workbench.staffing import demo

HIGHS_SECONDS = 120.0


def instance(people: int = 13_000, posts: int = 5_000, pairs: int = 1_500_000) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Random eligible pairs with whole scores; one seat a post, none critical, so that peers solve the same problem."""
    rng = np.random.default_rng(1)
    code = np.unique(rng.integers(0, people * posts, int(pairs * 1.02)))[:pairs]
    who, where = np.divmod(code, posts)
    table = pd.DataFrame(
        {
            "nip": pd.Categorical.from_codes(who, categories=[f"{n:018}" for n in range(people)]),
            "post": pd.Categorical.from_codes(where, categories=[f"P{n:05}" for n in range(posts)]),
            "score": rng.integers(20_000, 100_001, len(code)),
        }
    )
    return table, pd.DataFrame({"post": [f"P{n:05}" for n in range(posts)], "capacity": 1, "weight": 0})


def ours() -> dict[str, float]:
    pairs, seats = instance()
    cpu = time.process_time()
    found, wall = timed(lambda: assign(pairs, seats))
    assert isinstance(found, Assignment)
    return {
        "wall_s": wall,
        "cpu_s": time.process_time() - cpu,
        "total": found.total,
        "faults": len(found.check(pairs, seats)),
    }


def scipy_matching() -> dict[str, float]:
    """Everyone has a seat of one's own that is worth nothing, so a full matching leaves people out."""
    pairs, seats = instance()
    people, posts = len(pairs["nip"].cat.categories), len(seats)
    who, where = pairs["post"].cat.codes.to_numpy(np.int64), pairs["nip"].cat.codes.to_numpy(np.int64)
    own = np.arange(posts)
    rows, columns = np.concatenate([who, own]), np.concatenate([where, people + own])
    cost = np.concatenate([100_001 - pairs["score"].to_numpy(), np.full(posts, 100_001)]).astype(float)
    matrix = sp.csr_array((cost, (rows, columns)), shape=(posts, people + posts))
    (left, right), wall = timed(lambda: min_weight_full_bipartite_matching(matrix))
    return {"wall_s": wall, "total": float((100_001 - matrix[left, right]).sum())}


def highs() -> dict[str, float]:
    pairs, seats = instance()
    n, people, posts = len(pairs), len(pairs["nip"].cat.categories), len(seats)
    column = np.arange(n)
    who, where = pairs["nip"].cat.codes.to_numpy(np.int64), pairs["post"].cat.codes.to_numpy(np.int64)
    rows = sp.csr_array(
        (np.ones(2 * n), (np.concatenate([who, people + where]), np.concatenate([column, column]))),
        shape=(people + posts, n),
    )
    options = {"time_limit": HIGHS_SECONDS}
    found, wall = timed(
        lambda: linprog(
            -pairs["score"].to_numpy(float), rows, np.ones(people + posts), method="highs-ds", options=options
        )
    )
    return {"wall_s": wall, "total": -found.fun if found.success else float("nan")}


def widest() -> dict[str, float]:
    """From a staffing to the optimal plan, every post in scope: eligibility, merit, assignment, chains."""
    staffing = demo.province(resources.references(), resources.schemas())
    tiers = tuple(t for t in resources.schemas().vocabulary.codes("tier") if t not in ("jpt_utama", "jpt_madya"))
    state = State(staffing, replace(resources.default_policy(), tiers=tiers))
    return _planned(state)


def usual() -> dict[str, float]:
    """The same in the agency's default scope."""
    staffing = demo.province(resources.references(), resources.schemas())
    return _planned(State(staffing, resources.default_policy()))


def _planned(state: State) -> dict[str, Any]:
    rulebook = resources.rulebook()
    ground, first = timed(lambda: prepare(state, rulebook))
    _, second = timed(lambda: solve(ground, state.policy))
    _, again = timed(lambda: solve(ground, state.policy))
    return {"wall_s": first + second, "again_s": again, "pairs": len(ground.person)}


def measure(report: Report) -> None:
    here = __name__
    found, peer = alone(here, "ours"), alone(here, "scipy_matching")
    if (found["total"], found["faults"]) != (peer["total"], 0):
        raise SystemExit(
            f"the plan is worth {found['total']}, scipy's {peer['total']}; {found['faults']} faults in the proof"
        )
    scipy = "scipy min_weight_full_bipartite_matching"
    report.add("placement.assign.wall_s", found["wall_s"], "s", peer=scipy, peer_figure=round(peer["wall_s"], 3))
    report.add("placement.assign.cpu_s", found["cpu_s"], "s")
    report.add("placement.assign.peak_mb", found["peak_mb"], "MB", peer=scipy, peer_figure=round(peer["peak_mb"], 1))
    slow = alone(here, "highs")
    name = "HiGHS dual simplex" if slow["total"] == found["total"] else f"HiGHS, not finished in {HIGHS_SECONDS:g} s"
    report.add("placement.assign.wall_s.highs", found["wall_s"], "s", peer=name, peer_figure=round(slow["wall_s"], 3))
    wide = alone(here, "widest")
    report.add("placement.plan.wall_s", wide["wall_s"], "s", target=15)
    report.add("placement.plan.peak_mb", wide["peak_mb"], "MB", target=2048)
    narrow = alone(here, "usual")
    report.add("placement.plan.default_wall_s", narrow["wall_s"], "s")
    report.add("placement.plan.resolve_s", narrow["again_s"], "s")
