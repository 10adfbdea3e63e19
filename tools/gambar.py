"""`make gambar`: the pictures of the guide, taken from the running applications: the small demo province, and for
the structure the whole one, which was cut anew in 2025."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.serving import chromium, start
from workbench.io import demo, presence, resources, scenarios, workshops
from workbench.io.workspace import Settings, Workspace
from workbench.scenario import MergeUnits, Scenario, describe, to_record
from workbench.scenario.workshop import Workshop
from workbench.staffing.demo import province
from workbench.structure.worked import FINANCE, TAXES, worked_split_2025

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "panduan" / "gambar"
READY = ".pn-calon .pn-merit svg"
SHEETS = {
    "bandingkan": ".pn-lembar-isi-bandingkan tbody tr",
    "rantai": ".pn-gambar svg text",
    "audit": ".pn-lembar-isi-audit .pn-lencana",
}
"""Sheets beside the plan, and what is there once one can look at them."""

ME = "R. Contoh"
OFFICES = {"S. Contoh": "Biro Organisasi", "T. Contoh": "BPKPD", "U. Contoh": "Inspektorat"}
"""Who takes part in the workshop of the picture, and whom each speaks for."""

PATIENCE = 120_000  # ms; a bound, not an expectation


def visit(
    browser: Browser, address: str, *, width: int = 1440, height: int = 1000, theme: str = "light", name: str = ME
) -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
    context.add_init_script(f"localStorage.setItem('penataan-nama', '{name}')")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(address)
    return page


def placement(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/penempatan")
    page.wait_for_selector(READY)
    page.screenshot(path=PICTURES / "penempatan.png", full_page=True)
    rival = page.locator(".pn-calon li:not([aria-current]) button[data-k^=propose]").first
    rival.click()
    page.wait_for_function("document.querySelector('.pn-skenario .langkah').innerText.startsWith('langkah 1')")
    page.screenshot(path=PICTURES / "penempatan-kunci.png")
    phone = visit(browser, f"{address}/penempatan?lang=en", width=390, height=844, theme="dark")
    phone.wait_for_selector(READY)
    phone.screenshot(path=PICTURES / "penempatan-hp.png")


def limits(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/penempatan", height=2600)
    page.wait_for_selector(READY)
    page.click("[data-k=batas]")
    said = page.locator(".pn-bukti")
    set_limit(page, "share", percent="30", group="female", place="each", reach=True, tiers=("pengawas",))
    expect(said).to_contain_text("terbukti")
    set_limit(page, "quality", place="each")
    expect(said).to_contain_text("2 batas")
    set_limit(page, "move_limit", most="6")
    expect(said).to_contain_text("3 batas")
    set_limit(page, "freeze", unit="dinas kesehatan")
    page.wait_for_selector(".pn-tolak-batas")
    page.locator(".pn-panel", has=page.locator("[data-k=batas]")).screenshot(path=PICTURES / "penempatan-batas.png")


def set_limit(page: Page, kind: str, **values: str | bool | tuple[str, ...]) -> None:
    """Fill the form of a limit as a person would, and send it."""
    page.click("[data-k=tambah-batas]")
    page.select_option("[data-k=isi-kind]", kind)
    for name, value in values.items():
        field = page.locator(f"[data-k=isi-{name}]")
        if isinstance(value, tuple):
            for box in page.locator(f"[data-k^=isi-{name}-]").all():
                box.set_checked(box.locator("xpath=..").inner_text().lower() in value)
        elif value is True:
            field.check()
        elif name == "unit":
            field.fill(str(value))
            page.locator(".pn-ditemukan li").first.click()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))
    page.click("[data-k=simpan-batas]")


def frontier(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/penempatan", height=2600)
    page.wait_for_selector(READY)
    page.click("[data-k=batas-depan]")
    page.wait_for_selector(".pn-titik")
    page.click("[data-k=tabel-titik]")
    page.wait_for_selector(".pn-tabel-titik tr")
    page.mouse.move(0, 0)
    panel = page.locator(".pn-panel", has=page.locator("[data-k=batas-depan]"))
    panel.screenshot(path=PICTURES / "penempatan-garis-depan.png")


def sheets(browser: Browser, address: str) -> None:
    """The other sheets, each once nothing of it is being worked out."""
    for name, ready in SHEETS.items():
        page = visit(browser, f"{address}/penempatan?lihat={name}")
        page.wait_for_selector(ready)
        expect(page.locator(f".pn-lembar-isi-{name} [aria-busy=true]")).to_have_count(0)
        expect(page.locator(f".pn-lembar-isi-{name}")).not_to_contain_text("dihitung")
        page.screenshot(path=PICTURES / f"penempatan-{name}.png", full_page=True)


def structure(browser: Browser, address: str, scenario: str) -> None:
    """The split of 2025, on a screen and on a phone."""
    page = visit(browser, f"{address}/struktur?skenario={scenario}", height=1500)
    page.wait_for_selector("[data-k^=nasib-]")
    page.click("[data-k=lensa-perubahan]")
    page.locator("[role=treeitem]", has_text="Badan Pendapatan Daerah").focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-k=unit-split]")).to_be_visible()
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=PICTURES / "struktur.png")
    phone = visit(browser, f"{address}/struktur?skenario={scenario}", width=390, height=844, theme="dark")
    phone.wait_for_selector("[data-k^=nasib-]")
    phone.screenshot(path=PICTURES / "struktur-hp.png")


def workshop(browser: Browser, address: str, space: Workspace, held: Workshop) -> None:
    """A workshop with three participants and an open ballot: the facilitator's screen, and a participant's phone."""
    place = f"{address}/lokakarya?skenario={held.scenario}"
    page = visit(browser, place, height=1400)
    phone = visit(browser, place, width=390, height=844, name="S. Contoh")
    for each in (page, phone):
        each.wait_for_selector(".pn-tanya")
        expect(each.locator(".pn-usul")).not_to_contain_text("sedang dihitung")
    for person in OFFICES:
        presence.here(space, held.id, person, datetime.now(UTC))
    expect(page.locator(".pn-lembar-isi-meja")).not_to_contain_text("terputus")
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=PICTURES / "lokakarya.png")
    phone.locator(".pn-tanya").scroll_into_view_if_needed()
    phone.screenshot(path=PICTURES / "lokakarya-hp.png")


def split(space: Workspace) -> Scenario:
    """The two splits of 2025, on record."""
    who = {"actor": ME, "role": "analis", "at": datetime.now(UTC)}
    made = scenarios.new(space, "Pemecahan 2025", **who)
    for step in worked_split_2025(made.state).done:
        after = scenarios.do(space, made, step.moves, **who)
        assert isinstance(after, Scenario), after
        made = after
    return made


def gathered(space: Workspace) -> Workshop:
    """A workshop on the agency as it was: two proposals, one of them under discussion and put to the vote."""
    who = {"actor": ME, "role": "fasilitator", "at": datetime.now(UTC)}
    shared = scenarios.new(space, "Penataan badan keuangan", **who)
    agenda = [{"title": "Pembukaan", "minutes": 5}, {"title": "Usulan penataan", "minutes": 45}]
    opened = workshops.open_workshop(space, shared.id, "Lokakarya penataan badan keuangan", agenda, **who)
    assert isinstance(opened, Workshop), opened
    units = shared.state.staffing.units
    agency = units.loc[units["name"] == FINANCE, "unit"].item()
    first, other = units.loc[(units["parent"] == agency) & units["name"].isin(TAXES), "unit"]
    joined = MergeUnits((first, other), first)
    proposals = {"S. Contoh": (joined,), "T. Contoh": worked_split_2025(shared.state).done[0].moves}
    titles = {"S. Contoh": describe(joined, shared.state.staffing), "T. Contoh": "Pecah badan keuangan"}
    told = [(person, "join", {"office": office}) for person, office in OFFICES.items()]
    told += [
        (person, "propose", {"title": titles[person], "moves": [*map(to_record, made)], "base": shared.seq})
        for person, made in proposals.items()
    ]
    told += [(ME, "turn", {"item": 1})]
    held = opened
    for number, (person, what, detail) in enumerate(told):
        held = acted(space, held, person, what, detail, str(number))
    asked = held.proposals[0]
    held = acted(space, held, ME, "discuss", {"proposal": asked.id}, "discuss")
    held = acted(space, held, ME, "ballot", {"question": f"{asked.title}?", "proposal": asked.id}, "ballot")
    for person, choice in {"S. Contoh": "setuju", "T. Contoh": "tidak"}.items():
        held = acted(space, held, person, "vote", {"ballot": held.ballots[0].id, "choice": choice}, f"vote-{person}")
    return held


def acted(space: Workspace, held: Workshop, person: str, what: str, detail: dict[str, Any], token: str) -> Workshop:
    after = workshops.act(space, held, what, detail, actor=person, role="peserta", at=datetime.now(UTC), token=token)
    assert isinstance(after, Workshop), after
    return after


def data(browser: Browser, address: str, files: list[Path]) -> None:
    page = visit(browser, f"{address}/data")
    page.set_input_files("[data-k=berkas]", files)
    page.click("[data-k=baca]:not([disabled])")
    page.wait_for_selector(".pn-tabel tbody tr")
    page.screenshot(path=PICTURES / "data.png", full_page=True)


def main() -> None:
    expect.set_options(timeout=PATIENCE)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder, browser = Path(name), chromium(playwright)
        of_structure(browser, folder / "seluruhnya")
        of_placement(browser, folder / "kecil")
        browser.close()


def of_structure(browser: Browser, folder: Path) -> None:
    space = Workspace.create(folder / "ruang", Settings(fictional=True))
    space.save_snapshot(province(resources.references(), resources.schemas()), "provinsi contoh")
    cut, held = split(space), gathered(space)
    server = start(space.home, folder / "log")
    try:
        structure(browser, server.address, cut.id)
        workshop(browser, server.address, space, held)
    finally:
        server.stop()


def of_placement(browser: Browser, folder: Path) -> None:
    small = province(resources.references(), resources.schemas(), small=True)
    space = Workspace.create(folder / "ruang", Settings(fictional=True))
    space.save_snapshot(small, "provinsi contoh")
    dirty = demo.write(small, folder / "kotor", dirty=True)
    server = start(space.home, folder / "log")
    try:
        sheets(browser, server.address)
        frontier(browser, server.address)
        placement(browser, server.address)
        limits(browser, server.address)
        data(browser, server.address, [path for path in dirty.files if path.suffix in (".csv", ".xlsx", ".json")])
    finally:
        server.stop()


if __name__ == "__main__":
    main()
