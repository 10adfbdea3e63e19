"""How the organization is cut: its figures before and after, and worked cases of restructuring."""

from workbench.structure.figures import affected, compared, of_units, totals
from workbench.structure.layout import Layout, layout
from workbench.structure.tree import Tree, kinds_of, read_tree
from workbench.structure.worked import alternatives_2025, invariants, worked_split_2025

__all__ = [
    "Layout",
    "Tree",
    "affected",
    "alternatives_2025",
    "compared",
    "invariants",
    "kinds_of",
    "layout",
    "of_units",
    "read_tree",
    "totals",
    "worked_split_2025",
]
