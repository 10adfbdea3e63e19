"""The candidates for the post that is looked at."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from widgets.apps.charts import Shares
from widgets.apps.format import percent
from widgets.apps.screen import Screen
from workbench.io.documents.words import COMPONENTS as LABELS
from workbench.placement import Plan, slate
from workbench.scenario import COMPONENTS

FEW = 6
"""Candidates shown at first; the policy's `slate_rows` says how many there are at most."""

WORDS = ("proposed", "propose", "lock", "unlock", "forbid", "allow")


def candidates(screen: Screen) -> pd.DataFrame:
    """The slate of the post that is looked at, best first: for open selection the short list alone."""
    plan, row = screen.plan, screen.selected
    if plan is None or row is None:
        return pd.DataFrame()
    if row["kind"] == "selection":
        listed = plan.slates[plan.slates["post"] == row["post"]]
        known = slate(plan.ground, plan.policy, row["post"], near=0)
        return listed[["nip"]].merge(known, on="nip", how="left", validate="1:1")
    every = slate(plan.ground, plan.policy, row["post"])
    most = int(plan.policy.settings.get("slate_rows", 12))
    rank = every["eligible"].cumsum()
    kept = ~every["eligible"] | (rank <= most) | every["nip"].isin(in_sight(screen, row))
    return every[kept].reset_index(drop=True)


def in_sight(screen: Screen, row: pd.Series) -> set[str]:
    """Whoever must not drop out of a list for being far down: proposed, locked, banned or picked."""
    policy, post = screen.session.policy, row["post"]
    fixed = {nip for nip, at in (*policy.locks, *policy.forbids) if at == post}
    return fixed | {str(row["nip"]), screen.view.nip}


def chosen(screen: Screen, listed: pd.DataFrame) -> str:
    """The candidate whose findings are shown: the one picked, else the one proposed, else the best."""
    row = screen.selected
    if listed.empty or row is None:
        return ""
    if screen.view.nip in set(listed["nip"]):
        return screen.view.nip
    proposed = row["nip"]
    return str(proposed) if isinstance(proposed, str) and proposed in set(listed["nip"]) else str(listed["nip"].iloc[0])


def record(screen: Screen, listed: pd.DataFrame, bars: Mapping[Shares, str]) -> dict[str, Any]:
    """`bars`: the charts that have been drawn so far."""
    t, plan, row = screen.t, screen.plan, screen.selected
    if plan is None or row is None:
        return _nothing(screen, loading=plan is None)
    selection = row["kind"] == "selection"
    shown = listed if screen.view.every_candidate or selection else visible(screen, listed)
    hidden = len(listed) - len(shown)
    legend = [
        t("slate.legend", component=LABELS[t.lang][name], weight=plan.policy.weights[name]) for name in COMPONENTS
    ]
    picked = chosen(screen, listed)
    return {
        "title": screen.title(row["post"]),
        "note": t("slate.selection", n=len(listed)) if selection else screen.place(row["post"]),
        "legend": legend,
        "candidates": [
            _candidate(screen, plan, row, person, bars, current=person["nip"] == picked)
            for person in shown.to_dict("records")
        ],
        "acts": not selection,
        "loading": False,
        "empty": t("slate.empty"),
        "more": _more(screen, hidden, len(listed), selection),
        "words": {word: t(f"slate.{word}") for word in WORDS},
    }


def _more(screen: Screen, hidden: int, every: int, selection: bool) -> str:
    if hidden:
        return screen.t("slate.more", n=hidden)
    return screen.t("slate.less") if screen.view.every_candidate and every > FEW and not selection else ""


def visible(screen: Screen, listed: pd.DataFrame) -> pd.DataFrame:
    """The best few, and whoever must not be out of sight: proposed, holding, locked, banned or picked."""
    row = screen.selected
    assert row is not None
    kept = (listed.index < FEW) | listed["nip"].isin(in_sight(screen, row)).to_numpy() | listed["holds"].to_numpy()
    return listed[kept]


def shares(person: Mapping[Any, Any]) -> Shares:
    return tuple(percent(person[name]) for name in COMPONENTS)


def _candidate(
    screen: Screen, plan: Plan, row: pd.Series, person: Mapping[Any, Any], bars: Mapping[Shares, str], *, current: bool
) -> dict[str, Any]:
    t, nip, post = screen.t, str(person["nip"]), str(row["post"])
    parts, policy = shares(person), screen.session.policy
    told = {name: screen.score(person[name]) for name in COMPONENTS}
    seated = set(plan.rows.loc[plan.rows["to_post"] == post, "nip"])
    return {
        "key": screen.directory.codes[nip],
        "name": screen.who(nip),
        "score": screen.score(person["score"]),
        "upper": t("slate.upper", score=screen.score(person["score_most"]))
        if person["score_most"] > person["score"]
        else "",
        "note": _note(screen, plan, person),
        "bar": bars.get(parts, ""),
        "barText": ", ".join(
            t("slate.share", component=LABELS[t.lang][name], points=told[name]) for name in COMPONENTS
        ),
        "shares": [{"percent": part, "text": told[name]} for part, name in zip(parts, COMPONENTS, strict=True)],
        "verdict": screen.verdict(person),
        "current": current,
        "proposed": nip in seated,
        "locked": (nip, post) in policy.locks,
        "forbidden": (nip, post) in policy.forbids,
    }


def _note(screen: Screen, plan: Plan, person: Mapping[Any, Any]) -> str:
    t, nip = screen.t, person["nip"]
    people = plan.ground.people
    held = people.loc[people["nip"] == nip, "post"].iloc[0]
    rank = screen.directory.ranks.get(nip)
    rank = rank if isinstance(rank, str) else "-"
    if person["holds"]:
        return t("slate.holds", rank=rank)
    note = t("slate.no_post", rank=rank) if pd.isna(held) else t("slate.note", post=screen.title(held), rank=rank)
    return note if person["eligible"] else t("slate.barred", note=note)


def _nothing(screen: Screen, *, loading: bool) -> dict[str, Any]:
    t = screen.t
    return {
        "title": t("slate.none"),
        "note": "",
        "legend": [],
        "candidates": [],
        "acts": False,
        "loading": loading,
        "empty": t("slate.pick"),
        "more": "",
        "words": {word: t(f"slate.{word}") for word in WORDS},
    }
