"""Reading the law's files: one YAML text a topic, an entry a parameter, a value by effective date.

Whoever edits such a file (the agency may) is told each mistake in one sentence that names file and entry.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from workbench.regulation.values import frozen, least

GIVEN_CONFIDENCE = ("memory", "single-source", "verified")
"""What a file may say; `assumed` and `confirmed` come from a scenario and from the ledger."""

FORCE = ("law", "practice", "policy")
ABSENT = ("repealed", "unknown")

_ENTRY = {"description", "metadata", "values"}
_DATED = {"value", "absent", "confidence", "reference", "date_confidence"}
_REFERENCE = {"title", "href", "seen"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class RulebookError(ValueError):
    """`mistakes`: a sentence for each, naming the file and the entry."""

    def __init__(self, mistakes: list[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("Berkas peraturan tidak dapat dipakai:\n" + "\n".join(f"- {mistake}" for mistake in mistakes))


@dataclass(frozen=True)
class Dated:
    """A value from `since` on; None when the law then has none (`absent` says: repealed, or unknown to these files).

    `rows`: the confidence of each row of a list, None where the row has none of its own.
    """

    since: date
    value: Any
    absent: str | None
    confidence: str
    date_confidence: str
    titles: tuple[str, ...]
    rows: tuple[str | None, ...]

    @property
    def own_confidence(self) -> str:
        """Least of the value's and its date's: what a row falls back to."""
        return least(self.confidence, self.date_confidence)


@dataclass(frozen=True)
class Entry:
    """A parameter of law over time, earliest value first."""

    name: str
    description: str
    metadata: Mapping[str, Any]
    values: tuple[Dated, ...]

    @property
    def force(self) -> str:
        """law, practice (what announcements ask) or policy (the agency's own)."""
        return str(self.metadata.get("force", "law"))

    @property
    def note(self) -> str:
        return str(self.metadata.get("note", ""))

    @property
    def unit(self) -> str:
        return str(self.metadata.get("unit", ""))

    def on(self, day: date) -> Dated | None:
        """What is in force on `day`, or None before the first value."""
        past = [dated for dated in self.values if dated.since <= day]
        return past[-1] if past else None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML that refuses the same key twice: the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable) or key in seen:
                problem = f"kunci {key!r} ditulis dua kali" if isinstance(key, Hashable) else "kunci harus teks"
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_entries(yaml_by_topic: Mapping[str, str]) -> tuple[dict[str, Entry], dict[str, Any]]:
    """Entries by name (`topic.entry`, groups as `topic.group.entry`), and their content as it stands in the files.

    Raises RulebookError with every mistake found.
    """
    mistakes: list[str] = []
    entries: dict[str, Entry] = {}
    content: dict[str, Any] = {}
    for topic, text in sorted(yaml_by_topic.items()):
        found = _topic(topic, text, mistakes)
        for name, raw in found:
            entry = _entry(topic, name, raw, mistakes)
            if entry is not None:
                entries[entry.name] = entry
                content[entry.name] = raw
    if mistakes:
        raise RulebookError(mistakes)
    return entries, content


def _topic(topic: str, text: str, mistakes: list[str]) -> list[tuple[str, Any]]:
    try:
        loaded = yaml.load(text, Loader=_Loader)  # a subclass of the safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", baris {mark.line + 1}" if mark else ""
        mistakes.append(f"{topic}.yaml{where}: bukan YAML yang sah ({getattr(error, 'problem', None) or error}).")
        return []
    if not isinstance(loaded, dict) or not loaded:
        mistakes.append(f"{topic}.yaml: harus berisi parameter bernama, masing-masing dengan 'values'.")
        return []
    return list(_walk(topic, "", loaded, mistakes))


def _walk(topic: str, above: str, level: Mapping[Any, Any], mistakes: list[str]) -> Iterator[tuple[str, Any]]:
    for key, raw in level.items():
        name = f"{above}.{key}" if above else str(key)
        if not isinstance(key, str) or not _NAME.fullmatch(key):
            mistakes.append(f"{topic}.yaml, {name}: nama parameter harus huruf, angka dan garis bawah.")
        elif not isinstance(raw, dict) or not raw:
            mistakes.append(f"{topic}.yaml, {name}: harus berisi 'description' dan 'values', atau parameter lain.")
        elif _ENTRY & set(raw):
            yield name, raw
        else:
            yield from _walk(topic, name, raw, mistakes)


def _entry(topic: str, name: str, raw: Mapping[str, Any], mistakes: list[str]) -> Entry | None:
    before = len(mistakes)

    def wrong(sentence: str) -> None:
        mistakes.append(f"{topic}.yaml, {name}: {sentence}")

    for key in raw:
        if key not in _ENTRY:
            wrong(f"kunci {key!r} tidak dikenal; yang ada: {', '.join(sorted(_ENTRY))}.")
    description = raw.get("description")
    if not isinstance(description, str) or not description.strip():
        wrong("'description' belum diisi.")
    metadata = raw.get("metadata", {})
    if not isinstance(metadata, dict):
        wrong("'metadata' harus berisi kunci dan nilai.")
        metadata = {}
    if metadata.get("force", "law") not in FORCE:
        wrong(f"'force' harus salah satu dari {', '.join(FORCE)}, bukan {metadata['force']!r}.")
    values = raw.get("values")
    dated = []
    if not isinstance(values, dict) or not values:
        wrong("'values' harus berisi nilai menurut tanggal mulai berlaku.")
    else:
        dated = [_dated(since, row, wrong) for since, row in values.items()]
    if len(mistakes) > before:
        return None
    kept = tuple(sorted((value for value in dated if value is not None), key=lambda value: value.since))
    return Entry(f"{topic}.{name}", str(description).strip(), frozen(metadata), kept)


def _day(text: Any) -> date | None:
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == len("2025-10-29") else None
    except ValueError:
        return None


def _dated(since: Any, row: Any, wrong: Any) -> Dated | None:
    day = _day(since)
    if day is None:
        wrong(f"tanggal mulai berlaku {since!r} harus ditulis seperti '2017-04-07'.")
        return None
    if not isinstance(row, dict):
        wrong(f"nilai sejak {day} harus berisi {', '.join(sorted(_DATED))}.")
        return None
    for key in row:
        if key not in _DATED:
            wrong(f"nilai sejak {day}: kunci {key!r} tidak dikenal; yang ada: {', '.join(sorted(_DATED))}.")
    for key in ("confidence", "date_confidence"):
        if row.get(key) not in GIVEN_CONFIDENCE:
            allowed = ", ".join(GIVEN_CONFIDENCE)
            wrong(f"nilai sejak {day}: '{key}' harus salah satu dari {allowed}, bukan {row.get(key)!r}.")
            return None
    if "value" not in row:
        wrong(f"nilai sejak {day}: 'value' tidak ada (tulis null bila dicabut atau belum diketahui).")
        return None
    value, absent = row["value"], row.get("absent")
    if value is None and absent not in ABSENT:
        wrong(f"nilai sejak {day} kosong: 'absent' harus repealed (dicabut) atau unknown (belum diketahui).")
    if value is not None and absent is not None:
        wrong(f"nilai sejak {day}: 'absent' hanya untuk nilai kosong.")
    titles = _titles(day, row.get("reference"), wrong)
    bare, rows = _rows(day, value, wrong)
    return Dated(
        since=day,
        value=None if value is None else frozen(bare),
        absent=absent,
        confidence=row["confidence"],
        date_confidence=row["date_confidence"],
        titles=titles,
        rows=rows,
    )


def _titles(day: date, reference: Any, wrong: Any) -> tuple[str, ...]:
    """Titles of law to print, each once. `seen` and `href` say where it was read, and are never printed."""
    if not isinstance(reference, list) or not all(isinstance(item, dict) for item in reference):
        wrong(f"nilai sejak {day}: 'reference' harus berupa daftar rujukan.")
        return ()
    titles: dict[str, None] = {}
    for item in reference:
        strange = sorted(set(item) - _REFERENCE)
        if strange:
            wrong(f"nilai sejak {day}: rujukan punya kunci {', '.join(strange)} yang tidak dikenal.")
        if not item.get("title") and not item.get("seen"):
            wrong(f"nilai sejak {day}: sebuah rujukan tidak punya 'title' (hukum yang dicetak) atau 'seen'.")
        if item.get("title"):
            titles[str(item["title"]).strip()] = None
    if not titles:
        wrong(f"nilai sejak {day}: tidak ada rujukan dengan 'title' yang dapat dicetak.")
    return tuple(titles)


def _rows(day: date, value: Any, wrong: Any) -> tuple[Any, tuple[str | None, ...]]:
    """The value without its rows' confidences, and those confidences."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return value, ()
    found: list[str | None] = []
    for number, row in enumerate(value, start=1):
        confidence = row.get("confidence")
        if confidence is not None and confidence not in GIVEN_CONFIDENCE:
            wrong(f"nilai sejak {day}, baris {number}: 'confidence' {confidence!r} tidak dikenal.")
            confidence = None
        found.append(confidence)
    return [{key: inner for key, inner in row.items() if key != "confidence"} for row in value], tuple(found)
