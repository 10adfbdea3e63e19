"""What the engine is asked: the pairs of a ground under a policy, what each is worth, and what people override.

Person and seat numbers of the problem are the rows of `ground.people` and `ground.seats`, whatever the policy.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Progress, Solved, solve
from workbench.placement.engine.flow import Network, Whole
from workbench.placement.engine.problem import Problem
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import Held, Overrides, overridden
from workbench.placement.ground import Ground
from workbench.scenario import Policy, Seat


def problem(ground: Ground, policy: Policy) -> Problem:
    """Everything but locks and bans: weights and the price of a move. The same object while these stay the same.

    Proposals come from the ground. A holder competes for the own seat without a test: in scope with the own merit,
    outside it with none (such a post is no goal of this plan, and has room for its holders only). Nobody who holds a
    post loses it without getting another one.
    """
    weights, price, latest = dict(policy.weights), policy.move_price, ground.latest.get("problem")
    if latest is not None and latest[:2] == (weights, price):
        return latest[2]
    if latest is not None and latest[0] == weights:
        found = replace(latest[2], stay=np.where(latest[2].move, 0, price))
    else:
        found = _problem(ground, policy)
    ground.latest["problem"] = weights, price, found
    return found


def _problem(ground: Ground, policy: Policy) -> Problem:
    people, seats = ground.people, ground.seats
    stays, held = ground.stays & (ground.held >= 0), ground.held
    in_scope, proposed = seats["in_scope"].to_numpy(), ~seats["selection"].to_numpy()[ground.post]
    person, at = ground.person[proposed], ground.post[proposed]
    competes = np.append(in_scope, False)[held]
    competes[person] = True
    own = np.flatnonzero(stays & competes)
    person, at = np.concatenate([person, own]), np.concatenate([at, held[own]])
    holds = np.zeros(len(person), bool)
    holds[len(person) - len(own) :] = True
    score = ground.merit.scores(person, at, policy.weights)
    capacity = np.where(in_scope, seats["capacity"], np.bincount(held[own], minlength=len(seats)))
    return Problem.of(
        people["nip"].to_numpy(dtype=object),
        seats["post"].to_numpy(dtype=object),
        Network(person.astype(np.int32), at.astype(np.int32), capacity.astype(np.int64), stays & competes),
        score=np.where(holds & ~in_scope[at], 0, score),
        stay=np.where(holds, policy.move_price, 0),
        move=~holds,
        critical=(seats["critical"] & seats["in_scope"]).to_numpy(),
        must=tuple(people["nip"].to_numpy(dtype=object)[own]),
    )


def best(ground: Ground, asked: Problem, tell: Progress) -> Solved | Infeasible:
    """The best plan without limits, found once for the problem that was last asked."""
    latest = ground.latest.get("best")
    if latest is not None and latest.problem is asked:
        return latest
    found = solve(asked, tell)
    if isinstance(found, Solved):
        ground.latest["best"] = found
    return found


def overrides(ground: Ground, policy: Policy) -> Overrides:
    """Locks and bans of the policy in the numbers of the problem. A lock holds whether or not its pair is proposed."""
    in_scope = ground.seats["in_scope"].to_numpy()
    held = ground.held
    person, at = seats_named(ground, policy.locks)
    own = held[person] == at
    points = np.where(own & ~in_scope[at], 0, ground.merit.scores(person, at, policy.weights))
    stay = np.where(own, policy.move_price, 0)
    locked = map(Held, *(part.tolist() for part in (person, at, points, stay, ~own)))
    banned = zip(*(part.tolist() for part in seats_named(ground, policy.forbids)), strict=True)
    return Overrides(frozenset(locked), frozenset(banned))


def seats_named(ground: Ground, named: frozenset[Seat]) -> tuple[Whole, Whole]:
    """Numbers of person and seat for each nip and post."""
    nips, posts = ([seat[part] for seat in sorted(named)] for part in (0, 1))
    who, where = pd.Index(ground.people["nip"]), pd.Index(ground.seats["post"])
    person, at = who.get_indexer(pd.Index(nips, dtype="str")), where.get_indexer(pd.Index(posts, dtype="str"))
    return np.asarray(person, np.int64), np.asarray(at, np.int64)


def pairs(ground: Ground, policy: Policy) -> pd.DataFrame:
    """The pairs as `assign` takes them, locks and bans written into them: nip, post, score, stay, holds, must, person,
    at (the numbers of both), sorted by these."""
    return pairs_of(overridden(problem(ground, policy), overrides(ground, policy)))


def pairs_of(whole: Problem) -> pd.DataFrame:
    """The pairs of a problem as such a table."""
    network = whole.network
    return pd.DataFrame(
        {
            "nip": pd.Categorical.from_codes(network.person, categories=pd.Index(whole.nips, dtype="str")),
            "post": pd.Categorical.from_codes(network.seat, categories=pd.Index(whole.posts, dtype="str")),
            "score": whole.score,
            "stay": whole.stay,
            "holds": ~whole.move,
            "must": network.must[network.person],
            "person": network.person.astype(np.int64),
            "at": network.seat.astype(np.int64),
        }
    )


def seats(ground: Ground, pairs: pd.DataFrame) -> pd.DataFrame:
    """The seats of these pairs as `assign` takes them: post, capacity, weight. Outside the scope only holders fit."""
    at = np.unique(pairs["at"].to_numpy())
    here = ground.seats.iloc[at]
    own = pairs[pairs["holds"]].groupby("at").size().reindex(at, fill_value=0).to_numpy()
    return pd.DataFrame(
        {
            "post": here["post"].to_numpy(),
            "capacity": np.where(here["in_scope"], here["capacity"], own),
            "weight": (here["critical"] & here["in_scope"]).astype("int64").to_numpy(),
        }
    )
