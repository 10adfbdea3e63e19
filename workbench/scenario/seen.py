"""What moves and their sentences see of people, posts and units."""

import pandas as pd

from workbench.staffing import Staffing

DEFINITIVE = "definitif"


def holders(staffing: Staffing, post: str) -> pd.Series:
    """NIPs of the definitive holders of `post`."""
    held = staffing.assignments
    return held.loc[(held["post"] == post) & (held["kind"] == DEFINITIVE), "nip"]


def title(staffing: Staffing, post: str) -> str:
    """Title and unit of a post, as people say it."""
    row = staffing.posts.loc[staffing.posts["post"] == post].iloc[0]
    unit = staffing.units.loc[staffing.units["unit"] == row["unit"], "name"]
    return f"{row['title']}, {unit.iloc[0]}" if len(unit) else str(row["title"])


def name(staffing: Staffing, nip: str) -> str:
    return str(staffing.employees.loc[staffing.employees["nip"] == nip, "name"].iloc[0])


def unit_name(staffing: Staffing, unit: str) -> str:
    return str(staffing.units.loc[staffing.units["unit"] == unit, "name"].iloc[0])


def capacity_of(staffing: Staffing, post: str) -> int:
    return int(staffing.posts.loc[staffing.posts["post"] == post, "capacity"].iloc[0])


def career_with(staffing: Staffing, left: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """Career with the posts just left; a post without a known beginning cannot be told as history, and what is told of
    a day already stays."""
    career, known = staffing.career, left[left["since"].notna()]
    told = career.loc[career["nip"].isin(known["nip"]), ["nip", "since"]]
    known = known.merge(told, on=["nip", "since"], how="left", indicator="told", validate="m:m")
    known = known[known["told"] == "left_only"].drop_duplicates(["nip", "since"])
    if known.empty:
        return career
    posts = staffing.posts.iloc[staffing.index("posts").get_indexer(pd.Index(known["post"]))]
    added = posts[["tier", "family", "unit", "title"]].assign(nip=known["nip"].to_numpy(), until=until)
    return pd.concat([career, added.assign(since=known["since"].to_numpy())], ignore_index=True)
