"""Both sides of placement: which pairs are possible, what each person wishes, and whom each post takes first.

Stated preferences count first; what nobody stated is unknown, and read by the rules written at `_wish` and `_priority`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pandas as pd

from workbench.placement.asked import pairs as possible
from workbench.placement.asked import seats as offered
from workbench.placement.asked import seats_named
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.engine.problem import POINTS, lots, read
from workbench.placement.ground import Ground, tick
from workbench.scenario import Policy, Seat

PERSON, UNIT = "employee", "unit"

UNSTATED = ("higher", "stay")
"""What is assumed of a holder who stated nothing: that a post of a higher level is wished for, or that none is."""

IGNORED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unknown_person": ("NIP ini tidak ada pada data pegawai", "this NIP is not among the employees"),
        "unknown_post": ("jabatan ini tidak ada pada peta jabatan", "this post is not on the post map"),
        "unknown_side": ("pihak yang mengurutkan belum diketahui", "who ranked it is unknown"),
        "no_rank": ("urutannya belum diketahui", "its rank is unknown"),
        "twice": ("jabatan dan orang ini sudah diurutkan pada baris lain", "ranked already in another row"),
        "leaving": ("orang ini berhenti atau pensiun dalam jangka lowong", "this person leaves within the horizon"),
        "selection": ("jabatan ini diisi lewat seleksi terbuka", "this post is filled by open selection"),
        "out_of_scope": ("jabatan ini di luar ruang lingkup", "this post is outside the scope"),
        "locked": ("orang ini dikunci pada jabatan lain", "this person is locked on another post"),
        "forbidden": ("pasangan ini dilarang dalam skenario", "this pair is forbidden in the scenario"),
        "not_eligible": ("orang ini tidak layak bagi jabatan itu", "this person may not be proposed there"),
    }
)
"""Why a stated preference has no effect: reason -> in Indonesian, in English."""

_PREFERRED, _OWN, _STATED_AFTER, _UNSTATED = range(4)
_SPAN = 1 << 40
"""More than any rank or order within one stage of a wish."""


@dataclass(frozen=True, eq=False)
class Market:
    """`pairs`: every possible pair by (person, at): nip, post, score, stay, holds, must, person, at (row numbers of the
    ground). `seats`: post, capacity, weight, at. `set_aside`: limits of the policy that no matching keeps, by name.

    By pair: `wish` (the person's order: smaller is better, equal is a tie), `willing` (the own seat, a place preferred
    to it, or any place of somebody without a seat to return to), `priority` (the post's order, likewise), `lot` (draws
    among equals: greater wins), `locked`, `secure` (the own seat of a holder whom nothing displaces). By person of the
    ground: `said`, `at_home` (has an own seat to return to), `exposed` (has one, but a lock takes a seat of that post).
    `stated`: the rows of preferences with place (1, 2, ...; ties share the first) and ignored (a reason, missing where
    the row counts).
    """

    ground: Ground
    policy: Policy
    set_aside: tuple[str, ...]
    pairs: pd.DataFrame
    seats: pd.DataFrame
    stated: pd.DataFrame
    wish: Whole
    willing: Mask
    priority: Whole
    lot: Whole
    locked: Mask
    secure: Mask
    said: Mask
    at_home: Mask
    exposed: Mask

    @cached_property
    def person(self) -> Whole:
        return self.pairs["person"].to_numpy(np.int64)

    @cached_property
    def at(self) -> Whole:
        return self.pairs["at"].to_numpy(np.int64)

    @cached_property
    def score(self) -> Whole:
        return self.pairs["score"].to_numpy(np.int64)

    @cached_property
    def holds(self) -> Mask:
        return self.pairs["holds"].to_numpy(bool)

    @cached_property
    def capacity(self) -> Whole:
        """By post of the ground."""
        found = np.zeros(len(self.ground.seats), np.int64)
        found[self.seats["at"]] = self.seats["capacity"]
        return found

    @cached_property
    def must(self) -> pd.Index:
        return pd.Index(self.pairs.loc[self.pairs["must"], "nip"].astype("str").unique())

    @cached_property
    def first_in_line(self) -> Whole:
        """By pair: 0 locked there, 1 in the own seat by right, 2 all others."""
        return np.where(self.locked, 0, np.where(self.secure, 1, 2))

    @cached_property
    def by_seat(self) -> Whole:
        """Rows of all pairs in order of post."""
        return np.argsort(self.at, kind="stable")

    @cached_property
    def in_line(self) -> Whole:
        """Rows of all pairs in the order in which posts take them, ties broken: score, then lot."""
        return np.lexsort((-self.lot, -self.score, self.priority, self.first_in_line))

    @cached_property
    def by_wish(self) -> Whole:
        """By pair: its place when all are put by person and wish, ties broken: the own seat, the own score, the lot."""
        order = np.lexsort((-self.lot, -self.score, ~self.holds, self.wish, self.person))
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return place

    @cached_property
    def ignored(self) -> pd.DataFrame:
        """Stated preferences without effect: nip, post, side, rank, ignored."""
        return self.stated.loc[self.stated["ignored"].notna(), ["nip", "post", "side", "rank", "ignored"]].reset_index(
            drop=True
        )

    @property
    def units_rank(self) -> bool:
        """Whether any unit stated an order that counts."""
        return bool((self.stated["side"].eq(UNIT) & self.stated["ignored"].isna()).any())

    def rows(self, person: Whole, at: Whole) -> Whole:
        """Row of each pair of row numbers, -1 for one that is not possible."""
        posts = len(self.ground.seats)
        return _find(self.person * posts + self.at, person * posts + at)


def market(ground: Ground, policy: Policy, *, progress: Progress | None = None, stop: StopSign | None = None) -> Market:
    """What both sides want, on this ground under the policy's weights, locks and bans.

    Limits (of moves, budget, shares) are set aside: they say nothing about who prefers what, and rival plans are
    compared on equal terms. Raises `Stopped` when asked to stop.
    """
    tick(progress, stop, 0.0, "Menyusun pasangan orang dan jabatan")
    policy, set_aside = _unlimited(policy)
    pairs = possible(ground, policy)
    seats = offered(ground, pairs)
    seats = seats.assign(at=np.asarray(pd.Index(ground.seats["post"]).get_indexer(pd.Index(seats["post"]))))
    problem = read(pairs[["nip", "post", "score", "holds"]], seats, None)
    person, at = pairs["person"].to_numpy(np.int64), pairs["at"].to_numpy(np.int64)
    holds, codes = pairs["holds"].to_numpy(bool), person * len(ground.seats) + at
    locked = np.isin(codes, _codes(ground, policy.locks))
    at_home = np.zeros(len(ground.people), bool)
    at_home[person[holds & ~locked]] = True
    exposed = _exposed(ground, pairs, seats, locked, holds & ~locked)
    tick(progress, stop, 0.5, "Membaca minat kedua pihak")
    stated = _stated(ground, policy, codes)
    said = np.zeros(len(ground.people), bool)
    said[_spoken(stated, ground, PERSON)] = True
    wish = _wish(ground, policy, pairs, codes, stated, said)
    tick(progress, stop, 0.8, "Mengurutkan calon tiap jabatan")
    willing = (wish < _OWN * _SPAN) | holds | (~at_home | exposed)[person]
    return Market(
        ground=ground,
        policy=policy,
        set_aside=set_aside,
        pairs=pairs,
        seats=seats,
        stated=stated,
        wish=wish,
        willing=willing,
        priority=_priority(ground, pairs, codes, stated),
        lot=lots(problem, np.arange(len(pairs))),
        locked=locked,
        secure=holds & at_home[person] & ~exposed[person],
        said=said,
        at_home=at_home,
        exposed=exposed,
    )


def _unlimited(policy: Policy) -> tuple[Policy, tuple[str, ...]]:
    """The policy without its limits, and what they were called."""
    names = ["move_limit"] if policy.move_limit is not None else []
    names += [type(limit).__name__ for limit in policy.limits]
    return replace(policy, move_limit=None, limits=()), tuple(dict.fromkeys(names))


def _codes(ground: Ground, named: frozenset[Seat]) -> Whole:
    """One whole number for each pair of nip and post."""
    person, at = seats_named(ground, named)
    return person * len(ground.seats) + at


def _find(codes: Whole, wanted: Whole) -> Whole:
    """Row of each wanted code among sorted ones, -1 for none."""
    if not len(codes):
        return np.full(len(wanted), -1, np.int64)
    row = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    return np.where(codes[row] == wanted, row, -1)


def _exposed(ground: Ground, pairs: pd.DataFrame, seats: pd.DataFrame, locked: Mask, home: Mask) -> Mask:
    """Holders of posts where locked people and holders together are more than there are seats: one must go, and who
    that is nobody's right decides."""
    at, n = pairs["at"].to_numpy(), len(ground.seats)
    capacity = np.zeros(n, np.int64)
    capacity[seats["at"]] = seats["capacity"]
    claimed = np.bincount(at[locked], minlength=n) + np.bincount(at[home], minlength=n)
    found = np.zeros(len(ground.people), bool)
    found[pairs["person"].to_numpy()[home & (claimed > capacity)[at]]] = True
    return found


# what was stated ------------------------------------------------------------------------------------------------------


def _stated(ground: Ground, policy: Policy, codes: Whole) -> pd.DataFrame:
    """The rows of preferences: nip, post, side, rank, person, at, row (of the pair, -1: none), place, ignored."""
    people, seats = ground.people, ground.seats
    table = ground.staffing.preferences
    person = np.asarray(pd.Index(people["nip"]).get_indexer(pd.Index(table["nip"])))
    at = np.asarray(pd.Index(seats["post"]).get_indexer(pd.Index(table["post"])))
    known = (person >= 0) & (at >= 0)
    code = np.where(known, person * len(seats) + at, -1)
    row = _find(codes, code)
    leaving = (~people["active"] | people["leaves"].notna()).to_numpy()
    ranked = table["rank"].notna().to_numpy() & (table["rank"].fillna(0) >= 1).to_numpy(bool)
    reasons = {
        "unknown_person": person < 0,
        "unknown_post": at < 0,
        "unknown_side": ~table["side"].isin([PERSON, UNIT]).to_numpy(),
        "no_rank": ~ranked,
        "twice": table.duplicated(["nip", "post", "side"]).to_numpy(),
        "counts": row >= 0,
        "leaving": leaving[person],
        "selection": seats["selection"].to_numpy()[at],
        "out_of_scope": ~seats["in_scope"].to_numpy()[at],
        "locked": np.isin(person, seats_named(ground, policy.locks)[0]),
        "forbidden": np.isin(code, _codes(ground, policy.forbids)),
    }
    ignored = pd.Series(np.select(list(reasons.values()), list(reasons), default="not_eligible"), dtype="str")
    table = table.assign(person=person, at=at, row=row, ignored=ignored.mask(ignored == "counts"))
    counted = table[ranked & ~table["ignored"].isin(["twice", "unknown_side", "unknown_person"]).to_numpy()]
    by_person = counted[counted["side"] == PERSON].groupby("nip")["rank"].rank(method="min")
    by_post = counted[counted["side"] == UNIT].groupby("post")["rank"].rank(method="min")
    return table.assign(place=pd.concat([by_person, by_post]).reindex(table.index).astype("Int64"))


def _spoken(stated: pd.DataFrame, ground: Ground, side: str) -> Whole:
    """Row numbers of the people who stated an order, whether or not it can be met."""
    spoken = stated[stated["side"].eq(side) & stated["place"].notna()]
    return spoken["person"].to_numpy(np.int64)


def _places(stated: pd.DataFrame, side: str, pairs: int) -> Whole:
    """By pair the place that this side gave it, 0 for none."""
    found = np.zeros(pairs, np.int64)
    rows = stated[stated["side"].eq(side) & stated["ignored"].isna()]
    found[rows["row"].to_numpy(np.int64)] = rows["place"].to_numpy(np.int64)
    return found


def _wish(ground: Ground, policy: Policy, pairs: pd.DataFrame, codes: Whole, stated: pd.DataFrame, said: Mask) -> Whole:
    """Each person's order of the possible places.

    Who stated posts wishes for them in that order, then for the own seat (unless it stands among them), then for the
    rest. Of a holder who stated nothing `policy.settings["unstated_wish"]` assumes: `higher`, posts of a higher level
    are wished for and no others; `stay`, none is. Among what was not stated: higher level first, then the own score.
    """
    unstated = policy.settings.get("unstated_wish", UNSTATED[0])
    if unstated not in UNSTATED:
        raise ValueError(f"unstated_wish is {unstated!r}; it must be one of {', '.join(UNSTATED)}")
    person, at, holds = pairs["person"].to_numpy(np.int64), pairs["at"].to_numpy(np.int64), pairs["holds"].to_numpy()
    place = _places(stated, PERSON, len(pairs))
    own_place = np.full(len(ground.people), _SPAN, np.int64)
    own_place[person[holds & (place > 0)]] = place[holds & (place > 0)]
    level = ground.seats["level"].to_numpy(np.int64)
    own_level = ground.people["level"].fillna(0).to_numpy(np.int64)
    top = int(level.max(initial=0))
    by_rule = (top - level[at]) * (POINTS + 1) + POINTS - pairs["score"].to_numpy(np.int64)
    higher = (level[at] > own_level[person]) & (unstated == "higher")
    stage = np.select(
        [
            holds,
            said[person] & (place > 0) & (place < own_place[person]),
            said[person] & (place > 0) & (place == own_place[person]),
            said[person] & (place > 0),
            ~said[person] & higher,
        ],
        [_OWN, _PREFERRED, _OWN, _STATED_AFTER, _PREFERRED],
        default=_UNSTATED,
    )
    within = np.where(place > 0, place, by_rule)
    return stage * _SPAN + np.where(stage == _OWN, 0, within)


def _priority(ground: Ground, pairs: pd.DataFrame, codes: Whole, stated: pd.DataFrame) -> Whole:
    """Each post's order of the possible people: whom the unit ranked, in that order, then the others by merit."""
    place = _places(stated, UNIT, len(pairs))
    return np.where(place > 0, place, _SPAN + POINTS - pairs["score"].to_numpy(np.int64))
