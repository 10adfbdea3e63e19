"""The chain: what a ledger's row is, what its hash covers, and whether a run of rows still holds.

Every row carries the hash of the row before it, over all scenarios, so a changed, removed or inserted row is found. A
chain alone cannot show that its end was cut off or that all of it was written anew: the head that reports print can.

A row's hash is SHA-256, in hex, of the JSON array (UTF-8, no spaces, nothing escaped that need not be)
`[n, scenario, seq, kind, payload, actor, role, at, prev]`, where `payload` is the canonical JSON *text*. Anyone can
recompute it without this program.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

Role = Literal["pimpinan", "analis", "fasilitator", "peserta", "publik"]
ROLES: tuple[str, ...] = get_args(Role)
"""In what capacity somebody acts; on record with every row."""

KINDS = ("open", "move", "undo", "redo", "branch", "reveal", "decide", "run", "confirm")

GENESIS = "0" * 64
"""What stands as `prev` in the first row."""

Row = tuple[Any, ...]
"""n, scenario, seq, kind, payload, actor, role, at, prev, hash: as they stand in the store."""


@dataclass(frozen=True)
class Event:
    """One committed row. `seq` counts from 1 within its scenario, `n` from 1 over the whole ledger; `at` is UTC."""

    n: int
    scenario: str
    seq: int
    kind: str
    payload: Mapping[str, Any]
    actor: str
    role: str
    at: datetime
    prev: str
    hash: str


@dataclass(frozen=True)
class Head:
    """The last row of the chain; printed in reports so that a rewritten ledger shows."""

    n: int
    hash: str

    def __str__(self) -> str:
        return f"{self.n}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        n, _, digest = text.strip().partition(":")
        if not n.isdigit() or len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError(f"kepala buku besar ditulis NOMOR:SIDIK (64 angka heksadesimal), bukan {text!r}")
        return cls(int(n), digest)


@dataclass(frozen=True)
class Broken:
    """The first row at which the chain does not hold, and why."""

    n: int
    scenario: str
    seq: int
    reason: str

    def __str__(self) -> str:
        return f"baris {self.n} (skenario {self.scenario}, langkah {self.seq}): {self.reason}"


@dataclass(frozen=True)
class Verification:
    """`rows` were good; `head` is the last good one."""

    rows: int
    head: Head
    broken: Broken | None

    @property
    def ok(self) -> bool:
        return self.broken is None


def event(row: Row) -> Event:
    """The row as a value. Raises ValueError when it was tampered with so that it cannot be read."""
    n, scenario, seq, kind, payload, actor, role, at, prev, hashed = row
    try:
        read, moment = json.loads(payload), datetime.fromisoformat(at)
    except (TypeError, ValueError) as error:
        raise ValueError(f"row {n} of the ledger cannot be read: {error}") from error
    return Event(n, scenario, seq, kind, read, actor, role, moment, prev, hashed)


def canonical(payload: Mapping[str, Any]) -> str:
    """The one JSON text of `payload`: keys sorted, no spaces. ValueError when it would not come back the same."""
    if not isinstance(payload, Mapping):
        raise ValueError(f"a payload is a mapping, not {type(payload).__name__}")
    text = json.dumps(_plain(payload, "payload"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    text.encode()  # half a surrogate pair raises UnicodeEncodeError, which is a ValueError
    return text


def digest(row: Row) -> str:
    """The hash of a row from its columns before the hash (see the head of this module)."""
    text = json.dumps(row[:9], separators=(",", ":"), ensure_ascii=False, default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _plain(value: Any, where: str) -> Any:
    """`value` out of JSON's own types only: a set, a date or a numpy number would change on the way."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{where} is {value}, which is no number in JSON")
        return float(value)
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise ValueError(f"{where} has the key {key!r}, which is not a text")
        return {key: _plain(inner, f"{where}.{key}") for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner, f"{where}[{i}]") for i, inner in enumerate(value)]
    raise ValueError(f"{where} is a {type(value).__name__}, which is not JSON")


def verify(rows: Iterable[Row], against: Head | None = None) -> Verification:
    """Recompute the chain over all rows in order of n, and name the first that does not hold."""
    good = Head(0, GENESIS)
    last: dict[str, int] = {}
    for row in rows:
        n, scenario, seq, *_, prev, hashed = row
        reason = None
        if n != good.n + 1:
            reason = f"baris sebelumnya bernomor {good.n}: ada baris yang hilang atau disisipkan"
        elif prev != good.hash:
            reason = "tidak bersambung dengan sidik baris sebelumnya"
        elif hashed != digest(row):
            reason = "isi baris tidak sesuai dengan sidiknya"
        elif seq != last.get(scenario, 0) + 1:
            reason = f"langkah terakhir skenario ini bernomor {last.get(scenario, 0)}"
        elif against and against.n == n and against.hash != hashed:
            reason = "sidiknya lain daripada kepala yang pernah dicetak: buku besar ditulis ulang"
        if reason:
            return Verification(good.n, good, Broken(n, scenario, seq, reason))
        good, last[scenario] = Head(n, hashed), seq
    if against and against.n > good.n:
        reason = f"buku besar berakhir di baris {good.n}, padahal kepala yang pernah dicetak ada di baris {against.n}"
        return Verification(good.n, good, Broken(against.n, "-", 0, reason))
    return Verification(good.n, good, None)
