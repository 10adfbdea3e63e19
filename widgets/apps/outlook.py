"""What the panels of every page read: the session in one language, with people and posts called as it may call them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from widgets.apps import format
from widgets.apps.codes import codes
from widgets.apps.desk import Desk
from widgets.apps.offices import offices
from widgets.apps.words import Words
from workbench.io.documents.naming import Naming
from workbench.staffing import Staffing

VERDICTS = {"yes": "ya", "no": "tidak", "unknown": "entah"}
"""verdict -> the kind that leaves draw"""


PLAIN = (str, int, float, bool, tuple, frozenset, dict, type(None))
"""What is the same when it is equal; anything else, when it is the same thing."""


def alike(before: tuple[Any, ...] | None, now: tuple[Any, ...]) -> bool:
    """Whether what is shown rests on the same as before."""
    return before is not None and len(before) == len(now) and all(map(_same, before, now))


def _same(before: Any, now: Any) -> bool:
    return before is now or (isinstance(now, PLAIN) and type(before) is type(now) and before == now)


@dataclass(frozen=True, eq=False)
class Directory:
    """How the people and posts of one staffing are called."""

    staffing: Staffing
    snapshot: str

    def then(self, staffing: Staffing) -> "Directory":
        """Of a later staffing; what people are called is known already where the people are the very same table."""
        found = Directory(staffing, self.snapshot)
        if staffing.employees is self.staffing.employees:
            kept: dict[str, Any] = {name: self.__dict__[name] for name in ("codes", "people") if name in self.__dict__}
            found.__dict__.update(kept)
        return found

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
class Outlook:
    """The page in one language. Names leave it only when their showing is on record."""

    session: Desk
    t: Words
    _directory: Directory | None = None

    unchanged = "refused.text"
    """Key of the words that tell a refusal, and what stays as it was."""

    start = "start.text"
    """Key of the words that tell a page without a scenario what is shown; empty where the page says so itself."""

    @property
    def lang(self) -> str:
        return self.t.lang

    @property
    def view(self) -> Any:
        """What is looked at."""
        return self.session.view

    @property
    def blind(self) -> bool:
        return not self.session.opened_names

    @property
    def staffing(self) -> Staffing:
        """Of what is on the screen."""
        assert self.session.scenario is not None
        return self.session.scenario.state.staffing

    @property
    def directory(self) -> Directory:
        """Made once for each staffing."""
        assert self.session.scenario is not None
        staffing, known, snapshot = self.staffing, self._directory, self.session.scenario.snapshot
        if known is None or known.snapshot != snapshot:
            self._directory = known = Directory(staffing, snapshot)
        elif known.staffing is not staffing:
            self._directory = known = known.then(staffing)
        return known

    def examples(self) -> dict[str, str]:
        """What a page without a scenario offers to try: name of the gesture and its label."""
        return {}

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

    def score(self, points: Any) -> str:
        return format.score(int(points), self.lang)

    def seconds(self, value: float) -> str:
        return format.seconds(value, self.lang)

    def money(self, rupiah: Any) -> str:
        return format.money(int(rupiah), self.lang)

    def whole(self, number: Any) -> str:
        return format.whole(int(number), self.lang)

    def day(self, value: Any) -> str:
        return format.day(value, self.lang)
