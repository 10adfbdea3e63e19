"""`penataan serve` as a child, and a browser to visit it: for the browser tests and the bench."""

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError

from playwright.sync_api import Browser, Playwright

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


def executable() -> str:
    """Where the browser on PATH stands."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is needed on PATH: `make setup` gets it"
    return path


def chromium(playwright: Playwright) -> Browser:
    """The browser on PATH."""
    return playwright.chromium.launch(executable_path=executable(), args=QUIET)


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

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(home: Path, log: Path, *options: str, port: int | None = None) -> Server:
    """Start a server (on a free port unless told) and wait until it answers."""
    port = port or free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PENATAAN_")}
    command = [sys.executable, "-c", "from workbench.cli import main; main()", "--home", str(home)]
    command += ["serve", "--port", str(port), *options]
    with log.open("w") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    server = Server(f"http://localhost:{port}", home, process)
    for _ in range(600):
        assert process.poll() is None, log.read_text("utf-8")
        try:
            if server.status("/siap") == 200:
                return server
        except URLError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    raise AssertionError(log.read_text("utf-8"))
