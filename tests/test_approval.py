"""Approval: four eyes at each level, a scenario that stands still meanwhile, and nothing that cannot be taken back."""

from datetime import UTC, datetime

import pytest
from organization import small_organization

from domain import assert_refused
from workbench.io import approval, resources, scenarios
from workbench.io.ledger import Conflict
from workbench.io.workspace import Workspace
from workbench.scenario import RenameUnit, Scenario
from workbench.scenario.approval import Level

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
LEVELS = (
    Level("telaah", "Telaah", "Review", ("analis",)),
    Level("bidang", "Kepala Bidang", "Head of division", ("pimpinan",)),
    Level("badan", "Kepala BKD", "Head of agency", ("pimpinan",), ("Gubernur Muda",)),
)


def who(actor: str, role: str = "analis") -> dict:
    return {"actor": actor, "role": role, "at": NOON}


SARI, TIKA, WATI = who("Sari"), who("Tika"), who("Wati")
KABID, HEAD = who("Pak Kabid", "pimpinan"), who("Gubernur Muda", "pimpinan")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, schemas) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("ruang") / "ruang")
    made.save_snapshot(small_organization(schemas).staffing, actor="uji", at=NOON)
    return made


@pytest.fixture
def drafted(workspace) -> Scenario:
    opened = scenarios.new(workspace, "Susunan baru", **SARI)
    return scenarios.do(workspace, opened, [RenameUnit("12", "Satu")], **SARI)


@pytest.fixture
def submitted(workspace, drafted) -> Scenario:
    return approval.submit(workspace, drafted, levels=LEVELS, **SARI)


def approved(workspace, scenario, by) -> Scenario:
    after = approval.approve(workspace, scenario, levels=LEVELS, **by)
    assert isinstance(after, Scenario), after.reason
    return after


def test_a_submitted_scenario_passes_its_levels_in_order(workspace, submitted):
    scenario = submitted
    for level, by in (("telaah", TIKA), ("bidang", KABID), ("badan", HEAD)):
        status = approval.standing(workspace, scenario)
        assert (status.phase, status.level, status.frozen) == ("submitted", level, 2)
        scenario = approved(workspace, scenario, by)
    status = approval.standing(workspace, scenario)
    assert (status.phase, status.level) == ("approved", None)
    assert status.passed == (("telaah", "Tika"), ("bidang", "Pak Kabid"), ("badan", "Gubernur Muda"))
    assert scenarios.tree(workspace, scenario.id)["status"].tolist() == ["approved"]
    assert_refused(approval.approve(workspace, scenario, levels=LEVELS, **who("Lain", "pimpinan")), "approved")
    assert_refused(approval.withdraw(workspace, scenario, **SARI), "approved")


@pytest.mark.parametrize("load", [False, True], ids=["in hand", "loaded again"])
def test_what_is_submitted_stands_still_and_goes_on_in_a_branch(workspace, submitted, load):
    scenario = scenarios.load(workspace, submitted.id) if load else submitted
    for result in (
        scenarios.do(workspace, scenario, [RenameUnit("12", "Dua")], **SARI),
        scenarios.undo(workspace, scenario, **SARI),
        scenarios.redo(workspace, scenario, **SARI),
        scenarios.merge(workspace, scenario, scenario.id, **SARI),
        scenario.do(RenameUnit("12", "Dua")),
        approval.waive(workspace, scenario, "aturan", "alasan", **SARI),
    ):
        assert_refused(result, "frozen")
    assert scenarios.load(workspace, submitted.id).seq == submitted.seq
    child = scenarios.branch(workspace, scenario, "Lanjutan", **SARI)
    assert (scenario.can_undo, child.can_undo) == (False, True)
    child = scenarios.load(workspace, child.id) if load else child
    assert isinstance(scenarios.do(workspace, child, [RenameUnit("12", "Dua")], **SARI), Scenario)
    assert isinstance(scenarios.comment(workspace, scenario, 2, "baik", **TIKA), Scenario)


def test_a_move_that_did_not_see_the_submission_is_not_written(workspace, drafted, submitted):
    late = scenarios.do(workspace, drafted, [RenameUnit("12", "Dua")], **TIKA)
    assert isinstance(late, Conflict)
    assert scenarios.load(workspace, submitted.id).seq == submitted.seq


def test_a_submission_that_did_not_see_the_last_move_is_not_written(workspace, drafted):
    scenarios.do(workspace, drafted, [RenameUnit("12", "Dua")], **TIKA)
    assert isinstance(approval.submit(workspace, drafted, levels=LEVELS, **SARI), Conflict)
    assert scenarios.load(workspace, drafted.id).frozen is None


@pytest.mark.parametrize("actor", ["Sari", " sari "])
def test_nobody_approves_what_they_submitted_or_changed(workspace, drafted, actor):
    by_another = approval.submit(workspace, drafted, levels=LEVELS, **TIKA)
    assert (
        "ikut mengubah"
        in assert_refused(approval.approve(workspace, by_another, levels=LEVELS, **who(actor)), "four_eyes").reason
    )
    assert_refused(approval.approve(workspace, by_another, levels=LEVELS, **TIKA), "four_eyes")
    approved(workspace, by_another, WATI)


def test_who_changed_the_parent_of_a_branch_does_not_approve_the_branch(workspace, drafted):
    child = scenarios.branch(workspace, drafted, "Cabang", **TIKA)
    child = scenarios.do(workspace, child, [RenameUnit("11", "Dua")], **TIKA)
    handed = approval.submit(workspace, child, levels=LEVELS, **TIKA)
    assert_refused(approval.approve(workspace, handed, levels=LEVELS, **SARI), "four_eyes")


def test_nobody_passes_two_levels_and_each_level_has_its_own_people(workspace, submitted):
    assert_refused(approval.approve(workspace, submitted, levels=LEVELS, **KABID), "not_yours")
    scenario = approved(workspace, submitted, who("Tika"))
    assert_refused(approval.approve(workspace, scenario, levels=LEVELS, **who("Tika", "pimpinan")), "four_eyes")
    assert_refused(approval.approve(workspace, scenario, levels=LEVELS, **WATI), "not_yours")
    scenario = approved(workspace, scenario, KABID)
    told = assert_refused(approval.approve(workspace, scenario, levels=LEVELS, **who("Wati", "pimpinan")), "not_yours")
    assert "Gubernur Muda sebagai pimpinan" in told.reason


def test_what_is_returned_can_be_changed_and_starts_again_at_the_first_level(workspace, submitted):
    scenario = approved(workspace, submitted, TIKA)
    assert_refused(approval.give_back(workspace, scenario, " ", levels=LEVELS, **KABID), "reason")
    assert_refused(approval.give_back(workspace, scenario, "x", levels=LEVELS, **WATI), "not_yours")
    scenario = approval.give_back(workspace, scenario, "Namanya keliru", levels=LEVELS, **KABID)
    status = approval.standing(workspace, scenario)
    assert (status.phase, status.reason, status.frozen, scenario.frozen) == ("returned", "Namanya keliru", None, None)
    scenario = scenarios.do(workspace, scenario, [RenameUnit("12", "Dua")], **SARI)
    scenario = approval.submit(workspace, scenario, levels=LEVELS, **SARI)
    status = approval.standing(workspace, scenario)
    assert (status.level, status.passed, status.frozen) == ("telaah", (), scenario.seq - 1)
    approved(workspace, scenario, TIKA)


def test_only_who_submitted_may_withdraw(workspace, submitted):
    assert "Sari" in assert_refused(approval.withdraw(workspace, submitted, **TIKA), "not_yours").reason
    scenario = approval.withdraw(workspace, submitted, "terlalu dini", **SARI)
    assert approval.standing(workspace, scenario).phase == "withdrawn"
    assert isinstance(scenarios.undo(workspace, scenario, **SARI), Scenario)
    assert_refused(approval.withdraw(workspace, scenario, **SARI), "not_submitted")


def test_obstacles_are_told_and_a_waiver_is_on_record_and_binds_its_author(workspace, drafted):
    refused = approval.submit(workspace, drafted, ["Ani tanpa jabatan.", "Dinas Dua terlalu kecil."], **SARI)
    assert "Ani tanpa jabatan. Dinas Dua terlalu kecil." in assert_refused(refused, "obstacles").reason
    assert_refused(approval.waive(workspace, drafted, "span", "", **WATI), "reason")
    scenario = approval.waive(workspace, drafted, "span", "Peralihan satu tahun", "12", **WATI)
    status = approval.standing(workspace, scenario)
    assert status.waived("span", "12") and not status.waived("span", "11") and not status.waived("layers", "12")
    scenario = approval.submit(workspace, scenario, levels=LEVELS, **SARI)
    assert approval.standing(workspace, scenario).waived("span", "12"), "it stays with the submission"
    assert_refused(approval.approve(workspace, scenario, levels=LEVELS, **WATI), "four_eyes")


def test_a_submission_keeps_the_levels_that_were_in_force_when_it_was_made(workspace, submitted):
    scenario = submitted
    for by in (TIKA, KABID, HEAD):
        scenario = approval.approve(workspace, scenario, levels=(*LEVELS, Level("d", "D", "D", ("publik",))), **by)
    assert approval.standing(workspace, scenario).phase == "approved"


def test_a_level_that_policy_no_longer_knows_is_named(workspace, submitted):
    assert "telaah" in assert_refused(approval.approve(workspace, submitted, levels=LEVELS[1:], **TIKA), "level").reason
    assert isinstance(approval.withdraw(workspace, submitted, **SARI), Scenario)


def test_each_decision_reads_as_a_sentence_in_the_history(workspace, submitted):
    scenario = approved(workspace, submitted, TIKA)
    scenario = approval.give_back(workspace, scenario, "Namanya keliru", levels=LEVELS, **KABID)
    assert scenarios.history(workspace, scenario)["what"].tolist()[-3:] == [
        "Ajukan, sesudah baris 2",
        "Setujui tahap telaah",
        "Kembalikan pada tahap bidang: Namanya keliru",
    ]


def test_the_levels_of_the_agency_can_be_read_and_name_roles_that_exist():
    from workbench.io.chain import ROLES

    levels = resources.approval()
    assert len(levels) >= 2 and all(set(level.roles) <= set(ROLES) for level in levels)
    with pytest.raises(ValueError, match="names no role"):
        Level.from_record({"id": "x", "title": "X", "title_en": "X", "roles": []})
