"""The placement page, used as its users use it."""

import os
import re
import signal
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import psutil
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from browser.conftest import EVIL, PATIENCE, Visit
from browser.serving import Server
from workbench.io.ledger import Event
from workbench.io.workspace import Workspace


def proposals(page: Page) -> list[str]:
    """Post and person of every row on the first page of the plan."""
    rows = page.locator(".pn-rencana tbody tr").all()
    return [row.locator("b").first.inner_text() + ": " + row.locator("b").nth(1).inner_text() for row in rows]


def step(page: Page, text: str) -> None:
    """Wait until the scenario bar says so: from then on the step is on record."""
    expect(page.locator(".pn-skenario .langkah")).to_have_text(text)


def weights(page: Page) -> list[int]:
    outputs = page.locator(".pn-geser output").all()[:5]
    return [int(output.inner_text()) for output in outputs]


def other_candidate(page: Page) -> str:
    """Key of the best candidate who is not proposed for the post on the screen."""
    keys = page.locator(".pn-calon li:not(:has(button[data-k^=propose][aria-pressed=true]))")
    return str(keys.first.get_attribute("data-calon"))


def scenario_of(page: Page) -> str:
    page.wait_for_url(re.compile("skenario="))
    found = re.search(r"skenario=([\w-]+)", page.url)
    assert found, page.url
    return found[1]


def events(server: Server, scenario: str) -> tuple[Event, ...]:
    return Workspace.open(server.home).ledger.events(scenario)


def test_a_weight_moves_a_lock_is_set_undo_brings_the_plan_back_and_a_reload_keeps_it(visit: Callable[..., Visit]):
    page = visit().open()
    assert "skenario" not in page.url
    expect(page.locator(".pn-skenario")).to_contain_text("Belum ada skenario")

    page.locator(".pn-geser input").nth(3).focus()
    page.keyboard.press("End")
    step(page, "langkah 1 dari 1")
    assert sum(weights(page)) == 100
    assert weights(page)[3] == 50
    expect(page.locator("[data-isi=catatan]")).to_have_text(re.compile(r"memindahkan \d+ dari \d+ usulan"))

    weighted = proposals(page)
    chosen = other_candidate(page)
    page.click(f"[data-k=propose-{chosen}]")
    step(page, "langkah 2 dari 2")
    locked = proposals(page)
    assert locked != weighted
    assert locked[0].endswith(chosen)
    expect(page.locator(".pn-penetapan li")).to_have_count(1)

    page.keyboard.press("Control+z")
    step(page, "langkah 1 dari 2")
    assert proposals(page) == weighted
    page.keyboard.press("Control+y")
    step(page, "langkah 2 dari 2")
    assert proposals(page) == locked

    page.reload()
    step(page, "langkah 2 dari 2")
    page.wait_for_selector(".pn-rencana tbody tr[data-post]")
    assert proposals(page) == locked
    assert weights(page)[3] == 50


def test_slates_carry_their_bars_and_every_candidate_its_figures(visit: Callable[..., Visit]):
    page = visit().open()
    page.wait_for_selector(".pn-calon .pn-merit svg path[fill='var(--kat-1)']")
    first = page.locator(".pn-calon li").first
    figures = [float(text.replace(",", ".")) for text in first.locator(".rincian span").all_inner_texts()]
    assert sum(figures) == pytest.approx(float(first.locator(".skor").inner_text().replace(",", ".")), abs=0.3)
    drawn = first.locator("svg path[fill='var(--kat-1)']").evaluate("path => getComputedStyle(path).fill")
    assert drawn == "rgb(1, 40, 71)"
    assert first.locator(".pn-merit svg text").count() == 0


def test_a_person_whose_name_is_markup_is_shown_as_text(visit: Callable[..., Visit], server: Server):
    page = visit().open()
    assert EVIL not in page.content()
    page.click("[data-k=tertutup]")
    expect(page.locator(".pn-rencana tbody tr").first).to_contain_text(EVIL)
    expect(page.locator(".pn-calon")).to_contain_text(EVIL)
    expect(page.locator("h2", has_text=f"Temuan {EVIL}")).to_be_visible()
    assert page.locator("img").count() == 0
    assert [event.kind for event in events(server, scenario_of(page))] == ["open", "reveal"]


def test_everything_can_be_done_from_the_keyboard(visit: Callable[..., Visit]):
    page = visit().open()
    page.keyboard.press("/")
    page.keyboard.type("kepala bidang")
    others = page.locator(".pn-rencana tbody tr", has_not_text="Kepala Bidang")
    expect(others).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("[data-k=cari]")).to_have_value("")
    expect(others).not_to_have_count(0)

    page.locator(".pn-rencana tr[aria-selected=true] .pn-baris").focus()
    first = page.evaluate("document.activeElement.dataset.k")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("first => document.activeElement.dataset.k !== first", arg=first)
    expect(page.locator(".pn-rencana tr[aria-selected=true] .pn-baris")).to_be_focused()
    title = page.locator(".pn-rencana tr[aria-selected=true] b").first.inner_text()
    expect(page.locator("#pn-daftar-calon")).to_have_text(title)

    page.keyboard.press("Enter")
    expect(page.locator("[data-k=temuan]")).to_be_focused()
    page.locator(".pn-rencana tr[aria-selected=true] .pn-baris").focus()
    page.keyboard.press("k")
    step(page, "langkah 1 dari 1")
    expect(page.locator(".pn-rencana tr[aria-selected=true] .pn-kunci button")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.keyboard.press("p")
    expect(page.locator(".pn-python")).to_have_count(0)
    page.keyboard.press("p")
    expect(page.locator(".pn-python")).to_contain_text("plan_of")

    page.keyboard.press("?")
    expect(page.locator("#pn-kunci")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("Escape")
    step(page, "langkah 1 dari 1")


def test_a_row_that_a_filter_takes_away_hands_its_focus_to_the_row_now_selected(visit: Callable[..., Visit]):
    page = visit().open()
    selected = page.locator(".pn-rencana tr[aria-selected=true] .pn-baris")
    selected.focus()
    gone = page.evaluate("document.activeElement.dataset.k")
    page.evaluate("document.querySelector('[data-k=hanya-temuan]').click()")  # without moving the focus
    expect(page.locator(f"[data-k='{gone}']")).to_have_count(0)
    expect(selected).to_be_focused()


def test_single_letters_can_be_switched_off(visit: Callable[..., Visit]):
    page = visit().open()
    page.click("#pn-kunci-buka")
    page.click("#pn-kunci-sakelar")
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.keyboard.press("/")
    expect(page.locator(".pn-python")).to_be_visible()
    expect(page.locator("[data-k=cari]")).not_to_be_focused()


def test_a_limit_is_set_and_undone_and_a_price_chosen_on_the_curve_from_the_keyboard(visit: Callable[..., Visit]):
    page = visit().open()
    before = proposals(page)
    page.locator("[data-k=batas]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-k=tambah-batas]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=isi-kind]")).to_be_focused()
    page.select_option("[data-k=isi-kind]", "unit_moves")
    page.locator("[data-k=isi-unit]").focus()
    page.keyboard.type("dinas pendidikan")
    expect(page.locator(".pn-ditemukan li").first).to_contain_text("Dinas Pendidikan")
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=isi-unit]")).to_have_value(re.compile("^Dinas Pendidikan, "))
    page.keyboard.press("Tab")
    page.keyboard.type("dua")
    page.keyboard.press("Enter")
    expect(page.locator("[data-k=isi-most]")).to_be_focused()
    expect(page.locator(".pn-salah")).to_have_text("Isi dengan bilangan bulat.")
    expect(page.locator("[data-k=isi-most]")).to_have_value("dua")
    page.fill("[data-k=isi-most]", "0")
    page.keyboard.press("Enter")
    step(page, "langkah 1 dari 1")
    expect(page.locator(".pn-bukti")).to_have_text("Dalam satu batas: terbukti terbaik.")
    expect(page.locator(".pn-batas li")).to_contain_text("0 dari 0 orang")
    expect(page.locator("[data-k=tambah-batas]")).to_be_focused()
    page.locator("[data-k^=cabut-]").focus()
    page.keyboard.press("Enter")
    step(page, "langkah 2 dari 2")
    expect(page.locator("[data-k=tambah-batas]")).to_be_focused()
    page.keyboard.press("Control+z")
    step(page, "langkah 1 dari 2")
    expect(page.locator(".pn-batas li")).to_have_count(1)
    page.keyboard.press("Control+z")
    step(page, "langkah 0 dari 2")
    expect(page.locator(".pn-bukti")).to_have_count(0)
    assert proposals(page) == before

    page.locator("[data-k=batas-depan]").focus()
    page.keyboard.press("Enter")
    points = page.locator(".pn-titik")
    expect(points.first).to_be_visible()
    page.locator(".pn-titik[tabindex='0']").focus()
    page.keyboard.press("End")
    expect(points.last).to_be_focused()
    expect(page.locator(".pn-titik-kata")).to_contain_text("orang pindah, jumlah skor")
    said = page.locator(".pn-titik-kata").inner_text()
    page.keyboard.press("Enter")
    step(page, "langkah 1 dari 1")
    expect(points.last).to_have_attribute("aria-pressed", "true")
    expect(points.last).to_be_focused()
    expect(page.locator(".pn-kepala-lipat", has_text="Merit dan banyaknya pindah")).to_contain_text(said.split(",")[0])
    page.click("[data-k=tabel-titik]")
    expect(page.locator(".pn-tabel-titik [aria-selected=true]")).to_contain_text("Berlaku")


@pytest.mark.parametrize("address", ["/penempatan", "/penempatan?lang=en"])
def test_a_phone_shows_plan_slate_and_policy_without_sideways_scrolling(visit: Callable[..., Visit], address: str):
    page = visit(width=390, has_touch=True, is_mobile=True).open(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    tops = [page.locator(place).bounding_box()["y"] for place in (".pn-rencana", ".pn-calon", ".pn-geser >> nth=0")]
    assert tops == sorted(tops)
    small = page.evaluate(
        "[...document.querySelectorAll('.pn-tombol')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 40)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []


def test_the_page_speaks_english_when_asked_and_keeps_it(visit: Callable[..., Visit]):
    page = visit().open("/penempatan?lang=en")
    expect(page.locator("h1")).to_have_text("Who is where, and why")
    assert page.locator("html").get_attribute("lang") == "en"
    page.click(".pn-rencana [data-k^=kunci] >> nth=0")
    step(page, "step 1 of 1")
    assert "lang=en" in page.url and "skenario=" in page.url
    assert "lang=en" in str(page.locator(".pn-nav a").first.get_attribute("href"))


def test_the_theme_is_a_choice_that_is_remembered(visit: Callable[..., Visit]):
    page = visit(color_scheme="light").open()
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(244, 246, 245)"
    page.click("#pn-tema")
    assert page.evaluate(ground) == "rgb(15, 21, 27)"
    page.reload()
    assert page.evaluate(ground) == "rgb(15, 21, 27)"


def test_a_killed_kernel_never_looks_alive_and_the_scenario_comes_back_whole(
    visit: Callable[..., Visit], server: Server
):
    visitor = visit()
    visitor.expected = ("WebSocket", "kernel", "Failed to load resource", "Canceled", "Comm")
    page = visitor.open()
    page.click(f"[data-k=propose-{other_candidate(page)}]")
    step(page, "langkah 1 dari 1")
    locked, address = proposals(page), page.url
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    os.kill(kernel_process(server, kernel).pid, signal.SIGKILL)

    expect(page.locator("#pn-terputus")).to_be_visible()
    expect(page.locator("#pn-terputus")).to_contain_text("Langkah terakhir tersimpan")
    assert page.locator("#rendered_cells").get_attribute("inert") is not None
    page.keyboard.press("Control+z")

    page.goto(address)
    step(page, "langkah 1 dari 1")
    page.wait_for_selector(".pn-rencana tbody tr[data-post]")
    assert proposals(page) == locked
    expect(page.locator("#pn-terputus")).to_be_hidden()
    assert [event.kind for event in events(server, scenario_of(page))] == ["open", "move"]


def kernel_process(server: Server, kernel: str) -> psutil.Process:
    """The process of this kernel, among those that our own server started."""
    children = psutil.Process(server.process.pid).children(recursive=True)
    (found,) = [child for child in children if any(kernel in part for part in command(child))]
    return found


def command(process: psutil.Process) -> list[str]:
    """How it was started; nothing for one that has ended."""
    try:
        return process.cmdline()
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return []


def test_leaving_a_page_stops_its_kernel(visit: Callable[..., Visit], server: Server):
    page = visit().open()
    kernel = page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")
    process = kernel_process(server, kernel)
    page.goto(server.address + "/siap")
    assert psutil.wait_procs([process], timeout=PATIENCE / 1000)[1] == []


def test_two_pages_on_one_scenario_are_shown_both_values_and_choose(visit: Callable[..., Visit], server: Server):
    mine = visit(name="R. Contoh").open()
    mine.click("[data-k=aksi-begin]")
    expect(mine.locator(".pn-tersimpan")).to_be_visible()
    theirs = visit(name="S. Contoh").open(f"/penempatan?skenario={scenario_of(mine)}")
    price = ".pn-geser input >> nth=6"
    theirs.locator(price).focus()
    theirs.keyboard.press("End")
    step(theirs, "langkah 1 dari 1")

    mine.locator(price).focus()
    mine.keyboard.press("Home")
    said = mine.locator("[role=alert]", has_text="sudah diubah di tempat lain")
    expect(said).to_contain_text("S. Contoh")
    assert [event.actor for event in events(server, scenario_of(mine))] == ["R. Contoh", "S. Contoh"]
    mine.click("[data-k=aksi-branch]")
    expect(mine.locator(".pn-cabang a[aria-current]")).to_contain_text("milik R. Contoh")
    step(mine, "langkah 1 dari 1")


def test_who_acts_is_asked_once_and_remembered(visit: Callable[..., Visit], server: Server):
    page = visit(name="").open()
    page.click(".pn-rencana [data-k^=kunci] >> nth=0")
    page.fill("[data-k=isian]", "T. Contoh")
    page.keyboard.press("Enter")
    step(page, "langkah 1 dari 1")
    assert {event.actor for event in events(server, scenario_of(page))} == {"T. Contoh"}
    page.reload()
    expect(page.locator("#pn-pelaku")).to_have_text("T. Contoh")


def test_an_impossible_step_is_refused_with_the_way_out_as_a_button(visit: Callable[..., Visit]):
    page = visit().open()
    candidate = other_candidate(page)
    page.click(f"[data-k=forbid-{candidate}]")
    step(page, "langkah 1 dari 1")
    page.click(f"[data-k=lock-{candidate}]")
    refusal = page.locator("[role=alert]", has_text="Langkah ini tidak mungkin")
    expect(refusal).to_contain_text("Rencana tidak berubah")
    step(page, "langkah 1 dari 1")
    page.click("[data-k='aksi-remedy:0']")
    step(page, "langkah 2 dari 2")
    assert proposals(page)[0].endswith(candidate)


def test_the_workbook_is_taken_away_once_that_is_on_record(visit: Callable[..., Visit], server: Server):
    page = visit(accept_downloads=True).open()
    page.click("[data-k=xlsx]")
    with page.expect_download() as taken:
        page.click("[data-k=aksi-download]")
    workbook = load_workbook(BytesIO(Path(taken.value.path()).read_bytes()))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert EVIL in {cell.value for cell in cells}
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [event.kind for event in events(server, scenario_of(page))] == ["open", "reveal"]


def test_a_scenario_that_is_not_there_is_told_with_a_way_on(visit: Callable[..., Visit]):
    page = visit().open("/penempatan?skenario=tidak-ada-zzzzz", ready="[data-k=aksi-fresh]")
    expect(page.locator(".pn-keadaan.galat")).to_contain_text("tidak-ada-zzzzz")
    page.click("[data-k=aksi-fresh]")
    page.wait_for_selector(".pn-rencana tbody tr[data-post]")


def test_without_data_the_page_says_what_to_run(visit: Callable[..., Visit], serve: Callable[..., Server], tmp_path):
    empty = serve(tmp_path / "belum")
    page = visit(at=empty).open(ready=".pn-keadaan")
    expect(page.locator(".pn-keadaan")).to_contain_text("penataan import")
    assert page.locator(".pn-fiktif, .pn-lencana.entah").count() == 0


def test_nothing_but_apps_is_served(server: Server, visit: Callable[..., Visit]):
    assert server.status("/") == 302
    closed = [
        "/analisis",
        "/penempatan.ipynb",
        "/voila/tree",
        "/voila/render/penempatan.ipynb",
        "/voila/files/penempatan.ipynb",
        "/voila/api/contents/",
        "/api/contents",
        "/api/kernels",
        "/api/sessions",
        "/api/terminals",
        "/lab",
        "/login",
    ]
    assert [path for path in closed if server.status(path) != 404] == []
    assert server.status("/penempatan", Host="example.org") == 403
    visitor = visit()
    visitor.expected = ("404",)
    page = visitor.open("/tidak-ada", ready=".pn-keadaan")
    expect(page.locator("h3")).to_have_text("Halaman ini tidak ada")
    page.click("text=Buka aplikasi")
    page.wait_for_selector(".pn-rencana tbody tr[data-post]")
