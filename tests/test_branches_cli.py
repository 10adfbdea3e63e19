"""From the command line: moves on the structure, branches and their merge, comparison, approval."""

import json
from dataclasses import fields
from datetime import UTC, datetime

import pytest
import typer
from organization import small_organization

from workbench import cli
from workbench.cli.move import move_of
from workbench.io import scenarios
from workbench.io.workspace import Workspace
from workbench.scenario import AddPost, AddUnit, MergeUnits, MovePost, MoveUnit, Scenario, SplitUnit
from workbench.scenario.kinds import STRUCTURAL

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
WHO = {"actor": "Sari", "role": "analis", "at": NOON}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, schemas) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("ruang") / "ruang")
    made.save_snapshot(small_organization(schemas).staffing, actor="uji", at=NOON)
    return made


@pytest.fixture
def opened(workspace) -> Scenario:
    return scenarios.new(workspace, "Susunan baru", **WHO)


@pytest.fixture
def run(capsys, workspace):
    """`run("move", id, ...)` -> exit status, stdout, stderr."""

    def one(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(["--home", str(workspace.home), "--actor", "Sari", *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


# moves ----------------------------------------------------------------------------------------------------------------


def test_a_structural_move_is_made_from_its_words_and_recorded(run, workspace, opened):
    status, told, _ = run("move", opened.id, "move_unit", "unit=12", "to=2", "since=2026-01-01", "--note", "rapat")
    assert (status, told) == (0, "Pindahkan Bidang B ke bawah Dinas Dua\n")
    status, told, _ = run("move", opened.id, "merge_units", "units=12,11", "into=11", "name=Bidang Satu", "--json")
    assert status == 0 and json.loads(told)["step"] == 2
    units = scenarios.load(workspace, opened.id).state.staffing.units.set_index("unit")
    assert "12" not in units.index and units.loc["11", "name"] == "Bidang Satu"


@pytest.mark.parametrize(
    ("kind", "given", "move"),
    [
        (
            "add_post",
            ["post=p", "unit=11", "title=Analis", "tier=jf_ahli_muda", "head=tidak", "critical=ya", "need=3"],
            AddPost("p", "11", "Analis", "jf_ahli_muda", head=False, critical=True, need=3),
        ),
        ("merge_units", ["units=11, 12", "into=11"], MergeUnits(("11", "12"), "11")),
        ("split_unit", ["unit=1", "new=3", "name=a=b", "posts=x"], SplitUnit("1", "3", "a=b", posts=("x",))),
        ("move_unit", ["unit=2", "to="], MoveUnit("2", None)),
        ("add_unit", ["unit=3", "name=C", "parent=1", "unit_kind=division"], AddUnit("3", "C", "1", "division")),
        ("move_post", ["post=desk", "to=11", "head=ya"], MovePost("desk", "11", True)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words_become_typed_fields(kind, given, move):
    assert move_of(kind, given) == move


def test_every_kind_of_structural_move_can_be_asked_for():
    words = {"str": "x", "tuple[str, ...]": "x,y", "int": "1", "bool": "ya"}
    for kind, made in STRUCTURAL.items():
        names = {field.name: str(field.type).removeprefix("<class '").removesuffix("'>") for field in fields(made)}
        given = [f"{name}={words[of.split(' | ')[0]]}" for name, of in names.items()]
        assert isinstance(move_of(kind, given), made)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["fly"], "tidak ada langkah 'fly'; yang ada: move_unit"),
        (["place", "nip=Ani"], "tidak ada langkah 'place'"),
        (["move_unit", "unit=12"], "move_unit memerlukan to"),
        (["move_unit", "unit=12", "colour=red"], "tidak punya isian 'colour'; isiannya: unit, to, since"),
        (["move_unit", "unit"], "tidak punya isian 'unit'"),
        (["move_unit", "unit=12", "unit=11"], "isian unit disebut dua kali"),
        (["add_post", "capacity=dua"], "capacity harus bilangan bulat, bukan 'dua'"),
        (["add_post", "head=mungkin"], "head dijawab ya atau tidak, bukan 'mungkin'"),
    ],
)
def test_a_move_that_is_none_is_a_wrong_call(run, opened, arguments, sentence):
    status, told, error = run("move", opened.id, *arguments)
    assert (status, told) == (2, "") and sentence in error
    with pytest.raises(typer.BadParameter):
        move_of(arguments[0], arguments[1:])


def test_a_move_that_cannot_be_is_refused_in_one_sentence(run, workspace, opened):
    status, told, error = run("move", opened.id, "move_unit", "unit=1", "to=11")
    assert (status, told) == (1, "")
    assert error == "Dinas Satu tidak dapat masuk ke Bidang A, sebab Bidang A bagian darinya.\n"
    assert scenarios.load(workspace, opened.id).seq == opened.seq


# branches -------------------------------------------------------------------------------------------------------------


def test_a_branch_is_merged_once_its_conflicts_are_chosen(run, workspace, opened):
    child = scenarios.branch(workspace, opened, "Cabang", **WHO)
    run("move", opened.id, "rename_unit", "unit=12", "name=Satu")
    run("move", child.id, "rename_unit", "unit=12", "name=Dua")
    status, told, error = run("scenario", "merge", opened.id, "--from", child.id)
    assert status == 1 and "units/12/name" in told and "1 isian" in error
    assert [word in told for word in ("Bidang B", "Satu", "Dua", "Nama unit")] == [True] * 4
    status, told, _ = run("scenario", "merge", opened.id, "--from", child.id, "--json")
    (conflict,) = json.loads(told)["conflicts"]
    assert (status, conflict["where"], conflict["theirs"]) == (1, "units/12/name", "Dua")
    chosen = ("--choose", f"{conflict['where']}=theirs")
    status, told, _ = run("scenario", "merge", opened.id, "--from", child.id, *chosen, "--json")
    assert status == 0 and json.loads(told)["changes"] == 1
    status, _, error = run("scenario", "merge", opened.id, "--from", child.id)
    assert status == 1 and "Tidak ada yang berubah" in error
    status, told, _ = run("scenario", "tree", child.id)
    assert status == 0 and f"· Cabang      {child.id}" in told and "rancangan" in told
    assert [row["depth"] for row in json.loads(run("scenario", "tree", child.id, "--json")[1])] == [0, 1]


@pytest.mark.parametrize("text", ["units/12/name", "units=mine", "units/12/name=ours"])
def test_a_choice_that_is_none_is_a_wrong_call(run, opened, text):
    status, _, error = run("scenario", "merge", opened.id, "--from", opened.id, "--choose", text)
    assert status == 2 and "bukan pilihan" in error


def test_playback_shows_each_row_with_what_was_said_of_it(run, opened):
    run("move", opened.id, "abolish_post", "post=gov", "--note", "usul")
    assert run("scenario", "comment", opened.id, "2", "sudah disepakati")[0] == 0
    status, told, error = run("scenario", "comment", opened.id, "9", "x")
    assert (status, told) == (1, "") and "1 sampai 3" in error
    status, told, _ = run("scenario", "playback", opened.id)
    assert status == 0 and "Hapus jabatan" in told and "6 unit, 7 jabatan" in told
    assert "catatan Sari: sudah disepakati" in told
    rows = json.loads(run("scenario", "playback", opened.id, "--json")[1])
    assert [row["posts"] for row in rows] == [8, 7] and rows[1]["comments"][0]["text"] == "sudah disepakati"


def test_restructurings_are_set_beside_the_snapshot(run, workspace, opened):
    child = scenarios.branch(workspace, opened, "Cabang", **WHO)
    run("move", opened.id, "abolish_unit", "unit=12")
    status, told, _ = run("scenario", "compare", opened.id, child.id, "--json")
    rows = json.loads(told)
    assert status == 0
    values = {row["scenario"]: (row["value"], row["difference"]) for row in rows if row["figure"] == "units"}
    assert values == {None: (6, 0), opened.id: (5, -1), child.id: (6, 0)}
    status, told, _ = run("scenario", "compare", opened.id, child.id)
    assert (
        status == 0
        and "orang tersentuh" in told
        and told.splitlines()[0].split() == [*("Angka", "Potret", opened.id, child.id)]
    )
    assert not [line for line in told.splitlines() if "_" in line], "every figure has its words"


# approval -------------------------------------------------------------------------------------------------------------


def test_what_has_no_place_and_what_the_law_forbids_keep_a_scenario_from_being_submitted(run, opened):
    assert run("move", opened.id, "move_unit", "unit=2", "to=")[0] == 0
    _, _, error = run("scenario", "submit", opened.id)
    assert "[placed] Dinas Dua: tanpa unit atasan" in error and "[unplaced]" not in error
    assert "[secretariat] Dinas Satu: tanpa sekretariat, tepat 1 (PP 18/2016 Pasal 62-64)." in error
    run("scenario", "waive", opened.id, "secretariat", "--unit", "1", "--reason", "menyusul", "--actor", "Eka")
    run("scenario", "waive", opened.id, "placed", "--reason", "menunggu perda", "--actor", "Eka")
    _, _, error = run("scenario", "submit", opened.id)
    assert "Dinas Satu: tanpa sekretariat" not in error and "[placed]" not in error
    assert "[secretariat] Dinas Dua: tanpa sekretariat" in error, "a waiver covers the unit that it names"


def test_a_scenario_is_submitted_returned_withdrawn_and_approved(run, workspace, opened):
    run("move", opened.id, "abolish_post", "post=desk")
    status, _, error = run("scenario", "submit", opened.id)
    assert status == 1 and "[unplaced] 1 orang kehilangan jabatan dan belum ditempatkan." in error
    for rule in ("unplaced", "secretariat", "eselon"):
        status, _, _ = run("scenario", "waive", opened.id, rule, "--reason", "ditata bulan depan", "--actor", "Eka")
        assert status == 0
    status, told, _ = run("scenario", "submit", opened.id, "--json")
    assert status == 0 and json.loads(told)["status"] == "submitted"
    status, _, error = run("move", opened.id, "rename_unit", "unit=12", "name=Lain")
    assert status == 1 and "sudah diajukan" in error
    status, told, error = run("scenario", "approve", opened.id)
    assert (status, told, error) == (1, "", "Yang mengajukan sebuah skenario tidak dapat menyetujuinya.\n")
    status, told, _ = run("scenario", "return", opened.id, "--reason", "belum lengkap", "--actor", "Tika")
    assert status == 0 and "dikembalikan" in told
    assert run("scenario", "submit", opened.id)[0] == 0
    status, told, _ = run("scenario", "withdraw", opened.id, "--json")
    assert status == 0 and json.loads(told)["status"] == "withdrawn"
    assert run("scenario", "submit", opened.id)[0] == 0
    for actor, role in (("Tika", "analis"), ("Pak Kabid", "pimpinan"), ("Bu Kepala", "pimpinan")):
        status, told, _ = run("scenario", "approve", opened.id, "--actor", actor, "--role", role)
        assert status == 0
    assert "disetujui" in told and "disetujui" in run("scenario", "tree", opened.id)[1]
