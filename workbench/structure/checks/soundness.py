"""What the agency itself expects of a sound organization, beside the law: heads, holders, seats, a place, a post."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.compare import NO, UNKNOWN, YES, at_least, at_most
from workbench.staffing import Staffing
from workbench.staffing.service import DEFINITIVE, held_posts
from workbench.structure.checks.body import Bodies, Places, keys
from workbench.structure.checks.posts import Posts
from workbench.structure.checks.rows import NOTHING, Pair, Rows, Told, both, chosen, numbered

_GROUND = ("kebijakan badan", "verified")
"""A choice of the agency's own is what the agency says."""


def soundness(bodies: Bodies, posts: Posts, staffing: Staffing, everyone: bool) -> Iterator[Rows]:
    """Rows of the policy rules; `everyone`: also of employees without a post, which are of no office."""
    yield from _heads(bodies, posts, staffing)
    yield from _seats(bodies, posts)
    yield from _placed(bodies, staffing)
    if everyone:
        yield from _without_post(bodies, staffing)


def _heads(bodies: Bodies, posts: Posts, staffing: Staffing) -> Iterator[Rows]:
    """Whether each unit has one head, and the head a definitive holder."""
    known = np.bincount(posts.unit[posts.head], minlength=len(bodies)).astype(np.int64)
    perhaps = np.bincount(posts.unit[~posts.headless], minlength=len(bodies))
    places = np.flatnonzero(~bodies.of_kind(*bodies.marks.headless_kinds))
    number = known[places]
    verdict = np.where(number > 1, NO, np.where(perhaps[places] != number, UNKNOWN, number == 1)).astype(np.int8)
    seen = numbered(number, "kepala", "heads")
    yield _told("head", places, verdict, number, seen, ("tepat 1", "exactly 1"))
    heads = keys(posts.column("post", posts.head))
    held = heads.isin(_held(staffing, heads))
    holders = np.bincount(posts.unit[posts.head][held], minlength=len(bodies)).astype(np.int64)
    places = np.flatnonzero(known > 0)
    number = holders[places]
    seen = chosen(number > 0, (("tanpa pemangku definitif", "no definitive holder"), ("terisi", "held")))
    verdict = at_least(number, 1)
    yield _told("head_held", places, verdict, number, seen, ("seharusnya terisi", "it should be held"))


def _held(staffing: Staffing, posts: pd.Index) -> pd.Series:
    """Posts with a definitive holder, at least those of `posts`; who holds several definitively holds the latest
    alone."""
    assigned = staffing.assignments
    nip = keys(assigned["nip"])
    people = nip[posts.get_indexer(keys(assigned["post"])) >= 0]
    return held_posts(replace(staffing, assignments=assigned[nip.isin(people)]))["post"]


def _seats(bodies: Bodies, posts: Posts) -> Iterator[Rows]:
    """Seats of a unit with all beneath it."""
    fewest = bodies.marks.least_seats
    if fewest is None:
        return
    counted = ~np.isnan(posts.capacity)
    seats = np.bincount(posts.unit[counted], posts.capacity[counted], minlength=len(bodies)).astype(np.float64)
    uncounted = np.bincount(posts.unit[~counted], minlength=len(bodies)).astype(np.float64)
    whole, unknown = summed(seats, bodies.parent).astype(np.int64), summed(uncounted, bodies.parent) > 0
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
    held = staffing.assignments.loc[staffing.assignments["kind"] == DEFINITIVE, "nip"]
    without = ~people["nip"].isin(held)
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
