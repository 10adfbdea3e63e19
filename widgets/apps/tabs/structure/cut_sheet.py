"""What the sheets about a cut share: its screen and its session."""

from collections.abc import Mapping
from typing import Any

from widgets.apps.cut_screen import CutScreen
from widgets.apps.restructuring import Restructuring
from widgets.apps.tabs.sheet import Sheet

Detail = Mapping[str, Any]
"""What a gesture was made on."""


class CutSheet(Sheet):
    """A sheet of the structure page."""

    screen: CutScreen

    @property
    def session(self) -> Restructuring:
        return self.screen.session
