"""What tables of text are made of: cells, columns, and one page of rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from widgets.apps.outlook import VERDICTS, Outlook
from widgets.plan_table import Pages
from widgets.simple_table import Cell, Column

ROWS = 10
"""Rows of one page."""

Row = Mapping[Any, Any]


def cell(text: Any, sub: Any = "", *, badge: str = "", kind: str = "") -> Cell:
    return Cell(text=str(text), sub=str(sub), badge=badge, kind=kind)


def verdict(screen: Outlook, answer: str, sub: str = "") -> Cell:
    """Yes, no or unknown, as a word with its dress."""
    return cell("", sub, badge=screen.t(f"verdict.{answer}"), kind=VERDICTS[answer])


def column(label: str, *, number: bool = False) -> Column:
    return Column(label=label, number=number)


def pages(screen: Outlook, name: str, count: int, per: int = ROWS) -> tuple[slice, Pages | None]:
    """The rows of the page in sight, and the words beneath them; None where one page is all."""
    last = max(0, -(-count // per) - 1)
    page = min(screen.view.turned.get(name, 0), last)
    first, end = page * per, min(count, (page + 1) * per)
    if not last:
        return slice(0, count), None
    told = {"first": screen.whole(first + 1), "last": screen.whole(end), "all": screen.whole(count)}
    return slice(first, end), Pages(text=screen.t("plan.pages", **told), back=page > 0, on=page < last)


def table(
    screen: Outlook,
    name: str,
    columns: Sequence[Column],
    rows: pd.DataFrame | None,
    draw: Callable[[Row], list[Cell]],
    *,
    title: str,
    aside: str = "",
    note: str = "",
    empty: str = "",
    file: str = "",
    per: int = ROWS,
    key: Callable[[Row], str] | None = None,
    fold: bool = False,
) -> dict[str, Any]:
    """The record of one page of `rows`; None of them: they are being worked out."""
    known = rows if rows is not None else pd.DataFrame()
    here, told = pages(screen, name, len(known), per)
    shown = known.iloc[here].to_dict("records")
    return {
        "title": title,
        "aside": aside,
        "note": note,
        "columns": list(columns),
        "rows": [draw(row) for row in shown],
        "keys": [key(row) for row in shown] if key is not None else [],
        "empty": empty,
        "loading": rows is None,
        "file": file,
        "fold": fold,
        "pages": told,
        "words": {word: screen.t(f"plan.{word}") for word in ("before", "after")},
    }
