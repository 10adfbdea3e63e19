"""What is under discussion: its corner of the chart before and after, and what stands in its way."""

from typing import Any

import numpy as np

from widgets.apps.meeting_screen import MeetingScreen
from widgets.apps.panels.structure import chart
from workbench.scenario import (
    AbolishUnit,
    AddPost,
    AddUnit,
    MergeUnits,
    Move,
    MovePost,
    MoveUnit,
    SplitUnit,
    State,
    from_record,
)
from workbench.scenario.workshop import Proposal
from workbench.structure import read_tree
from workbench.structure.between import drawn
from workbench.structure.changes import changes
from workbench.structure.tree import kinds_of


def discussed(screen: MeetingScreen) -> Proposal | None:
    """The proposal on the table; the one taken up last where there are several."""
    workshop = screen.session.workshop
    if workshop is None:
        return None
    return next((each for each in reversed(workshop.proposals) if each.state == "discussed"), None)


def before(screen: MeetingScreen, proposal: Proposal) -> dict[str, Any]:
    state = screen.known.state
    return _corner(screen, state, state, proposal, screen.t("talk.before"))


def after(screen: MeetingScreen, proposal: Proposal, state: State) -> dict[str, Any]:
    return _corner(screen, screen.known.state, state, proposal, screen.t("talk.after", what=proposal.title))


def _corner(screen: MeetingScreen, was: State, now: State, proposal: Proposal, title: str) -> dict[str, Any]:
    """The units that the proposal names, with what stands directly above and beneath them."""
    cut = screen.known
    units, gone = drawn(was.staffing, now.staffing)
    tree = read_tree(units, kinds_of(screen.vocabulary, "root"))
    named = _named([from_record(record) for record in proposal.moves], was) & set(tree.unit)
    wanted = set(named)
    for unit in named:
        row = tree.row(unit)
        wanted |= {str(tree.unit[at]) for at in tree.children[tree.first[row] : tree.first[row + 1]]}
    top = _common(tree, [tree.row(unit) for unit in named])
    if top < 0:
        top = tree.root
    left, rows = chart.upward(tree, top, wanted)
    measured = cut.after.then(now.staffing)
    told = chart.placed(screen, left, rows, measured, title, gone=gone)
    worn = chart.worn(screen, left, measured, now, changes(was, now), cut.checks)
    return told | {"editable": False, "worn": worn | {"legend": None}}


def _named(moves: list[Move], state: State) -> set[str]:
    """Units that the moves are about."""
    posts = state.staffing.posts.set_index("post")["unit"]
    found: set[str] = set()
    for move in moves:
        match move:
            case MoveUnit(unit, to):
                found |= {unit, to or unit}
            case MergeUnits(units, into):
                found |= {*units, into}
            case SplitUnit(unit, new):
                found |= {unit, new}
            case AbolishUnit(unit, to):
                found |= {unit, to or unit}
            case AddUnit(unit, _, parent):
                found |= {unit, parent}
            case MovePost(post, to):
                found |= {to, str(posts.get(post, to))}
            case AddPost():
                found.add(move.unit)
            case _:
                named = getattr(move, "unit", None) or posts.get(getattr(move, "post", None))
                found |= {str(named)} if named else set()
    return found


def _common(tree: Any, rows: list[int]) -> int:
    """The lowest unit at or above all of these."""
    paths = []
    for row in rows:
        path = []
        at = row
        while at >= 0:
            path.append(at)
            at = int(tree.parent[at])
        paths.append(path)
    shared = set(paths[0]).intersection(*paths[1:]) if paths else set()
    return next((at for at in paths[0] if at in shared), -1) if paths else int(np.int64(-1))


def clash(screen: MeetingScreen) -> dict[str, Any] | None:
    """Two participants changed the same field: which shall stand?"""
    t, disputed = screen.t, screen.session.disputed
    if disputed is None or not disputed[1].clashes:
        return None
    first = disputed[1].clashes[0]
    return {
        "kind": "conflict",
        "title": t("clash.title"),
        "text": t("clash.text", what=first.words),
        "actions": [
            {"name": "clash:mine", "label": t("clash.mine", value=first.told_mine), "main": True, "copy": ""},
            {"name": "clash:theirs", "label": t("clash.theirs", value=first.told_theirs), "main": False, "copy": ""},
        ],
    }
