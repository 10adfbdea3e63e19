"""The split of 2025 as it was made, and two that nobody drew: what must hold of each."""

import pytest

from workbench.io import resources
from workbench.placement import Plan, prepare, solve
from workbench.scenario import State
from workbench.staffing import demo, problems
from workbench.structure import alternatives_2025, invariants, worked_split_2025
from workbench.structure.worked import ASSETS, HOUSING, REVENUE, ROADS


@pytest.fixture(scope="module")
def base() -> State:
    return State(demo.province(resources.references(), resources.schemas()), resources.default_policy())


@pytest.fixture(scope="module")
def split(base):
    return worked_split_2025(base)


def test_the_split_keeps_every_invariant(split):
    told = invariants(split)
    assert told["holds"].all(), told[~told["holds"]].to_dict("records")
    assert split.step == 2, "one gesture for each office"


def test_what_was_wrong_with_the_data_before_is_all_that_is_wrong_after(base, split):
    before, after = problems(base.staffing), problems(split.state.staffing)
    assert len(after) == len(before)


def test_the_four_offices_bear_their_names_and_divide_the_people_of_the_two(base, split):
    units = split.state.staffing.units.set_index("name")
    assert {ASSETS, REVENUE, ROADS, HOUSING} <= set(units.index)
    held = split.state.staffing.assignments
    assert len(held) == len(base.staffing.assignments)


def test_the_new_heads_are_vacant_and_the_plan_of_the_scenario_fills_them(base, split, rulebook):
    new = set(split.state.staffing.posts["post"]) - set(base.staffing.posts["post"])
    assert len(new) == 5
    assert not split.state.staffing.assignments["post"].isin(new).any()
    plan = solve(prepare(split.state, rulebook), split.state.policy)
    assert isinstance(plan, Plan)
    heads = split.state.staffing.posts.set_index("post").loc[sorted(new), "tier"]
    assert set(heads[heads == "jpt_pratama"].index) <= set(plan.slates["post"]), "open selection gives them a slate"
    assert set(heads[heads == "administrator"].index) <= set(plan.moves["to_post"])


def test_undo_takes_the_split_back_office_by_office(base, split):
    assert len(invariants(split.undo(), offices=1)) and invariants(split.undo(), offices=1)["holds"].all()
    assert split.undo().undo().state is base


def test_the_alternatives_keep_theirs(base):
    one, none = alternatives_2025(base)
    for scenario, offices in ((one, 1), (none, 0)):
        told = invariants(scenario, offices)
        assert told["holds"].all(), (scenario.title, told[~told["holds"]].to_dict("records"))


def test_without_the_offices_of_the_case_it_is_refused(province, policy):
    with pytest.raises(ValueError, match="needs Badan Pengelola Keuangan"):
        worked_split_2025(State(province.replace(units=province.units.head(3)), policy))
