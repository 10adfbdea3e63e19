"""Chains: which move opens the seat that the next one fills, in the order in which decrees must be signed."""

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from workbench.placement.plan import Plan


def chained(rows: pd.DataFrame, people: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """`rows` of a plan with replaces (nip who leaves that very seat), chain and step (1, 2, ...; missing for stays).

    A chain begins at a seat that was vacant or falls vacant by retirement, and ends where nobody follows. Where a post
    has several seats, the best newcomer takes the seat vacant from the start, the others follow those who leave it.
    Chains count from the most important seat. In a ring (only when posts may be traded) the step counts round it.
    """
    moves = rows[rows["kind"] == "move"].sort_values(["to_post", "score", "nip"], ascending=[True, False, True])
    opened = _opened(rows, people, seats)
    newcomers = moves.assign(turn=moves.groupby("to_post").cumcount())[["nip", "from_post", "to_post", "turn"]]
    linked = newcomers.merge(opened, left_on=["to_post", "turn"], right_on=["post", "turn"], how="left", validate="1:1")
    linked = linked.set_index("nip")
    before = pd.Series(linked["leaver"].where(linked["moves"].eq(True)), index=linked.index)
    root, step = _followed(before)
    order = _importance(linked["to_post"].reindex(root.unique()), seats)
    told = pd.DataFrame({"replaces": linked["leaver"], "chain": root.map(order), "step": step}).astype(
        {"replaces": "str", "chain": "Int64", "step": "Int64"}
    )
    joined = rows.merge(told, left_on="nip", right_index=True, how="left", validate="m:1")
    return joined.sort_values(["chain", "step", "to_post", "nip"], na_position="last", ignore_index=True)


def _opened(rows: pd.DataFrame, people: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """post, turn, leaver, moves: the seats of each post in the order in which newcomers take them: vacant ones (no
    leaver), then those of people who retire or have left, then those of people who move on."""
    moves = rows[rows["kind"] == "move"]
    wanted = pd.Index(moves["to_post"].unique())
    people, seats = people[people["post"].isin(wanted)], seats[seats["post"].isin(wanted)]
    going = people[people["leaves"].notna() | ~people["active"]]
    # Who is locked elsewhere before retiring leaves by moving, once; who is locked to stay does not leave.
    gone = going[~going["nip"].isin(rows["nip"])]
    kept = rows.loc[(rows["kind"] == "stay") & rows["nip"].isin(going["nip"]), "to_post"].value_counts()
    gone = pd.DataFrame({"post": gone["post"], "leaver": gone["nip"], "moves": False})
    moving = moves.dropna(subset="from_post").sort_values("nip")
    moving = pd.DataFrame({"post": moving["from_post"], "leaver": moving["nip"], "moves": True})
    empty = seats["open"] - seats["post"].map(going["post"].value_counts()).fillna(0).astype("int64")
    vacant = pd.DataFrame({"post": seats["post"].repeat(empty.clip(lower=0).tolist()), "leaver": pd.NA, "moves": False})
    # A seat beyond the capacity closes when its holder goes.
    free = seats.set_index("post")["open"].sub(kept, fill_value=0)
    gone = gone[gone.groupby("post").cumcount() < gone["post"].map(free).fillna(0)]
    every = pd.concat([vacant, gone.sort_values("leaver"), moving], ignore_index=True)
    return every.assign(turn=every.groupby("post").cumcount())


def _followed(before: pd.Series) -> tuple[pd.Series, pd.Series]:
    """First mover of each mover's chain, and the place in it; a ring begins at its smallest NIP."""
    links = nx.DiGraph()
    links.add_nodes_from(before.index)
    links.add_edges_from((leaver, nip) for nip, leaver in before.dropna().items())
    root, step = {}, {}
    for chain in nx.weakly_connected_components(links):
        first = min(chain, key=lambda nip: (links.in_degree(nip), nip))
        for place, nip in enumerate(nx.dfs_preorder_nodes(links, first), start=1):
            root[nip], step[nip] = first, place
    return before.index.to_series().map(root), before.index.to_series().map(step)


def _importance(first: pd.Series, seats: pd.DataFrame) -> pd.Series:
    """Number of each chain, by its first mover: critical seats first, then the highest, then by post."""
    facts = seats[seats["post"].isin(first)].set_index("post")
    table = pd.DataFrame({"post": first, "critical": first.map(facts["critical"]), "level": first.map(facts["level"])})
    ranked = table.sort_values(["critical", "level", "post"], ascending=[False, False, True], kind="stable")
    return pd.Series(range(1, len(ranked) + 1), index=ranked.index)


def chain_table(plan: "Plan") -> pd.DataFrame:
    """Every chain of a plan, one row a step: chain, step, ring (whether it closes on itself), nip, to_post, origin
    (why that seat is free: vacant, retires, left, or moves), replaces (nip who leaves it), from_post (what the step
    opens, missing for whoever held none), next (nip who takes that seat), ends, reason.

    `ends` stands on the last step alone: `nothing` (whoever comes held no post), `vacant` (nobody takes the seat;
    `reason` says why, as `Plan.vacant` does), `selection` (it waits for open selection), `outside` (it opens outside
    the scope), `closed` (a seat beyond the capacity ends with its holder) or `ring` (its first step takes it).
    """
    moves, people = plan.moves, plan.ground.people.set_index("nip")
    moving = moves["replaces"].isin(moves["nip"])
    leaver = moves["replaces"]
    retires = leaver.map(people["leaves"]).notna()
    follower = moves.dropna(subset="replaces").set_index("replaces")["nip"]
    vacancy = plan.vacant.set_index("post")["reason"]
    table = pd.DataFrame(
        {
            "chain": moves["chain"],
            "step": moves["step"],
            "ring": moves["chain"].isin(moves.loc[(moves["step"] == 1) & moving, "chain"]),
            "nip": moves["nip"],
            "to_post": moves["to_post"],
            "origin": np.select([leaver.isna(), moving, retires], ["vacant", "moves", "retires"], default="left"),
            "replaces": leaver,
            "from_post": moves["from_post"],
            "next": moves["nip"].map(follower).astype("str"),
        }
    )
    last = table.groupby("chain")["step"].transform("max") == table["step"]
    reason = table["from_post"].map(vacancy).where(last & ~table["ring"]).astype("str")
    ends = np.select(
        [
            table["ring"],
            table["from_post"].isna(),
            table["from_post"].isin(plan.opened["post"]),
            reason == "selection",
            reason.notna(),
        ],
        ["ring", "nothing", "outside", "selection", "vacant"],
        default="closed",
    )
    return table.assign(ends=pd.Series(ends, index=table.index, dtype="str").where(last), reason=reason)
