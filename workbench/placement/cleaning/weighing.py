"""What each open question has at stake, from the residual network of a plan; the proofs stand in `worklist`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from workbench.placement.cleaning.item import Item
from workbench.placement.cleaning.questions import Questions, within
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.problem import Problem, lots
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import Held, Standing
from workbench.placement.ground import Ground, proposable
from workbench.placement.plan import Plan
from workbench.placement.why.resolved import Loss, Proven, Unverified
from workbench.scenario import COMPONENTS

Heard = Callable[[float], None]
"""Told how much of a part is done (0..1); may raise to stop."""


@dataclass(frozen=True, eq=False)
class Inquiry:
    """A plan that has been proven, and the questions that its data leave open."""

    plan: Plan
    now: Proven
    questions: Questions

    @property
    def ground(self) -> Ground:
        return self.plan.ground

    @property
    def standing(self) -> Standing:
        return self.now.standing

    @cached_property
    def locked(self) -> Mask:
        return self.standing.asked.only >= 0

    @cached_property
    def unknown_pairs(self) -> tuple[Whole, Whole]:
        """Pairs that only the policy bars, because something about them is unknown: row numbers."""
        ground, policy = self.ground, self.plan.policy
        if policy.unknown != "bar":
            return np.empty(0, np.int64), np.empty(0, np.int64)
        person, post = proposable(ground.findings, replace(policy, unknown="allow"), ground.people, ground.seats)
        seats = len(ground.seats)
        new = ~np.isin(person * seats + post, ground.person * seats + ground.post)
        return person[new], post[new]

    @cached_property
    def considered(self) -> tuple[Whole, Whole]:
        """All pairs that may be proposed, or might be."""
        more = self.unknown_pairs
        return np.concatenate([self.ground.person, more[0]]), np.concatenate([self.ground.post, more[1]])


# turns out no ---------------------------------------------------------------------------------------------------------


def taken_away(asked: Inquiry) -> Iterator[Item]:
    """What is unknown about those whom the plan moves: each worked out with the pairs that would fall away."""
    ground, questions, standing = asked.ground, asked.questions, asked.standing
    person = np.flatnonzero((standing.at >= 0) & (standing.at != ground.held) & ~asked.locked)
    seat = standing.at[person]
    first = np.searchsorted(ground.person, np.arange(len(ground.people) + 1))
    for rule in questions.rules:
        for who, at in zip(*(part[questions.unknown(rule, person, seat)] for part in (person, seat)), strict=True):
            posts = ground.post[first[who] : first[who + 1]]
            posts = posts[questions.asks(rule, posts) == questions.asks(rule, np.array([at]))]
            overrides = standing.overrides
            after = asked.now.under(
                replace(overrides, barred=overrides.barred | {(int(who), int(post)) for post in posts})
            )
            impossible = isinstance(after, Infeasible)
            yield Item(
                person=int(who),
                seat=int(at),
                kind="finding",
                names=(rule,),
                sources=(questions.source(rule, int(who), int(at)),),
                turns="no",
                loss=Loss(0, 0, 0) if isinstance(after, Infeasible) else asked.now.totals.less(after.totals),
                posts=len(posts),
                effect="infeasible" if impossible else "placement",
                verified=True,
                changes=() if isinstance(after, Infeasible) else _differences(asked, after),
            )


# turns out yes --------------------------------------------------------------------------------------------------------


def added(asked: Inquiry, heard: Heard) -> Iterator[Item]:
    """Pairs that only what is unknown bars: those that would be chosen, best one of each set of questions. Answers that
    allow one pair allow every pair that leaves no more open, so a set counts only where no smaller one wins as much."""
    ground, questions, standing = asked.ground, asked.questions, asked.standing
    person, seat = asked.unknown_pairs
    selection = ground.seats["selection"].to_numpy()
    banned = {*standing.overrides.barred}
    fits = ~asked.locked[person] & ~selection[seat]
    if banned:
        key = np.array([who * len(ground.seats) + at for who, at in banned])
        fits &= ~np.isin(person * len(ground.seats) + seat, key)
    person, seat = person[fits], seat[fits]
    score = ground.merit.scores(person, seat, asked.plan.policy.weights)
    critical = standing.problem.critical[seat]
    high = (score + critical * np.int64(standing.levels.worth)) * standing.levels.scale - 1
    kept = _kept(asked, person)
    near = np.flatnonzero(kept[0] + standing.price[seat] - high <= 0)
    if not len(near):
        return
    person, seat, score, high = (part[near] for part in (person, seat, score, high))
    low = lots(_only(standing.problem, person, seat), np.arange(len(person)))
    loss, less, possible = _losses(standing, person, seat, high, low, (kept[0][near], kept[1][near]), heard)
    wins = np.flatnonzero(possible & ((loss < 0) | ((loss == 0) & (less < 0))))
    wins = wins[np.lexsort((less[wins], loss[wins], person[wins]))]
    sets = questions.open_sets(person[wins], seat[wins])
    for n, row in enumerate(wins):
        who, at = int(person[row]), int(seat[row])
        if within(sets[:n][person[wins[:n]] == who], sets[n]).any():
            continue  # fewer answers, or the same ones, win a better seat
        names = questions.names(sets[n])
        points, seats, moves = standing.levels.told(np.array([loss[row]]))
        mine = asked.unknown_pairs[1][asked.unknown_pairs[0] == who]
        yield Item(
            person=who,
            seat=at,
            kind="finding",
            names=names,
            sources=tuple(dict.fromkeys(questions.source(rule, who, at) for rule in names)),
            turns="yes",
            loss=Loss(int(seats[0]), int(points[0]), -int(moves[0])),
            posts=int(within(questions.open_sets(np.full(len(mine), who), mine), sets[n]).sum()),
            adds=Held(who, at, int(score[row])),
        )


def _only(problem: Problem, person: Whole, seat: Whole) -> Problem:
    """The problem of these pairs alone, to draw their lots."""
    none = np.zeros(len(person), np.int64)
    network = replace(problem.network, person=person.astype(np.int32), seat=seat.astype(np.int32))
    return replace(problem, network=network, score=none, stay=none, move=none == 0)


def _kept(asked: Inquiry, person: Whole) -> tuple[Whole, Whole]:
    """What each person is worth to the plan where they are, in high and low weights; that is, of whom the problem does
    not know, staying at home (which the plan then begins to count)."""
    standing, ground = asked.standing, asked.ground
    problem, stand = standing.problem, standing.stand
    placed = stand.at[person] >= 0
    seat = np.where(placed, stand.at[person], 0)
    high = np.where(placed, stand.high[person] - stand.price_high[seat], 0)
    low = np.where(placed, stand.low[person] - stand.price_low[seat], 0)
    first, _ = problem.network.firsts
    stranger = (first[person] == first[person + 1]) & ground.stays[person] & (ground.held[person] >= 0)
    rows = np.flatnonzero(stranger)
    high[rows] = asked.plan.policy.move_price * standing.levels.scale
    low[rows] = lots(_only(problem, person[rows], ground.held[person[rows]]), np.arange(len(rows)))
    return high, low


def _losses(
    standing: Standing,
    person: Whole,
    seat: Whole,
    high: Whole,
    low: Whole,
    kept: tuple[Whole, Whole],
    heard: Heard,
) -> tuple[Whole, Whole, Mask]:
    """The exact loss of each pair, in high and low weights, and whether it can be at all: one search a seat."""
    from workbench.placement.engine import kernels

    stand, ground = standing.stand, standing.problem.network.seats
    search = kernels.search(ground)
    loss, less, possible = np.zeros(len(person), np.int64), np.zeros(len(person), np.int64), np.zeros(len(person), bool)
    order = np.argsort(seat, kind="stable")
    starts = np.flatnonzero(np.diff(seat[order], prepend=-1))
    for number, rows in enumerate(np.split(order, starts[1:])):
        heard(number / len(starts))
        at = int(seat[rows[0]])
        kernels.spread(standing.board, standing.asked, stand, search, at)
        here = np.where(stand.at[person[rows]] < 0, ground, stand.at[person[rows]])
        loss[rows] = kept[0][rows] + stand.price_high[at] - high[rows] + search.high[here]
        less[rows] = kept[1][rows] + stand.price_low[at] - low[rows] + search.low[here]
        possible[rows] = search.state[here] == 2
    return loss, less, possible


# turns out higher -----------------------------------------------------------------------------------------------------


def raised(asked: Inquiry, heard: Heard) -> Iterator[Item]:
    """Components that might add enough to win a seat, best seat of each question."""
    standing, questions, weights = asked.standing, asked.questions, asked.plan.policy.weights
    problem, scale, merit = standing.problem, standing.levels.scale, asked.ground.merit
    person, seat = problem.network.person.astype(np.int64), problem.network.seat.astype(np.int64)
    counted = problem.move | asked.ground.seats["in_scope"].to_numpy()[seat]
    free = standing.asked.open & ~asked.locked[person] & (standing.at[person] != seat) & counted
    short = standing.surplus[person] + standing.price[seat] - standing.high
    chosen = np.where(standing.at >= 0, standing.at, 0)
    own = (standing.at >= 0) & (asked.ground.seats["in_scope"].to_numpy()[chosen] | (chosen != asked.ground.held))
    near, names = [], []
    for name in COMPONENTS:
        demand = merit.components[name].demand
        more = weights[name] * questions.doubt(name, person, seat)
        same = own[person] & (demand[chosen[person]] == demand[seat])
        rows = np.flatnonzero(free & ~same & (more > 0) & (more * scale >= short))
        near.append(rows)
        names.append(np.full(len(rows), COMPONENTS.index(name)))
    row, component = np.concatenate(near), np.concatenate(names)
    if not len(row):
        return
    unique, back = np.unique(row, return_inverse=True)
    kept = _kept(asked, person[unique])
    found = _losses(standing, person[unique], seat[unique], standing.high[unique], standing.low[unique], kept, heard)
    loss, less, possible = (part[back] for part in found)
    most, demand = np.zeros(len(row), np.int64), np.zeros(len(row), np.int64)
    for number, name in enumerate(COMPONENTS):
        here = component == number
        most[here] = weights[name] * questions.doubt(name, person[row[here]], seat[row[here]])
        demand[here] = merit.components[name].demand[seat[row[here]]]
    gain = most * scale - loss
    wins = np.flatnonzero(possible & ((gain > 0) | ((gain == 0) & (less < 0))))
    order = wins[np.lexsort((less[wins], -gain[wins], demand[wins], component[wins], person[row[wins]]))]
    key = np.column_stack([person[row[order]], component[order], demand[order]])
    for n in order[np.flatnonzero((np.diff(key, axis=0, prepend=-1) != 0).any(axis=1))]:
        who, at, name = int(person[row[n]]), int(seat[row[n]]), COMPONENTS[component[n]]
        points, seats, moves = standing.levels.told(np.array([-gain[n]]))
        first, _ = problem.network.firsts
        pairs = np.arange(first[who], first[who + 1])
        pairs = pairs[counted[pairs] & (merit.components[name].demand[seat[pairs]] == demand[n])]
        yield Item(
            person=who,
            seat=at,
            kind="component",
            names=(name,),
            sources=(questions.component_source(name, who),),
            turns="high",
            loss=Loss(int(seats[0]), int(points[0]), -int(moves[0])),
            posts=len(pairs),
            needed=int(loss[n] // scale + (loss[n] % scale > 0 or less[n] >= 0)),
            most=int(most[n]),
            rows=pairs,
        )


# solved anew ----------------------------------------------------------------------------------------------------------


def solved_anew(asked: Inquiry, item: Item) -> Item:
    """The item with the plan as it would be, worked out and proven."""
    standing, overrides = asked.standing, asked.standing.overrides
    if item.adds is not None:
        after = asked.now.under(replace(overrides, held=overrides.held | {item.adds}))
        if isinstance(after, Infeasible):
            raise Unverified(f"person {item.person} on seat {item.seat}: a chain is claimed, but no plan has it")
        first, _ = standing.problem.network.firsts
        stranger = first[item.person] == first[item.person + 1] and asked.ground.stays[item.person]
        home = asked.plan.policy.move_price if stranger and asked.ground.held[item.person] >= 0 else 0
    else:
        after, home = _with(asked, item.rows, item.most), 0
    found = asked.now.totals.less(after.totals) + Loss(0, home, 0)
    if found.judged != item.loss.judged or after.at[item.person] != item.seat:
        raise Unverified(f"person {item.person} on seat {item.seat}: claimed {item.loss}, found {found}")
    return replace(item, verified=True, changes=_differences(asked, after))


def _with(asked: Inquiry, rows: Whole, more: int) -> Proven:
    """The best plan when these pairs score so much more."""
    standing = asked.standing
    score, high = standing.problem.score.copy(), standing.high.copy()
    score[rows] += more
    high[rows] += more * standing.levels.scale
    person = standing.problem.network.person[rows[:1]].astype(np.int64)
    raised = standing.reweighted(high, standing.low, people=person)
    return Proven.of(replace(raised, problem=replace(standing.problem, score=score)))


def _differences(asked: Inquiry, after: Proven) -> tuple[tuple[int, int, int], ...]:
    """person, seat before, seat after of whoever sits elsewhere."""
    before, then = asked.now.at, after.at
    return tuple((int(who), int(before[who]), int(then[who])) for who in np.flatnonzero(before != then))
