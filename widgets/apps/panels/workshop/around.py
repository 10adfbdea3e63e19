"""Around the table: who is here, the agenda with its clock, and the head of the page."""

import re
from datetime import UTC, datetime
from typing import Any

from widgets.apps.format import clock
from widgets.apps.meeting_screen import MeetingScreen
from workbench.scenario.workshop import Workshop

EXTENSION = 5
"""Minutes that the button adds."""


def heading(screen: MeetingScreen) -> dict[str, Any]:
    t, workshop = screen.t, screen.session.workshop
    if workshop is None:
        sentences = [t("meet.none")] if screen.cut is not None else []
        return {"title": t("meet.title"), "sentences": sentences, "warning": "", "dates": []}
    opened = t("meet.on", day=screen.day(workshop.at.astimezone().date()), time=clock(workshop.at, t.lang)[:5])
    told = t(
        "meet.people",
        n=screen.whole(len(workshop.participants)),
        m=screen.whole(len(workshop.proposals)),
        k=screen.whole(len(workshop.decisions)),
    )
    ended = t("meet.ended", time=clock(workshop.ended, t.lang)[:5]) if workshop.ended else ""
    return {"title": workshop.title, "sentences": [told], "warning": ended, "dates": [opened, t("meet.shared")]}


def attendance(screen: MeetingScreen) -> dict[str, Any] | None:
    """Everybody who joined or is here; who is cut off steps back."""
    t, workshop = screen.t, screen.session.workshop
    if workshop is None:
        return None
    here = {each.person: each.connected for each in screen.session.present}
    known = [*workshop.facilitators, *(each.person for each in workshop.participants), *here]
    people = []
    for person in dict.fromkeys(known):
        leads = person in workshop.facilitators
        name = (
            t("here.leads") if leads and workshop.participant(person) is None else workshop.called(person, screen.lang)
        )
        gone = not here.get(person, False) and person != screen.session.who.name
        note = t("here.gone") if gone else ""
        people.append({"initials": initials(name), "name": name, "note": note, "gone": gone})
    return {"label": t("here.label"), "people": people, "empty": t("here.empty")}


def initials(name: str) -> str:
    """
    >>> initials("Biro Organisasi"), initials("BKAD"), initials("Dinas Pekerjaan Umum"), initials("")
    ('BO', 'BK', 'DP', '?')
    """
    words = re.findall(r"\w+", name)
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    return words[0][:2].upper() if words else "?"


def agenda(screen: MeetingScreen) -> dict[str, Any] | None:
    t, session = screen.t, screen.session
    workshop = session.workshop
    if workshop is None:
        return None
    at, timer = workshop.current, workshop.timer
    items = [
        {"key": str(number), "title": item.title, "state": _state(workshop, number)}
        for number, item in enumerate(workshop.agenda)
    ]
    leads = session.leads and not workshop.closed
    keys = [*_clockwork(workshop), *(["unveil"] if workshop.blind else []), "end"] if leads else []
    return {
        "title": t("agenda.title"),
        "count": t("agenda.count", at=at + 1, of=len(items)) if at is not None else "",
        "left": timer.remaining(datetime.now(UTC)) if at is not None else None,
        "total": timer.whole,
        "running": timer.running,
        "items": items,
        "actions": [{"key": key, "label": t(f"agenda.{key}")} for key in keys],
        "able": leads,
        "words": {
            "left": t("agenda.left"),
            "of": t("agenda.of", minutes=round(timer.whole / 60)),
            "none": t("agenda.none"),
            "over": t("agenda.over"),
        },
    }


def _state(workshop: Workshop, number: int) -> str:
    if number == workshop.current:
        return "now"
    return "done" if workshop.agenda[number].done else "ahead"


def _clockwork(workshop: Workshop) -> list[str]:
    """What a facilitator can do with the clock now."""
    if workshop.current is None:
        return ["next"]
    further = ["next"] if workshop.current + 1 < len(workshop.agenda) else []
    return ["pause" if workshop.timer.running else "resume", "extend", *further]
