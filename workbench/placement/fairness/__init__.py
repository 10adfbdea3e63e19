"""Is this plan fair? Asked of whom it selects, of whom it passes over, and of the quality it leaves in each office.

An audit is a question, not a verdict: every answer is yes, no or unknown, with the numbers that it rests on. Sex, age,
religion, marital status and region are read here, to look back at a plan, and nowhere where a score is made.
"""

from workbench.placement.fairness.audit import Audit, audit
from workbench.placement.fairness.balance import Balance, balance
from workbench.placement.fairness.envy import Envy, envy
from workbench.placement.fairness.selection import rates, ratios
from workbench.placement.fairness.standard import Standard

__all__ = ["Audit", "Balance", "Envy", "Standard", "audit", "balance", "envy", "rates", "ratios"]
