"""How the organization is cut: its figures before and after, and worked cases of restructuring."""

from workbench.structure.checks import checks
from workbench.structure.figures import affected, compared, of_units, totals
from workbench.structure.worked import alternatives_2025, invariants, worked_split_2025

__all__ = [
    "affected",
    "alternatives_2025",
    "checks",
    "compared",
    "invariants",
    "of_units",
    "totals",
    "worked_split_2025",
]
