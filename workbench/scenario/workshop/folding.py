"""The fold: rows of a workshop's record become a `Workshop`.

The fold trusts the record, since each row was checked by `may` before it was written; it only passes over a row whose
token it has seen already, so that a gesture delivered twice counts once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from workbench.scenario.workshop.values import (
    VERDICTS,
    YES_NO,
    Ballot,
    Decision,
    Issue,
    Item,
    Note,
    Participant,
    Proposal,
    Timer,
    Weighing,
    Workshop,
)


class Happened(Protocol):
    """What the fold needs of a row of the ledger."""

    @property
    def seq(self) -> int: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...
    @property
    def actor(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def at(self) -> datetime: ...


Detail = Mapping[str, Any]


class _Dated(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def at(self) -> datetime: ...


_Kind = TypeVar("_Kind", bound=_Dated)


def opened(id: str, first: Happened) -> Workshop:
    """The workshop as its first row tells it: who opened it facilitates."""
    told = first.payload
    if told.get("what") != "open":
        raise ValueError(f"the record of a workshop begins with open, not with {told.get('what')!r}")
    return Workshop(
        id,
        told["scenario"],
        told["began"],
        told["title"],
        first.at,
        (first.actor,),
        agenda=_agenda(told["agenda"]),
        blind=told["blind"],
        seq=first.seq,
    )


def folded(workshop: Workshop, events: Iterable[Happened]) -> Workshop:
    """The workshop after further rows. Raises ValueError for a row that this version does not know."""
    seen = set(workshop.tokens)
    for event in events:
        token = event.payload["id"]
        if token not in seen:
            seen.add(token)
            what = event.payload["what"]
            if what not in _AFTER:
                raise ValueError(f"row {event.seq} of {workshop.id} is a {what!r}, which this version does not know")
            workshop = _AFTER[what](workshop, event.payload, event)
        workshop = replace(workshop, seq=event.seq)
    return replace(workshop, tokens=frozenset(seen))


# people, agenda, clock ------------------------------------------------------------------------------------------------


def _agenda(items: Iterable[Detail]) -> tuple[Item, ...]:
    return tuple(Item(str(item["title"]), int(item["minutes"])) for item in items)


def _join(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    joined = Participant(event.actor, told["office"], told["name"], event.role)
    others = [each for each in workshop.participants if each.person != event.actor]
    return replace(workshop, participants=tuple(sorted((*others, joined), key=lambda each: each.person)))


def _invite(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    return replace(workshop, facilitators=(*workshop.facilitators, told["person"]))


def _plan(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    return replace(workshop, agenda=_agenda(told["agenda"]), current=None, timer=Timer())


def _turn(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    """The current item is done, and the named one begins with its whole time."""
    number = told["item"]
    agenda = tuple(
        replace(item, done=(item.done or at == workshop.current) and at != number)
        for at, item in enumerate(workshop.agenda)
    )
    begun = replace(agenda[number], began=agenda[number].began or event.at)
    agenda = (*agenda[:number], begun, *agenda[number + 1 :])
    seconds = 60.0 * agenda[number].minutes
    return replace(workshop, agenda=agenda, current=number, timer=Timer(seconds, seconds, event.at))


def _pause(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    timer = workshop.timer
    return replace(workshop, timer=Timer(timer.whole, timer.remaining(event.at)))


def _resume(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    return replace(workshop, timer=replace(workshop.timer, since=event.at))


def _extend(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    timer, more = workshop.timer, 60.0 * told["minutes"]
    return replace(workshop, timer=replace(timer, whole=timer.whole + more, left=timer.left + more))


def _unveil(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    return replace(workshop, blind=False)


def _end(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    agenda = tuple(replace(item, done=item.done or at == workshop.current) for at, item in enumerate(workshop.agenda))
    timer = Timer(workshop.timer.whole, workshop.timer.remaining(event.at))
    return replace(workshop, agenda=agenda, current=None, timer=timer, ended=event.at)


# proposals and decisions ----------------------------------------------------------------------------------------------


def _propose(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    new = Proposal(told["id"], event.actor, event.at, told["title"], told["note"], tuple(told["moves"]), told["base"])
    return replace(workshop, proposals=_with(workshop.proposals, new))


def _standing(workshop: Workshop, id: str, **changes: Any) -> Workshop:
    held = workshop.proposal(id)
    return (
        workshop if held is None else replace(workshop, proposals=_with(workshop.proposals, replace(held, **changes)))
    )


def _withdraw(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    return _standing(workshop, told["proposal"], state="withdrawn", clash=())


def _discuss(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    return _standing(workshop, told["proposal"], state="discussed")


def _clash(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    return _standing(workshop, told["proposal"], clash=tuple(told["words"]))


def _settle(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    """accept, reject or defer. The scenario's own row proves an acceptance, so it holds whatever was said meanwhile."""
    state = {"accept": "accepted", "reject": "rejected", "defer": "deferred"}[told["what"]]
    held = workshop.proposal(told["proposal"])
    decided = Decision(
        held.title if held else told["proposal"],
        VERDICTS[told["what"]],
        event.at,
        event.actor,
        workshop.tally_on(told["proposal"]),
        **{name: told.get(name, "") for name in ("reason", "owner", "due")},
        proposal=told["proposal"],
        kept=tuple(told.get("kept", ())),
    )
    after = _standing(workshop, told["proposal"], state=state, clash=())
    return _recorded(after, decided)


def _recorded(workshop: Workshop, decided: Decision) -> Workshop:
    """In order of time: a decision that was derived again from the scenario's row stands where it was taken."""
    return replace(workshop, decisions=tuple(sorted((*workshop.decisions, decided), key=lambda each: each.at)))


def _decide(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    """A decision that no proposal stands for."""
    ballot = workshop.ballot(told.get("ballot") or "")
    decided = Decision(
        told["title"],
        told["verdict"],
        event.at,
        event.actor,
        ballot.tally if ballot else None,
        **{name: told.get(name, "") for name in ("reason", "owner", "due")},
    )
    return _recorded(workshop, decided)


# ballots --------------------------------------------------------------------------------------------------------------


def _ballot(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    options = tuple(told.get("options") or YES_NO)
    new = Ballot(told["id"], told["question"], options, event.at, told.get("proposal"))
    return replace(workshop, ballots=_with(workshop.ballots, new))


def _vote(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    held = workshop.ballot(told["ballot"])
    if held is None or held.closed:
        return workshop
    voted = replace(held, _votes=_entry(held._votes, event.actor, told["choice"]))
    return replace(workshop, ballots=_with(workshop.ballots, voted))


def _weighing(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    new = Weighing(told["id"], told["question"], tuple(told["criteria"]), event.at)
    return replace(workshop, weighings=_with(workshop.weighings, new))


def _weigh(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    held = workshop.weighing(told["weighing"])
    if held is None or held.closed:
        return workshop
    given = replace(held, _given=_entry(held._given, event.actor, dict(told["weights"])))
    return replace(workshop, weighings=_with(workshop.weighings, given))


def _close(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    ballot, weighing = workshop.ballot(told["ballot"]), workshop.weighing(told["ballot"])
    if ballot is not None:
        workshop = replace(workshop, ballots=_with(workshop.ballots, replace(ballot, closed=True)))
    if weighing is not None:
        workshop = replace(workshop, weighings=_with(workshop.weighings, replace(weighing, closed=True)))
    return workshop


# what else is said ----------------------------------------------------------------------------------------------------


def _park(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    new = Issue(told["id"], told["title"], event.actor, event.at, told.get("owner", ""))
    return replace(workshop, issues=_with(workshop.issues, new))


def _resolve(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    issues = tuple(replace(each, resolved=True) if each.id == told["issue"] else each for each in workshop.issues)
    return replace(workshop, issues=issues)


def _note(workshop: Workshop, told: Detail, event: Happened) -> Workshop:
    notes = sorted((*workshop.notes, Note(told["id"], told["text"], event.actor, event.at)), key=_when)
    return replace(workshop, notes=tuple(notes))


def _when(each: _Dated) -> tuple[datetime, str]:
    return each.at, each.id


def _with(held: tuple[_Kind, ...], new: _Kind) -> tuple[_Kind, ...]:
    """With `new` in the place of what has its id, in order of time."""
    others = [each for each in held if each.id != new.id]
    return tuple(sorted([*others, new], key=_when))


def _entry(held: Mapping[str, Any], person: str, value: Any) -> dict[str, Any]:
    return dict(sorted((dict(held) | {person: value}).items()))


_AFTER: dict[str, Callable[[Workshop, Detail, Happened], Workshop]] = {
    "join": _join,
    "invite": _invite,
    "plan": _plan,
    "turn": _turn,
    "pause": _pause,
    "resume": _resume,
    "extend": _extend,
    "unveil": _unveil,
    "end": _end,
    "propose": _propose,
    "withdraw": _withdraw,
    "discuss": _discuss,
    "clash": _clash,
    "accept": _settle,
    "reject": _settle,
    "defer": _settle,
    "decide": _decide,
    "ballot": _ballot,
    "vote": _vote,
    "weighing": _weighing,
    "weigh": _weigh,
    "close": _close,
    "park": _park,
    "resolve": _resolve,
    "note": _note,
}
GESTURES = tuple(_AFTER)
"""What somebody may do in a workshop, by name."""
