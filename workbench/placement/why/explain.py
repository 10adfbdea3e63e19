"""Why this person, why not that one, and what would change it: for one person and one post of a plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Whole
from workbench.placement.engine.shortage import Infeasible
from workbench.placement.ground import Ground
from workbench.placement.plan import Plan, seated
from workbench.placement.why.resolved import (
    Loss,
    Proven,
    Turned,
    Unverified,
    banned,
    chain,
    forced,
    raise_needed,
    turned,
)
from workbench.placement.why.words import LIMITS, Untold, excluded
from workbench.regulation.compare import NO, UNKNOWN
from workbench.scenario import COMPONENTS

if TYPE_CHECKING:
    from workbench.placement.why.between import Between

OUTCOMES = (
    *("placed", "elsewhere", "passed_over", "stays", "full"),
    *("left", "outside", "selection", "barred", "beneath", "locked", "forbidden"),
)
"""placed: the plan has them there. Weighed, and not there: elsewhere (the plan moves them to another seat), passed_over
(others fill the seats, they stay where they are), stays (a seat is left free: a move would cost more than it brings),
full (nobody who sits there can make room). Not weighed: left (gone or about to retire), outside (no seat of this plan),
selection (filled by open selection), barred (by a rule), beneath (no step up, or not from their job family), locked (on
another seat), forbidden (banned from this one)."""

OBSTACLES = {
    "left": "left",
    "retires": "left",
    "outside": "outside",
    "no_seat": "outside",
    "barred": "barred",
    "unknown": "barred",
    "lower": "beneath",
    "level": "beneath",
    "family": "beneath",
    "selection": "selection",
    "locked": "locked",
    "forbidden": "forbidden",
}
"""What keeps a pair from being weighed -> the outcome it makes; the first in this order decides."""

Override = tuple[str, str, str]
"""lock or forbid, nip, post"""


@dataclass(frozen=True)
class Change:
    """What would bring the person there. `kind`: nothing (already there), points (`points` more of score for this post,
    and not one less), never (a full score would not do), rules (those that say no), data (what is unknown and bars),
    override (lift `override`; `there`: whether the plan then has them there), limit (lift the one that is told),
    ground (the post is not for them to take, see the obstacles). `reach`: whether what is unknown about their score, at
    best, holds as many points; None when all of it is known. `people`: how many others would sit elsewhere: on their
    scores the points rest."""

    kind: str
    points: int | None = None
    people: int | None = None
    reach: bool | None = None
    override: Override | None = None
    there: bool | None = None


@dataclass(frozen=True, eq=False)
class Why:
    """Everything that explains one person and one post in one plan; losses and changes were worked out anew.

    `obstacles`: why the pair is not weighed at all, the deepest first; empty when it is. `sits`, `goes`: the person's
    post now, and in the plan. `override`: the lock or ban that decides. `score`, `score_most`, `points`, `points_most`:
    merit for this post, as far as known and at best, in all and by component. `findings`: the rows of `Findings.of`.

    `loss`: of the person there, what the plan would lose without them (below zero where a lock costs); of one who is
    not, what it would lose with them. None where the pair is not weighed. `chain`: who would then go where: nip,
    from_post, to_post, score_from, score_to (score missing outside the scope). `blocked`: who cannot make room.

    `others`: for the person there the next ones, nearest first, with the loss that each would bring (place `next`);
    else those who hold the post (`holds`): nip, place, score, score_most, components, to_post (in the plan), locked,
    critical, points, moves. `higher`: how many who may be proposed there have a higher score, and are not there.

    `between`: under limits, what the loss is proven to lie between (`chain` is then that of the plan found); `untold`:
    why there is neither that nor a loss, where there should be.
    """

    nip: str
    post: str
    outcome: str
    obstacles: tuple[str, ...]
    sits: str | None
    goes: str | None
    override: Override | None
    score: int
    score_most: int
    points: Mapping[str, int]
    points_most: Mapping[str, int]
    findings: pd.DataFrame
    loss: Loss | None
    chain: pd.DataFrame
    blocked: Infeasible | None
    change: Change
    others: pd.DataFrame
    higher: int
    between: "Between | None"
    untold: Untold | None

    @property
    def against(self) -> pd.DataFrame:
        """The findings that bar: those that say no, then those unknown where the policy bars these too."""
        bars = self.findings[self.findings["bars"].astype(bool)]
        said = ["no"] + ["unknown"] * ("unknown" in self.obstacles)
        return bars[bars["verdict"].isin(said)].sort_values("verdict", kind="stable", ignore_index=True)

    @property
    def unknown_components(self) -> tuple[str, ...]:
        """Components of the score that rest on something unknown."""
        return tuple(name for name in COMPONENTS if self.points_most[name] > self.points[name])

    def to_record(self) -> dict[str, Any]:
        """JSON-ready."""
        kept = ("nip", "post", "outcome", "sits", "goes", "score", "score_most", "higher")
        tables = {name: _records(getattr(self, name)) for name in ("findings", "chain", "others")}
        change = {name: value for name, value in vars(self.change).items() if value is not None}
        return {
            **{name: getattr(self, name) for name in kept},
            "obstacles": list(self.obstacles),
            "override": None if self.override is None else list(self.override),
            "points": dict(self.points),
            "points_most": dict(self.points_most),
            "loss": None if self.loss is None else self.loss.to_record(),
            "between": None if self.between is None else self.between.to_record(),
            "blocked": None if self.blocked is None else self.blocked.reason,
            "change": change | ({"override": list(self.change.override)} if self.change.override else {}),
            "untold": None if self.untold is None else self.untold.reason,
            **tables,
        }


def why(plan: Plan, nip: str, post: str, *, near: int = 3, lang: str = "id") -> Why:
    """Explain one person and one post, with the `near` next ones. Raises KeyError for a person or post that is not in
    the data, and `Unverified` rather than an answer that working it out anew does not confirm."""
    return Seen.of(plan).why(nip, post, near, lang)


@dataclass(frozen=True, eq=False)
class Seen:
    """A plan as row numbers of people and seats. `now`: None under limits. `at`: (people,) the seat in the plan, -1 for
    none in it."""

    plan: Plan
    now: Proven | None
    at: Whole

    @classmethod
    def of(cls, plan: Plan) -> "Seen":
        ground = plan.ground
        if plan.standing is not None:
            now = Proven.of(plan.standing)
            return cls(plan, now, now.at)
        return cls(plan, None, seated(ground, plan.found))

    def outcome(self, nip: str, post: str) -> str:
        """The outcome alone, without losses and changes: quick enough for many pairs."""
        person, seat = row_of(self.plan.ground, nip), seat_of(self.plan.ground, post)
        if self.at[person] == seat:
            return "placed"
        obstacles = self.obstacles(person, seat)
        if obstacles:
            return OBSTACLES[obstacles[0]]
        blocked = self.now is not None and not self.now.losses(seat).possible[person]
        return "full" if blocked else self._weighed(person, seat)

    def why(self, nip: str, post: str, near: int = 3, lang: str = "id") -> Why:
        ground = self.plan.ground
        person, seat = row_of(ground, nip), seat_of(ground, post)
        findings = ground.findings.of(nip, post, lang=lang)
        known, most = (self._points(person, seat, at_best) for at_best in (False, True))
        obstacles = self.obstacles(person, seat)
        told = self._told(person, seat, obstacles, sum(most.values()) - sum(known.values()))
        return Why(
            nip=nip,
            post=post,
            outcome=told.outcome,
            obstacles=obstacles,
            sits=_post(ground, int(ground.held[person])),
            goes=self._goes(person),
            override=self._override(person, seat),
            score=sum(known.values()),
            score_most=sum(most.values()),
            points=known,
            points_most=most,
            findings=findings,
            loss=told.loss,
            chain=self._chain(told, person),
            blocked=told.blocked,
            change=told.change,
            others=self._others(person, seat, near),
            higher=self._higher(person, seat),
            between=told.between,
            untold=told.untold,
        )

    # why not weighed

    def obstacles(self, person: int, seat: int) -> tuple[str, ...]:
        """What keeps a pair from being weighed, in the order of `OBSTACLES`."""
        if self.at[person] == seat:
            return ()
        found = set(self._of_ground(person, seat)) | set(self._of_overrides(person, seat))
        if self.now is not None and (self.now.pair(person, seat) < 0) != bool(found - {"locked", "forbidden"}):
            raise Unverified(f"person {person} and seat {seat}: no reason why they are weighed, or not")
        return tuple(code for code in OBSTACLES if code in found)

    def _of_ground(self, person: int, seat: int) -> Iterable[str]:
        """As `ground` makes its pairs and `asked` the problem, said in reasons."""
        ground, policy = self.plan.ground, self.plan.policy
        who, where = ground.people.iloc[person], ground.seats.iloc[seat]
        if not ground.stays[person]:
            yield "retires" if who["active"] else "left"
        own = ground.held[person] == seat
        if not where["in_scope"]:
            # The own seat outside the scope is weighed only for who could leave it.
            if not (own and ground.stays[person] and self._candidate(person)):
                yield "outside"
        elif not where["capacity"]:
            yield "no_seat"
        if own:
            return
        if where["selection"]:
            yield "selection"
        verdict = ground.findings.overall[person, int(ground.findings.profile_of_post[where["post"]])]
        if verdict == NO:
            yield "barred"
        if verdict == UNKNOWN and policy.unknown == "bar":
            yield "unknown"
        structural = str(where["tier"]).startswith(("jpt", "administrator", "pengawas"))
        if not structural and who["family"] != where["family"]:
            yield "family"
        level = 0 if pd.isna(who["level"]) else int(who["level"])
        if level > where["level"]:
            yield "lower"
        elif level == where["level"] and not where["open"] and policy.settings.get("lateral") != "all":
            yield "level"

    def _candidate(self, person: int) -> bool:
        ground = self.plan.ground
        here = slice(*np.searchsorted(ground.person, [person, person + 1]))
        return bool((~ground.seats["selection"].to_numpy()[ground.post[here]]).any())

    def _of_overrides(self, person: int, seat: int) -> Iterable[str]:
        override = self._override(person, seat)
        if override is not None:
            yield "forbidden" if override[0] == "forbid" else "locked"

    def _override(self, person: int, seat: int) -> Override | None:
        """The lock on this person, else the ban on this pair."""
        ground, policy = self.plan.ground, self.plan.policy
        nip, post = str(ground.people["nip"].iloc[person]), str(ground.seats["post"].iloc[seat])
        locked = next((where for who, where in sorted(policy.locks) if who == nip), None)
        if locked is not None:
            return "lock", nip, locked
        return ("forbid", nip, post) if (nip, post) in policy.forbids else None

    # what the plan says

    def _told(self, person: int, seat: int, obstacles: tuple[str, ...], unknown: int) -> "_Told":
        """Outcome, loss and change; `unknown`: points that may still be found in what is not known."""
        if self.at[person] == seat:
            return self._placed(person, seat)
        if obstacles:
            return _Told(OBSTACLES[obstacles[0]], self._lifted(person, seat, obstacles))
        outcome = self._weighed(person, seat)
        if self.now is None:
            return self._limited(outcome, Change("points"), person, seat)
        found = forced(self.now, person, seat)
        if isinstance(found, Infeasible):
            return _Told("full", Change("never"), blocked=found)
        more = raise_needed(self.now, person, seat, found.loss)
        if more is None:
            return _Told(outcome, Change("never"), found)
        reach = unknown >= more if unknown else None
        others = int(np.count_nonzero(self.at != found.after.at)) - 1
        return _Told(outcome, Change("points", points=more, people=others, reach=reach), found)

    def _placed(self, person: int, seat: int) -> "_Told":
        if self.now is None:
            return self._limited("placed", Change("nothing"), person, seat)
        asked = self.now.standing.overrides
        lock = next((one for one in asked.held if one.person == person), None)
        if lock is None:
            found = banned(self.now, person, seat)
        else:
            found = turned(self.now, replace(asked, held=asked.held - {lock}))
        if isinstance(found, Infeasible):
            return _Told("placed", Change("nothing"), blocked=found)
        return _Told("placed", Change("nothing"), found)

    def _limited(self, outcome: str, change: Change, person: int, seat: int) -> "_Told":
        """Under limits: between what the loss lies, or why nobody can tell."""
        from workbench.placement.why import between
        from workbench.placement.why.limits import barring

        if outcome == "placed":
            # Without a lock there are more pairs than the plan was chosen from.
            locked = self._override(person, seat) is not None
            without = None if locked else between.without_pair(self.plan, person, seat)
            return _Told(outcome, change, between=without, untold=LIMITS if without is None else None)
        limit = barring(self.plan, person, seat)
        if limit is not None:
            return _Told(outcome, Change("limit"), untold=excluded(limit, self.plan.ground.staffing))
        found = between.with_pair(self.plan, person, seat)
        if isinstance(found, Infeasible):
            return _Told("full", Change("never"), blocked=found)
        return _Told(outcome, change, between=found, untold=LIMITS if found is None else None)

    def _weighed(self, person: int, seat: int) -> str:
        """Of a pair that is weighed and not in the plan."""
        if self.at[person] >= 0 and self.at[person] != self.plan.ground.held[person]:
            return "elsewhere"
        seats = self.plan.ground.seats["capacity"].iloc[seat]
        return "stays" if np.count_nonzero(self.at == seat) < seats else "passed_over"

    def _lifted(self, person: int, seat: int, obstacles: tuple[str, ...]) -> Change:
        """What would have to be otherwise for the pair to be weighed."""
        outcome = OBSTACLES[obstacles[0]]
        if outcome == "barred":
            return Change("rules" if obstacles[0] == "barred" else "data")
        if outcome not in ("locked", "forbidden"):
            return Change("ground")
        override = self._override(person, seat)
        if self.now is None:
            return Change("override", override=override)
        asked = self.now.standing.overrides
        held = frozenset(one for one in asked.held if one.person != person)
        barred = asked.barred if held != asked.held else asked.barred - {(person, seat)}
        after = self.now.under(replace(asked, held=held, barred=barred))
        there = None if isinstance(after, Infeasible) else bool(after.at[person] == seat)
        return Change("override", override=override, there=there)

    # beside it

    def _points(self, person: int, seat: int, most: bool) -> dict[str, int]:
        one, here = np.array([person]), np.array([seat])
        known = self.plan.ground.merit.contributions(one, here, self.plan.policy.weights, most=most)[0]
        return dict(zip(COMPONENTS, known.tolist(), strict=True))

    def _goes(self, person: int) -> str | None:
        """The post in the plan; who is not weighed keeps the present one, if they stay."""
        ground = self.plan.ground
        if self.at[person] >= 0:
            return _post(ground, int(self.at[person]))
        in_it = self.now is not None and bool(self.now.standing.problem.network.must[person])
        return None if in_it or not ground.stays[person] else _post(ground, int(ground.held[person]))

    def _chain(self, told: "_Told", person: int) -> pd.DataFrame:
        at = told.found.after.at if told.found else told.between.at if told.between else None
        steps = () if at is None else chain(self.at, at, person)
        return steps_table(self.plan, steps)

    def _higher(self, person: int, seat: int) -> int:
        score, there = self._rivals(seat)
        mine = self.plan.ground.merit.scores(np.array([person]), np.array([seat]), self.plan.policy.weights)[0]
        return int(np.count_nonzero((score > mine) & (self.at[there] != seat) & (there != person)))

    def _rivals(self, seat: int) -> tuple[Whole, Whole]:
        """Scores, and who may be proposed here."""
        ground = self.plan.ground
        there = ground.person[ground.post == seat]
        return ground.merit.scores(there, np.full(len(there), seat), self.plan.policy.weights), there

    def _others(self, person: int, seat: int, near: int) -> pd.DataFrame:
        if self.at[person] != seat:
            holders = np.flatnonzero(self.at == seat)
            return self._compared(holders, seat, "holds", {})
        if self.now is None:
            score, there = self._rivals(seat)
            free = self.at[there] != seat
            order = np.lexsort((there[free], -score[free]))
            return self._compared(there[free][order[:near]], seat, "next", {})
        losses = self.now.losses(seat)
        there = np.flatnonzero(losses.possible & (self.at != seat))
        keys = (there, losses.moves[there], losses.points[there], losses.critical[there])
        nearest = there[np.lexsort(keys)[:near]]
        found = {int(one): forced(self.now, int(one), seat) for one in nearest}
        return self._compared(
            nearest, seat, "next", {one: each.loss for one, each in found.items() if isinstance(each, Turned)}
        )

    def _compared(self, people: Whole, seat: int, place: str, losses: Mapping[int, Loss]) -> pd.DataFrame:
        ground, weights = self.plan.ground, self.plan.policy.weights
        here = np.full(len(people), seat)
        points = ground.merit.contributions(people, here, weights)
        locked = {nip for nip, _ in self.plan.policy.locks}
        nips = ground.people["nip"].to_numpy()[people]
        lost = [losses[int(one)].judged if int(one) in losses else (pd.NA,) * 3 for one in people]
        table = pd.DataFrame(
            {
                "nip": nips,
                "place": place,
                "score": points.sum(axis=1),
                "score_most": ground.merit.scores(people, here, weights, most=True),
                **{name: points[:, k] for k, name in enumerate(COMPONENTS)},
                "to_post": [self._goes(int(one)) for one in people],
                "locked": [nip in locked for nip in nips],
                **{name: [each[k] for each in lost] for k, name in enumerate(("critical", "points", "moves"))},
            }
        )
        return table.astype(
            {
                "nip": "str",
                "place": "str",
                "to_post": "str",
                "locked": bool,
                "critical": "Int64",
                "points": "Int64",
                "moves": "Int64",
            }
        )


@dataclass(frozen=True, eq=False)
class _Told:
    outcome: str
    change: Change
    found: Turned | None = None
    blocked: Infeasible | None = None
    between: "Between | None" = None
    untold: Untold | None = None

    @property
    def loss(self) -> Loss | None:
        return None if self.found is None else self.found.loss


# numbers and names ----------------------------------------------------------------------------------------------------


def row_of(ground: Ground, nip: str) -> int:
    """Row number of a person. Raises KeyError for a stranger."""
    found = np.flatnonzero(ground.people["nip"].to_numpy() == nip)
    if not len(found):
        raise KeyError(f"no employee {nip} in this plan")
    return int(found[0])


def seat_of(ground: Ground, post: str) -> int:
    """Row number of a post. Raises KeyError for one that is not in the data."""
    found = np.flatnonzero(ground.seats["post"].to_numpy() == post)
    if not len(found):
        raise KeyError(f"no post {post} in this plan")
    return int(found[0])


def _post(ground: Ground, seat: int) -> str | None:
    return None if seat < 0 else str(ground.seats["post"].iloc[seat])


def steps_table(plan: Plan, steps: Iterable[tuple[int, int, int]]) -> pd.DataFrame:
    """nip, from_post, to_post (missing: none), score_from, score_to (missing where there is no seat of the scope)."""
    ground = plan.ground
    told = list(steps)
    who, before, after = (np.array([step[k] for step in told], np.int64) for k in range(3))
    in_scope = ground.seats["in_scope"].to_numpy()

    def post(seats: Whole) -> pd.Series:
        return pd.Series([_post(ground, int(seat)) for seat in seats], dtype="str")

    def score(seats: Whole) -> pd.Series:
        known = (seats >= 0) & in_scope[seats]
        points = ground.merit.scores(who, seats, plan.policy.weights)
        return pd.Series(points, dtype="Int64").where(known)

    return pd.DataFrame(
        {
            "nip": pd.Series(ground.people["nip"].to_numpy()[who], dtype="str"),
            "from_post": post(before),
            "to_post": post(after),
            "score_from": score(before),
            "score_to": score(after),
        }
    )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for JSON, missing as null."""
    return table.astype(object).where(table.notna(), None).to_dict("records")  # type: ignore[return-value]
