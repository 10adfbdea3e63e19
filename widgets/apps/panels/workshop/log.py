"""What was decided, and what was parked."""

from typing import Any

from widgets.apps.format import clock
from widgets.apps.meeting_screen import MeetingScreen
from widgets.apps.panels.workshop.votes import option
from workbench.scenario.workshop import Decision

DRESS = {"disetujui": "ya", "ditolak": "tidak", "ditunda": "entah"}


def record(screen: MeetingScreen) -> dict[str, Any] | None:
    t, workshop = screen.t, screen.session.workshop
    if workshop is None:
        return None
    opened = {
        "key": "open",
        "time": clock(workshop.at, t.lang)[:5],
        "title": t("log.opened"),
        "badge": t("log.dibuka"),
        "kind": "nila",
        "text": workshop.called(workshop.facilitators[0], screen.lang),
        "current": False,
        "actions": [],
    }
    lines = [_line(screen, number, each) for number, each in enumerate(workshop.decisions)]
    return {
        "title": t("log.title"),
        "count": "",
        "lines": [*reversed(lines), opened],
        "empty": t("log.empty"),
        "actions": [{"key": "minutes", "label": t("log.minutes")}],
    }


def _line(screen: MeetingScreen, number: int, decision: Decision) -> dict[str, Any]:
    t = screen.t
    tally = decision.tally or {}
    told = [", ".join(f"{count} {option(screen, each).lower()}" for each, count in tally.items() if count)]
    told.append(t("log.reason", text=decision.reason) if decision.reason else "")
    owner = t("log.owner", who=decision.owner) if decision.owner else ""
    due = t("log.due", day=screen.day(decision.due)) if decision.due else ""
    told.append(", ".join(part for part in (owner, due) if part))
    told.append(t("log.kept") if decision.kept else "")
    return {
        "key": str(number),
        "time": clock(decision.at, t.lang)[:5],
        "title": decision.title,
        "badge": t(f"log.{decision.verdict}"),
        "kind": DRESS.get(decision.verdict, "nila"),
        "text": ". ".join(part for part in told if part),
        "current": False,
        "actions": [],
    }


def parked(screen: MeetingScreen) -> dict[str, Any] | None:
    t, session = screen.t, screen.session
    workshop = session.workshop
    if workshop is None:
        return None
    lines = [
        {
            "key": each.id,
            "time": clock(each.at, t.lang)[:5],
            "title": each.title,
            "badge": t("park.resolved") if each.resolved else "",
            "kind": "ya",
            "text": each.owner or t("park.by", who=workshop.called(each.by, screen.lang)),
            "current": False,
            "actions": []
            if each.resolved or not session.may("resolve")
            else [{"key": "resolve", "label": t("park.resolve")}],
        }
        for each in reversed(workshop.issues)
    ]
    actions = [{"key": "add", "label": t("park.add")}] if session.may("park") else []
    return {"title": t("park.title"), "count": "", "lines": lines, "empty": t("park.empty"), "actions": actions}
