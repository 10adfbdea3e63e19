"""Scenarios on record: what was acknowledged is there after the kernel died, and nobody is overwritten."""

import json
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import WEIGHTS, assert_refused, assert_same_state, small_office
from workbench.io import resources, scenarios
from workbench.io.failure import Failure
from workbench.io.ledger import Conflict
from workbench.io.workspace import Workspace
from workbench.regulation.rulebook import UnknownParameter
from workbench.scenario import (
    AssumeRule,
    Forbid,
    Lock,
    Place,
    Policy,
    Release,
    Scenario,
    SetLimit,
    SetScope,
    SetWeights,
    Vacate,
)

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SARI = {"actor": "Sari", "role": "analis", "at": NOON}
BUDI = {"actor": "Budi", "role": "pimpinan", "at": NOON}
OTHER_WEIGHTS = {"pendidikan": 0, "pengalaman": 0, "kompetensi": 100, "kinerja": 0, "rekam_jejak": 0}


@pytest.fixture
def workspace(tmp_path) -> Workspace:
    made = Workspace.create(tmp_path / "ruang")
    made.save_snapshot(small_office(resources.schemas()), actor="Sari", at=NOON)
    return made


@pytest.fixture
def scenario(workspace) -> Scenario:
    return scenarios.new(workspace, "Rotasi semester II", **SARI)


def assert_reloads(workspace: Workspace, scenario: Scenario) -> None:
    """As if the kernel had died: a workspace opened anew tells the same scenario."""
    again = scenarios.load(Workspace.open(workspace.home), scenario.id)
    assert_same_state(again.state, scenario.state)
    for name in ("id", "title", "snapshot", "parent", "seq", "step", "steps", "can_undo", "can_redo"):
        assert getattr(again, name) == getattr(scenario, name), name


def test_a_new_scenario_stands_on_the_latest_data_and_the_policy_of_the_agency(workspace, scenario):
    assert scenario.snapshot == workspace.latest
    assert scenario.state.policy == resources.default_policy()
    assert scenario.id.startswith("rotasi-semester-ii-") and scenario.seq == 1
    assert_reloads(workspace, scenario)


def test_the_whole_policy_is_on_record_so_a_later_default_changes_no_scenario(workspace):
    policy = Policy(weights=WEIGHTS, tiers=("pengawas",), locks=frozenset({("1", "A")}), effective=date(2026, 1, 1))
    scenario = scenarios.new(workspace, "Lain", policy=policy, **SARI)
    assert scenario.state.policy == policy
    assert_reloads(workspace, scenario)


def test_every_kind_of_move_is_on_record_before_the_caller_sees_it(workspace, scenario):
    gestures = [
        [Place("1", "A", since="2026-01-01"), Place("2", "B")],
        [Lock("3", "A"), Forbid("2", "A")],
        [Release("3", "A")],
        [SetWeights(OTHER_WEIGHTS)],
        [SetLimit("move_limit", 12), SetLimit("move_price", 0)],
        [SetScope(("pengawas", "pelaksana"), (), ("C",))],
        [AssumeRule("appointment.administrator", {"prior_post_years": 2})],
        [Vacate("3", "C")],
    ]
    for moves in gestures:
        scenario = scenarios.do(workspace, scenario, moves, **SARI)
        assert isinstance(scenario, Scenario), scenario
        assert_reloads(workspace, scenario)
    assert [event.kind for event in workspace.ledger.events(scenario.id)] == ["open"] + ["move"] * len(gestures)


def test_a_gesture_of_many_moves_is_one_row_and_one_undo(workspace, scenario):
    done = scenarios.do(workspace, scenario, [Place("1", "A"), Place("2", "B")], note="usulan", **SARI)
    row = workspace.ledger.events(scenario.id)[-1]
    assert [move["kind"] for move in row.payload["moves"]] == ["place", "place"] and row.payload["note"] == "usulan"
    undone = scenarios.undo(workspace, done, **SARI)
    assert_same_state(undone.state, scenario.state)
    assert_reloads(workspace, undone)
    redone = scenarios.redo(workspace, undone, **SARI)
    assert_same_state(redone.state, done.state)
    assert_reloads(workspace, redone)


def test_what_is_refused_is_not_on_record(workspace, scenario):
    before = workspace.ledger.head
    assert_refused(scenarios.do(workspace, scenario, [Place("1", "A"), Place("9", "B")], **SARI), "unknown_employee")
    assert_refused(scenarios.do(workspace, scenario, [], **SARI), "empty")
    assert_refused(scenarios.undo(workspace, scenario, **SARI), "nothing_to_undo")
    assert_refused(scenarios.redo(workspace, scenario, **SARI), "nothing_to_redo")
    assert workspace.ledger.head == before


def test_the_screen_shows_what_a_replay_would_show(workspace, scenario):
    """A tuple becomes a list on record; so it does on the screen."""
    done = scenarios.do(workspace, scenario, [AssumeRule("appointment.administrator", {"status": ("pns",)})], **SARI)
    assert done.state.policy.assumptions == {"appointment.administrator": {"status": ["pns"]}}
    assert_reloads(workspace, done)


def test_two_who_change_one_scenario_get_a_conflict_with_both_sides(workspace, scenario):
    theirs = scenarios.do(workspace, scenarios.load(workspace, scenario.id), [Lock("1", "A")], **BUDI)
    for attempt in (
        scenarios.do(workspace, scenario, [Forbid("1", "A")], **SARI),
        scenarios.reveal(workspace, scenario, **SARI),
        scenarios.commit(workspace, scenario, "decide", {"what": "x"}, **SARI),
    ):
        assert isinstance(attempt, Conflict)
        assert [event.actor for event in attempt.theirs] == ["Budi"] and attempt.mine.actor == "Sari"
    assert_reloads(workspace, theirs)
    merged = scenarios.do(workspace, scenarios.load(workspace, scenario.id), [Forbid("2", "A")], **SARI)
    assert isinstance(merged, Scenario) and merged.step == 2


def test_a_branch_begins_where_its_parent_stood_and_then_goes_its_own_way(workspace, scenario):
    one = scenarios.do(workspace, scenario, [Lock("1", "A")], **SARI)
    child = scenarios.branch(workspace, one, "Tanpa kunci", **BUDI)
    assert child.parent == scenario.id and child.id.startswith("tanpa-kunci-")
    assert_same_state(child.state, one.state)
    later = scenarios.do(workspace, one, [Lock("2", "B")], **SARI)
    child = scenarios.do(workspace, child, [Release("1", "A")], **BUDI)
    grandchild = scenarios.branch(workspace, child, "Cucu", **BUDI)
    back = scenarios.undo(workspace, scenarios.undo(workspace, grandchild, **BUDI), **BUDI)
    assert_same_state(back.state, scenario.state)
    for each in (later, child, back):
        assert_reloads(workspace, each)


gesture = st.sampled_from(
    [
        [Place("1", "A")],
        [Place("2", "B")],
        [Vacate("1", "B"), Place("3", "B")],
        [Lock("1", "A")],
        [Forbid("2", "A")],
        [SetWeights(OTHER_WEIGHTS)],
        [SetLimit("move_limit", 3)],
        "undo",
        "redo",
        "branch",
        "reveal",
    ]
)


@settings(max_examples=25)
@given(st.lists(gesture, max_size=8))
def test_whatever_was_done_undone_and_branched_the_record_tells_the_same(tmp_path_factory, gestures):
    workspace = Workspace.create(tmp_path_factory.mktemp("w") / "ruang")
    workspace.save_snapshot(small_office(resources.schemas()), actor="Sari", at=NOON)
    now = scenarios.new(workspace, "Coba", **SARI)
    for asked in gestures:
        if isinstance(asked, list):
            after = scenarios.do(workspace, now, asked, **SARI)
        elif asked == "branch":
            after = scenarios.branch(workspace, now, "Coba", **SARI)
        else:
            after = getattr(scenarios, asked)(workspace, now, **SARI)
        now = after if isinstance(after, Scenario) else now
    assert_reloads(workspace, now)
    listed = scenarios.listing(workspace).set_index("id")
    assert listed.loc[now.id, "steps"] == now.step
    assert workspace.ledger.verify().ok


def test_an_earlier_row_can_be_looked_at(workspace, scenario):
    one = scenarios.do(workspace, scenario, [Lock("1", "A")], **SARI)
    scenarios.do(workspace, one, [Lock("2", "B")], **SARI)
    assert_same_state(scenarios.load(workspace, scenario.id, until=one.seq).state, one.state)


def test_looking_at_names_and_decisions_are_on_record_and_change_no_state(workspace, scenario):
    seen = scenarios.reveal(workspace, scenario, ["1", "2"], reason="wawancara", **SARI)
    ran = scenarios.commit(workspace, seen, "run", {"report": "usulan_penempatan"}, **SARI)
    assert_same_state(ran.state, scenario.state)
    assert_reloads(workspace, ran)
    rows = workspace.ledger.events(scenario.id)[1:]
    assert [(row.kind, row.payload) for row in rows] == [
        ("reveal", {"nips": ["1", "2"], "reason": "wawancara"}),
        ("run", {"report": "usulan_penempatan"}),
    ]
    with pytest.raises(ValueError, match="move"):
        scenarios.commit(workspace, ran, "move", {}, **SARI)


# ids and titles -------------------------------------------------------------------------------------------------------


def test_an_id_that_is_taken_is_not_taken_twice(workspace):
    suffixes = iter(["aaaaa", "aaaaa", "bbbbb"])
    one = scenarios.new(workspace, "Sama", suffix=lambda: next(suffixes), **SARI)
    other = scenarios.new(workspace, "Sama", suffix=lambda: next(suffixes), **SARI)
    assert (one.id, other.id) == ("sama-aaaaa", "sama-bbbbb")
    with pytest.raises(Failure, match="judul lain"):
        scenarios.new(workspace, "Sama", suffix=lambda: "aaaaa", **SARI)


@given(st.text())
def test_the_readable_part_of_an_id_is_short_and_plain(title):
    slug = scenarios._slug(title)
    assert 1 <= len(slug) <= 24 and set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug != scenarios.RULEBOOK or title.strip()


def test_random_ids_are_readable_aloud():
    drawn = {scenarios.random_suffix() for _ in range(50)}
    assert len(drawn) > 45 and not set("".join(drawn)) & set("il1o0")


@pytest.mark.parametrize("title", ["", "  \n", "x" * 121])
def test_a_title_must_be_there_and_fit(workspace, title):
    with pytest.raises(Failure, match="Judul"):
        scenarios.new(workspace, title, **SARI)


def test_a_title_is_kept_as_it_was_written_but_for_its_spaces(workspace):
    assert scenarios.new(workspace, " <b>Uji</b>\n “coba” ", **SARI).title == "<b>Uji</b> “coba”"


# what cannot be opened ------------------------------------------------------------------------------------------------


def test_without_data_one_sentence_says_what_to_run(tmp_path):
    with pytest.raises(Failure, match="penataan import"):
        scenarios.new(Workspace.create(tmp_path / "kosong"), "Judul", **SARI)


@pytest.mark.parametrize("id", ["tidak-ada", "", "rulebook", "../x"])
def test_a_scenario_that_nobody_opened_is_refused_in_one_sentence(workspace, id):
    append(workspace, "rulebook", "confirm", {})
    with pytest.raises(Failure, match="penataan scenario list"):
        scenarios.load(workspace, id)


def append(workspace: Workspace, id: str, kind: str, payload: dict) -> None:
    expects = len(workspace.ledger.events(id))
    workspace.ledger.append(id, kind, payload, expects=expects, **SARI)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("move", {"moves": [{"kind": "teleport", "nip": "1"}]}),
        ("move", {"moves": [{"kind": "lock", "nip": "1", "post": "A", "colour": "red"}]}),
        ("move", {}),
        ("move", {"moves": [{"kind": "lock", "nip": "9", "post": "A"}]}),
        ("undo", {}),
    ],
)
def test_a_record_that_this_version_cannot_replay_is_named_never_skipped(workspace, scenario, kind, payload):
    append(workspace, scenario.id, kind, payload)
    with pytest.raises(Failure, match=f"Skenario {scenario.id} tidak dapat dibuka oleh versi ini: Langkah 2"):
        scenarios.load(workspace, scenario.id)


def test_a_first_row_of_another_version_is_named(workspace):
    policy = resources.default_policy().to_record()
    append(workspace, "a-1", "open", {"title": "A", "snapshot": workspace.latest, "policy": policy | {"colour": "red"}})
    append(workspace, "a-2", "open", {"title": "A"})
    append(workspace, "a-3", "branch", {"title": "A", "at": 1})
    for id in ("a-1", "a-2", "a-3"):
        with pytest.raises(Failure, match=f"Skenario {id} tidak dapat dibuka"):
            scenarios.load(workspace, id)
    assert set(scenarios.listing(workspace)["id"]) == {"a-1", "a-2", "a-3"}


def test_a_scenario_on_data_that_are_gone_says_so(workspace, scenario):
    for file in (workspace.home / "snapshots" / scenario.snapshot).iterdir():
        file.unlink()
    with pytest.raises(Failure, match=f"Tidak ada potret {scenario.snapshot}"):
        scenarios.load(workspace, scenario.id)


# looking --------------------------------------------------------------------------------------------------------------


def test_the_listing_tells_what_each_scenario_is_and_who_touched_it_last(workspace, scenario):
    assert scenarios.listing(Workspace.create(workspace.home / "lain")).empty
    one = scenarios.do(workspace, scenario, [Lock("1", "A")], **SARI)
    child = scenarios.branch(workspace, one, "Cabang", **BUDI)
    append(workspace, scenarios.RULEBOOK, "confirm", {})
    listed = scenarios.listing(workspace)
    assert list(listed.columns) == ["id", "title", "snapshot", "parent", "steps", "last_actor", "last_at"]
    assert list(listed["id"]) == [child.id, scenario.id]
    assert list(listed["steps"]) == [1, 1] and list(listed["last_actor"]) == ["Budi", "Sari"]
    assert listed["parent"].tolist() == [scenario.id, None] or pd.isna(listed["parent"][1])
    assert set(listed["snapshot"]) == {scenario.snapshot} and set(listed["last_at"]) == {NOON}


def test_the_history_tells_every_row_in_one_line(workspace, scenario):
    one = scenarios.do(workspace, scenario, [Lock("1", "A")], note="sesuai rapat", **BUDI)
    two = scenarios.reveal(workspace, scenarios.undo(workspace, one, **SARI), **SARI)
    told = scenarios.history(workspace, scenarios.redo(workspace, two, **SARI))
    assert list(told["what"]) == [
        "Buka: Rotasi semester II",
        "Kunci Ani pada Kepala Bidang, Dinas Contoh (sesuai rapat)",
        "Urungkan",
        "Buka nama semua orang",
        "Ulangi",
    ]
    assert list(told["actor"]) == ["Sari", "Budi", "Sari", "Sari", "Sari"]


# confirmations --------------------------------------------------------------------------------------------------------

DAY = date(2025, 10, 29)


def awaiting(workspace: Workspace) -> list[str]:
    return list(scenarios.rulebook(workspace).awaiting(DAY)["parameter"])


def test_what_the_agency_confirms_is_on_record_and_lifts_the_value(workspace):
    parameter = awaiting(workspace)[0]
    assert scenarios.confirmations(workspace) == ()
    told = scenarios.confirm(workspace, parameter, by="Kabid", ref="ND 800/1", day=DAY, **SARI)
    assert (told["parameter"], told["name"], told["ref"]) == (parameter, "Kabid", "ND 800/1")
    assert scenarios.confirmations(workspace) == (told,)
    assert scenarios.rulebook(workspace).on(DAY)[parameter].confidence == "confirmed"
    assert parameter not in awaiting(workspace)
    assert workspace.ledger.scenarios()[-1].scenario == scenarios.RULEBOOK
    second = awaiting(workspace)[0]
    scenarios.confirm(workspace, second, by="Kabid", ref="ND 800/2", day=DAY, **BUDI)
    assert len(scenarios.confirmations(workspace)) == 2


def test_nothing_is_confirmed_twice_or_without_a_name_or_without_being_there(workspace):
    parameter = awaiting(workspace)[0]
    scenarios.confirm(workspace, parameter, by="Kabid", ref="ND", day=DAY, **SARI)
    before = workspace.ledger.head
    for wrong in (
        {"parameter": parameter},
        {"parameter": "tidak.ada"},
        {"by": " "},
        {"ref": ""},
        {"day": date(1950, 1, 1)},
    ):
        asked = {"parameter": awaiting(workspace)[0], "by": "Kabid", "ref": "ND", "day": DAY} | wrong
        with pytest.raises(Failure):
            scenarios.confirm(workspace, asked.pop("parameter"), **asked, **SARI)
    assert workspace.ledger.head == before


def test_a_confirmation_waits_its_turn_when_another_is_faster(workspace, monkeypatch):
    first, second = awaiting(workspace)[:2]
    ledger, once = workspace.ledger, []
    real = ledger.append

    def slow(*args, **kwargs):
        if not once:
            once.append(True)
            scenarios.confirm(Workspace.open(workspace.home), first, by="Kabid", ref="ND 1", day=DAY, **BUDI)
        return real(*args, **kwargs)

    monkeypatch.setattr(ledger, "append", slow)
    scenarios.confirm(workspace, second, by="Kabid", ref="ND 2", day=DAY, **SARI)
    assert [told["parameter"] for told in scenarios.confirmations(workspace)] == [first, second]


def test_the_rulebook_without_confirmations_is_what_ships(workspace):
    assert scenarios.rulebook(workspace) is resources.rulebook()
    with pytest.raises(UnknownParameter):
        scenarios.rulebook(workspace).on(DAY)["tidak.ada"]


def test_a_confirmation_is_json(workspace):
    told = scenarios.confirm(workspace, awaiting(workspace)[0], by="Kabid", ref="ND", day=DAY, **SARI)
    assert json.loads(json.dumps(dict(told))) == told
