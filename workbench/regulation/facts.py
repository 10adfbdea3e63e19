"""What is known of each employee on a day, as whole columns: what the rules judge.

Facts depend on the tables and the day alone, so that a change of policy or of assumed law reuses them.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.profiles import folded
from workbench.regulation.service_time import Spells, Whole, months_of
from workbench.staffing import Staffing, Vocabulary
from workbench.staffing.service import completed_months, held_posts, stints

LONG = 1 << 12
"""Months standing for "as long as you like": a career whose beginning is not recorded."""


@dataclass(frozen=True, eq=False)
class Facts:
    """Columns over `staffing.employees`, in their order (E rows). Missing stays missing."""

    staffing: Staffing
    day: date

    @property
    def vocabulary(self) -> Vocabulary:
        return self.staffing.schemas.vocabulary

    @property
    def employees(self) -> pd.DataFrame:
        return self.staffing.employees

    @cached_property
    def nips(self) -> pd.Index:
        return pd.Index(self.employees["nip"])

    def __len__(self) -> int:
        return len(self.employees)

    def owners(self, table: pd.DataFrame) -> Whole:
        """Row of the employee of each row of a table, -1 for a stranger."""
        distinct = self.nips[~self.nips.duplicated()]
        first = np.flatnonzero(~self.nips.duplicated())
        at = np.asarray(distinct.get_indexer(pd.Index(table["nip"])), dtype=np.int64)
        return np.where(at < 0, -1, first[at]) if len(first) else np.full(len(table), -1, dtype=np.int64)

    # the person -------------------------------------------------------------------------------------------------------

    @cached_property
    def education(self) -> pd.Series:
        """Order of the level of education (Int64)."""
        return self.employees["education"].map(self.vocabulary.order("education")).astype("Int64")

    @cached_property
    def field(self) -> pd.Series:
        """Field of study, folded."""
        return folded(self.employees["field"])

    @cached_property
    def rank(self) -> pd.Series:
        """Order of the golongan of a civil servant (Int64); that of a PPPK is no pangkat, hence missing."""
        group, order = self.vocabulary.group("golongan"), self.vocabulary.order("golongan")
        return self.employees["golongan"].map(order[group == "pns"]).astype("Int64")

    @cached_property
    def age(self) -> pd.Series:
        """Completed years on the day (Int64)."""
        return completed_months(self.employees["birth_date"], pd.Timestamp(self.day)) // 12

    # the post now held ------------------------------------------------------------------------------------------------

    @cached_property
    def _held(self) -> pd.DataFrame:
        posts = self.staffing.posts.drop_duplicates("post")
        held = held_posts(self.staffing).merge(posts[["post", "tier", "family"]], on="post", how="left", validate="m:1")
        return self.employees[["nip"]].merge(held, on="nip", how="left", validate="m:1")

    @cached_property
    def post(self) -> pd.Series:
        """Id of the definitive post, missing where none is recorded."""
        return self._held["post"]

    @cached_property
    def tier(self) -> pd.Series:
        return self._held["tier"]

    @cached_property
    def tier_number(self) -> Whole:
        """Tier of the present post as its row in the vocabulary, -1 missing."""
        return np.asarray(self.vocabulary.codes("tier").get_indexer(pd.Index(self.tier)), dtype=np.int64)

    @cached_property
    def since(self) -> pd.Series:
        """Day on which the present post began."""
        return self._held["since"]

    @cached_property
    def months_in_post(self) -> pd.Series:
        """Completed months in the present post (Int64); missing without a post or its beginning."""
        return completed_months(self.since, pd.Timestamp(self.day))

    @cached_property
    def families(self) -> pd.Index:
        """Every job family of posts and careers, folded; a family's number is its place here."""
        every = pd.concat([self.staffing.posts["family"], self.staffing.career["family"]])
        return pd.Index(sorted(folded(every.dropna()).unique()))

    def family_number(self, values: pd.Series) -> Whole:
        """Number of each family, -1 where it is missing."""
        return np.asarray(self.families.get_indexer(pd.Index(folded(values))), dtype=np.int64)

    @cached_property
    def family(self) -> Whole:
        """Job family of the present post, -1 missing."""
        return self.family_number(self._held["family"])

    # the career -------------------------------------------------------------------------------------------------------

    @cached_property
    def spells(self) -> Spells:
        """Every post held up to the day, the present one included."""
        table = stints(self.staffing, self.day)
        owner = self.owners(table)
        table, owner = table[owner >= 0], owner[owner >= 0]
        closed = table["until"].notna().to_numpy()
        return Spells(
            owner=owner,
            tier=np.asarray(self.vocabulary.codes("tier").get_indexer(pd.Index(table["tier"])), dtype=np.int64),
            family=self.family_number(table["family"]),
            start=_days(table["since"]),
            end=np.where(closed, _days(table["until"]), _days(table["since"])),
            latest=_days(table["until_latest"]),
            closed=closed,
        )

    @cached_property
    def unrecorded_months(self) -> Whole:
        """Months of service that no post with a recorded end covers: what a career might hide. `LONG` where the
        beginning of the service is not recorded."""
        began = self.employees["pns_since"].fillna(self.employees["cpns_since"])
        end = np.datetime64(self.day, "D").astype(np.int64)
        known = began.notna().to_numpy()
        start = np.where(known, _days(began), end)
        everyone = np.arange(len(self), dtype=np.int64)
        whole, _ = months_of(everyone, start, np.full(len(self), end), len(self))
        spells = self.spells
        covered, _ = months_of(
            spells.owner,
            np.maximum(spells.start, start[spells.owner]),
            np.minimum(spells.end, end),
            len(self),
        )
        return np.where(known, np.maximum(whole - covered, 0), LONG)

    # papers -----------------------------------------------------------------------------------------------------------

    @cached_property
    def levels(self) -> NDArray[np.int8]:
        """(C, E) level shown of each competency of the vocabulary, -1 where it was never measured."""
        codes = self.vocabulary.codes("competency")
        shown = np.full((len(codes), len(self)), -1, dtype=np.int8)
        tests = self.staffing.assessments.dropna(subset=["level"])
        tests = tests[tests["date"].isna() | (tests["date"] <= pd.Timestamp(self.day))]
        owner, code = self.owners(tests), np.asarray(codes.get_indexer(pd.Index(tests["competency"])), dtype=np.int64)
        here = (owner >= 0) & (code >= 0)
        shown[code[here], owner[here]] = tests["level"].to_numpy(np.int64)[here]
        return shown


def _days(values: pd.Series) -> Whole:
    """Days since 1970-01-01; 0 where missing, for the caller to mask."""
    missing = values.isna().to_numpy()
    days = values.to_numpy().astype("datetime64[D]").astype(np.int64)
    return np.where(missing, 0, days)
