"""The law as dated parameters, and what stands on one day.

Facts of law live in `data/regulations/*.yaml`: a value by effective date, its reference, its confidence. `Rulebook`
holds them all; `Regulation` is the frozen view of one day, in which a scenario may assume other values.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from workbench.regulation.entries import Dated, Entry, RulebookError, read_entries
from workbench.regulation.values import NO_LIMIT, frozen, least, plain

__all__ = [
    "NO_LIMIT",
    "Confirmation",
    "NoValue",
    "NotConfirmable",
    "Parameter",
    "Regulation",
    "Rulebook",
    "RulebookError",
    "UnknownParameter",
    "least",
]


class UnknownParameter(KeyError):
    """No such parameter, or none yet on that day. Never a default."""

    def __str__(self) -> str:
        return str(self.args[0])


class NoValue(ValueError):
    """The parameter exists, but on that day it is repealed, or its value is unknown to the files."""


class NotConfirmable(ValueError):
    """Why the agency cannot confirm this parameter, in one sentence."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of law on one day. `since`: when this value took effect; `until`: when the next one does.

    `value` raises NoValue where there is none (`known` tells), and holds `NO_LIMIT` where the law sets no limit:
    neither can be read as a number. `confidence` is the least of the value's, its rows' and its date's; a `row` has
    its own.
    """

    name: str
    description: str
    since: date
    until: date | None
    confidence: str
    citation: str
    note: str
    force: str
    unit: str
    absent: str | None
    _value: Any = field(repr=False)
    _rows: tuple[str, ...] = field(repr=False, default=())

    @property
    def known(self) -> bool:
        return self.absent is None

    @property
    def value(self) -> Any:
        if self.absent == "repealed":
            raise NoValue(f"{self.name} dicabut sejak {self.since} ({self.citation}): hukum tidak lagi menetapkannya.")
        if self.absent == "unknown":
            raise NoValue(
                f"{self.name} belum diketahui sejak {self.since} ({self.citation}): isi di data/regulations, "
                "atau andaikan dalam skenario."
            )
        return self._value

    @property
    def rows(self) -> tuple["Parameter", ...]:
        """A list's rows, each as a parameter with its own confidence."""
        return tuple(self._row(number, row) for number, row in enumerate(self.value))

    def row(self, **match: Any) -> "Parameter":
        """The first row with these fields, e.g. `regulation["ranks.eselon_rank_practice"].row(eselon="II.a")`."""
        for number, row in enumerate(self.value):
            if all(row.get(key) == wanted for key, wanted in match.items()):
                return self._row(number, row)
        wanted = ", ".join(f"{key} = {value}" for key, value in match.items())
        raise UnknownParameter(f"{self.name} tidak punya baris dengan {wanted}.")

    def _row(self, number: int, row: Any) -> "Parameter":
        confidence = self._rows[number] if self._rows else self.confidence
        return replaced(self, name=f"{self.name}[{number}]", confidence=confidence, _value=row, _rows=())

    def at(self, *keys: str) -> "Parameter":
        """A part of a mapping, e.g. `regulation["appointment.jf_transfer"].at("keahlian", "max_age_years")`."""
        part, name = self.value, self.name
        for key in keys:
            if not isinstance(part, Mapping) or key not in part:
                has = f"; yang ada: {', '.join(map(str, part))}" if isinstance(part, Mapping) else ""
                raise UnknownParameter(f"{name} tidak punya {key!r}{has}.")
            part, name = part[key], f"{name}.{key}"
        return replaced(self, name=name, _value=part, _rows=())


@dataclass(frozen=True)
class Confirmation:
    """The agency vouches for one value: who, on which document, when. `digest` ties it to the value that was seen."""

    parameter: str
    name: str
    ref: str
    day: date
    since: date
    digest: str

    def to_payload(self) -> dict[str, str]:
        """What the ledger's `confirm` event holds."""
        return {
            "parameter": self.parameter,
            "name": self.name,
            "ref": self.ref,
            "day": self.day.isoformat(),
            "since": self.since.isoformat(),
            "digest": self.digest,
        }

    @classmethod
    def from_payload(cls, payload: Mapping[str, Any]) -> "Confirmation":
        """Raises ValueError that names what is missing or no date."""
        absent = [key for key in cls.__dataclass_fields__ if not str(payload.get(key) or "").strip()]
        if absent:
            raise ValueError(f"Konfirmasi tidak lengkap: {', '.join(absent)} kosong.")
        try:
            day, since = (date.fromisoformat(str(payload[key])) for key in ("day", "since"))
        except ValueError as error:
            raise ValueError(f"Konfirmasi {payload['parameter']}: tanggal tidak terbaca ({error}).") from error
        parameter, name, ref, digest = (str(payload[key]).strip() for key in ("parameter", "name", "ref", "digest"))
        return cls(parameter, name, ref, day, since, digest)


@dataclass(frozen=True, eq=False)
class Rulebook:
    """All parameters over time. `digest` (sha256, hex) is of the content alone: not of layout, order or confirmations.

    `lapsed`: confirmations of a value that the files no longer hold; they lift nothing.
    """

    entries: Mapping[str, Entry]
    digest: str
    confirmations: tuple[Confirmation, ...] = ()

    @classmethod
    def parse(cls, yaml_by_topic: Mapping[str, str], confirmations: Iterable[Mapping[str, Any]] = ()) -> "Rulebook":
        """From the text of each `data/regulations/*.yaml`, by file stem, and the payloads of `confirm` events.

        Raises RulebookError with one sentence a mistake.
        """
        entries, content = read_entries(yaml_by_topic)
        given = tuple(Confirmation.from_payload(payload) for payload in confirmations)
        return cls(entries, _digest(content), given)

    def confirmed_by(self, *confirmations: Confirmation) -> "Rulebook":
        """The same law, with these confirmations as well."""
        return replaced(self, confirmations=self.confirmations + confirmations)

    def on(self, day: date, assumptions: Mapping[str, Any] | None = None) -> "Regulation":
        """What stands on `day`, with a scenario's assumptions: parameter (or a part of one, by dots) -> value.

        A mapping is merged into the mapping in force. Raises UnknownParameter, or ValueError for a value of the wrong
        kind.
        """
        assumed: dict[str, Any] = {}
        for name, value in sorted((assumptions or {}).items()):
            entry, path = self._locate(name)
            current = assumed[entry.name] if entry.name in assumed else _in_force(entry, day)
            assumed[entry.name] = _merged(name, current, path, value)
        return Regulation(self, day, assumed)

    def assumption_mistake(self, parameter: str, value: Any, day: date) -> str | None:
        """Why this cannot be assumed, in one sentence, or None."""
        try:
            self.on(day, {parameter: value})
        except (UnknownParameter, ValueError) as error:
            return str(error)
        return None

    def entry(self, name: str) -> Entry:
        if name in self.entries:
            return self.entries[name]
        near = [known for known in self.entries if name.rpartition(".")[2] in known][:5]
        hint = f" Mungkin maksudnya {', '.join(near)}." if near else ""
        raise UnknownParameter(f"Tidak ada parameter {name!r} dalam peraturan.{hint}")

    def _locate(self, name: str) -> tuple[Entry, tuple[str, ...]]:
        """The entry that a dotted name begins with, and the path inside its value."""
        parts = name.split(".")
        for size in range(len(parts), 0, -1):
            if ".".join(parts[:size]) in self.entries:
                return self.entries[".".join(parts[:size])], tuple(parts[size:])
        return self.entry(name), ()

    # confirmations ----------------------------------------------------------------------------------------------------

    @cached_property
    def _confirmed(self) -> Mapping[tuple[str, date], Confirmation]:
        """By parameter and effective date; only those whose value still stands."""
        return {
            (given.parameter, given.since): given
            for given in self.confirmations
            if given.parameter in self.entries
            and any(
                dated.since == given.since and _digest_of(dated) == given.digest
                for dated in self.entries[given.parameter].values
            )
        }

    @property
    def lapsed(self) -> tuple[Confirmation, ...]:
        return tuple(given for given in self.confirmations if given not in self._confirmed.values())

    def confirm(self, parameter: str, name: str, ref: str, day: date) -> Confirmation:
        """The confirmation to record: `name` vouches by `ref` for the value in force on `day`.

        Raises UnknownParameter, or NotConfirmable when there is nothing to confirm.
        """
        entry = self.entry(parameter)
        dated = entry.on(day)
        if dated is None:
            raise NotConfirmable(
                f"{parameter} belum punya nilai pada {day}; nilai pertama sejak {entry.values[0].since}."
            )
        if dated.value is None:
            raise NotConfirmable(f"{parameter} tidak punya nilai sejak {dated.since}: isi dahulu di data/regulations.")
        if _trusted(entry, dated, self):
            raise NotConfirmable(f"{parameter} sejak {dated.since} sudah terverifikasi atau sudah dikonfirmasi.")
        if not name.strip() or not ref.strip():
            raise NotConfirmable("Konfirmasi harus menyebut nama dan rujukan dokumen (--by NAMA --ref DOKUMEN).")
        return Confirmation(parameter, name.strip(), ref.strip(), day, dated.since, _digest_of(dated))

    def confirmable(self, parameter: str, day: date) -> bool:
        """Whether the agency may confirm the value in force on `day`. Raises UnknownParameter."""
        entry = self.entry(parameter)
        dated = entry.on(day)
        return dated is not None and dated.value is not None and not _trusted(entry, dated, self)

    def awaiting(self, day: date) -> pd.DataFrame:
        """What an official report may not yet rest on: parameter, since, confidence, citation, description, note."""
        rows = [self.parameter(name, day) for name in self.entries if self.confirmable(name, day)]
        columns = ["parameter", "since", "confidence", "citation", "description", "note"]
        return pd.DataFrame(
            [[row.name, row.since, row.confidence, row.citation, row.description, row.note] for row in rows],
            columns=columns,
        )

    def parameter(self, name: str, day: date) -> Parameter:
        """One parameter as it stands on `day`. Raises UnknownParameter."""
        entry = self.entry(name)
        dated = entry.on(day)
        if dated is None:
            first = entry.values[0].since
            raise UnknownParameter(
                f"{name} belum ada pada {day}: nilai pertama yang tercatat berlaku sejak {first}. "
                "Pilih hari berlaku sesudahnya, atau andaikan nilainya dalam skenario."
            )
        return self._parameter(entry, dated)

    def _parameter(self, entry: Entry, dated: Dated) -> Parameter:
        later = [other.since for other in entry.values if other.since > dated.since]
        given = self._confirmed.get((entry.name, dated.since))
        rows = tuple(least(row or dated.confidence, dated.date_confidence) for row in dated.rows)
        citation = "; ".join(dated.titles)
        if given:
            citation = f"{citation} (dikonfirmasi {given.name}, {given.ref})"
            rows = ("confirmed",) * len(rows)
        return Parameter(
            name=entry.name,
            description=entry.description,
            since=dated.since,
            until=min(later) if later else None,
            confidence="confirmed" if given else least(dated.own_confidence, *rows),
            citation=citation,
            note=entry.note,
            force=entry.force,
            unit=entry.unit,
            absent=dated.absent,
            _value=dated.value,
            _rows=rows,
        )

    def parameters(self) -> pd.DataFrame:
        """Every dated value, for documentation: parameter, since, until, known, value (JSON), confidence, citation,
        force, unit, description, note."""
        every = [self._parameter(entry, dated) for entry in self.entries.values() for dated in entry.values]
        return pd.DataFrame(
            {
                "parameter": [row.name for row in every],
                "since": [row.since for row in every],
                "until": [row.until for row in every],
                "known": [row.known for row in every],
                "value": [_json(row.value) if row.known else "" for row in every],
                "confidence": [row.confidence for row in every],
                "citation": [row.citation for row in every],
                "force": [row.force for row in every],
                "unit": [row.unit for row in every],
                "description": [row.description for row in every],
                "note": [row.note for row in every],
            }
        )


@dataclass(frozen=True, eq=False)
class Regulation:
    """The law on one day, as a scenario reads it: `regulation["appointment.administrator"].value`."""

    rulebook: Rulebook
    day: date
    assumed: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Parameter:
        if name not in self.assumed:
            return self.rulebook.parameter(name, self.day)
        entry = self.rulebook.entry(name)
        dated = entry.on(self.day)
        value = self.assumed[name]
        citation = "; ".join(dated.titles) if dated else "tidak tercatat pada hari itu"
        return Parameter(
            name=name,
            description=entry.description,
            since=self.day,
            until=None,
            confidence="assumed",
            citation=f"andaian skenario (hukum: {citation})",
            note=entry.note,
            force=entry.force,
            unit=entry.unit,
            absent="repealed" if value is None else None,
            _value=value,
        )

    def __contains__(self, name: object) -> bool:
        """Whether the parameter has a value, or is known to have none, on this day."""
        return name in self.assumed or (
            name in self.rulebook.entries and self.rulebook.entries[str(name)].on(self.day) is not None
        )

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.rulebook.entries if name in self)

    def on(self, day: date) -> "Regulation":
        """The law of another day (an appraisal is read by the law of its year), under the same assumptions."""
        return replaced(self, day=day)

    @property
    def digest(self) -> str:
        return self.rulebook.digest


def _trusted(entry: Entry, dated: Dated, rulebook: Rulebook) -> bool:
    return rulebook._parameter(entry, dated).confidence in ("verified", "confirmed")


def _in_force(entry: Entry, day: date) -> Any:
    dated = entry.on(day)
    return dated.value if dated else None


def _merged(name: str, current: Any, path: tuple[str, ...], value: Any) -> Any:
    """`current` with `value` put at `path`; a mapping is merged. None alone means that the law then has no value."""
    if not path:
        if value is None:
            return None
        if isinstance(value, Mapping) and isinstance(current, Mapping):
            merged = dict(current)
            for key, inner in value.items():
                merged[key] = _merged_at(name, current, key, (), inner)
            return frozen(merged)
        return _checked(name, current, frozen(value))
    if not isinstance(current, Mapping):
        raise UnknownParameter(f"{name}: nilai yang berlaku tidak terbagi, andaikan seluruhnya.")
    return frozen({**current, path[0]: _merged_at(name, current, path[0], path[1:], value)})


def _merged_at(name: str, current: Mapping[str, Any], key: str, path: tuple[str, ...], value: Any) -> Any:
    if key not in current:
        raise UnknownParameter(f"{name}: tidak ada {key!r}; yang ada: {', '.join(map(str, current))}.")
    inner = current[key]
    return (
        _merged(name, inner, path, value)
        if path or isinstance(inner, Mapping)
        else _checked(name, inner, frozen(value))
    )


def _checked(name: str, current: Any, value: Any) -> Any:
    """`value`, if it is of the kind that stands now: a number for a number, a list for a list."""
    if current is not None and NO_LIMIT not in (current, value) and _kind(current) != _kind(value):
        raise ValueError(f"{name}: harus {_kind(current)}, bukan {_kind(value)}.")
    return value


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "ya atau tidak"
    if isinstance(value, int | float):
        return "bilangan"
    if isinstance(value, str):
        return "teks"
    return "daftar" if isinstance(value, tuple) else "isian bernama"


def _json(value: Any) -> str:
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(content: Any) -> str:
    return hashlib.sha256(_json(content).encode()).hexdigest()


def _digest_of(dated: Dated) -> str:
    """Ties a confirmation to the value itself: a better reference does not undo it, another number does."""
    return _digest({"since": dated.since, "value": dated.value})
