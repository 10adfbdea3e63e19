"""The frontier of merit and moves against the plan at each of its prices."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_assign import SetAfter, crowded, problems
from workbench.placement.engine.assign import Infeasible, assign
from workbench.placement.engine.limits.frontier import TOP, frontier
from workbench.placement.engine.problem import read
from workbench.placement.ground import prepare
from workbench.placement.limits import frontier as placement
from workbench.placement.plan import solve
from workbench.scenario import State


def paid(pairs: pd.DataFrame, price: int) -> pd.DataFrame:
    """The pairs where whoever stays is paid the price."""
    return pairs.assign(stay=0).assign(stay=lambda table: table["holds"].astype("int64") * price)


def sold(pairs: pd.DataFrame, seats: pd.DataFrame, points: int, **options) -> pd.DataFrame | Infeasible:
    return frontier(read(paid(pairs, 0), seats, None), points, **options)


@given(problems(), st.integers(1, 12))
@settings(max_examples=60, deadline=None)
def test_each_point_is_the_best_plan_at_its_price(problem, points):
    pairs, seats = problem
    found = sold(pairs, seats, points)
    assert 1 <= len(found) <= points
    for row in found.to_dict("records"):
        best = assign(paid(pairs, row["price"]), seats)
        scores = int(best.table["score"].sum())
        assert (row["moves"], row["merit"], row["critical"]) == (best.moves, scores, best.critical)


def test_more_costly_moves_are_fewer_and_the_last_price_is_the_highest():
    found = sold(*crowded(3, people=300, posts=120, choices=8, critical=0.0), points=20)
    assert found["price"].is_monotonic_increasing
    assert found["moves"].is_monotonic_decreasing
    assert found["merit"].is_monotonic_decreasing
    assert found["price"].iloc[[0, -1]].tolist() == [0, TOP]


def test_the_points_lie_evenly_over_the_moves():
    found = sold(*crowded(3, people=600, posts=200, choices=8, critical=0.0), points=20)
    gaps = -found["moves"].diff().dropna()
    assert gaps.max() <= 4 * found["moves"].iloc[0] / 20


def test_a_stopped_frontier_keeps_the_points_that_it_has():
    pairs, seats = crowded(3, people=300, posts=120, choices=8, critical=0.0)
    whole = sold(pairs, seats, points=20)
    part = sold(pairs, seats, points=20, stop=SetAfter(4))
    assert 1 < len(part) < len(whole)
    assert part["price"].iloc[0] == 0


def test_who_must_be_placed_and_cannot_be_is_named():
    pairs = pd.DataFrame({"nip": ["A", "B"], "post": ["x", "x"], "score": [5, 6], "holds": [True, False]})
    seats = pd.DataFrame({"post": ["x"], "capacity": [1], "weight": [0]})
    assert isinstance(frontier(read(pairs, seats, ["A", "B"])), Infeasible)


def test_a_frontier_of_no_points_is_refused():
    with pytest.raises(ValueError, match="one point or more"):
        sold(*crowded(3, people=10, posts=5, choices=3, critical=0.0), points=0)


def test_each_row_of_a_province_is_the_plan_that_its_price_gives(province, policy, rulebook):
    ground = prepare(State(province, policy), rulebook)
    found = placement.frontier(ground, replace(policy, move_limit=3), points=6)
    for row in found.to_dict("records"):
        plan = solve(ground, replace(policy, move_price=row["price"]))
        assert row["moves"] == plan.summary["moves"]
        assert row["critical"] == plan.assignment.critical
        assert row["merit"] == int(plan.assignment.table["score"].sum())
