"""What became of each unit since the base: new, gone, moved, renamed, merged, or other posts in it."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.scenario import MergeUnits, Move, State
from workbench.structure.between import unlike
from workbench.structure.drawn import Drawn, met
from workbench.structure.duties import successors

CHANGES = ("new", "gone", "moved", "merged", "renamed", "posts")


def changes(before: State | Drawn, after: State | Drawn, moves: Sequence[Move] | None = None) -> pd.DataFrame:
    """unit, change (one of `CHANGES`), text, text_en (a badge): one row for each change of a unit, sorted.

    Which units were merged is told by the `moves` of the scenario. Without them it is read from the states: a unit took
    over most of what a unit that is gone held, and did not stand above it (then the other was merely abolished).
    """
    one = before if isinstance(before, Drawn) else Drawn.of(before.staffing)
    other = after if isinstance(after, Drawn) else one.then(after.staffing)
    was, now = one.tree.names, other.tree.names
    row = met(was, now)
    here = np.flatnonzero(row >= 0)
    there, names = row[here], was[here]
    both = {
        column: names[unlike(one.staffing.units[column], other.staffing.units[column], here, there)]
        for column in ("parent", "name")
    }
    found = [
        _rows(now.delete(there), "new", "baru", "new"),
        _rows(was[row < 0], "gone", "dihapus", "gone"),
        _rows(both["parent"], "moved", "pindah", "moved"),
        _rows(both["name"], "renamed", "nama", "renamed"),
    ]
    parts = _merged_by(moves, now) if moves is not None else _merged(one, other, was[row < 0])
    number = parts.value_counts().sort_index()
    if len(number):
        text = "gabungan " + (number + 1).astype("str") + " unit"
        found.append(pd.DataFrame({"unit": number.index, "change": "merged", "text": text.to_numpy()}))
        found[-1]["text_en"] = ("merger of " + (number + 1).astype("str") + " units").to_numpy()
    posts = _posts(one, other).value_counts().sort_index()
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


def _posts(one: Drawn, other: Drawn) -> pd.Series:
    """The unit, before or after, of each post that is new, gone, in another unit or another post."""
    was, now = one.staffing.posts, other.staffing.posts
    if was is now:
        return pd.Series(dtype="str")
    row = met(one.posts, other.posts)
    here = np.flatnonzero(row >= 0)
    there, differs = row[here], np.zeros(len(here), bool)
    for column in ("unit", "title", "head", "tier", "eselon", "kelas_jabatan", "family", "capacity", "need"):
        differs |= unlike(was[column], now[column], here, there)
    left, right = was["unit"].iloc[here[differs]], now["unit"].iloc[there[differs]]
    moved = left.to_numpy(object) != right.to_numpy(object)
    fresh = now["unit"].drop(now.index[there])
    return pd.concat([right, left[moved], was["unit"].drop(was.index[here]), fresh], ignore_index=True).dropna()
