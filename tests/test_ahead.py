"""A plan ahead of the search: within its limits, never better than its bound says, and at last the best."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.placement import Plan, prepare, solve
from workbench.placement.ground import Ground
from workbench.placement.limits.ahead import ahead
from workbench.placement.limits.kept import violations
from workbench.scenario import Apart, Budget, Limit, Policy, Quality, Share, State, UnitMoves

EDUCATION = "0040000"
LIMITS: list[Limit] = [
    UnitMoves(EDUCATION, 1),
    Budget(6_000_000),
    Share("female", "least", 40, ("administrator", "pengawas"), each=True),
    Quality(each=True),
    Apart(),
]


pytestmark = pytest.mark.usefixtures("impatient", "unhurried")


@pytest.fixture(scope="module")
def ground(province, policy, rulebook) -> Ground:
    return prepare(State(province, policy), rulebook)


def eased(limit: Limit) -> st.SearchStrategy[Limit]:
    """The limit with another most, if it counts moves or money."""
    if not isinstance(limit, UnitMoves | Budget):
        return st.just(limit)
    return st.builds(lambda most: replace(limit, most=most), st.integers(0, 2 * limit.most))


@st.composite
def questions(draw: st.DrawFn, plan: Plan) -> Policy:
    """A lock, a ban, or another most."""
    policy, ground = plan.policy, plan.ground
    row = draw(st.integers(0, len(ground.person) - 1))
    seat = (str(ground.people["nip"].iloc[ground.person[row]]), str(ground.seats["post"].iloc[ground.post[row]]))
    moves = plan.moves
    out = draw(st.integers(0, max(len(moves) - 1, 0)))
    match draw(st.sampled_from(["lock", "ban", "moves", "limit"])):
        case "lock":
            return replace(policy, locks=policy.locks | {seat})
        case "ban" if len(moves):
            return replace(policy, forbids=policy.forbids | {(moves["nip"].iloc[out], moves["to_post"].iloc[out])})
        case "limit" if any(isinstance(limit, UnitMoves | Budget) for limit in policy.limits):
            return replace(policy, limits=tuple(draw(eased(limit)) for limit in policy.limits))
    return replace(policy, move_limit=draw(st.integers(1, 12)))


@settings(max_examples=20)
@given(st.lists(st.sampled_from(LIMITS), max_size=2, unique_by=lambda limit: limit.id), st.integers(3, 9), st.data())
def test_a_plan_ahead_keeps_every_limit_and_its_bound_holds_for_the_best(ground, policy, limits, most, data):
    known = solve(ground, replace(policy, limits=tuple(limits), move_limit=most))
    if not isinstance(known, Plan):
        return
    asked = data.draw(questions(known))
    found = ahead(known, asked)
    if found is None:
        return
    assert found.hasty and found.policy is asked
    assert violations(found, asked).empty
    assert asked.locks <= set(zip(found.rows["nip"], found.rows["to_post"], strict=True))
    assert not asked.forbids & set(zip(found.rows["nip"], found.rows["to_post"], strict=True))
    best = solve(ground, asked)
    assert isinstance(best, Plan) and not best.hasty
    one, other = found.assignment, best.assignment
    assert one.levels <= other.levels
    assert other.critical > one.critical or other.total <= one.total + one.gap
    assert found.summary["gap"] == one.gap


@pytest.fixture(scope="module")
def known(ground, policy) -> Plan:
    plan = solve(ground, replace(policy, limits=(UnitMoves(EDUCATION, 2), Budget(20_000_000)), move_limit=6))
    assert isinstance(plan, Plan) and len(plan.moves)
    return plan


def test_most_small_changes_have_a_plan_ahead(ground, known):
    row = known.moves.iloc[-1]
    asked = [replace(known.policy, move_limit=most) for most in (4, 5, 7, 8)]
    asked += [replace(known.policy, forbids=frozenset({(nip, post)})) for nip, post in seats(known).head(4).to_numpy()]
    asked += [replace(known.policy, limits=(UnitMoves(EDUCATION, 1), Budget(20_000_000)))]
    asked += [replace(known.policy, locks=frozenset({(row["nip"], row["to_post"])}))]
    assert sum(ahead(known, policy) is not None for policy in asked) >= 8


def seats(plan: Plan) -> pd.DataFrame:
    return plan.moves[["nip", "to_post"]]


@pytest.mark.parametrize(
    "change",
    [
        {"move_price": 9_000},
        {"limits": (Budget(20_000_000),)},
        {"limits": (UnitMoves("0050000", 2), Budget(20_000_000))},
        {"move_limit": None},
        {"unknown": "bar"},
    ],
    ids=str,
)
def test_what_changes_more_than_that_is_left_to_the_search(known, change):
    assert ahead(known, replace(known.policy, **change)) is None


def test_a_release_is_left_to_the_search(ground, known):
    nip, post = seats(known).to_numpy()[0]
    locked = solve(ground, replace(known.policy, locks=frozenset({(nip, post)})))
    assert ahead(locked, known.policy) is None
    assert ahead(locked, locked.policy).assignment.value == locked.assignment.value


def test_without_limits_there_is_nothing_ahead(ground, policy):
    free = solve(ground, policy)
    assert free.warm is None and not free.hasty and ahead(free, policy) is None


def test_a_post_that_a_limit_keeps_vacant_still_says_so(known):
    posts = set(known.vacant.loc[known.vacant["reason"] == "limit", "post"])
    found = ahead(known, replace(known.policy, move_limit=5))
    still = found.vacant.set_index("post")["reason"].reindex(sorted(posts)).dropna()
    assert len(still) and set(still) == {"limit"}
