"""`make gambar`: the pictures of the guide, taken from the running applications on the small demo province."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.serving import chromium, start
from workbench.io import demo, resources
from workbench.io.workspace import Settings, Workspace
from workbench.staffing.demo import province

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "panduan" / "gambar"
READY = ".pn-calon .pn-merit svg"
SHEETS = {
    "bandingkan": ".pn-lembar-isi-bandingkan tbody tr",
    "rantai": ".pn-gambar svg text",
    "audit": ".pn-lembar-isi-audit .pn-lencana",
}
"""Sheets beside the plan, and what is there once one can look at them."""

PATIENCE = 120_000  # ms; a bound, not an expectation


def visit(browser: Browser, address: str, *, width: int = 1440, height: int = 1000, theme: str = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
    context.add_init_script("localStorage.setItem('penataan-nama', 'R. Contoh')")
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
        folder = Path(name)
        small = province(resources.references(), resources.schemas(), small=True)
        Workspace.create(folder / "ruang", Settings(fictional=True)).save_snapshot(small, "provinsi contoh")
        dirty = demo.write(small, folder / "kotor", dirty=True)
        server = start(folder / "ruang", folder / "log")
        try:
            browser = chromium(playwright)
            sheets(browser, server.address)
            frontier(browser, server.address)
            placement(browser, server.address)
            limits(browser, server.address)
            data(browser, server.address, [path for path in dirty.files if path.suffix in (".csv", ".xlsx", ".json")])
            browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
