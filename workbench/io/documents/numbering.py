"""What a document counts: sections A, B, ..., annexes, tables, figures; and the mark on a draft."""

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.io.documents.blocks import Block, Chain, Chart, Front, Heading, Table


@dataclass(frozen=True)
class Numbered:
    """A block and what stands before its text, empty when it is not counted."""

    block: Block
    label: str


def numbered(blocks: Iterable[Block]) -> tuple[Numbered, ...]:
    """Each block with its label. A lone block is not counted: there is nothing to count it among.

    >>> [one.label for one in numbered([Heading("Ringkasan"), Heading("Rincian", 2), Heading("Aturan", annex=True)])]
    ['A.', '', 'Lampiran 1.']
    """
    told = list(blocks)
    if len(told) == 1:
        return (Numbered(told[0], ""),)
    counts = {"section": 0, "annex": 0, "table": 0, "chart": 0}

    def label(block: Block) -> str:
        match block:
            case Heading(level=1, annex=True):
                counts["annex"] += 1
                return f"Lampiran {counts['annex']}."
            case Heading(level=1):
                counts["section"] += 1
                return f"{_letter(counts['section'])}."
            case Table():
                counts["table"] += 1
                return f"Tabel {counts['table']}."
            case Chart() | Chain():
                counts["chart"] += 1
                return f"Gambar {counts['chart']}."
        return ""

    return tuple(Numbered(block, label(block)) for block in told)


def stamp(front: Front) -> str:
    """What every page of this document must say about itself; empty for an official one on real data.

    >>> from workbench.io.documents.blocks import Letterhead
    >>> stamp(Front(("A",), Letterhead("P", "B", (), "J", "K"), "2025-10-29", fictional=True))
    'DRAF · DATA FIKTIF, bukan naskah dinas'
    """
    words = ["DRAF"] * front.draft + ["DATA FIKTIF, bukan naskah dinas"] * front.fictional
    return " · ".join(words)


def _letter(number: int) -> str:
    """
    >>> _letter(1), _letter(26), _letter(27)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(number - 1, 26)
    return (_letter(before) if before else "") + chr(ord("A") + last)
