"""The forms of the workshop page: what each asks, and the gesture that its answers make."""

import re
from collections.abc import Mapping
from typing import Any

from widgets.apps.format import iso
from widgets.apps.meeting_screen import MeetingScreen
from widgets.apps.panels.workshop import votes
from widgets.apps.restructuring import Asked
from widgets.form_panel import Field, field

Values = Mapping[str, Any]
Mistakes = dict[str, str]
DECIDING = ("accept", "reject", "defer")
OPENED = (*DECIDING, "park", "ballot")
"""Forms that somebody opens; the others ask by themselves."""
LINE = re.compile(r"^(.*?)[;,]\s*(\d{1,3})$")


def record(screen: MeetingScreen) -> dict[str, Any] | None:
    """The form that somebody opened; else the one that this visitor must answer first."""
    asked = opened(screen) or waiting(screen)
    if asked is None:
        return None
    t, kind = screen.t, asked.kind
    title = t(f"decide.{kind}", what=_title(screen, asked.id)) if kind in DECIDING else t(f"asked.title.{kind}")
    return {
        "title": title,
        "text": t(f"asked.text.{kind}") if kind in ("begin", "join", "weigh") else "",
        "number": asked.number,
        "fields": fields(screen, asked),
        "mistakes": dict(asked.mistakes),
        "submit": t("decide.do" if kind in DECIDING else f"asked.do.{kind}"),
        "cancel": t("form.cancel") if asked.number >= 0 else "",
    }


def opened(screen: MeetingScreen) -> Asked | None:
    """The form of this sheet that somebody opened."""
    asked = screen.view.asked
    return asked if asked is not None and asked.kind in OPENED else None


def waiting(screen: MeetingScreen) -> Asked | None:
    """What a visitor is asked without having pressed anything: to open a workshop, to join it, to give weights."""
    session = screen.session
    if session.cut is None:
        return None
    mistakes = session.mistakes
    if session.workshop is None:
        return Asked("begin", "", -1, mistakes)
    if session.workshop.closed:
        return None
    if not session.joined and not session.leads:
        return Asked("join", "", -2, mistakes)
    weighing = votes.asked(screen)
    return Asked("weigh", weighing.id, -3, mistakes) if weighing is not None else None


def _title(screen: MeetingScreen, proposal: str) -> str:
    workshop = screen.session.workshop
    held = workshop.proposal(proposal) if workshop is not None else None
    return held.title if held is not None else ""


def fields(screen: MeetingScreen, asked: Asked) -> list[Field]:
    t = screen.t
    match asked.kind:
        case "begin":
            return [
                field("title", t("begin.name")),
                field("agenda", t("begin.agenda"), "area", t("begin.agenda_value")),
                field("blind", t("begin.blind"), "check", True),
            ]
        case "join":
            return [field("office", t("join.office"))]
        case "weigh":
            return [field(name, t(f"weigh.{name}"), "number", "20") for name in votes.CRITERIA]
        case "park":
            return [field("title", t("park.name")), field("owner", t("park.owner"))]
        case "ballot":
            return [field("question", t("ballot.question")), field("options", t("ballot.options"), "area", "")]
    return [
        field("reason", t("decide.reason"), "area"),
        field("owner", t("decide.owner")),
        field("due", t("decide.due"), "date"),
    ]


def _text(screen: MeetingScreen, values: Values, name: str, mistakes: Mistakes) -> str:
    said = " ".join(str(values.get(name, "")).split())
    if not said:
        mistakes[name] = screen.t("form.empty")
    return said


def submitted(screen: MeetingScreen, asked: Asked, values: Values) -> Mistakes:
    """Do what the answers ask for; or what is wrong with each."""
    mistakes: Mistakes = {}
    session, kind = screen.session, asked.kind
    text = {name: " ".join(str(values.get(name, "")).split()) for name in values}
    if kind == "begin":
        title = _text(screen, values, "title", mistakes)
        agenda = items(screen, str(values.get("agenda", "")), mistakes)
        if not mistakes:
            session.begin_workshop(title, agenda, blind=values.get("blind") is True)
    elif kind == "join":
        office = _text(screen, values, "office", mistakes)
        if not mistakes:
            session.act("join", office=office)
    elif kind == "weigh":
        weights = {name: _percent(screen, values, name, mistakes) for name in votes.CRITERIA}
        if not mistakes:
            session.act("weigh", weighing=asked.id, weights=weights)
    elif kind == "park":
        title = _text(screen, values, "title", mistakes)
        if not mistakes:
            session.act("park", title=title, owner=text.get("owner", ""))
    elif kind == "ballot":
        question = _text(screen, values, "question", mistakes)
        options = [line.strip() for line in str(values.get("options", "")).splitlines() if line.strip()]
        if not mistakes:
            session.act("ballot", question=question, options=options or None)
    else:
        if text.get("due") and not iso(text["due"]):
            mistakes["due"] = screen.t("form.date")
        detail: dict[str, Any] = {name: text.get(name, "") for name in ("reason", "owner", "due")}
        if not mistakes and kind == "accept":
            session.accept(asked.id, None, **detail)
        elif not mistakes:
            session.act(kind, proposal=asked.id, **detail)
    return mistakes


def items(screen: MeetingScreen, text: str, mistakes: Mistakes) -> list[dict[str, Any]]:
    """The agenda as it was typed, a line an item."""
    found = []
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        read = LINE.match(line)
        if read is None or not read[1].strip():
            mistakes["agenda"] = screen.t("begin.line", n=number, text=line)
            break
        found.append({"title": read[1].strip(), "minutes": int(read[2])})
    if not found and not mistakes:
        mistakes["agenda"] = screen.t("form.empty")
    return found


def _percent(screen: MeetingScreen, values: Values, name: str, mistakes: Mistakes) -> int:
    said = str(values.get(name, "")).strip()
    if not said.isdecimal():
        mistakes[name] = screen.t("form.whole")
        return 0
    return int(said)
