"""Decrees: everything that a plan changes, in one order in which each may lawfully be signed."""

from collections.abc import Hashable
from typing import Any

import networkx as nx
import pandas as pd

from workbench.placement.plan import Plan
from workbench.scenario import State
from workbench.staffing.service import held_posts

RETIRE, LEAVE, MOVE = "retire", "leave", "move"
"""Kinds of decree: an end by retirement, an end that was never written down, and a move of the plan."""


def decrees(plan: Plan) -> pd.DataFrame:
    """Every decree that the plan needs, over all its chains: order (1, 2, ...), kind, nip, from_post, to_post (missing
    for an end), chain, step (0 for the end that opens the chain), replaces, after (order of the last decree that must
    come first, missing for none), not_before (the earliest day), ring (number of a ring, missing elsewhere).

    A seat is free before it is filled: a decree comes after the one that frees its seat, and not before the day on
    which whoever sits there retires. Among those that may be signed, the earliest day comes first, then the more
    important chain. The decrees of a ring wait for each other, so they stand together and must be signed at once.
    """
    changes = _changes(plan)
    waits = _waits(plan, changes)
    graph = nx.DiGraph()
    graph.add_nodes_from(changes.index)
    graph.add_edges_from(waits.itertuples(index=False, name=None))
    day = _earliest(changes, graph, pd.Timestamp(State(plan.ground.staffing, plan.policy).day))
    together = nx.condensation(graph)
    rank = changes.assign(day=day)[["day", "chain", "step"]]

    place = {nip: (*row, nip) for nip, *row in rank.itertuples(name=None)}

    def first(group: Hashable) -> Any:
        return min(place[nip] for nip in together.nodes[group]["members"])

    groups = [
        sorted(together.nodes[group]["members"], key=lambda nip: place[nip])
        for group in nx.lexicographical_topological_sort(together, key=first)
    ]
    rings = {nip: number for number, ring in enumerate((g for g in groups if len(g) > 1), start=1) for nip in ring}
    order = pd.Series(range(1, len(changes) + 1), index=[nip for group in groups for nip in group], dtype="Int64")
    told = changes.assign(
        order=order,
        not_before=day,
        ring=changes.index.to_series().map(rings).astype("Int64"),
        after=waits.assign(order=waits["first"].map(order)).groupby("then")["order"].max().astype("Int64"),
    )
    told = told.sort_values("order").rename_axis("nip").reset_index()
    columns = ["order", "kind", "nip", "from_post", "to_post", "chain", "step", "replaces", "after", "not_before"]
    return told[[*columns, "ring"]].astype({"nip": "str", "chain": "Int64", "step": "Int64"})


def _changes(plan: Plan) -> pd.DataFrame:
    """By nip (each person changes once): kind, from_post, to_post, chain, step, replaces, leaves."""
    moves, people = plan.moves, plan.ground.people
    moving = moves.set_index("nip")[["from_post", "to_post", "chain", "step", "replaces"]].assign(kind=MOVE)
    gone = people[(people["leaves"].notna() | ~people["active"]) & people["post"].notna()].set_index("nip")
    # Who is locked elsewhere before retiring leaves by moving; who is locked to stay does not leave.
    gone = gone[~gone.index.isin(plan.rows["nip"])]
    # A seat beyond the capacity is no seat: there everyone who goes must have gone before anyone comes.
    gone = gone[gone.index.isin(moves["replaces"]) | gone["post"].isin(_beyond_capacity(plan))]
    opened = moves.drop_duplicates("to_post").set_index("to_post")["chain"]
    own = moves.dropna(subset="replaces").set_index("replaces")["chain"]
    ends = pd.DataFrame(
        {
            "from_post": gone["post"],
            "to_post": pd.Series(pd.NA, index=gone.index, dtype="str"),
            "chain": gone.index.to_series().map(own).fillna(gone["post"].map(opened)),
            "step": 0,
            "replaces": pd.Series(pd.NA, index=gone.index, dtype="str"),
            "kind": gone["leaves"].notna().map({True: RETIRE, False: LEAVE}),
        }
    )
    both = pd.concat([part for part in (ends, moving) if len(part)] or [moving])
    return both.assign(leaves=both.index.to_series().map(people.set_index("nip")["leaves"]))


def _beyond_capacity(plan: Plan) -> pd.Index:
    """Posts that somebody is to enter and that now have more holders than seats."""
    staffing = plan.ground.staffing
    held = staffing.posts["post"].map(held_posts(staffing)["post"].value_counts()).fillna(0)
    over = staffing.posts.loc[held > staffing.posts["capacity"].fillna(0), "post"]
    return pd.Index(over[over.isin(plan.moves["to_post"])])


def _waits(plan: Plan, changes: pd.DataFrame) -> pd.DataFrame:
    """first, then: which decree must come before which."""
    moves = plan.moves
    freed = moves.dropna(subset="replaces")[["replaces", "nip"]].set_axis(["first", "then"], axis=1)
    going = changes.rename_axis("first").reset_index()[["first", "from_post"]]
    crowded = going[going["from_post"].isin(_beyond_capacity(plan))]
    crowded = crowded.merge(moves[["nip", "to_post"]], left_on="from_post", right_on="to_post", how="inner")
    every = [freed, crowded[["first", "nip"]].set_axis(["first", "then"], axis=1)]
    return pd.concat(every, ignore_index=True).drop_duplicates().astype("str")


def _earliest(changes: pd.DataFrame, graph: nx.DiGraph, day: pd.Timestamp) -> pd.Series:
    """The day on which each decree may take effect: that of the plan, or of the last retirement that it waits for."""
    leaves = changes["leaves"].where(changes["kind"] == RETIRE).fillna(day)
    own = leaves.where(leaves > day, day)
    earliest = own.copy()
    for nip in own[own > day].sort_values().index:  # a later retirement overwrites an earlier one
        later = list(nx.descendants(graph, nip))
        earliest.loc[later] = earliest.loc[later].where(earliest.loc[later] > own[nip], own[nip])
    return earliest
