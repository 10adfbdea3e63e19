"""The hot loops of `layout`, compiled once and kept on disk by numba: blocks from the leaves up, places from the top
down.

Units come in walking order: a branch stands right after its unit, so the children of i are i + 1, then that plus its
size, and so on until i + size[i]. All lengths are pixels at scale 1.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Number = NDArray[np.float64]
Whole = NDArray[np.int64]
Code = NDArray[np.int8]

LINE, STAFF, APART = 0, 1, 2
"""How a unit hangs: in the line beneath, to the right of the trunk, or in a row below the line."""


class Measures(NamedTuple):
    """See `layout.Sizes`."""

    width: float
    wide: float
    gap: float
    wider_gap: float
    stack_gap: float
    most_stacked: float
    drop: float
    airy: float
    clear: float
    side: float
    row_gap: float
    bus: float
    indent: float
    rail: float
    row: float
    ratio: float


class Room(NamedTuple):
    """By unit: width of its box, width and height (w, h) of its block, how far from the left of the block its box
    stands (head), and the place (dx, dy) of the block in that of its parent."""

    width: Number
    w: Number
    h: Number
    head: Number
    dx: Number
    dy: Number


@njit(cache=True)
def stacks(size: Whole, role: Code, m: Measures) -> NDArray[np.bool_]:
    """Whose children stand in one column under it: all of the line without children, and not too many; never those of
    the top."""
    stacked = np.zeros(len(size), np.bool_)
    for i in range(1, len(size)):
        many, leaves = 0, True
        c = i + 1
        while c < i + size[i]:
            if role[c] == LINE:
                many += 1
                leaves = leaves and size[c] == 1
            c += size[c]
        stacked[i] = many > 0 and leaves and many <= m.most_stacked
    return stacked


@njit(cache=True)
def packed(i: int, kind: int, least: float, size: Whole, role: Code, room: Room, m: Measures):  # type: ignore[no-untyped-def]
    """Children of one kind side by side, in as many rows as keep the whole about `ratio` times as wide as high. Sets
    their dx, dy; width, height and number of rows."""
    area, widest = 0.0, 0.0
    c = i + 1
    while c < i + size[i]:
        if role[c] == kind:
            area += (room.w[c] + m.wider_gap) * (room.h[c] + m.row_gap)
            widest = max(widest, room.w[c])
        c += size[c]
    if widest == 0.0:
        return 0.0, 0.0, 0
    gap = m.gap if widest <= m.wide else m.wider_gap
    limit = max(max(m.row, least), max(widest, np.sqrt(area * m.ratio)))
    x, y, high, far, rows = 0.0, 0.0, 0.0, 0.0, 1
    c = i + 1
    while c < i + size[i]:
        if role[c] == kind:
            if x > 0.0 and x + room.w[c] > limit:
                x, y, high, rows = 0.0, y + high + m.row_gap, 0.0, rows + 1
            room.dx[c], room.dy[c] = x, y
            far, high = max(far, x + room.w[c]), max(high, room.h[c])
            x += room.w[c] + gap
        c += size[c]
    return far, y + high, rows


@njit(cache=True)
def shifted(i: int, kind: int, x: float, y: float, size: Whole, role: Code, room: Room) -> None:
    c = i + 1
    while c < i + size[i]:
        if role[c] == kind:
            room.dx[c] += x
            room.dy[c] += y
        c += size[c]


@njit(cache=True)
def blocks(parent: Whole, size: Whole, role: Code, height: Number, stacked: NDArray[np.bool_], m: Measures) -> Room:
    """Every block from the leaves up: the head on top, the line below it, staff to its right, the rest in rows."""
    n = len(size)
    room = Room(np.empty(n), np.empty(n), np.empty(n), np.zeros(n), np.zeros(n), np.zeros(n))
    for i in range(n):
        column = i > 0 and role[i] == LINE and stacked[parent[i]]
        room.width[i] = room.width[parent[i]] if column else m.wide if i == 0 or role[i] == STAFF else m.width
    for i in range(n - 1, -1, -1):
        wide, high = room.width[i], height[i]
        if size[i] == 1:
            room.w[i], room.h[i] = wide, high
            continue
        staff_w, staff_h, link = 0.0, 0.0, 0.0
        c = i + 1
        while c < i + size[i]:
            if role[c] == STAFF:
                if staff_w == 0.0:
                    link = high + m.bus + height[c] / 2
                room.dy[c] = staff_h
                staff_w, staff_h = max(staff_w, room.w[c]), staff_h + room.h[c] + m.row_gap
            c += size[c]
        if stacked[i]:
            line_w, line_h, rows = wide, 0.0, 0
            c = i + 1
            while c < i + size[i]:
                if role[c] == LINE:
                    room.dx[c], room.dy[c] = 0.0, line_h
                    line_h += room.h[c] + m.stack_gap
                c += size[c]
            line_h -= m.stack_gap
        else:
            line_w, line_h, rows = packed(i, LINE, 0.0, size, role, room, m)
        apart_w, apart_h, apart_rows = packed(i, APART, line_w, size, role, room, m)
        lead = m.indent if rows + apart_rows > 1 or (stacked[i] and apart_rows > 0) else 0.0
        over = max(line_w, wide)
        upper = over + (m.side + staff_w if staff_w > 0.0 else 0.0)
        inner = max(upper, apart_w)
        line_x = lead + np.floor((inner - upper) / 2)
        room.head[i] = line_x + np.floor((over - wide) / 2)
        apart_x = min(max(room.head[i] + np.floor((wide - apart_w) / 2), lead), lead + inner - apart_w)
        staff_x, staff_y = line_x + over + m.side, high + m.bus
        below = high + m.drop
        if staff_w > 0.0:
            below = max(below, link + (m.airy if i == 0 else m.drop))
        elif stacked[i]:
            below = max(m.clear, high + m.row_gap / 2)
        bottom = below + line_h if line_h > 0.0 else high
        staff_end = staff_y + staff_h - m.row_gap if staff_w > 0.0 else 0.0
        apart_y = max(below, bottom + (m.row_gap if line_h > 0.0 else 0.0))
        if apart_x + apart_w > staff_x - m.gap:
            apart_y = max(apart_y, staff_end + m.row_gap)
        shifted(i, LINE, line_x + (0.0 if stacked[i] else np.floor((over - line_w) / 2)), below, size, role, room)
        shifted(i, APART, apart_x, apart_y, size, role, room)
        shifted(i, STAFF, staff_x, staff_y, size, role, room)
        room.w[i] = lead + inner
        room.h[i] = max(max(bottom, staff_end), apart_y + apart_h if apart_rows > 0 else 0.0)
    return room


@njit(cache=True)
def placed(parent: Whole, room: Room):  # type: ignore[no-untyped-def]
    """Left and top of each block."""
    x, y = np.zeros(len(parent)), np.zeros(len(parent))
    for i in range(1, len(parent)):
        x[i] = x[parent[i]] + room.dx[i]
        y[i] = y[parent[i]] + room.dy[i]
    return x, y


@njit(cache=True)
def wired(  # type: ignore[no-untyped-def]
    size: Whole,
    role: Code,
    height: Number,
    stacked: NDArray[np.bool_],
    room: Room,
    x: Number,
    y: Number,
    m: Measures,
):
    """Straight pieces (x1, y1, x2, y2) of the lines between boxes, and whose each is: a child's own, or its parent's
    where it leads to several."""
    wires, ends = np.empty((6 * len(size), 4)), np.empty(6 * len(size), np.int64)
    k = 0
    for i in range(len(size)):
        if size[i] == 1:
            continue
        left = x[i] + room.head[i]
        middle, foot = left + room.width[i] / 2, y[i] + height[i]
        rail, trunk = x[i] + m.rail, foot
        many, joint, last_link, side = 0, 0.0, 0.0, 0.0
        c = i + 1
        while c < i + size[i]:
            if role[c] == STAFF:
                link, at = y[c] + height[c] / 2, x[c] + room.head[c]
                if many == 0:
                    trunk, joint = link, link
                    wires[k], ends[k] = (middle, link, at, link), c
                else:
                    side, last_link = x[c] - m.side / 4, link
                    wires[k], ends[k] = (side, link, at, link), c
                k, many = k + 1, many + 1
            c += size[c]
        if many > 1:
            wires[k], ends[k] = (side, joint, side, last_link), i
            k += 1
        if stacked[i]:
            above = foot
            c = i + 1
            while c < i + size[i]:
                if role[c] == LINE:
                    wires[k], ends[k] = (left + m.rail, above, left + m.rail, y[c]), c
                    k, above = k + 1, y[c] + height[c]
                c += size[c]
        # Rows of children, each under a bus of its own: the trunk feeds the first, a rail at the left the others.
        rows, first, last, lo, hi = 0, 0.0, 0.0, 0.0, 0.0
        for kind in (LINE, APART):
            c = i + 1
            while c < i + size[i]:
                if role[c] == kind and not (kind == LINE and stacked[i]):
                    centre, bus = x[c] + room.head[c] + room.width[c] / 2, y[c] - m.bus
                    wires[k], ends[k] = (centre, bus, centre, y[c]), c
                    k += 1
                    if rows == 0 and stacked[i]:
                        rows, first = 1, foot + m.rail
                        wires[k], ends[k] = (rail, first, middle, first), i
                        k, trunk = k + 1, max(trunk, first)
                    if rows == 0:
                        rows, first, last, lo, hi = 1, bus, bus, min(middle, centre), max(middle, centre)
                        trunk = max(trunk, bus)
                    elif bus != last:
                        if rows == 1 and not stacked[i]:
                            lo = rail
                        if last > 0.0:
                            wires[k], ends[k] = (lo, last, hi, last), i
                            k += 1
                        rows, last, lo, hi = rows + 1, bus, rail, centre
                    lo, hi = min(lo, centre), max(hi, centre)
                c += size[c]
        if last > 0.0:
            wires[k], ends[k] = (lo, last, hi, last), i
            k += 1
        if rows > 1:
            wires[k], ends[k] = (rail, first, rail, last), i
            k += 1
        if trunk > foot:
            wires[k], ends[k] = (middle, foot, middle, trunk), i
            k += 1
    return wires[:k].copy(), ends[:k].copy()
