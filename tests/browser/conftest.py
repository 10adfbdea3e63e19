"""A real browser against a real server, with the network cut: whatever asks another machine fails the test."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect, sync_playwright

from browser.serving import Server, chromium, start
from workbench.io.workspace import Settings, Workspace
from workbench.placement import plan as planned
from workbench.scenario import Policy, State
from workbench.staffing import Staffing

PATIENCE = 60_000  # ms; a bound, not an expectation
EVIL = "<img src=x onerror=alert(1)>"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Iterator[Callable[..., Server]]:
    """Start a server: `serve(home)`; all end with the session."""
    started: list[Server] = []

    def begin(home: Path, *options: str) -> Server:
        started.append(start(home, tmp_path_factory.mktemp("server") / "log", *options))
        return started[-1]

    yield begin
    for server in started:
        server.stop()


@pytest.fixture(scope="session")
def hostile(province: Staffing, policy: Policy, rulebook) -> tuple[Staffing, str]:
    """The small province, in which whoever is proposed first bears a name that is markup; and that person's post."""
    proposed = planned(State(province, policy), rulebook).moves.iloc[0]
    people = province.employees
    named = people.assign(name=people["name"].mask(people["nip"] == proposed["nip"], EVIL))
    return province.replace(employees=named), str(proposed["to_post"])


@pytest.fixture(scope="session")
def server(serve: Callable[..., Server], hostile: tuple[Staffing, str], tmp_path_factory) -> Server:
    home = tmp_path_factory.mktemp("ruang") / "kerja"
    Workspace.create(home, Settings(agency="BKD Contoh", fictional=True)).save_snapshot(hostile[0], "uji")
    return serve(home)


@dataclass
class Visit:
    """One visitor's browser; what it must never do is written down."""

    context: BrowserContext
    server: Server
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def open(self, path: str = "/", ready: str = ".pn-rencana tbody tr[data-post]") -> Page:
        page = self.context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: (self.errors.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(self.server.address + path)
        page.wait_for_selector(ready, timeout=PATIENCE)
        return page

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(text in message.text for text in self.expected):
            self.errors.append(message.text)

    def guard(self, route: Route) -> None:
        if route.request.url.startswith((self.server.address, "blob:", "data:")):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Visit]]:
    """A new visitor: `visit()`, `visit(width=390)`, `visit(name="")` for one who has not said who it is."""
    visits: list[Visit] = []

    def arrive(*, width: int = 1440, name: str = "R. Contoh", at: Server = server, **options: object) -> Visit:
        height = 900 if width > 640 else 844
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        visit = Visit(context, at)
        context.route("**/*", visit.guard)
        if name:
            context.add_init_script(f"localStorage.setItem('penataan-nama', {json.dumps(name)})")
        visits.append(visit)
        return visit

    yield arrive
    for visit in visits:
        visit.context.close()
        assert visit.foreign == []
        assert visit.errors == []
