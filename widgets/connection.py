"""The page's tie to its kernel: heartbeat, address, files to take away."""

from collections.abc import Mapping
from typing import Any

from widgets.leaf import STATIC, Leaf


class Connection(Leaf):
    """Draws nothing. Gestures: hello (actor remembered by the browser), here (hidden: another page is in front). It
    answers the heartbeat itself."""

    _esm = STATIC / "connection.js"

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_gesture(self._answer)

    def show(
        self,
        *,
        scenario: str,
        title: str,
        actor: str,
        saved: str,
        attempt: str,
        gone: str,
        sheet: str = "",
        present: bool = False,
    ) -> None:
        """`sheet`: the part of the page in sight, kept in the address; empty for the first. What the page says once
        nobody answers: `saved` always, `attempt` ({n} for its number) while it tries, `gone` when the kernel is known
        to have ended. `present`: the browser says every few seconds that somebody is there."""
        said = {"saved": saved, "attempt": attempt, "gone": gone}
        told: dict[str, Any] = {"scenario": scenario, "sheet": sheet, "title": title, "actor": actor, **said}
        self.record = told | ({"present": True} if present else {})

    def hand_over(self, name: str, kind: str, content: bytes) -> None:
        """Give the browser a file, without a server that would have to keep it."""
        self.send({"kind": "file", "name": name, "type": kind}, buffers=[content])

    def go_to(self, name: str) -> None:
        """Put the focus on the part of the page with this key."""
        self.send({"kind": "focus", "name": name})

    def leave_for(self, address: str) -> None:
        """Go to another page of this server."""
        self.send({"kind": "go", "name": address})

    def _answer(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "ping":
            self.send({"kind": "pong"})
