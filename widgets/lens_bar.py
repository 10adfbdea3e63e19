"""How a chart is looked at: through which lens, with what left out, and which part of the whole."""

from collections.abc import Sequence
from typing import TypedDict

from widgets.form_panel import Option
from widgets.leaf import STATIC, Leaf


class Switch(TypedDict):
    key: str
    label: str
    on: bool


class KeyHelp(TypedDict):
    """Keys and what they do here."""

    keys: list[str]
    label: str


class LensBar(Leaf):
    """Gestures: lens (key), switch (key, on), scope (key)."""

    _esm = STATIC / "lens_bar.js"

    def show(
        self,
        *,
        label: str,
        lenses: Sequence[Switch],
        switches: Sequence[Switch],
        scope: str,
        scope_label: str,
        scopes: Sequence[Option],
        keys: Sequence[KeyHelp],
    ) -> None:
        self.record = {
            "label": label,
            "lenses": list(lenses),
            "switches": list(switches),
            "scope": scope,
            "scope_label": scope_label,
            "scopes": list(scopes),
            "keys": list(keys),
        }
