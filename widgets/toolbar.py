"""Above the work: whether names are hidden, and the search."""

from widgets.leaf import STATIC, Leaf


class Toolbar(Leaf):
    """Gestures: blind (on), search (text)."""

    _esm = STATIC / "toolbar.js"

    def show(self, *, blind: bool, blind_text: str, badge: str, query: str, search: str) -> None:
        """`search`: what the search looks in; empty where there is nothing to search."""
        self.record = {"blind": blind, "blindText": blind_text, "badge": badge, "query": query, "search": search}
