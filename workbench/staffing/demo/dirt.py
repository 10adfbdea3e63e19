"""Dirt as real files have it, put in on purpose: a known number of each kind, each place written down.

Rows are numbered as a spreadsheet shows them: the header is row 1. `rule` is the name that import gives the problem
(`data/reference/aturan_impor.csv`), "" where it must simply be read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import generator
from workbench.staffing.demo.files import PROFILE_PNS, PROFILE_PPPK, TREE

STRAY_QUOTE = "\ue000"
"""Stands for a quote that must reach the file bare; whoever writes the file puts the quote in its place."""

EACH = 3
"""How many cells or rows of each kind."""


@dataclass(frozen=True)
class Spot:
    """One dirty place."""

    kind: str
    file: str
    row: int
    column: str
    found: str
    rule: str


@dataclass
class _Soiling:
    """Files while they are made dirty. People are taken from one shuffled list, so no row is dirty twice."""

    files: dict[str, pd.DataFrame]
    rng: np.random.Generator
    spots: list[Spot] = field(default_factory=list)
    people: list[int] = field(default_factory=list)

    def spot(self, kind: str, file: str, index: int, column: str, found: str, rule: str) -> None:
        self.spots.append(Spot(kind, file, index + 2, column, found, rule))

    def put(self, kind: str, file: str, index: int, column: str, value: str, rule: str) -> None:
        self.files[file].loc[index, column] = value
        self.spot(kind, file, index, column, value, rule)

    def cell(self, file: str, index: int, column: str) -> str:
        return str(self.files[file].at[index, column])

    def take(self, number: int, where: Callable[[pd.DataFrame], pd.Series] | None = None) -> list[int]:
        """Rows of the PNS profile that are still clean, among those that `where` accepts."""
        profile = self.files[PROFILE_PNS]
        fit = set(profile.index if where is None else profile.index[where(profile)])
        taken = [row for row in self.people if row in fit][:number]
        if len(taken) < number:
            raise ValueError("this demo is too small for so much dirt")
        self.people = [row for row in self.people if row not in taken]
        return taken

    def append(self, file: str, row: Mapping[str, str]) -> int:
        """A row more, at the end, so that the numbers of the others stay."""
        table = self.files[file]
        self.files[file] = pd.concat([table, pd.DataFrame([row])], ignore_index=True).fillna("")
        return len(table)


def soil(files: Mapping[str, pd.DataFrame], seed: int) -> tuple[dict[str, pd.DataFrame], list[Spot]]:
    """The same files with dirt in them, and where it is."""
    dirty = _Soiling({name: table.copy() for name, table in files.items()}, generator(seed, "dirt"))
    n = len(dirty.files[PROFILE_PNS])
    dirty.people = [int(k) for k in dirty.rng.permutation(n)]
    for part in (_numbers_of_identity, _dates, _words, _references, _seats, _repeats, _units, _headers):
        part(dirty)
    return dirty.files, sorted(dirty.spots, key=lambda spot: (spot.file, spot.row, spot.column, spot.kind))


def _numbers_of_identity(dirty: _Soiling) -> None:
    dirty.files[PROFILE_PNS]
    for row in dirty.take(EACH):
        number = f"{float(dirty.cell(PROFILE_PNS, row, 'NIP BARU')):.2E}"
        dirty.put("nip_number", PROFILE_PNS, row, "NIP BARU", number, "numeric_id")
    for row in dirty.take(EACH):
        day, month, year = dirty.cell(PROFILE_PNS, row, "TANGGAL LAHIR").split("-")
        other = f"{day}-{month}-{int(year) - 1}"
        dirty.put("birth_disagrees", PROFILE_PNS, row, "TANGGAL LAHIR", other, "nip_birth_date")
    for row in dirty.take(EACH, lambda t: t["JENIS KELAMIN"] == "F"):
        old = dirty.cell(PROFILE_PNS, row, "NIP BARU")
        new = f"{old[:6]}{int(old[6:8]) + 40}{old[8:]}"
        for name, table in dirty.files.items():  # the wrong number is the same in every file of the agency
            for column in ("nip", "other"):
                if column in table:
                    dirty.files[name] = table.assign(**{column: table[column].replace(old, new)})
        dirty.put("nik_trap", PROFILE_PNS, row, "NIP BARU", new, "nip_nik_rule")
    for row in dirty.take(EACH):
        other = "M" if dirty.cell(PROFILE_PNS, row, "JENIS KELAMIN") == "F" else "F"
        dirty.put("sex_disagrees", PROFILE_PNS, row, "JENIS KELAMIN", other, "nip_sex")
    for row in dirty.take(EACH):
        day, month, year = dirty.cell(PROFILE_PNS, row, "TMT CPNS").split("-")
        dirty.put("cpns_disagrees", PROFILE_PNS, row, "TMT CPNS", f"{day}-{month}-{int(year) + 1}", "nip_cpns")


def _dates(dirty: _Soiling) -> None:
    dirty.files[PROFILE_PNS]
    for row in dirty.take(2 * EACH, lambda t: t["TMT GOLONGAN"] != ""):
        day, month, year = dirty.cell(PROFILE_PNS, row, "TMT GOLONGAN").split("-")
        written = f"{year}-{month}-{day}" if row % 2 else f"{day}/{month}/{year}"
        dirty.put("mixed_dates", PROFILE_PNS, row, "TMT GOLONGAN", written, "mixed_dates")
    for row in dirty.take(EACH):
        dirty.put("impossible_date", PROFILE_PNS, row, "TMT GOLONGAN", f"31-02-{2010 + row % 10}", "impossible_date")


def _words(dirty: _Soiling) -> None:
    for word in ("N/A", "nan", "-"):
        for row in dirty.take(1):
            dirty.put("nothing_word", PROFILE_PNS, row, "PENDIDIKAN NAMA", word, "nothing_word")
    for row in dirty.take(2 * EACH):
        sex = dirty.cell(PROFILE_PNS, row, "JENIS KELAMIN")
        written = {"M": ("1", "L"), "F": ("2", "P")}[sex][row % 2]
        dirty.put("sex_spelling", PROFILE_PNS, row, "JENIS KELAMIN", written, "")
    for row, word in zip(dirty.take(EACH), ("Penata/III D", "3d", "Gol. III-D"), strict=True):
        dirty.put("rank_spelling", PROFILE_PNS, row, "GOL AKHIR NAMA", word, "unknown_spelling")
    for row in dirty.take(EACH):
        name = f"{STRAY_QUOTE}{dirty.cell(PROFILE_PNS, row, 'NAMA')}"
        dirty.put("stray_quote", PROFILE_PNS, row, "NAMA", name, "stray_quote")


def _references(dirty: _Soiling) -> None:
    """Ids of units that no longer match: zeros lost, case changed, placeholders."""
    dirty.files[PROFILE_PNS]
    for row in dirty.take(EACH, lambda t: t["UNOR ID"].str.fullmatch(r"0\d+") & (t["JABATAN ID"] != "")):
        short = dirty.cell(PROFILE_PNS, row, "UNOR ID").lstrip("0")
        dirty.put("zeros_lost", PROFILE_PNS, row, "UNOR ID", short, "lost_zeros")
    for row in dirty.take(EACH, lambda t: t["UNOR ID"].str.contains("S") & (t["JABATAN ID"] != "")):
        lower = dirty.cell(PROFILE_PNS, row, "UNOR ID").lower()
        dirty.put("case_changed", PROFILE_PNS, row, "UNOR ID", lower, "case_only")
    for row in dirty.take(EACH, lambda t: t["JABATAN ID"] != ""):
        dirty.put("placeholder", PROFILE_PNS, row, "UNOR ID", "0", "placeholder_id")
    for row in dirty.take(EACH, lambda t: t["JABATAN ID"] != ""):
        dirty.put("job_unknown", PROFILE_PNS, row, "JABATAN ID", "XX999", "job_not_found")


def _seats(dirty: _Soiling) -> None:
    """A second person on a structural post of one seat."""
    profile = dirty.files[PROFILE_PNS]
    holders = dirty.take(EACH, lambda t: t["JABATAN ID"].str.startswith("ST"))
    guests = dirty.take(EACH, lambda t: (t["JABATAN ID"] != "") & ~t["JABATAN ID"].str.startswith("ST"))
    for holder, guest in zip(holders, guests, strict=True):
        copied = ["UNOR ID", "UNOR NAMA", "JABATAN ID", "JABATAN NAMA"]
        profile.loc[guest, copied] = [dirty.cell(PROFILE_PNS, holder, column) for column in copied]
        for index in (holder, guest):  # nobody can say which of the two is wrong
            job = dirty.cell(PROFILE_PNS, index, "JABATAN ID")
            dirty.spot("shared_seat", PROFILE_PNS, index, "JABATAN ID", job, "over_capacity")


def _repeats(dirty: _Soiling) -> None:
    profile = dirty.files[PROFILE_PNS]
    for row in dirty.take(EACH):
        copy = {str(name): str(value) for name, value in profile.loc[row].items()}
        at = dirty.append(PROFILE_PNS, copy)
        dirty.spot("repeated_row", PROFILE_PNS, at, "NIP BARU", copy["NIP BARU"], "duplicate_same")
    for row in dirty.take(EACH):
        copy = {str(name): str(value) for name, value in profile.loc[row].items()}
        copy["TAHUN LULUS"] = "1999" if copy["TAHUN LULUS"] != "1999" else "1998"
        at = dirty.append(PROFILE_PNS, copy)
        for index in (row, at):
            dirty.spot("contradicting_row", PROFILE_PNS, index, "NIP BARU", copy["NIP BARU"], "duplicate_key")


def _units(dirty: _Soiling) -> None:
    """The tree: absent parents, a unit above itself, a ring, a second root, placeholders, and case."""
    tree = dirty.files[TREE]
    parents = set(tree["DIATASAN ID"])
    leaves = tree.index[~tree["ID"].isin(parents) & (tree["DIATASAN ID"] != "")]
    order = [int(k) for k in dirty.rng.permutation(leaves.to_numpy())]
    absent, own, root = order[:EACH], order[EACH], order[EACH + 1]
    for row in absent:
        dirty.put("parent_missing", TREE, row, "DIATASAN ID", "9999999", "missing_parent")
    dirty.put("own_parent", TREE, own, "DIATASAN ID", dirty.cell(TREE, own, "ID"), "own_parent")
    dirty.put("second_root", TREE, root, "DIATASAN ID", "", "several_roots")
    ring = [k for k in order if k not in (*absent, own, root)][:2]
    for row, other in (ring, ring[::-1]):
        dirty.put("ring", TREE, row, "DIATASAN ID", dirty.cell(TREE, other, "ID"), "cycle")
    top = dirty.cell(TREE, 0, "ID")
    blank = {str(name): "" for name in tree.columns}
    for unit in ("0", "0", "Deleted", "Deleted"):
        extra = blank | {"ID": unit, "NAMA UNOR": f"- Unit {unit}", "DIATASAN ID": top, "URUTAN": "99"}
        at = dirty.append(TREE, extra)
        dirty.spot("placeholder_unit", TREE, at, "ID", unit, "placeholder_key")
    school = int(dirty.files[TREE].index[dirty.files[TREE]["ID"].str.contains("S")][0])
    twin = {str(name): str(value) for name, value in dirty.files[TREE].loc[school].items()}
    at = dirty.append(TREE, twin | {"ID": twin["ID"].lower()})
    dirty.spot("case_twin", TREE, at, "ID", twin["ID"].lower(), "case_only_key")


def _headers(dirty: _Soiling) -> None:
    """Headers as other versions of the export spell them."""
    spelled = {
        "TEMPAT LAHIR NAMA": "TEMPAT LAHIR",
        "KEDUDUKAN HUKUM ID": "KEDUDUKAN PNS ID",
        "KEDUDUKAN HUKUM NAMA": "KEDUDUKAN PNS NAMA",
        "NAMA": " Nama ",
    }
    names = list(dirty.files[PROFILE_PPPK].columns)
    for old, new in spelled.items():
        dirty.spots.append(Spot("header_variant", PROFILE_PPPK, 1, old, new, ""))
        names[names.index(old)] = new
    dirty.files[PROFILE_PPPK].columns = pd.Index(names)
