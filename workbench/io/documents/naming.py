"""How people and posts are called on paper."""

from dataclasses import dataclass

import pandas as pd

from workbench.staffing import Staffing
from workbench.staffing.offices import office_of


@dataclass(frozen=True, eq=False)
class Naming:
    """`names`: nip -> name. By post: `titles`; `units`, its unit and the regional office above it, each named once;
    `places`, the same without a unit that the title names already; `wholes`, title and place in one text."""

    names: pd.Series
    titles: pd.Series
    units: pd.Series
    places: pd.Series
    wholes: pd.Series

    @classmethod
    def of(cls, staffing: Staffing) -> "Naming":
        posts, called = staffing.posts.set_index("post"), staffing.units.set_index("unit")["name"]
        unit, office = posts["unit"].map(called), posts["unit"].map(office_of(staffing)).map(called)
        rows = list(zip(posts["title"].fillna(""), unit.fillna(""), office.fillna(""), strict=True))
        return cls(
            names=staffing.employees.drop_duplicates("nip").set_index("nip")["name"],
            titles=posts["title"],
            units=pd.Series([_joined(unit, office) for _, unit, office in rows], posts.index, dtype="str"),
            places=pd.Series([_place(*row) for row in rows], posts.index, dtype="str"),
            wholes=pd.Series([_joined(title, _place(title, *of)) for title, *of in rows], posts.index, dtype="str"),
        )

    def name(self, nips: pd.Series) -> pd.Series:
        return nips.map(self.names)

    def title(self, posts: pd.Series) -> pd.Series:
        return posts.map(self.titles)

    def unit(self, posts: pd.Series) -> pd.Series:
        return posts.map(self.units)

    def place(self, posts: pd.Series) -> pd.Series:
        return posts.map(self.places)

    def whole(self, posts: pd.Series) -> pd.Series:
        return posts.map(self.wholes)


def _joined(unit: str, office: str) -> str:
    """
    >>> _joined("Bidang Mutasi", "Badan Kepegawaian"), _joined("Sekretariat Dinas Sosial", "Dinas Sosial")
    ('Bidang Mutasi, Badan Kepegawaian', 'Sekretariat Dinas Sosial')
    """
    return ", ".join(part for part in (unit, office if office not in unit else "") if part) or "unit tidak tercatat"


def _place(title: str, unit: str, office: str) -> str:
    """
    >>> _place("Kepala Bidang Mutasi", "Bidang Mutasi", "Badan Kepegawaian")
    'Badan Kepegawaian'
    """
    named = bool(unit and office) and unit.casefold() in title.casefold()
    return office if named else _joined(unit, office)
