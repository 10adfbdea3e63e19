"""Contributions as an Altair bar, drawn in Python in the colours of the page: one drawing serves light and dark."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

WIDTH, HEIGHT, GAP = 358, 18, 2

Shares = tuple[float, ...]
"""what each component adds, in percent of the full score"""


def bars(every: Iterable[Shares]) -> dict[Shares, str]:
    """An SVG for each, without any text. The first call loads Altair and the renderer (about two seconds)."""
    return {shares: bar(shares) for shares in dict.fromkeys(every)}


@cache
def bar(shares: Shares) -> str:
    import vl_convert

    return vl_convert.vegalite_to_svg(chart(len(shares)) | {"data": {"values": values(shares)}})


def values(shares: Sequence[float]) -> list[dict[str, Any]]:
    """One row a component that adds anything: where its part begins and ends.

    >>> values((18.0, 0.0, 25.0))
    [{'component': '1', 'from': 0, 'to': 18.0}, {'component': '3', 'from': 18.0, 'to': 43.0}]
    """
    ends = [0, *accumulate(shares)]
    parts = enumerate(pairwise(ends), start=1)
    return [{"component": str(n), "from": a, "to": b} for n, (a, b) in parts if b > a]


@cache
def chart(components: int) -> dict[str, Any]:
    """The bar as Vega-Lite: one mark a component, on a scale from 0 to 100."""
    import altair as alt

    names = [str(n) for n in range(1, components + 1)]
    drawn = (
        alt.Chart(alt.InlineData(values=[]), width=WIDTH, height=HEIGHT)
        .mark_bar(x2Offset=-GAP, strokeWidth=0)
        .encode(
            x=alt.X("from:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=None),
            x2="to:Q",
            color=alt.Color(
                "component:N",
                legend=None,
                scale=alt.Scale(domain=names, range=[f"var(--kat-{name})" for name in names]),
            ),
        )
        .configure(background="transparent", padding=0)
        .configure_view(stroke=None)
    )
    return drawn.to_dict()


PLOT = 640, 240
"""Width and height of a curve; the page stretches it to the plot."""

Places = tuple[tuple[float, float], ...]
"""where each point stands, in percent from the left and from the bottom"""


def curve(places: Places) -> str:
    """A line through points as an SVG without any text, in the colour of data."""
    import altair as alt
    import vl_convert

    scale = alt.Scale(domain=[0, 100], nice=False)
    drawn = (
        alt.Chart(alt.InlineData(values=[{"x": x, "y": y} for x, y in places]), width=PLOT[0], height=PLOT[1])
        .mark_line(stroke="var(--nila)", strokeWidth=2)
        .encode(x=alt.X("x:Q", scale=scale, axis=None), y=alt.Y("y:Q", scale=scale, axis=None))
        .configure(background="transparent", padding=0, autosize=alt.AutoSizeParams(type="none"))
        .configure_view(stroke=None)
    )
    return vl_convert.vegalite_to_svg(drawn.to_dict())
