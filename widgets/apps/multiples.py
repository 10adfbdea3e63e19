"""Small multiples: a frame for each figure, in it a bar for each option; drawn in the colours of the page."""

from collections.abc import Sequence
from typing import Any

FRAME, BAR, GAP = 150, 16, 8


def multiples(rows: Sequence[tuple[str, str, float]], options: Sequence[str], mark: str) -> str:
    """An SVG of figure, option, value: a frame for each figure in the order given, each on its own scale from zero;
    the bar of the option `mark` is the one on the screen. Options are numbered: their names stand in the table."""
    import altair as alt
    import vl_convert

    figures = list(dict.fromkeys(figure for figure, _, _ in rows))
    number = {option: str(at + 1) for at, option in enumerate(options)}
    values = [{"f": figure, "o": number[option], "v": value, "on": option == mark} for figure, option, value in rows]
    base = alt.Chart(alt.InlineData(values=values)).encode(
        y=alt.Y("o:N", sort=list(number.values()), title=None, axis=alt.Axis(ticks=False, domain=False)),
        x=alt.X("v:Q", title=None, axis=None, scale=alt.Scale(zero=True)),
    )
    bars = base.mark_bar(size=BAR - 4).encode(
        color=alt.condition("datum.on", alt.value("var(--nila)"), alt.value("var(--garis-kuat)"))
    )
    drawn = (
        bars.properties(width=FRAME, height=len(options) * BAR)
        .facet(facet=alt.Facet("f:N", sort=figures, title=None, header=_HEADER), columns=3, spacing=24)
        .resolve_scale(x="independent")
        .configure(background="transparent", padding=0)
        .configure_view(stroke=None)
        .configure_axis(labelColor="var(--tinta-2)", labelFontSize=12)
    )
    told: dict[str, Any] = drawn.to_dict()
    # The leaf that shows it takes font sizes as numbers.
    return str(vl_convert.vegalite_to_svg(told)).replace('px"', '"')


_HEADER: dict[str, Any] = {"labelAnchor": "start", "labelColor": "var(--tinta)", "labelFontSize": 12, "labelPadding": 4}
