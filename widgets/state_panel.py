"""What happened, what stays safe, what to press next."""

from collections.abc import Sequence
from typing import Literal, TypedDict

from widgets.leaf import STATIC, Leaf

Kind = Literal["empty", "error", "refused", "conflict", "note", "ask"]


class Action(TypedDict):
    """`main`: the one to press; `copy`: text that goes to the clipboard."""

    name: str
    label: str
    main: bool
    copy: str


class Choice(TypedDict):
    name: str
    author: str
    text: str


class StatePanel(Leaf):
    """Gestures: act (name, value of the field)."""

    _esm = STATIC / "state_panel.js"

    def show(
        self,
        *,
        kind: Kind,
        title: str,
        text: str,
        actions: Sequence[Action] = (),
        code: str = "",
        choices: Sequence[Choice] = (),
        field: str = "",
    ) -> None:
        """`code` is a command to type; `field` labels a question that the user answers in words."""
        self.record = {
            "kind": kind,
            "title": title,
            "text": text,
            "code": code,
            "choices": list(choices),
            "field": field,
            "actions": list(actions),
        }
