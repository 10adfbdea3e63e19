"""The proof of a plan within limits, and its check, which uses no solver and nothing of the search."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.placement.engine.limits.rounding import ROUNDED
from workbench.placement.engine.proof import Offer, Potentials, unlawful

if TYPE_CHECKING:
    from workbench.placement.engine.limits.within import Within


@dataclass(frozen=True, eq=False)
class Evidence:
    """Prices that bound all plans within limits: `potentials` by person and seat, `limits` by name of the row, >= 0.

    A pair weighs `critical * (critical seat) + merit * (score + stay)` less amount * price of each limit. If surplus +
    price is at least the weight of every pair, and no surplus (but of those who must be placed) and no price is
    negative, then no plan within the limits weighs more (its limits left out) than sum(surplus) + sum(capacity * price)
    + sum(most * price of the limit).
    """

    potentials: Potentials
    limits: pd.Series


def faults(plan: "Within", pairs: pd.DataFrame, seats: pd.DataFrame) -> Iterator[str]:
    """Each statement of a plan within limits and its proof that does not hold, from tables and rows alone."""
    ordered = pairs.assign(nip=pairs["nip"].astype("str"), post=pairs["post"].astype("str"))
    ordered = ordered.sort_values(["nip", "post"], ignore_index=True)
    offer = Offer.of(ordered, seats)
    if plan.rows.matrix.shape[1] != len(ordered):
        yield "the limits are not over these pairs"
        return
    yield from unlawful(plan, offer)
    taken = pd.MultiIndex.from_frame(offer.pairs[["nip", "post"]]).isin(
        pd.MultiIndex.from_frame(plan.table[["nip", "post"]].astype("str"))
    )
    if (plan.rows.matrix @ taken.astype("int64") > plan.rows.most).any():
        yield "the plan breaks a limit"
    yield from _implied(plan, offer)
    if plan.worth <= offer.most_merit:
        yield "a critical seat does not outweigh all merit"
    critical_most = 0
    if plan.critical_evidence is not None:
        most = yield from _bound(plan.critical_evidence, plan, offer)
        critical_most = most // plan.critical_evidence.potentials.critical
    elif offer.pairs["critical"].any():
        yield "nothing says how many critical seats can be filled"
    merit = plan.evidence.potentials
    most = yield from _bound(plan.evidence, plan, offer)
    ceiling = critical_most * plan.worth + plan.worth - 1
    if critical_most == plan.critical:
        ceiling = plan.critical * plan.worth + (most - merit.critical * plan.critical) // merit.merit
    if not plan.value <= plan.bound <= ceiling:
        yield "the bound is not between the plan and what its prices prove"


def _implied(plan: "Within", offer: Offer) -> Iterator[str]:
    """Each row that the proof counts beyond the limits must hold for every number of whole people that keeps one."""
    given = dict(zip(plan.rows.names, range(len(plan.rows)), strict=True))
    post = offer.pairs["post"].to_numpy()
    room = pd.Series(post).value_counts().clip(upper=offer.seats["capacity"].reindex(pd.unique(post)))
    for row, name in enumerate(plan.counted.names):
        own, own_most = plan.counted.matrix[[row]].toarray().ravel(), int(plan.counted.most[row])
        source = given.get(name.removesuffix(ROUNDED))
        if source is None:
            yield "a row of the proof does not follow from a limit"
            continue
        amount, most = plan.rows.matrix[[source]].toarray().ravel(), int(plan.rows.most[source])
        if (amount == own).all() and most == own_most:
            continue
        first, second = amount > 0, amount < 0
        one, other = np.unique(own[first]), np.unique(own[second])
        high, low = np.unique(amount[first]), np.unique(amount[second])
        if own[amount == 0].any() or not len(one) == len(other) == len(high) == len(low) == 1:
            yield "a row of the proof does not follow from a limit"
            continue
        # All of n people, of whom w of the second sort: the row is linear in w, so its two ends say all.
        n = np.arange(int(room[np.unique(post[first | second])].sum()) + 1)
        fewest = np.maximum(-((most - high[0] * n) // (high[0] - low[0])), 0)
        for w in (np.minimum(fewest, n), n):
            if (((n - w) * one[0] + w * other[0] > own_most) & (fewest <= n)).any():
                yield "a row of the proof does not follow from a limit"
                break


def _bound(evidence: Evidence, plan: "Within", offer: Offer) -> Generator[str, None, int]:
    """Faults of one proof; returns what it says that no plan within the limits weighs more than."""
    pairs, rows = offer.pairs, plan.counted
    proof, limit = evidence.potentials, evidence.limits.reindex(list(rows.names))
    surplus, price = proof.person, proof.seat
    if limit.isna().any() or (limit < 0).any():
        yield "a limit has no price, or one below zero"
        limit = limit.fillna(0).clip(lower=0)
    free = ~surplus.index.isin(plan.must)
    if (surplus[free] < 0).any() or (price < 0).any() or proof.merit < 0 or proof.critical < 0:
        yield "a surplus, a price or a level is negative"
    amounts = limit.to_numpy("int64")
    weight = pairs["critical"] * proof.critical + pairs["merit"] * proof.merit - rows.matrix.T @ amounts
    if (pairs["nip"].map(surplus).astype("int64") + pairs["post"].map(price).astype("int64") < weight).any():
        yield "a pair is worth more than the surplus of its person and the price of its seat"
    priced = price[price > 0]
    capacity = offer.seats["capacity"].reindex(priced.index)
    seats = sum(int(p) * int(c) for p, c in zip(priced, capacity, strict=True))
    return int(surplus.sum()) + seats + sum(int(p) * int(m) for p, m in zip(amounts, rows.most, strict=True))
