"""What if: moves on a state, kept as a replayable scenario."""

from workbench.scenario.differences import diff
from workbench.scenario.limiting import told
from workbench.scenario.limits import Apart, Budget, Freeze, Limit, Quality, Share, UnitMoves, limit_of, limit_record
from workbench.scenario.moves import (
    AddLimit,
    AssumeRule,
    DropLimit,
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
from workbench.scenario.relocation import Relocation
from workbench.scenario.scenario import Scenario, Step, Unreplayable
from workbench.scenario.state import COMPONENTS, SCORE_MAX, Policy, Refused, Seat, State, rebalanced

__all__ = [
    "COMPONENTS",
    "SCORE_MAX",
    "AddLimit",
    "Apart",
    "AssumeRule",
    "Budget",
    "DropLimit",
    "Forbid",
    "Freeze",
    "Limit",
    "Lock",
    "Move",
    "Place",
    "Policy",
    "Quality",
    "Refused",
    "Release",
    "Relocation",
    "Scenario",
    "Seat",
    "SetLimit",
    "SetScope",
    "SetWeights",
    "Share",
    "State",
    "Step",
    "UnitMoves",
    "Unreplayable",
    "Vacate",
    "apply",
    "describe",
    "diff",
    "from_record",
    "limit_of",
    "limit_record",
    "rebalanced",
    "to_record",
    "told",
]
