"""What every leaf is: a port. Records go in, gestures come out; it knows no rule and never edits its own data."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

import anywidget
import traitlets

HERE = Path(__file__).parent
STATIC = HERE / "static"
TEMPLATE = HERE / "template"
"""A Jupyter path: Voila finds our page template beneath it."""
STYLES = TEMPLATE / "voila" / "templates" / "penataan" / "static"

Gesture = Callable[[str, Mapping[str, Any]], None]
"""name of what the user did, and on what"""


class Leaf(anywidget.AnyWidget):
    """`record` is all that is shown (JSON); an empty one shows nothing. Only a record that differs is sent."""

    record = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._listeners: list[Gesture] = []
        self.on_msg(self._hear)

    def on_gesture(self, listener: Gesture) -> Callable[[], None]:
        """Call `listener(gesture, detail)` for whatever the user does here; returns its off."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def clear(self) -> None:
        """Show nothing."""
        self.record = {}

    def _hear(self, _widget: Any, content: Any, _buffers: Any) -> None:
        if not isinstance(content, dict) or not isinstance(content.get("gesture"), str):
            return
        if content["gesture"] == "style":
            self.send({"kind": "style", "css": stylesheet()})
            return
        detail = {name: value for name, value in content.items() if name != "gesture"}
        for listener in tuple(self._listeners):
            listener(content["gesture"], detail)


class Progress(TypedDict):
    """What is being computed, in words; `cancel` is the label of the way out, empty where there is none."""

    words: str
    percent: int
    left: str
    cancel: str


class WaitingLeaf(Leaf):
    """A leaf that also says what is being worked out for it, apart from its record, which stays. Gesture: cancel."""

    progress = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)

    def wait(self, progress: Progress | None) -> None:
        """How far it is; None when it is done."""
        self.set_trait("progress", progress)


@cache
def stylesheet() -> str:
    """The look of leaves outside our own page (JupyterLab): without the fonts, which are files of the template."""
    text = "\n".join((STYLES / name).read_text("utf-8") for name in ("tokens.css", "components.css", "page.css"))
    return "\n".join(line for line in text.splitlines() if not line.startswith("@font-face"))
