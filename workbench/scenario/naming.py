"""Cells that differ, in the words of people: whose they are, what they are called, and what stands in them."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from workbench.scenario.differences import POLICY
from workbench.scenario.state import State
from workbench.staffing.schema import Schema

_WHOLE = {"id": "seluruh baris", "en": "the whole row"}
_FLAGS = {"id": {"True": "ya", "False": "tidak"}, "en": {"True": "yes", "False": "no"}}
_POLICY = {
    "weights": ("bobot", "weights"),
    "tiers": ("jenjang dalam ruang lingkup", "tiers in scope"),
    "families": ("rumpun dalam ruang lingkup", "families in scope"),
    "posts": ("jabatan dalam ruang lingkup", "posts in scope"),
    "horizon_months": ("jangka lowong, bulan", "horizon of vacancies, months"),
    "move_price": ("harga pindah", "price per move"),
    "move_limit": ("batas pindah", "move limit"),
    "unknown": ("yang belum diketahui", "what is unknown"),
    "rules": ("aturan", "rule"),
    "settings": ("angka badan", "setting"),
    "assumptions": ("pengandaian", "assumption"),
    "locks": ("kunci", "lock"),
    "forbids": ("larangan", "ban"),
    "effective": ("hari berlaku", "effective day"),
    "limits": ("batas", "limit"),
}
_AGENCY = {"id": "kebijakan", "en": "policy"}


def named(rows: pd.DataFrame, states: Sequence[State], lang: str = "id") -> pd.DataFrame:
    """`rows` (table, key, column, and columns of values as text) with `what` and `field` in front, and the values as
    people say them: names of units, posts and people, labels of codes. `states`: where the names are looked up; what
    stands in several is called as in the last."""
    values = [name for name in rows.columns if name not in ("table", "key", "column", "choice")]
    told = rows.astype("str").copy()
    told.insert(0, "what", told["key"])
    told.insert(1, "field", told["column"])
    names = _names(states)
    vocabulary = states[0].staffing.schemas.vocabulary
    for (table, column), part in rows.astype("str").groupby(["table", "column"]):
        at = part.index
        if table == POLICY:
            seats = column in ("locks", "forbids")
            keys = part["key"].map(lambda key: _spoken(key, ("employees", "posts"), names)) if seats else part["key"]
            told.loc[at, "what"] = keys.mask(keys == "", _AGENCY[lang])
            told.loc[at, "field"] = _POLICY.get(str(column), (str(column),) * 2)[lang == "en"]
            continue
        schema = states[0].staffing.schemas[str(table)]
        told.loc[at, "what"] = part["key"].map(lambda key, schema=schema: _spoken(key, _targets(schema), names))
        if column == "":
            told.loc[at, "field"] = _WHOLE[lang]
            continue
        described = schema.column(str(column))
        told.loc[at, "field"] = described.title(lang)
        words: Mapping[str, str] = names.get(described.ref, {}) if described.type == "id" else {}
        if described.type == "code":
            words = dict(vocabulary.label(described.ref, lang))
        if described.type == "flag":
            words = _FLAGS[lang]
        for name in values:
            spoken = part[name].map(lambda value, words=words: words.get(value, value), na_action="ignore")
            told.loc[at, name] = spoken.astype("str")
    return told


def _targets(schema: Schema) -> tuple[str, ...]:
    """The table whose thing each part of the key names: of its own, or the one that it refers to."""
    own = schema.key[0] if len(schema.key) == 1 else ""
    return tuple(schema.table if name == own else schema.column(name).ref for name in schema.key)


def _spoken(key: str, targets: Iterable[str], names: Mapping[str, Mapping[str, str]]) -> str:
    parts = key.split(" / ")
    targets = tuple(targets)
    if len(parts) != len(targets):
        return key
    return " / ".join(names.get(target, {}).get(part, part) for part, target in zip(parts, targets, strict=True))


def _names(states: Sequence[State]) -> dict[str, dict[str, str]]:
    """units, posts (title and unit) and employees by id."""
    found: dict[str, dict[str, str]] = {"units": {}, "posts": {}, "employees": {}}
    for state in states:
        staffing = state.staffing
        units = staffing.units.set_index("unit")["name"]
        titles = staffing.posts["title"] + (", " + staffing.posts["unit"].map(units)).fillna("")
        found["units"] |= dict(units)
        found["posts"] |= dict(zip(staffing.posts["post"], titles, strict=True))
        found["employees"] |= dict(zip(staffing.employees["nip"], staffing.employees["name"], strict=True))
    return found
