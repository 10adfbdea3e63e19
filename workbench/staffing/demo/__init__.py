"""The fictional demo province: a seeded, plausible Jambi. Every person in it is invented.

Shares follow `data/reference/jambi_facts.csv`; names of offices, regions and functional jobs stand in `data/reference/`
too, and everything else is made up. Numbers in `demo_*.csv` shape the fiction and are not law.
"""

from datetime import date

import numpy as np
import pandas as pd

from workbench.staffing.demo import public, records
from workbench.staffing.demo.careers import careers
from workbench.staffing.demo.draw import References, generator
from workbench.staffing.demo.organization import STRUCTURAL, organization
from workbench.staffing.demo.people import FORMULA_NAME, MARKUP_NAME, people
from workbench.staffing.demo.preferences import preferences
from workbench.staffing.demo.seats import FULL, SMALL, seats
from workbench.staffing.demo.spotlight import spotlight
from workbench.staffing.schema import Schemas
from workbench.staffing.tables import Staffing

__all__ = ["AS_OF", "FORMULA_NAME", "MARKUP_NAME", "SEED", "province"]

SEED = 2025
AS_OF = date(2025, 10, 29)
"""The last day before the province was cut anew (`data/reference/opd_split_2025.json`)."""


def province(
    references: References, schemas: Schemas, *, seed: int = SEED, small: bool = False, as_of: date = AS_OF
) -> Staffing:
    """The province on `as_of`: 43 offices, 10,000 PNS, 4,000 PPPK, about 5,000 posts. `small`: 6 offices, 600 people.

    Same arguments, same staffing. `references`: tables of text by file stem (`resources.references()`).
    """
    size = SMALL if small else FULL
    vocabulary = schemas.vocabulary
    units, posts = organization(references, vocabulary, seed, small)
    posts, taken = seats(posts, size, seed)
    who = people(taken, posts, references, vocabulary, seed, as_of)
    who = spotlight(who, posts, references, as_of)
    who, career = careers(who, units, references, vocabulary, seed, as_of)
    course, raised = public.courses(references)
    tables = {
        "units": _units(units),
        "posts": _only(posts, schemas, "posts"),
        "post_competencies": records.post_competencies(posts, references, vocabulary),
        "employees": _only(who, schemas, "employees"),
        "assignments": _assignments(who, posts, seed, as_of),
        "career": career,
        "appraisals": records.appraisals(who, references, seed, as_of),
        "assessments": records.assessments(who, references, vocabulary, seed, as_of),
        "trainings": records.trainings(who, references, seed, as_of),
        "sanctions": records.sanctions(who, size.sanctions, seed, as_of),
        "relations": records.relations(who, size.relations, seed),
        "preferences": preferences(who, posts, references, seed),
        "courses": course,
        "course_competencies": raised,
        "sessions": public.sessions(references, seed, as_of, small),
        "complaints": public.complaints(units, size.complaints, seed, as_of),
        "surveys": public.surveys(units, size.surveys, seed, as_of),
    }
    return Staffing.of(as_of, tables, schemas)


def _only(table: pd.DataFrame, schemas: Schemas, name: str) -> pd.DataFrame:
    return table[[column for column in schemas[name].names if column in table]]


def _units(units: pd.DataFrame) -> pd.DataFrame:
    """Units have stood since the organization of 2016 took effect, schools since longer."""
    since = np.where(units["kind"] == "school", np.datetime64("2005-07-01", "s"), np.datetime64("2017-01-01", "s"))
    return units.drop(columns=["opd", "family"]).assign(valid_from=since)


def _assignments(who: pd.DataFrame, posts: pd.DataFrame, seed: int, as_of: date) -> pd.DataFrame:
    """Everyone's post, and who acts (plt, plh) on some of the structural posts that stand empty."""
    held = who.loc[who["post"].notna(), ["nip", "post", "since"]].assign(kind="definitif")
    rng = generator(seed, "acting")
    empty = posts[(posts["group"] == STRUCTURAL) & ~posts["post"].isin(held["post"])]
    empty = empty[rng.random(len(empty)) < 0.55]
    able = who[(who["group"] == STRUCTURAL) & ~who["spared"]].merge(
        posts[["post", "eselon"]], on="post", validate="1:1"
    )
    able = able[able["tier"].isin(["administrator", "pengawas"])]
    order = able.iloc[rng.permutation(len(able))]
    # The nth vacancy of an office goes to the nth of its holders, so nobody acts twice.
    empty = empty.assign(turn=empty.groupby("opd").cumcount())
    order = order.assign(turn=order.groupby("opd").cumcount())
    chosen = empty[["post", "opd", "turn"]].merge(order[["nip", "opd", "turn"]], on=["opd", "turn"], validate="1:1")
    since = np.datetime64(as_of, "D") - rng.integers(3, 240, len(chosen)).astype("timedelta64[D]")
    kind = np.where(rng.random(len(chosen)) < 0.85, "plt", "plh").astype(object)
    acting = pd.DataFrame(
        {
            "nip": chosen["nip"].to_numpy(),
            "post": chosen["post"].to_numpy(),
            "since": since.astype("datetime64[s]"),
            "kind": kind,
        }
    )
    return pd.concat([held, acting], ignore_index=True)
