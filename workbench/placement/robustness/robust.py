"""The robust core: which placements of a plan hold under all weights near those chosen and plausible errors in the
data, and which are contested. A workshop spends its time on the second.

Two different things are said, and never mixed. *By weights* a placement is `proven` (no whole-percent weighting in the
range moves it; see `certainty`), `contested` (a weighting that moves it is named) or `steady` (neither was settled
before the allowance of solves was spent). *Under errors in the data* nothing is proven: `share` is the part of the
draws in which the placement held, `least` its lower confidence bound.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from workbench.placement.engine.assign import Infeasible, Progress, StopSign
from workbench.placement.engine.flow import Code, Mask
from workbench.placement.ground import Ground, part, tick
from workbench.placement.robustness.certainty import Certainty, certainty
from workbench.placement.robustness.field import NOWHERE, Errors, Field, Placed, policy_weights, stuck
from workbench.placement.robustness.sweep import spread, unlimited_only
from workbench.placement.robustness.weights import WeightRange, Weights, named
from workbench.scenario import COMPONENTS, Policy, Refused, rebalanced

STATUSES = ("proven", "steady", "contested")


@dataclass(frozen=True)
class Mistakes:
    """What may be wrong with the data. `unknown_merit`: unknown components anywhere between their bounds;
    `unknown_no`: share of unknown findings (one a person and rule) that end in no; `appraisal_share`: share of people
    whose performance is off by `appraisal_points` (0..1000), either way."""

    unknown_merit: bool
    unknown_no: float
    appraisal_share: float
    appraisal_points: int


@dataclass(frozen=True)
class Trial:
    """What a plan is put to (`data/policy/kokoh.yaml`). `points`: how far each weight may be off; `draws`, `seed`:
    random tries of weights and data together; `confidence` of `least`, and how high it must be for `steady` data;
    `proof_solves`: most problems solved to prove what is too large to be tried everywhere; `rivals`: most names told
    for a post."""

    points: int
    draws: int
    seed: int
    confidence: float
    steady: float
    errors: Mistakes
    proof_solves: int
    rivals: int

    def __post_init__(self) -> None:
        shares = (self.confidence, self.steady, self.errors.unknown_no, self.errors.appraisal_share)
        if self.points < 0 or self.draws < 0 or self.seed < 0 or not all(0 <= share <= 1 for share in shares):
            raise ValueError("a trial has points, draws and a seed of 0 or more, and shares from 0 to 1")
        if not 0 < self.confidence < 1:
            raise ValueError("confidence must lie between 0 and 1")

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Trial":
        """As written in the policy; a field that is missing or unknown is an error that names it."""
        wanted = {each.name for each in fields(cls)}
        if set(record) != wanted:
            raise ValueError(f"a trial has exactly {', '.join(sorted(wanted))}; got {', '.join(sorted(record))}")
        return cls(**{**record, "errors": Mistakes(**record["errors"])})


@dataclass(frozen=True, eq=False)
class Robust:
    """`placements`, one a seat of the scope that somebody holds in the plan: nip, post, kind (move, stay), status (by
    weights: proven, steady, contested), share and least (of the draws with errors; missing without draws), data
    (steady, contested, unsure where there are too few draws to tell; missing without draws), lever and change (the one
    weight, and the fewest points of it within the range, that moves this placement; missing if none does), witness
    (weights under which it is another, the nearest where all were tried; None unless contested), rivals (nips that take
    the post in other tries, most often first).

    `contested_posts`: post, holders (nips in the plan), rivals, least: posts whose holders some weighting of the range
    changes, or the draws do too often. `levers`: component, direction (-1, 1), change (points; missing when no change
    of that weight ever changes the plan), moved (placements that differ there), weights: the first change of the plan
    when one weight is moved, checked by solving there and one point before. `weightings`: whole-percent weightings in
    the range; `failed`: draws in which those who must be placed could not be. `head`: what the plan rests on.
    """

    placements: pd.DataFrame
    contested_posts: pd.DataFrame
    levers: pd.DataFrame
    within: WeightRange
    trial: Trial
    draws: int
    failed: int
    weightings: int
    corners: int
    head: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def proven(self) -> int:
        """Placements that no weighting in the range moves."""
        return self.count("proven")

    def count(self, status: str, kind: str | None = None) -> int:
        """Placements of a status by weights, of one kind (move, stay) or of both."""
        table = self.placements
        return int(((table["status"] == status) & (True if kind is None else table["kind"] == kind)).sum())

    def sentence(self, lang: str = "id") -> str:
        """The sentence of the page, about the people who move."""
        moves = int((self.placements["kind"] == "move").sum())
        proven, contested, steady = (self.count(status, "move") for status in ("proven", "contested", "steady"))
        if lang == "en":
            told = f"{proven} of {moves} moves are not shifted by the weights (±{self.trial.points}); {contested} are "
            return told + "contested" + (f"; {steady} are not settled." if steady else ".")
        told = f"{proven} dari {moves} pindah tidak bergeser oleh bobot (±{self.trial.points}); {contested} "
        return told + "diperdebatkan" + (f"; {steady} belum dapat dipastikan." if steady else ".")

    def to_record(self) -> dict[str, Any]:
        """JSON-ready; equal seeds give equal bytes, however many workers there were."""
        return {
            "head": dict(self.head),
            "range": {"low": named(self.within.low), "high": named(self.within.high), "weightings": self.weightings},
            "trial": asdict(self.trial),
            "draws": self.draws,
            "failed": self.failed,
            "corners": self.corners,
            "counts": {kind: {status: self.count(status, kind) for status in STATUSES} for kind in ("move", "stay")},
            "placements": _records(self.placements),
            "contested_posts": _records(self.contested_posts),
            "levers": _records(self.levers),
        }

    @cached_property
    def digest(self) -> str:
        """Short hash of all that is said."""
        text = json.dumps(self.to_record(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()[:12]


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return json.loads(table.to_json(orient="records", double_precision=6))


def robust(
    ground: Ground,
    policy: Policy,
    trial: Trial,
    *,
    executor: Executor | None = None,
    width: int = 4,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> "Robust | Infeasible | Refused":
    """Put the plan of a ground under a policy to the trial. `Infeasible` when there is no plan; `Refused` under limits.

    `executor`, `width`: see `sweep.spread`; they change nothing but the time it takes. Raises `Stopped` when asked to
    stop, `WorkerLost` when a worker dies.
    """
    if policy.limited:
        return unlimited_only()
    tick(progress, stop, 0.0, "Menyiapkan uji kekokohan")
    field = Field.of(ground, policy)
    if isinstance(field, Infeasible):
        return field
    chosen = policy_weights(policy.weights)
    base = field.solve(chosen)
    if base is None:
        return stuck(ground, policy)
    within = WeightRange.around(policy.weights, trial.points)

    shared = _Shared(field, base.active, within, trial)
    given: dict[str, Any] = {"executor": executor, "width": width, "stop": stop}
    corners = spread(
        _corner, shared, within.corners, progress=part(progress, 0.02, 0.3), words="Menguji sudut rentang", **given
    )
    placed = [_whole(answer, base) for answer in corners]
    shown = _shown(field, base)
    sure = certainty(
        field,
        base,
        chosen,
        within,
        placed,
        np.flatnonzero(shown),
        trial.proof_solves,
        heard=lambda done: tick(part(progress, 0.3, 0.5), stop, done, "Membuktikan penempatan"),
    )
    drawn = spread(
        _draw, shared, range(trial.draws), progress=part(progress, 0.5, 0.9), words="Mengundi kesalahan data", **given
    )
    tries = [answer for answer in drawn if answer is not None]
    tick(progress, stop, 0.9, "Mencari bobot yang menggeser")
    alone = {weights: sure.seats(base, weights) for _, _, weights in _steps(chosen, trial.points)}
    levers = _levers(field, base, chosen, alone, stop)
    found = _told(field, base, shown, sure, placed, tries, alone, chosen, trial)
    tick(progress, stop, 1.0, "Selesai")
    return Robust(
        *found, levers, within, trial, trial.draws, trial.draws - len(tries), len(within), len(within.corners)
    )


@dataclass(frozen=True, eq=False)
class _Shared:
    field: Field
    active: Mask
    within: WeightRange
    trial: Trial


def _corner(shared: _Shared, weights: Weights) -> Placed:
    """The plan at a corner, without the mask that only shortens a search."""
    found = shared.field.solve(weights, shared.active)
    if found is None:
        raise RuntimeError("weights alone leave nobody without a seat")
    return Placed(found.seat, found.chosen, found.surplus, found.price, np.zeros(0, bool))


def _whole(answer: Placed, base: Placed) -> Placed:
    return Placed(answer.seat, answer.chosen, answer.surplus, answer.price, base.active)


def _draw(shared: _Shared, number: int) -> Code | None:
    """Where everybody sits in one draw; its luck depends on the seed and its number alone."""
    rng = np.random.default_rng([shared.trial.seed, number])
    weights = shared.within.draw(rng)
    found = shared.field.solve_amid(weights, errors_of(shared.field, shared.trial.errors, rng), shared.active)
    return None if found is None else found.seat


def errors_of(field: Field, mistakes: Mistakes, rng: np.random.Generator) -> Errors:
    """One draw of what may be wrong: for each person how much of each unknown component is there, whose appraisal is
    off, and which unknown rules end in no. The same for all posts, since what is unknown is a fact about a person."""
    people = len(field.nips)
    share = rng.random((len(COMPONENTS), people)) * mistakes.unknown_merit
    shift = np.zeros((len(COMPONENTS), people), np.int16)
    off = rng.random(people) < mistakes.appraisal_share
    shift[COMPONENTS.index("kinerja")] = off * rng.choice([-1, 1], people) * mistakes.appraisal_points
    barred = np.zeros(people, np.uint32)
    for bit in range(len(field.rules)):
        barred |= (rng.random(people) < mistakes.unknown_no).astype(np.uint32) << np.uint32(bit)
    return Errors(share, shift, barred)


def _shown(field: Field, base: Placed) -> Mask:
    """People whose seat in the plan is in the scope: those whom the plan speaks of."""
    shown = np.zeros(field.network.people, bool)
    shown[field.network.person[base.chosen]] = field.goal[base.chosen]
    return shown


def _steps(chosen: Weights, points: int) -> Iterator[tuple[str, int, Weights]]:
    """component, points, weights: each weight moved alone, as a slider moves it, small changes first."""
    for component, weight in zip(COMPONENTS, chosen, strict=True):
        for change in sorted((c for c in range(-points, points + 1) if c and 0 <= weight + c <= 100), key=abs):
            yield component, change, policy_weights(rebalanced(named(chosen), component, weight + change))


def _levers(
    field: Field, base: Placed, chosen: Weights, alone: Mapping[Weights, Any], stop: StopSign | None
) -> pd.DataFrame:
    """The first change of the plan in each direction of each weight.

    Within the range every step was tried. Beyond it the weightings that keep the plan form a convex set, so the step is
    bisected; the steps are rounded to whole percents, so the plan is solved there and one point before.
    """
    known: dict[Weights, Any] = dict(alone)

    def differs(component: str, weight: int) -> int:
        tick(None, stop, 0.0, "")
        weights = policy_weights(rebalanced(named(chosen), component, weight))
        if weights not in known:
            found = field.solve(weights, base.active)
            if found is None:
                raise RuntimeError("weights alone leave nobody without a seat")
            known[weights] = found.seat
        return int((known[weights] != base.seat).sum())

    rows = []
    for component, weight in zip(COMPONENTS, chosen, strict=True):
        for direction, room in ((-1, weight), (1, 100 - weight)):
            first = _first(lambda n, c=component, w=weight, d=direction: differs(c, w + d * n) > 0, room, alone, chosen)
            weights = rebalanced(named(chosen), component, weight + direction * (first or 0))
            moved = differs(component, weight + direction * first) if first else 0
            rows.append([component, direction, first, moved, json.dumps(weights) if first else None])
    table = pd.DataFrame(rows, columns=["component", "direction", "change", "moved", "weights"])
    return table.astype({"change": "Int64", "moved": "int64", "weights": "str"})


def _first(changed: Any, room: int, alone: Mapping[Weights, Any], chosen: Weights) -> int | None:
    """The least n (1..room) with `changed(n)`: step by step where the steps are known, then by bisection."""
    within = min(room, max((max(abs(a - b) for a, b in zip(w, chosen, strict=True)) for w in alone), default=0))
    for n in range(1, within + 1):
        if changed(n):
            return n
    if room == within or not changed(room):
        return None
    low, high = within, room
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if changed(middle) else (middle, high)
    return high


def _told(
    field: Field,
    base: Placed,
    shown: Mask,
    sure: Certainty,
    corners: Sequence[Placed],
    tries: Sequence[Code],
    alone: Mapping[Weights, Any],
    chosen: Weights,
    trial: Trial,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables of placements and of contested posts."""
    people = np.flatnonzero(shown)
    seat = base.seat[people]
    moves = np.zeros(field.network.people, bool)
    moves[field.network.person[base.chosen]] = field.moves[base.chosen]
    by_weights = [other.seat for other in corners] + list(alone.values())
    witnessed = np.isin(people, list(sure.witness)) | np.any([other[people] != seat for other in by_weights], axis=0)
    status = np.where(witnessed, "contested", np.where(np.isin(people, list(sure.undecided)), "steady", "proven"))
    held = np.sum([other[people] == seat for other in tries], axis=0) if tries else np.zeros(len(people), np.int64)
    least = {int(k): _least(int(k), trial) for k in np.unique(held)} if trial.draws else {}
    lever = _own_lever(people, seat, alone, chosen, trial.points)
    rivals = _rivals(field, base, [*by_weights, *tries], trial.rivals)
    posts = field.posts[seat]
    table = pd.DataFrame(
        {
            "nip": field.nips[people],
            "post": posts,
            "kind": np.where(moves[people], "move", "stay"),
            "status": status,
            "share": held / trial.draws if trial.draws else np.nan,
            "least": [least.get(int(k), np.nan) for k in held],
            "lever": lever["component"],
            "change": lever["change"],
            "witness": _witnesses(people, seat, sure, alone),
            "rivals": [rivals.get(int(where), ()) for where in seat],
        }
    )
    held_often = np.where(table["least"] >= trial.steady, "steady", "unsure")
    table["data"] = np.where(table["share"] >= trial.steady, held_often, "contested") if trial.draws else None
    table = table.astype({"lever": "str", "change": "Int64", "data": "str"})
    columns = ["nip", "post", "kind", "status", "share", "least", "data", "lever", "change", "witness", "rivals"]
    table = table[columns].sort_values(["post", "nip"], ignore_index=True)
    return table, _contested(field, table, by_weights, base, rivals)


def _least(held: int, trial: Trial) -> float:
    """Lower bound of the share (Clopper & Pearson 1934); with all of n draws about 1 - 3/n at 95 percent."""
    found = binomtest(held, trial.draws, alternative="greater").proportion_ci(trial.confidence, method="exact")
    return round(float(found.low), 6)


def _own_lever(people: Any, seat: Any, alone: Mapping[Weights, Any], chosen: Weights, points: int) -> pd.DataFrame:
    """The smallest change of one weight within the range that moves each placement."""
    component = np.full(len(people), None, object)
    change = np.zeros(len(people), np.int64)
    for name, step, weights in sorted(_steps(chosen, points), key=lambda each: abs(each[1])):
        new = (alone[weights][people] != seat) & (change == 0)
        component[new], change[new] = name, step
    return pd.DataFrame({"component": component, "change": pd.array(change, "Int64")}).assign(
        change=lambda t: t["change"].mask(t["change"] == 0)
    )


def _witnesses(people: Any, seat: Any, sure: Certainty, alone: Mapping[Weights, Any]) -> list[dict[str, int] | None]:
    """A weighting of the range that moves each placement: of one weight alone where there is one."""
    found = dict(sure.witness)
    for weights, other in alone.items():
        found |= dict.fromkeys((int(person) for person in people[other[people] != seat]), weights)
    return [named(found[person]) if person in found else None for person in map(int, people)]


def _rivals(field: Field, base: Placed, tries: Sequence[Any], most: int) -> dict[int, tuple[str, ...]]:
    """seat -> who else takes it in the tries, most often first, then by nip."""
    if not tries:
        return {}
    where = np.stack([np.asarray(other, np.int64) for other in tries])
    turn, person = np.nonzero((where != base.seat) & (where != NOWHERE))
    table = pd.DataFrame({"seat": where[turn, person], "nip": field.nips[person]})
    counted = table.value_counts().reset_index().sort_values(["seat", "count", "nip"], ascending=[True, False, True])
    kept = counted.groupby("seat").head(most)
    return {int(str(number)): tuple(group) for number, group in kept.groupby("seat")["nip"]}


def _contested(
    field: Field, table: pd.DataFrame, by_weights: Sequence[Any], base: Placed, rivals: Mapping[int, tuple[str, ...]]
) -> pd.DataFrame:
    """Posts to talk about: those that some weighting gives to others, or that errors in the data do too often."""
    shaken = table[(table["status"] == "contested") | (table["data"] == "contested")]
    arrivals = {int(s) for other in by_weights for s in np.asarray(other)[(other != base.seat) & (other != NOWHERE)]}
    goals = {int(s) for s in field.network.seat[field.goal & field.moves]}
    number = pd.Series(np.arange(len(field.posts)), index=field.posts)
    posts = sorted(set(shaken["post"]) | {str(field.posts[s]) for s in arrivals & goals})
    holders = table.groupby("post")["nip"].agg(tuple)
    return pd.DataFrame(
        {
            "post": pd.Series(posts, dtype="str"),
            "holders": [holders.get(post, ()) for post in posts],
            "rivals": [rivals.get(int(number[post]), ()) for post in posts],
            "least": [float(table.loc[table["post"] == post, "least"].min()) for post in posts],
        }
    )
