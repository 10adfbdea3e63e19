"""A real browser against a real server, with the network cut: whatever asks another machine fails the test."""

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect, sync_playwright

from workbench.io.workspace import Settings, Workspace
from workbench.placement import plan as planned
from workbench.scenario import Policy, State
from workbench.staffing import Staffing

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # ms; a bound, not an expectation
EVIL = "<img src=x onerror=alert(1)>"

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is needed on PATH: `make setup` gets it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Server:
    """A running `penataan serve` on its own workspace."""

    address: str
    home: Path
    process: subprocess.Popen

    def status(self, path: str, **headers: str) -> int:
        """HTTP status of a plain request, without following."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            return urllib.request.build_opener(Stay).open(request, timeout=10).status
        except HTTPError as error:
            return error.code


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Iterator[Callable[..., Server]]:
    """Start a server: `serve(home)`; all end with the session."""
    started: list[Server] = []

    def start(home: Path, *options: str) -> Server:
        port = free_port()
        log = (tmp_path_factory.mktemp("server") / "log").open("w")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PENATAAN_")}
        command = [sys.executable, "-c", "from workbench.cli import main; main()", "--home", str(home)]
        command += ["serve", "--port", str(port), *options]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        server = Server(f"http://localhost:{port}", home, process)
        started.append(server)
        for _ in range(600):
            assert process.poll() is None, Path(log.name).read_text("utf-8")
            try:
                if server.status("/siap") == 200:
                    return server
            except URLError:
                process_wait(process)
        raise AssertionError(Path(log.name).read_text("utf-8"))

    yield start
    for server in started:
        server.process.terminate()
        server.process.wait(30)


def process_wait(process: subprocess.Popen) -> None:
    """A tenth of a second, or until the process ends."""
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return


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
