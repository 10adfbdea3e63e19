"""How high a tier stands: one ladder for structural, operative and functional posts."""

import pandas as pd

from workbench.regulation.rulebook import Regulation
from workbench.staffing import Vocabulary


def ladder(vocabulary: Vocabulary, regulation: Regulation) -> pd.Series:
    """tier -> level (1 pelaksana, 2 pengawas, 3 administrator, 4 JPT pratama ...).

    A functional tier stands where the regulation puts it beside a structural one: as its equal, or as the other way
    into the same higher post. Those that no regulation names stand with pelaksana.
    """
    order, group = vocabulary.order("tier"), vocabulary.group("tier")
    administrative = int((group == "ja").sum())
    level = order.where(group != "jpt", order + administrative).where(group.isin(["ja", "jpt"]))
    for structural, functional in _equals(regulation, group):
        level[functional] = level[structural]
    return level.fillna(1).astype("int64")


def _equals(regulation: Regulation, group: pd.Series) -> list[tuple[str, list[str]]]:
    found = []
    equivalent = regulation["codes.jf_equivalent_tier"]
    if equivalent.known:
        found += [(tier, list(functional)) for tier, functional in equivalent.value.items()]
    for higher in ("appointment.jpt_pratama", "appointment.jpt_madya"):
        ways = list(regulation[higher].value["prior_post"])
        structural = [tier for tier in ways if group[tier] in ("ja", "jpt")]
        found += [(structural[0], [tier for tier in ways if tier not in structural])] if structural else []
    return found
