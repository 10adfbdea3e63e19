"""The ballot on the table, and what still divides the participants."""

from typing import Any

from widgets.apps.meeting_screen import MeetingScreen
from workbench.scenario.workshop import YES_NO, Ballot, Weighing, Workshop

CRITERIA = ("units", "cost", "span", "displaced", "findings")


def record(screen: MeetingScreen) -> dict[str, Any] | None:
    t, session = screen.t, screen.session
    workshop = session.workshop
    if workshop is None:
        return None
    held = latest(workshop)
    told = _told(screen, held) if held is not None else _nothing()
    actions = []
    if session.may("close") and held is not None and not held.closed:
        actions.append({"key": "close", "label": t("ballot.close"), "main": "ya"})
    elif session.may("ballot"):
        actions.append({"key": "new", "label": t("ballot.new")})
    words = {"mine": t("ballot.mine"), "cast": t("ballot.in"), "none": t("ballot.none")}
    return {"title": t("ballot.title"), **told, "actions": actions, "words": words}


def latest(workshop: Workshop) -> Ballot | None:
    """The ballot that is open; else the last."""
    opened = [each for each in workshop.ballots if not each.closed]
    every = opened or list(workshop.ballots)
    return every[-1] if every else None


def _nothing() -> dict[str, Any]:
    return {"badge": "", "question": "", "answers": [], "able": False, "cast": "", "part": 0, "note": "", "results": []}


def _told(screen: MeetingScreen, held: Ballot) -> dict[str, Any]:
    t, session = screen.t, screen.session
    assert session.workshop is not None
    own, people = held.own(session.who.name), max(1, len(session.workshop.participants))
    answers = [{"key": each, "label": option(screen, each), "on": each == own} for each in held.options]
    tally = held.tally or {}
    most = max([1, *tally.values()])
    results = [
        {"label": option(screen, each), "count": screen.whole(count), "part": round(100 * count / most)}
        for each, count in tally.items()
    ]
    able = session.may("vote") and not held.closed
    return {
        "badge": t("ballot.closed" if held.closed else "ballot.open"),
        "question": held.question,
        "answers": [] if held.closed else answers,
        "able": able,
        "cast": t("ballot.cast", n=screen.whole(held.cast), m=screen.whole(people)),
        "part": min(100, round(100 * held.cast / people)),
        "note": "" if held.closed else t("ballot.note" if able else "ballot.join"),
        "results": results,
    }


def option(screen: MeetingScreen, each: str) -> str:
    return screen.t(f"ballot.{each}") if each in YES_NO else each


# what is still disputed -----------------------------------------------------------------------------------------------


def disputed(screen: MeetingScreen) -> dict[str, Any] | None:
    """How much comes out the same whoever weighs; or how to find that out."""
    t, session = screen.t, screen.session
    workshop = session.workshop
    if workshop is None:
        return None
    held = workshop.weighings[-1] if workshop.weighings else None
    options = session.kin.options if session.kin is not None else {}
    actions, notes = [], []
    if session.undisputed is not None:
        same, every, favourites = session.undisputed
        left = screen.whole(every - same)
        notes.append(t("same.text", same=screen.whole(same), all=screen.whole(every), left=left))
        notes += [t("same.favourite", option=name, n=screen.whole(n)) for name, n in favourites.items()]
    elif held is not None and not held.closed:
        notes.append(t("same.open", n=screen.whole(held.cast), m=screen.whole(len(workshop.participants))))
        if session.may("close"):
            actions.append({"key": "close", "label": t("same.close")})
    elif len(options) < 2:
        notes.append(t("same.alone"))
    if (held is None or held.closed) and session.may("weighing") and len(options) > 1:
        notes = notes or [t("same.ask")]
        actions.append({"key": "weighing", "label": t("same.ask_do")})
    return {"title": t("same.title"), "sub": "", "facts": [], "actions": actions, "notes": notes}


def asked(screen: MeetingScreen) -> Weighing | None:
    """The weighing that waits for this participant."""
    session = screen.session
    held = session.workshop.weighings[-1] if session.workshop is not None and session.workshop.weighings else None
    waits = held is not None and not held.closed and session.may("weigh") and held.own(session.who.name) is None
    return held if waits else None
