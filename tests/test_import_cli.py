"""`penataan import`, `templates` and `diff`: files in, a snapshot or named problems out, a status for scripts."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from deliveries import PEOPLE, changed, delivered, text
from workbench import cli
from workbench.io import demo
from workbench.io.workspace import Workspace
from workbench.staffing.demo.later import next_half_year


@pytest.fixture
def run(capsys, tmp_path):
    """`run("snapshots")` in an empty place -> status, stdout, stderr."""

    def one(*arguments: object) -> tuple[int, str, str]:
        status = cli.main(["--home", str(tmp_path / "ruang"), *map(str, arguments)])
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


@pytest.fixture
def put(tmp_path):
    """Write a delivery as files in a folder."""

    def write(**files: str | bytes | None) -> Path:
        folder = tmp_path / "kiriman"
        folder.mkdir(exist_ok=True)
        for name, content in delivered(**files):
            (folder / name).write_bytes(content)
        return folder

    return write


AS_OF = ("--as-of", "2025-10-29")


def test_clean_files_become_a_snapshot_and_the_same_files_the_same_one(run, put, tmp_path):
    status, out, _ = run("import", put(), *AS_OF, "--json")
    first = json.loads(out)
    assert (status, first["errors"], first["problems"]) == (0, 0, [])
    status, out, _ = run("import", put(), *AS_OF, "--json")
    assert json.loads(out)["snapshot"] == first["snapshot"]
    assert len(Workspace.open(tmp_path / "ruang").snapshots()) == 1


def test_a_problem_that_blocks_changes_nothing_and_says_so(run, put, tmp_path):
    status, out, _ = run("import", put(profil=text(changed(PEOPLE, 0, **{"NIP BARU": "1.98E+17"}))), *AS_OF)
    assert status == 1
    assert "tidak ada yang berubah" in out
    assert "1.98E+17" in out
    assert not (tmp_path / "ruang").exists()


def test_what_cannot_be_read_is_kept_as_unknown_with_status_1_and_listed_as_a_spreadsheet(run, put, tmp_path):
    listed = tmp_path / "masalah.xlsx"
    status, out, err = run(
        "import", put(profil=text(changed(PEOPLE, 0, TMT_JABATAN="31-02-2020"))), *AS_OF, "--problems", listed
    )
    assert status == 1
    assert out.startswith("Potret ")
    assert "masalah.xlsx" in err
    cells = [str(cell) for sheet in load_workbook(listed) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "31-02-2020" in cells


def test_a_note_that_asks_for_no_repair_is_no_problem_for_a_script(run, put):
    people = [{**row, "KOLOM LAIN": "x"} for row in PEOPLE]
    status, out, _ = run("import", put(profil=text(people)), *AS_OF, "--json")
    told = json.loads(out)
    assert {row["severity"] for row in told["problems"]} == {"note"}
    assert (status, bool(told["snapshot"])) == (0, True)


def test_without_a_date_the_import_asks_for_one_and_never_takes_today(run, put):
    status, out, _ = run("import", put())
    assert status == 1
    assert "--as-of" in out


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--as-of", "kemarin"), "bukan tanggal"), (("--problems", "masalah.csv"), ".xlsx"), ((), "BERKAS")],
)
def test_a_wrong_call_is_status_2(run, put, options, words):
    files = [put()] if options else []
    status, _, err = run("import", *files, *options)
    assert status == 2
    assert words in err


def test_a_demo_folder_carries_its_own_date_and_mark(run, province, tmp_path):
    demo.write(province, tmp_path / "contoh")
    status, out, _ = run("import", tmp_path / "contoh")
    assert (status, "Tidak ada masalah." in out) == (0, True)
    assert Workspace.open(tmp_path / "ruang").settings.fictional


def test_templates_are_written_once_and_never_over_what_somebody_filled(run, tmp_path):
    folder = tmp_path / "templat"
    status, out, _ = run("templates", folder, "--json")
    assert status == 0
    assert folder / "templat_posts.xlsx" in [Path(one) for one in json.loads(out)]
    (folder / "templat_posts.xlsx").write_bytes(b"isi")
    assert json.loads(run("templates", folder, "--json")[1]) == []
    assert (folder / "templat_posts.xlsx").read_bytes() == b"isi"


def test_diff_says_first_whether_ids_can_be_trusted(run, province, tmp_path):
    workspace = Workspace.create(tmp_path / "ruang")
    now, later, rekeyed = (
        workspace.save_snapshot(staffing)
        for staffing in (province, next_half_year(province), next_half_year(province, "rekeyed"))
    )
    status, out, _ = run("diff", now, later)
    assert status == 0
    assert "dapat dipercaya" in out.splitlines()[0]
    status, out, _ = run("diff", now, rekeyed)
    assert status == 1
    assert "memakai kunci baru" in "\n".join(out.splitlines()[:3])
    assert run("diff", now, "tidakada")[0] == 1
