"""Plans side by side: only what differs, under any number of plans, policies and data."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations, permutations

import pandas as pd
import pytest

from domain import province_workspace, small_office, tried_scenario
from workbench import cli
from workbench.io import resources, scenarios
from workbench.io.documents.comparison_text import comparison_text, matchings_text
from workbench.io.failure import Failure
from workbench.io.plans import feasible, plan_of
from workbench.io.rivals import AGENCY, comparison_record, matchings_of, matchings_record, plans_of
from workbench.io.workspace import Workspace
from workbench.placement import Comparison, Plan, compare, matchings, plan, prepare, solve
from workbench.placement.compare import FIGURES, after
from workbench.placement.matching import LABELS, RULES
from workbench.scenario import AssumeRule, Lock, Scenario, State, rebalanced

SARI = {"actor": "Sari", "role": "analis", "at": datetime(2026, 11, 24, 5, 0, tzinfo=UTC)}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province) -> Workspace:
    return province_workspace(tmp_path_factory.mktemp("ruang"), province)


@pytest.fixture(scope="module")
def tried(workspace) -> str:
    return tried_scenario(workspace).id


@pytest.fixture(scope="module")
def ground(province, policy, rulebook):
    return prepare(State(province, policy), rulebook)


@pytest.fixture(scope="module")
def plans(ground, policy) -> dict[str, Plan]:
    """Six plans on one ground: the four rivals, other weights, and hardly a move allowed."""
    weights = rebalanced(policy.weights, "kinerja", 70)
    others = {
        "bobot": solve(ground, replace(policy, weights=weights)),
        "mahal": solve(ground, replace(policy, move_price=60_000)),
    }
    return {**matchings(ground, policy).found, **others}


@pytest.fixture(scope="module")
def six(plans) -> Comparison:
    return compare(plans)


def where(plan: Plan) -> dict[str, str]:
    table = after(plan)
    return dict(zip(table["nip"], table["post"], strict=True))


# what is told ---------------------------------------------------------------------------------------------------------


def test_after_a_plan_everybody_in_office_sits_somewhere_once_and_movers_where_they_were_put(plans, ground):
    for made in plans.values():
        table = after(made)
        assert not table["nip"].duplicated().any()
        seats = where(made)
        assert all(seats[nip] == post for nip, post in zip(made.rows["nip"], made.rows["to_post"], strict=True))
        people = ground.people
        staying = people[people["active"] & people["leaves"].isna() & people["post"].notna()]
        still = staying[~staying["nip"].isin(made.moves["nip"])]
        assert all(seats[nip] == post for nip, post in zip(still["nip"], still["post"], strict=True))
        assert set(seats) == set(staying["nip"]) | set(made.rows["nip"])


def test_people_are_listed_exactly_when_two_plans_put_them_in_different_places(plans, six):
    seats = {name: where(made) for name, made in plans.items()}
    everyone = set().union(*seats.values())
    differing = {nip for nip in everyone if len({placed.get(nip) for placed in seats.values()}) > 1}
    assert set(six.people.index) == differing
    for name, placed in seats.items():
        told = six.people[name]
        assert {nip: (None if pd.isna(post) else post) for nip, post in told.items()} == {
            nip: placed.get(nip) for nip in differing
        }


def test_seats_list_whoever_differs_and_nobody_who_sits_there_under_every_plan(plans, six):
    seats = {name: where(made) for name, made in plans.items()}
    for post, rows in six.seats.groupby(level="post"):
        sitting = {name: {nip for nip, at in placed.items() if at == post} for name, placed in seats.items()}
        common = set.intersection(*sitting.values())
        for name in plans:
            assert set(rows[name].dropna()) == sitting[name] - common, (post, name)
    posts = {post for placed in seats.values() for nip, post in placed.items() if nip in six.people.index}
    assert set(six.seats.index.get_level_values("post")) == posts


def test_scores_stand_beside_the_people_they_belong_to(plans, six):
    for name, made in plans.items():
        score = dict(zip(made.rows["nip"], made.rows["score"], strict=True))
        for nip, points in zip(six.seats[name], six.seat_scores[name], strict=True):
            assert pd.isna(points) if pd.isna(nip) or nip not in score else points == score[nip]
        told = six.people_scores[name].dropna()
        assert {nip: score[nip] for nip in told.index} == told.to_dict()


def test_differences_are_a_distance(six):
    table = six.differences
    assert (table.to_numpy() == table.to_numpy().T).all()
    for name in six.names:
        assert table.loc[name, name] == 0
    for one, other in combinations(six.names, 2):
        apart = six.people[one].fillna("") != six.people[other].fillna("")
        assert table.loc[one, other] == apart.sum() > 0
    for one, via, other in permutations(six.names, 3):
        assert table.loc[one, other] <= table.loc[one, via] + table.loc[via, other]


def test_the_summary_is_that_of_each_plan(plans, six):
    for name, made in plans.items():
        told = six.summary[name].to_dict()
        assert {figure: told[figure] for figure in FIGURES} == {figure: made.summary[figure] for figure in FIGURES}


def test_the_summary_counts_who_sits_where_they_wished_most(plans, six, province):
    wishes = province.preferences[province.preferences["side"] == "employee"]
    best = wishes.groupby("nip")["rank"].min()
    for name, made in plans.items():
        seats = where(made)
        first = [row.nip for row in wishes.itertuples() if row.rank == best[row.nip] and seats.get(row.nip) == row.post]
        assert six.summary.loc["first_choice", name] == len(set(first))
        assert six.summary.loc["stated", name] == len(best)
    assert six.summary.loc["first_choice", "stable"] > six.summary.loc["first_choice", "merit"]


def test_a_plan_beside_itself_differs_nowhere(plans):
    same = compare({"satu": plans["merit"], "dua": plans["merit"]})
    assert same.seats.empty and same.people.empty and not same.differences.to_numpy().any()
    assert "tempat yang sama" in comparison_text(same, {"satu": plans["merit"], "dua": plans["merit"]})
    assert same.to_record()["seats"] == []


def test_the_order_of_plans_only_orders_the_columns(plans, six):
    turned = compare(dict(reversed(plans.items())))
    assert turned.names == six.names[::-1]
    pd.testing.assert_frame_equal(turned.seats[list(six.names)], six.seats)
    pd.testing.assert_frame_equal(turned.differences.loc[list(six.names), list(six.names)], six.differences)


def test_one_plan_alone_is_nothing_to_compare(plans):
    with pytest.raises(ValueError, match="two plans or more"):
        compare({"merit": plans["merit"]})


# other data -----------------------------------------------------------------------------------------------------------


def test_plans_on_other_data_tell_nobody_from_no_such_post(province, policy, rulebook, plans):
    """A vacant post is abolished and a mover leaves the agency; the rest of the province is the same."""
    mover = plans["merit"].moves.iloc[0]
    smaller = province.replace(
        posts=province.posts[province.posts["post"] != mover["to_post"]],
        post_competencies=province.post_competencies[province.post_competencies["post"] != mover["to_post"]],
        employees=province.employees[province.employees["nip"] != mover["nip"]],
        assignments=province.assignments[
            (province.assignments["nip"] != mover["nip"]) & (province.assignments["post"] != mover["to_post"])
        ],
    )
    other = plan(State(smaller, policy), rulebook)
    found = compare({"dulu": plans["merit"], "nanti": other})
    seat = (mover["to_post"], 1)
    assert found.seats.loc[seat, "dulu"] == mover["nip"]
    assert pd.isna(found.seats.loc[seat, "nanti"])
    assert found.posts_known.loc[seat].to_dict() == {"dulu": True, "nanti": False}
    assert found.people_known.loc[mover["nip"]].to_dict() == {"dulu": True, "nanti": False}
    assert found.people.loc[mover["nip"], "dulu"] == mover["to_post"]
    assert found.posts_known["dulu"].all()
    told = comparison_text(found, {"dulu": plans["merit"], "nanti": other})
    assert "jabatan ini tidak ada" in told


def test_plans_of_an_empty_and_a_full_scope_compare_by_who_moves(ground, province, policy, rulebook, plans):
    nothing = plan(State(province, replace(policy, tiers=())), rulebook)
    found = compare({"merit": plans["merit"], "kosong": nothing})
    assert set(found.people.index) == set(plans["merit"].moves["nip"])
    assert found.summary.loc["score_mean", "kosong"] is pd.NA


# the command line -----------------------------------------------------------------------------------------------------


@pytest.fixture
def run(capsys, workspace):
    """`run("compare", "--json", ...)` in the workspace -> exit status, stdout, stderr."""

    def one(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(["--home", str(workspace.home), *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


def test_compare_tells_a_program_what_the_core_finds(run, workspace, tried):
    status, told, _ = run("compare", tried, "--kebijakan", "--json")
    assert status == 0
    plans = {AGENCY: feasible(plan_of(workspace)), tried: feasible(plan_of(workspace, tried))}
    expected = comparison_record(plans, compare(plans))
    assert json.loads(told) == json.loads(json.dumps(expected))
    record = json.loads(told)
    assert record["plans"] == [AGENCY, tried]
    assert record["heads"][tried]["scenario"] == tried
    assert record["seats"] and set(record["seats"][0]) == {"post", "seat", "plan", "nip", "score", "known"}


def test_compare_tells_people_figures_distances_and_the_seats_that_differ(run, workspace, tried):
    status, told, _ = run("compare", tried, "--kebijakan")
    assert status == 0
    plans = plans_of(workspace, [tried], agency=True)
    found = compare(plans)
    count = found.seats.index.get_level_values("post").nunique()
    assert f"{count} jabatan berbeda" in told and "Orang yang pindah" in told
    assert all(nip in told for name in found.names for nip in found.seats[name].dropna())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["{}"], "Sebut sedikitnya dua skenario"),
        (["{}", "{}"], "disebut lebih dari sekali"),
        (["{}", "tidak-ada"], "Tidak ada skenario tidak-ada"),
    ],
)
def test_compare_refuses_in_one_sentence(run, tried, arguments, sentence):
    status, told, said = run("compare", *(each.format(tried) for each in arguments))
    assert (status, told) == (1, "")
    assert sentence in said and len(said.strip().splitlines()) == 1


def test_a_scenario_without_a_plan_is_named_beside_its_reason(workspace):
    opened = scenarios.new(workspace, "Mustahil", suffix=lambda: "mmmmm", **SARI)
    impossible = locked_out(feasible(plan_of(workspace)))
    assert isinstance(scenarios.do(workspace, opened, [impossible], **SARI), Scenario)
    with pytest.raises(Failure, match=f"Skenario {opened.id} tidak punya rencana"):
        plans_of(workspace, [opened.id], agency=True)


def locked_out(made: Plan):
    """A lock on the seat of a head who has no other seat to go to."""
    stays = made.rows[(made.rows["kind"] == "stay")]
    tier = made.ground.seats.set_index("post")["tier"]
    full = stays[stays["to_post"].map(tier).eq("jpt_pratama")].iloc[0]
    return Lock(made.moves["nip"].iloc[-1], full["to_post"])


def test_matchings_tell_a_program_all_four_plans_and_their_properties(run, workspace):
    status, told, said = run("matchings", "--json")
    assert status == 0 and said == ""
    made = matchings_of(workspace)
    assert json.loads(told) == json.loads(json.dumps(matchings_record(made), default=str))
    record = json.loads(told)
    assert list(record["plans"]) == list(RULES) and record["refused"] == {}
    assert len(record["properties"]) == 20 and len(record["statistics"]) == 12
    assert record["plans"]["merit"]["summary"] == json.loads(json.dumps(dict(feasible(plan_of(workspace)).summary)))
    assert record["ignored"][0]["ignored"]


def test_matchings_tell_people_what_holds_what_does_not_and_who_shows_it(run, tried):
    status, told, _ = run("matchings", "--skenario", tried)
    assert status == 0
    assert all(label in told for label, _ in LABELS.values())
    assert "menurut aturannya" in told and "antara lain" in told
    assert "minat tidak diperhitungkan" in told and "Minat yang terpenuhi" in told
    assert "jabatan berbeda" in told


def test_a_plan_that_does_not_exist_is_said_and_costs_the_exit_status(run, workspace):
    opened = scenarios.new(workspace, "Mustahil lagi", suffix=lambda: "nnnnn", **SARI)
    scenarios.do(workspace, opened, [locked_out(feasible(plan_of(workspace)))], **SARI)
    status, told, _ = run("matchings", "--skenario", opened.id)
    assert status == 1
    assert told.count("tidak ada:") == len(RULES)


def test_a_policy_that_reads_silence_in_an_unknown_way_is_refused_in_one_sentence(run, workspace):
    opened = scenarios.new(workspace, "Diam", suffix=lambda: "ddddd", **SARI)
    scenarios.do(workspace, opened, [AssumeRule("policy.settings.unstated_wish", "entahlah")], **SARI)
    status, told, said = run("matchings", "--skenario", opened.id)
    assert (status, told) == (1, "")
    assert said == "Kebijakan unstated_wish berisi 'entahlah'; isinya higher atau stay.\n"


def test_without_preferences_the_terminal_says_that_there_are_none(policy, rulebook):
    office = small_office(resources.schemas())
    made = matchings(prepare(State(office, policy), rulebook), policy)
    told = matchings_text(made, compare(made.found))
    assert "Belum ada data minat." in told
