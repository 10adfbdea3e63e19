"""Which units, posts and seats differ between two versions of a staffing, by their ids: so that a comparison looks at
those alone."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.staffing import Staffing
from workbench.staffing.columns import differing, same


@dataclass(frozen=True)
class Stirred:
    """`units`, `posts`: those that are new, gone or have another value. `seats`: nip and post of each assignment that
    is new or gone."""

    units: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    seats: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def between(cls, one: Staffing, other: Staffing) -> "Stirred":
        units, posts = (_rows(one, other, table) for table in ("units", "posts"))
        return cls(units, posts, _seats(one.assignments, other.assignments))

    def __or__(self, other: "Stirred") -> "Stirred":
        return Stirred(self.units | other.units, self.posts | other.posts, self.seats | other.seats)


NOTHING = Stirred()


def _rows(one: Staffing, other: Staffing, table: str) -> frozenset[str]:
    was, now = getattr(one, table), getattr(other, table)
    if was is now:
        return frozenset()
    (key,) = one.schemas[table].key
    if same(was[key], now[key]):
        differs = np.zeros(len(was), bool)
        for column in was.columns:
            differs |= differing(was[column], now[column])
        return frozenset(was[key][differs].dropna())
    row = np.asarray(other.index(table).get_indexer(one.index(table)), np.int64)
    here = np.flatnonzero(row >= 0)
    there, differs = row[here], np.zeros(len(here), bool)
    for column in was.columns:
        differs |= differing(was[column].take(here), now[column].take(there))
    alone = np.ones(len(now), bool)
    alone[there] = False
    found = (was[key].iloc[here[differs]], was[key][row < 0], now[key][alone])
    return frozenset(pd.concat(found).dropna())


def _seats(was: pd.DataFrame, now: pd.DataFrame) -> frozenset[tuple[str, str]]:
    if was is now or (same(was["nip"], now["nip"]) and same(was["post"], now["post"])):
        return frozenset()
    one, other = (set(zip(table["nip"], table["post"], strict=True)) for table in (was, now))
    return frozenset(one ^ other)
