"""The structure page, used as its users use it: by mouse, by keyboard, on a phone."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from browser.canvas import drag
from browser.conftest import Visit
from browser.test_penempatan import step

READY = ".pn-bagan [role=treeitem]:visible"
OFFICE = "Dinas Pendidikan"
BRANCH = "Cabang Dinas Pendidikan Kabupaten Muaro Jambi"
DIVISION, OTHER = "Bidang Ketenagaan", "Bidang Pembinaan Pendidikan Khusus"


def enter(page: Page) -> None:
    """Draw one office alone, and wait until it is."""
    page.select_option("[data-k=lingkup]", label=OFFICE)
    expect(page.locator("h1")).to_have_text(re.compile(OFFICE))
    expect(unit(page, OFFICE)).to_have_attribute("aria-level", "1")


def unit(page: Page, name: str) -> Locator:
    return page.locator(f".pn-bagan [role=treeitem][aria-label^='{name},']:visible")


def figures(page: Page) -> list[str]:
    """The table of before and after."""
    table = page.locator(
        "section.pn-panel", has=page.locator("h2", has_text=re.compile("^(Sebelum dan sesudah|Before)"))
    )
    return table.locator("tbody tr").all_inner_texts()


def test_a_unit_is_dragged_onto_another_the_figures_move_and_undo_and_a_reload_tell_the_same(
    visit: Callable[..., Visit],
):
    page = visit().open("/struktur", READY)
    enter(page)
    before = figures(page)
    drag(page, BRANCH, DIVISION)
    step(page, "langkah 1 dari 1")
    expect(unit(page, BRANCH)).to_have_attribute("aria-level", "3")
    moved = figures(page)
    assert moved != before and len(moved) == len(before) > 0
    page.keyboard.press("Control+z")
    step(page, "langkah 0 dari 1")
    assert figures(page) == before
    page.keyboard.press("Control+y")
    step(page, "langkah 1 dari 1")
    assert figures(page) == moved
    page.reload()
    step(page, "langkah 1 dari 1")
    enter(page)
    assert figures(page) == moved
    expect(unit(page, BRANCH)).to_have_attribute("aria-level", "3")


def test_a_drop_that_cannot_be_says_why_and_changes_nothing(visit: Callable[..., Visit]):
    page = visit().open("/struktur", READY)
    enter(page)
    drag(page, OFFICE, DIVISION)
    said = page.locator(".pn-bagan [role=alert]:visible")
    expect(said).to_contain_text(f"{OFFICE} tidak dapat dipasang di bawah {DIVISION}")
    expect(said).to_contain_text("Bagan tidak berubah.")
    assert "skenario=" not in page.url
    unit(page, OFFICE).focus()
    page.keyboard.press("Escape")
    expect(said).to_have_count(0)


def test_the_same_move_is_made_by_keyboard_alone(visit: Callable[..., Visit]):
    page = visit().open("/struktur", READY)
    enter(page)
    before = figures(page)
    unit(page, BRANCH).focus()
    page.keyboard.press("m")
    expect(page.locator(".pn-bagan:visible p[role=status]")).to_contain_text(f"Membawa {BRANCH}")
    target = unit(page, DIVISION)
    for _ in range(30):
        if target.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("ArrowUp")
    expect(target).to_be_focused()
    expect(page.locator(".pn-bagan:visible p[role=status]")).to_contain_text(f"Taruh di bawah {DIVISION}")
    page.keyboard.press("Enter")
    step(page, "langkah 1 dari 1")
    expect(unit(page, BRANCH)).to_have_attribute("aria-level", "3")
    assert figures(page) != before
    page.keyboard.press("Control+z")
    step(page, "langkah 0 dari 1")


def test_a_phone_shows_the_tree_without_sideways_scrolling(visit: Callable[..., Visit]):
    page = visit(width=390, has_touch=True, is_mobile=True).open("/struktur", READY)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".pn-bagan-pohon.tampak:visible")).to_have_count(1)
    expect(page.locator(".pn-bagan-kanvas:visible")).to_have_count(0)
    unit(page, OFFICE).tap()
    expect(page.locator(".pn-bagan-bawah [data-k=pindahkan]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_page_speaks_english_and_keeps_it(visit: Callable[..., Visit]):
    page = visit().open("/struktur?lang=en", READY)
    expect(page.locator("h1")).to_have_text("How the regional government is cut")
    assert page.locator("html").get_attribute("lang") == "en"
    enter(page)
    drag(page, OTHER, DIVISION)
    step(page, "step 1 of 1")
    assert "lang=en" in page.url and "skenario=" in page.url
