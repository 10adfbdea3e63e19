"""The robust core: what no weighting in a range moves is so under all of them; errors in the data are only tried."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.io import resources
from workbench.io.workers import workers
from workbench.placement import Infeasible, Plan, Stopped, Trial, WorkerLost, prepare, robust, solve, sweep
from workbench.placement.engine.flow import Network
from workbench.placement.robustness.certainty import certainty
from workbench.placement.robustness.exhaustive import everywhere
from workbench.placement.robustness.field import Field, policy_weights
from workbench.placement.robustness.robust import Mistakes, Robust, errors_of
from workbench.placement.robustness.sweep import spread
from workbench.placement.robustness.weights import WeightRange
from workbench.scenario import COMPONENTS, Policy, Refused, State, rebalanced

WEIGHTS = {"pendidikan": 20, "pengalaman": 25, "kompetensi": 25, "kinerja": 20, "rekam_jejak": 10}
NO_ERRORS = Mistakes(unknown_merit=False, unknown_no=0.0, appraisal_share=0.0, appraisal_points=0)


@pytest.fixture(scope="module")
def trial() -> Trial:
    return replace(resources.robustness(), draws=24)


@pytest.fixture(scope="module")
def ground(province, rulebook, policy):
    return prepare(State(province, policy), rulebook)


@pytest.fixture(scope="module")
def plan(ground, policy) -> Plan:
    found = solve(ground, policy)
    assert isinstance(found, Plan)
    return found


@pytest.fixture(scope="module")
def found(ground, policy, trial) -> Robust:
    made = robust(ground, policy, trial)
    assert isinstance(made, Robust)
    return made


@st.composite
def fields(draw, people: int = 6, seats: int = 4) -> Field:
    """A few people who may take a few posts; some hold one, whose seat is then theirs to keep. Points are few, so that
    plans often tie."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    count, places = draw(st.integers(2, people)), draw(st.integers(1, seats))
    may = rng.random((count, places)) < 0.7
    held = np.where(rng.random(count) < 0.5, rng.integers(0, places, count), -1)
    holds = np.zeros_like(may)
    holds[np.flatnonzero(held >= 0), held[held >= 0]] = True
    person, seat = np.nonzero(may | holds)
    names = np.array([f"1970{n:04d}" for n in range(count)], object)
    kept = np.unique(person)
    whose = np.searchsorted(kept, person)
    own = holds[person, seat]
    capacity = np.maximum(holds.sum(axis=0), rng.integers(0, 3, places))
    points = (rng.integers(0, 6, (len(COMPONENTS), len(person))) * 100).astype(np.int16)
    return Field(
        names[kept],
        np.array([f"J{n}" for n in range(places)], object),
        Network(whose.astype(np.int32), seat.astype(np.int32), capacity, holds.any(axis=1)[kept]),
        points,
        (points + rng.integers(0, 3, points.shape) * 100).astype(np.int16),
        np.where(own, int(rng.integers(0, 3)) * 1000, 0),
        ~own,
        np.ones(len(person), bool),
        rng.random(places) < 0.3,
        np.zeros(len(person), np.uint32),
        (),
        np.arange(places),
    )


def told_of(field: Field, within: WeightRange, every: int):
    """The plan at the chosen weights, and what the proof says of everybody's seat; `every` 0 argues, else tries all."""
    base = field.solve(policy_weights(WEIGHTS))
    corners = [field.solve(weights) for weights in within.corners]
    return base, certainty(
        field, base, policy_weights(WEIGHTS), within, corners, range(len(field.nips)), 10**6, every=every
    )


# by weights -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("every", [0, 10**9], ids=["argued", "tried"])
@given(field=fields())
@settings(max_examples=8)
def test_who_is_called_unmoved_sits_the_same_under_every_weighting_of_the_range(every, field):
    if not len(field.stay):
        return
    within = WeightRange.around(WEIGHTS, 1)
    base, sure = told_of(field, within, every)
    seats = {weights: field.solve(weights).seat for weights in within}
    moved = {person for at in seats.values() for person in np.flatnonzero(at != base.seat)}
    assert not sure.undecided
    assert set(sure.witness) == moved
    for person, weights in sure.witness.items():
        assert weights in within and seats[weights][person] != base.seat[person]
    if every:
        chosen = np.array(policy_weights(WEIGHTS))
        for person, weights in sure.witness.items():
            moving = [np.abs(np.array(w) - chosen).sum() for w, at in seats.items() if at[person] != base.seat[person]]
            assert np.abs(np.array(weights) - chosen).sum() == min(moving)
    for weights, at in seats.items():
        assert np.array_equal(sure.seats(base, weights), at)


@given(field=fields(people=8, seats=5), seed=st.integers(0, 1000))
@settings(max_examples=15)
def test_a_plan_that_follows_its_neighbour_is_the_one_found_afresh(field, seed):
    within = WeightRange.around(WEIGHTS, 4)
    rng = np.random.default_rng(seed)
    weightings = [within.draw(rng) for _ in range(6)]
    start = field.solve(policy_weights(WEIGHTS))
    for weights, at in everywhere(field, start, weightings):
        assert np.array_equal(at, field.solve(weights).seat)


@given(st.permutations(sorted(WEIGHTS.values())), st.integers(0, 12))
def test_a_range_holds_its_corners_and_its_halves_hold_all_of_it(values, points):
    within = WeightRange.around(dict(zip(COMPONENTS, values, strict=True)), points)
    assert all(sum(corner) == 100 and corner in within for corner in within.corners)
    if len(within) > 20_000:
        return
    every = list(within)
    assert len(every) == len(set(every)) == len(within)
    if within.halves:
        assert sorted(every) == sorted(weights for half in within.halves for weights in half)


def test_a_placement_called_contested_is_another_under_the_weights_named(ground, policy, found):
    contested = found.placements[found.placements["status"] == "contested"]
    assert len(contested)
    for row in contested.to_dict("records"):
        other = solve(ground, replace(policy, weights=row["witness"]))
        seat = seats_of(other).get(row["nip"])
        assert seat != row["post"]
        assert all(abs(row["witness"][name] - policy.weights[name]) <= found.trial.points for name in COMPONENTS)


def test_a_lever_is_the_first_change_of_one_weight_that_changes_the_plan(ground, policy, plan, found):
    for row in found.levers.to_dict("records"):
        if row["change"] is None or row["change"] != row["change"] or not isinstance(row["weights"], str):
            continue
        name, step = row["component"], int(row["change"]) * row["direction"]
        at = solve(ground, replace(policy, weights=rebalanced(policy.weights, name, policy.weights[name] + step)))
        short = step - row["direction"]
        before = solve(ground, replace(policy, weights=rebalanced(policy.weights, name, policy.weights[name] + short)))
        assert seats_of(at) != seats_of(plan)
        assert seats_of(before) == seats_of(plan)


def seats_of(plan: Plan) -> dict[str, str]:
    """Who sits where, and nothing of those outside the plan's pairs."""
    return dict(zip(plan.rows["nip"], plan.rows["to_post"], strict=True))


def test_no_room_in_the_range_moves_nobody(ground, policy, trial):
    still = robust(ground, policy, replace(trial, points=0, draws=0))
    assert (still.weightings, still.corners) == (1, 1)
    assert set(still.placements["status"]) == {"proven"} and still.placements["witness"].isna().all()
    assert still.sentence() == "10 dari 10 pindah tidak bergeser oleh bobot (±0); 0 diperdebatkan."


def test_the_placements_are_those_of_the_plan(plan, found):
    moves = found.placements[found.placements["kind"] == "move"]
    assert set(zip(moves["nip"], moves["post"], strict=True)) == set(
        zip(plan.moves["nip"], plan.moves["to_post"], strict=True)
    )


def test_limits_are_refused_since_they_tie_all_placements_together(ground, policy, trial):
    assert isinstance(robust(ground, replace(policy, move_limit=3), trial), Refused)


# errors in the data ---------------------------------------------------------------------------------------------------


def test_without_errors_and_without_room_every_draw_is_the_plan_itself(ground, policy, trial):
    same = robust(ground, policy, replace(trial, points=0, errors=NO_ERRORS))
    assert (same.placements["share"] == 1).all()
    # Clopper and Pearson: with all of n draws the bound is the n-th root of what is left.
    assert same.placements["least"].tolist() == pytest.approx([0.05 ** (1 / trial.draws)] * len(same.placements))


def test_a_few_draws_do_not_make_a_placement_steady(ground, policy, trial):
    few = robust(ground, policy, replace(trial, points=0, draws=5, errors=NO_ERRORS))
    assert set(few.placements["data"]) == {"unsure"}


def test_who_holds_in_too_few_draws_is_contested_by_the_data(found, trial):
    shaken = found.placements["data"] == "contested"
    assert shaken.any() and (found.placements["share"] < trial.steady).equals(shaken)


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(ground, policy, trial, found):
    assert robust(ground, policy, trial).digest == found.digest
    assert robust(ground, policy, replace(trial, seed=trial.seed + 1)).digest != found.digest


def test_the_order_of_the_rows_changes_nothing(province, rulebook, policy, trial, found):
    mixed = State(province, policy).with_tables(employees=province.employees.sample(frac=1, random_state=7))
    assert robust(prepare(mixed, rulebook), policy, trial).digest == found.digest


def test_as_many_people_err_as_was_assumed(ground, policy):
    field = Field.of(ground, policy)
    rng = np.random.default_rng(3)
    drawn = errors_of(field, Mistakes(True, 1.0, 0.25, 200), rng)
    row = COMPONENTS.index("kinerja")
    off = drawn.shift[row] != 0
    assert set(np.abs(drawn.shift[row][off])) == {200} and not np.delete(drawn.shift, row, axis=0).any()
    assert off.mean() == pytest.approx(0.25, abs=0.15)
    assert (drawn.barred == (1 << len(field.rules)) - 1).all()
    nothing = errors_of(field, NO_ERRORS, rng)
    assert not nothing.share.any() and not nothing.shift.any() and not nothing.barred.any()


@pytest.mark.parametrize("wrong", [{"draws": -1}, {"confidence": 1.0}, {"points": -1}, {"steady": 1.2}])
def test_a_trial_that_cannot_be_is_an_error(trial, wrong):
    with pytest.raises(ValueError):
        replace(trial, **wrong)


def test_a_field_missing_from_the_policy_is_named():
    with pytest.raises(ValueError, match="rivals"):
        Trial.from_record({"points": 5})


# the executor port ----------------------------------------------------------------------------------------------------


def test_whoever_works_and_however_many_the_answer_is_the_same(ground, policy, trial, found):
    with ThreadPoolExecutor(2) as threads:
        assert robust(ground, policy, trial, executor=threads, width=3).digest == found.digest


def test_processes_of_this_machine_give_the_same_answer_and_a_lost_one_is_told(ground, policy, trial, found):
    with workers(2) as executor:
        assert robust(ground, policy, replace(trial), executor=executor).digest == found.digest
        with pytest.raises(WorkerLost, match="lebih sedikit pekerja"):
            spread(_die, "shared", range(4), executor=executor)


def _die(shared: str, task: int) -> int:
    os._exit(9)


def test_answers_come_in_the_order_of_the_tasks():
    with ThreadPoolExecutor(4) as threads:
        assert spread(_double, 10, range(40), executor=threads, width=7) == [10 + 2 * n for n in range(40)]


def _double(shared: int, task: int) -> int:
    return shared + 2 * task


def test_a_sweep_gives_the_plan_of_each_policy(ground, policy):
    others = [policy, replace(policy, weights=rebalanced(policy.weights, "kinerja", 60)), replace(policy, move_price=0)]
    swept = sweep(ground, others)
    for n, each in enumerate(others):
        one = solve(ground, each)
        assert int(swept.moves[n]) == len(one.moves)
        at = swept.seat[n][ground.people["nip"].isin(one.moves["nip"])]
        assert set(ground.seats["post"].to_numpy()[at]) == set(one.moves["to_post"])


def test_whoever_asks_to_stop_is_heard_between_two_tries(ground, policy, trial):
    stop, told = threading.Event(), []

    def hear(fraction: float, words: str) -> None:
        told.append((fraction, words))
        if words.startswith("Mengundi"):
            stop.set()

    with pytest.raises(Stopped):
        robust(ground, policy, trial, progress=hear, stop=stop)
    fractions = [fraction for fraction, _ in told]
    assert fractions == sorted(fractions) and fractions[-1] < 0.9


def test_a_plan_that_cannot_be_is_told_as_such(ground, plan, policy, trial):
    seats = ground.seats
    post = seats.loc[seats["selection"] & (seats["taken"] == 1), "post"].iloc[0]
    nip = plan.moves["nip"].iloc[0]
    locked: Policy = replace(policy, locks=frozenset({(nip, post)}))
    assert isinstance(robust(ground, locked, trial), Infeasible)
