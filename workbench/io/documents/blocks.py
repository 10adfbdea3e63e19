"""What a report says, before anyone decides how it looks.

A report notebook shows blocks. Each carries HTML for people who look at the notebook, and a JSON record for renderers,
which read the executed notebook and nothing else. Values stay raw (whole points, ISO days): a renderer formats them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Literal

MIME = "application/vnd.penataan.block+json"

Cell = str | int | None
Kind = Literal["text", "figure", "whole", "score", "day", "verdict"]
"""`figure` is text that is a number already written, where a column holds figures of several kinds."""

NUMBERS = ("figure", "whole", "score")


class Shown:
    """What a notebook asks of a value that it displays."""

    kind: ClassVar[str]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from workbench.io.documents.html import fragment  # html reads blocks

        return {"text/plain": repr(self), "text/html": fragment(self), MIME: to_record(self)}  # type: ignore[arg-type]


@dataclass(frozen=True)
class Letterhead:
    """The agency's own, from `data/policy/kop.yaml`."""

    government: str
    agency: str
    address: tuple[str, ...]
    place: str
    signer: str


@dataclass(frozen=True)
class Front(Shown):
    """What a document is: once, first. `opening`, `title`: its lines in capitals. `as_of`: ISO day of the data, which
    dates the file. `footer`: one line of provenance on every page. `fonts`: families for text and headings."""

    title: tuple[str, ...]
    letterhead: Letterhead
    as_of: str
    number: str = ""
    draft: bool = True
    fictional: bool = False
    footer: str = ""
    fonts: tuple[str, str] = ("Source Sans 3", "Source Serif 4")
    lang: str = "id"
    opening: tuple[str, ...] = ("LAPORAN", "TENTANG")
    kind: ClassVar[str] = "front"


@dataclass(frozen=True)
class Heading(Shown):
    """Level 1 is lettered A, B, ... by the renderer, or numbered as an annex; level 2 stands unnumbered."""

    text: str
    level: int = 1
    annex: bool = False
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph(Shown):
    """`notice`: set apart, for what must not be overlooked."""

    text: str
    notice: bool = False
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Items(Shown):
    """A list, numbered when the order or the count matters."""

    items: tuple[str, ...]
    numbered: bool = False
    kind: ClassVar[str] = "items"


@dataclass(frozen=True)
class Column:
    """`width`: share of the page in relation to the other columns, 0 for just what it needs. `under`: the value stands
    small beneath that of the column before."""

    label: str
    kind: Kind = "text"
    width: int = 0
    under: bool = False


@dataclass(frozen=True)
class Table(Shown):
    """`rows` hold one raw value a column: text, whole number, points, ISO day, yes/no/unknown, None for missing."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    kind: ClassVar[str] = "table"

    def __post_init__(self) -> None:
        short = [row for row in self.rows if len(row) != len(self.columns)]
        if short:
            raise ValueError(f"a row of {self.caption!r} has {len(short[0])} values for {len(self.columns)} columns")


@dataclass(frozen=True)
class Chart(Shown):
    """`spec`: Vega-Lite, data included. `alt`: what the picture says, for those who do not see it."""

    caption: str
    alt: str
    spec: Mapping[str, Any] = field(hash=False)
    kind: ClassVar[str] = "chart"


@dataclass(frozen=True)
class Seat:
    """One seat of a chain. `note`: why it is free, or what becomes of it. `who` takes it, with `nip`; empty for a seat
    that nobody takes."""

    title: str
    place: str
    note: str = ""
    who: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Chain(Shown):
    """A chain of vacancies as a picture: each seat is taken by whoever leaves the next one, and the last is taken by
    nobody; in a `ring`, by whoever leaves the first. `alt`: what the picture says, for those who do not see it."""

    caption: str
    alt: str
    seats: tuple[Seat, ...]
    ring: bool = False
    kind: ClassVar[str] = "chain"


@dataclass(frozen=True)
class Signature(Shown):
    """Left blank for the hand: place and office of whoever will sign."""

    place: str
    signer: str
    kind: ClassVar[str] = "signature"


@dataclass(frozen=True)
class Attachment(Shown):
    """A text that travels inside the file, for machines."""

    name: str
    media_type: str
    description: str
    text: str
    kind: ClassVar[str] = "attachment"


Block = Front | Heading | Paragraph | Items | Table | Chart | Chain | Signature | Attachment
BLOCKS: dict[str, type[Block]] = {
    block.kind: block for block in (Front, Heading, Paragraph, Items, Table, Chart, Chain, Signature, Attachment)
}


def to_record(block: Block) -> dict[str, Any]:
    """JSON-ready."""
    return {"block": block.kind} | _plain(asdict(block))


def from_record(record: Mapping[str, Any]) -> Block:
    """The inverse of `to_record`. Raises ValueError for a block or a field that this version does not know."""
    given = dict(record)
    kind = given.pop("block", None)
    if kind not in BLOCKS:
        raise ValueError(f"unknown block {kind!r}; this version knows {', '.join(BLOCKS)}")
    known = [one.name for one in fields(BLOCKS[kind])]
    strange = sorted(set(given) - set(known))
    if strange:
        raise ValueError(f"a {kind} has no {', '.join(strange)}; it has {', '.join(known)}")
    if kind == "front":
        given["letterhead"] = Letterhead(**{name: _frozen(value) for name, value in given["letterhead"].items()})
    if kind == "table":
        given["columns"] = tuple(Column(**column) for column in given["columns"])
    if kind == "chain":
        given["seats"] = tuple(Seat(**seat) for seat in given["seats"])
    return BLOCKS[kind](**{name: value if name == "spec" else _frozen(value) for name, value in given.items()})


def blocks_of(notebook: Mapping[str, Any]) -> tuple[Block, ...]:
    """The blocks that an executed notebook (nbformat 4) shows, in order."""
    outputs: Iterable[Mapping[str, Any]] = (
        output for cell in notebook["cells"] for output in cell.get("outputs", ()) if "data" in output
    )
    return tuple(from_record(output["data"][MIME]) for output in outputs if MIME in output["data"])


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list | tuple) else value
