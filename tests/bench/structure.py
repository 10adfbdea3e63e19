"""Merging siblings under a cap on the whole, beside one integer programme of all groups solved by HiGHS."""

from collections.abc import Sequence
from statistics import median
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from tests.bench.rows import Report, alone, timed
from workbench.structure.proposals.forest import Merging, merge_siblings
from workbench.structure.proposals.siblings import Siblings

UNITS = 5_000
RUNS = 5
HIGHS_SECONDS = 120.0
CAPPED = 0.4
"""Share of the units that must end where the cap binds; with slack the best plan ends fewer."""


def instance(units: int = UNITS, seed: int = 1) -> list[Siblings]:
    """Sibling groups of 2 to 9 (a few of up to 12) until there are so many units: people by job family, a head each,
    costs as the workbench counts them, in thousands of rupiah; a merged unit bears four at most."""
    rng = np.random.default_rng(seed)
    groups, left = [], units
    while left > 1:
        k = min(left, int(rng.integers(2, 10)) if rng.random() < 0.97 else int(rng.integers(10, 13)))
        people = rng.poisson(5.0, (k, 4)) * (rng.random((k, 4)) < 0.6)
        has = (people > 0) | (rng.random((k, 4)) < 0.2)
        familiar = people @ has.T.astype(np.int64)
        saving = rng.choice([360, 490, 540, 980, 1_260], k) * (rng.random(k) < 0.85)
        cost = 90 * (people.sum(axis=1)[:, None] - familiar) + 60 * familiar + 200 - saving[:, None]
        cost = cost + rng.integers(0, 10, (k, k))
        np.fill_diagonal(cost, 0)
        barred = rng.random((k, k)) < 0.1
        np.fill_diagonal(barred, False)
        groups.append(Siblings(cost.astype(np.int64), barred, np.zeros(k, np.int64), most=4, above=len(groups)))
        left -= k
    return groups


def monolithic(groups: Sequence[Siblings], least: int, seconds: float = HIGHS_SECONDS) -> Any:
    """HiGHS' answer to the same question (groups without loads): each unit goes to one that stays."""
    cost, lower, upper, rows, columns, values = [], [], [], [], [], []
    start, shut, count = 0, [], 0

    def row(which: np.ndarray, weight: np.ndarray | float, low: float, high: float) -> None:
        nonlocal count
        rows.append(np.full(len(which), count))
        columns.append(which)
        values.append(np.broadcast_to(weight, which.shape).astype(float))
        lower.append(low)
        upper.append(high)
        count += 1

    stays = []
    for group in groups:
        k = len(group)
        at = start + np.arange(k * k).reshape(k, k)
        for u in range(k):
            row(at[u], 1, 1, 1)
            if group.most is not None:
                row(at[:, u], np.where(np.arange(k) == u, 1 - group.most, 1), -np.inf, 0)
            for r in range(k):
                if r != u:
                    row(np.array([at[u, r], at[r, r]]), np.array([1, -1]), -np.inf, 0)
                if r > u and group.barred[u, r] and group.barred[r, u]:
                    for s in range(k):
                        row(np.array([at[u, s], at[r, s]]), 1, -np.inf, 1)
        stays.append(np.diag(at))
        shut.append(group.barred.ravel())
        cost.append(group.cost.ravel())
        start += k * k
    units = sum(map(len, groups))
    row(np.concatenate(stays), 1, 0, units - least)
    matrix = coo_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), (count, start))
    return milp(
        np.concatenate(cost).astype(float),
        integrality=np.ones(start),
        bounds=Bounds(0, np.where(np.concatenate(shut), 0, 1)),
        constraints=LinearConstraint(matrix.tocsr(), np.array(lower), np.array(upper)),
        options={"mip_rel_gap": 0, "time_limit": seconds},
    )


def needed(capped: bool) -> int:
    return int(CAPPED * UNITS) if capped else 0


def ours(capped: bool) -> dict[str, float]:
    """The median of runs on groups of their own: one is too short to tell from what else the machine does."""
    merge_siblings(instance(50), 0)  # what numba keeps on disk is read here, as a peer's import is
    walls = []
    for _ in range(RUNS):
        groups = instance()
        found, wall = timed(lambda groups=groups: merge_siblings(groups, needed(capped)))
        assert isinstance(found, Merging) and found.cost == found.bound
        walls.append(wall)
    return {"wall_s": median(walls), "value": found.cost, "ended": found.abolished}


def highs(capped: bool) -> dict[str, float]:
    groups = instance()
    found, wall = timed(lambda: monolithic(groups, needed(capped)))
    done = found.status == 0
    return {"wall_s": wall, "finished": done, "value": round(found.fun) if done else 0}


def measure(report: Report) -> None:
    for name, capped in (("slack", False), ("binding", True)):
        own, peer = alone(__name__, "ours", capped), alone(__name__, "highs", capped)
        if peer["finished"] and peer["value"] != own["value"]:
            raise SystemExit(f"structure.merge_{name}: worth {own['value']} to us and {peer['value']} to HiGHS")
        told = {"peer": "HiGHS", "peer_figure": round(peer["wall_s"], 3)}
        if not peer["finished"]:
            told = {"peer": f"HiGHS: not finished in {HIGHS_SECONDS:g} s"}
        report.add(f"structure.merge_{name}.wall_s", own["wall_s"], "s", **told)
        report.add(f"structure.merge_{name}.ended", own["ended"], "u")
