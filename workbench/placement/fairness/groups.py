"""The groups that an audit compares: by sex, age, region, education and kind of employee."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.placement.plan import Plan
from workbench.staffing.service import completed_years

UNRECORDED = ""
"""The code of the line of those whose attribute is not recorded."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """One attribute: `groups` (code, label, label_en; the unrecorded last) and each person's row in it."""

    attribute: str
    groups: pd.DataFrame
    row: NDArray[np.intp]


def groupings(plan: Plan, age_bands: Sequence[int]) -> tuple[Grouping, ...]:
    """Every attribute of the audit, over the people of the plan's ground.

    Region is that of work: where somebody comes from is not kept. A code that the vocabulary does not know, like a
    missing one, is unrecorded.
    """
    return (
        _coded(plan, "sex", "sex"),
        _ages(plan, age_bands),
        _coded(plan, "region", "region"),
        _coded(plan, "education", "education"),
        _coded(plan, "kind", "employee_kind"),
    )


def _coded(plan: Plan, column: str, kind: str) -> Grouping:
    vocabulary, people = plan.ground.staffing.schemas.vocabulary, plan.ground.staffing.employees
    codes = vocabulary.codes(kind)
    labels, english = (list(vocabulary.label(kind, lang).reindex(codes)) for lang in ("id", "en"))
    return _grouping(column, list(codes), labels, english, np.asarray(codes.get_indexer(pd.Index(people[column]))))


def _ages(plan: Plan, age_bands: Sequence[int]) -> Grouping:
    """Bands of completed years on the day on which the plan takes effect."""
    people = plan.ground.staffing.employees
    day = pd.Timestamp(plan.policy.effective or plan.ground.staffing.as_of)
    years = completed_years(people["birth_date"], day)
    row = np.searchsorted(age_bands, years.fillna(0).to_numpy(np.int64), side="right")
    lows, highs = (None, *age_bands), (*(low - 1 for low in age_bands), None)
    spans = list(zip(lows, highs, strict=True))
    return _grouping(
        "age",
        [f"{'' if low is None else low}-{'' if high is None else high}" for low, high in spans],
        [_band(low, high, "sampai {} tahun", "{} sampai {} tahun", "{} tahun ke atas") for low, high in spans],
        [_band(low, high, "up to {} years", "{} to {} years", "{} years and over") for low, high in spans],
        np.where(years.isna(), -1, row),
    )


def _band(low: int | None, high: int | None, young: str, between: str, old: str) -> str:
    if low is None:
        return young.format(high)
    return old.format(low) if high is None else between.format(low, high)


def _grouping(
    attribute: str, codes: list[str], labels: list[str], english: list[str], row: NDArray[np.intp]
) -> Grouping:
    groups = pd.DataFrame(
        {
            "group": [*codes, UNRECORDED],
            "label": [*labels, "belum diketahui"],
            "label_en": [*english, "unknown"],
        }
    )
    return Grouping(attribute, groups, np.where(row < 0, len(codes), row))
