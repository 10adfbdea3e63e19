"""`penataan robust`, the audit as a workbook, and what Ctrl-C does to every long command."""

import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib import import_module

import psutil
import pytest
from openpyxl import load_workbook

from domain import province_workspace, tried_scenario
from workbench import cli
from workbench.io import scenarios
from workbench.io.documents.formats import whole
from workbench.io.documents.naming import Naming
from workbench.io.documents.robust_text import contested, doubted, levers, moved_by
from workbench.io.plans import question
from workbench.io.robustness import robust_of
from workbench.placement import Robust
from workbench.scenario import SetLimit

QUICK = ("--undian", "20")
SARI = {"actor": "Sari", "role": "analis", "at": datetime(2026, 11, 24, 5, 0, tzinfo=UTC)}

LONG = {
    "plan": ("placement", ()),
    "audit": ("placement", ()),
    "worklist": ("placement", ()),
    "why": ("explaining", ("{nip}", "{post}")),
    "overrides": ("explaining", ()),
    "robust": ("robustness", QUICK),
    "compare": ("comparison", ("{scenario}", "--kebijakan")),
    "matchings": ("comparison", ()),
    "preflight": ("succession", ()),
    "forecast": ("succession", ()),
    "succession": ("succession", ()),
}
"""Commands that take a while: the module in which each stands, and what it wants to be told."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province):
    return province_workspace(tmp_path_factory.mktemp("kokoh"), province)


@pytest.fixture(scope="module")
def tried(workspace):
    return tried_scenario(workspace)


@pytest.fixture(scope="module")
def found(workspace, tried) -> Robust:
    return robust_of(question(workspace, tried.id), draws=20)


@pytest.fixture
def run(capsys, workspace):
    """`run("robust", "--json")` in the workspace -> exit status, stdout, stderr."""

    def one(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(["--home", str(workspace.home), *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


# the robust core ------------------------------------------------------------------------------------------------------


def test_the_terminal_says_what_was_doubted_and_who_is_contested_and_by_what(run, workspace, tried, found):
    status, out, err = run("robust", "--skenario", tried.id, *QUICK)
    assert (status, err) == (0, "")
    assert out.startswith(found.sentence())
    for told in (*doubted(found), *levers(found)):
        assert f"- {told}" in out
    naming = Naming.of(question(workspace).state.staffing)
    shaken = contested(found)
    assert len(shaken) > 0
    for row in shaken.to_dict("records"):
        line = next(line for line in out.splitlines() if f"({row['nip']}), " in line and line.startswith("   - "))
        assert naming.wholes[row["post"]] in line
        assert all(phrase in line for phrase in moved_by(row))


def test_json_is_the_record_alone_and_names_the_plan_it_is_about(run, tried, found):
    status, out, err = run("robust", "--skenario", tried.id, "--json", *QUICK)
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert told == json.loads(json.dumps(found.to_record()))
    assert told["head"]["scenario"] == tried.id
    assert told["trial"]["draws"] == 20


def test_what_is_asked_takes_the_place_of_the_policy_and_is_said(run):
    status, out, _ = run("robust", "--rentang", "2", "--undian", "0", "--benih", "9")
    assert status == 0
    assert "(±2)" in out and "Kesalahan data tidak dicoba." in out
    assert "undian, benih" not in out


def test_as_many_workers_as_asked_change_nothing(run, tried, found):
    _, out, _ = run("robust", "--skenario", tried.id, "--json", "--pekerja", "2", *QUICK)
    assert json.loads(out) == json.loads(json.dumps(found.to_record()))


def test_a_plan_with_limits_is_refused_in_a_sentence(run, workspace):
    limited = scenarios.new(workspace, "Dengan batas", suffix=lambda: "batas", **SARI)
    scenarios.do(workspace, limited, [SetLimit("move_limit", 3)], **SARI)
    status, out, err = run("robust", "--skenario", limited.id)
    assert (status, out) == (1, "")
    assert "cabut dahulu batasnya" in err


@pytest.mark.parametrize("wrong", [("--rentang", "101"), ("--undian", "-1"), ("--pekerja", "0"), ("--benih", "x")])
def test_what_cannot_be_asked_is_a_wrong_call(run, wrong):
    status, out, err = run("robust", *wrong)
    assert (status, out) == (2, "") and wrong[0] in err


def test_both_languages_say_as_much(found):
    for row in contested(found).to_dict("records"):
        assert len(moved_by(row, "en")) == len(moved_by(row)) > 0
    assert len(doubted(found, "en")) == len(doubted(found)) == 5
    assert whole(found.weightings, "en") in doubted(found, "en")[0]


# Ctrl-C ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", LONG)
def test_ctrl_c_leaves_a_long_command_with_one_sentence(run, monkeypatch, tried, found, command):
    module, wanted = LONG[command]
    row = found.placements.iloc[0]
    told = {"scenario": tried.id, "nip": row["nip"], "post": row["post"]}
    heard = signal.getsignal(signal.SIGINT)

    def pressed():
        return lambda done, words: signal.raise_signal(signal.SIGINT) if signal.getsignal(2) is not heard else None

    monkeypatch.setattr(import_module(f"workbench.cli.{module}"), "progress", pressed)
    status, out, err = run(command, *(part.format(**told) for part in wanted))
    assert (status, out) == (1, "")
    assert err == "Dihentikan sebelum selesai; tidak ada yang tercatat. Ulangi perintahnya untuk mulai lagi.\n"
    assert signal.getsignal(signal.SIGINT) is heard


def test_ctrl_c_in_a_terminal_stops_workers_too(workspace):
    call = [sys.executable, "-m", "workbench.cli", "--home", str(workspace.home), "robust"]
    running = subprocess.Popen(
        [*call, "--pekerja", "2", "--undian", "100000"], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    started = time.monotonic()
    while not (workers := psutil.Process(running.pid).children(recursive=True)):
        assert running.poll() is None and time.monotonic() - started < 60
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 1
    assert err.startswith("Dihentikan sebelum selesai")
    assert not psutil.wait_procs(workers, timeout=10)[1]


# the audit as a workbook ----------------------------------------------------------------------------------------------


def test_the_audit_is_written_as_a_workbook_of_text(run, tried, tmp_path):
    status, _, err = run("audit", "--skenario", tried.id, "--out", str(tmp_path / "audit.xlsx"))
    assert status in (0, 1) and err == f"Audit lengkap ditulis di {tmp_path / 'audit.xlsx'}.\n"
    book = load_workbook(tmp_path / "audit.xlsx")
    told = ("Siapa terpilih", "Siapa terlewati", "Mengapa terlewati", "Mutu perangkat daerah", "Dasar")
    assert tuple(book.sheetnames) == told
    assert not [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert run("audit", "--out", str(tmp_path / "audit.pdf"))[0] == 2
