"""Explanations equal what trying every plan gives, name each outcome rightly, and give away nobody else's data."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_standing import overrides, problems, standing

from workbench.placement import Plan, assign, prepare, slate, solve
from workbench.placement.asked import pairs, seats
from workbench.placement.engine.flow import Network
from workbench.placement.engine.problem import POINTS, Problem, lots, read
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import NOTHING, Held, Overrides, Standing
from workbench.placement.ground import Ground
from workbench.placement.why import Why, one_more, price_of, why
from workbench.placement.why import overrides as priced
from workbench.placement.why.explain import OUTCOMES, Seen
from workbench.placement.why.resolved import (
    Loss,
    Proven,
    Unverified,
    banned,
    chain,
    forced,
    raise_needed,
    turned,
)
from workbench.regulation.compare import NO, UNKNOWN
from workbench.scenario import Forbid, Lock, Policy, Release, State

# every plan of a small market -----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Every:
    """Every lawful plan: `at` (plans, people), and of each plan critical seats, points, moves and lots."""

    problem: Problem
    at: np.ndarray
    critical: np.ndarray
    points: np.ndarray
    moves: np.ndarray
    lots: np.ndarray

    @classmethod
    def of(cls, problem: Problem, asked: Overrides) -> "Every":
        """By enumeration, from the words of `Overrides` alone."""
        network = problem.network
        held = {one.person: one for one in asked.held}
        drawn = lots(problem, np.arange(len(problem.score)))
        own = {(i, j) for i, j, move in zip(network.person, network.seat, problem.move, strict=True) if not move}
        choices = []  # of each person: (seat, points, move, lot)
        for i in range(network.people):
            if i in held:
                one = held[i]
                choices.append([(one.seat, one.score + one.stay, int(one.move), 0)])
                continue
            rows = np.flatnonzero(network.person == i)
            may = [r for r in rows if (i, network.seat[r]) not in asked.barred]
            unseated = any(person == i and (person, seat) in own for person, seat in asked.barred)
            none = [] if network.must[i] and not unseated else [(-1, 0, 0, 0)]
            some = [(network.seat[r], problem.merit[r], int(problem.move[r]), drawn[r]) for r in may]
            choices.append(none + some)
        capacity = network.capacity.copy()
        for seat, more in asked.seats:
            capacity[seat] += more
        sizes = [len(one) for one in choices]
        if 0 in sizes:
            return cls(problem, *(np.zeros((0, network.people), np.int64), *(np.zeros(0, np.int64),) * 4))
        picks = np.stack([part.ravel() for part in np.meshgrid(*map(np.arange, sizes), indexing="ij")], axis=1)
        table = [np.array(one, np.int64)[picks[:, i]] for i, one in enumerate(choices)]
        at = np.stack([part[:, 0] for part in table], axis=1)
        fits = np.all([(at == j).sum(axis=1) <= capacity[j] for j in range(network.seats)], axis=0)
        at, total = at[fits], sum(part[fits] for part in table)
        seated = np.where(at >= 0, problem.critical[at], False).sum(axis=1)
        return cls(problem, at, seated, total[:, 1], total[:, 2], total[:, 3])

    def where(self, kept: np.ndarray) -> "Every":
        parts = (self.at, self.critical, self.points, self.moves, self.lots)
        return Every(self.problem, *(part[kept] for part in parts))

    @property
    def best(self) -> int:
        """The one best plan: most critical seats, then points, then fewest moves, then lots."""
        return int(np.lexsort((self.lots, -self.moves, self.points, self.critical))[-1])

    def less(self, other: "Every") -> tuple[int, int, int]:
        """What the best of the other plans has less."""
        mine, theirs = self.best, other.best
        lost = (self.critical[mine] - other.critical[theirs], self.points[mine] - other.points[theirs])
        return (*map(int, lost), int(other.moves[theirs] - self.moves[mine]))


@st.composite
def asked_markets(draw) -> tuple[Proven, Every]:
    """A small market under overrides that can be kept, its plan, and all of its plans."""
    problem = draw(problems(people=5, posts=4))
    first = standing(problem)
    after = first.under(draw(overrides(problem)))
    now = Proven.of(after if isinstance(after, Standing) else first)
    return now, Every.of(problem, now.standing.overrides)


def weighed(now: Proven) -> Iterator[tuple[int, int]]:
    """Pairs that may be chosen and are not."""
    network = now.standing.problem.network
    for i, j in product(range(network.people), range(network.seats)):
        if now.offered(i, j) and now.at[i] != j:
            yield i, j


def smallest_raise(every: Every, person: int, seat: int, room: int) -> int | None:
    """By definition: the first score at which the one best plan has the pair."""
    has = every.at[:, person] == seat
    for more in [*range(1, 40), room]:  # scores of these markets are small; a full score stands for all beyond
        if more <= room and has[replace(every, points=every.points + more * has).best]:
            return more
    return None


@settings(max_examples=60)
@given(asked_markets())
def test_the_loss_of_putting_somebody_on_a_seat_is_that_of_the_best_among_all_plans_that_do(market):
    now, every = market
    for person, seat in weighed(now):
        found = forced(now, person, seat)
        plans = every.where(every.at[:, person] == seat)
        assert isinstance(found, Infeasible) == (len(plans.at) == 0)
        if not isinstance(found, Infeasible):
            assert found.loss.judged == every.less(plans)


@settings(max_examples=60)
@given(asked_markets())
def test_the_smallest_change_of_merit_is_the_first_score_at_which_the_best_of_all_plans_has_the_pair(market):
    now, every = market
    for person, seat in weighed(now):
        found = forced(now, person, seat)
        if isinstance(found, Infeasible):
            continue
        room = POINTS - int(now.standing.problem.score[now.pair(person, seat)])
        assert raise_needed(now, person, seat, found.loss) == smallest_raise(every, person, seat, room)


@settings(max_examples=60)
@given(asked_markets())
def test_what_would_be_lost_without_somebody_is_what_the_best_plan_without_them_there_has_less(market):
    now, every = market
    locked = {one.person for one in now.standing.overrides.held}
    for person in np.flatnonzero(now.at >= 0):
        if int(person) in locked:
            continue
        seat, asked = int(now.at[person]), now.standing.overrides
        found = banned(now, int(person), seat)
        without = Every.of(every.problem, replace(asked, barred=asked.barred | {(int(person), seat)}))
        assert isinstance(found, Infeasible) == (len(without.at) == 0)
        if not isinstance(found, Infeasible):
            assert found.loss.judged == every.less(without)


@settings(max_examples=60)
@given(asked_markets())
def test_an_override_costs_what_the_best_plan_without_it_has_more(market):
    now, every = market
    asked = now.standing.overrides
    single = [replace(asked, held=asked.held - {one}) for one in asked.held]
    single += [replace(asked, barred=asked.barred - {one}) for one in asked.barred]
    for less in [*single, replace(NOTHING, seats=asked.seats)]:
        found, without = turned(now, less), Every.of(every.problem, less)
        assert isinstance(found, Infeasible) == (len(without.at) == 0)
        if not isinstance(found, Infeasible):
            assert (-found.loss).judged == without.less(every)


@settings(max_examples=40)
@given(asked_markets())
def test_one_seat_more_is_worth_what_the_best_of_all_plans_with_it_gains(market):
    now, every = market
    asked = now.standing.overrides
    points, critical, moves = now.standing.one_more()
    for seat in range(every.problem.network.seats):
        more = dict(asked.seats)
        more[seat] = more.get(seat, 0) + 1
        wider = replace(asked, seats=frozenset(more.items()))
        found = turned(now, wider)
        assert not isinstance(found, Infeasible)
        gain = Every.of(every.problem, wider).less(every)
        assert (-found.loss).judged == gain
        assert (critical[seat], points[seat], -moves[seat]) == gain


@settings(max_examples=40)
@given(asked_markets(), st.data())
def test_a_chain_tells_each_change_of_seat_once_and_turns_one_plan_into_the_other(market, data):
    now, _ = market
    pairs = list(weighed(now))
    if not pairs:
        return
    person, seat = data.draw(st.sampled_from(pairs))
    found = forced(now, person, seat)
    if isinstance(found, Infeasible):
        return
    steps, after = chain(now.at, found.after.at, person), now.at.copy()
    assert steps[0] == (person, now.at[person], seat)
    assert len({who for who, _, _ in steps}) == len(steps)
    for who, left, taken in steps:
        assert after[who] == left != taken
        after[who] = taken
    assert (after == found.after.at).all()


def random_market(rng: np.random.Generator) -> tuple[Proven, Every]:
    """As `asked_markets`, drawn at once: thousands of them in the time that hypothesis takes for a hundred."""
    people, seats = int(rng.integers(2, 6)), int(rng.integers(1, 5))
    person, seat = np.nonzero(rng.random((people, seats)) < rng.uniform(0.3, 1))
    if not len(person):
        return random_market(rng)
    own = rng.integers(-1, seats, people)
    move = own[person] != seat
    capacity = np.maximum(rng.integers(0, 3, seats), np.bincount(seat[~move], minlength=seats))
    must = np.zeros(people, bool)
    must[person[~move]] = rng.random(int((~move).sum())) < 0.6
    nips, posts = (np.array([f"{sign}{k}" for k in range(n)], object) for sign, n in (("N", people), ("P", seats)))
    problem = Problem.of(
        nips,
        posts,
        Network(person.astype(np.int32), seat.astype(np.int32), capacity, must),
        score=rng.integers(0, 7, len(person)),
        stay=np.where(move, 0, rng.integers(0, 4)),
        move=move,
        critical=rng.random(seats) < 0.4,
        must=tuple(map(str, nips[must])),
    )
    first = standing(problem)
    held = {
        Held(int(i), int(rng.integers(seats)), int(rng.integers(7)))
        for i in rng.permutation(people)[: rng.integers(0, 3)]
    }
    barred = {(int(rng.integers(people)), int(rng.integers(seats))) for _ in range(rng.integers(0, 3))}
    after = first.under(Overrides(frozenset(held), frozenset(barred)))
    now = Proven.of(after if isinstance(after, Standing) else first)
    return now, Every.of(problem, now.standing.overrides)


@pytest.mark.parametrize("seed", range(4))
def test_no_answer_differs_from_brute_force_on_two_thousand_markets(seed):
    rng, asked = np.random.default_rng(seed), 0
    for _ in range(500):
        now, every = random_market(rng)
        pairs = list(weighed(now))
        for k in rng.permutation(len(pairs))[:2]:
            person, seat = pairs[k]
            found, plans = forced(now, person, seat), every.where(every.at[:, person] == seat)
            assert isinstance(found, Infeasible) == (len(plans.at) == 0)
            if not isinstance(found, Infeasible):
                room = POINTS - int(now.standing.problem.score[now.pair(person, seat)])
                assert found.loss.judged == every.less(plans)
                assert raise_needed(now, person, seat, found.loss) == smallest_raise(every, person, seat, room)
            asked += 1
    assert asked > 500


# a fault is never an answer -------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(asked_markets(), st.data())
def test_a_plan_that_is_not_best_is_never_taken_for_proven(market, data):
    now, every = market
    standing, best = now.standing, every.best
    worse = every.where(
        (every.critical < every.critical[best])
        | (every.points < every.points[best]) & (every.critical == every.critical[best])
    )
    if not len(worse.at):
        return
    at = worse.at[data.draw(st.integers(0, len(worse.at) - 1))]
    held = {one.person for one in standing.overrides.held}
    row = np.array([-1 if i in held or at[i] < 0 else now.pair(i, int(at[i])) for i in range(len(at))])
    other = replace(standing, stand=standing.stand._replace(at=at, row=row))
    with pytest.raises(Unverified, match="do not prove"):
        Proven.of(other)


def test_a_loss_that_another_solution_does_not_confirm_is_a_fault(monkeypatch):
    problem = small()
    now = Proven.of(standing(problem))
    losses = now.losses(0)
    monkeypatch.setitem(now._losses, 0, replace(losses, points=losses.points + 1))
    with pytest.raises(Unverified, match="claimed"):
        forced(now, 1, 0)


def small() -> Problem:
    """A sits on x; B would score one point less there and has no other seat."""
    pairs = pd.DataFrame({"nip": ["A", "A", "B"], "post": ["x", "y", "x"], "score": [90, 80, 89]})
    return read(pairs, pd.DataFrame({"post": ["x", "y"], "capacity": [1, 0], "weight": [0, 0]}), None)


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda stand: stand._replace(price_high=stand.price_high + 1), "do not prove"),
        (lambda stand: stand._replace(at=np.array([0, 0])), "not among those asked"),
    ],
)
def test_a_harmed_plan_is_a_fault(harm, words):
    kept = standing(small())
    with pytest.raises(Unverified, match=words):
        Proven.of(replace(kept, stand=harm(kept.stand)))


def test_losses_add_up_and_are_judged_by_critical_seats_first():
    one, other = Loss(1, -5, 2, -5), Loss(0, 7, 0, 7)
    assert (one + other) - other == one
    assert one > other
    assert one.judged == (1, -5, 2)


# on the small demo province -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ground(province, policy, rulebook) -> Ground:
    return prepare(State(province, policy), rulebook)


@pytest.fixture(scope="module")
def made(ground, policy) -> Plan:
    return solve(ground, policy)


@pytest.fixture(scope="module")
def asked(province, policy, rulebook, ground) -> Plan:
    """A wider plan in which moves are dear, so that seats stay free, under a lawful lock on a seat that somebody else
    would get, a lock against the rules, and a ban on a seat that the plan gives."""
    dear = replace(policy, tiers=(*policy.tiers, "jf_ahli_muda"), move_price=30_000)
    wide = prepare(State(province, dear), rulebook, known=ground)
    free = found(wide, dear)
    row, other = free.moves.iloc[0], free.moves.iloc[-1]
    listed = slate(wide, dear, row["to_post"])
    rival = listed.loc[listed["eligible"] & (listed["nip"] != row["nip"]), "nip"].iloc[0]
    vacant = free.vacant.loc[free.vacant["reason"] != "selection", "post"].iloc[0]
    unlawful = barred_from(wide, vacant, {rival, *free.moves["nip"]})
    locks = frozenset({(rival, row["to_post"]), (unlawful, vacant)})
    return found(wide, replace(dear, locks=locks, forbids=frozenset({(other["nip"], other["to_post"])})))


def found(ground: Ground, policy: Policy) -> Plan:
    plan = solve(ground, policy)
    assert isinstance(plan, Plan), plan
    return plan


def barred_from(ground: Ground, post: str, apart: set[str]) -> str:
    """Somebody in office without a post in scope whom a rule bars from this one."""
    profile = int(ground.findings.profile_of_post[post])
    scope = set(ground.seats.loc[ground.seats["in_scope"], "post"])
    free = (ground.findings.overall[:, profile] == NO) & ground.stays & ~ground.people["post"].isin(scope).to_numpy()
    return next(str(nip) for nip in ground.people["nip"].to_numpy()[free] if nip not in apart)


def judged(ground: Ground, policy: Policy) -> tuple[int, int, int] | None:
    """Critical seats, points and moves of a plan worked out from nothing; None where there is none."""
    given = pairs(ground, policy)
    plan = assign(
        given[["nip", "post", "score", "stay", "holds"]], seats(ground, given), given.loc[given["must"], "nip"]
    )
    return None if isinstance(plan, Infeasible) else (plan.critical, plan.total, plan.moves)


def lost(ground: Ground, policy: Policy, other: Policy) -> tuple[int, int, int] | None:
    """What the best plan under another policy has less, by two fresh plans."""
    before, after = judged(ground, policy), judged(ground, other)
    assert before is not None
    return None if after is None else (before[0] - after[0], before[1] - after[1], after[2] - before[2])


@pytest.fixture(scope="module")
def every_outcome(asked) -> dict[str, Why]:
    """One person and post of each outcome under locks and bans."""
    seen, told, rng = Seen.of(asked), {}, np.random.default_rng(3)
    nips, posts = asked.ground.people["nip"].to_numpy(), asked.ground.seats["post"].to_numpy()
    network = asked.standing.problem.network
    weighed = rng.permutation(np.stack([network.person, network.seat], axis=1))
    free = np.flatnonzero(np.bincount(asked.standing.at[asked.standing.at >= 0], minlength=len(posts)) == 0)
    weighed = np.concatenate([weighed[np.isin(weighed[:, 1], free)], weighed])
    strangers = np.stack([rng.integers(0, len(nips), 1500), rng.integers(0, len(posts), 1500)], axis=1)
    forbidden = [(nip, post) for nip, post in asked.policy.forbids]
    pairs = [*forbidden, *((nips[i], posts[j]) for i, j in np.concatenate([weighed[:400], strangers]))]
    for nip, post in pairs:
        kind = seen.outcome(nip, post)
        if kind not in told:
            told[kind] = seen.why(nip, post)
    return told


def test_every_outcome_occurs(every_outcome):
    assert set(every_outcome) == set(OUTCOMES)


def test_an_outcome_is_told_the_same_way_quickly_and_in_full(every_outcome):
    for outcome, told in every_outcome.items():
        assert told.outcome == outcome


@pytest.mark.parametrize("outcome", ["elsewhere", "passed_over", "stays"])
def test_the_loss_is_that_of_a_fresh_plan_with_that_person_locked_there(every_outcome, asked, outcome):
    told, policy = every_outcome[outcome], asked.policy
    other = replace(policy, locks=policy.locks | {(told.nip, told.post)})
    assert told.loss.judged == lost(asked.ground, policy, other)
    after = found(asked.ground, other).assignment.table
    goes = after.set_index("nip")["post"]
    for step in told.chain.itertuples():
        assert none(goes.get(step.nip)) == none(step.to_post)
    assert told.chain["nip"].iloc[0] == told.nip
    assert policy.locks <= set(zip(after["nip"], after["post"], strict=True))


def test_who_is_placed_is_worth_what_a_fresh_plan_with_a_ban_loses(made):
    for row in made.moves.head(3).itertuples():
        told = why(made, row.nip, row.to_post)
        other = replace(made.policy, forbids=made.policy.forbids | {(row.nip, row.to_post)})
        assert told.outcome == "placed"
        assert told.loss.judged == lost(made.ground, made.policy, other)
        assert len(told.others) == 3
        for one in told.others.head(2).itertuples():
            lock = replace(made.policy, locks=made.policy.locks | {(one.nip, row.to_post)})
            assert (one.critical, one.points, one.moves) == lost(made.ground, made.policy, lock)


def test_the_next_ones_are_those_who_would_cost_least(made):
    row = made.moves.iloc[0]
    told = why(made, row["nip"], row["to_post"], near=1)
    wider = why(made, row["nip"], row["to_post"], near=4).others
    keys = list(zip(wider["critical"], wider["points"], wider["moves"], strict=True))
    assert keys == sorted(keys)
    assert told.others["nip"].tolist() == wider["nip"].tolist()[:1]


def test_a_full_post_names_who_cannot_make_room_and_a_fresh_plan_agrees(every_outcome, asked):
    told = every_outcome["full"]
    assert (
        lost(asked.ground, asked.policy, replace(asked.policy, locks=asked.policy.locks | {(told.nip, told.post)}))
        is None
    )
    assert told.blocked is not None and told.post in told.blocked.posts and told.nip in told.blocked.nips
    assert (told.loss, told.change.kind) == (None, "never")


def test_a_bar_is_told_with_its_findings_and_what_each_asks(every_outcome):
    told = every_outcome["barred"]
    assert told.change.kind == "rules"
    assert len(told.against) and (told.against["verdict"] == "no").all() and told.against["bars"].all()
    assert told.against[["observed", "threshold", "citation"]].notna().all(axis=None)
    assert told.loss is None and told.chain.empty


def test_what_is_unknown_bars_where_the_policy_says_so(made, rulebook):
    strict = replace(made.policy, unknown="bar")
    ground = prepare(State(made.ground.staffing, strict), rulebook, known=made.ground)
    seen = Seen.of(found(ground, strict))
    nips, posts = made.ground.people["nip"].to_numpy(), made.ground.seats["post"].to_numpy()
    profile = ground.findings.profile_of_post.reindex(posts).to_numpy()[made.ground.post]
    uncertain = np.flatnonzero(ground.findings.overall[made.ground.person, profile] == UNKNOWN)[:40:8]
    told = [seen.why(nips[made.ground.person[k]], posts[made.ground.post[k]]) for k in uncertain]
    of_data = [one for one in told if one.change.kind == "data"]
    assert of_data
    for one in of_data:
        assert one.outcome == "barred" and one.obstacles[0] == "unknown"
        assert (one.against["verdict"] == "unknown").all() and len(one.against)


def test_each_obstacle_of_the_ground_is_true_of_the_pair(asked):
    ground, seen = asked.ground, Seen.of(asked)
    seats, people = ground.seats, ground.people
    rng, counted = np.random.default_rng(1), Counter()
    for i, j in zip(rng.integers(0, len(people), 4000), rng.integers(0, len(seats), 4000), strict=True):
        obstacles = seen.obstacles(int(i), int(j))
        counted.update(obstacles)
        who, where = people.iloc[i], seats.iloc[j]
        assert ("lower" in obstacles) <= (int(who["level"] if pd.notna(who["level"]) else 0) > where["level"])
        assert ("level" in obstacles) <= (where["open"] == 0)
        assert ("retires" in obstacles) == (pd.notna(who["leaves"]) and bool(who["active"]))
        assert ("selection" in obstacles) <= (where["tier"] == "jpt_pratama")
        assert ("outside" in obstacles) <= (not where["in_scope"])
    assert {"lower", "level", "retires", "selection", "outside", "barred", "family"} <= set(counted)


@pytest.mark.parametrize("outcome", ["forbidden", "locked"])
def test_an_override_that_decides_is_named_and_lifting_it_is_tried(every_outcome, asked, outcome):
    told, policy = every_outcome[outcome], asked.policy
    kind, nip, post = told.override
    assert (kind == "forbid") == (outcome == "forbidden")
    lifted = replace(policy, locks=policy.locks - {(nip, post)}, forbids=policy.forbids - {(nip, post)})
    rows = found(asked.ground, lifted).rows
    assert told.change.there == bool(((rows["nip"] == told.nip) & (rows["to_post"] == told.post)).any())


def test_the_smallest_change_brings_the_pair_into_a_fresh_plan_and_one_point_less_does_not(made):
    seen, tried = Seen.of(made), 0
    network = made.standing.problem.network
    order = np.random.default_rng(5).permutation(len(network.person))
    nips, posts = made.ground.people["nip"].to_numpy(), made.ground.seats["post"].to_numpy()
    for row in order:
        nip, post = nips[network.person[row]], posts[network.seat[row]]
        if seen.outcome(nip, post) not in ("passed_over", "elsewhere", "stays"):
            continue
        told = seen.why(nip, post)
        if told.change.kind != "points":
            continue
        for more, there in ((told.change.points, True), (told.change.points - 1, False)):
            given = pairs(made.ground, made.policy)
            pair = (given["nip"] == nip) & (given["post"] == post)
            given.loc[pair, "score"] += more
            plan = assign(
                given[["nip", "post", "score", "stay", "holds"]],
                seats(made.ground, given),
                given.loc[given["must"], "nip"],
            )
            assert ((plan.table["nip"] == nip) & (plan.table["post"] == post)).any() == there
        if told.change.reach is not None:
            assert told.change.reach == (told.score_most - told.score >= told.change.points)
        tried += 1
        if tried == 6:
            return
    raise AssertionError("too few pairs with a smallest change")


def test_an_explanation_adds_up_and_speaks_both_languages(made):
    row = made.moves.iloc[0]
    told, english = why(made, row["nip"], row["to_post"]), why(made, row["nip"], row["to_post"], lang="en")
    assert sum(told.points.values()) == told.score == row["score"]
    assert sum(told.points_most.values()) == told.score_most == row["score_most"]
    assert english.findings["label"].tolist() != told.findings["label"].tolist()
    json.dumps(told.to_record())


def test_a_stranger_is_refused(made):
    with pytest.raises(KeyError, match="no employee 1"):
        why(made, "1", made.moves["to_post"].iloc[0])
    with pytest.raises(KeyError, match="no post nowhere"):
        why(made, made.moves["nip"].iloc[0], "nowhere")


def test_under_limits_the_price_of_a_lock_not_made_is_that_of_the_explanation(ground, policy):
    limited = found(ground, replace(policy, move_limit=3))
    row = limited.moves.iloc[0]
    answer = price_of(limited, Lock(row["nip"], row["to_post"]))
    assert answer.code == "limits" and answer.reason != answer.reason_en


# seats, and the price of overrides ------------------------------------------------------------------------------------


def test_one_seat_more_of_each_post_brings_what_a_fresh_plan_with_it_gains(asked):
    table = one_more(asked, most=5)
    assert len(table) == 5
    given = pairs(asked.ground, asked.policy)
    before = judged(asked.ground, asked.policy)
    for row in table.itertuples():
        wider = seats(asked.ground, given)
        wider["capacity"] += wider["post"] == row.post
        plan = assign(given[["nip", "post", "score", "stay", "holds"]], wider, given.loc[given["must"], "nip"])
        gained = (plan.critical - before[0], plan.total - before[1], plan.moves - before[2])
        assert gained == (row.critical, row.points, row.moves)
        now = asked.assignment.table.set_index("nip")["post"]
        assert plan.table.set_index("nip")["post"][row.fills] == row.post != now.get(row.fills)


def test_seats_asked_about_by_name_are_all_told_even_when_worthless(made):
    posts = made.ground.seats.loc[made.ground.seats["in_scope"], "post"].head(20)
    table = one_more(made, posts)
    assert sorted(table["post"]) == sorted(posts)
    assert (table.loc[table["fills"].isna(), "points"] == 0).all()


def test_each_override_costs_what_a_fresh_plan_without_it_has_more(asked):
    ledger, policy = priced(asked), asked.policy
    assert {(one.kind, one.nip, one.post) for one in ledger.prices} == {
        *(("lock", *seat) for seat in policy.locks),
        *(("forbid", *seat) for seat in policy.forbids),
    }
    for price in ledger.prices:
        seat = {(price.nip, price.post)}
        without = replace(policy, locks=policy.locks - seat, forbids=policy.forbids - seat)
        assert price.loss.judged == lost(asked.ground, without, policy)
    free = replace(policy, locks=frozenset(), forbids=frozenset())
    assert ledger.together.judged == lost(asked.ground, free, policy)
    assert sum((one.loss for one in ledger.prices), ledger.interaction) == ledger.together
    assert len(ledger.table) == 3
    json.dumps(ledger.to_record())


def test_the_chain_of_an_override_is_who_is_placed_otherwise_because_of_it(asked):
    for price in priced(asked).prices:
        seat = {(price.nip, price.post)}
        without = replace(asked.policy, locks=asked.policy.locks - seat, forbids=asked.policy.forbids - seat)
        before, after = (
            solve(asked.ground, policy).assignment.table.set_index("nip")["post"] for policy in (without, asked.policy)
        )
        people = sorted(set(before.index) | set(after.index))
        changed = {nip for nip in people if before.get(nip) != after.get(nip)}
        assert set(price.chain["nip"]) == changed
        for step in price.chain.itertuples():
            assert none(before.get(step.nip)) == none(step.from_post)
            assert none(after.get(step.nip)) == none(step.to_post)
        assert price.affected == len(changed - {price.nip})
        held = asked.ground.people.set_index("nip")["post"]
        new = [nip for nip in changed - {price.nip} if nip in after.index and after[nip] != held[nip]]
        assert price.steps == len(new)


def none(post: object) -> object:
    return None if post is None or pd.isna(post) else post


def test_an_unlawful_lock_counts_its_findings_and_names_whom_it_passes_over(asked):
    prices = {one.nip: one for one in priced(asked).prices if one.kind == "lock"}
    for price in prices.values():
        told = asked.ground.findings.of(price.nip, price.post)
        assert price.findings_no == ((told["verdict"] == "no") & told["bars"]).sum()
    assert sum(one.findings_no > 0 for one in prices.values()) == 1
    for price in prices.values():
        listed = slate(asked.ground, asked.policy, price.post, near=0).set_index("nip")
        mine = why(asked, price.nip, price.post).score
        level, goes = asked.ground.seats.set_index("post")["level"], asked.assignment.table.set_index("nip")["post"]
        stays = asked.ground.people.loc[asked.ground.stays, "nip"]
        may = listed["eligible"] | listed["holds"] & listed.index.isin(stays)
        better = listed[(listed["score"] > mine) & may].index
        locked = {nip for nip, _ in asked.policy.locks}
        expected = {
            nip
            for nip in better
            if goes.get(nip) != price.post
            and nip not in locked
            and (nip, price.post) not in asked.policy.forbids
            and (nip not in goes or level[goes[nip]] <= level[price.post])
        }
        assert set(price.passed_over) == expected


def test_the_price_before_the_click_is_the_price_after_it(made, ground, policy):
    row = made.moves.iloc[0]
    rival = why(made, row["nip"], row["to_post"]).others["nip"].iloc[1]
    for move in (Lock(rival, row["to_post"]), Forbid(row["nip"], row["to_post"])):
        before = price_of(made, move)
        seat = frozenset({(move.nip, move.post)})
        after = found(ground, replace(policy, **{"locks" if isinstance(move, Lock) else "forbids": seat}))
        assert priced(after).prices[0].to_record() == before.to_record()
        assert price_of(after, Release(move.nip, move.post)).to_record() == before.to_record()


def test_a_price_that_cannot_be_told_says_why(asked, made):
    locked = sorted(asked.policy.locks)[0]
    banned_pair = next(iter(asked.policy.forbids))
    outside = asked.ground.seats.loc[~asked.ground.seats["in_scope"], "post"].iloc[0]
    somebody = asked.moves.loc[~asked.moves["locked"], "nip"].iloc[0]
    assert price_of(asked, Lock(*locked)).code == "locked"
    assert price_of(asked, Forbid(*banned_pair)).code == "forbidden"
    assert price_of(asked, Lock(locked[0], banned_pair[1])).code == "locked_elsewhere"
    assert price_of(asked, Lock(somebody, outside)).code == "outside"
    assert price_of(asked, Release(somebody, outside)).code == "not_set"


def test_an_impossible_lock_has_no_price_but_a_reason(made):
    stays = made.rows[(made.rows["kind"] == "stay")]
    tier = made.ground.seats.set_index("post")["tier"]
    full = stays.loc[stays["to_post"].map(tier) == "jpt_pratama", "to_post"].iloc[0]
    answer = price_of(made, Lock(made.moves["nip"].iloc[0], full))
    assert isinstance(answer, Infeasible) and full in answer.posts
    assert "selection" in why(made, made.moves["nip"].iloc[0], full).obstacles


def test_a_ban_that_keeps_the_plan_possible_is_told_as_needed(made, ground, policy):
    seat = made.ground.seats
    held = ground.people[ground.stays & ground.people["post"].isin(seat.loc[seat["in_scope"], "post"])]
    network = made.standing.problem.network
    pairs_of = np.bincount(network.person, minlength=network.people)
    alone = seat.loc[(seat["capacity"] == 1) & seat["in_scope"], "post"]
    holder = next(row for row in held.itertuples() if pairs_of[row.Index] == 1 and row.post in set(alone))
    newcomer = made.moves["nip"].iloc[0]
    plan = found(
        ground,
        replace(policy, locks=frozenset({(newcomer, holder.post)}), forbids=frozenset({(holder.nip, holder.post)})),
    )
    ban = next(one for one in priced(plan).prices if one.kind == "forbid")
    assert ban.loss is None and ban.needed is not None and holder.post in ban.needed.posts
    assert priced(plan).interaction is None
