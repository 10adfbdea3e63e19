"""What the agency itself tells about its units, where the tables do not: form, type, functions, scores."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from workbench.regulation.compare import NO, UNKNOWN, WORDS, YES
from workbench.structure.checks.catalogue import FORMS

OUTSIDE = "di_luar"
"""The form of an office that another law shapes."""

_NONE: Mapping[str, Any] = MappingProxyType({})
_VERDICTS = {WORDS[code]: code for code in (YES, NO, UNKNOWN)}


@dataclass(frozen=True)
class Marks:
    """The settings of `data/policy/penataan.yaml`, under `pemeriksaan`.

    A mapping is by unit id, by the whole name, or by the beginning of a name that ends in `*`. What it does not tell is
    unknown. `fewer_after_delayering`: yes, no or unknown, for fewer units than the law says while their posts may have
    become functional ones. `least_seats` None: not asked.
    """

    forms: Mapping[str, str] = field(default_factory=lambda: _NONE)
    types: Mapping[str, str] = field(default_factory=lambda: _NONE)
    functions: Mapping[str, Sequence[str]] = field(default_factory=lambda: _NONE)
    scores: Mapping[str, int] = field(default_factory=lambda: _NONE)
    fewer_after_delayering: str = "unknown"
    headless_kinds: Sequence[str] = ()
    lone_kinds: Sequence[str] = ()
    least_seats: int | None = None

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Marks":
        """Raises ValueError that names a line that is none, or a verdict that is none."""
        alien = sorted(set(settings) - set(cls.__dataclass_fields__))
        if alien:
            known = ", ".join(cls.__dataclass_fields__)
            raise ValueError(f"the checks have no setting {', '.join(alien)}; there are {known}")
        marks = cls(**settings)
        strange = sorted(set(marks.forms.values()) - {*FORMS.values(), "badan_penghubung", OUTSIDE})
        if strange:
            raise ValueError(f"{', '.join(strange)} is no form of organization that the checks know")
        if marks.fewer_after_delayering not in _VERDICTS:
            raise ValueError(f"fewer_after_delayering is {marks.fewer_after_delayering!r}: yes, no or unknown")
        return marks

    @property
    def short(self) -> int:
        """The verdict on fewer than the law says, after delayering."""
        return _VERDICTS[self.fewer_after_delayering]


def told(marks: Mapping[str, Any], ids: Iterable[Any], names: Iterable[Any]) -> list[Any]:
    """What the agency says of each unit (None: nothing); an id goes before a name, a name before its beginning."""
    if not marks:
        return [None for _ in ids]
    by_key = {_folded(str(key)): said for key, said in marks.items()}
    starts = sorted((key[:-1] for key in by_key if key.endswith("*")), key=len, reverse=True)
    found = []
    for id, name in zip(ids, names, strict=True):
        called = _folded(name)
        said = marks.get(id, by_key.get(called))
        if said is None:
            start = next((start for start in starts if called.startswith(start)), None)
            said = None if start is None else by_key[f"{start}*"]
        found.append(said)
    return found


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
