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
from workbench.staffing.columns import same
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


COUNTED = ("capacity", "need", "tier", "allowance")
"""Columns of posts on which `SUMS` rest."""


@dataclass(frozen=True, eq=False)
class Measured:
    """The figures of a staffing under one regulation. `drawn`: its posts and holders on the tree of units. `paid`: what
    each employee is paid, by nip. `earned`: the same of each holder, (holders, 3); 0 for who is no employee. `counts`:
    (posts, `SUMS`) as in `posts`; `own`: (units, `SUMS`) of the posts of each unit alone."""

    drawn: Drawn
    regulation: Regulation
    paid: pd.DataFrame
    earned: Whole
    counts: Whole
    own: Whole

    @classmethod
    def of(cls, staffing: Staffing, regulation: Regulation) -> "Measured":
        drawn, paid = Drawn.of(staffing), _pay(staffing, regulation)
        earned = _earned(paid, drawn)
        counts = _counts(drawn, earned)
        return cls(drawn, regulation, paid, earned, counts, drawn.tree.gathered(drawn.at, counts))

    def then(self, staffing: Staffing) -> "Measured":
        """Of a later staffing. A table is taken to be the same when it is the very same frame."""
        was, drawn = self.drawn.staffing, self.drawn.then(staffing)
        if staffing is was:
            return self
        paid = self.paid if staffing.employees is was.employees else _pay(staffing, self.regulation)
        same_pay = paid is self.paid and drawn.held is self.drawn.held
        earned = self.earned if same_pay else _earned(paid, drawn)
        same_posts = drawn.posts is self.drawn.posts and all(
            same(was.posts[name], staffing.posts[name]) for name in COUNTED
        )
        counts = self.counts if same_pay and same_posts else _counts(drawn, earned)
        found = Measured(drawn, self.regulation, paid, earned, counts, self._own(drawn, counts))
        for name, still in (("retires", same_pay and staffing.posts is was.posts), ("sums", counts is self.counts)):
            if still and name in self.__dict__:
                found.__dict__[name] = self.__dict__[name]
        return found

    def _own(self, drawn: Drawn, counts: Whole) -> Whole:
        if counts is not self.counts or drawn.tree.names is not self.drawn.tree.names:
            return drawn.tree.gathered(drawn.at, counts)
        moved = np.flatnonzero(drawn.at != self.drawn.at) if drawn.at is not self.drawn.at else ()
        if not len(moved):
            return self.own
        own, values = self.own.copy(), counts[moved]
        for at, sign in ((self.drawn.at[moved], -1), (drawn.at[moved], 1)):
            np.add.at(own, at[at >= 0], sign * values[at >= 0])
        return own

    @cached_property
    def posts(self) -> pd.DataFrame:
        """One row a post: post, unit, head and the columns of `SUMS`.

        seats, held (definitive holders), vacant (seats nobody holds), need (by ABK; 0 where nobody has counted it, and
        then 1 in needless), counted_seats and counted_held (where it was counted), the seats by kind, pay and pay_most
        (rupiah a month of the holders, as far as known, and at most), allowance (rupiah a month, of held seats), unpaid
        (holders whose pay cannot be told)."""
        posts = self.staffing.posts
        sums = {name: self.counts[:, at] for at, name in enumerate(SUMS)}
        return pd.DataFrame({"post": posts["post"], "unit": posts["unit"], "head": self._head, **sums})

    @cached_property
    def retires(self) -> NDArray[np.datetime64]:
        """(employees,) the day on which each retires from the post now held; not a time where it is unknown."""
        return retirement_dates(self.drawn.staffing, self.regulation).to_numpy()

    @property
    def staffing(self) -> Staffing:
        return self.drawn.staffing

    @cached_property
    def sums(self) -> dict[str, int]:
        """`SUMS` over all posts."""
        return dict(zip(SUMS, self.counts.sum(axis=0).tolist(), strict=True))

    @cached_property
    def whole(self) -> Whole:
        """(units, `SUMS`) of each unit with all beneath it."""
        return self.drawn.tree.summed(self.own)

    @cached_property
    def units(self) -> pd.DataFrame:
        """One row a unit: unit, parent, depth (0 at a root), layers (levels beneath it), children (units directly
        beneath), span (whom its head leads directly: children and the other seats of the unit), headless (it has no
        head), and the columns of `SUMS` over the unit and all beneath it."""
        units, tree = self.staffing.units, self.drawn.tree
        return pd.DataFrame(
            {
                "unit": units["unit"],
                "parent": units["parent"],
                "depth": tree.depth,
                "layers": tree.height,
                "children": tree.children,
                "span": self.span,
                "headless": self.headless,
                **{name: self.whole[:, at] for at, name in enumerate(SUMS)},
            }
        )

    @cached_property
    def totals(self) -> dict[str, Any]:
        """The whole in a few numbers: units, offices, layers, span_mean (of units with a head; None without any),
        one_person (units that come to a single seat), headless, functional_share (of seats that are structural or
        functional) and functional_ratio (functional seats for 1,000 structural ones), abk_seats and abk_held (seats and
        holders for 1,000 of need, where it was counted), all in whole tenths of a percent and None without any; and the
        columns of `SUMS`."""
        span, sums = self.span[~self.headless], self.sums
        led = sums["structural"] + sums["functional"]
        return {
            "units": len(self.drawn.tree.parent),
            "offices": int(self.drawn.opd.sum()),
            "layers": int(self.drawn.tree.height.max(initial=0)),
            "span_mean": round(float(span.mean()), 2) if len(span) else None,
            "one_person": int((self.whole[:, 0] == 1).sum()),
            "headless": int(self.headless.sum()),
            "functional_share": _of(sums["functional"], led),
            "functional_ratio": _of(sums["functional"], sums["structural"]),
            "abk_seats": _of(sums["counted_seats"], sums["need"]),
            "abk_held": _of(sums["counted_held"], sums["need"]),
            **sums,
        }

    def branch(self, unit: str = "") -> dict[str, float | None]:
        """The figures (`BRANCH`) of a unit with all beneath it, or of everything; of one that is not there, all
        unknown. span: mean, functional: functional seats for each structural one, need: holders for each that was
        counted; each None where there is none to tell of."""
        tree = self.drawn.tree
        rows, tops = np.arange(len(tree.parent)), np.flatnonzero(tree.parent < 0)
        if unit:
            tops = np.flatnonzero(tree.names == unit)
            own = np.zeros(len(tree.parent), bool)
            own[tops] = True
            rows = np.flatnonzero(tree.inherited(own) >= 0)
        if not len(tops):
            return dict.fromkeys(BRANCH, None)
        sums = dict(zip(SUMS, self.whole[tops].sum(axis=0).tolist(), strict=True))
        span = self.span[rows][~self.headless[rows]]
        return {
            "units": len(rows),
            **{name: sums[name] for name in ("seats", "held", "vacant")},
            "layers": int(tree.height[tops].max()),
            "span": float(span.mean()) if len(span) else None,
            "one_person": int((self.whole[rows, 0] == 1).sum()),
            "functional": sums["functional"] / sums["structural"] if sums["structural"] else None,
            "need": sums["counted_held"] / sums["need"] if sums["need"] else None,
            **{name: sums[name] for name in ("pay", "allowance")},
        }

    @cached_property
    def _head(self) -> NDArray[np.bool_]:
        return self.staffing.posts["head"].fillna(False).to_numpy(bool)

    @cached_property
    def span(self) -> Whole:
        """(units,) whom the head of each leads directly, as in `units`."""
        heads = self.drawn.at[self._head]
        led = gathered(heads, self.counts[self._head][:, :1], len(self.own))[:, 0]
        return self.drawn.tree.children + self.own[:, 0] - led

    @cached_property
    def headless(self) -> NDArray[np.bool_]:
        """(units,) which have no head."""
        found = np.ones(len(self.own) + 1, bool)
        found[self.drawn.at[self._head]] = False  # the last is the unit of posts that have none
        return found[:-1]


BRANCH = (
    *("units", "seats", "held", "vacant", "layers", "span", "one_person", "functional", "need", "pay", "allowance"),
)


def _of(part: int, whole: int) -> int | None:
    return round(1000 * part / whole) if whole else None


def _earned(paid: pd.DataFrame, drawn: Drawn) -> Whole:
    values = np.vstack([paid[["pay", "pay_most", "unpaid"]].to_numpy(np.int64), np.zeros((1, 3), np.int64)])
    return values[paid.index.get_indexer(drawn.holders)]


def _counts(drawn: Drawn, earned: Whole) -> Whole:
    """(posts, `SUMS`), as `Measured.posts` tells them."""
    posts, vocabulary = drawn.staffing.posts, drawn.staffing.schemas.vocabulary
    held, pay, pay_most, unpaid = gathered(
        drawn.seat, np.column_stack([np.ones(len(earned), np.int64), earned]), len(posts)
    ).T
    seats = posts["capacity"].to_numpy(np.int64)
    counted, need = posts["need"].notna().to_numpy(), posts["need"].to_numpy(np.int64, na_value=0)
    code, tiers = pd.factorize(posts["tier"])
    group = pd.Series(tiers).map(vocabulary.group("tier")).map(GROUPS).fillna("operative")
    kinds = np.append(group.where(pd.Series(tiers) != "pelaksana", "operative").to_numpy(object), "operative")
    found = {
        "seats": seats,
        "held": held,
        "vacant": np.maximum(seats - held, 0),
        "need": need,
        "needless": ~counted,
        "counted_seats": np.where(counted, seats, 0),
        "counted_held": np.where(counted, held, 0),
        **{name: np.where((kinds == name)[code], seats, 0) for name in ("structural", "functional", "operative")},
        "pay": pay,
        "pay_most": pay_most,
        "allowance": posts["allowance"].to_numpy(np.int64, na_value=0) * held,
        "unpaid": unpaid,
    }
    return np.column_stack([found[name] for name in SUMS]).astype(np.int64)


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
