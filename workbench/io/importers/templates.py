"""Empty spreadsheets for what SIASN lacks: one per table, its titles in Indonesian, its notes on a second sheet."""

import io
from pathlib import Path
from typing import Any

import xlsxwriter

from workbench.io.importers.settings import Settings
from workbench.staffing import Column, Schema, Schemas

LAST_ROW = 1_048_575
TYPES = {
    "id": "teks (jangan biarkan menjadi angka)",
    "text": "teks",
    "code": "salah satu dari daftar pada lembar Kode",
    "date": "tanggal TTTT-BB-HH",
    "whole": "bilangan bulat",
    "flag": "ya atau tidak",
    "list": "beberapa isi, dipisah titik koma",
}
EXAMPLES = {"date": "2025-10-29", "whole": "12", "flag": "ya", "list": "Hukum;Administrasi Publik", "id": "0012"}


def write_templates(folder: Path, schemas: Schemas, settings: Settings) -> list[Path]:
    """`templat_<table>.xlsx` for each table, and `templat_lengkap.xlsx` with all of them as sheets. Files that are
    there already are left alone and not listed: somebody may have filled them."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted: dict[str, tuple[str, ...]] = {f"templat_{name}.xlsx": (name,) for name in schemas.tables}
    wanted["templat_lengkap.xlsx"] = tuple(schemas.tables)
    written = []
    for name, tables in wanted.items():
        path = folder / name
        if not path.exists():
            path.write_bytes(template(tables, schemas, settings))
            written.append(path)
    return written


def template(tables: tuple[str, ...], schemas: Schemas, settings: Settings) -> bytes:
    """One workbook: a sheet per table (named like it, titles frozen, ids as text), then the notes and the codes."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    book = xlsxwriter.Workbook(target, options)
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "must": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top", "italic": True}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "whole": book.add_format({"num_format": "0"}),
    }
    sheets = {name: book.add_worksheet(name) for name in tables}
    notes, codes = book.add_worksheet("Catatan"), book.add_worksheet("Kode")
    ranges = _codes(codes, [schemas[name] for name in tables], schemas, formats)
    for name, sheet in sheets.items():
        _table(sheet, schemas[name], ranges, formats)
    _notes(notes, tables, schemas, settings, formats)
    book.close()
    return target.getvalue()


def _table(sheet: Any, schema: Schema, ranges: dict[str, str], formats: dict[str, Any]) -> None:
    for at, column in enumerate(schema.columns):
        form = formats["date" if column.type == "date" else "whole" if column.type == "whole" else "text"]
        sheet.set_column(at, at, max(12, min(30, len(column.label) + 4)), form)
        sheet.write_string(0, at, column.label, formats["must" if column.required else "head"])
        source = ranges.get(column.ref) if column.type == "code" else '"ya,tidak"' if column.type == "flag" else None
        if source:
            rule = {"validate": "list", "source": source.strip('"').split(",") if source[0] == '"' else source}
            sheet.data_validation(1, at, LAST_ROW, at, {**rule, "error_type": "warning"})
    sheet.freeze_panes(1, 0)


def _codes(sheet: Any, shown: list[Schema], schemas: Schemas, formats: dict[str, Any]) -> dict[str, str]:
    """One column per kind of code with its labels; returns where each stands, for the drop-down lists."""
    kinds = list(dict.fromkeys(column.ref for schema in shown for column in schema.columns if column.type == "code"))
    ranges = {}
    for at, kind in enumerate(kinds):
        labels = list(schemas.vocabulary.label(kind))
        sheet.set_column(at, at, 28, formats["text"])
        sheet.write_string(0, at, kind, formats["head"])
        for row, label in enumerate(labels, 1):
            sheet.write_string(row, at, label)
        letters = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
        ranges[kind] = f"=Kode!{letters}$2:{letters}${len(labels) + 1}"
    sheet.freeze_panes(1, 0)
    return ranges


NOTE_TITLES = ("Lembar", "Kolom", "Wajib", "Bentuk isi", "Satuan", "Arti", "Nama di sistem", "English", "Contoh")


def _notes(sheet: Any, tables: tuple[str, ...], schemas: Schemas, settings: Settings, formats: dict[str, Any]) -> None:
    for at, (title, width) in enumerate(zip(NOTE_TITLES, (22, 24, 10, 34, 20, 60, 18, 24, 24), strict=True)):
        sheet.set_column(at, at, width, formats["wrap"])
        sheet.write_string(0, at, title, formats["head"])
    row = 1
    for name in tables:
        for column in schemas[name].columns:
            for at, text in enumerate(_note(name, column, schemas, settings)):
                sheet.write_string(row, at, text)
            row += 1
    sheet.freeze_panes(1, 0)


def _note(table: str, column: Column, schemas: Schemas, settings: Settings) -> tuple[str, ...]:
    must = "kunci" if column.key else "ya" if column.required else ""
    kind = TYPES[column.type]
    if column.type == "id" and column.ref:
        kind = f"{settings.table_labels[column.ref][0]}: {schemas[column.ref].columns[0].label}, teks"
    labels = list(schemas.vocabulary.label(column.ref)) if column.type == "code" else []
    example = labels[0] if labels else EXAMPLES.get(column.type, "")
    return (
        f"{table} ({settings.table_labels[table][0]})",
        column.label,
        must,
        kind,
        column.unit,
        column.description,
        column.name,
        column.label_en,
        example,
    )
