"""How the organization is cut: its figures before and after, and worked cases of restructuring."""

from workbench.structure.changes import changes
from workbench.structure.checks import checks
from workbench.structure.comparing import compare, only_changes
from workbench.structure.duties import Criteria
from workbench.structure.fates import Fates, fates
from workbench.structure.figures import affected, compared, judged, of_units, pay_confidence, totals
from workbench.structure.layout import Layout, layout
from workbench.structure.lenses import LENSES, Lens, lens
from workbench.structure.measured import Measured
from workbench.structure.obstacles import obstacles
from workbench.structure.onward import gaps_after, to_placement
from workbench.structure.proposals import Caps, Prices, Proposed, propose, worded
from workbench.structure.tree import Tree, kinds_of, read_tree
from workbench.structure.worked import alternatives_2025, invariants, worked_split_2025

__all__ = [
    "LENSES",
    "Caps",
    "Criteria",
    "Fates",
    "Layout",
    "Lens",
    "Measured",
    "Prices",
    "Proposed",
    "Tree",
    "affected",
    "alternatives_2025",
    "changes",
    "checks",
    "compare",
    "compared",
    "fates",
    "gaps_after",
    "invariants",
    "judged",
    "kinds_of",
    "layout",
    "lens",
    "obstacles",
    "of_units",
    "only_changes",
    "pay_confidence",
    "propose",
    "read_tree",
    "to_placement",
    "totals",
    "worded",
    "worked_split_2025",
]
