"""The ledger: who did what, when; appended to, never changed.

Writers queue for the store's one lock, so what a writer read before its row is still true when the row is committed.
SQLite by default (measured: the fastest, and the only embedded one that loses no writer), PostgreSQL by its URL.
"""

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, OperationalError

from workbench.io import chain
from workbench.io.chain import GENESIS, KINDS, Event, Head, Verification
from workbench.io.failure import Failure

REVISION = "0001"
"""The schema that this code reads; the newest of `migrations/versions`."""

WAIT_SECONDS = 10
"""How long a writer queues for its turn."""

_LOCK = 7_365_130_421_019_473  # any number: the name of this ledger's lock among PostgreSQL's advisory locks
_MIGRATIONS = Path(__file__).with_name("migrations")

_EVENTS = sa.table(
    "events",
    *(sa.column(name, sa.BigInteger) for name in ("n", "seq")),
    *(sa.column(name, sa.Text) for name in ("scenario", "kind", "payload", "actor", "role", "at", "prev", "hash")),
)
_ORDER = ("n", "scenario", "seq", "kind", "payload", "actor", "role", "at", "prev", "hash")


@dataclass(frozen=True)
class Draft:
    """A row that was not written."""

    scenario: str
    kind: str
    payload: Mapping[str, Any]
    actor: str
    role: str
    at: datetime


@dataclass(frozen=True)
class Conflict:
    """Others wrote to the scenario first. Nothing was written: the caller chooses, on the sight of both.

    `theirs` is empty when the ledger holds fewer rows of the scenario than the writer had seen (an older copy was put
    back); `last` is the seq that stands now.
    """

    mine: Draft
    theirs: tuple[Event, ...]
    last: int

    @property
    def reason(self) -> str:
        """One sentence for people."""
        if not self.theirs:
            return (
                f"Buku besar skenario {self.mine.scenario} kini lebih pendek daripada yang terakhir dibaca; "
                "muat ulang skenario sebelum mengubahnya."
            )
        who = ", ".join(dict.fromkeys(event.actor for event in self.theirs))
        return (
            f"Skenario {self.mine.scenario} sudah diubah oleh {who} ({len(self.theirs)} langkah) "
            "sejak Anda membukanya; perubahan Anda belum dicatat."
        )


@dataclass(frozen=True)
class Summary:
    """A scenario's first and last row, and the kinds in between, in order."""

    scenario: str
    first: Event
    last: Event
    kinds: tuple[str, ...]


class Ledger:
    """The append-only record behind `url` (SQLite, or PostgreSQL by its URL).

    Cheap to make: nothing is opened before the first use, and no connection outlives a call, so a ledger may be carried
    over a fork. The tables are made, or brought up to date, on first use.
    """

    def __init__(self, url: str) -> None:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() not in ("sqlite", "postgresql"):
            raise ValueError(f"the ledger is kept in SQLite or PostgreSQL, not in {parsed.get_backend_name()}")
        self.url = parsed.set(drivername="postgresql+psycopg") if parsed.drivername == "postgresql" else parsed
        self._engine: sa.Engine | None = None

    @classmethod
    def at(cls, path: Path) -> "Ledger":
        """The ledger in one SQLite file."""
        return cls(sa.URL.create("sqlite", database=str(path.absolute())).render_as_string())

    # -- writing

    def append(
        self, scenario: str, kind: str, payload: Mapping[str, Any], *, expects: int, actor: str, role: str, at: datetime
    ) -> Event | Conflict:
        """Commit one row after row `expects` of its scenario (0: the first), or tell who was faster.

        When it returns an `Event`, the row is on disk. Raises ValueError for what no row may hold: an unknown kind, a
        payload that is not JSON, a time without zone.
        """
        _check(scenario=scenario, actor=actor, role=role)
        if kind not in KINDS:
            raise ValueError(f"no event of kind {kind!r}; there are {', '.join(KINDS)}")
        if at.tzinfo is None:
            raise ValueError("a time in the ledger needs a zone: datetime.now(UTC)")
        text, moment = chain.canonical(payload), at.astimezone(UTC).isoformat(timespec="microseconds")
        with self._writing() as connection:
            last = connection.scalar(sa.select(sa.func.max(_EVENTS.c.seq)).where(_EVENTS.c.scenario == scenario)) or 0
            if last != expects:
                newer = self._rows(connection, _EVENTS.c.scenario == scenario, _EVENTS.c.seq > expects)
                mine = Draft(scenario, kind, payload, actor, role, at)
                return Conflict(mine, tuple(_event(row) for row in newer), last)
            head = self._head(connection)
            unsealed = (head.n + 1, scenario, last + 1, kind, text, actor, role, moment, head.hash)
            row = (*unsealed, chain.digest(unsealed))
            connection.execute(sa.insert(_EVENTS).values(dict(zip(_ORDER, row, strict=True))))
        return chain.event(row)

    # -- reading

    def events(self, scenario: str, until: int | None = None, after: int = 0) -> tuple[Event, ...]:
        """The rows of one scenario in order, after seq `after`, up to and with seq `until`; none for a scenario that
        nobody opened."""
        wanted = [_EVENTS.c.scenario == scenario] + ([] if until is None else [_EVENTS.c.seq <= until])
        wanted += [_EVENTS.c.seq > after] if after else []
        with self._reading() as connection:
            return tuple(_event(row) for row in self._rows(connection, *wanted))

    def scenarios(self) -> tuple[Summary, ...]:
        """Every scenario with its first and last row, the latest used last."""
        kinds: dict[str, list[str]] = {}
        edges: dict[str, tuple[int, int]] = {}
        brief = sa.select(_EVENTS.c.n, _EVENTS.c.scenario, _EVENTS.c.kind).order_by(_EVENTS.c.n)
        with self._reading() as connection:
            for n, scenario, kind in connection.execute(brief):
                kinds.setdefault(scenario, []).append(kind)
                edges[scenario] = (edges.get(scenario, (n, n))[0], n)
            ends = sa.select(sa.func.min(_EVENTS.c.n)).group_by(_EVENTS.c.scenario)
            tips = sa.select(sa.func.max(_EVENTS.c.n)).group_by(_EVENTS.c.scenario)
            rows = self._rows(connection, sa.or_(_EVENTS.c.n.in_(ends), _EVENTS.c.n.in_(tips)))
            found = {row[0]: _event(row) for row in rows}
        order = sorted(edges, key=lambda scenario: edges[scenario][1])
        return tuple(Summary(s, found[edges[s][0]], found[edges[s][1]], tuple(kinds[s])) for s in order)

    def positions(self, *scenarios: str) -> tuple[int, ...]:
        """The last seq of each scenario, 0 for one that nobody opened: one look at the index, for those who watch."""
        last = sa.select(_EVENTS.c.scenario, sa.func.max(_EVENTS.c.seq)).where(_EVENTS.c.scenario.in_(scenarios))
        with self._reading() as connection:
            found = {scenario: int(seq) for scenario, seq in connection.execute(last.group_by(_EVENTS.c.scenario))}
        return tuple(found.get(scenario, 0) for scenario in scenarios)

    @property
    def head(self) -> Head:
        """The last row; `Head(0, GENESIS)` of an empty ledger."""
        with self._reading() as connection:
            return self._head(connection)

    def verify(self, against: Head | None = None) -> Verification:
        """Recompute the chain from its first row and name the first row that does not hold.

        `against` is a head seen earlier (in a printed report): the chain must still pass through it.
        """
        with self._reading() as connection:
            return chain.verify(self._rows(connection), against)

    # -- the database

    def _rows(self, connection: sa.Connection, *where: sa.ColumnElement[bool]) -> Iterator[chain.Row]:
        query = sa.select(*(_EVENTS.c[name] for name in _ORDER)).where(*where).order_by(_EVENTS.c.n)
        return (tuple(row) for row in connection.execution_options(yield_per=5_000).execute(query))

    def _head(self, connection: sa.Connection) -> Head:
        last = connection.execute(sa.select(_EVENTS.c.n, _EVENTS.c.hash).order_by(_EVENTS.c.n.desc()).limit(1)).first()
        return Head(*last) if last else Head(0, GENESIS)

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with _explained(self.url), self._ready().connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with _explained(self.url), _turn(self._ready()) as connection:
            yield connection

    def _ready(self) -> sa.Engine:
        """The engine, made on first use, over tables that are up to date."""
        if self._engine is None:
            if self.url.get_backend_name() == "sqlite":
                engine = sa.create_engine(self.url, poolclass=sa.NullPool)
                sa.event.listen(engine, "connect", _configure)
                sa.event.listen(engine, "begin", _begin)
            else:  # any higher level would read the head as it stood before the writer queued
                engine = sa.create_engine(self.url, poolclass=sa.NullPool, isolation_level="READ COMMITTED")
            if _revision(engine) != REVISION:
                _migrate(engine)
            self._engine = engine
        return self._engine


def _check(**texts: str) -> None:
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip() or "\0" in text:
            raise ValueError(f"{name} must be a text that is not empty, not {text!r}")
        text.encode()


def _event(row: chain.Row) -> Event:
    try:
        return chain.event(row)
    except ValueError as error:
        raise Failure(f"Baris {row[0]} buku besar tidak terbaca; jalankan `penataan verify`.") from error


@contextmanager
def _explained(url: sa.URL) -> Iterator[None]:
    """Failures of the store itself in one sentence; what the database says goes with it."""
    where = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:  # the latter: raised while a connection is set up
        said = str(getattr(error, "orig", error)).strip().replace("\n", " ")
        raise Failure(f"Buku besar {where} tidak dapat dipakai ({said}).") from error
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if "not a database" not in str(error) and "malformed" not in str(error):
            raise
        raise Failure(f"Berkas {where} bukan buku besar, atau rusak; pulihkan dari cadangan.") from error


@contextmanager
def _turn(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction that no other writer shares: writers queue here, so what is read first is still true at commit."""
    with engine.connect().execution_options(penataan_writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        yield connection


def _configure(connection: Any, _record: Any) -> None:
    """Durable and patient: a commit is on disk when it returns, and a writer waits for its turn."""
    connection.isolation_level = None  # the driver must not begin transactions by itself: `_begin` does
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")  # a tampered row is named, not a crash
    connection.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    deadline = time.monotonic() + WAIT_SECONDS
    while True:  # the switch to WAL, once in a file's life, does not wait for its turn by itself
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: sa.Connection) -> None:
    # A deferred BEGIN that turns into a write later fails at once when another writer was faster; see engines.
    writes = connection.get_execution_options().get("penataan_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _revision(engine: sa.Engine) -> str | None:
    """The schema's revision in the store; None when there is none yet."""
    with engine.connect() as connection, connection.begin():
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.scalar(sa.text("SELECT version_num FROM alembic_version"))


def _migrate(engine: sa.Engine) -> None:
    """Bring the tables up to date, one process at a time."""
    from alembic.config import Config  # slow to import, and needed once in a ledger's life
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)

    def upgrade(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs("head", revision)  # what alembic.command.upgrade itself hands over

    try:
        with _turn(engine) as connection, EnvironmentContext(config, script, fn=upgrade) as environment:
            environment.configure(connection=connection, render_as_batch=True)
            environment.run_migrations()
    except CommandError as error:
        raise Failure("Buku besar ini ditulis oleh penataan yang lebih baru; perbarui penataan dahulu.") from error


__all__ = ["GENESIS", "KINDS", "REVISION", "Conflict", "Draft", "Event", "Head", "Ledger", "Summary", "Verification"]
