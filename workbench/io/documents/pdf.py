"""Blocks as PDF: accessible (PDF/UA-1), archivable (PDF/A-3a), and the same bytes for the same blocks.

What comes from data enters the typesetter as one JSON value; only `data/laporan/laporan.typ` is source.
"""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import typst

from workbench.io.documents import chain_picture, charts, formats
from workbench.io.documents.blocks import NUMBERS, Block, Chain, Chart, Front, Heading, Table, to_record
from workbench.io.documents.numbering import Numbered, numbered, stamp
from workbench.io.documents.typeface import printable
from workbench.io.resources import resource

STANDARDS: list[Any] = ["ua-1", "a-3a"]


class NotTypeset(RuntimeError):
    """The typesetter refused, or had to do without something: our mistake, never the reader's."""


def pdf(blocks: Iterable[Block]) -> bytes:
    """A whole document. The first block is its `Front`, whose `as_of` dates the file."""
    told = list(blocks)
    front = next(block for block in told if isinstance(block, Front))
    template = resource("data", "laporan", "laporan.typ")
    compiler = typst.Compiler(
        template,
        root=template.parent,
        font_paths=[resource("data", "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"isi": json.dumps(_content(told, front), ensure_ascii=False, sort_keys=True)},
    )
    moment = datetime.combine(date.fromisoformat(front.as_of), datetime.min.time(), UTC)
    try:
        content, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=moment)
    except typst.TypstError as error:
        raise NotTypeset(f"{error.message} {error.hints} {error.diagnostic}") from error
    if warnings or not isinstance(content, bytes):
        raise NotTypeset("; ".join(warning.message for warning in warnings) or "no single file came out")
    return content


def _content(blocks: list[Block], front: Front) -> dict[str, Any]:
    day = date.fromisoformat(front.as_of)
    return {
        "title": [_text(line) for line in front.title],
        "opening": [_text(line) for line in front.opening],
        "letterhead": _plain(to_record(front)["letterhead"]),
        "date": [day.year, day.month, day.day],
        "footer": _text(front.footer),
        "stamp": stamp(front),
        "fonts": list(front.fonts),
        "lang": front.lang,
        "blocks": [_block(told, front.lang) for told in numbered(blocks)],
    }


def _block(told: Numbered, lang: str) -> dict[str, Any]:
    """The record of a block with every value as the text that will be printed."""
    block = told.block
    match block:
        case Heading():
            return {
                "block": "heading",
                "level": block.level,
                "text": _text(f"{told.label} {block.text}".strip()),
                "page": block.annex and told.label == "Lampiran 1.",
            }
        case Table():
            return _table(block, told.label, lang)
        case Chart() | Chain():
            picture = charts.svg(block, lang) if isinstance(block, Chart) else chain_picture.svg(block)
            return {
                "block": "chart",
                "caption": _text(f"{told.label} {block.caption}"),
                "alt": _text(block.alt),
                "svg": printable(picture),
            }
    record = to_record(block)
    return record if record["block"] == "attachment" else _plain(record)


def _table(table: Table, label: str, lang: str) -> dict[str, Any]:
    columns, rows = [], [[] for _ in table.rows]  # type: ignore[var-annotated]
    for number, column in enumerate(table.columns):
        texts = [printable(formats.cell(row[number], column.kind, lang)) for row in table.rows]
        if column.under:
            for row, text in zip(rows, texts, strict=True):
                row[-1][1] = text
            continue
        columns.append({"label": _text(column.label), "width": column.width, "right": column.kind in NUMBERS})
        for row, text in zip(rows, texts, strict=True):
            row.append([text, None])
    caption = _text(f"{label} {table.caption}".strip())
    return {
        "block": "table",
        "caption": caption,
        "columns": columns,
        "rows": rows,
        "note": _text(table.note),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    return printable(formats.plain(text))
