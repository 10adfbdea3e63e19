"""A chain of vacancies as a picture: seats as boxes, moves as arrows; a ring as a ring. One SVG for paper and screen.

Colours are those of the light theme, written on each part for paper; each part also carries its token as a class
(`f-` fills, `s-` strokes), so that a page may give it the colour of another theme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from workbench.io.documents import words
from workbench.io.documents.blocks import Chain, Seat
from workbench.io.documents.formats import day, plain
from workbench.io.documents.naming import Naming
from workbench.io.documents.words import say
from workbench.placement import Plan, chain_table
from workbench.placement.records import records

TOKENS = {
    "tinta": "#15202B",
    "tinta-2": "#43505C",
    "muka": "#FFFFFF",
    "muka-2": "#EDF1F1",
    "garis-kuat": "#76828C",
    "nila": "#1D4A7A",
    "lambato": "#765000",
}
"""Colours of the light theme by token (`widgets/design/tokens.json`)."""

WIDTH, EDGE = 640, 12
BOX = WIDTH - 2 * EDGE
HALF = 288
GAP, BAND = 54, 58
"""Between two boxes, where an arrow has its words; above and below a ring."""

SIZES = {"title": 14, "place": 12, "note": 12, "who": 13, "nip": 11}
ADVANCE = 0.53
"""Width of a letter as a share of its size, on the wide side, so that no line leaves its box."""

FONT = "'Source Sans 3', 'Source Sans 3 Variable', 'Segoe UI', 'Noto Sans', 'Liberation Sans', sans-serif"


def chain_of(plan: Plan, chain: int, naming: Naming, lang: str = "id") -> Chain:
    """A chain of the plan as a block. Raises KeyError for a number that the plan has not."""
    told = chain_table(plan)
    told = told[told["chain"] == chain]
    if told.empty:
        raise KeyError(f"this plan has no chain {chain}")
    leaves = plan.ground.people.set_index("nip")["leaves"]
    retires = told["replaces"].map(leaves)
    seats = [_seat(row, naming, lang) for row in records(told.assign(retires=retires))]
    last, ring = told.iloc[-1], bool(told["ring"].iloc[0])
    if not ring:
        seats.append(_end(last, naming, lang))
    many = len(told)
    steps = say(lang, f"{many} langkah", "1 step" if many == 1 else f"{many} steps")
    caption = say(lang, f"Rantai {chain}: {steps}", f"Chain {chain}: {steps}")
    if ring:
        caption += say(lang, ", lingkar: ditandatangani serentak", ", a ring: signed at once")
    return Chain(caption, _alt(caption, seats, ring, lang), tuple(seats), ring)


def _seat(row: Mapping[str, Any], naming: Naming, lang: str) -> Seat:
    note = words.ORIGIN[lang][row["origin"]]
    if row["origin"] == "retires":
        note += f", {day(row['retires'], lang)}"
    # Within a chain the arrow itself says that the holder moves on.
    told = "" if row["origin"] == "moves" else note
    return Seat(*_place(row["to_post"], naming), told, str(naming.names.get(row["nip"])), row["nip"])


def _end(last: pd.Series, naming: Naming, lang: str) -> Seat:
    ends = words.ENDS[lang][last["ends"]]
    if pd.isna(last["from_post"]):
        return Seat(say(lang, "Tanpa jabatan", "No post"), "", ends)
    why = words.VACANT[lang].get(last["reason"], "") if last["ends"] == "vacant" else ""
    return Seat(*_place(last["from_post"], naming), f"{ends}: {why}" if why else ends)


def _place(post: str, naming: Naming) -> tuple[str, str]:
    return str(naming.titles.get(post)), str(naming.places.get(post))


def _alt(caption: str, seats: Sequence[Seat], ring: bool, lang: str) -> str:
    """The picture in words."""
    told = []
    for at, seat in enumerate(seats):
        why = f" ({seat.note})" if seat.note else ""
        origin = seats[(at + 1) % len(seats)]
        if seat.who:
            text = say(lang, "{seat}{why} diisi {who} dari {origin}", "{seat}{why} is taken by {who} from {origin}")
        else:
            text = "{seat}: {note}"
        told.append(text.format(seat=seat.title, why=why, who=seat.who, origin=origin.title, note=seat.note))
    return f"{caption}. " + "; ".join(told) + "."


# drawing --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Box:
    """A seat with its place on the picture; `lines`: (kind, text) of each line."""

    x: float
    y: float
    width: float
    lines: tuple[tuple[str, str], ...]
    end: bool

    @property
    def height(self) -> float:
        return 16 + sum(SIZES[kind] * 1.3 for kind, _ in self.lines)

    @property
    def bottom(self) -> float:
        return self.y + self.height


def svg(chain: Chain) -> str:
    """The picture, `WIDTH` wide and as high as its words need; every text is escaped."""
    body, height = _ring(chain) if chain.ring else _line(chain)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" '
        f'height="{height:.0f}" role="img" font-family="{escape(FONT)}"><title>{_text(chain.alt)}</title>{body}</svg>'
    )


def _line(chain: Chain) -> tuple[str, float]:
    """Seats from the one that opened first to the one that nobody takes, each arrow rising to the seat it fills."""
    parts, y = [], float(EDGE)
    for number, seat in enumerate(chain.seats, start=1):
        box = _box(seat, EDGE, y, BOX)
        parts.append(_drawn(box))
        y = box.bottom
        if seat.who:
            parts.append(_arrow([(EDGE + 28, y + GAP), (EDGE + 28, y)]))
            parts.append(_mover(number, seat, EDGE + 46, y + GAP / 2, BOX - 46))
            y += GAP
    return "".join(parts), y + EDGE


def _ring(chain: Chain) -> tuple[str, float]:
    """Seats clockwise on a track: the first half down the right side, the rest up the left; moves run against it."""
    seats, half = chain.seats, (len(chain.seats) + 1) // 2
    right = _column(seats[:half], WIDTH - EDGE - HALF)
    left = list(reversed(_column(list(reversed(seats[half:])), EDGE)))
    floor = max(right[-1].bottom, left[0].bottom)
    boxes = [*right, *left]
    parts = [_drawn(box) for box in boxes]
    for at, seat in enumerate(seats):
        to, came = boxes[at], boxes[(at + 1) % len(boxes)]
        number = at + 1
        if at == len(seats) - 1:  # over the top, from the first seat to the last
            top = EDGE + 30
            parts.append(_track(came.x + 28, came.y, to.x + 28, to.y, top))
            parts.append(_mover(number, seat, EDGE, EDGE + 8, BOX))
        elif at == half - 1:  # along the floor, from the left side to the right
            parts.append(_track(came.x + 28, came.bottom, to.x + 28, to.bottom, floor + 28))
            parts.append(_mover(number, seat, EDGE, floor + 46, BOX))
        else:
            start, end = (came.y, to.bottom) if came.y > to.y else (came.bottom, to.y)
            parts.append(_arrow([(to.x + 28, start), (to.x + 28, end)]))
            parts.append(_mover(number, seat, to.x + 46, (start + end) / 2, HALF - 46, stacked=True))
    return "".join(parts), floor + BAND + 8


def _column(seats: Sequence[Seat], x: float) -> list[_Box]:
    boxes, y = [], float(EDGE + BAND)
    for seat in seats:
        box = _box(seat, x, y, HALF)
        boxes.append(box)
        y = box.bottom + GAP
    return boxes


def _box(seat: Seat, x: float, y: float, width: float) -> _Box:
    lines = [
        (kind, line)
        for kind, text in (("title", seat.title), ("place", seat.place), ("note", seat.note))
        for line in wrapped(plain(text), width - 24, SIZES[kind])
    ]
    return _Box(x, y, width, tuple(lines), end=not seat.who)


def _drawn(box: _Box) -> str:
    fill = "muka" if box.end else "muka-2"
    dash = ' stroke-dasharray="5 4"' if box.end else ""
    frame = (
        f'<rect x="{box.x}" y="{box.y:.1f}" width="{box.width}" height="{box.height:.1f}" rx="4" '
        f'class="f-{fill} s-garis-kuat" fill="{TOKENS[fill]}" stroke="{TOKENS["garis-kuat"]}"{dash}/>'
    )
    y, told = box.y + 8, []
    for kind, line in box.lines:
        y += SIZES[kind] * 1.3
        token = {"title": "tinta", "place": "tinta-2", "note": "lambato"}[kind]
        told.append(_said(line, box.x + 12, y - SIZES[kind] * 0.35, SIZES[kind], token, bold=kind == "title"))
    return frame + "".join(told)


def _mover(number: int, seat: Seat, x: float, y: float, width: float, stacked: bool = False) -> str:
    """Who moves, around the height `y`: number, name and NIP, the latter below when `stacked`. A name that has no room
    is cut with an ellipsis; its NIP stays whole."""
    nip, head = plain(seat.nip), f"{number}. "
    tail = 0 if stacked or not nip else (len(nip) + 2) * SIZES["nip"] * ADVANCE
    room = max(int((width - tail) / (SIZES["who"] * ADVANCE)) - len(head), 2)
    name = plain(seat.who)
    name = name if len(name) <= room else name[: room - 1].rstrip() + "…"
    below = f'x="{x}" dy="15"' if stacked else 'dx="8"'
    small = f'<tspan {below} font-size="{SIZES["nip"]}" font-weight="400" {_fill("tinta-2")}>{escape(nip)}</tspan>'
    return (
        f'<text x="{x}" y="{y - 3 if stacked else y + 4:.1f}" font-size="{SIZES["who"]}" font-weight="600" '
        f"{_fill('nila')}>{escape(head + name)}{small if nip else ''}</text>"
    )


def _track(x: float, y: float, to_x: float, to_y: float, over: float) -> str:
    """A rounded way from (x, y) to (to_x, to_y) along the height `over`, with its head."""
    return _arrow([(x, y), (x, over), (to_x, over), (to_x, to_y)])


def _arrow(points: list[tuple[float, float]]) -> str:
    (x, y), (_, before_y) = points[-1], points[-2]
    down = 1 if y > before_y else -1
    way = " ".join(f"{px:.1f},{py:.1f}" for px, py in [*points[:-1], (x, y - 8 * down)])
    head = f"{x:.1f},{y - down:.1f} {x - 5:.1f},{y - 10 * down:.1f} {x + 5:.1f},{y - 10 * down:.1f}"
    return (
        f'<polyline points="{way}" fill="none" stroke-linejoin="round" stroke-width="2" {_stroke("nila")}/>'
        f'<polygon points="{head}" {_fill("nila")}/>'
    )


def _said(text: str, x: float, y: float, size: int, token: str, bold: bool) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x}" y="{y:.1f}" font-size="{size}"{weight} {_fill(token)}>{escape(text)}</text>'


def _fill(token: str) -> str:
    return f'class="f-{token}" fill="{TOKENS[token]}"'


def _stroke(token: str) -> str:
    return f'class="s-{token}" stroke="{TOKENS[token]}"'


def _text(text: str) -> str:
    return escape(plain(text))


def wrapped(text: str, width: float, size: int) -> list[str]:
    """Lines that fit; a word too long for a line is broken."""
    room = max(int(width / (size * ADVANCE)), 1)
    lines: list[str] = []
    for word in text.split():
        for part in [word[at : at + room] for at in range(0, len(word), room)]:
            if lines and len(lines[-1]) + 1 + len(part) <= room:
                lines[-1] += f" {part}"
            else:
                lines.append(part)
    return lines
