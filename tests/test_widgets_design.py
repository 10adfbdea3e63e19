"""The design language holds: tokens are one source, every pair can be read, every word is there in both languages."""

import json
import re
import string

import pytest

from widgets.apps.words import _WORDS, Words
from widgets.leaf import HERE, STYLES, stylesheet

TOKENS = json.loads((HERE / "design" / "tokens.json").read_text("utf-8"))
THEMES = {"terang": ":root {", "gelap": ':root[data-tema="gelap"] {'}

DYES = ("nila", "mengkudu", "lambato", "pucuk")
INK_ON = {
    "tinta": ("latar", "muka", "muka-2", "nila-lembut"),
    "tinta-2": ("latar", "muka", "muka-2", "muka-3", *(f"{dye}-lembut" for dye in DYES)),
    "tinta-3": ("muka", "muka-2"),
    "nila": ("latar", "muka", "muka-2", "nila-lembut"),
    "nila-tua": ("nila-lembut",),
    "mengkudu": ("latar", "muka", "mengkudu-lembut", "nila-lembut"),
    "lambato": ("latar", "muka", "lambato-lembut", "nila-lembut"),
    "pucuk": ("latar", "muka", "pucuk-lembut", "nila-lembut"),
    "pada-nila": ("nila", "nila-tua"),
    "pada-urut-muda": ("urut-1", "urut-2", "urut-3", "urut-4"),
    "pada-urut-tua": ("urut-6", "urut-7", "urut-8", "urut-9"),
}
MARKS_ON = {
    "garis-kuat": ("latar", "muka", "muka-2"),
    "fokus": ("latar", "muka", "nila-lembut"),
    "nila": ("muka-3", "nila-lembut"),
    **{f"kat-{n}": ("muka", "latar") for n in range(1, 7)},
}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_gives():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("pairs", "least"), [(INK_ON, 4.5), (MARKS_ON, 3.0)])
def test_every_ink_can_be_read_on_every_ground_it_stands_on(theme, pairs, least):
    colours = TOKENS[theme]
    pale = {
        f"{ink} on {ground}": round(contrast(colours[ink], colours[ground]), 2)
        for ink, grounds in pairs.items()
        for ground in grounds
        if contrast(colours[ink], colours[ground]) < least
    }
    assert pale == {}


@pytest.mark.parametrize("theme", THEMES)
def test_the_style_sheet_shows_exactly_the_tokens(theme):
    sheet = (STYLES / "tokens.css").read_text("utf-8")
    block = sheet.split(THEMES[theme], 1)[1].split("}", 1)[0]
    shown = dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", block))
    assert shown == {name: value for name, value in TOKENS[theme].items() if re.fullmatch("#[0-9A-Fa-f]{6}", value)}


def test_styles_touch_only_what_is_ours():
    """JupyterLab loads the same sheet: no rule may reach its own elements."""
    sheet = re.sub(r"/\*.*?\*/", "", stylesheet(), flags=re.DOTALL)
    selectors = [part.strip() for rule in re.findall(r"([^{}]+)\{", sheet) for part in re.split(r",(?![^(]*\))", rule)]
    ours = re.compile(r"(^|[\s>+~(])(:root|html)|\.pn\b|\.pn-|^@|^body\.pn|^\d+%$|^to$|^from$|^$")
    assert [selector for selector in selectors if not ours.search(selector)] == []


def test_fonts_come_with_their_licences():
    fonts = {path.name for path in (STYLES / "fonts").iterdir()}
    for family in ("source-sans-3", "source-serif-4"):
        assert f"OFL-{family}.txt" in fonts
        assert any(name.startswith(family) and name.endswith(".woff2") for name in fonts)
    assert (HERE / "static" / "LICENSE-lucide.txt").is_file()


def test_every_word_is_there_in_both_languages_with_the_same_places():
    places = {
        key: [sorted(name for _, name, _, _ in string.Formatter().parse(text) if name) for text in words]
        for key, words in _WORDS.items()
    }
    assert {key: two for key, two in places.items() if two[0] != two[1]} == {}
    assert [key for key, words in _WORDS.items() if not all(words)] == []


def test_an_unknown_language_is_indonesian():
    assert Words("jv").lang == "id"
    assert Words("en")("search") == "Search for a post or office"


def test_every_word_of_the_catalogue_is_used():
    code = "\n".join(path.read_text("utf-8") for path in (HERE / "apps").rglob("*.py") if path.parent.name != "words")
    built = re.findall(r"""f["']([a-z_.]+)\{""", code)
    unused = [
        key
        for key in _WORDS
        if not re.search(f"[\"']{re.escape(key)}[\"']", code) and not any(key.startswith(start) for start in built)
    ]
    assert unused == []
