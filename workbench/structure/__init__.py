"""How the organization is cut: its figures before and after, and worked cases of restructuring."""

from workbench.structure.figures import affected, compared, of_units, totals
from workbench.structure.proposals import Caps, Prices, Proposed, propose, worded
from workbench.structure.worked import alternatives_2025, invariants, worked_split_2025

__all__ = [
    "Caps",
    "Prices",
    "Proposed",
    "affected",
    "alternatives_2025",
    "compared",
    "invariants",
    "of_units",
    "propose",
    "totals",
    "worded",
    "worked_split_2025",
]
