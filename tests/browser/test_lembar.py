"""The sheets of the placement page, each used as its users use it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from browser.conftest import Visit
from browser.test_penempatan import other_candidate, step


def settled(page: Page, sheet: str) -> None:
    """Wait until nothing of a sheet is being worked out."""
    expect(page.locator(f".pn-lembar-isi-{sheet} [aria-busy=true]")).to_have_count(0)


def test_the_price_of_a_choice_is_seen_before_it_is_made_and_stays_with_the_override(visit: Callable[..., Visit]):
    page = visit().open()
    key = other_candidate(page)
    page.click(f"[data-k=calon-{key}]")
    expect(page.locator(".pn-jawaban h2")).to_contain_text("Mengapa bukan")
    expect(page.locator(".pn-harga dt")).to_contain_text(["poin merit", "orang terlewati", "langkah rantai baru"])
    page.click(f"[data-k=propose-{key}]")
    step(page, "langkah 1 dari 1")
    expect(page.locator(".pn-penetapan .pn-berharga")).to_contain_text("orang terlewati")


def test_sheets_and_what_they_compare_are_reached_from_the_keyboard_and_kept_in_the_address(
    visit: Callable[..., Visit],
):
    page = visit().open()
    page.keyboard.press("2")
    expect(page.locator("[data-k=lembar-bandingkan]")).to_have_attribute("aria-selected", "true")
    settled(page, "bandingkan")
    heads = page.locator(".pn-lembar-isi-bandingkan thead").first
    expect(heads).to_contain_text("Pencocokan stabil")
    page.locator("[data-k='centang-r:stable']").focus()
    page.keyboard.press("Space")
    expect(heads).not_to_contain_text("Pencocokan stabil")
    expect(page.locator("[data-k='centang-r:stable']")).to_be_focused()

    page.locator("[data-k=lembar-bandingkan]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-k=lembar-rantai]")).to_be_focused()
    expect(page.locator(".pn-lembar-isi-rantai")).to_have_attribute("role", "tabpanel")
    expect(page.locator(".pn-lembar-isi-bandingkan")).to_be_hidden()
    page.wait_for_url("**lihat=rantai**")
    page.reload()
    expect(page.locator("[data-k=lembar-rantai]")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".pn-lembar-isi-rencana")).to_have_count(0)
    page.keyboard.press("1")
    page.wait_for_selector(".pn-rencana tbody tr[data-post]")


def test_a_decree_opens_its_chain_and_the_preflight_is_taken_away_on_record(visit: Callable[..., Visit]):
    page = visit(accept_downloads=True).open("/penempatan?lihat=rantai", ready=".pn-gambar svg text")
    settled(page, "rantai")
    last = page.locator(".pn-lembar-isi-rantai [data-k^=buka-]").nth(1)
    chain = str(last.get_attribute("data-k")).removeprefix("buka-")
    last.click()
    expect(page.locator("[data-k=gambar] h2:visible")).to_contain_text(f"Rantai {chain}:")
    expect(page.locator("[data-k=gambar]")).to_be_focused()
    page.click(".pn-lembar-isi-rantai [data-k=unduh]")
    with page.expect_download() as taken:
        page.click("[data-k=aksi-download]")
    assert taken.value.suggested_filename.endswith(".xlsx")
    workbook = load_workbook(BytesIO(Path(taken.value.path()).read_bytes()))
    assert "Bukti" in workbook.sheetnames


def test_a_decree_opens_the_folded_picture_of_its_chain_on_a_phone(visit: Callable[..., Visit]):
    phone = visit(width=390, has_touch=True, is_mobile=True)
    page = phone.open("/penempatan?lihat=rantai", ready=".pn-lembar-isi-rantai [data-k=lipat]")
    settled(page, "rantai")
    expect(page.locator(".pn-gambar")).to_be_hidden()
    page.locator(".pn-lembar-isi-rantai [data-k=lipat]", has_text="Urutan keputusan").click()
    page.locator(".pn-lembar-isi-rantai [data-k^=buka-]").first.click()
    expect(page.locator("[data-k=gambar]")).to_be_focused()
    expect(page.locator(".pn-gambar")).to_be_visible()


def test_the_robust_core_is_tried_from_the_keyboard_left_and_tried_again(visit: Callable[..., Visit]):
    page = visit().open("/penempatan?lihat=audit", ready="[data-k=aksi-try]")
    settled(page, "audit")
    page.locator("[data-k=aksi-try]").focus()
    page.keyboard.press("Enter")
    page.locator(".pn-lembar-isi-audit [data-k=batalkan]").click()
    expect(page.locator(".pn-lembar-isi-audit")).to_contain_text("Perhitungan dibatalkan")
    page.locator(".pn-lembar-isi-audit [data-k=aksi-again]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Penempatan yang diperdebatkan")).to_be_visible()
    settled(page, "audit")
    expect(page.locator(".pn-lembar-isi-audit")).to_contain_text("tidak bergeser oleh bobot")
    expect(page.locator(".pn-lembar-isi-audit .pn-python")).to_contain_text("tried(rencana.ground")
    expect(page.locator("[data-k=aksi-try]")).to_have_count(0)


def test_the_audit_answers_on_a_phone_and_leads_back_to_a_post(visit: Callable[..., Visit]):
    phone = visit(width=390, has_touch=True, is_mobile=True)
    page = phone.open("/penempatan?lihat=audit", ready=".pn-lembar-isi-audit [data-k=lipat]")
    settled(page, "audit")
    heads = page.locator(".pn-lembar-isi-audit [data-k=lipat]:visible")
    tops = heads.evaluate_all("heads => heads.map((head) => head.getBoundingClientRect().top)")
    sheet = page.locator(".pn-lembar-isi-audit").evaluate("sheet => sheet.getBoundingClientRect().top")
    assert len(tops) == 6 and max(tops) - sheet < 844, "every section is in reach of the tabs"
    chosen = page.locator(".pn-lembar-isi-audit [data-k=lipat]", has_text="Siapa terpilih")
    assert "sesering" not in page.locator(".pn-lembar-isi-audit").inner_text()
    chosen.focus()
    page.keyboard.press("Enter")
    expect(chosen).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("sesering kelompok yang paling sering terpilih")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(".pn-lembar-isi-audit [data-k=lipat]", has_text="Data yang layak dicari").click()
    worth = page.locator(".pn-lembar-isi-audit [data-k^=buka-]").first
    title = worth.inner_text()
    worth.click()
    expect(page.locator("#pn-daftar-calon")).to_have_text(title)
    page.wait_for_url(lambda address: "lihat" not in address)
