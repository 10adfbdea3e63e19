"""What does the law say on that day, and what follows for each person and post?"""

from workbench.regulation.catalogue import DEFAULT_RULES, RULES, SETTINGS, Rule, Setting
from workbench.regulation.compare import NO, UNKNOWN, YES
from workbench.regulation.findings import Facts, Findings, find, requirement_profiles
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
    "DEFAULT_RULES",
    "NO",
    "NO_LIMIT",
    "RULES",
    "SETTINGS",
    "UNKNOWN",
    "YES",
    "Confirmation",
    "Facts",
    "Findings",
    "NoValue",
    "NotConfirmable",
    "Parameter",
    "Regulation",
    "Rule",
    "Rulebook",
    "RulebookError",
    "Setting",
    "UnknownParameter",
    "find",
    "least",
    "requirement_profiles",
]
