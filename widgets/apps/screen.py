"""What the panels of the placement page read: the plan, its rows, and the row that is looked at."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from widgets.apps.listing import listing
from widgets.apps.outlook import VERDICTS, Directory, Outlook
from widgets.apps.panels.limits.usage import Usage
from widgets.apps.session import Session, View
from workbench.placement import Plan
from workbench.staffing import Staffing

__all__ = ["VERDICTS", "Directory", "Screen"]


@dataclass(eq=False)
class Screen(Outlook):
    """The page with its plan."""

    session: Session
    usage: Usage | None = None
    """What the plan uses of its limits, while that is known."""
    _listing: tuple[Plan, bool, pd.DataFrame] | None = None
    _selected: tuple[tuple[Any, ...], pd.Series] | None = None

    @property
    def view(self) -> View:
        return self.session.view

    @property
    def plan(self) -> Plan | None:
        return self.session.plan

    @property
    def staffing(self) -> Staffing:
        """That of the plan on the screen."""
        return self.plan.ground.staffing if self.plan is not None else super().staffing

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
