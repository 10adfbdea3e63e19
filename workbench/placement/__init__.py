"""Who goes where, and why: merit, the optimal plan, chains and slates."""

from workbench.placement.chains import chain_table
from workbench.placement.decrees import decrees
from workbench.placement.engine.assign import Assignment, Infeasible, assign
from workbench.placement.fairness import Audit, audit
from workbench.placement.ground import Ground, Stopped, prepare
from workbench.placement.merit import Merit
from workbench.placement.plan import Plan, plan, slate, solve
from workbench.placement.preflight import Preflight, preflight

__all__ = [
    "Assignment",
    "Audit",
    "Ground",
    "Infeasible",
    "Merit",
    "Plan",
    "Preflight",
    "Stopped",
    "assign",
    "audit",
    "chain_table",
    "decrees",
    "plan",
    "preflight",
    "prepare",
    "slate",
    "solve",
]
