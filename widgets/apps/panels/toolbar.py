"""Whether names are hidden, and the search."""

from typing import Any

from widgets.apps.screen import Screen
from widgets.apps.session import TABS


def record(screen: Screen) -> dict[str, Any]:
    t, blind = screen.t, screen.blind
    return {
        "blind": blind,
        "blind_text": t("blind.on" if blind else "blind.off"),
        "badge": t("blind.badge") if blind else "",
        "query": screen.view.query,
        "search": t("search" if blind else "search.named") if screen.view.tab == TABS[0] else "",
    }
