"""Selection rates: of those who could have been selected in this plan, who was; and whether the groups fare alike."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.fairness.groups import UNRECORDED, groupings
from workbench.placement.fairness.standard import Standard
from workbench.placement.plan import Plan

EVERY, PROMOTION, SLATE = "all", "promotion", "slate"

SCOPES = {
    EVERY: ("Semua jabatan", "All posts"),
    PROMOTION: ("Kenaikan jenjang", "Promotion"),
    SLATE: ("Daftar seleksi terbuka", "Slate for open selection"),
}
"""Scopes besides the tiers, which the vocabulary names."""

REASONS = ("best", "reached", "below", "chance", "small", "alone", "nobody", "ineligible", "unrecorded")
"""Why a ratio is answered as it is: yes (best, reached), no (below), unknown (all others): a difference that may be
chance, a pool too small, no second group to compare with, nobody selected at all, nobody eligible, or no record."""


@dataclass(frozen=True, eq=False)
class Pool:
    """Who could have been selected for something, and who was. Both masks run over the people of the ground."""

    scope: str
    label: str
    label_en: str
    eligible: Mask
    selected: Mask


def pools(plan: Plan) -> tuple[Pool, ...]:
    """All posts with a seat to give, promotion, each tier, and the slates of open selection.

    A post has a seat to give when the plan leaves it fewer stayers than seats: vacant from the start, by retirement, or
    because its holder moves on. Eligible is who may be proposed for at least one such seat, bans or no bans; selected
    is who of them the plan moves to one, or puts on a slate. Whoever is moved by a lock without being eligible is in no
    pool (the audit counts them in a note).
    """
    return tuple(pool for pool in _pools(plan) if pool.eligible.any())


def _pools(plan: Plan) -> Iterator[Pool]:
    ground, seats = plan.ground, plan.ground.seats
    place, who = pd.Index(seats["post"]), pd.Index(ground.people["nip"])
    moves = plan.moves
    mover, goal = who.get_indexer(pd.Index(moves["nip"])), place.get_indexer(pd.Index(moves["to_post"]))
    stayers = np.bincount(
        place.get_indexer(pd.Index(plan.rows.loc[plan.rows["kind"] == "stay", "to_post"])), minlength=len(seats)
    )
    gives = (seats["in_scope"] & ~seats["selection"]).to_numpy() & (seats["capacity"].to_numpy() > stayers)
    level = seats["level"].to_numpy()
    known_level = ground.people["level"].notna().to_numpy()
    from_level = ground.people["level"].fillna(0).to_numpy(np.int64)

    def pool(scope: str, label: tuple[str, str], pairs: Mask, moved: Mask) -> Pool:
        eligible = _marked(ground.person[pairs], len(who))
        return Pool(scope, *label, eligible, eligible & _marked(mover[moved], len(who)))

    given = gives[ground.post]
    yield pool(EVERY, SCOPES[EVERY], given, np.ones(len(moves), dtype=bool))
    yield pool(
        PROMOTION,
        SCOPES[PROMOTION],
        given & known_level[ground.person] & (from_level[ground.person] < level[ground.post]),
        known_level[mover] & (from_level[mover] < level[goal]),
    )
    vocabulary, tier = ground.staffing.schemas.vocabulary, seats["tier"].to_numpy()
    labels, english = vocabulary.label("tier"), vocabulary.label("tier", "en")
    offered = set(tier[gives])
    for code in [code for code in vocabulary.codes("tier") if code in offered]:
        label = str(labels[code]), str(english[code])
        yield pool(str(code), label, given & (tier[ground.post] == code), tier[goal] == code)

    open_posts = place.get_indexer(pd.Index(plan.vacant.loc[plan.vacant["reason"] == "selection", "post"]))
    eligible = _marked(ground.person[np.isin(ground.post, open_posts)], len(who))
    listed = _marked(who.get_indexer(pd.Index(plan.slates["nip"])), len(who))
    yield Pool(SLATE, *SCOPES[SLATE], eligible, eligible & listed)


def _marked(rows: NDArray[np.intp] | Whole, size: int) -> Mask:
    marked = np.zeros(size, dtype=bool)
    marked[rows] = True
    return marked


def rates(plan: Plan, standard: Standard) -> pd.DataFrame:
    """scope, scope_label, scope_label_en, attribute, group, label, label_en, staff, pool, selected, rate, low, high,
    enough.

    One row for each group with anybody in the pool, and over all posts also for those of the staff with nobody in it:
    who could not be selected at all is seen too. Those whose attribute is not recorded are a line of their own.
    `staff`: people in service who do not retire within the horizon. `low` and `high`: Wilson interval of the rate at
    the confidence of the standard (missing, like the rate, of an empty pool). `enough`: whether the pool is large
    enough to be judged, which the unrecorded never are.
    """
    found = []
    people, attributes = plan.ground.people, groupings(plan, standard.age_bands)
    staff = (people["active"] & people["leaves"].isna()).to_numpy()
    for pool in pools(plan):
        for grouping in attributes:
            size = len(grouping.groups)
            counts = grouping.groups.assign(
                staff=np.bincount(grouping.row[staff], minlength=size),
                pool=np.bincount(grouping.row[pool.eligible], minlength=size),
                selected=np.bincount(grouping.row[pool.selected], minlength=size),
                attribute=grouping.attribute,
                scope=pool.scope,
                scope_label=pool.label,
                scope_label_en=pool.label_en,
            )
            shown = counts["staff" if pool.scope == EVERY else "pool"] > 0
            found.append(counts[shown | (counts["pool"] > 0)])
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*_COUNTS])
    table = table.astype({"staff": "int64", "pool": "int64", "selected": "int64"})
    counted = zip(table["selected"].tolist(), table["pool"].tolist(), strict=True)
    bounds = np.array([_wilson(*counts, standard.confidence) for counts in counted], dtype=np.float64).reshape(-1, 2)
    return table[list(_COUNTS)].assign(
        rate=table["selected"] / table["pool"].where(table["pool"] > 0),
        low=bounds[:, 0],
        high=bounds[:, 1],
        enough=(table["pool"] >= standard.smallest_group) & (table["group"] != UNRECORDED),
    )


_COUNTS = (
    *("scope", "scope_label", "scope_label_en", "attribute", "group", "label", "label_en"),
    *("staff", "pool", "selected"),
)


def _wilson(selected: int, pool: int, confidence: float) -> tuple[float, float]:
    """Interval of a rate (Wilson 1927)."""
    if not pool:
        return np.nan, np.nan
    from scipy.stats import binomtest  # half a second to load, and only an audit needs it

    found = binomtest(selected, pool).proportion_ci(confidence, method="wilson")
    return float(found.low), float(found.high)


def ratios(rates: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    """`rates` with best (the group with the highest rate), best_label, best_label_en, ratio, ratio_low, ratio_high,
    short, answer, reason.

    The question: is this group selected at least `standard.line` times as often as the best one? `answer` is yes, no
    or unknown, `reason` one of `REASONS`. No, when the ratio lies under the line and its interval under 1: a greater
    difference that may be chance is unknown, as 29 CFR 1607.4(D) has it. The best group is taken among those large
    enough; too small ones are named so and never judged. `short`: how many more people of the group would have had to
    be selected to reach the line, 0 when it does.
    """
    enough = rates[rates["enough"]].sort_values(["rate", "pool"], ascending=False, kind="stable")
    keys = ["scope", "attribute"]
    best = enough.drop_duplicates(keys)[[*keys, "group", "label", "label_en", "pool", "selected", "rate"]]
    others = enough.groupby(keys).size().rename("judged").reset_index()
    best = best.rename(columns={name: f"best_{name}" for name in best.columns if name not in keys})
    table = rates.merge(best.rename(columns={"best_group": "best"}), on=keys, how="left", validate="m:1")
    table = table.merge(others, on=keys, how="left", validate="m:1")
    measured = [
        _measured(row, standard.confidence)
        for row in zip(
            table["selected"], table["pool"], table["best_selected"], table["best_pool"], table["high"], strict=True
        )
    ]
    ratio, low, high = np.array(measured, dtype=np.float64).reshape(-1, 3).T
    under = ratio < standard.line
    reason = np.select(
        [
            table["group"] == UNRECORDED,
            table["pool"] == 0,
            ~table["enough"],
            table["judged"] < 2,
            table["best_selected"] == 0,
            table["group"] == table["best"],
            ~under,
            high < 1,
        ],
        ["unrecorded", "ineligible", "small", "alone", "nobody", "best", "reached", "below"],
        default="chance",
    )
    needed = np.ceil(standard.line * table["best_rate"] * table["pool"] - 1e-9)
    judged = np.isin(reason, ("best", "reached", "below", "chance"))
    return table.assign(
        ratio=ratio,
        ratio_low=np.where(table["group"] == table["best"], np.nan, low),
        ratio_high=np.where(table["group"] == table["best"], np.nan, high),
        short=np.where(judged & under, needed - table["selected"], 0).astype(np.int64),
        answer=np.select([np.isin(reason, ("best", "reached")), reason == "below"], ["yes", "no"], default="unknown"),
        reason=reason,
    ).drop(columns=["judged", "best_pool", "best_selected"])


def _measured(row: tuple[int, int, float, float, float], confidence: float) -> tuple[float, float, float]:
    """The ratio of two rates and its interval (Katz et al. 1978). Where nobody of a group was selected that interval
    has no upper end; its own Wilson bound over the best group's lower one is then an honest, wider one."""
    from scipy.stats.contingency import relative_risk

    selected, pool, best_selected, best_pool, highest = row
    if not (best_selected > 0 and pool > 0):  # nobody to compare, or to compare with
        return np.nan, np.nan, np.nan
    counts = int(selected), int(pool), int(best_selected), int(best_pool)
    found = relative_risk(*counts)
    interval = found.confidence_interval(confidence)
    if counts[0] == 0:
        return 0.0, 0.0, highest / _wilson(*counts[2:], confidence)[0]
    return float(found.relative_risk), float(interval.low), float(interval.high)
