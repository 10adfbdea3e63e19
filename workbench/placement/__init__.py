"""Who goes where, and why: merit, the optimal plan, chains and slates."""

from workbench.placement.chains import chain_table
from workbench.placement.cleaning import Worklist, worklist
from workbench.placement.compare import Comparison, compare
from workbench.placement.engine.assign import Assignment, Infeasible, assign
from workbench.placement.fairness import Audit, audit
from workbench.placement.ground import Ground, Stopped, prepare
from workbench.placement.matching import Market, Matchings, market, matchings
from workbench.placement.merit import Merit
from workbench.placement.plan import Plan, plan, slate, solve
from workbench.placement.robustness.robust import Robust, Trial, robust
from workbench.placement.robustness.sweep import Serial, Sweep, WorkerLost, sweep
from workbench.placement.succession.bench import Successors, bench
from workbench.placement.succession.decrees import decrees
from workbench.placement.succession.forecast import Forecast, forecast
from workbench.placement.succession.preflight import Preflight, preflight
from workbench.placement.why import Price, Priced, Untold, Unverified, Why, one_more, overrides, price_of, why

__all__ = [
    "Assignment",
    "Audit",
    "Comparison",
    "Forecast",
    "Ground",
    "Infeasible",
    "Market",
    "Matchings",
    "Merit",
    "Plan",
    "Preflight",
    "Price",
    "Priced",
    "Robust",
    "Serial",
    "Stopped",
    "Successors",
    "Sweep",
    "Trial",
    "Untold",
    "Unverified",
    "Why",
    "WorkerLost",
    "Worklist",
    "assign",
    "audit",
    "bench",
    "chain_table",
    "compare",
    "decrees",
    "forecast",
    "market",
    "matchings",
    "one_more",
    "overrides",
    "plan",
    "preflight",
    "prepare",
    "price_of",
    "robust",
    "slate",
    "solve",
    "sweep",
    "why",
    "worklist",
]
