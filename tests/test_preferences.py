"""Preferences of people and units as a file: by template or CSV, dirt refused by name, absence changing nothing."""

from datetime import UTC, datetime

import openpyxl
import pytest

from deliveries import ANI, BUDI, CITRA, assert_refused_for, delivered, imported, only, sheet, told
from domain import assert_same_staffing, small_office
from workbench.io import importers, resources, snapshot
from workbench.staffing import demo, problems

NOON = datetime(2025, 10, 30, 12, tzinfo=UTC)
MADE_OF = ["assignments", "employees", "manifest", "posts", "units"]
STRANGER = "198801012010011009"


def ranked(*rows: str) -> list[tuple[str, bytes]]:
    """The usual delivery with a file of preferences."""
    return delivered(preferences="\n".join(["nip,post,side,rank", *rows]) + "\n")


def test_a_file_of_preferences_becomes_a_table_with_ties_kept():
    result = imported(ranked(f"{CITRA},P2,Pegawai,1", f"{CITRA},P1,pegawai,1", f"{ANI},P2,unit kerja,2"))
    assert told(result) == []
    table = result.staffing.preferences
    rows = sorted(zip(table["nip"], table["post"], table["side"], table["rank"], strict=True))
    assert rows == sorted([(CITRA, "P2", "employee", 1), (CITRA, "P1", "employee", 1), (ANI, "P2", "unit", 2)])
    assert problems(result.staffing).empty


def test_the_template_for_preferences_is_filled_in_a_spreadsheet_and_read_back(tmp_path):
    importers.write_templates(tmp_path, resources.schemas(), importers.default_settings())
    path = tmp_path / "templat_preferences.xlsx"
    book = openpyxl.load_workbook(path)
    page = book["preferences"]
    assert [cell.value for cell in page[1]] == ["NIP", "ID jabatan", "Pihak", "Urutan"]
    page.append([BUDI, "P1", "Pegawai", 1])
    page.append([CITRA, "P1", "Unit kerja", 1])
    book.save(path)
    result = imported([*delivered(), (path.name, path.read_bytes())])
    assert result.count("error") == 0
    assert sorted(result.staffing.preferences["side"]) == ["employee", "unit"]


def test_a_sheet_without_a_telling_name_is_known_by_its_titles():
    rows = [{"NIP": ANI, "ID jabatan": "P2", "Pihak": "Pegawai", "Urutan": "1"}]
    result = imported(delivered(**{"minat.xlsx": sheet(rows, "Lembar1")}))
    assert told(result) == []
    assert result.staffing.preferences["nip"].tolist() == [ANI]


def test_somebody_who_is_not_an_employee_is_left_out_by_name():
    result = imported(ranked(f"{STRANGER},P1,Pegawai,1", f"{ANI},P2,Pegawai,1"))
    problem = only(result, "orphan_row")
    assert (problem["row"], problem["column"], problem["found"]) == (2, "nip", STRANGER)
    assert result.staffing.preferences["nip"].tolist() == [ANI]


def test_a_post_that_is_on_no_map_is_left_out_by_name():
    result = imported(ranked(f"{ANI},P9,Pegawai,1"))
    assert (only(result, "orphan_row")["found"], len(result.staffing.preferences)) == ("P9", 0)


@pytest.mark.parametrize(
    ("row", "rule", "column"),
    [
        (f"{ANI},P2,Pegawai,pertama", "unreadable_number", "rank"),
        (f"{ANI},P2,Pegawai,0", "out_of_range", "rank"),
        (f"{ANI},P2,Pegawai,-1", "out_of_range", "rank"),
        (f"{ANI},P2,Pegawai,", "missing_required", "rank"),
        (f"{ANI},P2,Tetangga,1", "unknown_spelling", "side"),
        (f"{ANI},P2,,1", "missing_key", "side"),
        ("1.98003E+17,P2,Pegawai,1", "numeric_id", "nip"),
        (",P2,Pegawai,1", "missing_key", "nip"),
    ],
)
def test_what_cannot_be_read_refuses_the_import_and_says_where(row, rule, column):
    result = imported(ranked(row))
    problem = assert_refused_for(result, rule)
    assert (problem["row"], problem["column"]) == (2, column)
    assert problem["repair"]


def test_two_ranks_for_one_pair_refuse_the_import_and_the_same_row_twice_counts_once():
    refused = imported(ranked(f"{ANI},P2,Pegawai,1", f"{ANI},P2,Pegawai,2"))
    assert refused.staffing is None
    assert [rule for rule, *_ in told(refused)] == ["duplicate_key", "duplicate_key"]
    once = imported(ranked(f"{ANI},P2,Pegawai,1", f"{ANI},P2,Pegawai,1"))
    assert only(once, "duplicate_same")["effect"] == "row"
    assert len(once.staffing.preferences) == 1


def test_the_same_pair_may_be_ranked_by_both_sides():
    result = imported(ranked(f"{ANI},P2,Pegawai,1", f"{ANI},P2,Unit,3"))
    assert told(result) == [] and len(result.staffing.preferences) == 2


def test_data_without_preferences_have_no_file_of_them_and_so_the_identity_that_they_had(tmp_path):
    """The identity of a snapshot is made from its files alone."""
    name = snapshot.write(small_office(resources.schemas()), tmp_path, by="uji", at=NOON)
    assert sorted(path.stem for path in (tmp_path / name).iterdir()) == MADE_OF
    assert set(snapshot.read_manifest(tmp_path / name).tables) == set(MADE_OF) - {"manifest"}


def test_preferences_are_part_of_a_snapshot_and_come_back_whole(tmp_path, province):
    assert len(province.preferences)
    name = snapshot.write(province, tmp_path, by="uji", at=NOON)
    assert_same_staffing(snapshot.read(tmp_path / name, province.schemas), province)
    assert snapshot.identify(province.replace(preferences=province.preferences.iloc[:0])) != name


def test_the_demo_states_wishes_of_both_sides_the_same_for_the_same_seed(province, schemas):
    table = province.preferences
    assert set(table["side"]) == {"employee", "unit"}
    best = table.groupby(["nip"]).filter(lambda rows: rows["side"].eq("employee").all()).groupby("nip")["rank"].min()
    assert (best == 1).all()
    assert table.duplicated(["nip", "side", "rank"]).any(), "somebody ranks two posts alike"
    held = province.assignments[province.assignments["kind"] == "definitif"][["nip", "post"]]
    assert table.merge(held, on=["nip", "post"]).empty, "nobody ranks the own post"
    other = demo.province(resources.references(), schemas, small=True, seed=demo.SEED + 1)
    assert not other.preferences.equals(table)
