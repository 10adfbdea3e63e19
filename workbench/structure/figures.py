"""What an organization amounts to: spans, layers, seats and people, and what they cost a month; by unit, and before and
after a change."""

from typing import Any

import numpy as np
import pandas as pd

from workbench.regulation.rulebook import Regulation
from workbench.scenario import State
from workbench.staffing import Staffing
from workbench.staffing.lines import lineage
from workbench.staffing.offices import office_of
from workbench.staffing.service import held_posts

SUMS = (
    *("seats", "held", "vacant", "need", "needless"),
    *("structural", "functional", "operative"),
    *("pay", "pay_most", "allowance", "unpaid"),
)
"""Columns that add up from posts to units and from units to what stands above them."""

GROUPS = {"jpt": "structural", "ja": "structural", "jf_keahlian": "functional", "jf_keterampilan": "functional"}
"""Group of a tier -> the kind of its seats; pelaksana are operative whatever their group says."""


def of_posts(staffing: Staffing, regulation: Regulation) -> pd.DataFrame:
    """One row a post: post, unit, head and the columns of `SUMS`.

    seats, held (definitive holders), vacant (seats nobody holds), need (by ABK; 0 where nobody has counted it, and then
    1 in needless), the seats by kind, pay and pay_most (rupiah a month of the holders, as far as known, and at most),
    allowance (rupiah a month, of held seats), unpaid (holders whose pay cannot be told).
    """
    posts, held = staffing.posts, held_posts(staffing)
    pay = _pay(staffing, regulation).set_index("nip").reindex(held["nip"]).reset_index(drop=True)
    paid = ["held", "pay", "pay_most", "unpaid"]
    by_post = pay.assign(post=held["post"].to_numpy(), held=1).groupby("post")[paid].sum()
    found = by_post.reindex(posts["post"]).fillna(0).astype("int64").reset_index(drop=True)
    seats, need = posts["capacity"].astype("int64"), posts["need"]
    kind = posts["tier"].map(staffing.schemas.vocabulary.group("tier")).map(GROUPS)
    kind = kind.mask(posts["tier"] == "pelaksana", "operative").fillna("operative")
    return pd.DataFrame(
        {
            **{name: posts[name] for name in ("post", "unit")},
            "head": posts["head"].fillna(False).astype(bool),
            "seats": seats,
            "held": found["held"],
            "vacant": (seats - found["held"]).clip(lower=0),
            "need": need.fillna(0).astype("int64"),
            "needless": need.isna().astype("int64"),
            **{name: seats.where(kind == name, 0) for name in ("structural", "functional", "operative")},
            "pay": found["pay"],
            "pay_most": found["pay_most"],
            "allowance": (posts["allowance"].fillna(0) * found["held"]).astype("int64"),
            "unpaid": found["unpaid"],
        }
    )


def of_units(staffing: Staffing, regulation: Regulation) -> pd.DataFrame:
    """One row a unit: unit, parent, depth (0 at a root), layers (levels beneath it), children (units directly beneath),
    span (whom its head leads directly: children and the other seats of the unit), headless (it has no head), and the
    columns of `SUMS` over the unit and all beneath it."""
    units, posts, tree = staffing.units, of_posts(staffing, regulation), lineage(staffing.units)
    own = posts.groupby("unit")[list(SUMS)].sum().reindex(units["unit"]).fillna(0).astype("int64")
    whole = tree.join(own, on="unit").groupby("above")[list(SUMS)].sum().reindex(units["unit"])
    others = posts[~posts["head"]].groupby("unit")["seats"].sum().reindex(units["unit"]).fillna(0).astype("int64")
    children = units["parent"].value_counts().reindex(units["unit"]).fillna(0).astype("int64")
    headed = units["unit"].isin(posts.loc[posts["head"], "unit"])
    return pd.DataFrame(
        {
            "unit": units["unit"],
            "parent": units["parent"],
            "depth": tree.groupby("unit")["steps"].max().reindex(units["unit"]).to_numpy(),
            "layers": tree.groupby("above")["steps"].max().reindex(units["unit"]).to_numpy(),
            "children": children.to_numpy(),
            "span": (children + others).to_numpy(),
            "headless": ~headed.to_numpy(),
            **{name: whole[name].to_numpy() for name in SUMS},
        }
    )


def totals(staffing: Staffing, regulation: Regulation) -> dict[str, Any]:
    """The whole in a few numbers: units, offices, layers, span_mean (of units with a head; None without any),
    one_person (units that come to a single seat), headless, functional_share (of seats that are structural or
    functional, in whole tenths of a percent; None without any), and the columns of `SUMS`."""
    units, posts = of_units(staffing, regulation), of_posts(staffing, regulation)
    sums = {name: int(posts[name].sum()) for name in SUMS}
    headed = units[~units["headless"]]
    led = sums["structural"] + sums["functional"]
    return {
        "units": len(units),
        "offices": int(office_of(staffing).dropna().nunique()),
        "layers": int(units["layers"].max()) if len(units) else 0,
        "span_mean": round(float(headed["span"].mean()), 2) if len(headed) else None,
        "one_person": int((units["seats"] == 1).sum()),
        "headless": int(units["headless"].sum()),
        "functional_share": round(1000 * sums["functional"] / led) if led else None,
        **sums,
    }


def compared(before: State, after: State, regulation: Regulation) -> pd.DataFrame:
    """figure, before, after, difference (missing where either is): `totals` of two states, and `affected` people."""
    one, other = (totals(state.staffing, regulation) for state in (before, after))
    table = pd.DataFrame({"figure": list(one), "before": list(one.values()), "after": list(other.values())})
    people = pd.DataFrame({"figure": ["affected"], "before": [0], "after": [len(affected(before, after))]})
    table = pd.concat([table, people], ignore_index=True)
    table = table.astype({"figure": "str", "before": "Float64", "after": "Float64"})
    return table.assign(difference=table["after"] - table["before"])


def affected(before: State, after: State) -> pd.DataFrame:
    """nip, post_before, post_after, how: holders of a post for whom something is another. how, the first that applies:
    lost (no post any more), gained, post (another one), tier, office (the same post stands in another office), unit,
    name (it, or its unit, is called otherwise)."""
    one, other = (_held(state.staffing) for state in (before, after))
    both = one.merge(other, on="nip", how="outer", suffixes=("_before", "_after"), validate="1:1")

    def differs(name: str) -> pd.Series:
        was, now = both[f"{name}_before"].fillna(""), both[f"{name}_after"].fillna("")
        return was != now

    how = np.select(
        [
            both["post_after"].isna(),
            both["post_before"].isna(),
            *(differs(name) for name in ("post", "tier", "office", "unit")),
            differs("title") | differs("name"),
        ],
        ["lost", "gained", "post", "tier", "office", "unit", "name"],
        default="",
    )
    table = both[["nip", "post_before", "post_after"]].assign(how=how)
    return table[table["how"] != ""].astype({"how": "str"}).sort_values("nip", ignore_index=True)


def _held(staffing: Staffing) -> pd.DataFrame:
    """nip, post, tier, title, unit and office of the post, name of the unit."""
    posts = staffing.posts[["post", "tier", "title", "unit"]]
    held = held_posts(staffing)[["nip", "post"]].merge(posts, on="post", how="left", validate="m:1")
    names = staffing.units.set_index("unit")["name"]
    return held.assign(name=held["unit"].map(names), office=held["unit"].map(office_of(staffing)))


def _pay(staffing: Staffing, regulation: Regulation) -> pd.DataFrame:
    """nip, pay, pay_most (rupiah a month: basic pay by golongan and service time; PPPK between the two ends of their
    golongan), unpaid (1 where it cannot be told; both are 0 then)."""
    people = staffing.employees[["nip", "golongan", "service_months"]]
    known = people["golongan"].notna() & people["service_months"].notna()
    years = (people["service_months"].fillna(0) // 12).astype("int64")
    least, most = (pd.Series(0, index=people.index, dtype="int64") for _ in range(2))
    told = pd.Series(False, index=people.index)
    for golongan, steps in regulation["salary.pns_basic"].value.items():
        here = known & (people["golongan"] == golongan)
        at = np.searchsorted(sorted(steps), years[here], side="right") - 1
        pays = np.array([steps[step] for step in sorted(steps)], dtype=np.int64)
        least[here], told[here] = np.where(at >= 0, pays[at.clip(0)], 0), at >= 0
    most = least.copy()
    for golongan, ends in regulation["salary.pppk_min_max"].value.items():
        here = people["golongan"] == golongan
        least[here], most[here], told[here] = int(ends["min"]), int(ends["max"]), True
    return pd.DataFrame({"nip": people["nip"], "pay": least, "pay_most": most, "unpaid": (~told).astype("int64")})
