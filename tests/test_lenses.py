"""Lenses and badges on the chart: counted by hand on a small office, and adding up whatever was moved."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organization import small_organization, some_moves

from domain import WEIGHTS, staffing_of
from workbench.io import resources
from workbench.scenario import (
    AbolishPost,
    AbolishUnit,
    AddUnit,
    MergeUnits,
    MovePost,
    MoveUnit,
    Policy,
    RenameUnit,
    SplitUnit,
    State,
    apply,
)
from workbench.structure import LENSES, Lens, changes, lens


@pytest.fixture(scope="module")
def law(rulebook):
    return rulebook.on(date(2025, 10, 29))


@pytest.fixture(scope="module")
def state(schemas) -> State:
    staffing = staffing_of(
        schemas,
        units=[
            {"unit": "0", "name": "Provinsi", "kind": "province"},
            {"unit": "1", "name": "Dinas", "parent": "0", "kind": "office"},
            {"unit": "11", "name": "Bidang A", "parent": "1", "kind": "division"},
            {"unit": "12", "name": "Bidang B", "parent": "1", "kind": "division"},
        ],
        posts=[
            {"post": "kadis", "unit": "1", "title": "Kepala", "head": True, "tier": "jpt_pratama", "capacity": 1},
            {"post": "analis", "unit": "11", "title": "Analis", "head": False, "tier": "jf_ahli_muda", "capacity": 4,
             "kelas_jabatan": 9, "allowance": 1_000_000},
            {"post": "staf", "unit": "11", "title": "Staf", "head": False, "tier": "pelaksana", "capacity": 2},
        ],
        employees=[
            {"nip": "a", "name": "a", "birth_date": "1968-01-01", "legal_status": "aktif", "golongan": "III/a",
             "service_months": 24},
            {"nip": "b", "name": "b", "birth_date": "1990-01-01", "legal_status": "aktif"},
            {"nip": "c", "name": "c", "legal_status": "aktif"},
        ],
        assignments=[
            {"nip": n, "post": p, "since": "2020-01-01", "kind": "definitif"}
            for n, p in (("a", "analis"), ("b", "analis"), ("c", "staf"))
        ],
        post_competencies=[
            {"post": "analis", "competency": "M.1", "level": 3},
            {"post": "analis", "competency": "M.2", "level": 2},
        ],
        assessments=[
            {"nip": "a", "competency": "M.1", "level": 2},
            {"nip": "a", "competency": "M.2", "level": 2},
        ],
    )  # fmt: skip
    return State(staffing, Policy(weights=WEIGHTS))


@pytest.fixture(scope="module")
def choices():
    return resources.restructuring_policy()["lensa"]


@pytest.fixture
def seen(state, law, choices):
    def see(name: str, **more: object) -> pd.DataFrame:
        return lens(name, state, state, law, choices, **more).units.set_index("unit")

    return see


@pytest.mark.parametrize(
    ("name", "unit", "value", "bin", "text"),
    [
        ("kekosongan", "11", 50, 4, "3 dari 6 kursi kosong"),
        ("kekosongan", "1", pytest.approx(400 / 7), 4, "4 dari 7 kursi kosong"),
        ("kekosongan", "12", None, None, "tidak ada kursi"),
        ("kelas", "1", 9, 2, "kelas rata-rata 9,0; 3 kursi belum diketahui"),
        ("kelas", "12", None, None, "kelas belum diketahui"),
        ("pensiun", "11", 50, 4, "1 dari 2 pemangku pensiun dalam 5 tahun; 1 belum diketahui"),
        ("pensiun", "12", None, None, "tidak ada tanggal pensiun yang diketahui"),
        ("kompetensi", "11", 50, 3, "1 dari 2 tuntutan kompetensi belum terpenuhi; 2 belum diketahui"),
        ("kompetensi", "12", None, None, "belum ada yang diuji"),
        ("rentang", "1", 2, 0, "kepala memimpin 2 langsung"),
        ("rentang", "11", None, None, "tidak ada kepala"),
        ("temuan", "11", None, None, "belum diperiksa"),
        ("perubahan", "11", 0, 0, "tetap"),
    ],
)
def test_each_lens_tells_a_value_a_colour_and_a_sentence(seen, name, unit, value, bin, text):
    row = seen(name).loc[unit]
    assert row["text"] == text and row["text_en"]
    assert (None if pd.isna(row["value"]) else row["value"]) == value
    assert (None if pd.isna(row["bin"]) else row["bin"]) == bin


def test_the_cost_is_pay_and_allowance_and_who_is_paid_unknown_sums_is_told(seen, law):
    pay = law["salary.pns_basic"].value["III/a"][2]
    row = seen("biaya").loc["11"]
    assert row["value"] == pytest.approx((pay + 2_000_000) / 1e6)
    assert row["text"].endswith("juta sebulan; gaji 2 orang belum diketahui")


def test_the_lens_on_data_names_the_fact_that_is_missing_most(seen, state, choices):
    row = seen("data").loc["11"]
    people, posts = choices["facts"]["employees"], choices["facts"]["posts"]
    missing = state.staffing.employees[people].isna().sum().sum()
    missing += state.staffing.posts.loc[state.staffing.posts["unit"] == "11", posts].isna().sum().sum()
    every = 3 * len(people) + 2 * len(posts)
    assert row["value"] == pytest.approx(100 * missing / every)
    assert row["text"].startswith(f"{missing} dari {every} fakta belum ada, terbanyak ")


def test_findings_are_counted_and_what_nobody_checked_is_unknown(seen):
    checks = pd.DataFrame({"unit": ["11", "11", "11", "12"], "verdict": ["no", "no", "unknown", "yes"]})
    told = seen("temuan", checks=checks)
    assert told.loc["11", ["value", "text"]].tolist() == [3, "2 tidak, 1 belum diketahui"]
    assert told.loc["12", ["value", "text"]].tolist() == [0, "tidak ada temuan"]
    assert told.loc["1", "value"] == 3
    alone = seen("temuan", checks=checks, own_branch=False)
    assert pd.isna(alone.loc["1", "value"]) and alone.loc["11", "value"] == 3
    with pytest.raises(ValueError, match="not 'tidak'"):
        seen("temuan", checks=pd.DataFrame({"unit": ["11"], "verdict": ["tidak"]}))


@pytest.mark.parametrize(("share", "bin"), [(9, 0), (10, 1), (14, 1), (15, 2), (25, 3), (49, 3), (50, 4), (100, 4)])
def test_a_colour_begins_at_its_border(schemas, law, choices, share, bin):
    staffing = staffing_of(
        schemas,
        units=[{"unit": "1", "name": "Dinas", "kind": "office"}],
        posts=[
            {"post": "p", "unit": "1", "title": "P", "head": False, "tier": "pelaksana", "capacity": share},
            {"post": "q", "unit": "1", "title": "Q", "head": False, "tier": "pelaksana", "capacity": 100 - share},
        ],
        employees=[{"nip": f"{n}", "name": "x", "legal_status": "aktif"} for n in range(100 - share)],
        assignments=[{"nip": f"{n}", "post": "q", "kind": "definitif"} for n in range(100 - share)],
    )
    one = State(staffing, Policy(weights=WEIGHTS))
    found = lens("kekosongan", one, one, law, choices)
    assert found.units[["value", "bin"]].values.tolist() == [[share, bin]]
    assert found.legend["label"].tolist() == ["di bawah 10 %", "10", "15", "25", "50 ke atas"]


def test_an_unknown_lens_is_an_error_that_names_those_there_are(seen):
    with pytest.raises(KeyError, match="kekosongan"):
        seen("warna")


# badges ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moves", "badges"),
    [
        ((MoveUnit("12", "2"),), {("12", "moved", "pindah")}),
        ((RenameUnit("12", "Lain"),), {("12", "renamed", "nama")}),
        ((AddUnit("13", "Bidang C", "1", "division"),), {("13", "new", "baru")}),
        ((AbolishPost("desk"),), {("12", "posts", "1 jabatan berubah")}),
        ((MovePost("desk", "11"),), {("11", "posts", "1 jabatan berubah"), ("12", "posts", "1 jabatan berubah")}),
        (
            (MergeUnits(("12",), "11"),),
            {
                ("12", "gone", "dihapus"),
                ("11", "merged", "gabungan 2 unit"),
                ("11", "posts", "1 jabatan berubah"),
            },
        ),
        (
            (SplitUnit("1", "3", "Dinas Tiga", units=("12",)),),
            {("3", "new", "baru"), ("12", "moved", "pindah")},
        ),
        (
            (AbolishUnit("12"),),
            {("12", "gone", "dihapus"), ("1", "posts", "1 jabatan berubah")},
        ),
    ],
    ids=lambda each: str(sorted(each)) if isinstance(each, set) else str(each),
)
def test_each_unit_bears_the_badges_of_what_became_of_it(schemas, moves, badges):
    base = small_organization(schemas)
    after = base
    for move in moves:
        after = apply(after, move)
    for told in (changes(base, after), changes(base, after, moves)):
        assert set(told[["unit", "change", "text"]].itertuples(index=False, name=None)) == badges


def test_only_the_moves_tell_a_merger_into_the_unit_above_from_an_abolition(schemas):
    base = small_organization(schemas)
    merge = MergeUnits(("12",), "1")
    after = apply(base, merge)
    assert "merged" not in set(changes(base, after)["change"])
    assert ("1", "merged") in set(changes(base, after, [merge])[["unit", "change"]].itertuples(index=False, name=None))


@settings(max_examples=8)
@given(st.lists(some_moves(), max_size=5), st.booleans())
def test_every_lens_says_something_of_every_unit_and_a_colour_of_every_value(schemas, law, choices, moves, branch):
    base = small_organization(schemas)
    after: State = base
    for move in moves:
        now = apply(after, move)
        after = now if isinstance(now, State) else after
    checks = pd.DataFrame({"unit": after.staffing.units["unit"], "verdict": "unknown"})
    for name in LENSES:
        found = lens(name, after, base, law, choices, checks, branch)
        assert isinstance(found, Lens) and len(found.legend) == 5
        units = found.units
        assert units["unit"].tolist() == after.staffing.units["unit"].tolist()
        assert (units["value"].isna() == units["bin"].isna()).all()
        assert units["bin"].dropna().between(0, 4).all()
        assert (units["text"].str.len() > 0).all() and (units["text_en"].str.len() > 0).all()
    assert changes(base, base).empty
