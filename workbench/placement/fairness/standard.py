"""Where the audit draws its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Standard:
    """The agency's lines (`data/policy/keadilan.yaml`). No scenario can move them: a plan does not choose its measure.

    `line`: least share of the best group's selection rate (four fifths: 29 CFR 1607.4(D)). `smallest_group`: people in
    a pool below which a group is too small to judge. `confidence`: of every interval. `age_bands`: lowest age of each
    band after the youngest, in completed years. `sources`: where each line comes from.
    """

    line: float
    smallest_group: int
    confidence: float
    age_bands: tuple[int, ...]
    sources: Mapping[str, str]

    def __post_init__(self) -> None:
        if not 0 < self.line <= 1:
            raise ValueError(f"line must lie above 0 and not above 1, not {self.line}")
        if self.smallest_group < 1:
            raise ValueError(f"smallest_group must be 1 or more, not {self.smallest_group}")
        if not 0 < self.confidence < 1:
            raise ValueError(f"confidence must lie between 0 and 1, not {self.confidence}")
        if not self.age_bands or list(self.age_bands) != sorted(set(self.age_bands)):
            raise ValueError(f"age_bands must rise, not {list(self.age_bands)}")

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Standard":
        """From the policy file; an unknown or absent line is an error that names it."""
        known = set(cls.__dataclass_fields__)
        if set(record) != known:
            raise ValueError(f"the audit needs exactly {', '.join(sorted(known))}; it got {', '.join(sorted(record))}")
        return cls(**{**record, "age_bands": tuple(record["age_bands"])})

    def to_record(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "smallest_group": self.smallest_group,
            "confidence": self.confidence,
            "age_bands": list(self.age_bands),
            "sources": dict(self.sources),
        }
