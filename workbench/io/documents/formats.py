"""How a number, a score, a day or a stranger's text is written, in one place for every file, page and terminal."""

import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALES = {"id": "id_ID", "en": "en_GB"}

NOTHING = "–"
"""What stands where there is nothing to tell."""

VERDICTS = {
    "id": {"yes": "ya", "no": "tidak", "unknown": "belum diketahui"},
    "en": {"yes": "yes", "no": "no", "unknown": "unknown"},
}

POINTS = 1000
"""Whole points of a score in one point on paper."""


@lru_cache(maxsize=50_000)  # a chart writes tens of thousands of numbers, and few different ones
def whole(value: int, lang: str = "id") -> str:
    """
    >>> whole(14_250), whole(14_250, "en")
    ('14.250', '14,250')
    """
    return format_decimal(value, "#,##0", locale=LOCALES[lang])


def score(points: int, lang: str = "id") -> str:
    """Points of 100,000 as people read them, rounded half up.

    >>> score(82_450), score(82_449, "en")
    ('82,5', '82.4')
    """
    tenths = (Decimal(int(points)) / POINTS + Decimal("0.05")).quantize(Decimal("0.1"), "ROUND_FLOOR")
    return format_decimal(tenths, "#,##0.0", locale=LOCALES[lang])


def share(part: int, of: int, lang: str = "id") -> str:
    """
    >>> share(941, 1000)
    '94,1 %'
    """
    if not of:
        return NOTHING
    percent = (Decimal(100 * part) / of).quantize(Decimal("0.1"), "ROUND_HALF_UP")
    return f"{format_decimal(percent, '#,##0.0', locale=LOCALES[lang])} %"


def day(value: date | str, lang: str = "id") -> str:
    """
    >>> day("2025-10-29"), day(date(2025, 10, 29), "en")
    ('29 Oktober 2025', '29 October 2025')
    """
    return format_date(date.fromisoformat(value) if isinstance(value, str) else value, "d MMMM y", LOCALES[lang])


def verdict(value: str, lang: str = "id") -> str:
    return VERDICTS[lang][value]


def plain(text: Any) -> str:
    """Text of strangers without what is no text: a control sign shows by its number, so that no name can paint a
    terminal, turn the reading order, or break a file.

    >>> plain("Budi\\x1b[31m"), plain("dua\\nbaris"), plain("\\u202etxt")
    ('Budi[U+001B][31m', 'dua baris', '[U+202E]txt')
    """
    return "".join(_letter(sign) for sign in str(text))


def _letter(sign: str) -> str:
    if sign in "\t\n\r\v\f\u2028\u2029":
        return " "
    return f"[U+{ord(sign):04X}]" if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") else sign


def cell(value: Any, kind: str, lang: str = "id") -> str:
    """One cell of a table as text; missing shows as a dash, never as zero, and an empty text as nothing."""
    if value is None or value != value:
        return NOTHING
    if kind == "whole":
        return whole(int(value), lang)
    if kind == "score":
        return score(int(value), lang)
    if kind == "day":
        return day(value, lang)
    if kind == "verdict":
        return verdict(value, lang)
    return plain(value)
