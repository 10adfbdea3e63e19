"""The command line: help for everything, one sentence for what fails, and an exit status that can be trusted."""

import json
import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer.main
from hypothesis import given
from hypothesis import strategies as st

from domain import small_office
from workbench import cli
from workbench.io import resources, scenarios
from workbench.io.workspace import Workspace
from workbench.scenario import Lock

ROOT = Path(__file__).resolve().parents[1]
NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SARI = {"actor": "Sari", "role": "analis", "at": NOON}


@pytest.fixture
def empty(tmp_path, monkeypatch) -> Workspace:
    made = Workspace.create(tmp_path / "ruang")
    monkeypatch.setenv("PENATAAN_HOME", str(made.home))
    return made


@pytest.fixture
def workspace(empty) -> Workspace:
    empty.save_snapshot(small_office(resources.schemas()), "unggahan Oktober", actor="Sari", at=NOON)
    return empty


@pytest.fixture
def run(capsys):
    """`run("verify", "--json")` -> exit status, stdout, stderr."""

    def one(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(arguments)
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


def commands(group=None, path=()) -> dict[str, object]:
    """Every command with its words, groups included."""
    group = group or typer.main.get_command(cli.app)
    found = {}
    for name, command in group.commands.items():
        words = (*path, name)
        found[" ".join(words)] = command
        if hasattr(command, "commands"):
            found |= commands(command, words)
    return found


# help -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", commands())
def test_every_command_has_help_and_so_has_each_of_its_options(words):
    command = commands()[words]
    assert command.help and command.help.strip().endswith("."), f"penataan {words} has no sentence of help"
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name != "help":
            assert parameter.help, f"penataan {words} {parameter.opts[0]} has no help"


@pytest.mark.parametrize("words", commands())
def test_every_command_answers_help_and_exits_0(run, words):
    status, told, _ = run(*words.split(), "--help")
    assert status == 0 and f"penataan {words}" in told


@pytest.mark.parametrize("words", [words for words, command in commands().items() if not hasattr(command, "commands")])
def test_every_command_has_its_section_in_the_guide(words):
    guide = (ROOT / "docs" / "panduan" / "perintah.md").read_text("utf-8")
    assert re.search(rf"^### `penataan {words}`$", guide, re.MULTILINE)


def test_the_guide_tells_of_no_command_that_is_not_there():
    guide = (ROOT / "docs" / "panduan" / "perintah.md").read_text("utf-8")
    assert set(re.findall(r"^### `penataan (.*)`$", guide, re.MULTILINE)) <= set(commands())


def test_help_is_light():
    """Nothing heavy is imported before a command runs."""
    code = (
        "import sys\nfrom workbench.cli import main\n"
        "assert main(['--help']) == 0\n"
        "heavy = {'pandas', 'numpy', 'sqlalchemy', 'alembic', 'ortools', 'scipy', 'voila', 'rich'}\n"
        "found = heavy & set(sys.modules)\n"
        "sys.exit(f'imported {found}' if found else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_the_module_can_be_run_and_hands_its_status_over(empty):
    command = [sys.executable, "-m", "workbench.cli", "scenario", "show", "x", "--home", str(empty.home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Tidak ada skenario x; daftarnya tampak dengan `penataan scenario list`.\n"


# wrong calls ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["verfy"], "Tidak ada perintah 'verfy'; mungkin maksudnya 'verify'."),
        (["zzz"], "Tidak ada perintah 'zzz'."),
        (["verify", "--hed", "x"], "Tidak ada pilihan --hed; mungkin maksudnya --head"),
        (["verify", "--zzz"], "Tidak ada pilihan --zzz."),
        (["verify", "lebih"], "Kelebihan isi: lebih."),
        (["scenario", "show"], "SKENARIO belum disebut."),
        (["confirm", "x", "--ref", "y"], "Pilihan --by belum disebut."),
        (["confirm", "x", "--ref", "y", "--by"], "Pilihan --by memerlukan isi."),
        (
            ["confirm", "x", "--ref", "y", "--by", "z", "--on", "31-12-2025"],
            "Isi --on keliru: '31-12-2025' bukan tanggal",
        ),
        (["verify", "--role", "raja"], "Isi --role keliru: 'raja'; pilih 'pimpinan'"),
        (["verify", "--head", "x"], "kepala buku besar ditulis NOMOR:SIDIK"),
    ],
)
def test_a_wrong_call_is_told_in_one_sentence_with_status_2(run, workspace, arguments, sentence):
    status, told, error = run(*arguments)
    assert (status, told) == (2, "")
    assert sentence in error and "--help" in error and "Traceback" not in error


@pytest.mark.parametrize("arguments", [[], ["scenario"]])
def test_a_call_without_a_command_shows_the_help(run, arguments):
    status, _, error = run(*arguments)
    assert status == 2 and "Usage: penataan" in error


@pytest.mark.parametrize("place", ["none", "folder"])
@pytest.mark.parametrize(
    "arguments", [["verify"], ["snapshots"], ["scenario", "list"], ["scenario", "new", "x", "--json"]]
)
def test_without_a_workspace_one_sentence_on_stderr_and_status_1(run, tmp_path, place, arguments):
    (tmp_path / "folder").mkdir()
    status, told, error = run(*arguments, "--home", str(tmp_path / place))
    assert (status, told) == (1, "")
    assert error.count("\n") == 1 and "ruang kerja" in error


def test_a_machine_without_room_is_told_in_one_sentence(run, workspace, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device", "/disk")

    monkeypatch.setattr(Workspace, "snapshots", fail)
    assert run("snapshots") == (1, "", "Tidak dapat dikerjakan: No space left on device (/disk).\n")


def test_the_version_is_that_of_the_distribution(run):
    status, told, _ = run("--version")
    assert status == 0 and re.fullmatch(r"\d+\.\d+\.\d+\n", told)


# the frame ------------------------------------------------------------------------------------------------------------


def test_options_of_the_frame_stand_anywhere(run, workspace):
    for arguments in (
        ["--json", "verify"],
        ["verify", "--json"],
        ["--role=publik", "verify", "--json", "--actor", "Sari"],
    ):
        status, told, error = run(*arguments)
        assert status == 0 and json.loads(told)["ok"] and error == ""


@given(st.lists(st.sampled_from(["verify", "--json", "--home", "--home=x", "--", "--head", "x", ""])))
def test_hoisting_loses_no_word_and_keeps_the_order_of_the_others(words):
    hoisted = cli.hoisted(words)
    assert sorted(hoisted) == sorted(words)
    assert cli.hoisted(hoisted) == hoisted or "--" in words
    if "--" in words:
        after = words[words.index("--") :]
        assert "--home" in words[: words.index("--")] or hoisted[-len(after) :] == after


def test_what_a_terminal_would_obey_is_not_printed(run, workspace):
    scenarios.new(workspace, "Judul \x1b[2J\x07 <b>", **SARI)
    _, told, _ = run("scenario", "list")
    assert "\x1b" not in told and "\x07" not in told and "<b>" in told


# snapshots ------------------------------------------------------------------------------------------------------------


def test_snapshots_lists_what_is_saved(run, workspace):
    status, told, _ = run("snapshots")
    assert status == 0 and told.splitlines()[0].startswith("Potret")
    assert f"{workspace.latest}  2025-10-29    4        3" in told
    _, told, _ = run("snapshots", "--json")
    (row,) = json.loads(told)
    assert row["id"] == workspace.latest and row["as_of"] == "2025-10-29" and row["employees"] == 4
    assert row["note"] == "unggahan Oktober" and row["saved_at"] == NOON.isoformat()


def test_an_empty_workspace_says_what_comes_next(run, empty):
    assert "penataan import" in run("snapshots")[1]
    assert "penataan scenario new" in run("scenario", "list")[1]
    assert run("snapshots", "--json")[1] == "[]\n"
    status, _, error = run("scenario", "new", "x")
    assert status == 1 and "penataan import" in error


# scenario -------------------------------------------------------------------------------------------------------------


def test_a_scenario_is_opened_listed_and_shown(run, workspace):
    status, told, _ = run("scenario", "new", "Rotasi semester II", "--actor", "Sari", "--role", "pimpinan", "--json")
    opened = json.loads(told)
    assert status == 0 and opened["snapshot"] == workspace.latest
    scenario = scenarios.load(workspace, opened["id"])
    scenario = scenarios.do(workspace, scenario, [Lock("1", "A")], **SARI)

    _, told, _ = run("scenario", "list", "--json")
    (row,) = json.loads(told)
    assert row["id"] == opened["id"] and row["steps"] == 1 and row["parent"] is None and row["last_actor"] == "Sari"
    assert opened["id"] in run("scenario", "list")[1]

    _, told, _ = run("scenario", "show", opened["id"], "--json")
    shown = json.loads(told)
    assert shown["policy"]["locks"] == [["1", "A"]] and shown["as_of"] == "2025-10-29" and shown["step"] == 1
    assert [(row["kind"], row["actor"], row["role"]) for row in shown["history"]] == [
        ("open", "Sari", "pimpinan"),
        ("move", "Sari", "analis"),
    ]
    status, told, _ = run("scenario", "show", opened["id"])
    assert status == 0 and "Kunci Ani pada Kepala Bidang" in told and "1 langkah berlaku" in told


def test_a_scenario_may_stand_on_an_earlier_snapshot(run, workspace):
    first = workspace.latest
    changed = small_office(resources.schemas())
    later = workspace.save_snapshot(changed.replace(employees=changed.employees.head(3)), actor="Sari")
    assert later != first
    _, told, _ = run("scenario", "new", "Lama", "--snapshot", first, "--json")
    assert json.loads(told)["snapshot"] == first
    status, told, error = run("scenario", "new", "Tanpa", "--snapshot", "0123456789abcdef")
    assert (status, told) == (1, "") and "penataan snapshots" in error


def test_the_actor_is_the_user_of_the_computer_unless_named(run, workspace, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "budi")
    run("scenario", "new", "Satu")
    run("scenario", "new", "Dua", "--actor", "Sari")
    actors = [summary.last.actor for summary in workspace.ledger.scenarios()]
    assert actors == ["budi", "Sari"]


# confirm --------------------------------------------------------------------------------------------------------------


def test_confirm_records_who_vouches_for_what(run, workspace):
    day = workspace.manifest(workspace.latest).as_of
    parameter = scenarios.rulebook(workspace).awaiting(day)["parameter"][0]
    asked = ["confirm", parameter, "--by", "Kabid Mutasi", "--ref", "ND 800/12"]
    status, told, _ = run(*asked, "--json")
    assert status == 0 and json.loads(told)["parameter"] == parameter and json.loads(told)["day"] == day.isoformat()
    assert scenarios.rulebook(workspace).on(day)[parameter].confidence == "confirmed"
    status, told, error = run(*asked)
    assert (status, told) == (1, "") and parameter in error and error.count("\n") == 1


def test_confirm_without_data_is_about_today_and_can_be_about_any_day(run, empty):
    today = datetime.now(UTC).date()
    parameter = resources.rulebook().awaiting(today)["parameter"][0]
    status, told, _ = run("confirm", parameter, "--by", "a", "--ref", "b")
    assert status == 0 and "a: b" in told
    status, _, error = run("confirm", parameter, "--by", "a", "--ref", "b", "--on", "1900-01-01")
    assert status == 1 and "1900-01-01" in error


def test_confirm_of_an_unknown_parameter_hints_at_those_that_are_near(run, workspace):
    status, _, error = run("confirm", "appointmen.administrator", "--by", "a", "--ref", "b")
    assert status == 1 and "appointment.administrator" in error


# verify ---------------------------------------------------------------------------------------------------------------


def test_verify_prints_the_head_of_a_whole_ledger(run, workspace):
    scenarios.new(workspace, "Satu", **SARI)
    head = str(workspace.ledger.head)
    assert run("verify") == (0, f"Buku besar utuh: 1 baris, kepala {head}.\n", "")
    assert json.loads(run("verify", "--json")[1]) == {
        "ok": True,
        "rows": 1,
        "head": head,
        "broken": None,
        "damaged": [],
    }
    scenarios.new(workspace, "Dua", **SARI)
    assert run("verify", "--head", head)[0] == 0, "a ledger that grew still passes through its old head"


def test_verify_names_the_broken_row_with_status_1(run, workspace):
    for title in ("Satu", "Dua", "Tiga"):
        scenarios.new(workspace, title, **SARI)
    raw = sqlite3.connect(workspace.home / "ledger.sqlite")
    raw.executescript("DROP TRIGGER events_no_update; UPDATE events SET actor = 'Orang lain' WHERE n = 2")
    raw.close()
    status, told, _ = run("verify")
    assert status == 1 and told.startswith("Buku besar rusak pada baris 2 (skenario dua-")
    status, told, _ = run("verify", "--json")
    data = json.loads(told)
    assert status == 1 and not data["ok"] and data["broken"]["n"] == 2 and data["rows"] == 1


def test_verify_against_a_printed_head_finds_a_rewritten_ledger(run, workspace):
    scenarios.new(workspace, "Satu", **SARI)
    status, told, _ = run("verify", "--head", f"1:{'0' * 64}")
    assert status == 1 and "ditulis ulang" in told
    status, told, _ = run("verify", "--head", f"7:{'0' * 64}")
    assert status == 1 and "berakhir di baris 1" in told


def test_verify_finds_a_damaged_snapshot(run, workspace):
    (workspace.home / "snapshots" / workspace.latest / "posts.csv").write_text("post\n")
    status, told, _ = run("verify")
    assert status == 1 and "Buku besar utuh" in told and "posts.csv bukan lagi yang disimpan" in told
    assert json.loads(run("verify", "--json")[1])["damaged"]


def test_verify_of_a_file_that_is_no_ledger_is_one_sentence(run, workspace):
    (workspace.home / "ledger.sqlite").write_bytes(b"no ledger" * 500)
    status, told, error = run("verify")
    assert (status, told) == (1, "") and "bukan buku besar" in error and error.count("\n") == 1
