"""Where am I, is it saved, back and forward, branches."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Branch(TypedDict):
    id: str
    title: str
    current: bool
    href: str


class ScenarioBar(Leaf):
    """Gestures: undo, redo, python, naming (on), branch (title), open (scenario)."""

    _esm = STATIC / "scenario_bar.js"

    def show(
        self,
        *,
        title: str,
        branches: Sequence[Branch],
        step: str,
        saved: str,
        undo: bool,
        redo: bool,
        python: bool,
        naming: bool,
        words: Mapping[str, str],
    ) -> None:
        """`saved` says when the last step was written; `naming`: a name for a new branch is being asked."""
        self.record = {
            "title": title,
            "branches": list(branches),
            "step": step,
            "saved": saved,
            "undo": undo,
            "redo": redo,
            "python": python,
            "naming": naming,
            "words": dict(words),
        }
