"""What the rules say of one candidate for one post: word, observed against threshold, citation."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.leaf import STATIC, Leaf


class Finding(TypedDict):
    """`kind`: ya, tidak or entah; `badge` says how sure the rule's value is, empty when it is verified."""

    kind: str
    label: str
    word: str
    measure: str
    citation: str
    badge: str


class FindingsList(Leaf):
    """Gestures: all (show every finding)."""

    _esm = STATIC / "findings.js"

    def show(self, *, title: str, count: str, findings: Sequence[Finding], more: str, empty: str) -> None:
        self.record = {"title": title, "count": count, "findings": list(findings), "more": more, "empty": empty}
