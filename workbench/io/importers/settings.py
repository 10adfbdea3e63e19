"""What the agency lets in: limits, words for nothing, placeholders, and the rules by which problems are named.

All of it is data: `data/policy/impor.yaml` and `data/reference/{aturan_impor,siasn_profil,siasn_unor}.csv`.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any, Literal

import yaml

from workbench.io.resources import resource

Severity = Literal["error", "warning", "note"]


def fold(text: str) -> str:
    """A header or word without its accidents: case, spaces, underscores, quotes and byte order mark."""
    return " ".join(text.strip("\ufeff \t\"'").replace("_", " ").casefold().split())


@dataclass(frozen=True)
class Limits:
    """Bounds beyond which a file is refused; see the comments of the policy file."""

    file_bytes: int
    inflated_bytes: int
    zip_entries: int
    line_chars: int
    rows: int
    columns: int
    cells: int
    blank_rows: int
    faulty_rows: int
    cell_chars: int
    header_rows: int
    quoted_lines: int
    mapping_bytes: int


@dataclass(frozen=True)
class NipForm:
    """Where the NIP holds what (0-based slices of its digits)."""

    digits: int
    birth: tuple[int, int]
    appointed: tuple[int, int]
    sex: int
    male: str
    female: str
    nik_offset: int


@dataclass(frozen=True)
class Rule:
    """One kind of problem: how heavy it is, what becomes of the cell or row, what was expected, how to repair it.

    `effect`: refuse (nothing is imported), unknown (the cell is taken as missing), row (the row is not taken),
    kept (taken as found). `{}` in a text stands for the detail of the case.
    """

    rule: str
    severity: Severity
    effect: str
    label: str
    label_en: str
    expected: str
    expected_en: str
    repair: str
    repair_en: str


@dataclass(frozen=True)
class Header:
    """One column of a SIASN export. `use`: read, instead (of another column that is empty), unused, never (stored)."""

    name: str
    variants: tuple[str, ...]
    use: str
    instead_of: str


@dataclass(frozen=True)
class Headers:
    """The columns of one SIASN export, found by any of their spellings."""

    columns: tuple[Header, ...]

    @classmethod
    def parse(cls, text: str) -> "Headers":
        rows = csv.DictReader(io.StringIO(text))
        return cls(
            tuple(
                Header(row["header"], tuple(filter(None, row["variants"].split("|"))), row["use"], row["instead_of"])
                for row in rows
            )
        )

    @cached_property
    def by_spelling(self) -> Mapping[str, Header]:
        return {fold(name): header for header in self.columns for name in (header.name, *header.variants)}


@dataclass(frozen=True, eq=False)
class Settings:
    limits: Limits
    nothing: frozenset[str]
    yes_words: frozenset[str]
    no_words: frozenset[str]
    placeholder_ids: frozenset[str]
    earliest_year: int
    siasn_date_order: str
    date_agreement: int
    notes_per_column: int
    fact_tables: frozenset[str]
    leave_out: frozenset[str]
    nip: NipForm
    table_labels: Mapping[str, tuple[str, str]]
    rules: Mapping[str, Rule]
    profile: Headers
    tree: Headers

    @classmethod
    def parse(cls, policy: str, rules: str, profile: str, tree: str) -> "Settings":
        """From the text of the four files; a missing or unknown entry is an error that names it."""
        given: dict[str, Any] = yaml.safe_load(policy)
        expected = {field.name for field in fields(cls)} - {"rules", "profile", "tree"}
        if set(given) != expected:
            raise ValueError(f"data/policy/impor.yaml: check {', '.join(sorted(set(given) ^ expected))}")
        words = ("nothing", "yes_words", "no_words", "placeholder_ids")
        nip = given["nip"]
        given.update({name: _words(given[name]) for name in words})
        given.update({name: frozenset(given[name]) for name in ("fact_tables", "leave_out")})
        given["table_labels"] = {table: tuple(labels) for table, labels in given["table_labels"].items()}
        given["limits"] = Limits(**given["limits"])
        given["nip"] = NipForm(**{**nip, "birth": tuple(nip["birth"]), "appointed": tuple(nip["appointed"])})
        listed: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(rules)))
        named = {str(row["rule"]): Rule(**row) for row in listed}
        return cls(**given, rules=named, profile=Headers.parse(profile), tree=Headers.parse(tree))


def _words(values: Iterable[Any]) -> frozenset[str]:
    return frozenset(str(value).strip().casefold() for value in values)


@lru_cache(maxsize=1)
def default() -> Settings:
    """The agency's own, as it stands in `data/`."""
    return Settings.parse(
        resource("data", "policy", "impor.yaml").read_text("utf-8"),
        resource("data", "reference", "aturan_impor.csv").read_text("utf-8"),
        resource("data", "reference", "siasn_profil.csv").read_text("utf-8"),
        resource("data", "reference", "siasn_unor.csv").read_text("utf-8"),
    )
