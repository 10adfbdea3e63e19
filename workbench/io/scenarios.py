"""Scenarios on record: every gesture is a committed row of the ledger before its caller sees the new scenario.

Each function that changes something returns the new `Scenario`; or `Refused` when the move cannot be; or `Conflict`
when somebody else changed the scenario since it was loaded. In both latter cases nothing was written.
"""

import json
import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from workbench.io import resources
from workbench.io.chain import canonical
from workbench.io.failure import Failure
from workbench.io.ledger import Conflict, Event
from workbench.io.lineage import origin
from workbench.io.looking import history as history
from workbench.io.looking import listing as listing
from workbench.io.looking import playback as playback
from workbench.io.looking import tree as tree
from workbench.io.workspace import Workspace
from workbench.regulation.rulebook import NotConfirmable, Rulebook, UnknownParameter
from workbench.scenario import (
    Move,
    Policy,
    Refused,
    Scenario,
    State,
    TakeOver,
    Unreplayable,
    diff,
    from_record,
    named,
    to_record,
)
from workbench.scenario.approval import FROZEN
from workbench.scenario.merging import Side, Where, merged
from workbench.scenario.patching import cells
from workbench.staffing import Staffing

RULEBOOK = "rulebook"
"""The record in which confirmations stand; no scenario has this id, since those end in a dash and a suffix."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that can be misread aloud
TITLE_LENGTH = 120
_SUFFIX_LENGTH, _ATTEMPTS = 5, 20


def random_suffix() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_SUFFIX_LENGTH))


# opening --------------------------------------------------------------------------------------------------------------


def new(
    workspace: Workspace,
    title: str,
    snapshot: str | None = None,
    *,
    actor: str,
    role: str,
    at: datetime,
    policy: Policy | None = None,
    suffix: Callable[[], str] = random_suffix,
) -> Scenario:
    """Open a scenario on a snapshot (default the latest) with the agency's policy. Raises `Failure` without data."""
    title, base = tidy_title(title), snapshot or workspace.latest
    if base is None:
        raise Failure("Belum ada data; jalankan `penataan import BERKAS...` dahulu.")
    staffing = workspace.snapshot(base)  # before anything is written: it may be damaged
    payload = {"title": title, "snapshot": base, "policy": (policy or resources.default_policy()).to_record()}
    event = first(workspace, title, "open", payload, suffix, actor=actor, role=role, at=at)
    return _opened(event, staffing)


def load(workspace: Workspace, id: str, until: int | None = None, known: Scenario | None = None) -> Scenario:
    """The scenario as the ledger tells it (up to and with row `until`). `known`: a scenario at hand; if it stands on
    the same snapshot, its data are not read again. Raises `Failure` when there is none, or when this version cannot
    replay it."""
    events = workspace.ledger.events(id, until)
    if not events or events[0].kind not in ("open", "branch"):
        raise Failure(f"Tidak ada skenario {id}; daftarnya tampak dengan `penataan scenario list`.")
    try:
        return _beginning(workspace, events[0], known).fold(events[1:])
    except (KeyError, TypeError, ValueError) as error:  # Unreplayable is a ValueError with a sentence of its own
        said = str(error) if isinstance(error, Unreplayable) else f"baris pertamanya tidak dikenal ({error})."
        raise Failure(f"Skenario {id} tidak dapat dibuka oleh versi ini: {said}") from error


def refreshed(workspace: Workspace, scenario: Scenario) -> Scenario:
    """The scenario after what others have done since it was loaded, without reading its data again. Raises `Failure`
    for a row that this version cannot replay."""
    try:
        return scenario.fold(workspace.ledger.events(scenario.id, after=scenario.seq))
    except Unreplayable as error:
        raise Failure(f"Skenario {scenario.id} tidak dapat dibuka oleh versi ini: {error}") from error


def _beginning(workspace: Workspace, first: Event, known: Scenario | None) -> Scenario:
    told = first.payload
    if first.kind == "branch":
        return load(workspace, told["parent"], told["at"], known).branch(first.scenario, told["title"])
    if known and known.snapshot == told["snapshot"]:
        return _opened(first, known.base.staffing)
    return _opened(first, workspace.snapshot(told["snapshot"]))


def _opened(first: Event, staffing: Staffing) -> Scenario:
    told = first.payload
    base = State(staffing, Policy.from_record(told["policy"]))
    return Scenario(first.scenario, told["title"], told["snapshot"], base, seq=first.seq)


# gestures -------------------------------------------------------------------------------------------------------------


def do(
    workspace: Workspace,
    scenario: Scenario,
    moves: Sequence[Move],
    *,
    actor: str,
    role: str,
    at: datetime,
    note: str = "",
    source: Mapping[str, Any] | None = None,
    tried: Scenario | None = None,
) -> Scenario | Refused | Conflict:
    """All `moves` as one gesture: one row, one undo. `source`: where they come from (JSON), as a proposal of a
    workshop. `tried`: what `scenario.do(*moves)` gave already."""
    records = [to_record(move) for move in moves]
    # The moves as a replay will read them, so that the screen never shows what the record does not say.
    told = [from_record(json.loads(canonical(record))) for record in records]
    after = tried if tried is not None and told == list(moves) else scenario.do(*told)
    if isinstance(after, Refused):
        return after
    payload = {"moves": records, "note": note} | ({"source": source} if source else {})
    return _commit(workspace, scenario, "move", payload, after, actor=actor, role=role, at=at)


def undo(
    workspace: Workspace, scenario: Scenario, *, actor: str, role: str, at: datetime
) -> Scenario | Refused | Conflict:
    after = scenario.undo()
    if isinstance(after, Refused):
        return after
    return _commit(workspace, scenario, "undo", {}, after, actor=actor, role=role, at=at)


def redo(
    workspace: Workspace, scenario: Scenario, *, actor: str, role: str, at: datetime
) -> Scenario | Refused | Conflict:
    after = scenario.redo()
    if isinstance(after, Refused):
        return after
    return _commit(workspace, scenario, "redo", {}, after, actor=actor, role=role, at=at)


def branch(
    workspace: Workspace,
    scenario: Scenario,
    title: str,
    *,
    actor: str,
    role: str,
    at: datetime,
    suffix: Callable[[], str] = random_suffix,
) -> Scenario:
    """A new scenario that begins where this one stands; it never conflicts, since nobody knows its id yet."""
    title = tidy_title(title)
    payload = {"parent": scenario.id, "at": scenario.seq, "title": title}
    event = first(workspace, title, "branch", payload, suffix, actor=actor, role=role, at=at)
    return scenario.branch(event.scenario, title)


def commit(
    workspace: Workspace,
    scenario: Scenario,
    kind: str,
    payload: Mapping[str, Any],
    *,
    actor: str,
    role: str,
    at: datetime,
) -> Scenario | Conflict:
    """Record what changes no state: reveal, decide, run. Moves have their own functions, which check them."""
    if kind not in ("reveal", "decide", "run"):
        raise ValueError(f"an event of kind {kind!r} is not recorded by commit; there are do, undo, redo, branch, new")
    event = workspace.ledger.append(scenario.id, kind, payload, expects=scenario.seq, actor=actor, role=role, at=at)
    return event if isinstance(event, Conflict) else scenario.fold([event])


def reveal(
    workspace: Workspace,
    scenario: Scenario,
    nips: Sequence[str] = (),
    *,
    reason: str = "",
    actor: str,
    role: str,
    at: datetime,
) -> Scenario | Conflict:
    """Record that names were shown after a blind comparison: of these people, or of all when none is named."""
    payload = {"nips": list(nips), "reason": reason}
    return commit(workspace, scenario, "reveal", payload, actor=actor, role=role, at=at)


def comment(
    workspace: Workspace, scenario: Scenario, row: int, text: str, *, actor: str, role: str, at: datetime
) -> Scenario | Refused | Conflict:
    """Write beside a row of the scenario's own record; it changes nothing, so it may be said of a submitted one."""
    if not text.strip():
        return Refused("empty", "Catatan tidak boleh kosong.")
    if not 1 <= row <= scenario.seq:
        return Refused("row", f"Skenario ini tidak punya baris {row}; barisnya 1 sampai {scenario.seq}.")
    payload = {"what": "comment", "row": row, "text": text.strip()}
    return commit(workspace, scenario, "decide", payload, actor=actor, role=role, at=at)


def _commit(
    workspace: Workspace, scenario: Scenario, kind: str, payload: Mapping[str, Any], after: Scenario, **who: Any
) -> Scenario | Conflict:
    event = workspace.ledger.append(scenario.id, kind, payload, expects=scenario.seq, **who)
    return event if isinstance(event, Conflict) else after


def first(
    workspace: Workspace,
    title: str,
    kind: str,
    payload: Mapping[str, Any],
    suffix: Callable[[], str] = random_suffix,
    prefix: str = "",
    **who: Any,
) -> Event:
    """The first row of a record of its own, under an id that nobody else has."""
    for _ in range(_ATTEMPTS):
        event = workspace.ledger.append(f"{prefix}{_slug(title)}-{suffix()}", kind, payload, expects=0, **who)
        if isinstance(event, Event):
            return event
    raise Failure(f"Tidak ada nama yang masih bebas untuk {title!r}; pakai judul lain.")


def tidy_title(title: str) -> str:
    tidy = " ".join(title.split())
    if not tidy:
        raise Failure("Judul tidak boleh kosong.")
    if len(tidy) > TITLE_LENGTH:
        raise Failure(f"Judul paling panjang {TITLE_LENGTH} huruf, bukan {len(tidy)}.")
    return tidy


def _slug(title: str) -> str:
    """The readable part of an id: at most four words and 24 letters of the title.

    >>> _slug("Rotasi Kepala Bidang, Semester II/2026")
    'rotasi-kepala-bidang'
    >>> _slug("???")
    'skenario'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:4]
    while len(words) > 1 and len("-".join(words)) > 24:
        words.pop()
    return "-".join(words)[:24] or "skenario"


# merging --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Conflicts:
    """What both branches changed differently. `rows`: as in `Merged.conflicts`, with the choices made so far. Nothing
    was written: the caller chooses, on the sight of both."""

    rows: pd.DataFrame
    states: tuple[State, State, State]

    @property
    def reason(self) -> str:
        """One sentence for people."""
        open_ = int(self.rows["choice"].isna().sum())
        return f"Kedua cabang mengubah {open_} isian secara berbeda; pilih dahulu yang berlaku bagi masing-masing."

    def told(self, lang: str = "id") -> pd.DataFrame:
        """The rows with `what` and `field` in front, and the three values in the words of people."""
        return named(self.rows, self.states, lang)


def merge(
    workspace: Workspace,
    scenario: Scenario,
    other: str,
    choices: Mapping[Where, Side] | None = None,
    *,
    actor: str,
    role: str,
    at: datetime,
    note: str = "",
) -> Scenario | Conflicts | Refused | Conflict:
    """What scenario `other` has become since both parted (or since one last took the other over), taken into this one
    as one gesture. Where both changed the same differently, `choices` says which side counts: mine is this one's."""
    if scenario.frozen is not None:
        return FROZEN
    theirs = load(workspace, other, known=scenario)
    point = origin(workspace.ledger, scenario, theirs)
    if point is None:
        return Refused("strangers", f"Skenario {scenario.id} dan {other} tidak bercabang dari skenario yang sama.")
    states = (load(workspace, *point, known=scenario).state, scenario.state, theirs.state)
    found, chosen = merged(*states), dict(choices or {})
    asked = {(row.table, row.key, row.column) for row in found.conflicts.itertuples()}
    strange = sorted(set(chosen) - asked)
    if strange:
        return Refused("choice", f"Tidak ada bentrok pada {'/'.join(strange[0])}, jadi tidak ada yang dipilih.")
    if chosen:
        found = merged(*states, chosen)
    if found.state is None:
        return Conflicts(found.conflicts, states)
    changes = diff(scenario.state, found.state)
    if changes.empty:
        return Refused("nothing", f"Tidak ada yang berubah pada {other} yang belum ada di sini.")
    move = TakeOver(other, theirs.seq, cells(changes))
    return do(workspace, scenario, [move], actor=actor, role=role, at=at, note=note)


# confirmations --------------------------------------------------------------------------------------------------------


def confirmations(workspace: Workspace) -> tuple[Mapping[str, Any], ...]:
    """What the agency has confirmed, for `resources.rulebook(confirmations(workspace))`."""
    return tuple(event.payload for event in workspace.ledger.events(RULEBOOK) if event.kind == "confirm")


def confirm(
    workspace: Workspace,
    parameter: str,
    *,
    by: str,
    ref: str,
    day: date,
    actor: str,
    role: str,
    at: datetime,
) -> Mapping[str, Any]:
    """Record that the agency vouches, by document `ref`, for the value of law in force on `day`; returns the record.

    Raises `Failure` when there is no such parameter or nothing to confirm.
    """
    for _ in range(_ATTEMPTS):
        events = workspace.ledger.events(RULEBOOK)
        told = tuple(event.payload for event in events if event.kind == "confirm")
        try:
            payload = resources.rulebook(told).confirm(parameter, by, ref, day).to_payload()
        except (UnknownParameter, NotConfirmable) as error:
            raise Failure(str(error)) from error
        result = workspace.ledger.append(
            RULEBOOK, "confirm", payload, expects=len(events), actor=actor, role=role, at=at
        )
        if isinstance(result, Event):
            return result.payload
    raise Failure("Buku besar terlalu sibuk untuk mencatat pengesahan; coba lagi.")


def rulebook(workspace: Workspace) -> Rulebook:
    """The law with this agency's confirmations."""
    return resources.rulebook(confirmations(workspace))
