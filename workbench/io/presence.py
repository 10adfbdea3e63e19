"""Who is here: one small file for each person, in the workspace's cache and never in the ledger."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from workbench.io.files import publish
from workbench.io.workspace import Workspace

SILENCE = timedelta(seconds=6)
"""Whoever has not been heard of for so long counts as cut off; a page says that it is there every two seconds."""


@dataclass(frozen=True)
class Present:
    """`at`: when this person was last heard of. `looking_at`: what the page shows, in the page's own words."""

    person: str
    at: datetime
    looking_at: str
    connected: bool

    @property
    def words(self) -> str:
        """What a page adds to the name."""
        return "" if self.connected else "terputus"


def here(workspace: Workspace, workshop: str, person: str, at: datetime, looking_at: str = "") -> None:
    """Say that a person is here. Raises ValueError for a time without zone."""
    if at.tzinfo is None:
        raise ValueError("a time needs a zone: datetime.now(UTC)")
    told = {"person": person, "at": at.isoformat(), "looking_at": looking_at}
    name = hashlib.sha256(person.encode()).hexdigest()[:24]  # a name may hold what no file name can
    publish(_folder(workspace, workshop) / f"{name}.json", json.dumps(told, ensure_ascii=False).encode())


def present(workspace: Workspace, workshop: str, now: datetime) -> list[Present]:
    """Everybody who has been here, by name; a file that cannot be read tells of nobody."""
    found = [_read(path, now) for path in _folder(workspace, workshop).glob("*.json")]
    return sorted((each for each in found if each), key=lambda each: each.person)


def _read(path: Path, now: datetime) -> Present | None:
    try:
        told = json.loads(path.read_text("utf-8"))
        at = datetime.fromisoformat(told["at"])
        return Present(str(told["person"]), at, str(told["looking_at"]), now - at <= SILENCE)
    except (OSError, ValueError, TypeError, KeyError):  # torn, of another version, or just cleared away
        return None


def _folder(workspace: Workspace, workshop: str) -> Path:
    return workspace.cache / "hadir" / hashlib.sha256(workshop.encode()).hexdigest()[:24]
