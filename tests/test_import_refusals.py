"""A file that is not what it claims is refused in one clear sentence, and changes nothing."""

import io
import struct
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from deliveries import (
    PEOPLE,
    POSTS,
    UNITS,
    assert_refused_for,
    delivered,
    imported,
    only,
    sheet,
    text,
    told,
)
from workbench.io import importers
from workbench.io.failure import Failure
from workbench.io.importers import Imported, settings
from workbench.io.importers.settings import Limits, Settings
from workbench.io.workspace import Workspace


def refused(content: bytes, name: str = "berkas.csv", **limits: int) -> Imported:
    """What comes of a good delivery with one bad file in it."""
    return imported(delivered(**{name: content}), settings=within(**limits))


def within(**limits: int) -> Settings:
    """The agency's settings with tighter limits, so that a test need not be large."""
    own = settings.default()
    return replace(own, limits=replace(own.limits, **limits))


def assert_one_sentence(result: Imported, rule: str, words: str) -> None:
    assert_refused_for(result, rule)
    (sentence,) = result.refusals
    assert sentence.startswith("berkas.") and words in sentence
    assert "\n" not in sentence and "None" not in sentence and "{}" not in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", "dokumen PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "gambar PNG"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "gambar JPEG"),
        (b"<html><table><tr><td>NIP</td></tr></table></html>", "halaman web"),
        (b"  \n<!DOCTYPE html><html></html>", "halaman web"),
        (b"Rar!\x1a\x07\x00" + b"x" * 50, "arsip RAR"),
        (b"SQLite format 3\0" + b"\0" * 80, "basis data SQLite"),
    ],
)
def test_a_file_that_only_claims_to_be_a_table_is_refused_by_what_it_is(content, words):
    assert_one_sentence(refused(content), "not_a_table", words)


def test_half_of_a_spreadsheet_is_refused():
    whole = sheet(PEOPLE)
    assert_one_sentence(refused(whole[: len(whole) // 2], "berkas.xlsx"), "broken_xlsx", "terpotong")


def test_a_spreadsheet_with_a_damaged_part_is_refused():
    whole = bytearray(sheet(PEOPLE))
    at = whole.index(b"xl/worksheets/sheet1.xml") + 60
    whole[at : at + 20] = b"\0" * 20
    result = refused(bytes(whole), "berkas.xlsx")
    assert_one_sentence(result, "broken_xlsx", "sheet1.xml tidak utuh")


def archive(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


SKELETON = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}


def test_a_zip_bomb_is_refused_by_the_size_it_declares():
    bomb = archive({**SKELETON, "xl/sharedStrings.xml": b"0" * 3_000_000})
    assert len(bomb) < 10_000
    assert_one_sentence(refused(bomb, "berkas.xlsx", inflated_bytes=1_000_000), "bomb", "jauh lebih besar")


def test_a_zip_bomb_that_lies_about_its_size_is_refused_while_it_inflates():
    bomb = archive({**SKELETON, "xl/sharedStrings.xml": b"0" * 3_000_000})
    lying = bomb.replace(struct.pack("<L", 3_000_000), struct.pack("<L", 300))
    assert lying != bomb
    assert_one_sentence(refused(lying, "berkas.xlsx", inflated_bytes=1_000_000), "bomb", "daripada yang dinyatakan")


def test_an_archive_of_very_many_parts_is_refused():
    many = archive({**SKELETON, **{f"xl/x{n}.xml": b"x" for n in range(40)}})
    assert_one_sentence(refused(many, "berkas.xlsx", zip_entries=20), "bomb", "42 bagian")


def with_sheet(xml: bytes) -> bytes:
    """A whole spreadsheet whose sheet is `xml`."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet(PEOPLE))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in source.infolist():
            content = xml if part.filename == "xl/worksheets/sheet1.xml" else source.read(part)
            made.writestr(part.filename, content)
    return target.getvalue()


def grid_of(cells: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + space + b'"><sheetData>' + cells + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        (
            b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="SA1048576"><v>1</v></c></row>',
            "too_many_rows",
        ),
        (b'<row r="1"><c r="XFD1"><v>1</v></c></row>', "too_wide"),
        (b'<row r="1"><c s="1"><v>1</v></c></row>', "broken_xlsx"),
    ],
)
def test_a_sheet_whose_rectangle_would_fill_the_memory_is_refused_before_it_is_read(cells, rule):
    assert_refused_for(refused(with_sheet(grid_of(cells)), "berkas.xlsx"), rule)


def test_a_sheet_with_entities_that_expand_is_refused():
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + grid_of(b"")
    assert_one_sentence(refused(with_sheet(xml), "berkas.xlsx"), "broken_xlsx", "definisi dokumen")


def test_a_spreadsheet_with_a_password_is_refused():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    assert_one_sentence(refused(ole, "berkas.xlsx"), "encrypted", "kata sandi")


def test_an_old_xls_and_an_ods_are_refused_with_the_way_out():
    xls = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "Workbook".encode("utf-16-le")
    assert_one_sentence(refused(xls, "berkas.xls"), "old_format", "simpan sebagai XLSX")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", "<x/>")
    assert_one_sentence(refused(target.getvalue(), "berkas.ods"), "old_format", "simpan sebagai XLSX")


def test_a_word_document_and_a_plain_archive_are_refused():
    assert_one_sentence(refused(archive({"word/document.xml": b"<x/>"}), "berkas.docx"), "not_a_table", "dokumen Word")
    assert_one_sentence(refused(archive({"a.csv": b"x"}), "berkas.zip"), "not_a_table", "arsip ZIP")


@pytest.mark.parametrize("content", [b"", b" \r\n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(content):
    assert_one_sentence(refused(content), "empty_file", "kosong")


def test_a_spreadsheet_of_empty_sheets_is_refused():
    assert_refused_for(refused(sheet([{"": ""}]), "berkas.xlsx"), "empty_file")


def test_a_csv_with_nul_bytes_is_refused():
    assert_one_sentence(refused(b"nip,name\n1\0,A\n"), "nul_bytes", "bita NUL")


@pytest.mark.parametrize("content", [b"nip,name\n1,\x81\x8d\n", b"\xef\xbb\xbfnip\xff,name\n", b"\xff\xfe\0\0n\0\0\0"])
def test_letters_that_no_encoding_explains_are_refused(content):
    assert_one_sentence(refused(content), "encoding_unreadable", "UTF-8")


def test_very_many_blank_rows_are_refused():
    blank = (text(POSTS, ",") + ",,,,,,\n" * 300_000).encode()
    assert_one_sentence(refused(blank), "blank_rows", "baris kosong")
    empty = (text(POSTS, ",") + "\n" * 300_000).encode()
    assert_one_sentence(refused(empty), "blank_rows", "baris kosong")


def test_very_many_blank_rows_of_a_spreadsheet_are_refused():
    rows = [*POSTS, *[{"post": " "}] * 300, {**POSTS[0], "post": "P9", "job": "J9"}]
    assert_refused_for(refused(sheet(rows, "posts"), "berkas.xlsx", blank_rows=200), "blank_rows")


def test_a_file_of_broken_rows_is_refused_instead_of_listing_them_all():
    assert_one_sentence(refused((text(POSTS, ",") + '"a,b\n' * 300).encode(), faulty_rows=200), "faulty_rows", "rusak")


def test_one_endless_line_is_refused_without_being_held():
    assert_one_sentence(refused(b"nip,name," + b"x" * 400_000), "line_too_long", "terlalu panjang")


def test_a_huge_file_is_refused_before_it_is_opened(tmp_path: Path):
    path = tmp_path / "berkas.csv"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    assert_one_sentence(imported([*_on_disk(tmp_path), path]), "too_big", "500 MB")


def _on_disk(folder: Path) -> list[Path]:
    paths = []
    for name, content in delivered():
        (folder / name).write_bytes(content)
        paths.append(folder / name)
    return paths


def test_too_many_rows_or_columns_are_refused():
    assert_refused_for(refused(text(POSTS * 9, ",").encode(), rows=10, blank_rows=0, header_rows=2), "too_many_rows")
    wide = ",".join(f"k{n}" for n in range(40)) + ",post,unit,title,head,tier,capacity\n"
    assert_refused_for(imported([("posts.csv", wide.encode())], settings=within(columns=30)), "unrecognised")
    known = "post,unit,title,head,tier,capacity" + "," * 30 + "x\n"
    assert_refused_for(imported([("posts.csv", known.encode())], settings=within(columns=30)), "too_wide")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    assert_one_sentence(imported([tmp_path / "berkas.csv"]), "missing_file", "tidak dapat dibuka")


def test_a_table_that_nobody_knows_is_refused_and_its_titles_are_shown():
    assert_one_sentence(refused(b"warna;bentuk\nmerah;bulat\n"), "unrecognised", "warna; bentuk")


def test_titles_that_fit_two_tables_are_refused_with_both_names():
    problem = assert_refused_for(imported(delivered(berkas="course,name,competency\nA,B,C\n")), "ambiguous_table")
    assert "course_competencies dan courses" in problem["expected"]


def test_an_export_without_its_key_column_is_refused_by_the_name_of_the_column():
    people = [{("NIP LAIN" if name == "NIP BARU" else name): value for name, value in row.items()} for row in PEOPLE]
    problem = assert_refused_for(imported(delivered(profil=text(people))), "missing_key_column")
    assert "NIP BARU" in problem["expected"]
    units = [{("KODE" if name == "ID" else name): value for name, value in row.items()} for row in UNITS]
    assert_refused_for(imported(delivered(unor=text(units))), "missing_key_column")
    assert_refused_for(imported(delivered(posts="unit,title,head,tier,capacity\n")), "missing_key_column")


def test_a_title_that_occurs_twice_is_refused():
    doubled = text(POSTS, ",").replace("title", "unit", 1)
    assert only(imported(delivered(posts=doubled)), "duplicate_header")["found"] == "unit"


def test_without_a_date_the_import_asks_and_never_takes_today():
    result = imported(as_of=None)
    assert_refused_for(result, "no_date")
    assert result.as_of is None


def test_nothing_to_take_is_said():
    assert_refused_for(imported([]), "nothing_to_take")
    assert_refused_for(imported([("posts.csv", b"post,unit,title,head,tier,capacity\n")]), "nothing_to_take")


def test_every_bad_file_has_its_sentence():
    result = imported(delivered(**{"a.csv": b"%PDF-1.4", "b.xlsx": b"PK\x03\x04", "c.csv": b""}))
    assert [sentence.split(":")[0] for sentence in sorted(result.refusals)] == ["a.csv", "b.xlsx", "c.csv"]


def test_a_refused_import_changes_nothing_on_disk(tmp_path: Path):
    workspace = Workspace.create(tmp_path / "kerja")
    before = sorted(path.name for path in workspace.home.rglob("*"))
    with pytest.raises(Failure, match="Impor ditolak"):
        importers.take(workspace, refused(b"%PDF-1.4"))
    assert sorted(path.name for path in workspace.home.rglob("*")) == before


def test_a_stopped_import_ends_at_once():
    stop = Event()
    stop.set()
    with pytest.raises(importers.Stopped, match="tidak ada yang berubah"):
        imported(stop=stop)


def test_progress_only_rises_and_ends_at_one():
    steps: list[float] = []
    imported(progress=lambda done, words: steps.append(done))
    assert steps == sorted(steps) and steps[-1] == 1.0


def test_every_limit_is_a_setting():
    assert all(getattr(settings.default().limits, name) > 0 for name in Limits.__dataclass_fields__)


def test_a_date_given_wins_over_the_mark_of_a_demo():
    mark = b'{"as_of": "2025-10-29", "fictional": true, "seed": 1}'
    files = delivered(**{"penataan-demo.json": mark})
    assert imported(files, as_of=None).as_of == date(2025, 10, 29)
    assert imported(files, as_of=date(2024, 1, 1)).as_of == date(2024, 1, 1)
    assert imported(files, as_of=None).fictional
    assert not imported().fictional
    with pytest.raises(Failure, match="tidak terbaca"):
        imported(delivered(**{"penataan-demo.json": b"{}"}))
    assert told(imported(files, as_of=None)) == []
