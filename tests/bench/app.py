"""The placement page on the full demo: how long a visitor waits for the plan, and for a lock."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from playwright.sync_api import Page, sync_playwright

from tests.bench.rows import Report
from tests.browser.serving import Server, chromium, start

PATIENCE = 120_000
PLAN = ".pn-rencana tbody tr[data-post]"
STEP = ".pn-skenario .langkah"


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    from workbench.io import resources
    from workbench.io.workspace import Settings, Workspace
    from workbench.staffing.demo import province

    home = folder / "ruang"
    workspace = Workspace.create(home, Settings(fictional=True))
    workspace.save_snapshot(province(resources.references(), resources.schemas()), "demo")
    server = start(home, folder / "log")
    try:
        yield server
    finally:
        server.stop()


def visit(browser: Any, server: Server) -> tuple[Page, float]:
    """A new visitor with an empty cache, and the seconds until the plan is there."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_init_script("localStorage.setItem('penataan-nama', 'R. Contoh')")
    page = context.new_page()
    began = time.perf_counter()
    page.goto(server.address)
    page.wait_for_selector(PLAN)
    return page, time.perf_counter() - began


def step(page: Page, press: str) -> float:
    """Milliseconds from a press to its receipt in the scenario bar."""
    before = page.inner_text(STEP)
    page.wait_for_selector(press)
    began = time.perf_counter()
    page.click(press)
    page.wait_for_function("([at, was]) => document.querySelector(at).innerText !== was", arg=[STEP, before])
    return 1000 * (time.perf_counter() - began)


def measure(report: Report) -> None:
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as server, sync_playwright() as playwright:
        browser = chromium(playwright)
        page, opened = visit(browser, server)
        page.wait_for_selector(".pn-calon .pn-merit svg")
        kernels = psutil.Process(server.process.pid).children(recursive=True)
        memory = max(kernel.memory_info().rss for kernel in kernels) / 1e6
        _, second = visit(browser, server)
        locks, undos = [], []
        others = page.locator(".pn-calon li:not(:has(button[data-k^=propose][aria-pressed=true]))")
        for key in [other.get_attribute("data-calon") for other in others.all()]:
            locks.append(step(page, f"[data-k=propose-{key}]"))
            undos.append(step(page, "[data-k=urungkan]"))
        browser.close()
    report.add("app.open_s", opened, "s")
    report.add("app.second_visitor_s", second, "s")
    report.add("app.lock_ms", median(locks), "ms")
    report.add("app.undo_ms", median(undos), "ms")
    report.add("app.kernel_mb", memory, "MB")
