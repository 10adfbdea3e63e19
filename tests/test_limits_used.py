"""What a plan uses of its limits, and which posts only a limit keeps vacant: held against trying each move."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from workbench.placement import Plan, prepare, solve
from workbench.placement.ground import Ground
from workbench.placement.limits.offered import Offered
from workbench.placement.plan import told as bare
from workbench.placement.why.limits import barred, kept_vacant, reasoned, used
from workbench.scenario import Apart, Budget, Freeze, Limit, Policy, Quality, Share, State, UnitMoves

EDUCATION, HEALTH, PEOPLE = "0040000", "0050000", "0320000"
LIMITS: list[Limit] = [
    UnitMoves(EDUCATION, 0),
    UnitMoves(PEOPLE, 1),
    Budget(0),
    Budget(6_000_000),
    Freeze(EDUCATION),
    Freeze(HEALTH),
    Share("female", "least", 40, ("administrator", "pengawas"), each=True),
    Share("local", "most", 10, ("pengawas",)),
    Quality(each=True),
    Apart(),
]
CHOICES = st.tuples(
    st.lists(st.sampled_from(LIMITS), max_size=3, unique_by=lambda limit: limit.id),
    st.none() | st.integers(0, 8),
)


@pytest.fixture(scope="module")
def ground(province, policy, rulebook) -> Ground:
    return prepare(State(province, policy), rulebook)


def planned(ground: Ground, policy: Policy, *limits: Limit, move_limit: int | None = None) -> Plan:
    plan = solve(ground, replace(policy, limits=limits, move_limit=move_limit))
    assert isinstance(plan, Plan), plan
    return plan


def worth(plan: Plan, offered: Offered, chosen: np.ndarray) -> tuple[int, int]:
    """Critical seats filled, and points: what a plan is judged by."""
    seats, pairs = plan.ground.seats, offered.pairs[chosen]
    critical = (seats["critical"] & seats["in_scope"]).to_numpy()[pairs["at"]]
    return int(critical.sum()), int((pairs["score"] + pairs["stay"]).sum())


def broken(offered: Offered, policy: Policy, chosen: np.ndarray) -> set[str]:
    """The limits that these pairs break."""
    rows, numbers = offered.limits.rows, set(offered.limits.barred[chosen]) - {-1}
    over = rows.matrix @ chosen.astype("int64") > rows.most
    return set(offered.limits.table.loc[over, "limit"]) | {policy.limits[number].id for number in numbers}


def tried(plan: Plan) -> dict[str, tuple[int, set[str]]]:
    """post -> candidates who would better the plan there, and the limits that this breaks: one after another."""
    offered = plan.offered
    before, pairs = offered.chosen(plan.assignment.table), offered.pairs
    best = worth(plan, offered, before)
    vacant = set(plan.vacant.loc[plan.vacant["reason"] != "selection", "post"])
    found: dict[str, tuple[int, set[str]]] = {}
    for pair in np.flatnonzero(pairs["post"].isin(vacant).to_numpy() & ~before):
        after = before & (pairs["person"] != pairs["person"].iloc[pair]).to_numpy()
        after[pair] = True
        if worth(plan, offered, after) > best:
            limits = broken(offered, plan.policy, after)
            assert limits, "a plan that is proven best overlooks nobody whom no limit keeps away"
            count, named = found.get(str(pairs["post"].iloc[pair]), (0, set()))
            found[str(pairs["post"].iloc[pair])] = (count + 1, named | limits)
    return found


@settings(max_examples=12)
@given(choice=CHOICES)
def test_a_post_is_kept_vacant_by_a_limit_where_trying_everybody_there_says_so(ground, policy, choice):
    limits, move_limit = choice
    plan = solve(ground, replace(policy, limits=tuple(limits), move_limit=move_limit))
    if not isinstance(plan, Plan) or plan.assignment.gap:
        return
    told = kept_vacant(plan).set_index("post")
    by_hand = tried(plan)
    assert set(told.index) == set(by_hand)
    for post, (candidates, named) in by_hand.items():
        assert told.loc[post, "candidates"] == candidates
        assert told.loc[post, "limit"] == named.copy().pop() if len(named) == 1 else pd.isna(told.loc[post, "limit"])


def test_without_a_limit_no_post_is_vacant_because_of_one(ground, policy):
    plan = planned(ground, policy)
    assert kept_vacant(plan).empty
    assert used(plan).empty
    assert barred(plan).empty


def test_a_limit_that_alone_keeps_a_post_vacant_makes_the_plan_better_once_it_is_lifted(ground, policy):
    plan = planned(ground, policy, move_limit=5)
    told = kept_vacant(plan)
    assert len(told) and set(told["limit"]) == {"move_limit"}
    assert planned(ground, policy).assignment.value > plan.assignment.value


def test_a_plan_tells_the_limit_as_the_reason_and_changes_nothing_else(ground, policy):
    found = planned(ground, policy, move_limit=5)
    plan = bare(ground, found.policy, found.found, {})
    told = reasoned(plan)
    changed = told.vacant["reason"] != plan.vacant["reason"]
    assert set(told.vacant.loc[changed, "reason"]) == {"limit"}
    assert set(told.vacant.loc[changed, "post"]) == set(kept_vacant(plan)["post"])
    assert told.vacant.drop(columns="reason").equals(plan.vacant.drop(columns="reason"))
    free = planned(ground, policy)
    assert reasoned(free) is free


def test_a_frozen_unit_that_alone_keeps_its_vacant_post_vacant_is_named(ground, policy):
    units = ground.staffing.posts.set_index("post")["unit"]
    named = []
    for post in planned(ground, policy).moves["to_post"]:
        plan = planned(ground, policy, Freeze(str(units[post])))
        told = kept_vacant(plan).set_index("post")["limit"]
        named += [told[post]] if post in told.index else []
        assert barred(plan)[f"freeze:@{units[post]}"] > 0
    assert named and all(str(each).startswith("freeze:") for each in named)


def test_rows_are_read_once_for_plans_that_differ_by_the_price_of_a_move_alone(ground, policy):
    limits = (Budget(6_000_000),)
    first = planned(ground, policy, *limits)
    offered = first.offered
    assert planned(ground, policy, *limits).offered is offered
    dearer = planned(ground, replace(policy, move_price=9_000), *limits)
    assert dearer.offered.limits is offered.limits
    fresh = planned(replace(ground), replace(policy, move_price=9_000), *limits)
    assert_frame_equal(dearer.offered.pairs, fresh.offered.pairs)
    assert dearer.to_record() == fresh.to_record()
    assert planned(ground, policy, Budget(7_000_000)).offered.limits is not offered.limits
    assert_frame_equal(first.offered.pairs, offered.pairs)


def test_a_limit_is_full_when_not_one_more_fits_in(ground, policy):
    plan = planned(ground, policy, UnitMoves(PEOPLE, 1), Budget(10**12), Apart(), move_limit=5)
    table = used(plan).set_index("limit")
    assert table.loc["move_limit", "full"] and table.loc["move_limit", "used"] == 5
    assert table.loc[f"unit_moves:@{PEOPLE}", "full"] == (table.loc[f"unit_moves:@{PEOPLE}", "used"] == 1)
    assert not table.loc["budget", "full"]
    assert not table.loc[["apart"], "full"].any(), "two people kept apart use nothing up"
