"""From the plan at the best prices, which breaks some limits and leaves room in others, to a plan that keeps them all.

No chain of moves is cheap and touches one limit only: the cheapest run through dozens of posts and change many limits a
little. So the plan is *held*: a pair may replace another only if it counts no more in any limit, and is not paid for
counting less; what is left is a network, where no change breaks a limit. A limit is measured against what the person
counts in it now, or against what the holders of the seat do, whichever leaves more good pairs. Limits with many
different amounts (a budget) are priced, not held.

Then, one at a time: where a limit is broken, what counts too much gives way by the cheapest exact loss for each
violation removed; where room is left, a pair that uses it is let in if that gains.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from workbench.placement.engine.assign import StopSign
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.kernels import Asked, Board, Search, Stand, repair
from workbench.placement.engine.limits import kernels
from workbench.placement.engine.limits.prices import Priced, Told
from workbench.placement.engine.limits.relaxed import UNIT, Relaxed
from workbench.placement.engine.limits.rows import Rows

TRIED = 12
"""Exchanges worked out exactly for each violation or room left: those that promise least loss."""

AMOUNTS = 6
"""Different amounts of chosen pairs from which on a limit is priced, not held."""

NEAR = 500
"""Points that a pair may lose to count as good when it is decided how a limit is held."""

ROUNDS = 600


def repaired(relaxed: Relaxed, found: Priced, ended: StopSign, tell: Told) -> Whole | None:
    """A plan within the limits; None where none was found."""
    relaxed.at(found.best.price)
    held = _Held.of(relaxed, found.best.price)
    held.settle()
    chosen = None
    for count, now in enumerate(held.within(ended)):
        chosen = now if now is not None else chosen
        tell(count / (count + 100), "Memperbaiki rencana sampai semua batas dipenuhi")
    return chosen


@dataclass(eq=False)
class _Held:
    """A plan in the making, changed in place. Pairs are numbered as in `relaxed.near`."""

    relaxed: Relaxed
    rows: Rows
    price: Whole
    kind: Whole
    weight: Whole
    board: Board
    asked: Asked
    stand: Stand
    spare: Stand
    search: Search
    used: Whole
    tabu: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, relaxed: Relaxed, price: Whole) -> "_Held":
        near = relaxed.near
        rows = Rows(relaxed.rows.names, relaxed.rows.kinds, relaxed.rows.matrix[:, near], relaxed.rows.most)
        stand = Stand(*(part.copy() for part in relaxed.stand))
        asked = relaxed.asked._replace(open=relaxed.asked.open.copy())
        board = relaxed.board._replace(high=relaxed.board.high.copy(), seat_high=relaxed.board.seat_high.copy())
        kind = np.full(len(rows), kernels.BY_PERSON)
        made = cls(
            relaxed, rows, price, kind, relaxed.weight[near], board, asked, stand,
            Stand(*(part.copy() for part in stand)), relaxed.search, rows.used(stand.row[stand.row >= 0]),
        )  # fmt: skip
        made.classify()
        return made

    def classify(self) -> None:
        """Decide how each limit is held."""
        board, rows, stand = self.board, self.rows, self.stand
        chosen = stand.row[stand.row >= 0]
        kept = np.zeros(len(stand.at), np.int64)
        seated = stand.at >= 0
        kept[seated] = stand.high[seated] - stand.price_high[stand.at[seated]]
        loss = kept[board.person] + stand.price_high[board.seat] - self.weight
        by_person, by_seat = np.zeros((2, len(rows)), np.int64)
        self.kind[:] = kernels.BY_SEAT
        kernels.barred(
            *rows.by_pair, board.person, board.seat, stand.row, *self.least(), np.flatnonzero(loss <= NEAR * UNIT),
            by_person, by_seat,
        )  # fmt: skip
        self.kind[:] = np.where(by_seat < by_person, kernels.BY_SEAT, kernels.BY_PERSON)
        taken = rows.matrix[:, chosen]
        for row in range(len(rows)):
            amounts = np.unique(taken.data[taken.indptr[row] : taken.indptr[row + 1]])
            idle = self.price[row] == 0 and self.room[row] >= 10 * self.relaxed.amount[row]
            if len(amounts) > AMOUNTS or idle:
                self.kind[row] = kernels.FREE

    @property
    def room(self) -> Whole:
        return self.rows.most - self.used

    @property
    def broken(self) -> int:
        """Sum of violations, each in the largest amount of its limit."""
        return int((np.maximum(-self.room, 0) * 1000 // self.relaxed.amount).sum())

    def least(self) -> tuple[Whole, Whole, Whole]:
        """The least that holders of a seat count in each limit held by seat: start by seat, limit, amount."""
        first, row, amount = self.rows.by_pair
        stand, seats = self.stand, len(self.stand.used)
        chosen = stand.row[stand.row >= 0]
        length = first[chosen + 1] - first[chosen]
        at = np.repeat(first[chosen] - np.cumsum(length) + length, length) + np.arange(int(length.sum()))
        seat = np.repeat(self.board.seat[chosen].astype(np.int64), length)
        own = self.kind[row[at]] == kernels.BY_SEAT
        at, seat = at[own], seat[own]
        key, group, count = np.unique(seat * len(self.rows) + row[at], return_inverse=True, return_counts=True)
        least = np.full(len(key), np.iinfo(np.int64).max)
        np.minimum.at(least, group, amount[at])
        place, limit = np.divmod(key, max(len(self.rows), 1))
        # A free place, or a holder who counts nothing, counts nothing.
        least = np.where(count < self.asked.capacity[place], np.minimum(least, 0), least)
        return np.searchsorted(place, np.arange(seats + 1)), limit, least

    def hold(self, target: int = -1) -> tuple[Mask, Whole, Whole]:
        count = len(self.weight)
        open_, weight, more = np.empty(count, bool), np.empty(count, np.int64), np.empty(count, np.int64)
        kernels.hold(
            *self.rows.by_pair, self.kind, self.price, np.maximum(self.room, 0), self.board.person, self.board.seat,
            self.stand.row, *self.least(), self.weight, target, open_, weight, more,
        )  # fmt: skip
        return open_, weight, more

    def settle(self) -> None:
        """Hold the plan as it is now and make it the best of those that can be reached."""
        open_, weight, _ = self.hold()
        self.asked.open[:] = open_
        self.reweigh(weight)
        self.mend(np.arange(len(self.stand.at)))
        self.used = self.rows.used(self.stand.row[self.stand.row >= 0])

    def reweigh(self, weight: Whole) -> None:
        from workbench.placement.engine.kernels import reweigh

        self.board.high[:] = weight
        self.board.seat_high[:] = weight[self.board.by_seat]
        reweigh(self.board, self.asked, self.stand)

    def mend(self, changed: Whole) -> bool:
        return repair(self.board, self.asked, self.stand, self.search, changed) < 0

    def within(self, ended: StopSign) -> Iterator[Whole | None]:
        """Each plan on the way that keeps the limits, None for one that does not."""
        for _ in range(ROUNDS):
            kept = self.broken == 0
            yield np.sort(self.relaxed.near[self.stand.row[self.stand.row >= 0]]) if kept else None
            if ended.is_set() or not (self.give_way() if not kept else self.fill()):
                return

    def give_way(self) -> bool:
        """Remove some of a violation; False where nothing does."""
        for limit in np.argsort(self.room / self.relaxed.amount, kind="stable"):
            if self.room[limit] >= 0:
                return False
            if self.exchange(int(limit), less=True):
                return True
        return False

    def fill(self) -> bool:
        """Use room that a price says is worth most; False where nothing gains."""
        worth = self.room * self.price
        for limit in np.argsort(-worth, kind="stable"):
            if worth[limit] <= 0:
                return False
            if self.kind[limit] != kernels.FREE and self.exchange(int(limit), less=False):
                return True
        return False

    def exchange(self, limit: int, less: bool) -> bool:
        """Make the best of some exchanges that count less (or more) in a limit; False where none helps."""
        _, _, more = self.hold(limit)
        stand, board, asked = self.stand, self.board, self.asked
        kept = np.zeros(len(stand.at), np.int64)
        seated = stand.at >= 0
        kept[seated] = stand.high[seated] - stand.price_high[stand.at[seated]]
        loss = kept[board.person] + stand.price_high[board.seat] - self.weight - self.price[limit] * more
        good = np.flatnonzero(more < 0 if less else (more > 0) & (more <= self.room[limit]) & (loss < 0))
        by_seat = self.kind[limit] == kernels.BY_SEAT and less
        group = board.seat[good] if by_seat else board.person[good]
        order = np.lexsort((good, loss[good], group))
        lead = order[np.r_[True, np.diff(group[order]) != 0]] if len(order) else order
        tried = lead[np.argsort(loss[good[lead]], kind="stable")]
        points, best, before = self.relaxed.points[self.relaxed.near], None, self.broken
        was_open, was_high = asked.open.copy(), board.high.copy()
        kernels.copy(stand, self.spare)
        count = 0
        for one in tried:
            who = int(group[one])
            if (limit, who) in self.tabu:
                continue
            count += 1
            if count > TRIED:
                break
            mine = good[group == who]
            changed = self._try(limit, who, mine, by_seat, less)
            if changed is not None:
                now = np.flatnonzero(stand.row != self.spare.row)
                old, new = self.spare.row[now], stand.row[now]
                used = self.used - self.rows.used(old[old >= 0]) + self.rows.used(new[new >= 0])
                gain = int(points[new[new >= 0]].sum() - points[old[old >= 0]].sum()) * UNIT
                free = self.kind == kernels.FREE
                gain -= int((self.price * (used - self.used))[free].sum())
                broken = int((np.maximum(used - self.rows.most, 0) * 1000 // self.relaxed.amount).sum())
                helps = broken < before if less else broken == 0 and gain > 0
                ratio = gain / (before - broken) if less and helps else gain
                if helps and (best is None or ratio > best[0]):
                    best = (ratio, used, Stand(*(part.copy() for part in stand)))
                if not helps:
                    self.tabu.add((limit, who))
            else:
                self.tabu.add((limit, who))
            asked.open[:] = was_open
            board.high[:] = was_high
            board.seat_high[:] = was_high[board.by_seat]
            kernels.copy(self.spare, stand)
        if best is None:
            return False
        kernels.copy(best[2], stand)
        self.settle()
        self.tabu = {entry for entry in self.tabu if entry[0] != limit}
        return True

    def _try(self, limit: int, who: int, pairs: Whole, by_seat: bool, less: bool) -> Whole | None:
        """Change the plan so that a person or a seat counts less, or one counts more; None where that cannot be."""
        stand, board, asked = self.stand, self.board, self.asked
        if by_seat:
            rows = self.rows
            first, row, amount = rows.by_pair
            holders = np.flatnonzero(stand.at == who)
            counted = [kernels._of(first, row, amount, stand.row[person], limit) for person in holders]
            if not counted:
                return None
            leaver = int(holders[int(np.argmax(counted))])
            asked.open[stand.row[leaver]] = False
            asked.open[pairs] = True
            self._weigh(pairs, limit, 0)
            changed = np.array([leaver])
        else:
            own = np.arange(board.first[who], board.first[who + 1])
            if less:
                asked.open[own] = False
            asked.open[pairs] = True
            self._weigh(pairs, limit, 0 if less else int(self.price[limit]))
            changed = np.array([who])
        return changed if self.mend(changed) else None

    def _weigh(self, pairs: Whole, limit: int, price: int) -> None:
        """Pairs let in weigh what they are worth at the prices, but nothing for the limit whose room they use."""
        first, row, amount = self.rows.by_pair
        extra = np.array([price * kernels._of(first, row, amount, pair, limit) for pair in pairs], np.int64)
        self.board.high[pairs] = self.weight[pairs] + extra
        self.board.seat_high[:] = self.board.high[self.board.by_seat]
