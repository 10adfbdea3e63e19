"""The pre-flight: a whole plan tried decree by decree against the rules, before anyone signs the first one.

What another person does never changes what the rules say of this one: every rule reads the person's own record, the
post's demands and the day, and each person moves once. So findings are made once for each day on which something is
signed, of the people concerned alone; only whether the seat is free is followed from decree to decree.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import replace as replaced
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.ground import tick
from workbench.placement.plan import Plan
from workbench.placement.records import records
from workbench.placement.succession.decrees import MOVE, decrees
from workbench.regulation.catalogue import RULES
from workbench.regulation.findings import COLUMNS, UNKNOWN, Findings, find
from workbench.regulation.profiles import named_posts
from workbench.regulation.rulebook import Rulebook
from workbench.scenario import Move, Place, Refused, State, Vacate, apply
from workbench.scenario.seen import DEFINITIVE
from workbench.staffing import Schemas, Staffing

OBSTACLES = ("refused", "barred", "unknown", "freeze", "papers")
"""What may stand in the way of a formal decision, the hardest first."""

FOUND = ("order", "day", *COLUMNS, "source")


class Decree(NamedTuple):
    """One row of `decrees` as it is signed; `to_post` is None for an end."""

    order: int
    kind: str
    nip: str
    from_post: str | None
    to_post: str | None
    day: pd.Timestamp


@dataclass(frozen=True, eq=False)
class Preflight:
    """`steps`, one a decree in the order of signing: the columns of `decrees`, then day (on which it was tried),
    accepted, held_before, held_after (the person's post), free_before, free_after (seats of the post entered; missing
    for an end), left_free (seats of the post left, afterwards), yes, no, unknown, bar_no, bar_unknown (findings, and
    those of rules that bar; missing for an end), ready (accepted, and every rule that bars says yes), formal (ready,
    and what is asked of the plan as a whole is settled on that day), obstacle (one of `OBSTACLES`, missing for none).

    `findings`: one a rule of each move: `FOUND`, where source is the column, document or parameter that would settle an
    unknown. `whole`: what is asked of the plan as a whole, on each day on which somebody moves. `blocked`: order, nip,
    from_post, to_post, code, reason, of each decree that cannot be. `after`: the staffing when all that was accepted is
    signed.
    """

    steps: pd.DataFrame
    findings: pd.DataFrame
    whole: pd.DataFrame
    blocked: pd.DataFrame
    after: Staffing
    schemas: Schemas

    @cached_property
    def evidence(self) -> pd.DataFrame:
        """What must still be seen, one row a move and source: order, nip, post, source, what, what_en (the label of
        that column, empty for a whole table or a document), siasn (the column of a SIASN export, empty for none), rules
        (what it settles, by label), bars (whether the decision waits for it)."""
        open_ = self.findings[self.findings["verdict"] == "unknown"]
        keys = ["order", "nip", "post", "source"]
        told = open_.groupby(keys, sort=False).agg(rules=("label", "; ".join), bars=("bars", "any")).reset_index()
        words = pd.DataFrame(
            [_named(source, self.schemas) for source in told["source"]], columns=["what", "what_en", "siasn"], dtype=str
        )
        columns = [*keys, "what", "what_en", "siasn", "rules", "bars"]
        return pd.concat([told, words], axis=1)[columns].sort_values(
            ["order", "bars", "source"], ascending=[True, False, True], ignore_index=True
        )

    def to_record(self) -> dict[str, Any]:
        """JSON-ready, without the staffing afterwards."""
        tables = {"steps": self.steps, "findings": self.findings, "whole": self.whole, "blocked": self.blocked}
        return {name: records(table) for name, table in (tables | {"evidence": self.evidence}).items()}


def preflight(
    plan: Plan,
    rulebook: Rulebook,
    progress: Progress | None = None,
    stop: StopSign | None = None,
    *,
    evidence: Collection[tuple[str, str]] = (),
    lang: str = "id",
) -> Preflight:
    """Try every decree of the plan in the order of signing, each on the first day on which it may take effect.

    `evidence`: (rule, post or nip) for which a document was seen, as `find` takes it. Raises `Stopped` when asked to.
    """
    tick(progress, stop, 0.0, "Mengurutkan keputusan")
    start = State(plan.ground.staffing, plan.policy)
    order = decrees(plan)
    moves = order[order["kind"] == MOVE]
    days = sorted(moves["not_before"].unique())
    found, whole = [], []
    for number, day in enumerate(days):
        tick(progress, stop, 0.05 + 0.55 * number / len(days), "Memeriksa aturan pada tiap hari keputusan")
        here = moves[moves["not_before"] == day]
        findings = findings_on(start, rulebook, here["nip"], here["to_post"], day, evidence)
        whole.append(findings.plan_findings(lang).assign(day=day))
        found.append(_found(findings, here, lang))
    tried, after = _tried(start, order, progress, stop)
    told = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(FOUND))
    asked = pd.concat(whole, ignore_index=True) if whole else pd.DataFrame(columns=["day", "rule", "verdict"])
    steps = _judged(order.merge(tried, on="order", validate="1:1"), told, asked)
    blocked = steps.loc[~steps["accepted"], ["order", "nip", "from_post", "to_post", "code", "reason"]]
    tick(progress, stop, 1.0, "Prauji selesai")
    told = told.sort_values(["order"], kind="stable", ignore_index=True)
    steps = steps.drop(columns=["code", "reason"])
    return Preflight(steps, told, asked, blocked.reset_index(drop=True), after, start.staffing.schemas)


# the rules ------------------------------------------------------------------------------------------------------------


def findings_on(
    state: State,
    rulebook: Rulebook,
    nips: Iterable[str],
    posts: Iterable[str],
    day: pd.Timestamp,
    evidence: Collection[tuple[str, str]] = (),
) -> Findings:
    """Findings of these people against these posts (and those they hold) alone, on any day."""
    policy, law = state.policy, rulebook.on(day.date(), state.policy.assumptions)
    only = narrowed(state.staffing, nips, posts)
    return find(only, policy.rules, policy.settings, law, day.date(), evidence=evidence)


def narrowed(staffing: Staffing, nips: Iterable[str], posts: Iterable[str]) -> Staffing:
    """The staffing with these employees, and with these posts and those that they hold, alone: rules say the same."""
    only = people_only(staffing, nips)
    # Whether a council or a Minister was heard is asked of all posts of one name together.
    kept = only.posts["post"].isin({*posts, *only.assignments["post"]}) | (named_posts(only) != "")
    asked = only.post_competencies["post"].isin(only.posts.loc[kept, "post"])
    return replaced(
        only,
        posts=only.posts[kept].reset_index(drop=True),
        post_competencies=only.post_competencies[asked].reset_index(drop=True),
    )


def people_only(staffing: Staffing, nips: Iterable[str]) -> Staffing:
    """The staffing with these employees and their records alone. Sanctions stay whole: an empty table of them would
    say that nothing is known of anybody."""
    wanted = set(nips)
    tables = {
        name: getattr(staffing, name)[getattr(staffing, name)["nip"].isin(wanted)].reset_index(drop=True)
        for name in ("employees", "assignments", "career", "appraisals", "assessments", "trainings")
    }
    return replaced(staffing, **tables)


def _found(findings: Findings, moves: pd.DataFrame, lang: str) -> pd.DataFrame:
    """`FOUND` of each of these moves."""
    parts = []
    for order, nip, post in moves[["order", "nip", "to_post"]].itertuples(index=False):
        rows = findings.of(nip, post, lang=lang)
        sources = [source_of(findings, rule, nip, post) for rule in rows["rule"]]
        parts.append(rows.assign(order=order, day=moves["not_before"].iloc[0], source=sources))
    every = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(FOUND))
    return every[list(FOUND)]


def source_of(findings: Findings, rule: str, nip: str, post: str) -> str:
    """What a finding stands on: for an unknown one what would settle it, as `Findings.unknown_by_source` names it
    (table, table.column, `evidence`, or a parameter of law); else the column that it judges first."""
    judgement = findings.judgements[rule]
    person = int(np.flatnonzero(findings.nips == nip)[0])
    kind = int(judgement.of_profile[int(findings.profile_of_post[post])])
    for source, where in judgement.causes if judgement.verdict[kind, person] == UNKNOWN else ():
        if np.broadcast_to(np.asarray(where, dtype=bool), judgement.verdict.shape)[kind, person]:
            return source
    return RULES[rule].sources[0]


def _named(source: str, schemas: Schemas) -> tuple[str, str, str]:
    """Label in Indonesian and in English, and SIASN column, of a source; empty where it is no column of a table."""
    table, _, name = source.partition(".")
    if table not in schemas.tables or name not in schemas[table].names:
        return "", "", ""
    column = schemas[table].column(name)
    return column.label, column.label_en, column.source


# the seats ------------------------------------------------------------------------------------------------------------


def _tried(
    start: State, order: pd.DataFrame, progress: Progress | None, stop: StopSign | None
) -> tuple[pd.DataFrame, Staffing]:
    """What becomes of each decree: order, day, accepted, code, reason, held_before, held_after, free_before,
    free_after, left_free; and the staffing afterwards. Played on the people and posts concerned alone."""
    state = _concerned(start, order)
    outcomes: list[dict[str, Any]] = []
    for batch in _batches(order):
        tick(progress, stop, 0.6 + 0.4 * len(outcomes) / len(order), "Mencoba keputusan satu demi satu")
        state = replaced(state, policy=replaced(state.policy, effective=batch[0].day.date()))
        after = _signed(state, batch)
        refused = after if isinstance(after, Refused) else None
        then = state if isinstance(after, Refused) else after
        for decree in batch:
            outcomes.append(
                {
                    "order": decree.order,
                    "day": decree.day,
                    "accepted": refused is None,
                    "code": refused and refused.code,
                    "reason": refused and refused.reason,
                    "held_before": _held(state, decree.nip),
                    "held_after": _held(then, decree.nip),
                    "free_before": _free(state, decree.to_post),
                    "free_after": _free(then, decree.to_post),
                    "left_free": _free(then, decree.from_post),
                }
            )
        state = then
    kinds = {"order": "Int64", "accepted": "bool", "code": "str", "reason": "str"}
    kinds |= {"held_before": "str", "held_after": "str"}
    kinds |= {"free_before": "Int64", "free_after": "Int64", "left_free": "Int64"}
    columns = ["order", "day", *(name for name in kinds if name != "order")]
    return pd.DataFrame(outcomes, columns=columns).astype(kinds), _put_back(start, state)


def _batches(order: pd.DataFrame) -> list[list[Decree]]:
    """Decrees in the order of signing; those of one ring together."""
    columns = ["order", "kind", "nip", "from_post", "to_post", "not_before"]
    rows = order[columns].astype(object).where(order[columns].notna(), None)
    every = [Decree(*values) for values in rows.itertuples(index=False, name=None)]
    rings = order["ring"].fillna(-order["order"])
    return [[every[at] for at in rows] for rows in rings.groupby(rings, sort=False).indices.values()]


def _signed(state: State, batch: list[Decree]) -> State | Refused:
    """The state after these decrees at once: one, or all of a ring. None of them when one cannot be."""
    for decree in batch:
        if decree.from_post is not None and _held(state, decree.nip) != decree.from_post:
            told = f"NIP {decree.nip} tidak lagi memangku jabatan {decree.from_post} pada langkah ini."
            return Refused("moved", told)
    done: State | Refused = state
    for move in _moves(batch):
        if isinstance(done, Refused):
            break
        done = apply(done, move)
    return done


def _moves(batch: list[Decree]) -> list[Move]:
    """What is done to the state. Those of a ring wait for each other: all seats are left before the first is taken."""
    leaving = [one for one in batch if one.from_post is not None and (one.to_post is None or len(batch) > 1)]
    ends: list[Move] = [Vacate(one.nip, str(one.from_post)) for one in leaving]
    return ends + [Place(one.nip, one.to_post) for one in batch if one.to_post is not None]


def _concerned(start: State, order: pd.DataFrame) -> State:
    """The state with only those who move, the posts they leave and enter, and whoever sits there."""
    staffing = start.staffing
    posts = pd.concat([order["from_post"], order["to_post"]]).dropna().unique()
    held = staffing.assignments
    seated = held.loc[held["post"].isin(posts), "nip"]
    nips = set(order["nip"]) | set(seated)
    only = people_only(staffing, nips)
    return replaced(start, staffing=replaced(only, posts=staffing.posts[staffing.posts["post"].isin(posts)]))


def _put_back(start: State, state: State) -> Staffing:
    """The whole staffing, with the assignments and careers that the decrees left behind."""
    staffing, nips = start.staffing, set(state.staffing.employees["nip"])
    changed = {
        name: pd.concat(
            [table[~table["nip"].isin(nips)], getattr(state.staffing, name)[lambda own: own["nip"].isin(nips)]],
            ignore_index=True,
        )
        for name, table in (("assignments", staffing.assignments), ("career", staffing.career))
    }
    return staffing.replace(**changed)


def _held(state: State, nip: str) -> str | None:
    held = state.staffing.assignments
    own = held.loc[(held["nip"] == nip) & (held["kind"] == DEFINITIVE)].sort_values(["since", "post"])
    return None if own.empty else str(own["post"].iloc[-1])


def _free(state: State, post: str | None) -> int | None:
    """Seats of a post that nobody holds; negative where it has more holders than seats. None of no post."""
    if post is None:
        return None
    staffing = state.staffing
    capacity = staffing.posts.loc[staffing.posts["post"] == post, "capacity"].iloc[0]
    held = (staffing.assignments["post"] == post) & (staffing.assignments["kind"] == DEFINITIVE)
    return (0 if pd.isna(capacity) else int(capacity)) - int(held.sum())


# the verdict ----------------------------------------------------------------------------------------------------------


def _judged(steps: pd.DataFrame, findings: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Steps with their findings counted, and what stands in the way of a formal decision."""
    moves = steps["kind"] == MOVE
    verdict, bars = findings["verdict"], findings["bars"].astype(bool)
    counts: Mapping[str, pd.Series] = {
        "yes": verdict == "yes",
        "no": verdict == "no",
        "unknown": verdict == "unknown",
        "bar_no": (verdict == "no") & bars,
        "bar_unknown": (verdict == "unknown") & bars,
    }
    for name, mask in counts.items():
        number = steps["order"].map(findings.loc[mask.astype(bool), "order"].value_counts()).fillna(0)
        steps = steps.assign(**{name: number.astype("Int64").where(moves)})
    frozen = steps["day"].isin(whole.loc[whole["verdict"] == "no", "day"])
    waiting = steps["day"].isin(whole.loc[whole["verdict"] == "unknown", "day"])
    ready = steps["accepted"] & (~moves | ((steps["bar_no"] == 0) & (steps["bar_unknown"] == 0)).fillna(False))
    stands = [
        ~steps["accepted"],
        moves & (steps["bar_no"] > 0).fillna(False),
        moves & (steps["bar_unknown"] > 0).fillna(False),
        moves & frozen,
        moves & waiting,
    ]
    obstacle = np.select([np.asarray(one, dtype=bool) for one in stands], list(OBSTACLES), default="")
    told = pd.Series(obstacle, index=steps.index, dtype="str")
    return steps.assign(ready=ready.astype(bool), formal=told == "", obstacle=told.where(told != ""))
