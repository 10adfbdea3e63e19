"""One question, equal answers, and a result that nobody sees before it is closed."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Answer(TypedDict):
    key: str
    label: str
    on: bool


class Ballot(Leaf):
    """Gestures: vote (key), act (key)."""

    _esm = STATIC / "ballot.js"

    def show(
        self,
        *,
        title: str,
        badge: str,
        question: str,
        answers: Sequence[Answer],
        able: bool,
        cast: str,
        part: float,
        note: str,
        results: Sequence[Mapping[str, str | float]],
        actions: Sequence[Mapping[str, str]],
        words: Mapping[str, str],
    ) -> None:
        """`cast`: how many have voted, in words, `part` of all in percent. `results`: label, count and part of each
        answer, once it is closed. words: mine, cast, none."""
        self.record = {
            "title": title,
            "badge": badge,
            "question": question,
            "answers": list(answers),
            "able": able,
            "cast": cast,
            "part": part,
            "note": note,
            "results": [dict(result) for result in results],
            "actions": [dict(action) for action in actions],
            "words": dict(words),
        }
