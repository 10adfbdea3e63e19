"""What the page must say: what happened, what stays safe, what to press next."""

from collections.abc import Callable
from typing import Any

from widgets.apps.conversation import Message
from widgets.apps.outlook import Outlook
from widgets.apps.panels.limits import named
from widgets.apps.words import Words
from workbench.io import scenarios
from workbench.io.documents.words import COMPONENTS as LABELS
from workbench.io.ledger import Conflict, Event
from workbench.scenario import COMPONENTS, Lock, Move, Release, SetLimit, SetWeights, describe, from_record
from workbench.staffing import Staffing

CODES = ("locked", "forbidden", "locked_elsewhere", "seats_locked", "frozen", "limit_set", "no_office", "relocation")
"""Refusals that this page's gestures can meet."""

RECENT = 3
"""Scenarios offered to a page that has none."""


def record(screen: Outlook) -> dict[str, Any] | None:
    """None while there is nothing to say."""
    message = screen.session.message
    if message is None:
        return _start(screen)
    match message.kind:
        case "refused":
            return _refused(screen, message)
        case "conflict":
            return _conflict(screen, message)
        case "ask":
            return ask(screen.t)
        case "export":
            return _export(screen)
        case "missing":
            return _missing(screen, message)
        case "cancelled":
            return cancelled(screen.t, message)
        case _:
            return error(screen.t, message, lambda text: masked(screen, text))


def no_data(t: Words, reason: str, *, data_page: bool) -> dict[str, Any]:
    """There is no workspace, or nothing in it: what to run."""
    actions = [action("data", t("empty.data"), main=True)] if data_page else []
    return {
        "kind": "empty",
        "title": t("empty.title"),
        "text": f"{reason} {t('empty.demo')}",
        "code": "penataan demo var/demo\npenataan import var/demo/*",
        "actions": actions,
    }


def action(name: str, label: str, *, main: bool = False, copy: str = "") -> dict[str, Any]:
    return {"name": name, "label": label, "main": main, "copy": copy}


def _start(screen: Outlook) -> dict[str, Any] | None:
    """No scenario yet: what is shown instead, and the first thing to do."""
    session, t = screen.session, screen.t
    if not screen.start or session.recorded or session.scenario is None or session.shown() is None:
        return None
    known = scenarios.listing(session.workspace).head(RECENT)
    actions = [action("begin", t("start.create"), main=True)]
    actions += [action(name, label) for name, label in screen.examples().items()]
    actions += [action(f"open:{row['id']}", t("start.open", title=row["title"])) for row in known.to_dict("records")]
    day = screen.day(session.scenario.state.staffing.as_of)
    return {"kind": "empty", "title": t("start.title"), "text": t(screen.start, day=day), "actions": actions}


def _refused(screen: Outlook, message: Message) -> dict[str, Any]:
    t = screen.t
    remedies = [action(f"remedy:{at}", remedy(screen, move), main=at == 0) for at, move in enumerate(message.remedies)]
    return {
        "kind": "refused",
        "title": t("refused.title"),
        "text": t(screen.unchanged, reason=masked(screen, why(screen, message))),
        "actions": [*remedies, action("close", t("refused.close"))],
    }


def why(screen: Outlook, message: Message) -> str:
    """The reason in the page's language; the core gives it in Indonesian, with a code for the others. Limits that
    cannot be kept together are told by their sentences."""
    if message.limits:
        text, limits = named.collision(screen, message)
        return f"{text} {'; '.join(limits)}."
    if screen.lang == "id" or message.code not in CODES or message.reason_en:
        return named.with_units(screen, (message.reason_en if screen.lang == "en" else "") or message.reason)
    blocking = [*message.remedies, *message.moves]
    post = next((move.post for move in blocking if isinstance(move, Release | Lock)), "")
    limit = next(filter(None, (named.lifted(screen, move) for move in message.remedies)), "")
    return screen.t(f"why.{message.code}", post=screen.title(post), limit=limit)


def remedy(screen: Outlook, move: Move) -> str:
    """What the button does that clears the way."""
    limit = named.lifted(screen, move)
    if limit:
        return screen.t("limits.lift", limit=limit)
    if not isinstance(move, Release):
        return told(screen, move)
    locked = (move.nip, move.post) in screen.session.policy.locks
    return screen.t("refused.release_lock" if locked else "refused.release_ban", who=screen.who(move.nip))


def told(screen: Outlook, move: Move) -> str:
    """A move in words, without a name while names are hidden; choices by the names they have on this page."""
    t = screen.t
    match move:
        case SetWeights():
            parts = [f"{LABELS[t.lang][name]} {move.weights[name]}" for name in COMPONENTS]
            return f"{t('policy.title')}: {', '.join(parts)}"
        case SetLimit("move_price", int(value)):
            return f"{t('policy.price')}: {t('policy.points', points=screen.score(value))}"
        case SetLimit("move_limit", value):
            return f"{t('policy.limit')}: {t('policy.no_limit') if value is None else screen.whole(value)}"
    return describe(move, _staffing(screen), screen.lang, blind=screen.blind)


def masked(screen: Outlook, reason: str) -> str:
    """A sentence of the core without people's numbers and names, while names are hidden."""
    if not screen.blind or screen.session.shown() is None:
        return reason
    names = screen.directory.naming.names
    for nip in screen.directory.codes.index:
        if nip in reason:
            reason = reason.replace(nip, screen.who(nip))
        elif (name := str(names.get(nip))) and name in reason:
            reason = reason.replace(name, screen.who(nip))
    return reason


def _conflict(screen: Outlook, message: Message) -> dict[str, Any]:
    """Both values with their authors; one holds, the other may become a branch."""
    t, conflict = screen.t, message.conflict
    assert conflict is not None
    mine = "; ".join(told(screen, move) for move in message.moves) or _kind(screen, conflict.mine.kind)
    choices = [{"name": "mine", "author": t("conflict.mine"), "text": mine}]
    choices += [{"name": str(e.seq), "author": e.actor, "text": _event(screen, e)} for e in conflict.theirs]
    actions = [action("theirs", t("conflict.theirs"), main=True)]
    if message.moves:
        actions += [action("over", t("conflict.over")), action("branch", t("conflict.branch"))]
    return {
        "kind": "conflict",
        "title": t("conflict.title"),
        "text": t("conflict.text"),
        "choices": choices,
        "actions": actions,
    }


def branch_name(screen: Outlook, conflict: Conflict) -> str:
    scenario = screen.session.scenario
    title = scenario.title if scenario is not None else ""
    return screen.t("conflict.name", title=title, actor=conflict.mine.actor)


def _event(screen: Outlook, event: Event) -> str:
    if event.kind != "move":
        return _kind(screen, event.kind)
    return "; ".join(told(screen, from_record(move)) for move in event.payload["moves"])


def _kind(screen: Outlook, kind: str) -> str:
    known = kind in ("undo", "redo", "reveal")
    return screen.t(f"event.{kind}") if known else screen.t("event.other", kind=kind)


def ask(t: Words) -> dict[str, Any]:
    return {
        "kind": "ask",
        "title": t("ask.title"),
        "text": t("ask.text"),
        "field": t("ask.field"),
        "actions": [action("name", t("ask.save"), main=True), action("close", t("refused.close"))],
    }


def _export(screen: Outlook) -> dict[str, Any]:
    t = screen.t
    return {
        "kind": "conflict",
        "title": t("export.title"),
        "text": t("export.text"),
        "actions": [action("download", t("export.go"), main=True), action("close", t("refused.close"))],
    }


def _missing(screen: Outlook, message: Message) -> dict[str, Any]:
    t = screen.t
    return {
        "kind": "error",
        "title": t("error.missing") if screen.session.requested else t("empty.title"),
        "text": message.reason,
        "actions": [action("fresh", t("error.fresh"), main=True)] if screen.session.requested else [],
    }


def cancelled(t: Words, message: Message) -> dict[str, Any]:
    again = [action("again", t("error.retry"), main=True)] if message.again is not None else []
    return {
        "kind": "note",
        "title": t("cancelled.title"),
        "text": t("cancelled.text"),
        "actions": [*again, action("close", t("refused.close"))],
    }


def stopped(screen: Outlook, message: Message) -> dict[str, Any]:
    """Why a part of the page has no answer, and how to get one."""
    if message.kind == "cancelled":
        again = action("again", screen.t("error.retry"), main=True)
        return {
            "kind": "note",
            "title": screen.t("cancelled.title"),
            "text": screen.t("cancelled.study"),
            "actions": [again],
        }
    return error(screen.t, message, lambda text: masked(screen, text))


def error(t: Words, message: Message, mask: Callable[[str], str] = lambda text: text) -> dict[str, Any]:
    """Something stopped. The details to copy name the places in the code; people in them are masked."""
    kind = message.details.strip().splitlines()[-1].partition(":")[0] if message.details else ""
    reason = mask(message.reason) or t("error.unknown", kind=kind)
    return {
        "kind": "error",
        "title": t("error.title"),
        "text": t("error.text", reason=reason),
        "actions": [
            action("again", t("error.retry"), main=True),
            action("copy", t("error.copy"), copy=mask(message.details)),
        ],
    }


def _staffing(screen: Outlook) -> Staffing:
    assert screen.session.scenario is not None
    return screen.session.scenario.state.staffing
