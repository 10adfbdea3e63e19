"""A limit on moves against brute force, against its own proof, and when it is stopped or cannot be kept."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from tests.test_assign import SEATS, SetAfter, crowded, levels, names, problems, the_best
from workbench.placement.engine.assign import Assignment, Infeasible, Stopped, assign
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.within import LOT_BITS, Within, assign_within
from workbench.placement.engine.problem import read


def assign_limited(pairs, seats, must, limit, **options) -> Within | Infeasible:
    """The best plan with at most so many moves."""
    problem = read(pairs, seats, must)
    moves = csr_array(problem.move.astype(np.int64)[np.newaxis, :])
    return assign_within(problem, Rows(("moves",), ("moves",), moves, np.array([limit], np.int64)), **options)


@given(problems(), st.data())
@settings(max_examples=150)
def test_with_a_limit_on_moves_the_plan_is_the_one_that_trying_every_plan_finds(problem, data):
    pairs, seats = problem
    must = (
        tuple(data.draw(st.lists(st.sampled_from(sorted(set(pairs["nip"]))), unique=True, max_size=2)))
        if len(pairs)
        else ()
    )
    limit = data.draw(st.integers(0, 4))
    expected = the_best(pairs, seats, must, limit, LOT_BITS)
    plan = assign_limited(pairs, seats, must, limit)
    if expected is None:
        assert isinstance(plan, Infeasible)
        return
    assert isinstance(plan, Assignment)
    assert (levels(plan), plan.gap, plan.unique) == (expected[0], 0, True)
    assert plan.check(pairs, seats) == ()
    free = assign(pairs, seats, must)
    assert names(plan) == (names(free) if free.moves <= limit else expected[1])


def test_a_limit_that_does_not_bind_gives_the_plan_without_one():
    pairs, seats = crowded(4, people=120, posts=50, choices=6, critical=0.1)
    free = assign(pairs, seats)
    loose = assign_limited(pairs, seats, None, free.moves)
    assert (names(loose), loose.gap) == (names(free), 0)
    bound = assign_limited(pairs, seats, None, free.moves - 1)
    assert bound.moves <= free.moves - 1


@pytest.mark.parametrize("limit", [0, 1, 7, 60])
def test_a_limited_plan_is_proven_and_unique_and_no_row_order_changes_it(limit):
    pairs, seats = crowded(6, people=500, posts=160, choices=9, critical=0.1)
    plan = assign_limited(pairs, seats, None, limit)
    again = assign_limited(pairs.sample(frac=1, random_state=1), seats, None, limit)
    assert (plan.gap, plan.unique, plan.moves) == (0, True, limit)
    assert plan.check(pairs, seats) == ()
    pd.testing.assert_frame_equal(plan.table, again.table)


@pytest.mark.parametrize("limit", range(1, 8))
def test_more_moves_never_make_a_plan_worse(limit):
    pairs, seats = crowded(7, people=150, posts=60, choices=6, critical=0.2)
    less, more = (assign_limited(pairs, seats, None, moves) for moves in (limit, limit + 1))
    assert (less.critical, less.total) <= (more.critical, more.total)


def chains_for_critical_seats(count: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Each vacant critical post can be filled only by the holder of another, whom somebody else can follow.

    So one more critical seat takes two moves. Beside them stands one plain vacancy that one move would fill.
    """
    rows, posts = [], [("plain", 1, 0), ("base", 3 * count + 1, 0)]
    for n in range(count):
        rows += [(f"holder{n}", f"held{n}", 50_000 + n, True), (f"holder{n}", f"vacant{n}", 40_000, False)]
        rows += [(f"heir{n}", "base", 20_000, True), (f"heir{n}", f"held{n}", 30_000 + 7 * n, False)]
        posts += [(f"held{n}", 1, 1), (f"vacant{n}", 1, 1)]
    rows += [("plainer", "base", 10_000, True), ("plainer", "plain", 90_000, False)]
    pairs = pd.DataFrame(rows, columns=["nip", "post", "score", "holds"])
    return pairs, pd.DataFrame(posts, columns=["post", "capacity", "weight"])


@pytest.mark.parametrize(("limit", "critical", "plain"), [(2, 7, False), (3, 7, True), (4, 8, False), (5, 8, True)])
def test_a_limit_that_cuts_through_a_chain_spends_the_odd_move_on_merit(limit, critical, plain):
    pairs, seats = chains_for_critical_seats(6)
    plan = assign_limited(pairs, seats, None, limit)
    assert (plan.critical, plan.moves, plan.gap, plan.unique) == (critical, limit, 0, True)
    assert (("plainer", "plain") in names(plan)) is plain
    assert plan.check(pairs, seats) == ()


def test_a_limit_below_what_must_be_moved_is_infeasible_with_the_reason():
    pairs = pd.DataFrame({"nip": ["A", "B", "C"], "post": ["x", "y", "y"], "score": 5, "holds": [False, False, True]})
    found = assign_limited(pairs, SEATS, ["A", "B"], 1)
    assert isinstance(found, Infeasible)
    assert (found.limits, found.least, found.code) == (("moves",), 2, "limit")
    assert "paling sedikit 2" in found.reason
    assert assign_limited(pairs, SEATS, ["A", "B"], 2).moves == 2


def test_when_stopped_the_best_plan_so_far_comes_back_with_an_honest_gap():
    pairs, seats = crowded(8, people=400, posts=150, choices=8, critical=0.1)
    best = assign_limited(pairs, seats, None, 40)
    with pytest.raises(Stopped):
        assign_limited(pairs, seats, None, 40, stop=SetAfter(0))
    gaps = []
    for times in (6, 8, 11, 14):
        plan = assign_limited(pairs, seats, None, 40, stop=SetAfter(times))
        assert plan.check(pairs, seats) == ()
        assert plan.value <= best.value <= plan.bound
        gaps.append(plan.gap)
    assert gaps[0] > 0
    assert gaps == sorted(gaps, reverse=True)


def test_when_time_is_over_the_plan_is_lawful_and_its_bound_holds():
    pairs, seats = crowded(8, people=400, posts=150, choices=8, critical=0.1)
    best = assign_limited(pairs, seats, None, 40)
    hurried = assign_limited(pairs, seats, None, 40, time_limit=0.0)
    assert hurried.check(pairs, seats) == ()
    assert hurried.value <= best.value <= hurried.bound
