"""Files in: chosen or dropped, and sent in pieces."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from widgets.leaf import STATIC, WaitingLeaf

MOST = 200 * 1024 * 1024
"""Bytes of one file beyond which the browser does not even begin."""


class Chosen(TypedDict):
    name: str
    size: str


class FilePicker(WaitingLeaf):
    """Gestures: remove (at), date (value), note (value), read, cancel, too_big (name, size)."""

    _esm = STATIC / "file_picker.js"

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self._pieces: dict[str, list[bytes]] = {}
        self._takers: list[Callable[[str, bytes], None]] = []
        self.on_msg(self._collect)

    def on_file(self, taker: Callable[[str, bytes], None]) -> Callable[[], None]:
        """Call `taker(name, content)` for each file that has come in whole; returns its off."""
        self._takers.append(taker)
        return lambda: self._takers.remove(taker)

    def show(
        self,
        *,
        title: str,
        aside: str,
        files: Sequence[Chosen],
        date: str,
        note: str,
        able: bool,
        words: Mapping[str, str],
    ) -> None:
        """`able`: whether there is anything to read."""
        self.record = {
            "title": title,
            "aside": aside,
            "files": list(files),
            "date": date,
            "note": note,
            "able": able,
            "most": MOST,
            "words": dict(words),
        }

    def _collect(self, _widget: Any, content: Any, buffers: Any) -> None:
        if not isinstance(content, dict) or content.get("gesture") != "piece" or not buffers:
            return
        name, id = str(content.get("name", "")), str(content.get("id", ""))
        pieces = self._pieces.setdefault(id, [])
        pieces.append(bytes(buffers[0]))
        if sum(map(len, pieces)) > MOST:
            self._pieces[id] = []
        elif content.get("last"):
            whole = b"".join(self._pieces.pop(id))
            for taker in tuple(self._takers):
                taker(name, whole)
