"""Where the duties of a post go after a restructuring: as the agency lists them, or estimated from what the tables
know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from workbench.scenario import Refused
from workbench.staffing import Staffing, Vocabulary
from workbench.staffing.offices import office_of
from workbench.structure.numbered import Numbered

WHOLE = 1000
"""All duties of a post: shares are whole tenths of a percent."""

PARTS = ("title", "family", "lineage", "competencies")
PLACES = ("unit", "line", "office")

CLAIMS = ["post_before", "post_after", "share", "share_most", "share_from", "place"]


@dataclass(frozen=True)
class Criteria:
    """The agency's lines (`data/policy/penataan.yaml`, `nasib`), per mille of the duties of the old post.

    `follow_least`: a share that gives a right to follow the duties. `match_least`: a share that makes two posts
    substantially the same. `near`: how close to a line an objection is open, and how close to the best share another
    post counts as equal. `estimate`: weight of each of `PARTS`. `lineage`: worth of each of `PLACES`.
    `contest_within`: the places in which an estimate may set somebody against those who hold a post.
    """

    follow_least: int
    match_least: int
    near: int
    estimate: Mapping[str, int]
    lineage: Mapping[str, int]
    contest_within: tuple[str, ...]

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Criteria":
        """Raises ValueError that says what is wrong with the agency's lines."""
        absent, strange = set(cls.__dataclass_fields__) - set(record), set(record) - set(cls.__dataclass_fields__)
        if absent or strange:
            raise ValueError(f"nasib lacks {sorted(absent)} and does not know {sorted(strange)}")
        found = cls(**{**record, "contest_within": tuple(record["contest_within"])})
        if set(found.estimate) != set(PARTS) or sum(found.estimate.values()) != WHOLE:
            raise ValueError(f"nasib.estimate must weigh {', '.join(PARTS)} and add up to {WHOLE}")
        if set(found.lineage) != set(PLACES) or not set(found.contest_within) <= set(PLACES):
            raise ValueError(f"nasib.lineage and contest_within name places: {', '.join(PLACES)}")
        if not 0 < found.follow_least <= found.match_least <= WHOLE:
            raise ValueError("nasib: follow_least must be above 0 and at most match_least, both at most 1000")
        return found


# as the agency lists them ---------------------------------------------------------------------------------------------


def given(duties: pd.DataFrame, before: Staffing, after: Staffing) -> pd.DataFrame | Refused:
    """`CLAIMS` of a list by the agency (post_before, post_after, share in whole percent). What the list leaves of a
    post that goes on stays with that post. Raises ValueError for another table."""
    columns = ["post_before", "post_after", "share"]
    if list(duties.columns) != columns:
        raise ValueError(f"duties must have the columns {', '.join(columns)}")
    listed = duties.astype({"post_before": "str", "post_after": "str"})
    for column, posts in (("post_before", before.posts["post"]), ("post_after", after.posts["post"])):
        strange = listed.loc[~listed[column].isin(posts), column]
        if len(strange):
            return Refused("unknown_post", f"Daftar tugas menyebut jabatan yang tidak ada: {strange.iloc[0]}.")
    share = pd.to_numeric(listed["share"], errors="coerce")
    if not (share.between(0, 100) & (share % 1 == 0)).all():
        return Refused("share", "Bagian tugas harus persen bulat antara 0 dan 100.")
    if listed.duplicated(["post_before", "post_after"]).any():
        return Refused("twice", "Daftar tugas menyebut pasangan jabatan yang sama dua kali.")
    listed = listed.assign(share=share.astype("int64") * (WHOLE // 100))
    sums = listed.groupby("post_before")["share"].sum()
    if (sums > WHOLE).any():
        return Refused("over", f"Bagian tugas {sums.idxmax()} melebihi 100 persen.")
    own = listed.loc[listed["post_before"] == listed["post_after"], "post_before"]
    rest = WHOLE - sums[sums.index.isin(after.posts["post"]) & ~sums.index.isin(own)]
    stays = pd.DataFrame({"post_before": rest.index, "post_after": rest.index, "share": rest.to_numpy()})
    every = pd.concat([listed, stays], ignore_index=True)
    every = every[every["share"] > 0]
    return every.assign(share_most=every["share"], share_from="given", place="unit")[CLAIMS]


# estimated ------------------------------------------------------------------------------------------------------------


def successors(before: Staffing, after: Staffing) -> pd.Series:
    """unit before -> the unit after that took over: itself; else where most of its posts and children went (the least
    id among equals); else the one that took over the unit above it. Missing where nothing above remains."""
    units = pd.Index(before.units["unit"])
    found = pd.Series(units, index=units).where(after.index("units").get_indexer(units) >= 0)
    gone = found.index[found.isna()]
    if gone.empty:
        return found
    posts = before.posts.loc[before.posts["unit"].isin(gone), ["post", "unit"]]
    parts = before.units.loc[before.units["parent"].isin(gone), ["unit", "parent"]]
    went = pd.concat(
        [
            pd.DataFrame({"unit": posts["unit"], "to": _now(after, "posts", posts["post"], "unit")}),
            pd.DataFrame({"unit": parts["parent"], "to": _now(after, "units", parts["unit"], "parent")}),
        ]
    ).dropna()
    count = went.value_counts().reset_index()
    most = count.sort_values(["unit", "count", "to"], ascending=[True, False, True]).drop_duplicates("unit")
    found = found.fillna(most.set_index("unit")["to"])
    up = pd.Series(gone, index=gone)[found.reindex(gone).isna()]
    if up.empty:
        return found
    above = before.units.set_index("unit")["parent"]
    for _ in range(len(Numbered.of(before.units).levels)):
        up = up.map(above).dropna()
        found = found.fillna(up.map(found))
    return found


def _now(after: Staffing, table: str, ids: pd.Series, column: str) -> pd.Series:
    """The value of a column for these ids, missing where they are gone."""
    row = after.index(table).get_indexer(pd.Index(ids))
    return pd.Series(getattr(after, table)[column].array.take(row, allow_fill=True), ids.index)


def estimated(before: Staffing, after: Staffing, posts: pd.Index, criteria: Criteria) -> pd.DataFrame:
    """`CLAIMS` of these posts of `before` on the posts of `after` of the same tier and office, as far as the tables
    tell. A part that nobody knows counts 0 in `share` and fully in `share_most`.

    A head's duties are those of the unit: they go to the unit that took over, or to a post that is new.
    """
    pairs = _pairs(before, after, posts)
    one, other = before.posts.set_index("post"), after.posts.set_index("post")
    was, now = (table.reindex(pairs[name]) for table, name in ((one, "post_before"), (other, "post_after")))
    family = pd.Series(was["family"].to_numpy()).eq(pd.Series(now["family"].to_numpy()))
    told = pd.Series(was["family"].notna().to_numpy() & now["family"].notna().to_numpy())
    score = {
        "title": _alike(was, now, before.schemas.vocabulary),
        "family": family.astype("float64").where(told) * WHOLE,
        "lineage": pairs["place"].map(criteria.lineage).astype("float64"),
        "competencies": _demanded(pairs, before, after),
    }
    least = sum((score[part].fillna(0) * weight // WHOLE for part, weight in criteria.estimate.items()), start=0)
    most = sum((score[part].fillna(WHOLE) * weight // WHOLE for part, weight in criteria.estimate.items()), start=0)
    claims = pairs.assign(share=least, share_most=most, share_from="estimated")
    return claims.astype({"share": "int64", "share_most": "int64"})[CLAIMS]


def _pairs(before: Staffing, after: Staffing, posts: pd.Index) -> pd.DataFrame:
    """post_before, post_after, place of every pair that an estimate may weigh."""
    parent = after.units.set_index("unit")["parent"]
    # Units outside of every office are one area of their own.
    office = office_of(after).astype("str").fillna("")
    gone = before.posts[before.posts["post"].isin(posts)]
    one = pd.DataFrame(
        {
            "post_before": gone["post"],
            "tier": gone["tier"],
            "head": gone["head"].fillna(False).astype(bool),
            "to": gone["unit"].map(successors(before, after)),
        }
    )
    one = one.assign(office=one["to"].map(office))
    other = after.posts[["post", "tier", "unit"]].rename(columns={"post": "post_after"})
    other = other.assign(office=other["unit"].map(office), new=~other["post_after"].isin(before.posts["post"]))
    pairs = one.merge(other, on=["office", "tier"], validate="m:m")
    inside = pairs["to"] == pairs["unit"]
    line = (pairs["to"].map(parent) == pairs["unit"]) | (pairs["unit"].map(parent) == pairs["to"])
    place = np.select([inside.fillna(False), line.fillna(False)], ["unit", "line"], "office")
    pairs = pairs.assign(place=place)
    possible = (pairs["post_before"] != pairs["post_after"]) & (~pairs["head"] | inside | pairs["new"])
    return pairs.loc[possible, ["post_before", "post_after", "place"]].reset_index(drop=True)


def _alike(was: pd.DataFrame, now: pd.DataFrame, vocabulary: Vocabulary) -> pd.Series:
    """Per pair: words that both titles have, per mille of the words of either; the words of the tier do not count."""
    labels = vocabulary.label("tier").str.casefold().str.split()
    rows = pd.concat([was[["title", "tier"]], now[["title", "tier"]]]).reset_index(drop=True)
    number, kinds = pd.factorize(pd.MultiIndex.from_frame(rows))
    table = pd.DataFrame(list(kinds), columns=["title", "tier"])
    words = table["title"].str.casefold().str.findall(r"\w+").explode()
    tier = table["tier"].map(labels).explode()
    own = pd.MultiIndex.from_arrays([tier.index, tier])
    words = words[~pd.MultiIndex.from_arrays([words.index, words]).isin(own)].dropna()
    words = words[~pd.MultiIndex.from_arrays([words.index, words]).duplicated()]
    code, vocabulary_ = pd.factorize(words)
    has = csr_matrix((np.ones(len(words)), (words.index, code)), shape=(len(table), max(1, len(vocabulary_))))
    left, right = number[: len(was)], number[len(was) :]
    both = np.asarray(has[left].multiply(has[right]).sum(axis=1)).ravel()
    size = np.asarray(has.sum(axis=1)).ravel()
    either = size[left] + size[right] - both
    # A title of nothing but the tier is like itself alone.
    return pd.Series(np.where(left == right, float(WHOLE), both * WHOLE // np.maximum(either, 1)))


def _demanded(pairs: pd.DataFrame, before: Staffing, after: Staffing) -> pd.Series:
    """Per pair: levels of competency that the old post demanded and the new one demands too, per mille; missing where
    either has no standard yet."""
    old = before.post_competencies.rename(columns={"post": "post_before", "level": "was"})
    new = after.post_competencies.rename(columns={"post": "post_after", "level": "now"})
    rows = pairs[["post_before", "post_after"]].reset_index(names="pair")
    rows = rows[rows["post_after"].isin(new["post_after"])]
    rows = rows.merge(old, on="post_before", validate="m:m").merge(
        new, on=["post_after", "competency"], how="left", validate="m:1"
    )
    was, now = (rows[name].astype("float64") for name in ("was", "now"))
    rows = rows.assign(was=was, both=np.minimum(was, now.fillna(0)))
    sums = rows.groupby("pair")[["was", "both"]].sum()
    return (sums["both"] * WHOLE // sums["was"].where(sums["was"] > 0)).reindex(range(len(pairs)))
