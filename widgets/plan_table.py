"""The plan as a table: who goes where, with which score, and what the rules say."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from widgets.leaf import STATIC, WaitingLeaf


class Verdict(TypedDict):
    """`kind`: ya, tidak or entah."""

    kind: str
    text: str


class LockMark(TypedDict):
    """`icon`: lock, lock-open, ban or pin; `able`: whether pressing it can do anything."""

    icon: str
    text: str
    pressed: bool
    able: bool


class Row(TypedDict):
    """`shares`: what each component adds, in percent of the full score; an empty `score` shows neither."""

    post: str
    title: str
    unit: str
    who: str
    origin: str
    score: str
    shares: list[float]
    verdict: Verdict | None
    chain: str
    selected: bool
    lock: LockMark


class Pages(TypedDict):
    text: str
    back: bool
    on: bool


class PlanTable(WaitingLeaf):
    """Gestures: select, open, lock, forbid (post), filter (on), page (by), export, again, cancel."""

    _esm = STATIC / "plan_table.js"

    def show(
        self,
        *,
        title: str,
        count: str,
        rows: Sequence[Row],
        filter: bool,
        export: bool,
        empty: str,
        loading: bool,
        pages: Pages | None,
        words: Mapping[str, str],
        note: str = "",
        again: str = "",
    ) -> None:
        """`rows` are those of one page; while `loading` their places are held, else `empty` says there are none.
        `note`: how good the plan is; `again` labels the way to a better one, empty where there is none."""
        self.record = {
            "title": title,
            "count": count,
            "rows": list(rows),
            "filter": filter,
            "export": export,
            "empty": empty,
            "loading": loading,
            "pages": pages,
            "words": dict(words),
            "note": note,
            "again": again,
        }
