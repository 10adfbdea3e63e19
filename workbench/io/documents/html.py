"""Blocks as HTML: a fragment in a notebook, or one page that asks nobody for anything.

Whatever comes from data is escaped here, each time; the page also forbids scripts and requests by its own policy.
"""

from collections.abc import Iterable
from functools import cache
from html import escape

from workbench.io.documents import chain_picture, charts, formats
from workbench.io.documents.blocks import (
    NUMBERS,
    Attachment,
    Block,
    Chain,
    Chart,
    Front,
    Heading,
    Items,
    Paragraph,
    Signature,
    Table,
)
from workbench.io.documents.numbering import Numbered, numbered, stamp
from workbench.io.resources import resource

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


def page(blocks: Iterable[Block]) -> str:
    """A whole document. The first block is its `Front`."""
    told = list(blocks)
    front = next(block for block in told if isinstance(block, Front))
    body = "\n".join(_fragment(number, front.lang) for number in numbered(told))
    title = formats.plain(" ".join(front.title))
    return (
        f'<!doctype html>\n<html lang="{escape(front.lang)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>\n<style>{_style()}</style></head>\n"
        f'<body><main class="kertas">\n{body}\n<footer>{_text(front.footer)}</footer>\n</main></body></html>\n'
    )


def fragment(block: Block) -> str:
    """One block by itself, as a notebook shows it."""
    return _fragment(numbered([block])[0], block.lang if isinstance(block, Front) else "id")


def _fragment(told: Numbered, lang: str) -> str:
    block = told.block
    match block:
        case Front():
            return _front(block)
        case Heading():
            tag, label = f"h{block.level + 1}", f"{told.label} " if told.label else ""
            return f"<{tag}>{_text(label + block.text)}</{tag}>"
        case Paragraph():
            return f"<p{' class=perhatian' if block.notice else ''}>{_text(block.text)}</p>"
        case Items():
            tag, items = "ol" if block.numbered else "ul", "".join(f"<li>{_text(item)}</li>" for item in block.items)
            return f"<{tag}>{items}</{tag}>"
        case Table():
            return _table(block, told.label, lang)
        case Chart() | Chain():
            picture = charts.svg(block, lang) if isinstance(block, Chart) else chain_picture.svg(block)
            return (
                f'<figure role="img" aria-label="{_text(block.alt)}">'
                f"<figcaption>{_text(f'{told.label} {block.caption}')}</figcaption>{picture}</figure>"
            )
        case Signature():
            return (
                f'<div class="tanda-tangan"><p>{_text(block.place)}, ............................<br>'
                f'{_text(block.signer)},</p><p class="ruang"></p>'
                "<p>( ............................................ )<br>NIP</p></div>"
            )
        case Attachment():
            return f'<p class="lampiran">{_text(f"Lampiran berkas: {block.name}, {block.description}")}</p>'


def _front(front: Front) -> str:
    head, lines = front.letterhead, "<br>".join(_text(line) for line in (*front.opening, *front.title))
    address = "<br>".join(_text(line) for line in head.address)
    mark = stamp(front)
    return (
        (f'<p class="cap">{_text(mark)}</p>' if mark else "")
        + f'<header class="kop"><span class="lambang" aria-hidden="true">lambang<br>daerah</span><div>'
        f'<p class="pemerintah">{_text(head.government)}</p><p class="badan">{_text(head.agency)}</p>'
        f'<p class="alamat">{address}</p></div><span></span></header>'
        f"<h1>{lines}</h1>"
        f'<p class="nomor">Nomor {_text(front.number) or "............................................"}</p>'
    )


def _table(table: Table, label: str, lang: str) -> str:
    shown = [number for number, column in enumerate(table.columns) if not column.under]
    below = {
        number: number + 1 for number in shown if number + 1 < len(table.columns) and table.columns[number + 1].under
    }
    head = "".join(
        f'<th scope="col"{_side(table, number)}>{_text(table.columns[number].label)}</th>' for number in shown
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f"<td{_side(table, number)}>{_cell(table, row, number, lang)}"
            + (f"<small>{_cell(table, row, below[number], lang)}</small>" if number in below else "")
            + "</td>"
            for number in shown
        )
        + "</tr>"
        for row in table.rows
    )
    note = f'<p class="catatan">{_text(table.note)}</p>' if table.note else ""
    caption = _text(f"{label} {table.caption}".strip())
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}"


def _side(table: Table, number: int) -> str:
    return ' class="n"' if table.columns[number].kind in NUMBERS else ""


def _cell(table: Table, row: tuple[object, ...], number: int, lang: str) -> str:
    return escape(formats.cell(row[number], table.columns[number].kind, lang))


def _text(text: str) -> str:
    return escape(formats.plain(text))


@cache
def _style() -> str:
    return resource("data", "laporan", "laporan.css").read_text("utf-8")
