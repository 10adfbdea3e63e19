"""The chart that is drawn, to take away: as one picture, or a page for each unit with what is directly beneath it."""

from collections.abc import Mapping
from typing import Any

from widgets.apps.cut_screen import CutScreen
from widgets.apps.panels.structure import chart
from widgets.org_chart import GHOST
from workbench.io.documents.chart_picture import Picture, chart_pdf, chart_svg

TOOLS = ("svg", "pdf")


def tools(screen: CutScreen) -> list[dict[str, Any]]:
    """Buttons in the head of the chart."""
    return [{"name": name, "label": screen.t(f"paper.{name}"), "pressed": None} for name in TOOLS]


def svg(screen: CutScreen) -> bytes:
    """The chart as it is drawn, folded units folded."""
    return chart_svg(_picture(screen, chart.record(screen), _title(screen))).encode()


def pdf(screen: CutScreen) -> bytes:
    """A page for the part that is drawn, and one for each unit beneath it that has units of its own."""
    cut, t = screen.known, screen.t
    tree, rows = chart.part(screen, cut.tree)
    heads = [int(row) for row in rows if tree.first[row + 1] > tree.first[row]]
    pictures = [_picture(screen, chart.record(screen), _title(screen))]
    for row in heads:
        beneath = tree.children[tree.first[row] : tree.first[row + 1]]
        folded = frozenset(str(tree.unit[child]) for child in beneath)
        told = chart.placed(screen, tree, tree.branch(row), cut.after, "", gone=cut.gone, folded=folded)
        pictures.append(_picture(screen, told, str(tree.name[row])))
    state = cut.state
    note = t("paper.note", title=cut.scenario.title, day=screen.day(state.staffing.as_of))
    return chart_pdf(_title(screen), pictures, state.staffing.as_of, note, screen.lang)


def _title(screen: CutScreen) -> str:
    office = screen.view.office
    return screen.t("cut.title", name=screen.unit(office) if office else screen.t("cut.whole"))


def _picture(screen: CutScreen, told: Mapping[str, Any], title: str) -> Picture:
    """What the chart shows, and wears on the screen."""
    t, order, worn = screen.t, told["order"].tolist(), chart.dressed(screen)
    filled = [
        {"held": screen.whole(held), "seats": screen.whole(seats)}
        for held, seats in zip(told["held"], told["seats"], strict=True)
    ]
    badges, legend = worn["badges"], worn["legend"]
    assert worn["shade"] is not None and legend is not None
    return Picture(
        title=title,
        names=[told["units"]["name"][row] for row in order],
        lines=[t("chart.filled", **each) for each in filled],
        badges=[badges[unit]["text"] if unit in badges else "" for unit in (told["units"]["id"][row] for row in order)],
        shades=worn["shade"][order],
        gone=told["flags"] & GHOST,
        place=told["place"],
        wires=told["wires"],
        legend=(legend["title"], legend["bins"]),
    )
