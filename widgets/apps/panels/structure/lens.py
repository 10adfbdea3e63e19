"""How the chart is looked at: lens, switches, and the part that is drawn."""

from typing import Any

import numpy as np

from widgets.apps.cut_screen import CutScreen
from widgets.apps.restructuring import LENSES
from widgets.form_panel import Option

KEYS = ((("key.arrows",), "key.walk"), (("M",), "key.move"), (("G",), "key.merge"), (("Esc",), "key.leave"))


def record(screen: CutScreen) -> dict[str, Any]:
    t, view = screen.t, screen.view
    on = {"changes": view.only_changes, "beside": view.beside, "blind": screen.blind}
    return {
        "label": t("lens.label"),
        "lenses": [{"key": lens, "label": t(f"lens.{lens}"), "on": lens == view.lens} for lens in LENSES],
        "switches": [{"key": key, "label": t(f"switch.{key}"), "on": held} for key, held in on.items()],
        "scope": view.office,
        "scope_label": t("lens.scope"),
        "scopes": _scopes(screen),
        "keys": [{"keys": [t(k) if "." in k else k for k in keys], "label": t(label)} for keys, label in KEYS],
    }


def _scopes(screen: CutScreen) -> list[Option]:
    """The whole, and each regional office in the order of the chart; another unit too while it is the one drawn."""
    cut = screen.known
    groups = screen.vocabulary.group("unit_kind")
    kinds = list(groups.index[groups == "opd"])
    walked = cut.tree.walk[np.isin(cut.tree.kind[cut.tree.walk].astype(str), kinds)]
    offices = [str(unit) for unit in cut.tree.unit[walked]]
    drawn = screen.view.office
    others = [drawn] if drawn and drawn not in offices else []
    return [
        Option(value="", label=screen.t("lens.whole")),
        *(Option(value=unit, label=screen.unit(unit)) for unit in [*others, *offices]),
    ]
