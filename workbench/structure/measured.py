"""An organization once measured, so that a gesture measures again only what it changed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.retirement import retirement_dates
from workbench.regulation.rulebook import Regulation
from workbench.staffing import Staffing
from workbench.structure.drawn import Drawn
from workbench.structure.numbered import Whole, gathered

SUMS = (
    *("seats", "held", "vacant", "need", "needless", "counted_seats", "counted_held"),
    *("structural", "functional", "operative"),
    *("pay", "pay_most", "allowance", "unpaid"),
)
"""Columns that add up from posts to units and from units to what stands above them."""

GROUPS = {"jpt": "structural", "ja": "structural", "jf_keahlian": "functional", "jf_keterampilan": "functional"}
"""Group of a tier -> the kind of its seats; pelaksana are operative whatever their group says."""


@dataclass(frozen=True, eq=False)
class Measured:
    """The figures of a staffing under one regulation. `drawn`: its posts and holders on the tree of units. `paid`: what
    each employee is paid, by nip. `earned`: the same of each holder, (holders, 3); 0 for who is no employee."""

    drawn: Drawn
    regulation: Regulation
    paid: pd.DataFrame
    earned: Whole
    posts: pd.DataFrame
    """One row a post: post, unit, head and the columns of `SUMS`.

    seats, held (definitive holders), vacant (seats nobody holds), need (by ABK; 0 where nobody has counted it, and then
    1 in needless), counted_seats and counted_held (where it was counted), the seats by kind, pay and pay_most (rupiah a
    month of the holders, as far as known, and at most), allowance (rupiah a month, of held seats), unpaid (holders
    whose pay cannot be told)."""

    @classmethod
    def of(cls, staffing: Staffing, regulation: Regulation) -> "Measured":
        drawn, paid = Drawn.of(staffing), _pay(staffing, regulation)
        earned = _earned(paid, drawn)
        return cls(drawn, regulation, paid, earned, _posts(drawn, earned))

    def then(self, staffing: Staffing) -> "Measured":
        """Of a later staffing. A table is taken to be the same when it is the very same frame."""
        was, drawn = self.drawn.staffing, self.drawn.then(staffing)
        if staffing is was:
            return self
        paid = self.paid if staffing.employees is was.employees else _pay(staffing, self.regulation)
        same = paid is self.paid and drawn.held is self.drawn.held
        earned = self.earned if same else _earned(paid, drawn)
        posts = self.posts if same and staffing.posts is was.posts else _posts(drawn, earned)
        found = Measured(drawn, self.regulation, paid, earned, posts)
        if same and posts is self.posts and "retires" in self.__dict__:
            found.__dict__["retires"] = self.retires
        return found

    @cached_property
    def retires(self) -> NDArray[np.datetime64]:
        """(employees,) the day on which each retires from the post now held; not a time where it is unknown."""
        return retirement_dates(self.drawn.staffing, self.regulation).to_numpy()

    @property
    def staffing(self) -> Staffing:
        return self.drawn.staffing

    @cached_property
    def units(self) -> pd.DataFrame:
        """One row a unit: unit, parent, depth (0 at a root), layers (levels beneath it), children (units directly
        beneath), span (whom its head leads directly: children and the other seats of the unit), headless (it has no
        head), and the columns of `SUMS` over the unit and all beneath it."""
        units, whole = self.staffing.units, self.drawn.tree.summed(self._own(list(SUMS)))
        return pd.DataFrame(
            {
                "unit": units["unit"],
                "parent": units["parent"],
                "depth": self.drawn.tree.depth,
                "layers": self.drawn.tree.height,
                "children": self.drawn.tree.children,
                "span": self._span,
                "headless": self._headless,
                **{name: whole[:, number] for number, name in enumerate(SUMS)},
            }
        )

    @cached_property
    def totals(self) -> dict[str, Any]:
        """The whole in a few numbers: units, offices, layers, span_mean (of units with a head; None without any),
        one_person (units that come to a single seat), headless, functional_share (of seats that are structural or
        functional) and functional_ratio (functional seats for 1,000 structural ones), abk_seats and abk_held (seats and
        holders for 1,000 of need, where it was counted), all in whole tenths of a percent and None without any; and the
        columns of `SUMS`."""
        posts = self.posts
        sums = {name: int(posts[name].sum()) for name in SUMS}
        span, led = self._span[~self._headless], sums["structural"] + sums["functional"]
        seats = self.drawn.tree.summed(self._own(["seats"]))[:, 0]
        return {
            "units": len(self.drawn.tree.parent),
            "offices": int(self.drawn.opd.sum()),
            "layers": int(self.drawn.tree.height.max(initial=0)),
            "span_mean": round(float(span.mean()), 2) if len(span) else None,
            "one_person": int((seats == 1).sum()),
            "headless": int(self._headless.sum()),
            "functional_share": _of(sums["functional"], led),
            "functional_ratio": _of(sums["functional"], sums["structural"]),
            "abk_seats": _of(sums["counted_seats"], sums["need"]),
            "abk_held": _of(sums["counted_held"], sums["need"]),
            **sums,
        }

    def _own(self, columns: list[str]) -> Whole:
        """(units, columns) of the posts of each unit alone."""
        return self.drawn.tree.gathered(self.drawn.at, self.posts[columns].to_numpy(np.int64))

    @cached_property
    def _span(self) -> Whole:
        others = (self.posts["seats"] * ~self.posts["head"]).to_numpy(np.int64)
        return self.drawn.tree.children + self.drawn.tree.gathered(self.drawn.at, others[:, None])[:, 0]

    @cached_property
    def _headless(self) -> NDArray[np.bool_]:
        found = np.ones(len(self.drawn.tree.parent) + 1, bool)
        found[self.drawn.at[self.posts["head"].to_numpy()]] = False  # the last is the unit of posts that have none
        return found[:-1]


def _of(part: int, whole: int) -> int | None:
    return round(1000 * part / whole) if whole else None


def _earned(paid: pd.DataFrame, drawn: Drawn) -> Whole:
    values = np.vstack([paid[["pay", "pay_most", "unpaid"]].to_numpy(np.int64), np.zeros((1, 3), np.int64)])
    return values[paid.index.get_indexer(drawn.holders)]


def _posts(drawn: Drawn, earned: Whole) -> pd.DataFrame:
    posts, vocabulary = drawn.staffing.posts, drawn.staffing.schemas.vocabulary
    held, pay, pay_most, unpaid = gathered(
        drawn.seat, np.column_stack([np.ones(len(earned), np.int64), earned]), len(posts)
    ).T
    seats, need = posts["capacity"].to_numpy(np.int64), posts["need"]
    counted = need.notna().to_numpy()
    code, tiers = pd.factorize(posts["tier"])
    group = pd.Series(tiers).map(vocabulary.group("tier")).map(GROUPS).fillna("operative")
    kinds = np.append(group.where(pd.Series(tiers) != "pelaksana", "operative").to_numpy(object), "operative")[code]
    return pd.DataFrame(
        {
            **{name: posts[name] for name in ("post", "unit")},
            "head": posts["head"].fillna(False).astype(bool),
            "seats": seats,
            "held": held,
            "vacant": np.maximum(seats - held, 0),
            "need": need.fillna(0).to_numpy(np.int64),
            "needless": (~counted).astype(np.int64),
            "counted_seats": np.where(counted, seats, 0),
            "counted_held": np.where(counted, held, 0),
            **{name: np.where(kinds == name, seats, 0) for name in ("structural", "functional", "operative")},
            "pay": pay,
            "pay_most": pay_most,
            "allowance": posts["allowance"].fillna(0).to_numpy(np.int64) * held,
            "unpaid": unpaid,
        }
    )


def _pay(staffing: Staffing, regulation: Regulation) -> pd.DataFrame:
    """By nip: pay, pay_most (rupiah a month: basic pay by golongan and service time; PPPK between the two ends of their
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
    table = pd.DataFrame({"pay": least, "pay_most": most, "unpaid": (~told).astype("int64")})
    return table.set_axis(pd.Index(people["nip"]), axis=0)
