"""How an organization is cut, held against the law of a day: each office and unit, each rule, with its article.

An answer is yes, no or unknown. What the tables and the agency do not tell (a type, the functions of an office) makes
an answer unknown only where it matters: where every value that it might have gives the same answer, that is the answer.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from workbench.regulation.asking import ask
from workbench.regulation.compare import at_most
from workbench.regulation.rulebook import Regulation
from workbench.staffing import Staffing
from workbench.structure.checks.body import Bodies, standing
from workbench.structure.checks.catalogue import LAW, RULES
from workbench.structure.checks.counts import counted
from workbench.structure.checks.eselon import eselons
from workbench.structure.checks.marks import Marks
from workbench.structure.checks.mergers import Offices, merged
from workbench.structure.checks.posts import Posts
from workbench.structure.checks.rows import COLUMNS, NOTHING, Rows, both, numbered, table, without_law
from workbench.structure.checks.soundness import soundness
from workbench.structure.checks.within import placed_by_law

__all__ = ["COLUMNS", "RULES", "Marks", "checks"]


def checks(
    staffing: Staffing,
    regulation: Regulation,
    settings: Mapping[str, Any] = MappingProxyType({}),
    before: Staffing | None = None,
    offices: Iterable[str] | None = None,
) -> pd.DataFrame:
    """One row a unit and rule that applies to it, the columns of `COLUMNS`, by unit and then by rule.

    `settings`: `pemeriksaan` of `data/policy/penataan.yaml`, see `Marks`; what it does not tell is unknown. `before`:
    the organization that this one comes from, which shows what was merged. `offices`: only these regional offices and
    what belongs to them (employees without a post belong to none, and are then left out).

    Units whose last day is past on the day of the law are not counted; those that begin later are, since they are what
    a restructuring is about. A rule that was repealed asks nothing; before its first day its answers are unknown. See
    `counts` for fewer units than the law names, after the delayering of 2021.

    Raises ValueError for a setting that is none, a unit id that stands twice, or an office that is none.
    """
    marks = Marks.of(settings)
    bodies = Bodies.of(staffing, regulation, marks, None if offices is None else tuple(offices))
    of_offices = Offices(bodies, regulation, merged(bodies, staffing, before, regulation))
    posts = Posts.of(staffing, bodies)
    parts: list[Rows] = [
        *counted(bodies, regulation, {"divisions": of_offices.more_divisions}),
        *of_offices.rows(),
        *placed_by_law(bodies, staffing.schemas.vocabulary, regulation),
        *_expert_staff(bodies, staffing, regulation),
        *eselons(bodies, posts, staffing.schemas.vocabulary, regulation),
        *soundness(bodies, posts, staffing, offices is None),
    ]
    return table(bodies, parts)


def _expert_staff(bodies: Bodies, staffing: Staffing, regulation: Regulation) -> Iterator[Rows]:
    """Seats of the expert staff of the governor, told of each regional secretariat."""
    places = bodies.bodies("setda")
    law = ask(regulation, f"{LAW}.staf_ahli_max")
    if not len(places) or not law.asked:
        return
    experts = standing(staffing, regulation).query("kind == 'expert_staff'")["unit"]
    posts = staffing.posts[staffing.posts["unit"].isin(experts) & staffing.posts["head"].fillna(True).astype(bool)]
    size = len(places)
    number = np.full(size, int(posts["capacity"].sum()), dtype=np.int64)
    seen = numbered(number, "staf ahli", "expert staff")
    if not law.known:
        yield without_law("expert_staff", places, number, seen, law)
        return
    asked = both((f"paling banyak {law.value}", f"at most {law.value}"), size)
    ground = both((law.citation, law.confidence), size)
    yield Rows("expert_staff", places, at_most(number, law.value), number, seen, asked, both(NOTHING, size), ground)
