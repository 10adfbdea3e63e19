"""Branches on record: what two have in common, how one takes the other over, the tree of all, and its playback."""

from datetime import UTC, datetime

import pytest
from organization import small_organization

from domain import assert_refused, assert_same_state
from workbench.io import scenarios
from workbench.io.failure import Failure
from workbench.io.ledger import Conflict
from workbench.io.lineage import movers, origin
from workbench.io.scenarios import Conflicts
from workbench.io.workspace import Workspace
from workbench.scenario import AddPost, Lock, MovePost, MoveUnit, RenameUnit, Scenario

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def who(actor: str) -> dict:
    return {"actor": actor, "role": "analis", "at": NOON}


SARI, BUDI, TIKA = who("Sari"), who("Budi"), who("Tika")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, schemas) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("ruang") / "ruang")
    made.save_snapshot(small_organization(schemas).staffing, actor="uji", at=NOON)
    return made


@pytest.fixture
def trunk(workspace, schemas) -> Scenario:
    return scenarios.new(workspace, "Induk", policy=small_organization(schemas).policy, **SARI)


def did(workspace, scenario: Scenario, *moves, **by) -> Scenario:
    after = scenarios.do(workspace, scenario, moves, **(by or SARI))
    assert isinstance(after, Scenario), after.reason
    return after


def branched(workspace, scenario: Scenario, title: str = "Cabang", **by) -> Scenario:
    return scenarios.branch(workspace, scenario, title, **(by or BUDI))


def unit_names(scenario: Scenario) -> dict:
    return dict(scenario.state.staffing.units[["unit", "name"]].itertuples(index=False))


# merging --------------------------------------------------------------------------------------------------------------


def test_two_branches_of_one_parent_become_one_and_a_replay_says_the_same(workspace, trunk):
    trunk = did(workspace, trunk, RenameUnit("2", "Dinas Kedua"))
    mine, theirs = branched(workspace, trunk, "Satu"), branched(workspace, trunk, "Dua")
    trunk = did(workspace, trunk, RenameUnit("0", "Provinsi Lain"))
    mine = did(workspace, mine, RenameUnit("12", "Bidang Baru"))
    theirs = did(workspace, did(workspace, theirs, MoveUnit("12", "2")), Lock("Ani", "desk"))
    both = scenarios.merge(workspace, mine, theirs.id, note="rapat", **BUDI)
    unit = both.state.staffing.units.set_index("unit").loc["12"]
    assert (unit["name"], unit["parent"], unit_names(both)["0"]) == ("Bidang Baru", "2", "Provinsi")
    assert both.state.policy.locks == {("Ani", "desk")}
    assert both.step == mine.step + 1 and both.seq == mine.seq + 1, "one gesture, one row"
    assert_same_state(scenarios.load(workspace, both.id).state, both.state)
    assert_same_state(both.undo().state, mine.state)
    told = scenarios.history(workspace, both)["what"].iloc[-1]
    assert theirs.id in told and "(rapat)" in told


def test_a_branch_goes_back_into_its_parent_and_the_parent_into_its_branch(workspace, trunk):
    child = did(workspace, branched(workspace, trunk), RenameUnit("12", "Anak"))
    trunk = did(workspace, trunk, RenameUnit("11", "Induk"))
    up = scenarios.merge(workspace, trunk, child.id, **SARI)
    assert (unit_names(up)["12"], unit_names(up)["11"]) == ("Anak", "Induk")
    down = scenarios.merge(workspace, child, trunk.id, **SARI)
    assert (unit_names(down)["12"], unit_names(down)["11"]) == ("Anak", "Induk")


def test_what_both_changed_is_asked_in_names_and_nothing_is_written_until_all_is_chosen(workspace, trunk):
    theirs = did(workspace, branched(workspace, trunk), MoveUnit("12", "2", "2026-01-01"), RenameUnit("11", "B"))
    mine = did(workspace, trunk, MoveUnit("12", "11", "2026-01-01"), RenameUnit("11", "A"))
    asked = scenarios.merge(workspace, mine, theirs.id, **SARI)
    assert isinstance(asked, Conflicts) and "2 isian" in asked.reason
    told = asked.told().set_index("column").loc["parent"]
    assert told[["what", "field", "base", "mine", "theirs"]].tolist() == [
        *("Bidang B", "Unit atasan", "Dinas Satu"),
        *("B", "Dinas Dua"),
    ]
    assert asked.told("en").set_index("column").loc["parent", "field"] == "Parent unit"
    half = scenarios.merge(workspace, mine, theirs.id, {("units", "12", "parent"): "theirs"}, **SARI)
    assert isinstance(half, Conflicts) and "1 isian" in half.reason
    assert scenarios.load(workspace, mine.id).seq == mine.seq
    choices = {("units", "12", "parent"): "theirs", ("units", "11", "name"): "mine"}
    both = scenarios.merge(workspace, mine, theirs.id, choices, **SARI)
    units = both.state.staffing.units.set_index("unit")
    assert (units.loc["12", "parent"], units.loc["11", "name"]) == ("2", "A")
    strange = scenarios.merge(workspace, mine, theirs.id, {("units", "2", "name"): "mine"}, **SARI)
    assert_refused(strange, "choice")


def test_a_second_merge_starts_from_the_first_and_asks_nothing_again(workspace, trunk):
    theirs = did(workspace, branched(workspace, trunk), RenameUnit("12", "Dua"))
    mine = did(workspace, trunk, RenameUnit("12", "Satu"))
    mine = scenarios.merge(workspace, mine, theirs.id, {("units", "12", "name"): "theirs"}, **SARI)
    assert origin(workspace.ledger, mine, theirs) == (theirs.id, theirs.seq)
    mine = did(workspace, mine, RenameUnit("12", "Tiga"))
    theirs = did(workspace, theirs, RenameUnit("2", "Lain"))
    both = scenarios.merge(workspace, mine, theirs.id, **SARI)
    assert (unit_names(both)["12"], unit_names(both)["2"]) == ("Tiga", "Lain")
    assert_refused(scenarios.merge(workspace, both, theirs.id, **SARI), "nothing")
    back = scenarios.merge(workspace, theirs, both.id, **SARI)
    assert_same_state(back.state, both.state)


def test_a_merge_that_was_undone_counts_no_more(workspace, trunk):
    theirs = did(workspace, branched(workspace, trunk), RenameUnit("12", "Dua"))
    mine = scenarios.merge(workspace, trunk, theirs.id, **SARI)
    mine = scenarios.undo(workspace, mine, **SARI)
    assert origin(workspace.ledger, mine, theirs) == (trunk.id, 1)
    assert unit_names(scenarios.merge(workspace, mine, theirs.id, **SARI))["12"] == "Dua"


def test_scenarios_opened_apart_cannot_be_merged(workspace, trunk):
    other = did(workspace, scenarios.new(workspace, "Lain", **SARI), RenameUnit("12", "Dua"))
    assert_refused(scenarios.merge(workspace, trunk, other.id, **SARI), "strangers")
    assert_refused(scenarios.merge(workspace, trunk, trunk.id, **SARI), "nothing")
    with pytest.raises(Failure, match="Tidak ada skenario"):
        scenarios.merge(workspace, trunk, "tidak-ada", **SARI)


def test_branches_that_cannot_stand_together_are_refused_and_nothing_is_written(workspace, trunk):
    theirs = did(workspace, branched(workspace, trunk), MoveUnit("12", "11"))
    mine = did(workspace, trunk, MoveUnit("11", "12"))
    assert_refused(scenarios.merge(workspace, mine, theirs.id, **SARI), "under_itself")
    assert scenarios.load(workspace, mine.id).seq == mine.seq


def test_a_merge_into_what_somebody_else_changed_is_a_conflict_of_writers(workspace, trunk):
    theirs = did(workspace, branched(workspace, trunk), RenameUnit("12", "Dua"))
    did(workspace, trunk, RenameUnit("11", "Satu"), **TIKA)
    late = scenarios.merge(workspace, trunk, theirs.id, **SARI)
    assert isinstance(late, Conflict) and "Tika" in late.reason


def test_everybody_who_had_a_hand_in_a_merged_branch_is_known(workspace, trunk):
    trunk = did(workspace, trunk, RenameUnit("12", "Satu"), **TIKA)
    theirs = did(workspace, branched(workspace, trunk, **BUDI), RenameUnit("11", "Dua"), **BUDI)
    late = did(workspace, theirs, RenameUnit("11", "Tiga"), **who("Wati"))
    mine = branched(workspace, trunk, **who("Eka"))
    both = scenarios.merge(workspace, mine, late.id, **SARI)
    did(workspace, late, RenameUnit("2", "Empat"), **who("Nina"))
    assert movers(workspace.ledger, both.id, both.seq) == {"Tika", "Budi", "Wati", "Sari"}
    assert movers(workspace.ledger, mine.id, mine.seq) == {"Tika"}


# the tree -------------------------------------------------------------------------------------------------------------


def test_the_tree_shows_all_relatives_from_wherever_it_is_asked(workspace, trunk):
    trunk = did(workspace, trunk, RenameUnit("12", "Satu"))
    child = branched(workspace, trunk, "Anak")
    grandchild = did(workspace, branched(workspace, child, "Cucu"), RenameUnit("11", "Dua"), **TIKA)
    second = branched(workspace, trunk, "Adik")
    scenarios.new(workspace, "Orang lain", **SARI)
    for each in (trunk, child, grandchild, second):
        shown = scenarios.tree(workspace, each.id)
        assert shown["title"].tolist() == ["Induk", "Anak", "Cucu", "Adik"]
        assert shown["depth"].tolist() == [0, 1, 2, 1]
        assert shown["steps"].tolist() == [1, 1, 2, 1]
        assert shown["parent"].fillna("").tolist() == ["", trunk.id, child.id, trunk.id]
        assert shown["at"].fillna(0).tolist() == [0, 2, 1, 2]
        assert shown["status"].eq("draft").all() and shown["last_actor"].tolist()[2] == "Tika"
    with pytest.raises(Failure, match="Tidak ada skenario"):
        scenarios.tree(workspace, "tidak-ada")
    with pytest.raises(Failure, match="Tidak ada skenario"):
        scenarios.tree(workspace, scenarios.RULEBOOK)


# playback -------------------------------------------------------------------------------------------------------------


def test_playback_tells_each_row_with_its_state_from_the_snapshot_on(workspace, trunk):
    trunk = scenarios.do(workspace, trunk, [RenameUnit("12", "Satu")], note="usul Tika", **TIKA)
    trunk = did(workspace, trunk, AddPost("p1", "12", "Analis", "pelaksana"))
    trunk = scenarios.undo(workspace, trunk, **SARI)
    child = did(workspace, branched(workspace, trunk), MovePost("desk", "11"), **BUDI)
    played = scenarios.playback(workspace, child)
    assert [(row.kind, row.actor) for row in played] == [
        *(("open", "Sari"), ("move", "Tika"), ("move", "Sari"), ("undo", "Sari")),
        *(("branch", "Budi"), ("move", "Budi")),
    ]
    assert (played[1].note, played[1].seq, played[-1].seq, played[-1].scenario) == ("usul Tika", 2, 2, child.id)
    assert "Penata Layanan B" in played[-1].what
    assert_same_state(played[-1].state, child.state)
    assert_same_state(played[3].state, played[1].state)
    assert "p1" in set(played[2].state.staffing.posts["post"])
    for row in played:
        assert_same_state(row.state, scenarios.load(workspace, row.scenario, row.seq).state)
    assert len(played[1:3]) == 2
    with pytest.raises(IndexError):
        played[6]


def test_a_comment_stands_beside_its_row_and_changes_nothing(workspace, trunk):
    trunk = did(workspace, trunk, RenameUnit("12", "Satu"))
    said = scenarios.comment(workspace, trunk, 2, "  nama ini sudah dipakai ", **BUDI)
    assert_same_state(said.state, trunk.state)
    assert said.can_undo and said.seq == trunk.seq + 1
    played = scenarios.playback(workspace, said)
    assert [len(row.comments) for row in played] == [0, 1]
    assert (played[1].comments[0].text, played[1].comments[0].actor) == ("nama ini sudah dipakai", "Budi")
    assert scenarios.history(workspace, said)["what"].iloc[-1] == "Catatan pada baris 2: nama ini sudah dipakai"
    assert_refused(scenarios.comment(workspace, said, 9, "x", **BUDI), "row")
    assert_refused(scenarios.comment(workspace, said, 1, "  ", **BUDI), "empty")
