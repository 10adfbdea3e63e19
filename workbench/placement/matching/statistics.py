"""What a plan gives people and units of what they asked for: the figures that two-sided markets report."""

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Whole
from workbench.placement.matching.market import PERSON, UNIT, Market
from workbench.placement.matching.rules import Matchings, placed_rows
from workbench.placement.plan import Plan

TOP = 3


def statistics(plan: Plan, asked: Market) -> pd.DataFrame:
    """Three rows: side (people, movers, posts), asked, stated, unknown, first, top_three, listed.

    *people*: all who may be proposed or hold a seat of the plan; *movers*: those of them who move; *posts*: those of
    the scope that somebody holds after the plan. `stated`: how many gave an order, `unknown`: how many did not; of
    those who did, how many got the first choice, one of the first three, or any that they listed. Ties share the better
    place. A post got its first choice when somebody of that place sits there. Shares are of `stated`; none of nothing.
    """
    chosen = placed_rows(asked, plan)
    moved = ~asked.holds[chosen]
    people = np.unique(asked.person)
    movers = asked.person[chosen[moved]]
    by_person = _got(asked, chosen, PERSON, asked.person[chosen], len(asked.ground.people))
    by_post = _got(asked, chosen, UNIT, asked.at[chosen], len(asked.ground.seats))
    scope = asked.ground.seats["in_scope"].to_numpy()
    filled = np.unique(asked.at[chosen])
    ranked = asked.stated[asked.stated["place"].notna()]
    spoke = np.zeros(len(asked.ground.seats), bool)
    spoke[ranked.loc[ranked["side"].eq(UNIT) & (ranked["at"] >= 0), "at"].to_numpy(np.int64)] = True
    rows = [
        _counted("people", people, asked.said, by_person),
        _counted("movers", movers, asked.said, by_person),
        _counted("posts", filled[scope[filled]], spoke, by_post),
    ]
    table = pd.DataFrame(rows)
    for name in ("first", "top_three", "listed"):
        table[f"{name}_share"] = (table[name] / table["stated"].replace(0, np.nan)).astype("Float64")
    return table


def matching_statistics(made: Matchings) -> pd.DataFrame:
    """`statistics` of every plan: rule, then its columns."""
    tables = [statistics(plan, made.market).assign(rule=rule) for rule, plan in made.found.items()]
    if not tables:
        return pd.DataFrame({"rule": pd.Series(dtype="str")})
    table = pd.concat(tables, ignore_index=True)
    table.insert(0, "rule", table.pop("rule"))
    return table


NEVER = 1 << 40


def _got(asked: Market, chosen: Whole, side: str, group: Whole, size: int) -> Whole:
    """By person or post: the best place, in its own order, of what the plan gives it; `NEVER` for what it did not
    list."""
    stated = asked.stated[asked.stated["side"].eq(side) & asked.stated["place"].notna() & (asked.stated["row"] >= 0)]
    place = np.full(len(asked.pairs), NEVER, np.int64)
    place[stated["row"].to_numpy(np.int64)] = stated["place"].to_numpy(np.int64)
    best = np.full(size, NEVER, np.int64)
    np.minimum.at(best, group, place[chosen])
    return best


def _counted(side: str, who: Whole, spoke: np.ndarray, got: Whole) -> dict[str, object]:
    those = who[spoke[who]]
    return {
        "side": side,
        "asked": len(who),
        "stated": len(those),
        "unknown": len(who) - len(those),
        "first": int((got[those] == 1).sum()),
        "top_three": int((got[those] <= TOP).sum()),
        "listed": int((got[those] < NEVER).sum()),
    }
