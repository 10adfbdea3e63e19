"""Limits by their sentences: those that cannot be kept together, and the move that lifts one."""

import re

from widgets.apps.conversation import Message
from widgets.apps.limits import TOTAL, limit_id
from widgets.apps.outlook import Outlook
from widgets.apps.panels.limits.table import sentence
from workbench.scenario import AddLimit, DropLimit, Limit, Move, SetLimit
from workbench.staffing import Staffing

COUNTS = (TOTAL, "unit_moves", "budget")
"""Kinds whose rows count what people count: the least of them can be told."""


def collision(screen: Outlook, message: Message) -> tuple[str, list[str]]:
    """Why limits cannot be kept, in a sentence, and which they are."""
    t = screen.t
    named = list(dict.fromkeys(_named(screen, name, message.moves) for name in message.limits))
    if len(message.limits) > 1:
        return t("limits.together"), named
    if message.least is not None and message.limits[0].partition(":")[0] in COUNTS:
        return t("limits.cannot_least", least=screen.whole(message.least)), named
    return t("limits.cannot"), named


def _named(screen: Outlook, name: str, moves: tuple[Move, ...]) -> str:
    """The limit of a row as a sentence, with the unit where the row is about one of many."""
    policy, staffing = screen.session.policy, _staffing(screen)
    if name == TOTAL:
        most = next((move.value for move in moves if isinstance(move, SetLimit)), policy.move_limit)
        return screen.t("limits.total", most=screen.whole(most or 0))
    asked: list[Limit] = [move.limit for move in moves if isinstance(move, AddLimit)]
    known = {limit.id: limit for limit in (*policy.limits, *asked)}
    id = limit_id(name, known)
    if not id:
        return name
    said = sentence(screen, known[id], policy, staffing)
    unit = unit_called(staffing, name.removeprefix(id).removeprefix(":"))
    return screen.t("limits.at_unit", limit=said, unit=unit) if unit else said


def with_units(screen: Outlook, reason: str) -> str:
    """A sentence of the core that names a unit by its code, with its name instead."""
    staffing = _staffing(screen)
    return re.sub(r"\(unit (\S+)\)", lambda found: f"({unit_called(staffing, found[1]) or found[1]})", reason)


def unit_called(staffing: Staffing, unit: str) -> str:
    """The name of a unit; empty where there is none of this code."""
    names = staffing.units.loc[staffing.units["unit"] == unit, "name"]
    return str(names.iloc[0]) if len(names) else ""


def lifted(screen: Outlook, move: Move) -> str:
    """The limit that a move lifts, as a sentence; empty for any other move."""
    policy = screen.session.policy
    match move:
        case DropLimit():
            limit = next((limit for limit in policy.limits if limit.id == move.id), None)
            return sentence(screen, limit, policy, _staffing(screen)) if limit is not None else move.id
        case SetLimit(name="move_limit", value=None) if policy.move_limit is not None:
            return sentence(screen, None, policy, _staffing(screen))
    return ""


def _staffing(screen: Outlook) -> Staffing:
    assert screen.session.scenario is not None
    return screen.session.scenario.state.staffing
