"""The value of cleaning data: a worklist of what, once known, would alter the plan.

Most of what is unknown alters nothing however it turns out, and that can be told without trying:

- *A finding that turns out no* takes pairs away. Taking away pairs that are not chosen leaves the best plan the best
  and the lots as they fall, so only what is unknown about those whom the plan moves, and does not move by a lock, can
  matter. Each of these is worked out.
- *A finding that turns out yes* (where the policy bars the unknown) adds pairs (i, q). The best plan with one of them
  has the value V - loss(i, q), V being the value of the plan: so nothing alters unless a loss is below 0.
- *A component that turns out higher* for the posts of one demand adds at most d points to the pairs (i, q) that share
  it. Where `i` has such a seat already, this only speaks for the plan. Else the best plan with (i, q) has at most the
  value V - loss(i, q) + d: nothing alters unless a loss is at most d, whatever the other pairs turn out to be. What is
  unknown counts 0 in the plan, so turning out lower is no change.

First the prices, over whole columns: a loss is never less than surplus + price - weight. Then the exact losses, from
the residual network, of the pairs that are left. Equal plans are told apart by the lots, as in the plan itself. The
first of the list are solved anew, and proven, before they are shown; a claim that does not hold raises `Unverified`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.cleaning.item import Item, stake
from workbench.placement.cleaning.questions import Questions, within
from workbench.placement.cleaning.slates import slate_items
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.problem import Problem, lots
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.engine.standing import Held, Standing
from workbench.placement.ground import Ground, tick
from workbench.placement.ground import _pairs as proposable
from workbench.placement.plan import Plan
from workbench.placement.why.resolved import Loss, Proven, Unverified
from workbench.placement.why.words import LIMITS, Untold
from workbench.scenario import COMPONENTS

COLUMNS = (
    *("nip", "post", "kind", "names", "source", "turns", "effect", "critical", "points", "moves"),
    *("needed", "most", "posts", "verified"),
)
"""nip; post: the seat at stake, which the person has (turns no) or would get. kind: finding or component; names: rule
or component (several rules, `+` between, where only all of them together bar); source: what settles it. turns: the
answer that alters something: no, yes, or high (the component turns out as high as it can). effect: placement; slate (of
open selection); infeasible (a lock could no longer be kept). critical, points (of score and staying; of the scores on
slates), moves: what the best plan then has more (below 0: less). needed: points that the component must turn out to add
before anything alters; most: how many it could (both 0 of findings). posts: on how many posts the question bears.
verified: solved anew and proven."""


@dataclass(frozen=True, eq=False)
class Worklist:
    """`items`: see `COLUMNS`, most at stake first. `changes`: item (row of items), nip, before, after (posts, missing
    for none): whoever would sit elsewhere, or (effect slate) enters or leaves the slate, of each verified item. `open`:
    how many questions are open about those who may be proposed."""

    items: pd.DataFrame
    changes: pd.DataFrame
    open: int

    @cached_property
    def by_source(self) -> pd.DataFrame:
        """source, items, people, points (the most that one of them has at stake), greatest first."""
        atstake = self.items.assign(points=self.items["points"].abs())
        table = atstake.groupby("source", as_index=False).agg(
            items=("nip", "size"), people=("nip", "nunique"), points=("points", "max")
        )
        return table.sort_values(["points", "source"], ascending=[False, True], ignore_index=True)

    def to_record(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "open": self.open,
            "items": self.items.astype(object).where(self.items.notna(), None).to_dict("records"),
            "changes": self.changes.astype(object).where(self.changes.notna(), None).to_dict("records"),
        }


def worklist(plan: Plan, *, verify: int = 25, progress: Any = None, stop: Any = None) -> Worklist | Untold:
    """What is unknown and would alter this plan, most at stake first; the first `verify` solved anew and proven.

    Findings of people whom the plan moves are always solved. `Untold` under limits, which break the residual network.
    """
    if plan.standing is None:
        return LIMITS
    tick(progress, stop, 0.0, "Membaca yang belum diketahui")
    asked = _Asked(plan, Proven.of(plan.standing), Questions(plan.ground))
    found = [*_taken_away(asked)]
    tick(progress, stop, 0.2, "Menimbang temuan yang menggugurkan")
    found += _added(asked)
    tick(progress, stop, 0.4, "Menimbang komponen merit")
    found += _raised(asked)
    found.sort(key=stake)
    for number, item in enumerate(found):
        if not item.verified and number < verify:
            tick(progress, stop, 0.6 + 0.4 * number / max(verify, 1), "Menghitung ulang")
            found[number] = _verified(asked, item)
    found = sorted([*found, *slate_items(plan, asked.questions, asked.unknown_pairs)], key=stake)
    tick(progress, stop, 1.0, "Selesai")
    return _told(plan, found, asked.questions.open(*asked.considered))


@dataclass(frozen=True, eq=False)
class _Asked:
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


def _taken_away(asked: _Asked) -> Iterator[Item]:
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


def _added(asked: _Asked) -> Iterator[Item]:
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
    loss, less, possible = _losses(standing, person, seat, high, low, (kept[0][near], kept[1][near]))
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


def _kept(asked: _Asked, person: Whole) -> tuple[Whole, Whole]:
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
    standing: Standing, person: Whole, seat: Whole, high: Whole, low: Whole, kept: tuple[Whole, Whole]
) -> tuple[Whole, Whole, Mask]:
    """The exact loss of each pair, in high and low weights, and whether it can be at all: one search a seat."""
    from workbench.placement.engine import kernels

    stand, ground = standing.stand, standing.problem.network.seats
    search = kernels.search(ground)
    loss, less, possible = np.zeros(len(person), np.int64), np.zeros(len(person), np.int64), np.zeros(len(person), bool)
    order = np.argsort(seat, kind="stable")
    starts = np.flatnonzero(np.diff(seat[order], prepend=-1))
    for rows in np.split(order, starts[1:]):
        at = int(seat[rows[0]])
        kernels.spread(standing.board, standing.asked, stand, search, at)
        here = np.where(stand.at[person[rows]] < 0, ground, stand.at[person[rows]])
        loss[rows] = kept[0][rows] + stand.price_high[at] - high[rows] + search.high[here]
        less[rows] = kept[1][rows] + stand.price_low[at] - low[rows] + search.low[here]
        possible[rows] = search.state[here] == 2
    return loss, less, possible


# turns out higher -----------------------------------------------------------------------------------------------------


def _raised(asked: _Asked) -> Iterator[Item]:
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
    found = _losses(standing, person[unique], seat[unique], standing.high[unique], standing.low[unique], kept)
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


def _verified(asked: _Asked, item: Item) -> Item:
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


def _with(asked: _Asked, rows: Whole, more: int) -> Proven:
    """The best plan when these pairs score so much more."""
    standing = asked.standing
    score, high = standing.problem.score.copy(), standing.high.copy()
    score[rows] += more
    high[rows] += more * standing.levels.scale
    person = standing.problem.network.person[rows[:1]].astype(np.int64)
    raised = standing.reweighted(high, standing.low, people=person)
    return Proven.of(replace(raised, problem=replace(standing.problem, score=score)))


def _differences(asked: _Asked, after: Proven) -> tuple[tuple[int, int, int], ...]:
    """person, seat before, seat after of whoever sits elsewhere."""
    before, then = asked.now.at, after.at
    return tuple((int(who), int(before[who]), int(then[who])) for who in np.flatnonzero(before != then))


# told -----------------------------------------------------------------------------------------------------------------


def _told(plan: Plan, found: list[Item], open_: int) -> Worklist:
    nips, posts = plan.ground.people["nip"].to_numpy(), plan.ground.seats["post"].to_numpy()

    def named(seat: int) -> str | None:
        return posts[seat] if seat >= 0 else None

    rows: list[Mapping[str, Any]] = [
        {
            "nip": nips[item.person],
            "post": posts[item.seat],
            "kind": item.kind,
            "names": "+".join(item.names),
            "source": "+".join(item.sources),
            "turns": item.turns,
            "effect": item.effect,
            "critical": -item.loss.critical,
            "points": -item.loss.points,
            "moves": item.loss.moves,
            "needed": item.needed,
            "most": item.most,
            "posts": item.posts,
            "verified": item.verified,
        }
        for item in found
    ]
    changes = [
        {"item": number, "nip": nips[who], "before": named(before), "after": named(after)}
        for number, item in enumerate(found)
        for who, before, after in item.changes
    ]
    text = dict.fromkeys(("nip", "post", "kind", "names", "source", "turns", "effect"), "str")
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(text)
    moved = pd.DataFrame(changes, columns=["item", "nip", "before", "after"])
    return Worklist(table, moved.astype({"item": "int64", "nip": "str", "before": "str", "after": "str"}), open_)
