"""What an agency hands in, in small: a profile of three people, a tree of three units, a map of three posts."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import xlsxwriter

from workbench.io import importers, resources
from workbench.io.importers import Imported

AS_OF = date(2025, 10, 29)

ANI, BUDI, CITRA = "198003152005012001", "197507202000011002", "199001252015022003"

PEOPLE: tuple[Mapping[str, str], ...] = (
    {
        "NIP BARU": ANI,
        "NAMA": "Ani Lestari",
        "TANGGAL LAHIR": "15-03-1980",
        "JENIS KELAMIN": "F",
        "JENIS PEGAWAI NAMA": "PNS Daerah",
        "STATUS CPNS PNS": "P",
        "GOL AKHIR NAMA": "III/d",
        "TMT GOLONGAN": "01-04-2020",
        "MK TAHUN": "15",
        "MK BULAN": "3",
        "KEDUDUKAN HUKUM NAMA": "Aktif",
        "TMT CPNS": "01-01-2005",
        "TMT PNS": "01-03-2006",
        "TINGKAT PENDIDIKAN NAMA": "S-1/Sarjana",
        "PENDIDIKAN NAMA": "S-1 Hukum",
        "TAHUN LULUS": "2003",
        "UNOR ID": "0101",
        "UNOR NAMA": "Dinas Contoh",
        "JABATAN ID": "J001",
        "JABATAN NAMA": "Kepala Bidang",
        "TMT JABATAN": "05-01-2021",
        "NIK": "RAHASIA",
    },
    {
        "NIP BARU": BUDI,
        "NAMA": "Budi Santoso",
        "TANGGAL LAHIR": "20-07-1975",
        "JENIS KELAMIN": "M",
        "JENIS PEGAWAI NAMA": "PNS Daerah",
        "STATUS CPNS PNS": "P",
        "GOL AKHIR NAMA": "IV/a",
        "TMT GOLONGAN": "01-10-2019",
        "MK TAHUN": "20",
        "MK BULAN": "0",
        "KEDUDUKAN HUKUM NAMA": "Aktif",
        "TMT CPNS": "01-01-2000",
        "TMT PNS": "01-02-2001",
        "TINGKAT PENDIDIKAN NAMA": "S-2",
        "PENDIDIKAN NAMA": "S-2 Ekonomi",
        "TAHUN LULUS": "2010",
        "UNOR ID": "0102",
        "UNOR NAMA": "Badan Contoh",
        "JABATAN ID": "J002",
        "JABATAN NAMA": "Kepala Subbagian",
        "TMT JABATAN": "17-06-2019",
        "NIK": "RAHASIA",
    },
    {
        "NIP BARU": CITRA,
        "NAMA": "Citra Dewi",
        "TANGGAL LAHIR": "25-01-1990",
        "JENIS KELAMIN": "F",
        "JENIS PEGAWAI NAMA": "PNS Daerah",
        "STATUS CPNS PNS": "P",
        "GOL AKHIR NAMA": "III/b",
        "TMT GOLONGAN": "01-04-2019",
        "MK TAHUN": "4",
        "MK BULAN": "11",
        "KEDUDUKAN HUKUM NAMA": "Aktif",
        "TMT CPNS": "01-02-2015",
        "TMT PNS": "01-03-2016",
        "TINGKAT PENDIDIKAN NAMA": "S-1/Sarjana",
        "PENDIDIKAN NAMA": "S-1 Akuntansi",
        "TAHUN LULUS": "2013",
        "UNOR ID": "0102",
        "UNOR NAMA": "Badan Contoh",
        "JABATAN ID": "J003",
        "JABATAN NAMA": "Penata Layanan",
        "TMT JABATAN": "01-03-2016",
        "NIK": "RAHASIA",
    },
)

UNITS: tuple[Mapping[str, str], ...] = (
    {"ID": "01", "NAMA UNOR": "Provinsi Contoh", "DIATASAN ID": "", "URUTAN": "1"},
    {"ID": "0101", "NAMA UNOR": "-Dinas Contoh", "DIATASAN ID": "01", "URUTAN": "1"},
    {"ID": "0102", "NAMA UNOR": "-Badan Contoh", "DIATASAN ID": "01", "URUTAN": "2"},
)

POSTS: tuple[Mapping[str, str], ...] = (
    {"post": "P1", "unit": "0101", "title": "Kepala Bidang", "job": "J001", "head": "ya", "tier": "administrator",
     "capacity": "1"},
    {"post": "P2", "unit": "0102", "title": "Kepala Subbagian", "job": "J002", "head": "tidak", "tier": "pengawas",
     "capacity": "1"},
    {"post": "P3", "unit": "0102", "title": "Penata Layanan", "job": "J003", "head": "tidak", "tier": "pelaksana",
     "capacity": "2"},
)  # fmt: skip

Rows = Iterable[Mapping[str, str]]


def changed(rows: Rows, at: int, **cells: str) -> list[dict[str, str]]:
    """`rows` with some cells of one row changed; `TANGGAL_LAHIR` stands for TANGGAL LAHIR."""
    made = [dict(row) for row in rows]
    made[at].update({name.replace("_", " ") if name.isupper() else name: value for name, value in cells.items()})
    return made


def text(rows: Rows, sep: str = "|", newline: str = "\n") -> str:
    """Rows as delimited text, every row with the columns of the first."""
    listed = list(rows)
    titles = list(listed[0])
    lines = [sep.join(titles), *(sep.join(_quoted(row.get(title, ""), sep) for title in titles) for row in listed)]
    return newline.join(lines) + newline


def _quoted(cell: str, sep: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if sep in cell else cell


def sheet(rows: Rows, name: str = "Lembar1", **more: Rows) -> bytes:
    """Rows as an XLSX, text cells as text, numbers as numbers, dates as dates; `more`: further sheets."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for title, listed in {name: rows, **more}.items():
        page = book.add_worksheet(title)
        table = list(listed)
        titles = list(table[0])
        for column, heading in enumerate(titles):
            page.write_string(0, column, heading)
            for row, cells in enumerate(table, 1):
                _write(page, row, column, cells.get(heading, ""), day)
    book.close()
    return target.getvalue()


def _write(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        page.write_datetime(row, column, value, day)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    elif value:
        page.write_string(row, column, value)


def delivered(**files: bytes | str | None) -> list[tuple[str, bytes]]:
    """The three files, each replaced (or, by None, left out), and any further ones: `posts="..."`,
    `sanctions="..."`."""
    given: dict[str, bytes | str | None] = {"profil": text(PEOPLE), "unor": text(UNITS, ";"), "posts": text(POSTS, ",")}
    given.update(files)
    return [
        (name if "." in name else f"{name}.csv", content.encode() if isinstance(content, str) else content)
        for name, content in given.items()
        if content is not None
    ]


def imported(files: Sequence[tuple[str, bytes]] | None = None, **more: Any) -> Imported:
    """Read a delivery on the day of the tests."""
    chosen = {"as_of": AS_OF, "schemas": resources.schemas(), **more}
    return importers.read(delivered() if files is None else files, **chosen)


def with_people(people: Rows, **files: bytes | str | None) -> Imported:
    return imported(delivered(profil=text(people), **files))


def with_units(units: Rows, **files: bytes | str | None) -> Imported:
    return imported(delivered(unor=text(units, ";"), **files))


def with_posts(posts: Rows, **files: bytes | str | None) -> Imported:
    return imported(delivered(posts=text(posts, ","), **files))


def only(result: Imported, rule: str) -> Mapping[str, Any]:
    """The single problem of that rule; fails when there is another number of them."""
    rows = result.problems[result.problems["rule"] == rule]
    assert len(rows) == 1, f"{len(rows)} problems {rule}; all: {told(result)}"
    return {str(name): value for name, value in rows.iloc[0].items()}


def told(result: Imported) -> list[tuple[str, str, int, str]]:
    """rule, file, row, found of every problem."""
    rows = result.problems
    return [
        (str(r), str(f), 0 if pd.isna(n) else int(n), str(x))
        for r, f, n, x in zip(rows["rule"], rows["file"], rows["row"], rows["found"], strict=True)
    ]


def rules(result: Imported) -> set[str]:
    return set(result.problems["rule"])


def cell(result: Imported, table: str, column: str, key: str) -> Any:
    """One cell of what was imported, by the first key column."""
    assert result.staffing is not None, f"refused: {told(result)}"
    frame = getattr(result.staffing, table)
    return frame.loc[frame.iloc[:, 0] == key, column].iloc[0]


def assert_refused_for(result: Imported, rule: str) -> Mapping[str, Any]:
    """Nothing is imported, and the reason is the one problem `rule` of severity error."""
    assert result.staffing is None
    problem = only(result, rule)
    assert problem["severity"] == "error"
    return problem


def assert_unknown(result: Imported, table: str, column: str, key: str) -> None:
    """The snapshot is made, and this cell is missing in it."""
    assert pd.isna(cell(result, table, column, key)), f"{table}.{column} of {key} is {cell(result, table, column, key)}"


def places(result: Imported, rule: str) -> list[int]:
    """The rows on which that rule was broken."""
    return sorted(row for broken, _, row, _ in told(result) if broken == rule)
