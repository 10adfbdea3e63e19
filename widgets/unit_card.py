"""One unit: what it is in a few facts, and what can be done with it."""

from collections.abc import Mapping, Sequence

from widgets.leaf import STATIC, Leaf


class UnitCard(Leaf):
    """Gestures: act (key)."""

    _esm = STATIC / "unit_card.js"

    def show(
        self,
        *,
        title: str,
        sub: str,
        facts: Sequence[Mapping[str, str]],
        actions: Sequence[Mapping[str, str]],
        notes: Sequence[str] = (),
    ) -> None:
        """`facts`: label and value; `actions`: key and label."""
        self.record = {
            "title": title,
            "sub": sub,
            "facts": [dict(fact) for fact in facts],
            "actions": [dict(action) for action in actions],
            "notes": list(notes),
        }
