"""The workspace: the folder in which an agency's snapshots, ledger and reports stand. Only here is a path made."""

import getpass
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.io import resources
from workbench.io import snapshot as store
from workbench.io.failure import Failure
from workbench.io.ledger import Ledger
from workbench.staffing import Staffing

MARK = "workspace.json"
"""The presence of this file makes a folder a workspace."""

SNAPSHOT_COLUMNS = ("id", "as_of", "employees", "posts", "saved_at", "saved_by", "note")


@dataclass(frozen=True)
class Settings:
    """`agency`: the name that pages and reports carry. `fictional`: the data are invented, and every page says so.
    `ledger`: URL of a ledger elsewhere (PostgreSQL; without a password: that belongs in the server's password file)."""

    agency: str = ""
    fictional: bool = False
    ledger: str | None = None

    @classmethod
    def from_record(cls, record: Any) -> "Settings":
        """Raises ValueError that names what cannot be."""
        if not isinstance(record, dict):
            raise ValueError("isinya bukan objek JSON")
        strange = sorted(set(record) - set(cls.__dataclass_fields__))
        if strange:
            raise ValueError(f"tidak ada pengaturan bernama {', '.join(strange)}")
        settings = cls(**record)
        kinds = (settings.agency, str), (settings.fictional, bool), (settings.ledger, str | None)
        if not all(isinstance(value, kind) for value, kind in kinds):
            raise ValueError("agency dan ledger harus teks, fictional harus true atau false")
        return settings


@dataclass(frozen=True)
class Workspace:
    """`home` holds `workspace.json`, `ledger.sqlite`, `snapshots/`, `reports/`, `cache/`, `log/`."""

    home: Path
    settings: Settings

    @classmethod
    def open(cls, home: Path | str | None = None) -> "Workspace":
        """The workspace at `home`, else at `$PENATAAN_HOME`, else at `var/`. Raises `Failure` when there is none."""
        place = located(home)
        mark = place / MARK
        if not place.exists():
            raise Failure(
                f"Belum ada ruang kerja di {place}; jalankan `penataan import BERKAS...` dengan data badan, "
                "atau dengan berkas contoh dari `penataan demo FOLDER`."
            )
        if not mark.is_file():
            raise Failure(f"{place} bukan ruang kerja (tidak ada {MARK}); sebutkan folder lain dengan --home.")
        try:
            settings = Settings.from_record(json.loads(mark.read_text("utf-8")))
        except (OSError, TypeError, ValueError) as error:
            raise Failure(f"{mark} tidak terbaca ({error}); perbaiki atau pulihkan dari cadangan.") from error
        return cls(place, settings)

    @classmethod
    def create(cls, home: Path | str | None = None, settings: Settings | None = None) -> "Workspace":
        """Make a workspace; what else stands in the folder stays. Raises `Failure` when there is one already."""
        place = located(home)
        if (place / MARK).exists():
            raise Failure(f"Sudah ada ruang kerja di {place}.")
        if place.exists() and not place.is_dir():
            raise Failure(f"{place} adalah berkas, bukan folder; sebutkan folder lain dengan --home.")
        workspace = cls(place, settings or Settings())
        try:
            place.mkdir(parents=True, exist_ok=True)
            workspace._save_settings()
        except OSError as error:
            raise Failure(f"Ruang kerja tidak dapat dibuat di {place} ({error.strerror}).") from error
        return workspace

    @classmethod
    def ensure(cls, home: Path | str | None = None, settings: Settings | None = None) -> "Workspace":
        """The workspace at `home`, made with `settings` if there is none."""
        return cls.open(home) if (located(home) / MARK).exists() else cls.create(home, settings)

    def with_settings(self, **changes: Any) -> "Workspace":
        """The workspace with other settings, written down."""
        changed = Workspace(self.home, Settings.from_record(asdict(self.settings) | changes))
        changed._save_settings()
        return changed

    # -- the ledger

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.settings.ledger) if self.settings.ledger else Ledger.at(self.home / "ledger.sqlite")

    # -- snapshots

    def save_snapshot(
        self, staffing: Staffing, note: str = "", *, actor: str | None = None, at: datetime | None = None
    ) -> str:
        """Keep `staffing` and return its id; the same content and date give the same id, and are kept once."""
        by, moment = actor or getpass.getuser(), at or datetime.now(UTC)
        return store.write(staffing, self._snapshots, by=by, at=moment, note=note)

    def snapshot(self, id: str) -> Staffing:
        """The staffing saved under `id`, checked byte for byte. Raises `Failure` when it is not there or damaged."""
        return store.read(self._snapshot(id), resources.schemas())

    def manifest(self, id: str) -> store.Manifest:
        """What the snapshot says about itself: date, rows by table, who saved it and why."""
        return store.read_manifest(self._snapshot(id))

    def snapshots(self) -> pd.DataFrame:
        """id, as_of, employees, posts, saved_at, saved_by, note: oldest date first, then in the order of saving."""
        rows = [
            [m.id, m.as_of, m.rows("employees"), m.rows("posts"), m.at, m.by, m.note]
            for m in store.listing(self._snapshots)
        ]
        return pd.DataFrame(rows, columns=list(SNAPSHOT_COLUMNS))

    @property
    def latest(self) -> str | None:
        """Id of the snapshot with the latest date (of several, the one saved last); None when there is none yet."""
        found = store.listing(self._snapshots)
        return found[-1].id if found else None

    def damage(self) -> list[str]:
        """One sentence for each snapshot that is no longer what was saved."""
        return store.damage(self._snapshots)

    def _snapshot(self, id: str) -> Path:
        if not store.NAME.fullmatch(id):
            raise Failure(f"{id!r} bukan nama potret; daftarnya tampak dengan `penataan snapshots`.")
        return self._snapshots / id

    @property
    def _snapshots(self) -> Path:
        return self.home / "snapshots"

    # -- folders made when they are asked for

    @property
    def reports(self) -> Path:
        return self._folder("reports")

    @property
    def cache(self) -> Path:
        return self._folder("cache")

    @property
    def log(self) -> Path:
        return self._folder("log")

    def _folder(self, name: str) -> Path:
        path = self.home / name
        path.mkdir(exist_ok=True)
        return path

    def _save_settings(self) -> None:
        aside = self.home / f".{MARK}.{os.getpid()}"
        aside.write_text(json.dumps(asdict(self.settings), indent=2, ensure_ascii=False) + "\n", "utf-8")
        os.replace(aside, self.home / MARK)


def located(home: Path | str | None = None) -> Path:
    """Where the workspace is, or would be: `home`, else `$PENATAAN_HOME`, else `var/` in the clone (of an installed
    program: in the current folder)."""
    asked = home or os.environ.get("PENATAAN_HOME")
    if asked:
        return Path(asked).expanduser().absolute()
    return (resources.root() if resources.is_clone() else Path.cwd()) / "var"
