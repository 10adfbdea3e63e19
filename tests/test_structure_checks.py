"""How the organization is held against the law: case by case (`tests/kasus/struktur/*.yaml`, one file a rule, to be
read by a lawyer), and what holds of every answer."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import ROOT, staffing_of
from workbench.io import resources
from workbench.staffing import Staffing
from workbench.structure import checks, worked_split_2025
from workbench.structure.checks import COLUMNS, RULES
from workbench.structure.checks.catalogue import COUNTS, FORMS, HEADS, LAW

FILES = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((ROOT / "tests" / "kasus" / "struktur").glob("*.yaml"))
}
CASES = [(name, case) for name, file in FILES.items() for case in file["kasus"]]
DAY = date(2025, 10, 29)
WORDS = {"ya": "yes", "tidak": "no", "belum diketahui": "unknown"}
EDGES = {"di bawah", "tepat", "di atas", "sesuai", "tidak sesuai", "kosong", "sebelum hukum", "dicabut", "lain"}
KEYS = {"nama", "tepi", "hari", "putusan", "terlihat", "diminta", "dasar", "keyakinan", "andaian", "setelan"}
KEYS |= {"susunan", "sebelum", "tentang", "catatan", "pegawai"}
FUNCTIONS = {
    "Dinas Sosial": ["sosial"],
    "Dinas Kesehatan": ["kesehatan"],
    "Dinas Kependudukan": ["adminduk"],
    "Dinas Olahraga": ["kepemudaan_olahraga"],
    "Dinas Pariwisata dan Olahraga": ["pariwisata", "kepemudaan_olahraga"],
    "Dinas Pekerjaan Umum": ["pekerjaan_umum_penataan_ruang"],
    "Badan Kepegawaian Daerah": ["kepegawaian"],
    "Badan Keuangan": ["keuangan"],
}
"""What the agency told of its offices, in every case."""


def units_of(given: Any, above: str | None = "0", number: str = "") -> Iterator[dict[str, Any]]:
    """Rows of units, each with its posts, from an organization as a case writes it: `{jenis, tipe, nama, isi}`, with
    `isi` a list of such, or how many of each kind."""
    if isinstance(given, Mapping) and "jenis" not in given:
        given = [{"jenis": kind, "banyak": count} for kind, count in given.items()]
    at = 0
    for part in [given] if isinstance(given, Mapping) else given:
        for _ in range(part.get("banyak", 1)):
            at += 1
            id = part.get("id", f"{number}{at}")
            posts = part.get("jabatan", [{"head": True, **part["kepala"]}] if "kepala" in part else [])
            yield {
                "unit": id,
                "name": part.get("nama", f"Unit {id}"),
                "kind": part["jenis"],
                "opd_type": part.get("tipe"),
                "parent": part.get("atasan", above),
                "posts": posts,
            }
            yield from units_of(part.get("isi", []), id, f"{id}.")


def organization(schemas: Any, given: Any, people: Any = ()) -> Staffing:
    """The province with these offices; whoever a post names as holder holds it."""
    units = [{"unit": "0", "name": "Provinsi", "kind": "province", "posts": []}, *units_of(given)]
    posts = [
        {"post": f"{unit['unit']}/{at}", "unit": unit["unit"], "title": "Jabatan", "capacity": 1, **post}
        for unit in units
        for at, post in enumerate(unit["posts"])
    ]
    held = [post for post in posts if "pemangku" in post]
    nips = [f"n{at}" for at in range(len(held))]
    tables = {
        "units": [{key: value for key, value in unit.items() if key != "posts"} for unit in units],
        "posts": [{key: value for key, value in post.items() if key != "pemangku"} for post in posts],
        "employees": [{"nip": nip, "name": nip, "legal_status": "aktif"} for nip in nips]
        + [{"nip": f"p{at}", "name": "Ani", **person} for at, person in enumerate(people)],
        "assignments": [
            {"nip": nip, "post": post["post"], "since": "2020-01-01", "kind": post["pemangku"]}
            for nip, post in zip(nips, held, strict=True)
        ],
    }
    return nothing(schemas).replace(**{name: pd.DataFrame(rows) for name, rows in tables.items() if rows})


@cache
def nothing(schemas: Any) -> Staffing:
    """Tables without rows, typed once: most of them stay so."""
    return staffing_of(schemas, DAY)


def found(case: Mapping[str, Any], schemas: Any, rulebook: Any) -> pd.DataFrame:
    day = case.get("hari", DAY)
    told = {**case.get("setelan", {})}
    told["functions"] = {**FUNCTIONS, **told.get("functions", {})}
    before = organization(schemas, case["sebelum"]) if "sebelum" in case else None
    staffing = organization(schemas, case["susunan"], case.get("pegawai", ()))
    return checks(staffing, rulebook.on(day, case.get("andaian", {})), told, before)


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case['nama']}" for name, case in CASES])
def test_the_case_is_decided_as_the_law_decides_it(name, case, schemas, rulebook):
    assert set(case) <= KEYS, f"{name}: kunci tidak dikenal {set(case) - KEYS}"
    assert case["tepi"] in EDGES
    rows = found(case, schemas, rulebook)
    rows = rows[rows["rule"] == name]
    if "tentang" in case:
        rows = rows[rows["unit"] == case["tentang"]]
    if case["putusan"] == "tidak ditanyakan":
        assert rows.empty
        return
    assert len(rows) == 1, rows["note"].tolist()
    story = rows.iloc[0].to_dict()
    assert story["verdict"] == WORDS[case["putusan"]], story
    said = (("terlihat", "observed"), ("diminta", "threshold"), ("dasar", "citation"), ("catatan", "note"))
    for key, column in said:
        if key in case:
            assert case[key] in story[column], story
    if "keyakinan" in case:
        assert story["confidence"] == case["keyakinan"], story
    assert story["observed"] in story["note"] and story["citation"], story


def test_every_rule_has_its_file_of_cases_and_every_file_its_rule():
    assert sorted(FILES) == sorted(RULES)
    assert [name for name, file in FILES.items() if file["aturan"] != name or not file["dasar"]] == []


@pytest.mark.parametrize("name", FILES)
def test_the_cases_of_a_rule_stand_on_both_sides_of_each_of_its_edges(name):
    verdicts = {case["putusan"] for case in FILES[name]["kasus"]}
    edges = {case["tepi"] for case in FILES[name]["kasus"]}
    assert {"ya", "tidak"} <= verdicts
    assert "kosong" in edges and {"tepat", "sesuai"} & edges
    if RULES[name].force == "law":
        assert {"sebelum hukum", "dicabut"} <= edges
        assert "belum diketahui" in verdicts


# what holds of every answer -------------------------------------------------------------------------------------------

KINDS = st.sampled_from(
    ["division", "section", "subdivision", "unit_secretariat", "uptd", "assistant", "bureau", "branch", "school", None]
)
TYPES = st.sampled_from(["A", "B", "C", None])
PARTS = st.fixed_dictionaries(
    {"jenis": KINDS, "tipe": TYPES, "banyak": st.integers(1, 4)},
    optional={"kepala": st.fixed_dictionaries({"eselon": st.sampled_from(["II.a", "III.a", "III.b", "IV.a", None])})},
)
TREES = st.recursive(
    st.just([]),
    lambda inner: st.lists(st.builds(lambda part, isi: part | {"isi": isi}, PARTS, inner), max_size=3),
    max_leaves=6,
)
OFFICES = st.lists(
    st.builds(
        lambda kind, type, isi, name: {"jenis": kind, "tipe": type, "isi": isi, "nama": name},
        st.sampled_from([kind for kind in FORMS if kind not in ("uptd", "branch", "school")]),
        TYPES,
        TREES,
        st.sampled_from([*FUNCTIONS, "Lain"]),
    ),
    min_size=1,
    max_size=3,
)


def tiered(offices: Any) -> Any:
    """The same with a tier for each head: a post cannot be without."""
    for part in offices:
        if "kepala" in part:
            part["kepala"].setdefault("tier", "administrator")
        tiered(part.get("isi", []))
    return offices


def answers(rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    return {(unit, rule): verdict for unit, rule, verdict in rows[["unit", "rule", "verdict"]].itertuples(index=False)}


@settings(max_examples=25)
@given(OFFICES)
def test_a_few_offices_are_checked_as_they_are_in_the_whole(schemas, rulebook, offices):
    staffing, law = organization(schemas, tiered(offices)), rulebook.on(DAY)
    told = {"functions": FUNCTIONS, "least_seats": 2}
    whole = checks(staffing, law, told)
    some = [str(at) for at in range(1, len(offices) + 1)][:2]
    part = checks(staffing, law, told, offices=some)
    pd.testing.assert_frame_equal(part, whole[whole["office"].isin(some)].reset_index(drop=True))


@settings(max_examples=25)
@given(OFFICES, st.randoms(use_true_random=False))
def test_a_recorded_type_may_settle_an_answer_and_never_turns_one_around(schemas, rulebook, offices, random):
    staffing, law = organization(schemas, tiered(offices)), rulebook.on(DAY)
    hidden = staffing.units["opd_type"].mask([random.random() < 0.5 for _ in range(len(staffing.units))])
    less = answers(checks(staffing.replace(units=staffing.units.assign(opd_type=hidden)), law))
    more = answers(checks(staffing, law))
    assert {
        key: (less[key], more[key]) for key in less.keys() & more.keys() if less[key] not in ("unknown", more[key])
    } == {}


@settings(max_examples=15)
@given(OFFICES)
def test_what_the_agency_tells_of_functions_may_settle_an_answer_and_never_turns_one_around(schemas, rulebook, offices):
    staffing, law = organization(schemas, tiered(offices)), rulebook.on(DAY)
    less, more = answers(checks(staffing, law)), answers(checks(staffing, law, {"functions": FUNCTIONS}))
    assert less.keys() == more.keys()
    assert {key: (less[key], more[key]) for key in less if less[key] not in ("unknown", more[key])} == {}


@settings(max_examples=15)
@given(OFFICES)
def test_before_its_first_day_the_law_decides_nothing(schemas, rulebook, offices):
    rows = checks(organization(schemas, tiered(offices)), rulebook.on(date(2016, 6, 18)))
    assert set(rows.loc[rows["force"] == "law", "verdict"]) <= {"unknown"}


@settings(max_examples=15)
@given(OFFICES)
def test_each_unit_is_asked_each_rule_once_in_a_fixed_order(schemas, rulebook, offices):
    rows = checks(organization(schemas, tiered(offices)), rulebook.on(DAY), {"functions": FUNCTIONS})
    assert list(rows.columns) == list(COLUMNS)
    rank = {rule: at for at, rule in enumerate(RULES)}
    keys = list(zip(rows["unit"], rows["rule"].map(rank), strict=True))
    assert keys == sorted(set(keys))
    assert rows["verdict"].isin(["yes", "no", "unknown"]).all()
    assert not rows.drop(columns=["office", "observed_number"]).isna().any(axis=None)
    waits = rows[(rows["verdict"] == "unknown") & (rows["force"] == "law")]
    assert waits["note"].str.contains("; |belum dicatat|belum diketahui").all(), "an open answer says what it waits for"


def test_a_merger_is_seen_by_a_check_of_the_merged_office_alone(schemas, rulebook):
    kept = {"id": "k", "jenis": "division"}
    two = [{"id": "1", "jenis": "office", "tipe": "C"}, {"id": "2", "jenis": "office", "tipe": "C", "isi": [kept]}]
    before, after = (
        organization(schemas, two),
        organization(schemas, [two[0] | {"isi": [kept]}, {"id": "3", "jenis": "office"}]),
    )
    law = rulebook.on(DAY)
    whole, part = checks(after, law, {}, before), checks(after, law, {}, before, offices=["1"])
    assert "merged_divisions" in set(part["rule"])
    pd.testing.assert_frame_equal(part, whole[whole["office"] == "1"].reset_index(drop=True))


def test_a_unit_that_has_ended_is_not_counted(schemas, rulebook):
    staffing = organization(schemas, {"jenis": "office", "nama": "Dinas Sosial", "tipe": "C", "isi": {"division": 3}})
    ends = pd.Series(pd.NaT, index=staffing.units.index).mask(staffing.units["unit"] == "1.3", pd.Timestamp(DAY))
    ended = staffing.replace(units=staffing.units.assign(valid_until=ends))
    verdicts = [answers(checks(one, rulebook.on(DAY), {"functions": FUNCTIONS})) for one in (staffing, ended)]
    assert [verdict["1", "divisions"] for verdict in verdicts] == ["no", "yes"]


def test_a_circle_of_parents_is_told_and_breaks_nothing(schemas, rulebook):
    units = [("0", None, "province"), ("1", "0", "office"), ("2", "3", "division"), ("3", "2", "division")]
    staffing = staffing_of(schemas, units=[{"unit": u, "name": u, "parent": p, "kind": k} for u, p, k in units])
    rows = checks(staffing, rulebook.on(DAY), {"least_seats": 1}).set_index(["unit", "rule"])
    assert rows.loc[("1", "divisions"), "observed_number"] == 0
    assert pd.isna(rows.loc[("2", "head"), "office"])


def test_a_setting_that_is_none_is_an_error_that_names_it(schemas, rulebook):
    staffing = organization(schemas, {"jenis": "office"})
    for told, said in (
        ({"urusan": {}}, "no setting urusan"),
        ({"fewer_after_delayering": False}, "yes, no or unknown"),
        ({"forms": {"1": "dians"}}, "dians"),
    ):
        with pytest.raises(ValueError, match=said):
            checks(staffing, rulebook.on(DAY), told)
    with pytest.raises(ValueError, match="7 is no regional office"):
        checks(staffing, rulebook.on(DAY), offices=["7"])


def test_every_form_of_organization_that_is_counted_stands_in_the_law(rulebook):
    for form in {count.form for count in COUNTS}:
        value = rulebook.entry(f"{LAW}.{form}").values[-1].value
        kinds = list(value.values()) if all(isinstance(inner, Mapping) for inner in value.values()) else [value]
        for count in (count for count in COUNTS if count.form == form):
            keys = [{*limit.low, *limit.high} for limit in count.limits]
            assert all(any(wanted <= set(kind) for kind in kinds) for wanted in keys), count.rule


def test_every_post_of_the_eselon_table_is_some_head_of_ours(rulebook):
    law = rulebook.on(DAY)
    named = {
        row["post"] for name in ("eselon_of_post", "eselon_of_post_inferred") for row in law[f"{LAW}.{name}"].value
    }
    ours = {post.format(type=type) for post in HEADS.values() for type in "ab"}
    # A division of a hospital is a bagian or a bidang, and both have one eselon.
    assert ours - {"kepala_cabang_dinas", "kepala_upt"} == named


# the demo -------------------------------------------------------------------------------------------------------------


def test_the_demo_province_keeps_the_law_before_and_after_it_is_split():
    scenario = worked_split_2025()
    law, told = resources.rulebook().on(date(2025, 10, 30)), resources.restructuring_policy()["pemeriksaan"]
    before = checks(scenario.base.staffing, law, told)
    after = checks(scenario.state.staffing, law, told, scenario.base.staffing)
    for rows in (before, after):
        broken = rows[(rows["force"] == "law") & (rows["verdict"] == "no")]
        assert broken["note"].tolist() == []
    new = after[~after["unit"].isin(before["unit"]) & (after["verdict"] == "unknown") & (after["force"] == "law")]
    assert set(new["rule"]) == {"secretariat_subdivisions"}, "the new secretariats have no subdivisions yet"
    assert set(new["confidence"]) == {"memory"}


def test_the_small_province_reads_as_people_read_it(province, rulebook):
    rows = checks(province, rulebook.on(DAY), resources.restructuring_policy()["pemeriksaan"])
    notes = rows[rows["unit"] == "0040000"].set_index("rule")["note"]
    assert notes["divisions"] == "Dinas Pendidikan: 4 bidang, paling banyak 4"
    assert notes["eselon"] == "Dinas Pendidikan: eselon II.a, menurut hukum II.a"
    english = rows[rows["unit"] == "0040000"].set_index("rule")["note_en"]
    assert english["secretariat"] == "Dinas Pendidikan: 1 secretariat, exactly 1"
