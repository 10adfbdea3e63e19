"""The tree of units read upwards: what stands above a unit, and which posts and people are in one line of command."""

import numpy as np
import pandas as pd

from workbench.staffing.tables import Staffing, in_cycle


def lineage(units: pd.DataFrame) -> pd.DataFrame:
    """unit, above, steps: each unit with itself (0 steps) and every unit above it, nearest first.

    Units that never reach a root (a circle of parents) have themselves alone: nobody knows what is above them.
    """
    names = pd.Index(units["unit"])
    if not names.is_unique:
        raise ValueError("units has an id twice: see problems(staffing)")
    parent = np.where(in_cycle(units), -1, names.get_indexer(pd.Index(units["parent"])))
    unit, above, steps = np.arange(len(names)), np.arange(len(names)), 0
    parts = []
    while len(unit):
        parts.append((unit, above, np.full(len(unit), steps)))
        higher = parent[above]
        unit, above, steps = unit[higher >= 0], higher[higher >= 0], steps + 1
    if not parts:
        return pd.DataFrame({"unit": names, "above": names, "steps": np.empty(0, np.int64)})
    unit, above, step = (np.concatenate(part) for part in zip(*parts, strict=True))
    return pd.DataFrame({"unit": names[unit], "above": names[above], "steps": step})


def beneath(units: pd.DataFrame, unit: str) -> pd.Index:
    """`unit` and every unit beneath it; empty when there is no such unit."""
    tree = lineage(units)
    return pd.Index(tree.loc[tree["above"] == unit, "unit"])


def above(staffing: Staffing, unit: str) -> list[str]:
    """The units above this one, the nearest first; a circle of parents is walked once."""
    names, parents = staffing.index("units"), staffing.units["parent"].array
    found: list[str] = []
    while isinstance(unit, str) and unit in names:
        up = parents[names.get_loc(unit)]
        if not isinstance(up, str) or up in found or up not in names:
            break
        found.append(up)
        unit = up
    return found


def lines_of_command(staffing: Staffing) -> pd.DataFrame:
    """post, other: every two posts in one line of command, in both orders.

    One of them heads a unit that holds the other, at any depth. Whether a post is a head must be known by the schema;
    where it is not, it counts as one, so that a conflict is rather seen than missed.
    """
    posts = staffing.posts[["post", "unit", "head"]]
    heads = posts.loc[posts["head"].fillna(True).astype(bool), ["post", "unit"]]
    below = posts[["post", "unit"]].merge(lineage(staffing.units)[["unit", "above"]], on="unit", validate="m:m")
    held = heads.rename(columns={"post": "other", "unit": "above"})
    upward = below.merge(held, on="above", validate="m:m")[["post", "other"]]
    upward = upward[upward["post"] != upward["other"]]
    both = pd.concat([upward, upward.rename(columns={"post": "other", "other": "post"})])
    return both.drop_duplicates().sort_values(["post", "other"], ignore_index=True)


def in_one_line(staffing: Staffing, held: pd.DataFrame) -> pd.DataFrame:
    """nip, other, kind, post, other_post: related people whose posts (`held`: nip, post) are in one line of command.

    A relation that is recorded from both ends is told once for each kind.
    """
    ends = staffing.relations[["nip", "other", "kind"]].astype("str")
    swapped = ends["nip"] > ends["other"]
    told = pd.DataFrame(
        {
            "nip": ends["nip"].where(~swapped, ends["other"]),
            "other": ends["other"].where(~swapped, ends["nip"]),
            "kind": ends["kind"],
        }
    ).drop_duplicates()
    both = told.merge(held, on="nip", validate="m:m").merge(
        held.rename(columns={"nip": "other", "post": "other_post"}), on="other", validate="m:m"
    )
    line = lines_of_command(staffing).rename(columns={"other": "other_post"})
    found = both.merge(line, on=["post", "other_post"], validate="m:1")
    return found.sort_values(["nip", "other", "kind"], ignore_index=True)
