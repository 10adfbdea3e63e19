"""From bytes to grids of text: what a file is, whether it may be opened at all, and its cells with their row numbers.

Nothing here knows a table. A file that is not what it claims is `Unusable`, before its content takes up memory.
"""

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from workbench.io.importers.lines import Quoted, Record, delimiter_of, records
from workbench.io.importers.settings import Limits

CHUNK = 1 << 20


class Unusable(Exception):
    """This file or sheet cannot be taken: the rule that says why, what was found, and the detail of what was
    expected."""

    def __init__(self, rule: str, found: str = "", detail: str = "") -> None:
        super().__init__(rule, found, detail)
        self.rule, self.found, self.detail = rule, found, detail


@dataclass(frozen=True, eq=False)
class Body:
    """The cells of some columns below the header. `rows`: 1-based, as a spreadsheet shows them. `numbers`, `dates`:
    which cells of a column were numbers or dates rather than text (only a spreadsheet can tell). `faults`: rule, row,
    found, detail."""

    rows: np.ndarray
    columns: Mapping[int, np.ndarray]
    numbers: Mapping[int, np.ndarray] = field(default_factory=dict)
    dates: Mapping[int, np.ndarray] = field(default_factory=dict)
    faults: tuple[tuple[str, int, str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet: its first rows, and a way to read the columns that are wanted. `form` says what kind of file it
    was."""

    file: str
    sheet: str
    form: str
    head: tuple[tuple[str, ...], ...]
    body: Callable[[int, Sequence[int]], Body]
    faults: tuple[tuple[str, int, str, str], ...] = ()
    hidden: bool = False

    @property
    def place(self) -> str:
        return f"{self.file} › {self.sheet}" if self.sheet else self.file


def grids(name: str, content: bytes, limits: Limits, known: frozenset[str]) -> list[Grid]:
    """The sheets of one file. `known`: folded headers that tell a delimiter from an ordinary letter.

    Raises `Unusable`.
    """
    if len(content) > limits.file_bytes:
        raise Unusable("too_big", size_words(len(content)), size_words(limits.file_bytes))
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Unusable("empty_file", size_words(len(content)))
    _refuse_strangers(content)
    if content.startswith(b"PK"):
        return _workbook(name, content, limits)
    return [_text_file(name, content, limits, known)]


STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "dokumen PDF"),
    (b"\x89PNG", "gambar PNG"),
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"GIF8", "gambar GIF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7z"),
    (b"\x1f\x8b", "arsip gzip"),
    (b"{\\rtf", "dokumen RTF"),
    (b"<!doctype html", "halaman web"),
    (b"<html", "halaman web"),
    (b"<table", "halaman web"),
    (b"<?xml", "berkas XML"),
    (b"SQLite format 3", "basis data SQLite"),
)
"""How files begin that are not tables, whatever their names say."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _refuse_strangers(content: bytes) -> None:
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    for magic, words in STRANGERS:
        if start.startswith(magic.lower()):
            raise Unusable("not_a_table", words, words)
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Unusable("encrypted", "XLSX berkata sandi")
        raise Unusable("old_format", "XLS", "adalah XLS lama")


def size_words(count: int) -> str:
    """
    >>> size_words(1_500_000)
    '1,5 MB'
    """
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= step:
            return f"{count / step:.1f}".rstrip("0").rstrip(".").replace(".", ",") + f" {unit}"
    return f"{count} bita"


# text files -----------------------------------------------------------------------------------------------------------


def _text_file(name: str, content: bytes, limits: Limits, known: frozenset[str]) -> Grid:
    encoding, words = _encoding(content)

    def lines() -> Iterator[str]:
        stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline=None)
        while line := stream.readline(limits.line_chars + 1):
            if len(line) > limits.line_chars:
                raise Unusable("line_too_long", f"lebih dari {limits.line_chars} huruf", f"{limits.line_chars} huruf")
            yield line

    first = [line for line, _ in zip(lines(), range(limits.header_rows + 1), strict=False)]
    delimiter = delimiter_of(first[: limits.header_rows], known)
    most = Quoted(limits.quoted_lines, limits.cell_chars)
    above = zip(records(lines(), delimiter, most), range(limits.header_rows), strict=False)
    head = tuple(record.cells for record, _ in above)
    shown = {"\t": "tab"}.get(delimiter, delimiter)
    faults = (("encoding_fallback", 1, words, ""),) if encoding == "cp1252" else ()

    def body(header: int, wanted: Sequence[int]) -> Body:
        width = len(_trimmed(head[header]))
        if width > limits.columns:
            raise Unusable("too_wide", f"{width} kolom", f"{limits.columns} kolom")
        return _text_body(records(lines(), delimiter, most, width), header, wanted, width, limits)

    return Grid(name, "", f"CSV {shown} {words}", head, body, faults)


def _encoding(content: bytes) -> tuple[str, str]:
    """Codec, and its name for people. UTF-8 unless the bytes say otherwise; Windows-1252 as the last resort."""
    if content.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        raise Unusable("encoding_unreadable", "UTF-32")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        if not _decodes(content, "utf-16"):
            raise Unusable("encoding_unreadable", "UTF-16 yang rusak")
        return "utf-16", "UTF-16"
    if b"\0" in content:
        raise Unusable("nul_bytes", f"bita NUL pada letak {content.index(0) + 1}")
    if content.startswith(b"\xef\xbb\xbf"):
        if not _decodes(content, "utf-8"):
            raise Unusable("encoding_unreadable", "UTF-8 yang rusak")
        return "utf-8-sig", "UTF-8 dengan BOM"
    if _decodes(content, "utf-8"):
        return "utf-8", "UTF-8"
    if _decodes(content, "cp1252"):
        return "cp1252", "Windows-1252"
    raise Unusable("encoding_unreadable", "bukan UTF-8 dan bukan Windows-1252")


def _decodes(content: bytes, codec: str) -> bool:
    reader = io.TextIOWrapper(io.BytesIO(content), encoding=codec, newline="")
    try:
        while reader.read(CHUNK):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    """Without the empty cells at the end: a trailing delimiter is no column."""
    last = max((i for i, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]


def _text_body(found: Iterator[Record], header: int, wanted: Sequence[int], width: int, limits: Limits) -> Body:
    rows: list[int] = []
    kept: list[list[str]] = [[] for _ in wanted]
    faults: list[tuple[str, int, str, str]] = []
    blank = 0
    for record in found:
        if record.row <= header + 1:
            continue
        if record.row > limits.rows + limits.blank_rows + limits.header_rows:
            raise Unusable("too_many_rows", f"lebih dari {limits.rows} baris", f"{limits.rows} baris")
        cells = record.cells
        if not any(cells) or not any(cell.strip() for cell in cells):
            blank += 1
            if blank > limits.blank_rows:
                raise Unusable(
                    "blank_rows", f"lebih dari {limits.blank_rows} baris kosong", f"{limits.blank_rows} baris"
                )
            continue
        if len(faults) > limits.faulty_rows:
            raise Unusable("faulty_rows", f"lebih dari {limits.faulty_rows} baris rusak", f"{limits.faulty_rows} baris")
        if record.stray:
            faults.append(("stray_quote", record.row, record.stray[:80], ""))
        if len(cells) != width:
            cells = tuple(cells[:width]) if len(_trimmed(cells)) <= width <= len(cells) else ()
            if not cells:
                faults.append(("ragged_row", record.row, f"{len(record.cells)} sel", str(width)))
                continue
        rows.append(record.row)
        for out, index in zip(kept, wanted, strict=True):
            out.append(cells[index])
    if len(rows) > limits.rows:
        raise Unusable("too_many_rows", f"{len(rows)} baris", f"{limits.rows} baris")
    columns = {index: np.array(cells, dtype=object) for index, cells in zip(wanted, kept, strict=True)}
    return Body(np.array(rows, dtype=np.int64), columns, faults=tuple(faults))


# spreadsheets ---------------------------------------------------------------------------------------------------------


def _workbook(name: str, content: bytes, limits: Limits) -> list[Grid]:
    inspect_archive(content, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        listed = [(meta.name, meta.visible) for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        return [_sheet(name, book, sheet, visible != SheetVisibleEnum.Visible, limits) for sheet, visible in listed]
    except PasswordError as error:
        raise Unusable("encrypted", "XLSX berkata sandi") from error
    except CalamineError as error:
        raise Unusable("broken_xlsx", "isinya tidak terbaca") from error
    except BaseException as error:
        # The reader is compiled: what it did not foresee arrives as its own PanicException, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Unusable("broken_xlsx", "isinya tidak terbaca") from error


def _sheet(file: str, book: CalamineWorkbook, name: str, hidden: bool, limits: Limits) -> Grid:
    sheet = book.get_sheet_by_name(name)
    every = [list(row) for row in sheet.iter_rows()]
    head = tuple(tuple(_text(value) for value in row) for row in every[: limits.header_rows])

    def body(header: int, wanted: Sequence[int]) -> Body:
        return _sheet_body(every, header, len(_trimmed(head[header])), wanted, limits)

    return Grid(file, name, "XLSX", head, body, hidden=hidden)


def _sheet_body(every: list[list[Any]], header: int, width: int, wanted: Sequence[int], limits: Limits) -> Body:
    filled = [i for i in range(header + 1, len(every)) if any(v != "" and not _blank(v) for v in every[i])]
    last = filled[-1] if filled else header
    blank = max(last - header - len(filled), len(every) - 1 - last)
    if blank > limits.blank_rows:
        raise Unusable("blank_rows", f"{blank} baris kosong", f"{limits.blank_rows} baris")
    if len(filled) > limits.rows:
        raise Unusable("too_many_rows", f"{len(filled)} baris", f"{limits.rows} baris")
    over = [i for i in filled if any(v != "" and not _blank(v) for v in every[i][width:])]
    if len(over) > limits.faulty_rows:
        raise Unusable("faulty_rows", f"{len(over)} baris rusak", f"{limits.faulty_rows} baris")
    faults = tuple(
        ("ragged_row", i + 1, f"{len(_trimmed([_text(v) for v in every[i]]))} sel", str(width)) for i in over
    )
    outside = set(over)
    filled = [i for i in filled if i not in outside]
    columns, numbers, dates = {}, {}, {}
    for index in wanted:
        values = [every[i][index] for i in filled]
        columns[index] = np.array([_text(value) for value in values], dtype=object)
        numbers[index] = np.array([isinstance(v, int | float) and not isinstance(v, bool) for v in values], dtype=bool)
        dates[index] = np.array([isinstance(v, datetime.date) for v in values], dtype=bool)
    return Body(np.array(filled, dtype=np.int64) + 1, columns, numbers, dates, faults)


def _blank(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _text(value: Any) -> str:
    """A cell as text: whole numbers without a decimal point, dates as ISO, yes and no as words."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


CELL = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,8})["']""")
ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr\s*=\s*["'](\d{1,9})["']""")
BARE = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r\s*=)\w+\s*=\s*[\"'][^\"']*[\"'])*\s*/?>")
"""An address of a cell, the number of a row, and a cell without an address."""


def inspect_archive(content: bytes, limits: Limits) -> None:
    """Refuse an archive that is not a whole, plain, reasonably sized XLSX, without unpacking it into memory.

    Sizes are counted by inflating every part, since the sizes that an archive declares may lie; the extent of each
    sheet is read from its cell addresses, since the reader allocates the full rectangle. Raises `Unusable`.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise Unusable("broken_xlsx", "arsipnya terpotong") from error
    names = {entry.filename for entry in entries}
    _refuse_other_archives(names, content)
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > limits.zip_entries or declared > limits.inflated_bytes:
        raise Unusable("bomb", f"{size_words(declared)} dalam {len(entries)} bagian", size_words(limits.inflated_bytes))
    left = limits.inflated_bytes
    for entry in entries:
        left -= _inspect_part(content, entry, left, limits)


def _refuse_other_archives(names: set[str], content: bytes) -> None:
    if b"application/vnd.oasis.opendocument" in content[:200]:
        raise Unusable("old_format", "ODS", "adalah ODS")
    if "xl/workbook.bin" in names:
        raise Unusable("old_format", "XLSB", "adalah XLSB")
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        word = "dokumen Word" if "word/document.xml" in names else "arsip ZIP"
        raise Unusable("not_a_table", word, word)


def _inspect_part(content: bytes, entry: zipfile.ZipInfo, left: int, limits: Limits) -> int:
    """Inflate one part in small pieces and look at it; returns its true size."""
    if entry.flag_bits & 1:
        raise Unusable("encrypted", "XLSX berkata sandi")
    scan = _Scan(entry.filename, limits)
    size, check = 0, 0
    for piece in _pieces(content, entry):
        size += len(piece)
        check = zlib.crc32(piece, check)
        if size > left or size > entry.file_size:
            raise Unusable(
                "bomb", "isi sebenarnya lebih besar daripada yang dinyatakan", size_words(limits.inflated_bytes)
            )
        scan.see(piece)
    if size != entry.file_size or check != entry.CRC:
        raise Unusable("broken_xlsx", f"bagian {entry.filename} tidak utuh")
    return size


def _pieces(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    start = entry.header_offset
    if content[start : start + 4] != b"PK\x03\x04":
        raise Unusable("broken_xlsx", f"bagian {entry.filename} tidak utuh")
    name, extra = (int.from_bytes(content[start + at : start + at + 2], "little") for at in (26, 28))
    at = start + 30 + name + extra
    raw = memoryview(content)[at : at + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(raw[i : i + CHUNK]) for i in range(0, len(raw), CHUNK))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise Unusable("broken_xlsx", f"bagian {entry.filename} dimampatkan dengan cara yang tidak dikenal")
    inflater = zlib.decompressobj(-15)
    waiting = bytes(raw)
    try:
        while piece := inflater.decompress(waiting, CHUNK):
            yield piece
            waiting = inflater.unconsumed_tail
    except zlib.error as error:
        raise Unusable("broken_xlsx", f"bagian {entry.filename} tidak utuh") from error


class _Scan:
    """Watches one part go by: no document type (entities that expand), and no sheet wider or longer than allowed."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.is_xml = name.endswith((".xml", ".rels"))
        self.is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
        self.limits, self.tail = limits, b""
        self.last_row, self.last_column = 0, 0

    def see(self, piece: bytes) -> None:
        if not self.is_xml:
            return
        text = self.tail + piece
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise Unusable("broken_xlsx", "memuat definisi dokumen yang tidak semestinya")
        if self.is_sheet:
            self._measure(text)
        self.tail = text[-512:]

    def _measure(self, text: bytes) -> None:
        if BARE.search(text):
            raise Unusable("broken_xlsx", "sel tanpa alamat; simpan ulang dengan aplikasi lembar kerja")
        cells = set(CELL.findall(text))
        self.last_row = max([self.last_row, *(int(row) for _, row in cells), *map(int, ROW.findall(text))])
        self.last_column = max([self.last_column, *(_number(column) for column in {column for column, _ in cells})])
        if self.last_column > self.limits.columns:
            raise Unusable("too_wide", f"{self.last_column} kolom", f"{self.limits.columns} kolom")
        if self.last_row * self.last_column > self.limits.cells:
            found = f"{self.last_row} baris kali {self.last_column} kolom"
            raise Unusable("too_many_rows", found, f"{self.limits.cells} sel")


def _number(letters: bytes) -> int:
    """1-based number of a column.

    >>> _number(b"A"), _number(b"AA")
    (1, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
