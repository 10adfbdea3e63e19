"""What was done and decided, the latest first."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Line(TypedDict):
    """`kind` dresses the badge: ya, tidak, entah or nila. `actions`: key and label."""

    key: str
    time: str
    title: str
    badge: str
    kind: str
    text: str
    current: bool
    actions: list[Mapping[str, str]]


class Log(Leaf):
    """Gestures: head (name), act (key of the line, name)."""

    _esm = STATIC / "log.js"

    def show(
        self, *, title: str, count: str, lines: Sequence[Line], empty: str, actions: Sequence[Mapping[str, str]] = ()
    ) -> None:
        """`actions`: key and label of buttons in the head."""
        self.record = {
            "title": title,
            "count": count,
            "lines": list(lines),
            "empty": empty,
            "actions": [dict(action) for action in actions],
        }
