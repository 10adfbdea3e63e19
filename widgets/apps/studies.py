"""What a page asks about its plan beside the gestures: each question once a plan, and only while it is looked at."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from widgets.apps.conversation import Message
from workbench.placement import Plan
from workbench.placement.engine.assign import Progress, StopSign

KEPT = 48
"""Answers remembered, so that a tab, a candidate or an undone step is shown again at once."""

Worker = Callable[[Plan, Progress, StopSign], Any]


@dataclass(frozen=True)
class Study:
    """A question about the plan on the screen. `about`: what its answer depends on beyond the plan. `quick`: it takes a
    blink, so it goes before what does not, even where that is under way."""

    name: str
    work: Worker = field(compare=False, repr=False)
    about: Hashable = ()
    quick: bool = False


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a study: a value, or the message that says why there is none. It holds the decisions of the plan it
    is about, so that no other plan can take their place in memory."""

    decided: Any
    value: Any = None
    message: Message | None = None


class Studies:
    """Answers by plan and study, and what is still wanted. It starts nothing itself: see `Session.want`."""

    def __init__(self) -> None:
        self.told = 0
        self._known: OrderedDict[tuple[Study, int], Answer] = OrderedDict()
        self._wanted: tuple[Study, ...] = ()

    def answer(self, plan: Plan | None, study: Study) -> Answer | None:
        """What is known; None while nobody has worked it out."""
        return self._known.get((study, id(plan.rows))) if plan is not None else None

    def keep(self, plan: Plan, study: Study, value: Any = None, message: Message | None = None) -> None:
        self._known[study, id(plan.rows)] = Answer(plan.rows, value, message)
        self.told += 1
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    def forget(self, plan: Plan | None, study: Study) -> None:
        """Ask again."""
        if plan is not None and self._known.pop((study, id(plan.rows)), None) is not None:
            self.told += 1

    def want(self, studies: Sequence[Study]) -> None:
        self._wanted = tuple(studies)

    def wanted(self, study: Study) -> bool:
        return study in self._wanted

    def next(self, plan: Plan | None) -> Study | None:
        """The first that is wanted and not known, the quick ones before the others."""
        left = [study for study in self._wanted if self.answer(plan, study) is None] if plan is not None else []
        return next((study for study in left if study.quick), left[0] if left else None)
