"""Placement within limits against an integer program over everything, and against its own proof."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from workbench.placement.engine.assign import Infeasible
from workbench.placement.engine.limits.rounding import rounded
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.within import Within, assign_within
from workbench.placement.engine.problem import Problem, read

Tables = tuple[pd.DataFrame, pd.DataFrame]

KINDS = ("moves", "budget", "unit", "share", "apart")


def office(seed: int, people: int, posts: int, choices: int, critical: float = 0.0) -> Tables:
    """People with a present seat and some others they may take; scores in steps, so that ties and rings abound."""
    draw = np.random.default_rng(seed)
    held = draw.integers(0, posts, people)
    key = np.unique(
        np.concatenate([np.repeat(np.arange(people), choices) * posts + draw.integers(0, posts, people * choices),
                        np.arange(people) * posts + held])
    )  # fmt: skip
    person, post = key // posts, key % posts
    holds = held[person] == post
    pairs = pd.DataFrame(
        {
            "nip": pd.Series([f"{n:06d}" for n in person], dtype="str"),
            "post": pd.Series([f"J{n:04d}" for n in post], dtype="str"),
            "score": draw.integers(0, 101, len(key)) * 500,
            "stay": np.where(holds, 3000, 0),
            "holds": holds,
        }
    )
    names = pd.Series([f"J{n:04d}" for n in range(posts)], dtype="str")
    seats = pd.DataFrame(
        {"post": names, "capacity": draw.integers(0, 3, posts), "weight": (draw.random(posts) < critical).astype(int)}
    )
    return pairs, seats


def limits(problem: Problem, kinds: tuple[str, ...], seed: int, tight: float) -> Rows:
    """Limits of each kind over three units; `tight` from 0 (nothing may count) to 1 (hardly binding)."""
    draw = np.random.default_rng(seed)
    network, count = problem.network, len(problem.score)
    unit, woman = np.arange(network.seats) % 3, draw.random(network.people) < 0.5
    home = np.full(network.people, -1)
    home[network.person[~problem.move]] = unit[network.seat[~problem.move]]
    cost = np.where(problem.move, draw.integers(1, 40, count), 0)
    there, woman_pair = unit[network.seat], woman[network.person]
    rows: list[tuple[str, str, np.ndarray, int]] = []
    for kind in kinds:
        if kind == "moves":
            rows.append((kind, kind, problem.move.astype(int), int(tight * network.people * 0.5)))
        if kind == "budget":
            rows.append((kind, kind, cost, int(tight * network.people * 8)))
        if kind == "unit":
            leaving = problem.move & (home[network.person] != there)
            for u in range(3):
                rows.append((f"{kind} {u}", kind, leaving & (home[network.person] == u), int(tight * 4)))
        if kind == "share":
            for u in range(3):
                amount = np.where(there == u, np.where(woman_pair, -60, 40), 0)
                rows.append((f"{kind} {u}", kind, amount, int(tight * 40)))
        if kind == "apart" and network.people > 3:
            both = np.isin(network.person, [0, 1]) & (there == 0)
            rows.append((kind, kind, both, 1))
    amounts = [np.asarray(amount, np.int64) for _, _, amount, _ in rows]
    matrix = np.array(amounts, np.int64).reshape(len(rows), count)
    names, sorts = tuple(row[0] for row in rows), tuple(row[1] for row in rows)
    return Rows(names, sorts, csr_array(matrix), np.array([row[3] for row in rows], np.int64))


def by_milp(problem: Problem, rows: Rows) -> tuple[int, int, int] | None:
    """(critical, total, -moves) of the best plan, one level after another, by one integer program over all pairs."""
    network, count = problem.network, len(problem.score)
    columns, ones = np.arange(count), np.ones(count)
    one = csr_array((ones, (network.person, columns)), shape=(network.people, count))
    room = csr_array((ones, (network.seat, columns)), shape=(network.seats, count))
    rules = [
        LinearConstraint(one, network.must.astype(float), 1),
        LinearConstraint(room, -np.inf, network.capacity),
        LinearConstraint(rows.matrix.astype(float), -np.inf, rows.most),
    ]
    reached = []
    for level in (problem.critical[network.seat].astype(int), problem.merit, -problem.move.astype(int)):
        found = milp(
            -level.astype(float), integrality=1, bounds=Bounds(0, 1), constraints=rules, options={"mip_rel_gap": 0}
        )
        if found.status == 2:
            return None
        assert found.status == 0, found.message
        best = int(level[found.x > 0.5].sum())
        reached.append(best)
        rules.append(LinearConstraint(csr_array(level.astype(float)[np.newaxis, :]), best - 0.5, np.inf))
    return reached[0], reached[1], reached[2]


def levels(plan: Within) -> tuple[int, int, int]:
    return plan.critical, plan.total, -plan.moves


@given(
    st.integers(0, 10**6),
    st.integers(2, 14),
    st.integers(1, 7),
    st.lists(st.sampled_from(KINDS), min_size=1, unique=True),
    st.sampled_from([0.0, 0.2, 0.5, 0.9]),
    st.sampled_from([0.0, 0.3]),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_the_plan_is_as_good_as_the_one_of_an_integer_program_over_everything(
    seed, people, posts, kinds, tight, critical, must
):
    pairs, seats = office(seed, people, posts, 3, critical)
    named = tuple(pairs["nip"].unique()[:2]) if must else ()
    problem = read(pairs, seats, named)
    rows = limits(problem, tuple(kinds), seed, tight)
    expected = by_milp(problem, rows)
    plan = assign_within(problem, rows)
    if expected is None:
        assert isinstance(plan, Infeasible)
        return
    assert isinstance(plan, Within)
    assert (levels(plan), plan.gap) == (expected, 0)
    assert plan.check(pairs, seats) == ()


def test_a_share_is_bounded_in_whole_people_and_the_check_finds_a_row_that_does_not_follow():
    pairs, seats = office(5, 14, 5, 3)
    rows = limits(read(pairs, seats, None), ("share",), 5, 0.2)
    plan = assign_within(read(pairs, seats, None), rows)
    assert isinstance(plan, Within)
    extra = [name for name in plan.counted.names if name not in plan.rows.names]
    assert extra
    assert plan.check(pairs, seats) == ()
    forged = plan.counted.most - np.isin(plan.counted.names, extra)
    told = replace(plan, counted=plan.counted.up_to(forged)).check(pairs, seats)
    assert "a row of the proof does not follow from a limit" in told


@pytest.mark.parametrize("least", [1, 2, 3, 4])
def test_a_rounded_share_leaves_every_plan_of_whole_people_that_keeps_the_share(least):
    """At least so many women of ten among those who hold any number of seats: each count of both, tried."""
    for seats in range(1, 9):
        nips = [f"{n:02}" for n in range(2 * seats)]
        pairs = pd.DataFrame({"nip": nips, "post": "J", "score": 1, "holds": False})
        problem = read(pairs, pd.DataFrame({"post": ["J"], "capacity": [seats], "weight": [0]}), None)
        woman = np.array([int(nip) < seats for nip in problem.nips])[problem.network.person]
        amount = np.where(woman, least - 10, least)
        row = Rows(("share",), ("share",), csr_array(amount[np.newaxis, :].astype(np.int64)), np.zeros(1, np.int64))
        both = rounded(problem, row.ordered())
        for women in range(seats + 1):
            for men in range(seats + 1 - women):
                chosen = np.concatenate([np.flatnonzero(woman)[:women], np.flatnonzero(~woman)[:men]])
                assert both.kept(np.sort(chosen)) == row.kept(np.sort(chosen)), (seats, women, men)
        assert (len(both) == 2) == (least * seats % 10 != 0)
