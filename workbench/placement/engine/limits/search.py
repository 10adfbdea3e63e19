"""The best plan for one objective within limits: a bound from above, plans from below, until they meet or time is over.

Everything here is one objective (points of merit, or critical seats); the levels above it are rows by then.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from workbench.placement.engine.assign import StopSign
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.limits.prices import HIGH, Priced, Told, priced, settled
from workbench.placement.engine.limits.program import DEAR, PAIRS_MOST, Answer, Program, lost
from workbench.placement.engine.limits.relaxed import UNIT, Point, Relaxed

SMALL = 3_000
"""Pairs up to which the integer program over all of them is as fast as anything else."""

REACH, WIDER = 2_000, 4
"""Points that anything in a plan may lose to be in the first integer program, and how much more in each next."""

TURN, LONGER, TURNS = 6.0, 1.5, 200
"""Seconds that the solver first has for all at once, how much longer each next time, and programs in all."""

SHARE, MORE, PART = 0.5, 1.4, 1.5
"""Share of the people in play at first, how much that grows or shrinks, and seconds for one such part."""

MIXED, MIXING = 40, 2.0
"""Plans met on the way to the prices that are mixed, and seconds given to it."""

Content = Callable[[float], bool]


@dataclass(frozen=True, eq=False)
class Search:
    """`point`: the best bound. `chosen`: the best plan within the limits (None: none found). `least`: what every plan
    within the limits loses at least against that bound, in 1 / UNIT of a point; `proven` if `chosen` loses no more.
    `none`: there is proven to be no plan."""

    point: Point
    chosen: Whole | None
    least: int
    none: bool
    proven: bool


def search(relaxed: Relaxed, start: Point, ended: StopSign, tell: Told, seconds: float, content: Content) -> Search:
    """Until proven, or the loss of the best plan (as a share of its bound) is one to be `content` with, or `ended`."""
    found = priced(relaxed, start, ended, lambda share, words: tell(0.5 * share, words))
    relaxed.at(found.best.price)
    closing = _Closing(relaxed, found, ended, tell, seconds, content)
    if not ended.is_set() and not settled(relaxed, found.best):
        if relaxed.open.sum() <= SMALL:
            closing.whole()
        else:
            closing.mix()
            closing.widen()
    if closing.chosen is None and not closing.none:
        closing.rescue()
    return Search(found.best, closing.chosen, closing.least, closing.none, closing.proven)


@dataclass(eq=False)
class _Closing:
    """The best plan so far and what all lose at least, from one integer program to the next."""

    relaxed: Relaxed
    found: Priced
    ended: StopSign
    tell: Told
    seconds: float
    content: Content
    chosen: Whole | None = field(init=False)
    least: int = 0
    none: bool = False
    reached: Whole = field(init=False)

    def __post_init__(self) -> None:
        kept = [each for each in self.found.trail if (each.used <= self.relaxed.rows.most).all()]
        self.chosen = max(kept, key=lambda each: each.value).chosen if kept else None
        self.reached = self.point.chosen if self.chosen is None else self.chosen

    @property
    def point(self) -> Point:
        return self.found.best

    @property
    def loss(self) -> int:
        """Of the best plan, in 1 / UNIT of a point."""
        return self.point.most if self.chosen is None else lost(self.relaxed, self.point, self.chosen)

    @property
    def proven(self) -> bool:
        return self.chosen is not None and self.loss - self.least < UNIT

    def enough(self) -> bool:
        return self.proven or (self.chosen is not None and self._content(self.loss / UNIT))

    def _content(self, loss: float) -> bool:
        return self.content((loss - self.least / UNIT) / max(self.point.most / UNIT, 1.0))

    def whole(self) -> None:
        """Over all pairs at once."""
        self.tell(0.6, "Mencari rencana dengan program bilangan bulat")
        self._take(Program.of(self.relaxed, self.point, np.flatnonzero(self.relaxed.open)), self.seconds, None)

    def rescue(self) -> None:
        """The plan that uses least of the limits: far from best, but often within them."""
        relaxed = self.relaxed
        least = relaxed.at(HIGH * UNIT // relaxed.amount)
        if (least.used <= relaxed.rows.most).all():
            self.chosen = self.reached = least.chosen
        relaxed.at(self.point.price)

    def mix(self) -> None:
        """Over what the plans met on the way do between them: the best of them differ in a few hundred people."""
        if self.enough() or self.ended.is_set():
            return
        self.tell(0.5, "Memadukan rencana-rencana yang mendekati")
        plans = sorted(self.found.trail, key=lambda point: point.most)[:MIXED]
        program = Program.mixing(self.relaxed, self.point, [plan.chosen for plan in plans])
        self._solve(program, min(MIXING, self.seconds))

    def widen(self) -> None:
        """Over all that loses little, then over what loses more, until nothing left out could be in a better plan.

        Where no plan within the limits is known, only some people are in play at a time (large neighbourhoods; Shaw
        1998), those of broken limits first; more of them, the easier it goes.
        """
        reach, loss = REACH * UNIT, self.relaxed.loss()
        share, turn = (1.0 if self.chosen is not None else SHARE), TURN
        for count in range(TURNS):
            if self.enough() or self.ended.is_set() or self.seconds <= 0:
                return
            if self.chosen is not None:
                reach = min(reach, self.loss)
            pairs = np.flatnonzero((loss <= reach) & self.relaxed.open)
            if len(pairs) > PAIRS_MOST:
                return
            if len(pairs) == self.relaxed.open.sum() and self.chosen is None:
                self.whole()
                return
            self.tell(
                0.6 + 0.3 * count / TURNS, f"Menutup selisih dengan program bilangan bulat, {len(pairs):,} pasangan"
            )
            if share == 1.0:
                answer = self._take(Program.of(self.relaxed, self.point, pairs, reach), turn, reach, count)
                reach *= WIDER if answer.optimal else 1
                turn *= LONGER
                share = 1.0 if answer.optimal else SHARE
                continue
            had, people = self.chosen is not None, in_play(self.relaxed, self.reached, pairs, share, count)
            program = Program.around(self.relaxed, self.point, self.reached, people, pairs, reach)
            answer = self._solve(program, min(PART, self.seconds), seed=count)
            share = min(share * MORE, 1.0) if answer.optimal else max(share / MORE, 0.1)
            if self.chosen is not None and not had:
                share = 1.0

    def _take(self, program: Program, seconds: float, reach: int | None, seed: int = 0) -> Answer:
        """Solve a program over all plans but those that lose more than the reach in one thing alone."""
        answer = self._solve(program, min(seconds, self.seconds), lenient=reach is not None, seed=seed)
        if reach is None and answer.none:
            self.none = True
        least = min(answer.least, self.loss / UNIT if reach is None else reach / UNIT)
        self.least = max(self.least, min(int((least - 1e-3) * UNIT), self.loss))
        if answer.proven and (reach is None or self.loss <= reach):
            self.least = self.loss
        return answer

    def _solve(self, program: Program, seconds: float, lenient: bool = True, seed: int = 0) -> Answer:
        start = self.chosen if self.chosen is not None else self.reached if lenient else None
        answer = program.solve(
            program.loss, self.ended, seconds, start=start, lenient=lenient, content=self._content, seed=seed
        )
        self.seconds -= answer.seconds
        if answer.reached is not None and self._cost(answer.reached) < self._cost(self.reached):
            self.reached = answer.reached
        if answer.chosen is not None:
            points = self.relaxed.points
            if self.chosen is None or points[answer.chosen].sum() > points[self.chosen].sum():
                self.chosen = self.reached = answer.chosen
        return answer

    def _cost(self, plan: Whole) -> float:
        rows = self.relaxed.rows
        broken = int(np.maximum(rows.used(plan) - rows.most, 0).sum())
        return lost(self.relaxed, self.point, plan) / UNIT + DEAR * broken


def in_play(relaxed: Relaxed, plan: Whole, pairs: Whole, share: float, seed: int) -> Mask:
    """A share of the people, by lot, and all with one of `pairs` in a limit that the plan breaks, unless such a limit
    is about nearly everybody."""
    network, rows = relaxed.problem.network, relaxed.rows
    people = np.random.default_rng(seed).random(network.people) < share
    broken = (rows.used(plan) > rows.most) & (np.diff(rows.matrix.indptr) < len(network.person) // 10)
    part = rows.columns(pairs)
    touched = np.repeat(np.arange(len(pairs)), np.diff(part.indptr))[broken[part.indices]]
    people[network.person[pairs[touched]]] = True
    return people
