"""How tiers stand to each other: one ladder of structural posts, and functional posts beside it where the law says so.

`codes.jf_equivalent_tier` names which functional level is *setingkat* with which structural tier. A level that it does
not name lies somewhere between those that it does, so some answers are UNKNOWN.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.regulation.asking import Ask, ask
from workbench.regulation.compare import NO, UNKNOWN, YES
from workbench.regulation.rulebook import NO_LIMIT, Regulation
from workbench.staffing import Vocabulary

STRUCTURAL = ("ja", "jpt")


@dataclass(frozen=True, eq=False)
class Ladder:
    """`low`, `high`: between which rungs each tier stands (equal for structural tiers); `order`: within its own
    group."""

    group: dict[str, str]
    order: dict[str, int]
    low: dict[str, float]
    high: dict[str, float]
    equivalence: Ask

    @classmethod
    def of(
        cls, vocabulary: Vocabulary, regulation: Regulation, beside: Iterable[tuple[str, Sequence[str]]] = ()
    ) -> "Ladder":
        """`beside`: functional tiers that a caller sets beside a structural one as well. The rules of law set none."""
        group = {str(tier): str(name) for tier, name in vocabulary.group("tier").items()}
        order = {str(tier): int(rank) for tier, rank in vocabulary.order("tier").items()}
        administrative = max(order[tier] for tier in group if group[tier] == "ja")
        rung = {tier: float(order[tier] + (administrative if group[tier] == "jpt" else 0)) for tier in group}
        equivalence = ask(regulation, "codes.jf_equivalent_tier")
        low = {tier: rung[tier] if group[tier] in STRUCTURAL else -np.inf for tier in group}
        high = {tier: rung[tier] if group[tier] in STRUCTURAL else np.inf for tier in group}
        named = equivalence.value.items() if equivalence.known and equivalence.value is not NO_LIMIT else ()
        anchors = [(level, rung[tier]) for tier, levels in (*named, *beside) for level in levels]
        for tier in (tier for tier in group if group[tier] not in STRUCTURAL):
            known = [(order[level], at) for level, at in anchors if group.get(level) == group[tier]]
            low[tier] = max((at for level, at in known if level <= order[tier]), default=-np.inf)
            high[tier] = min((at for level, at in known if level >= order[tier]), default=np.inf)
        return cls(group, order, low, high, equivalence)

    @property
    def tiers(self) -> tuple[str, ...]:
        return tuple(self.group)

    def functional(self, tier: str) -> bool:
        return tier in self.group and self.group[tier] not in STRUCTURAL

    def reaches(self, held: str, asked: str) -> int:
        """Whether `held` is `asked` or above (YES, NO, UNKNOWN)."""
        if held not in self.group or asked not in self.group:
            return UNKNOWN
        if self.group[held] == self.group[asked]:
            return YES if self.order[held] >= self.order[asked] else NO
        if self.low[held] >= self.high[asked]:
            return YES
        return NO if self.high[held] < self.low[asked] else UNKNOWN

    def same(self, held: str, asked: str) -> int:
        """Whether two tiers stand on the same rung."""
        there, back = self.reaches(held, asked), self.reaches(asked, held)
        if NO in (there, back):
            return NO
        return YES if there == back == YES else UNKNOWN
