"""Workspace, snapshots and what ships with the program."""

import json
import random
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import assert_same_staffing, small_office, staffing_of
from workbench.io import resources, snapshot, workspace
from workbench.io.failure import Failure
from workbench.io.workspace import Settings, Workspace
from workbench.staffing import TABLES, Staffing

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SCHEMAS = resources.schemas()


@pytest.fixture
def home(tmp_path) -> Workspace:
    return Workspace.create(tmp_path / "ruang", Settings(agency="BKD Contoh", fictional=True))


# snapshots: the round trip --------------------------------------------------------------------------------------------

TEXTS = (
    st.none() | st.sampled_from(["NA", "nan", "-", "001", "1e5", "=1+1", "<img src=x onerror=alert(1)>"]) | st.text()
)
VALUES = {
    "whole": st.none() | st.integers(-(10**15), 10**15),
    "flag": st.none() | st.booleans(),
    "date": st.none() | st.dates().map(date.isoformat),
}


@st.composite
def staffings(draw) -> Staffing:
    """One table of any content (the keys unlike each other), the rest empty."""
    schema = SCHEMAS[draw(st.sampled_from(TABLES))]
    row = st.fixed_dictionaries({c.name: VALUES.get(c.type, TEXTS) for c in schema.columns})
    rows = draw(st.lists(row, max_size=4, unique_by=lambda row: tuple(row[name] or "" for name in schema.key)))
    day = draw(st.dates())
    return Staffing.of(day, {schema.table: pd.DataFrame(rows, columns=list(schema.names))}, SCHEMAS)


def saved(staffing: Staffing, folder: Path) -> Path:
    return folder / snapshot.write(staffing, folder, by="Sari", at=NOON)


@settings(max_examples=50)
@given(staffings())
def test_a_snapshot_read_back_is_the_staffing_that_was_saved(tmp_path_factory, staffing):
    path = saved(staffing, tmp_path_factory.mktemp("s"))
    assert_same_staffing(snapshot.read(path, SCHEMAS), staffing)


@settings(max_examples=40)
@given(staffings(), st.randoms(use_true_random=False))
def test_the_id_does_not_depend_on_the_order_of_rows_or_columns(staffing, chance: random.Random):
    shuffled = {}
    for name, table in staffing.tables():
        columns, rows = list(table.columns), list(range(len(table)))
        chance.shuffle(columns)
        chance.shuffle(rows)
        shuffled[name] = table[columns].iloc[rows]
    again = Staffing.of(staffing.as_of, shuffled, SCHEMAS)
    assert snapshot.identify(again) == snapshot.identify(staffing)


def test_rows_that_share_a_key_have_one_order_too():
    people = [{"nip": "1", "name": name} for name in ("Budi", "Ani", "Citra")]
    one, other = staffing_of(SCHEMAS, employees=people), staffing_of(SCHEMAS, employees=people[::-1])
    assert snapshot.identify(one) == snapshot.identify(other)


@pytest.mark.parametrize(
    ("column", "value"),
    [("name", "Lain"), ("birth_date", "1980-01-01"), ("service_months", 7), ("legal_status", "cltn"), ("field", "")],
)
def test_any_changed_cell_gives_another_id_unless_nothing_was_said(column, value):
    office = small_office(SCHEMAS)
    people = office.employees.astype(object)
    people.loc[2, column] = value
    assert (snapshot.identify(office.replace(employees=people)) == snapshot.identify(office)) == (value == "")


def test_another_date_gives_another_id():
    office = small_office(SCHEMAS)
    later = Staffing.of(date(2025, 10, 30), dict(office.tables()), SCHEMAS)
    assert snapshot.identify(later) != snapshot.identify(office)


def test_what_a_spreadsheet_would_spoil_survives_in_plain_sight(tmp_path):
    rows = [
        {"unit": "001", "name": 'Dinas "Satu",\r\nlantai 2', "parent": "", "order": 3, "valid_from": "2020-01-02"},
        {"unit": "1", "name": "=HYPERLINK(1)", "parent": "001", "order": None},
        {"unit": "a", "name": "\rNA\n", "parent": "001"},
        {"unit": "A", "name": " <b>spasi</b> ", "parent": "001"},
    ]
    staffing = staffing_of(SCHEMAS, units=rows, complaints=[{"complaint": "NULL", "received": "2024-02-29"}])
    path = saved(staffing, tmp_path)
    again = snapshot.read(path, SCHEMAS)
    assert_same_staffing(again, staffing)
    assert list(again.units["name"]) == ['Dinas "Satu",\r\nlantai 2', "=HYPERLINK(1)", " <b>spasi</b> ", "\rNA\n"]
    assert again.units["parent"].isna().tolist() == [True, False, False, False]
    text = (path / "units.csv").read_bytes().decode()
    assert text.startswith("unit,name,parent,kind,opd_type,region,order,valid_from,valid_until\n001,")
    assert "2020-01-02,\n1,=HYPERLINK(1),001,,,,,,\n" in text


def test_the_file_of_a_small_office_is_this(tmp_path):
    path = saved(small_office(SCHEMAS), tmp_path)
    assert sorted(file.name for file in path.iterdir()) == [
        "assignments.csv",
        "employees.csv",
        "manifest.json",
        "posts.csv",
        "units.csv",
    ]
    expected = "nip,post,since,kind\n1,B,2020-01-01,definitif\n2,C,2021-01-01,definitif\n3,C,,definitif\n"
    assert (path / "assignments.csv").read_bytes().decode() == expected
    manifest = json.loads((path / "manifest.json").read_text())
    assert manifest["id"] == path.name and manifest["as_of"] == "2025-10-29"
    assert {name: entry["rows"] for name, entry in manifest["tables"].items()} == {
        "units": 1,
        "posts": 3,
        "employees": 4,
        "assignments": 3,
    }
    assert manifest["created"] == {"by": "Sari", "at": NOON.isoformat(), "note": ""}


def test_who_saved_it_when_and_why_is_no_part_of_the_id_and_the_first_saving_stands(tmp_path):
    office = small_office(SCHEMAS)
    first = snapshot.write(office, tmp_path, by="Sari", at=NOON, note="unggahan pertama")
    second = snapshot.write(office, tmp_path, by="Budi", at=NOON.replace(year=2027), note="lagi")
    assert first == second and [path.name for path in tmp_path.iterdir()] == [first]
    assert snapshot.read_manifest(tmp_path / first).note == "unggahan pertama"


@pytest.mark.parametrize("name", ["employees.csv", "manifest.json"])
@pytest.mark.parametrize("change", ["edit", "remove", "empty"])
def test_a_damaged_snapshot_is_refused_in_one_sentence_and_heals_when_saved_again(tmp_path, name, change):
    office = small_office(SCHEMAS)
    path = saved(office, tmp_path)
    file = path / name
    text = file.read_text()
    if change == "remove":
        file.unlink()
    else:
        file.write_text("" if change == "empty" else text.replace("Budi", "Bodi").replace("2025-10-29", "2025-10-30"))
    with pytest.raises(Failure, match="otret"):
        snapshot.read(path, SCHEMAS)
    assert len(snapshot.damage(tmp_path)) == 1
    assert saved(office, tmp_path) == path
    assert_same_staffing(snapshot.read(path, SCHEMAS), office)
    assert snapshot.damage(tmp_path) == []


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        saved(small_office(SCHEMAS), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_half_written_snapshot_of_a_process_that_died_is_no_snapshot(tmp_path):
    (tmp_path / ".tmp-0123456789abcdef-00000000").mkdir()
    assert snapshot.listing(tmp_path) == [] and snapshot.damage(tmp_path) == []


def test_a_snapshot_of_another_schema_is_refused_in_one_sentence(tmp_path):
    path = saved(small_office(SCHEMAS), tmp_path)
    older = {name: schema for name, schema in SCHEMAS.tables.items() if name != "posts"}
    with pytest.raises(Failure, match="susunan tabel yang tidak dikenal"):
        snapshot.read(path, type(SCHEMAS)(older, SCHEMAS.vocabulary))


FORBIDDEN = (
    "nik",
    "ktp",
    "npwp",
    "bpjs",
    "phone",
    "telepon",
    "telp",
    "hp",
    "email",
    "e-mail",
    "surel",
    "address",
    "alamat",
)


def test_no_table_can_hold_what_must_never_be_stored():
    """NIK, NPWP, BPJS, telephone, e-mail and address have no column, and a table takes no column it does not have."""
    for schema in SCHEMAS.tables.values():
        for column in schema.columns:
            words = f"{column.name} {column.label} {column.label_en} {column.source}".lower().replace("_", " ").split()
            assert not set(words) & set(FORBIDDEN), f"{schema.table}.{column.name}"
    for name in ("nik", "npwp", "bpjs", "phone", "email", "address"):
        with pytest.raises(ValueError, match=f"employees has no column {name}"):
            staffing_of(SCHEMAS, employees=[{"nip": "1", "name": "Ani", name: "123"}])


# the workspace --------------------------------------------------------------------------------------------------------


def test_a_workspace_opens_as_it_was_made(home):
    again = Workspace.open(home.home)
    assert again == home and again.settings == Settings("BKD Contoh", True)
    assert sorted(path.name for path in home.home.iterdir()) == ["workspace.json"]


def test_its_folders_are_made_when_they_are_asked_for(home):
    assert home.reports.is_dir() and home.cache.is_dir() and home.log.is_dir()
    assert home.ledger.head.n == 0
    assert {path.name for path in home.home.iterdir()} >= {"reports", "cache", "log", "ledger.sqlite"}


def test_where_there_is_none_one_sentence_says_what_to_run(tmp_path):
    with pytest.raises(Failure, match=r"Belum ada ruang kerja .*penataan import.*penataan demo"):
        Workspace.open(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_workspace_is_refused_and_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(Failure, match=r"bukan ruang kerja"):
        Workspace.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_workspace_is_never_made_over_another_or_over_a_file(home, tmp_path):
    with pytest.raises(Failure, match="Sudah ada ruang kerja"):
        Workspace.create(home.home)
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(Failure):
            Workspace.create(place)
    assert Workspace.ensure(home.home) == home
    assert Workspace.ensure(tmp_path / "lain").settings == Settings()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"warna": "merah"}', '{"agency": 1}', '{"fictional": "ya"}', '{"ledger": 3}']
)
def test_settings_that_cannot_be_read_are_named(home, text):
    (home.home / "workspace.json").write_text(text)
    with pytest.raises(Failure, match=r"workspace\.json tidak terbaca"):
        Workspace.open(home.home)


def test_settings_are_changed_on_disk_too(home):
    changed = home.with_settings(agency="BKPSDM Contoh", fictional=False)
    assert Workspace.open(home.home).settings == changed.settings == Settings("BKPSDM Contoh", False)
    with pytest.raises(ValueError, match="warna"):
        home.with_settings(warna="merah")


def test_home_is_what_is_asked_for_then_the_environment_then_var(monkeypatch, tmp_path):
    monkeypatch.setenv("PENATAAN_HOME", str(tmp_path / "env"))
    assert workspace.located(tmp_path / "asked") == tmp_path / "asked"
    assert workspace.located() == tmp_path / "env"
    monkeypatch.delenv("PENATAAN_HOME")
    assert workspace.located() == Path(__file__).resolve().parents[1] / "var"


def test_an_installed_program_keeps_its_workspace_where_it_stands(monkeypatch, tmp_path):
    monkeypatch.delenv("PENATAAN_HOME", raising=False)
    monkeypatch.setattr(resources, "is_clone", lambda: False)
    monkeypatch.chdir(tmp_path)
    assert workspace.located() == tmp_path / "var"


def test_snapshots_are_saved_listed_and_read(home):
    assert home.latest is None and home.snapshots().empty
    office = small_office(SCHEMAS)
    earlier = Staffing.of(date(2024, 12, 31), dict(office.tables()), SCHEMAS)
    new = home.save_snapshot(office, "unggahan Oktober", actor="Sari", at=NOON)
    old = home.save_snapshot(earlier, actor="Budi", at=NOON.replace(year=2027))
    assert home.latest == new, "the latest is the one with the latest date of data"
    listed = home.snapshots()
    assert list(listed["id"]) == [old, new] and list(listed["note"]) == ["", "unggahan Oktober"]
    assert listed.loc[1, ["as_of", "employees", "posts", "saved_by"]].tolist() == [office.as_of, 4, 3, "Sari"]
    assert_same_staffing(home.snapshot(new), office)
    assert home.manifest(new).note == "unggahan Oktober"
    assert home.damage() == []


@pytest.mark.parametrize("id", ["../../etc", "0123456789ABCDEF", "", "0123456789abcdef"])
def test_a_snapshot_that_is_not_there_is_refused_in_one_sentence(home, id):
    with pytest.raises(Failure, match="penataan snapshots"):
        home.snapshot(id)


def test_a_ledger_elsewhere_is_a_setting(home, tmp_path):
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    assert home.with_settings(ledger=url).ledger.head.n == 0
    assert (tmp_path / "elsewhere.sqlite").exists() and not (home.home / "ledger.sqlite").exists()


# what ships with the program ------------------------------------------------------------------------------------------


def test_a_clone_finds_its_own_data():
    assert resources.is_clone() and resources.resource("data", "skema", "units.csv").is_file()
    assert set(SCHEMAS.tables) == set(TABLES)


def test_a_wheel_finds_what_was_packed_into_it(monkeypatch, tmp_path):
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(resources, "_SHARED", tmp_path)
    assert resources.resource("data") == tmp_path / "data" and not resources.is_clone()


def test_a_missing_resource_says_what_to_do():
    with pytest.raises(FileNotFoundError, match="install penataan again"):
        resources.resource("data", "none")


def test_the_default_policy_is_one():
    policy = resources.default_policy()
    assert sum(policy.weights.values()) == 100 and policy.tiers


def test_the_references_are_tables_and_facts():
    references = resources.references()
    assert isinstance(references["jambi_facts"], pd.DataFrame)
    assert references["opd_split_2025"]


def test_the_law_is_the_same_object_until_something_is_confirmed():
    assert resources.rulebook() is resources.rulebook()
