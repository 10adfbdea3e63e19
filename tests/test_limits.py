"""Limits in a scenario: set, refused, told, lifted, and written down so that they can be read again."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import WEIGHTS, assert_refused, staffing_of
from workbench.scenario import (
    AddLimit,
    Apart,
    AssumeRule,
    Budget,
    DropLimit,
    Freeze,
    Lock,
    Policy,
    Quality,
    Refused,
    Release,
    Relocation,
    Scenario,
    Share,
    State,
    UnitMoves,
    apply,
    describe,
    diff,
    from_record,
    limit_of,
    limit_record,
    to_record,
    told,
)

KM = {"source": "uji", "confidence": "memory", "km": [["15.71", "15.05", 22]]}
COSTS = {"per_move": 1, "per_relocation": 10, "per_km": 100, "distances": [KM]}
EVERY = (
    UnitMoves("01", 3),
    Budget(500),
    Share("female", "least", 30, ("pengawas", "administrator"), each=True),
    Share("local", "most", 60, ("pengawas",), unit="01", reach=True),
    Quality(),
    Quality(60_000, each=True),
    Apart(("keluarga",)),
    Freeze("01"),
)


@pytest.fixture(scope="module")
def state(schemas) -> State:
    """Two offices; Ani leads the first, Budi works there, Citra in the other."""
    staffing = staffing_of(
        schemas,
        units=[
            {"unit": "01", "name": "Dinas Satu", "kind": "office", "region": "15.71"},
            {"unit": "011", "name": "Bidang", "kind": "division", "parent": "01"},
            {"unit": "02", "name": "Dinas Dua", "kind": "office", "region": "15.05"},
        ],
        posts=[
            {"post": "A", "unit": "01", "title": "Kepala", "head": True, "tier": "administrator", "capacity": 1},
            {"post": "B", "unit": "011", "title": "Seksi", "head": True, "tier": "pengawas", "capacity": 1},
            {"post": "C", "unit": "02", "title": "Seksi Lain", "head": False, "tier": "pengawas", "capacity": 1},
        ],
        employees=[{"nip": nip, "name": name} for nip, name in (("1", "Ani"), ("2", "Budi"), ("3", "Citra"))],
        assignments=[{"nip": nip, "post": post, "kind": "definitif"} for nip, post in (("1", "A"), ("2", "B"))],
    )
    return State(staffing, Policy(weights=WEIGHTS, tiers=("administrator", "pengawas"), settings={"relocation": COSTS}))


def with_limits(state: State, *limits) -> State:
    for limit in limits:
        state = apply(state, AddLimit(limit))
        assert isinstance(state, State), state.reason
    return state


# set and lifted -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", EVERY, ids=lambda limit: limit.id)
def test_a_limit_that_is_set_and_lifted_leaves_the_policy_as_it_was(state, limit):
    after = with_limits(state, limit)
    assert after.policy.limits == (limit,)
    assert apply(after, DropLimit(limit.id)).policy == state.policy


def test_limits_stand_in_one_order_however_they_were_set(state):
    assert with_limits(state, *EVERY).policy == with_limits(state, *reversed(EVERY)).policy


def test_the_same_limit_twice_is_refused_and_says_which_to_lift(state):
    refused = assert_refused(apply(with_limits(state, UnitMoves("01", 3)), AddLimit(UnitMoves("01", 5))), "limit_set")
    assert refused.remedy == DropLimit("unit_moves:@01")


def test_a_figure_is_changed_by_one_gesture_that_lifts_and_sets(state):
    scenario = Scenario("s", "Uji", "snap", with_limits(state, UnitMoves("01", 3)))
    after = scenario.do(DropLimit("unit_moves:@01"), AddLimit(UnitMoves("01", 5)))
    assert after.state.policy.limits == (UnitMoves("01", 5),)
    assert after.undo().state.policy.limits == (UnitMoves("01", 3),)


def test_a_limit_that_is_not_set_cannot_be_lifted(state):
    assert_refused(apply(state, DropLimit("budget")), "not_set")


def test_limits_of_one_group_by_two_bounds_and_over_other_places_stand_beside_one_another(state):
    tiers = ("pengawas",)
    several = (
        Share("female", "least", 30, tiers),
        Share("female", "most", 60, tiers),
        Share("female", "least", 20, tiers, each=True),
        Share("female", "least", 10, tiers, unit="01"),
        Share("male", "least", 30, tiers),
    )
    assert len(with_limits(state, *several).policy.limits) == 5


# refused --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        (UnitMoves("99", 3), "unknown_unit"),
        (Freeze("99"), "unknown_unit"),
        (UnitMoves("01", -1), "limit"),
        (UnitMoves("01", 1.5), "limit"),
        (UnitMoves("01", True), "limit"),
        (Budget(-1), "limit"),
        (Share("female", "least", 0, ("pengawas",)), "limit"),
        (Share("female", "least", 101, ("pengawas",)), "limit"),
        (Share("female", "most", 100, ("pengawas",)), "limit"),
        (Share("female", "most", -1, ("pengawas",)), "limit"),
        (Share("female", "exactly", 30, ("pengawas",)), "limit"),
        (Share("islam", "least", 30, ("pengawas",)), "limit"),
        (Share("female", "least", 30, ("raja",)), "limit"),
        (Share("female", "least", 30, ()), "limit"),
        (Share("female", "least", 30, ("pengawas",), unit="01", each=True), "limit"),
        (Quality(0), "limit"),
        (Quality(100_001), "limit"),
        (Quality(reach=True), "limit"),
        (Apart(("tetangga",)), "limit"),
    ],
    ids=repr,
)
def test_what_cannot_be_a_limit_is_refused_with_a_sentence(state, limit, code):
    refused = assert_refused(apply(state, AddLimit(limit)), code)
    assert refused.reason.endswith(".")


@pytest.mark.parametrize(
    "limit", [Share("female", "least", 1, ("pengawas",)), Share("female", "most", 0, ("pengawas",)), Quality(100_000)]
)
def test_the_outermost_figures_are_limits(state, limit):
    assert with_limits(state, limit).policy.limits == (limit,)


def test_a_budget_asks_first_what_a_move_costs(state):
    bare = state.with_policy(settings={})
    assert_refused(apply(bare, AddLimit(Budget(500))), "relocation")
    told_costs = apply(bare, AssumeRule("policy.settings.relocation", COSTS))
    assert with_limits(told_costs, Budget(500)).policy.limits == (Budget(500),)


def test_each_office_needs_units_that_are_on_record_as_offices(state):
    units = state.staffing.units.assign(kind=pd.NA)
    assert_refused(apply(state.with_tables(units=units), AddLimit(Quality(each=True))), "no_office")


def test_a_unit_cannot_be_frozen_across_a_lock_nor_a_lock_set_across_a_freeze(state):
    crossing, within = Lock("2", "C"), Lock("2", "A")
    locked = apply(state, crossing)
    assert assert_refused(apply(locked, AddLimit(Freeze("01"))), "locked").remedy == Release("2", "C")
    frozen = with_limits(state, Freeze("01"))
    assert assert_refused(apply(frozen, crossing), "frozen").remedy == DropLimit("freeze:@01")
    assert assert_refused(apply(frozen, Lock("3", "A")), "frozen").remedy == DropLimit("freeze:@01")
    assert isinstance(apply(frozen, within), State)
    assert isinstance(apply(with_limits(state, Freeze("011")), Lock("3", "C")), State)


@pytest.mark.parametrize(
    "change",
    [
        {"per_km": -1},
        {"per_km": None},
        {"per_mile": 3},
        {"distances": []},
        {"distances": [{**KM, "source": ""}]},
        {"distances": [{**KM, "confidence": "sure"}]},
        {"distances": [{**KM, "km": [["15.71", "15.71", 5]]}]},
        {"distances": [{**KM, "km": [["15.71", "15.05", -5]]}]},
        {"distances": [{**KM, "km": [[15.71, 15.05, 5]]}]},
        {"distances": [{**KM, "km": [["15.71", 15.05, 5]]}]},
        {"distances": [KM, {**KM, "km": [["15.05", "15.71", 23]]}]},
    ],
    ids=repr,
)
def test_a_table_of_costs_with_a_mistake_is_refused(state, change):
    assert_refused(apply(state, AssumeRule("policy.settings.relocation", {**COSTS, **change})), "relocation")
    with pytest.raises(ValueError, match=r"\.$"):
        Relocation.of({"relocation": {**COSTS, **change}})


# what a move costs ----------------------------------------------------------------------------------------------------


def test_a_move_costs_by_distance_and_an_unknown_one_as_much_as_the_dearest():
    costs, unknown = Relocation.of({"relocation": COSTS}).costs(pd.Index(["15.05", "15.71", "15.01"]))
    far = 1 + 10 + 100 * 22
    assert costs[:2, :2].tolist() == [[1, far], [far, 1]]
    assert not unknown[:2, :2].any()
    assert costs[2].tolist() == [far, far, 1, far], "a region without a distance is unknown, but near to itself"
    assert unknown[2].tolist() == [True, True, False, True]
    assert unknown[:, -1].all(), "two people of unknown regions need not live in one"


def test_the_agency_ships_a_distance_between_any_two_regencies_and_says_how_sure_it_is(policy, schemas):
    relocation = Relocation.of(policy.settings)
    regions = schemas.vocabulary.codes("region")
    unknown = relocation.costs(pd.Index(regions))[1][:-1, :-1]
    assert not unknown.any()
    assert set(relocation.km["confidence"]) == {"memory"}
    assert relocation.km["source"].str.contains("Perkiraan").all()


# written down and told ------------------------------------------------------------------------------------------------

TIERS = st.lists(st.sampled_from(["pengawas", "administrator", "pelaksana"]), min_size=1, max_size=4).map(tuple)
UNITS = st.sampled_from(["01", "02"])
ANY_LIMIT = st.one_of(
    st.builds(UnitMoves, UNITS, st.integers(0, 99)),
    st.builds(Budget, st.integers(0, 10**12)),
    st.builds(
        Share,
        st.sampled_from(["male", "female", "local"]),
        st.sampled_from(["least", "most"]),
        st.integers(1, 99),
        TIERS,
        st.none() | UNITS,
        reach=st.booleans(),
    ),
    st.builds(Quality, st.integers(1, 100_000), st.none() | UNITS, reach=st.booleans()),
    st.builds(Quality, each=st.booleans()),
    st.builds(Apart, st.lists(st.sampled_from(["keluarga", "benturan_kepentingan"])).map(tuple)),
    st.builds(Freeze, UNITS),
)


@given(ANY_LIMIT)
def test_what_is_written_down_is_read_back(limit):
    assert limit_of(json.loads(json.dumps(limit_record(limit)))) == limit
    for move in (AddLimit(limit), DropLimit(limit.id)):
        assert from_record(json.loads(json.dumps(to_record(move)))) == move


@given(st.lists(ANY_LIMIT, unique_by=lambda limit: limit.id))
def test_a_policy_with_limits_is_read_back_in_whatever_order_they_were_written(limits):
    policy = Policy(weights=WEIGHTS, limits=tuple(limits))
    record = json.loads(json.dumps(policy.to_record()))
    assert Policy.from_record(record) == policy
    assert Policy.from_record(record | {"limits": record["limits"][::-1]}) == policy


def test_a_policy_from_before_there_were_limits_has_none():
    record = Policy(weights=WEIGHTS).to_record()
    del record["limits"]
    assert Policy.from_record(record).limits == ()


def test_a_policy_with_one_limit_twice_is_a_mistake_of_who_wrote_it():
    with pytest.raises(ValueError, match="freeze:@01 twice"):
        Policy(weights=WEIGHTS, limits=(Freeze("01"), Freeze("01")))


@pytest.mark.parametrize(
    ("record", "says"),
    [({"kind": "wish"}, "unknown limit 'wish'"), ({"kind": "budget", "least": 3}, "budget cannot be read")],
)
def test_a_limit_that_this_version_does_not_know_is_named(record, says):
    with pytest.raises(ValueError, match=says):
        limit_of(record)


def test_the_order_of_tiers_makes_no_other_limit():
    assert Share("female", "least", 30, ("a", "b", "a")) == Share("female", "least", 30, ("b", "a"))


def test_every_limit_is_told_in_both_languages(state):
    for lang, sentences in TOLD.items():
        assert [told(limit, state.staffing, lang) for limit in EVERY] == sentences


TOLD = {
    "id": [
        "Paling banyak 3 orang pindah dari Dinas Satu",
        "Biaya semua perpindahan paling banyak Rp500",
        "Paling sedikit 30 persen perempuan di antara pemangku Administrator, Pengawas, tiap perangkat daerah",
        "Paling banyak 60 persen tenaga setempat di antara pemangku Pengawas, Dinas Satu (wajib tercapai)",
        "Rata-rata skor pemangku jabatan dalam ruang lingkup tidak turun dari hari ini, seluruhnya",
        "Rata-rata skor pemangku jabatan dalam ruang lingkup paling sedikit 60,0, tiap perangkat daerah",
        "Tidak ada dua orang dengan hubungan keluarga dalam satu garis komando",
        "Bekukan Dinas Satu: tidak ada yang keluar atau masuk",
    ],
    "en": [
        "At most 3 people move out of Dinas Satu",
        "All moves together cost at most Rp500",
        "At least 30 percent female among the holders of Administrator, Supervisor, in each regional office",
        "At most 60 percent local staff among the holders of Supervisor, in Dinas Satu (must be reached)",
        "Mean score of the holders of posts in scope not below today's, over all",
        "Mean score of the holders of posts in scope at least 60.0, in each regional office",
        "No two people with family in one line of command",
        "Freeze Dinas Satu: nobody leaves or enters",
    ],
}


def test_a_limit_in_the_history_reads_as_a_sentence(state):
    assert (
        describe(AddLimit(Freeze("01")), state.staffing)
        == "Batas: Bekukan Dinas Satu: tidak ada yang keluar atau masuk"
    )
    assert describe(DropLimit("freeze:@01"), state.staffing, "en") == "Lift the limit freeze:@01"


def test_a_limit_shows_among_what_differs_between_two_states(state):
    rows = diff(state, with_limits(state, Freeze("01")))
    assert rows[["table", "column"]].values.tolist() == [["policy", "limits"]]


def test_a_refused_limit_changes_nothing(state):
    before = replace(state.policy)
    assert isinstance(apply(state, AddLimit(Freeze("99"))), Refused)
    assert state.policy == before
