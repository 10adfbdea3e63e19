"""The chart on paper: the boxes and lines of the screen, as one picture or as pages."""

from datetime import date
from xml.etree import ElementTree

import numpy as np

from paper import pages
from workbench.io.documents.chart_picture import Picture, chart_pdf, chart_svg

SVG = "{http://www.w3.org/2000/svg}"
DAY = date(2025, 10, 29)


def picture(names=("Dinas Satu", "Bidang A", "Bidang Lama"), **given) -> Picture:
    n = len(names)
    told = {
        "title": "Susunan Dinas Satu",
        "names": names,
        "lines": [f"{at} dari 9 terisi" for at in range(n)],
        "badges": ["", "baru", "dihapus"][:n],
        "shades": np.array([0, 3, 255][:n], np.uint8),
        "gone": np.array([0, 0, 4][:n], np.uint8),
        "place": np.array([[0, 0, 188, 60], [0, 120, 156, 60], [168, 120, 156, 60]][:n], float),
        "wires": np.array([[94.0, 60.0, 94.0, 120.0]]),
        "legend": ("Kekosongan:", ["di bawah 10 %", "10", "15", "25", "50 ke atas"]),
    }
    return Picture(**(told | given))


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_every_unit_that_is_shown_stands_on_the_picture_with_its_line_and_badge():
    said = texts(chart_svg(picture()))
    assert {"Susunan Dinas Satu", "Dinas Satu", "Bidang A", "1 dari 9 terisi", "baru", "dihapus"} <= set(said)


def test_a_unit_that_is_folded_away_does_not_stand_on_the_picture():
    place = picture().place.copy()
    place[2] = np.nan
    hidden = picture(place=place)
    assert "Bidang Lama" not in texts(chart_svg(hidden)) and "Bidang Lama" not in hidden.alt


def test_what_goes_is_dashed_and_what_is_unknown_has_no_shade():
    root = ElementTree.fromstring(chart_svg(picture()))
    dashed = [rect for rect in root.iter(f"{SVG}rect") if rect.get("stroke-dasharray")]
    assert len(dashed) == 2 and dashed[1].get("fill") == "none"


def test_names_from_data_come_out_as_text():
    evil = '<script>alert("x")</script> & =1+1'
    said = texts(chart_svg(picture(names=(evil,), title=evil)))
    assert said[0] == evil
    assert "<script>" not in chart_svg(picture(names=(evil,), title=evil))


def test_a_page_a_picture_and_the_same_bytes_for_the_same_charts():
    charts, note = [picture(), picture(title="Bidang A")], "Penataan, data per 29 Oktober 2025"
    made = chart_pdf("Susunan", charts, DAY, note)
    assert made == chart_pdf("Susunan", charts, DAY, note)
    first, second = pages(made)
    assert "Susunan Dinas Satu" in first and note in first
    assert "Bidang A" in second and note in second
