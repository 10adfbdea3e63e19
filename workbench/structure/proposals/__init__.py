"""Which units to merge, move or abolish: the optimiser of the structure."""

from workbench.structure.proposals.caps import Caps, Prices
from workbench.structure.proposals.propose import Proposed, Step, Why, propose
from workbench.structure.proposals.words import worded

__all__ = ["Caps", "Prices", "Proposed", "Step", "Why", "propose", "worded"]
