"""A form that sets one limit: the fields of each kind, and the limit that a filled form asks for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from widgets.apps.limits import TOTAL
from widgets.apps.screen import Screen
from widgets.limit_panel import Field, Option
from workbench.scenario import (
    SCORE_MAX,
    AddLimit,
    Apart,
    Budget,
    DropLimit,
    Freeze,
    Limit,
    Move,
    Policy,
    Quality,
    Relocation,
    SetLimit,
    Share,
    UnitMoves,
)
from workbench.scenario.limits import BOUNDS, LOCAL
from workbench.staffing import Staffing

KINDS = (TOTAL, *(kind.kind for kind in (UnitMoves, Budget, Share, Apart, Freeze, Quality)))
PLACES = ("all", "each", "unit")
POINT = 1000
"""Points of score in one point on the screen."""

WHOLE = re.compile(r"\d{1,15}|\d{1,3}([., \u00a0]\d{3}){1,4}", re.ASCII)
"""A whole number as people write it, in thousands or not; 3,5 is none."""

Values = Mapping[str, Any]
Mistakes = dict[str, str]


@dataclass(frozen=True)
class Draft:
    """A form that is open. `number` tells one opened form from another; `old`: id of the limit that it changes, empty
    for a new one; `kind` and `values`: what it begins with."""

    number: int
    kind: str = TOTAL
    values: Values | None = None
    old: str = ""


def began(number: int, policy: Policy, old: str) -> Draft | None:
    """A form on a limit in force, filled in as that stands; None where there is none of this id."""
    if old == TOTAL:
        return Draft(number, TOTAL, {"most": policy.move_limit}, old) if policy.move_limit is not None else None
    limit = next((limit for limit in policy.limits if limit.id == old), None)
    return Draft(number, limit.kind, _values(limit), old) if limit is not None else None


def _values(limit: Limit) -> Values:
    match limit:
        case Share():
            given = {"group": limit.group, "bound": limit.bound, "percent": limit.percent, "tiers": list(limit.tiers)}
        case Quality():
            given = {"points": limit.points}
        case Apart():
            given = {"kinds": list(limit.kinds)}
        case Freeze():
            given = {}
        case UnitMoves() | Budget():
            given = {"most": limit.most}
    if isinstance(limit, Share | Quality):
        place = "unit" if limit.unit is not None else "each" if limit.each else "all"
        given |= {"place": place, "reach": limit.reach}
    return given | {"unit": getattr(limit, "unit", None) or ""}


# what a filled form asks for ------------------------------------------------------------------------------------------


def moves(policy: Policy, draft: Draft, kind: str, values: Values, screen: Screen) -> tuple[Move, ...] | Mistakes:
    """One gesture that sets the limit, or what is wrong with the fields. Nothing, where nothing would change."""
    read = _Reading(values, screen)
    if kind == TOTAL:
        most = read.whole("most")
        if most is None or read.mistakes:
            return read.mistakes
        return (SetLimit(TOTAL, most),) if most != policy.move_limit else ()
    limit = _limit(kind, read)
    if limit is None or read.mistakes:
        return read.mistakes
    if limit in policy.limits:
        return ()
    return (*((DropLimit(draft.old),) if draft.old else ()), AddLimit(limit))


def lifted(policy: Policy, id: str) -> Move | None:
    """The move that lifts a limit; None where there is none of this id."""
    if id == TOTAL:
        return SetLimit(TOTAL, None) if policy.move_limit is not None else None
    return DropLimit(id) if any(limit.id == id for limit in policy.limits) else None


def _limit(kind: str, read: "_Reading") -> Limit | None:
    """The limit of this kind; what a field lacks stands among the mistakes of the reading."""
    match kind:
        case UnitMoves.kind:
            return UnitMoves(read.unit(), read.whole("most") or 0)
        case Budget.kind:
            return Budget(read.whole("most") or 0)
        case Share.kind:
            unit, each = read.place()
            bound = read.text("bound")
            tiers = read.several("tiers")
            if not tiers:
                read.mistake("tiers", "limits.need_tiers")
            bound = bound if bound in BOUNDS else BOUNDS[0]
            group, percent = read.text("group"), read.percent("percent", least=bound == BOUNDS[0])
            return Share(group, bound, percent, tiers, unit, each, read.flag("reach"))  # type: ignore[arg-type]
        case Quality.kind:
            unit, each = read.place()
            points = read.points("points")
            return Quality(points, unit, each, read.flag("reach") and points is not None)
        case Apart.kind:
            return Apart(read.several("kinds"))
        case Freeze.kind:
            return Freeze(read.unit())
    return None


class _Reading:
    """Fields as people fill them, and what is wrong with them, by the name of the field."""

    def __init__(self, values: Values, screen: Screen) -> None:
        self.values, self.screen = values, screen
        self.mistakes: Mistakes = {}

    def mistake(self, name: str, word: str) -> None:
        self.mistakes[name] = self.screen.t(word)

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "").strip()

    def flag(self, name: str) -> bool:
        return self.values.get(name) is True

    def several(self, name: str) -> tuple[str, ...]:
        given = self.values.get(name)
        return tuple(str(each) for each in given) if isinstance(given, list) else ()

    def whole(self, name: str) -> int | None:
        """A whole number; marks between thousands and a sign of rupiah are no part of it."""
        given = self.text(name).lower().removeprefix("rp").strip()
        if not WHOLE.fullmatch(given):
            self.mistake(name, "limits.need_whole")
            return None
        return int(re.sub(r"\D", "", given))

    def percent(self, name: str, *, least: bool) -> int:
        """Between those that bind nothing: at least 0, at most 100."""
        low, high = (1, 100) if least else (0, 99)
        given = self.whole(name)
        if given is not None and not low <= given <= high:
            self.mistakes[name] = self.screen.t("limits.need_percent", low=low, high=high)
        return given or 0

    def points(self, name: str) -> int | None:
        """Points of score from points on the screen (70,5); None where the field is empty."""
        given = self.text(name).replace(",", ".")
        if not given:
            return None
        try:
            points = Decimal(given) * POINT
        except InvalidOperation:
            points = Decimal("NaN")
        if not points.is_finite() or points != points.to_integral_value() or not 0 < points <= SCORE_MAX:
            self.mistake(name, "limits.need_points")
            return None
        return int(points)

    def unit(self) -> str:
        unit = self.text("unit")
        if not unit:
            self.mistake("unit", "limits.need_unit")
        return unit

    def place(self) -> tuple[str | None, bool]:
        place = self.text("place")
        return (self.unit() if place == "unit" else None), place == "each"


# its fields -----------------------------------------------------------------------------------------------------------


def fields(screen: Screen, draft: Draft) -> dict[str, list[Field]]:
    """The fields of each kind, the one that is filled in with its values."""
    t, policy = screen.t, screen.session.policy
    assert screen.session.scenario is not None
    staffing = screen.session.scenario.state.staffing
    unit = _field("unit", t("limits.unit"), "unit", hint=t("limits.unit_hint"))
    there = {"name": "place", "value": "unit"}
    within = [
        _field("place", t("limits.place"), "select", options=[_option(p, t(f"limits.place_{p}")) for p in PLACES]),
        _field("unit", t("limits.unit"), "unit", hint=t("limits.unit_hint"), when=there),
    ]
    reach = _field("reach", t("limits.reach"), "check", hint=t("limits.reach_hint"))
    made: dict[str, list[Field]] = {
        TOTAL: [_field("most", t("limits.people"), "number")],
        UnitMoves.kind: [unit, _field("most", t("limits.people"), "number")],
        Budget.kind: [_field("most", t("limits.rupiah"), "number", hint=_costs(screen, policy))],
        Share.kind: [
            _field("group", t("limits.group"), "select", options=_groups(screen, staffing)),
            _field("bound", t("limits.bound"), "select", options=[_option(b, t(f"limits.{b}")) for b in BOUNDS]),
            _field("percent", t("limits.percent"), "number"),
            _field("tiers", t("limits.tiers"), "checks", options=_tiers(screen, staffing), value=list(policy.tiers)),
            *within,
            reach,
        ],
        Apart.kind: [
            _field(
                "kinds", t("limits.kinds"), "checks", options=_relations(screen, staffing), hint=t("limits.kinds_hint")
            )
        ],
        Freeze.kind: [unit],
        Quality.kind: [
            _field("points", t("limits.points"), "number", hint=t("limits.points_hint")),
            *within,
            reach,
        ],
    }
    if draft.values is not None:
        made[draft.kind] = [_filled(screen, staffing, field, draft.values) for field in made[draft.kind]]
    return made


def _field(name: str, label: str, type: str, **more: Any) -> Field:
    given: dict[str, Any] = {"value": [] if type == "checks" else False if type == "check" else "", "said": ""}
    given |= {"options": [], "hint": "", "when": None}
    return Field(name=name, label=label, type=type, **(given | more))  # type: ignore[typeddict-item]


def _option(value: str, label: str) -> Option:
    return Option(value=value, label=label)


def _filled(screen: Screen, staffing: Staffing, field: Field, values: Values) -> Field:
    value = values.get(field["name"])
    if field["name"] == "unit":
        return Field({**field, "value": value or "", "said": unit_name(staffing, str(value)) if value else ""})
    if field["name"] == "points" and value is not None:
        told = f"{Decimal(int(value)) / POINT:f}"
        return Field({**field, "value": told.replace(".", ",") if screen.lang == "id" else told})
    if field["type"] == "number":
        return Field({**field, "value": "" if value is None else screen.whole(value)})
    return Field({**field, "value": value}) if value is not None else field


def _groups(screen: Screen, staffing: Staffing) -> list[Option]:
    labels = staffing.schemas.vocabulary.label("sex", screen.lang)
    return [*(_option(str(code), str(labels[code])) for code in labels.index), _option(LOCAL, screen.t("limits.local"))]


def _tiers(screen: Screen, staffing: Staffing) -> list[Option]:
    """The tiers that have posts, in the order of the vocabulary."""
    labels, used = staffing.schemas.vocabulary.label("tier", screen.lang), set(staffing.posts["tier"].dropna())
    return [_option(str(code), str(labels[code])) for code in labels.index if code in used]


def _relations(screen: Screen, staffing: Staffing) -> list[Option]:
    labels = staffing.schemas.vocabulary.label("relation_kind", screen.lang)
    return [_option(str(code), str(labels[code])) for code in labels.index]


def _costs(screen: Screen, policy: Policy) -> str:
    """What a move costs by the policy, in words; empty where it does not say."""
    try:
        cost = Relocation.of(policy.settings)
    except ValueError:
        return ""
    told = {"move": cost.per_move, "relocation": cost.per_relocation, "km": cost.per_km}
    return screen.t("limits.costs", **{name: screen.whole(amount) for name, amount in told.items()})


# units by name --------------------------------------------------------------------------------------------------------

FOUND = 8
"""Units that a search shows at once."""


def units(staffing: Staffing, query: str) -> list[Option]:
    """Units whose name or code holds every word of the query, those that begin with it first; none for no query."""
    words = query.casefold().split()
    if not words:
        return []
    known = staffing.units.drop_duplicates("unit")
    name = known["name"].astype("str")
    text = name.str.casefold() + " " + known["unit"].astype("str")
    fits = known.index == known.index
    for word in words:
        fits &= text.str.contains(word, regex=False).to_numpy()
    found = known[fits].assign(late=~name[fits].str.casefold().str.startswith(words[0]), length=name[fits].str.len())
    found = found.sort_values(["late", "length", "name", "unit"]).head(FOUND)
    return [_option(str(unit), unit_name(staffing, str(unit))) for unit in found["unit"]]


def unit_name(staffing: Staffing, unit: str) -> str:
    """The name of a unit with that of the unit above it, since many units share a name."""
    known = staffing.units.drop_duplicates("unit").set_index("unit")
    if unit not in known.index:
        return unit
    name, above = str(known.loc[unit, "name"]), known.loc[unit, "parent"]
    return f"{name}, {known.loc[above, 'name']!s}" if isinstance(above, str) and above in known.index else name
