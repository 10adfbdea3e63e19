"""Posts and holders on the tree of units, drawn once; a later state draws again only what it changed."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.staffing import Staffing
from workbench.staffing.service import held_posts
from workbench.structure.numbered import Numbered, Whole


def met(one: pd.Index, other: pd.Index) -> Whole:
    """Row in `other` of each of `one`, -1 for none."""
    return np.arange(len(one)) if one is other else np.asarray(other.get_indexer(one), np.int64)


@dataclass(frozen=True, eq=False)
class Drawn:
    """`held`: as of `held_posts`. `tree`: of the units. `at`: row of the unit of each post, -1 for none."""

    staffing: Staffing
    held: pd.DataFrame
    tree: Numbered
    at: Whole

    @classmethod
    def of(cls, staffing: Staffing) -> "Drawn":
        tree = Numbered.of(staffing.units)
        return cls(staffing, held_posts(staffing), tree, tree.numbers(staffing.posts["unit"]))

    def then(self, staffing: Staffing) -> "Drawn":
        """Of a later staffing. A table is taken to be the same when it is the very same frame."""
        was = self.staffing
        held = self.held if staffing.assignments is was.assignments else held_posts(staffing)
        tree = self.tree if staffing.units is was.units else Numbered.of(staffing.units)
        same = tree is self.tree and staffing.posts is was.posts
        found = Drawn(staffing, held, tree, self.at if same else tree.numbers(staffing.posts["unit"]))
        for name, now in (("posts", staffing.posts["post"]), ("holders", held["nip"])):
            known = getattr(self, name)
            if len(known) == len(now) and bool(np.all(known.to_numpy(object) == now.to_numpy(object))):
                found.__dict__[name] = known  # the very same index, so that nobody looks up its ids again
        return found

    @cached_property
    def opd(self) -> NDArray[np.bool_]:
        """(units,) which units are regional offices."""
        group = self.staffing.schemas.vocabulary.group("unit_kind")
        return self.staffing.units["kind"].isin(group.index[group == "opd"]).to_numpy()

    @cached_property
    def office(self) -> NDArray[np.object_]:
        """(posts,) the office in which each post stands; empty text for none."""
        named = np.append(self.staffing.units["unit"].to_numpy(object), "")
        return named[np.append(self.tree.inherited(self.opd), -1)[self.at]]

    @cached_property
    def name(self) -> NDArray[np.object_]:
        """(posts,) what the unit of each post is called; empty text for none."""
        return np.append(self.staffing.units["name"].fillna("").to_numpy(object), "")[self.at]

    @cached_property
    def seat(self) -> Whole:
        """Row of the post of each holder, -1 for none."""
        return np.asarray(self.posts.get_indexer(pd.Index(self.held["post"])), np.int64)

    @cached_property
    def holders(self) -> pd.Index:
        """NIPs in the order of `held`."""
        return pd.Index(self.held["nip"])

    @cached_property
    def posts(self) -> pd.Index:
        """Ids of the posts."""
        return pd.Index(self.staffing.posts["post"])
