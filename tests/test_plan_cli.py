"""`penataan plan`: the best plan in a terminal, for programs, and as a workbook."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import province_workspace, tried_scenario
from workbench import cli
from workbench.io import scenarios
from workbench.io.chain import Head
from workbench.io.documents import formats
from workbench.io.documents.blocks import Column, Table
from workbench.io.documents.naming import Naming
from workbench.io.documents.plan_xlsx import plan_xlsx
from workbench.io.documents.terminal import plan_text
from workbench.io.documents.xlsx import workbook
from workbench.io.plans import as_json, feasible, plan_of, question
from workbench.io.workspace import Workspace
from workbench.placement import Plan
from workbench.placement import plan as planned
from workbench.scenario import COMPONENTS, Lock, Scenario

FORMULA = '=HYPERLINK("http://x","y")'
MARKUP = "<img src=x onerror=alert(1)>"
SARI = {"actor": "Sari", "role": "analis", "at": datetime(2026, 11, 24, 5, 0, tzinfo=UTC)}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province) -> Workspace:
    return province_workspace(tmp_path_factory.mktemp("ruang"), province)


@pytest.fixture(scope="module")
def tried(workspace) -> str:
    return tried_scenario(workspace).id


@pytest.fixture(scope="module")
def plan(workspace, tried) -> Plan:
    return feasible(plan_of(workspace, tried))


@pytest.fixture(scope="module")
def sheets(plan) -> dict[str, list[tuple]]:
    """Rows of values by sheet of the plan's workbook."""
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(plan)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.fixture
def run(capsys, workspace):
    """`run("plan", "--json")` in the workspace -> exit status, stdout, stderr."""

    def one(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(["--home", str(workspace.home), *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


def renamed(workspace: Workspace, nip: str, name: str) -> Plan:
    """The plan on data in which one person is called otherwise."""
    asked = question(workspace)
    people = asked.state.staffing.employees
    called = people.assign(name=people["name"].mask(people["nip"] == nip, name))
    return feasible(planned(asked.state.with_tables(employees=called), asked.rulebook, head=asked.head))


def impossible(workspace: Workspace) -> tuple[str, str, str]:
    """A scenario in which somebody is locked on the seat of a holder who has no other: its id, and both people."""
    found = feasible(plan_of(workspace))
    seats, held = found.ground.seats, found.ground.people.set_index("post")["nip"]
    post = seats.loc[seats["selection"] & (seats["taken"] == 1), "post"].iloc[0]
    nip = found.moves["nip"].iloc[0]
    opened = scenarios.new(workspace, "Mustahil", **SARI)
    done = scenarios.do(workspace, opened, [Lock(nip, post)], **SARI)
    assert isinstance(done, Scenario)
    return done.id, nip, held[post]


# in a terminal --------------------------------------------------------------------------------------------------------


def test_the_terminal_names_who_moves_where_in_the_order_of_decrees(run, workspace, tried, plan):
    status, out, _ = run("plan", "--skenario", tried)
    naming, at = Naming.of(plan.ground.staffing), 0
    assert status == 0
    for move in plan.moves.itertuples():
        at = out.index(f"{move.chain}.{move.step}", at)
        here = out[at : out.index("\n", out.index("  ke ", at))]
        for part in (move.nip, formats.plain(naming.names[move.nip]), formats.score(move.score)):
            assert part in here
        assert naming.wholes[move.to_post] in here and naming.wholes[move.from_post] in here


def test_the_terminal_tells_what_stays_vacant_and_who_may_be_selected(run, tried, plan):
    _, out, _ = run("plan", "--skenario", tried)
    naming = Naming.of(plan.ground.staffing)
    assert len(plan.vacant) > 0 and len(plan.slates) > 0
    assert f"Tetap kosong: {plan.vacant['seats'].sum()} kursi" in out
    for post in plan.vacant["post"]:
        assert naming.wholes[post] in out
    for candidate in plan.slates.itertuples():
        assert f"{candidate.rank}. {naming.names[candidate.nip]} ({candidate.nip})" in out


def test_a_name_cannot_paint_the_terminal(workspace):
    nip = feasible(plan_of(workspace)).moves["nip"].iloc[0]
    told = plan_text(renamed(workspace, nip, "Budi\x1b[31m\u202e merah\nbaris"))
    assert "Budi[U+001B][31m[U+202E] merah baris" in told
    assert "\x1b" not in told and "\u202e" not in told


@given(st.text())
def test_plain_text_has_no_control_sign_and_stays_as_it_is(text):
    once = formats.plain(text)
    assert once.isprintable() or any(sign.isspace() for sign in once)
    assert formats.plain(once) == once


# for programs ---------------------------------------------------------------------------------------------------------


def test_json_is_the_record_of_the_plan_alone(run, workspace, tried, plan):
    status, out, err = run("plan", "--skenario", tried, "--json")
    assert (status, err) == (0, "")
    assert out == as_json(plan) + "\n"
    assert json.loads(out)["head"]["scenario"] == tried


def test_the_plan_takes_effect_on_the_day_that_was_asked_for(run):
    _, out, _ = run("plan", "--as-of", "2026-01-31", "--json")
    head = json.loads(out)["head"]
    assert (head["as_of"], head["day"]) == ("2025-10-29", "2026-01-31")


def test_data_newer_than_the_day_are_not_used(tmp_path, province, capsys):
    both = province_workspace(tmp_path, province)
    older = both.latest
    later = replace(province, as_of=province.as_of.replace(year=2026))
    both.save_snapshot(later, actor="uji")
    assert cli.main(["--home", str(both.home), "plan", "--as-of", "2025-12-31", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["head"]["snapshot"] == older
    assert feasible(plan_of(both)).head["snapshot"] == both.latest != older


# what is refused ------------------------------------------------------------------------------------------------------


def test_what_others_write_in_the_ledger_changes_nothing_in_a_plan(workspace, tried):
    before = as_json(feasible(plan_of(workspace, tried)))
    other = scenarios.new(workspace, "Skenario lain", **SARI)
    scenarios.reveal(workspace, scenarios.load(workspace, tried), reason="rapat", **SARI)
    assert workspace.ledger.events(other.id)
    assert as_json(feasible(plan_of(workspace, tried))) == before


def test_the_row_that_a_plan_names_stands_in_the_chain(workspace, plan):
    assert workspace.ledger.verify(Head.parse(plan.head["ledger"])).ok


def test_locks_that_cannot_all_be_kept_are_told_by_name(run, workspace):
    id, nip, holder = impossible(workspace)
    status, out, err = run("plan", "--skenario", id, "--json")
    names = Naming.of(workspace.snapshot(workspace.latest)).names
    assert (status, out) == (1, "")
    assert names[nip] in err and names[holder] in err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--skenario", "tidak-ada-abcde"), 1, "Tidak ada skenario tidak-ada-abcde"),
        (("--as-of", "2020-01-01"), 1, "Belum ada data sampai 2020-01-01"),
        (("--as-of", "kemarin"), 2, "bukan tanggal"),
        (("--out", "rencana.csv"), 2, "harus berakhiran .xlsx"),
    ],
)
def test_a_call_that_cannot_be_answered_says_why_in_one_sentence(run, arguments, status, said):
    given, out, err = run("plan", *arguments)
    assert (given, out) == (status, "")
    assert said in err and "Traceback" not in err


def test_a_scenario_does_not_take_effect_before_its_own_data(run, tried):
    status, _, err = run("plan", "--skenario", tried, "--as-of", "2025-10-28")
    assert status == 1 and "lebih awal daripada datanya" in err


def test_a_workspace_without_data_says_what_to_do(tmp_path, capsys):
    empty = Workspace.create(tmp_path / "ruang")
    assert cli.main(["--home", str(empty.home), "plan"]) == 1
    assert "penataan import" in capsys.readouterr().err


# as a workbook --------------------------------------------------------------------------------------------------------


def test_the_workbook_is_written_beside_the_answer(run, tried, plan, tmp_path):
    target = tmp_path / "baru" / "rencana.xlsx"
    status, out, err = run("plan", "--skenario", tried, "--out", str(target), "--json")
    assert status == 0 and json.loads(out)["head"] == dict(plan.head) and str(target) in err
    assert target.read_bytes() == plan_xlsx(plan)
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_workbook_that_cannot_be_written_is_one_sentence(run, tmp_path):
    (tmp_path / "berkas").write_text("bukan folder", "utf-8")
    status, out, err = run("plan", "--out", str(tmp_path / "berkas" / "rencana.xlsx"))
    assert (status, out) == (1, "") and "Tidak dapat dikerjakan" in err


def test_the_workbook_holds_the_whole_plan(sheets, plan):
    assert list(sheets) == ["Rencana", "Rantai", "Tetap kosong", "Daftar seleksi", "Temuan", "Dasar"]
    counts = {name: len(rows) - 1 for name, rows in sheets.items()}
    assert counts["Rencana"] == len(plan.rows)
    assert counts["Rantai"] == len(plan.moves)
    assert counts["Tetap kosong"] == len(plan.vacant)
    assert counts["Daftar seleksi"] == len(plan.slates)


def test_contributions_in_the_workbook_add_up_to_the_score(sheets):
    head, *rows = sheets["Rencana"]
    score, first = head.index("Skor merit"), head.index("Pendidikan")
    assert rows
    for row in rows:
        points = [round(value * formats.POINTS) for value in row[first : first + len(COMPONENTS)]]
        assert sum(points) == round(row[score] * formats.POINTS)


def test_every_proposed_pair_has_its_findings_with_citation_and_threshold(sheets, plan):
    head, *rows = sheets["Temuan"]
    at = {name: head.index(name) for name in ("NIP", "Putusan", "Teramati", "Ambang", "Dasar", "Kepercayaan")}
    assert {row[at["NIP"]] for row in rows} == set(plan.moves["nip"]) | set(plan.slates["nip"])
    assert {row[at["Putusan"]] for row in rows} <= {"ya", "tidak", "belum diketahui"}
    for row in rows:
        assert row[at["Teramati"]] and row[at["Ambang"]] and row[at["Kepercayaan"]]


def test_the_basis_names_weights_locks_and_rules(sheets, plan):
    told = {cell for row in sheets["Dasar"] for cell in row if cell is not None}
    assert {plan.head["snapshot"], plan.head["scenario"], plan.head["rulebook"], plan.digest} <= told
    assert {"kunci", "larangan", "appointment.administrator"} <= told
    assert {nip for nip, _ in plan.policy.locks | plan.policy.forbids} <= told
    assert ("Kinerja", 40) in {(row[0], row[1]) for row in sheets["Dasar"]}


def test_a_name_that_looks_like_a_formula_or_like_markup_stays_text(workspace):
    nips = list(feasible(plan_of(workspace)).moves["nip"])
    asked = question(workspace)
    people = asked.state.staffing.employees
    named = people["name"].mask(people["nip"] == nips[0], FORMULA).mask(people["nip"] == nips[-1], MARKUP)
    trap = feasible(
        planned(asked.state.with_tables(employees=people.assign(name=named)), asked.rulebook, head=asked.head)
    )
    content = plan_xlsx(trap)
    cells = {cell.value: cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet for cell in row}
    for name in (FORMULA, MARKUP):
        assert cells[name].data_type == "s" and cells[name].hyperlink is None
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        inside = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/"))
    assert b"<f>" not in inside and b"<hyperlink" not in inside


def test_heads_are_frozen_and_printed_on_every_page(plan):
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(plan)))
    for name in ("Rencana", "Rantai", "Tetap kosong", "Daftar seleksi", "Temuan"):
        assert book[name].freeze_panes == "A2"
        assert book[name].print_title_rows == "$1:$1"


def test_equal_plans_give_equal_bytes(workspace, tried, plan):
    assert plan_xlsx(feasible(plan_of(workspace, tried))) == plan_xlsx(plan)


def test_the_workbook_speaks_english_too(plan):
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(plan, "en")))
    assert book.sheetnames == ["Plan", "Chains", "Left vacant", "Slates", "Findings", "Basis"]
    assert [cell.value for cell in book["Left vacant"][1]][:2] == ["Post id", "Post"]
    assert {row[4].value for row in book["Findings"].iter_rows(min_row=2)} <= {"yes", "no", "unknown"}


@given(st.text(max_size=40))
def test_whatever_a_person_is_called_comes_back_from_the_workbook(text):
    content = workbook({"Satu": [Table("", (Column("Nama"),), ((text,),))]}, date(2025, 10, 29))
    found = openpyxl.load_workbook(io.BytesIO(content))["Satu"]["A2"]
    assert (found.value or "") == formats.plain(text)
    assert found.data_type == "s"


def test_a_file_is_dated_by_its_data_and_not_by_the_clock(plan):
    book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(plan)))
    assert book.properties.created.date() == book.properties.modified.date() == plan.ground.staffing.as_of


def test_no_part_of_a_file_is_left_when_writing_fails(tmp_path, monkeypatch):
    from workbench.io import files

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    target = Path(tmp_path / "rencana.xlsx")
    target.write_bytes(b"lama")
    with pytest.raises(OSError, match="No space"):
        files.publish(target, b"baru")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"rencana.xlsx": b"lama"}
