"""What does the law say on that day, and what follows for each person and post?"""

from workbench.regulation.rulebook import (
    Confirmation,
    NotConfirmable,
    NoValue,
    Parameter,
    Regulation,
    Rulebook,
    RulebookError,
    UnknownParameter,
)
from workbench.regulation.values import CONFIDENCE, NO_LIMIT, least

__all__ = [
    "CONFIDENCE",
    "NO_LIMIT",
    "Confirmation",
    "NoValue",
    "NotConfirmable",
    "Parameter",
    "Regulation",
    "Rulebook",
    "RulebookError",
    "UnknownParameter",
    "least",
]
