"""Writes the fictional demo province as files, in the very formats that import reads."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
import xlsxwriter

from workbench.io.failure import Failure
from workbench.io.resources import references
from workbench.staffing.demo import SEED
from workbench.staffing.demo.dirt import STRAY_QUOTE, Spot, soil
from workbench.staffing.demo.files import PROFILE_PNS, PROFILE_PPPK, TREE, files
from workbench.staffing.tables import Staffing

MARKER = "penataan-demo.json"
"""Its presence says that the files beside it are fiction."""

README, DIRT = "BACA-SAYA.txt", "kotoran.json"
BOM = "\ufeff"


@dataclass(frozen=True)
class Written:
    """`files`: what import reads. `dirt`: every dirty place, empty for clean files."""

    directory: Path
    files: tuple[Path, ...]
    dirt: tuple[Spot, ...] = ()


def write(staffing: Staffing, directory: Path | str, *, dirty: bool = False, seed: int = SEED) -> Written:
    """Write `staffing` into `directory`: SIASN exports, the unit tree and our templates, a note and a marker.

    Same arguments, same bytes. Refuses (`Failure`) a folder that holds anything but an earlier demo.
    """
    folder = Path(directory)
    _make_room(folder)
    tables = files(staffing, references(), seed)
    spots: list[Spot] = []
    if dirty:
        tables, spots = soil(tables, seed)
    contents = {name: _content(name, table, staffing) for name, table in sorted(tables.items())}
    notes = {README: _note(staffing, tables, dirty).encode(), MARKER: _marker(staffing, tables, dirty, seed)}
    if dirty:
        notes[DIRT] = _json([asdict(spot) for spot in spots])
    for name, content in {**contents, **notes}.items():
        (folder / name).write_bytes(content)
    return Written(folder, tuple(folder / name for name in contents), tuple(spots))


def is_demo(directory: Path) -> bool:
    """Whether a folder holds a demo province."""
    return (directory / MARKER).is_file()


def _make_room(folder: Path) -> None:
    """An empty folder, or one whose earlier demo may go."""
    if folder.exists() and not folder.is_dir():
        raise Failure(f"{folder} bukan folder; beri nama folder yang kosong atau belum ada.")
    folder.mkdir(parents=True, exist_ok=True)
    present = {path.name for path in folder.iterdir()}
    if not present:
        return
    if MARKER not in present:
        raise Failure(f"Folder {folder} sudah berisi berkas lain; beri nama folder yang kosong atau belum ada.")
    earlier = json.loads((folder / MARKER).read_text("utf-8"))
    for name in {*earlier["files"], README, MARKER, DIRT} & present:
        (folder / name).unlink()


def _content(name: str, table: pd.DataFrame, staffing: Staffing) -> bytes:
    if name == TREE:
        return _workbook(table, "SOTK", staffing)
    if name in (PROFILE_PNS, PROFILE_PPPK):
        text = table.to_csv(sep="|", index=False, lineterminator="\n")
        return (BOM + text.replace(STRAY_QUOTE, '"')).encode()
    return table.to_csv(index=False, lineterminator="\n").encode()


def _workbook(table: pd.DataFrame, sheet: str, staffing: Staffing) -> bytes:
    """All cells are text; nothing in it depends on the clock."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"created": datetime.combine(staffing.as_of, datetime.min.time()), "title": "Data fiktif"})
    page = book.add_worksheet(sheet)
    page.write_row(0, 0, [str(name) for name in table.columns])
    for number, row in enumerate(table.itertuples(index=False), start=1):
        page.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _marker(staffing: Staffing, tables: Mapping[str, pd.DataFrame], dirty: bool, seed: int) -> bytes:
    rows = {name: len(table) for name, table in sorted(tables.items())}
    head = {"fictional": True, "as_of": staffing.as_of.isoformat(), "seed": seed, "dirty": dirty}
    return _json({**head, "files": rows})


_SAYS = {
    PROFILE_PNS: "ekspor profil SIASN bagi PNS, pemisah |",
    PROFILE_PPPK: "ekspor profil SIASN bagi PPPK, pemisah |",
    TREE: "pohon unit organisasi (SOTK)",
    "units.csv": "jenis, tipe dan wilayah unit, yang tidak ada pada SOTK",
    "posts.csv": "peta jabatan dengan formasi dan kebutuhan ABK",
    "post_competencies.csv": "tingkat kompetensi yang diminta tiap jabatan",
    "assignments.csv": "pelaksana tugas dan pelaksana harian; jabatan definitif ada pada ekspor profil",
    "career.csv": "riwayat jabatan",
    "appraisals.csv": "penilaian kinerja tahunan",
    "assessments.csv": "hasil uji kompetensi",
    "trainings.csv": "riwayat pelatihan",
    "sanctions.csv": "hukuman disiplin",
    "relations.csv": "hubungan keluarga dan benturan kepentingan",
    "preferences.csv": "minat pegawai atas jabatan, dan urutan calon menurut unit",
    "courses.csv": "katalog pelatihan",
    "course_competencies.csv": "kompetensi yang dinaikkan tiap pelatihan",
    "sessions.csv": "angkatan pelatihan tahun depan",
    "complaints.csv": "pengaduan masyarakat",
    "surveys.csv": "jawaban survei kepuasan masyarakat",
}


def _note(staffing: Staffing, tables: Mapping[str, pd.DataFrame], dirty: bool) -> str:
    width = max(map(len, tables))
    lines = [
        "DATA FIKTIF",
        "",
        "Semua orang, angka, dan kejadian dalam folder ini rekaan. Nama orang dirangkai acak; NIP berbentuk benar",
        "tetapi bernomor urut 000, yang tidak pernah diterbitkan. Nama perangkat daerah dan wilayah dipinjam agar",
        "tampak wajar; isinya tidak menggambarkan instansi mana pun.",
        "",
        f"Tanggal data: {staffing.as_of.isoformat()}",
        "",
        *(f"{name:{width}}  {_SAYS[name]} ({len(table)} baris)" for name, table in sorted(tables.items())),
    ]
    if dirty:
        lines += ["", f"Berkas-berkas ini sengaja dikotori; setiap tempatnya tercatat pada {DIRT}."]
    return "\n".join([*lines, ""])
