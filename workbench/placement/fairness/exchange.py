"""The exchange of one person for another: who goes home then, and what that adds to a plan, for many cases at once.

What the exchange is, and why it is a lawful plan, stands in `workbench.placement.fairness.envy`.
"""

from dataclasses import dataclass, fields
from dataclasses import replace as replaced
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.plan import Plan


@dataclass(frozen=True, eq=False)
class Seated:
    """By row of the people: `home`, the seat to go back to (-1: none), `seat` in the plan (-1: none), `merit` counted
    there, `at_home`. By seat: `counts` (in scope: its merit is a goal of the plan), `critical`."""

    plan: Plan
    home: Whole
    seat: Whole
    at_home: Mask
    counts: Mask
    critical: Mask

    @classmethod
    def of(cls, plan: Plan) -> "Seated":
        ground, table = plan.ground, plan.assignment.table
        seat = np.full(len(ground.people), -1, dtype=np.int64)
        seat[_rows(ground.people["nip"], table["nip"])] = _rows(ground.seats["post"], table["post"])
        counts = ground.seats["in_scope"].to_numpy(bool)
        return cls(
            plan,
            home=np.where(ground.stays, ground.held, -1),
            seat=seat,
            at_home=(seat >= 0) & (seat == ground.held),
            counts=counts,
            critical=ground.seats["critical"].to_numpy(bool) & counts,
        )

    def score(self, person: Whole, post: Whole) -> Whole:
        return self.plan.ground.merit.scores(person, post, self.plan.policy.weights)

    def merit(self, person: Whole, post: Whole) -> Whole:
        """What the plan counts for each person in a seat: 0 in none (-1), and in one outside the scope."""
        found = np.zeros(len(person), dtype=np.int64)
        known = np.flatnonzero((post >= 0) & self.counts[post])
        found[known] = self.score(person[known], post[known])
        return found

    def fills_critical(self, post: Whole) -> Whole:
        """1 for a critical seat, 0 for another one and for none (-1)."""
        return (np.where(post >= 0, self.critical[post], False)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Chains:
    """The movers of a plan in the order of their chains: rows of `person`, of the `post` taken and of the `home` left
    (-1: none). `begin`, `end`: span of the own chain; `ring`: it has no end. `number`: of each person of the ground
    among the movers (-1: moves nowhere)."""

    person: Whole
    post: Whole
    home: Whole
    begin: Whole
    end: Whole
    ring: Mask
    number: Whole

    @classmethod
    def of(cls, seated: Seated) -> "Chains":
        ground, moves = seated.plan.ground, seated.plan.moves
        person = _rows(ground.people["nip"], moves["nip"])
        number = np.full(len(ground.people), -1, dtype=np.int64)
        number[person] = np.arange(len(person))
        chain = moves["chain"].to_numpy(np.int64)
        turning = ((moves["step"] == 1) & moves["replaces"].isin(moves["nip"])).to_numpy(bool)
        return cls(
            person=person,
            post=seated.seat[person],
            home=seated.home[person],
            begin=np.searchsorted(chain, chain, side="left"),
            end=np.searchsorted(chain, chain, side="right"),
            ring=np.isin(chain, chain[turning]),
            number=number,
        )


@dataclass(frozen=True, eq=False)
class Exchanges:
    """One case a place: `person` (row) takes `post` (row) from the mover `placed` (number). `first`..`last`-1: the
    movers who go home; in a ring also those from its begin up to `wrap`. `possible`: False where a ring does not let
    an outsider in."""

    chains: Chains
    placed: Whole
    person: Whole
    post: Whole
    first: Whole
    last: Whole
    wrap: Whole
    possible: Mask

    @classmethod
    def of(cls, chains: Chains, placed: Whole, person: Whole, post: Whole) -> "Exchanges":
        begin, end, number = chains.begin[placed], chains.end[placed], chains.number[person]
        within, ring = (number >= begin) & (number < end), chains.ring[placed]
        last = np.where(within & (number > placed), number, end)
        wrap = np.where(within & ring & (number < placed), number, begin)
        return cls(chains, placed, person, post, placed, last, wrap, ~ring | within)

    def __len__(self) -> int:
        return len(self.person)

    def where(self, rows: Whole | Mask) -> "Exchanges":
        """Some of the cases."""
        parts = {field.name: getattr(self, field.name)[rows] for field in fields(self) if field.name != "chains"}
        return replaced(self, **parts)

    def going_home(self, values: Any) -> Whole:
        """Of values by mover (last axis), the sum over those who go home."""
        values = np.asarray(values, dtype=np.int64)
        sums = np.concatenate([np.zeros((*values.shape[:-1], 1), np.int64), values.cumsum(axis=-1)], axis=-1)
        begin = self.chains.begin[self.first]
        return sums[..., self.last] - sums[..., self.first] + sums[..., self.wrap] - sums[..., begin]

    def sends_home(self, person: int) -> Mask:
        """In which cases this person goes home."""
        number, begin = self.chains.number[person], self.chains.begin[self.first]
        return (number >= 0) & (
            ((number >= self.first) & (number < self.last)) | ((number >= begin) & (number < self.wrap))
        )


def _rows(names: pd.Series, wanted: pd.Series) -> Whole:
    return np.asarray(pd.Index(names).get_indexer(pd.Index(wanted)), dtype=np.int64)
