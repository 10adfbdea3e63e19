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
    """Gestures: undo, redo, python, branch (title), open (scenario)."""

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
        words: Mapping[str, str],
    ) -> None:
        """`saved` says when the last step was written; without `branches` there is nothing to branch from yet."""
        self.record = {
            "title": title,
            "branches": list(branches),
            "step": step,
            "saved": saved,
            "undo": undo,
            "redo": redo,
            "python": python,
            "words": dict(words),
        }
