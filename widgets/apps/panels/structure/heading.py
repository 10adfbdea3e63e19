"""The head of the structure page: what is drawn, in one sentence what changed, and on which data."""

from typing import Any

from widgets.apps.cut_screen import CutScreen


def record(screen: CutScreen) -> dict[str, Any]:
    t, cut = screen.t, screen.cut
    if cut is None:
        return {"title": t("cut.heading"), "sentences": [], "warning": "", "dates": []}
    people, changed = len(cut.affected), cut.changed["unit"].nunique()
    every = screen.whole(cut.before.sums["held"])
    units = screen.whole(len(cut.state.staffing.units))
    told = (
        t("cut.answer", units=screen.whole(changed), people=screen.whole(people), all=every)
        if changed or people
        else t("cut.answer_none", units=units, people=every)
    )
    state = cut.state
    dates = [t("page.data", day=screen.day(state.staffing.as_of), effective=screen.day(state.day))]
    if screen.session.seconds is not None:
        dates.append(t("page.time", seconds=screen.seconds(screen.session.seconds)))
    return {"title": _title(screen), "sentences": [told], "warning": _unclean(screen), "dates": [_size(screen), *dates]}


def _title(screen: CutScreen) -> str:
    t, office = screen.t, screen.view.office
    return t("cut.title", name=screen.unit(office) if office else t("cut.whole"))


def _size(screen: CutScreen) -> str:
    """Type, units and people of the part that is drawn."""
    t, cut, office = screen.t, screen.known, screen.view.office
    told = cut.after.branch(office)
    if not office or told["units"] is None:
        units = len(cut.after.drawn.tree.names)
        return t("cut.count", units=screen.whole(units), people=screen.whole(cut.after.sums["held"]))
    words = {
        "units": screen.whole(len(screen.drawn) - len(cut.gone & set(cut.tree.unit[screen.drawn]))),
        "people": screen.whole(told["held"] or 0),
    }
    kind = cut.state.staffing.units.set_index("unit").loc[office, "opd_type"]
    return t("cut.type", type=kind, **words) if isinstance(kind, str) else t("cut.count", **words)


def _unclean(screen: CutScreen) -> str:
    """What is wrong with the tree of the data, if anything; units that wait for a parent are not."""
    problems = screen.known.tree.problems
    problems = problems[problems["rule"] != "rootless"]
    if problems.empty:
        return ""
    return screen.t("chart.problems", n=screen.whole(len(problems)), first=problems.iloc[0]["told"])
