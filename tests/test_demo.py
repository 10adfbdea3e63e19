"""The fictional demo province: plausible, lawful in form, the same every time, and what import reads gives it back."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import assert_same_staffing
from workbench import cli
from workbench.io import demo as writer
from workbench.io import resources
from workbench.io.failure import Failure
from workbench.io.importers import Imported, read
from workbench.io.snapshot import identify
from workbench.regulation.retirement import retirement_dates
from workbench.regulation.rulebook import Regulation, Rulebook
from workbench.staffing import Staffing, demo, problems
from workbench.staffing.demo.dirt import soil
from workbench.staffing.demo.files import PROFILE_PNS, PROFILE_PPPK, TREE, files
from workbench.staffing.demo.later import next_half_year

STRUCTURAL = ["jpt_madya", "jpt_pratama", "administrator", "pengawas"]


@pytest.fixture(scope="module")
def full() -> Staffing:
    return demo.province(resources.references(), resources.schemas())


@pytest.fixture(scope="module")
def law(rulebook: Rulebook, as_of: date) -> Regulation:
    return rulebook.on(as_of)


@pytest.fixture(params=["small", "full"])
def either(request: pytest.FixtureRequest, province: Staffing, full: Staffing) -> Staffing:
    return province if request.param == "small" else full


def holders(staffing: Staffing) -> pd.DataFrame:
    """Everyone with a post: employees' columns, and what the post is."""
    held = staffing.assignments[staffing.assignments["kind"] == "definitif"].drop(columns="kind")
    people = held.merge(staffing.employees, on="nip", validate="1:1")
    return people.merge(staffing.posts, on="post", validate="m:1", suffixes=("", "_post"))


def vacancies(staffing: Staffing) -> pd.DataFrame:
    """Structural posts that nobody holds."""
    held = staffing.assignments.loc[staffing.assignments["kind"] == "definitif", "post"]
    return staffing.posts[staffing.posts["eselon"].notna() & ~staffing.posts["post"].isin(held)]


def fact(key: str) -> float:
    facts = resources.references()["jambi_facts"]
    return float(facts.loc[facts["key"] == key, "value"].iloc[0])


def written(staffing: Staffing, folder: Path, **how: object) -> tuple[writer.Written, Imported]:
    made = writer.write(staffing, folder, **how)
    return made, read(list(made.files), as_of=None, schemas=staffing.schemas)


# always the same ------------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_province_and_another_seed_another(province: Staffing):
    again = demo.province(resources.references(), resources.schemas(), small=True)
    assert_same_staffing(province, again)
    other = demo.province(resources.references(), resources.schemas(), small=True, seed=7)
    assert identify(other) != identify(province)


def test_the_same_seed_gives_the_same_bytes_in_another_process(province: Staffing, tmp_path: Path):
    code = (
        "import sys; from workbench.io import demo, resources; from workbench.staffing.demo import province;"
        "demo.write(province(resources.references(), resources.schemas(), small=True), sys.argv[1], dirty=True)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "there")], check=True, env=environment, timeout=120)
    writer.write(province, tmp_path / "here", dirty=True)
    here = {path.name: path.read_bytes() for path in (tmp_path / "here").iterdir()}
    there = {path.name: path.read_bytes() for path in (tmp_path / "there").iterdir()}
    assert here == there


@settings(max_examples=6)
@given(seed=st.integers(0, 2**31), months=st.integers(-12, 36))
def test_any_seed_and_day_give_a_sound_province(seed: int, months: int):
    day = (pd.Timestamp(demo.AS_OF) + pd.DateOffset(months=months)).date()
    made = demo.province(resources.references(), resources.schemas(), seed=seed, small=True, as_of=day)
    assert problems(made).empty
    assert made.employees["nip"].is_unique
    assert len(made.employees) == 600
    assert {"jpt_pratama", "administrator", "pengawas"} <= set(vacancies(made)["tier"])
    assert made.employees["name"].isin([demo.MARKUP_NAME, demo.FORMULA_NAME]).sum() == 2
    soil(files(made, resources.references(), seed), seed)


# people ---------------------------------------------------------------------------------------------------------------


def test_every_key_reference_and_code_is_sound(either: Staffing):
    assert problems(either).empty


def test_numbers_of_identity_are_well_formed_and_never_issued(either: Staffing, law: Regulation):
    people = either.employees
    assert people["nip"].is_unique
    for kind, entry in (("pns", "identity_privacy.nip"), ("pppk", "identity_privacy.ni_pppk")):
        assert people.loc[people["kind"] == kind, "nip"].str.fullmatch(law[entry].value["regex"]).all()
    assert people["nip"].str.endswith("000").all(), "serial 000 is the one that nobody has"


def test_numbers_of_identity_agree_with_birth_sex_and_entry(either: Staffing):
    people = either.employees
    assert (people["nip"].str[:8] == people["birth_date"].dt.strftime("%Y%m%d")).all()
    assert (people["nip"].str[14].map({"1": "male", "2": "female"}) == people["sex"]).all()
    pns = people[people["kind"] == "pns"]
    assert (pns["nip"].str[8:14] == pns["cpns_since"].dt.strftime("%Y%m")).all()
    pppk = people[people["kind"] == "pppk"]
    assert (pppk["nip"].str[8:12] == pppk["cpns_since"].dt.strftime("%Y")).all()
    assert set(pppk["nip"].str[12:14]) == {"21"}, "these digits are a contract code, not a month"


def test_everyone_joined_between_eighteen_and_fifty(either: Staffing):
    people = either.employees
    for years, ok in ((18, "__ge__"), (51, "__lt__")):
        birthday = people["birth_date"] + pd.DateOffset(years=years)
        assert getattr(people["cpns_since"], ok)(birthday).all()


def test_nobody_serves_beyond_the_age_of_retirement(either: Staffing, law: Regulation):
    leaves = retirement_dates(either, law)
    assert not (leaves <= pd.Timestamp(either.as_of)).any()


def test_two_names_are_traps_for_screens_and_spreadsheets(either: Staffing):
    assert set(either.employees["name"]) >= {"<img src=x onerror=alert(1)>", demo.FORMULA_NAME}
    assert demo.FORMULA_NAME.startswith("=")


def test_the_people_with_trap_names_are_strong_candidates(either: Staffing):
    people = holders(either).set_index("name")
    for name, tier in ((demo.MARKUP_NAME, "administrator"), (demo.FORMULA_NAME, "pengawas")):
        person, vacant = people.loc[name], vacancies(either)
        seat = vacant[(vacant["tier"] == tier) & (vacant["family"] == person["family"])].sort_values("post").iloc[0]
        assert pd.isna(seat["fields"]) or person["field"] in seat["fields"].split(";")
        asked = either.post_competencies[either.post_competencies["post"] == seat["post"]]
        shown = either.assessments[either.assessments["nip"] == person["nip"]].set_index("competency")["level"]
        assert (shown.reindex(asked["competency"]).to_numpy() >= asked["level"].to_numpy()).all()
        appraised = either.appraisals[either.appraisals["nip"] == person["nip"]]
        assert set(appraised["predikat"]) == {"sangat_baik"}
        assert len(appraised) == 3
        assert person["nip"] not in set(either.sanctions["nip"])


# shares ---------------------------------------------------------------------------------------------------------------


def test_the_full_province_has_the_size_that_it_claims(full: Staffing):
    groups = full.schemas.vocabulary.group("unit_kind")
    assert full.employees["kind"].value_counts().to_dict() == {"pns": 10_000, "pppk": 4_000}
    assert int(full.units["kind"].map(groups).eq("opd").sum()) == fact("opd_count_before") == 43
    assert 4_700 <= len(full.posts) <= 5_400
    assert full.as_of == date(2025, 10, 29)


def test_shares_of_tiers_follow_the_published_ones(full: Staffing):
    pns = holders(full).query("kind == 'pns'")
    total = fact("pns_total_national")
    national = {"functional": fact("pns_jf_national") / total, "pelaksana": fact("pns_pelaksana_national") / total}
    of = pns["tier"].map(full.schemas.vocabulary.group("tier"))
    assert of.str.startswith("jf").sum() / 10_000 == pytest.approx(national["functional"], abs=0.02)
    assert (pns["tier"] == "pelaksana").sum() / 10_000 == pytest.approx(national["pelaksana"], abs=0.02)
    left = 1 - national["functional"] - national["pelaksana"]
    assert pns["tier"].isin(STRUCTURAL).sum() / 10_000 == pytest.approx(left, abs=0.015)


def test_sex_age_and_education_follow_the_published_shares(full: Staffing):
    people = full.employees
    age = (pd.Timestamp(full.as_of) - people["birth_date"]).dt.days / 365.2425
    old = ((age >= 51) & (age < 61))[people["kind"] == "pns"].mean()
    assert (people["sex"] == "female").mean() == pytest.approx(fact("asn_female_national") / 100, abs=0.02)
    assert old == pytest.approx(fact("pns_age_51_60_national") / fact("pns_total_national"), abs=0.02)
    degree = people["education"].isin(["s1", "s2", "s3"]).mean()
    assert degree == pytest.approx(fact("asn_sarjana_national") / 100, abs=0.02)


def test_retirements_and_sanctions_of_a_year_follow_the_facts_of_the_province(full: Staffing, law: Regulation):
    year = pd.Timestamp(full.as_of) + pd.DateOffset(years=1)
    leaving = (retirement_dates(full, law) <= year) & (full.employees["kind"] == "pns").to_numpy()
    assert leaving.sum() == pytest.approx(fact("pensiun_per_tahun"), rel=0.15)
    recent = full.sanctions["from"] > pd.Timestamp(full.as_of) - pd.DateOffset(years=1)
    assert recent.sum() == fact("hukdis_total")


def test_some_structural_posts_are_vacant_and_acted_for(full: Staffing):
    structural = full.posts["eselon"].notna().sum()
    assert 0.06 <= len(vacancies(full)) / structural <= 0.08
    acting = full.assignments[full.assignments["kind"] != "definitif"]
    assert 0.3 <= len(acting) / len(vacancies(full)) <= 0.7
    assert acting["nip"].is_unique
    assert set(acting["post"]) <= set(vacancies(full)["post"])


def test_what_is_missing_is_missing_as_often_as_in_life(full: Staffing):
    people = holders(full)
    served = full.employees[full.employees["cpns_since"] <= "2023-07-01"]["nip"]
    for year in (2023, 2024):
        appraised = full.appraisals.loc[full.appraisals["year"] == year, "nip"]
        assert 1 - served.isin(appraised).mean() == pytest.approx(0.05, abs=0.01)
    structural = people[people["tier"].isin(STRUCTURAL)]
    assert 1 - structural["nip"].isin(full.assessments["nip"]).mean() == pytest.approx(0.40, abs=0.06)
    assert full.employees["field"].isna().mean() == pytest.approx(0.03, abs=0.01)
    assert full.career["until"].isna().mean() == pytest.approx(0.04, abs=0.01)
    assert full.trainings["hours"].isna().mean() == pytest.approx(0.06, abs=0.01)
    assert 0 < full.assignments["since"].isna().sum() < 100


# lives ----------------------------------------------------------------------------------------------------------------


def test_careers_are_contiguous_from_entry_to_the_present_post(either: Staffing):
    present = either.assignments[either.assignments["kind"] == "definitif"][["nip", "since"]]
    rows = pd.concat([either.career[["nip", "since", "until"]], present], ignore_index=True).sort_values(
        ["nip", "since"]
    )
    following = rows["since"].shift(-1).where(rows["nip"] == rows["nip"].shift(-1))
    known = rows["until"].notna() & following.notna()
    assert (rows["until"] == following)[known].all()
    assert known.sum() > 0.9 * len(either.career)
    first = either.career.groupby("nip")["since"].min()
    joined = either.employees.set_index("nip")["cpns_since"]
    assert (first == joined.reindex(first.index)).all()
    assert (rows["since"].dropna() <= pd.Timestamp(either.as_of)).all()


def test_careers_lead_up_the_ladder(either: Staffing):
    vocabulary = either.schemas.vocabulary
    rows = either.career.merge(holders(either)[["nip", "tier"]], on="nip", suffixes=("", "_now")).sort_values(
        ["nip", "since"]
    )
    group, order = vocabulary.group("tier").replace("jpt", "ja"), vocabulary.order("tier")
    height = order + 3 * (vocabulary.group("tier") == "jpt")
    now, then = rows["tier_now"], rows["tier"]
    same = now.map(group) == then.map(group)
    assert (then.map(height) <= now.map(height))[same].all()
    before = rows.groupby("nip")["tier"].shift()
    within = before.map(group) == then.map(group)
    assert (before.map(height) <= then.map(height))[within].all()


def test_many_supervisors_became_functional_on_one_day(full: Staffing):
    people = holders(full)
    day = people[people["since"] == pd.Timestamp(2021, 12, 31)]
    supervised = full.career[full.career["tier"].isin(["pengawas", "administrator"])]["nip"]
    converted = day[day["tier"].str.startswith("jf_ahli") & day["nip"].isin(supervised)]
    assert 200 <= len(converted) <= 553, "the province converted 553 posts; some holders have left or risen since"


def test_ranks_fit_education_and_kind(either: Staffing):
    people = either.employees
    group = people["golongan"].map(either.schemas.vocabulary.group("golongan"))
    assert (group == people["kind"]).all()
    order = either.schemas.vocabulary.order("golongan")
    low = people[people["education"].isin(["sd", "sltp"]) & (people["kind"] == "pns")]["golongan"].map(order)
    assert (low <= order["II/d"]).all()
    assert (people["golongan_since"] >= people["cpns_since"]).all()


def test_predikat_follows_from_result_and_behaviour(either: Staffing, law: Regulation):
    matrix = pd.DataFrame(law["performance_appraisal.predicate_matrix"].value).set_index(["hasil_kerja", "perilaku"])
    rows = either.appraisals.dropna(subset=["work_result", "behaviour"])
    said = matrix["predikat"].reindex(pd.MultiIndex.from_frame(rows[["work_result", "behaviour"]]))
    assert (rows["predikat"].to_numpy() == said.to_numpy()).all()


# organization ---------------------------------------------------------------------------------------------------------


def test_no_seat_is_taken_twice_and_nobody_sits_twice(either: Staffing):
    held = either.assignments[either.assignments["kind"] == "definitif"]
    assert held["nip"].is_unique
    taken = held["post"].value_counts()
    capacity = either.posts.set_index("post")["capacity"]
    assert (taken <= capacity.reindex(taken.index)).all()
    assert not either.posts.duplicated(["unit", "job"]).any(), "import finds a post by unit and job"


def test_offices_keep_within_the_divisions_that_their_type_allows(full: Staffing, law: Regulation):
    units = full.units
    inside = units.merge(
        units[["unit", "kind", "opd_type"]], left_on="parent", right_on="unit", suffixes=("", "_above")
    )
    extra = law["organization_province.extra_bidang"].value["extra_bidang_max"]
    for kind, entry in (("office", "dinas"), ("agency", "badan"), ("inspectorate", "inspektorat")):
        for opd_type, allowed in law[f"organization_province.{entry}"].value.items():
            above = inside[(inside["kind_above"] == kind) & (inside["opd_type_above"] == opd_type)]
            divisions = above[above["kind"] == "division"].groupby("parent").size()
            most = allowed.get("bidang_max", allowed.get("inspektur_pembantu_max"))
            assert (divisions <= most + extra).all()
            assert (divisions > most).sum() <= 3, "public works, agriculture and finance may have two more"
            secretariats = above[above["kind"] == "unit_secretariat"]
            below = units[units["parent"].isin(secretariats["unit"])].groupby("parent").size()
            assert set(below) <= {allowed["subbagian_sekretariat"]}


def test_the_regional_secretariat_keeps_within_its_limits(full: Staffing, law: Regulation):
    units, allowed = full.units, law["organization_province.setda"].value["A"]
    setda = units.loc[units["kind"] == "secretariat", "unit"].iloc[0]
    assistants = units[(units["parent"] == setda) & (units["kind"] == "assistant")]["unit"]
    bureaus = units[units["parent"].isin(assistants)]
    assert len(assistants) <= allowed["asisten_max"]
    assert bureaus.groupby("parent").size().max() <= allowed["biro_per_asisten_max"]
    parts = units[units["parent"].isin(bureaus["unit"])]
    assert parts.groupby("parent").size().max() <= allowed["bagian_per_biro_max"]
    assert (units["kind"] == "expert_staff").sum() <= law["organization_province.staf_ahli_max"].value


def test_echelons_are_those_of_the_kind_of_post(full: Staffing, law: Regulation):
    asked = pd.DataFrame(law["organization_province.eselon_of_post"].value)
    general = asked[asked[["in", "rs"]].isna().all(axis=1)].set_index("post")["eselon"]
    heads = full.posts[full.posts["head"]].merge(full.units[["unit", "kind", "opd_type", "parent"]], on="unit")
    expected = {
        "bureau": "kepala_biro",
        "expert_staff": "staf_ahli_gubernur",
        "secretariat": "sekretaris_daerah",
        "council_secretariat": "sekretaris_dprd",
        "inspectorate": "inspektur",
        "unit_secretariat": "sekretaris_dinas",
        "office": "kepala_dinas",
    }
    for kind, post in expected.items():
        assert set(heads.loc[heads["kind"] == kind, "eselon"]) == {general[post]}, kind
    tiers = pd.DataFrame(law["ranks.tier_of_eselon"].value).set_index("eselon")["tier"]
    assert (heads["eselon"].map(tiers) == heads["tier"]).all()
    assert full.posts["head"].eq(full.posts["eselon"].notna()).all(), "no structural post without a unit to lead"


def test_schools_are_led_by_teachers(full: Staffing):
    schools = full.units.loc[full.units["kind"] == "school", "unit"]
    posts = full.posts[full.posts["unit"].isin(schools)]
    assert not posts["head"].any()
    assert posts["title"].str.startswith("Guru").groupby(posts["unit"]).any().all()


def test_job_families_and_fields_of_study_come_from_one_list(either: Staffing):
    families = set(resources.references()["demo_rumpun"]["family"])
    assert set(either.posts["family"]) <= families
    assert set(either.career["family"].dropna()) <= families
    fields = set(resources.references()["demo_bidang_studi"]["field"])
    assert set(either.posts["fields"].dropna().str.split(";").explode()) <= fields
    assert set(either.employees["field"].dropna()) <= fields


def test_the_small_province_shows_every_case(province: Staffing, law: Regulation):
    vacant = vacancies(province)
    assert (vacant["tier"].value_counts()[["jpt_pratama", "administrator", "pengawas"]] >= [1, 2, 3]).all()
    assert vacant["critical"].any()
    assert province.posts["critical"].sum() > 3
    assert {"inspectorate", "secretariat", "office", "agency", "school", "uptd"} <= set(province.units["kind"])
    assert int(province.units["kind"].map(province.schemas.vocabulary.group("unit_kind")).eq("opd").sum()) == 6
    people = holders(province).set_index("nip")
    leaves = pd.Series(retirement_dates(province, law).to_numpy(), index=province.employees["nip"])
    soon = leaves[leaves <= pd.Timestamp(province.as_of) + pd.DateOffset(years=1)].index
    assert set(STRUCTURAL[1:]) <= set(people.loc[people.index.intersection(soon), "tier"])
    in_force = province.sanctions[province.sanctions["until"] > pd.Timestamp(province.as_of)]
    assert people.loc[in_force["nip"], "tier"].isin(["pengawas", "administrator"]).any()
    assert {"plt", "plh"} & set(province.assignments["kind"])
    assert all(len(table) for _, table in province.tables())


# files ----------------------------------------------------------------------------------------------------------------


def test_importing_the_files_gives_the_province_back(either: Staffing, tmp_path: Path):
    _, imported = written(either, tmp_path)
    assert imported.problems.empty
    assert imported.fictional
    assert imported.staffing is not None
    assert_same_staffing(imported.staffing, either)
    assert identify(imported.staffing) == identify(either)


def test_profiles_have_the_titles_delimiter_and_dates_of_siasn(province: Staffing, tmp_path: Path):
    writer.write(province, tmp_path)
    titles = resources.references()["siasn_profil"].query("standing == 'base'")["header"].tolist()
    assert len(titles) == 67
    for name in (PROFILE_PNS, PROFILE_PPPK):
        content = (tmp_path / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        table = pd.read_csv(tmp_path / name, sep="|", dtype=str, keep_default_na=False, encoding="utf-8-sig")
        assert list(table.columns) == titles
        assert table["TANGGAL LAHIR"].str.fullmatch(r"\d\d-\d\d-\d{4}").all()
        assert set(table["JENIS KELAMIN"]) == {"M", "F"}


def test_columns_that_identify_or_contact_people_hold_text_that_is_plainly_invented(province: Staffing):
    tables = files(province, resources.references(), demo.SEED)
    sensitive = ["NIK", "NOMOR HP", "NPWP NOMOR", "BPJS"]
    profile = pd.concat([tables[PROFILE_PNS], tables[PROFILE_PPPK]])
    assert profile[sensitive].apply(lambda column: column.str.contains("FIKTIF")).all(axis=None)
    assert profile["EMAIL"].str.endswith(".invalid").all()
    assert profile["ALAMAT"].str.contains("Fiktif").all()


def test_every_folder_says_that_it_is_fiction(province: Staffing, tmp_path: Path):
    made = writer.write(province, tmp_path)
    mark = json.loads((tmp_path / writer.MARKER).read_text("utf-8"))
    assert mark["fictional"] is True
    assert mark["as_of"] == "2025-10-29"
    note = (tmp_path / writer.README).read_text("utf-8")
    assert "FIKTIF" in note
    assert all(path.name in note for path in made.files)
    assert writer.is_demo(tmp_path)


def test_a_folder_with_other_files_is_refused_and_an_earlier_demo_replaced(province: Staffing, tmp_path: Path):
    writer.write(province, tmp_path, dirty=True)
    writer.write(province, tmp_path)
    assert not (tmp_path / writer.DIRT).exists()
    mine = tmp_path / "milik-saya"
    mine.mkdir()
    (mine / "catatan.txt").write_text("penting")
    with pytest.raises(Failure, match="sudah berisi berkas lain"):
        writer.write(province, mine)
    assert [path.name for path in mine.iterdir()] == ["catatan.txt"]


def test_the_command_writes_the_files_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert cli.main(["demo", str(tmp_path / "contoh"), "--small", "--dirty", "--seed", "3", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["people"] == 600
    assert all(Path(path).is_file() for path in told["files"])
    assert told["dirt"] == len(json.loads((tmp_path / "contoh" / writer.DIRT).read_text("utf-8")))
    assert cli.main(["demo", str(tmp_path), "--small"]) == 1


# dirt -----------------------------------------------------------------------------------------------------------------


def test_every_dirty_place_is_found_under_its_name(province: Staffing, tmp_path: Path):
    made, imported = written(province, tmp_path, dirty=True)
    assert imported.staffing is None
    named = {(row.file.split(" › ")[0], row.row, row.rule) for row in imported.problems.itertuples()}
    missed = [spot for spot in made.dirt if spot.rule and (spot.file, spot.row, spot.rule) not in named]
    assert not missed


def test_what_must_simply_be_read_is_not_complained_about(province: Staffing, tmp_path: Path):
    made, imported = written(province, tmp_path, dirty=True)
    places = {(spot.file, spot.row) for spot in made.dirt}
    read_in_silence = {(spot.file, spot.row) for spot in made.dirt if not spot.rule}
    complained = {(row.file.split(" › ")[0], row.row) for row in imported.problems.itertuples()}
    assert not read_in_silence & complained
    # Beyond the dirty places: rows about people whose own row is dirty, and the root that is no longer the only one.
    profile = files(province, resources.references(), demo.SEED)[PROFILE_PNS]
    soiled = {
        profile.at[row - 2, "NIP BARU"] for file, row in places if file == PROFILE_PNS and 2 <= row < len(profile) + 2
    }
    twin = next(spot for spot in made.dirt if spot.kind == "case_twin")
    strange = [
        row
        for row in imported.problems.itertuples()
        if (row.file.split(" › ")[0], row.row) not in places
        and not (row.rule == "orphan_row" and row.found in soiled)
        and not (row.rule == "several_roots" and row.row == 2)
        and not (row.rule == "case_only_key" and row.found.lower() == twin.found)
    ]
    assert not strange


def test_each_kind_of_dirt_that_real_files_have_is_there(province: Staffing):
    tables = files(province, resources.references(), demo.SEED)
    _, spots = soil(tables, demo.SEED)
    kinds = pd.Series([spot.kind for spot in spots]).value_counts()
    expected = """
        nip_number birth_disagrees nik_trap sex_disagrees cpns_disagrees mixed_dates impossible_date
        nothing_word sex_spelling rank_spelling stray_quote zeros_lost case_changed placeholder job_unknown
        shared_seat repeated_row contradicting_row parent_missing own_parent second_root ring
        placeholder_unit case_twin header_variant
    """
    assert set(kinds.index) == set(expected.split())
    assert {spot.rule for spot in spots} - {""} <= set(resources.references()["aturan_impor"]["rule"])
    clean = files(province, resources.references(), demo.SEED)
    for name, table in clean.items():
        pd.testing.assert_frame_equal(tables[name], table, obj=f"{name} before soiling")


# later ----------------------------------------------------------------------------------------------------------------


def test_half_a_year_later_people_have_left_risen_and_moved(province: Staffing):
    later = next_half_year(province)
    assert later.as_of == date(2026, 4, 29)
    assert problems(later).empty
    assert len(later.employees) < len(province.employees)
    both = province.employees.merge(later.employees, on="nip", suffixes=("", "_later"))
    assert (both["golongan"] != both["golongan_later"]).any()
    assert len(vacancies(later)) != len(vacancies(province))
    assert set(later.posts["post"]) == set(province.posts["post"])


def test_ids_of_the_next_half_year_can_be_new_reused_or_case_folded(province: Staffing):
    rekeyed, reused, cased = (next_half_year(province, how) for how in ("rekeyed", "reused", "cased"))
    for changed in (rekeyed, reused, cased):
        assert problems(changed).empty
        assert len(changed.posts) == len(province.posts)
    assert not set(rekeyed.posts["post"]) & set(province.posts["post"])
    assert not set(rekeyed.units["unit"]) & set(province.units["unit"])
    assert set(reused.posts["post"]) == set(province.posts["post"])
    titles = province.posts.merge(reused.posts, on="post", suffixes=("", "_later"))
    assert (titles["title"] != titles["title_later"]).mean() > 0.5
    assert set(cased.units["unit"]) != set(province.units["unit"])
    assert set(cased.units["unit"].str.upper()) == set(province.units["unit"])


def test_a_cut_upload_lacks_a_third_of_the_posts_and_their_holders(province: Staffing):
    cut = next_half_year(province, "incomplete")
    assert problems(cut).empty
    assert len(cut.posts) / len(province.posts) == pytest.approx(2 / 3, abs=0.05)
    assert len(cut.employees) == len(province.employees)
    assert np.isin(cut.assignments["post"], cut.posts["post"]).all()


def test_an_unknown_kind_of_half_year_is_an_error_that_names_the_known_ones(province: Staffing):
    with pytest.raises(ValueError, match="normal, rekeyed"):
        next_half_year(province, "sideways")  # type: ignore[arg-type]


def test_a_missing_reference_is_named(schemas):
    with pytest.raises(KeyError, match=r"data/reference/demo_opd\.csv"):
        demo.province({}, schemas)


def test_the_unit_tree_prints_parents_first_and_depth_as_dashes(province: Staffing):
    tree = files(province, resources.references(), demo.SEED)[TREE]
    depth = tree["NAMA UNOR"].str.extract("^(-*)")[0].str.len()
    assert (depth + 1 == tree["ROW LEVEL"].astype(int)).all()
    at = {unit: row for row, unit in enumerate(tree["ID"])}
    assert all(at[parent] < at[unit] for unit, parent in zip(tree["ID"], tree["DIATASAN ID"], strict=True) if parent)
