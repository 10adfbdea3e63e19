"""Two sides with wishes of their own: rival plans, what can be said of each, and what people and units got."""

from workbench.placement.matching.market import IGNORED, UNSTATED, Market, market
from workbench.placement.matching.properties import BY_CONSTRUCTION, PROPERTIES, by_construction, matrix, properties
from workbench.placement.matching.rules import LABELS, RULES, Matchings, matchings, max_min, right_to_stay, stable
from workbench.placement.matching.statistics import matching_statistics, statistics

__all__ = [
    "BY_CONSTRUCTION",
    "IGNORED",
    "LABELS",
    "PROPERTIES",
    "RULES",
    "UNSTATED",
    "Market",
    "Matchings",
    "by_construction",
    "market",
    "matching_statistics",
    "matchings",
    "matrix",
    "max_min",
    "properties",
    "right_to_stay",
    "stable",
    "statistics",
]
