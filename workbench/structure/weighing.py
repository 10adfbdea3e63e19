"""Options under everybody's own weights: how each participant ranks them, and what is the same whoever weighs."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from workbench.scenario import State
from workbench.staffing import Staffing

BETTER: dict[str, int] = {
    "units": -1,
    "posts": -1,
    "cost": -1,
    "span": 1,
    "displaced": -1,
    "findings": -1,
    "unknown": -1,
}
"""Criterion -> whether more of it is better (1) or less (-1): units, posts, cost (rupiah a month), span (mean of whom a
head leads directly), displaced (people whose post is lost or another), findings (that say no), unknown (findings)."""

FULL = 1_000
"""Points of the best option by a criterion; the worst has none."""

KEPT = ("parent", "name", "kind")
"""What of a unit must be the same for it to have come out the same, beside its heads."""


def ranked(
    figures: pd.DataFrame,
    weights: Mapping[str, Mapping[str, int]],
    better: Mapping[str, int] | None = None,
) -> pd.DataFrame:
    """participant, option, points, points_most, rank: one row for each participant and option, best first.

    `figures`: one row an option (its index), one column a criterion. By each criterion the best option gets 1,000
    points, the worst none, the others in proportion between them; where all are alike, all get 1,000. A participant's
    points are those, weighted by whole percents, so at most 100,000. `better` tells of each criterion whether more (1)
    or less (-1) is better, by default as in `BETTER`. An unknown figure (missing) counts nothing in `points` and all in
    `points_most`. Equal points share a rank, and stand in the order of the options.

    Raises ValueError for a criterion of which nobody knows what is better, and for weights that do not fit the figures.

    >>> told = pd.DataFrame({"units": [20, 18], "cost": [900, 1000]}, index=["pokok", "ringkas"])
    >>> ranked(told, {"Sari": {"units": 80, "cost": 20}})[["option", "points", "rank"]].values.tolist()
    [['ringkas', 80000, 1], ['pokok', 20000, 2]]
    """
    told = BETTER | dict(better or {})
    criteria = list(figures.columns)
    strange = [name for name in criteria if told.get(name) not in (1, -1)]
    if strange:
        raise ValueError(
            f"nobody said whether more {strange[0]} is better or worse; give better={{{strange[0]!r}: -1}}"
        )
    for person, each in weights.items():
        if set(each) != set(criteria) or sum(each.values()) != 100:
            raise ValueError(f"the weights of {person} must name {', '.join(criteria)} and add up to 100")
    people = list(weights)
    worth = _worth(figures, np.array([told[name] for name in criteria], dtype=float))
    share = np.array([[weights[person][name] for name in criteria] for person in people], dtype=np.int64)
    share = share.reshape(len(people), len(criteria))
    least, most = (share @ side.T for side in worth)
    table = pd.DataFrame(
        {
            "participant": pd.Series(np.repeat(people, len(figures)), dtype="str"),
            "option": np.tile(figures.index.to_numpy(), len(people)),
            "points": least.ravel(),
            "points_most": most.ravel(),
            "at": np.tile(np.arange(len(figures)), len(people)),
        }
    )
    rank = table.groupby("participant", sort=False)["points"].rank(method="min", ascending=False).astype("int64")
    order = {person: number for number, person in enumerate(people)}
    by_person = table.assign(rank=rank, whose=table["participant"].map(order))
    return by_person.sort_values(["whose", "rank", "at"], ignore_index=True).drop(columns=["at", "whose"])


def _worth(figures: pd.DataFrame, better: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(options, criteria) whole points of each option, least and most: they differ where a figure is unknown."""
    values = figures.to_numpy(dtype=float, na_value=np.nan) * better
    known = ~np.isnan(values)
    lowest = np.where(known, values, np.inf).min(axis=0, initial=np.inf)
    highest = np.where(known, values, -np.inf).max(axis=0, initial=-np.inf)
    spread = highest - lowest
    alike = ~(spread > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        points = np.where(alike, FULL, np.rint(FULL * (values - lowest) / spread))
    least = np.where(known, points, 0).astype(np.int64)
    return least, np.where(known, points, FULL).astype(np.int64)


def favourites(ranking: pd.DataFrame) -> dict[str, str]:
    """participant -> the option that stands first for that person, as `ranked` tells."""
    first = ranking.drop_duplicates("participant")
    return dict(zip(first["participant"], first["option"], strict=True))


def undisputed(base: State, options: Mapping[str, State], favourites: Mapping[str, str]) -> pd.DataFrame:
    """unit, name, undisputed: each unit that is there in `base` or in anybody's favourite option, and whether it comes
    out the same in all of them: there or not, its parent, name and kind, and the posts that head it.

    `favourites`: participant -> name of an option. Raises ValueError for an option that is not given. Without any
    favourite nothing is told: an empty table.
    """
    absent = sorted(set(favourites.values()) - set(options))
    if absent:
        raise ValueError(f"no option {absent[0]!r}; there are {', '.join(options)}")
    if not favourites:
        return pd.DataFrame({"unit": [], "name": [], "undisputed": []}).astype({"unit": "str", "undisputed": "bool"})
    chosen = [_outcome(options[name].staffing) for name in dict.fromkeys(favourites.values())]
    units = pd.Index(base.staffing.units["unit"])
    for each in chosen:
        units = units.union(each.index, sort=False)
    first, *others = (each.reindex(units) for each in chosen)
    same = pd.Series(True, index=units)
    for other in others:
        same &= ((first == other).fillna(False) | (first.isna() & other.isna())).all(axis=1)
    names = pd.concat([base.staffing.units, *(options[name].staffing.units for name in favourites.values())])
    called = names.drop_duplicates("unit").set_index("unit")["name"]
    return pd.DataFrame({"unit": units, "name": called.reindex(units).to_numpy(), "undisputed": same.to_numpy(bool)})


def _outcome(staffing: Staffing) -> pd.DataFrame:
    """By unit: what must be the same, as text, and the ids of the posts that head it, in order."""
    units, posts = staffing.units.set_index("unit"), staffing.posts
    heads = posts[posts["head"].fillna(False).astype(bool)].sort_values("post").groupby("unit")["post"].agg(" ".join)
    return units[list(KEPT)].astype("str").assign(there="yes", heads=heads.reindex(units.index))
