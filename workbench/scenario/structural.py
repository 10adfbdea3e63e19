"""Moves on the tree of units and on its posts.

What is impossible is refused: a unit under itself, a post that somebody is locked on. What is merely unlawful is
applied, and shows as a finding. Nobody is lost: whoever held a post that is abolished has none, and stays an employee.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from workbench.scenario.kinds import (
    AbolishPost,
    AbolishUnit,
    AddPost,
    AddUnit,
    ConvertPost,
    DropLimit,
    MergeUnits,
    MovePost,
    MoveUnit,
    Release,
    RenamePost,
    RenameUnit,
    SplitUnit,
    StructuralMove,
)
from workbench.scenario.limiting import told
from workbench.scenario.seen import DEFINITIVE, career_with, title, unit_name
from workbench.scenario.state import Refused, State
from workbench.staffing.lines import beneath


def restructured(state: State, move: StructuralMove) -> State | Refused:
    """The state after the move, or why it cannot be."""
    refused = _strange(state, move) or _undated(move)
    return refused or _APPLY[type(move)](state, move)


def _called(state: State, unit: str) -> str:
    return unit_name(state.staffing, unit)


# what is refused of every move ----------------------------------------------------------------------------------------


def _strange(state: State, move: StructuralMove) -> Refused | None:
    """A unit, post or code that is not there, an id that is taken, a name that is empty."""
    units, posts = set(state.staffing.units["unit"]), set(state.staffing.posts["post"])
    new_unit = move.unit if isinstance(move, AddUnit) else getattr(move, "new", None)
    new_post = move.post if isinstance(move, AddPost) else None
    one = [getattr(move, field, None) for field in ("to", "into", "parent")]
    one += [] if isinstance(move, AddUnit) else [getattr(move, "unit", None)]
    absent = sorted({*one, *getattr(move, "units", ())} - {None} - units)
    if absent:
        return Refused("unknown_unit", f"Tidak ada unit {', '.join(absent[:3])} pada data ini.")
    one = [] if isinstance(move, AddPost) else [getattr(move, "post", None)]
    absent = sorted({*one, *getattr(move, "posts", ())} - {None} - posts)
    if absent:
        return Refused("unknown_post", f"Tidak ada jabatan {', '.join(absent[:3])} pada data ini.")
    if new_unit in units:
        return Refused("taken", f"Sudah ada unit dengan kode {new_unit}: {_called(state, str(new_unit))}.")
    if new_post in posts:
        return Refused("taken", f"Sudah ada jabatan dengan kode {new_post}: {title(state.staffing, str(new_post))}.")
    for field in ("name", "title"):
        text = getattr(move, field, None)
        if text is not None and not text.strip():
            return Refused("unnamed", "Nama tidak boleh kosong.")
    return _uncoded(state, move)


def _uncoded(state: State, move: StructuralMove) -> Refused | None:
    vocabulary = state.staffing.schemas.vocabulary
    coded = {"tier": "tier", "eselon": "eselon", "unit_kind": "unit_kind", "opd_type": "opd_type"}
    coded |= {"golongan_min": "golongan", "golongan_max": "golongan", "education_min": "education"}
    for field, domain in coded.items():
        code = getattr(move, field, None)
        if code is not None and code not in set(vocabulary.codes(domain)):
            return Refused("code", f"{code!r} bukan {domain} yang dikenal: {', '.join(vocabulary.codes(domain))}.")
    for field, least in (("capacity", 0), ("need", 0), ("kelas_jabatan", 1), ("allowance", 0)):
        number = getattr(move, field, None)
        if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < least):
            return Refused("number", f"{field} harus bilangan bulat, paling sedikit {least}.")
    return None


def _undated(move: StructuralMove) -> Refused | None:
    since = getattr(move, "since", None)
    try:
        if since is not None:
            date.fromisoformat(since)
    except (TypeError, ValueError):
        return Refused("date", f"{since!r} bukan tanggal (tulis seperti 2026-01-31).")
    return None


# units ----------------------------------------------------------------------------------------------------------------


def _day(state: State, move: StructuralMove) -> pd.Timestamp:
    return pd.Timestamp(getattr(move, "since", None) or state.day)


def _move_unit(state: State, move: MoveUnit) -> State | Refused:
    units = state.staffing.units
    here = units["unit"] == move.unit
    if move.to in beneath(units, move.unit):
        whose = _called(state, move.to)
        return Refused("under_itself", f"{_called(state, move.unit)} tidak dapat berada di bawah {whose}.")
    if units.loc[here, "parent"].isna().any():
        return Refused("root", f"{_called(state, move.unit)} adalah puncak susunan; ia tidak punya induk.")
    if (units.loc[here, "parent"] == move.to).any():
        return Refused("there", f"{_called(state, move.unit)} sudah di bawah {_called(state, move.to)}.")
    changed = units.assign(
        parent=units["parent"].mask(here, move.to),
        order=units["order"].mask(here, _last(units, move.to) + 1),
        valid_from=units["valid_from"].mask(here, _day(state, move)),
    )
    return state.with_tables(units=changed)


def _last(units: pd.DataFrame, parent: str) -> int:
    """The greatest order among the children of a unit; 0 for none."""
    order = units.loc[units["parent"] == parent, "order"]
    return 0 if order.isna().all() else int(order.max())


def _merge_units(state: State, move: MergeUnits) -> State | Refused:
    gone = [unit for unit in dict.fromkeys(move.units) if unit != move.into]
    if not gone:
        return Refused("alone", "Penggabungan memerlukan dua unit yang berbeda.")
    units = state.staffing.units
    above = next((unit for unit in gone if move.into in beneath(units, unit)), None)
    if above is not None:
        into = _called(state, move.into)
        return Refused("under_itself", f"{_called(state, above)} memuat {into}, jadi tidak dapat masuk ke sana.")
    after: State | Refused = state
    for unit in gone:
        assert isinstance(after, State)
        after = _abolish_unit(after, AbolishUnit(unit, move.into, move.since))
        if isinstance(after, Refused):
            return after
    assert isinstance(after, State)
    return _rename_unit(after, RenameUnit(move.into, move.name, move.since)) if move.name else after


def _split_unit(state: State, move: SplitUnit) -> State | Refused:
    units, posts = state.staffing.units, state.staffing.posts
    if not move.units and not move.posts:
        return Refused("nothing", "Pemecahan memerlukan unit atau jabatan yang ikut ke unit baru.")
    alien = [unit for unit in move.units if not (units.loc[units["unit"] == unit, "parent"] == move.unit).any()]
    if alien:
        whole = _called(state, move.unit)
        return Refused("not_inside", f"{_called(state, alien[0])} tidak langsung di bawah {whole}.")
    strange = [post for post in move.posts if not (posts.loc[posts["post"] == post, "unit"] == move.unit).any()]
    if strange:
        return Refused(
            "not_inside", f"{title(state.staffing, strange[0])} tidak berada di {_called(state, move.unit)}."
        )
    own = units[units["unit"] == move.unit].iloc[0]
    if pd.isna(own["parent"]):
        return Refused("root", f"{_called(state, move.unit)} adalah puncak susunan; ia tidak dapat dipecah.")
    order = _last(units, str(own["parent"])) + 1
    day = _day(state, move)
    new = {"unit": move.new, "name": move.name, "order": order, "valid_from": day, "valid_until": pd.NaT}
    taken = units.assign(parent=units["parent"].mask(units["unit"].isin(move.units), move.new))
    return state.with_tables(
        units=pd.concat([taken, pd.DataFrame([own.to_dict() | new])], ignore_index=True),
        posts=posts.assign(unit=posts["unit"].mask(posts["post"].isin(move.posts), move.new)),
    )


def _rename_unit(state: State, move: RenameUnit) -> State | Refused:
    units = state.staffing.units
    here = units["unit"] == move.unit
    if (units.loc[here, "name"] == move.name).any():
        return Refused("there", f"Unit ini sudah bernama {move.name}.")
    return state.with_tables(units=units.assign(name=units["name"].mask(here, move.name)))


def _add_unit(state: State, move: AddUnit) -> State | Refused:
    units = state.staffing.units
    order = _last(units, move.parent) + 1 if move.order is None else move.order
    row = {name: getattr(move, name) for name in ("unit", "name", "parent", "opd_type", "region")}
    row |= {"kind": move.unit_kind, "order": order, "valid_from": _day(state, move)}
    return state.with_tables(units=pd.concat([units, pd.DataFrame([row])], ignore_index=True))


def _abolish_unit(state: State, move: AbolishUnit) -> State | Refused:
    units, posts = state.staffing.units, state.staffing.posts
    parent = units.loc[units["unit"] == move.unit, "parent"].iloc[0]
    to = move.to if move.to is not None else parent
    if pd.isna(to):
        return Refused("root", f"{_called(state, move.unit)} adalah puncak susunan; ia tidak dapat dihapus.")
    if to in beneath(units, move.unit):
        return Refused("under_itself", f"Isi {_called(state, move.unit)} tidak dapat pindah ke dalam dirinya.")
    limit = next((limit for limit in state.policy.limits if getattr(limit, "unit", None) == move.unit), None)
    if limit is not None:
        return Refused(
            "limited", f"Sebuah batas menyebut unit ini ({told(limit, state.staffing)}).", DropLimit(limit.id)
        )
    heads = posts.loc[_heads(posts, move.unit), "post"]
    after = _without_posts(state, [str(post) for post in heads], _day(state, move))
    if isinstance(after, Refused):
        return after
    return _successor(after, move.unit, str(to))


def _successor(state: State, unit: str, to: str) -> State:
    """The unit is no more; whatever names it names `to`."""
    staffing = state.staffing
    units, last = staffing.units, _last(staffing.units, to)
    children = units["parent"] == unit
    moved = units.assign(
        parent=units["parent"].mask(children, to),
        order=units["order"].mask(children, units["order"].fillna(0) + last),
    )
    tables: dict[str, pd.DataFrame] = {"units": moved[moved["unit"] != unit]}
    for name, table in staffing.tables():
        named = [column.name for column in staffing.schemas[name].columns if column.ref == "units"]
        if name != "units" and named:
            tables[name] = table.assign(**{column: table[column].mask(table[column] == unit, to) for column in named})
    return state.with_tables(**tables)


# posts ----------------------------------------------------------------------------------------------------------------


def _add_post(state: State, move: AddPost) -> State | Refused:
    posts = state.staffing.posts
    if move.head and _heads(posts, move.unit).any():
        return Refused("headed", f"{_called(state, move.unit)} sudah punya kepala.")
    row = asdict(move)
    return state.with_tables(posts=pd.concat([posts, pd.DataFrame([row])], ignore_index=True))


def _move_post(state: State, move: MovePost) -> State | Refused:
    posts = state.staffing.posts
    here = posts["post"] == move.post
    if (posts.loc[here, "unit"] == move.to).any():
        return Refused("there", f"Jabatan ini sudah di {_called(state, move.to)}.")
    if move.head and _heads(posts, move.to).any():
        return Refused("headed", f"{_called(state, move.to)} sudah punya kepala.")
    changed = posts.assign(unit=posts["unit"].mask(here, move.to), head=posts["head"].mask(here, move.head))
    return state.with_tables(posts=changed)


def _heads(posts: pd.DataFrame, unit: str) -> pd.Series:
    """Which posts head this unit, as far as it is known."""
    return posts["unit"].eq(unit) & posts["head"].fillna(False).astype(bool)


def _rename_post(state: State, move: RenamePost) -> State | Refused:
    posts = state.staffing.posts
    here = posts["post"] == move.post
    if (posts.loc[here, "title"] == move.title).any():
        return Refused("there", f"Jabatan ini sudah bernama {move.title}.")
    return state.with_tables(posts=posts.assign(title=posts["title"].mask(here, move.title)))


def _abolish_post(state: State, move: AbolishPost) -> State | Refused:
    return _without_posts(state, [move.post], _day(state, move))


def _without_posts(state: State, gone: list[str], day: pd.Timestamp) -> State | Refused:
    """These posts are no more; their holders have none from that day on."""
    staffing, policy = state.staffing, state.policy
    locked = next((seat for seat in sorted(policy.locks) if seat[1] in gone), None)
    if locked is not None:
        return Refused(
            "locked",
            f"{title(staffing, locked[1])} dikunci untuk seseorang; lepaskan kuncinya dahulu.",
            Release(*locked),
        )
    if not gone:
        return state
    held = staffing.assignments
    left = held[held["post"].isin(gone) & (held["kind"] == DEFINITIVE)]
    tables: dict[str, pd.DataFrame] = {"career": career_with(staffing, left, day)}
    for name, table in staffing.tables():
        named = [column.name for column in staffing.schemas[name].columns if column.ref == "posts"]
        for column in named:
            tables[name] = table[~table[column].isin(gone)]
    tables["posts"] = staffing.posts[~staffing.posts["post"].isin(gone)]
    after = state.with_tables(**tables)
    forbids = frozenset(seat for seat in policy.forbids if seat[1] not in gone)
    return after.with_policy(forbids=forbids, posts=tuple(post for post in policy.posts if post not in gone))


def _convert_post(state: State, move: ConvertPost) -> State | Refused:
    posts = state.staffing.posts
    here = posts["post"] == move.post
    if (posts.loc[here, "tier"] == move.tier).any():
        return Refused("there", "Jabatan ini sudah berjenjang demikian.")
    changed: dict[str, Any] = {"tier": move.tier, "title": move.title, "head": False, "eselon": None}
    for name in ("family", "kelas_jabatan"):
        if getattr(move, name) is not None:
            changed[name] = getattr(move, name)
    return state.with_tables(
        posts=posts.assign(**{name: posts[name].mask(here, value) for name, value in changed.items()})
    )


_APPLY: dict[type[StructuralMove], Callable[[State, Any], State | Refused]] = {
    MoveUnit: _move_unit,
    MergeUnits: _merge_units,
    SplitUnit: _split_unit,
    RenameUnit: _rename_unit,
    AddUnit: _add_unit,
    AbolishUnit: _abolish_unit,
    AddPost: _add_post,
    MovePost: _move_post,
    RenamePost: _rename_post,
    AbolishPost: _abolish_post,
    ConvertPost: _convert_post,
}
