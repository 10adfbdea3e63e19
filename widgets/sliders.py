"""Policy as sliders: a tick where each began, the value in words."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Slider(TypedDict):
    """`mark` is the value it began with (None without tick); `live`: a drag asks what it would do (gesture `try`)."""

    name: str
    label: str
    value: int
    text: str
    min: int
    max: int
    step: int
    mark: int | None
    live: bool


class Sliders(Leaf):
    """Gestures: set (name, value) when a slider comes to rest, try (name, value) on its way."""

    _esm = STATIC / "sliders.js"

    def show(self, *, title: str, aside: str, note: str, groups: Sequence[Sequence[Slider]]) -> None:
        self.record = {"title": title, "aside": aside, "note": note, "groups": [list(group) for group in groups]}
