"""Proposals to restructure: what they promise is what is measured once they are done, and they keep to their caps."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from threading import Event
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import WEIGHTS, assert_refused, staffing_of
from workbench.io import resources
from workbench.placement.engine.assign import Stopped
from workbench.scenario import (
    AbolishUnit,
    Freeze,
    MergeUnits,
    MoveUnit,
    Policy,
    Refused,
    Scenario,
    State,
    apply,
)
from workbench.staffing import Schemas
from workbench.staffing.lines import lineage
from workbench.staffing.service import held_posts
from workbench.structure import Caps, Prices, Proposed, affected, compared, of_units, propose, worded
from workbench.structure.proposals import Step
from workbench.structure.proposals.organization import organization

PRICES = Prices.from_record(resources.restructuring_policy()["usulan"])


@pytest.fixture(scope="module")
def law(rulebook):
    return rulebook.on(date(2025, 10, 29))


Rows = list[dict[str, Any]]


def state_of(schemas: Schemas, units: Rows, posts: Rows, held: Iterable[tuple[str, str]]) -> State:
    people = sorted({nip for nip, _ in held})
    staffing = staffing_of(
        schemas,
        units=[{"name": f"Unit {row['unit']}"} | row for row in units],
        posts=[{"title": row["post"], "tier": "pelaksana", "head": False, "capacity": 9} | row for row in posts],
        employees=[{"nip": nip, "name": nip, "legal_status": "aktif"} for nip in people],
        assignments=[
            {"nip": nip, "post": post, "since": f"20{10 + at % 10}-01-01", "kind": "definitif"}
            for at, (nip, post) in enumerate(held)
        ],
    )
    return State(staffing, Policy(weights=WEIGHTS))


def head(unit: str, allowance: int | None = 500_000, tier: str = "pengawas") -> dict[str, Any]:
    return {"post": f"h{unit}", "unit": unit, "head": True, "tier": tier, "capacity": 1, "allowance": allowance}


def desk(unit: str, family: str | None = "umum") -> dict[str, Any]:
    return {"post": f"d{unit}{family}", "unit": unit, "family": family}


def office(schemas: Schemas, sections: dict[str, tuple[str, ...]]) -> State:
    """One office; in it divisions 1, 2, 3 with sections named after them; heads everywhere; a desk in each section."""
    divisions = sorted({name[0] for name in sections})
    names = [*divisions, *sorted(sections)]
    units: Rows = [{"unit": "P", "parent": None, "kind": "province"}, {"unit": "O", "parent": "P", "kind": "office"}]
    units += [{"unit": d, "parent": "O", "kind": "division"} for d in divisions]
    units += [{"unit": s, "parent": s[0], "kind": "section"} for s in sorted(sections)]
    posts = [head("O", 3_000_000, "jpt_pratama"), *(head(d, 1_200_000, "administrator") for d in divisions)]
    posts += [head(s) for s in sections] + [desk(s, f) for s, families in sections.items() for f in families]
    held = [(f"k{name}", f"h{name}") for name in names]
    held += [(f"{s}{f}{n}", f"d{s}{f}") for s, families in sections.items() for f in families for n in range(2)]
    return state_of(schemas, units, posts, held)


@st.composite
def organizations(draw: st.DrawFn, schemas: Schemas) -> State:
    """Two offices with divisions and sections; some without a head or a known region, some people with two posts, one
    post locked, one unit frozen."""
    units: Rows = [{"unit": "P", "parent": None, "kind": "province"}]
    units += [{"unit": f"O{n}", "parent": "P", "kind": "office"} for n in range(2)]
    region = st.sampled_from([None, "15.01", "15.71"])
    for n in range(2):
        for d in range(draw(st.integers(1, 3))):
            division = f"O{n}D{d}"
            units.append({"unit": division, "parent": f"O{n}", "kind": "division", "region": draw(region)})
            for s in range(draw(st.integers(0, 3))):
                units.append({"unit": f"{division}S{s}", "parent": division, "kind": "section", "region": draw(region)})
    posts: Rows = []
    for row in units[1:]:
        if draw(st.sampled_from([True, True, True, False])):
            money = draw(st.sampled_from([None, 300_000, 500_000, 900_000]))
            posts.append(head(row["unit"], money, draw(st.sampled_from(["pengawas", "administrator"]))))
        posts += [desk(row["unit"], family) for family in draw(st.sets(st.sampled_from(["a", "b", None]), max_size=2))]
    ids = [row["post"] for row in posts]
    held = [(f"p{at}", post) for at, post in enumerate(ids) if draw(st.booleans())]
    if held:
        held.append((draw(st.sampled_from(held))[0], draw(st.sampled_from(ids))))
    state = state_of(schemas, units, posts, list(dict.fromkeys(held)))
    if held and draw(st.booleans()):
        state = state.with_policy(locks=frozenset({held[0]}))
    return state.with_policy(limits=(Freeze(units[-1]["unit"]),)) if draw(st.booleans()) else state


def caps() -> st.SearchStrategy[Caps]:
    return st.builds(
        Caps,
        units=st.none() | st.integers(4, 14),
        merges=st.none() | st.integers(0, 6),
        span=st.none() | st.integers(2, 5),
        layers=st.none() | st.integers(1, 2),
        group=st.none() | st.integers(2, 3),
        offices=st.sampled_from([(), (), ("O0",)]),
        keep=st.frozensets(st.sampled_from(["O0D0", "O1D0S0"]).filter(bool), max_size=1),
        across=st.booleans(),
    )


def done(state: State, steps: Iterable[Step]) -> State:
    moves = [move for step in steps for move in step.moves]
    if not moves:
        return state
    after = Scenario("x", "x", "", state).do(*moves)
    assert isinstance(after, Scenario), after.reason
    return after.state


def measured(before: State, after: State) -> tuple[int, int]:
    """saving (rupiah a month) and disturbed (people), from the tables of both states."""
    paid = [
        held_posts(each.staffing).merge(each.staffing.posts, on="post")["allowance"].fillna(0).sum()
        for each in (before, after)
    ]
    return int(paid[0] - paid[1]), len(affected(before, after))


# what holds for every organization ------------------------------------------------------------------------------------


@settings(max_examples=10)
@given(st.data())
def test_a_proposal_saves_and_disturbs_what_is_measured_once_it_is_done_and_keeps_its_caps(schemas, law, data):
    state, asked = data.draw(organizations(schemas)), data.draw(caps())
    asked = replace(asked, keep=asked.keep & set(state.staffing.units["unit"]))
    found = propose(state, law, asked, PRICES)
    if isinstance(found, Refused):
        assert found.code in ("units", "layers", "span") and found.reason and len(found.findings)
        return
    after = done(state, found.steps)
    assert (found.saving, found.disturbed) == measured(state, after)
    assert found.gap >= 0 and (not found.proven or found.cost == found.bound)
    tree = after.staffing.units.set_index("unit")
    depth = lineage(after.staffing.units).groupby("unit")["steps"].max()
    children = tree["parent"].value_counts().reindex(tree.index).fillna(0)
    inside = [unit for unit in tree.index if not asked.offices or unit.startswith(asked.offices)]
    parts = [unit for unit in inside if depth[unit] > 0]
    ended = set(state.staffing.units["unit"]) - set(tree.index)
    assert len(inside) == found.units <= (asked.units or found.units)
    assert asked.merges is None or len(ended) <= asked.merges
    assert not ended & asked.keep
    assert asked.span is None or (children[parts] <= asked.span).all()
    assert asked.layers is None or (depth[parts] - 1 <= asked.layers).all()
    for step in found.steps:
        merge = step.moves[0]
        assert asked.group is None or not isinstance(merge, MergeUnits) or len(merge.units) < asked.group


@settings(max_examples=6)
@given(st.data())
def test_any_of_the_steps_can_be_left_out_and_the_rest_adds_up(schemas, law, data):
    state, asked = data.draw(organizations(schemas)), replace(data.draw(caps()), units=None, keep=frozenset())
    found = propose(state, law, asked, PRICES)
    steps = () if isinstance(found, Refused) else found.steps
    if steps:
        alone = data.draw(st.sampled_from(steps))
        some = [alone] if data.draw(st.booleans()) else [step for step in steps if data.draw(st.booleans())]
        expected = (sum(step.saving for step in some), sum(step.disturbed for step in some))
        assert measured(state, done(state, some)) == expected
        assert all(0 <= need < at for at, step in enumerate(steps) for need in step.needs)


@settings(max_examples=4)
@given(st.data())
def test_the_order_of_rows_changes_no_step(schemas, law, data):
    state, asked = data.draw(organizations(schemas)), replace(data.draw(caps()), keep=frozenset())
    rng = np.random.default_rng(data.draw(st.integers(0, 9)))
    tables = {name: table.iloc[rng.permutation(len(table))] for name, table in state.staffing.tables()}
    shuffled = State(type(state.staffing).of(state.staffing.as_of, tables, schemas), state.policy)
    one, other = (propose(each, law, asked, PRICES) for each in (state, shuffled))
    if isinstance(one, Refused):
        assert isinstance(other, Refused) and (one.code, one.reason) == (other.code, other.reason)
    else:
        assert one == other


# what it chooses ------------------------------------------------------------------------------------------------------


def test_sections_are_merged_into_the_one_whose_people_would_be_most_disturbed(schemas, law):
    state = office(schemas, {"1a": ("x", "y"), "1b": ("x",), "2a": ("z",)})
    found = propose(state, law, Caps(), replace(PRICES, kinds=("section",)))
    assert [step.moves for step in found.steps] == [(MergeUnits(("1b",), "1a"),)]
    step = found.steps[0]
    assert (step.saving, step.disturbed) == (500_000, 3)
    assert step.why.figures == {
        "units": 1,
        "heads": 1,
        "people": 2,
        "familiar": 2,
        "cost": 2 * 20_000 + 200_000 - 500_000,
    }
    assert (step.why.reason, found.proven, found.gap) == ("gain", True, 0)


def test_a_merge_that_disturbs_more_than_it_saves_waits_for_a_cap(schemas, law):
    state = office(schemas, {"1a": ("x", "y"), "1b": ("z",)})
    dear = replace(PRICES, person=400_000)
    assert propose(state, law, Caps(), dear).steps == ()
    found = propose(state, law, Caps(units=4), dear)
    assert [step.why.reason for step in found.steps] == ["units"] and found.proven


def test_units_that_become_siblings_are_merged_after_their_parents_and_say_so(schemas, law):
    state = office(schemas, {"1a": ("x",), "2a": ("x",)})
    found = propose(state, law, Caps(), PRICES)
    parents, sections = found.steps
    assert parents.moves == (MergeUnits(("2",), "1"),)
    assert sections.needs == (0,) and not found.proven and found.gap == 0


def test_units_known_to_sit_in_other_regions_stay_apart_and_unknown_ones_are_marked(schemas, law):
    state = office(schemas, {"1a": ("x",), "1b": ("x",), "2a": ("x",)})
    units = state.staffing.units
    region = units["unit"].map({"1a": "15.01", "1b": "15.71"})
    found = propose(state.with_tables(units=units.assign(region=region)), law, Caps(), PRICES)
    apart = {"1a", "1b"}
    assert all(not apart <= {*step.moves[0].units, step.moves[0].into} for step in found.steps)
    assert all("region" in step.why.unknown for step in found.steps)
    free = replace(PRICES, same_region=False)
    one = propose(state.with_tables(units=units.assign(region=region)), law, Caps(merges=1), free)
    assert one.steps[0].why.unknown == ()


def test_a_unit_whose_head_is_locked_or_whose_head_has_two_posts_or_that_a_limit_names_may_only_receive(schemas, law):
    state = office(schemas, {"1a": ("x",), "1b": ("x", "y")})
    assert propose(state, law, Caps(), PRICES).steps[0].moves == (MergeUnits(("1a",), "1b"),)
    held = state.staffing.assignments
    second = pd.DataFrame({"nip": ["k1a"], "post": ["d1bx"], "since": ["2000-01-01"], "kind": ["definitif"]})
    for barred in (
        state.with_policy(locks=frozenset({("k1a", "h1a")})),
        state.with_policy(limits=(Freeze("1a"),)),
        state.with_tables(assignments=pd.concat([held, second.astype({"since": held["since"].dtype})])),
    ):
        assert propose(barred, law, Caps(), PRICES).steps[0].moves == (MergeUnits(("1b",), "1a"),)
    assert propose(state, law, Caps(keep=frozenset({"1a"})), PRICES).steps == ()


def test_a_secretariat_keeps_the_subdivisions_that_the_law_gives_it(schemas, law):
    exact = law["organization_province.dinas"].value["B"]["subbagian_sekretariat"]
    units: Rows = [{"unit": "P", "parent": None, "kind": "province"}]
    units += [{"unit": "O", "parent": "P", "kind": "office", "opd_type": "B"}]
    units += [{"unit": "S", "parent": "O", "kind": "unit_secretariat"}]
    units += [{"unit": f"S{n}", "parent": "S", "kind": "subdivision"} for n in range(exact + 2)]
    posts = [head(row["unit"]) for row in units[3:]]
    state = state_of(schemas, units, posts, [(f"k{row['unit']}", row["post"]) for row in posts])
    found = propose(state, law, Caps(across=True), PRICES)
    assert found.units == 3 + exact
    unknown = state.with_tables(units=state.staffing.units.assign(opd_type=None))
    assert propose(unknown, law, Caps(), PRICES).units == 4


def test_merged_divisions_have_no_more_sections_than_the_law_allows(schemas, law):
    state = office(schemas, {"1a": ("x",), "1b": ("y",), "2a": ("x",), "2b": ("z",), "3a": ("x",)})
    typed = state.with_tables(units=state.staffing.units.assign(opd_type=["A"] * len(state.staffing.units)))
    most = law["organization_province.dinas"].value["A"]["seksi_per_bidang_max"]
    after = done(typed, propose(typed, law, Caps(), replace(PRICES, kinds=("division",))).steps)
    children = of_units(after.staffing, law).set_index("unit")["children"]
    assert most == 3 and sorted(children.reindex(["1", "2", "3"]).dropna()) == [2, 3]


# beyond siblings ------------------------------------------------------------------------------------------------------


def test_a_layer_too_many_is_taken_out_or_units_move_up(schemas, law):
    state = office(schemas, {"1a": ("x",), "2a": ("y",)})
    found = propose(state, law, Caps(layers=1, keep=frozenset({"1", "2"})), PRICES)
    assert {step.why.reason for step in found.steps} == {"layers"} and not found.proven
    assert {type(step.moves[0]) for step in found.steps} <= {MoveUnit, AbolishUnit}
    assert of_units(done(state, found.steps).staffing, law)["depth"].max() == 2


def test_a_unit_with_too_many_beneath_it_gives_one_to_where_its_job_family_is_known(schemas, law):
    state = office(schemas, {"1a": ("x",), "1b": ("y",), "1c": ("z",), "1d": ("w",), "2a": ("v",), "3a": ("u",)})
    known = pd.DataFrame([{"title": "z", "tier": "pelaksana", "head": False, "capacity": 1} | desk("3", "z")])
    state = state.with_tables(posts=pd.concat([state.staffing.posts, known]))
    found = propose(state, law, Caps(span=3, merges=0), PRICES)
    assert [step.moves for step in found.steps] == [(MoveUnit("1c", "3"),)]
    assert (found.saving, found.disturbed, found.proven) == (0, 0, False)
    assert worded(found.steps[0], state.staffing) == (
        "Unit 1c dipindahkan ke bawah Unit 3; tidak seorang pun berganti unit. Langkah ini diperlukan oleh batas "
        "rentang kendali. Wilayah sebagian unit belum diketahui."
    )
    assert all(isinstance(step.moves[0], MergeUnits) for step in propose(state, law, Caps(span=3), PRICES).steps)


def test_where_siblings_do_not_suffice_units_of_different_parents_are_merged(schemas, law):
    state = office(schemas, {"1a": ("x",), "2a": ("x",), "3a": ("y",)})
    lone = replace(PRICES, kinds=("section",))
    assert propose(state, law, Caps(), lone).steps == ()
    found = propose(state, law, Caps(units=6), lone)
    assert len(found.steps) == 2 and not found.proven and found.units == 6
    assert propose(state, law, Caps(across=True), lone).saving > 0


def test_caps_that_cannot_be_met_are_refused_with_the_least_that_was_reached(schemas, law):
    state = office(schemas, {"1a": ("x",), "2a": ("x",)})
    refused = assert_refused(propose(state, law, Caps(units=2, keep=frozenset({"1"})), PRICES), "units")
    assert "Paling sedikit 4 unit" in refused.reason and "sedangkan batasnya 2" in refused.reason
    assert dict(refused.findings.itertuples(index=False)) == {"kind": 2, "kept": 1, "alone": 1}
    kept = Caps(layers=1, keep=frozenset(state.staffing.units["unit"]))
    assert "2 lapisan" in assert_refused(propose(state, law, kept, PRICES), "layers").reason
    wide = office(schemas, {f"1{n}": () for n in "abcd"})
    kept = Caps(span=3, keep=frozenset(wide.staffing.units["unit"]))
    assert "4 unit" in assert_refused(propose(wide, law, kept, PRICES), "span").reason
    limited = assert_refused(propose(state, law, Caps(units=4, merges=1), PRICES), "units")
    assert "paling banyak 1 unit dihapus" in limited.reason


@pytest.mark.parametrize(
    ("caps", "code"),
    [
        (Caps(units=0), "number"),
        (Caps(merges=-1), "number"),
        (Caps(group=1), "number"),
        (Caps(span=True), "number"),
        (Caps(layers=1.5), "number"),
        (Caps(offices=("X",)), "unknown_office"),
        (Caps(offices=("1",)), "unknown_office"),
        (Caps(keep=frozenset({"X"})), "unknown_unit"),
    ],
    ids=str,
)
def test_caps_that_mean_nothing_are_refused(schemas, law, caps, code):
    assert_refused(propose(office(schemas, {"1a": ()}), law, caps, PRICES), code)


def test_units_in_a_circle_are_refused_and_no_units_need_nothing(schemas, law):
    state = office(schemas, {"1a": ()})
    parent = state.staffing.units["parent"].mask(state.staffing.units["unit"] == "1", "1a")
    assert_refused(
        propose(state.with_tables(units=state.staffing.units.assign(parent=parent)), law, Caps(), PRICES), "circle"
    )
    empty = State(staffing_of(schemas), state.policy)
    assert propose(empty, law, Caps(units=3, span=2, layers=1), PRICES).steps == ()


def test_the_demo_province_is_proposed_to_by_its_own_policy(province, law, policy):
    told: list[float] = []
    state = State(province, policy)
    found = propose(state, law, Caps(group=2), PRICES, progress=lambda share, words: told.append(share))
    assert isinstance(found, Proposed) and found.proven and found.steps
    assert told == sorted(told) and told[-1] == 1.0
    figures = compared(state, done(state, found.steps), law).set_index("figure")
    assert (found.saving, found.disturbed) == (-figures.at["allowance", "difference"], figures.at["affected", "after"])
    units = organization(state, law, Caps(), PRICES)
    assert units.disturbed.sum() == figures.at["held", "before"]


def test_the_caller_can_stop_it(schemas, law):
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        propose(office(schemas, {"1a": ("x",), "1b": ("x",)}), law, Caps(), PRICES, stop=stop)


# words and prices -----------------------------------------------------------------------------------------------------


def test_each_kind_of_step_is_worded_in_both_languages(schemas, law):
    state = office(schemas, {"1a": ("x",), "1b": ("x",), "2a": ()})
    merge = propose(state, law, Caps(merges=1), PRICES).steps[0]
    assert worded(merge, state.staffing) == (
        "Unit 2 digabung ke dalam Unit 1: hemat Rp1.200.000 sebulan, 1 kepala kehilangan jabatan, dan tidak ada orang "
        "lain yang berganti unit. Hematnya lebih besar daripada gangguannya. Wilayah sebagian unit belum diketahui."
    )
    assert worded(merge, state.staffing, "en") == (
        "Unit 2 merged into Unit 1: saves Rp1,200,000 a month, heads who lose their post: 1; nobody else changes unit. "
        "It saves more than it disturbs. The region of some of these units is unknown."
    )
    keep = frozenset({"1", "2", "O"})
    flat = propose(state, law, Caps(layers=1, keep=frozenset({"1", "2"})), PRICES).steps[-1]
    assert "batas lapisan" in worded(flat, state.staffing) and "cap on layers" in worded(flat, state.staffing, "en")
    people = propose(state, law, Caps(merges=1, keep=keep), PRICES).steps[0]
    assert "2 orang berganti unit, 2 di antaranya" in worded(people, state.staffing)
    assert "people who change unit: 2" in worded(people, state.staffing, "en")


def test_prices_come_whole_from_the_policy_file_or_not_at_all():
    record = {name: getattr(PRICES, name) for name in Prices.__dataclass_fields__}
    assert Prices.from_record(record) == PRICES
    with pytest.raises(ValueError, match="exactly"):
        Prices.from_record({**record, "harga": 1})
    with pytest.raises(ValueError, match="whole rupiah"):
        replace(PRICES, head=-1)
    with pytest.raises(ValueError, match="familiar"):
        replace(PRICES, person=1)


def test_nothing_is_asked_of_a_state_that_a_proposal_was_made_for(schemas, law):
    state = office(schemas, {"1a": ("x",), "1b": ("x",)})
    before = {name: table.copy() for name, table in state.staffing.tables()}
    found = propose(state, law, Caps(), PRICES)
    assert isinstance(apply(state, found.steps[0].moves[0]), State)
    for name, table in state.staffing.tables():
        pd.testing.assert_frame_equal(table, before[name])
