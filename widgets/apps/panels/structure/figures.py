"""The part that is drawn in a few figures: before, after, and what lies between."""

from collections.abc import Callable
from typing import Any

from widgets.apps.cut_screen import CutScreen
from widgets.apps.format import score
from widgets.apps.panels.cells import cell, column
from workbench.staffing.lines import beneath

Figure = float | None


def record(screen: CutScreen) -> dict[str, Any]:
    t = screen.t
    return {
        "title": t("figures.title"),
        "aside": "",
        "columns": [
            column(""),
            *(column(t(f"figures.{name}"), number=True) for name in ("before", "after", "difference")),
        ],
        "rows": [_row(screen, name, one, other) for name, one, other in both(screen)],
        "empty": "",
        "file": "",
        "pages": None,
        "words": {"before": t("plan.before"), "after": t("plan.after")},
    }


def both(screen: CutScreen) -> list[tuple[str, Figure, Figure]]:
    """name, before, after; None where it is not known."""
    cut, office = screen.known, screen.view.office
    one = screen.once("branch before", (cut.before, office), lambda: cut.before.branch(office))
    other = screen.once("branch", (cut.after, office), lambda: cut.after.branch(office))
    people = cut.affected
    if office:
        home = cut.base.staffing.posts.set_index("post")["unit"]
        people = people[people["post_before"].map(home).isin(beneath(cut.before.units, office))]
    return [*((name, one[name], other[name]) for name in one), ("affected", 0, len(people))]


def _row(screen: CutScreen, name: str, one: Figure, other: Figure) -> list[Any]:
    words = TOLD.get(name, _whole)
    return [
        cell(screen.t(f"figure.{name}")),
        cell(_or_unknown(screen, words, one)),
        cell(_or_unknown(screen, words, other)),
        cell(difference(screen, words, one, other), kind="redup"),
    ]


def told(screen: CutScreen, name: str, one: Figure, other: Figure) -> str:
    """A figure after, with its way from before."""
    words = TOLD.get(name, _whole)
    way = difference(screen, words, one, other)
    return f"{_or_unknown(screen, words, other)}, {way}"


def difference(screen: CutScreen, told: "Told", one: Figure, other: Figure) -> str:
    """Which way, and by how much, in words."""
    t = screen.t
    if one is None or other is None:
        return t("figures.same") if one == other else t("figures.unknown")
    by = told(screen, abs(other - one))
    if by == told(screen, 0):
        return t("figures.same")
    return t("figures.up" if other > one else "figures.down", n=by)


def _or_unknown(screen: CutScreen, told: "Told", value: Figure) -> str:
    return screen.t("figures.unknown") if value is None else told(screen, value)


Told = Callable[[CutScreen, float], str]


def _whole(screen: CutScreen, value: float) -> str:
    return screen.whole(value)


def _tenths(screen: CutScreen, value: float) -> str:
    return score(round(value * 1000), screen.lang)


def _percent(screen: CutScreen, value: float) -> str:
    return f"{score(round(value * 100_000), screen.lang)} %"


TOLD: dict[str, Told] = {
    "span": _tenths,
    "functional": _tenths,
    "need": _percent,
    "pay": lambda screen, value: screen.money(int(value)),
    "allowance": lambda screen, value: screen.money(int(value)),
}
