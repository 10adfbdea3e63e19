"""A workshop: one shared scenario, many people. What its record tells, and who may do what in it."""

from workbench.scenario.workshop.folding import GESTURES, folded, opened
from workbench.scenario.workshop.rules import agenda_mistake, may
from workbench.scenario.workshop.values import (
    VERDICTS,
    YES_NO,
    Ballot,
    Decision,
    Issue,
    Item,
    Note,
    Participant,
    Proposal,
    Timer,
    Weighing,
    Workshop,
)

__all__ = [
    "GESTURES",
    "VERDICTS",
    "YES_NO",
    "Ballot",
    "Decision",
    "Issue",
    "Item",
    "Note",
    "Participant",
    "Proposal",
    "Timer",
    "Weighing",
    "Workshop",
    "agenda_mistake",
    "folded",
    "may",
    "opened",
]
