"""Why a limit is refused: the core's reason, the limits that collide by name, and the ways out."""

from collections.abc import Iterable

from widgets.apps.conversation import Message
from widgets.apps.limits import TOTAL, limit_id
from widgets.apps.panels.limits.table import sentence
from widgets.apps.panels.states import masked, remedy, why
from widgets.apps.screen import Screen
from widgets.limit_panel import Refusal, Remedy
from workbench.scenario import AddLimit, DropLimit, Limit, Move, SetLimit
from workbench.staffing import Staffing


def record(screen: Screen, message: Message) -> Refusal:
    """Of a gesture on limits that was refused."""
    t = screen.t
    remedies = [Remedy(key=str(at), label=_label(screen, move)) for at, move in enumerate(message.remedies)]
    if not message.limits:
        reason = masked(screen, why(screen, message))
        return Refusal(text=t("limits.refused", reason=reason), items=[], remedies=remedies)
    named = [_named(screen, name, message.moves) for name in message.limits]
    if len(named) > 1:
        text = t("limits.together")
    elif message.least is not None and message.limits[0].partition(":")[0] in (TOTAL, "unit_moves", "budget"):
        text = t("limits.cannot_least", least=screen.whole(message.least))
    else:
        text = t("limits.cannot")
    return Refusal(text=text, items=list(dict.fromkeys(named)), remedies=remedies)


def _known(screen: Screen, moves: Iterable[Move]) -> list[Limit]:
    """Limits in force, and those that the gesture would set."""
    asked = [move.limit for move in moves if isinstance(move, AddLimit)]
    return [*asked, *screen.session.policy.limits]


def _named(screen: Screen, name: str, moves: tuple[Move, ...]) -> str:
    """The limit of a row as a sentence, with the unit where the row is about one of many."""
    policy, staffing = screen.session.policy, _staffing(screen)
    if name == TOTAL:
        most = next((move.value for move in moves if isinstance(move, SetLimit)), policy.move_limit)
        return screen.t("limits.total", most=screen.whole(most or 0))
    known = {limit.id: limit for limit in reversed(_known(screen, moves))}
    id = limit_id(name, known)
    if not id:
        return name
    said = sentence(screen, known[id], policy, staffing)
    unit = name.removeprefix(id).removeprefix(":")
    names = staffing.units.loc[staffing.units["unit"] == unit, "name"]
    return screen.t("limits.at_unit", limit=said, unit=names.iloc[0]) if len(names) else said


def _label(screen: Screen, move: Move) -> str:
    policy = screen.session.policy
    match move:
        case DropLimit():
            limit = next((limit for limit in policy.limits if limit.id == move.id), None)
            said = sentence(screen, limit, policy, _staffing(screen)) if limit is not None else move.id
            return screen.t("limits.lift", limit=said)
        case SetLimit(name="move_limit", value=None):
            return screen.t("limits.lift", limit=sentence(screen, None, policy, _staffing(screen)))
    return remedy(screen, move)


def _staffing(screen: Screen) -> Staffing:
    assert screen.session.scenario is not None
    return screen.session.scenario.state.staffing
