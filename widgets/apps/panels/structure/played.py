"""The record row by row: a line each, and the chart as it stood after one of them."""

from typing import Any

from widgets.apps.cut_screen import CutScreen
from widgets.apps.format import clock
from widgets.apps.panels.structure import chart, figures
from widgets.form_panel import field
from workbench.io import looking
from workbench.io.looking import Playback
from workbench.structure import read_tree
from workbench.structure.between import drawn
from workbench.structure.changes import changes
from workbench.structure.tree import kinds_of


def reel(screen: CutScreen) -> Playback | tuple[()]:
    """The rows of the scenario on the screen; none while it has no record."""
    session = screen.session
    if session.scenario is None or not session.scenario.id:
        return ()
    known = session.reel
    if known is None or known[0] != (session.scenario.id, session.scenario.seq):
        session.reel = (
            (session.scenario.id, session.scenario.seq),
            looking.playback(session.workspace, session.scenario),
        )
    assert session.reel is not None
    return session.reel[1]


def position(screen: CutScreen) -> int:
    """The row that is looked at: the last where nobody chose one."""
    last = len(reel(screen)) - 1
    step = screen.view.step
    return last if step is None else min(step, last)


def record(screen: CutScreen) -> dict[str, Any]:
    t, rows = screen.t, reel(screen)
    at = position(screen)
    own = screen.session.scenario
    lines = [
        {
            "key": str(number),
            "time": clock(row.at, t.lang)[:5],
            "title": row.what,
            "badge": "",
            "kind": "",
            "text": "\n".join([f"{row.actor}, {screen.day(row.at.astimezone().date())}", *_said(row)]),
            "current": number == at,
            "actions": [
                {"key": "look", "label": t("played.look")},
                *([{"key": "say", "label": t("played.say")}] if own is not None and row.scenario == own.id else []),
            ],
        }
        for number, row in enumerate(rows)
    ]
    return {
        "title": t("played.title"),
        "count": t("played.count", n=screen.whole(len(rows))) if rows else "",
        "lines": list(reversed(lines)),
        "empty": t("played.none"),
        "actions": [],
    }


def _said(row: Any) -> list[str]:
    return [f"{comment.actor}: {comment.text}" for comment in row.comments]


def card(screen: CutScreen) -> dict[str, Any] | None:
    """Which row is looked at, its figures, and the way to the next."""
    t, rows = screen.t, reel(screen)
    if not rows:
        return None
    at = position(screen)
    row, cut = rows[at], screen.known
    measured = cut.before.then(row.state.staffing)
    one, other = (table.branch(screen.view.office) for table in (cut.before, measured))
    facts = [
        {"label": t(f"figure.{name}"), "value": figures.told(screen, name, one[name], other[name])}
        for name in ("units", "held", "vacant", "span", "allowance")
    ]
    back = [{"key": "back", "label": t("played.back")}] if at else []
    on = [{"key": "on", "label": t("played.on")}] if at + 1 < len(rows) else []
    return {
        "title": t("played.state", at=at + 1, of=len(rows)),
        "sub": "",
        "facts": facts,
        "actions": [*back, *on],
        "notes": [row.what],
    }


def chart_of(screen: CutScreen) -> dict[str, Any] | None:
    """The chart as it stood after the row, with what had changed by then."""
    rows, cut = reel(screen), screen.known
    if not rows:
        return None
    state = rows[position(screen)].state
    units, gone = drawn(cut.base.staffing, state.staffing)
    tree = read_tree(units, kinds_of(screen.vocabulary, "root"))
    tree, shown = chart.part(screen, tree)
    measured = cut.before.then(state.staffing)
    told = chart.placed(screen, tree, shown, measured, screen.t("chart.title"), gone=gone, folded=screen.session.folded)
    changed = changes(cut.before.drawn, measured.drawn)
    return told | {"editable": False, "worn": chart.worn(screen, tree, measured, state, changed, cut.checks)}


def form(screen: CutScreen) -> dict[str, Any] | None:
    t, asked = screen.t, screen.view.asked
    if asked is None or asked.kind != "comment":
        return None
    rows = reel(screen)
    return {
        "title": t("comment.title", what=rows[int(asked.id)].what if rows else ""),
        "text": "",
        "number": asked.number,
        "fields": [field("text", t("comment.text"), "area")],
        "mistakes": dict(asked.mistakes),
        "submit": t("comment.do"),
        "cancel": t("form.cancel"),
    }
