"""Limits as rows over pairs: each kind at its edge, and in agreement with a checker that reads the finished plan."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import WEIGHTS, staffing_of
from workbench.placement import Ground, Infeasible, Plan, prepare, solve
from workbench.placement.limits.kept import violations
from workbench.placement.limits.limited import Limits, collision, limits_of, measured, standing
from workbench.scenario import (
    Apart,
    Budget,
    Freeze,
    Limit,
    Policy,
    Quality,
    Share,
    State,
    UnitMoves,
)
from workbench.staffing.lines import beneath, in_one_line, lineage, lines_of_command

KM = {"source": "uji", "confidence": "memory", "km": [["15.71", "15.05", 22], ["15.71", "15.01", 250]]}
COSTS = {"per_move": 1, "per_relocation": 10, "per_km": 100, "distances": [KM]}
NEAR, FAR = 1 + 10 + 100 * 22, 1 + 10 + 100 * 250

STAFFING = {
    "units": [
        {"unit": "0", "name": "Provinsi", "kind": "province", "region": "15.71"},
        {"unit": "1", "name": "Dinas Satu", "kind": "office", "parent": "0", "region": "15.71"},
        {"unit": "11", "name": "Bidang Satu", "kind": "division", "parent": "1", "region": "15.71"},
        {"unit": "12", "name": "Bidang Dua", "kind": "division", "parent": "1", "region": "15.71"},
        {"unit": "2", "name": "Dinas Dua", "kind": "office", "parent": "0", "region": "15.05"},
        {"unit": "3", "name": "Dinas Tiga", "kind": "office", "parent": "0"},
    ],
    "posts": [
        {"post": post, "unit": unit, "title": post, "head": head, "tier": tier, "capacity": seats}
        for post, unit, head, tier, seats in [
            ("head1", "1", True, "administrator", 1),
            ("head11", "11", True, "pengawas", 1),
            ("staff11", "11", False, "pengawas", 2),
            ("head12", "12", True, "pengawas", 1),
            ("head2", "2", True, "administrator", 1),
            ("staff2", "2", False, "pengawas", 3),
            ("staff3", "3", False, "pengawas", 1),
            ("desk", "11", False, "pelaksana", 2),
        ]
    ],
    "employees": [
        {"nip": nip, "name": nip, "sex": sex, "region": region}
        for nip, sex, region in [
            ("ani", "female", "15.71"),
            ("budi", "male", "15.71"),
            ("citra", "female", "15.71"),
            ("dedi", "male", "15.05"),
            ("eko", None, None),
            ("fitri", "female", "15.05"),
            ("gita", "female", "15.01"),
        ]
    ],
    "assignments": [
        {"nip": nip, "post": post, "kind": "definitif"}
        for nip, post in [
            ("ani", "head1"),
            ("budi", "head11"),
            ("citra", "staff11"),
            ("dedi", "staff2"),
            ("eko", "staff2"),
            ("fitri", "desk"),
        ]
    ],
    "appraisals": [{"nip": "ani", "year": year, "predikat": "sangat_baik"} for year in (2023, 2024)],
    "relations": [
        {"nip": "ani", "other": "dedi", "kind": "keluarga"},
        {"nip": "dedi", "other": "ani", "kind": "keluarga"},
        {"nip": "budi", "other": "fitri", "kind": "benturan_kepentingan"},
    ],
}
TIERS = ("administrator", "pengawas")
"""Today: ani, budi, citra, dedi and eko hold posts of these tiers; two of the five are known to be women."""


@pytest.fixture(scope="module")
def office(schemas, rulebook, policy) -> Ground:
    chosen = Policy(weights=WEIGHTS, tiers=TIERS, settings={**policy.settings, "relocation": COSTS})
    return prepare(State(staffing_of(schemas, **STAFFING), chosen), rulebook)


def pairs_of(ground: Ground, *pairs: tuple[str, str]) -> pd.DataFrame:
    """Everyone's own seat in scope, and these pairs besides."""
    people, seats = ground.people, ground.seats
    who, place = pd.Index(people["nip"]), pd.Index(seats["post"])
    scope = set(seats.loc[seats["in_scope"], "post"])
    named = {nip for nip, _ in pairs}
    own = [
        (nip, post)
        for nip, post in zip(people["nip"], people["post"], strict=True)
        if post in scope or (nip in named and not pd.isna(post))
    ]
    table = pd.DataFrame([*own, *pairs], columns=["nip", "post"])
    person, at = who.get_indexer(pd.Index(table["nip"])), place.get_indexer(pd.Index(table["post"]))
    return table.assign(person=person, at=at, holds=place.get_indexer(pd.Index(people["post"]))[person] == at)


def policy_with(*limits: Limit, **choices) -> Policy:
    return Policy(weights=WEIGHTS, tiers=TIERS, settings={"relocation": COSTS}, limits=limits, **choices)


def use(ground: Ground, limit: Limit | None, *moves: tuple[str, str], **choices) -> pd.Series:
    """The only row of a limit, when these people move and everyone else stays."""
    policy = policy_with(*([limit] if limit else []), **choices)
    pairs = pairs_of(ground, *moves)
    found = measured(limits_of(ground, policy, pairs), moved(pairs, *moves))
    assert len(found) == 1
    return found.iloc[0]


def moved(pairs: pd.DataFrame, *moves: tuple[str, str]) -> np.ndarray:
    leaving = pairs["nip"].isin([nip for nip, _ in moves])
    chosen = [pair in moves for pair in zip(pairs["nip"], pairs["post"], strict=True)]
    return (~leaving & pairs["holds"]).to_numpy() | np.array(chosen)


# each kind at its edge ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("most", "violated"), [(2, False), (1, True)])
def test_all_moves_count_against_their_limit_and_staying_does_not(office, most, violated):
    row = use(office, None, ("citra", "head12"), ("dedi", "head2"), move_limit=most)
    assert (row["kind"], row["used"], row["violated"]) == ("move_limit", 2, violated)


@pytest.mark.parametrize(("most", "violated"), [(1, False), (0, True)])
def test_who_moves_inside_a_unit_does_not_leave_it(office, most, violated):
    row = use(office, UnitMoves("1", most), ("budi", "head2"), ("citra", "head12"), ("dedi", "staff11"))
    assert (row["used"], row["most"], row["slack"], row["violated"]) == (1, most, most - 1, violated)


def test_moving_from_one_division_to_another_leaves_the_division(office):
    assert use(office, UnitMoves("11", 0), ("citra", "head12"))["used"] == 1


@pytest.mark.parametrize(("most", "violated"), [(NEAR + 1, False), (NEAR, True)])
def test_the_budget_holds_to_the_last_rupiah(office, most, violated):
    row = use(office, Budget(most), ("budi", "staff2"), ("citra", "head12"))
    assert (row["used"], row["violated"], row["unknown"]) == (NEAR + 1, violated, 0)


@pytest.mark.parametrize(
    ("move", "cost", "unknown"),
    [
        (("gita", "staff11"), FAR, 0),  # holds no post: from the region on record
        (("gita", "staff2"), FAR, 1),  # no distance between the two is known
        (("citra", "staff3"), FAR, 1),  # the region of the office is unknown
        (("eko", "head12"), NEAR, 0),  # own region unknown, but not that of the own office
        (("fitri", "head12"), 1, 0),  # the office counts, not the region on record
    ],
)
def test_a_move_begins_at_the_own_office_and_an_unknown_way_costs_the_most(office, move, cost, unknown):
    row = use(office, Budget(10**9), move)
    assert (row["used"], row["unknown"]) == (cost, unknown)


@pytest.mark.parametrize(("percent", "violated"), [(40, False), (41, True)])
def test_a_floor_of_women_counts_an_unknown_as_none(office, percent, violated):
    row = use(office, Share("female", "least", percent, TIERS, reach=True))
    assert row["violated"] == violated
    assert (row["value"], row["value_most"], row["unknown"]) == (40.0, percent, 1)


@pytest.mark.parametrize(("percent", "violated"), [(60, False), (59, True)])
def test_a_ceiling_of_women_counts_an_unknown_as_one(office, percent, violated):
    row = use(office, Share("female", "most", percent, TIERS, reach=True))
    assert row["violated"] == violated
    assert row["value"] == pytest.approx(60.0)


def test_a_share_is_taken_after_the_plan_of_whoever_then_holds_a_post(office):
    row = use(office, Share("female", "least", 50, TIERS), ("gita", "staff3"))
    assert row["value"] == pytest.approx(50.0)
    assert not row["violated"]


def test_a_share_counts_those_whom_the_plan_leaves_alone(office):
    every = (*TIERS, "pelaksana")
    assert use(office, Share("female", "least", 50, every))["value"] == pytest.approx(50.0), "fitri is in no pair"
    assert use(office, Share("female", "least", 50, every), ("fitri", "head2"))["value"] == pytest.approx(50.0)


@pytest.mark.parametrize(("percent", "reach", "violated"), [(60, True, True), (60, False, False)])
def test_where_today_falls_short_the_plan_keeps_today_unless_the_figure_must_be_reached(
    office, percent, reach, violated
):
    row = use(office, Share("female", "least", percent, TIERS, reach=reach))
    assert (row["violated"], row["eased"]) == (violated, not reach)
    assert row["value_asked"] == 60.0
    assert row["value_most"] == (60.0 if reach else row["value_today"])


def test_where_today_falls_short_the_plan_may_not_make_it_worse(office):
    limit = Share("female", "least", 60, TIERS)
    assert use(office, limit, ("citra", "desk"))["violated"]
    assert not use(office, limit, ("gita", "staff3"))["violated"]


def test_local_means_that_the_region_of_work_on_record_is_that_of_the_unit(office):
    assert use(office, Share("local", "least", 1, TIERS))["value"] == pytest.approx(80.0)  # eko is unknown
    assert use(office, Share("local", "most", 99, TIERS))["value"] == pytest.approx(100.0)
    assert use(office, Share("local", "least", 1, TIERS), ("gita", "staff3"))["value"] == pytest.approx(4 / 6 * 100)


def test_each_office_has_a_row_of_its_own(office):
    found = measured(
        limits_of(office, policy_with(Share("female", "least", 50, TIERS, each=True)), pairs_of(office)),
        pairs_of(office)["holds"].to_numpy(),
    ).set_index("unit")
    assert list(found.index) == ["1", "2", "3"]
    assert found.loc["1", "value"] == pytest.approx(200 / 3)
    assert found.loc["2", "eased"]
    assert pd.isna(found.loc["3", "value"]), "where nobody is, there is no share, and none is missed"
    assert not found["violated"].any()


@pytest.mark.parametrize(("above", "violated"), [(0, False), (1, True)])
def test_the_mean_merit_of_a_unit_holds_to_the_point(office, above, violated):
    mean = use(office, Quality(1, reach=True))["value"]
    row = use(office, Quality(int(mean) + above, reach=True))
    assert row["violated"] == violated
    assert row["value"] == pytest.approx(mean)


def test_the_mean_merit_of_today_is_kept_by_staying_and_lost_by_a_weaker_newcomer(office):
    assert not use(office, Quality())["violated"]
    row = use(office, Quality(), ("gita", "head2"))
    assert row["violated"]
    assert row["value"] < row["value_today"]


def test_a_mean_of_nobody_is_none_to_keep(office):
    assert len(limits_of(office, policy_with(Quality(unit="3")), pairs_of(office)).rows) == 0


# lines of command -----------------------------------------------------------------------------------------------------


def test_a_line_of_command_runs_through_heads_and_never_between_peers(office):
    line = set(lines_of_command(office.staffing).itertuples(index=False, name=None))
    assert {("head1", "staff11"), ("staff11", "head1"), ("head1", "head11"), ("head11", "desk")} <= line
    assert not line & {("staff11", "desk"), ("head11", "head12"), ("head1", "staff2"), ("head1", "head1")}


def test_a_post_of_which_nobody_knows_whether_it_heads_counts_as_a_head(office):
    posts = office.staffing.posts
    unsure = office.staffing.replace(posts=posts.assign(head=posts["head"].mask(posts["post"] == "staff11")))
    line = lines_of_command(unsure)
    assert ((line["post"] == "staff11") & (line["other"] == "desk")).any()


def test_a_circle_of_units_has_no_unit_above_it(office):
    units = office.staffing.units
    looped = units.assign(parent=units["parent"].mask(units["unit"] == "1", "11"))
    assert set(lineage(looped).query("unit == '11'")["above"]) == {"11"}
    assert set(beneath(units, "1")) == {"1", "11", "12"}
    assert list(beneath(units, "99")) == []


@pytest.mark.parametrize(
    ("moves", "violated"),
    [
        ([("dedi", "staff11")], True),  # under ani, who heads the office
        ([("dedi", "staff11"), ("ani", "head2")], False),
        ([("ani", "head2")], True),  # over dedi, who stays there
        ([("ani", "staff3"), ("dedi", "staff11")], False),
        ([("ani", "staff11"), ("dedi", "desk")], False),  # two desks beside one another
    ],
)
def test_relatives_are_not_put_into_one_line_of_command(office, moves, violated):
    pairs = pairs_of(office, *moves)
    limits = limits_of(office, policy_with(Apart(("keluarga",))), pairs)
    assert measured(limits, moved(pairs, *moves))["violated"].any() == violated


def test_two_who_stand_in_one_line_today_may_stay_and_are_reported(office):
    pairs = pairs_of(office, ("fitri", "staff11"), ("fitri", "staff2"), ("budi", "head2"))
    limits = limits_of(office, policy_with(Apart(), forbids=frozenset()), pairs)
    assert not measured(limits, pairs["holds"].to_numpy())["violated"].any()
    assert measured(limits, moved(pairs, ("fitri", "staff11")))["violated"].any(), "but in no other post beneath"
    assert not measured(limits, moved(pairs, ("fitri", "staff2")))["violated"].any()
    found = standing(office, Apart())
    assert found[["nip", "other", "kind"]].values.tolist() == [["budi", "fitri", "benturan_kepentingan"]]
    assert standing(office, Apart(("keluarga",))).empty


def test_a_relation_recorded_from_both_ends_is_told_once(office):
    held = pd.DataFrame({"nip": ["ani", "dedi"], "post": ["head1", "staff11"]})
    assert len(in_one_line(office.staffing, held)) == 1


def test_beside_somebody_whom_the_plan_leaves_alone_pairs_are_taken_away(office):
    pairs = pairs_of(office, ("budi", "head12"), ("budi", "staff3"))
    limits = limits_of(office, policy_with(Apart()), pairs)
    assert not limits.drop.any(), "head12 leads no unit of fitri, who is in no pair"
    pairs = pairs_of(office, ("dedi", "head1"), ("dedi", "head12"))
    alone = pairs[~pairs["nip"].isin(["ani"])].reset_index(drop=True)
    limits = limits_of(office, policy_with(Apart()), alone)
    assert alone.loc[limits.drop, "post"].tolist() == ["head12"]
    assert len(limits.rows) == 0


def test_posts_that_conflict_with_the_same_posts_stand_in_one_row(office):
    moves = [("dedi", post) for post in ("staff11", "head11", "head12", "desk")]
    limits = limits_of(office, policy_with(Apart(("keluarga",))), pairs_of(office, *moves))
    assert len(limits.rows) == 1
    assert limits.rows.matrix.sum() == 5, "ani's own seat against all four of dedi's"
    assert set(limits.table[["nip", "other"]].iloc[0]) == {"ani", "dedi"}


# what takes pairs away, what binds ------------------------------------------------------------------------------------


def test_a_frozen_unit_loses_nobody_and_takes_nobody_but_moves_inside(office):
    moves = [("citra", "head12"), ("citra", "staff2"), ("dedi", "staff11"), ("dedi", "head2"), ("gita", "desk")]
    pairs = pairs_of(office, *moves)
    gone = pairs[limits_of(office, policy_with(Freeze("1")), pairs).drop]
    assert [*zip(gone["nip"], gone["post"], strict=True)] == [
        ("citra", "staff2"),
        ("dedi", "staff11"),
        ("gita", "desk"),
    ]


def test_what_is_taken_away_counts_in_no_row(office):
    pairs = pairs_of(office, ("citra", "staff2"), ("dedi", "head2"))
    limits = limits_of(office, policy_with(Freeze("1"), move_limit=0), pairs)
    assert limits.rows.names == ("move_limit",)
    assert limits.rows.matrix.toarray()[0, limits.drop].tolist() == [0]
    assert limits.table["greatest"].tolist() == [1]


def test_rows_that_nobody_could_exceed_are_left_out(office):
    pairs = pairs_of(office, ("citra", "head12"), ("citra", "staff2"), ("dedi", "head2"))
    for most, kept in ((2, 0), (1, 1)):
        limits = limits_of(office, policy_with(move_limit=most), pairs)
        assert len(limits.binding) == kept, "two people have pairs that are moves, however many"


def test_a_limit_that_nobody_can_keep_is_known_before_any_search(office):
    pairs = pairs_of(office, ("dedi", "head2"))
    reached = limits_of(office, policy_with(Share("female", "least", 90, TIERS, reach=True)), pairs)
    assert reached.impossible["limit"].tolist() == reached.table["limit"].tolist()
    pairs = pairs[~((pairs["nip"] == "dedi") & pairs["holds"])].reset_index(drop=True)
    locked = policy_with(move_limit=0, locks=frozenset({("dedi", "head2")}))
    assert limits_of(office, locked, pairs).impossible["limit"].tolist() == ["move_limit"]
    assert limits_of(office, policy_with(move_limit=1), pairs).impossible.empty


def test_a_collision_is_told_with_the_limit_and_the_people_before_any_search(office):
    pairs = pairs_of(office, ("dedi", "head12"))
    locked = pairs[~((pairs["nip"] == "dedi") & pairs["holds"])].reset_index(drop=True)
    lock = frozenset({("dedi", "head12")})

    def told(*limits: Limit, given: pd.DataFrame = locked, **choices) -> Infeasible | None:
        policy = policy_with(*limits, **{"locks": lock} | choices)
        return collision(office, policy, given, limits_of(office, policy, given))

    assert told(UnitMoves("2", 1), move_limit=1) is None
    assert told(Apart(("benturan_kepentingan",))) is None
    frozen = told(Freeze("2"))
    assert (frozen.code, frozen.nips, frozen.posts) == ("limit", ("dedi",), ("head12",))
    assert "Bekukan Dinas Dua" in frozen.reason
    assert "Freeze Dinas Dua" in frozen.reason_en
    assert "paling banyak 0 perpindahan" in told(move_limit=0).reason
    assert "Paling banyak 0 orang pindah dari Dinas Dua" in told(UnitMoves("2", 0)).reason
    both = locked[~((locked["nip"] == "ani") & ~locked["holds"])]
    apart = told(Apart(), given=both, locks=lock | {("ani", "head1")})
    assert set(apart.nips) == {"ani", "dedi"}
    reached = told(Share("female", "least", 90, TIERS, unit="2", reach=True), given=pairs, locks=frozenset())
    assert "unit 2" in reached.reason


def test_whoever_is_barred_from_the_own_seat_and_has_no_other_is_no_holder(office):
    limit, barred = Share("female", "least", 1, (*TIERS, "pelaksana")), frozenset({("fitri", "desk")})
    pairs = pairs_of(office)
    one, other = (
        measured(limits_of(office, policy_with(limit, forbids=forbids), pairs), pairs["holds"].to_numpy())
        for forbids in (frozenset(), barred)
    )
    assert (one["value"].iloc[0], other["value"].iloc[0]) == (50.0, 40.0)


def test_a_policy_without_limits_gives_no_rows(office):
    limits = limits_of(office, policy_with(), pairs_of(office))
    assert (len(limits.rows), limits.drop.any(), len(measured(limits, []))) == (0, False, 0)
    assert limits.rows.matrix.shape == (0, 5)


# agreement with the checker that reads the plan -----------------------------------------------------------------------


@dataclass(frozen=True, eq=False, repr=False)
class Province:
    ground: Ground
    made: Plan
    pairs: pd.DataFrame


@pytest.fixture(scope="module")
def unruly(province, policy, rulebook) -> Province:
    """The demo province with relatives in every office, and with sexes and regions that nobody knows."""
    rng = np.random.default_rng(7)
    people, units = province.employees, province.units
    nips = rng.choice(people["nip"], (400, 2))
    kinds = rng.choice(["keluarga", "benturan_kepentingan"], 400)
    relations = pd.DataFrame({"nip": nips[:, 0], "other": nips[:, 1], "kind": kinds}).drop_duplicates(["nip", "other"])
    regions = ["15.71", "15.05", "15.01", "15.02", None]
    staffing = province.replace(
        relations=relations,
        employees=people.assign(
            sex=people["sex"].mask(rng.random(len(people)) < 0.1), region=rng.choice(regions, len(people))
        ),
        units=units.assign(region=rng.choice(regions, len(units))),
    )
    chosen = replace(policy, tiers=("administrator", "pengawas", "jf_ahli_muda", "pelaksana"))
    ground = prepare(State(staffing, chosen), rulebook)
    made = solve(ground, chosen)
    assert isinstance(made, Plan)
    return Province(ground, made, pairs_from(ground))


def pairs_from(ground: Ground) -> pd.DataFrame:
    """All proposals of the ground, and the own seat of everyone who may stay and is in scope or proposed."""
    people, seats = ground.people, ground.seats
    held = pd.Index(seats["post"]).get_indexer(pd.Index(people["post"]))
    stays = (people["active"] & people["leaves"].isna()).to_numpy() & (held >= 0)
    proposed = np.isin(np.arange(len(people)), ground.person)
    own = np.flatnonzero(stays & (proposed | seats["in_scope"].to_numpy()[held]))
    person, at = np.concatenate([ground.person, own]), np.concatenate([ground.post, held[own]])
    return pd.DataFrame({"person": person, "at": at, "holds": held[person] == at})


def random_choice(pairs: pd.DataFrame, seed: int, moving: float) -> np.ndarray:
    """Numbers of pairs: everyone who could stay takes one of the own pairs, some of the others too."""
    rng = np.random.default_rng(seed)
    eager = rng.random(pairs["person"].max() + 1) < moving
    luck = rng.random(len(pairs)) + np.where(pairs["holds"], np.where(eager[pairs["person"]], -1, 1), 0)
    taken = (
        pairs.assign(luck=luck, number=np.arange(len(pairs))).sort_values("luck").drop_duplicates("person", keep="last")
    )
    idle = ~taken["person"].isin(pairs.loc[pairs["holds"], "person"]) & ~eager[taken["person"]]
    return taken.loc[~idle, "number"].to_numpy()


def plan_from(made: Plan, pairs: pd.DataFrame, chosen: np.ndarray) -> Plan:
    """A plan that holds just these pairs, as the checker reads it: only what it tells of the scope, and who moves."""
    ground = made.ground
    taken = pairs.iloc[chosen]
    told = taken[~taken["holds"] | ground.seats["in_scope"].to_numpy()[taken["at"]]]
    rows = pd.DataFrame(
        {
            "nip": ground.people["nip"].to_numpy()[told["person"]],
            "from_post": ground.people["post"].to_numpy()[told["person"]],
            "to_post": ground.seats["post"].to_numpy()[told["at"]],
            "kind": np.where(told["holds"], "stay", "move"),
        }
    )
    return replace(made, rows=rows)


def broken_by_rows(limits: Limits, chosen: np.ndarray) -> set[tuple]:
    """limit, unit, and the two people where the limit is about two."""
    found = measured(limits, chosen)
    return {told(row.limit, row.unit, row.nip, row.other) for row in found[found["violated"]].itertuples()}


def told(limit: str, *about: str | None) -> tuple:
    return limit, *sorted(str(each) for each in about if not pd.isna(each))


EVERYWHERE = st.sampled_from([{"each": True}, {}, {"unit": "0010000"}, {"unit": "0040000"}, {"unit": "0010003"}])
SCOPED = ("administrator", "pengawas", "jf_ahli_muda", "pelaksana")


@st.composite
def limit_sets(draw) -> tuple[Limit, ...]:
    def places() -> dict:
        return draw(EVERYWHERE)

    share = st.builds(
        lambda group, bound, percent, tiers, reach: Share(group, bound, percent, tiers, reach=reach, **places()),
        st.sampled_from(["female", "male", "local"]),
        st.sampled_from(["least", "most"]),
        st.integers(1, 99),
        st.lists(st.sampled_from([*SCOPED, "jpt_pratama"]), min_size=1, max_size=3).map(tuple),
        st.booleans(),
    )
    quality = st.builds(lambda points: Quality(points, **places()), st.none() | st.integers(40_000, 95_000))
    units = st.sampled_from(["0010000", "0040000", "0010003"])
    one = st.one_of(
        share,
        quality,
        st.builds(UnitMoves, units, st.integers(0, 40)),
        st.builds(Budget, st.integers(0, 3_000_000_000)),
        st.sampled_from([Apart(), Apart(("keluarga",))]),
        st.builds(Freeze, units),
    )
    return tuple(draw(st.lists(one, min_size=1, max_size=5, unique_by=lambda limit: limit.id)))


@settings(max_examples=40)
@given(limit_sets(), st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.02, 0.2, 0.9]), st.booleans())
def test_rows_and_the_checker_agree_on_every_plan(unruly, limits, seed, moving, banned):
    ground, made, pairs = unruly.ground, unruly.made, unruly.pairs
    policy = replace(made.policy, limits=limits, move_limit=50)
    if banned:  # some are barred from their own seat
        own = pairs[pairs["holds"]].sample(5, random_state=seed)
        nips, posts = ground.people["nip"].to_numpy()[own["person"]], ground.seats["post"].to_numpy()[own["at"]]
        policy = replace(policy, forbids=frozenset(zip(nips, posts, strict=True)))
        pairs = pairs.drop(own.index).reset_index(drop=True)
    rows = limits_of(ground, policy, pairs)
    chosen = random_choice(pairs, seed, moving)
    taken_away = {policy.limits[number].id for number in rows.barred[chosen] if number >= 0}
    assert taken_away <= set(violations(plan_from(made, pairs, chosen), policy)["limit"])

    chosen = chosen[~rows.drop[chosen]]
    chosen = np.union1d(chosen, missing_own(pairs, chosen))
    found = violations(plan_from(made, pairs, chosen), policy)
    assert broken_by_rows(rows, chosen) == {told(row.limit, row.unit, row.nip, row.other) for row in found.itertuples()}


@settings(max_examples=25)
@given(limit_sets(), st.integers(0, 2**32 - 1))
def test_a_plan_that_moves_nobody_keeps_every_limit_that_need_not_be_reached(unruly, limits, seed):
    ground, made, pairs = unruly.ground, unruly.made, unruly.pairs
    kept = tuple(replace(limit, reach=False) if isinstance(limit, Share) else limit for limit in limits)
    policy = replace(made.policy, limits=kept, move_limit=0)
    rows = limits_of(ground, policy, pairs)
    still = pairs["holds"].to_numpy()
    found = measured(rows, still)
    assert not found["violated"].any()
    assert not rows.drop[still].any()
    assert (found["used"] == found["baseline"]).all()
    assert rows.impossible.empty
    assert violations(plan_from(made, pairs, np.flatnonzero(still)), policy).empty


@settings(max_examples=25)
@given(limit_sets(), st.integers(0, 2**32 - 1), st.sampled_from([0.02, 0.5]))
def test_rows_left_out_are_kept_by_every_plan_and_no_count_is_out_of_its_range(unruly, limits, seed, moving):
    ground, made, pairs = unruly.ground, unruly.made, unruly.pairs
    policy = replace(made.policy, limits=limits, move_limit=50)
    every = limits_of(ground, policy, pairs)
    chosen = random_choice(pairs, seed, moving)
    chosen = chosen[~every.drop[chosen]]
    chosen = np.union1d(chosen, missing_own(pairs, chosen))
    used = every.rows.matrix[:, chosen].sum(axis=1)
    assert (every.table["least"] <= used).all()
    assert (used <= every.table["greatest"]).all()
    left_out = every.table[~every.table["name"].isin(every.binding.names)]
    assert (left_out["greatest"] <= left_out["most"]).all()
    assert set(every.binding.names) <= set(every.rows.names)


def missing_own(pairs: pd.DataFrame, chosen: np.ndarray) -> np.ndarray:
    """The own seats of those who lost their pair."""
    own = pairs["holds"].to_numpy() & ~pairs["person"].isin(pairs["person"].to_numpy()[chosen]).to_numpy()
    return np.flatnonzero(own)


def test_neither_sex_nor_region_enters_a_score_when_a_limit_is_about_them(unruly, rulebook):
    limits = (Share("female", "least", 50, SCOPED), Share("local", "least", 50, SCOPED))
    limited = State(unruly.ground.staffing, replace(unruly.made.policy, limits=limits))
    assert prepare(limited, rulebook, known=unruly.ground) is unruly.ground
