"""Scenarios: moves, refusals, undo, redo, branches, and replay."""

import dataclasses
import json
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import WEIGHTS, assert_refused, assert_same_state, small_state
from workbench.scenario import (
    COMPONENTS,
    AssumeRule,
    Forbid,
    Lock,
    Place,
    Policy,
    Refused,
    Release,
    Scenario,
    SetLimit,
    SetScope,
    SetWeights,
    State,
    TakeOver,
    Unreplayable,
    Vacate,
    apply,
    describe,
    diff,
    from_record,
    rebalanced,
    to_record,
)


@pytest.fixture(scope="module")
def state(schemas) -> State:
    return small_state(schemas)


@pytest.fixture(scope="module")
def scenario(state) -> Scenario:
    return Scenario("s", "Coba", "snap", state)


def unless_refused(after, before):
    return before if isinstance(after, Refused) else after


def post_of(state: State, nip: str) -> set[str]:
    held = state.staffing.assignments
    return set(held.loc[held["nip"] == nip, "post"])


def test_a_placed_person_leaves_the_old_post_which_becomes_history(state):
    after = apply(state, Place("1", "A", "2026-01-01"))
    assert post_of(after, "1") == {"A"}
    past = after.staffing.career
    assert past[["nip", "tier", "title"]].values.tolist() == [["1", "pengawas", "Kepala Seksi"]]
    assert past["until"].iloc[0] == pd.Timestamp("2026-01-01")


def test_a_move_never_alters_its_argument(state):
    before = {name: table.copy() for name, table in state.staffing.tables()}
    apply(state, Place("1", "A"))
    apply(state, Vacate("2", "C"))
    for name, table in state.staffing.tables():
        pd.testing.assert_frame_equal(table, before[name])


def test_a_post_left_without_a_known_beginning_is_not_told_as_history(state):
    after = apply(state, Vacate("3", "C"))
    assert post_of(after, "3") == set()
    assert after.staffing.career.empty


def test_a_place_takes_effect_on_the_day_of_the_data_and_never_today(state):
    after = apply(state, Place("1", "A"))
    assert after.staffing.assignments["since"].max() == pd.Timestamp(state.staffing.as_of)


@pytest.mark.parametrize(
    ("move", "code"),
    [
        (Place("9", "A"), "unknown_employee"),
        (Place("1", "Z"), "unknown_post"),
        (Place("4", "A"), "left"),
        (Place("1", "B"), "holds"),
        (Place("2", "B"), "full"),
        (Place("1", "A", "31-01-2026"), "date"),
        (Vacate("1", "A"), "not_held"),
        (Release("1", "A"), "not_set"),
        (SetWeights(dict(WEIGHTS) | {"kinerja": 21}), "weights"),
        (SetWeights({"kinerja": 100}), "weights"),
        (SetLimit("move_limit", -1), "limit"),
        (SetLimit("move_price", 100_001), "limit"),
        (SetLimit("move_price", None), "limit"),
        (SetLimit("luck", 7), "limit"),
        (SetScope(("raja",)), "scope"),
        (SetScope(("pengawas",), posts=("Z",)), "unknown_post"),
        (AssumeRule("policy.rules.rank", "maybe"), "rule"),
        (AssumeRule("policy.colour", "red"), "rule"),
        (AssumeRule("policy.effective", "besok"), "date"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(state, move, code):
    refused = assert_refused(apply(state, move), code)
    assert refused.reason.endswith(".")


def test_a_full_post_offers_the_move_that_would_clear_it(state):
    refused = assert_refused(apply(state, Place("2", "B")), "full")
    assert refused.remedy == Vacate("1", "B")
    assert post_of(apply(apply(state, refused.remedy), Place("2", "B")), "2") == {"B"}


def test_a_lock_on_a_post_whose_seats_are_all_locked_names_the_way_out(state):
    locked = apply(state, Lock("1", "A"))
    refused = assert_refused(apply(locked, Lock("2", "A")), "seats_locked")
    assert refused.remedy == Release("1", "A")


def test_a_post_with_two_seats_takes_two_locks_and_not_a_third(state):
    two = apply(apply(state, Lock("1", "C")), Lock("2", "C"))
    assert_refused(apply(two, Lock("3", "C")), "seats_locked")


def test_one_person_cannot_be_locked_on_two_posts_nor_locked_where_forbidden(state):
    assert_refused(apply(apply(state, Lock("1", "A")), Lock("1", "C")), "locked_elsewhere")
    assert_refused(apply(apply(state, Forbid("1", "A")), Lock("1", "A")), "forbidden")
    assert_refused(apply(apply(state, Lock("1", "A")), Forbid("1", "A")), "locked")


def test_an_unlawful_move_is_applied_since_a_person_may_try_it(state):
    assert ("2", "A") in apply(state, Lock("2", "A")).policy.locks


def test_an_assumption_can_be_made_and_taken_back(state):
    with_it = apply(state, AssumeRule("appointment.administrator", {"prior_post_years": 2}))
    assert with_it.policy.assumptions == {"appointment.administrator": {"prior_post_years": 2}}
    assert_same_state(apply(with_it, AssumeRule("appointment.administrator", None)), state)


MOVES = st.one_of(
    st.builds(Place, st.sampled_from("12349"), st.sampled_from("ABCZ")),
    st.builds(Vacate, st.sampled_from("123"), st.sampled_from("ABC")),
    st.builds(Lock, st.sampled_from("123"), st.sampled_from("ABC")),
    st.builds(Forbid, st.sampled_from("123"), st.sampled_from("ABC")),
    st.builds(Release, st.sampled_from("123"), st.sampled_from("ABC")),
    st.builds(SetLimit, st.just("move_limit"), st.one_of(st.none(), st.integers(-1, 9))),
    st.builds(SetLimit, st.just("move_price"), st.integers(0, 100_000)),
    st.builds(
        lambda name, value: SetWeights(rebalanced(WEIGHTS, name, value)),
        st.sampled_from(COMPONENTS),
        st.integers(0, 100),
    ),
    st.builds(AssumeRule, st.just("policy.rules.rank"), st.sampled_from(["bar", "show", "off"])),
)


@given(st.lists(MOVES, max_size=6), MOVES)
def test_undo_after_a_gesture_is_nothing_and_redo_brings_it_back(scenario, before, move):
    here = scenario
    for each in before:
        here = unless_refused(here.do(each), here)
    after = here.do(move)
    if isinstance(after, Refused):
        return
    assert_same_state(after.undo().state, here.state)
    assert_same_state(after.undo().redo().state, after.state)


@dataclass(frozen=True)
class Event:
    seq: int
    kind: str
    payload: dict


@given(st.lists(st.one_of(MOVES, st.sampled_from(["undo", "redo"])), max_size=12))
def test_replaying_what_was_recorded_gives_the_same_state(scenario, gestures):
    here, record = scenario, []
    for gesture in gestures:
        after = getattr(here, gesture)() if isinstance(gesture, str) else here.do(gesture)
        if isinstance(after, Refused):
            continue
        here = after
        payload = {} if isinstance(gesture, str) else {"moves": [to_record(gesture)]}
        record.append(Event(here.seq, gesture if isinstance(gesture, str) else "move", json.loads(json.dumps(payload))))
    again = scenario.fold(record)
    assert_same_state(again.state, here.state)
    assert (again.step, again.steps, again.seq) == (here.step, here.steps, here.seq)


@given(MOVES)
def test_a_move_survives_its_record(move):
    assert from_record(json.loads(json.dumps(to_record(move)))) == move


def test_many_moves_of_one_gesture_are_one_undo_and_all_or_nothing(scenario):
    both = scenario.do(Lock("1", "A"), Forbid("2", "A"))
    assert both.step == 1
    assert_same_state(both.undo().state, scenario.state)
    assert_refused(scenario.do(Lock("1", "A"), Lock("1", "C")), "locked_elsewhere")


def test_a_new_gesture_ends_what_was_undone(scenario):
    here = scenario.do(Lock("1", "A")).undo().do(Forbid("1", "A"))
    assert not here.can_redo
    assert_refused(here.redo(), "nothing_to_redo")
    assert_refused(scenario.undo(), "nothing_to_undo")


def test_a_branch_begins_where_its_parent_stands_and_leaves_it_alone(scenario):
    parent = scenario.do(Lock("1", "A"))
    child = parent.branch("t", "Cabang").do(Release("1", "A"))
    assert ("1", "A") in parent.state.policy.locks
    assert not child.state.policy.locks
    assert (child.parent, child.id) == ("s", "t")


def test_an_event_that_cannot_be_applied_any_more_is_named_and_never_skipped(scenario):
    with pytest.raises(Unreplayable, match="Langkah 7 skenario s tidak dapat diulang"):
        scenario.fold([Event(7, "move", {"moves": [to_record(Lock("9", "A"))]})])
    with pytest.raises(Unreplayable, match="unknown move 'fly'"):
        scenario.fold([Event(1, "move", {"moves": [{"kind": "fly"}]})])


def test_diff_shows_cells_and_choices_and_nothing_for_equal_states(scenario, state):
    after = scenario.do(Place("1", "A")).do(SetLimit("move_limit", 3)).state
    shown = diff(state, after)
    moved = shown[(shown["table"] == "assignments") & (shown["column"] == "post")]
    assert set(moved["before"].dropna()) == {"B"}
    assert set(moved["after"].dropna()) == {"A"}
    assert shown.loc[shown["table"] == "policy", ["column", "before", "after"]].values.tolist() == [
        ["move_limit", "null", "3"]
    ]
    assert diff(state, scenario.do(Lock("1", "A")).undo().state).empty


def test_a_policy_survives_its_record_and_names_a_strange_field():
    policy = Policy(
        WEIGHTS, tiers=("pengawas",), locks=frozenset({("1", "A")}), effective=date(2026, 1, 1), move_limit=3
    )
    assert Policy.from_record(json.loads(json.dumps(policy.to_record()))) == policy
    with pytest.raises(ValueError, match="a policy has no luck"):
        Policy.from_record({"weights": WEIGHTS, "luck": 1})


@given(st.sampled_from(COMPONENTS), st.integers(-20, 120), st.sampled_from(COMPONENTS), st.integers(0, 100))
def test_moving_one_weight_keeps_the_sum_at_a_hundred(one, value, other, second):
    weights = rebalanced(rebalanced(WEIGHTS, one, value), other, second)
    assert sum(weights.values()) == 100
    assert weights[other] == second
    assert all(0 <= w <= 100 for w in weights.values())


TOLD = (
    Place("1", "A"),
    Vacate("1", "B"),
    Lock("1", "A"),
    Forbid("1", "A"),
    Release("1", "A"),
    SetWeights(WEIGHTS),
    SetLimit("move_limit", 3),
    SetScope(("pengawas",)),
    AssumeRule("policy.unknown", "bar"),
    TakeOver("rotasi-abcde", 3, (("posts", "A", "title", "Kepala Bidang", "Kepala"),)),
)


@pytest.mark.parametrize("move", TOLD, ids=lambda move: move.kind)
def test_every_move_can_be_told_in_both_languages_and_blind(state, move):
    assert all(describe(move, state.staffing, lang) for lang in ("id", "en"))
    if "nip" in {field.name for field in dataclasses.fields(move)}:
        assert "Ani" in describe(move, state.staffing)
        assert "Ani" not in describe(move, state.staffing, blind=True)
