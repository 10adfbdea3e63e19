"""Records of delimited text, judged line by line, so that one stray quote cannot swallow the rows after it."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workbench.io.importers.settings import fold

DELIMITERS = "|;,\t"


@dataclass(frozen=True, slots=True)
class Record:
    """One row as a spreadsheet would count it (1-based). `stray`: the text around a quote that pairs with nothing."""

    row: int
    cells: tuple[str, ...]
    stray: str = ""


def delimiter_of(lines: Sequence[str], known: frozenset[str]) -> str:
    """The delimiter that turns some line into the most known headers; among equals, into the most cells.

    >>> delimiter_of(["NIP|NAMA, GELAR|UNOR"], frozenset({"nip", "unor"}))
    '|'
    """

    def worth(delimiter: str) -> tuple[int, int]:
        split = [_split(line, delimiter) for line in lines]
        return max(((sum(fold(c) in known for c in cells), len(cells)) for cells in split), default=(0, 0))

    return max(DELIMITERS, key=worth)


def _split(line: str, delimiter: str) -> list[str]:
    text = line.rstrip("\n")
    if '"' not in text:
        return text.split(delimiter)
    return _strict(text, delimiter) or text.split(delimiter)


def _strict(text: str, delimiter: str) -> list[str] | None:
    """The cells, if every quote opens or closes one; else None."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def records(lines: Iterable[str], delimiter: str, most: "Quoted", width: int | None = None) -> Iterator[Record]:
    """Rows of `lines`. A quoted cell may run over several lines only if the row then has `width` cells and no line that
    it takes in could be a row itself; any other quote is taken literally and named."""
    waiting = iter(lines)
    held: list[str] = []
    row = 0
    while (line := held.pop(0) if held else next(waiting, None)) is not None:
        row += 1
        text = line.rstrip("\n")
        if '"' not in text:
            yield Record(row, tuple(text.split(delimiter)))
            continue
        cells = _strict(text, delimiter)
        if cells is None and len(text.split(delimiter)) != width:
            cells = _joined(text, delimiter, held, waiting, most, width)
        if cells is not None:
            yield Record(row, tuple(cells))
        else:
            at = text.index('"')
            yield Record(row, tuple(text.split(delimiter)), stray=text[max(0, at - 20) : at + 40])


@dataclass(frozen=True)
class Quoted:
    """How far one quoted cell may run: lines and characters."""

    lines: int
    chars: int


def _joined(
    text: str, delimiter: str, held: list[str], waiting: Iterator[str], most: Quoted, width: int | None
) -> list[str] | None:
    """The cells of a row whose quoted cell ends on a later line, which is then used up; else None and nothing is
    lost."""
    for used in range(1, most.lines):
        if len(held) < used:
            following = next(waiting, None)
            if following is None:
                return None
            held.append(following)
        part = held[used - 1].rstrip("\n")
        if len(text) + len(part) > most.chars or ((width or 0) > 1 and len(part.split(delimiter)) == width):
            return None
        text += "\n" + part
        cells = _strict(text, delimiter)
        if cells is not None:
            if width is not None and len(cells) != width:
                return None
            del held[:used]
            return cells
    return None
