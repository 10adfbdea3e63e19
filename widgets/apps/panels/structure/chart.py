"""The chart of units: where each stands, its colour by the lens, its badge, and what was refused on it."""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from widgets.apps.cut import Cut
from widgets.apps.cut_screen import CutScreen
from widgets.apps.org_chart import drawn as boxed
from widgets.apps.panels import states
from widgets.org_chart import UNKNOWN
from workbench.io import resources
from workbench.scenario import MergeUnits, Move, MovePost, MoveUnit, State
from workbench.structure import Measured, Tree, layout, read_tree
from workbench.structure.lenses import Lens, lens
from workbench.structure.tree import kinds_of

Rows = NDArray[np.int64]

GROUP = "bagan"
"""Old and new follow each other's view under this name."""


def record(screen: CutScreen) -> dict[str, Any]:
    """What is, with ghosts of what is gone; gestures are welcome."""
    cut, view = screen.known, screen.view
    title = screen.t("chart.after" if view.beside else "chart.title")
    seen = (cut, view.lens, view.office, view.only_changes, view.beside, view.shut, view.opened)
    told = screen.once(
        "chart",
        seen,
        lambda: drawn(
            screen,
            *part(screen, cut.tree),
            cut.after,
            cut.state,
            title,
            changed=cut.changed,
            gone=cut.gone,
            folded=_shut(screen),
        ),
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
    told = drawn(screen, *part(screen, tree), cut.before, cut.base, screen.t("chart.before"), folded=_shut(screen))
    return told | {"editable": False, "follow": GROUP}


def drawn(
    screen: CutScreen,
    tree: Tree,
    shown: Rows,
    measured: Measured,
    state: State,
    title: str,
    *,
    changed: pd.DataFrame | None = None,
    gone: Collection[str] = (),
    folded: Collection[str] = (),
) -> dict[str, Any]:
    """The record of a chart of these rows of the tree, as `OrgChart.show` wants it. `changed`: what its badges tell;
    without it the chart shows how things were, so without findings either."""
    cut, t, was = screen.known, screen.t, changed is None
    ids = tree.unit[shown].astype(str)
    seats, held = _filled(measured, ids)
    settings = resources.restructuring_policy()["lensa"]
    seen = lens(screen.view.lens, state, cut.base, cut.regulation, settings, checks=cut.checks, measured=measured)
    shade = seen.units.set_index("unit")["bin"].reindex(ids).astype("Float64").to_numpy(float, na_value=np.nan)
    badges, texts = _badges(screen, ids, changed) if changed is not None else ([""] * len(ids), [""] * len(ids))
    marks = _findings(cut).reindex(ids).fillna(0).astype(int).tolist() if not was else [0] * len(ids)
    names = [name or unit for name, unit in zip(tree.name[shown], ids, strict=True)]
    filled = list(zip(map(screen.whole, held), map(screen.whole, seats), strict=True))
    lines = {pair: t("chart.filled", held=pair[0], seats=pair[1]) for pair in set(filled)}
    top = int(shown[0]) if len(shown) else None
    boxes = boxed(tree, layout(tree, folded, top=top), folded=folded, gone=gone)
    return {
        "title": title,
        "units": {
            "id": ids.tolist(),
            "name": names,
            "line": [lines[pair] for pair in filled],
            "short": [f"{h}/{s}" for h, s in filled],
            "badge": list(badges),
            "badge_text": texts,
            "mark": marks,
            "label": [_spoken(screen, *row) for row in zip(names, filled, texts, marks, strict=True)],
        },
        **boxes.arrays(),
        "shade": np.where(np.isnan(shade), UNKNOWN, np.nan_to_num(shade)).astype(np.uint8),
        "legend": _legend(screen, seen),
        "words": _words(screen),
    }


def _filled(measured: Measured, ids: NDArray[Any]) -> tuple[list[int], list[int]]:
    figures = measured.units.set_index("unit")[["seats", "held"]].reindex(ids).fillna(0).astype("int64")
    return figures["seats"].tolist(), figures["held"].tolist()


def _legend(screen: CutScreen, seen: Lens) -> dict[str, Any]:
    bins = seen.legend["label_en" if screen.lang == "en" else "label"].tolist()
    return {"title": f"{screen.t(f'lens.{seen.name}')}:", "bins": bins, "unknown": screen.t("lens.unknown")}


def _spoken(screen: CutScreen, name: str, filled: tuple[str, str], badge: str, mark: int) -> str:
    """What a screen reader says of a unit."""
    more = f", {badge}" if badge else ""
    more += f", {screen.t('chart.findings', n=mark)}" if mark else ""
    return screen.t("chart.label", name=name, held=filled[0], seats=filled[1], more=more)


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
    keep = np.isin(tree.unit.astype(str), list(units))
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


# badges, findings, words ----------------------------------------------------------------------------------------------


BADGES = {
    "new": "baru",
    "gone": "dihapus",
    "merged": "gabungan",
    "moved": "pindah",
    "renamed": "nama",
}
"""change -> how the chart dresses it; the weightiest first. Changes of posts have no badge."""


def _badges(screen: CutScreen, ids: NDArray[Any], changed: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The weightiest change of each unit, and its words; empty for none."""
    worn = changed[changed["change"].isin(list(BADGES))]
    order = worn["change"].map({change: at for at, change in enumerate(BADGES)})
    first = worn.assign(order=order).sort_values("order", kind="stable").drop_duplicates("unit").set_index("unit")
    first = first.reindex(ids)
    words = {change: screen.t(f"badge.{badge}") for change, badge in BADGES.items()}
    told = first["text_en" if screen.lang == "en" else "text"]
    texts = told.where(first["change"].eq("merged"), first["change"].map(words)).fillna("").tolist()
    return first["change"].map(BADGES).fillna("").tolist(), texts


def _findings(cut: Cut) -> pd.Series:
    """How often the law says no, by unit."""
    wrong = cut.checks[(cut.checks["verdict"] == "no") & (cut.checks["force"] == "law")]
    return wrong["unit"].value_counts()


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
    return {name: screen.t(f"canvas.{name}") for name in names}
