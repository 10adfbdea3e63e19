"""The chart of units for paper: the same boxes and lines as on the screen, as one SVG, or as the pages of a PDF."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from typing import Any

import numpy as np
import typst
from numpy.typing import NDArray

from workbench.io.documents.chain_picture import FONT, TOKENS, wrapped
from workbench.io.documents.formats import plain
from workbench.io.documents.pdf import STANDARDS, NotTypeset
from workbench.io.documents.typeface import printable
from workbench.io.resources import resource

SHADES = ("#ECF3FA", "#C7D8EB", "#7FA3CC", "#3770AC", "#0E3F6F")
"""The five shades of a lens in the light theme (`--urut-1`, `-2`, `-4`, `-6`, `-8`)."""

UNKNOWN = 255
STRIPE, EDGE, HEAD, LEGEND = 9, 16, 30, 34
NAME, LINE, BADGE = 12, 11, 10


@dataclass(frozen=True, eq=False)
class Picture:
    """What a chart shows: by box its name, second line, badge, shade (0..4, 255 unknown) and whether it goes; `place`
    (n, 4) x, y, width, height with NaN for boxes that are not shown; `wires` (k, 4) straight lines. `legend`: what the
    shades mean, in order."""

    title: str
    names: Sequence[str]
    lines: Sequence[str]
    badges: Sequence[str]
    shades: NDArray[Any]
    gone: NDArray[Any]
    place: NDArray[Any]
    wires: NDArray[Any]
    legend: tuple[str, Sequence[str]]

    @property
    def alt(self) -> str:
        """The chart in words."""
        shown = ~np.isnan(self.place[:, 0])
        told = [f"{name} ({line})" for name, line, on in zip(self.names, self.lines, shown, strict=True) if on]
        return f"{self.title}: {'; '.join(told)}"


def chart_svg(picture: Picture) -> str:
    """The whole chart as one picture; text from data is text."""
    shown = np.flatnonzero(~np.isnan(picture.place[:, 0]))
    boxes = picture.place[shown]
    width = float((boxes[:, 0] + boxes[:, 2]).max(initial=200)) + 2 * EDGE
    height = float((boxes[:, 1] + boxes[:, 3]).max(initial=40)) + HEAD + LEGEND + 2 * EDGE
    parts = [_text(picture.title, EDGE, EDGE + 14, 16, "tinta", bold=True)]
    parts.append(f'<g transform="translate({EDGE} {EDGE + HEAD})">')
    parts += [_wire(*map(float, wire)) for wire in picture.wires]
    for at in shown:
        parts += _box(picture, int(at))
    parts += ["</g>", *_legend(picture, height - EDGE)]
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">{"".join(parts)}</svg>'


def _wire(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{TOKENS["garis-kuat"]}" fill="none"/>'


def _box(picture: Picture, at: int) -> list[str]:
    x, y, width, height = map(float, picture.place[at])
    gone, shade = bool(picture.gone[at]), int(picture.shades[at])
    dashed = ' stroke-dasharray="4 3"' if gone else ""
    colour = "none" if shade == UNKNOWN else SHADES[min(shade, len(SHADES) - 1)]
    edge = f'stroke="{TOKENS["garis-kuat"]}"'
    parts = [
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="#FFFFFF" {edge}{dashed}/>',
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{STRIPE}" height="{height:.1f}" fill="{colour}" {edge}{dashed}/>',
    ]
    room = width - STRIPE - 16
    lines = wrapped(plain(picture.names[at]), room, NAME)
    most = max(1, int((height - 24) // 15))
    for number, line in enumerate(lines[:most]):
        parts.append(_text(line, x + STRIPE + 8, y + 16 + 15 * number, NAME, "tinta", bold=True))
    parts.append(_text(picture.lines[at], x + STRIPE + 8, y + height - 8, LINE, "tinta-2"))
    if picture.badges[at]:
        wide = 8 + 6 * len(picture.badges[at])
        left = x + width - wide
        parts.append(f'<rect x="{left:.1f}" y="{y - 8:.1f}" width="{wide}" height="15" fill="{TOKENS["nila"]}"/>')
        parts.append(_text(picture.badges[at], left + 4, y + 3, BADGE, "muka"))
    return parts


def _legend(picture: Picture, y: float) -> list[str]:
    title, labels = picture.legend
    parts, x = [_text(title, EDGE, y, LINE, "tinta-2")], EDGE + 12.0 + 6.2 * len(title)
    for colour, label in zip(SHADES, labels, strict=False):
        edge = f'stroke="{TOKENS["garis-kuat"]}"'
        parts.append(f'<rect x="{x:.0f}" y="{y - 10:.0f}" width="11" height="11" fill="{colour}" {edge}/>')
        parts.append(_text(label, x + 16, y, LINE, "tinta-2"))
        x += 30 + 6.2 * len(label)
    return parts


def _text(text: str, x: float, y: float, size: int, token: str, *, bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}"{weight} fill="{TOKENS[token]}">{escape(plain(text))}</text>'
    )


def chart_pdf(title: str, pictures: Sequence[Picture], as_of: date, note: str, lang: str = "id") -> bytes:
    """One page a picture, on A3 across; accessible and archivable as every PDF of ours, and the same bytes for the same
    charts. `note` stands at the foot of each page."""
    template = resource("data", "laporan", "bagan.typ")
    content: Mapping[str, Any] = {
        "title": printable(plain(title)),
        "note": printable(plain(note)),
        "lang": lang,
        "date": [as_of.year, as_of.month, as_of.day],
        "pages": [{"svg": printable(chart_svg(each)), "alt": printable(plain(each.alt))} for each in pictures],
    }
    compiler = typst.Compiler(
        template,
        root=template.parent,
        font_paths=[resource("data", "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"isi": json.dumps(content, ensure_ascii=False, sort_keys=True)},
    )
    moment = datetime.combine(as_of, datetime.min.time(), UTC)
    try:
        made, warnings = compiler.compile_with_warnings(format="pdf", pdf_standards=STANDARDS, timestamp=moment)
    except typst.TypstError as error:
        raise NotTypeset(f"{error.message} {error.hints} {error.diagnostic}") from error
    if warnings or not isinstance(made, bytes):
        raise NotTypeset("; ".join(warning.message for warning in warnings) or "no single file came out")
    return made
