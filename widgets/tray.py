"""Things that can be taken from here onto a chart: by dragging, or by Enter and then a choice there."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from widgets.leaf import STATIC, Leaf


class Item(TypedDict):
    """`kind` and `id` are what a drop tells; `able`: whether it can be taken up. `actions`: what else can be done."""

    kind: Literal["unit", "post", "people"]
    id: str
    title: str
    text: str
    badge: str
    able: bool
    actions: list[Mapping[str, str]]


class Tray(Leaf):
    """Gestures: pick (kind, id), act (kind, id, key)."""

    _esm = STATIC / "tray.js"

    def show(
        self,
        *,
        title: str,
        count: str,
        aside: str,
        items: Sequence[Item],
        empty: str,
        carried: str = "",
        more: str = "",
    ) -> None:
        """`carried`: id of what is taken up just now. `more`: what is not shown, in words."""
        self.record = {
            "title": title,
            "count": count,
            "aside": aside,
            "items": list(items),
            "empty": empty,
            "carried": carried,
            "more": more,
        }
