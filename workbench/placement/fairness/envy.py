"""Merit envy: who has the higher score for a post, may be proposed for it, and sees somebody else move there.

**Naive envy** is just that: `i` scores higher at post `p` than `j`, whom the plan moves there, `i` may be proposed for
`p`, and the plan leaves `i` on no higher level than `p`. The best plan has naive envy and must have it, since it
maximises the sum over all seats and not each seat by itself: `i` may be worth more elsewhere, the seat that `i` would
leave may lose more than `p` gains, `j` may open a seat that a third person fills well, and a move has a price.

**Justified envy** is naive envy that the plan's own objective sides with. Let the *exchange* of `i` for `j` be: `i`
takes the seat of `j`; `j` goes back home, and so does everyone who followed `j` up the chain, each to the seat that
the follower gives back, down to the end of the chain or to `i`, whichever comes first; all others stay where the plan
has them. Whoever had no seat before the plan, or would retire from it, is left without one, as before. Envy is
justified when the exchange is better than the plan: more critical seats filled, or as many and a greater sum of score
and stay, or both equal with fewer moves.

*Without overrides there is none.* The exchange is itself a lawful plan: (1) it uses only the pair (i, p), which may be
proposed, and home pairs, which every holder who moves has; (2) no seat is taken twice: `p` loses `j` and gains `i`, and
each of those who go home gets the seat that the follower left, the last one a seat that nobody took; (3) nobody who
held a post ends without one; (4) it moves no more people than before (`i` at most one more, `j` one less), so it keeps
a limit on moves. The plan is the best of all lawful plans on just these three levels, so no exchange beats it.

*With overrides, each case names at least one of them.* The proof breaks only where a step of it is not allowed: (i, p)
is forbidden, `i` is locked elsewhere, somebody who would go home is locked where the plan has them, or forbidden their
own seat. These are the *causes*. Under further limits of the scenario (`Policy.limits`) an exchange that breaks one is
no lawful plan: such envy is told as `limit`, and is not justified. What is left without a cause can only come from a
plan that is not proven best (its gap is above 0), and is told as `unproven`.

In a ring of moves (only where posts may be traded) nobody can go home while an outsider takes a seat of the ring: such
a pair has no exchange, and is told as `ring`.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.fairness.exchange import Chains, Exchanges, Seated
from workbench.placement.limits.limited import limits_of
from workbench.placement.plan import Plan

REASONS = (
    *("override", "unproven", "limit", "selection", "critical", "elsewhere", "stay", "chain", "price", "equal", "ring"),
)
"""Why somebody with the higher score was passed over.

override: the plan's own count sides with them, and a lock or a ban stands in the way (justified). unproven: it does,
and nothing stands in the way (justified; a plan with a gap). limit: it does, but the exchange breaks a limit of the
scenario. selection: the seat is for open selection, and a lock gave it away. critical: a critical seat would fall
empty. elsewhere: the plan placed them where they are worth more. stay: the seat they would leave loses more than this
one gains. chain: the chain that `j` opens is worth more. price: the gain does not cover the price of one more move.
equal: as good, so fewer moves or the fixed lot decides. ring: posts are traded in a ring, which lets nobody in. Of
several losses that add up, the greatest is told.
"""

JUSTIFIED = ("override", "unproven")


@dataclass(frozen=True, eq=False)
class Envy:
    """`pairs`, one row each naive envy: post, placed (nip), passed_over (nip), score_placed, score_passed_over,
    difference (of the two), leaves, chain, price (points that the exchange adds besides; below 0: loses), net (their
    sum with the difference), critical (critical seats it adds), moves, reason. `causes`: row (of `pairs`), kind (lock,
    forbid), nip, post: the overrides that each justified case comes from."""

    pairs: pd.DataFrame
    causes: pd.DataFrame

    @cached_property
    def justified(self) -> pd.DataFrame:
        """The pairs that the plan's own objective sides with, worst first."""
        rows = self.pairs[self.pairs["reason"].isin(JUSTIFIED)]
        return rows.sort_values(
            ["critical", "net", "post", "passed_over"], ascending=[False, False, True, True], kind="stable"
        )

    @cached_property
    def counts(self) -> pd.DataFrame:
        """reason, pairs, people (passed over), posts: all naive envy by why, every reason listed."""
        grouped = self.pairs.groupby("reason")
        table = pd.DataFrame(
            {
                "pairs": grouped.size(),
                "people": grouped["passed_over"].nunique(),
                "posts": grouped["post"].nunique(),
            }
        )
        return table.reindex(pd.Index(REASONS, name="reason"), fill_value=0).astype("int64").reset_index()

    @cached_property
    def overrides(self) -> pd.DataFrame:
        """kind, nip, post, pairs, people, net: what each override passes over, and the most that one exchange would
        win back; greatest first."""
        told = self.causes.join(self.pairs[["passed_over", "net"]], on="row", validate="m:1")
        table = told.groupby(["kind", "nip", "post"], as_index=False).agg(
            pairs=("row", "size"), people=("passed_over", "nunique"), net=("net", "max")
        )
        return table.sort_values(["net", "kind", "nip", "post"], ascending=[False, True, True, True], ignore_index=True)


def envy(plan: Plan) -> Envy:
    """Every naive envy of a plan, why it stands, and the overrides behind what is justified."""
    seated = Seated.of(plan)
    chains = Chains.of(seated)
    cases = _envious(seated, chains)
    person, post, placed = cases.person, cases.post, chains.person[cases.placed]
    now, at_home, goes_home = seated.seat[person], seated.at_home[person], seated.home[person] == post

    scores = seated.score(placed, post), seated.score(person, post)
    leaves = -seated.merit(person, now)
    back = seated.merit(chains.person, chains.home) - seated.merit(chains.person, chains.post)
    chain = cases.going_home(back) + scores[0]
    stays = cases.going_home(chains.home >= 0) + goes_home - at_home
    price = plan.policy.move_price * stays
    net = scores[1] - scores[0] + leaves + chain + price
    fills = seated.fills_critical
    critical = cases.going_home(fills(chains.home) - fills(chains.post)) + fills(post) - fills(now)
    moves = np.where(goes_home, 0, 1) - ((now >= 0) & ~at_home) - cases.going_home(np.ones(len(chains.person)))

    better = cases.possible & ((critical > 0) | ((critical == 0) & ((net > 0) | ((net == 0) & (moves < 0)))))
    selection = plan.ground.seats["selection"].to_numpy()[post]
    asks = np.flatnonzero(better & ~selection)
    limited = np.zeros(len(cases), dtype=bool)
    limited[asks] = _breaks_a_limit(seated, cases.where(asks))
    asks = asks[~limited[asks]]
    causes = _causes(seated, cases.where(asks))
    causes["row"] = asks[causes["row"]]
    caused = np.zeros(len(cases), dtype=bool)
    caused[causes["row"]] = True
    losses = np.stack([leaves, chain, price])
    told = {
        "selection": selection,
        "ring": ~cases.possible,
        "limit": limited,
        "override": better & caused,
        "unproven": better,
        "critical": critical < 0,
        "equal": net == 0,
        "elsewhere": (losses.argmin(axis=0) == 0) & ~at_home,
        "stay": losses.argmin(axis=0) == 0,
        "chain": losses.argmin(axis=0) == 1,
    }
    nips, posts = (plan.ground.people["nip"], plan.ground.seats["post"])
    pairs = pd.DataFrame(
        {
            "post": posts.to_numpy()[post],
            "placed": nips.to_numpy()[placed],
            "passed_over": nips.to_numpy()[person],
            "score_placed": scores[0],
            "score_passed_over": scores[1],
            "difference": scores[1] - scores[0],
            "leaves": leaves,
            "chain": chain,
            "price": price,
            "net": net,
            "critical": critical,
            "moves": moves,
            "reason": np.select(list(told.values()), list(told), default="price"),
        }
    ).astype({"post": "str", "placed": "str", "passed_over": "str", "reason": "str"})
    return Envy(pairs, causes)


def _envious(seated: Seated, chains: Chains) -> Exchanges:
    """Every naive envy as an exchange, by post, then by mover, then by person."""
    ground = seated.plan.ground
    away = np.flatnonzero((seated.home >= 0) & (seated.seat != seated.home))
    away = away[seated.counts[seated.home[away]]]
    person, post = np.concatenate([ground.person, away]), np.concatenate([ground.post, seated.home[away]])
    order = np.argsort(chains.post, kind="stable")
    low, high = (np.searchsorted(chains.post[order], post, side=side) for side in ("left", "right"))
    level = ground.seats["level"].to_numpy(np.int64)
    after = np.where(seated.seat >= 0, level[seated.seat], 0)
    looks = np.flatnonzero((high > low) & (seated.seat[person] != post) & (level[post] >= after[person]))
    many = (high - low)[looks]
    nth = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    placed = order[np.repeat(low[looks], many) + nth]
    person, post = np.repeat(person[looks], many), np.repeat(post[looks], many)
    higher = np.flatnonzero(seated.score(person, post) > seated.score(chains.person[placed], post))
    higher = higher[np.lexsort((person[higher], placed[higher], post[higher]))]
    return Exchanges.of(chains, placed[higher], person[higher], post[higher])


def _breaks_a_limit(seated: Seated, cases: Exchanges) -> Mask:
    """Which exchanges use more of a limit than it allows, and more than the plan does."""
    plan, chains = seated.plan, cases.chains
    if not plan.policy.limits or not len(cases):
        return np.zeros(len(cases), dtype=bool)
    chosen = np.flatnonzero(seated.seat >= 0)
    back = np.flatnonzero(chains.home >= 0)
    person = np.concatenate([chosen, chains.person[back], cases.person])
    post = np.concatenate([seated.seat[chosen], chains.home[back], cases.post])
    pairs = pd.DataFrame({"person": person, "at": post}).drop_duplicates()
    own = plan.ground.held[pairs["person"]] == pairs["at"]
    limits = limits_of(plan.ground, plan.policy, pairs.assign(holds=own))
    place = pd.Series(np.arange(len(pairs)), pd.MultiIndex.from_frame(pairs))
    matrix = limits.rows.matrix.toarray()

    def used(person: Whole, post: Whole) -> Whole:
        """(limits, pairs) what each pair uses; nothing where there is no seat."""
        known = np.flatnonzero(post >= 0)
        found = np.zeros((len(matrix), len(person)), dtype=np.int64)
        found[:, known] = matrix[:, place[pd.MultiIndex.from_arrays([person[known], post[known]])]]
        return found

    back_home = used(chains.person, chains.home) - used(chains.person, chains.post)
    more = used(cases.person, cases.post) - used(cases.person, seated.seat[cases.person]) + cases.going_home(back_home)
    total = used(chosen, seated.seat[chosen]).sum(axis=1)[:, np.newaxis] + more
    barred = limits.drop[place[pd.MultiIndex.from_arrays([cases.person, cases.post])]]
    return barred | ((more > 0) & (total > limits.rows.most[:, np.newaxis])).any(axis=0)


def _causes(seated: Seated, cases: Exchanges) -> pd.DataFrame:
    """row (of the cases), kind, nip, post: each override that forbids a step of the exchange. A loop over overrides."""
    ground, policy = seated.plan.ground, seated.plan.policy
    who, place = pd.Index(ground.people["nip"]), pd.Index(ground.seats["post"])
    found = []
    for kind, overrides in (("lock", policy.locks), ("forbid", policy.forbids)):
        for nip, post in sorted(overrides):
            person, at = int(who.get_indexer([nip])[0]), int(place.get_indexer([post])[0])
            goes = cases.person == person
            if kind == "lock":
                stands = goes | cases.sends_home(person)
            else:
                stands = (goes & (cases.post == at)) | (cases.sends_home(person) & (seated.home[person] == at))
            rows = np.flatnonzero(stands)
            found.append(pd.DataFrame({"row": rows, "kind": kind, "nip": nip, "post": post}, index=range(len(rows))))
    every = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["row", "kind", "nip", "post"])
    return every.astype({"row": "int64", "kind": "str", "nip": "str", "post": "str"})
