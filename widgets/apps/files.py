"""Files that leave the page. One that names people goes only once that is on record."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from widgets.apps.conversation import Message, failed
from widgets.apps.outlook import Outlook
from widgets.connection import Connection

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
SVG = "image/svg+xml"


class Files:
    """Made beside the kernel's thread, handed to the browser, kept nowhere."""

    def __init__(self, screen: Outlook, connection: Connection) -> None:
        self.screen, self.connection = screen, connection

    def hand_over(self, name: str, kind: str, make: Callable[[], bytes]) -> None:
        """For a file that names people: while names are hidden, taking it is an act that is recorded first."""
        session = self.screen.session

        def give() -> None:
            self._made(name, kind, make)

        if not self.screen.blind:
            give()
            return
        reason = name.rpartition(".")[2].upper()
        session.say(Message("export", then=lambda: session.reveal(reason, then=give)))

    def give(self, name: str, kind: str, make: Callable[[], bytes]) -> None:
        """A file that shows no more than the page does."""
        self._made(name, kind, make)

    def _made(self, name: str, kind: str, make: Callable[[], bytes]) -> None:
        session = self.screen.session

        def given(done: "Future[Any]") -> None:
            error = done.exception()
            if error is None:
                self.connection.hand_over(name, kind, done.result())
            else:
                session.say(failed(error, lambda: self._made(name, kind, make)))

        session.runner.run(make, given)

    def named(self, key: str, kind: str) -> str:
        """The name of a file of this scenario and day; `key` of the word that tells what it is."""
        scenario, t = self.screen.session.scenario, self.screen.t
        assert scenario is not None
        told = t(key, scenario=scenario.id or t("export.draft"), day=scenario.state.day.isoformat())
        return f"{told}.{kind}"
