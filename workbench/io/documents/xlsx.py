"""Tables as a workbook: text stays text whatever it begins with, and the same tables give the same bytes."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from workbench.io.documents import formats
from workbench.io.documents.blocks import Column, Table

WIDEST = 60
"""Characters; longer texts wrap."""

LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""


def workbook(sheets: Mapping[str, Sequence[Table]], as_of: date, lang: str = "id") -> bytes:
    """One sheet a name, its tables one below the other; `as_of` dates the file. A lone table gets a frozen head and a
    filter."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": datetime.combine(as_of, datetime.min.time()), "author": "penataan"})
    style = {
        "head": book.add_format({"bold": True, "top": 2, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "caption": book.add_format({"bold": True}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "whole": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "score": book.add_format({"num_format": "0.0", "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
    }
    for name, tables in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        if len(tables) == 1:
            _write(sheet, tables[0], 0, style, lang)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
            sheet.autofilter(0, 0, max(len(tables[0].rows), 1), len(tables[0].columns) - 1)
        else:
            row = 0
            for table in tables:
                sheet.write_string(row, 0, table.caption, style["caption"])
                row = _write(sheet, table, row + 1, style, lang) + 1
        for number, width in enumerate(_widths(tables, lang)):
            sheet.set_column(number, number, width)
    book.close()
    return out.getvalue()


def _write(sheet: Any, table: Table, top: int, style: Mapping[str, Any], lang: str) -> int:
    """The table from row `top` on; returns the row after its last."""
    for number, column in enumerate(table.columns):
        sheet.write_string(top, number, column.label, style["head"])
    for row, values in enumerate(table.rows, start=top + 1):
        for number, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            _cell(sheet, row, number, column, value, style, lang)
    return top + 1 + len(table.rows)


def _cell(sheet: Any, row: int, number: int, column: Column, value: Any, style: Mapping[str, Any], lang: str) -> None:
    if value is None:
        return
    if column.kind == "whole":
        sheet.write_number(row, number, value, style["whole"])
    elif column.kind == "score":
        sheet.write_number(row, number, value / formats.POINTS, style["score"])
    elif column.kind == "day":
        sheet.write_datetime(row, number, datetime.fromisoformat(value), style["day"])
    else:
        sheet.write_string(row, number, formats.cell(value, column.kind, lang)[:LONGEST], style["text"])


def _widths(tables: Sequence[Table], lang: str) -> list[int]:
    """For each column of a sheet the longest of its texts, within reason."""
    widths = [8] * max(len(table.columns) for table in tables)
    for table in tables:
        for number, column in enumerate(table.columns):
            texts = [formats.cell(row[number], column.kind, lang) for row in table.rows]
            longest = max([len(text) for text in texts] + [min(len(column.label), 14)])
            widths[number] = min(max(widths[number], longest + 2), WIDEST)
    return widths
