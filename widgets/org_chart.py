"""The organization as a chart: units as boxes on a canvas, and as a tree for keyboard, screen reader and phone."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import numpy as np
import traitlets
from numpy.typing import NDArray

from widgets.leaf import STATIC, Leaf

FOLDED, BRANCHED, GHOST, SELECTED, DIMMED = 1, 2, 4, 8, 16
"""Bits of `flags`: what is beneath is hidden; there is something beneath; the unit goes; chosen; steps back."""

UNKNOWN = 255
"""`shade` of a unit whose figure is not known; the bins of a lens are 0 to 4."""


class Units(TypedDict):
    """By unit, in an order that is the same for as long as no unit comes or goes: its id and its name."""

    id: list[str]
    name: list[str]


class Badge(TypedDict):
    """`kind`: baru, dihapus, pindah, gabungan or nama."""

    kind: str
    text: str


class Legend(TypedDict):
    """`bins`: what each of the five shades means; `unknown`: how a unit without a figure is called, "" to leave it
    unmarked."""

    title: str
    bins: list[str]
    unknown: str


class Worn(TypedDict):
    """What `OrgChart.wear` takes."""

    shade: NDArray[Any] | None
    legend: Legend | None
    badges: Mapping[str, Badge]
    marks: Mapping[str, int]


class Thing(TypedDict):
    """What can be carried; `kind`: unit, post or people."""

    kind: str
    id: str
    title: str


class Carrying(TypedDict):
    what: list[Thing]


class Refusal(TypedDict):
    """Why `unit` cannot come to `target` (ids): a title, a sentence, one or two lines of `words` for beside the box,
    and the label of the way out ("" for none): choosing another parent."""

    unit: str
    target: str
    title: str
    text: str
    words: list[str]
    action: str


class Words(TypedDict):
    """What the chart itself says. Places in braces are filled by it: `hit` {n} {m}, `carrying` {what}, `there` {what}
    {unit}, `target` and `merging` {unit}, `merge` {n} {unit}, `units` {n}, `filled` {held} {seats}, `findings` {n},
    and `label`, what a screen reader says of a unit, {name} {held} {seats} {more}."""

    search: str
    hit: str
    none: str
    smaller: str
    larger: str
    fit: str
    only: str
    tree: str
    units: str
    inside: str
    impossible: str
    carrying: str
    target: str
    there: str
    holding: str
    cancelled: str
    merging: str
    merge: str
    move: str
    join: str
    confirm: str
    open: str
    cancel: str
    filled: str
    label: str
    findings: str


class Tool(TypedDict):
    """`pressed`: None for a button that stays up."""

    name: str
    label: str
    pressed: bool | None


class Presence(TypedDict):
    """Another participant, and the unit that one looks at."""

    initials: str
    name: str
    unit: str


class OrgChart(Leaf):
    """Gestures: select (ids), fold (id), reveal (id of a unit that is folded away), open (id), move (ids, to: a unit,
    or "" for the holding area), drop (what, to: things from elsewhere), merge (ids, into), tool (name), cancel.

    The chart never changes by itself: what a gesture leads to is shown when the kernel sends it. Each trait is sent
    only when it is another. What stands where travels apart from what the units are called, and from what they wear.
    """

    _esm = STATIC / "org_chart.js"

    units = traitlets.Dict().tag(sync=True)
    order = traitlets.Bytes(b"").tag(sync=True)
    filled = traitlets.Bytes(b"").tag(sync=True)
    parents = traitlets.Bytes(b"").tag(sync=True)
    place = traitlets.Bytes(b"").tag(sync=True)
    wires = traitlets.Bytes(b"").tag(sync=True)
    ends = traitlets.Bytes(b"").tag(sync=True)
    flags = traitlets.Bytes(b"").tag(sync=True)
    shade = traitlets.Bytes(b"").tag(sync=True)
    legend = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)
    badges = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)

    def show(
        self,
        *,
        units: Units,
        order: NDArray[Any],
        seats: NDArray[Any],
        held: NDArray[Any],
        parents: NDArray[Any],
        place: NDArray[Any],
        wires: NDArray[Any],
        ends: NDArray[Any],
        flags: NDArray[Any],
        title: str,
        words: Words,
        lang: str = "id",
        selection: Sequence[str] = (),
        carrying: Carrying | None = None,
        refusal: Refusal | None = None,
        only_changes: bool = False,
        editable: bool = True,
        tools: Sequence[Tool] = (),
        present: Sequence[Presence] = (),
        follow: str = "",
        worn: Worn | None = None,
    ) -> None:
        """`order`: the units that are drawn, as rows of `units`, in walking order (a branch right after its unit,
        siblings as they are drawn); each of the following has a row for each of them. `seats`, `held`: with all
        beneath. `parents`: the position of its parent, -1 for none. `place`: (n, 4) x, y, width, height of its box, NaN
        where it is not shown. `wires`: (k, 4) straight lines x1, y1, x2, y2, `ends`: the unit whose each is. `lang`:
        how numbers are written. `follow`: charts of one page with the same name here are panned and zoomed together.
        `worn`: as `wear` takes it; None leaves what is worn.
        """
        many = len(order)
        for name, given, length in (
            ("seats", seats, many),
            ("held", held, many),
            ("parents", parents, many),
            ("place", place, many),
            ("flags", flags, many),
            ("ends", ends, len(wires)),
        ):
            _fits(name, given, length)
        with self.hold_sync():
            self.units = dict(units)
            self.order = _bytes(order, "<i4")
            self.filled = _bytes(np.column_stack([held, seats]), "<i4")
            self.parents = _bytes(parents, "<i4")
            self.place = _bytes(place, "<f4")
            self.wires = _bytes(wires, "<f4")
            self.ends = _bytes(ends, "<i4")
            self.flags = _bytes(flags, "u1")
            self.record = {
                "title": title,
                "lang": lang,
                "selection": list(selection),
                "carrying": carrying,
                "refusal": refusal,
                "only_changes": only_changes,
                "editable": editable,
                "tools": list(tools),
                "present": list(present),
                "follow": follow,
                "words": dict(words),
            }
            if worn is not None:
                self.wear(**worn)

    def wear(
        self,
        *,
        shade: NDArray[Any] | None = None,
        legend: Legend | None = None,
        badges: Mapping[str, Badge] | None = None,
        marks: Mapping[str, int] | None = None,
    ) -> None:
        """What the units wear. `shade`: by row of `units`, 0 to 4 as `legend` says, or `UNKNOWN`; None without a lens.
        `badges`, and `marks` (number of findings): by id."""
        if shade is not None:
            _fits("shade", shade, len(self.units.get("id", ())))
        with self.hold_sync():
            self.shade = b"" if shade is None else _bytes(shade, "u1")
            self.set_trait("legend", None if legend is None else dict(legend))
            self.badges = dict(badges or {})
            self.marks = dict(marks or {})


def _fits(name: str, given: NDArray[Any], length: int) -> None:
    if len(given) != length:
        raise ValueError(f"{name} has {len(given)} rows, not {length}")


def _bytes(values: NDArray[Any], kind: str) -> bytes:
    return np.ascontiguousarray(values, dtype=kind).tobytes()
