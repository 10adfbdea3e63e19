"""What is worth finding out: which open questions about people would alter a plan, and what each has at stake."""

from workbench.placement.cleaning.questions import SOURCES
from workbench.placement.cleaning.worklist import Worklist, worklist

__all__ = ["SOURCES", "Worklist", "worklist"]
