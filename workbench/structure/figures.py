"""What an organization amounts to: spans, layers, seats and people, and what they cost a month; by unit, and before and
after a change."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from workbench.regulation.rulebook import Regulation
from workbench.regulation.values import least
from workbench.scenario import State
from workbench.staffing import Staffing
from workbench.structure.affected import affected
from workbench.structure.measured import SUMS, Measured

__all__ = ["SUMS", "Measured", "affected", "compared", "judged", "of_posts", "of_units", "pay_confidence", "totals"]


def of_posts(staffing: Staffing, regulation: Regulation) -> pd.DataFrame:
    """`Measured.posts`: one row a post."""
    return Measured.of(staffing, regulation).posts


def of_units(staffing: Staffing, regulation: Regulation) -> pd.DataFrame:
    """`Measured.units`: one row a unit, with all beneath it."""
    return Measured.of(staffing, regulation).units


def totals(staffing: Staffing, regulation: Regulation) -> dict[str, Any]:
    """`Measured.totals`: the whole in a few numbers."""
    return Measured.of(staffing, regulation).totals


def compared(before: State | Measured, after: State | Measured, regulation: Regulation) -> pd.DataFrame:
    """figure, before, after, difference (missing where either is): `totals` of two states, and `affected` people.

    A gesture is answered fastest by `compared(base, now.then(state.staffing), regulation)`, with what was measured
    before.
    """
    one = before if isinstance(before, Measured) else Measured.of(before.staffing, regulation)
    other = after if isinstance(after, Measured) else one.then(after.staffing)
    people = len(affected(one.drawn, other.drawn))
    was, now = one.totals | {"affected": 0}, other.totals | {"affected": people}
    table = pd.DataFrame({"figure": list(was), "before": list(was.values()), "after": list(now.values())})
    table = table.astype({"figure": "str", "before": "Float64", "after": "Float64"})
    return table.assign(difference=table["after"] - table["before"])


def judged(table: pd.DataFrame, targets: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """figure, least, most (missing: no such bound), before, after, met_before, met_after (yes, no, unknown): whether
    the agency's targets are met. `table`: as of `compared`; `targets`: `data/policy/penataan.yaml`, `sasaran`.

    Raises ValueError for a target of no figure, or one without a bound.
    """
    figures = table.set_index("figure")
    wrong = [
        name for name, bounds in targets.items() if name not in figures.index or not set(bounds) & {"least", "most"}
    ]
    if wrong:
        raise ValueError(f"no figure {wrong[0]!r} to set a target for, or neither least nor most is given")
    bounds = pd.DataFrame.from_dict(dict(targets), orient="index").reindex(columns=["least", "most"]).astype("Float64")
    found = bounds.join(figures[["before", "after"]])
    for side in ("before", "after"):
        value = found[side]
        beyond = (value < found["least"]).fillna(False) | (value > found["most"]).fillna(False)
        met = pd.Series("yes", found.index).mask(beyond.astype(bool), "no").mask(value.isna(), "unknown")
        found[f"met_{side}"] = met.astype("str")
    return found.rename_axis("figure").reset_index().astype({"figure": "str"})


def pay_confidence(staffing: Staffing, regulation: Regulation) -> str:
    """The least confidence of the parameters of law that the pay of these people was told by; `verified` for nobody."""
    golongan = set(staffing.employees["golongan"].dropna())
    used = [regulation[name] for name in ("salary.pns_basic", "salary.pppk_min_max")]
    return least("verified", *(each.confidence for each in used if golongan & set(each.value)))
