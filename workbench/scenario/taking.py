"""What two branches could each do alone and no organization can be together: named, and refused."""

import pandas as pd

from workbench.scenario.seen import DEFINITIVE, name, title, unit_name
from workbench.scenario.state import Refused
from workbench.staffing import Staffing
from workbench.staffing.tables import in_cycle, key_text

_REFERRED = ("units", "posts", "employees")
_CALLED = {"units": "unit", "posts": "jabatan", "employees": "pegawai"}


def impossible(before: Staffing, after: Staffing) -> Refused | None:
    """What cannot be in `after` and was not so in `before`: a circle of units, something on a unit or post that is no
    more, a unit with two heads, more holders than seats, one person with two posts."""
    return (
        _circle(before, after)
        or _dangling(before, after)
        or _two_heads(before, after)
        or _overfull(before, after)
        or _two_posts(before, after)
    )


def _first_new(before: pd.Index, after: pd.Index) -> str | None:
    """The first of `after` that `before` did not have already."""
    new = after.difference(before)
    return str(new[0]) if len(new) else None


def _circle(before: Staffing, after: Staffing) -> Refused | None:
    was, now = (pd.Index(each.units.loc[in_cycle(each.units), "unit"]) for each in (before, after))
    unit = _first_new(was, now)
    if unit is None:
        return None
    return Refused("under_itself", f"{unit_name(after, unit)} akan berada di bawah dirinya sendiri.")


def _dangling(before: Staffing, after: Staffing) -> Refused | None:
    for table in (*_REFERRED, *(other for other, _ in after.tables() if other not in _REFERRED)):
        if getattr(before, table) is getattr(after, table) and all(
            getattr(before, target) is getattr(after, target) for target in _REFERRED
        ):
            continue
        schema = after.schemas[table]
        for column in schema.columns:
            if column.type != "id" or column.ref not in _REFERRED:
                continue
            was, now = (_astray(staffing, table, column.name, column.ref) for staffing in (before, after))
            key = _first_new(was, now)
            if key is not None:
                rows = getattr(after, table)
                gone = rows.loc[key_text(rows, schema) == key, column.name].iloc[0]
                what = f"{column.label} pada {table} {key}"
                return Refused("dangling", f"{what} menunjuk {_CALLED[column.ref]} {gone}, yang sudah tidak ada.")
    return None


def _astray(staffing: Staffing, table: str, column: str, target: str) -> pd.Index:
    """Keys of the rows whose `column` names nothing that is there."""
    rows, schema = getattr(staffing, table), staffing.schemas[table]
    there = getattr(staffing, target)[staffing.schemas[target].key[0]]
    astray = rows[rows[column].notna() & ~rows[column].isin(there)]
    return pd.Index(key_text(astray, schema), dtype="str")


def _two_heads(before: Staffing, after: Staffing) -> Refused | None:
    unit = _first_new(*(_headed_twice(staffing.posts) for staffing in (before, after)))
    return Refused("headed", f"{unit_name(after, unit)} akan punya dua kepala.") if unit is not None else None


def _headed_twice(posts: pd.DataFrame) -> pd.Index:
    heads = posts.loc[posts["head"].fillna(False).astype(bool), "unit"]
    return pd.Index(heads[heads.duplicated()], dtype="str").unique()


def _overfull(before: Staffing, after: Staffing) -> Refused | None:
    post = _first_new(*(_full(staffing) for staffing in (before, after)))
    return Refused("full", f"{title(after, post)} akan punya lebih banyak pemangku daripada kursi.") if post else None


def _full(staffing: Staffing) -> pd.Index:
    """Posts with more definitive holders than seats."""
    seated = _held(staffing)["post"].value_counts()
    seats = staffing.posts.set_index("post")["capacity"].reindex(seated.index)
    return pd.Index(seated.index[(seated > seats).fillna(False).to_numpy(bool)], dtype="str")


def _two_posts(before: Staffing, after: Staffing) -> Refused | None:
    nip = _first_new(*(pd.Index(_held(each).loc[_held(each)["nip"].duplicated(), "nip"]) for each in (before, after)))
    if nip is None:
        return None
    posts = sorted(_held(after).loc[_held(after)["nip"] == nip, "post"])
    where = " dan ".join(title(after, post) for post in posts[:2])
    return Refused("holds", f"{name(after, nip)} akan memangku dua jabatan: {where}.")


def _held(staffing: Staffing) -> pd.DataFrame:
    return staffing.assignments[staffing.assignments["kind"] == DEFINITIVE]
