"""How the organization is cut: worked cases of restructuring, and what must hold of them."""

from workbench.structure.worked import alternatives_2025, invariants, worked_split_2025

__all__ = ["alternatives_2025", "invariants", "worked_split_2025"]
