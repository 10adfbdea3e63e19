"""Limits that an agency sets on a plan: small frozen values, kept in `Policy.limits`, changed only by moves.

Sex and region may enter a limit that the agency chooses openly; they never enter a score.

Three readings hold for all of them:

- *A plan is measured by who holds what after it.* Holders who leave within the horizon or have left already are not
  counted, since their seats count as vacant.
- *A limit binds what the plan does, not what it finds.* Where today's holders already fall short of a share or a
  quality, the unit may not fall below what it is today; `reach=True` asks for the figure itself, and is infeasible
  where nobody can reach it. Two related people who both stay where they are in one line of command are reported and
  may stay; the plan puts nobody new there. So a plan that moves nobody keeps every limit without `reach`.
- *Unknown counts against.* A person of unknown sex or region is no woman where women are a floor, and one where they
  are a ceiling; an unknown distance costs as much as the longest known one.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, ClassVar, Literal

LOCAL = "local"
"""The group of those whose region of work on record is the region of the unit; the other groups are codes of sex."""

BOUNDS = ("least", "most")


def _sorted(limit: "Limit", name: str) -> None:
    """One canonical order, so that equal limits are equal however they were written."""
    object.__setattr__(limit, name, tuple(sorted(set(getattr(limit, name)))))


def _where(unit: str | None, each: bool) -> str:
    return "each" if each else f"@{unit}" if unit is not None else "all"


@dataclass(frozen=True)
class UnitMoves:
    """At most `most` holders of posts in `unit`, or beneath it, get a post outside it; moves inside it do not count."""

    unit: str
    most: int
    kind: ClassVar[str] = "unit_moves"

    @property
    def id(self) -> str:
        return f"{self.kind}:@{self.unit}"


@dataclass(frozen=True)
class Budget:
    """All moves together cost at most `most` rupiah; what a move costs is `policy.settings["relocation"]`."""

    most: int
    kind: ClassVar[str] = "budget"

    @property
    def id(self) -> str:
        return self.kind


@dataclass(frozen=True)
class Share:
    """At least or at most (`bound`) `percent` of the holders of posts of `tiers` belong to `group`.

    `group`: a code of sex, or `local`. In one `unit` and all beneath it, in `each` regional office, or (neither) over
    all. A place where nobody holds such a post keeps every share.
    """

    group: str
    bound: Literal["least", "most"]
    percent: int
    tiers: tuple[str, ...]
    unit: str | None = None
    each: bool = False
    reach: bool = False
    kind: ClassVar[str] = "share"

    def __post_init__(self) -> None:
        _sorted(self, "tiers")

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.group}:{self.bound}:{'+'.join(self.tiers)}:{_where(self.unit, self.each)}"


@dataclass(frozen=True)
class Quality:
    """The mean merit score of those who hold posts in scope may not fall under `points` (0..100,000), or, without
    `points`, not under what it is today. In one `unit` and all beneath it, in `each` regional office, or over all."""

    points: int | None = None
    unit: str | None = None
    each: bool = False
    reach: bool = False
    kind: ClassVar[str] = "quality"

    @property
    def id(self) -> str:
        return f"{self.kind}:{_where(self.unit, self.each)}"


@dataclass(frozen=True)
class Apart:
    """No two people of these relations (`kinds`; none named: every one) hold posts in one line of command."""

    kinds: tuple[str, ...] = ()
    kind: ClassVar[str] = "apart"

    def __post_init__(self) -> None:
        _sorted(self, "kinds")

    @property
    def id(self) -> str:
        return f"{self.kind}:{'+'.join(self.kinds)}" if self.kinds else self.kind


@dataclass(frozen=True)
class Freeze:
    """Nobody leaves `unit` with all beneath it, and nobody enters it; moves inside it stay possible."""

    unit: str
    kind: ClassVar[str] = "freeze"

    @property
    def id(self) -> str:
        return f"{self.kind}:@{self.unit}"


Limit = UnitMoves | Budget | Share | Quality | Apart | Freeze
KINDS: dict[str, type[Limit]] = {limit.kind: limit for limit in (UnitMoves, Budget, Share, Quality, Apart, Freeze)}


def limit_record(limit: Limit) -> dict[str, Any]:
    """JSON-ready."""
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(limit).items()}
    return {"kind": limit.kind} | given


def limit_of(record: Mapping[str, Any]) -> Limit:
    """The inverse of `limit_record`. Raises ValueError for a kind or a field that this version does not know."""
    fields = dict(record)
    kind = fields.pop("kind", None)
    if kind not in KINDS:
        raise ValueError(f"unknown limit {kind!r}; this version knows {', '.join(KINDS)}")
    given: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in fields.items()}
    try:
        return KINDS[kind](**given)
    except TypeError as error:
        raise ValueError(f"the limit {kind} cannot be read: {error}") from error


def in_order(limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """By id. Two limits of one id would contradict or repeat each other: a ValueError."""
    ordered = tuple(sorted(limits, key=lambda limit: limit.id))
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise ValueError(f"a policy has the limit {one.id} twice")
    return ordered
