"""The proof that a plan is best, and its check, which uses no solver."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from workbench.placement.engine.assign import Assignment


@dataclass(frozen=True, eq=False)
class Potentials:
    """The proof of a plan: `person` (surplus by nip) and `seat` (price by post).

    A pair weighs `critical * (critical seat) + merit * (score + stay) - move * (moves)`. If surplus + price is at least
    the weight of every pair, and no surplus (but of those who must be placed) and no price is negative, then no plan
    weighs more than sum(surplus) + sum(capacity * price).
    """

    person: pd.Series
    seat: pd.Series
    critical: int
    merit: int
    move: int


@dataclass(frozen=True, eq=False)
class Offer:
    """The tables as given: one row per pair (nip, post, score, merit, move, critical), capacity and weight by post."""

    pairs: pd.DataFrame
    seats: pd.DataFrame

    @classmethod
    def of(cls, pairs: pd.DataFrame, seats: pd.DataFrame) -> "Offer":
        stay = pairs["stay"].fillna(0).astype("int64") if "stay" in pairs else pd.Series(0, index=pairs.index)
        holds = pairs["holds"].astype(bool) if "holds" in pairs else stay > 0
        by_post = (
            seats.assign(post=seats["post"].astype("str")).set_index("post")[["capacity", "weight"]].astype("int64")
        )
        post, score = pairs["post"].astype("str"), pairs["score"].astype("int64")
        rows = {
            "nip": pairs["nip"].astype("str"),
            "post": post,
            "score": score,
            "merit": score + stay,
            "move": (~holds).astype("int64"),
            "critical": post.map(by_post["weight"]).astype("int64"),
        }
        return cls(pd.DataFrame(rows), by_post)

    @property
    def room(self) -> pd.Series:
        """Seats of each post that can be used at all."""
        candidates = self.pairs["post"].value_counts()
        return candidates.clip(upper=self.seats["capacity"].reindex(candidates.index))

    @property
    def most_merit(self) -> int:
        best = self.pairs["merit"].groupby(self.pairs["post"]).max()
        return int(min(self.pairs["merit"].groupby(self.pairs["nip"]).max().sum(), (best * self.room).sum()))

    @property
    def most_moves(self) -> int:
        return int(min(self.pairs["nip"].nunique(), self.room.sum()))


def faults(plan: "Assignment", pairs: pd.DataFrame, seats: pd.DataFrame) -> Iterator[str]:
    """Each statement of a plan and its proof that does not hold, worked out from the tables alone."""
    offer = Offer.of(pairs, seats)
    yield from unlawful(plan, offer)
    if plan.worth <= offer.most_merit:
        yield "a critical seat does not outweigh all merit"
    most = yield from _bound(plan.potentials, plan, offer)
    if plan.potentials.critical != plan.worth * plan.potentials.merit:
        yield "the potentials weigh a critical seat differently from the plan"
    yield from _not_best(plan, most, offer)


def unlawful(plan: "Assignment", offer: Offer) -> Iterator[str]:
    chosen = plan.table.merge(
        offer.pairs, on=["nip", "post"], how="left", validate="one_to_one", suffixes=("", "_offered")
    )
    if not chosen["score"].eq(chosen["score_offered"]).all():
        yield "a chosen pair is not among the pairs, or has another score there"
    if chosen["nip"].duplicated().any():
        yield "someone holds two seats"
    used = chosen["post"].value_counts()
    if (used > offer.seats["capacity"].reindex(used.index)).any():
        yield "a post has more holders than seats"
    if not set(plan.must) <= set(chosen["nip"]):
        yield "someone who must be placed is not"
    found = tuple(int(chosen[column].sum()) for column in ("merit", "critical", "move"))
    if (plan.total, plan.critical, plan.moves) != found:
        yield "total, critical or moves are not those of the table"


def _bound(proof: Potentials, plan: "Assignment", offer: Offer) -> Generator[str, None, int]:
    """Faults of one proof; returns what it says that no plan weighs more than."""
    pairs, surplus, price = offer.pairs, proof.person, proof.seat
    if (surplus[~surplus.index.isin(plan.must)] < 0).any() or (price < 0).any() or proof.merit < 0 or proof.move < 0:
        yield "a surplus, a price or a level is negative"
    weight = pairs["critical"] * proof.critical + pairs["merit"] * proof.merit - pairs["move"] * proof.move
    if (pairs["nip"].map(surplus).astype("int64") + pairs["post"].map(price).astype("int64") < weight).any():
        yield "a pair is worth more than the surplus of its person and the price of its seat"
    priced = price[price > 0]
    capacity = offer.seats["capacity"].reindex(priced.index)
    return int(surplus.sum()) + sum(int(p) * int(c) for p, c in zip(priced, capacity, strict=True))


def _not_best(plan: "Assignment", most: int, offer: Offer) -> Iterator[str]:
    proof = plan.potentials
    if proof.merit <= offer.most_moves * proof.move:
        yield "a point of merit does not outweigh all moves"
    if most != proof.critical * plan.critical + proof.merit * plan.total - proof.move * plan.moves:
        yield "the plan does not reach its bound"
