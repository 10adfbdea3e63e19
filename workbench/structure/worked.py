"""The case at hand: on 30 October 2025 Jambi's provincial parliament split two offices in two, 43 became 45.

Perubahan Ketiga atas Perda Provinsi Jambi 8/2016. The finance agency became one for finance and assets and one for
revenue; public works and housing became two offices, the new one with heads of division and no sections. Which
divisions went where follows the names of the new offices; the sources do not list them. Names are those of the demo.
"""

from collections.abc import Iterable

import pandas as pd

from workbench.scenario import (
    AddPost,
    AddUnit,
    MergeUnits,
    Move,
    RenamePost,
    RenameUnit,
    Scenario,
    SplitUnit,
    State,
)
from workbench.staffing import Staffing
from workbench.staffing.lines import beneath
from workbench.staffing.offices import office_of

EFFECTIVE = "2025-10-30"

FINANCE, WORKS = "Badan Pengelola Keuangan dan Pendapatan Daerah", "Dinas Pekerjaan Umum dan Perumahan Rakyat"
ASSETS, REVENUE = "Badan Keuangan dan Aset Daerah", "Badan Pendapatan Daerah"
ROADS, HOUSING = (
    "Dinas Pekerjaan Umum dan Tata Ruang",
    "Dinas Perumahan, Kawasan Permukiman, dan Pertanahan",
)
TAXES = ("Bidang Pajak Daerah", "Bidang Retribusi dan Pendapatan Lain")
SAMSAT = "UPTD Samsat"
HOMES = ("Bidang Perumahan", "Bidang Kawasan Permukiman")


def worked_split_2025(base: State | None = None) -> Scenario:
    """The split as it was made, one gesture for each office, on `base` (by default the full demo province)."""
    state = base or _demo()
    return _done("perda-2025", "Pemecahan 2025: dari 43 menjadi 45", state, (_finance(state), _works(state)))


def alternatives_2025(base: State | None = None) -> tuple[Scenario, ...]:
    """Two that nobody drew: only the finance agency split; and none, with the agency's two tax divisions made one."""
    state = base or _demo()
    return (
        _done("hanya-keuangan", "Hanya keuangan dan pendapatan dipecah", state, (_finance(state),)),
        _done("tetap-43", "Tetap 43, bidang pendapatan digabung", state, (_taxes(state),)),
    )


def invariants(scenario: Scenario, offices: int = 2) -> pd.DataFrame:
    """rule, found, expected, holds: what must be true of a restructuring that adds so many offices. How many there are,
    nobody lost, no post or unit without a home, no post twice, a head for each new office, and no section in the new
    office for housing."""
    before, after = scenario.base.staffing, scenario.state.staffing
    new = set(after.units["unit"]) - set(before.units["unit"])
    housing = after.units.loc[after.units["unit"].isin(new) & (after.units["name"] == HOUSING), "unit"]
    sections = after.posts["unit"].isin([below for unit in housing for below in beneath(after.units, unit)])
    heads = after.posts[after.posts["unit"].isin(new & set(_offices(after))) & after.posts["head"].fillna(False)]
    kept, homes = before.posts["post"].isin(after.posts["post"]), set(after.units["unit"])
    stood, stands = (staffing.posts.set_index("post")["unit"].map(office_of(staffing)) for staffing in (before, after))
    homeless = stood.notna() & stands.reindex(stood.index).isna() & stood.index.isin(after.posts["post"])
    orphans = after.units["parent"].notna() & ~after.units["parent"].isin(homes)
    rows = [
        ("offices", len(_offices(after)) - len(_offices(before)), offices),
        ("people_lost", len(set(before.employees["nip"]) - set(after.employees["nip"])), 0),
        ("holders_lost", len(set(_held(before, kept)) - set(after.assignments["nip"])), 0),
        ("orphan_posts", int((~after.posts["unit"].isin(homes)).sum()), 0),
        (
            "orphan_units",
            int(orphans.sum()),
            0,
        ),
        ("posts_without_office", int(homeless.sum()), 0),
        ("posts_twice", int(after.posts["post"].duplicated().sum()), 0),
        ("new_heads", int((heads["tier"] == "jpt_pratama").sum()), offices),
        ("sections_in_housing", int((after.posts["eselon"].str.startswith("IV", na=False) & sections).sum()), 0),
    ]
    table = pd.DataFrame(rows, columns=["rule", "found", "expected"])
    return table.assign(holds=table["found"] == table["expected"])


def _held(staffing: Staffing, kept: pd.Series) -> pd.Series:
    """Who holds a post that is still there."""
    posts = staffing.posts.loc[kept, "post"]
    return staffing.assignments.loc[staffing.assignments["post"].isin(posts), "nip"]


def _done(id: str, title: str, state: State, gestures: Iterable[tuple[Move, ...]]) -> Scenario:
    scenario = Scenario(id, title, "", state)
    for moves in gestures:
        after = scenario.do(*moves)
        if not isinstance(after, Scenario):
            raise ValueError(f"the worked case does not fit this state: {after.reason}")
        scenario = after
    return scenario


def _demo() -> State:
    from workbench.io import resources
    from workbench.staffing.demo import province

    return State(province(resources.references(), resources.schemas()), resources.default_policy())


# the two splits -------------------------------------------------------------------------------------------------------


def _finance(state: State) -> tuple[Move, ...]:
    staffing = state.staffing
    office = _named(staffing, FINANCE)
    children = staffing.units[staffing.units["parent"] == office]
    going = children[children["name"].isin(TAXES) | children["name"].str.startswith(SAMSAT)]
    new = _free_unit(staffing, 1)
    return (
        SplitUnit(office, new, REVENUE, units=tuple(going["unit"]), since=EFFECTIVE),
        *_renamed(staffing, office, FINANCE, ASSETS),
        *_headed(staffing, office, new, REVENUE),
    )


def _works(state: State) -> tuple[Move, ...]:
    staffing = state.staffing
    office = _named(staffing, WORKS)
    children = staffing.units[staffing.units["parent"] == office]
    new, land = _free_unit(staffing, 2), "Bidang Pertanahan"
    division = f"{new[:-1]}9"
    return (
        SplitUnit(
            office, new, HOUSING, units=tuple(children.loc[children["name"].isin(HOMES), "unit"]), since=EFFECTIVE
        ),
        *_renamed(staffing, office, WORKS, ROADS),
        *_headed(staffing, office, new, HOUSING),
        AddUnit(division, land, new, "division", since=EFFECTIVE),
        AddPost(
            f"{division}-01", division, f"Kepala {land}", "administrator", head=True, eselon="III.a", family="teknik"
        ),
    )


def _taxes(state: State) -> tuple[Move, ...]:
    staffing = state.staffing
    office = _named(staffing, FINANCE)
    children = staffing.units[(staffing.units["parent"] == office) & staffing.units["name"].isin(TAXES)]
    first, *others = children["unit"]
    name = "Bidang Pajak, Retribusi, dan Pendapatan Lain"
    return (
        MergeUnits((first, *others), first, name, since=EFFECTIVE),
        RenamePost(_head(staffing, first), f"Kepala {name}"),
    )


def _renamed(staffing: Staffing, office: str, old: str, new: str) -> Iterable[Move]:
    """The office, its secretariat, and those who head them."""
    yield RenameUnit(office, new, since=EFFECTIVE)
    children = staffing.units[staffing.units["parent"] == office]
    for unit, name in children.loc[children["name"].str.endswith(old), ["unit", "name"]].itertuples(index=False):
        yield RenameUnit(unit, name.replace(old, new), since=EFFECTIVE)
    posts = staffing.posts[
        staffing.posts["title"].str.endswith(old) & staffing.posts["unit"].isin(beneath(staffing.units, office))
    ]
    for post, title in posts[["post", "title"]].itertuples(index=False):
        yield RenamePost(post, title.replace(old, new))


def _headed(staffing: Staffing, office: str, new: str, name: str) -> Iterable[Move]:
    """A head and a secretariat like those of the office that was split."""
    own = staffing.posts.set_index("post").loc[_head(staffing, office)]
    kind = str(own["title"]).split()[1]
    assert name.startswith(kind)
    yield AddPost(
        f"{new}-01",
        new,
        f"Kepala {name}",
        str(own["tier"]),
        head=True,
        eselon=str(own["eselon"]),
        family=str(own["family"]),
        critical=None if pd.isna(own["critical"]) else bool(own["critical"]),
    )
    secretariat = f"{new[:-1]}1"
    yield AddUnit(secretariat, f"Sekretariat {name}", new, "unit_secretariat", since=EFFECTIVE)
    who = f"Sekretaris {name}"
    yield AddPost(
        f"{secretariat}-01", secretariat, who, "administrator", head=True, eselon="III.a", family="administrasi"
    )


def _named(staffing: Staffing, name: str) -> str:
    found = staffing.units.loc[staffing.units["name"] == name, "unit"]
    if found.empty:
        raise ValueError(f"the worked case needs {name}, which this staffing does not have")
    return str(found.iloc[0])


def _head(staffing: Staffing, unit: str) -> str:
    posts = staffing.posts
    return str(posts.loc[posts["unit"].eq(unit) & posts["head"].fillna(False), "post"].iloc[0])


def _offices(staffing: Staffing) -> pd.Index:
    return pd.Index(office_of(staffing).dropna().unique())


def _free_unit(staffing: Staffing, number: int) -> str:
    """An id after those of all offices, in the same form: three digits of the office, four of the unit."""
    used = staffing.units["unit"].str.extract(r"^(\d{3})\d{4}$")[0].dropna().astype(int)
    return f"{int(used.max()) + number:03}0000"
