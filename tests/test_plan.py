"""The plan on the small demo province: lawful, complete, unique, and adding up."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.placement import Infeasible, Plan, asked, plan, prepare, slate, solve
from workbench.placement.limits.kept import violations
from workbench.regulation.compare import NO, UNKNOWN
from workbench.scenario import (
    COMPONENTS,
    AssumeRule,
    Forbid,
    Freeze,
    Lock,
    Release,
    Scenario,
    SetLimit,
    SetScope,
    SetWeights,
    Share,
    State,
    UnitMoves,
    rebalanced,
)
from workbench.staffing import Staffing
from workbench.staffing.service import held_posts

EVERY_TIER = (
    *("jpt_pratama", "administrator", "pengawas", "pelaksana"),
    *("jf_ahli_utama", "jf_ahli_madya", "jf_ahli_muda", "jf_ahli_pertama"),
    *("jf_penyelia", "jf_mahir", "jf_terampil", "jf_pemula"),
)


@pytest.fixture(scope="module")
def scenario(province, policy) -> Scenario:
    return Scenario("s", "Uji", "snap", State(province, policy))


@pytest.fixture(scope="module")
def ground(scenario, rulebook):
    return prepare(scenario.state, rulebook)


@pytest.fixture(scope="module")
def made(ground, policy) -> Plan:
    return solve(ground, policy)


def solved(scenario: Scenario, rulebook, ground) -> Plan:
    found = solve(prepare(scenario.state, rulebook, known=ground), scenario.state.policy)
    assert isinstance(found, Plan), found
    return found


def a_move(made: Plan) -> pd.Series:
    return made.moves.iloc[0]


def test_the_plan_fills_vacancies_and_opens_chains(made):
    assert made.summary["moves"] == len(made.moves) > 0
    assert made.summary["vacant_after"] < made.summary["open_before"]
    assert made.moves["chain"].notna().all()


def test_contributions_add_up_to_the_score_exactly(made):
    rows = made.rows
    assert (rows[list(COMPONENTS)].sum(axis=1) == rows["score"]).all()
    assert (rows["score"] <= rows["score_most"]).all()


def test_nobody_is_proposed_whom_a_rule_bars(made, ground):
    moves = made.moves
    person = pd.Index(ground.people["nip"]).get_indexer(moves["nip"])
    profile = ground.findings.profile_of_post.reindex(moves["to_post"]).to_numpy()
    assert (ground.findings.overall[person, profile] != NO).all()
    assert (moves["no"] == 0).all() or (ground.findings.overall[person, profile] != NO).all()


def test_nobody_who_holds_a_post_loses_it_without_another(made, ground):
    scope = set(ground.seats.loc[ground.seats["in_scope"], "post"])
    staying = ground.people[ground.people["active"] & ground.people["leaves"].isna()]
    holders = set(staying.loc[staying["post"].isin(scope), "nip"])
    assert holders <= set(made.rows["nip"])


def test_one_seat_a_person_and_no_post_beyond_its_seats(made, ground):
    assert not made.rows["nip"].duplicated().any()
    taken = made.rows["to_post"].value_counts()
    capacity = ground.seats.set_index("post")["capacity"]
    assert (taken <= capacity.reindex(taken.index)).all()


def test_filled_and_vacant_seats_reconcile_to_the_last_one(made, ground):
    scope = ground.seats[ground.seats["in_scope"]]
    assert len(made.rows) + made.vacant["seats"].sum() == scope["capacity"].sum() == made.summary["seats"]
    after = made.summary["vacant_after"]
    arrivals = (made.moves["from_post"].isna() | ~made.moves["from_post"].isin(scope["post"])).sum()
    assert made.summary["open_before"] - after == arrivals


def test_every_vacant_post_says_why(made):
    assert set(made.vacant["reason"]) <= {"selection", "nobody", "forbidden", "price", "elsewhere"}
    assert (made.vacant.loc[made.vacant["reason"] == "nobody", "candidates"] == 0).all()
    assert (made.vacant.loc[made.vacant["reason"].isin(["price", "elsewhere"]), "candidates"] > 0).all()


def test_a_high_leadership_post_gets_a_slate_of_three_and_never_an_appointment(made, ground):
    tier = ground.seats.set_index("post")["tier"]
    assert not (made.moves["to_post"].map(tier) == "jpt_pratama").any()
    selection = made.vacant.loc[made.vacant["reason"] == "selection"]
    assert len(selection) > 0
    counts = made.slates["post"].value_counts()
    assert (counts == selection.set_index("post")["candidates"].reindex(counts.index).clip(upper=3)).all()
    assert made.slates.groupby("post")["score"].apply(lambda s: s.is_monotonic_decreasing).all()


def test_a_move_on_the_same_level_fills_a_seat_that_was_vacant_from_the_start(made, ground):
    level = ground.seats.set_index("post")["level"]
    opened = set(ground.seats.loc[ground.seats["open"] > 0, "post"])
    moves = made.moves.dropna(subset="from_post")
    lateral = moves[moves["from_post"].map(level) == moves["to_post"].map(level)]
    assert set(lateral["to_post"]) <= opened
    assert (moves["from_post"].map(level) <= moves["to_post"].map(level)).all(), "nobody is moved down"


def test_the_proof_of_the_plan_holds(made, ground, policy):
    pairs = asked.pairs(ground, policy)
    assert made.assignment.check(pairs, asked.seats(ground, pairs)) == ()


def test_a_plan_that_is_known_makes_the_next_one_quick_and_never_other(scenario, rulebook, ground, made):
    first, second, last = made.moves.iloc[0], made.moves.iloc[1], made.moves.iloc[-1]
    rival = slate(ground, made.policy, first["to_post"]).query("eligible and nip != @first.nip")["nip"].iloc[0]
    gestures = [
        Lock(first["nip"], first["to_post"]),
        Forbid(last["nip"], last["to_post"]),
        SetLimit("move_price", 2_000),
        Release(first["nip"], first["to_post"]),
        Lock(rival, first["to_post"]),
        Forbid(second["nip"], second["to_post"]),
    ]
    known = made
    for gesture in gestures:
        scenario = scenario.do(gesture)
        here = prepare(scenario.state, rulebook, known=ground)
        known, fresh = (solve(here, scenario.state.policy, known=earlier) for earlier in (known, None))
        assert known.digest == fresh.digest, gesture
        pairs = asked.pairs(here, known.policy)
        assert known.assignment.check(pairs, asked.seats(here, pairs)) == ()


def test_a_plan_under_limits_keeps_each_of_them_and_is_proven_best_among_those_that_do(scenario, ground, made):
    policy, units = scenario.state.policy, ground.staffing.posts.set_index("post")["unit"]
    busiest = str(made.moves["from_post"].dropna().map(units).mode().iloc[0])
    cost = {"relocation": {"fixed": 1_000_000, "per_km": 10_000}}
    limits = (UnitMoves(busiest, 0), Share("female", "least", 40, ("administrator", "pengawas")))
    tight = replace(policy, limits=limits, move_limit=len(made.moves) - 1, settings=policy.settings | cost)
    assert not violations(made, tight).empty, "the plan without limits must break one, or nothing is tried"
    kept = solve(ground, tight)
    assert isinstance(kept, Plan), kept
    assert violations(kept, tight).empty
    assert kept.summary["gap"] == 0
    assert kept.assignment.value < made.assignment.value or kept.assignment.critical < made.assignment.critical
    assert kept.standing is None


def test_a_frozen_unit_keeps_everybody_and_takes_nobody(scenario, ground, made):
    units = ground.staffing.posts.set_index("post")["unit"]
    frozen = str(made.moves["to_post"].map(units).iloc[0])
    kept = solve(ground, replace(scenario.state.policy, limits=(Freeze(frozen),)))
    assert isinstance(kept, Plan), kept
    touched = kept.moves["to_post"].map(units).eq(frozen) ^ kept.moves["from_post"].map(units).eq(frozen)
    assert not touched.any()


def test_limits_that_a_lock_breaks_are_refused_with_the_limit_s_name(scenario, ground, made):
    units = ground.staffing.posts.set_index("post")["unit"]
    mover = made.moves.dropna(subset="from_post").iloc[0]
    limits = (Freeze(str(units[mover["from_post"]])),)
    lock = frozenset({(mover["nip"], mover["to_post"])})
    found = solve(ground, replace(scenario.state.policy, limits=limits, locks=lock))
    if units[mover["from_post"]] != units[mover["to_post"]]:
        assert isinstance(found, Infeasible) and mover["nip"] in found.nips, found


@settings(max_examples=5)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_no_name(province, schemas, policy, rulebook, made, seed):
    rng = np.random.default_rng(seed)
    shuffled = {name: table.iloc[rng.permutation(len(table))] for name, table in province.tables()}
    again = plan(State(Staffing.of(province.as_of, shuffled, schemas), policy), rulebook)
    assert again.digest == made.digest


def test_lock_then_release_gives_the_same_plan_and_so_does_undo(scenario, rulebook, ground, made):
    row = a_move(made)
    other = slate(ground, scenario.state.policy, row["to_post"])
    rival = other.loc[other["eligible"] & (other["nip"] != row["nip"]), "nip"].iloc[0]
    locked = scenario.do(Lock(rival, row["to_post"]))
    changed = solved(locked, rulebook, ground)
    assert changed.digest != made.digest
    assert ((changed.rows["nip"] == rival) & (changed.rows["to_post"] == row["to_post"])).any()
    assert changed.summary["total"] <= made.summary["total"] + scenario.state.policy.move_price
    assert solved(locked.do(Release(rival, row["to_post"])), rulebook, ground).digest == made.digest
    assert solved(locked.undo(), rulebook, ground).digest == made.digest


def test_a_forbidden_person_is_not_proposed_there(scenario, rulebook, ground, made):
    row = a_move(made)
    after = solved(scenario.do(Forbid(row["nip"], row["to_post"])), rulebook, ground)
    assert not ((after.rows["nip"] == row["nip"]) & (after.rows["to_post"] == row["to_post"])).any()


def test_a_lock_that_would_unseat_somebody_for_good_is_infeasible_and_names_who_sits_there(
    scenario, rulebook, ground, made
):
    stays = made.rows[(made.rows["kind"] == "stay")]
    posts = ground.seats.set_index("post")
    full = stays[stays["to_post"].map(posts["tier"]).eq("jpt_pratama")].iloc[0]
    outsider = made.moves["nip"].iloc[-1]
    found = plan(scenario.do(Lock(outsider, full["to_post"])).state, rulebook)
    assert isinstance(found, Infeasible)
    assert full["to_post"] in found.posts
    assert set(found.nips) >= {outsider}


def test_an_unlawful_lock_is_kept_and_shows_its_findings(scenario, rulebook, ground, made):
    vacant = made.vacant.loc[made.vacant["reason"] != "selection", "post"]
    post = str(vacant.iloc[0]) if len(vacant) else str(made.moves["to_post"].iloc[0])
    at = pd.Index(ground.seats["post"]).get_loc(post)
    barred = ground.findings.overall[:, int(ground.findings.profile_of_post[post])] == NO
    free = (
        barred & ground.people["post"].isna().to_numpy()
        | barred & ~ground.people["tier"].isin(["jpt_pratama"]).to_numpy()
    )
    free &= (ground.people["active"] & ground.people["leaves"].isna()).to_numpy()
    nip = str(ground.people["nip"].to_numpy()[np.flatnonzero(free)[0]])
    after = solved(scenario.do(Lock(nip, post)), rulebook, ground)
    row = after.rows[(after.rows["nip"] == nip)].iloc[0]
    assert row["to_post"] == ground.seats["post"].iloc[at]
    assert row["locked"]
    assert row["no"] > 0


def test_a_higher_price_never_moves_more_people(scenario, rulebook, ground):
    moves = [
        solved(scenario.do(SetLimit("move_price", price)), rulebook, ground).summary["moves"]
        for price in (0, 5_000, 40_000)
    ]
    assert moves == sorted(moves, reverse=True)
    assert moves[0] > moves[-1]


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_a_limit_on_moves_is_kept(scenario, rulebook, ground, made, limit):
    after = solved(scenario.do(SetLimit("move_limit", limit)), rulebook, ground)
    assert after.summary["moves"] <= limit
    assert after.summary["gap"] == 0
    assert after.summary["total"] <= made.summary["total"] + made.summary["moves"] * scenario.state.policy.move_price


def test_unknown_findings_can_be_barred(scenario, rulebook, ground):
    after = solved(scenario.do(AssumeRule("policy.unknown", "bar")), rulebook, ground)
    person = pd.Index(ground.people["nip"]).get_indexer(after.moves["nip"])
    profile = ground.findings.profile_of_post.reindex(after.moves["to_post"]).to_numpy()
    assert (ground.findings.overall[person, profile] > NO).all()
    assert UNKNOWN not in set(ground.findings.overall[person, profile])


def test_moving_a_weight_changes_scores_and_leaves_the_ground_alone(scenario, rulebook, ground, made):
    moved = scenario.do(SetWeights(rebalanced(scenario.state.policy.weights, "kinerja", 80)))
    assert prepare(moved.state, rulebook, known=ground) is ground
    after = solved(moved, rulebook, ground)
    assert (after.rows[list(COMPONENTS)].sum(axis=1) == after.rows["score"]).all()
    assert after.digest != made.digest


def test_ground_taken_from_before_equals_ground_made_afresh(scenario, rulebook, ground):
    wider = scenario.do(SetScope((*scenario.state.policy.tiers, "jf_ahli_muda")))
    reused = solve(prepare(wider.state, rulebook, known=ground), wider.state.policy)
    assert reused.digest == plan(wider.state, rulebook).digest


def test_an_assumed_rule_changes_who_may_be_proposed(scenario, rulebook, ground):
    strict = scenario.do(AssumeRule("appointment.administrator", {"min_education": "s3"}))
    harder = prepare(strict.state, rulebook, known=ground)
    tier = ground.seats["tier"].to_numpy()
    assert (tier[harder.post] == "administrator").sum() < (tier[ground.post] == "administrator").sum()
    assert harder.regulation["appointment.administrator"].confidence == "assumed"


def test_the_widest_scope_places_everyone_lawfully(scenario, rulebook, ground):
    wide = scenario.do(SetScope(EVERY_TIER))
    found = solved(wide, rulebook, ground)
    assert found.summary["posts"] > 400
    held = held_posts(wide.state.staffing)
    assert set(held["nip"]) - set(found.rows["nip"]) <= set(
        found.ground.people.loc[found.ground.people["leaves"].notna() | ~found.ground.people["active"], "nip"]
    ) | set(held.loc[held["post"].isin(found.ground.seats.loc[~found.ground.seats["in_scope"], "post"]), "nip"])


def test_a_slate_lists_the_best_first_and_those_barred_last(ground, policy, made):
    post = a_move(made)["to_post"]
    listed = slate(ground, policy, post)
    able = listed[listed["eligible"]]
    assert able["score"].is_monotonic_decreasing
    assert (listed[list(COMPONENTS)].sum(axis=1) == listed["score"]).all()
    assert listed["eligible"].tolist() == sorted(listed["eligible"], reverse=True)
    assert len(slate(ground, policy, post, rows=2)["eligible"].loc[lambda e: e]) == min(2, len(able))


def test_the_same_plan_gives_the_same_bytes_and_a_head_does_not_change_its_digest(ground, policy, made):
    again = solve(ground, policy, head={"scenario": "x"})
    assert again.digest == made.digest
    assert again.to_record()["rows"] == made.to_record()["rows"]


def test_a_plan_of_nothing_is_an_empty_plan(scenario, rulebook):
    empty = plan(State(scenario.base.staffing, replace(scenario.base.policy, tiers=())), rulebook)
    assert len(empty.rows) == 0
    assert empty.summary["moves"] == 0
    assert empty.summary["score_mean"] is None
