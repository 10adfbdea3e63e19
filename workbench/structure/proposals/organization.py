"""The organization as the optimiser sees it: units by number, what each would save and disturb, and what may not be."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.rulebook import Regulation
from workbench.scenario import State
from workbench.staffing import Staffing
from workbench.staffing.offices import office_of
from workbench.staffing.service import DEFINITIVE, held_posts
from workbench.staffing.tables import in_cycle
from workbench.structure.figures import of_posts
from workbench.structure.proposals.caps import Caps, Prices
from workbench.structure.proposals.kernels import Flag, Whole
from workbench.structure.proposals.lawful import secretariat_floor, section_ceiling

Text = NDArray[np.object_]

FREE, KEPT, OUTSIDE, KIND, LOCKED, LIMITED, DOUBLE = "", "kept", "outside", "kind", "locked", "limited", "double"
"""Why a unit may not end: asked to be kept, out of scope, of a kind that is left alone, somebody is locked on its head
post, a limit names it, or its head has a second definitive post (it would come to the fore, and no figure would hold).
"""


@dataclass(frozen=True, eq=False)
class Organization:
    """Arrays over the units, in the order of their ids.

    parent: (n,) number of the unit above, -1 at a root. office: (n,) of the OPD, -1 without. people: (n, families)
    holders of posts that head nothing; the last family is that of posts without a known one. has: (n, families) whether
    the unit has posts of it (never of the unknown one). heads: holders of head posts. saving: rupiah a month, the
    allowance of those. headed: whether there is a head post. tier, region: missing None. bar: why it may not end.
    takes: whether it may receive. counted: whether it is in scope. floor,
    ceiling: of its children, by law (`lawful`).
    """

    ids: Text
    parent: Whole
    kind: Text
    office: Whole
    tier: Text
    region: Text
    people: Whole
    has: Flag
    heads: Whole
    saving: Whole
    headed: Flag
    bar: Text
    takes: Flag
    counted: Flag
    floor: Whole
    ceiling: Whole
    prices: Prices

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def disturbed(self) -> Whole:
        """(n,) holders for whom something is another when the unit ends: as `structure.affected` counts them."""
        return self.people.sum(axis=1) + self.heads

    def familiar(self, gone: Whole, into: Whole) -> Whole:
        """(gone, into) holders of the first whose job family the second has."""
        return self.people[gone] @ self.has[into].T.astype(np.int64)

    def cost(self, gone: Whole, into: Whole) -> Whole:
        """(gone, into) rupiah a month of ending the first in the second: disturbance by price, less what is saved."""
        prices, known = self.prices, self.familiar(gone, into)
        strange = self.people[gone].sum(axis=1)[:, None] - known
        heads = prices.head * self.heads[gone] - self.saving[gone]
        return prices.person * strange + prices.familiar * known + heads[:, None]

    def barred(self, gone: Whole, into: Whole) -> Flag:
        """(gone, into) whether the first may not end in the second: it may not end, the second may not receive, a
        merged unit would lose its only head, heads are of other tiers, or both are known to sit elsewhere."""
        never = (self.bar[gone] != FREE)[:, None] | ~self.takes[into][None, :]
        headless = self.headed[gone][:, None] & ~self.headed[into][None, :]
        elsewhere = self.differ(self.region, gone, into) if self.prices.same_region else np.False_
        return never | headless | self.differ(self.tier, gone, into) | elsewhere

    def fits(self, unit: int, above: int) -> bool:
        """Whether the kind of one unit becomes a child of the other's."""
        return self.kind[above] in self.prices.under.get(str(self.kind[unit]), ())

    @staticmethod
    def differ(of: Text, gone: Whole, into: Whole) -> Flag:
        """Whether both are known and not the same; what is unknown bars nothing."""
        one, other = of[gone][:, None], of[into][None, :]
        known = (pd.notna(of[gone]))[:, None] & pd.notna(of[into])[None, :]
        return known & (one != other)


def organization(state: State, regulation: Regulation, caps: Caps, prices: Prices) -> Organization:
    """Raises ValueError for an id twice or a circle of parents (see `problems`)."""
    staffing, units = state.staffing, state.staffing.units
    ids = pd.Index(units["unit"])
    if not ids.is_unique or in_cycle(units).any():
        raise ValueError("units has an id twice or a circle: see problems(staffing)")
    posts = of_posts(staffing, regulation).assign(family=staffing.posts["family"], tier=staffing.posts["tier"])
    at = ids.get_indexer(pd.Index(posts["unit"]))
    posts = posts[at >= 0].assign(at=at[at >= 0])
    head = posts["head"].to_numpy()
    families = pd.Index(sorted(posts["family"].dropna().unique()))
    column = families.get_indexer(pd.Index(posts["family"])) % (len(families) + 1)
    people = np.zeros((len(ids), len(families) + 1), np.int64)
    has = np.zeros(people.shape, bool)
    np.add.at(people, (posts["at"][~head], column[~head]), posts["held"][~head])
    has[posts["at"], column] = True
    has[:, -1] = False
    heads, saving = (_summed(posts[head], name, len(ids)) for name in ("held", "allowance"))
    headed = np.zeros(len(ids), bool)
    headed[posts["at"][head]] = True
    offices = pd.Index(units["unit"].map(office_of(staffing)))
    scope = np.isin(offices.to_numpy(object), caps.offices) if caps.offices else np.ones(len(ids), bool)
    kept = np.isin(ids.to_numpy(object), list(caps.keep))
    parent = ids.get_indexer(pd.Index(units["parent"])).astype(np.int64)
    return Organization(
        ids=ids.to_numpy(object),
        parent=parent,
        kind=units["kind"].to_numpy(object),
        office=ids.get_indexer(offices).astype(np.int64),
        tier=posts[head].drop_duplicates("at").set_index("at")["tier"].reindex(range(len(ids))).to_numpy(object),
        region=units["region"].to_numpy(object),
        people=people,
        has=has,
        heads=heads,
        saving=saving,
        headed=headed,
        bar=_bars(state, posts, ids, kept, scope, prices),
        takes=scope & ~kept,
        counted=scope,
        floor=secretariat_floor(units, parent, regulation),
        ceiling=section_ceiling(units, parent, regulation),
        prices=prices,
    )


def _summed(posts: pd.DataFrame, name: str, units: int) -> Whole:
    return np.bincount(posts["at"], posts[name], units).astype(np.int64)


def _bars(state: State, posts: pd.DataFrame, ids: pd.Index, kept: Flag, scope: Flag, prices: Prices) -> Text:
    staffing, policy = state.staffing, state.policy
    heads = posts.loc[posts["head"], ["post", "unit"]]
    locked = heads.loc[heads["post"].isin([post for _, post in policy.locks]), "unit"]
    limited = {getattr(limit, "unit", None) for limit in policy.limits}
    group = staffing.units["kind"].map(staffing.schemas.vocabulary.group("unit_kind"))
    left_alone = ~staffing.units["kind"].isin(prices.kinds) | (group == "opd") | staffing.units["parent"].isna()
    reasons = {
        KEPT: kept,
        OUTSIDE: ~scope,
        KIND: left_alone.to_numpy(bool),
        LOCKED: ids.isin(locked),
        LIMITED: ids.isin(list(limited)),
        DOUBLE: ids.isin(heads.loc[heads["post"].isin(_doubly_held(staffing)), "unit"]),
    }
    return np.select(list(reasons.values()), list(reasons), FREE).astype(object)


def _doubly_held(staffing: Staffing) -> pd.Series:
    """Posts whose holder has another definitive post beside."""
    definitive = staffing.assignments[staffing.assignments["kind"] == DEFINITIVE]
    twice = definitive.loc[definitive.duplicated("nip", keep=False), "nip"]
    held = held_posts(staffing)
    return held.loc[held["nip"].isin(twice), "post"]


def depths(parent: Whole) -> Whole:
    """(n,) units above each, of a tree without circles."""
    depth, up = np.zeros(len(parent), np.int64), parent
    while (up >= 0).any():
        depth = depth + (up >= 0)
        up = np.where(up >= 0, parent[up], -1)
    return depth
