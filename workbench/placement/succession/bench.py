"""The bench: who could take over each critical post, today or soon, and what the others still lack."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.engine.flow import Whole
from workbench.placement.ground import Ground, tick
from workbench.placement.records import records
from workbench.placement.succession.preflight import narrowed
from workbench.regulation.catalogue import RULES
from workbench.regulation.compare import NO, UNKNOWN, WORDS, YES
from workbench.regulation.facts import Facts
from workbench.regulation.findings import JUDGES
from workbench.regulation.judging import Bench, settled
from workbench.regulation.profiles import requirement_profiles
from workbench.regulation.turning import NEVER, TURNING, turning
from workbench.scenario import Policy

READY, NEARLY = "ready", "nearly"

WORSE_WITH_TIME = ("age", "retirement_age", "months_before_retirement", "years_in_post_most")
"""Rules that say yes today and may say no on the day when the rest is reached."""


@dataclass(frozen=True, eq=False)
class Successors:
    """`candidates`, best first within each post: post, rank, nip, readiness (`ready`: every rule that bars says yes;
    `nearly`: see `bench`), score, score_most, missing (how many rules), ready_on (the first day on which time has
    turned those that it can; missing where it turns none). `gaps`, one a rule that a nearly ready candidate lacks:
    post, nip, rule, label, label_en, verdict (no, unknown), how (`time`, `document`, `development`), turns (the day,
    where time turns it). `coverage`, one a post, those with nobody ready first: post, tier, seats, vacant, leaves (the
    first retirement of a holder within the horizon), ready, nearly. `near`: what *nearly ready* was taken to mean;
    `borrowed`: the policy asked does not say so itself, the agency's present one does.
    """

    candidates: pd.DataFrame
    gaps: pd.DataFrame
    coverage: pd.DataFrame
    near: "Nearness"
    borrowed: bool = False

    def to_record(self) -> dict[str, Any]:
        """JSON-ready."""
        told = {name: records(getattr(self, name)) for name in ("coverage", "candidates", "gaps")}
        return {"near": asdict(self.near), "borrowed": self.borrowed, **told}


@dataclass(frozen=True)
class Nearness:
    """The agency's own reading of *nearly ready* (`policy.settings["succession"]`): at most `most_missing` rules, each
    unknown, turned by time within `near_months`, or one of `developable`."""

    near_months: int
    most_missing: int
    developable: tuple[str, ...]

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Nearness":
        """Raises ValueError with a sentence that says what is missing or wrong."""
        given = settings.get("succession")
        names = tuple(cls.__dataclass_fields__)
        if not isinstance(given, Mapping) or set(given) != set(names):
            raise ValueError(f"Suksesi belum ditetapkan: isilah policy.settings.succession ({', '.join(names)}).")
        months, missing, rules = (given[name] for name in names)
        strange = [rule for rule in rules if rule not in RULES]
        if strange:
            raise ValueError(f"Tidak ada aturan bernama {', '.join(strange)} (policy.settings.succession.developable).")
        if not all(isinstance(one, int) and not isinstance(one, bool) and one >= 0 for one in (months, missing)):
            raise ValueError("near_months dan most_missing pada policy.settings.succession harus bilangan bulat.")
        return cls(months, missing, tuple(rules))


def bench(
    ground: Ground,
    policy: Policy,
    posts: Collection[str] | None = None,
    *,
    otherwise: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Successors:
    """Ready and nearly ready candidates of each critical post (or of the posts named), whatever the scope of the plan.

    A candidate serves, does not retire within the horizon, stands no higher than the post, and for functional and
    operative posts comes from its job family; the holder is no candidate. Nearly ready is who lacks few rules, each of
    which a document, time or development may settle (see `Nearness`), and who on the day of `ready_on` is not barred by
    an age instead. A policy older than the question takes its meaning from the settings `otherwise`. Raises ValueError
    for a post that is not there, and as `Nearness.of` does.
    """
    tick(progress, stop, 0.0, "Mencari calon bagi jabatan kritis")
    borrowed = "succession" not in policy.settings and otherwise is not None
    near = Nearness.of(otherwise if borrowed and otherwise is not None else policy.settings)
    at = _posts(ground, posts)
    person, post, gaps = _pairs(ground, at, near)
    tick(progress, stop, 0.3, "Menghitung kapan tiap syarat terpenuhi")
    until = pd.Timestamp(ground.findings.bench.day) + pd.DateOffset(months=near.near_months)
    gaps = _with_days(ground, gaps, until)
    hopeless = gaps["no"] & gaps["turns"].isna() & ~gaps["rule"].isin(near.developable)
    lost = pd.Index(gaps.loc[hopeless, "pair"].unique())
    ready_on = gaps.loc[gaps["no"]].groupby("pair")["turns"].max().reindex(range(len(person)))
    kept = ~np.isin(np.arange(len(person)), lost)
    tick(progress, stop, 0.7, "Memeriksa usia pada hari itu")
    kept &= ~_too_late(ground, policy, person, post, ready_on, kept, until)
    tick(progress, stop, 0.9, "Menyusun barisan pengganti")
    missing = np.bincount(gaps["pair"], minlength=len(person))
    told = _told(ground, policy, person, post, missing, ready_on, kept)
    return Successors(told, _gaps(ground, gaps, person, post, kept), _coverage(ground, at, told), near, borrowed)


def _posts(ground: Ground, posts: Collection[str] | None) -> Whole:
    """Row numbers of the posts asked for, in their order; the critical ones unless some are named."""
    if posts is None:
        return np.flatnonzero(ground.seats["critical"].to_numpy())
    known = pd.Index(ground.seats["post"])
    absent = sorted(set(posts) - set(known))
    if absent:
        raise ValueError(f"Tidak ada jabatan {', '.join(absent[:3])} pada data ini.")
    return np.sort(np.asarray(known.get_indexer(pd.Index(sorted(set(posts)))), dtype=np.int64))


def _pairs(ground: Ground, at: Whole, near: Nearness) -> tuple[Whole, Whole, pd.DataFrame]:
    """(person, post) row numbers of who lacks at most `most_missing` rules; and those rules: pair, rule, no."""
    people, seats, findings = ground.people, ground.seats, ground.findings
    profile = findings.profile_of_post.reindex(seats["post"].iloc[at]).to_numpy(np.int64)
    may = _candidates(ground, at)
    lacks = np.zeros((len(people), len(at)), dtype=np.int16)
    barring = [rule for rule in findings.rules if findings.choices[rule] == "bar"]
    for rule in barring:
        lacks += findings.verdict(rule)[:, profile] != YES
    person, column = np.nonzero(may & (lacks <= near.most_missing))
    parts = []
    for rule in barring:
        verdict = findings.verdict(rule)[person, profile[column]]
        pair = np.flatnonzero(verdict != YES)
        parts.append(pd.DataFrame({"pair": pair, "rule": rule, "no": verdict[pair] == NO}))
    gaps = pd.concat(parts, ignore_index=True).sort_values(["pair", "rule"], kind="stable", ignore_index=True)
    gaps = gaps.assign(person=person[gaps["pair"]], profile=profile[column[gaps["pair"]]])
    return person.astype(np.int64), at[column], gaps


def _candidates(ground: Ground, at: Whole) -> NDArray[np.bool_]:
    """(E, posts): who may be thought of at all."""
    people, seats = ground.people, ground.seats.iloc[at]
    level, family = people["level"].fillna(0).to_numpy(np.int64), people["family"].fillna("").to_numpy()
    serves = (people["active"] & people["leaves"].isna()).to_numpy() & (level > 0)
    specialist = ~seats["tier"].str.startswith(("jpt", "administrator", "pengawas")).to_numpy(dtype=bool)
    own_family = family[:, None] == seats["family"].fillna("").to_numpy()[None, :]
    elsewhere = people["post"].fillna("").to_numpy()[:, None] != seats["post"].to_numpy()[None, :]
    below = level[:, None] <= seats["level"].to_numpy()[None, :]
    return serves[:, None] & below & elsewhere & (own_family | ~specialist[None, :])


def _with_days(ground: Ground, gaps: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The gaps with turns: the day on which time closes each, missing where it does not."""
    days = np.full(len(gaps), NEVER)
    for rule in TURNING:
        here = np.flatnonzero((gaps["rule"] == rule).to_numpy())
        person, profile = (gaps[name].to_numpy(np.int64)[here] for name in ("person", "profile"))
        days[here] = turning(ground.findings, rule, person, profile, until.date())
    return gaps.assign(turns=days.astype("datetime64[s]"))


def _too_late(
    ground: Ground,
    policy: Policy,
    person: Whole,
    post: Whole,
    ready_on: pd.Series,
    kept: NDArray[np.bool_],
    until: pd.Timestamp,
) -> NDArray[np.bool_]:
    """Who by the day of `ready_on` is too old, or too long in the post. Only those whom the last of all days bars are
    asked again on their own day."""
    late = np.zeros(len(person), dtype=bool)
    waits = np.flatnonzero(kept & ready_on.notna().to_numpy())
    waits = waits[_barred(ground, policy, person[waits], post[waits], until)]
    days = ready_on.iloc[waits]
    for day, own in days.groupby(days):
        rows = own.index.to_numpy()
        late[rows] = _barred(ground, policy, person[rows], post[rows], pd.Timestamp(str(day)))
    return late


def _barred(ground: Ground, policy: Policy, person: Whole, post: Whole, day: pd.Timestamp) -> NDArray[np.bool_]:
    """Whom a rule that worsens with time says no to on that day. These few are asked alone: a whole set of findings for
    each day of the next years would be a hundred times the work."""
    if not len(person):
        return np.zeros(0, dtype=bool)
    nips, posts = ground.people["nip"].iloc[person], ground.seats["post"].iloc[post]
    only = narrowed(ground.staffing, nips.unique(), posts.unique())
    facts, (profiles, of_post) = Facts(only, day.date()), requirement_profiles(only)
    law = ground.regulation.rulebook.on(day.date(), policy.assumptions)
    judges = Bench(facts, profiles, of_post, law, policy.settings)
    rows = np.asarray(facts.nips.get_indexer(pd.Index(nips)))
    asked = of_post.reindex(posts).to_numpy(np.int64)
    barred = np.zeros(len(person), dtype=bool)
    for rule in WORSE_WITH_TIME:
        if ground.findings.choices.get(rule) == "bar":
            judgement = settled(JUDGES[rule](judges))
            barred |= judgement.verdict[judgement.of_profile[asked], rows] == NO
    return barred


# what is told ---------------------------------------------------------------------------------------------------------


def _told(
    ground: Ground,
    policy: Policy,
    person: Whole,
    post: Whole,
    missing: Whole,
    ready_on: pd.Series,
    kept: NDArray[np.bool_],
) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "post": ground.seats["post"].to_numpy()[post],
            "nip": ground.people["nip"].to_numpy()[person],
            "readiness": np.where(missing == 0, READY, NEARLY),
            "score": ground.merit.scores(person, post, policy.weights),
            "score_most": ground.merit.scores(person, post, policy.weights, most=True),
            "missing": missing,
            "ready_on": ready_on.to_numpy(),
        }
    )[kept]
    table = table.sort_values(["post", "missing", "score", "nip"], ascending=[True, True, False, True])
    table.insert(1, "rank", table.groupby("post").cumcount() + 1)
    return table.reset_index(drop=True)


def _gaps(ground: Ground, gaps: pd.DataFrame, person: Whole, post: Whole, kept: NDArray[np.bool_]) -> pd.DataFrame:
    told = gaps[kept[gaps["pair"]]]
    pair = told["pair"].to_numpy()
    how = np.select([told["turns"].notna(), ~told["no"]], ["time", "document"], default="development")
    table = pd.DataFrame(
        {
            "post": ground.seats["post"].to_numpy()[post[pair]],
            "nip": ground.people["nip"].to_numpy()[person[pair]],
            "rule": told["rule"].to_numpy(),
            "label": told["rule"].map({name: rule.label for name, rule in RULES.items()}).to_numpy(),
            "label_en": told["rule"].map({name: rule.label_en for name, rule in RULES.items()}).to_numpy(),
            "verdict": np.where(told["no"], WORDS[NO], WORDS[UNKNOWN]),
            "how": how,
            "turns": told["turns"].to_numpy(),
        }
    )
    return table.sort_values(["post", "nip", "rule"], ignore_index=True)


def _coverage(ground: Ground, at: Whole, candidates: pd.DataFrame) -> pd.DataFrame:
    seats = ground.seats.iloc[at]
    counts = pd.crosstab(candidates["post"], candidates["readiness"])
    counts = counts.reindex(index=seats["post"], columns=[READY, NEARLY], fill_value=0)
    holders = ground.people[ground.people["active"]]
    held = seats["post"].map(holders["post"].value_counts()).fillna(0).astype("int64")
    capacity = ground.staffing.posts.set_index("post")["capacity"].reindex(seats["post"]).fillna(0).astype("int64")
    table = pd.DataFrame(
        {
            "post": seats["post"].to_numpy(),
            "tier": seats["tier"].to_numpy(),
            "seats": capacity.to_numpy(),
            "vacant": np.maximum(capacity.to_numpy() - held.to_numpy(), 0),
            "leaves": seats["post"].map(holders.groupby("post")["leaves"].min()).to_numpy(),
            "ready": counts[READY].to_numpy(np.int64),
            "nearly": counts[NEARLY].to_numpy(np.int64),
        }
    )
    return table.sort_values(["ready", "nearly", "leaves", "post"], na_position="last", ignore_index=True)
