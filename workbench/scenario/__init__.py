"""What if: moves on a state, kept as a replayable scenario."""

from workbench.scenario.differences import diff
from workbench.scenario.moves import (
    AssumeRule,
    Forbid,
    Lock,
    Move,
    Place,
    Release,
    SetLimit,
    SetScope,
    SetWeights,
    Vacate,
    apply,
    describe,
    from_record,
    to_record,
)
from workbench.scenario.scenario import Scenario, Step, Unreplayable
from workbench.scenario.state import COMPONENTS, SCORE_MAX, Policy, Refused, Seat, State, rebalanced

__all__ = [
    "COMPONENTS",
    "SCORE_MAX",
    "AssumeRule",
    "Forbid",
    "Lock",
    "Move",
    "Place",
    "Policy",
    "Refused",
    "Release",
    "Scenario",
    "Seat",
    "SetLimit",
    "SetScope",
    "SetWeights",
    "State",
    "Step",
    "Unreplayable",
    "Vacate",
    "apply",
    "describe",
    "diff",
    "from_record",
    "rebalanced",
    "to_record",
]
