"""The chart of units: where each stands, its colour by the lens, its badge, and what was refused on it."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from widgets.apps.cut_screen import CutScreen
from workbench.structure import Tree, lens, read_tree
from workbench.structure.tree import kinds_of

Rows = NDArray[np.int64]

GROUP = "bagan"
"""Old and new follow each other's view under this name."""

WORDS = (
    *("fit", "nearer", "farther", "search", "found", "nothing", "minimap", "tree", "fold", "unfold", "taken", "choose"),
    *("dropped", "cancelled", "merging", "merge_with", "impossible", "into_own", "hold", "selected"),
)


def record(screen: CutScreen) -> dict[str, Any]:
    """What is: with ghosts of what is gone."""
    cut = screen.known
    return _chart(screen, cut.tree, screen.t("chart.after" if screen.view.beside else "chart.title"), old=False)


def old(screen: CutScreen) -> dict[str, Any]:
    """What was."""
    units = screen.known.base.staffing.units
    tree = read_tree(units, kinds_of(screen.vocabulary, "root"))
    return _chart(screen, tree, screen.t("chart.before"), old=True)


def _chart(screen: CutScreen, tree: Tree, title: str, *, old: bool) -> dict[str, Any]:
    cut, view, t = screen.known, screen.view, screen.t
    rows = _rows(screen, tree)
    measured = cut.before if old else cut.after
    state = cut.base if old else cut.state
    placed = _laid_out(screen, tree, rows)
    ids = tree.unit[rows].astype(str)
    figures = measured.units.set_index("unit").reindex(ids)
    seats, held = (figures[name].fillna(0).astype("int64").to_numpy() for name in ("seats", "held"))
    seen = lens(view.lens, state, cut.base, cut.regulation, checks=cut.checks)
    shade = seen.table.set_index("unit")["bin"].reindex(ids)
    badges = _badges(cut, ids) if not old else np.full(len(ids), "", dtype=object)
    marks = pd.Series(ids).map(_findings(cut)).fillna(0).astype(int).tolist() if not old else [0] * len(ids)
    lines = [t("chart.filled", held=screen.whole(h), seats=screen.whole(s)) for h, s in zip(held, seats, strict=True)]
    texts = [t(f"badge.{badge}") if badge else "" for badge in badges]
    labels = [_spoken(screen, *row) for row in zip(tree.name[rows], held, seats, texts, marks, strict=True)]
    return {
        "title": title,
        "units": {
            "id": ids.tolist(),
            "name": [name or unit for name, unit in zip(tree.name[rows], ids, strict=True)],
            "line": lines,
            "short": [f"{h}/{s}" for h, s in zip(held, seats, strict=True)],
            "badge": list(badges),
            "badge_text": texts,
            "mark": marks,
            "label": labels,
        },
        "place": placed,
        "rows": rows,
        "tree": tree,
        "shade": np.where(shade.isna(), 255, shade.fillna(0)).astype(np.uint8),
        "flags": _flags(screen, tree, rows, ids),
        "legend": {
            "title": t(f"lens.{view.lens}"),
            "bins": [{"shade": at, "label": label} for at, label in enumerate(seen.legend(screen.lang))],
        },
        "selection": [] if old else list(view.selection),
        "carrying": None if old or view.carried is None else {"what": [vars(view.carried)]},
        "refusal": None if old else _refusal(screen),
        "editable": not old,
        "follow": GROUP if view.beside else "",
        "words": {word: t(f"chart.{word}") for word in WORDS},
    }


def _spoken(screen: CutScreen, name: Any, held: int, seats: int, badge: str, mark: int) -> str:
    """What a screen reader says of a unit."""
    more = f", {badge}" if badge else ""
    more += f", {screen.t('chart.findings', n=mark)}" if mark else ""
    return screen.t("chart.label", name=name, held=screen.whole(held), seats=screen.whole(seats), more=more)


def _rows(screen: CutScreen, tree: Tree) -> Rows:
    """The units of the part that is drawn, in the order of the chart; only what changed and what stands above it, where
    that is all that is wanted."""
    office, view = screen.view.office, screen.view
    known = set(tree.unit)
    top = tree.row(office) if office in known else tree.root
    rows = tree.branch(top) if top >= 0 else np.empty(0, np.int64)
    if not view.only_changes:
        return rows
    changed = np.isin(tree.unit.astype(str), list(screen.known.changed["unit"]))
    keep = changed.copy()
    at = np.flatnonzero(changed)
    while len(at):
        at = np.unique(tree.parent[at])
        at = at[(at >= 0) & ~keep[at]] if len(at) else at
        keep[at] = True
    return rows[keep[rows] | (rows == top)]
