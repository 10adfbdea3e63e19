"""Succession: which seats fall vacant in the years to come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.ground import tick
from workbench.placement.records import records
from workbench.regulation.retirement import retirement_dates
from workbench.regulation.rulebook import Regulation
from workbench.staffing import Staffing
from workbench.staffing.offices import office_of
from workbench.staffing.service import held_posts

WHEN = ("overdue", "within", "later", "unknown")
"""When someone retires, seen from a day: should have gone by then, within the years asked for, after them, or a birth
date, a post or its retirement age is not known."""

PLACE = ["tier", "office"]


@dataclass(frozen=True, eq=False)
class Forecast:
    """Retirements by the retirement age (BUP) of the post held, by the law of one day.

    `rows`: year, quarter (1..4), tier, office (unit, missing for none), retirements; combinations without any are left
    out. `standing`, one a tier and office: people (who serve there), how many of them by `WHEN` (they add up to
    people), seats, vacant (already), over (holders without a seat), so that seats = people - over + vacant; whoever
    holds no post stands in a row without a tier. `years`: year, retirements, total (since the day), vacant (seats that
    stand empty at its end, or at the end of the years asked for, if nobody follows). `people`: nip, post, tier, office,
    retires (the first day of retirement, missing where unknown), when (see `WHEN`).
    """

    rows: pd.DataFrame
    standing: pd.DataFrame
    years: pd.DataFrame
    people: pd.DataFrame

    def to_record(self) -> dict[str, Any]:
        """JSON-ready."""
        return {name: records(getattr(self, name)) for name in ("years", "rows", "standing", "people")}


def forecast(
    staffing: Staffing,
    regulation: Regulation,
    day: date,
    years: int = 5,
    *,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Forecast:
    """Who retires after `day`, up to the same day `years` later, by quarter, tier and regional office.

    Whoever retires on `day` itself no longer serves then: overdue. Raises ValueError for less than one year,
    `Stopped` when asked to stop.
    """
    if years < 1:
        raise ValueError(f"Perkiraan memerlukan paling sedikit 1 tahun, bukan {years}.")
    first, last = pd.Timestamp(day), pd.Timestamp(day) + pd.DateOffset(years=years)
    tick(progress, stop, 0.0, "Menghitung hari pensiun tiap pegawai")
    people, posts = _people(staffing, regulation), _posts(staffing)
    tick(progress, stop, 0.4, "Mengelompokkan pensiun per triwulan dan perangkat daerah")
    retires = people["retires"]
    when = np.select([retires.isna(), retires <= first, retires <= last], ["unknown", "overdue", "within"], "later")
    people = people.assign(when=pd.Series(when, index=people.index, dtype="str"))
    people = people.merge(posts[["post", *PLACE]], on="post", how="left", validate="m:1")
    going = people[people["when"] == "within"]
    quarters = going.assign(year=going["retires"].dt.year, quarter=going["retires"].dt.quarter)
    rows = quarters.groupby(["year", "quarter", *PLACE], dropna=False).size().rename("retirements").reset_index()
    told = _years(people, posts, first, last, progress, stop)
    tick(progress, stop, 1.0, "Selesai")
    return Forecast(
        rows=rows.astype({"year": "int64", "quarter": "int64", "retirements": "int64"}),
        standing=_standing(people, posts),
        years=told,
        people=people[["nip", "post", *PLACE, "retires", "when"]],
    )


def _people(staffing: Staffing, regulation: Regulation) -> pd.DataFrame:
    """nip, post, retires of everyone who serves."""
    employees = staffing.employees
    left = employees["legal_status"].map(staffing.schemas.vocabulary.group("legal_status")).eq("left")
    table = pd.DataFrame({"nip": employees["nip"], "retires": retirement_dates(staffing, regulation)})
    held = held_posts(staffing)[["nip", "post"]]
    serving = table[~left.fillna(False).astype(bool)].merge(held, on="nip", how="left", validate="1:1")
    known = serving["post"].isin(staffing.posts["post"])
    return serving.assign(post=serving["post"].where(known), retires=serving["retires"].where(known))


def _posts(staffing: Staffing) -> pd.DataFrame:
    """post, tier, office, seats."""
    posts = staffing.posts
    seats = posts["capacity"].fillna(0).astype("int64")
    office = posts["unit"].map(office_of(staffing)).astype("str")
    return pd.DataFrame({"post": posts["post"], "tier": posts["tier"], "office": office, "seats": seats})


def _standing(people: pd.DataFrame, posts: pd.DataFrame) -> pd.DataFrame:
    held = posts["post"].map(people["post"].value_counts()).fillna(0).astype("int64")
    filled = posts.assign(vacant=(posts["seats"] - held).clip(lower=0), over=(held - posts["seats"]).clip(lower=0))
    seats = filled.groupby(PLACE, dropna=False)[["seats", "vacant", "over"]].sum().reset_index()
    counts = people.groupby([*PLACE, "when"], dropna=False).size().unstack("when", fill_value=0)
    counts = counts.reindex(columns=list(WHEN), fill_value=0).reset_index()
    table = counts.merge(seats, on=PLACE, how="outer", validate="1:1")
    numbers = table.drop(columns=PLACE).fillna(0).astype("int64")
    numbers.insert(0, "people", numbers[list(WHEN)].sum(axis=1))
    return pd.concat([table[PLACE], numbers], axis=1).sort_values(PLACE, na_position="last", ignore_index=True)


def _years(
    people: pd.DataFrame,
    posts: pd.DataFrame,
    first: pd.Timestamp,
    last: pd.Timestamp,
    progress: Progress | None,
    stop: StopSign | None,
) -> pd.DataFrame:
    going = people.loc[people["when"] == "within", "retires"]
    told = []
    for year in range(first.year, last.year + 1):
        done = (year - first.year) / (last.year + 1 - first.year)
        tick(progress, stop, 0.6 + 0.4 * done, f"Menghitung kursi yang kosong, {year}")
        end = min(pd.Timestamp(year, 12, 31), last)
        gone = people["retires"] <= end
        serving = posts["post"].map(people.loc[~gone, "post"].value_counts()).fillna(0)
        vacant = int((posts["seats"] - serving).clip(lower=0).sum())
        told.append((year, int((going.dt.year == year).sum()), int((going <= end).sum()), vacant))
    return pd.DataFrame(told, columns=["year", "retirements", "total", "vacant"])
