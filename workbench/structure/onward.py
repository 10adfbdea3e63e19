"""What follows for people after a restructuring: a placement for those without a seat, gaps of those with another."""

import pandas as pd

from workbench.scenario import Move, SetScope, State, Vacate
from workbench.staffing.service import held_posts
from workbench.structure.fates import Fates


def to_placement(after: State, fates: Fates) -> tuple[Move, ...]:
    """The moves that bring the competing, the displaced and the surplus into a placement run of the same scenario, as
    one gesture; none when nobody needs one.

    Those who compete for a seat they hold are taken off it, so that a contest is one. The scope keeps what it names and
    adds the contested posts, and vacant posts of the tier and family of whoever has no seat.
    """
    staffing, policy, people = after.staffing, after.policy, fates.people
    competes = people[people["fate"] == "competes"]
    held = held_posts(staffing)[["nip", "post"]]
    leaves = competes[["nip"]].merge(held, on="nip", validate="1:1").sort_values("nip")
    locked = {nip for nip, _ in policy.locks}
    vacates = [Vacate(nip, post) for nip, post in zip(leaves["nip"], leaves["post"], strict=True) if nip not in locked]
    loose = people[people["fate"].isin(["displaced", "surplus"])]
    named = [*policy.posts, *sorted({*competes["post_after"].dropna(), *_fitting(after, loose)} - set(policy.posts))]
    if not len(competes) and not len(loose):
        return ()
    scope = SetScope(policy.tiers, policy.families, tuple(named))
    changed = tuple(named) != policy.posts
    return (*vacates, *((scope,) if changed else ()))


def _fitting(after: State, loose: pd.DataFrame) -> pd.Series:
    """Posts with a free seat, of a tier and family that one of these people comes from."""
    staffing = after.staffing
    posts, held = staffing.posts, held_posts(staffing)["post"].value_counts()
    free = posts["capacity"].fillna(0) > posts["post"].map(held).fillna(0)
    own = (
        staffing.career[["nip", "since", "tier", "family"]]
        .sort_values(["nip", "since"])
        .drop_duplicates("nip", keep="last")
    )
    now = held_posts(staffing).merge(posts[["post", "tier", "family"]], on="post", validate="m:1")
    come = pd.concat([now[["nip", "tier", "family"]], own[["nip", "tier", "family"]]]).drop_duplicates("nip")
    kinds = pd.MultiIndex.from_frame(come.loc[come["nip"].isin(loose["nip"]), ["tier", "family"]].dropna())
    return posts.loc[free & pd.MultiIndex.from_frame(posts[["tier", "family"]]).isin(kinds), "post"]


def gaps_after(after: State, fates: Fates, placed: pd.DataFrame | None = None) -> pd.DataFrame:
    """nip, post, competency, needed, shown, gap (levels; the last two missing: nobody assessed it): for training.

    Of everyone who comes to another post: the mapped, and who is `placed` (nip, post; of a plan, which goes before)."""
    staffing = after.staffing
    mapped = fates.people.loc[fates.people["fate"] == "mapped", ["nip", "post_after"]].set_axis(["nip", "post"], axis=1)
    parts = [mapped] if placed is None else [placed[["nip", "post"]], mapped]
    people = pd.concat(parts, ignore_index=True).drop_duplicates("nip")
    needed = staffing.post_competencies.rename(columns={"level": "needed"})[["post", "competency", "needed"]]
    shown = staffing.assessments.rename(columns={"level": "shown"})[["nip", "competency", "shown"]]
    rows = people.merge(needed, on="post", validate="m:m").merge(
        shown, on=["nip", "competency"], how="left", validate="m:1"
    )
    rows = rows.assign(gap=(rows["needed"] - rows["shown"]).clip(lower=0))
    return rows.sort_values(["nip", "post", "competency"], ignore_index=True)
