"""What became of each unit since the base: new, gone, moved, renamed, merged, or other posts in it."""

from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from workbench.scenario import MergeUnits, Move, State
from workbench.staffing.columns import differing
from workbench.structure.drawn import Drawn
from workbench.structure.duties import successors
from workbench.structure.numbered import Whole

CHANGES = ("new", "gone", "moved", "merged", "renamed", "posts")


def changes(before: State | Drawn, after: State | Drawn, moves: Sequence[Move] | None = None) -> pd.DataFrame:
    """unit, change (one of `CHANGES`), text, text_en (a badge): one row for each change of a unit, sorted.

    Which units were merged is told by the `moves` of the scenario. Without them it is read from the states: a unit took
    over most of what a unit that is gone held, and did not stand above it (then the other was merely abolished).
    """
    one = before if isinstance(before, Drawn) else Drawn.of(before.staffing)
    other = after if isinstance(after, Drawn) else one.then(after.staffing)
    differs, now = other.differs(one), other.tree.names
    ids, here, there = _placed(differs.units, one.tree.names, now)
    both, gone = (here >= 0) & (there >= 0), ids[there < 0]
    was, is_ = (table.staffing.units.iloc[rows[both]] for table, rows in ((one, here), (other, there)))
    found = [
        _rows(ids[here < 0], "new", "baru", "new"),
        _rows(gone, "gone", "dihapus", "gone"),
        _rows(ids[both][differing(was["parent"], is_["parent"])], "moved", "pindah", "moved"),
        _rows(ids[both][differing(was["name"], is_["name"])], "renamed", "nama", "renamed"),
    ]
    parts = _merged_by(moves, now) if moves is not None else _merged(one, other, gone)
    number = parts.value_counts().sort_index()
    if len(number):
        text = "gabungan " + (number + 1).astype("str") + " unit"
        found.append(pd.DataFrame({"unit": number.index, "change": "merged", "text": text.to_numpy()}))
        found[-1]["text_en"] = ("merger of " + (number + 1).astype("str") + " units").to_numpy()
    posts = _posts(one, other, differs.posts).value_counts().sort_index()
    posts = posts[posts.index.isin(now)]
    if len(posts):
        count = posts.astype("str").to_numpy(object)
        table = pd.DataFrame({"unit": posts.index, "change": "posts", "text": count + " jabatan berubah"})
        found.append(table.assign(text_en=count + np.where(posts == 1, " post changed", " posts changed")))
    table = pd.concat(found, ignore_index=True).astype("str")
    order = table["change"].map({change: number for number, change in enumerate(CHANGES)})
    return table.assign(order=order).sort_values(["unit", "order"], ignore_index=True).drop(columns="order")


def _rows(units: pd.Index, change: str, text: str, text_en: str) -> pd.DataFrame:
    return pd.DataFrame({"unit": units, "change": change, "text": text, "text_en": text_en})


def _merged_by(moves: Sequence[Move], units: pd.Index) -> pd.Series:
    """The unit that others went into, once for each of those, of the mergers among the moves."""
    into = [move.into for move in moves if isinstance(move, MergeUnits) for unit in set(move.units) - {move.into}]
    return pd.Series([unit for unit in into if unit in units], dtype="str")


def _merged(one: Drawn, other: Drawn, gone: pd.Index) -> pd.Series:
    if gone.empty:
        return pd.Series(dtype="str")
    heirs = successors(one.staffing, other.staffing).reindex(gone).dropna()
    tree = one.tree
    heir, up = tree.numbers(heirs), tree.parent[tree.numbers(pd.Series(heirs.index))]
    above = np.zeros(len(heirs), bool)
    for _ in tree.levels:
        above |= (up == heir) & (up >= 0)
        up = np.append(tree.parent, -1)[up]
    return pd.Series(heirs.to_numpy(object)[~above], dtype="str")


def _posts(one: Drawn, other: Drawn, differ: Collection[str]) -> pd.Series:
    """The unit, before or after, of each post that is new, gone, in another unit or another post."""
    _, here, there = _placed(differ, one.posts, other.posts)
    both, was, now = (here >= 0) & (there >= 0), one.staffing.posts, other.staffing.posts
    left, right = was.iloc[here[both]], now.iloc[there[both]]
    changed = np.zeros(len(left), bool)
    for column in ("unit", "title", "head", "tier", "eselon", "kelas_jabatan", "family", "capacity", "need"):
        changed |= differing(left[column], right[column])
    moved = differing(left["unit"], right["unit"])
    alone = (was["unit"].iloc[here[~both & (here >= 0)]], now["unit"].iloc[there[~both & (there >= 0)]])
    return pd.concat([right["unit"][changed], left["unit"][moved], *alone], ignore_index=True).dropna()


def _placed(ids: Collection[str], one: pd.Index, other: pd.Index) -> tuple[pd.Index, Whole, Whole]:
    """These that are on either side, with the row on each, -1 for none."""
    every = pd.Index(sorted(ids), dtype="str")
    here, there = one.get_indexer(every), other.get_indexer(every)
    known = (here >= 0) | (there >= 0)
    return every[known], here[known], there[known]
