"""Posts and holders on the tree of units, drawn once; a later state draws again only what it changed."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.staffing import Staffing
from workbench.staffing.columns import differing, same
from workbench.staffing.service import held_posts
from workbench.structure.numbered import Numbered, Whole
from workbench.structure.stirred import NOTHING, Stirred


def met(one: pd.Index, other: pd.Index) -> Whole:
    """Row in `other` of each of `one`, -1 for none."""
    return np.arange(len(one)) if one is other else np.asarray(other.get_indexer(one), np.int64)


@dataclass(frozen=True, eq=False)
class Drawn:
    """`held`: as of `held_posts`. `tree`: of the units. `posts`: their ids. `at`: row of the unit of each post, -1 for
    none. `first`: what was drawn before any step, None for that itself; `since`: what differs from it, or once did."""

    staffing: Staffing
    held: pd.DataFrame
    tree: Numbered
    posts: pd.Index
    at: Whole
    first: "Drawn | None" = None
    since: Stirred = NOTHING

    @classmethod
    def of(cls, staffing: Staffing) -> "Drawn":
        tree = Numbered.of(staffing.units, staffing.index("units"))
        return cls(staffing, held_posts(staffing), tree, staffing.index("posts"), tree.numbers(staffing.posts["unit"]))

    def then(self, staffing: Staffing) -> "Drawn":
        """Of a later staffing. A table is taken to be the same when it is the very same frame."""
        was = self.staffing
        held = self.held if staffing.assignments is was.assignments else held_posts(staffing)
        names, posts = (
            known if same(getattr(was, table)[key], getattr(staffing, table)[key]) else staffing.index(table)
            for table, key, known in (("units", "unit", self.tree.names), ("posts", "post", self.posts))
        )
        tree = self.tree.then(staffing.units, names)
        since = self.since | Stirred.between(was, staffing)
        found = Drawn(staffing, held, tree, posts, self._at(tree, posts, staffing), self.first or self, since)
        kinds = same(was.units["kind"], staffing.units["kind"])
        still = {
            "opd": kinds and names is self.tree.names,
            "office": kinds and tree is self.tree,
            "seat": held is self.held and posts is self.posts,
            "holders": held is self.held,
        }
        found.__dict__.update({name: self.__dict__[name] for name in still if still[name] and name in self.__dict__})
        return found

    def differs(self, before: "Drawn") -> Stirred:
        """Whatever may differ from what was drawn before; the rest does not."""
        return self.since if self.first is before else Stirred.between(before.staffing, self.staffing)

    def _at(self, tree: Numbered, posts: pd.Index, staffing: Staffing) -> Whole:
        was, now = self.staffing.posts["unit"], staffing.posts["unit"]
        if tree.names is not self.tree.names or posts is not self.posts:
            return tree.numbers(now)
        moved = np.flatnonzero(differing(was, now))
        if not len(moved):
            return self.at
        at = self.at.copy()
        at[moved] = tree.numbers(now.iloc[moved])
        return at

    @cached_property
    def opd(self) -> NDArray[np.bool_]:
        """(units,) which units are regional offices."""
        group = self.staffing.schemas.vocabulary.group("unit_kind")
        return self.staffing.units["kind"].isin(group.index[group == "opd"]).to_numpy()

    @cached_property
    def office(self) -> NDArray[np.object_]:
        """(units,) the office in which each unit stands, itself where it is one; None for none."""
        named = np.concatenate([self.tree.names.to_numpy(object), np.array([None], object)])
        return named[self.tree.inherited(self.opd)]

    @cached_property
    def seat(self) -> Whole:
        """Row of the post of each holder, -1 for none."""
        return np.asarray(self.posts.get_indexer(pd.Index(self.held["post"])), np.int64)

    @cached_property
    def holders(self) -> pd.Index:
        """NIPs in the order of `held`."""
        return pd.Index(self.held["nip"])

    def told(self, rows: Whole) -> dict[str, NDArray[np.object_]]:
        """title, tier, unit, name (of the unit), office of these posts; None for a missing one."""
        at, (posts, units) = self.at[rows], (self.staffing.posts, self.staffing.units)
        found = {name: posts[name].array.take(rows) for name in ("title", "tier", "unit")}
        found["name"] = units["name"].array.take(at, allow_fill=True)
        found |= {name: np.where(values.isna(), None, values.to_numpy(object)) for name, values in found.items()}
        return found | {"office": np.concatenate([self.office, np.array([None], object)])[at]}
