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
own seat. These are the *causes*. A case without one can only come from a plan that is not proven best (its gap is above
0) or from further limits of the scenario, and is told as such.

In a ring of moves (only where posts may be traded) nobody can go home while an outsider takes a seat of the ring: such
a pair has no exchange, and is told as `ring`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.ground import Ground
from workbench.placement.plan import Plan
from workbench.scenario import Policy

REASONS = (*("override", "unproven", "selection", "critical", "elsewhere", "stay", "chain", "price", "equal", "ring"),)
"""Why somebody with the higher score was passed over. override: the plan's own count sides with them, and a lock or a
ban stands in the way (justified); unproven: it does, and no override does (a plan with a gap, or further limits);
selection: the seat is for open selection and a lock gave it away; critical: a critical seat would fall empty;
elsewhere: the plan placed them where they are worth more; stay: the seat they would leave loses more than this one
gains; chain: the chain of `j` is worth more; price: the gain does not cover the price of one more move; equal: as good,
so fewer moves or the fixed lot decides; ring: no exchange, since posts are traded in a ring. Of several losses that add
up, the greatest is told."""

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
    seated, chains = _Seated.of(plan), _Chains.of(plan)
    ground, price = plan.ground, plan.policy.move_price
    placed, person, post = _envious(plan, seated, chains)
    here, after = chains.mover[placed], seated.seat[person]
    first, last, wrap = chains.span(placed, person)

    difference = seated.worth(person, post) - seated.worth(here, post)
    at_home, goes_home = seated.at_home[person], seated.home[person] == post
    leaves = -seated.merit[person]
    chain = chains.sum(chains.merit, first, last, wrap) + seated.worth(here, post)
    paid = price * (chains.sum(chains.homes, first, last, wrap) + goes_home - at_home)
    net = difference + leaves + chain + paid
    in_critical = seated.critical.astype(np.int64)
    critical = chains.sum(chains.critical, first, last, wrap) + in_critical[post]
    critical = critical - np.where(after >= 0, in_critical[after], 0)
    moves = 1 - goes_home.astype(np.int64) - ((after >= 0) & ~at_home) - chains.sum(chains.one, first, last, wrap)

    pairs = pd.DataFrame(
        {
            "post": pd.Categorical.from_codes(post, categories=pd.Index(ground.seats["post"])),
            "placed": pd.Categorical.from_codes(here, categories=pd.Index(ground.people["nip"])),
            "passed_over": pd.Categorical.from_codes(person, categories=pd.Index(ground.people["nip"])),
            "score_placed": ground.merit.scores(here, post, plan.policy.weights),
            "score_passed_over": ground.merit.scores(person, post, plan.policy.weights),
            "difference": difference,
            "leaves": leaves,
            "chain": chain,
            "price": paid,
            "net": net,
            "critical": critical,
            "moves": moves,
        }
    ).astype({"post": "str", "placed": "str", "passed_over": "str"})
    selection, ring = ground.seats["selection"].to_numpy()[post], first < 0
    better = (critical > 0) | ((critical == 0) & ((net > 0) | ((net == 0) & (moves < 0))))
    justified = np.flatnonzero(better & ~selection & ~ring)
    causes = _causes(plan.policy, ground, seated, chains, justified, (placed, person, post), (first, last, wrap))
    caused = np.isin(np.arange(len(pairs)), causes["row"])
    losses = np.stack([leaves, chain, paid])
    greatest = np.array(["leaves", "chain", "price"])[losses.argmin(axis=0)] if len(pairs) else np.empty(0, "str")
    reason = np.select(
        [
            selection,
            ring,
            better & caused,
            better,
            critical < 0,
            net == 0,
            (greatest == "leaves") & ~at_home,
            greatest == "leaves",
        ],
        ["selection", "ring", "override", "unproven", "critical", "equal", "elsewhere", "stay"],
        default=greatest,
    )
    return Envy(pairs.assign(reason=reason.astype(str)), causes)


@dataclass(frozen=True, eq=False)
class _Seated:
    """By row of the people: `home`, the seat to go back to (-1: none), `seat` in the plan (-1: none), `merit` counted
    there, `at_home`. By seat: `counts` (in scope: its merit is a goal of the plan), `critical`."""

    plan: Plan
    home: Whole
    seat: Whole
    at_home: Mask
    merit: Whole
    counts: Mask
    critical: Mask

    @classmethod
    def of(cls, plan: Plan) -> "_Seated":
        people, seats = plan.ground.people, plan.ground.seats
        place, who = pd.Index(seats["post"]), pd.Index(people["nip"])
        held = np.asarray(place.get_indexer(pd.Index(people["post"])), dtype=np.int64)
        stays = (people["active"] & people["leaves"].isna()).to_numpy()
        table = plan.assignment.table
        seat = np.full(len(people), -1, dtype=np.int64)
        seat[who.get_indexer(pd.Index(table["nip"]))] = place.get_indexer(pd.Index(table["post"]))
        counts = seats["in_scope"].to_numpy(bool)
        made = cls(
            plan,
            home=np.where(stays, held, -1),
            seat=seat,
            at_home=(seat >= 0) & (seat == held),
            merit=np.zeros(len(people), dtype=np.int64),
            counts=counts,
            critical=(seats["critical"].to_numpy(bool) & counts),
        )
        return cls(plan, made.home, seat, made.at_home, made.at(np.arange(len(people)), seat), counts, made.critical)

    def worth(self, person: Whole, post: Whole) -> Whole:
        """Score of each pair."""
        return self.plan.ground.merit.scores(person, post, self.plan.policy.weights)

    def at(self, person: Whole, post: Whole) -> Whole:
        """Merit that the plan counts for each person in a seat: 0 in none, and in one outside the scope."""
        merit = np.zeros(len(person), dtype=np.int64)
        known = np.flatnonzero((post >= 0) & self.counts[post])
        merit[known] = self.worth(person[known], post[known])
        return merit


@dataclass(frozen=True, eq=False)
class _Chains:
    """The movers of a plan in the order of their chains, and what each adds by going home, summed up from the first:
    `sums[k + 1] - sums[k]` is the k-th mover's. `mover`, `post`: rows; `begin`, `end`: span of the own chain; `ring`;
    `place`: number of each person among the movers (-1: stays)."""

    mover: Whole
    post: Whole
    begin: Whole
    end: Whole
    ring: Mask
    place: Whole
    merit: Whole
    critical: Whole
    homes: Whole
    one: Whole

    @classmethod
    def of(cls, plan: Plan) -> "_Chains":
        seated, moves = _Seated.of(plan), plan.moves
        who = pd.Index(plan.ground.people["nip"])
        mover = np.asarray(who.get_indexer(pd.Index(moves["nip"])), dtype=np.int64)
        place = np.full(len(who), -1, dtype=np.int64)
        place[mover] = np.arange(len(mover))
        number = moves["chain"].to_numpy(np.int64)
        turning = ((moves["step"] == 1) & moves["replaces"].isin(moves["nip"])).to_numpy(bool)
        home, post = seated.home[mover], seated.seat[mover]
        critical = seated.critical
        return cls(
            mover=mover,
            post=post,
            begin=np.searchsorted(number, number, side="left"),
            end=np.searchsorted(number, number, side="right"),
            ring=np.isin(number, number[turning]),
            place=place,
            merit=_sums(seated.at(mover, home) - seated.merit[mover]),
            critical=_sums(np.where(home >= 0, critical[home], False).astype(np.int64) - critical[post]),
            homes=_sums(home >= 0),
            one=_sums(np.ones(len(mover), dtype=np.int64)),
        )

    def span(self, placed: Whole, person: Whole) -> tuple[Whole, Whole, Whole]:
        """Which movers go home when `person` takes the seat of the mover `placed`: first..last-1 (first is -1 where
        there is no exchange), and in a ring also the ones from its begin up to `wrap`."""
        begin, end, number = self.begin[placed], self.end[placed], self.place[person]
        same = (number >= begin) & (number < end)
        below, round_ = same & (number > placed), self.ring[placed] & same & (number < placed)
        last = np.where(below, number, end)
        wrap = np.where(round_, number, begin)
        return np.where(self.ring[placed] & ~same, -1, placed), last, wrap

    def sum(self, sums: Whole, first: Whole, last: Whole, wrap: Whole) -> Whole:
        """What the movers of each span add."""
        start = np.maximum(first, 0)
        return sums[last] - sums[start] + sums[wrap] - sums[self.begin[start] if len(self.begin) else start]


def _sums(values: Any) -> Whole:
    return np.concatenate([[0], np.cumsum(values, dtype=np.int64)])


def _envious(plan: Plan, seated: _Seated, chains: _Chains) -> tuple[Whole, Whole, Whole]:
    """Every naive envy: number of the mover, and rows of the person and the post."""
    ground = plan.ground
    away = np.flatnonzero((seated.home >= 0) & (seated.seat != seated.home))
    away = away[seated.counts[seated.home[away]]]
    person = np.concatenate([ground.person, away]).astype(np.int64)
    post = np.concatenate([ground.post, seated.home[away]]).astype(np.int64)
    order = np.argsort(chains.post, kind="stable")
    goals = chains.post[order]
    low, high = np.searchsorted(goals, post, side="left"), np.searchsorted(goals, post, side="right")
    level = ground.seats["level"].to_numpy(np.int64)
    after = np.where(seated.seat >= 0, level[seated.seat], 0)
    open_to_envy = (high > low) & (seated.seat[person] != post) & (level[post] >= after[person])
    person, post, low, high = (column[open_to_envy] for column in (person, post, low, high))
    many = high - low
    offset = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    placed = order[np.repeat(low, many) + offset]
    person, post = np.repeat(person, many), np.repeat(post, many)
    higher = seated.worth(person, post) > seated.worth(chains.mover[placed], post)
    placed, person, post = placed[higher], person[higher], post[higher]
    by = np.lexsort((person, placed, post))
    return placed[by], person[by], post[by]


def _causes(
    policy: Policy,
    ground: Ground,
    seated: _Seated,
    chains: _Chains,
    rows: Whole,
    pairs: tuple[Whole, Whole, Whole],
    spans: tuple[Whole, Whole, Whole],
) -> pd.DataFrame:
    """row, kind, nip, post: each override that forbids a step of the exchange in these rows. A loop over overrides."""
    nips, posts = ground.people["nip"].to_numpy(), ground.seats["post"].to_numpy()
    _, person, post = (column[rows] for column in pairs)
    first, last, wrap = (column[rows] for column in spans)
    begin = chains.begin[first] if len(rows) else first
    found: list[tuple[str, Any, Any, Whole]] = []

    def goes_home(who: int) -> Mask:
        number = chains.place[who]
        return (number >= 0) & (((number >= first) & (number < last)) | ((number >= begin) & (number < wrap)))

    for kind, overrides in (("lock", policy.locks), ("forbid", policy.forbids)):
        for nip, named in sorted(overrides):
            who = int(pd.Index(nips).get_indexer(pd.Index([nip]))[0])
            at = int(pd.Index(posts).get_indexer(pd.Index([named]))[0])
            if kind == "lock":
                stands = (person == who) | goes_home(who)
            else:
                stands = ((person == who) & (post == at)) | (goes_home(who) & (seated.home[who] == at))
            found.append((kind, nip, named, rows[stands]))
    return pd.DataFrame(
        {
            "row": np.concatenate([here for *_, here in found]) if found else np.empty(0, np.int64),
            "kind": pd.Series([kind for kind, *_, here in found for _ in here], dtype="str"),
            "nip": pd.Series([nip for _, nip, _, here in found for _ in here], dtype="str"),
            "post": pd.Series([named for *_, named, here in found for _ in here], dtype="str"),
        }
    )
