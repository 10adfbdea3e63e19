"""Two branches become one: what either changed is kept, what both changed differently is asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organization import small_organization, some_moves

from domain import assert_same_state
from workbench.scenario import (
    AbolishPost,
    AddLimit,
    AddUnit,
    AssumeRule,
    Forbid,
    Lock,
    MoveUnit,
    Refused,
    Release,
    RenamePost,
    RenameUnit,
    SetLimit,
    SetWeights,
    State,
    UnitMoves,
    apply,
    rebalanced,
)
from workbench.scenario.merging import merged
from workbench.staffing import problems


@pytest.fixture(scope="module")
def state(schemas) -> State:
    return small_organization(schemas)


def done(state: State, *moves) -> State:
    for move in moves:
        state = apply(state, move)
        assert isinstance(state, State), state.reason
    return state


def test_changes_of_different_things_stand_side_by_side(state):
    mine = done(state, RenameUnit("12", "Bidang Baru"), Lock("Ani", "desk"))
    theirs = done(
        state, MoveUnit("12", "2"), RenamePost("desk", "Penata"), Lock("Budi", "staff"), SetLimit("move_limit", 5)
    )
    found = merged(state, mine, theirs)
    assert found.conflicts.empty
    unit = found.state.staffing.units.set_index("unit").loc["12"]
    assert (unit["name"], unit["parent"]) == ("Bidang Baru", "2"), "two fields of one row"
    assert found.state.policy.locks == {("Ani", "desk"), ("Budi", "staff")}
    assert found.state.policy.move_limit == 5
    assert found.state.staffing.posts.set_index("post").loc["desk", "title"] == "Penata"


def test_one_field_that_both_changed_is_a_conflict_and_a_choice_settles_it(state):
    mine, theirs = done(state, RenameUnit("12", "Satu")), done(state, RenameUnit("12", "Dua"))
    found = merged(state, mine, theirs)
    assert found.state is None
    told = found.conflicts.iloc[0]
    assert (told["table"], told["key"], told["column"]) == ("units", "12", "name")
    assert (told["base"], told["mine"], told["theirs"]) == ("Bidang B", "Satu", "Dua")
    for side, name in (("mine", "Satu"), ("theirs", "Dua")):
        after = merged(state, mine, theirs, {("units", "12", "name"): side})
        assert after.state.staffing.units.set_index("unit").loc["12", "name"] == name
        assert after.conflicts["choice"].tolist() == [side]


def test_a_row_that_one_took_away_and_the_other_changed_is_asked(state):
    mine, theirs = done(state, AbolishPost("kabid2")), done(state, RenamePost("kabid2", "Kabid Baru"))
    found = merged(state, mine, theirs)
    assert found.conflicts[["table", "key", "column"]].values.tolist() == [["posts", "kabid2", ""]]
    gone = merged(state, mine, theirs, {("posts", "kabid2", ""): "mine"}).state
    assert "kabid2" not in set(gone.staffing.posts["post"])


def test_a_row_that_both_added_otherwise_is_asked_and_alike_is_not(state):
    one, other = AddUnit("13", "Bidang C", "1", "division"), AddUnit("13", "Bidang D", "1", "division")
    assert merged(state, done(state, one), done(state, one)).conflicts.empty
    assert merged(state, done(state, one), done(state, other)).conflicts["column"].tolist() == [""]


def test_locks_and_limits_are_merged_one_by_one_and_weights_as_a_whole(state):
    few, fewer = (UnitMoves("11", most) for most in (3, 1))
    more, less = (SetWeights(rebalanced(state.policy.weights, "kinerja", percent)) for percent in (40, 10))
    mine = done(state, AddLimit(few), Forbid("Ani", "staff"), more)
    theirs = done(state, AddLimit(fewer), Release("Eko", "kabid2"), less)
    found = merged(state, mine, theirs)
    asked = {tuple(row) for row in found.conflicts[["key", "column"]].values}
    assert asked == {(few.id, "limits"), ("", "weights")}
    choices = {("policy", few.id, "limits"): "theirs", ("policy", "", "weights"): "mine"}
    after = merged(state, mine, theirs, choices).state.policy
    assert after.forbids == {("Ani", "staff")}
    assert after.limits == (fewer,) and after.weights == mine.policy.weights


def test_settings_are_merged_entry_by_entry(state):
    mine = done(state, AssumeRule("policy.settings.a", 1))
    theirs = done(state, AssumeRule("policy.settings.b", 2))
    assert merged(state, mine, theirs).state.policy.settings == {"a": 1, "b": 2}


def test_a_choice_of_what_is_no_conflict_is_refused(state):
    with pytest.raises(ValueError, match="nothing to choose"):
        merged(state, state, state, {("units", "12", "name"): "mine"})


def drawn(state: State, moves) -> State:
    for move in moves:
        after = apply(state, move)
        state = state if isinstance(after, Refused) else after
    return state


@settings(max_examples=25)
@given(st.lists(some_moves(), max_size=4), st.lists(some_moves(), max_size=4))
def test_whatever_two_branches_do_nothing_is_lost_in_silence(state, mine, theirs):
    one, other = drawn(state, mine), drawn(state, theirs)
    assert_same_state(merged(state, one, state).state, one)
    assert_same_state(merged(state, state, other).state, other)
    assert_same_state(merged(state, one, one).state, one)
    found, turned = merged(state, one, other), merged(state, other, one)
    where = found.conflicts[["table", "key", "column"]].apply(tuple, axis=1).tolist()
    assert sorted(where) == sorted(turned.conflicts[["table", "key", "column"]].apply(tuple, axis=1).tolist())
    for side, opposite in (("mine", "theirs"), ("theirs", "mine")):
        choices = dict.fromkeys(where, side)
        told = merged(state, one, other, choices).state
        assert told is not None
        assert_same_state(told, merged(state, other, one, dict.fromkeys(where, opposite)).state)
        assert set(told.staffing.employees["nip"]) == set(state.staffing.employees["nip"])
        assert set(problems(told.staffing)["rule"]) <= {"dangling", "cycle"}
