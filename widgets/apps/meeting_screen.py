"""What the panels of the workshop page read."""

from dataclasses import dataclass

from widgets.apps.cut_screen import CutScreen
from widgets.apps.gathering import Gathering


@dataclass(eq=False)
class MeetingScreen(CutScreen):
    """The page of a workshop. Names of people show only once a facilitator has shown them to all."""

    session: Gathering

    unchanged = "meet.unchanged"
    start = ""

    @property
    def blind(self) -> bool:
        workshop = self.session.workshop
        return workshop.blind if workshop is not None else super().blind
