"""Time served: what a career and the present post add up to on a day."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from workbench.staffing.tables import Staffing

DEFINITIVE = "definitif"


def completed_months(since: pd.Series, until: pd.Series | pd.Timestamp) -> pd.Series:
    """Completed calendar months between two days (Int64, missing where either is); negative spans count 0.

    >>> day = pd.Timestamp("2025-02-28")
    >>> completed_months(pd.Series(pd.to_datetime(["2024-02-29", "2024-01-28", None])), day).tolist()
    [11, 13, <NA>]
    """
    end = pd.Series(until, index=since.index) if isinstance(until, pd.Timestamp) else until
    months = (end.dt.year - since.dt.year) * 12 + end.dt.month - since.dt.month - (end.dt.day < since.dt.day)
    return months.where(since.notna() & end.notna()).astype("Int64").clip(lower=0)


def completed_years(since: pd.Series, until: pd.Series | pd.Timestamp) -> pd.Series:
    """Completed calendar years between two days (Int64, missing where either is)."""
    return completed_months(since, until) // 12


def held_posts(staffing: Staffing) -> pd.DataFrame:
    """nip, post, since of each definitive assignment, at most one a person (the latest)."""
    held = staffing.assignments[staffing.assignments["kind"] == DEFINITIVE]
    if held["nip"].is_unique and held["nip"].is_monotonic_increasing:  # as a rule: tables are sorted by key
        return held[["nip", "post", "since"]].reset_index(drop=True)
    latest = held.sort_values(["nip", "since", "post"], na_position="first").drop_duplicates("nip", keep="last")
    return latest[["nip", "post", "since"]].reset_index(drop=True)


def stints(staffing: Staffing, day: date) -> pd.DataFrame:
    """Every post held up to `day`: nip, tier, family, since, until, until_latest, days, days_most.

    A past post without a recorded end may have lasted until the next one began: `days` leaves it out, `days_most`
    counts it that far. The present post runs until `day`.
    """
    present = held_posts(staffing).merge(
        staffing.posts[["post", "tier", "family"]], on="post", how="left", validate="m:1"
    )
    present = present[present["since"].notna()].drop(columns="post").assign(until=pd.Timestamp(day))
    rows = pd.concat([staffing.career[["nip", "tier", "family", "since", "until"]], present], ignore_index=True)
    rows = rows[rows["since"] <= pd.Timestamp(day)].sort_values(["nip", "since"], ignore_index=True)
    following = rows["since"].shift(-1).where(rows["nip"] == rows["nip"].shift(-1), pd.Timestamp(day))
    limit: Any = pd.Timestamp(day).to_datetime64()
    until = rows["until"].clip(upper=limit)
    latest = until.fillna(following.clip(upper=limit))
    return rows.assign(
        until=until,
        until_latest=latest,
        days=(until - rows["since"]).dt.days.clip(lower=0).fillna(0).astype(np.int64),
        days_most=(latest - rows["since"]).dt.days.clip(lower=0).astype(np.int64),
    )
