"""Who goes where, and why: merit, the optimal plan, chains and slates."""

from workbench.placement.engine.assign import Assignment, Infeasible, assign
from workbench.placement.ground import Ground, Stopped, prepare
from workbench.placement.merit import Merit
from workbench.placement.plan import Plan, plan, slate, solve

__all__ = [
    "Assignment",
    "Ground",
    "Infeasible",
    "Merit",
    "Plan",
    "Stopped",
    "assign",
    "plan",
    "prepare",
    "slate",
    "solve",
]
