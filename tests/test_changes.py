"""Two snapshots: whether their ids can be compared, then what changed."""

import pytest
import yaml

from domain import ROOT
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


def without_branch(province, branch):
    """The province without some units, their posts, and whatever hangs on those posts."""
    posts = province.posts.loc[province.posts["unit"].isin(branch), "post"]
    return province.replace(
        units=province.units[~province.units["unit"].isin(branch)],
        **{
            name: getattr(province, name)[~getattr(province, name)["post"].isin(posts)]
            for name in ("posts", "post_competencies", "assignments")
        },
    )


@pytest.fixture(scope="module")
def office(province):
    """The units of one office that has people."""
    held = province.assignments.merge(province.posts[["post", "unit"]], on="post")["unit"]
    units = province.units.set_index("unit")
    for top in units.index[units["kind"].eq("agency")]:
        branch = [top, *units.index[units["parent"].eq(top)]]
        branch += list(units.index[units["parent"].isin(branch[1:])])
        if held.isin(branch).sum() >= 10:
            return branch
    raise AssertionError("the small province has no agency with people")


def test_an_office_that_is_gone_with_its_people_looks_like_a_cut_upload(province, thresholds, office):
    found = changes(province, without_branch(province, office), thresholds)
    assert verdicts(found)["units"] == "incomplete"
    assert found.trust.set_index("table").loc["units", "evidence"] == len(office)


def test_an_office_whose_people_hold_posts_elsewhere_was_abolished(province, thresholds, office):
    posts = province.posts.loc[province.posts["unit"].isin(office), "post"]
    elsewhere = province.posts.loc[~province.posts["post"].isin(posts), "post"].iloc[0]
    held = province.assignments
    moved = held.assign(post=held["post"].mask(held["post"].isin(posts), elsewhere)).drop_duplicates(["nip", "post"])
    later = without_branch(province, office).replace(assignments=moved)
    assert verdicts(changes(province, later, thresholds))["units"] == "ok"


def test_half_of_the_posts_missing_is_no_new_key_though_many_posts_share_a_title(province, thresholds):
    kept = province.posts.iloc[::3]["post"]
    later = province.replace(
        posts=province.posts[province.posts["post"].isin(kept)],
        assignments=province.assignments[province.assignments["post"].isin(kept)],
    )
    assert verdicts(changes(province, later, thresholds))["posts"] == "incomplete"


def test_ids_in_another_letter_case_are_named_even_when_few(province, thresholds):
    later = next_half_year(province, "cased")
    assert verdicts(changes(province, later, thresholds))["units"] == "case_folded"


def test_a_table_that_lost_all_its_rows_is_not_called_equal(province, thresholds):
    found = changes(province, province.replace(employees=province.employees.head(0)), thresholds)
    assert verdicts(found)["employees"] == "empty"
