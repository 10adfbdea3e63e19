"""`make gambar`: the pictures of the guide, taken from the running applications on the small demo province."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import chromium, start
from workbench.io import demo, resources
from workbench.io.workspace import Settings, Workspace
from workbench.staffing.demo import province

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "panduan" / "gambar"
READY = ".pn-calon .pn-merit svg"


def visit(browser: Browser, address: str, *, width: int = 1440, height: int = 1000, theme: str = "light") -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme)  # type: ignore[arg-type]
    context.add_init_script("localStorage.setItem('penataan-nama', 'R. Contoh')")
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


def data(browser: Browser, address: str, files: list[Path]) -> None:
    page = visit(browser, f"{address}/data")
    page.set_input_files("[data-k=berkas]", files)
    page.click("[data-k=baca]:not([disabled])")
    page.wait_for_selector(".pn-tabel tbody tr")
    page.screenshot(path=PICTURES / "data.png", full_page=True)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        small = province(resources.references(), resources.schemas(), small=True)
        Workspace.create(folder / "ruang", Settings(fictional=True)).save_snapshot(small, "provinsi contoh")
        dirty = demo.write(small, folder / "kotor", dirty=True)
        server = start(folder / "ruang", folder / "log")
        try:
            browser = chromium(playwright)
            placement(browser, server.address)
            data(browser, server.address, [path for path in dirty.files if path.suffix in (".csv", ".xlsx", ".json")])
            browser.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
