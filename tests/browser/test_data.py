"""The data page in a real browser: files in, problems out, on to the placement page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.serving import Server
from workbench.io import demo
from workbench.io.workspace import Workspace
from workbench.staffing import Staffing


@pytest.fixture(scope="module")
def fresh(serve: Callable[..., Server], tmp_path_factory) -> Server:
    """A server that has no workspace yet."""
    return serve(tmp_path_factory.mktemp("segar") / "kerja")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, province: Staffing) -> Path:
    return demo.write(province, tmp_path_factory.mktemp("demo") / "berkas").directory


def bring(page: Page, folder: Path) -> None:
    files = sorted(folder.iterdir())
    page.set_input_files("[data-k=berkas]", files)
    expect(page.locator(".pn-berkas li")).to_have_count(len(files))


def test_files_come_in_and_lead_on_to_the_plan(visit: Callable[..., Visit], fresh: Server, folder: Path):
    page = visit(at=fresh).open("/data", ready="[data-k=baca]")
    expect(page.locator("[data-k=baca]")).to_be_disabled()
    bring(page, folder)
    page.click("[data-k=baca]")
    expect(page.locator(".pn-pesan.baik")).to_contain_text("600 pegawai")
    assert not fresh.home.exists()
    page.click("[data-k=aksi-take]")
    expect(page.locator(".pn-pesan.baik")).to_contain_text("Potret tersimpan")
    assert Workspace.open(fresh.home).latest
    page.click("[data-k=aksi-begin]")
    page.wait_for_url("**/penempatan?skenario=**")
    page.wait_for_selector(".pn-rencana tbody tr[data-post]")
    expect(page.locator(".pn-nav a[aria-current]")).to_have_text("Penempatan")
    expect(page.locator(".pn-alat .pn-lencana")).to_have_text("data fiktif")


def test_what_is_no_table_is_refused_in_words_and_changes_nothing(
    visit: Callable[..., Visit], server: Server, tmp_path: Path
):
    before = Workspace.open(server.home).snapshots()
    page = visit(width=390, has_touch=True, is_mobile=True).open("/data", ready="[data-k=baca]")
    evil = tmp_path / "<img src=x onerror=alert(1)>.csv"
    evil.write_bytes(b"%PDF-1.7")
    page.set_input_files("[data-k=berkas]", evil)
    page.fill("[data-k=tanggal]", "2025-10-29")
    page.click("[data-k=baca]")
    expect(page.locator(".pn-pesan.tolak")).to_contain_text("Tidak ada yang berubah")
    expect(page.locator(".pn-tabel tbody tr").first).to_contain_text("<img src=x onerror=alert(1)>.csv")
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert Workspace.open(server.home).snapshots().equals(before)
