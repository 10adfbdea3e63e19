"""What becomes of every incumbent in a restructuring: kept, mapped, competes, displaced or surplus, each with a reason.

The steps are those of public reorganizations: who does at least half of a function goes with it (5 CFR 351.303(c)(1));
posts that are substantially the same are one pool (5 CFR 351.403); seats nobody holds are filled first; heads are
decided before those they lead. In Indonesia surplus people are first offered elsewhere (PP 11/2017 Pasal 241), which
`to_placement` begins.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.scenario import Refused, State
from workbench.staffing import Staffing
from workbench.staffing.lines import lineage
from workbench.staffing.offices import office_of
from workbench.staffing.service import held_posts
from workbench.structure.contests import Settled, settle
from workbench.structure.duties import CLAIMS, WHOLE, Criteria, estimated, given

FATES = ("kept", "mapped", "competes", "displaced", "surplus")

SUBSTANCE = ("tier", "head", "office", "unit", "kelas_jabatan")
"""What makes another post of one with the same id, the weightiest first."""

PEOPLE = [
    *("nip", "post_before", "unit_before", "fate", "post_after", "share", "share_most", "share_from"),
    *("layer", "rivals", "seats", "why", "appeal"),
]


@dataclass(frozen=True, eq=False)
class Fates:
    """`people`, one row an incumbent, sorted by nip: nip, post_before, unit_before, fate, post_after (held, claimed by
    those who compete, or where the duties of the surplus go; missing for the displaced), share and share_most (of the
    duties that go there, per mille, as far as known and at most; missing: nowhere), share_from (same: the post itself;
    given by the agency; estimated), layer (steps from the top; a head stands one above those it leads), rivals (who
    claim the same seats, oneself included) and seats (both missing without contest), why, appeal (missing: none).

    why: same, line (its unit stands elsewhere), name | tier (penyetaraan), head, office, unit, kelas_jabatan, reduced
    (less of the duties), duties (to another post), placed (by decision) | contest, order_unknown | no_successor,
    below_line, vacated | order (later in the post), no_seat. appeal: unknown (facts might put the share over the line),
    near (just below it), order, estimated.

    `totals`: office (of the post before), fate, people; they add up to `len(people)`. `claims`: nip, post_after, share,
    share_most, share_from, place: every post to which somebody's duties might go, the own left out.
    """

    people: pd.DataFrame
    totals: pd.DataFrame
    claims: pd.DataFrame


def fates(before: State, after: State, criteria: Criteria, duties: pd.DataFrame | None = None) -> Fates | Refused:
    """The fate of every definitive holder of a post in `before`.

    `duties`: the agency's list (post_before, post_after, share in whole percent); a post without a row there is
    estimated. Refused when the list cannot be. Raises ValueError when somebody of `before` is unknown in `after`.

    Between competes and surplus: who competes has a claim to a seat that others claim too. The surplus have none: their
    duties go on, but every seat is held by somebody with a stronger claim, or their post has fewer seats than holders
    and they came to it last. Where the dates do not tell who came last, those in question compete.
    """
    listed = given(duties, before.staffing, after.staffing) if duties is not None else pd.DataFrame(columns=CLAIMS)
    if isinstance(listed, Refused):
        return listed
    people = _incumbents(before.staffing, after.staffing)
    own = listed[listed["post_before"] == listed["post_after"]].set_index("post_before")["share"]
    people["own"] = people["post_before"].map(own).astype("Float64")
    known = people["post_before"].isin(listed["post_before"])
    # A post that goes on keeps its duties unless the agency says otherwise.
    people["own"] = people["own"].mask(~known & people["goes_on"], WHOLE).fillna(0).astype("int64")
    people["stays"] = people["same"] & ((people["own"] >= criteria.follow_least) | ~people["goes_on"])
    seeks = ~people["stays"] & ~people["placed"]
    unlisted = pd.Index(people.loc[seeks & ~known & ~people["goes_on"], "post_before"].unique())
    nothing = pd.DataFrame(columns=CLAIMS)
    weighed = estimated(before.staffing, after.staffing, unlisted, criteria) if len(unlisted) else nothing
    claims = _claims(people[seeks], listed, weighed)
    seats = _seats(before.staffing, after.staffing, people)
    layer = layers(after.staffing)
    first = _vacant(claims, seats, layer, criteria)
    second = _against_holders(people, claims[~claims["nip"].isin(first.people)], seats, layer, criteria)
    people = _decided(people, claims, (first, second), seats, criteria)
    people = _told(people, before.staffing, after.staffing, layer, criteria)
    office = people["unit_before"].map(office_of(before.staffing)).rename("office")
    totals = people.groupby([office, "fate"], dropna=False).size().rename("people").reset_index()
    shown = claims.loc[claims["post_after"] != claims["post_before"], ["nip", *CLAIMS[1:]]]
    return Fates(people[PEOPLE].reset_index(drop=True), totals, shown.reset_index(drop=True))


def layers(staffing: Staffing) -> pd.Series:
    """post -> steps from the top of the tree; a head stands one above the other posts of the unit."""
    tree = lineage(staffing.units)
    depth = staffing.posts["unit"].map(tree.groupby("unit")["steps"].max())
    below = (~staffing.posts["head"].fillna(False).astype(bool)).astype("int64")
    return pd.Series((depth + below).astype("Int64").to_numpy(), index=pd.Index(staffing.posts["post"]))


def _incumbents(before: Staffing, after: Staffing) -> pd.DataFrame:
    """nip, post_before, since, unit_before, post_now, same, placed (holds another post now), goes_on (the post is still
    there)."""
    held = held_posts(before).rename(columns={"post": "post_before"}).sort_values("nip", ignore_index=True)
    lost = held.loc[~held["nip"].isin(after.employees["nip"]) & held["nip"].isin(before.employees["nip"]), "nip"]
    if len(lost):
        raise ValueError(f"{len(lost)} people of the state before are unknown after: not two states of one scenario")
    now = held["nip"].map(held_posts(after).set_index("nip")["post"])
    same = now.eq(held["post_before"]).fillna(False).astype(bool)
    return held.assign(
        unit_before=held["post_before"].map(before.posts.set_index("post")["unit"]),
        post_now=now,
        same=same,
        placed=now.notna() & ~same,
        goes_on=held["post_before"].isin(after.posts["post"]),
    )


def _claims(seeking: pd.DataFrame, listed: pd.DataFrame, weighed: pd.DataFrame) -> pd.DataFrame:
    """nip and `CLAIMS` of everyone who has to be decided. Who was taken off a post that goes on may claim it back."""
    back = seeking.loc[~seeking["same"] & seeking["goes_on"], ["nip", "post_before", "own"]]
    back = back.assign(post_after=back["post_before"], share=back["own"], share_most=back["own"])
    back = back.assign(share_from="same", place="unit")
    posts = pd.concat([part for part in (listed, weighed) if len(part)] or [weighed], ignore_index=True)
    posts = posts[posts["post_before"] != posts["post_after"]]
    others = seeking[["nip", "post_before"]].merge(posts, on="post_before", validate="m:m")
    columns = ["nip", *CLAIMS]
    parts = [part[columns] for part in (back, others) if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else others[columns]


def _seats(before: Staffing, after: Staffing, people: pd.DataFrame) -> pd.DataFrame:
    """By post of `after`: capacity, holding (who stays), firm (others who hold it now), free, and cut (seats were taken
    from it). A capacity nobody knows has no free seat and was not cut."""
    posts = after.posts.set_index("post")
    now = held_posts(after)["post"].value_counts().reindex(posts.index, fill_value=0)
    stays = people.loc[people["stays"], "post_before"].value_counts().reindex(posts.index, fill_value=0)
    leaves = people.loc[people["same"] & ~people["stays"], "post_before"].value_counts()
    taken = now - leaves.reindex(posts.index, fill_value=0)
    was = before.posts.set_index("post")["capacity"].reindex(posts.index)
    cut = (posts["capacity"] < was).fillna(False).astype(bool)
    capacity = posts["capacity"].fillna(0).astype("int64")
    return pd.DataFrame(
        {
            "capacity": capacity,
            "holding": stays,
            "firm": taken - stays,
            "free": (capacity - taken).clip(lower=0),
            "cut": cut,
        }
    )


# who gets which seat --------------------------------------------------------------------------------------------------


def _equal(claims: pd.DataFrame, criteria: Criteria) -> pd.DataFrame:
    """The claims that are as good as a person's best."""
    best = claims.groupby("nip")["share"].transform("max")
    return claims[claims["share"] >= best - criteria.near]


def _from_the_top(claims: pd.DataFrame, seats: "pd.Series[int]", layer: pd.Series) -> Settled:
    """Layer by layer: whoever is decided in one claims nothing beneath it any more."""
    at, found = claims["post"].map(layer).fillna(-1), settle(claims.iloc[:0], seats)
    for step in sorted(at.unique()):
        found = found.joined(settle(claims[(at == step) & ~claims["nip"].isin(found.people)], seats))
    return found


def _vacant(claims: pd.DataFrame, seats: pd.DataFrame, layer: pd.Series, criteria: Criteria) -> Settled:
    """Seats that nobody holds, for whoever has a right to follow the duties."""
    vacant = claims["post_after"].map(seats["free"]).fillna(0) > 0
    open_ = _equal(claims[vacant & (claims["share"] >= criteria.follow_least)], criteria)
    return _from_the_top(open_.rename(columns={"post_after": "post"})[["nip", "post", "share"]], seats["free"], layer)


def _against_holders(
    people: pd.DataFrame, claims: pd.DataFrame, seats: pd.DataFrame, layer: pd.Series, criteria: Criteria
) -> Settled:
    """Seats that others hold, for whom no vacant seat is left and whose post was substantially the same."""
    near = claims["place"].isin(criteria.contest_within) | (claims["share_from"] == "given")
    back = claims["post_after"] == claims["post_before"]
    alike = _equal(claims[near & ~back & (claims["share"] >= criteria.match_least)], criteria)
    # Those whom a decision put there stay; a post that was overfull before keeps room for all who hold it.
    room = seats["capacity"].where(seats["cut"], np.maximum(seats["capacity"], seats["holding"] + seats["firm"]))
    room = (room - seats["firm"]).clip(lower=0)
    alike = alike[alike["post_after"].map(room).fillna(0) > 0]
    inside = people[people["stays"] & people["post_before"].isin(alike["post_after"])]
    holders = inside[["nip", "own"]].assign(post=inside["post_before"]).rename(columns={"own": "share"})
    outside = alike.rename(columns={"post_after": "post"})[["nip", "post", "share"]]
    return _from_the_top(pd.concat([outside, holders[outside.columns]], ignore_index=True), room, layer)


def _beyond(people: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """Holders who are not sure to keep a seat of a post whose seats were cut: nip, fate, why, and for those who compete
    rivals and seats. Who holds the post longer stays; dates that are equal or unknown settle nothing."""
    room = (seats["capacity"] - seats["firm"]).clip(lower=0)
    over = seats.index[seats["cut"] & (seats["holding"] > room)]
    inside = people[people["stays"] & people["post_before"].isin(over)]
    by, known = inside.groupby("post_before")["since"], inside["since"].notna()
    size = by.transform("size")
    # How many are before one surely, and how many at most.
    first = (by.rank(method="min") - 1).where(known, 0)
    last = (by.rank(method="max") - 1 + size - by.transform("count")).where(known, size - 1)
    left = inside["post_before"].map(room)
    out, sure = first >= left, last < left
    competes = ~out & ~sure
    found = pd.DataFrame({"nip": inside["nip"], "fate": np.where(out, "surplus", "competes")})
    found["why"] = np.where(out, "order", "order_unknown")
    post = inside["post_before"]
    found["rivals"] = competes.groupby(post).transform("sum").where(competes).astype("Int64")
    found["seats"] = (left - sure.groupby(post).transform("sum")).where(competes).astype("Int64")
    return found[~sure]


def _decided(
    people: pd.DataFrame,
    claims: pd.DataFrame,
    settled: tuple[Settled, Settled],
    seats: pd.DataFrame,
    criteria: Criteria,
) -> pd.DataFrame:
    """`people` with fate, post_after, share, share_most, share_from, rivals, seats and why; of those who stay, only
    what sets them apart from the kept."""
    best = claims.sort_values(["nip", "share", "share_most", "post_after"], ascending=[True, False, False, True])
    best = best.drop_duplicates("nip").set_index("nip").reindex(people["nip"]).reset_index()
    vacated = (people["goes_on"] & ~people["same"] & ~people["placed"]).to_numpy()
    follows = (best["share"] >= criteria.follow_least).fillna(False).to_numpy(bool) & ~vacated
    seeks = ~(people["stays"] | people["placed"]).to_numpy()
    found = people.assign(
        fate=np.select([~seeks, follows], ["mapped", "surplus"], "displaced"),
        post_after=people["post_now"].where(~seeks, best["post_after"].where(follows)),
        share=best["share"].astype("Int64").mask(people["stays"], people["own"]),
        share_most=best["share_most"].astype("Int64").mask(people["stays"], people["own"]),
        share_from=best["share_from"].astype("str").mask(people["stays"] & people["goes_on"], "same"),
        rivals=pd.Series(pd.NA, people.index, "Int64"),
        seats=pd.Series(pd.NA, people.index, "Int64"),
        why=np.select(
            [~seeks & people["placed"], ~seeks, vacated, follows, best["share"].fillna(0) > 0],
            ["placed", "", "vacated", "no_seat", "below_line"],
            "no_successor",
        ),
    )
    found = _set(found, _beyond(people, seats))
    for each in settled:
        if each.people.empty:
            continue
        seated = each.seated[~each.seated["nip"].isin(people.loc[people["stays"] | vacated, "nip"])]
        seated = seated.merge(
            claims.rename(columns={"post_after": "post"}), on=["nip", "post", "share"], validate="1:1"
        )
        found = _set(found, seated.rename(columns={"post": "post_after"}).assign(fate="mapped", why="duties"))
        pools = each.pools.rename(columns={"post": "post_after"}).assign(fate="competes", why="contest")
        details = claims[["nip", "post_after", "share_most", "share_from"]]
        found = _set(found, pools.merge(details, on=["nip", "post_after"], how="left", validate="1:1"))
    return found


def _set(people: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """`people` with what `rows` (by nip) know of them."""
    if rows.empty:
        return people
    new = rows.set_index("nip").reindex(people["nip"]).set_axis(people.index)
    here = people["nip"].isin(rows["nip"])
    columns = [name for name in rows.columns if name in PEOPLE and name != "nip"]
    return people.assign(
        **{name: people[name].mask(here & new[name].notna(), new[name].astype(people[name].dtype)) for name in columns}
    )


# what is told of each -------------------------------------------------------------------------------------------------


def _told(
    people: pd.DataFrame, before: Staffing, after: Staffing, layer: pd.Series, criteria: Criteria
) -> pd.DataFrame:
    """With layer and appeal, and the kept set apart from those whose post became another one."""
    was, now = _seen(before).reindex(people["post_before"]), _seen(after).reindex(people["post_before"])

    def differs(name: str) -> np.ndarray:
        one, other = was[name].reset_index(drop=True), now[name].reset_index(drop=True)
        same = (one == other).fillna(False).astype(bool) | (one.isna() & other.isna())
        return ~same.to_numpy(bool)

    stays = (people["why"] == "").to_numpy()
    less = (people["own"] < criteria.match_least).to_numpy() & people["goes_on"].to_numpy()
    changed = [*(differs(name) for name in SUBSTANCE), less]
    why = np.select(
        [*changed, differs("parent"), differs("name") | differs("title")],
        [*SUBSTANCE, "reduced", "line", "name"],
        "same",
    )
    kept = stays & ~np.logical_or.reduce(changed)
    people = people.assign(
        fate=people["fate"].mask(kept, "kept"), why=people["why"].mask(stays, pd.Series(why, people.index))
    )
    stood = people["post_before"].map(layers(before))
    people = people.assign(layer=people["post_after"].map(layer).astype("Int64").fillna(stood))
    return people.assign(appeal=_appeal(people, criteria))


def _seen(staffing: Staffing) -> pd.DataFrame:
    """By post: what makes it the same post, or only called otherwise."""
    posts = staffing.posts.set_index("post")[["unit", "title", "tier", "head", "kelas_jabatan"]]
    units = staffing.units.set_index("unit")
    office = office_of(staffing)
    return posts.assign(
        office=posts["unit"].map(office),
        parent=posts["unit"].map(units["parent"]),
        name=posts["unit"].map(units["name"]),
    )


def _appeal(people: pd.DataFrame, criteria: Criteria) -> pd.Series:
    """The first ground on which a person may object, missing for none."""
    line = np.select(
        [people["fate"] == "displaced", people["fate"] == "surplus"], [criteria.follow_least, criteria.match_least], 0
    )
    share, most = people["share"].fillna(0), people["share_most"].fillna(0)
    short = (share < line).to_numpy(bool)
    ordered = (people["why"] == "order").to_numpy()
    estimated_ = (people["share_from"] == "estimated").to_numpy(bool)
    grounds = [
        (people["why"] == "order_unknown").to_numpy() | (short & estimated_ & (most >= line).to_numpy(bool)),
        ordered,
        short & (line - share <= criteria.near).to_numpy(bool),
        estimated_,
    ]
    return (
        pd.Series(np.select(grounds, ["unknown", "order", "near", "estimated"], ""), people.index)
        .replace("", None)
        .astype("str")
    )
