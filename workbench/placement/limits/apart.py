"""Related people kept out of one line of command: pairs that cannot both be chosen, as few strong rows."""

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Mask
from workbench.placement.limits.counting import Block, Facts, entries, lines, sums
from workbench.scenario import Apart
from workbench.staffing.lines import lines_of_command


def apart(facts: Facts, limit: Apart) -> tuple[Block, Mask]:
    """Cliques: posts of one that conflict with the same posts of the other, at most one of all these pairs. And the
    pairs taken away, since the other of the two stays in line with them whatever is chosen.

    That both stay where they are is no conflict: what a plan finds, it may leave.
    """
    ends = _related(facts, limit)
    pair = np.flatnonzero(np.isin(facts.person, ends["one"].to_numpy()))
    pairs = pd.DataFrame({"pair": pair, "one": facts.person[pair], "at": facts.at[pair], "holds": facts.holds[pair]})
    # Each pair of one with every post that is in line with it, if the other of the two could be there.
    reaching = ends.merge(pairs, on="one", validate="m:m").merge(_line(facts), on="at", validate="m:m")

    still = pd.DataFrame({"two": np.flatnonzero(facts.fixed), "across": facts.held[facts.fixed]})
    beside = reaching.merge(still, on=["two", "across"], validate="m:1")
    gone = np.zeros(len(facts.person), bool)
    gone[beside.loc[~beside["holds"], "pair"].to_numpy(np.int64)] = True

    mate = pairs.set_axis(["mate", "two", "across", "mate_holds"], axis="columns")
    conflicts = reaching.merge(mate, on=["two", "across"], validate="m:1")
    conflicts = conflicts[~(conflicts["holds"] & conflicts["mate_holds"])]
    conflicts = conflicts[~gone[conflicts["pair"].to_numpy()] & ~gone[conflicts["mate"].to_numpy()]]
    return _cliques(facts, limit, conflicts), gone


def _related(facts: Facts, limit: Apart) -> pd.DataFrame:
    """one, two: row numbers of related people, each two in both orders."""
    relations = facts.ground.staffing.relations
    relations = relations[relations["kind"].isin(limit.kinds)] if limit.kinds else relations
    nips = pd.Index(facts.ground.people["nip"])
    ends = pd.DataFrame(
        {new: nips.get_indexer(pd.Index(relations[old])) for new, old in (("one", "nip"), ("two", "other"))}
    )
    both = pd.concat([ends, ends.rename(columns={"one": "two", "two": "one"})])
    return both[(both["one"] >= 0) & (both["two"] >= 0) & (both["one"] != both["two"])].drop_duplicates()


def _line(facts: Facts) -> pd.DataFrame:
    """at, across: row numbers of two posts in one line of command."""
    line, posts = lines_of_command(facts.ground.staffing), pd.Index(facts.ground.seats["post"])
    return pd.DataFrame(
        {"at": posts.get_indexer(pd.Index(line["post"])), "across": posts.get_indexer(pd.Index(line["other"]))}
    )


def _cliques(facts: Facts, limit: Apart, conflicts: pd.DataFrame) -> Block:
    """Pairs of one person that conflict with the same pairs of the other stand in one row: a person takes but one."""
    against = conflicts.sort_values("mate").groupby(["one", "two", "pair"])["mate"].agg(tuple).rename("against")
    alike = against.reset_index().groupby(["one", "two", "against"])["pair"].agg(tuple).reset_index()
    # The other of the two sees many of the same cliques from the other side.
    alike["members"] = [
        tuple(sorted(pairs + mates)) for pairs, mates in zip(alike["pair"], alike["against"], strict=True)
    ]
    cliques = alike.drop_duplicates("members").reset_index(drop=True)
    members = cliques["members"].explode().astype("int64")
    row, pair = (np.asarray(part, dtype=np.int64) for part in (members.index, members))
    nips = facts.ground.people["nip"].to_numpy(object)
    table = lines(
        len(cliques),
        name=[f"{limit.id}#{number}" for number in range(1, len(cliques) + 1)],
        limit=limit.id,
        kind=limit.kind,
        nip=nips[cliques["one"].to_numpy(np.int64)],
        other=nips[cliques["two"].to_numpy(np.int64)],
        most=1,
        today=sums(row, facts.holds[pair], len(cliques)),
    )
    return Block(table, entries(row, pair))
