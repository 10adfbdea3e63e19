"""A queue of proposals: what each does in figures, what the rules say of it, and what can be done with it."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Proposal(TypedDict):
    """`impacts`: label and value; `verdict`: kind (ya, tidak, entah or empty) and text; `actions`: key and label, and
    `main` for the first; `on`: ticked or not, None where it cannot be."""

    key: str
    title: str
    text: str
    impacts: list[Mapping[str, str]]
    verdict: Mapping[str, str] | None
    by: str
    badge: str
    current: bool
    actions: list[Mapping[str, str]]
    on: bool | None


class Proposals(Leaf):
    """Gestures: add, act (key of the proposal, name), tick (key, on), head (name)."""

    _esm = STATIC / "proposals.js"

    def show(
        self,
        *,
        title: str,
        count: str,
        add: str,
        items: Sequence[Proposal],
        empty: str,
        actions: Sequence[Mapping[str, str]] = (),
        notes: Sequence[str] = (),
    ) -> None:
        """`add` labels the button that begins a new one; empty where there is none. `actions`: of the whole."""
        self.record = {
            "title": title,
            "count": count,
            "add": add,
            "items": list(items),
            "empty": empty,
            "actions": [dict(action) for action in actions],
            "notes": list(notes),
        }
