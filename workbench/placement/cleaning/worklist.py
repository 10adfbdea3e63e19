"""The value of cleaning data: a worklist of what, once known, would alter the plan.

Most of what is unknown alters nothing however it turns out, and that can be told without trying:

- *A finding that turns out no* takes pairs away. Taking away pairs that are not chosen leaves the best plan the best
  and the lots as they fall, so only what is unknown about those whom the plan moves, and does not move by a lock, can
  matter. Each of these is worked out.
- *A finding that turns out yes* (where the policy bars the unknown) adds pairs (i, q). The best plan with one of them
  has the value V - loss(i, q), V being the value of the plan: so nothing alters unless a loss is below 0.
- *A component that turns out higher* for the posts of one demand adds at most d points to the pairs (i, q) that share
  it. Where `i` has such a seat already, this only speaks for the plan. Else the best plan with (i, q) has at most the
  value V - loss(i, q) + d: nothing alters unless a loss is at most d, whatever the other pairs turn out to be. What is
  unknown counts 0 in the plan, so turning out lower is no change.

First the prices, over whole columns: a loss is never less than surplus + price - weight. Then the exact losses, from
the residual network, of the pairs that are left. Equal plans are told apart by the lots, as in the plan itself. The
first of the list are solved anew, and proven, before they are shown; a claim that does not hold raises `Unverified`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from workbench.placement.cleaning.item import Item, stake
from workbench.placement.cleaning.questions import Questions
from workbench.placement.cleaning.slates import slate_items
from workbench.placement.cleaning.weighing import Heard, Inquiry, added, raised, solved_anew, taken_away
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.ground import tick
from workbench.placement.plan import Plan
from workbench.placement.why.resolved import Proven
from workbench.placement.why.words import LIMITS, Untold

COLUMNS = (
    *("nip", "post", "kind", "names", "source", "turns", "effect", "critical", "points", "moves"),
    *("needed", "most", "posts", "verified"),
)
"""nip; post: the seat at stake, which the person has (turns no) or would get. kind: finding or component; names: rule
or component (several rules, `+` between, where only all of them together bar); source: what settles it. turns: the
answer that alters something: no, yes, or high (the component turns out as high as it can). effect: placement; slate (of
open selection); infeasible (a lock could no longer be kept). critical, points (of score and staying; of the scores on
slates), moves: what the best plan then has more (below 0: less). needed: points that the component must turn out to add
before anything alters; most: how many it could (both 0 of findings). posts: on how many posts the question bears.
verified: solved anew and proven."""


@dataclass(frozen=True, eq=False)
class Worklist:
    """`items`: see `COLUMNS`, most at stake first. `changes`: item (row of items), nip, before, after (posts, missing
    for none): whoever would sit elsewhere, or (effect slate) enters or leaves the slate, of each verified item. `open`:
    how many questions are open about those who may be proposed."""

    items: pd.DataFrame
    changes: pd.DataFrame
    open: int

    @cached_property
    def by_source(self) -> pd.DataFrame:
        """source, items, people, points (the most that one of them has at stake), greatest first."""
        weighed = self.items.assign(points=self.items["points"].abs())
        table = weighed.groupby("source", as_index=False).agg(
            items=("nip", "size"), people=("nip", "nunique"), points=("points", "max")
        )
        return table.sort_values(["points", "source"], ascending=[False, True], ignore_index=True)

    def to_record(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "open": self.open,
            "items": self.items.astype(object).where(self.items.notna(), None).to_dict("records"),
            "changes": self.changes.astype(object).where(self.changes.notna(), None).to_dict("records"),
        }


def worklist(
    plan: Plan, *, verify: int = 25, progress: Progress | None = None, stop: StopSign | None = None
) -> Worklist | Untold:
    """What is unknown and would alter this plan, most at stake first; the first `verify` solved anew and proven.

    Findings of people whom the plan moves are always solved. `Untold` under limits, which break the residual network.
    """
    if plan.standing is None:
        return LIMITS
    tick(progress, stop, 0.0, "Membaca yang belum diketahui")
    asked = Inquiry(plan, Proven.of(plan.standing), Questions(plan.ground))
    found = [*taken_away(asked)]
    found += added(asked, _part(progress, stop, 0.1, 0.4, "Menimbang temuan yang menggugurkan"))
    found += raised(asked, _part(progress, stop, 0.4, 0.8, "Menimbang komponen merit"))
    found.sort(key=stake)
    for number, item in enumerate(found):
        if not item.verified and number < verify:
            tick(progress, stop, 0.8 + 0.2 * number / max(verify, 1), "Menghitung ulang")
            found[number] = solved_anew(asked, item)
    found = sorted([*found, *slate_items(plan, asked.questions, asked.unknown_pairs)], key=stake)
    tick(progress, stop, 1.0, "Selesai")
    return _told(plan, found, asked.questions.open(*asked.considered))


def _part(progress: Progress | None, stop: StopSign | None, begin: float, end: float, words: str) -> Heard:
    return lambda done: tick(progress, stop, begin + (end - begin) * done, words)


# told -----------------------------------------------------------------------------------------------------------------


def _told(plan: Plan, found: list[Item], open_: int) -> Worklist:
    nips, posts = plan.ground.people["nip"].to_numpy(), plan.ground.seats["post"].to_numpy()

    def named(seat: int) -> str | None:
        return posts[seat] if seat >= 0 else None

    rows: list[Mapping[str, Any]] = [
        {
            "nip": nips[item.person],
            "post": posts[item.seat],
            "kind": item.kind,
            "names": "+".join(item.names),
            "source": "+".join(item.sources),
            "turns": item.turns,
            "effect": item.effect,
            "critical": -item.loss.critical,
            "points": -item.loss.points,
            "moves": item.loss.moves,
            "needed": item.needed,
            "most": item.most,
            "posts": item.posts,
            "verified": item.verified,
        }
        for item in found
    ]
    changes = [
        {"item": number, "nip": nips[who], "before": named(before), "after": named(after)}
        for number, item in enumerate(found)
        for who, before, after in item.changes
    ]
    text = dict.fromkeys(("nip", "post", "kind", "names", "source", "turns", "effect"), "str")
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(text)
    moved = pd.DataFrame(changes, columns=["item", "nip", "before", "after"])
    return Worklist(table, moved.astype({"item": "int64", "nip": "str", "before": "str", "after": "str"}), open_)
