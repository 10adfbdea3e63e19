"""The chart of units: where each stands, its colour by the lens, its badge, and what was refused on it."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from widgets.apps.cut_screen import CutScreen
from widgets.apps.org_chart import drawn as boxed
from widgets.apps.panels import states
from widgets.org_chart import UNKNOWN, Badge, Worn
from workbench.io import resources
from workbench.scenario import MergeUnits, Move, MovePost, MoveUnit, State
from workbench.structure import Measured, Tree, layout, lenses, read_tree
from workbench.structure.lenses import lens
from workbench.structure.measured import SUMS
from workbench.structure.tree import kinds_of

Rows = NDArray[np.int64]

GROUP = "bagan"
"""Old and new follow each other's view under this name."""


def record(screen: CutScreen) -> dict[str, Any]:
    """What is, with ghosts of what is gone; gestures are welcome."""
    cut, view = screen.known, screen.view
    title = screen.t("chart.after" if view.beside else "chart.title")
    tree, shown = _part(screen)
    told = screen.once(
        "placed",
        (tree, cut.after, view.office, view.beside, view.shut, view.opened),
        lambda: placed(screen, tree, shown, cut.after, title, gone=cut.gone, folded=_shut(screen)),
    )
    return told | {
        "selection": list(view.selection),
        "carrying": None if view.carried is None else {"what": [dict(vars(view.carried))]},
        "refusal": refusal(screen),
        "only_changes": view.only_changes,
        "editable": True,
        "follow": GROUP if view.beside else "",
    }


def old(screen: CutScreen) -> dict[str, Any]:
    """What was."""
    cut = screen.known
    tree = read_tree(cut.base.staffing.units, kinds_of(screen.vocabulary, "root"))
    shown = part(screen, tree)
    told = placed(screen, *shown, cut.before, screen.t("chart.before"), folded=_shut(screen))
    return told | {"editable": False, "follow": GROUP, "worn": worn(screen, shown[0], cut.before, cut.base)}


def placed(
    screen: CutScreen,
    tree: Tree,
    shown: Rows,
    measured: Measured,
    title: str,
    *,
    gone: Collection[str] = (),
    folded: Collection[str] = (),
) -> dict[str, Any]:
    """Where these rows of the tree stand on a chart, and what they hold, as `OrgChart.show` wants it."""
    top = int(shown[0]) if len(shown) else None
    boxes = boxed(tree, layout(tree, folded, top=top), folded=folded, gone=gone)
    at = _rows(tree, measured)[shown]
    held, seats = (np.where(at >= 0, measured.whole[at, SUMS.index(name)], 0) for name in ("held", "seats"))
    ids, names = ([text or "" for text in texts.tolist()] for texts in (tree.unit, tree.name))
    return {
        "title": title,
        "units": {"id": ids, "name": names if all(names) else [a or b for a, b in zip(names, ids, strict=True)]},
        "order": shown,
        "seats": seats,
        "held": held,
        **boxes.arrays(),
        "words": _words(screen),
        "lang": screen.lang,
    }


def _rows(tree: Tree, measured: Measured) -> Rows:
    """Row of each unit of the tree among those that were measured, -1 for one that is gone."""
    names = measured.drawn.tree.names
    many, size = len(names), len(tree)
    if many <= size and np.array_equal(names.to_numpy(object), tree.unit[:many]):  # and after them what is gone
        return np.where(np.arange(size) < many, np.arange(size), -1)
    return np.asarray(names.get_indexer(pd.Index(tree.unit)), np.int64)


# what the units wear --------------------------------------------------------------------------------------------------


def dressed(screen: CutScreen) -> Worn:
    """What the units of the chart wear, of the cut that is shown; findings as far as they are known."""
    cut, (tree, _) = screen.known, _part(screen)
    return screen.once(
        "worn",
        (tree, cut.after, cut.checks, screen.view.lens),
        lambda: worn(screen, tree, cut.after, cut.state, cut.changed, cut.checks),
    )


def _part(screen: CutScreen) -> tuple[Tree, Rows]:
    cut, view = screen.known, screen.view
    seen = (cut.tree, view.office, cut.after if view.only_changes else None)
    return screen.once("part", seen, lambda: part(screen, cut.tree))


def worn(
    screen: CutScreen,
    tree: Tree,
    measured: Measured,
    state: State,
    changed: pd.DataFrame | None = None,
    checks: pd.DataFrame | None = None,
) -> Worn:
    """Colour by the lens that is chosen, badges for what `changed`, and the number of findings in `checks`."""
    cut, settings = screen.known, resources.restructuring_policy()["lensa"]
    found = lens(screen.view.lens, state, cut.base, cut.regulation, settings, checks=cut.checks, measured=measured)
    bins = np.append(found.bin, lenses.UNKNOWN)[_rows(tree, measured)]
    labels = found.legend["label_en" if screen.lang == "en" else "label"].tolist()
    return {
        "shade": np.where(bins == lenses.UNKNOWN, UNKNOWN, bins).astype(np.uint8),
        "legend": {"title": f"{screen.t(f'lens.{found.name}')}:", "bins": labels, "unknown": screen.t("lens.unknown")},
        "badges": _badges(screen, changed) if changed is not None else {},
        "marks": _marks(checks) if checks is not None else {},
    }


BADGES = {
    "new": "baru",
    "gone": "dihapus",
    "merged": "gabungan",
    "moved": "pindah",
    "renamed": "nama",
}
"""change -> how the chart dresses it; the weightiest first. Changes of posts have no badge."""


def _badges(screen: CutScreen, changed: pd.DataFrame) -> dict[str, Badge]:
    """The weightiest change of each unit."""
    heaviest: dict[str, Badge] = {}
    for change, badge in reversed(BADGES.items()):
        rows = changed[changed["change"] == change]
        word = screen.t(f"badge.{badge}")
        told = rows["text_en" if screen.lang == "en" else "text"] if change == "merged" else [word] * len(rows)
        heaviest |= {unit: {"kind": badge, "text": text} for unit, text in zip(rows["unit"], told, strict=True)}
    return heaviest


def _marks(checks: pd.DataFrame) -> dict[str, int]:
    """How often the law says no, by unit."""
    wrong = checks[(checks["verdict"] == "no") & (checks["force"] == "law")]
    return {str(unit): int(number) for unit, number in wrong["unit"].value_counts().items()}


# which units, and where -----------------------------------------------------------------------------------------------


def part(screen: CutScreen, tree: Tree) -> tuple[Tree, Rows]:
    """The units that are drawn, in the order of the chart: the branch that is looked at, and of it only what changed
    with what stands above, where that is all that is wanted."""
    top = tree.row(screen.view.office) if screen.view.office in set(tree.unit) else tree.root
    if top < 0:
        return tree, np.empty(0, np.int64)
    if not screen.view.only_changes:
        return tree, tree.branch(top)
    return upward(tree, top, screen.known.changed["unit"])


def upward(tree: Tree, top: int, units: Collection[str]) -> tuple[Tree, Rows]:
    """The branch of `top` without what neither is one of these units nor stands above one."""
    keep = tree.among(units)
    at = np.flatnonzero(keep)
    while len(at):
        at = tree.parent[at]
        at = np.unique(at[at >= 0])
        at = at[~keep[at]]
        keep[at] = True
    keep[top] = True
    branch = tree.branch(top)
    left = read_tree(tree.units.iloc[branch[keep[branch]]].reset_index(drop=True), (str(tree.kind[top]),))
    return left, left.branch(left.row(str(tree.unit[top])))


def _shut(screen: CutScreen) -> frozenset[str]:
    return frozenset() if screen.view.only_changes else screen.session.folded


# refusal, words -------------------------------------------------------------------------------------------------------


def refusal(screen: CutScreen) -> dict[str, Any] | None:
    """What was just refused, beside the unit that it is about; None for nothing."""
    message, t = screen.session.message, screen.t
    if message is None or message.kind != "refused":
        return None
    unit, target = _about(message.moves)
    title = t("cut.refused_move", what=screen.unit(unit), where=screen.unit(target)) if target else t("cut.refused")
    return {
        "unit": unit,
        "target": target,
        "title": title,
        "text": t(screen.unchanged, reason=states.masked(screen, states.why(screen, message))),
        "words": [screen.unit(unit), t("cut.impossible")] if target else [],
        "action": t("cut.choose_parent") if target and unit in set(screen.known.tree.unit) else "",
    }


def _about(moves: tuple[Move, ...]) -> tuple[str, str]:
    """What was moved, and where to; empty where the chart shows neither."""
    for move in moves:
        if isinstance(move, MoveUnit):
            return move.unit, move.to or ""
        if isinstance(move, MergeUnits):
            return next((unit for unit in move.units if unit != move.into), ""), move.into
        if isinstance(move, MovePost):
            return "", move.to
    return "", ""


def _words(screen: CutScreen) -> dict[str, str]:
    names = [key.removeprefix("canvas.") for key in screen.t.keys("canvas.")]
    chart = {name: screen.t(f"chart.{name}") for name in ("filled", "label", "findings")}
    return {name: screen.t(f"canvas.{name}") for name in names} | chart
