"""What is talked about, in which order, and how much time is left for it."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from widgets.leaf import STATIC, Leaf


class Item(TypedDict):
    key: str
    title: str
    state: Literal["done", "now", "ahead"]


class Agenda(Leaf):
    """Gestures: act (key), turn (key of an item)."""

    _esm = STATIC / "agenda.js"

    def show(
        self,
        *,
        title: str,
        count: str,
        left: float | None,
        total: float,
        running: bool,
        items: Sequence[Item],
        actions: Sequence[Mapping[str, str]],
        able: bool,
        words: Mapping[str, str],
    ) -> None:
        """`left`, `total`: seconds of the present item, None without one; the leaf counts down by itself while it is
        `running`. `able`: whether this visitor may turn to another item. words: left, of ({total}), none."""
        self.record = {
            "title": title,
            "count": count,
            "left": left,
            "total": total,
            "running": running,
            "items": list(items),
            "actions": [dict(action) for action in actions],
            "able": able,
            "words": dict(words),
        }
