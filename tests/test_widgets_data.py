"""The data page: files in, problems out, a snapshot chosen; all or nothing."""

import ast
from pathlib import Path
from typing import Any

import pytest

from widgets.apps import delivery as module
from widgets.apps.conversation import Who
from widgets.apps.data import ROWS, Page, app
from widgets.apps.delivery import Delivery
from widgets.apps.runner import AtOnce
from widgets.apps.words import Words
from widgets.file_picker import FilePicker
from workbench.io import demo
from workbench.io.workspace import Workspace
from workbench.staffing import Staffing

WHO = Who("R. Contoh", "analis")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, province: Staffing) -> Path:
    return demo.write(province, tmp_path_factory.mktemp("demo") / "berkas").directory


@pytest.fixture(scope="module")
def dirty(tmp_path_factory, province: Staffing) -> Path:
    return demo.write(province, tmp_path_factory.mktemp("kotor") / "berkas", dirty=True).directory


@pytest.fixture
def page(tmp_path) -> Page:
    return Page(Delivery(tmp_path / "ruang", WHO, AtOnce()), Words("id"))


def bring(page: Page, folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        page.delivery.add(path.name, path.read_bytes())


def press(page: Page, name: str, value: str = "") -> None:
    page._on_state("act", {"name": name, "value": value})


def test_nothing_can_be_checked_before_a_file_is_there(page: Page):
    assert page.picker.record["able"] is False
    page._on_picker("read", {})
    assert page.delivery.imported is None


def test_a_clean_delivery_becomes_a_snapshot_once_it_is_kept(page: Page, folder: Path):
    bring(page, folder)
    page._on_picker("read", {})
    assert page.state.record["title"] == "Siap disimpan"
    assert page.delivery.workspace is None
    press(page, "take")
    workspace = page.delivery.workspace
    assert workspace.settings.fictional
    assert [row["key"] for row in page.snapshots.record["rows"]] == [workspace.latest]
    assert workspace.snapshots().iloc[0]["saved_by"] == "R. Contoh"


def test_a_delivery_that_is_refused_changes_nothing_and_names_every_problem(page: Page, dirty: Path):
    bring(page, dirty)
    page._on_picker("read", {})
    assert page.delivery.imported.staffing is None
    assert page.state.record["kind"] == "refused"
    assert len(page.problems.record["rows"]) == ROWS
    assert page.problems.record["rows"][0][3]["badge"] == "menghalangi"
    press(page, "take")
    assert page.delivery.workspace is None


def test_pages_of_problems_show_each_once(page: Page, dirty: Path):
    bring(page, dirty)
    page._on_picker("read", {})
    seen = 0
    for _ in range(1_000):
        seen += len(page.problems.record["rows"])
        if not page.problems.record["pages"]["on"]:
            break
        page._on_problems("page", {"by": 1})
    assert seen == len(page.delivery.imported.problems)


def test_problems_go_back_as_a_spreadsheet(page: Page, dirty: Path, monkeypatch):
    given: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page.connection, "hand_over", lambda name, kind, content: given.append((name, content)))
    bring(page, dirty)
    page._on_picker("read", {})
    page._on_problems("file", {})
    ((name, content),) = given
    assert (name, content[:2]) == ("masalah-impor.xlsx", b"PK")


def test_a_file_that_is_not_what_it_claims_is_refused_in_a_sentence(page: Page):
    page.delivery.add("profil.csv", b"%PDF-1.7 not a table")
    page._on_picker("read", {})
    assert page.state.record["kind"] == "refused"
    assert "profil.csv" in [row[0]["text"] for row in page.problems.record["rows"]]


def test_changing_what_is_chosen_forgets_what_was_read(page: Page, folder: Path):
    bring(page, folder)
    page._on_picker("read", {})
    page._on_picker("remove", {"at": 0})
    assert page.delivery.imported is None
    assert page.state.record == {}


def test_a_second_file_of_the_same_name_takes_the_place_of_the_first(page: Page):
    page.delivery.add("a.csv", b"1")
    page.delivery.add("a.csv", b"22")
    assert page.delivery.files == [("a.csv", b"22")]


def test_who_keeps_a_snapshot_is_asked_for(tmp_path, folder: Path):
    page = Page(Delivery(tmp_path / "ruang", Who("", "analis"), AtOnce()), Words("id"))
    bring(page, folder)
    page._on_picker("read", {})
    press(page, "take")
    assert page.state.record["kind"] == "ask"
    assert page.delivery.workspace is None
    press(page, "name", "S. Contoh")
    assert page.delivery.workspace.snapshots().iloc[0]["saved_by"] == "S. Contoh"


def test_a_chosen_snapshot_opens_a_scenario_on_the_placement_page(page: Page, folder: Path, monkeypatch):
    gone: list[str] = []
    monkeypatch.setattr(page.connection, "leave_for", gone.append)
    bring(page, folder)
    page._on_picker("read", {})
    press(page, "take")
    page._on_snapshots("choose", {"key": page.snapshots.record["rows"][0]["key"]})
    (address,) = gone
    assert address.startswith("penempatan?skenario=penempatan-29-oktober")
    workspace: Workspace = page.delivery.workspace
    assert [summary.first.actor for summary in workspace.ledger.scenarios()] == ["R. Contoh"]
    page._on_snapshots("choose", {"key": "tidak ada"})
    assert len(gone) == 1


def test_an_import_that_is_cancelled_leaves_no_trace(page: Page, folder: Path, monkeypatch):
    def stopped(*_: Any, **options: Any) -> None:
        raise module.importers.Stopped("berhenti")

    monkeypatch.setattr(module.importers, "read", stopped)
    bring(page, folder)
    page._on_picker("read", {})
    assert page.state.record["title"] == "Perhitungan dibatalkan"
    assert page.delivery.workspace is None


def test_a_file_comes_in_pieces_and_is_whole_again():
    picker, taken = FilePicker(), []
    off = picker.on_file(lambda name, content: taken.append((name, content)))
    for part, last in ((b"satu,", False), (b"dua", True)):
        picker._handle_custom_msg({"gesture": "piece", "id": "1", "name": "a.csv", "last": last}, [memoryview(part)])
    off()
    picker._handle_custom_msg({"gesture": "piece", "id": "2", "name": "b.csv", "last": True}, [memoryview(b"x")])
    assert taken == [("a.csv", b"satu,dua")]


def test_the_python_line_of_the_page_can_be_read(page: Page):
    page.delivery.add("profil pns.csv", b"")
    page.delivery.add("peta.yaml", b"")
    page._on_picker("date", {"value": "2025-10-29"})
    code = page.python.record["code"]
    ast.parse(code)
    assert "Path('profil pns.csv')" in code
    assert "mapping=Path('peta.yaml')" in code


def test_a_date_is_a_date_or_nothing(page: Page):
    page._on_picker("date", {"value": "29-10-2025'); evil("})
    assert page.delivery.day == ""


def test_the_page_speaks_the_language_of_its_address(tmp_path):
    box = app(home=tmp_path / "ruang", environment={"QUERY_STRING": "lang=en"})
    assert box.children[1].children[0].record["title"] == "From files to a snapshot"
