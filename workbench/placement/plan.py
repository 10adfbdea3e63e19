"""The plan: who goes where, why, in which order, and what stays vacant. One function for every screen and report."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.placement.asked import best, overrides, problem, seats_named
from workbench.placement.chains import chained
from workbench.placement.engine.assign import Assignment, Infeasible, Progress, Solved, StopSign, telling
from workbench.placement.engine.flow import Whole
from workbench.placement.engine.standing import NOTHING, Standing
from workbench.placement.ground import Ground, part, prepare, tick
from workbench.placement.limits.limited import collision
from workbench.placement.limits.offered import Offered
from workbench.regulation.rulebook import Rulebook
from workbench.scenario import COMPONENTS, Policy, State

if TYPE_CHECKING:
    from workbench.placement.engine.limits.warm import Warm

VERDICTS = ("no", "unknown", "yes")

Found = Assignment | Solved | Standing

ENOUGH, PATIENCE = 1e-4, 15.0
"""Under limits: the gap, as a share of the bound, that is small enough after so many seconds of search for none."""


@dataclass(frozen=True, eq=False)
class Plan:
    """`rows`, one a seat that somebody holds after the plan: nip, from_post (missing: held none), to_post, kind (move,
    stay), locked, score, score_most, one column of points per component (they add up to the score), replaces (nip who
    leaves that very seat), chain, step, and how many findings say yes, no, unknown. `vacant`: post, seats, reason,
    candidates, critical. `opened`: posts outside the scope that lose people. `slates`: post, rank, nip, score,
    score_most: for open selection, never an appointment. `summary`: the few numbers of the page. `head`: what the plan
    rests on.
    """

    ground: Ground
    policy: Policy
    rows: pd.DataFrame
    vacant: pd.DataFrame
    opened: pd.DataFrame
    slates: pd.DataFrame
    summary: Mapping[str, Any]
    found: Found
    head: Mapping[str, Any] = field(default_factory=dict)

    @property
    def offered(self) -> Offered:
        """What the plan was chosen from, with its limits as rows."""
        return Offered.of(self.ground, self.policy)

    @cached_property
    def assignment(self) -> Assignment:
        """The plan as the engine gives it, with its proof."""
        return self.found if isinstance(self.found, Assignment) else self.found.assignment()

    @cached_property
    def standing(self) -> Standing | None:
        """The plan with its residual network, for changes and explanations; None under limits, which break it."""
        if isinstance(self.found, Assignment):
            return None
        return Standing.of(self.found) if isinstance(self.found, Solved) else self.found

    @property
    def hasty(self) -> bool:
        """Whether this is a plan ahead of the search (`limits.ahead`): within its limits, and perhaps not the best."""
        return type(self.found) is Assignment

    @property
    def warm(self) -> "Warm | None":
        """A plan within limits kept warm, for what a small change would do; None without limits. Takes a second at
        first; the ground keeps the latest two: those of a step and of the one before."""
        from workbench.placement.engine.limits.warm import Warm
        from workbench.placement.engine.limits.within import Within

        if not isinstance(self.found, Within):
            return None
        kept = [warm for warm in self.ground.latest.get("warm", ()) if warm.plan is not self.found]
        mine = next((warm for warm in self.ground.latest.get("warm", ()) if warm.plan is self.found), None)
        mine = mine or Warm(self.offered.open[0], self.found)
        self.ground.latest["warm"] = (*kept[-1:], mine)
        return mine

    @cached_property
    def moves(self) -> pd.DataFrame:
        """The rows that change something, in the order in which decrees are signed."""
        return self.rows[self.rows["kind"] == "move"].sort_values(["chain", "step"], ignore_index=True)

    def to_record(self) -> dict[str, Any]:
        """JSON-ready; equal plans give equal bytes from a dashboard, a notebook, the command line and a report."""
        return {
            "head": dict(self.head),
            "summary": dict(self.summary),
            "rows": _records(self.rows),
            "vacant": _records(self.vacant),
            "opened": _records(self.opened),
            "slates": _records(self.slates),
        }

    @cached_property
    def digest(self) -> str:
        """Short hash of the decisions alone: the same names and numbers, the same digest."""
        decided = {key: value for key, value in self.to_record().items() if key != "head"}
        text = json.dumps(decided, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return json.loads(table.to_json(orient="records", date_format="iso"))


def plan(
    state: State,
    rulebook: Rulebook,
    *,
    head: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Plan | Infeasible:
    """Prepare the ground of a state and solve it. `Infeasible` when locks cannot all be kept, with the reason."""
    return solve(prepare(state, rulebook, progress, stop), state.policy, head=head, progress=progress, stop=stop)


def solve(
    ground: Ground,
    policy: Policy,
    *,
    head: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
    stop: StopSign | None = None,
    known: Plan | None = None,
) -> Plan | Infeasible:
    """The optimal plan on this ground under the policy's weights, price, limit, locks and bans.

    Maximises critical seats filled, then merit in the seats of the scope plus the price for each person who stays, then
    fewest moves. Nobody who holds a post loses it without getting another one. An earlier plan that is `known` makes
    another lock, ban or price of a move a matter of milliseconds, and never changes the answer.
    """
    tick(progress, stop, 0.88, "Mencari rencana terbaik")
    search = _within if policy.limited else _free
    found = search(ground, policy, known, progress, stop)
    if isinstance(found, Infeasible):
        return found
    # A search that was stopped has a plan, the best so far: what is left is to tell it.
    tick(progress, None, 0.97, "Menyusun rantai dan alasan")
    from workbench.placement.why.limits import reasoned

    return reasoned(told(ground, policy, found, head or {}))


def _free(
    ground: Ground, policy: Policy, known: Plan | None, progress: Progress | None, stop: StopSign | None
) -> Found | Infeasible:
    """From what is known, where only locks, bans or the price of a move have changed; else from nothing."""
    asked = overrides(ground, policy)
    if known is not None and known.standing is not None and _alike(known, ground, policy):
        standing = known.standing
        if known.policy.move_price != policy.move_price:
            standing = standing.rescored(standing.problem.score, np.where(standing.problem.move, 0, policy.move_price))
        return standing.under(asked)
    solved = best(ground, problem(ground, policy), telling(progress, stop))
    return solved if asked == NOTHING or isinstance(solved, Infeasible) else Standing.of(solved).under(asked)


def _within(
    ground: Ground, policy: Policy, _known: Plan | None, progress: Progress | None, stop: StopSign | None
) -> Found | Infeasible:
    """The best plan that keeps every limit of the policy, or one with a proven gap when time is over."""
    from workbench.placement.engine.limits.within import assign_within

    offered = Offered.of(ground, policy)
    impossible = collision(ground, policy, offered.pairs, offered.limits)
    if impossible is not None:
        return impossible
    free = offered.free(telling(part(progress, 0.0, 0.15), stop))
    if isinstance(free, Infeasible):
        return free
    return assign_within(*offered.open, progress, stop, enough=ENOUGH, patience=PATIENCE, free=free)


def _alike(known: Plan, ground: Ground, policy: Policy) -> bool:
    """Whether the known plan answers the same problem but for overrides and the price of a move."""
    return known.ground is ground and dict(known.policy.weights) == dict(policy.weights)


def told(ground: Ground, policy: Policy, found: Found, head: Mapping[str, Any]) -> Plan:
    """The plan as rows, chains, vacancies and numbers."""
    people, seats = ground.people, ground.seats
    who, place = pd.Index(people["nip"]), pd.Index(seats["post"])
    every_at = seated(ground, found)
    person = np.flatnonzero(every_at >= 0)
    at = every_at[person]
    holds = ground.held[person] == at
    listed = ~holds | seats["in_scope"].to_numpy()[at]
    person, at, holds = person[listed], at[listed], holds[listed]
    points = ground.merit.contributions(person, at, policy.weights)
    counts = ground.findings.counts
    profile = ground.findings.profile_of_post.reindex(seats["post"]).to_numpy()[at].astype(np.int64)
    rows = pd.DataFrame(
        {
            "nip": who.to_numpy()[person],
            "from_post": people["post"].to_numpy()[person],
            "to_post": place.to_numpy()[at],
            "kind": np.where(holds, "stay", "move"),
            "locked": [seat in policy.locks for seat in zip(who.to_numpy()[person], place.to_numpy()[at], strict=True)],
            "score": points.sum(axis=1),
            "score_most": ground.merit.scores(person, at, policy.weights, most=True),
            **{name: points[:, k] for k, name in enumerate(COMPONENTS)},
            **{verdict: counts[verdict][person, profile] for verdict in VERDICTS},
        }
    ).astype({"from_post": "str"})
    rows = chained(rows, people, seats)
    vacant, opened = _vacant(ground, policy, rows), _opened(ground, rows)
    slates = _slates(ground, policy, vacant)
    summary = _summary(ground, policy, rows, vacant, found)
    return Plan(ground, policy, rows, vacant, opened, slates, summary, found, head)


def seated(ground: Ground, found: Found) -> Whole:
    """Seat number of each person of the ground, -1 for none."""
    if not isinstance(found, Assignment):
        return found.at
    at = np.full(len(ground.people), -1, np.int64)
    who, place = pd.Index(ground.people["nip"]), pd.Index(ground.seats["post"])
    at[who.get_indexer(pd.Index(found.table["nip"]))] = place.get_indexer(pd.Index(found.table["post"]))
    return at


REASONS = ("selection", "nobody", "forbidden", "price", "elsewhere")


def _vacant(ground: Ground, policy: Policy, rows: pd.DataFrame) -> pd.DataFrame:
    """Seats of the scope that nobody holds after the plan, with why.

    selection: filled by open selection, see its slate; nobody: no candidate passes the rules; forbidden: only banned
    ones do; price: a move here would gain less than it costs; elsewhere: its candidates are worth more where they go.
    A limit as the reason is added where there are limits (`why.limits.reasoned`).
    """
    seats, posts = ground.seats, len(ground.seats)
    taken = seats["post"].map(rows["to_post"].value_counts()).fillna(0)
    left = seats.assign(seats=(seats["capacity"] - taken).astype("int64"))
    left = left[left["in_scope"] & (left["seats"] > 0)]
    settled = np.zeros(len(ground.people), dtype=bool)
    settled[pd.Index(ground.people["nip"]).get_indexer(pd.Index(rows.loc[rows["kind"] == "move", "nip"]))] = True
    locked, _ = seats_named(ground, policy.locks)
    fixed = np.zeros(len(ground.people), dtype=bool)
    fixed[locked] = True
    here = np.flatnonzero(np.isin(np.arange(posts), left.index.to_numpy())[ground.post])
    person, at = ground.person[here], ground.post[here]
    offered = ~fixed[person]
    if policy.forbids:
        banned, where = seats_named(ground, policy.forbids)
        offered &= ~np.isin(person * posts + at, banned * posts + where)
    candidates = ground.candidates[left.index]
    allowed = np.bincount(at[offered], minlength=posts)[left.index]
    waiting = np.bincount(at[offered & ~settled[person]], minlength=posts)[left.index]
    reason = np.select(
        [left["selection"], candidates == 0, allowed == 0, waiting > 0], list(REASONS[:4]), default=REASONS[4]
    )
    table = pd.DataFrame(
        {
            "post": left["post"],
            "seats": left["seats"],
            "reason": reason,
            "candidates": candidates,
            "critical": left["critical"],
        }
    )
    return table.sort_values("post", ignore_index=True)


def _opened(ground: Ground, rows: pd.DataFrame) -> pd.DataFrame:
    """Posts outside the scope that lose people to it: post, seats."""
    outside = ground.seats.loc[~ground.seats["in_scope"], "post"]
    left = rows.loc[(rows["kind"] == "move") & rows["from_post"].isin(outside), "from_post"].value_counts()
    table = left.rename_axis("post").rename("seats").reset_index()
    return table.astype({"post": "str"}).sort_values("post", ignore_index=True)


def _slates(ground: Ground, policy: Policy, vacant: pd.DataFrame) -> pd.DataFrame:
    """The best candidates for each vacant post of open selection, as many as the law puts on the list."""
    parameter = ground.regulation["appointment.open_selection"]
    size = int(parameter.value["shortlist_per_post"])
    wanted = ground.seats["post"].isin(vacant.loc[vacant["reason"] == "selection", "post"]).to_numpy()
    here = wanted[ground.post]
    person, at = ground.person[here], ground.post[here]
    table = pd.DataFrame(
        {
            "post": ground.seats["post"].to_numpy()[at],
            "nip": ground.people["nip"].to_numpy()[person],
            "score": ground.merit.scores(person, at, policy.weights),
            "score_most": ground.merit.scores(person, at, policy.weights, most=True),
        }
    )
    if policy.forbids:
        banned, where = seats_named(ground, policy.forbids)
        table = table[~np.isin(person * len(ground.seats) + at, banned * len(ground.seats) + where)]
    table = table.sort_values(["post", "score", "nip"], ascending=[True, False, True])
    table.insert(1, "rank", table.groupby("post").cumcount() + 1)
    return table[table["rank"] <= size].reset_index(drop=True)


def _summary(ground: Ground, policy: Policy, rows: pd.DataFrame, vacant: pd.DataFrame, found: Found) -> dict[str, Any]:
    """The few numbers of the page, each with what it was before the plan."""
    seats = ground.seats
    scope = seats[seats["in_scope"]]
    held = ground.held
    before = np.flatnonzero(ground.stays & (held >= 0) & np.append(seats["in_scope"].to_numpy(), False)[held])
    score_before = ground.merit.scores(before, held[before], policy.weights)
    critical = scope[scope["critical"]]
    filled = rows[rows["to_post"].isin(critical["post"])]
    return {
        "posts": len(scope),
        "seats": int(scope["capacity"].sum()),
        "open_before": int(scope["open"].sum()),
        "vacant_after": int(vacant["seats"].sum()),
        "moves": int((rows["kind"] == "move").sum()),
        "candidates": ground.considered,
        "score_mean_before": _mean(score_before),
        "score_mean": _mean(rows["score"].to_numpy()),
        "critical_seats": int(critical["capacity"].sum()),
        "critical_before": int(critical["taken"].sum()),
        "critical_filled": len(filled),
        "total": found.total,
        "gap": found.gap if isinstance(found, Assignment) else 0,
    }


def _mean(scores: Whole) -> int | None:
    """Mean in whole points of 100,000; none of nothing."""
    return round(float(scores.mean())) if len(scores) else None


def slate(ground: Ground, policy: Policy, post: str, *, rows: int | None = None, near: int = 3) -> pd.DataFrame:
    """Candidates for one post, best first: nip, eligible, score, score_most, components, yes, no, unknown, holds.

    Whoever may be proposed comes first; then up to `near` of those whom the fewest rules bar, so that one sees what
    stands in the way. The holder is listed always.
    """
    at = int(pd.Index(ground.seats["post"]).get_loc(post))
    profile = int(ground.findings.profile_of_post[post])
    may = np.zeros(len(ground.people), dtype=bool)
    may[ground.person[ground.post == at]] = True
    holds = (ground.people["post"] == post).to_numpy()
    counts = {verdict: ground.findings.counts[verdict][:, profile] for verdict in VERDICTS}
    active = (ground.people["active"] & ground.people["leaves"].isna()).to_numpy()
    known_level = ground.people["level"].fillna(0).to_numpy(np.int64)
    barred = np.flatnonzero(
        active & ~may & ~holds & (known_level <= ground.seats["level"].iloc[at]) & (known_level > 0)
    )
    everyone = np.arange(len(ground.people))
    score = ground.merit.scores(everyone, np.full(len(everyone), at), policy.weights)
    most = ground.merit.scores(everyone, np.full(len(everyone), at), policy.weights, most=True)
    order = np.lexsort((ground.people["nip"].to_numpy()[barred], -score[barred], counts["no"][barred]))
    chosen = np.concatenate([np.flatnonzero(may), np.flatnonzero(holds & ~may), barred[order[:near]]])
    points = ground.merit.contributions(chosen, np.full(len(chosen), at), policy.weights)
    table = pd.DataFrame(
        {
            "nip": ground.people["nip"].to_numpy()[chosen],
            "eligible": may[chosen],
            "holds": holds[chosen],
            "score": score[chosen],
            "score_most": most[chosen],
            **{name: points[:, k] for k, name in enumerate(COMPONENTS)},
            **{verdict: counts[verdict][chosen] for verdict in VERDICTS},
        }
    )
    table["class"] = np.where(table["eligible"], 0, np.where(table["holds"], 1, 2))
    table = table.sort_values(["class", "no", "score", "nip"], ascending=[True, True, False, True], ignore_index=True)
    eligible = table[table["eligible"]].sort_values(["score", "nip"], ascending=[False, True])
    kept = eligible if rows is None else eligible.head(rows)
    return pd.concat([kept, table[~table["eligible"]]], ignore_index=True).drop(columns="class")
