"""What a plan stands on: seats in scope, who may take them, and the merit of each pair, before any weight is chosen.

Weights, prices, limits, locks and bans do not enter here, so moving a slider starts from the same ground.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Progress, Stopped, StopSign
from workbench.placement.engine.flow import Mask, Whole
from workbench.placement.levels import ladder
from workbench.placement.merit import Merit, merit
from workbench.regulation.findings import NO, UNKNOWN, Findings, find
from workbench.regulation.retirement import retirement_dates
from workbench.regulation.rulebook import Regulation, Rulebook
from workbench.scenario import Policy, State
from workbench.staffing import Staffing
from workbench.staffing.service import held_posts

OPEN_SELECTION = "jpt_pratama"


def tick(progress: Progress | None, stop: StopSign | None, fraction: float, words: str) -> None:
    """Report where long work is, and leave it when asked to."""
    if stop is not None and stop.is_set():
        raise Stopped
    if progress is not None:
        progress(fraction, words)


def part(progress: Progress | None, begin: float, end: float) -> Progress | None:
    """The callback for work that is a part of longer work: its 0..1 is `begin`..`end` of the whole."""
    return None if progress is None else lambda done, words: progress(begin + (end - begin) * done, words)


@dataclass(frozen=True, eq=False)
class Ground:
    """`people`: rows like `staffing.employees`: nip, post (held, missing for none), since, tier, family, level, leaves
    (day of retirement within the horizon, missing otherwise), active. `seats`: rows like `staffing.posts`: post, tier,
    family, level, in_scope, capacity (never below the holders who stay), taken (holders who stay), open (seats vacant
    from the start), critical, selection (filled by open selection, never by the optimiser). `person`, `post`: row
    numbers of each pair that may be proposed, in order. `lawful`, `scoped`: what findings and merit, and the
    rest, were made from. `latest`: what was last asked of it (one thing a name), for the next question to begin with.
    """

    staffing: Staffing
    regulation: Regulation
    findings: Findings
    merit: Merit
    people: pd.DataFrame
    seats: pd.DataFrame
    person: Whole
    post: Whole
    lawful: tuple[Any, ...]
    scoped: tuple[Any, ...]
    latest: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def held(self) -> Whole:
        """Seat number of each person's present post, -1 for none."""
        return np.asarray(pd.Index(self.seats["post"]).get_indexer(pd.Index(self.people["post"])), np.int64)

    @cached_property
    def stays(self) -> Mask:
        """Who is in office and does not retire within the horizon."""
        return (self.people["active"] & self.people["leaves"].isna()).to_numpy(bool)

    @cached_property
    def candidates(self) -> Whole:
        """Number of people who may be proposed for each post."""
        return np.bincount(self.post, minlength=len(self.seats))

    @cached_property
    def considered(self) -> int:
        """Number of people who may be proposed for any post."""
        return int(np.count_nonzero(np.bincount(self.person, minlength=len(self.people))))


def prepare(
    state: State,
    rulebook: Rulebook,
    progress: Progress | None = None,
    stop: StopSign | None = None,
    known: Ground | None = None,
) -> Ground:
    """The ground of a state; what has not changed since `known` is taken from there. Raises `Stopped` when asked to."""
    lawful, scoped = _lawful(state, rulebook), _scoped(state)
    if known is not None and (known.lawful, known.scoped) == (lawful, scoped):
        return known
    staffing, policy = state.staffing, state.policy
    if known is not None and known.lawful == lawful:
        regulation, findings, worth = known.regulation, known.findings, known.merit
    else:
        tick(progress, stop, 0.0, "Membaca aturan yang berlaku")
        regulation = rulebook.on(state.day, policy.assumptions)
        tick(progress, stop, 0.05, "Memeriksa syarat setiap pegawai")
        findings = find(staffing, policy.rules, policy.settings, regulation, state.day)
        tick(progress, stop, 0.55, "Menghitung merit")
        worth = merit(staffing, policy, regulation, state.day)
    tick(progress, stop, 0.8, "Menyusun calon bagi setiap kursi")
    level = ladder(staffing.schemas.vocabulary, regulation)
    people = _people(state, regulation, level)
    seats = _seats(staffing, policy, people, level)
    person, post = proposable(findings, policy, people, seats)
    return Ground(staffing, regulation, findings, worth, people, seats, person, post, lawful, scoped)


def _lawful(state: State, rulebook: Rulebook) -> tuple[Any, ...]:
    """What findings and merit are made from. The staffing stands by identity: a ground keeps it alive."""
    policy = state.policy
    choices = (sorted(policy.rules.items()), sorted(policy.settings.items()), sorted(policy.assumptions.items()))
    return (id(state.staffing), rulebook.digest, state.day, repr(choices))


def _scoped(state: State) -> tuple[Any, ...]:
    """What seats and pairs are made from besides. A lock brings its post into the scope."""
    policy = state.policy
    named = frozenset(policy.posts) | {post for _, post in policy.locks}
    posts = state.staffing.posts
    outside = posts.loc[posts["post"].isin(named) & ~_by_rank(posts, policy, state.staffing), "post"]
    return (policy.tiers, policy.families, tuple(outside), policy.horizon_months, policy.unknown)


def _by_rank(posts: pd.DataFrame, policy: Policy, staffing: Staffing) -> pd.Series:
    """Posts in scope by tier; functional ones only of the families named, when any are."""
    functional = posts["tier"].map(staffing.schemas.vocabulary.group("tier")).str.startswith("jf")
    wanted = posts["family"].isin(policy.families) if policy.families else pd.Series(True, index=posts.index)
    return posts["tier"].isin(policy.tiers) & (~functional | wanted).astype(bool)


def _people(state: State, regulation: Regulation, level: pd.Series) -> pd.DataFrame:
    staffing = state.staffing
    people = staffing.employees[["nip", "legal_status"]].merge(
        held_posts(staffing), on="nip", how="left", validate="1:1"
    )
    posts = staffing.posts.set_index("post")
    retire = retirement_dates(staffing, regulation)
    horizon = pd.Timestamp(state.day) + pd.DateOffset(months=state.policy.horizon_months)
    groups = staffing.schemas.vocabulary.group("legal_status")
    past = staffing.career.sort_values(["nip", "since"]).drop_duplicates("nip", keep="last").set_index("nip")["family"]
    return people.assign(
        tier=people["post"].map(posts["tier"]),
        # Who holds no post (it was abolished) belongs to the family of the last one.
        family=people["post"].map(posts["family"]).where(people["post"].notna(), people["nip"].map(past)),
        level=people["post"].map(posts["tier"]).map(level).astype("Int64"),
        leaves=retire.where(retire <= horizon).to_numpy(),
        # An unknown status keeps the seat; only what is known to have ended opens it.
        active=~people["legal_status"].map(groups).isin(["left"]),
    )


def _seats(staffing: Staffing, policy: Policy, people: pd.DataFrame, level: pd.Series) -> pd.DataFrame:
    posts = staffing.posts
    named = posts["post"].isin([*policy.posts, *(post for _, post in policy.locks)])
    stays = people[people["active"] & people["leaves"].isna() & people["post"].notna()]
    taken = posts["post"].map(stays["post"].value_counts()).fillna(0).astype("int64")
    capacity = posts["capacity"].fillna(0).astype("int64")
    return pd.DataFrame(
        {
            "post": posts["post"],
            "tier": posts["tier"],
            "family": posts["family"],
            "level": posts["tier"].map(level).astype("int64"),
            "in_scope": (_by_rank(posts, policy, staffing) | named).astype(bool),
            "capacity": np.maximum(capacity, taken),
            "taken": taken,
            "open": (capacity - taken).clip(lower=0),
            "critical": posts["critical"].fillna(False).astype(bool),
            "selection": posts["tier"] == OPEN_SELECTION,
        }
    )


def proposable(findings: Findings, policy: Policy, people: pd.DataFrame, seats: pd.DataFrame) -> tuple[Whole, Whole]:
    """Who may be proposed where: no rule says no, nobody goes down, and a move on the same level fills a seat that was
    vacant from the start (else two holders could trade posts without any vacancy)."""
    profile = findings.profile_of_post.reindex(seats["post"]).to_numpy()
    allowed = findings.overall != NO
    if policy.unknown == "bar":
        allowed &= findings.overall != UNKNOWN
    allowed &= (people["active"] & people["leaves"].isna()).to_numpy()[:, None]
    everywhere = policy.settings.get("lateral") == "all"
    from_level = people["level"].fillna(0).to_numpy(np.int64)
    persons, posts = [], []
    scope = seats["in_scope"].to_numpy() & (seats["capacity"].to_numpy() > 0)
    own_family = people["family"].to_numpy()
    for kind, group in seats[scope].groupby([pd.Series(profile, index=seats.index), "level"], sort=True):
        number, level = (int(part) for part in kind)  # type: ignore[call-overload]
        fit = allowed[:, number]
        specialist = not str(group["tier"].iloc[0]).startswith(("jpt", "administrator", "pengawas"))
        if specialist:  # operative and functional posts are filled from their own job family
            fit = fit & (own_family == group["family"].iloc[0])
        upward = np.flatnonzero(fit & (from_level < level))
        level_with = np.flatnonzero(fit & (from_level == level))
        rows = group.index.to_numpy()
        vacant = rows if everywhere else rows[group["open"].to_numpy() > 0]
        for who, where in ((upward, rows), (level_with, vacant)):
            persons.append(np.repeat(who, len(where)))
            posts.append(np.tile(where, len(who)))
    if not persons:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    person, post = np.concatenate(persons), np.concatenate(posts)
    held = seats["post"].to_numpy()[post] == people["post"].to_numpy()[person]
    order = np.argsort(person[~held] * len(seats) + post[~held], kind="stable")
    return person[~held][order], post[~held][order]
