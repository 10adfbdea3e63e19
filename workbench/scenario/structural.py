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
    Move,
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
from workbench.staffing.lines import above

_SAID: dict[str, tuple[str, str]] = {
    "unknown_unit": ("Tidak ada unit {what} pada data ini.", "There is no unit {what} in these data."),
    "unknown_post": ("Tidak ada jabatan {what} pada data ini.", "There is no post {what} in these data."),
    "taken": ("Sudah ada {what} dengan kode ini.", "{what} has this code already."),
    "unnamed": ("Nama tidak boleh kosong.", "A name cannot be empty."),
    "code": ("{what!r} bukan {field} yang dikenal: {known}.", "{what!r} is no known {field}: {known}."),
    "number": ("{field} harus bilangan bulat, paling sedikit {least}.", "{field} is a whole number, at least {least}."),
    "date": ("{what!r} bukan tanggal (tulis seperti 2026-01-31).", "{what!r} is no date (write it like 2026-01-31)."),
    "under_itself": (
        "{what} tidak dapat masuk ke {where}, sebab {where} bagian darinya.",
        "{what} cannot go into {where}, since {where} is a part of it.",
    ),
    "root": ("{what} adalah puncak susunan; ia tetap di sana.", "{what} is the top of the tree; it stays there."),
    "nowhere": (
        "{what} tidak punya induk, jadi sebutkan ke mana isinya pindah.",
        "{what} has no parent, so say where what it holds goes.",
    ),
    "there": ("{what} sudah di {where}.", "{what} is in {where} already."),
    "waiting": ("{what} sudah di ruang tunggu.", "{what} is in the holding area already."),
    "named": ("Ini sudah bernama {what}.", "This is called {what} already."),
    "converted": ("{what} sudah berjenjang demikian.", "{what} is of that tier already."),
    "alone": ("Penggabungan memerlukan dua unit yang berbeda.", "A merger needs two different units."),
    "nothing": (
        "Pemecahan memerlukan unit atau jabatan yang ikut ke unit baru.",
        "A split needs units or posts that go to the new unit.",
    ),
    "not_inside": ("{what} tidak langsung berada di {where}.", "{what} is not directly in {where}."),
    "limited": ("Sebuah batas menyebut unit ini ({what}).", "A limit names this unit ({what})."),
    "headed": ("{what} sudah punya kepala.", "{what} has a head already."),
    "locked": (
        "{what} dikunci untuk seseorang; lepaskan kuncinya dahulu.",
        "{what} is locked for somebody; lift the lock first.",
    ),
}


def _refused(code: str, *, remedy: Move | None = None, **words: object) -> Refused:
    """Why it cannot be, in both languages."""
    said, in_english = (sentence.format(**words) for sentence in _SAID[code])
    return Refused(code, said, remedy, reason_en=in_english)


def restructured(state: State, move: StructuralMove) -> State | Refused:
    """The state after the move, or why it cannot be."""
    refused = _strange(state, move) or _undated(move)
    return refused or _APPLY[type(move)](state, move)


def _called(state: State, unit: str) -> str:
    return unit_name(state.staffing, unit)


# what is refused of every move ----------------------------------------------------------------------------------------


def _strange(state: State, move: StructuralMove) -> Refused | None:
    """A unit, post or code that is not there, an id that is taken, a name that is empty."""
    units, posts = state.staffing.index("units"), state.staffing.index("posts")
    new_unit = move.unit if isinstance(move, AddUnit) else getattr(move, "new", None)
    new_post = move.post if isinstance(move, AddPost) else None
    one = [getattr(move, field, None) for field in ("to", "into", "parent")]
    one += [] if isinstance(move, AddUnit) else [getattr(move, "unit", None)]
    absent = sorted(each for each in {*one, *getattr(move, "units", ())} - {None} if each not in units)
    if absent:
        return _refused("unknown_unit", what=", ".join(absent[:3]))
    one = [] if isinstance(move, AddPost) else [getattr(move, "post", None)]
    absent = sorted(each for each in {*one, *getattr(move, "posts", ())} - {None} if each not in posts)
    if absent:
        return _refused("unknown_post", what=", ".join(absent[:3]))
    if new_unit in units:
        return _refused("taken", what=_called(state, str(new_unit)))
    if new_post in posts:
        return _refused("taken", what=title(state.staffing, str(new_post)))
    for field in ("name", "title"):
        text = getattr(move, field, None)
        if text is not None and not text.strip():
            return _refused("unnamed")
    return _uncoded(state, move)


def _uncoded(state: State, move: StructuralMove) -> Refused | None:
    vocabulary = state.staffing.schemas.vocabulary
    coded = {"tier": "tier", "eselon": "eselon", "unit_kind": "unit_kind", "opd_type": "opd_type"}
    coded |= {"golongan_min": "golongan", "golongan_max": "golongan", "education_min": "education"}
    for field, domain in coded.items():
        code = getattr(move, field, None)
        if code is not None and code not in set(vocabulary.codes(domain)):
            return _refused("code", what=code, field=domain, known=", ".join(vocabulary.codes(domain)))
    for field, least in (("capacity", 0), ("need", 0), ("kelas_jabatan", 1), ("allowance", 0)):
        number = getattr(move, field, None)
        if number is not None and (isinstance(number, bool) or not isinstance(number, int) or number < least):
            return _refused("number", field=field, least=least)
    return None


def _undated(move: StructuralMove) -> Refused | None:
    since = getattr(move, "since", None)
    try:
        if since is not None:
            date.fromisoformat(since)
    except (TypeError, ValueError):
        return _refused("date", what=since)
    return None


# units ----------------------------------------------------------------------------------------------------------------


def _day(state: State, move: StructuralMove) -> pd.Timestamp:
    return pd.Timestamp(getattr(move, "since", None) or state.day)


def _move_unit(state: State, move: MoveUnit) -> State | Refused:
    units = state.staffing.units
    here = units["unit"] == move.unit
    if _is_root(state, move.unit):
        return _refused("root", what=_called(state, move.unit))
    parent = units.loc[here, "parent"].iloc[0]
    if pd.isna(parent) and move.to is None:
        return _refused("waiting", what=_called(state, move.unit))
    if parent == move.to:
        return _refused("there", what=_called(state, move.unit), where=_called(state, str(move.to)))
    if move.to is not None and _within(state, move.to, move.unit):
        return _refused("under_itself", what=_called(state, move.unit), where=_called(state, move.to))
    order = units["order"] if move.to is None else units["order"].mask(here, _last(units, move.to) + 1)
    day = units["valid_from"].mask(here, _day(state, move))
    return state.with_tables(
        units=units.assign(parent=units["parent"].mask(here, move.to), order=order, valid_from=day)
    )


def _within(state: State, unit: str, whole: str) -> bool:
    """Whether the unit is this one or a part of it."""
    return unit == whole or whole in above(state.staffing, unit)


def _is_root(state: State, unit: str) -> bool:
    """Whether the unit is what everything hangs from, and not one that waits for a parent."""
    units = state.staffing.units
    row = units[units["unit"] == unit].iloc[0]
    if pd.notna(row["parent"]):
        return False
    groups = state.staffing.schemas.vocabulary.group("unit_kind")
    return groups.get(row["kind"]) == "root" or not (units["kind"].map(groups) == "root").any()


def _last(units: pd.DataFrame, parent: str) -> int:
    """The greatest order among the children of a unit; 0 for none."""
    order = units.loc[units["parent"] == parent, "order"]
    return 0 if order.isna().all() else int(order.max())


def _merge_units(state: State, move: MergeUnits) -> State | Refused:
    gone = [unit for unit in dict.fromkeys(move.units) if unit != move.into]
    if not gone:
        return _refused("alone")
    over = next((unit for unit in gone if _within(state, move.into, unit)), None)
    if over is not None:
        return _refused("under_itself", what=_called(state, over), where=_called(state, move.into))
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
        return _refused("nothing")
    alien = [unit for unit in move.units if not (units.loc[units["unit"] == unit, "parent"] == move.unit).any()]
    if alien:
        return _refused("not_inside", what=_called(state, alien[0]), where=_called(state, move.unit))
    strange = [post for post in move.posts if not (posts.loc[posts["post"] == post, "unit"] == move.unit).any()]
    if strange:
        return _refused("not_inside", what=title(state.staffing, strange[0]), where=_called(state, move.unit))
    own = units[units["unit"] == move.unit].iloc[0]
    if _is_root(state, move.unit):
        return _refused("root", what=_called(state, move.unit))
    order = own["order"] if pd.isna(own["parent"]) else _last(units, str(own["parent"])) + 1
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
        return _refused("named", what=move.name)
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
    if _is_root(state, move.unit) or pd.isna(to):
        return _refused("root" if _is_root(state, move.unit) else "nowhere", what=_called(state, move.unit))
    if _within(state, str(to), move.unit):
        return _refused("under_itself", what=_called(state, move.unit), where=_called(state, str(to)))
    limit = next((limit for limit in state.policy.limits if getattr(limit, "unit", None) == move.unit), None)
    if limit is not None:
        return _refused("limited", what=told(limit, state.staffing), remedy=DropLimit(limit.id))
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
        here = {column: table[column].eq(unit) for column in named if name != "units"}
        changed = {column: table[column].mask(rows, to) for column, rows in here.items() if rows.any()}
        if changed:
            tables[name] = table.assign(**changed)
    return state.with_tables(**tables)


# posts ----------------------------------------------------------------------------------------------------------------


def _add_post(state: State, move: AddPost) -> State | Refused:
    posts = state.staffing.posts
    if move.head and _heads(posts, move.unit).any():
        return _refused("headed", what=_called(state, move.unit))
    row = asdict(move)
    return state.with_tables(posts=pd.concat([posts, pd.DataFrame([row])], ignore_index=True))


def _move_post(state: State, move: MovePost) -> State | Refused:
    posts = state.staffing.posts
    here = posts["post"] == move.post
    if (posts.loc[here, "unit"] == move.to).any():
        return _refused("there", what=title(state.staffing, move.post), where=_called(state, move.to))
    if move.head and _heads(posts, move.to).any():
        return _refused("headed", what=_called(state, move.to))
    changed = posts.assign(unit=posts["unit"].mask(here, move.to), head=posts["head"].mask(here, move.head))
    return state.with_tables(posts=changed)


def _heads(posts: pd.DataFrame, unit: str) -> pd.Series:
    """Which posts head this unit, as far as it is known."""
    return posts["unit"].eq(unit) & posts["head"].fillna(False).astype(bool)


def _rename_post(state: State, move: RenamePost) -> State | Refused:
    posts = state.staffing.posts
    here = posts["post"] == move.post
    if (posts.loc[here, "title"] == move.title).any():
        return _refused("named", what=move.title)
    return state.with_tables(posts=posts.assign(title=posts["title"].mask(here, move.title)))


def _abolish_post(state: State, move: AbolishPost) -> State | Refused:
    return _without_posts(state, [move.post], _day(state, move))


def _without_posts(state: State, gone: list[str], day: pd.Timestamp) -> State | Refused:
    """These posts are no more; their holders have none from that day on."""
    staffing, policy = state.staffing, state.policy
    locked = next((seat for seat in sorted(policy.locks) if seat[1] in gone), None)
    if locked is not None:
        return _refused("locked", what=title(staffing, locked[1]), remedy=Release(*locked))
    if not gone:
        return state
    held = staffing.assignments
    left = held[held["post"].isin(gone) & (held["kind"] == DEFINITIVE)]
    tables: dict[str, pd.DataFrame] = {"career": career_with(staffing, left, day)} if len(left) else {}
    for name, table in staffing.tables():
        named = [column.name for column in staffing.schemas[name].columns if column.ref == "posts"]
        for column in named:
            out = table[column].isin(gone)
            if out.any():
                tables[name] = table[~out]
    tables["posts"] = staffing.posts[~staffing.posts["post"].isin(gone)]
    after = state.with_tables(**tables)
    forbids = frozenset(seat for seat in policy.forbids if seat[1] not in gone)
    return after.with_policy(forbids=forbids, posts=tuple(post for post in policy.posts if post not in gone))


def _convert_post(state: State, move: ConvertPost) -> State | Refused:
    posts = state.staffing.posts
    here = posts["post"] == move.post
    if (posts.loc[here, "tier"] == move.tier).any():
        return _refused("converted", what=title(state.staffing, move.post))
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
