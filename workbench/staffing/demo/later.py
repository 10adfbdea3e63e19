"""The next half-year's data: what changes in six months, and four ways in which the new ids cannot be trusted."""

from itertools import pairwise
from typing import Literal, get_args

import numpy as np
import pandas as pd

from workbench.staffing.demo.draw import generator
from workbench.staffing.service import DEFINITIVE
from workbench.staffing.tables import Staffing

How = Literal["normal", "rekeyed", "reused", "cased", "incomplete"]
"""normal: people retire, rise and move. rekeyed: every post and unit has a new id. reused: old ids of posts name other
posts. cased: ids differ in letter case only. incomplete: a third of the posts is missing, as after a cut upload."""

GONE = 1 / 80
RISEN = 1 / 20
MISSING = 1 / 3


def next_half_year(staffing: Staffing, how: How = "normal", seed: int = 0) -> Staffing:
    """The staffing half a year later. All but `normal` change nothing else than what their name says."""
    if how not in get_args(How):
        raise ValueError(f"no such half-year: {how!r}; there are {', '.join(get_args(How))}")
    rng = generator(seed, f"half-year {how}")
    day = (pd.Timestamp(staffing.as_of) + pd.DateOffset(months=6)).date()
    tables = dict(staffing.tables())
    if how == "normal":
        tables |= _half_year(tables, pd.Timestamp(day), rng)
    elif how == "rekeyed":
        unit = {old: f"N{k:06d}" for k, old in enumerate(rng.permutation(tables["units"]["unit"].to_numpy(object)))}
        post = {old: f"P{k:06d}" for k, old in enumerate(rng.permutation(tables["posts"]["post"].to_numpy(object)))}
        tables = _renamed(_renamed(tables, "unit", unit), "post", post)
    elif how == "reused":
        ids = tables["posts"]["post"].to_numpy(object)
        tables = _renamed(tables, "post", dict(zip(ids, np.roll(ids, len(ids) // 3), strict=True)))
    elif how == "cased":
        for table, column in (("units", "unit"), ("posts", "post")):
            tables = _renamed(tables, column, {old: old.lower() for old in tables[table][column]})
    else:
        kept = tables["posts"]["post"][rng.random(len(tables["posts"])) >= MISSING]
        for name in ("posts", "post_competencies", "assignments", "preferences"):
            tables[name] = tables[name][tables[name]["post"].isin(kept)]
    return Staffing.of(day, tables, staffing.schemas)


def _renamed(tables: dict[str, pd.DataFrame], column: str, names: dict[str, str]) -> dict[str, pd.DataFrame]:
    """Ids changed wherever the tables hold them; an id that is not among them stays."""
    changed = {}
    for name, table in tables.items():
        holding = [c for c in (column, "parent" if column == "unit" else "") if c in table]
        changed[name] = table.assign(**{c: table[c].map(names).fillna(table[c]) for c in holding})
    return changed


def _half_year(tables: dict[str, pd.DataFrame], day: pd.Timestamp, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """The oldest leave, some rise in rank, some of those below move into structural posts that stand empty."""
    people, held, posts = tables["employees"], tables["assignments"], tables["posts"]
    oldest = people["birth_date"].sort_values(kind="stable").index[: max(1, round(GONE * len(people)))]
    gone = set(people.loc[oldest, "nip"])
    changed = {
        name: table[~table["nip"].isin(gone) & (~table["other"].isin(gone) if "other" in table else True)]
        for name, table in tables.items()
        if "nip" in table
    }
    stay = changed["employees"].reset_index(drop=True)
    order = ["II/a", "II/b", "II/c", "II/d", "III/a", "III/b", "III/c", "III/d"]
    up = dict(pairwise(order))
    risen = (rng.random(len(stay)) < RISEN) & stay["golongan"].isin(list(up))
    month = day.normalize().replace(day=1)
    changed["employees"] = stay.assign(
        golongan=stay["golongan"].where(~risen, stay["golongan"].map(up)),
        golongan_since=stay["golongan_since"].where(~risen, month),
    )
    held = changed["assignments"]
    definitive = held[held["kind"] == DEFINITIVE]
    empty = posts.loc[(posts["tier"] == "pengawas") & ~posts["post"].isin(definitive["post"]), "post"]
    below = definitive.merge(posts[["post", "tier", "family"]], on="post")
    movers = below[below["tier"] == "pelaksana"].head(max(1, len(empty) // 2))
    seats = empty.head(len(movers)).to_numpy(object)
    movers = movers.head(len(seats))
    rows = held["nip"].isin(movers["nip"]) & (held["kind"] == DEFINITIVE)
    rest = held[~rows & ~(held["post"].isin(seats))]
    placed = pd.DataFrame({"nip": movers["nip"].to_numpy(), "post": seats, "since": month, "kind": DEFINITIVE})
    past = pd.DataFrame(
        {"nip": movers["nip"].to_numpy(), "since": movers["since"].to_numpy(), "until": month, "tier": "pelaksana"}
    ).assign(family=movers["family"].to_numpy())
    changed["assignments"] = pd.concat([rest, placed], ignore_index=True)
    changed["career"] = pd.concat([changed["career"], past.dropna(subset=["since"])], ignore_index=True)
    units = tables["units"]
    renamed = units.index == units.index[units["kind"] == "division"][0]
    changed["units"] = units.assign(name=units["name"].where(~renamed, units["name"] + " dan Layanan"))
    return changed
