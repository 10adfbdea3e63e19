"""A plan kept with its residual network: each change equals a fresh plan, and each loss equals brute force."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.placement.engine import flow
from workbench.placement.engine.assign import Solved, solve, telling
from workbench.placement.engine.problem import Problem, read
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import NOTHING, Held, Overrides, Standing, overridden

QUIET = telling(None, None)


@st.composite
def problems(draw, people: int = 7, posts: int = 5) -> Problem:
    """A small market with ties, critical posts, holders who must stay placed, and posts of several seats."""
    n, m = draw(st.integers(2, people)), draw(st.integers(1, posts))
    cells = draw(st.lists(st.sampled_from(list(product(range(n), range(m)))), min_size=1, unique=True))
    score = draw(st.lists(st.integers(0, 6), min_size=len(cells), max_size=len(cells)))
    held = dict(draw(st.permutations(cells))[: draw(st.integers(0, n))])
    stay = draw(st.integers(0, 3))
    capacity = np.array(draw(st.lists(st.integers(0, 3), min_size=m, max_size=m)))
    holders = np.bincount(list(held.values()), minlength=m)
    pairs = pd.DataFrame(
        {
            "nip": [f"N{i}" for i, _ in cells],
            "post": [f"P{j}" for _, j in cells],
            "score": score,
            "stay": [stay if held.get(i) == j else 0 for i, j in cells],
            "holds": [held.get(i) == j for i, j in cells],
        }
    )
    seats = pd.DataFrame(
        {
            "post": [f"P{j}" for j in range(m)],
            "capacity": np.maximum(capacity, holders),
            "weight": draw(st.lists(st.integers(0, 1), min_size=m, max_size=m)),
        }
    )
    must = [f"N{i}" for i in held if draw(st.booleans())]
    return read(pairs, seats, must)


@st.composite
def overrides(draw, problem: Problem) -> Overrides:
    network = problem.network
    people, seats = st.integers(0, network.people - 1), st.integers(0, network.seats - 1)
    chosen = draw(st.lists(st.tuples(people, seats, st.integers(0, 6)), max_size=2, unique_by=lambda one: one[0]))
    held = frozenset(Held(i, j, score) for i, j, score in chosen)
    barred = draw(st.frozensets(st.tuples(people, seats), max_size=3))
    changed = draw(st.dictionaries(seats, st.integers(-1, 2), max_size=2))
    more = {j: max(by, -int(network.capacity[j])) for j, by in changed.items()}
    return Overrides(held, barred, frozenset(more.items()))


def standing(problem: Problem) -> Standing:
    solved = solve(problem, QUIET)
    assert isinstance(solved, Solved), solved
    return Standing.of(solved)


def fresh(problem: Problem) -> pd.DataFrame | None:
    """The table of a plan worked out from nothing, or None where there is none."""
    absent = tuple(
        str(problem.nips[i]) for i in np.setdiff1d(np.flatnonzero(problem.network.must), problem.network.person)
    )
    solved = solve(replace(problem, absent=absent), QUIET)
    if isinstance(solved, Infeasible):
        return None
    return solved.assignment().table


def assert_same_plan(kept: Standing) -> None:
    expected = fresh(kept.current)
    assert expected is not None
    found = kept.assignment()
    pd.testing.assert_frame_equal(found.table, expected)
    assert kept.totals == (found.total, found.critical, found.moves)
    assert kept.value == kept.bound, "the prices do not prove the plan"


@settings(max_examples=300)
@given(st.data())
def test_any_chain_of_overrides_ends_in_the_plan_that_a_fresh_start_gives(data):
    problem = data.draw(problems())
    kept = standing(problem)
    for _ in range(data.draw(st.integers(1, 4))):
        asked = data.draw(overrides(problem))
        after = kept.under(asked)
        if isinstance(after, Infeasible):
            assert fresh(overridden(problem, asked)) is None, after.reason
        else:
            kept = after
            assert_same_plan(kept)


@settings(max_examples=100)
@given(st.data())
def test_taking_all_overrides_back_gives_the_first_plan_again(data):
    problem = data.draw(problems())
    kept = standing(problem)
    after = kept.under(data.draw(overrides(problem)))
    if isinstance(after, Standing):
        again = after.under(NOTHING)
        assert isinstance(again, Standing)
        assert (again.at == kept.at).all()


@settings(max_examples=150)
@given(st.data())
def test_other_scores_or_another_worth_of_staying_give_the_plan_that_a_fresh_start_gives(data):
    problem = data.draw(problems())
    kept = standing(problem)
    pairs = len(problem.score)
    score = np.array(data.draw(st.lists(st.integers(0, 6), min_size=pairs, max_size=pairs)), np.int64)
    stay = np.where(problem.move, 0, data.draw(st.integers(0, 5))).astype(np.int64)
    assert_same_plan(kept.rescored(score, stay))


@settings(max_examples=150)
@given(st.data())
def test_the_loss_of_each_person_on_each_seat_is_that_of_the_plan_that_holds_them_there(data):
    problem = data.draw(problems())
    kept = standing(problem)
    asked = data.draw(overrides(problem))
    under = kept.under(asked)
    kept = under if isinstance(under, Standing) else kept
    network = problem.network
    for seat in range(network.seats):
        losses = kept.losses(seat)
        for person in range(network.people):
            if any(held.person == person for held in kept.overrides.held):
                continue
            row = pair(kept.problem, person, seat)
            if row is None or (person, seat) in kept.overrides.barred:
                assert not losses.possible[person] or kept.at[person] == seat
                continue
            one = Held(person, seat, int(problem.score[row]), int(problem.stay[row]), bool(problem.move[row]))
            forced = kept.under(replace(kept.overrides, held=kept.overrides.held | {one}))
            assert losses.possible[person] == isinstance(forced, Standing)
            if isinstance(forced, Standing):
                lost = worth_of(kept) - worth_of(forced)
                assert (losses.points[person], losses.critical[person], losses.moves[person]) == tuple(
                    lost * (1, 1, -1)
                )
                moved = dict(kept.displaced(seat, person))
                after = np.array([moved.get(i, at) for i, at in enumerate(kept.at)])
                assert (after == forced.at).all() or worth_along(kept, after) == tuple(worth_of(forced))


@settings(max_examples=150)
@given(problems())
def test_one_seat_more_is_worth_what_the_plan_with_it_gains(problem):
    kept = standing(problem)
    points, critical, moves = kept.one_more()
    for seat in range(problem.network.seats):
        wider = kept.under(Overrides(seats=frozenset({(seat, 1)})))
        assert isinstance(wider, Standing)
        gained = worth_of(wider) - worth_of(kept)
        assert (points[seat], critical[seat], moves[seat]) == tuple(gained)


def pair(problem: Problem, person: int, seat: int) -> int | None:
    found = np.flatnonzero((problem.network.person == person) & (problem.network.seat == seat))
    return int(found[0]) if len(found) else None


def worth_of(kept: Standing) -> np.ndarray:
    return np.array(kept.totals)


def worth_along(kept: Standing, at: np.ndarray) -> tuple[int, ...]:
    problem = kept.current
    network = problem.network
    rows = np.flatnonzero(at[network.person] == network.seat)
    assert len(rows) == (at >= 0).sum()
    return (
        int(problem.merit[rows].sum()),
        int(problem.critical[network.seat[rows]].sum()),
        int(problem.move[rows].sum()),
    )


@settings(max_examples=100)
@given(problems())
def test_lots_too_long_for_the_solver_decide_alike_in_the_residual_network(problem):
    expected = fresh(problem)
    with pytest.MonkeyPatch.context() as patch:

        def too_long(*_):
            raise OverflowError

        patch.setattr(flow, "pick", too_long)
        found = fresh(problem)
    pd.testing.assert_frame_equal(found, expected)


def test_a_lock_on_a_post_full_of_locked_people_is_refused_with_their_names():
    pairs = pd.DataFrame({"nip": ["A", "B", "C"], "post": ["x", "x", "x"], "score": [3, 2, 1]})
    kept = standing(read(pairs, pd.DataFrame({"post": ["x"], "capacity": [2], "weight": [0]}), None))
    both = kept.under(Overrides(frozenset({Held(0, 0, 3), Held(1, 0, 2)})))
    assert isinstance(both, Standing)
    third = both.under(Overrides(frozenset({Held(0, 0, 3), Held(1, 0, 2), Held(2, 0, 1)})))
    assert isinstance(third, Infeasible)
    assert (third.nips, third.posts, third.code) == (("A", "B", "C"), ("x",), "too_few_seats")


def test_a_seat_that_closes_over_people_who_must_be_placed_is_refused():
    pairs = pd.DataFrame({"nip": ["A", "B"], "post": ["x", "x"], "score": [3, 2]})
    kept = standing(read(pairs, pd.DataFrame({"post": ["x"], "capacity": [2], "weight": [0]}), ["A", "B"]))
    fewer = kept.under(Overrides(seats=frozenset({(0, -1)})))
    assert isinstance(fewer, Infeasible)
    assert fewer.nips == ("A", "B")


def test_a_change_leaves_the_plan_it_began_from_as_it_was():
    pairs = pd.DataFrame({"nip": ["A", "A", "B"], "post": ["x", "y", "x"], "score": [90, 80, 70]})
    kept = standing(read(pairs, pd.DataFrame({"post": ["x", "y"], "capacity": [1, 1], "weight": [0, 0]}), None))
    before = kept.assignment().table
    assert isinstance(kept.under(Overrides(frozenset({Held(0, 0, 90)}))), Standing)
    pd.testing.assert_frame_equal(kept.assignment().table, before)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_thousand_people_and_two_hundred_posts_stay_equal_to_a_fresh_start_through_many_changes(seed):
    rng = np.random.default_rng(seed)
    people, posts = 1000, 200
    code = rng.choice(people * posts, 12_000, replace=False)
    pairs = pd.DataFrame(
        {
            "nip": [f"N{c // posts:04}" for c in code],
            "post": [f"P{c % posts:03}" for c in code],
            "score": rng.integers(0, 30, len(code)),
        }
    )
    seats = pd.DataFrame(
        {"post": [f"P{j:03}" for j in range(posts)], "capacity": 4, "weight": rng.integers(0, 2, posts)}
    )
    problem = read(pairs, seats, None)
    kept = standing(problem)
    for step in range(60):
        i, j = int(rng.integers(people)), int(rng.integers(posts))
        asked = kept.overrides
        choice = rng.integers(3)
        if choice == 0:
            asked = replace(asked, held=frozenset(h for h in asked.held if h.person != i) | {Held(i, j, 10)})
        elif choice == 1 and kept.at[i] >= 0:
            asked = replace(asked, barred=asked.barred | {(i, int(kept.at[i]))})
        else:
            more = dict(asked.seats)
            more[j] = max(more.get(j, 0) + int(rng.choice([-1, 1])), -4)
            asked = replace(asked, seats=frozenset(more.items()))
        after = kept.under(asked)
        if isinstance(after, Standing):
            kept = after
        if step % 12 == 11:
            assert_same_plan(kept)
