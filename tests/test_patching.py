"""Differences put into effect: what tells one state from another also makes the one into the other."""

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organization import small_organization, some_moves

from domain import assert_refused, assert_same_state
from workbench.scenario import (
    AbolishPost,
    AddLimit,
    AddPost,
    AddUnit,
    AssumeRule,
    Lock,
    MergeUnits,
    MovePost,
    MoveUnit,
    Place,
    Refused,
    Release,
    RenameUnit,
    SetLimit,
    State,
    TakeOver,
    UnitMoves,
    Vacate,
    apply,
    diff,
    from_record,
    named,
    patched,
    to_record,
)
from workbench.scenario.merging import merged
from workbench.scenario.patching import cells
from workbench.structure import worked_split_2025


@pytest.fixture(scope="module")
def state(schemas) -> State:
    return small_organization(schemas)


def done(state: State, *moves) -> State:
    for move in moves:
        state = apply(state, move)
        assert isinstance(state, State), state.reason
    return state


def assert_inverse(a: State, b: State) -> None:
    """The differences make a into b, and read backwards b into a."""
    told = diff(a, b)
    assert_same_state(patched(a, told), b)
    back = told.rename(columns={"before": "after", "after": "before"})
    assert_same_state(patched(b, back), a)
    recorded = from_record(json.loads(json.dumps(to_record(TakeOver("x", 1, cells(told))))))
    assert_same_state(patched(a, recorded.changes), b)


CHOICES = st.sampled_from(
    [
        Lock("Ani", "desk"),
        Release("Eko", "kabid2"),
        SetLimit("move_limit", 4),
        AddLimit(UnitMoves("11", 2)),
        AssumeRule("policy.settings.angka", {"a": [1, 2.5], "b": None}),
        AssumeRule("policy.unknown", "bar"),
        AssumeRule("policy.effective", "2026-01-01"),
        Place("Citra", "head2", "2026-02-01"),
        Vacate("Dedi", "kabid2"),
    ]
)


@settings(max_examples=12)
@given(st.lists(some_moves() | CHOICES, max_size=5), st.lists(some_moves() | CHOICES, max_size=5))
def test_differences_applied_give_the_other_state_whatever_was_done(state, one, other):
    a, b = state, state
    for move in one:
        after = apply(a, move)
        a = a if isinstance(after, Refused) else after
    for move in other:
        after = apply(b, move)
        b = b if isinstance(after, Refused) else after
    assert diff(a, a).empty
    assert_inverse(a, b)


def test_dates_flags_numbers_and_what_is_missing_come_back_as_they_were(state):
    full = AddPost("p1", "11", "Analis", "jf_ahli_muda", need=3, critical=True, allowance=540_000)
    bare = AddPost("p2", "11", "Analis", "jf_ahli_muda")
    after = done(state, full, bare, MoveUnit("12", "2", "2026-03-01"))
    assert_inverse(state, after)
    emptied = after.with_tables(posts=after.staffing.posts.assign(critical=None, need=None, eselon=None))
    assert_inverse(after, emptied)


def test_the_split_of_the_province_survives_its_own_differences():
    split = worked_split_2025()
    assert_inverse(split.base, split.state)


def test_a_cell_that_holds_something_else_is_refused_by_name_and_nothing_changes(state):
    told = diff(state, done(state, RenameUnit("12", "Satu"), SetLimit("move_limit", 3)))
    elsewhere = done(state, RenameUnit("12", "Dua"))
    reason = assert_refused(patched(elsewhere, told), "differs").reason
    assert "12" in reason and "Dua" in reason and "Bidang B" in reason
    assert_refused(patched(done(state, SetLimit("move_limit", 1)), told[told["table"] == "policy"]), "differs")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (("planets", "1", "name", None, "Mars"), "strange"),
        (("units", "12", "colour", None, "red"), "strange"),
        (("units", "12", "unit", "12", "13"), "strange"),
        (("units", "99", "name", None, "Hantu"), "differs"),
        (("units", "12", "unit", "12", None), "differs"),
        (("posts", "desk", "head", "False", "mungkin"), "value"),
        (("posts", "desk", "capacity", "2", "banyak"), "value"),
        (("policy", "", "weights", None, "{}"), "differs"),
        (("policy", "", "luck", None, "1"), "policy"),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, tuple) else value,
)
def test_what_is_no_difference_of_this_state_is_refused(state, cell, code):
    assert_refused(patched(state, [cell]), code)


def test_a_row_that_was_filled_since_is_not_taken_away_unseen(state):
    gone = diff(state, done(state, AbolishPost("desk")))
    filled = state.with_tables(posts=state.staffing.posts.assign(allowance=1))
    assert_refused(patched(filled, gone), "differs")


def test_a_table_with_a_key_twice_is_refused(state):
    units = state.staffing.units
    twice = state.with_tables(units=pd.concat([units, units.tail(1)], ignore_index=True))
    assert_refused(patched(twice, [("units", "12", "name", "Bidang B", "Lain")]), "key_twice")


# taking over ----------------------------------------------------------------------------------------------------------


def taken(base: State, mine: State, theirs: State) -> State | Refused:
    both = merged(base, mine, theirs)
    assert both.state is not None, both.conflicts
    return apply(mine, TakeOver("lain", 2, cells(diff(mine, both.state))))


@pytest.mark.parametrize(
    ("mine", "theirs", "code"),
    [
        ((MoveUnit("11", "12"),), (MoveUnit("12", "11"),), "under_itself"),
        ((MergeUnits(("12",), "11"),), (AddPost("p1", "12", "Analis", "pelaksana"),), "dangling"),
        ((AddPost("p1", "111", "A", "pelaksana", head=False),), (AddUnit("13", "Baru", "1", "division"),), None),
        ((MovePost("kasi", "12"), MovePost("kabid2", "2")), (MovePost("kabid2", "11"),), "conflict"),
        ((Place("Ani", "gov"),), (Place("Ani", "head1"),), "holds"),
        ((Place("Ani", "gov"), Place("Budi", "gov")), (Place("Citra", "gov"),), "full"),
        ((Lock("Ani", "desk"),), (AbolishPost("desk"),), "together"),
        ((Lock("Ani", "desk"),), (Lock("Ani", "staff"),), "together"),
        ((AbolishPost("kabid"), AddPost("p1", "11", "A", "administrator", True)), (MoveUnit("11", "2"),), None),
    ],
    ids=str,
)
def test_what_cannot_stand_together_is_refused_when_taken_over(state, mine, theirs, code):
    one, other = done(state, *mine), done(state, *theirs)
    if code == "conflict":
        assert merged(state, one, other).state is None
    elif code is None:
        assert isinstance(taken(state, one, other), State)
    else:
        assert_refused(taken(state, one, other), code)


def test_two_branches_that_each_give_a_unit_a_head_are_refused(state):
    base = done(state, AbolishPost("kasi"))
    mine = done(base, AddPost("p1", "111", "Kepala", "pengawas", True))
    theirs = done(base, AddPost("p2", "111", "Kepala", "pengawas", True))
    assert "Seksi A" in assert_refused(taken(base, mine, theirs), "headed").reason


# words ----------------------------------------------------------------------------------------------------------------


def test_differences_are_told_in_the_names_of_people_units_and_posts(state):
    after = done(
        state, MoveUnit("12", "2"), MovePost("desk", "11", head=False), Place("Budi", "staff"), Lock("Ani", "desk")
    )
    told = named(diff(state, after), (state, after)).set_index(["what", "field"])
    parent = told.loc[("Bidang B", "Unit atasan")]
    assert (parent["before"], parent["after"]) == ("Dinas Satu", "Dinas Dua")
    assert ("Budi / Penata Layanan, Seksi A", "ID jabatan") in told.index
    assert any(field == "kunci" and "Ani" in what for what, field in told.index)
    english = named(diff(state, done(state, AbolishPost("desk"))), (state,), "en").set_index("field")
    assert english.loc["Head of unit", "before"] == "no"


def test_conflicts_are_told_in_names_too(state):
    mine, theirs = done(state, MoveUnit("12", "2")), done(state, MoveUnit("12", "11"))
    found = merged(state, mine, theirs).conflicts
    told = named(found[~found["column"].isin(["order", "valid_from"])], (state, mine, theirs)).iloc[0]
    assert (told["what"], told["base"], told["mine"], told["theirs"]) == (
        "Bidang B",
        "Dinas Satu",
        "Dinas Dua",
        "Bidang A",
    )
