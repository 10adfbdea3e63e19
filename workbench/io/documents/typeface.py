"""Which signs the fonts that ship with the program can print: an archivable PDF may hold no other."""

import struct
from functools import cache
from pathlib import Path

from workbench.io.resources import resource


def printable(text: str) -> str:
    """`text` with each sign that no font of ours has written by its number, so that a reader sees what stood there.

    >>> printable("Sri Æ 日")
    'Sri Æ [U+65E5]'
    """
    if text.isascii():
        return text
    known = _known()
    return "".join(sign if ord(sign) in known else f"[U+{ord(sign):04X}]" for sign in text)


@cache
def _known() -> frozenset[int]:
    """What every font of ours has, so that text may be set in any of them."""
    fonts = sorted(resource("data", "fonts").glob("*.ttf"))
    return frozenset.intersection(*(covered(path) for path in fonts))


def covered(path: Path) -> frozenset[int]:
    """Code points of a TrueType font: the Unicode table of its `cmap` (OpenType 1.9, formats 4 and 12)."""
    font = path.read_bytes()
    tables = {font[12 + 16 * k : 16 + 16 * k]: 12 + 16 * k for k in range(struct.unpack_from(">H", font, 4)[0])}
    (cmap,) = struct.unpack_from(">I", font, tables[b"cmap"] + 8)
    (count,) = struct.unpack_from(">H", font, cmap + 2)
    found: set[int] = set()
    for k in range(count):
        platform, _, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * k)
        at = cmap + offset
        (form,) = struct.unpack_from(">H", font, at)
        if platform in (0, 3) and form == 4:
            found |= _segments(font, at)
        elif platform in (0, 3) and form == 12:
            (groups,) = struct.unpack_from(">I", font, at + 12)
            for start, end, _ in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * groups]):
                found.update(range(start, end + 1))
    return frozenset(found)


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: segments of the basic plane; glyph 0 means that the font lacks the sign."""
    (double,) = struct.unpack_from(">H", font, at + 6)
    size = double // 2
    ends = struct.unpack_from(f">{size}H", font, at + 14)
    starts, deltas, offsets = (struct.unpack_from(f">{size}H", font, at + 16 + double * part) for part in (1, 2, 3))
    base = at + 16 + double * 3
    found = set()
    for k in range(size):
        for code in range(starts[k], min(ends[k], 0xFFFE) + 1):
            glyph = code
            if offsets[k]:
                (glyph,) = struct.unpack_from(">H", font, base + 2 * k + offsets[k] + 2 * (code - starts[k]))
                if glyph == 0:
                    continue
            if (glyph + deltas[k]) & 0xFFFF:
                found.add(code)
    return found
