"""`Delivery`: the session of the data page. Files are read as one delivery, and become a snapshot or problems."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, date, datetime
from threading import Event as Sign
from typing import Any

from widgets.apps.conversation import Conversation, Message, Who, Work, failed
from widgets.apps.runner import Runner
from workbench.io import importers, scenarios
from workbench.io.failure import Failure
from workbench.io.importers import Imported
from workbench.io.resources import schemas
from workbench.io.workspace import Settings, Workspace

MAPPINGS = (".yaml", ".yml")
"""A file with this ending says how to read the others."""


class Delivery(Conversation):
    """`files`: name and content, as chosen. `imported`: what came of reading them. `saved`: the snapshot made of it.

    Nothing changes in the workspace before `take`; then all of it or nothing.
    """

    def __init__(self, home: Any, who: Who, runner: Runner) -> None:
        super().__init__(who, runner)
        self.home = home
        self.files: list[tuple[str, bytes]] = []
        self.day = ""
        self.note = ""
        self.imported: Imported | None = None
        self.saved: str | None = None
        self.page = 0

    @property
    def workspace(self) -> Workspace | None:
        """None while there is none yet: the first snapshot makes it."""
        try:
            return Workspace.open(self.home)
        except Failure:
            return None

    # -- what is chosen

    def add(self, name: str, content: bytes) -> None:
        """One more file; a second of the same name takes the place of the first."""
        self.files = [file for file in self.files if file[0] != name] + [(name, content)]
        self._forget()

    def remove(self, at: int) -> None:
        if 0 <= at < len(self.files):
            self.files = [file for number, file in enumerate(self.files) if number != at]
            self._forget()

    def choose(self, *, day: str | None = None, note: str | None = None) -> None:
        self.day = self.day if day is None else day
        self.note = self.note if note is None else note
        self._forget()

    def turn(self, by: int) -> None:
        self.page = max(0, self.page + by)
        self._tell()

    def _forget(self) -> None:
        """What was read is no longer what is chosen."""
        self.imported, self.saved, self.message, self.page = None, None, None, 0
        self._tell()

    # -- what is done

    def read(self) -> None:
        """Read what is chosen; nothing is kept yet."""
        if self.work is not None or not self.files:
            return
        files, mapping = self.readable()
        day = date.fromisoformat(self.day) if self.day else None

        def work() -> Imported:
            return importers.read(
                files, as_of=day, schemas=schemas(), mapping=mapping, progress=self._progress, stop=self._stop
            )

        self._run(work, self._found, again=self.read)

    def readable(self) -> tuple[list[tuple[str, bytes]], bytes | None]:
        """The files with data, and the mapping among them."""
        mappings = [content for name, content in self.files if name.lower().endswith(MAPPINGS)]
        return [file for file in self.files if not file[0].lower().endswith(MAPPINGS)], next(iter(mappings), None)

    def take(self) -> None:
        """Keep what was read as a snapshot."""
        imported = self.imported
        if imported is None or imported.staffing is None or self.work is not None:
            return

        def work() -> str:
            workspace = Workspace.ensure(self.home, Settings(fictional=imported.fictional))
            return importers.take(workspace, imported, self.note, actor=self.who.name, at=datetime.now(UTC))

        self._once_named(lambda: self._run(work, self._kept, again=self.take))

    def begin(self, snapshot: str, title: str, then: Callable[[str], None]) -> None:
        """Open a scenario on a snapshot and hand its id on."""
        workspace = self.workspace
        if workspace is None or self.work is not None:
            return

        def work() -> str:
            return scenarios.new(workspace, title, snapshot, **self.who.now()).id

        self._once_named(lambda: self._run(work, then))

    # -- beside the kernel's thread

    def _run(
        self, work: Callable[[], Any], settle: Callable[[Any], None], again: Callable[[], None] | None = None
    ) -> None:
        self._stop, self.message, self.work = Sign(), None, Work("", 0.0, time.monotonic())
        self._tell()

        def done(future: "Future[Any]") -> None:
            self.work = None
            error = future.exception()
            if isinstance(error, importers.Stopped):
                self.message = Message("cancelled", again=again)
            elif error is not None:
                self.message = failed(error, again or self.dismiss)
            else:
                settle(future.result())
            self._tell()

        self.runner.run(work, done)

    def _found(self, imported: Imported) -> None:
        self.imported, self.saved, self.page = imported, None, 0

    def _kept(self, snapshot: str) -> None:
        self.saved = snapshot
