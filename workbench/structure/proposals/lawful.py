"""How many parts of a kind the law gives a unit, as far as a proposal touches them (PP 18/2016)."""

import numpy as np
import pandas as pd

from workbench.regulation.rulebook import Regulation
from workbench.structure.proposals.kernels import Whole


def secretariat_floor(units: pd.DataFrame, parent: Whole, regulation: Regulation) -> Whole:
    """(n,) fewest children of one kind: the subdivisions that the law gives a secretariat by the type of its office (it
    sets an exact number), else 1. An unknown type sets nothing."""
    floor = np.ones(len(units), np.int64)
    here = units["kind"].eq("unit_secretariat").to_numpy(bool) & (parent >= 0)
    floor[here] = _by_type(units, regulation, "subbagian_sekretariat")[parent[here]]
    return np.maximum(floor, 1)


def section_ceiling(units: pd.DataFrame, parent: Whole, regulation: Regulation) -> Whole:
    """(n,) most sections in a division, by the type of the office right above it; -1 where none is known."""
    ceiling = np.full(len(units), -1, np.int64)
    here = units["kind"].eq("division").to_numpy(bool) & (parent >= 0)
    for name in ("seksi_per_bidang_max", "subbidang_per_bidang_max"):
        ceiling[here] = np.maximum(ceiling[here], _by_type(units, regulation, name)[parent[here]])
    return ceiling


_LAW = {
    "office": "organization_province.dinas",
    "agency": "organization_province.badan",
    "inspectorate": "organization_province.inspektorat",
}
"""Kind of office -> the parameter with its numbers of parts by type."""


def _by_type(units: pd.DataFrame, regulation: Regulation, name: str) -> Whole:
    """(n,) what the law says of each office under this name; -1 for other units, and where type or value is unknown."""
    found = np.full(len(units), -1, np.int64)
    for kind, parameter in _LAW.items():
        if parameter in regulation and regulation[parameter].known:
            numbers = {key: parts[name] for key, parts in regulation[parameter].value.items() if name in parts}
            told = units["opd_type"].map(numbers).where(units["kind"] == kind)
            found[told.notna()] = told.dropna().astype("int64")
    return found
