"""Whether everyone who claims a seat can have one, and if not, who must compete with whom."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import (
    breadth_first_order,
    connected_components,
    maximum_bipartite_matching,
    min_weight_full_bipartite_matching,
)

from workbench.structure.duties import WHOLE


@dataclass(frozen=True, eq=False)
class Settled:
    """`seated`: nip, post, share: who gets a seat without contest. `pools`: nip, post (claimed most), share, rivals
    (who claim the same seats, oneself included), seats (for all of them)."""

    seated: pd.DataFrame
    pools: pd.DataFrame

    @property
    def people(self) -> pd.Series:
        """NIPs of everyone it decides."""
        return pd.concat([self.seated["nip"], self.pools["nip"]])

    def joined(self, other: "Settled") -> "Settled":
        """Both, of different people."""
        return Settled(
            pd.concat([self.seated, other.seated], ignore_index=True),
            pd.concat([self.pools, other.pools], ignore_index=True),
        )


def settle(claims: pd.DataFrame, seats: "Mapping[str, int] | pd.Series[int]") -> Settled:
    """`claims`: nip, post, share (per mille), each pair once. Those who compete are all, and only, those for whom some
    seating of the most people leaves out them or one they could trade with; so nobody competes who need not.

    They are the overfull part of the claims (Dulmage and Mendelsohn 1958), which is the same for every such seating.
    Among the seats of the others the greatest sum of shares decides, then the order of the ids.
    """
    claims = claims.sort_values(["nip", "post"], ignore_index=True)
    person, nips = pd.factorize(claims["nip"])
    post, posts = pd.factorize(claims["post"], sort=True)
    room = np.array([seats[name] for name in posts], dtype=np.int64)
    # More seats than claimants change nothing.
    width = np.minimum(room, np.bincount(post, minlength=len(posts)))
    first = np.cumsum(width) - width
    edge = np.repeat(np.arange(len(claims)), width[post])
    rank = np.arange(len(edge)) - np.repeat(np.cumsum(width[post]) - width[post], width[post])
    who, seat = person[edge], first[post[edge]] + rank
    graph = csr_matrix((np.ones(len(edge)), (who, seat)), shape=(len(nips), int(width.sum())))
    overfull = _overfull(graph)
    competes = overfull[person]
    calm = claims[~competes].assign(row=person[~competes], at=post[~competes])
    return Settled(
        _seated(calm, graph, overfull, np.repeat(np.arange(len(posts)), width)),
        _pools(claims[competes], person[competes], post[competes], room),
    )


def _overfull(graph: csr_matrix) -> NDArray[np.bool_]:
    """(people,) who is reached by alternating steps (claim, then holder of that seat) from whoever is left out."""
    people, seats = graph.shape
    if not people:
        return np.zeros(0, bool)
    match = maximum_bipartite_matching(graph, perm_type="column") if seats else np.full(people, -1)
    out, has = np.flatnonzero(match < 0), np.flatnonzero(match >= 0)
    if not len(out):
        return np.zeros(people, bool)
    claim, source = graph.tocoo(), people + seats
    tail = np.concatenate([claim.row, people + match[has], np.full(len(out), source)])
    head = np.concatenate([people + claim.col, has, out])
    walk = coo_matrix((np.ones(len(tail)), (tail, head)), shape=(source + 1, source + 1)).tocsr()
    reached = breadth_first_order(walk, source, return_predecessors=False)
    found = np.zeros(source + 1, bool)
    found[reached] = True
    return found[:people]


def _seated(
    claims: pd.DataFrame, graph: csr_matrix, overfull: NDArray[np.bool_], post: NDArray[np.int64]
) -> pd.DataFrame:
    """`claims` of the others (with row and at, their numbers) that come true. `post`: number by seat."""
    columns, rows = ["nip", "post", "share"], np.flatnonzero(~overfull)
    if not len(rows):
        return claims[columns]
    # A seat that the competing may get is none for the others.
    open_ = np.flatnonzero(~np.isin(np.arange(graph.shape[1]), graph[np.flatnonzero(overfull)].indices))
    part = graph[rows][:, open_].tocoo()
    wish = claims.set_index(["row", "at"])["share"]
    share = wish.reindex(pd.MultiIndex.from_arrays([rows[part.row], post[open_[part.col]]])).to_numpy()
    cost = coo_matrix((WHOLE + 1 - share, (part.row, part.col)), shape=part.shape).tocsr()
    at, column = min_weight_full_bipartite_matching(cost)
    got = pd.MultiIndex.from_arrays([rows[at], post[open_[column]]])
    return claims.loc[wish.index.isin(got), columns].reset_index(drop=True)


def _pools(
    claims: pd.DataFrame, person: NDArray[np.int64], post: NDArray[np.int64], room: NDArray[np.int64]
) -> pd.DataFrame:
    """Of those who compete: what each claims most, and the size of the contest. Numbers are by row of `claims`."""
    if claims.empty:
        return claims[["nip", "post", "share"]].assign(rivals=0, seats=0)
    size = int(person.max()) + 1
    graph = coo_matrix((np.ones(len(claims)), (person, size + post)), shape=(size + len(room),) * 2)
    label = connected_components(graph, directed=False)[1]
    own = pd.DataFrame({"pool": label[person], "person": person, "post": post})
    rivals = own.groupby("pool")["person"].nunique()
    places = own.drop_duplicates(["pool", "post"])
    seats = pd.Series(room[places["post"]], index=places.index).groupby(places["pool"]).sum()
    pool = pd.Series(label[person], index=claims.index)
    found = claims.assign(rivals=pool.map(rivals), seats=pool.map(seats))
    best = found.sort_values(["nip", "share", "post"], ascending=[True, False, True]).drop_duplicates("nip")
    return best[["nip", "post", "share", "rivals", "seats"]].reset_index(drop=True)
