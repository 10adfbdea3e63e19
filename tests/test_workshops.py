"""Workshops on record: many people at once, proposals accepted on the shared scenario, and crashes in between."""

import multiprocessing
import shutil
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from organization import small_organization

from domain import assert_refused, assert_same_state
from workbench.io import accepting, resources, scenarios, workshops
from workbench.io.accepting import accept, disputed, healed
from workbench.io.failure import Failure
from workbench.io.presence import SILENCE, here, present
from workbench.io.workspace import Workspace
from workbench.scenario import AbolishUnit, MergeUnits, MoveUnit, RenameUnit, Scenario, to_record
from workbench.scenario.joining import Disputed
from workbench.scenario.workshop import Workshop
from workbench.staffing import Staffing

TEN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
RINA = {"actor": "Rina", "role": "fasilitator", "at": TEN}
AGENDA = [{"title": "Dinas Satu", "minutes": 15}]


def who(actor: str, token: str = "", minute: int = 0) -> dict:
    return {"actor": actor, "role": "peserta", "at": TEN + timedelta(minutes=minute), "token": token or f"t-{actor}"}


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    made = Workspace.create(tmp_path_factory.mktemp("ruang") / "ruang")
    made.save_snapshot(small_organization(resources.schemas()).staffing, actor="Rina", at=TEN)
    assert made.ledger.head.n == 0  # the tables are made
    return made.home


@pytest.fixture(autouse=True)
def read_once(monkeypatch) -> None:
    """A snapshot never changes, so the tests of this module share what they have read."""
    monkeypatch.setattr(Workspace, "snapshot", lambda workspace, id: _snapshot(id))


@cache
def _snapshot(id: str) -> Staffing:
    return small_organization(resources.schemas()).staffing


@pytest.fixture
def workspace(template, tmp_path) -> Workspace:
    shutil.copytree(template, tmp_path / "ruang")
    return Workspace.open(tmp_path / "ruang")


@pytest.fixture
def scenario(workspace) -> Scenario:
    return scenarios.new(workspace, "Penataan Dinas Satu", **RINA)


@pytest.fixture
def workshop(workspace, scenario) -> Workshop:
    """Rina facilitates, Sari and Budi take part."""
    held = workshops.open_workshop(workspace, scenario.id, "Lokakarya Dinas Satu", AGENDA, **RINA)
    for person, office in (("Sari", "Biro Organisasi"), ("Budi", "Dinas Dua")):
        held = workshops.act(workspace, held, "join", {"office": office}, **who(person, f"join-{person}"))
    return held


def propose(
    workspace: Workspace, workshop: Workshop, person: str, token: str, *moves, base: int | None = None
) -> Workshop:
    began = base or workspace.ledger.positions(workshop.scenario)[0]
    detail = {"title": f"Usulan {token}", "moves": [to_record(move) for move in moves], "base": began}
    made = workshops.act(workspace, workshop, "propose", detail, **who(person, token))
    assert isinstance(made, Workshop), made
    return made


def unit(scenario: Scenario, unit: str) -> dict:
    return scenario.state.staffing.units.set_index("unit").loc[unit].to_dict()


# records of their own -------------------------------------------------------------------------------------------------


def test_a_workshop_has_a_record_of_its_own_and_is_no_scenario(workspace, scenario, workshop):
    assert workshop.id.startswith("lokakarya-dinas-satu-") and workshop.scenario == scenario.id and workshop.began == 1
    assert set(scenarios.listing(workspace)["id"]) == {scenario.id}
    with pytest.raises(Failure, match="Tidak ada skenario"):
        scenarios.load(workspace, workshop.id)
    for wrong in (scenario.id, "lokakarya-x", scenarios.RULEBOOK):
        with pytest.raises(Failure, match="Tidak ada lokakarya"):
            workshops.load(workspace, wrong)
    assert list(workshops.listing(workspace)["id"]) == [workshop.id]
    assert workshops.load(Workspace.open(workspace.home), workshop.id) == workshop
    assert {event.kind for event in workspace.ledger.events(workshop.id)} == {"decide"}


def test_a_workshop_needs_a_scenario_and_an_agenda(workspace, scenario, workshop):
    with pytest.raises(Failure, match="Tidak ada skenario"):
        workshops.open_workshop(workspace, "tidak-ada", "Lokakarya", AGENDA, **RINA)
    with pytest.raises(Failure, match="Tidak ada skenario"):
        workshops.open_workshop(workspace, workshop.id, "Lokakarya", AGENDA, **RINA)
    assert_refused(workshops.open_workshop(workspace, scenario.id, "Lokakarya", [], **RINA), "agenda")


def test_what_is_refused_is_not_on_record(workspace, workshop):
    before = workspace.ledger.head
    assert_refused(workshops.act(workspace, workshop, "note", {"text": "x"}, **who("Tamu")), "stranger")
    assert_refused(workshops.act(workspace, workshop, "turn", {"item": 0}, **who("Sari")), "facilitator")
    with pytest.raises(ValueError, match="accepting"):
        workshops.act(workspace, workshop, "accept", {"proposal": "p"}, **who("Rina"))
    with pytest.raises(ValueError, match="token"):
        workshops.act(workspace, workshop, "note", {"text": "x"}, **who("Sari", " "))
    assert workspace.ledger.head == before


def test_a_gesture_delivered_twice_is_on_record_once(workspace, workshop):
    for _ in range(2):
        held = workshops.act(workspace, workshop, "note", {"text": "x"}, **who("Sari", "n1"))
    assert len(held.notes) == 1 and held.seq == workshop.seq + 1


def test_one_who_saw_less_writes_nevertheless_when_the_rules_still_allow_it(workspace, workshop):
    workshops.act(workspace, workshop, "note", {"text": "x"}, **who("Budi", "n1"))
    later = workshops.act(workspace, workshop, "note", {"text": "y"}, **who("Sari", "n2"))
    assert [note.text for note in later.notes] == ["x", "y"]
    workshops.act(workspace, later, "end", {}, **who("Rina", "end"))
    assert_refused(workshops.act(workspace, later, "note", {"text": "z"}, **who("Sari", "n3")), "ended")


def test_the_position_tells_of_both_records(workspace, scenario, workshop):
    assert workshops.position(workspace, scenario.id, workshop.id) == (1, workshop.seq)
    workshops.act(workspace, workshop, "note", {"text": "x"}, **who("Budi", "n1"))
    scenarios.do(workspace, scenario, [RenameUnit("111", "Seksi Baru")], **RINA)
    assert workshops.position(workspace, scenario.id, workshop.id) == (2, workshop.seq + 1)
    assert workshops.position(workspace, "tidak-ada", workshop.id) == (0, workshop.seq + 1)


# accepting ------------------------------------------------------------------------------------------------------------


def test_an_accepted_proposal_is_one_gesture_on_the_scenario_and_one_decision(workspace, scenario, workshop):
    moves = MoveUnit("111", "12"), RenameUnit("111", "Seksi Baru")
    held = propose(workspace, workshop, "Sari", "p1", *moves)
    held = accept(workspace, held, "p1", owner="Biro Organisasi", due="2026-12-04", **RINA)
    now = scenarios.load(workspace, scenario.id)
    assert now.step == 1 and unit(now, "111")["parent"] == "12" and unit(now, "111")["name"] == "Seksi Baru"
    decided = held.decisions[0]
    assert (decided.verdict, decided.owner, decided.due) == ("disetujui", "Biro Organisasi", "2026-12-04")
    assert held.proposal("p1").state == "accepted"
    assert workshops.load(workspace, held.id) == held


def test_a_proposal_accepted_twice_is_applied_once(workspace, scenario, workshop):
    held = propose(workspace, workshop, "Sari", "p1", MoveUnit("111", "12"))
    first = accept(workspace, held, "p1", **RINA)
    again = accept(workspace, held, "p1", **RINA)
    assert again == first and workspace.ledger.positions(scenario.id) == (2,)


def test_only_a_facilitator_accepts_and_a_ballot_is_closed_first(workspace, scenario, workshop):
    held = propose(workspace, workshop, "Sari", "p1", MoveUnit("111", "12"))
    assert_refused(accept(workspace, held, "p1", **RINA | {"actor": "Sari"}), "facilitator")
    assert_refused(accept(workspace, held, "p9", **RINA), "unknown_proposal")
    ballot = {"question": "Pindahkan?", "proposal": "p1"}
    held = workshops.act(workspace, held, "ballot", ballot, **who("Rina", "b1"))
    assert_refused(accept(workspace, held, "p1", **RINA), "open_ballot")
    assert workspace.ledger.positions(scenario.id) == (1,)


def test_changes_of_different_fields_stand_side_by_side(workspace, scenario, workshop):
    held = propose(workspace, workshop, "Sari", "p1", MoveUnit("111", "12"))
    held = propose(workspace, held, "Budi", "p2", RenameUnit("111", "Seksi Baru"))
    held = accept(workspace, accept(workspace, held, "p1", **RINA), "p2", **RINA)
    now = scenarios.load(workspace, scenario.id)
    assert now.step == 2 and (unit(now, "111")["parent"], unit(now, "111")["name"]) == ("12", "Seksi Baru")
    assert [each.kept for each in held.decisions] == [(), ()]


def clashing(workspace: Workspace, workshop: Workshop) -> tuple[Workshop, Disputed]:
    """Sari moves the section to Bidang B, which is accepted; Budi's move to Dinas Dua was made on the same state."""
    held = propose(workspace, workshop, "Sari", "p1", MoveUnit("111", "12"))
    held = propose(workspace, held, "Budi", "p2", MoveUnit("111", "2"))
    held = accept(workspace, held, "p1", **RINA)
    found = accept(workspace, held, "p2", **RINA)
    assert isinstance(found, Disputed), found
    return held, found


def test_two_who_moved_one_unit_are_named_and_nothing_is_written(workspace, workshop):
    held, _ = clashing(workspace, workshop)
    before = workspace.ledger.head
    found = accept(workspace, held, "p2", **RINA)
    assert found.reason == (
        "Dua peserta mengubah Seksi A: Dinas Dua: induk Dinas Dua / Biro Organisasi: induk Bidang B."
    )
    assert [(clash.where, clash.before, clash.mine, clash.theirs) for clash in found.clashes] == [
        (("units", "111", "parent"), "11", "2", "12")
    ], "the order among brothers and the day of a move only follow"
    assert disputed(workspace, held, "p2") == found and workspace.ledger.head == before
    shown = workshops.act(workspace, held, "clash", {"proposal": "p2", "words": [found.reason]}, **who("Rina", "c1"))
    assert shown.proposal("p2").clash == (found.reason,)


def test_where_the_proposal_is_chosen_the_scenario_as_it_stood_is_kept_as_a_branch(workspace, scenario, workshop):
    held, found = clashing(workspace, workshop)
    stood = scenarios.load(workspace, scenario.id)
    done = accept(workspace, held, "p2", {clash.where: clash.mine for clash in found.clashes}, **RINA)
    now = scenarios.load(workspace, scenario.id)
    assert unit(now, "111")["parent"] == "2" and now.step == 2
    (kept,) = done.decisions[-1].kept
    assert_same_state(scenarios.load(workspace, kept).state, stood.state)


def test_where_nothing_of_a_proposal_is_chosen_it_is_rejected_and_kept_as_a_branch(workspace, scenario, workshop):
    held, found = clashing(workspace, workshop)
    choice = {clash.where: clash.theirs for clash in found.clashes}
    done = accept(workspace, held, "p2", choice, **RINA)
    assert done.proposal("p2").state == "rejected" and workspace.ledger.positions(scenario.id) == (2,)
    (kept,) = done.decisions[-1].kept
    assert unit(scenarios.load(workspace, kept), "111")["parent"] == "2"
    assert done.decisions[-1].verdict == "ditolak" and "cabang" in done.decisions[-1].reason


def test_a_choice_that_names_a_value_of_yesterday_is_asked_again(workspace, scenario, workshop):
    held, found = clashing(workspace, workshop)
    now = scenarios.load(workspace, scenario.id)
    scenarios.do(workspace, now, [MoveUnit("111", "1")], **RINA)
    again = accept(workspace, held, "p2", {clash.where: clash.theirs for clash in found.clashes}, **RINA)
    assert isinstance(again, Disputed) and again.clashes[0].theirs == "1"
    assert again.clashes[0].theirs_by == "Fasilitator"


def test_of_a_proposal_some_moves_may_be_chosen_but_never_half_a_move(workspace, scenario, workshop):
    held = propose(workspace, workshop, "Sari", "p1", RenameUnit("12", "Bidang Utara"))
    held = propose(workspace, held, "Budi", "p2", RenameUnit("12", "Bidang Selatan"), MoveUnit("111", "2"))
    held = propose(workspace, held, "Budi", "p3", MergeUnits(("11", "12"), "12", "Bidang Timur"))
    held = accept(workspace, held, "p1", **RINA)
    found = accept(workspace, held, "p3", **RINA)
    choice = {clash.where: clash.theirs for clash in found.clashes}
    assert_refused(accept(workspace, held, "p3", choice, **RINA), "indivisible")
    done = accept(workspace, held, "p2", choice, **RINA)
    now = scenarios.load(workspace, scenario.id)
    assert unit(now, "12")["name"] == "Bidang Utara" and unit(now, "111")["parent"] == "2"
    assert done.proposal("p2").state == "accepted" and len(done.decisions[-1].kept) == 1


def test_a_proposal_about_a_unit_that_is_gone_is_a_clash_or_refused_by_name(workspace, workshop):
    held = propose(workspace, workshop, "Sari", "p1", AbolishUnit("12"))
    held = propose(workspace, held, "Budi", "p2", MoveUnit("12", "2"))
    held = propose(workspace, held, "Budi", "p3", MoveUnit("111", "12"))
    held = accept(workspace, held, "p1", **RINA)
    found = accept(workspace, held, "p2", **RINA)
    assert "Bidang B: Dinas Dua: diubah / Biro Organisasi: dihapus" in found.reason
    assert_refused(accept(workspace, held, "p3", **RINA), "unknown_unit")


def test_what_others_have_done_alike_is_not_done_again(workspace, scenario, workshop):
    held = propose(workspace, workshop, "Sari", "p1", RenameUnit("12", "Bidang Utara"))
    held = propose(workspace, held, "Budi", "p2", RenameUnit("12", "Bidang Utara"))
    held = accept(workspace, held, "p1", **RINA)
    assert_refused(accept(workspace, held, "p2", **RINA), "there")


# crashes and haste ----------------------------------------------------------------------------------------------------


class Killed(RuntimeError):
    """As if the power went."""


def test_a_crash_between_the_two_rows_heals_with_the_decision_as_it_was_taken(
    workspace, scenario, workshop, monkeypatch
):
    held = propose(workspace, workshop, "Sari", "p1", MoveUnit("111", "12"))

    def dies(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(workshops, "record", dies)
        with pytest.raises(Killed):
            accept(workspace, held, "p1", owner="BKAD", due="2026-12-01", reason="Sepakat", **RINA)
    assert workspace.ledger.positions(scenario.id) == (2,)
    assert workshops.load(workspace, held.id).decisions == ()
    later = RINA | {"at": TEN + timedelta(hours=1)}
    done = accept(workspace, held.id, "p1", owner="lain", **later)
    assert done == healed(workspace, held) == workshops.load(workspace, held.id)
    (decided,) = done.decisions
    assert (decided.owner, decided.due, decided.reason, decided.at) == ("BKAD", "2026-12-01", "Sepakat", TEN)
    assert workspace.ledger.positions(scenario.id) == (2,)


def test_a_crash_after_the_branch_keeps_one_branch(workspace, workshop, monkeypatch):
    held, found = clashing(workspace, workshop)
    choice = {clash.where: clash.theirs for clash in found.clashes}

    def dies(*args, **kwargs):
        raise Killed

    for broken in ("do", "branch"):
        with monkeypatch.context() as patch:
            patch.setattr(accepting.scenarios, broken, dies)
            with pytest.raises(Killed):
                accept(workspace, held, "p2", choice, **RINA)
    done = accept(workspace, held, "p2", choice, **RINA)
    assert len(scenarios.listing(workspace)) == 2
    assert unit(scenarios.load(workspace, done.decisions[-1].kept[0]), "111")["parent"] == "2"


def test_an_acceptance_on_the_scenario_stands_whatever_was_said_meanwhile(workspace, scenario, workshop, monkeypatch):
    """Budi's browser withdraws between the two rows: the scenario's row decides."""
    held = propose(workspace, workshop, "Sari", "p1", MoveUnit("111", "12"))
    real = scenarios.do

    def slow(*args, **kwargs):
        after = real(*args, **kwargs)
        workshops.act(workspace, held.id, "withdraw", {"proposal": "p1"}, **who("Sari", "w1"))
        return after

    monkeypatch.setattr(accepting.scenarios, "do", slow)
    done = accept(workspace, held, "p1", **RINA)
    assert done.proposal("p1").state == "accepted" and workspace.ledger.positions(scenario.id) == (2,)


def test_another_change_between_look_and_write_is_looked_at_again(workspace, scenario, workshop, monkeypatch):
    held = propose(workspace, workshop, "Sari", "p1", MoveUnit("111", "12"))
    real, once = scenarios.do, []

    def slow(workspace_, now, *args, **kwargs):
        if not once:
            once.append(True)
            real(Workspace.open(workspace.home), now, [RenameUnit("111", "Seksi Baru")], **RINA)
        return real(workspace_, now, *args, **kwargs)

    monkeypatch.setattr(accepting.scenarios, "do", slow)
    assert accept(workspace, held, "p1", **RINA).proposal("p1").state == "accepted"
    now = scenarios.load(workspace, scenario.id)
    assert now.step == 2 and unit(now, "111")["parent"] == "12"


def _facilitate(home, workshop: str, ready, results) -> None:
    workspace = Workspace.open(home)
    ready.wait(timeout=30)
    results.put([accept(workspace, workshop, proposal, **RINA).seq for proposal in ("p1", "p2")])


def test_two_facilitators_who_accept_at_once_apply_each_proposal_once(workspace, scenario, workshop):
    held = propose(workspace, workshop, "Sari", "p1", MoveUnit("111", "12"))
    held = propose(workspace, held, "Budi", "p2", RenameUnit("111", "Seksi Baru"))
    fork = multiprocessing.get_context("fork")
    ready, results = fork.Barrier(2), fork.Queue()
    racers = [fork.Process(target=_facilitate, args=(workspace.home, held.id, ready, results)) for _ in range(2)]
    for racer in racers:
        racer.start()
    for _ in racers:
        results.get(timeout=60)
    for racer in racers:
        racer.join(timeout=20)
    done = workshops.load(workspace, held.id)
    assert workspace.ledger.positions(scenario.id) == (3,)
    assert sorted(each.proposal for each in done.decisions) == ["p1", "p2"]


def _take_part(home, workshop: str, number: int, ready, results) -> None:
    workspace, person = Workspace.open(home), f"Peserta {number}"
    moves, told = [to_record(RenameUnit("111", f"Seksi {number}"))], []
    ready.wait(timeout=30)
    held: str | Workshop = workshop
    for turn in range(6):
        gestures = [("vote", {"ballot": "b1", "choice": ("setuju", "tidak")[(number + turn) % 2]})]
        gestures += [("propose", {"title": f"Usulan {turn}", "moves": moves, "base": 1})]
        for what, detail in gestures:
            token = f"{person}-{turn}-{what}"
            held = workshops.act(workspace, held, what, detail, **who(person, token))
            assert isinstance(held, Workshop), held
            told.append(token)
            workshops.act(workspace, workshop, what, detail, **who(person, token))  # the browser sends it again
    results.put((person, told, dict(held.ballot("b1")._votes)[person]))


def test_four_processes_on_one_workshop_lose_nothing_and_double_nothing(workspace, workshop):
    held = workshops.act(workspace, workshop, "ballot", {"question": "Gabungkan?"}, **who("Rina", "b1"))
    for number in range(4):
        detail = {"office": f"Dinas {number}"}
        held = workshops.act(workspace, held, "join", detail, **who(f"Peserta {number}", f"join-{number}"))
    fork = multiprocessing.get_context("fork")
    ready, results = fork.Barrier(4), fork.Queue()
    people = [fork.Process(target=_take_part, args=(workspace.home, held.id, n, ready, results)) for n in range(4)]
    for person in people:
        person.start()
    told = [results.get(timeout=60) for _ in people]
    for person in people:
        person.join(timeout=20)
    events = [event.payload["id"] for event in workspace.ledger.events(held.id)[held.seq :]]
    assert sorted(events) == sorted(token for _, tokens, _ in told for token in tokens)
    done = workshops.act(workspace, held, "close", {"ballot": "b1"}, **who("Rina", "close"))
    assert len(done.proposals) == 24
    last = [choice for _, _, choice in told]
    assert done.ballot("b1").tally == {"setuju": last.count("setuju"), "tidak": last.count("tidak"), "abstain": 0}
    assert workspace.ledger.verify().ok


# presence -------------------------------------------------------------------------------------------------------------


def test_who_is_silent_for_a_few_seconds_is_cut_off(workspace):
    here(workspace, "lokakarya-x", "Sari", TEN, "Bidang A")
    here(workspace, "lokakarya-x", "Budi/../\0", TEN - SILENCE - timedelta(seconds=1))
    here(workspace, "lokakarya-y", "Citra", TEN)
    found = present(workspace, "lokakarya-x", TEN + timedelta(seconds=1))
    assert [(each.person, each.looking_at, each.words) for each in found] == [
        ("Budi/../\0", "", "terputus"),
        ("Sari", "Bidang A", ""),
    ]
    here(workspace, "lokakarya-x", "Sari", TEN + timedelta(minutes=1))
    assert present(workspace, "lokakarya-x", TEN + timedelta(minutes=1))[1].connected
    assert workspace.ledger.head.n == 0, "presence is not on record"


@pytest.mark.parametrize("torn", [b"", b'{"person": "Sari", "at"', b"[]", b"\xff", b'{"person": "S", "at": "x"}'])
def test_a_torn_file_tells_of_nobody_and_disturbs_nobody(workspace, torn):
    here(workspace, "lokakarya-x", "Sari", TEN)
    (file,) = workspace.cache.rglob("*.json")
    file.with_name("lain.json").write_bytes(torn)
    assert [each.person for each in present(workspace, "lokakarya-x", TEN)] == ["Sari"]
