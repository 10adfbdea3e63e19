"""Numbers, days and times as people read them, by the house's own formats (Babel)."""

from datetime import date, datetime

from babel.dates import format_time
from babel.numbers import format_decimal

from workbench.io.documents import formats
from workbench.io.documents.formats import LOCALES, score, share, whole

__all__ = ["clock", "day", "gain", "iso", "money", "percent", "score", "seconds", "share", "size", "whole"]


def day(value: date | str, lang: str) -> str:
    return formats.day(value, lang)


def clock(at: datetime, lang: str) -> str:
    """Time of day where the server stands.

    >>> from datetime import UTC
    >>> len(clock(datetime(2026, 11, 24, 3, 42, 7, tzinfo=UTC), "id"))
    8
    """
    return format_time(at.astimezone(), "HH.mm.ss" if lang == "id" else "HH:mm:ss", locale=LOCALES[lang])


def iso(text: str) -> str:
    """An ISO day as a form gives it; empty for anything else.

    >>> iso("2025-10-29"), iso("29/10/2025"), iso("")
    ('2025-10-29', '', '')
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def size(count: int, lang: str) -> str:
    """Bytes as people read them.

    >>> size(1_250_000, "id"), size(900, "en")
    ('1,3 MB', '0.9 kB')
    """
    unit, name = (1_000_000, "MB") if count >= 1_000_000 else (1_000, "kB")
    return f"{score(round(count * 1000 / unit), lang)} {name}"


def money(rupiah: int, lang: str) -> str:
    """Rupiah in the unit that people speak of: thousand millions with three decimals, millions, or whole.

    >>> money(1_118_400_000, "id"), money(53_000_000, "id"), money(-53_400_000, "en"), money(900_000, "id")
    ('Rp1,118 M', 'Rp53 jt', '-Rp53 m', 'Rp900.000')
    """
    sign, amount = "-" if rupiah < 0 else "", abs(rupiah)
    if amount >= 1_000_000_000:
        said = format_decimal(amount / 1e9, "#,##0.000", locale=LOCALES[lang])
        return f"{sign}Rp{said} {'M' if lang == 'id' else 'bn'}"
    if amount >= 1_000_000:
        return f"{sign}Rp{whole(round(amount / 1e6), lang)} {'jt' if lang == 'id' else 'm'}"
    return f"{sign}Rp{whole(amount, lang)}"


def gain(points: int, lang: str) -> str:
    """Points won or lost, without sign: the word beside it says which way."""
    return score(abs(points), lang)


def percent(points: int) -> float:
    """Points of 100,000 as percent of a bar.

    >>> percent(22_500)
    22.5
    """
    return points / 1000


def seconds(value: float, lang: str) -> str:
    """
    >>> seconds(0.4123, "id"), seconds(12.3, "en")
    ('0,4', '12.3')
    """
    return score(round(value * 1000), lang)
