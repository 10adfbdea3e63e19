"""The scenario among its branches: the tree, the figures side by side, and only what changed."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from widgets.apps.cut_screen import CutScreen
from widgets.apps.format import clock, score
from widgets.apps.kin import BASE, MOST, Kin
from widgets.apps.multiples import multiples
from widgets.apps.panels.cells import cell, column, pages
from workbench.structure import only_changes

FIGURES = ("units", "seats", "vacant", "layers", "span", "allowance", "affected", "displaced", "no", "unknown")
DRAWN = ("units", "allowance", "affected", "displaced", "no", "unknown")
CHANGED = "berubah"
INDENT = "  "


def tree(screen: CutScreen) -> dict[str, Any]:
    """Every scenario that grew from the same root, each beneath the one that it branched from."""
    t, kin = screen.t, screen.session.kin
    told = _table(screen, t("family.title"), ("family.scenario", "family.steps", "family.last"), {"family.steps"})
    if kin is None:
        return told | {"empty": t("family.none"), "loading": screen.session.recorded}
    here = screen.session.scenario
    rows = []
    for row in kin.family.to_dict("records"):
        mark = t("family.here") if here is not None and row["id"] == here.id else ""
        last = f"{row['last_actor']}, {clock(row['last_at'].to_pydatetime(), t.lang)[:5]}"
        title = INDENT * int(row["depth"]) + str(row["title"])
        sub = ", ".join(part for part in (t(f"phase.{row['status']}"), mark) if part)
        rows.append([cell(title, sub), cell(screen.whole(row["steps"])), cell(last)])
    keys = [str(id) if here is None or id != here.id else "" for id in kin.family["id"]]
    return told | {"rows": rows, "keys": keys}


def side(screen: CutScreen) -> dict[str, Any] | None:
    """The base and the options, figure by figure; each with its difference to the base."""
    t, kin = screen.t, screen.session.kin
    if kin is None:
        return None
    figures = kin.figures
    rows = []
    for at, option in enumerate(figures.index):
        name = t("side.base") if option == BASE else str(option)
        cells = [_figure(screen, figures, option, each) for each in FIGURES]
        rows.append([cell(f"{at + 1}. {name}"), *cells])
    told = _table(screen, t("side.title"), ())
    columns = [column(t("family.scenario")), *(column(_label(screen, each), number=True) for each in FIGURES)]
    return told | {"columns": columns, "rows": rows, "note": t("side.note", n=MOST)}


def _label(screen: CutScreen, name: str) -> str:
    known = {"affected": "figure.affected", "displaced": "fates.displaced", "no": "versus.no"}
    known |= {"unknown": "versus.unknown"}
    return screen.t(known.get(name, f"figure.{name}"))


def _figure(screen: CutScreen, figures: pd.DataFrame, option: Any, name: str) -> Any:
    value, base = _value(figures, option, name), _value(figures, BASE, name)
    by = "" if value is None or base is None else told(screen, name, abs(value - base))
    if value is None or base is None or by == told(screen, name, 0):
        return cell(_told(screen, name, value))
    return cell(told(screen, name, value), screen.t("figures.up" if value > base else "figures.down", n=by))


def _value(figures: pd.DataFrame, option: Any, name: str) -> float | None:
    """A figure of an option; None where it is not known."""
    found = figures[name].to_numpy(float, na_value=float("nan"))[list(figures.index).index(option)]
    return None if found != found else float(found)


def _told(screen: CutScreen, name: str, value: float | None) -> str:
    return screen.t("figures.unknown") if value is None else told(screen, name, value)


def told(screen: CutScreen, name: str, value: float) -> str:
    if name == "allowance":
        return screen.money(value)
    return score(round(value * 1000), screen.lang) if name == "span" else screen.whole(value)


def small(screen: CutScreen) -> dict[str, Any] | None:
    """The same as small multiples: the bars are numbered as the rows of the table."""
    t, kin = screen.t, screen.session.kin
    if kin is None:
        return None
    if not kin.picture:
        return None
    figures, options = kin.figures, list(kin.figures.index)
    said = "; ".join(
        f"{_label(screen, name)}: "
        + ", ".join(
            f"{at + 1} {_told(screen, name, _value(figures, option, name))}" for at, option in enumerate(options)
        )
        for name in DRAWN
    )
    return {
        "title": t("side.small"),
        "svg": kin.picture,
        "alt": said,
        "pages": None,
        "words": {"before": t("plan.before"), "after": t("plan.after")},
        "fold": True,
    }


def drawn(screen: CutScreen, kin: Kin) -> str:
    """The picture of the small multiples; called beside the kernel's thread."""
    figures, options = kin.figures, [str(option) for option in kin.figures.index]
    here = screen.session.scenario
    mark = kin.titles.get(here.id, "") if here is not None else ""
    rows = [
        (_label(screen, name), option, value)
        for name in DRAWN
        for option in options
        if (value := _value(figures, option, name)) is not None
    ]
    return multiples(rows, options, mark)


def changed(screen: CutScreen) -> dict[str, Any]:
    """Units, posts and people that are another, one page of them."""
    t, cut = screen.t, screen.known
    table = only_changes(cut.base, cut.state, screen.lang)
    shown, turned = pages(screen, CHANGED, len(table))
    told = _table(screen, t("only.title"), ("only.what", "only.how", "only.before", "only.after"))
    rows = [_change(screen, row) for row in table.iloc[shown].to_dict("records")]
    return told | {"aside": screen.whole(len(table)), "rows": rows, "pages": turned, "empty": t("only.none")}


def _change(screen: CutScreen, row: dict[Any, Any]) -> list[Any]:
    t = screen.t
    person = row["what"] == "person"
    name = screen.who(row["id"]) if person else str(row["name"])
    field = str(row["field"]) if isinstance(row["field"], str) else ""
    before, after = (row[side] if isinstance(row[side], str) else "" for side in ("before", "after"))
    if person:
        before, after = screen.was.naming.titles.get(before, before), screen.title(after) if after else ""
    how = f"only.{row['how']}"
    return [cell(name, t(f"only.{row['what']}")), cell(t(how), field), cell(before), cell(after)]


def _table(screen: CutScreen, title: str, labels: tuple[str, ...], numbers: Collection[str] = ()) -> dict[str, Any]:
    t = screen.t
    return {
        "title": title,
        "aside": "",
        "columns": [column(t(label), number=label in numbers) for label in labels],
        "rows": [],
        "empty": "",
        "file": "",
        "pages": None,
        "words": {"before": t("plan.before"), "after": t("plan.after")},
    }
