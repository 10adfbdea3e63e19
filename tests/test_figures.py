"""What an organization amounts to: counted by hand on a small office, and adding up on the demo province."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organization import small_organization, some_moves

from domain import WEIGHTS, staffing_of
from workbench.io import resources
from workbench.scenario import (
    AbolishPost,
    AbolishUnit,
    ConvertPost,
    MergeUnits,
    MovePost,
    MoveUnit,
    Policy,
    RenameUnit,
    State,
    apply,
)
from workbench.structure import (
    Measured,
    affected,
    compared,
    judged,
    of_units,
    pay_confidence,
    totals,
    worked_split_2025,
)
from workbench.structure.between import touched, touched_of
from workbench.structure.changes import changes
from workbench.structure.figures import SUMS, of_posts


@pytest.fixture(scope="module")
def law(rulebook):
    return rulebook.on(date(2025, 10, 29))


@pytest.fixture(scope="module")
def state(schemas) -> State:
    units = [
        ("0", None, "province"),
        ("1", "0", "office"),
        ("11", "1", "division"),
        ("12", "1", "division"),
        ("2", "0", "office"),
    ]
    posts = [
        ("kadis", "1", True, "jpt_pratama", 1, 1),
        ("kabid", "11", True, "administrator", 1, 1),
        ("analis", "11", False, "jf_ahli_muda", 3, 4),
        ("staf", "11", False, "pelaksana", 2, None),
        ("kabid2", "12", True, "administrator", 1, 1),
    ]
    people = [
        ("a", "III/a", 24), ("b", "IV/a", 300), ("c", None, 24), ("d", "IX", None), ("e", "III/a", None),
    ]  # fmt: skip
    held = [("a", "analis"), ("b", "kabid"), ("c", "staf"), ("d", "analis"), ("e", "kabid2")]
    staffing = staffing_of(
        schemas,
        units=[{"unit": u, "name": f"Unit {u}", "parent": p, "kind": k} for u, p, k in units],
        posts=[
            {"post": p, "unit": u, "title": p, "head": h, "tier": t, "capacity": c, "need": n, "allowance": 1_000_000}
            for p, u, h, t, c, n in posts
        ],
        employees=[
            {"nip": n, "name": n, "legal_status": "aktif", "golongan": g, "service_months": m} for n, g, m in people
        ],
        assignments=[{"nip": n, "post": p, "since": "2020-01-01", "kind": "definitif"} for n, p in held],
    )
    return State(staffing, Policy(weights=WEIGHTS))


def unit(state: State, law, id: str) -> pd.Series:
    return of_units(state.staffing, law).set_index("unit").loc[id]


def test_a_unit_is_counted_with_all_beneath_it(state, law):
    told = unit(state, law, "1")
    assert (told["seats"], told["held"], told["vacant"]) == (8, 5, 3)
    assert (told["structural"], told["functional"], told["operative"]) == (3, 3, 2)
    assert (told["need"], told["needless"]) == (7, 1), "a need that nobody counted is unknown, not none"
    assert (told["depth"], told["layers"], told["children"], told["span"]) == (1, 1, 2, 2)
    assert unit(state, law, "11")["span"] == 5
    assert unit(state, law, "0")["headless"] and not told["headless"]


def test_pay_is_that_of_the_table_in_force_and_what_cannot_be_told_is_counted(state, law):
    basic, ends = law["salary.pns_basic"].value, law["salary.pppk_min_max"].value["IX"]
    told = unit(state, law, "11")
    assert told["pay"] == basic["III/a"][2] + basic["IV/a"][24] + ends["min"], (
        "service between two steps counts as the lower"
    )
    assert told["pay_most"] - told["pay"] == ends["max"] - ends["min"]
    assert told["unpaid"] == 1 and unit(state, law, "12")["unpaid"] == 1
    assert told["allowance"] == 4_000_000


def test_one_person_units_and_the_share_of_functional_seats(state, law):
    told = totals(state.staffing, law)
    assert (told["units"], told["offices"], told["layers"], told["one_person"], told["headless"]) == (5, 2, 2, 1, 2)
    assert told["functional_share"] == 500
    assert told["span_mean"] == pytest.approx((2 + 5 + 0) / 3, abs=0.01)


def test_figures_of_nothing_are_none_and_no_fault(schemas, law):
    told = totals(staffing_of(schemas), law)
    assert (told["units"], told["span_mean"], told["functional_share"], told["seats"]) == (0, None, None, 0)


def test_what_stands_at_the_roots_adds_up_to_the_posts(province, law):
    units, posts = of_units(province, law), of_posts(province, law)
    roots = units[units["parent"].isna()]
    for name in SUMS:
        assert roots[name].sum() == posts[name].sum()
    assert (posts[["structural", "functional", "operative"]].sum(axis=1) == posts["seats"]).all()
    assert (posts["vacant"] >= posts["seats"] - posts["held"]).all()


def test_to_move_or_to_rename_changes_no_sum_and_to_convert_moves_a_seat_between_kinds(state, law):
    for move in (MoveUnit("11", "2"), RenameUnit("11", "Lain"), MovePost("staf", "12")):
        after = apply(state, move)
        table = compared(state, after, law).set_index("figure")
        assert (table.loc[list(SUMS), "difference"] == 0).all()
    after = apply(state, ConvertPost("kabid2", "jf_ahli_muda", "Analis"))
    table = compared(state, after, law).set_index("figure")["difference"]
    assert (table["structural"], table["functional"], table["seats"]) == (-1, 1, 0)


@pytest.mark.parametrize(
    ("move", "people"),
    [
        (AbolishPost("kabid2"), {"e": "lost"}),
        (MergeUnits(("12",), "11"), {"e": "lost"}),
        (MoveUnit("12", "2"), {"e": "office"}),
        (MovePost("staf", "12"), {"c": "unit"}),
        (ConvertPost("kabid2", "jf_ahli_muda", "Analis"), {"e": "tier"}),
        (RenameUnit("12", "Lain"), {"e": "name"}),
        (AbolishUnit("11"), {"b": "lost", "a": "unit", "c": "unit", "d": "unit"}),
    ],
    ids=str,
)
def test_each_person_is_affected_in_one_way(state, move, people):
    told = affected(state, apply(state, move))
    assert dict(zip(told["nip"], told["how"], strict=True)) == people


def test_the_split_of_2025_adds_offices_and_seats_and_no_pay(law):
    split = worked_split_2025()
    table = compared(split.base, split.state, law).set_index("figure")["difference"]
    assert (table["offices"], table["units"], table["seats"], table["held"], table["pay"]) == (2, 5, 5, 0, 0)
    told = affected(split.base, split.state)
    assert set(told["how"]) == {"office", "name"} and table["affected"] == len(told)


def test_need_is_compared_where_it_was_counted_and_the_rest_is_told(state, law):
    told = totals(state.staffing, law)
    assert (told["need"], told["counted_seats"], told["counted_held"], told["needless"]) == (7, 6, 4, 1)
    assert (told["abk_seats"], told["abk_held"]) == (857, 571)
    assert told["functional_ratio"] == 1000
    uncounted = state.staffing.replace(posts=state.staffing.posts.assign(need=pd.NA))
    assert totals(uncounted, law)["abk_held"] is None and totals(uncounted, law)["needless"] == 5


@pytest.mark.parametrize(
    ("bounds", "met"),
    [
        ({"least": 2}, "yes"),
        ({"least": 3}, "no"),
        ({"most": 2}, "yes"),
        ({"most": 1}, "no"),
        ({"least": 1, "most": 2}, "yes"),
    ],
    ids=str,
)
def test_a_target_is_met_up_to_and_with_its_bounds(state, law, bounds, met):
    table = judged(compared(state, state, law), {"layers": bounds})
    assert table[["before", "met_before", "after", "met_after"]].values.tolist() == [[2, met, 2, met]]


def test_a_target_of_what_nobody_knows_is_neither_met_nor_missed(schemas, law):
    nothing = State(staffing_of(schemas), Policy(weights=WEIGHTS))
    table = compared(nothing, nothing, law)
    assert judged(table, {"span_mean": {"least": 4}})["met_after"].tolist() == ["unknown"]
    with pytest.raises(ValueError, match="no figure 'spann'"):
        judged(table, {"spann": {"least": 4}})
    assert len(judged(table, resources.restructuring_policy()["sasaran"]))


def test_pay_is_as_sure_as_the_least_sure_table_it_was_read_from(state, law):
    pns = state.staffing.replace(employees=state.staffing.employees[lambda people: people["golongan"] != "IX"])
    assert pay_confidence(pns, law) == law["salary.pns_basic"].confidence
    assert pay_confidence(state.staffing, law) == law["salary.pppk_min_max"].confidence == "memory"


@settings(max_examples=15)
@given(st.lists(some_moves(), min_size=1, max_size=5))
def test_what_is_measured_on_the_way_is_what_is_measured_anew(schemas, law, moves):
    base = small_organization(schemas)
    now, measured = base, Measured.of(base.staffing, law)
    for move in moves:
        after = apply(now, move)
        now = after if isinstance(after, State) else now
        measured = measured.then(now.staffing)
    anew = Measured.of(now.staffing, law)
    assert measured.totals == anew.totals
    pd.testing.assert_frame_equal(measured.units, anew.units)
    pd.testing.assert_frame_equal(measured.posts, anew.posts)
    assert affected(base, now)["nip"].is_unique
    began = Measured.of(base.staffing, law).drawn
    pd.testing.assert_frame_equal(affected(began, measured.drawn), affected(base, now))
    pd.testing.assert_frame_equal(changes(began, measured.drawn), changes(base, now))
    assert touched_of(began, measured.drawn) == touched(base.staffing, now.staffing)


def test_what_a_gesture_touches_are_the_offices_it_takes_from_and_gives_to(province):
    units, vocabulary = province.units, province.schemas.vocabulary
    groups = units["kind"].map(vocabulary.group("unit_kind"))
    offices = units.loc[groups == "opd", "unit"].tolist()
    part = units.loc[units["parent"].isin(offices), ["unit", "parent"]].iloc[0]
    other = next(office for office in offices if office != part["parent"])
    state = State(province, Policy(weights=WEIGHTS))
    moved = apply(state, MoveUnit(str(part["unit"]), str(other)))
    assert isinstance(moved, State)
    assert touched(province, moved.staffing) == {part["parent"], other}
    assert touched(province, province) == frozenset()
