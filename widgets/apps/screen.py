"""What every panel reads: the session in one language, with people and posts called as this page may call them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from widgets.apps import format
from widgets.apps.codes import codes
from widgets.apps.listing import listing
from widgets.apps.offices import offices
from widgets.apps.panels.limits.usage import Usage
from widgets.apps.session import Session, View
from widgets.apps.words import Words
from workbench.io.documents.naming import Naming
from workbench.placement import Plan
from workbench.staffing import Staffing

VERDICTS = {"yes": "ya", "no": "tidak", "unknown": "entah"}
"""verdict -> the kind that leaves draw"""


@dataclass(frozen=True, eq=False)
class Directory:
    """How the people and posts of one staffing are called."""

    staffing: Staffing
    snapshot: str

    @cached_property
    def naming(self) -> Naming:
        return Naming.of(self.staffing)

    @cached_property
    def places(self) -> pd.Series:
        posts = self.staffing.posts["post"].drop_duplicates()
        return pd.Series(self.naming.place(posts).to_numpy(), index=posts.to_numpy())

    @cached_property
    def offices(self) -> pd.Series:
        return offices(self.staffing)

    @cached_property
    def codes(self) -> pd.Series:
        return codes(self.staffing.employees["nip"], self.snapshot)

    @cached_property
    def people(self) -> pd.DataFrame:
        return self.staffing.employees.drop_duplicates("nip").set_index("nip")

    @cached_property
    def ranks(self) -> pd.Series:
        return self.people["golongan"]


@dataclass(eq=False)
class Screen:
    """The page in one language. Names leave it only when their showing is on record."""

    session: Session
    t: Words
    usage: Usage | None = None
    """What the plan uses of its limits, while that is known."""
    _directory: Directory | None = None
    _listing: tuple[Plan, bool, pd.DataFrame] | None = None
    _selected: tuple[tuple[Any, ...], pd.Series] | None = None

    @property
    def lang(self) -> str:
        return self.t.lang

    @property
    def view(self) -> View:
        return self.session.view

    @property
    def plan(self) -> Plan | None:
        return self.session.plan

    @property
    def blind(self) -> bool:
        return not self.session.opened_names

    @property
    def directory(self) -> Directory:
        """Of the plan on the screen; made once for each staffing."""
        assert self.plan is not None and self.session.scenario is not None
        staffing = self.plan.ground.staffing
        if self._directory is None or self._directory.staffing is not staffing:
            self._directory = Directory(staffing, self.session.scenario.snapshot)
        return self._directory

    def who(self, nip: Any) -> str:
        """The name, or while names are hidden the code."""
        if self.blind:
            return self.t("who.blind", code=self.directory.codes.get(nip, "?"))
        return str(self.directory.naming.names.get(nip, nip))

    def title(self, post: Any) -> str:
        return str(self.directory.naming.titles.get(post, post))

    def place(self, post: Any) -> str:
        """Where a post is, without what its title says already."""
        place = self.directory.places.get(post)
        return place if isinstance(place, str) else ""

    def office(self, post: Any) -> str:
        office = self.directory.offices.get(post)
        return office if isinstance(office, str) else self.place(post)

    @property
    def rows(self) -> pd.DataFrame:
        """Every row of the plan as it is listed; see `listing`."""
        assert self.plan is not None
        if self._listing is None or self._listing[0] is not self.plan:
            self._listing, self._selected = (self.plan, True, listing(self.plan, self.directory.naming)), None
        return self._listing[2]

    @property
    def shown(self) -> pd.DataFrame:
        """The rows that search and filter leave. Names can be searched only while they are shown."""
        rows, view = self.rows, self.view
        if view.only_findings:
            rows = rows[(rows["no"] > 0) | (rows["unknown"] > 0)]
        if view.query:
            text = rows["text"]
            if not self.blind:
                text = text + " " + rows["nip"].map(self.directory.naming.names).fillna("").str.casefold()
            for word in view.query.casefold().split():
                rows = rows[text.loc[rows.index].str.contains(word, regex=False)]
        return rows

    @property
    def selected(self) -> pd.Series | None:
        """The row that slate, findings and chain are about: the one chosen, else the first. Found once a view."""
        if self.plan is None or self.rows.empty:
            return None
        asked = (self.view.row, self.view.query, self.view.only_findings, self.blind)
        if self._selected is None or self._selected[0] != asked:
            self._selected = (asked, self._found_row())
        return self._selected[1]

    def _found_row(self) -> pd.Series:
        chosen = self.rows[self.rows["key"] == self.view.row]
        if len(chosen):
            return chosen.iloc[0]
        shown = self.shown
        return (shown if len(shown) else self.rows).iloc[0]

    def verdict(self, row: Any) -> dict[str, str]:
        """The worst that the findings say, with how often."""
        for verdict in ("no", "unknown", "yes"):
            count = int(row[verdict])
            if count or verdict == "yes":
                word = self.t(f"verdict.{verdict}")
                return {"kind": VERDICTS[verdict], "text": self.t("verdict.count", n=count, word=word)}
        raise AssertionError("yes is always told")

    def score(self, points: Any) -> str:
        return format.score(int(points), self.lang)

    def whole(self, number: Any) -> str:
        return format.whole(int(number), self.lang)

    def day(self, value: Any) -> str:
        return format.day(value, self.lang)
