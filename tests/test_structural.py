"""Moves on units and posts: what each does, what is refused, and what no sequence of them can break."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organization import small_organization, some_moves

from domain import assert_refused, assert_same_state
from workbench.scenario import (
    AbolishPost,
    AbolishUnit,
    AddPost,
    AddUnit,
    ConvertPost,
    DropLimit,
    Freeze,
    MergeUnits,
    Move,
    MovePost,
    MoveUnit,
    Refused,
    Release,
    RenamePost,
    RenameUnit,
    Scenario,
    SplitUnit,
    State,
    apply,
    describe,
    from_record,
    to_record,
)
from workbench.staffing import problems


@pytest.fixture(scope="module")
def state(schemas) -> State:
    return small_organization(schemas)


def done(state: State, *moves: Move) -> State:
    for move in moves:
        state = apply(state, move)
        assert isinstance(state, State), state.reason
    return state


def units_of(state: State) -> dict[str, str | None]:
    table = state.staffing.units
    return dict(zip(table["unit"], table["parent"].astype(object).where(table["parent"].notna(), None), strict=True))


def post(state: State, id: str) -> pd.Series:
    return state.staffing.posts.set_index("post").loc[id]


def holder(state: State, id: str) -> set[str]:
    held = state.staffing.assignments
    return set(held.loc[held["post"] == id, "nip"])


# what each does -------------------------------------------------------------------------------------------------------


def test_a_unit_moves_with_all_beneath_it_and_stands_last_there(state):
    after = done(state, AddUnit("21", "Bidang C", "2", "division"), MoveUnit("11", "2", "2026-01-01"))
    assert units_of(after)["11"] == "2" and units_of(after)["111"] == "11"
    moved = after.staffing.units.set_index("unit").loc["11"]
    assert (moved["order"], moved["valid_from"]) == (2, pd.Timestamp("2026-01-01"))


def test_merged_units_give_their_posts_people_and_children_and_lose_their_heads(state):
    after = done(state, MergeUnits(("11", "12"), "11", "Bidang A dan B"))
    assert "12" not in units_of(after) and units_of(after)["111"] == "11"
    assert after.staffing.units.set_index("unit").loc["11", "name"] == "Bidang A dan B"
    assert post(after, "desk")["unit"] == "11" and holder(after, "desk") == {"Eko"}
    assert "kabid2" not in set(after.staffing.posts["post"]) and holder(after, "kabid") == {"Ani"}
    past = after.staffing.career
    assert past[["nip", "title", "until"]].values.tolist() == [["Dedi", "Kepala Bidang B", pd.Timestamp("2025-10-29")]]
    assert "Dedi" in set(after.staffing.employees["nip"]), "who loses a post stays an employee"


def test_what_named_a_unit_that_is_no_more_names_its_successor(state):
    after = done(state, MergeUnits(("12",), "11"))
    assert after.staffing.complaints["unit"].tolist() == ["11"]
    assert after.staffing.post_competencies.empty
    assert after.policy.forbids == frozenset()
    assert problems(after.staffing).equals(problems(state.staffing))


def test_a_split_takes_children_and_posts_along_and_leaves_the_rest(state):
    after = done(state, SplitUnit("1", "3", "Dinas Tiga", units=("12",), since="2026-01-01"))
    new = after.staffing.units.set_index("unit").loc["3"]
    assert (new["parent"], new["kind"], new["valid_from"]) == ("0", "office", pd.Timestamp("2026-01-01"))
    assert units_of(after)["12"] == "3" and units_of(after)["11"] == "1"
    after = done(state, SplitUnit("111", "112", "Seksi B", posts=("staff",)))
    assert post(after, "staff")["unit"] == "112" and post(after, "kasi")["unit"] == "111"


def test_names_change_and_nothing_else(state):
    after = done(state, RenameUnit("12", "Bidang Baru"), RenamePost("desk", "Penata"))
    assert after.staffing.units.set_index("unit").loc["12", "name"] == "Bidang Baru"
    assert post(after, "desk")["title"] == "Penata" and holder(after, "desk") == {"Eko"}


def test_an_abolished_unit_leaves_what_it_holds_to_its_parent_or_another(state):
    assert post(done(state, AbolishUnit("111")), "staff")["unit"] == "11"
    after = done(state, AbolishUnit("11", "2"))
    assert units_of(after)["111"] == "2" and holder(after, "kasi") == {"Budi"}


def test_a_post_is_added_moved_and_abolished(state):
    after = done(state, AddPost("new", "2", "Sekretaris", "administrator", eselon="III.a", capacity=1))
    assert post(after, "new")["capacity"] == 1 and holder(after, "new") == set()
    after = done(after, MovePost("staff", "2"))
    assert post(after, "staff")["unit"] == "2" and holder(after, "staff") == {"Citra"}
    after = done(after, AbolishPost("staff"))
    assert "Citra" not in set(after.staffing.assignments["nip"])


def test_a_head_that_moves_heads_nothing_unless_it_is_to(state):
    assert not post(done(state, MovePost("kasi", "12")), "kasi")["head"]
    after = done(state, AbolishPost("kabid2"), MovePost("kasi", "12", head=True))
    assert post(after, "kasi")["head"]


def test_a_converted_post_keeps_its_holders_and_heads_nothing(state):
    after = done(state, ConvertPost("kasi", "jf_ahli_muda", "Analis Kebijakan Ahli Muda", family="kebijakan"))
    told = post(after, "kasi")
    assert (told["tier"], told["head"], told["family"]) == ("jf_ahli_muda", False, "kebijakan")
    assert pd.isna(told["eselon"]) and holder(after, "kasi") == {"Budi"}


# what is refused ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("move", "code"),
    [
        (MoveUnit("11", "111"), "under_itself"),
        (MoveUnit("11", "11"), "under_itself"),
        (MoveUnit("0", "1"), "root"),
        (MoveUnit("11", "1"), "there"),
        (MoveUnit("11", "9"), "unknown_unit"),
        (MoveUnit("11", "2", "besok"), "date"),
        (MergeUnits(("11",), "11"), "alone"),
        (MergeUnits(("1",), "11"), "under_itself"),
        (MergeUnits(("11", "8"), "12"), "unknown_unit"),
        (MergeUnits(("11",), "12", " "), "unnamed"),
        (SplitUnit("1", "3", "Dinas Tiga"), "nothing"),
        (SplitUnit("1", "2", "Dinas Tiga", units=("11",)), "taken"),
        (SplitUnit("1", "3", "Dinas Tiga", units=("111",)), "not_inside"),
        (SplitUnit("1", "3", "Dinas Tiga", posts=("desk",)), "not_inside"),
        (SplitUnit("0", "3", "Provinsi Dua", units=("1",)), "root"),
        (RenameUnit("11", "Bidang A"), "named"),
        (AddUnit("11", "Bidang", "1", "division"), "taken"),
        (AddUnit("13", "Bidang", "7", "division"), "unknown_unit"),
        (AddUnit("13", "Bidang", "1", "kabinet"), "code"),
        (AbolishUnit("0"), "root"),
        (MoveUnit("0", None), "root"),
        (AbolishUnit("11", "111"), "under_itself"),
        (AddPost("kabid", "1", "Kabid", "administrator"), "taken"),
        (AddPost("x", "1", "Kepala", "jpt_pratama", head=True), "headed"),
        (AddPost("x", "1", "Kepala", "raja"), "code"),
        (AddPost("x", "1", "Kepala", "pelaksana", capacity=-1), "number"),
        (MovePost("staff", "111"), "there"),
        (MovePost("staff", "11", head=True), "headed"),
        (MovePost("nobody", "11"), "unknown_post"),
        (RenamePost("desk", "Penata Layanan B"), "named"),
        (AbolishPost("nobody"), "unknown_post"),
        (ConvertPost("kasi", "pengawas", "Kasi"), "converted"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_with_a_reason(state, move, code):
    refused = apply(state, move)
    assert_refused(refused, code)
    assert refused.reason_en and refused.reason_en != refused.reason


def test_a_unit_waits_in_the_holding_area_with_all_beneath_it_until_it_has_a_parent(state):
    waiting = done(state, MoveUnit("11", None))
    assert units_of(waiting)["11"] is None and units_of(waiting)["111"] == "11"
    assert_refused(apply(waiting, MoveUnit("11", None)), "waiting")
    assert_refused(apply(waiting, AbolishUnit("11")), "nowhere")
    assert units_of(done(waiting, MoveUnit("11", "2")))["11"] == "2"
    assert units_of(done(waiting, MergeUnits(("11",), "12")))["111"] == "12"


def test_a_post_that_somebody_is_locked_on_is_not_abolished_before_the_lock_is_lifted(state):
    locked = state.with_policy(locks=frozenset({("Ani", "kabid2")}), forbids=frozenset())
    for move in (AbolishPost("kabid2"), MergeUnits(("12",), "11"), AbolishUnit("12")):
        refused = apply(locked, move)
        assert_refused(refused, "locked")
        assert refused.remedy == Release("Ani", "kabid2")


def test_a_unit_that_a_limit_names_is_not_abolished_before_the_limit_is_lifted(state):
    limited = state.with_policy(limits=(Freeze("12"),))
    refused = apply(limited, AbolishUnit("12"))
    assert_refused(refused, "limited")
    assert refused.remedy == DropLimit("freeze:@12")
    assert isinstance(apply(limited, RenameUnit("12", "Lain")), State)


# what no sequence can break -------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.lists(some_moves(), min_size=1, max_size=8))
def test_no_sequence_of_moves_loses_a_person_or_leaves_a_post_a_unit_or_a_name_without_a_home(state, moves):
    before = {name: table.copy() for name, table in state.staffing.tables()}
    now, taken = state, []
    for move in moves:
        after = apply(now, move)
        if isinstance(after, Refused):
            assert after.reason
            continue
        now, taken = after, [*taken, move]
    staffing = now.staffing
    assert problems(staffing).empty
    assert set(staffing.employees["nip"]) == set(state.staffing.employees["nip"])
    assert set(staffing.assignments["nip"]) | set(staffing.career["nip"]) >= set(state.staffing.assignments["nip"])
    heads = staffing.posts[staffing.posts["head"].astype(bool)]
    assert not heads["unit"].duplicated().any(), "one unit has one head"
    for name, table in state.staffing.tables():
        pd.testing.assert_frame_equal(table, before[name])
    scenario = Scenario("s", "Coba", "", state)
    for move in taken:
        read = from_record(json.loads(json.dumps(to_record(move))))
        assert read == move
        assert describe(read, scenario.state.staffing) and describe(read, scenario.state.staffing, "en")
        scenario = scenario.do(read)
    if taken:
        assert_same_state(scenario.state, now)
        assert_same_state(replace(scenario.undo()).redo().state, now)
