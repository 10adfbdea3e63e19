"""Charts as pictures: Vega-Lite in, SVG out, with the fonts and the theme that ship with the program."""

import json
from functools import cache
from typing import Any

import vl_convert

from workbench.io.documents.blocks import Chart
from workbench.io.resources import resource


def svg(chart: Chart, lang: str = "id") -> str:
    """The chart as one SVG, in the print theme."""
    theme = _theme()
    spec = {**chart.spec, "config": theme["config"]}
    spoken = {"format_locale": theme["number"], "time_format_locale": theme["time"]} if lang == "id" else {}
    return vl_convert.vegalite_to_svg(spec, **spoken)


@cache
def _theme() -> dict[str, Any]:
    """The print theme and the Indonesian numbers and days; the fonts are registered once with it."""
    vl_convert.register_font_directory(str(resource("data", "fonts")))
    return json.loads(resource("data", "laporan", "tema.json").read_text("utf-8"))
