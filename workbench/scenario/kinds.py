"""The kinds of move: small frozen values, and how they are recorded. What each does stands in `moves`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from workbench.scenario.limits import Limit, limit_of, limit_record

# people and choices ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """The person leaves the present post and holds `post` from `since` (ISO day; default the state's day)."""

    nip: str
    post: str
    since: str | None = None
    kind: ClassVar[str] = "place"


@dataclass(frozen=True)
class Vacate:
    """The person no longer holds `post`."""

    nip: str
    post: str
    kind: ClassVar[str] = "vacate"


@dataclass(frozen=True)
class Lock:
    """Whatever the optimiser finds, this person gets this post."""

    nip: str
    post: str
    kind: ClassVar[str] = "lock"


@dataclass(frozen=True)
class Forbid:
    """Whatever the optimiser finds, this person does not get this post."""

    nip: str
    post: str
    kind: ClassVar[str] = "forbid"


@dataclass(frozen=True)
class Release:
    """Lift the lock or the ban on this person and post."""

    nip: str
    post: str
    kind: ClassVar[str] = "release"


@dataclass(frozen=True)
class SetWeights:
    """Whole percents by component of merit, adding up to 100."""

    weights: Mapping[str, int]
    kind: ClassVar[str] = "set_weights"


@dataclass(frozen=True)
class SetLimit:
    """`name`: move_limit (people, None without limit), move_price (points of 100,000) or horizon_months."""

    name: str
    value: int | None
    kind: ClassVar[str] = "set_limit"


@dataclass(frozen=True)
class AddLimit:
    """Set one more limit; to change a figure, drop the old limit and add the new one in one gesture."""

    limit: Limit
    kind: ClassVar[str] = "add_limit"


@dataclass(frozen=True)
class DropLimit:
    """Lift the limit of this id."""

    id: str
    kind: ClassVar[str] = "drop_limit"


@dataclass(frozen=True)
class SetScope:
    """Which posts the plan is about: tiers, functional families, posts named one by one."""

    tiers: tuple[str, ...]
    families: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    kind: ClassVar[str] = "set_scope"


@dataclass(frozen=True)
class AssumeRule:
    """A hypothetical value: of a parameter of law (`appointment.administrator`, merged into the value in force), or of
    the agency's own policy (`policy.rules.rank`, `policy.settings.NAME`, `policy.unknown`, `policy.effective`).
    A value of None takes the assumption back."""

    parameter: str
    value: Any
    kind: ClassVar[str] = "assume_rule"


@dataclass(frozen=True)
class TakeOver:
    """What scenario `source` had become at its row `at` and this one had not: cells as `diff` tells them (table, key,
    column, before, after; None where nothing is there), with whatever was chosen where both had changed the same."""

    source: str
    at: int
    changes: tuple[tuple[str, str, str, str | None, str | None], ...]
    kind: ClassVar[str] = "take_over"


# units and posts ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class MoveUnit:
    """The unit, with all beneath it, stands under `to`; under nothing while it waits for a home (None). `since`: ISO
    day, by default that of the state (of each move here)."""

    unit: str
    to: str | None
    since: str | None = None
    kind: ClassVar[str] = "move_unit"


@dataclass(frozen=True)
class MergeUnits:
    """What stands in `units` and beneath them goes to `into`, which may be one of them; the others end. Their own heads
    are abolished: one unit has one head."""

    units: tuple[str, ...]
    into: str
    name: str | None = None
    since: str | None = None
    kind: ClassVar[str] = "merge_units"


@dataclass(frozen=True)
class SplitUnit:
    """A new unit `new` beside the unit and of its kind takes over some of its `units` (children) and `posts`."""

    unit: str
    new: str
    name: str
    units: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    since: str | None = None
    kind: ClassVar[str] = "split_unit"


@dataclass(frozen=True)
class RenameUnit:
    unit: str
    name: str
    since: str | None = None
    kind: ClassVar[str] = "rename_unit"


@dataclass(frozen=True)
class AddUnit:
    """An empty unit under `parent`; `unit_kind` and `opd_type` as in the vocabulary."""

    unit: str
    name: str
    parent: str
    unit_kind: str
    opd_type: str | None = None
    region: str | None = None
    order: int | None = None
    since: str | None = None
    kind: ClassVar[str] = "add_unit"


@dataclass(frozen=True)
class AbolishUnit:
    """The unit ends; its children and posts go to `to` (by default its parent), its head is abolished."""

    unit: str
    to: str | None = None
    since: str | None = None
    kind: ClassVar[str] = "abolish_unit"


@dataclass(frozen=True)
class AddPost:
    """A post that nobody holds yet; codes as in the vocabulary."""

    post: str
    unit: str
    title: str
    tier: str
    head: bool = False
    capacity: int = 1
    need: int | None = None
    eselon: str | None = None
    kelas_jabatan: int | None = None
    family: str | None = None
    critical: bool | None = None
    golongan_min: str | None = None
    golongan_max: str | None = None
    education_min: str | None = None
    allowance: int | None = None
    kind: ClassVar[str] = "add_post"


@dataclass(frozen=True)
class MovePost:
    """The post, with whoever holds it, stands in `to`, and heads it or not."""

    post: str
    to: str
    head: bool = False
    kind: ClassVar[str] = "move_post"


@dataclass(frozen=True)
class RenamePost:
    post: str
    title: str
    kind: ClassVar[str] = "rename_post"


@dataclass(frozen=True)
class AbolishPost:
    """The post ends; its holders have none, and their time in it becomes history."""

    post: str
    since: str | None = None
    kind: ClassVar[str] = "abolish_post"


@dataclass(frozen=True)
class ConvertPost:
    """Penyetaraan: the post becomes one of another tier (most often functional) with the same holders. It heads nothing
    and has no eselon."""

    post: str
    tier: str
    title: str
    family: str | None = None
    kelas_jabatan: int | None = None
    kind: ClassVar[str] = "convert_post"


# all of them, and their records ---------------------------------------------------------------------------------------

StructuralMove = (
    MoveUnit
    | MergeUnits
    | SplitUnit
    | RenameUnit
    | AddUnit
    | AbolishUnit
    | AddPost
    | MovePost
    | RenamePost
    | AbolishPost
    | ConvertPost
)
STRUCTURAL: dict[str, type[StructuralMove]] = {
    move.kind: move
    for move in (
        *(MoveUnit, MergeUnits, SplitUnit, RenameUnit, AddUnit, AbolishUnit),
        *(AddPost, MovePost, RenamePost, AbolishPost, ConvertPost),
    )
}

Move = (
    Place
    | Vacate
    | Lock
    | Forbid
    | Release
    | SetWeights
    | SetLimit
    | AddLimit
    | DropLimit
    | SetScope
    | AssumeRule
    | TakeOver
    | StructuralMove
)
MOVES: dict[str, type[Move]] = {
    move.kind: move
    for move in (
        *(Place, Vacate, Lock, Forbid, Release),
        *(SetWeights, SetLimit, AddLimit, DropLimit, SetScope, AssumeRule, TakeOver),
    )
} | STRUCTURAL


def _cells(changes: Any) -> tuple[tuple[Any, ...], ...]:
    told = tuple(tuple(change) for change in changes or ())
    if any(len(cell) != 5 or not all(text is None or isinstance(text, str) for text in cell) for cell in told):
        raise ValueError("the move take_over cannot be read: a change is table, key, column, before, after")
    return told


def to_record(move: Move) -> dict[str, Any]:
    """JSON-ready."""
    if isinstance(move, AddLimit):
        return {"kind": move.kind, "limit": limit_record(move.limit)}
    return {"kind": move.kind} | asdict(move)


def from_record(record: Mapping[str, Any]) -> Move:
    """The inverse of `to_record`. Raises ValueError for a kind or a field that this version does not know."""
    fields = dict(record)
    kind = fields.pop("kind", None)
    if kind not in MOVES:
        raise ValueError(f"unknown move {kind!r}; this version knows {', '.join(MOVES)}")
    # JSON has lists where a move has tuples.
    fields = {
        name: tuple(value) if isinstance(value, list) and kind != "assume_rule" else value
        for name, value in fields.items()
    }
    if kind == "add_limit" and isinstance(fields.get("limit"), Mapping):
        fields["limit"] = limit_of(fields["limit"])
    if kind == "take_over":
        fields["changes"] = _cells(fields.get("changes"))
    try:
        return MOVES[kind](**fields)
    except TypeError as error:
        raise ValueError(f"the move {kind} cannot be read: {error}") from error
