"""What a scenario is about: the staffing, and the agency's own choices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from workbench.scenario.limits import Limit, in_order, limit_of, limit_record
from workbench.staffing import Staffing

if TYPE_CHECKING:
    from workbench.scenario.kinds import Move

Seat = tuple[str, str]
"""nip, post"""

COMPONENTS = ("pendidikan", "pengalaman", "kompetensi", "kinerja", "rekam_jejak")
"""Components of merit, in the order in which every bar and table shows them."""

SCORE_MAX = 100_000
"""Whole percents that add up to 100, times components of 0..1000."""

RULE_CHOICES = ("bar", "show", "off")


@dataclass(frozen=True)
class Policy:
    """The agency's choices: never law, always visible, changed only by moves.

    `weights`: whole percents by component, adding up to 100. `tiers`, `families`, `posts`: what is in scope: vacancies
    in these tiers, functional posts of these families, and posts named one by one. `horizon_months`: a post that falls
    vacant by retirement within this time counts as vacant. `move_price`: points of score (0..100,000) that a move must
    gain. `move_limit`: most moves, None without limit. `limits`: the other limits, by id. `unknown`: whether an unknown
    finding may be proposed.
    `rules`: what a practice or policy rule does (bar, show, off); the law always bars. `settings`: numbers that the law
    leaves to the agency. `assumptions`: hypothetical values of the law, by parameter. `effective`: the day on which the
    plan takes effect, None for the date of the data.
    """

    weights: Mapping[str, int]
    tiers: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    horizon_months: int = 12
    move_price: int = 0
    move_limit: int | None = None
    unknown: Literal["allow", "bar"] = "allow"
    rules: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    assumptions: Mapping[str, Any] = field(default_factory=dict)
    locks: frozenset[Seat] = frozenset()
    forbids: frozenset[Seat] = frozenset()
    effective: date | None = None
    limits: tuple[Limit, ...] = ()

    @property
    def limited(self) -> bool:
        """Whether any limit is in force."""
        return bool(self.limits) or self.move_limit is not None

    def __post_init__(self) -> None:
        mistake = weights_mistake(self.weights)
        if mistake:
            raise ValueError(mistake)
        object.__setattr__(self, "limits", in_order(self.limits))

    def to_record(self) -> dict[str, Any]:
        """JSON-ready, in one canonical order."""
        return {
            "weights": {name: int(self.weights[name]) for name in COMPONENTS},
            "tiers": list(self.tiers),
            "families": list(self.families),
            "posts": list(self.posts),
            "horizon_months": self.horizon_months,
            "move_price": self.move_price,
            "move_limit": self.move_limit,
            "unknown": self.unknown,
            "rules": dict(sorted(self.rules.items())),
            "settings": dict(sorted(self.settings.items())),
            "assumptions": dict(sorted(self.assumptions.items())),
            "locks": sorted(list(seat) for seat in self.locks),
            "forbids": sorted(list(seat) for seat in self.forbids),
            "effective": self.effective.isoformat() if self.effective else None,
            "limits": [limit_record(limit) for limit in self.limits],
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Policy":
        """The inverse of `to_record`; an unknown field is an error that names it."""
        known = cls.__dataclass_fields__
        strange = sorted(set(record) - set(known))
        if strange:
            raise ValueError(f"a policy has no {', '.join(strange)}; it has {', '.join(known)}")
        given = dict(record)
        for name in ("tiers", "families", "posts"):
            given[name] = tuple(given.get(name, ()))
        for name in ("locks", "forbids"):
            given[name] = frozenset((nip, post) for nip, post in given.get(name, ()))
        given["limits"] = tuple(limit_of(each) for each in given.get("limits", ()))
        if given.get("effective"):
            given["effective"] = date.fromisoformat(str(given["effective"]))
        return cls(**given)


def weights_mistake(weights: Mapping[str, int]) -> str | None:
    """What is wrong with these weights, in one sentence, or None."""
    if set(weights) != set(COMPONENTS):
        return f"Bobot harus menyebut tepat {', '.join(COMPONENTS)}."
    if any(isinstance(w, bool) or int(w) != w or not 0 <= w <= 100 for w in weights.values()):
        return "Tiap bobot harus persen bulat antara 0 dan 100."
    total = sum(weights.values())
    return None if total == 100 else f"Jumlah bobot harus 100, bukan {total}."


def rebalanced(weights: Mapping[str, int], component: str, value: int) -> dict[str, int]:
    """Move one weight; the others keep their proportions and the sum stays 100 (largest remainder).

    >>> even = {"pendidikan": 20, "pengalaman": 25, "kompetensi": 25, "kinerja": 20, "rekam_jejak": 10}
    >>> rebalanced(even, "kinerja", 60)
    {'pendidikan': 10, 'pengalaman': 13, 'kompetensi': 12, 'kinerja': 60, 'rekam_jejak': 5}
    """
    value = min(100, max(0, int(value)))
    others = [name for name in COMPONENTS if name != component]
    held = sum(weights[name] for name in others)
    left = 100 - value
    exact = {name: (weights[name] * left / held if held else left / len(others)) for name in others}
    result = {name: int(exact[name]) for name in others}
    by_remainder = sorted(others, key=lambda name: (result[name] - exact[name], COMPONENTS.index(name)))
    for name in by_remainder[: left - sum(result.values())]:
        result[name] += 1
    result[component] = value
    return {name: result[name] for name in COMPONENTS}


@dataclass(frozen=True, eq=False)
class State:
    staffing: Staffing
    policy: Policy

    @property
    def day(self) -> date:
        """The day on which a plan takes effect: never today."""
        return self.policy.effective or self.staffing.as_of

    def with_policy(self, **changes: Any) -> "State":
        return replaced(self, policy=replaced(self.policy, **changes))

    def with_tables(self, **tables: pd.DataFrame) -> "State":
        return replaced(self, staffing=self.staffing.replace(**tables))


@dataclass(frozen=True, eq=False)
class Refused:
    """What a person tried and cannot be: why, and the move that would clear the way. A value, never raised."""

    code: str
    reason: str
    remedy: "Move | None" = None
    findings: pd.DataFrame | None = None
    reason_en: str = ""
