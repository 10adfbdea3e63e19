"""Taking over another branch, and handing the scenario in."""

from collections.abc import Mapping
from typing import Any

from widgets.apps.cut_screen import CutScreen
from widgets.form_panel import Field, Option, field
from workbench.io import approval, resources
from workbench.io.scenarios import Conflicts
from workbench.scenario.approval import Status
from workbench.structure import obstacles

SEPARATOR = "\x1f"
"""Between the parts of a conflict's name: table, key, column."""

STATED = ("submit", "approve", "return", "withdraw", "waive")
MOST = 6
"""Obstacles that are told one by one."""


def merging(screen: CutScreen) -> dict[str, Any] | None:
    """Which branch to take over; or, where both changed the same, which side counts."""
    t, kin, here = screen.t, screen.session.kin, screen.session.scenario
    if kin is None or here is None:
        return None
    others = [(id, title) for id, title in zip(kin.family["id"], kin.family["title"], strict=True) if id != here.id]
    asked = screen.session.merging
    if not others:
        return None
    fields: list[Field] = []
    if asked is None:
        options = [Option(value=id, label=title) for id, title in others]
        fields.append(field("from", t("merge.from"), "select", "", options))
    else:
        fields = _choices(screen, asked[1])
    return {
        "title": t("merge.title"),
        "text": asked[1].reason if asked is not None else t("merge.text"),
        "number": 1 if asked is None else 2,
        "fields": fields,
        "mistakes": {},
        "submit": t("merge.do"),
        "cancel": t("form.cancel") if asked is not None else "",
    }


def _choices(screen: CutScreen, conflicts: Conflicts) -> list[Field]:
    t, fields = screen.t, []
    for row in conflicts.told(screen.lang).to_dict("records"):
        mine, theirs = (row[side] if isinstance(row[side], str) else t("merge.nothing") for side in ("mine", "theirs"))
        options = [
            Option(value="mine", label=t("merge.mine", value=mine)),
            Option(value="theirs", label=t("merge.theirs", value=theirs)),
        ]
        name = SEPARATOR.join((row["table"], row["key"], row["column"]))
        fields.append(field(name, f"{row['what']}: {row['field']}", "select", "mine", options))
    return fields


# handing in -----------------------------------------------------------------------------------------------------------


def standing(screen: CutScreen) -> dict[str, str]:
    """What keeps the scenario from being handed in: rule and unit (the value of a form) -> a sentence. As the checks on
    the screen have it; the submission itself looks anew."""
    cut = screen.known
    found = approval.unwaived(obstacles(cut.checks, cut.affected), screen.session.status)
    names = found["rule"] + SEPARATOR + found["unit"].fillna("")
    return dict(zip(names, found["told_en" if screen.lang == "en" else "told"], strict=True))


def card(screen: CutScreen) -> dict[str, Any]:
    """Where the scenario stands, and what can be done about it."""
    t, session = screen.t, screen.session
    told: dict[str, Any] = {"title": t("approve.title"), "sub": "", "facts": [], "actions": [], "notes": []}
    if not session.recorded:
        return told | {"notes": [t("approve.unsaved")]}
    status = session.status
    notes, keys = [_phase(screen, status)], []
    if status.phase in ("draft", "returned", "withdrawn"):
        found = list(standing(screen).values())
        if found:
            notes += [t("approve.obstacles"), *found[:MOST]]
        if len(found) > MOST:
            notes.append(t("approve.more", n=screen.whole(len(found) - MOST)))
        keys = ["waive"] if found else ["submit"]
    elif status.phase == "submitted":
        keys = ["approve", "return", "withdraw"]
    actions = [{"key": key, "label": t(f"approve.{key}")} for key in keys]
    return told | {"notes": notes, "actions": actions}


def _phase(screen: CutScreen, status: Status) -> str:
    t = screen.t
    titles = {level.id: level.title_en if t.lang == "en" else level.title for level in resources.approval()}
    level = titles.get(status.level or "", status.level or "")
    return t(f"approve.{status.phase}", who=status.submitter, level=level, reason=status.reason)


def form(screen: CutScreen) -> dict[str, Any] | None:
    """The reason that goes with a step of the submission; of a waiver also what it covers."""
    t, asked = screen.t, screen.view.asked
    if asked is None or asked.kind not in STATED:
        return None
    fields = [field("reason", t("approve.reason"), "area")]
    if asked.kind == "waive":
        options = [Option(value=name, label=told) for name, told in standing(screen).items()]
        fields.insert(0, field("what", t("only.what"), "select", "", options))
    return {
        "title": t(f"approve.{asked.kind}"),
        "text": "",
        "number": asked.number,
        "fields": fields,
        "mistakes": dict(asked.mistakes),
        "submit": t("approve.do"),
        "cancel": t("form.cancel"),
    }


def chosen(values: Mapping[str, Any]) -> dict[tuple[str, str, str], Any]:
    """Where -> side, as the form of conflicts gives them."""
    read = {}
    for name, side in values.items():
        table, key, column, *_ = [*name.split(SEPARATOR), "", ""]
        if side in ("mine", "theirs"):
            read[table, key, column] = side
    return read
