"""Each limit in force as a sentence, with what the plan uses of it."""

from typing import Any

import pandas as pd

from widgets.apps.limits import TOTAL
from widgets.apps.outlook import Outlook
from widgets.apps.panels.limits.usage import Usage
from widgets.apps.screen import Screen
from widgets.limit_panel import Bar, Row
from workbench.io.documents.formats import share
from workbench.scenario import Apart, Budget, Freeze, Limit, Policy, Quality, Share, told
from workbench.staffing import Staffing

WORST = 3
"""Places shown of a limit that holds in many."""

MORE = "batas:"
"""What stands before the id of a limit among the parts of the page that are folded out."""

MOST = 100_000


def sentence(screen: Outlook, limit: Limit | None, policy: Policy, staffing: Staffing) -> str:
    """`limit` None: that of all moves."""
    if limit is not None:
        return told(limit, staffing, screen.lang)
    return screen.t("limits.total", most=screen.whole(policy.move_limit or 0))


def in_force(policy: Policy) -> list[tuple[str, Limit | None]]:
    """id and limit, that of all moves first."""
    total: list[tuple[str, Limit | None]] = [(TOTAL, None)] if policy.move_limit is not None else []
    return [*total, *((limit.id, limit) for limit in policy.limits)]


def summary(screen: Screen, policy: Policy, usage: Usage | None) -> str:
    count = len(in_force(policy))
    if not count:
        return screen.t("limits.none")
    full = usage.table.loc[usage.table["full"], "limit"].nunique() if usage is not None else 0
    if full:
        return screen.t("limits.count_full", n=screen.whole(count), full=screen.whole(full))
    return screen.t("limits.count", n=screen.whole(count))


def rows(screen: Screen, policy: Policy, staffing: Staffing, usage: Usage | None) -> list[Row]:
    return [_row(screen, policy, staffing, usage, *each) for each in in_force(policy)]


def _row(screen: Screen, policy: Policy, staffing: Staffing, usage: Usage | None, id: str, limit: Limit | None) -> Row:
    row = Row(
        key=id,
        title=sentence(screen, limit, policy, staffing),
        text="",
        bars=[],
        notes=[],
        rest="",
        opened=MORE + id in screen.view.opened,
    )
    if usage is None:
        return row
    table = usage.table[usage.table["limit"] == id]
    match limit:
        case Apart():
            pairs = table[["nip", "other"]].drop_duplicates()
            said = screen.t("limits.apart", n=screen.whole(len(pairs)))
            there = usage.standing.get(id, 0)
            notes = [screen.t("limits.standing", n=screen.whole(there))] if there else []
            return Row({**row, "text": said, "notes": notes})
        case Freeze():
            gone = int(usage.barred.get(id, 0))
            return Row({**row, "text": screen.t("limits.barred", n=screen.whole(gone))})
    many = isinstance(limit, Share | Quality) and limit.each
    said = screen.t("limits.units", full=screen.whole(table["full"].sum()), n=screen.whole(len(table))) if many else ""
    ranked = _tightest_first(table) if many else table
    shown = ranked if row["opened"] or not many else ranked.head(WORST)
    names = staffing.units.drop_duplicates("unit").set_index("unit")["name"]
    bars = [_bar(screen, limit, line, str(names.get(line["unit"], "")) if many else "") for line in _lines(shown)]
    rest = len(ranked) - WORST if many else 0
    return Row(
        {
            **row,
            "text": said,
            "bars": bars,
            "notes": _notes(screen, limit, table, many=many),
            "rest": screen.t("limits.more", n=screen.whole(rest)) if rest > 0 else "",
            "opened": row["opened"] and rest > 0,
        }
    )


def _lines(table: pd.DataFrame) -> list[dict[Any, Any]]:
    return table.to_dict("records")


def _tightest_first(table: pd.DataFrame) -> pd.DataFrame:
    """By how far the figure still is from its bound; places where nobody is counted last."""
    room = (table["value"] - table["value_most"]).astype("Float64").abs()
    order = table.assign(room=room).sort_values(["full", "room", "unit"], ascending=[False, True, True])
    return order.drop(columns="room")


def _bar(screen: Screen, limit: Limit | None, line: dict[Any, Any], label: str) -> Bar:
    t = screen.t
    value, most = line["value"], line["value_most"]
    bar = Bar(label=label, text=t("limits.nobody"), part=0.0, mark=None, full=bool(line["full"]))
    if isinstance(limit, Share | Quality):
        if pd.isna(value):
            return bar
        whole = MOST if isinstance(limit, Quality) else 100
        down = isinstance(limit, Quality) or limit.bound == "least"
        figures = {name: _figure(screen, limit, float(x)) for name, x in (("value", value), ("most", most))}
        said = t("limits.is_least" if down else "limits.is_most", **figures)
        return Bar({**bar, "text": said, "part": _part(value, whole), "mark": _part(most, whole)})
    figures = {"used": screen.whole(line["used"]), "most": screen.whole(line["most"])}
    said = t("limits.of_rupiah" if isinstance(limit, Budget) else "limits.of", **figures)
    return Bar({**bar, "text": said, "part": _part(line["used"], line["most"])})


def _part(value: float, of: float) -> float:
    return round(min(100.0, max(0.0, 100 * float(value) / float(of))), 2) if of else 100.0


def _figure(screen: Screen, limit: Share | Quality, value: float) -> str:
    return screen.score(round(value)) if isinstance(limit, Quality) else share(round(value * 1000), MOST, screen.lang)


def _notes(screen: Screen, limit: Limit | None, table: pd.DataFrame, *, many: bool) -> list[str]:
    """What a reader of the figures must know."""
    notes, eased = [], int(table["eased"].sum())
    if eased and many:
        notes.append(screen.t("limits.eased", n=screen.whole(eased)))
    elif eased and isinstance(limit, Share | Quality):
        asked = _figure(screen, limit, float(table["value_asked"].iloc[0]))
        notes.append(screen.t("limits.eased_one", asked=asked))
    unknown = int(table["unknown"].sum())
    return [*notes, screen.t("limits.unknown", n=screen.whole(unknown))] if unknown else notes
