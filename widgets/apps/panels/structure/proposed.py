"""Caps asked for, and what the optimiser found under them."""

from collections.abc import Mapping
from typing import Any

from widgets.apps.cut import Cut
from widgets.apps.cut_screen import CutScreen
from widgets.apps.panels.structure import python
from widgets.form_panel import Field, field
from workbench.scenario import MergeUnits, Refused
from workbench.structure import Caps, Proposed, worded
from workbench.structure.proposals import Step

NUMBERS = {"units": 1, "merges": 0, "span": 1, "layers": 1, "group": 2}
"""Caps that are whole numbers, and the least that makes sense."""


def form(screen: CutScreen) -> dict[str, Any]:
    t, search = screen.t, screen.session.search
    mistakes = search.mistakes if search is not None else {}
    whole = screen.whole(len(screen.known.state.staffing.units))
    where = screen.unit(screen.view.office) if screen.view.office else t("proposed.everywhere", n=whole)
    fields: list[Field] = [
        field(name, t(f"cap.{name}"), "number", hint=t(f"cap.{name}_hint") if name in ("units", "group") else "")
        for name in NUMBERS
    ]
    return {
        "title": t("proposed.caps"),
        "text": t("proposed.where", where=where),
        "number": 0,
        "fields": [*fields, field("across", t("cap.across"), "check", False)],
        "mistakes": mistakes,
        "submit": t("proposed.search"),
        "cancel": "",
        "busy": screen.session.work is not None,
    }


def caps(screen: CutScreen, values: Mapping[str, Any]) -> Caps | dict[str, str]:
    """The caps as they were typed; or what is wrong with each."""
    numbers: dict[str, int | None] = {}
    mistakes = {}
    for name, least in NUMBERS.items():
        said = str(values.get(name, "")).strip()
        numbers[name] = int(said) if said.isdecimal() else None
        if said and (not said.isdecimal() or int(said) < least):
            mistakes[name] = screen.t("cap.wrong", least=least)
    office = screen.view.office
    offices = (office,) if office in screen.known.offices else ()
    if office and not offices:
        mistakes["units"] = screen.t("proposed.no_office", name=screen.unit(office))
    across = values.get("across") is True
    return mistakes or Caps(
        units=numbers["units"],
        merges=numbers["merges"],
        span=numbers["span"],
        layers=numbers["layers"],
        group=numbers["group"],
        offices=offices,
        across=across,
    )


def record(screen: CutScreen) -> dict[str, Any]:
    t, search = screen.t, screen.session.search
    told = {"title": t("proposed.title"), "count": "", "add": "", "items": [], "empty": t("proposed.empty")}
    if search is None or search.found is None:
        return told
    found = search.found
    if isinstance(found, Refused):
        return told | {"empty": found.reason_en if screen.lang == "en" and found.reason_en else found.reason}
    if not found.steps:
        return told | {"empty": t("proposed.nothing")}
    stale = search.cut is None or search.cut.state is not screen.known.state
    chosen = [step for at, step in enumerate(found.steps) if at in search.taken]
    actions = [
        {"key": "apply", "label": t("proposed.apply", n=screen.whole(len(chosen))), "main": "ya"},
        {"key": "none", "label": t("proposed.none")},
    ]
    return told | {
        "count": screen.whole(len(found.steps)),
        "items": [_item(screen, at, step) for at, step in enumerate(found.steps)],
        "notes": [t("proposed.stale")] if stale else [_proof(screen, found), _sum(screen, chosen)],
        "actions": actions[1:] if stale or not chosen else actions,
    }


def _item(screen: CutScreen, at: int, step: Step) -> dict[str, Any]:
    t, search = screen.t, screen.session.search
    assert search is not None and search.cut is not None
    needs = t("proposed.needs", steps=", ".join(str(need + 1) for need in step.needs)) if step.needs else ""
    where = t("proposed.in", where=_above(search.cut, step))
    return {
        "key": str(at),
        "title": f"{at + 1}. {t(f'proposed.{step.why.kind}')}",
        "text": worded(step, search.cut.state.staffing, screen.lang),
        "impacts": [
            {"label": t("proposed.saves"), "value": screen.money(step.saving)},
            {"label": t("proposed.disturbs"), "value": t("queue.n_people", n=screen.whole(step.disturbed))},
        ],
        "verdict": None,
        "by": ", ".join(part for part in (where, needs) if part),
        "badge": t(f"proposed.for_{step.why.reason}"),
        "current": False,
        "actions": [],
        "on": at in search.taken,
    }


def _above(cut: Cut, step: Step) -> str:
    """The name of what stands above the unit that remains, or that is moved."""
    move = step.moves[0]
    unit = move.into if isinstance(move, MergeUnits) else move.unit
    at = int(cut.tree.parent[cut.tree.row(unit)])
    return str(cut.tree.name[at]) if at >= 0 else ""


def _proof(screen: CutScreen, found: Proposed) -> str:
    if found.proven:
        return screen.t("proposed.proven")
    return screen.t("proposed.searched", gap=screen.money(found.gap)) if found.gap else screen.t("proposed.partly")


def _sum(screen: CutScreen, chosen: list[Step]) -> str:
    return screen.t(
        "proposed.sum",
        n=screen.whole(len(chosen)),
        saving=screen.money(sum(step.saving for step in chosen)),
        people=screen.whole(sum(step.disturbed for step in chosen)),
    )


def code(screen: CutScreen) -> str:
    """The lines that find the same proposal."""
    search = screen.session.search
    asked = repr(search.caps) if search is not None and search.caps is not None else "Caps()"
    wanted = {"workbench.structure": ["Caps", "Prices", "propose"]}
    line = f'propose({python.STATE}.state, hukum, {asked}, Prices.from_record(kebijakan["usulan"]))'
    return python.lines(screen, wanted, [line])
