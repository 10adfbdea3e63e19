"""Where a problem comes from and how much rests on it: the source office, and the decisions that it touches.

*Decisions* are counted simply, so that a person can check them: the pairs of a person and an in-scope post of one and
the same office (perangkat daerah) that rest on the row. A problem about a person touches every in-scope post of the
office; one about an in-scope post touches everybody in the office; one about a unit, the in-scope posts and the people
below it; one about a whole file, all pairs. Never less than one. The scope is that of the agency's policy (its tiers).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.io.importers.combine import Combined
from workbench.io.importers.pieces import Piece
from workbench.staffing import Vocabulary


@dataclass(frozen=True, eq=False)
class Bearing:
    """`office`: name by unit. `unit_of`: unit by nip and by post. Counts by office: `posts` in scope and `people`;
    `below`: in-scope posts and people below each unit."""

    office: pd.Series
    unit_of_person: pd.Series
    unit_of_post: pd.Series
    in_scope: frozenset[str]
    posts: pd.Series
    people: pd.Series
    below: pd.Series

    @classmethod
    def of(
        cls,
        tables: Mapping[str, Combined],
        postings: Collection[Piece],
        vocabulary: Vocabulary,
        scope: Collection[str],
    ) -> "Bearing":
        units = _columns(tables, "units", ("unit", "name", "parent", "kind"))
        posts = _columns(tables, "posts", ("post", "unit", "tier"))
        office = offices(units, vocabulary)
        unit_of_post = _lookup(posts, "post", "unit")
        known = [piece.frame.reindex(columns=["nip", "unit"]) for piece in postings]
        held = _columns(tables, "assignments", ("nip", "post", "kind"))
        held = held.assign(unit=held["post"].map(unit_of_post).astype("str"))
        unit_of_person = _lookup(pd.concat([*known, held[["nip", "unit"]]], ignore_index=True), "nip", "unit")
        inside = posts[posts["tier"].isin(list(scope))]
        scoped = inside["unit"].map(office).astype("str").value_counts()
        people = unit_of_person.map(office).astype("str").value_counts()
        return cls(
            office,
            unit_of_person,
            unit_of_post,
            frozenset(inside["post"]),
            scoped,
            people,
            _below(units, inside["unit"], unit_of_person),
        )

    def place(self, problems: pd.DataFrame) -> pd.DataFrame:
        """`problems` with `office` and `decisions`."""
        # The person's own unit first: a row of the career names a unit of long ago.
        unit = problems["nip"].map(self.unit_of_person).astype("str")
        unit = unit.fillna(problems["post"].map(self.unit_of_post).astype("str"))
        unit = unit.fillna(problems["unit"].where(problems["unit"].ne("")))
        office = unit.map(self.office).astype("str")
        posts = office.map(self.posts).fillna(0).astype("int64")
        people = office.map(self.people).fillna(0).astype("int64")
        is_person = problems["nip"].ne("") | problems["table"].eq("employees")
        is_post = ~is_person & problems["post"].isin(list(self.in_scope))
        is_unit = problems["table"].eq("units") & problems["unit"].ne("")
        is_file = problems["row"].isna() & problems["key"].eq("")
        below = problems["unit"].map(self.below).fillna(0).astype("int64")
        counted = np.select([is_unit, is_person, is_post, is_file], [below, posts, people, self._pairs], default=1)
        return problems.assign(office=office.fillna(""), decisions=np.maximum(counted, 1))

    @property
    def _pairs(self) -> int:
        return int((self.posts * self.people).fillna(0).sum())


def _columns(tables: Mapping[str, Combined], name: str, wanted: tuple[str, ...]) -> pd.DataFrame:
    if name not in tables:
        return pd.DataFrame({column: pd.Series(dtype="str") for column in wanted})
    return pd.DataFrame({column: tables[name].column(column) for column in wanted}).reset_index(drop=True)


def _lookup(table: pd.DataFrame, key: str, value: str) -> pd.Series:
    return table.dropna(subset=[key, value]).drop_duplicates(key).set_index(key)[value].astype("str")


def offices(units: pd.DataFrame, vocabulary: Vocabulary) -> pd.Series:
    """unit -> name of its office: the nearest unit at or above it that is one (its kind says so), else the one just
    below the root, else the root."""
    index = pd.Index(units["unit"])
    if not len(index) or not index.is_unique:
        return pd.Series(dtype="str")
    n = len(index)
    up = np.append(np.where(units["parent"].isna(), n, index.get_indexer(pd.Index(units["parent"]))), n)
    up[up < 0] = n
    kinds = vocabulary.group("unit_kind")
    is_office = np.append(units["kind"].map(kinds).eq("opd").to_numpy(bool), False)
    at = np.arange(n)
    found = np.full(n, -1)
    for _ in range(n.bit_length() * 8 + 8):  # far deeper than any administration; a circle ends here too
        here = (found < 0) & is_office[at]
        found[here] = at[here]
        grand = up[up[at]]
        if (grand == n).all():
            break
        at = np.where(grand == n, at, up[at])
    here = (found < 0) & is_office[at]
    found[here] = at[here]
    found = np.where(found < 0, at, found)  # the child of the root that leads there, or the root itself
    return pd.Series(units["name"].to_numpy(object)[found], index=index, dtype="str")


def _below(units: pd.DataFrame, posts: pd.Series, people: pd.Series) -> pd.Series:
    """In-scope posts plus people in each unit and below it."""
    index = pd.Index(units["unit"])
    if not len(index) or not index.is_unique:
        return pd.Series(dtype="int64")
    n = len(index)
    up = np.append(np.where(units["parent"].isna(), n, index.get_indexer(pd.Index(units["parent"]))), n)
    up[up < 0] = n
    own = np.zeros(n + 1, dtype=np.int64)
    for held in (posts, people):
        at = index.get_indexer(pd.Index(held))
        np.add.at(own, at[at >= 0], 1)
    total, moving = own.copy(), own.copy()
    for _ in range(n.bit_length() * 8 + 8):
        moving[n] = 0
        if not moving.any():
            break
        passed = np.zeros_like(moving)
        np.add.at(passed, up, moving)
        moving = passed
        moving[n] = 0
        total += moving
    return pd.Series(total[:n], index=index)
