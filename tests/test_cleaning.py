"""The value of cleaning data: each claimed change comes about in a fresh plan of the altered data, and no other."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain import province_workspace
from workbench import cli
from workbench.io import scenarios
from workbench.io.documents import formats
from workbench.io.documents.naming import Naming
from workbench.io.documents.worklist_text import worklist_text
from workbench.placement import Ground, Merit, Plan, Stopped, prepare, slate, solve
from workbench.placement.cleaning import SOURCES, Worklist, worklist
from workbench.placement.cleaning.questions import Questions
from workbench.placement.ground import proposable
from workbench.placement.merit import Component
from workbench.placement.why import Untold
from workbench.regulation.compare import NO, UNKNOWN, YES
from workbench.scenario import COMPONENTS, SCORE_MAX, Policy, Scenario, SetLimit, State

DOUBTED = ("legal_status", "rank", "appraisals", "sanctions", "prior_post")
"""Rules of which the random grounds below know less than the demo does."""


@pytest.fixture(scope="module")
def ground(province, policy, rulebook) -> Ground:
    return prepare(State(province, policy), rulebook)


@pytest.fixture(scope="module")
def made(ground, policy) -> Plan:
    return solved(ground, policy)


@pytest.fixture(scope="module")
def strict(province, policy, rulebook) -> Plan:
    """What is unknown is barred."""
    barring = replace(policy, unknown="bar")
    return solved(prepare(State(province, barring), rulebook), barring)


def solved(ground: Ground, policy: Policy) -> Plan:
    found = solve(ground, policy)
    assert isinstance(found, Plan), found
    return found


def told(plan: Plan, verify: int = 25) -> Worklist:
    found = worklist(plan, verify=verify)
    assert isinstance(found, Worklist), found
    return found


# altered data ---------------------------------------------------------------------------------------------------------


def judged(ground: Ground, policy: Policy, cells: dict[tuple[str, int, int], int]) -> Ground:
    """The ground when these findings (rule, question, person) say so, with its pairs made anew."""
    judgements = dict(ground.findings.judgements)
    for (rule, kind, person), verdict in cells.items():
        table = judgements[rule].verdict.copy()
        table[kind, person] = verdict
        judgements[rule] = replace(judgements[rule], verdict=table)
    findings = replace(ground.findings, judgements=judgements)
    person, post = proposable(findings, policy, ground.people, ground.seats)
    return replace(ground, findings=findings, person=person, post=post)


def scored(ground: Ground, name: str, person: int, demand: int, more: int) -> Ground:
    """The ground when a component of one person turns out so much higher for the posts of one demand."""
    component = ground.merit.components[name]
    low = component.low.copy()
    low[person, demand] += more
    changed = {**ground.merit.components, name: Component(low, np.maximum(low, component.high), component.demand)}
    return replace(ground, merit=Merit(changed))


def doubtful(ground: Ground, policy: Policy, seed: int) -> Ground:
    """Merit drawn at random, in steps that tie often, with much of it unknown; and fewer findings that are sure."""
    rng = np.random.default_rng(seed)
    steps = int(rng.choice([4, 1000]))

    def drawn(component: Component) -> Component:
        shape = component.low.shape
        low = rng.integers(0, steps, shape) * (1000 // steps)
        unsure = rng.random(shape) < 0.05
        high = np.where(unsure, low + rng.integers(0, (1000 - low) + 1), low)
        return Component(low.astype(np.int16), high.astype(np.int16), component.demand)

    judgements = dict(ground.findings.judgements)
    for rule in DOUBTED:
        table = judgements[rule].verdict
        unsure = (table == YES) & (rng.random(table.shape) < 0.15)
        judgements[rule] = replace(judgements[rule], verdict=np.where(unsure, UNKNOWN, table).astype(np.int8))
    findings = replace(ground.findings, judgements=judgements)
    person, post = proposable(findings, policy, ground.people, ground.seats)
    merit = Merit({name: drawn(one) for name, one in ground.merit.components.items()})
    return replace(ground, findings=findings, merit=merit, person=person, post=post)


def numbers(plan: Plan, row: dict) -> tuple[int, int]:
    """Row numbers of the person and the post of an item."""
    ground = plan.ground
    return (
        int(pd.Index(ground.people["nip"]).get_loc(row["nip"])),
        int(pd.Index(ground.seats["post"]).get_loc(row["post"])),
    )


def after(plan: Plan, row: dict) -> Plan | object:
    """The plan solved afresh on the data in which the item has turned out as it says."""
    ground, policy = plan.ground, plan.policy
    person, post = numbers(plan, row)
    if row["kind"] == "component":
        component = ground.merit.components[row["names"]]
        demand = component.demand[post]
        more = int(component.high[person, demand]) - int(component.low[person, demand])
        return solve(scored(ground, row["names"], person, demand, more), policy)
    verdict = NO if row["turns"] == "no" else YES
    questions = Questions(ground)
    cells = {
        (rule, int(questions.asks(rule, np.array([post]))[0]), person): verdict for rule in row["names"].split("+")
    }
    return solve(judged(ground, policy, cells), policy)


def seats_of(plan: Plan) -> dict[str, str]:
    """Who holds what after the plan; a post outside the scope that nothing happens to is not told."""
    table = plan.assignment.table
    held = dict(zip(plan.ground.people["nip"], plan.ground.people["post"], strict=True))
    scope = set(plan.ground.seats.loc[plan.ground.seats["in_scope"], "post"])
    return {
        nip: post for nip, post in zip(table["nip"], table["post"], strict=True) if post in scope or held[nip] != post
    }


def slates_of(plan: Plan) -> set[tuple[str, str]]:
    return set(zip(plan.slates["nip"], plan.slates["post"], strict=True))


def differences(before: Plan, then: Plan) -> set[tuple[str, str | None, str | None]]:
    """nip, seat before, seat after; a post outside the scope that is kept or gone back to counts as none."""
    one, other = seats_of(before), seats_of(then)
    return {(nip, one.get(nip), other.get(nip)) for nip in {*one, *other} if one.get(nip) != other.get(nip)}


def assert_turns_out_as_told(plan: Plan, found: Worklist, number: int) -> None:
    row = found.items.iloc[number].to_dict()
    then = after(plan, row)
    if row["effect"] == "infeasible":
        assert not isinstance(then, Plan)
        return
    assert isinstance(then, Plan), (row, then)
    changes = found.changes[found.changes["item"] == number]
    listed = {(nip, _none(was), _none(will)) for nip, was, will in changes[["nip", "before", "after"]].to_numpy()}
    scope = set(plan.ground.seats.loc[plan.ground.seats["in_scope"], "post"])
    if row["effect"] == "slate":
        gone, come = slates_of(plan) - slates_of(then), slates_of(then) - slates_of(plan)
        assert gone | come
        assert listed == {(nip, post, None) for nip, post in gone} | {(nip, None, post) for nip, post in come}
        assert row["points"] == then.slates["score"].sum() - plan.slates["score"].sum()
        return
    moved = differences(plan, then)
    assert moved, row
    if row["verified"]:
        kept = {(nip, was if was in scope else None, will if will in scope else None) for nip, was, will in listed}
        assert kept == {
            (nip, was if was in scope else None, will if will in scope else None) for nip, was, will in moved
        }
    assert row["critical"] == then.assignment.critical - plan.assignment.critical
    assert row["points"] == worth(then, plan) - worth(plan, then)
    assert row["moves"] == then.assignment.moves - plan.assignment.moves
    assert then.summary["gap"] == 0


def worth(plan: Plan, other: Plan) -> int:
    """Score and stay. Who may be proposed nowhere is no part of a plan; those who are part of the other one count as
    staying at home here."""
    people = plan.ground.people[plan.ground.stays & (plan.ground.held >= 0)]
    mine, theirs = (set(one.assignment.table["nip"]) for one in (plan, other))
    return plan.assignment.total + plan.policy.move_price * len((theirs - mine) & set(people["nip"]))


def _none(value: object) -> str | None:
    return value if isinstance(value, str) else None


def same(plan: Plan, then: Plan | object) -> bool:
    return isinstance(then, Plan) and seats_of(then) == seats_of(plan) and slates_of(then) == slates_of(plan)


# on the demo province -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["made", "strict"])
def test_what_is_told_comes_about_in_a_fresh_plan(request, which):
    plan = request.getfixturevalue(which)
    found = told(plan)
    assert len(found.items) > 10
    for number in range(0, len(found.items), max(1, len(found.items) // 15)):
        assert_turns_out_as_told(plan, found, number)


def test_only_a_few_of_the_open_questions_alter_anything(made):
    found = told(made)
    assert 0 < len(found.items) < found.open / 10


def test_most_at_stake_comes_first_and_is_solved_anew(made):
    found = told(made, verify=5)
    placed = found.items[found.items["effect"] == "placement"]
    assert placed["points"].abs().is_monotonic_decreasing
    assert placed["verified"].head(5).all() and not placed["verified"].tail(1).any()
    assert set(found.changes["item"]) <= set(np.flatnonzero(found.items["verified"]))
    again = told(made, verify=len(placed))
    assert again.items["verified"].all()
    assert again.items.drop(columns="verified").equals(found.items.drop(columns="verified"))


def test_a_component_needs_just_so_many_points_and_no_fewer(made):
    found = told(made)
    rows = found.items[(found.items["kind"] == "component") & (found.items["effect"] == "placement")].head(12)
    for row in rows.to_dict("records"):
        person, post = numbers(made, row)
        component = made.ground.merit.components[row["names"]]
        demand, weight = component.demand[post], made.policy.weights[row["names"]]
        assert (
            0
            < row["needed"]
            <= row["most"]
            == weight * (int(component.high[person, demand]) - int(component.low[person, demand]))
        )
        least = -(-row["needed"] // weight)
        wins = solved(scored(made.ground, row["names"], person, demand, least), made.policy)
        assert not same(made, wins)
        if row["needed"] > (least - 1) * weight > 0:
            assert same(made, solved(scored(made.ground, row["names"], person, demand, least - 1), made.policy))


@pytest.mark.parametrize("which", ["made", "strict"])
def test_the_prices_screen_out_no_question_that_matters(request, which):
    """The same components are found when the exact loss of every pair is looked at, without the screen."""
    plan = request.getfixturevalue(which)
    standing, questions, found = plan.standing, Questions(plan.ground), told(plan, verify=0)
    network, expected = standing.problem.network, set()
    for seat in np.unique(network.seat):
        losses = standing.losses(int(seat))
        person = np.flatnonzero(losses.possible & (standing.at != seat) & (standing.asked.only < 0))
        person = person[np.isin(person, network.person[network.seat == seat])]
        if not plan.ground.seats["in_scope"].iloc[seat]:
            continue
        for name in COMPONENTS:
            demand = plan.ground.merit.components[name].demand
            more = plan.policy.weights[name] * questions.doubt(name, person, np.full(len(person), seat))
            gains = (losses.critical[person] == 0) & (more > losses.points[person])
            for who in person[gains]:
                now = standing.at[who]
                counted = now >= 0 and (plan.ground.seats["in_scope"].iloc[now] or now != plan.ground.held[who])
                if not (counted and demand[now] == demand[seat]):
                    expected.add((int(who), name, int(demand[seat])))
    rows = found.items[(found.items["kind"] == "component") & (found.items["effect"] == "placement")]
    claimed = {}
    for row in rows.to_dict("records"):
        who, seat = numbers(plan, row)
        claimed[who, row["names"], int(plan.ground.merit.components[row["names"]].demand[seat])] = row
    assert expected <= set(claimed) and expected
    ties = [row for key, row in claimed.items() if key not in expected]
    assert all((row["critical"], row["points"]) == (0, 0) for row in ties)


def test_a_source_adds_up_its_items(made):
    found = told(made)
    assert found.by_source["items"].sum() == len(found.items)
    assert set(found.by_source["source"]) <= {*(one for pair in SOURCES.values() for one in pair), "evidence"}


def test_the_source_of_a_finding_is_a_column_a_table_a_parameter_or_a_document(strict, schemas):
    for source in {part for text in told(strict).items["source"] for part in text.split("+")}:
        table, _, column = source.partition(".")
        known = source == "evidence" or table in ("codes", "ranks", "appointment", "retirement_age")
        assert known or (schemas[table] and (not column or column in schemas[table].names))


def test_under_limits_the_loss_of_each_choice_is_not_told(ground, policy):
    plan = solved(ground, replace(policy, move_limit=3))
    assert isinstance(worklist(plan), Untold)


def test_a_plan_of_which_everything_is_known_asks_nothing(ground, policy):
    sure = {rule: replace(one, verdict=np.abs(one.verdict)) for rule, one in ground.findings.judgements.items()}
    merit = Merit({name: Component(one.low, one.low, one.demand) for name, one in ground.merit.components.items()})
    known = replace(ground, findings=replace(ground.findings, judgements=sure), merit=merit)
    found = told(solved(known, policy))
    assert found.items.empty and found.changes.empty and found.open == 0
    assert json.loads(json.dumps(found.to_record())) == {"open": 0, "items": [], "changes": []}


def test_who_is_moved_on_an_unknown_finding_may_lose_the_seat_and_what_the_plan_loses_is_told(ground, policy, made):
    move = made.moves.iloc[0]
    person = int(pd.Index(ground.people["nip"]).get_loc(move["nip"]))
    post = int(pd.Index(ground.seats["post"]).get_loc(move["to_post"]))
    kind = int(Questions(ground).asks("sanctions", np.array([post]))[0])
    plan = solved(judged(ground, policy, {("sanctions", kind, person): UNKNOWN}), policy)
    assert seats_of(plan) == seats_of(made), "what is unknown may be proposed"
    found = told(plan)
    mine = found.items[(found.items["names"] == "sanctions") & (found.items["nip"] == move["nip"])]
    assert mine[["post", "turns", "effect"]].to_numpy().tolist() == [[move["to_post"], "no", "placement"]]
    assert mine["points"].iloc[0] < 0
    assert_turns_out_as_told(plan, found, int(mine.index[0]))


def test_who_is_locked_keeps_the_seat_whatever_turns_out(ground, policy, made):
    move = made.moves.iloc[0]
    person = int(pd.Index(ground.people["nip"]).get_loc(move["nip"]))
    post = int(pd.Index(ground.seats["post"]).get_loc(move["to_post"]))
    kind = int(Questions(ground).asks("sanctions", np.array([post]))[0])
    locked = replace(policy, locks=frozenset({(move["nip"], move["to_post"])}))
    found = told(solved(judged(ground, locked, {("sanctions", kind, person): UNKNOWN}), locked))
    assert not (found.items["nip"] == move["nip"]).any()


def test_who_could_not_go_back_home_is_told_as_a_lock_that_may_become_impossible(ground, policy):
    """Somebody is locked on the only seat of a holder, who moves up on a finding that is unknown for every post."""
    questions, names = Questions(ground), ground.people["nip"].to_numpy()
    posts = ground.seats["post"].to_numpy()
    scope = (ground.seats["in_scope"] & ~ground.seats["selection"] & (ground.seats["capacity"] == 1)).to_numpy()
    for holder in np.flatnonzero(ground.stays & (ground.held >= 0) & np.isin(ground.held, np.flatnonzero(scope))):
        home, pairs = ground.held[holder], ground.post[ground.person == holder]
        kinds = np.unique(questions.asks("legal_status", pairs))
        rivals = ground.person[ground.post == home]
        if len(kinds) == 1 and len(rivals):
            break
    locked = replace(policy, locks=frozenset({(names[rivals[0]], posts[home])}))
    unsure = judged(ground, locked, {("legal_status", int(kinds[0]), int(holder)): UNKNOWN})
    found = told(solved(unsure, locked))
    first = found.items.iloc[0]
    assert (first["nip"], first["names"], first["effect"]) == (names[holder], "legal_status", "infeasible")
    assert_turns_out_as_told(solved(unsure, locked), found, 0)


# on random grounds ----------------------------------------------------------------------------------------------------


def random_plan(ground: Ground, policy: Policy, seed: int) -> Plan:
    """A plan with some locks and bans on a random ground."""
    rng = np.random.default_rng(seed)
    chosen = replace(policy, move_price=int(rng.choice([0, 5_000, 30_000])), unknown=str(rng.choice(["allow", "bar"])))
    unsure = doubtful(ground, chosen, seed)
    free = solved(unsure, chosen)
    assume(len(free.moves) > 2)
    move, other = (free.moves.iloc[int(n)] for n in rng.choice(len(free.moves), 2, replace=False))
    listed = slate(unsure, chosen, other["to_post"])
    rivals = listed.loc[listed["eligible"] & ~listed["nip"].isin([move["nip"], other["nip"]]), "nip"]
    locks = frozenset({(str(rng.choice(rivals)), other["to_post"])} if len(rivals) and rng.random() < 0.7 else ())
    found = solve(unsure, replace(chosen, locks=locks, forbids=frozenset({(move["nip"], move["to_post"])})))
    assume(isinstance(found, Plan))
    return found


@settings(max_examples=4)
@given(st.integers(0, 2**32 - 1))
def test_on_random_grounds_all_that_is_told_comes_about(ground, policy, seed):
    plan, rng = random_plan(ground, policy, seed), np.random.default_rng(seed)
    found = told(plan, verify=200)
    for number in rng.choice(len(found.items), min(12, len(found.items)), replace=False):
        assert_turns_out_as_told(plan, found, int(number))


@settings(max_examples=3)
@given(st.integers(0, 2**32 - 1))
def test_on_random_grounds_what_is_not_told_alters_nothing_however_it_turns_out(ground, policy, seed):
    plan, rng = random_plan(ground, policy, seed), np.random.default_rng(seed)
    found, questions, merit = told(plan, verify=0), Questions(plan.ground), plan.ground.merit
    at = [numbers(plan, row) for row in found.items.to_dict("records")]
    items = list(zip(found.items["names"], at, strict=True))
    raised = {
        (name, who, int(merit.components[name].demand[post])) for name, (who, post) in items if name in COMPONENTS
    }
    singles = {
        (name, who, int(questions.asks(name, np.array([post]))[0]))
        for name, (who, post) in items
        if name not in COMPONENTS and "+" not in name
    }
    tried = 0
    for name in COMPONENTS:
        component = merit.components[name]
        open_ = np.argwhere(component.high > component.low)
        for person, demand in open_[rng.permutation(len(open_))[:3]]:
            if (name, int(person), int(demand)) not in raised:
                more = rng.integers(1, int(component.high[person, demand]) - int(component.low[person, demand]) + 1)
                assert same(plan, solve(scored(plan.ground, name, person, demand, int(more)), plan.policy))
                tried += 1
    moved = set(plan.moves["nip"]) | set(plan.slates["nip"])
    for rule in questions.rules:
        open_ = np.argwhere(plan.ground.findings.judgements[rule].verdict == UNKNOWN)
        near = open_[np.isin(plan.ground.people["nip"].to_numpy()[open_[:, 1]], list(moved))]
        for kind, person in (*open_[rng.permutation(len(open_))[:1]], *near[rng.permutation(len(near))[:1]]):
            if (rule, int(person), int(kind)) not in singles:
                verdict = int(rng.choice([YES, NO]))
                altered = judged(plan.ground, plan.policy, {(rule, int(kind), int(person)): verdict})
                assert same(plan, solve(altered, plan.policy)), (rule, kind, person, verdict)
                tried += 1
    assert tried > 10


@settings(max_examples=5)
@given(st.integers(0, 2**32 - 1))
def test_a_score_that_is_full_has_nothing_left_to_find_out(ground, policy, seed):
    found = told(random_plan(ground, policy, seed), verify=0)
    components = found.items[found.items["kind"] == "component"]
    assert (components["most"] <= SCORE_MAX).all() and (components["needed"] <= components["most"]).all()
    assert (found.items.loc[found.items["turns"] == "no", "points"] <= 0).all()
    placed = found.items[found.items["effect"] == "placement"]
    gains = placed[placed["turns"] != "no"]
    assert (gains["critical"].gt(0) | gains["points"].ge(0)).all()


# told -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province):
    return province_workspace(tmp_path_factory.mktemp("ruang"), province)


def test_the_command_says_how_little_matters_and_writes_the_whole_list(workspace, made, tmp_path, capsys):
    book = tmp_path / "daftar.xlsx"
    assert cli.main(["--home", str(workspace.home), "worklist", "--out", str(book)]) == 0
    text, found = capsys.readouterr().out, told(made)
    assert f"{formats.whole(found.open)} pertanyaan" in text and f"{len(found.items)} di antaranya" in text
    naming = Naming.of(made.ground.staffing)
    for row in found.items.head(25).to_dict("records"):
        assert row["nip"] in text and naming.wholes[row["post"]] in text
    rows = list(openpyxl.load_workbook(book).active.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == found.items["nip"].tolist()


def test_the_command_gives_programs_the_same_list(workspace, made, capsys):
    assert cli.main(["--home", str(workspace.home), "worklist", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(told(made).to_record(), default=int))


def test_under_limits_the_command_refuses_in_a_sentence(workspace, capsys):
    who = {"actor": "uji", "role": "analis", "at": datetime(2025, 10, 30, tzinfo=UTC)}
    opened = scenarios.new(workspace, "Batas", **who)
    assert isinstance(scenarios.do(workspace, opened, [SetLimit("move_limit", 3)], **who), Scenario)
    assert cli.main(["--home", str(workspace.home), "worklist", "--skenario", opened.id]) == 1
    answered = capsys.readouterr()
    assert answered.out == "" and "batas" in answered.err


@pytest.mark.parametrize("turns", ["no", "yes", "high"])
@pytest.mark.parametrize("effect", ["placement", "slate"])
def test_each_answer_is_told_with_what_it_would_bring(made, turns, effect):
    row = {"nip": made.ground.people["nip"].iloc[0], "post": made.ground.seats["post"].iloc[0], "turns": turns}
    row |= {"kind": "finding", "names": "rank+sanctions", "source": "codes.x+sanctions.until", "effect": effect}
    row |= {"critical": -1, "points": -2_500, "moves": 0, "needed": 100, "most": 200, "posts": 1, "verified": True}
    found = Worklist(pd.DataFrame([row]), pd.DataFrame(columns=["item", "nip", "before", "after"]), 1)
    text = worklist_text(found, made)
    assert "Pangkat dan " in text and "parameter codes.x dan data hukuman disiplin (" in text
    assert "kosong 1 kursi kritis dan turun 2,5 poin" in text and "tetap" in text
    assert {"no": "bila tidak: keluar", "yes": "bila ya: masuk", "high": "sedikitnya 0,1 poin"}[turns] in text


def test_a_stop_is_heard(made):
    stop = threading.Event()
    heard: list[float] = []

    def progress(done: float, words: str) -> None:
        heard.append(done)
        if done > 0.4:
            stop.set()

    with pytest.raises(Stopped):
        worklist(made, progress=progress, stop=stop)
    assert heard == sorted(heard) and heard[-1] < 0.9
