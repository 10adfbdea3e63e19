"""The slates of open selection: which open question would bring somebody onto one, or take somebody off."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from workbench.placement.cleaning.item import Item
from workbench.placement.cleaning.questions import Questions, within
from workbench.placement.engine.flow import Whole
from workbench.placement.plan import Plan
from workbench.placement.why.resolved import Loss
from workbench.scenario import COMPONENTS

NOBODY = -1


def slate_items(plan: Plan, questions: Questions, unknown: tuple[Whole, Whole]) -> Iterator[Item]:
    """Each question that alters who stands on a slate (not merely in which order). `unknown`: pairs that only the
    policy bars. Points: by how much the scores on the slates add up to more, or to less."""
    table = _candidates(plan, plan.ground.person, plan.ground.post)
    last = _last(plan, table)
    yield from _leaving(plan, questions, table)
    yield from _entering(plan, questions, table, last)
    yield from _allowed(questions, _candidates(plan, *unknown), last)


def _candidates(plan: Plan, person: Whole, seat: Whole) -> pd.DataFrame:
    """person, seat, score, nip, listed of whoever may be proposed for a post that waits for open selection, best first
    within each post."""
    ground, policy = plan.ground, plan.policy
    posts, nips = ground.seats["post"].to_numpy(), ground.people["nip"].to_numpy()
    waits = np.isin(posts, plan.vacant.loc[plan.vacant["reason"] == "selection", "post"])
    here = waits[seat]
    person, seat = person[here], seat[here]
    table = pd.DataFrame({"person": person, "seat": seat, "nip": nips[person]})
    table["score"] = ground.merit.scores(person, seat, policy.weights)
    listed = set(zip(plan.slates["nip"], plan.slates["post"], strict=True))
    pairs = list(zip(table["nip"], posts[seat], strict=True))
    table["listed"] = np.array([pair in listed for pair in pairs], dtype=bool)
    allowed = np.array([pair not in policy.forbids for pair in pairs], dtype=bool)
    return table[allowed].sort_values(["seat", "score", "nip"], ascending=[True, False, True], ignore_index=True)


def _leaving(plan: Plan, questions: Questions, table: pd.DataFrame) -> Iterator[Item]:
    """Who stands on a slate and would fall away, and who comes next."""
    listed = table[table["listed"]]
    for rule in questions.rules:
        person, seat = listed["person"].to_numpy(), listed["seat"].to_numpy()
        rows = listed[questions.unknown(rule, person, seat)]
        rows = rows.assign(kind=questions.asks(rule, rows["seat"].to_numpy()))
        for _, mine in rows.groupby(["person", "kind"], sort=True):
            who, kind = (int(mine[name].iloc[0]) for name in ("person", "kind"))
            changes, points = [], 0
            for at, score in zip(mine["seat"], mine["score"], strict=True):
                following = table[(table["seat"] == at) & ~table["listed"]].head(1)
                points += int(score) - int(following["score"].sum())
                changes += [(who, int(at), NOBODY), *((int(p), NOBODY, int(at)) for p in following["person"])]
            posts = plan.ground.post[plan.ground.person == who]
            yield Item(
                person=who,
                seat=int(mine["seat"].iloc[0]),
                kind="finding",
                names=(rule,),
                sources=(questions.source(rule, who, int(mine["seat"].iloc[0])),),
                turns="no",
                loss=Loss(0, points, 0),
                posts=int((questions.asks(rule, posts) == kind).sum()),
                effect="slate",
                verified=True,
                changes=tuple(changes),
            )


def _entering(plan: Plan, questions: Questions, table: pd.DataFrame, last: pd.DataFrame) -> Iterator[Item]:
    """Who stands on no slate of a post, and would if a component turned out high enough."""
    others = table[~table["listed"]].merge(last, on="seat", how="inner", validate="m:1")
    person, seat = others["person"].to_numpy(), others["seat"].to_numpy()
    needed = others["last_score"] - others["score"] + (others["nip"] > others["last_nip"]).astype("int64")
    for name in COMPONENTS:
        most = plan.policy.weights[name] * questions.doubt(name, person, seat)
        rows = others.assign(
            most=most,
            needed=needed.clip(lower=1),
            gain=others["score"] + most - others["last_score"],
            kind=plan.ground.merit.components[name].demand[seat],
        )[(most > 0) & (most >= needed)]
        for _, mine in rows.groupby(["person", "kind"], sort=True):
            who, kind = (int(mine[name].iloc[0]) for name in ("person", "kind"))
            best = mine.sort_values(["gain", "seat"], ascending=[False, True]).iloc[0]
            posts = plan.ground.post[plan.ground.person == who]
            yield Item(
                person=who,
                seat=int(best["seat"]),
                kind="component",
                names=(name,),
                sources=(questions.component_source(name, who),),
                turns="high",
                loss=Loss(0, -int(mine["gain"].sum()), 0),
                posts=int((plan.ground.merit.components[name].demand[posts] == kind).sum()),
                effect="slate",
                needed=int(mine["needed"].min()),
                most=int(best["most"]),
                verified=True,
                changes=_instead(mine),
            )


def _allowed(questions: Questions, unknown: pd.DataFrame, last: pd.DataFrame) -> Iterator[Item]:
    """Who stands on no slate only because the policy bars what is unknown. Answers that open one slate open every one
    that asks no more."""
    if unknown.empty:
        return
    rows = unknown.merge(last, on="seat", how="left", validate="m:1")
    better = rows["score"] > rows["last_score"]
    better |= (rows["score"] == rows["last_score"]) & (rows["nip"] < rows["last_nip"])
    rows = rows.assign(gain=rows["score"] - rows["last_score"].fillna(0).astype("int64"))
    sets = questions.open_sets(rows["person"].to_numpy(), rows["seat"].to_numpy())
    enters = (better | rows["last_score"].isna()).to_numpy(bool)
    distinct = pd.DataFrame(np.column_stack([rows["person"], sets]))[enters].drop_duplicates()
    for index in distinct.index:
        mine = (rows["person"] == rows["person"].iloc[index]).to_numpy() & within(sets, sets[index])
        who, at, names = int(rows["person"].iloc[index]), int(rows["seat"].iloc[index]), questions.names(sets[index])
        yield Item(
            person=who,
            seat=at,
            kind="finding",
            names=names,
            sources=tuple(dict.fromkeys(questions.source(rule, who, at) for rule in names)),
            turns="yes",
            loss=Loss(0, -int(rows.loc[mine & enters, "gain"].sum()), 0),
            posts=int(mine.sum()),
            effect="slate",
            verified=True,
            changes=_instead(rows[mine & enters]),
        )


def _last(plan: Plan, table: pd.DataFrame) -> pd.DataFrame:
    """seat, last_person, last_score, last_nip: whoever would give way on each slate that is full."""
    size = int(plan.ground.regulation["appointment.open_selection"].value["shortlist_per_post"])
    listed = table[table["listed"]]
    full = listed[listed.groupby("seat")["person"].transform("size") >= size].drop_duplicates("seat", keep="last")
    return full[["seat", "person", "score", "nip"]].rename(
        columns={"person": "last_person", "score": "last_score", "nip": "last_nip"}
    )


def _instead(rows: pd.DataFrame) -> tuple[tuple[int, int, int], ...]:
    """Each of these enters a slate, and the last one there, if it is full, leaves it."""
    changes: list[tuple[int, int, int]] = []
    columns: Iterable[tuple[int, int, float]] = zip(rows["person"], rows["seat"], rows["last_person"], strict=True)
    for who, at, last in columns:
        changes.append((int(who), NOBODY, int(at)))
        changes += [(int(last), int(at), NOBODY)] if pd.notna(last) else []
    return tuple(changes)
