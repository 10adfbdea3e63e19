"""The placement page on the full demo: how long a visitor waits for the plan, and for a lock."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
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


def visit(browser: Any, server: Server, asked: str = "") -> tuple[Page, float]:
    """A new visitor with an empty cache, and the seconds until the plan is there."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    context.add_init_script("localStorage.setItem('penataan-nama', 'R. Contoh')")
    page = context.new_page()
    began = time.perf_counter()
    page.goto(server.address + asked)
    page.wait_for_selector(PLAN)
    return page, time.perf_counter() - began


CLOCK = """([press, at]) => new Promise(done => {
  const told = () => document.querySelector(at).innerText, was = told();
  let pressed = 0;
  document.querySelector(press).addEventListener("pointerdown", () => { pressed = performance.now(); }, { once: true });
  const watch = () => told() === was
    ? requestAnimationFrame(watch)
    : requestAnimationFrame(() => done(performance.now() - pressed));
  watch();
})"""
"""In the page itself: from the press until the frame after the receipt, which is shown last, is drawn."""


def step(page: Page, press: str) -> float:
    """Milliseconds from a press to the redrawn page."""
    page.wait_for_selector(press)
    page.evaluate(f"asked => {{ window.took = ({CLOCK})(asked); }}", [press, STEP])
    page.click(press)
    return float(page.evaluate("() => window.took"))


def tried(page: Page) -> tuple[list[float], list[float]]:
    """Each candidate of the post in sight is chosen, and that is undone: milliseconds of both."""
    page.wait_for_selector(".pn-calon .pn-merit svg")
    locks, undos = [], []
    others = page.locator(".pn-calon li:not(:has(button[data-k^=propose][aria-pressed=true]))")
    for key in [other.get_attribute("data-calon") for other in others.all()]:
        locks.append(step(page, f"[data-k=propose-{key}]"))
        settled(page)
        undos.append(step(page, "[data-k=urungkan]"))
        settled(page)
    return locks, undos


def settled(page: Page) -> None:
    """Nothing is worked out any more: somebody reads what is there before the next press."""
    page.wait_for_function("!document.querySelector('.pn-jawaban[aria-busy=true]')")


def limit(folder: Path) -> str:
    """A scenario with half of the moves that the plan would make, as the address asks for it."""
    from workbench.io import scenarios
    from workbench.io.workspace import Workspace
    from workbench.scenario import Scenario, SetLimit

    workspace, who = Workspace.open(folder / "ruang"), {"actor": "R. Contoh", "role": "pimpinan"}
    opened = scenarios.new(workspace, "Dengan batas", **who, at=datetime.now(UTC))
    kept = scenarios.do(workspace, opened, (SetLimit("move_limit", 50),), **who, at=datetime.now(UTC))
    assert isinstance(kept, Scenario)
    return f"?skenario={kept.id}"


def measure(report: Report) -> None:
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as server, sync_playwright() as playwright:
        browser = chromium(playwright)
        page, opened = visit(browser, server)
        page.wait_for_selector(".pn-calon .pn-merit svg")
        kernels = psutil.Process(server.process.pid).children(recursive=True)
        memory = max(kernel.memory_info().rss for kernel in kernels) / 1e6
        _, second = visit(browser, server)
        locks, undos = tried(page)
        limited, _ = visit(browser, server, limit(Path(name)))
        settled(limited)
        within, back = tried(limited)
        browser.close()
    report.add("app.open_s", opened, "s")
    report.add("app.second_visitor_s", second, "s")
    report.add("app.lock_ms", median(locks), "ms")
    report.add("app.undo_ms", median(undos), "ms")
    report.add("app.limits.lock_ms", median(within), "ms")
    report.add("app.limits.undo_ms", median(back), "ms")
    report.add("app.kernel_mb", memory, "MB")
