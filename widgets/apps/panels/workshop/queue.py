"""Proposals in the queue: what each would do to the scenario as it stands, and what can be done with it."""

from typing import Any

from widgets.apps.gathering import Gathering, Impact
from widgets.apps.meeting_screen import MeetingScreen
from workbench.scenario.workshop import Proposal
from workbench.scenario.workshop.values import ENDED

LEADING = ("accept", "ballot", "defer", "reject")


def record(screen: MeetingScreen) -> dict[str, Any] | None:
    t, workshop = screen.t, screen.session.workshop
    if workshop is None:
        return None
    waiting = [each for each in workshop.proposals if each.state not in ENDED]
    return {
        "title": t("queue.title"),
        "count": screen.whole(len(waiting)),
        "add": t("queue.add") if screen.session.may("propose") else "",
        "items": [_item(screen, each) for each in waiting],
        "empty": t("queue.empty"),
    }


def _item(screen: MeetingScreen, proposal: Proposal) -> dict[str, Any]:
    t, session = screen.t, screen.session
    workshop = session.workshop
    assert workshop is not None
    impact = session.impact(proposal.id)
    current = proposal.state == "discussed"
    badge = t(f"queue.{proposal.state}") if proposal.state in ("discussed", "deferred") else ""
    return {
        "key": proposal.id,
        "title": proposal.title,
        "text": "; ".join(proposal.clash) or proposal.note or ("" if impact else t("queue.working")),
        "impacts": _impacts(screen, impact),
        "verdict": _verdict(screen, impact),
        "by": t("queue.by", who=workshop.called(proposal.by, screen.lang)),
        "badge": badge,
        "current": current,
        "actions": _actions(screen, session, proposal, impact),
        "on": None,
    }


def _actions(
    screen: MeetingScreen, session: Gathering, proposal: Proposal, impact: Impact | None
) -> list[dict[str, str]]:
    keys = []
    if session.may("discuss") and proposal.state != "discussed":
        keys.append("discuss")
    if session.may("accept") and proposal.state == "discussed":
        keys += [key for key in LEADING if key != "accept" or impact is None or not impact.refused]
    if session.who.name == proposal.by and session.may("withdraw"):
        keys.append("withdraw")
    main = {"main": "ya"}
    return [{"key": key, "label": screen.t(f"queue.{key}")} | (main if key == "accept" else {}) for key in keys]


def _impacts(screen: MeetingScreen, impact: Impact | None) -> list[dict[str, str]]:
    t = screen.t
    if impact is None or impact.refused:
        return []
    told = [
        ("units", way(screen, impact.units, screen.whole)),
        ("allowance", way(screen, impact.allowance, screen.money)),
    ]
    if impact.lost:
        told.append(("lost", t("queue.n_people", n=screen.whole(impact.lost))))
    told.append(("people", t("queue.n_people", n=screen.whole(impact.people))))
    return [{"label": t(f"queue.{name}"), "value": value} for name, value in told]


def way(screen: MeetingScreen, by: int, told: Any) -> str:
    """Up, down or the same, in words."""
    if not by:
        return screen.t("figures.same")
    return screen.t("figures.up" if by > 0 else "figures.down", n=told(abs(by)))


def _verdict(screen: MeetingScreen, impact: Impact | None) -> dict[str, str] | None:
    t = screen.t
    if impact is None:
        return None
    wrong = impact.refused or impact.first
    if wrong is not None:
        return {"kind": "tidak", "text": wrong[screen.lang == "en"]}
    if impact.unknown > 0:
        return {"kind": "entah", "text": t("queue.unknown", n=screen.whole(impact.unknown))}
    return {"kind": "ya", "text": t("queue.met")}
