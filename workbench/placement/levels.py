"""How high a tier stands: one ladder for structural, operative and functional posts."""

import pandas as pd

from workbench.regulation.ladder import STRUCTURAL, Ladder
from workbench.regulation.rulebook import Regulation
from workbench.staffing import Vocabulary


def ladder(vocabulary: Vocabulary, regulation: Regulation) -> pd.Series:
    """tier -> level (1 pelaksana, 2 pengawas, 3 administrator, 4 JPT pratama ...).

    A functional tier stands where the regulation puts it beside a structural one: as its equal, or as the other way
    into the same higher post (a second way in is not the law's *setingkat*, so only placement reads it so). Those that
    no regulation names stand with pelaksana.
    """
    placed = Ladder.of(vocabulary, regulation, beside=_ways_in(vocabulary, regulation))
    level = {tier: placed.low[tier] if placed.low[tier] == placed.high[tier] else 1 for tier in placed.tiers}
    return pd.Series(level, dtype="int64")


def _ways_in(vocabulary: Vocabulary, regulation: Regulation) -> list[tuple[str, list[str]]]:
    """Of each high post: the structural tier that leads to it, and the functional ones beside."""
    group = vocabulary.group("tier")
    found = []
    for higher in ("appointment.jpt_pratama", "appointment.jpt_madya"):
        ways = list(regulation[higher].value["prior_post"])
        structural = [tier for tier in ways if group[tier] in STRUCTURAL]
        found += [(structural[0], [tier for tier in ways if tier not in structural])] if structural else []
    return found
