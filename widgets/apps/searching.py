"""A search within limits, as the page follows it: how far it is, and a stop that keeps the best plan so far."""

from collections.abc import Callable

from workbench.placement.engine.assign import StopSign

GROUND = 0.3
"""What part of the way the ground takes; the search, which is the long part, has the rest."""


class Searching:
    """Progress and stop sign in one; `tell` hears how far, in words, and whether a stop would keep something.

    The search hears the stop at once and ends with what it has; from then on there is nothing to stop, since what
    follows only tells that plan. Where there is none yet, the search itself gives up.
    """

    def __init__(self, tell: Callable[[float, str, bool], None], stop: StopSign, ground: float = GROUND) -> None:
        self._tell, self._stop, self._ground = tell, stop, ground
        self._began = self._found = False

    def is_set(self) -> bool:
        return not self._found and self._stop.is_set()

    def grounding(self, fraction: float, words: str) -> None:
        """Progress of the ground, which comes first and can only be left."""
        self._tell(self._ground * fraction, words, False)

    def progress(self, fraction: float, words: str) -> None:
        # The first word says that the search begins; what comes after its last is the telling of the plan.
        if self._began and not self._found:
            self._tell(self._ground + (1 - self._ground) * fraction, words, True)
        self._found = self._found or (self._began and fraction >= 1)
        self._began = True
