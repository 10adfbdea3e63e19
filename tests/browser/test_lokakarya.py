"""The workshop page: a facilitator and two participants, each in an own browser."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from browser.canvas import drag
from browser.conftest import Visit
from browser.test_penempatan import scenario_of
from browser.test_struktur import BRANCH, DIVISION, OFFICE, READY, unit

TABLE = ".pn-lembar-isi-meja form, .pn-hadir"


def answer(page: Page, **values: str) -> None:
    """Fill the form on the screen by the names of its fields, and send it."""
    form = page.locator(".pn-lembar-isi-meja form")
    for name, value in values.items():
        form.locator(f"[data-k^=isi-][data-k$=-{name}]").fill(value)
    form.locator("button[type=submit]").click()


def sheet(page: Page, name: str) -> None:
    page.click(f"[data-k=lembar-{name}]")
    expect(page.locator(f".pn-lembar-isi-{name}")).to_be_visible()


def enter(page: Page) -> None:
    """Draw one office alone, and wait until it is; the head of the page stays that of the workshop."""
    page.wait_for_selector(READY)
    page.select_option("[data-k=lingkup]", label=OFFICE)
    expect(unit(page, OFFICE)).to_have_attribute("aria-level", "1")


def test_a_facilitator_and_two_participants_propose_vote_and_decide_on_one_scenario(visit: Callable[..., Visit]):
    leader = visit(name="Rina").open("/lokakarya", TABLE)
    expect(leader.locator("h1")).to_have_text("Lokakarya penataan")
    answer(leader, title="Lokakarya uji", agenda="Pembukaan; 5\nUsulan; 20")
    expect(leader.locator("h1")).to_have_text("Lokakarya uji")
    address = f"/lokakarya?skenario={scenario_of(leader)}"

    sari, away = visit(name="Sari"), visit(name="Budi")
    first, second = (each.open(address, TABLE) for each in (sari, away))
    for page, office in ((first, "Biro Organisasi"), (second, "Dinas Pendidikan")):
        answer(page, office=office)
    here = leader.locator(".pn-hadir li:not(.pergi)")
    expect(here).to_have_count(3)
    for name in ("Fasilitator", "Biro Organisasi", OFFICE):
        expect(here.filter(has_text=name)).to_have_count(1)

    sheet(first, "bagan")
    enter(first)
    drag(first, BRANCH, DIVISION)
    sheet(first, "meja")
    for page in (leader, second):
        expect(page.locator(".pn-usul li")).to_contain_text("diusulkan Biro Organisasi")
    assert leader.locator(".pn-usul [data-k^=discuss-]").count() == 1
    assert second.locator(".pn-usul .pn-tindakan button").count() == 0

    leader.click(".pn-usul [data-k^=discuss-]")
    leader.click(".pn-usul [data-k^=ballot-]")
    for page, voice in ((first, "setuju"), (second, "tidak")):
        page.click(f"[data-k=suara-{voice}]")
        expect(page.locator(f"[data-k=suara-{voice}]")).to_have_attribute("aria-checked", "true")
    expect(leader.locator(".pn-kemajuan [role=status]", has_text="2 dari 2")).to_be_visible()
    expect(leader.locator(".pn-terpakai")).to_have_count(0)
    leader.click("[data-k=suara-close]")
    expect(second.locator(".pn-terpakai")).to_have_count(3)

    sheet(second, "bagan")
    enter(second)
    leader.click(".pn-usul [data-k^=accept-]")
    answer(leader, reason="Rentang kendali", owner="Biro Organisasi", due="2026-03-01")
    began = time.monotonic()
    expect(unit(second, BRANCH)).to_have_attribute("aria-level", "3")
    print(f"an accepted move is on another screen after {time.monotonic() - began:.2f} s")
    expect(first.locator(".pn-catatan li").first).to_contain_text("Rentang kendali")

    away.context.close()
    expect(leader.locator(".pn-hadir li.pergi")).to_contain_text(f"{OFFICE}, terputus")
    again = visit(name="Budi").open(address, TABLE)
    expect(again.locator(".pn-catatan li").first).to_contain_text("Rentang kendali")
    expect(leader.locator(".pn-hadir li.pergi")).to_have_count(0)
    sheet(again, "bagan")
    again.wait_for_selector(READY)
    enter(again)
    expect(unit(again, BRANCH)).to_have_attribute("aria-level", "3")
