"""Reading a PDF as a reader does: the text of each page, by the fonts' own tables. Enough for our own files."""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"/Length (\d+)\b.*?>>\s*stream\r?\n", re.DOTALL)
_WORD = re.compile(rb"[^\s()\[\]<>/]+|/[^\s()\[\]<>/]+")
_ESCAPE = re.compile(rb"\\(\d{1,3}|.)", re.DOTALL)
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> list[str]:
    """The text of each page, in reading order, runs joined without spaces of their own."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(pdf)}
    leaves = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    return [_page(body, objects) for body in leaves]


def attachment(pdf: bytes) -> bytes:
    """The one file that travels inside."""
    files = [body for body in (found[2] for found in _OBJECT.finditer(pdf)) if b"/Type/EmbeddedFile" in body]
    assert len(files) == 1
    return _content(files[0])


def _page(body: bytes, objects: dict[int, bytes]) -> str:
    resources = objects[_reference(body, b"Resources")]
    fonts = re.search(rb"/Font\s*(?:<<(.*?)>>|(\d+) 0 R)", resources, re.DOTALL)
    named = fonts[1] if fonts[1] is not None else objects[int(fonts[2])]
    tables = {
        name: _table(objects[int(number)], objects) for name, number in re.findall(rb"/(f\d+)\s+(\d+) 0 R", named)
    }
    text: list[str] = []
    table: dict[bytes, str] = {}
    kept, strings, last = [], [], b""
    for is_string, token in _tokens(_content(objects[_reference(body, b"Contents")])):
        if is_string:
            strings.append(token)
            continue
        if token in (b"TJ", b"Tj"):
            text += [table[raw[k : k + 2]] for raw in strings for k in range(0, len(raw), 2)]
        elif token == b"q":
            kept.append(table)
        elif token == b"Q":
            table = kept.pop()
        elif last in tables:  # a font, then its size
            table = tables[last]
        if not re.fullmatch(rb"[-+.\d]+", token):  # the numbers within an array are distances
            strings = []
        last = token.removeprefix(b"/")
    return "".join(text)


def _tokens(content: bytes) -> Iterator[tuple[bool, bytes]]:
    """Strings, with their escapes undone, and the other words of a page in order."""
    at = 0
    while at < len(content):
        if content[at : at + 1] == b"(":
            end, depth = at + 1, 1
            while depth:  # parentheses within a string come in pairs, or escaped
                sign = content[end : end + 1]
                depth += {b"(": 1, b")": -1}.get(sign, 0)
                end += 2 if sign == b"\\" else 1
            yield True, _ESCAPE.sub(_unescaped, content[at + 1 : end - 1])
            at = end
        elif word := _WORD.match(content, at):
            yield False, word[0]
            at = word.end()
        else:
            at += 1


def _table(font: bytes, objects: dict[int, bytes]) -> dict[bytes, str]:
    """Glyph -> text."""
    table = _content(objects[_reference(font, b"ToUnicode")])
    pairs = re.findall(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", table, re.MULTILINE)
    return {bytes.fromhex(a.decode()): bytes.fromhex(b.decode()).decode("utf-16-be") for a, b in pairs}


def _reference(body: bytes, name: bytes) -> int:
    return int(re.search(rb"/" + name + rb"\s*\[?\s*(\d+) 0 R", body)[1])


def _content(body: bytes) -> bytes:
    found = _STREAM.search(body)
    content = body[found.end() : found.end() + int(found[1])]
    return zlib.decompress(content) if b"FlateDecode" in body[: found.end()] else content


def _unescaped(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    return bytes([int(sign, 8)]) if sign.isdigit() else _LETTERS.get(sign, sign)
