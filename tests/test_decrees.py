"""Chains told, decrees in the order of signing, and the pre-flight that tries them one by one."""

from dataclasses import replace
from functools import reduce
from threading import Event

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import assert_same_staffing, staffing_of
from workbench.placement import Plan, Stopped, chain_table, decrees, prepare, solve
from workbench.placement.succession.preflight import FOUND, OBSTACLES, Preflight, preflight
from workbench.regulation.findings import COLUMNS, find
from workbench.scenario import Lock, Place, Policy, Scenario, State, Vacate, apply
from workbench.staffing import Staffing
from workbench.staffing.service import held_posts

WEIGHTS = {"pendidikan": 20, "pengalaman": 25, "kompetensi": 25, "kinerja": 20, "rekam_jejak": 10}
LADDER = ("administrator", "pengawas", "pelaksana")


def planned(staffing: Staffing, policy: Policy, rulebook) -> Plan:
    found = solve(prepare(State(staffing, policy), rulebook), policy)
    assert isinstance(found, Plan), found
    return found


@pytest.fixture(scope="module")
def by_default(province, policy, rulebook) -> Plan:
    """Ten chains of one step, four of which wait for somebody's retirement."""
    return planned(province, policy, rulebook)


@pytest.fixture(scope="module")
def traded(province, policy, rulebook) -> Plan:
    """Posts may be traded, so one chain closes on itself and others have two steps."""
    free = replace(policy, move_price=0, settings=dict(policy.settings) | {"lateral": "all"})
    return planned(province, free, rulebook)


@pytest.fixture(scope="module")
def wide(province, policy, rulebook) -> Plan:
    """Functional posts besides: sixty moves in chains of up to three steps."""
    tiers = ("administrator", "pengawas", "jf_ahli_muda", "jf_ahli_pertama")
    return planned(province, replace(policy, tiers=tiers), rulebook)


@pytest.fixture(params=["by_default", "traded", "wide"])
def plan(request) -> Plan:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def flights(by_default, traded, wide, rulebook) -> dict[int, Preflight]:
    """The pre-flight of each of these plans, by its identity."""
    return {id(plan): preflight(plan, rulebook) for plan in (by_default, traded, wide)}


@pytest.fixture(scope="module")
def flown(traded, flights) -> Preflight:
    return flights[id(traded)]


def office(
    schemas, *, posts: dict[str, tuple[str, int]], held: dict[str, str | None], born: dict[str, str]
) -> Staffing:
    """posts: id -> (tier, seats); held: nip -> post; born: nip -> day of birth, 1980-01-01 unless told."""
    return staffing_of(
        schemas,
        units=[{"unit": "01", "name": "Dinas Contoh", "kind": "office"}],
        posts=[
            {"post": post, "unit": "01", "title": f"Jabatan {post}", "head": False, "tier": tier, "capacity": seats}
            for post, (tier, seats) in posts.items()
        ],
        employees=[
            {
                "nip": nip,
                "name": f"Pegawai {nip}",
                "legal_status": "aktif",
                "kind": "pns",
                "birth_date": born.get(nip, "1980-01-01"),
            }
            for nip in held
        ],
        assignments=[
            {"nip": nip, "post": post, "since": "2015-01-01", "kind": "definitif"}
            for nip, post in held.items()
            if post is not None
        ],
    )


def with_moves(staffing: Staffing, policy: Policy, rulebook, *moves: tuple[str, str]) -> Plan:
    """A plan of exactly these (nip, post): everyone locked where the moves say, nobody else moves."""
    locks = frozenset(moves)
    return planned(staffing, replace(policy, tiers=LADDER, locks=locks, move_price=100_000), rulebook)


def naively(plan: Plan) -> State:
    """Every decree on the whole state, one after another; those of a ring leave first and enter afterwards."""
    state, order = State(plan.ground.staffing, plan.policy), decrees(plan)
    for _, batch in order.groupby(order["ring"].fillna(-order["order"]), sort=False):
        state = state.with_policy(effective=batch["not_before"].iloc[0].date())
        leaving = batch if len(batch) > 1 else batch[batch["to_post"].isna()]
        gestures = [Vacate(row.nip, row.from_post) for row in leaving.itertuples()]
        gestures += [Place(row.nip, row.to_post) for row in batch.dropna(subset="to_post").itertuples()]
        state = reduce(applied, gestures, state)
    return state


def applied(state: State, move) -> State:
    after = apply(state, move)
    assert isinstance(after, State), after.reason
    return after


# chains ---------------------------------------------------------------------------------------------------------------


def test_every_move_is_one_step_of_one_chain(plan):
    told = chain_table(plan)
    assert sorted(told["nip"]) == sorted(plan.moves["nip"])
    for _, chain in told.groupby("chain"):
        assert chain["step"].tolist() == list(range(1, len(chain) + 1))


def test_a_chain_is_told_from_the_seat_that_opened_to_the_seat_that_nobody_takes(plan):
    told = chain_table(plan)
    for _, chain in told.groupby("chain"):
        assert (chain["next"].iloc[:-1].to_numpy() == chain["nip"].iloc[1:].to_numpy()).all()
        assert chain["ends"].iloc[:-1].isna().all() and pd.notna(chain["ends"].iloc[-1])
        assert (chain["to_post"].iloc[1:].to_numpy() == chain["from_post"].iloc[:-1].to_numpy()).all()


def test_a_chain_ends_where_its_last_seat_says(by_default, wide):
    ends = chain_table(by_default)
    assert set(ends["ends"].dropna()) == {"outside"}
    assert set(ends["from_post"]) <= set(by_default.opened["post"])
    left = chain_table(wide)
    vacant = left[left["ends"] == "vacant"]
    assert set(vacant["reason"]) == {"price", "nobody"}
    assert (vacant["reason"] == vacant["from_post"].map(wide.vacant.set_index("post")["reason"])).all()
    assert left.loc[left["ends"] == "nothing", "from_post"].isna().all() and (left["ends"] == "nothing").any()


def test_a_ring_is_told_as_a_ring(traded):
    told = chain_table(traded)
    ring = told[told["ring"]]
    assert len(ring) == 2 and ring["chain"].nunique() == 1
    assert ring["ends"].tolist()[-1] == "ring"
    assert set(ring["from_post"]) == set(ring["to_post"])
    assert ring["next"].tolist() == [*ring["nip"].tolist()[1:], ring["nip"].iloc[0]]


def test_a_seat_says_why_it_is_free(by_default):
    told = chain_table(by_default)
    leaves = by_default.ground.people.set_index("nip")["leaves"]
    assert told.loc[told["origin"] == "vacant", "replaces"].isna().all()
    retired = told.loc[told["origin"] == "retires", "replaces"]
    assert len(retired) and leaves.reindex(retired).notna().all()


def test_a_plan_of_nothing_has_no_chain_and_no_decree(province, policy, rulebook):
    empty = planned(province, replace(policy, tiers=()), rulebook)
    assert chain_table(empty).empty and decrees(empty).empty
    flown = preflight(empty, rulebook)
    assert flown.steps.empty and flown.findings.empty and flown.evidence.empty
    assert_same_staffing(flown.after, province)


# the order of decrees -------------------------------------------------------------------------------------------------


def test_every_move_is_signed_once(plan):
    order = decrees(plan)
    assert order["order"].tolist() == list(range(1, len(order) + 1))
    assert not order["nip"].duplicated().any()
    moves = order[order["kind"] == "move"].set_index("nip").sort_index()
    wanted = plan.moves.set_index("nip").sort_index()
    assert moves["to_post"].equals(wanted["to_post"]) and moves["from_post"].equals(wanted["from_post"])


def test_a_seat_is_free_before_it_is_filled(plan):
    order = decrees(plan).set_index("nip")
    for nip, row in order.dropna(subset="replaces").iterrows():
        left = order.loc[row["replaces"]]
        together = pd.notna(row["ring"]) and row["ring"] == left["ring"]
        assert together or left["order"] < row["order"], nip
        assert left["not_before"] <= row["not_before"]


def test_nobody_enters_the_seat_of_someone_who_has_not_retired_yet(by_default, province, rulebook):
    order = decrees(by_default).set_index("nip")
    leaves = by_default.ground.people.set_index("nip")["leaves"]
    ends = order[order["kind"] == "retire"]
    assert len(ends) == 4
    assert (ends["not_before"] == leaves.reindex(ends.index)).all()
    waiting = order.dropna(subset="replaces")
    assert (waiting["not_before"] == waiting["replaces"].map(leaves)).all()


def test_days_never_run_backwards(plan):
    assert decrees(plan)["not_before"].is_monotonic_increasing


def test_the_decrees_of_a_ring_stand_together_and_carry_its_number(traded):
    order = decrees(traded)
    ring = order[order["ring"].notna()]
    assert len(ring) == 2
    assert (ring["order"].diff().dropna() == 1).all()
    assert set(ring["replaces"]) == set(ring["nip"])


def test_a_post_with_more_holders_than_seats_is_entered_after_all_who_retire(schemas, rulebook):
    """Two seats, three holders; two of them retire in the horizon, so one seat opens."""
    staffing = office(
        schemas,
        posts={"P": ("pengawas", 2), "Q": ("pelaksana", 1)},
        held={"1": "P", "2": "P", "3": "P", "9": "Q"},
        born={"1": "1967-11-10", "2": "1968-03-10"},
    )
    plan = with_moves(staffing, Policy(weights=WEIGHTS, settings=MERIT), rulebook, ("9", "P"))
    order = decrees(plan)
    assert order["kind"].tolist() == ["retire", "retire", "move"]
    assert order["not_before"].iloc[-1] == pd.Timestamp("2026-04-01")
    assert preflight(plan, rulebook).steps["accepted"].all()


def test_two_seats_of_one_post_are_each_free_before_they_are_filled(schemas, rulebook):
    staffing = office(
        schemas,
        posts={"T": ("administrator", 2), "P": ("pengawas", 2), "Q": ("pelaksana", 4)},
        held={"1": "P", "2": "P", "3": "Q", "4": "Q"},
        born={},
    )
    policy = Policy(weights=WEIGHTS, settings=MERIT)
    plan = with_moves(staffing, policy, rulebook, ("1", "T"), ("2", "T"), ("3", "P"), ("4", "P"))
    order = decrees(plan).set_index("nip")["order"]
    assert order["1"] < order[plan.moves.set_index("replaces").loc["1", "nip"]]
    assert order["2"] < order[plan.moves.set_index("replaces").loc["2", "nip"]]
    flown = preflight(plan, rulebook)
    assert flown.steps["accepted"].all()
    assert dict(held_posts(flown.after).set_index("nip")["post"]) == {"1": "T", "2": "T", "3": "P", "4": "P"}


# the pre-flight -------------------------------------------------------------------------------------------------------

MERIT: dict = {}


@pytest.fixture(scope="module", autouse=True)
def merit_settings(policy):
    MERIT.update(policy.settings)


def test_the_pre_flight_ends_in_the_staffing_that_the_plan_says(plan, flights):
    assert flights[id(plan)].blocked.empty
    after = held_posts(flights[id(plan)].after).set_index("nip")["post"]
    assert after.reindex(plan.moves["nip"]).tolist() == plan.moves["to_post"].tolist()
    before = held_posts(plan.ground.staffing).set_index("nip")["post"]
    touched = set(decrees(plan)["nip"])
    assert after[~after.index.isin(touched)].equals(before[~before.index.isin(touched)])
    stays = plan.rows[plan.rows["kind"] == "stay"]
    assert after.reindex(stays["nip"]).tolist() == stays["to_post"].tolist()


def test_playing_on_the_people_concerned_equals_playing_on_everyone(traded, flown):
    assert_same_staffing(flown.after, naively(traded).staffing)


def test_findings_of_the_people_concerned_equal_those_of_everyone_in_the_state_of_that_step(traded, flown, rulebook):
    """What another person does never changes what the rules say of this one."""
    state = State(traded.ground.staffing, traded.policy)
    policy = traded.policy
    steps = flown.steps[flown.steps["kind"] == "move"]
    for row in steps.itertuples():
        day = row.day.date()
        law = rulebook.on(day, policy.assumptions)
        everyone = find(state.staffing, policy.rules, policy.settings, law, day)
        naive = everyone.of(row.nip, row.to_post)
        quick = flown.findings.loc[flown.findings["order"] == row.order, list(COLUMNS)].reset_index(drop=True)
        pd.testing.assert_frame_equal(quick, naive, check_dtype=False)
        if pd.isna(row.ring):
            if isinstance(row.replaces, str) and row.replaces not in set(steps["nip"]):
                state = applied(state, Vacate(row.replaces, row.to_post))
            state = applied(state.with_policy(effective=day), Place(row.nip, row.to_post))


def test_a_move_that_is_lawful_today_may_be_unlawful_on_the_day_when_its_seat_opens(by_default, flights):
    flown = flights[id(by_default)]
    later = flown.steps[flown.steps["day"] > pd.Timestamp(by_default.ground.staffing.as_of)]
    appraised = flown.findings[flown.findings["order"].isin(later["order"]) & (flown.findings["rule"] == "appraisals")]
    assert (appraised["verdict"] == "unknown").any(), "a seat that opens next year asks for this year's appraisal"
    assert by_default.moves.set_index("nip")["unknown"].reindex(appraised["nip"]).eq(0).any()


def test_counts_of_verdicts_are_those_of_the_findings(flown):
    assert tuple(flown.findings.columns) == FOUND
    for row in flown.steps[flown.steps["kind"] == "move"].itertuples():
        own = flown.findings[flown.findings["order"] == row.order]
        counts = own["verdict"].value_counts()
        assert (row.yes, row.no, row.unknown) == tuple(counts.get(word, 0) for word in ("yes", "no", "unknown"))
        assert row.bar_unknown == ((own["verdict"] == "unknown") & own["bars"]).sum()
    ends = flown.steps[flown.steps["kind"] != "move"]
    assert ends["yes"].isna().all() and ends["ready"].all()


def test_an_unknown_bars_the_formal_decision_until_the_document_is_seen(flown):
    steps = flown.steps[flown.steps["kind"] == "move"]
    assert set(steps["obstacle"].dropna()) <= set(OBSTACLES)
    open_ = steps[steps["bar_unknown"] > 0]
    assert len(open_) and not open_["ready"].any() and not open_["formal"].any()
    needed = flown.evidence
    assert set(open_["order"]) <= set(needed.loc[needed["bars"], "order"])
    assert needed["source"].notna().all() and needed["rules"].str.len().gt(0).all()


def test_what_is_asked_of_the_whole_plan_keeps_a_clean_move_from_being_formal(traded, rulebook, flown):
    clean = flown.steps[(flown.steps["kind"] == "move") & flown.steps["ready"]]
    assert len(clean) and (clean["obstacle"] == "papers").all()
    settled = replace(
        traded,
        policy=replace(
            traded.policy,
            settings=dict(traded.policy.settings)
            | {
                "election_candidates_set": "2024-09-22",
                "election_term_ends": "2025-02-20",
                "election_inaugurated": "2025-02-20",
            },
        ),
    )
    seen = preflight(settled, rulebook, evidence=[("documents", "surat")])
    assert seen.steps.loc[seen.steps["order"].isin(clean["order"]), "formal"].all()
    frozen = replace(
        traded,
        policy=replace(settled.policy, settings=dict(settled.policy.settings) | {"election_inaugurated": "2025-09-01"}),
    )
    banned = preflight(frozen, rulebook, evidence=[("documents", "surat")]).steps
    early = banned[(banned["kind"] == "move") & (banned["day"] < pd.Timestamp("2026-03-01"))]
    assert len(early) and set(early["obstacle"].dropna()) <= {"barred", "unknown", "freeze"}
    assert (early["obstacle"] == "freeze").any()


def test_a_move_that_a_rule_bars_waits_for_a_waiver(province, policy, rulebook, by_default):
    barred = by_default.ground.findings.overall
    post = by_default.moves["to_post"].iloc[0]
    profile = int(by_default.ground.findings.profile_of_post[post])
    people = by_default.ground.people
    free = (barred[:, profile] == 0) & people["active"] & people["leaves"].isna() & people["tier"].eq("pelaksana")
    nip = people.loc[free, "nip"].iloc[0]
    plan = planned(province, replace(policy, locks=frozenset({(nip, post)})), rulebook)
    row = preflight(plan, rulebook).steps.set_index("nip").loc[nip]
    assert row["accepted"] and row["bar_no"] > 0 and row["obstacle"] == "barred" and not row["formal"]


def test_a_seat_that_is_not_free_is_refused_with_its_reason_and_so_is_what_waits_for_it(by_default, rulebook):
    """A plan on other data than it was made from: somebody sits on a seat that the plan believed vacant."""
    first = by_default.moves[by_default.moves["replaces"].isna()].iloc[0]
    staffing = by_default.ground.staffing
    stranger = by_default.ground.people.loc[by_default.ground.people["post"].isna(), "nip"].iloc[0]
    taken = applied(State(staffing, by_default.policy), Place(stranger, first["to_post"])).staffing
    stale = replace(by_default, ground=replace(by_default.ground, staffing=taken))
    flown = preflight(stale, rulebook)
    blocked = flown.blocked.set_index("nip")
    assert blocked.index.tolist() == [first["nip"]]
    assert blocked.loc[first["nip"], "code"] == "full" and "kursi kosong" in blocked.loc[first["nip"], "reason"]
    step = flown.steps.set_index("nip").loc[first["nip"]]
    assert not step["accepted"] and step["obstacle"] == "refused"
    assert step["held_before"] == step["held_after"] == first["from_post"]


def test_a_person_who_is_no_longer_there_is_refused(by_default, rulebook):
    first = by_default.moves.iloc[0]
    state = State(by_default.ground.staffing, by_default.policy)
    elsewhere = applied(state, Vacate(first["nip"], first["from_post"])).staffing
    stale = replace(by_default, ground=replace(by_default.ground, staffing=elsewhere))
    blocked = preflight(stale, rulebook).blocked.set_index("nip")
    assert blocked.loc[first["nip"], "code"] == "moved"


def test_a_ring_that_cannot_close_is_refused_whole(traded, rulebook):
    ring = decrees(traded).dropna(subset="ring")
    state = State(traded.ground.staffing, traded.policy)
    stranger = traded.ground.people.loc[traded.ground.people["post"].isna(), "nip"].iloc[0]
    posts = state.staffing.posts
    wider = posts.assign(capacity=posts["capacity"].mask(posts["post"] == ring["to_post"].iloc[0], 2))
    crowded = applied(state.with_tables(posts=wider), Place(stranger, ring["to_post"].iloc[0]))
    stale = replace(traded, ground=replace(traded.ground, staffing=crowded.staffing.replace(posts=posts)))
    flown = preflight(stale, rulebook)
    assert set(flown.blocked["nip"]) >= set(ring["nip"])
    after = held_posts(flown.after).set_index("nip")["post"]
    assert after.reindex(ring["nip"]).tolist() == ring["from_post"].tolist()


def test_free_seats_are_told_before_and_after(flown):
    steps = flown.steps[(flown.steps["kind"] == "move") & flown.steps["ring"].isna()]
    assert (steps["free_before"] - steps["free_after"] == 1).all()
    assert (steps["held_after"] == steps["to_post"]).all()


def test_a_pre_flight_tells_where_it_is_and_can_be_stopped(by_default, rulebook):
    told = []
    preflight(by_default, rulebook, progress=lambda done, words: told.append((done, words)))
    assert [done for done, _ in told] == sorted(done for done, _ in told) and told[-1][0] == 1.0
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        preflight(by_default, rulebook, stop=stop)


def test_who_is_locked_to_stay_before_retiring_keeps_the_seat_and_another_seat_is_taken(schemas, policy, rulebook):
    """Two hold a post of two seats and both retire soon; one of them is locked to stay, so one seat comes free."""
    held = {"1": "p1", "3": "p1", "4": None}
    born = {"1": "1967-12-05", "3": "1967-12-05", "4": "1985-02-02"}
    staffing = office(schemas, posts={"p1": ("pengawas", 2)}, held=held, born=born)
    loose = replace(policy, tiers=LADDER, move_price=0, unknown="allow", locks=frozenset({("1", "p1")}))
    found = planned(staffing, loose, rulebook)
    assert sorted(zip(found.rows["nip"], found.rows["kind"], strict=True)) == [("1", "stay"), ("4", "move")]
    assert found.moves["replaces"].tolist() == ["3"], "the seat is that of whoever goes, not of whoever stays"
    assert decrees(found)[["kind", "nip"]].to_numpy().tolist() == [["retire", "3"], ["move", "4"]]
    flown = preflight(found, rulebook)
    assert flown.blocked.empty
    assert sorted(held_posts(flown.after)["nip"]) == ["1", "4"]


def test_a_post_beyond_its_seats_is_entered_once_everyone_who_goes_has_gone_whichever_way(schemas, policy, rulebook):
    """Two hold the one seat of p0: one retires, the other is locked elsewhere; only then is there room."""
    posts = {"p0": ("administrator", 1), "p2": ("pelaksana", 1)}
    held = {"0": "p0", "1": None, "5": "p0", "6": "p2"}
    staffing = office(schemas, posts=posts, held=held, born=dict.fromkeys(held, "1967-12-05"))
    locks = frozenset({("0", "p2"), ("1", "p0")})
    loose = replace(policy, tiers=LADDER, move_price=0, unknown="allow", locks=locks)
    found = planned(staffing, loose, rulebook)
    order = decrees(found).set_index("nip")["order"]
    assert order["1"] > max(order["0"], order["5"]) and order["0"] > order["6"]
    assert preflight(found, rulebook).blocked.empty


@settings(max_examples=8)
@given(st.data())
def test_any_lawful_plan_is_signed_without_a_refusal(schemas, policy, rulebook, data):
    """A ladder of posts of several seats, people anywhere on it, some about to retire, some already gone beyond the
    seats; whatever the plan says, each decree finds its seat free."""
    seats = data.draw(st.lists(st.integers(1, 2), min_size=3, max_size=5))
    posts = {f"p{k}": (LADDER[min(k, 2)], many) for k, many in enumerate(seats)}
    people = {f"{k}": data.draw(st.sampled_from([None, *posts])) for k in range(7)}
    born = {nip: data.draw(st.sampled_from(["1967-12-05", "1968-06-20", "1985-02-02"])) for nip in people}
    staffing = office(schemas, posts=posts, held=people, born=born)
    loose = replace(policy, tiers=LADDER, move_price=0, unknown="allow")
    chosen = data.draw(st.lists(st.tuples(st.sampled_from([*people]), st.sampled_from([*posts])), max_size=3))
    scenario = Scenario("s", "Uji", "snap", State(staffing, loose))
    for nip, post in chosen:
        done = scenario.do(Lock(nip, post))
        scenario = done if isinstance(done, Scenario) else scenario
    found = solve(prepare(scenario.state, rulebook), scenario.state.policy)
    if not isinstance(found, Plan):
        return
    taken = found.rows["to_post"].value_counts()
    flown = preflight(found, rulebook)
    if (taken <= staffing.posts.set_index("post")["capacity"].reindex(taken.index)).all():
        assert flown.blocked.empty
        after = held_posts(flown.after).set_index("nip")["post"]
        assert after.reindex(found.rows["nip"]).tolist() == found.rows["to_post"].tolist()
    else:
        assert set(flown.blocked["code"]) <= {"full"}
