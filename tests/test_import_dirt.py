"""Each kind of dirt that real files have is named with its place, what was found, what was expected and the repair."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliveries import (
    ANI,
    BUDI,
    CITRA,
    PEOPLE,
    POSTS,
    UNITS,
    assert_refused_for,
    assert_unknown,
    cell,
    changed,
    delivered,
    imported,
    only,
    places,
    rules,
    sheet,
    text,
    told,
    with_people,
    with_posts,
    with_units,
)
from workbench.io.importers.checks import circle_of
from workbench.staffing import problems


def test_clean_files_give_a_staffing_and_no_problem():
    result = imported()
    assert told(result) == []
    assert result.staffing is not None
    assert list(result.staffing.employees["nip"]) == sorted([ANI, BUDI, CITRA])
    assert list(result.staffing.assignments["post"]) == ["P2", "P1", "P3"]
    assert cell(result, "employees", "service_months", ANI) == 15 * 12 + 3
    assert cell(result, "employees", "kind", ANI) == "pns"
    assert cell(result, "units", "name", "0101") == "Dinas Contoh"


# identity -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1.98E+17", "1,98E+17", "1.98003152005012E+17", "198003152005012000.0"])
def test_a_nip_that_became_a_number_refuses_the_import_and_names_the_row(number):
    problem = assert_refused_for(with_people(changed(PEOPLE, 0, NIP_BARU=number)), "numeric_id")
    assert (problem["file"], problem["row"], problem["column"]) == ("profil.csv", 2, "NIP BARU")
    assert problem["found"] == number
    assert problem["expected"] and problem["repair"]


def test_two_numbers_that_look_the_same_are_not_called_one_person():
    people = changed(changed(PEOPLE, 0, NIP_BARU="1.98E+17"), 2, NIP_BARU="1.98E+17")
    result = with_people(people)
    assert rules(result) == {"numeric_id"}
    assert places(result, "numeric_id") == [2, 4]
    assert set(result.problems["office"]) == {"Dinas Contoh", "Badan Contoh"}


def test_a_nip_in_a_number_cell_of_a_spreadsheet_refuses_the_import():
    people = [{**PEOPLE[0], "NIP BARU": float(ANI)}, *PEOPLE[1:]]
    problem = assert_refused_for(imported(delivered(profil=None, **{"profil.xlsx": sheet(people)})), "numeric_id")
    assert problem["row"] == 2


def test_a_unit_id_in_a_number_cell_of_a_spreadsheet_refuses_the_import():
    units = [{**UNITS[0], "ID": 1}, *UNITS[1:]]
    assert_refused_for(imported(delivered(unor=None, **{"unor.xlsx": sheet(units)})), "numeric_id")


@pytest.mark.parametrize("nip", ["19800315200501200", "1980031520050120011", "19800315200501200X", "'" + ANI])
def test_a_malformed_nip_refuses_the_import(nip):
    problem = assert_refused_for(with_people(changed(PEOPLE, 0, NIP_BARU=nip)), "bad_nip")
    assert problem["expected"] == "18 angka"


def test_a_nip_printed_in_groups_is_read():
    result = with_people(changed(PEOPLE, 0, NIP_BARU="19800315 200501 2 001"))
    assert told(result) == []
    assert cell(result, "employees", "name", ANI) == "Ani Lestari"


def test_lost_leading_zeros_are_said_and_not_repaired():
    problem = assert_refused_for(with_people(changed(PEOPLE, 0, UNOR_ID="101")), "lost_zeros")
    assert (problem["column"], problem["found"], problem["expected"]) == ("UNOR ID", "101", "0101")


def test_ids_that_differ_by_letter_case_only_refuse_the_import():
    posts = [*POSTS, {**POSTS[0], "post": "p1", "job": "J009"}]
    result = with_posts(posts)
    assert result.staffing is None
    assert places(result, "case_only_key") == [2, 5]


def test_a_reference_that_differs_by_letter_case_only_is_named_and_unknown():
    units = [*changed(UNITS, 0, ID="A1"), {"ID": "0103", "NAMA UNOR": "Biro", "DIATASAN ID": "a1", "URUTAN": "3"}]
    units = [{**row, "DIATASAN ID": row["DIATASAN ID"].replace("01", "A1")} for row in units]
    result = with_units(units)
    assert only(result, "case_only")["expected"] == "A1"
    assert_unknown(result, "units", "parent", "0103")


def test_placeholder_ids_used_for_several_units_refuse_the_import():
    extra = [{"ID": "0", "NAMA UNOR": f"-Unit {n}", "DIATASAN ID": "01", "URUTAN": "9"} for n in (1, 2)]
    result = with_units([*UNITS, *extra])
    assert result.staffing is None
    assert places(result, "placeholder_key") == [5, 6]
    assert "duplicate_key" not in rules(result)


def test_a_placeholder_parent_is_unknown():
    result = with_units([*UNITS, {"ID": "0103", "NAMA UNOR": "-Biro", "DIATASAN ID": "0", "URUTAN": "3"}])
    assert only(result, "placeholder_id")["found"] == "0"
    assert_unknown(result, "units", "parent", "0103")


def test_an_identical_row_is_taken_once_and_named():
    result = with_people([*PEOPLE, PEOPLE[0]])
    problem = only(result, "duplicate_same")
    assert (problem["row"], problem["severity"]) == (5, "warning")
    assert "baris 2" in problem["expected"]
    assert result.staffing is not None and len(result.staffing.employees) == 3


def test_the_same_key_with_different_content_refuses_the_import_and_names_both_rows():
    result = with_people([*PEOPLE, {**PEOPLE[0], "NAMA": "Ani Lain"}])
    assert result.staffing is None
    assert places(result, "duplicate_key") == [2, 5]


def test_an_empty_key_refuses_the_import():
    assert assert_refused_for(with_people(changed(PEOPLE, 1, NIP_BARU="")), "missing_key")["row"] == 3


def test_an_empty_required_cell_of_a_post_refuses_the_import():
    problem = assert_refused_for(with_posts(changed(POSTS, 1, capacity="")), "missing_required")
    assert (problem["row"], problem["column"]) == (3, "capacity")


def test_an_unreadable_required_cell_of_a_post_refuses_the_import_too():
    problem = assert_refused_for(with_posts(changed(POSTS, 1, capacity="dua")), "unreadable_number")
    assert problem["effect"] == "refuse"


def test_a_record_whose_required_cell_is_empty_is_kept_as_unknown():
    sanctions = f"nip,from,level\n{ANI},2024-01-01,\n"
    result = imported(delivered(sanctions=sanctions))
    assert only(result, "missing_fact")["severity"] == "warning"
    assert_unknown(result, "sanctions", "level", ANI)


def test_a_sanction_without_a_day_refuses_the_import_since_its_absence_would_read_as_innocence():
    result = imported(delivered(sanctions=f"nip,from,level\n{ANI},31-02-2024,Ringan\n"))
    assert assert_refused_for(result, "impossible_date")["effect"] == "refuse"


def test_a_training_without_a_day_is_left_out_by_name():
    result = imported(delivered(trainings=f"nip,course,finished\n{ANI},Diklat,\n{ANI},Diklat,2024-05-01\n"))
    problem = only(result, "missing_key")
    assert (problem["severity"], problem["effect"], problem["row"]) == ("warning", "row", 2)
    assert result.staffing is not None and len(result.staffing.trainings) == 1


# NIP against the columns ----------------------------------------------------------------------------------------------


def test_a_birth_date_that_disagrees_with_the_nip_is_unknown():
    result = with_people(changed(PEOPLE, 0, TANGGAL_LAHIR="15-03-1981"))
    problem = only(result, "nip_birth_date")
    assert (problem["found"], problem["expected"]) == ("15-03-1981", "15-03-1980 menurut NIP")
    assert_unknown(result, "employees", "birth_date", ANI)


def test_a_nip_that_follows_the_rule_of_the_nik_is_recognised_as_that():
    nip = "198003552005012001"
    result = with_people(changed(PEOPLE, 0, NIP_BARU=nip))
    assert only(result, "nip_nik_rule")["row"] == 2
    assert "nip_birth_date" not in rules(result)
    assert cell(result, "employees", "birth_date", nip) == pd.Timestamp("1980-03-15")


def test_a_sex_that_disagrees_with_the_nip_is_unknown():
    result = with_people(changed(PEOPLE, 1, JENIS_KELAMIN="F"))
    assert only(result, "nip_sex")["expected"] == "laki-laki menurut NIP"
    assert_unknown(result, "employees", "sex", BUDI)


def test_a_cpns_month_that_disagrees_with_the_nip_is_unknown():
    result = with_people(changed(PEOPLE, 0, TMT_CPNS="01-02-2005"))
    assert only(result, "nip_cpns")["expected"] == "01-2005 menurut NIP"
    assert_unknown(result, "employees", "cpns_since", ANI)


def test_the_number_of_a_pppk_holds_no_month_of_cpns():
    people = changed(PEOPLE, 0, JENIS_PEGAWAI_NAMA="PPPK", NIP_BARU="198003152022212001", TMT_CPNS="01-03-2022")
    assert told(with_people(people)) == []


# dates ----------------------------------------------------------------------------------------------------------------


def test_three_date_forms_in_one_column_are_read_and_noted():
    people = changed(changed(PEOPLE, 0, TMT_GOLONGAN="2020-04-01"), 1, TMT_GOLONGAN="01/10/2019")
    result = with_people(people)
    assert rules(result) == {"mixed_dates"}
    assert set(result.problems["severity"]) == {"note"}
    assert cell(result, "employees", "golongan_since", ANI) == pd.Timestamp("2020-04-01")
    assert cell(result, "employees", "golongan_since", BUDI) == pd.Timestamp("2019-10-01")


def test_an_impossible_date_is_unknown():
    result = with_people(changed(PEOPLE, 0, TMT_GOLONGAN="31-02-2020"))
    assert only(result, "impossible_date")["found"] == "31-02-2020"
    assert_unknown(result, "employees", "golongan_since", ANI)


@pytest.mark.parametrize("written", ["1 April 2020", "04-2020", "01-04-20", "besok"])
def test_a_date_that_nobody_can_read_is_unknown(written):
    result = with_people(changed(PEOPLE, 0, TMT_GOLONGAN=written))
    assert only(result, "unreadable_date")["found"] == written
    assert_unknown(result, "employees", "golongan_since", ANI)


def test_a_date_that_a_spreadsheet_turned_into_a_number_is_unknown():
    result = with_people(changed(PEOPLE, 0, TMT_GOLONGAN="43922"))
    assert only(result, "date_number")["found"] == "43922"
    assert_unknown(result, "employees", "golongan_since", ANI)


def sanctioned(*days: str) -> str:
    rows = [(nip, day) for nip, day in zip((ANI, BUDI, CITRA), days, strict=False)]
    return "nip,from,level,until\n" + "".join(f"{nip},2024-01-01,Ringan,{day}\n" for nip, day in rows)


def test_a_day_and_month_that_cannot_be_told_apart_are_unknown():
    result = imported(delivered(sanctions=sanctioned("03/04/2024")))
    assert only(result, "ambiguous_date")["found"] == "03/04/2024"
    assert_unknown(result, "sanctions", "until", ANI)


def test_rows_that_can_be_told_apart_decide_for_the_others_of_their_column():
    day_first = imported(delivered(sanctions=sanctioned("03/04/2024", "25/12/2024")))
    assert cell(day_first, "sanctions", "until", ANI) == pd.Timestamp("2024-04-03")
    month_first = imported(delivered(sanctions=sanctioned("03/04/2024", "12/25/2024")))
    assert cell(month_first, "sanctions", "until", ANI) == pd.Timestamp("2024-03-04")


def test_rows_that_disagree_leave_the_doubtful_ones_of_their_column_unknown():
    result = imported(delivered(sanctions=sanctioned("03/04/2024", "25/12/2024", "12/25/2024")))
    assert only(result, "ambiguous_date")["row"] == 2
    assert cell(result, "sanctions", "until", BUDI) == pd.Timestamp("2024-12-25")
    assert cell(result, "sanctions", "until", CITRA) == pd.Timestamp("2024-12-25")


def test_a_column_of_first_days_follows_the_other_dates_of_its_file():
    people = [{**row, "TMT GOLONGAN": "01-04-2020"} for row in PEOPLE]
    assert cell(with_people(people), "employees", "golongan_since", ANI) == pd.Timestamp("2020-04-01")


# words ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code"), [("F", "female"), ("P", "female"), ("2", "female"), (" perempuan ", "female")]
)
def test_every_spelling_of_sex_is_read(written, code):
    result = with_people(changed(PEOPLE, 0, JENIS_KELAMIN=written))
    assert told(result) == []
    assert cell(result, "employees", "sex", ANI) == code


def test_an_unknown_spelling_is_unknown_and_the_known_ones_are_told():
    result = with_people(changed(PEOPLE, 0, GOL_AKHIR_NAMA="3d"))
    assert "Juru Muda (I/a)" in only(result, "unknown_spelling")["expected"]
    assert_unknown(result, "employees", "golongan", ANI)


@pytest.mark.parametrize("word", ["-", "N/A", "nan", "None", "NULL", "--"])
def test_a_word_for_nothing_is_missing_and_noted(word):
    result = with_people(changed(PEOPLE, 0, PENDIDIKAN_NAMA=word))
    assert only(result, "nothing_word")["severity"] == "note"
    assert_unknown(result, "employees", "field", ANI)


def test_a_person_may_be_called_nan():
    result = with_people(changed(PEOPLE, 0, NAMA="Nan"))
    assert told(result) == []
    assert cell(result, "employees", "name", ANI) == "Nan"


def test_a_number_that_is_none_or_out_of_range_is_unknown():
    result = imported(delivered(assessments=f"nip,competency,level\n{ANI},M.1,7\n{BUDI},M.1,tinggi\n"))
    assert only(result, "out_of_range")["expected"] == "0 sampai 5"
    assert only(result, "unreadable_number")["found"] == "tinggi"
    assert_unknown(result, "assessments", "level", ANI)


def test_half_of_a_service_time_is_unknown():
    result = with_people(changed(PEOPLE, 0, MK_BULAN=""))
    assert only(result, "half_service")["row"] == 2
    assert_unknown(result, "employees", "service_months", ANI)


def test_neither_yes_nor_no_refuses_a_required_flag():
    assert_refused_for(with_posts(changed(POSTS, 0, head="mungkin")), "unreadable_flag")


# the tree -------------------------------------------------------------------------------------------------------------


def test_an_absent_parent_is_unknown():
    result = with_units(changed(UNITS, 1, DIATASAN_ID="999"))
    assert (only(result, "missing_parent")["found"], only(result, "missing_parent")["row"]) == ("999", 3)
    assert_unknown(result, "units", "parent", "0101")
    assert "several_roots" not in rules(result)


def test_a_unit_that_is_its_own_parent_is_named_and_nothing_hangs():
    result = with_units(changed(UNITS, 1, DIATASAN_ID="0101"))
    assert only(result, "own_parent")["found"] == "0101"
    assert_unknown(result, "units", "parent", "0101")


def test_a_circle_of_parents_is_named_at_each_of_its_units_but_not_below_it():
    below = {"ID": "0109", "NAMA UNOR": "--Seksi", "DIATASAN ID": "0101", "URUTAN": "1"}
    units = [*changed(changed(UNITS, 1, DIATASAN_ID="0102"), 2, DIATASAN_ID="0101"), below]
    result = with_units(units)
    assert places(result, "cycle") == [3, 4]
    assert cell(result, "units", "parent", "0109") == "0101"
    assert_unknown(result, "units", "parent", "0102")


def test_circles_of_any_length_are_found_and_told_apart():
    ids = pd.Series(list("abcdefg"), dtype="str")
    parents = pd.Series(["b", "c", "a", "c", "f", "e", None], dtype="str")
    assert list(circle_of(ids, parents)) == [0, 0, 0, -1, 4, 4, -1]


@pytest.mark.parametrize("nothing", ["", "nan", "None", "-"])
def test_a_root_has_no_parent_whatever_the_export_writes_there(nothing):
    assert told(with_units(changed(UNITS, 0, DIATASAN_ID=nothing))) == []


def test_several_roots_are_named():
    result = with_units(changed(UNITS, 1, DIATASAN_ID=""))
    assert places(result, "several_roots") == [2, 3]
    assert result.staffing is not None


def test_one_name_under_many_parents_is_fine():
    extra = [
        {"ID": f"010{n}01", "NAMA UNOR": "--Subbagian Umum", "DIATASAN ID": f"010{n}", "URUTAN": "1"} for n in (1, 2)
    ]
    result = with_units([*UNITS, *extra])
    assert told(result) == []
    assert result.staffing is not None and len(result.staffing.units) == 5


# who holds what -------------------------------------------------------------------------------------------------------


def test_a_job_that_is_not_on_the_post_map_leaves_the_assignment_unknown():
    result = with_people(changed(PEOPLE, 0, JABATAN_ID="X9"))
    problem = only(result, "job_not_found")
    assert problem["found"] == "0101 + X9; Kepala Bidang; Dinas Contoh"
    assert result.staffing is not None
    assert ANI not in set(result.staffing.assignments["nip"])
    assert ANI in set(result.staffing.employees["nip"])


def test_a_person_without_a_post_is_no_problem():
    result = with_people(changed(PEOPLE, 0, JABATAN_ID=""))
    assert told(result) == []


def test_a_job_that_fits_two_posts_leaves_the_assignment_unknown():
    result = with_posts([*POSTS, {**POSTS[0], "post": "P9"}])
    assert "ada 2" in only(result, "job_ambiguous")["expected"]
    assert result.staffing is not None and ANI not in set(result.staffing.assignments["nip"])


def test_without_a_post_map_one_problem_says_so():
    result = imported(delivered(posts=None))
    assert only(result, "no_post_map")["found"] == "3 pemangku"
    assert result.staffing is not None and len(result.staffing.assignments) == 0


@pytest.mark.parametrize("title", ["JABATAN ID", "UNOR ID"])
def test_a_profile_without_its_job_or_unit_leaves_every_assignment_unknown_and_says_so_once(title):
    result = with_people([{name: value for name, value in row.items() if name != title} for row in PEOPLE])
    assert only(result, "no_job_column")["expected"] == f"kolom {title}"
    assert result.staffing is not None and len(result.staffing.assignments) == 0


def test_a_profile_without_the_day_of_the_post_leaves_that_day_unknown():
    result = with_people([{name: value for name, value in row.items() if name != "TMT JABATAN"} for row in PEOPLE])
    assert told(result) == []
    assert_unknown(result, "assignments", "since", ANI)


def test_more_holders_than_seats_are_named_and_kept():
    people = changed(PEOPLE, 0, UNOR_ID="0102", JABATAN_ID="J002")
    result = with_people(people)
    assert places(result, "over_capacity") == [2, 3]
    assert result.staffing is not None and list(result.staffing.assignments["post"]).count("P2") == 2


def test_two_people_on_a_post_of_two_seats_are_fine():
    assert told(with_people(changed(PEOPLE, 1, JABATAN_ID="J003"))) == []


def test_two_definitive_posts_of_one_person_refuse_the_import():
    result = imported(delivered(assignments=f"nip,post,kind\n{ANI},P3,definitif\n"))
    assert result.staffing is None
    assert {(rule, found) for rule, _, _, found in told(result)} == {
        ("two_definitive", "P3"),
        ("two_definitive", "J001"),
    }


def test_an_acting_holder_comes_from_the_file_of_assignments():
    result = imported(delivered(assignments=f"nip,post,since,kind\n{ANI},P2,2024-02-29,Plt.\n"))
    assert told(result) == []
    assert result.staffing is not None and len(result.staffing.assignments) == 4


def test_a_row_about_a_person_who_is_not_in_the_files_is_left_out_by_name():
    result = imported(delivered(appraisals="nip,year,predikat\n197001011990031001,2024,Baik\n"))
    assert only(result, "orphan_row")["row"] == 2
    assert result.staffing is not None and len(result.staffing.appraisals) == 0


def test_a_post_in_a_unit_that_does_not_exist_refuses_the_import():
    assert_refused_for(with_posts([*POSTS, {**POSTS[0], "post": "P9", "job": "J9", "unit": "777"}]), "dangling")


# rows and files -------------------------------------------------------------------------------------------------------


def test_a_stray_quote_swallows_nothing():
    broken = text(PEOPLE).replace("Ani Lestari", '"Ani Lestari')
    result = imported(delivered(profil=broken))
    assert only(result, "stray_quote")["row"] == 2
    assert result.staffing is not None and len(result.staffing.employees) == 3
    assert cell(result, "employees", "name", ANI) == '"Ani Lestari'


def test_a_quoted_cell_may_hold_delimiters_and_line_breaks():
    posts = text(POSTS, ",").replace("Kepala Bidang", '"Kepala Bidang,\nUrusan ""Umum"""')
    result = imported(delivered(posts=posts))
    assert told(result) == []
    assert cell(result, "posts", "title", "P1") == 'Kepala Bidang,\nUrusan "Umum"'


def test_rows_after_a_cell_of_two_lines_keep_the_numbers_a_spreadsheet_shows():
    posts = text(changed(POSTS, 2, capacity="dua"), ",").replace("Kepala Bidang", '"Kepala\nBidang"')
    assert only(imported(delivered(posts=posts)), "unreadable_number")["row"] == 4


@pytest.mark.parametrize(
    ("row", "cells"), [("P9,0101,Staf\n", "3 sel"), ("P9,0101,S,J,tidak,pelaksana,1,lebih\n", "8 sel")]
)
def test_a_row_with_another_number_of_cells_refuses_the_import(row, cells):
    problem = assert_refused_for(imported(delivered(posts=text(POSTS, ",") + row)), "ragged_row")
    assert (problem["row"], problem["found"], problem["expected"]) == (5, cells, "7 sel")


def test_a_delimiter_at_the_end_of_each_row_is_no_column():
    trailing = "".join(f"{line},\n" for line in text(POSTS, ",").splitlines())
    assert told(imported(delivered(posts=trailing))) == []


def test_blank_rows_are_passed_over():
    posts = text(POSTS, ",").replace("P2", ",,,,,,\n\nP2", 1) + ",,,,,,\n"
    assert told(imported(delivered(posts=posts))) == []


def test_unknown_columns_are_noted_once_and_listed():
    people = [{**row, "WARNA KESUKAAN": "biru", "HOBI": "catur"} for row in PEOPLE]
    result = with_people(people)
    assert only(result, "unknown_header")["found"] == "WARNA KESUKAAN; HOBI"
    assert result.files.set_index("file").loc["profil.csv", "unknown"] == "WARNA KESUKAAN; HOBI"


def test_columns_that_identify_people_are_never_stored_and_listed_as_such():
    result = imported()
    assert result.files.set_index("file").loc["profil.csv", "never"] == "NIK"
    assert result.staffing is not None
    assert all("RAHASIA" not in frame.astype("str").to_csv() for _, frame in result.staffing.tables())


def test_two_files_that_disagree_are_named_together_and_the_cell_is_unknown():
    result = imported(delivered(employees=f"nip,name,graduated,religion\n{ANI},Ani Lestari,2004,Islam\n"))
    problem = only(result, "conflict")
    assert (problem["file"], problem["found"]) == ("employees.csv", "2004")
    assert "profil.csv baris 2: 2003" in problem["expected"]
    assert_unknown(result, "employees", "graduated", ANI)
    assert cell(result, "employees", "religion", ANI) == "islam"


def test_a_windows_file_is_read_and_said_to_be_one():
    people = text(changed(PEOPLE, 0, NAMA="Ani Léstari")).encode("cp1252")
    result = imported(delivered(profil=people))
    assert only(result, "encoding_fallback")["found"] == "Windows-1252"
    assert cell(result, "employees", "name", ANI) == "Ani Léstari"


# whatever it is -------------------------------------------------------------------------------------------------------

DIRT = st.sampled_from(
    ["", "-", "nan", "0", "00", "Deleted", "1.98E+17", "31-02-2020", "03/04/2020", "2020-01-01", "-5", "9" * 30, '"',
     "01", "0101", "P1", "p1", ANI, BUDI, "ya", "III/d", "İ", "\u200b", "=1+1", "1e400", "inf", "NaT", "0000-00-00"]
)  # fmt: skip


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 40), DIRT | st.text(max_size=8)), max_size=6
    )
)
def test_whatever_stands_in_the_cells_the_import_is_refused_by_name_or_its_tables_agree(changes):
    tables = [[dict(row) for row in rows] for rows in (PEOPLE, UNITS, POSTS)]
    for table, row, column, written in changes:
        titles = list(tables[table][row])
        tables[table][row][titles[column % len(titles)]] = written
    people, units, posts = tables
    result = imported(delivered(profil=text(people), unor=text(units, ";"), posts=text(posts, ",")))
    assert (result.staffing is None) == (result.count("error") > 0)
    assert result.problems[["label", "expected", "repair"]].ne("").all(axis=None)
    if result.staffing is not None:
        left = problems(result.staffing)
        assert set(left["rule"]) <= {"missing"}, left.to_string()
        assert len(result.staffing.employees) == 3, "nobody is dropped"
