"""The worked case on record: three branches of one scenario, each as the pure functions give it."""

from datetime import UTC, datetime

import pytest

from domain import assert_same_state
from workbench.io import resources, scenarios
from workbench.io.failure import Failure
from workbench.io.worked import TITLE, record_worked
from workbench.io.workspace import Workspace
from workbench.staffing import Staffing, demo
from workbench.structure import alternatives_2025, worked_split_2025

WHO = {"actor": "Rina", "role": "analis", "at": datetime(2026, 11, 24, tzinfo=UTC)}


def kept(folder, staffing: Staffing) -> Workspace:
    made = Workspace.create(folder / "ruang")
    made.save_snapshot(staffing, actor="uji", at=WHO["at"])
    return made


def test_the_split_and_its_alternatives_are_branches_of_how_it_was(tmp_path):
    workspace = kept(tmp_path, demo.province(resources.references(), resources.schemas()))
    opened = record_worked(workspace, **WHO)
    family = scenarios.tree(workspace, opened.id)
    assert family["title"].iloc[0] == TITLE and family["depth"].tolist() == [0, 1, 1, 1]
    base = opened.base
    told = {each.title: each for each in (worked_split_2025(base), *alternatives_2025(base))}
    assert set(told) == set(family["title"].iloc[1:])
    for id, title in zip(family["id"].iloc[1:], family["title"].iloc[1:], strict=True):
        assert_same_state(scenarios.load(workspace, id, known=opened).state, told[title].state)


def test_data_without_the_offices_of_the_case_are_refused_with_a_reason(tmp_path, province):
    lacking = province.replace(units=province.units.head(3))
    with pytest.raises(Failure, match="provinsi contoh"):
        record_worked(kept(tmp_path, lacking), **WHO)
