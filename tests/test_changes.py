"""Two snapshots: whether their ids can be compared, then what changed."""

import pytest
import yaml
from conftest import ROOT

from workbench.staffing.changes import changes
from workbench.staffing.demo.later import next_half_year


@pytest.fixture(scope="module")
def thresholds():
    return yaml.safe_load((ROOT / "data" / "policy" / "banding.yaml").read_text("utf-8"))


def verdicts(found):
    return dict(zip(found.trust["table"], found.trust["verdict"], strict=True))


def test_equal_snapshots_differ_in_nothing(province, thresholds):
    found = changes(province, province, thresholds)
    assert found.trusted
    assert found.counts.empty
    assert found.samples.empty


def test_an_ordinary_half_year_is_trusted_and_told_in_counts(province, thresholds):
    later = next_half_year(province, "normal")
    found = changes(province, later, thresholds)
    assert set(verdicts(found).values()) == {"ok"}
    held = found.counts.set_index("table").loc["assignments"]
    assert held["added"] > 0 and held["removed"] > 0
    assert len(found.samples.query("table == 'assignments' and change == 'added'")) <= thresholds["samples"]


@pytest.mark.parametrize(
    ("how", "table", "verdict"),
    [
        ("rekeyed", "posts", "rekeyed"),
        ("rekeyed", "units", "rekeyed"),
        ("reused", "posts", "reused"),
        ("cased", "units", "case_folded"),
        ("incomplete", "posts", "incomplete"),
    ],
)
def test_ids_that_cannot_be_trusted_are_named_before_any_count(province, thresholds, how, table, verdict):
    if how == "cased":
        province = province.replace(
            units=province.units.assign(unit="u" + province.units["unit"], parent="u" + province.units["parent"])
        )
        later = province.replace(
            units=province.units.assign(
                unit=province.units["unit"].str.upper(), parent=province.units["parent"].str.upper()
            )
        )
    else:
        later = next_half_year(province, how)
    found = changes(province, later, thresholds)
    assert verdicts(found)[table] == verdict
    assert not found.trusted
    assert found.trust.set_index("table").loc[table, "evidence"] > 0


def test_a_renamed_unit_is_one_changed_cell_with_before_and_after(province, thresholds):
    units = province.units.copy()
    units.loc[3, "name"] = "Nama Baru"
    found = changes(province, province.replace(units=units), thresholds)
    assert found.counts.values.tolist() == [["units", 0, 0, 1]]
    assert found.samples[["key", "column", "after"]].values.tolist() == [[units.loc[3, "unit"], "name", "Nama Baru"]]
    assert found.trusted


def test_a_table_that_lost_all_its_rows_is_not_called_equal(province, thresholds):
    found = changes(province, province.replace(employees=province.employees.head(0)), thresholds)
    assert verdicts(found)["employees"] == "empty"
