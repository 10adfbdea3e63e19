"""What a small change of a plan within limits would do, against the whole answer to the changed question."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_limits_engine import KINDS, by_milp, limits, office
from workbench.placement.engine.limits.rows import Rows
from workbench.placement.engine.limits.warm import Edit, Glimpse, Warm
from workbench.placement.engine.limits.within import Within, assign_within
from workbench.placement.engine.problem import Problem, read


def kept(seed: int, people: int, posts: int, kinds: tuple[str, ...], tight: float, critical: float = 0.0):
    """A problem, its limits and the plan within them, kept warm; None where there is no plan."""
    problem = read(*office(seed, people, posts, 3, critical), None)
    rows = limits(problem, kinds, seed, tight).ordered()
    plan = assign_within(problem, rows)
    return (problem, rows, plan, Warm(problem, plan)) if isinstance(plan, Within) else None


def best(problem: Problem, rows: Rows, edit: Edit) -> tuple[int, int] | None:
    """(critical, merit) of the changed question, from an integer program over everything."""
    network = problem.network
    pair = [(int(person), int(seat)) for person, seat in zip(network.person, network.seat, strict=True)]
    locked = dict(edit.locked)
    gone = [n for n, (who, at) in enumerate(pair) if (who, at) in edit.banned or locked.get(who, at) != at]
    capacity, must = network.capacity.copy(), network.must.copy()
    for seat, more in edit.seats:
        capacity[seat] += more
    own = {pair[n] for n in np.flatnonzero(~problem.move)}
    must[[who for who, at in edit.banned if (who, at) in own]] = False
    must[list(locked)] = True
    changed = replace(problem, network=replace(network, capacity=capacity, must=must)).without(np.array(gone, int))
    matrix = rows.matrix[:, np.setdiff1d(np.arange(len(pair)), gone)]
    most = np.array([edit.most.get(name, most) for name, most in zip(rows.names, rows.most, strict=True)], np.int64)
    found = by_milp(changed, Rows(rows.names, rows.kinds, matrix, most))
    return None if found is None else found[:2]


@st.composite
def edits(draw: st.DrawFn, problem: Problem, rows: Rows) -> Edit:
    network = problem.network
    at = draw(st.integers(0, len(network.person) - 1))
    pair = frozenset({(int(network.person[at]), int(network.seat[at]))})
    match draw(st.sampled_from(["lock", "ban", "seat", "most"])):
        case "lock":
            return Edit(locked=pair)
        case "ban":
            return Edit(banned=pair)
        case "seat":
            return Edit(seats=frozenset({(int(network.seat[at]), draw(st.sampled_from([-1, 1])))}))
    row = draw(st.integers(0, len(rows) - 1))
    return Edit(most={rows.names[row]: int(rows.most[row]) + draw(st.integers(-3, 3))})


@given(
    st.integers(0, 10**6), st.integers(4, 14), st.integers(2, 7),
    st.lists(st.sampled_from(KINDS), min_size=1, unique=True), st.sampled_from([0.2, 0.5, 0.9]),
    st.sampled_from([0.0, 0.3]), st.data(),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_the_bound_holds_and_the_plan_keeps_the_limits_of_the_changed_question(
    seed, people, posts, kinds, tight, critical, data
):
    made = kept(seed, people, posts, tuple(kinds), tight, critical)
    if made is None or not len(made[1]):
        return
    problem, rows, plan, warm = made
    for _ in range(3):
        edit = data.draw(edits(problem, rows))
        found, true = warm.under(edit), best(problem, rows, edit)
        if found is None:
            continue
        if true is None or true[0] < plan.critical:
            assert found.chosen is None
        else:
            assert true[0] == plan.critical
            assert found.bound >= true[1]
            assert found.total is None or found.total <= true[1]


def test_what_was_asked_before_changes_no_answer():
    problem, _rows, plan, warm = kept(4, 14, 7, ("moves", "unit"), 0.5)
    network = problem.network
    pairs = [(int(network.person[n]), int(network.seat[n])) for n in range(0, len(network.person), 3)]
    alone = [Warm(problem, plan).under(Edit(locked=frozenset({pair}))) for pair in pairs]
    again = [warm.under(Edit(locked=frozenset({pair}))) for pair in pairs]
    assert [told and told.bound for told in again] == [told and told.bound for told in alone]


def test_nothing_changed_is_the_plan_itself():
    _problem, _rows, plan, warm = kept(9, 14, 7, ("moves", "budget"), 0.5)
    found = warm.under(Edit())
    assert isinstance(found, Glimpse)
    assert found.total == plan.total <= found.bound


@pytest.mark.parametrize("edit", [Edit(locked=frozenset({(0, 10**6)})), Edit(seats=frozenset({(0, -9)}))])
def test_what_cannot_be_is_not_answered(edit):
    assert kept(9, 14, 7, ("moves",), 0.5)[3].under(edit) is None
