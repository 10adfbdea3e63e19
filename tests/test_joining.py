"""A proposal on top of what others have done since: the chosen value stands, and nothing else is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organization import small_organization, some_moves

from domain import assert_refused, assert_same_state
from workbench.io import resources
from workbench.scenario import (
    AbolishPost,
    AddUnit,
    AssumeRule,
    Lock,
    MoveUnit,
    RenamePost,
    RenameUnit,
    SetLimit,
    State,
    apply,
)
from workbench.scenario.joining import Disputed, Joined, joined
from workbench.scenario.merging import ROW

BASE = small_organization(resources.schemas())


def done(state: State, *moves) -> State:
    for move in moves:
        state = apply(state, move)
        assert isinstance(state, State), state
    return state


def test_without_anybody_else_the_proposal_is_done_as_it_was_made():
    moves = (MoveUnit("111", "12"), RenameUnit("111", "Baru"))
    assert joined(BASE, BASE, moves) == Joined(moves)


def test_what_cannot_be_on_the_earlier_state_cannot_be_now():
    assert_refused(joined(BASE, BASE, [MoveUnit("1", "11")]), "under_itself")


def test_choices_of_the_agency_clash_entry_by_entry():
    now = done(BASE, AssumeRule("policy.rules.rank", "show"), SetLimit("move_limit", 3))
    moves = [AssumeRule("policy.rules.rank", "off"), AssumeRule("policy.rules.other", "off"), Lock("Ani", "desk")]
    found = joined(BASE, now, moves)
    assert isinstance(found, Disputed) and [clash.where for clash in found.clashes] == [("policy", "rank", "rules")]
    kept = joined(BASE, now, moves, {("policy", "rank", "rules"): "show"})
    assert kept.moves == tuple(moves[1:]) and [clash.mine for clash in kept.lost] == ["off"]


def test_a_row_that_is_gone_on_one_side_is_told_as_changed_and_abolished():
    now = done(BASE, RenamePost("desk", "Penata"))
    found = joined(BASE, now, [AbolishPost("desk")])
    assert isinstance(found, Disputed)
    (clash,) = found.clashes
    assert (clash.column, clash.mine, clash.theirs) == (ROW, None, "ubah")
    assert clash.words == "Dua peserta mengubah Penata Layanan B: dihapus / diubah."
    gone = joined(BASE, now, [AbolishPost("desk")], {clash.where: None})
    assert gone.moves == (AbolishPost("desk"),) and gone.won == (clash,)


def test_a_new_unit_whose_id_another_new_unit_has_taken_is_refused_by_name():
    now = done(BASE, AddUnit("13", "Bidang C", "1", "division"))
    refused = assert_refused(joined(BASE, now, [AddUnit("13", "Bidang D", "1", "division")]), "taken")
    assert "Bidang C" in refused.reason


@pytest.mark.parametrize("chosen", ["nobody", "", None])
def test_a_choice_that_names_neither_value_counts_as_none(chosen):
    now = done(BASE, MoveUnit("111", "12"))
    found = joined(BASE, now, [MoveUnit("111", "2")], {("units", "111", "parent"): chosen})
    assert isinstance(found, Disputed)


def cell(state: State, table: str, key: str, column: str) -> str | None:
    rows = getattr(state.staffing, table)
    found = rows.loc[rows[{"units": "unit", "posts": "post"}[table]] == key, column]
    return None if found.isna().all() else str(found.iloc[0])


@settings(max_examples=15)
@given(st.lists(some_moves(), max_size=2), st.lists(some_moves(), max_size=2), st.data())
def test_whatever_two_have_done_what_was_chosen_stands(mine, theirs, data):
    now, proposed = BASE, []
    for move in theirs:
        after = apply(now, move)
        now = after if isinstance(after, State) else now
    state = BASE
    for move in mine:
        after = apply(state, move)
        if isinstance(after, State):
            state, proposed = after, [*proposed, move]
    found = joined(BASE, now, proposed)
    if isinstance(found, Disputed):
        choice = {clash.where: data.draw(st.sampled_from([clash.mine, clash.theirs])) for clash in found.clashes}
        found = joined(BASE, now, proposed, choice)
    assert not isinstance(found, Disputed), "every clash has its choice"
    if isinstance(found, Joined):
        after = done(now, *found.moves)
        fields = [clash for clash in (*found.won, *found.lost) if clash.table in ("units", "posts")]
        for clash in (each for each in fields if each.column != ROW):
            stands = clash.mine if clash in found.won else clash.theirs
            assert cell(after, clash.table, clash.key, clash.column) == stands, clash
        if not proposed:
            assert_same_state(after, now)
