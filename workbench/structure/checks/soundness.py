"""What the agency itself expects of a sound organization, beside the law: heads, holders, seats, a place, a post."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.compare import NO, UNKNOWN, YES, at_least, at_most
from workbench.staffing import Staffing
from workbench.staffing.service import held_posts
from workbench.structure.checks.body import Bodies, Places
from workbench.structure.checks.rows import NOTHING, Pair, Rows, Told, both, chosen, numbered

_GROUND = ("kebijakan badan", "verified")
"""A choice of the agency's own is what the agency says."""


def soundness(bodies: Bodies, staffing: Staffing, everyone: bool) -> Iterator[Rows]:
    """Rows of the policy rules; `everyone`: also of employees without a post, which are of no office."""
    yield from _heads(bodies, staffing)
    yield from _seats(bodies, staffing)
    yield from _placed(bodies, staffing)
    if everyone:
        yield from _without_post(bodies, staffing)


def _heads(bodies: Bodies, staffing: Staffing) -> Iterator[Rows]:
    """Whether each unit has one head, and the head a definitive holder."""
    heads = staffing.posts.loc[staffing.posts["head"].fillna(True).to_numpy(bool), ["post", "unit", "head"]]
    at = bodies.ids.get_indexer(pd.Index(heads["unit"].to_numpy(object)))
    heads, at = heads[at >= 0], at[at >= 0]
    sure = heads["head"].notna().to_numpy()
    known = np.bincount(at[sure], minlength=len(bodies)).astype(np.int64)
    perhaps = np.bincount(at, minlength=len(bodies))
    places = np.flatnonzero(~bodies.of_kind(*bodies.marks.headless_kinds))
    number = known[places]
    verdict = np.where(number > 1, NO, np.where(perhaps[places] != number, UNKNOWN, number == 1)).astype(np.int8)
    seen = numbered(number, "kepala", "heads")
    yield _told("head", places, verdict, number, seen, ("tepat 1", "exactly 1"))
    held = heads["post"].isin(_holders(staffing, heads["post"])).to_numpy()
    holders = np.bincount(at[sure & held], minlength=len(bodies)).astype(np.int64)
    places = np.flatnonzero(known > 0)
    number = holders[places]
    seen = chosen(number > 0, (("tanpa pemangku definitif", "no definitive holder"), ("terisi", "held")))
    verdict = at_least(number, 1)
    yield _told("head_held", places, verdict, number, seen, ("seharusnya terisi", "it should be held"))


def _holders(staffing: Staffing, posts: pd.Series) -> pd.Series:
    """Which of these posts have a definitive holder; who holds several definitively holds the latest alone."""
    assigned = staffing.assignments
    people = assigned.loc[assigned["post"].isin(posts), "nip"]
    return held_posts(replace(staffing, assignments=assigned[assigned["nip"].isin(people)]))["post"]


def _seats(bodies: Bodies, staffing: Staffing) -> Iterator[Rows]:
    """Seats of a unit with all beneath it."""
    fewest = bodies.marks.least_seats
    if fewest is None:
        return
    at = bodies.ids.get_indexer(pd.Index(staffing.posts["unit"].to_numpy(object)))
    capacity = staffing.posts["capacity"]
    here = (at >= 0) & capacity.notna().to_numpy()
    seats = np.bincount(at[here], capacity[here].to_numpy(np.float64), minlength=len(bodies))
    whole = summed(seats.astype(np.float64), bodies.parent).astype(np.int64)
    uncounted = np.bincount(at[(at >= 0) & ~here], minlength=len(bodies)).astype(np.float64)
    unknown = summed(uncounted, bodies.parent) > 0
    places = np.flatnonzero(~bodies.of_kind(*bodies.marks.lone_kinds))
    number = whole[places]
    enough = at_least(number, fewest)
    verdict = np.where((enough == NO) & unknown[places], UNKNOWN, enough).astype(np.int8)
    seen = numbered(number, "kursi", "seats")
    yield _told("seats", places, verdict, number, seen, (f"paling sedikit {fewest}", f"at least {fewest}"))


def summed(own: NDArray[np.float64], parent: Places) -> NDArray[np.float64]:
    """Each unit's value with those of all units beneath it; in a circle of parents each has a finite one."""
    total: NDArray[np.float64] = own.copy()
    carried: NDArray[np.float64] = own
    for _ in range(32):
        below = (parent >= 0) & (carried != 0)
        if not below.any():
            break
        carried = np.bincount(parent[below], carried[below], minlength=len(own)).astype(np.float64)
        total = total + carried
    return total


def _placed(bodies: Bodies, staffing: Staffing) -> Iterator[Rows]:
    """Units at the top: only the root of the organization belongs there. A parent that is not there is none."""
    groups = staffing.schemas.vocabulary.group("unit_kind")
    root = bodies.of_kind(*groups.index[groups == "root"])
    places = np.flatnonzero(bodies.top)
    verdict = np.where(bodies.kind[places] < 0, UNKNOWN, root[places]).astype(np.int8)
    seen = chosen(root[places].astype(int), (("tanpa unit atasan", "no unit above"), ("puncak susunan", "the top")))
    number = np.full(len(places), -1, dtype=np.int64)
    yield _told(
        "placed",
        places,
        verdict,
        number,
        seen,
        ("hanya provinsi yang boleh", "only the province may"),
    )


def _without_post(bodies: Bodies, staffing: Staffing) -> Iterator[Rows]:
    """Employees in service without a definitive post; those whose legal status is missing may be any."""
    people = staffing.employees
    group = people["legal_status"].map(staffing.schemas.vocabulary.group("legal_status"))
    without = ~people["nip"].isin(held_posts(staffing)["nip"])
    sure, perhaps = int((without & group.eq("active")).sum()), int((without & group.isna()).sum())
    places = np.flatnonzero(bodies.top)[:1]
    number = np.full(len(places), sure, dtype=np.int64)
    verdict = np.where(at_most(number, 0) == NO, NO, UNKNOWN if perhaps else YES).astype(np.int8)
    seen = numbered(number, "pegawai tanpa jabatan", "employees without a post")
    yield _told("without_post", places, verdict, number, seen, ("seharusnya tidak ada", "there should be none"))


def _told(
    rule: str, places: Places, verdict: NDArray[np.int8], number: NDArray[np.int64], seen: Told, asked: Pair
) -> Rows:
    size = len(places)
    return Rows(rule, places, verdict, number, seen, both(asked, size), both(NOTHING, size), both(_GROUND, size))
