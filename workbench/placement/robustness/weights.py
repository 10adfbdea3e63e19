"""All weights near those chosen: whole percents between bounds, adding up to 100."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from workbench.scenario import COMPONENTS

Weights = tuple[int, ...]
"""Whole percents in the order of `COMPONENTS`."""

WHOLE = 100


def named(weights: Weights) -> dict[str, int]:
    """As a policy writes them."""
    return dict(zip(COMPONENTS, weights, strict=True))


@dataclass(frozen=True)
class WeightRange:
    """A polytope: `low` <= weight <= `high` by component (whole percents), sum 100. Bounds are as tight as they can be.

    Its corners are whole, so a function that is convex in the weights has its greatest value at one of them.

    >>> WeightRange.around({"pendidikan": 20, "pengalaman": 25, "kompetensi": 25, "kinerja": 20, "rekam_jejak": 10}, 5)
    WeightRange(low=(15, 20, 20, 15, 5), high=(25, 30, 30, 25, 15))
    """

    low: Weights
    high: Weights

    def __post_init__(self) -> None:
        if any(a > b for a, b in zip(self.low, self.high, strict=True)):
            raise ValueError(f"no weights lie between {self.low} and {self.high}")

    @classmethod
    def around(cls, weights: Mapping[str, int], points: int) -> "WeightRange":
        """Each weight up to `points` percentage points lower or higher, never below 0 or above 100."""
        if points < 0:
            raise ValueError(f"a range of {points} points has no weights: give 0 or more")
        low = tuple(max(0, weights[name] - points) for name in COMPONENTS)
        high = tuple(min(WHOLE, weights[name] + points) for name in COMPONENTS)
        return cls._tight(low, high)

    @classmethod
    def _tight(cls, low: Weights, high: Weights) -> "WeightRange":
        """Without what no sum of 100 could reach; one pass is enough, since it does not move either sum's own bound."""
        least, most = sum(low), sum(high)
        return cls(
            tuple(max(a, WHOLE - (most - b)) for a, b in zip(low, high, strict=True)),
            tuple(min(b, WHOLE - (least - a)) for a, b in zip(low, high, strict=True)),
        )

    @cached_property
    def corners(self) -> tuple[Weights, ...]:
        """At a corner all weights but one stand at a bound, and that one makes up the 100: sorted, each once."""
        found = set()
        for k in range(len(self.low)):
            others = [(a, b) for i, (a, b) in enumerate(zip(self.low, self.high, strict=True)) if i != k]
            for bounds in product(*others):
                rest = WHOLE - sum(bounds)
                if self.low[k] <= rest <= self.high[k]:
                    found.add((*bounds[:k], rest, *bounds[k:]))
        return tuple(sorted(found))

    def __contains__(self, weights: object) -> bool:
        return isinstance(weights, tuple) and sum(weights) == WHOLE and self._between(weights)

    def _between(self, weights: Weights) -> bool:
        return all(a <= w <= b for a, w, b in zip(self.low, weights, self.high, strict=True))

    def __iter__(self) -> Iterator[Weights]:
        """Every whole-percent weighting in the range, in order: as many as `len`."""
        sides = [range(a, b + 1) for a, b in zip(self.low[:-1], self.high[:-1], strict=True)]
        for chosen in product(*sides):
            rest = WHOLE - sum(chosen)
            if self.low[-1] <= rest <= self.high[-1]:
                yield (*chosen, rest)

    def __len__(self) -> int:
        ways = np.ones(1, np.int64)
        for a, b in zip(self.low, self.high, strict=True):
            ways = np.convolve(ways, np.ones(b - a + 1, np.int64))
        return int(ways[WHOLE - sum(self.low)])

    @cached_property
    def halves(self) -> tuple["WeightRange", ...]:
        """Two ranges that share no weights and hold all whole percents of this one; none when it holds one alone."""
        k = max(range(len(self.low)), key=lambda k: self.high[k] - self.low[k])
        middle = (self.low[k] + self.high[k]) // 2
        if self.low[k] == self.high[k]:
            return ()
        lower = (*self.high[:k], middle, *self.high[k + 1 :])
        upper = (*self.low[:k], middle + 1, *self.low[k + 1 :])
        return self._tight(self.low, lower), self._tight(upper, self.high)

    def draw(self, rng: np.random.Generator) -> Weights:
        """One whole-percent weighting, each as likely as any other."""
        while True:
            chosen = tuple(
                int(rng.integers(a, b, endpoint=True)) for a, b in zip(self.low[:-1], self.high[:-1], strict=True)
            )
            rest = WHOLE - sum(chosen)
            if self.low[-1] <= rest <= self.high[-1]:
                return (*chosen, rest)
