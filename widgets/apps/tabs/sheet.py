"""What every sheet does: lay out its leaves, and show one again only when what it rests on has changed."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as ui

from widgets.apps.conversation import Message
from widgets.apps.files import Files
from widgets.apps.layout import box, show
from widgets.apps.outlook import Outlook, alike
from widgets.apps.words import Words
from widgets.leaf import Leaf

PANEL = "pn-lembar-isi-"
"""Class of a sheet's box, before the sheet's name."""


class Sheet(ABC):
    """One tab. A subclass lays out its leaves, and says in `show` what they show."""

    name = ""

    def __init__(self, screen: Outlook, files: Files) -> None:
        self.screen, self.files = screen, files
        self._seen: dict[Leaf, tuple[Any, ...]] = {}
        self.box = box(*self._above(), self._laid_out(), look=PANEL + self.name)

    @property
    def t(self) -> Words:
        return self.screen.t

    def _above(self) -> tuple[ui.Widget, ...]:
        """What stands above the leaves."""
        return ()

    @abstractmethod
    def _laid_out(self) -> ui.Box:
        """The leaves of this sheet in their boxes."""

    def first(self) -> None:  # noqa: B027 - most sheets show all at once
        """Show what answers a gesture, before all that only follows from it."""

    @abstractmethod
    def show(self) -> None:
        """Show what the session knows now."""

    def tells(self, message: Message) -> bool:
        """Whether a part of this sheet says this itself, in the place where it matters."""
        return False

    def leaves(self) -> tuple[Leaf, ...]:
        return tuple(part for part in vars(self).values() if isinstance(part, Leaf))

    def _put(self, leaf: Any, record: Callable[[], Mapping[str, Any] | None], *inputs: Any) -> None:
        """Show this record, made only when one of its inputs is another than before."""
        if self._fresh(leaf, *inputs):
            show(leaf, record())

    def _fresh(self, leaf: Leaf, *inputs: Any) -> bool:
        if alike(self._seen.get(leaf), inputs):
            return False
        self._seen[leaf] = inputs
        return True

    def forget(self) -> None:
        """Show everything anew: what was shown last is not sure."""
        self._seen.clear()
