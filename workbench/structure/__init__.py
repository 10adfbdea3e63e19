"""How the organization is cut: its figures before and after, and worked cases of restructuring."""

from workbench.structure.changes import changes
from workbench.structure.duties import Criteria
from workbench.structure.fates import Fates, fates
from workbench.structure.figures import affected, compared, judged, of_units, pay_confidence, totals
from workbench.structure.lenses import LENSES, Lens, lens
from workbench.structure.measured import Measured
from workbench.structure.onward import gaps_after, to_placement
from workbench.structure.worked import alternatives_2025, invariants, worked_split_2025

__all__ = [
    "LENSES",
    "Criteria",
    "Fates",
    "Lens",
    "Measured",
    "affected",
    "alternatives_2025",
    "changes",
    "compared",
    "fates",
    "gaps_after",
    "invariants",
    "judged",
    "lens",
    "of_units",
    "pay_confidence",
    "to_placement",
    "totals",
    "worked_split_2025",
]
