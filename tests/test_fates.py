"""What becomes of every incumbent: each in one category, with a reason, whatever was moved."""

import io
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organization import small_organization, some_moves

from domain import WEIGHTS, assert_refused, staffing_of
from workbench.io import resources
from workbench.io.documents.fates_xlsx import fates_xlsx
from workbench.placement import Plan, plan, prepare
from workbench.scenario import (
    AbolishPost,
    AddPost,
    ConvertPost,
    MergeUnits,
    Move,
    MovePost,
    MoveUnit,
    Place,
    Policy,
    RenameUnit,
    SetScope,
    State,
    Vacate,
    apply,
)
from workbench.staffing.service import held_posts
from workbench.structure import Criteria, Fates, fates, gaps_after, to_placement, worked_split_2025
from workbench.structure.contests import settle
from workbench.structure.fates import FATES


@pytest.fixture(scope="module")
def criteria() -> Criteria:
    return Criteria.from_record(resources.restructuring_policy()["nasib"])


@pytest.fixture(scope="module")
def state(schemas) -> State:
    return small_organization(schemas)


@pytest.fixture(scope="module")
def office(schemas) -> State:
    """One office with two divisions of like duties: a head each, three analysts in one and two in the other."""
    posts = [
        ("kadis", "1", "Kepala Dinas", True, "jpt_pratama", 1),
        ("kabid", "11", "Kepala Bidang Jalan", True, "administrator", 1),
        ("kabid2", "12", "Kepala Bidang Jembatan", True, "administrator", 1),
        ("analis", "11", "Analis Jalan", False, "jf_ahli_muda", 3),
        ("analis2", "12", "Analis Jalan", False, "jf_ahli_muda", 2),
    ]
    held = [("a", "kadis"), ("b", "kabid"), ("c", "kabid2"), ("d", "analis"), ("e", "analis"), ("f", "analis")]
    held += [("g", "analis2"), ("h", "analis2")]
    since = {"d": "2015-01-01", "e": "2018-01-01", "f": "2020-01-01"}
    staffing = staffing_of(
        schemas,
        units=[
            {"unit": "0", "name": "Provinsi", "kind": "province"},
            {"unit": "1", "name": "Dinas", "parent": "0", "kind": "office"},
            {"unit": "11", "name": "Bidang Jalan", "parent": "1", "kind": "division"},
            {"unit": "12", "name": "Bidang Jembatan", "parent": "1", "kind": "division"},
        ],
        posts=[
            {"post": p, "unit": u, "title": t, "head": h, "tier": tier, "capacity": n, "family": "teknik"}
            for p, u, t, h, tier, n in posts
        ],
        employees=[{"nip": n, "name": n, "legal_status": "aktif"} for n, _ in held],
        assignments=[{"nip": n, "post": p, "since": since.get(n, "2020-01-01"), "kind": "definitif"} for n, p in held],
        post_competencies=[
            {"post": p, "competency": "M.1", "level": 3} for p in ("kabid", "kabid2", "analis", "analis2")
        ],
        assessments=[{"nip": "d", "competency": "M.1", "level": 1}],
    )
    return State(staffing, Policy(weights=WEIGHTS, tiers=("administrator",)))


def done(state: State, *moves: Move) -> State:
    for move in moves:
        state = apply(state, move)
        assert isinstance(state, State), state.reason
    return state


def seats(state: State, **capacity: int) -> State:
    """With other numbers of seats."""
    posts = state.staffing.posts.set_index("post")
    for post, number in capacity.items():
        posts.loc[post, "capacity"] = number
    return state.with_tables(posts=posts.reset_index())


def told(found: object, nip: str) -> tuple[str, str]:
    """fate and why of one person."""
    assert isinstance(found, Fates), found
    row = found.people.set_index("nip").loc[nip]
    return row["fate"], row["why"]


# laws -----------------------------------------------------------------------------------------------------------------


def moved(state: State, moves: list[Move]) -> State:
    """After those of the moves that can be made."""
    for move in moves:
        now = apply(state, move)
        state = now if isinstance(now, State) else state
    return state


@settings(max_examples=12)
@given(st.lists(some_moves(), min_size=1, max_size=6))
def test_every_incumbent_has_one_fate_with_a_reason_and_the_totals_reconcile(state, criteria, moves):
    after = moved(state, moves)
    found = fates(state, after, criteria)
    people = found.people
    assert people["nip"].tolist() == sorted(held_posts(state.staffing)["nip"])
    assert people["fate"].isin(FATES).all() and (people["why"] != "").all()
    assert found.totals["people"].sum() == len(people)
    competes = people["fate"] == "competes"
    assert (people.loc[competes, "rivals"] > people.loc[competes, "seats"]).all()
    assert people.loc[~competes, ["rivals", "seats"]].isna().all(axis=None)
    assert (people["post_after"].isna() == (people["fate"] == "displaced")).all()
    seated = people[people["fate"].isin(["kept", "mapped"])].groupby("post_after").size()
    room = after.staffing.posts.set_index("post")["capacity"].reindex(seated.index)
    assert (seated <= room).all(), "nobody is mapped to a seat that is not there"


@settings(max_examples=5)
@given(st.lists(some_moves(), min_size=3, max_size=6), st.integers(0, 99))
def test_the_order_of_rows_changes_no_fate(state, criteria, moves, seed):
    after = moved(state, moves)
    mixed = {name: table.sample(frac=1, random_state=seed) for name, table in after.staffing.tables() if len(table)}
    again = State(replace(after.staffing, **mixed), after.policy)
    pd.testing.assert_frame_equal(fates(state, again, criteria).people, fates(state, after, criteria).people)


@settings(max_examples=30)
@given(
    st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 3)), st.integers(500, 1000), min_size=1),
    st.tuples(*[st.integers(0, 2)] * 4),
)
def test_who_competes_could_be_left_out_and_who_does_not_never_is(wishes, room):
    claims = pd.DataFrame([(f"n{who}", f"p{post}", share) for (who, post), share in wishes.items()])
    claims.columns = ["nip", "post", "share"]
    capacity = {f"p{post}": number for post, number in enumerate(room)}
    found = settle(claims, capacity)

    def most(nips: set[str]) -> int:
        """How many of these people can be seated at once, by hand: one augmenting path after another."""
        wants = claims[claims["nip"].isin(nips)].groupby("nip")["post"].apply(list).to_dict()
        seated: dict[tuple[str, int], str] = {}

        def place(nip: str, seen: set[tuple[str, int]]) -> bool:
            for seat in [(post, n) for post in wants[nip] for n in range(capacity[post])]:
                if seat not in seen:
                    seen.add(seat)
                    if seat not in seated or place(seated[seat], seen):
                        seated[seat] = nip
                        return True
            return False

        return sum(place(nip, set()) for nip in sorted(wants))

    everyone = set(claims["nip"])
    # Somebody can be left out when the others alone fill as many seats.
    spare = {nip for nip in everyone if most(everyone - {nip}) == most(everyone)}
    assert set(found.pools["nip"]) == spare
    assert set(found.seated["nip"]) == everyone - spare
    assert all(times <= capacity[post] for post, times in found.seated["post"].value_counts().items())


def test_where_nothing_changed_everyone_is_kept(province, policy, criteria):
    state = State(province, policy)
    people = fates(state, state, criteria).people
    assert set(zip(people["fate"], people["why"], strict=True)) == {("kept", "same")}
    assert people["appeal"].isna().all() and (people["post_after"] == people["post_before"]).all()


# cases ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("move", "nip", "expected"),
    [
        (RenameUnit("12", "Bidang Lain"), "Dedi", ("kept", "name")),
        (MoveUnit("111", "12"), "Budi", ("kept", "line")),
        (MoveUnit("12", "2"), "Dedi", ("mapped", "office")),
        (MovePost("staff", "12"), "Citra", ("mapped", "unit")),
        (MovePost("kasi", "12"), "Budi", ("mapped", "head")),
        (ConvertPost("kasi", "jf_ahli_muda", "Analis"), "Budi", ("mapped", "tier")),
        (Place("Ani", "head1"), "Ani", ("mapped", "placed")),
        (Vacate("Ani", "kabid"), "Ani", ("displaced", "vacated")),
        (AbolishPost("kasi"), "Budi", ("displaced", "no_successor")),
        (AbolishPost("staff"), "Citra", ("displaced", "below_line")),
    ],
    ids=str,
)
def test_each_change_has_its_fate(state, criteria, move, nip, expected):
    found = fates(state, done(state, move), criteria)
    assert told(found, nip) == expected
    assert (found.people["fate"] == "kept").sum() >= 3, "others are left alone"


def test_a_new_post_of_the_same_duties_takes_whoever_did_them(office, criteria):
    new = AddPost("baru", "1", "Analis Jalan", "jf_ahli_muda", family="teknik", capacity=3)
    found = fates(office, done(office, AbolishPost("analis"), new), criteria)
    assert [told(found, nip) for nip in "def"] == [("mapped", "duties")] * 3
    row = found.people.set_index("nip").loc["d"]
    assert (row["post_after"], row["share_from"], row["appeal"]) == ("baru", "estimated", "estimated")
    assert row["share"] < row["share_most"], "the new post has no standard of competency yet"


def test_more_people_than_seats_compete_all_of_them(office, criteria):
    new = AddPost("baru", "1", "Analis Jalan", "jf_ahli_muda", family="teknik", capacity=2)
    found = fates(office, done(office, AbolishPost("analis"), new), criteria)
    rows = found.people.set_index("nip").loc[list("def")]
    assert set(rows["why"]) == {"contest"} and set(rows["rivals"]) == {3} and set(rows["seats"]) == {2}
    assert [told(found, nip) for nip in "gh"] == [("kept", "same")] * 2, "vacant seats go before those that others hold"


def test_the_heads_of_merged_units_compete_for_the_one_that_is_left(office, criteria):
    found = fates(office, done(office, MergeUnits(("12",), "11")), criteria)
    assert told(found, "b") == told(found, "c") == ("competes", "contest")
    assert told(found, "g") == ("mapped", "unit")
    rows = found.people.set_index("nip")
    assert (rows.loc["b", "share_from"], rows.loc["c", "share_from"]) == ("same", "estimated")


def test_whose_duties_go_on_where_every_seat_is_held_is_surplus(office, criteria):
    found = fates(office, done(office, AbolishPost("analis2")), criteria)
    rows = found.people.set_index("nip").loc[["g", "h"]]
    assert set(rows["fate"]) == {"surplus"} and set(rows["why"]) == {"no_seat"}
    assert set(rows["post_after"]) == {"analis"}
    assert told(found, "d") == ("kept", "same"), "another division is beyond a contest"


def test_of_a_post_with_fewer_seats_the_last_to_come_are_surplus(office, criteria):
    found = fates(office, seats(office, analis=2), criteria)
    assert [told(found, nip) for nip in "def"] == [("kept", "same"), ("kept", "same"), ("surplus", "order")]
    assert found.people.set_index("nip").loc["f", "appeal"] == "order"


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (("2015-01-01", None, "2020-01-01"), ("kept", "competes", "competes")),
        ((None, "2018-01-01", "2020-01-01"), ("competes", "kept", "competes")),
        ((None, None, "2020-01-01"), ("competes", "competes", "competes")),
        (("2015-01-01", "2018-01-01", "2018-01-01"), ("kept", "competes", "competes")),
    ],
    ids=["second unknown", "first unknown", "two unknown", "one day"],
)
def test_who_came_last_is_never_guessed(office, criteria, since, expected):
    held = office.staffing.assignments.set_index("nip")
    held.loc[list("def"), "since"] = pd.to_datetime(pd.Series(since, index=list("def")))
    one = office.with_tables(assignments=held.reset_index())
    found = fates(one, seats(one, analis=2), criteria)
    people = found.people.set_index("nip")
    assert tuple(people.loc[list("def"), "fate"]) == expected
    assert set(people.loc[people["fate"] == "competes", "appeal"]) <= {"unknown"}


def test_who_is_placed_above_no_longer_competes_below(office, criteria):
    upper = AddPost("atas", "1", "Kepala Bagian", "administrator", capacity=1)
    lower = AddPost("bawah", "11", "Penata", "administrator", capacity=1)
    after = done(office, AbolishPost("kabid"), AbolishPost("kabid2"), upper, lower)
    rows = [("kabid", "atas", 50), ("kabid", "bawah", 50), ("kabid2", "bawah", 100)]
    found = fates(office, after, criteria, pd.DataFrame(rows, columns=["post_before", "post_after", "share"]))
    people = found.people.set_index("nip")
    assert people.loc[["b", "c"], "post_after"].tolist() == ["atas", "bawah"]
    assert people.loc["b", "layer"] < people.loc["c", "layer"]


# the agency's own list ------------------------------------------------------------------------------------------------


def listed(*rows: tuple[str, str, object]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["post_before", "post_after", "share"])


@pytest.mark.parametrize(
    ("percent", "expected", "appeal"),
    [(50, "mapped", None), (49, "displaced", "near"), (40, "displaced", "near"), (39, "displaced", None)],
)
def test_half_of_the_duties_give_the_right_to_follow_them(office, criteria, percent, expected, appeal):
    after = done(office, AbolishPost("kabid2"), AddPost("baru", "1", "Kepala Bagian", "administrator"))
    found = fates(office, after, criteria, listed(("kabid2", "baru", percent)))
    row = found.people.set_index("nip").loc["c"]
    assert (row["fate"], row["share"], row["share_from"]) == (expected, percent * 10, "given")
    assert (row["appeal"] if pd.notna(row["appeal"]) else None) == appeal


def test_who_keeps_half_of_the_duties_keeps_the_post_and_who_keeps_less_goes_with_them(office, criteria):
    after = done(office, AddPost("baru", "1", "Kepala Bagian", "administrator"))
    found = fates(office, after, criteria, listed(("kabid2", "baru", 50)))
    assert told(found, "c") == ("mapped", "reduced")
    found = fates(office, after, criteria, listed(("kabid2", "baru", 51)))
    assert told(found, "c") == ("mapped", "duties")
    assert found.people.set_index("nip").loc["c", "post_after"] == "baru"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("kabid2", "tidak ada", 50)], "unknown_post"),
        ([("tidak ada", "kabid", 50)], "unknown_post"),
        ([("kabid2", "kabid", 101)], "share"),
        ([("kabid2", "kabid", None)], "share"),
        ([("kabid2", "kabid", 12.5)], "share"),
        ([("kabid2", "kabid", 50), ("kabid2", "kabid", 20)], "twice"),
        ([("kabid2", "kabid", 60), ("kabid2", "kadis", 60)], "over"),
    ],
    ids=str,
)
def test_a_list_of_duties_that_cannot_be_is_refused(office, criteria, rows, code):
    assert_refused(fates(office, office, criteria, listed(*rows)), code)


def test_lines_that_do_not_fit_are_an_error_that_says_so():
    record = dict(resources.restructuring_policy()["nasib"])
    with pytest.raises(ValueError, match="add up to 1000"):
        Criteria.from_record(record | {"estimate": {**record["estimate"], "title": 500}})
    with pytest.raises(ValueError, match="at most match_least"):
        Criteria.from_record(record | {"follow_least": 800})
    with pytest.raises(ValueError, match="lacks \\['near'\\]"):
        Criteria.from_record({name: value for name, value in record.items() if name != "near"})


# onward ---------------------------------------------------------------------------------------------------------------


def test_the_displaced_are_candidates_in_the_placement_and_get_a_fitting_vacancy(province, policy, rulebook, criteria):
    base = State(province, policy)
    held = held_posts(province).merge(province.posts, on="post", validate="m:1")
    gone = held[(held["tier"] == "pengawas") & held["since"].notna()].sort_values("post")
    for nip, post in gone[["nip", "post"]].head(12).itertuples(index=False):
        after = done(base, AbolishPost(post))
        found = fates(base, after, criteria)
        if told(found, nip)[0] != "displaced":
            continue
        made = plan(done(after, *to_placement(after, found)), rulebook)
        assert isinstance(made, Plan)
        person = np.flatnonzero(made.ground.people["nip"] == nip)
        candidates = set(made.ground.seats["post"].to_numpy()[made.ground.post[made.ground.person == person[0]]])
        if made.rows["nip"].eq(nip).any():
            row = made.rows.set_index("nip").loc[nip]
            assert pd.isna(row["from_post"]) and row["to_post"] in candidates
            return
    pytest.fail("nobody of the displaced was placed")


def test_the_displaced_of_a_functional_post_are_candidates_for_a_vacant_one_of_their_family(
    office, policy, rulebook, criteria
):
    vacant = AddPost("lain", "1", "Penyuluh", "jf_ahli_muda", family="teknik")
    alien = AddPost("asing", "1", "Penyuluh", "jf_ahli_muda", family="kesehatan")
    after = done(office, AbolishPost("analis"), AbolishPost("analis2"), vacant, alien)
    found = fates(office, after, criteria)
    assert told(found, "d") == ("displaced", "below_line")
    moves = to_placement(after, found)
    assert moves == (SetScope(("administrator",), (), ("lain",)),)
    ground = prepare(State(after.staffing, replace(policy, posts=("lain", "asing"))), rulebook)
    pairs = set(
        zip(ground.people["nip"].to_numpy()[ground.person], ground.seats["post"].to_numpy()[ground.post], strict=True)
    )
    assert {(nip, "lain") for nip in "defgh"} <= pairs
    assert not {(nip, "asing") for nip in "defgh"} & pairs


def test_a_contest_is_one_also_for_those_who_hold_the_seat(office, criteria):
    after = done(office, MergeUnits(("12",), "11"))
    found = fates(office, after, criteria)
    moves = to_placement(after, found)
    assert moves == (Vacate("b", "kabid"), SetScope(("administrator",), (), ("kabid",)))
    again = fates(office, done(after, *moves), criteria)
    assert told(again, "b") == told(again, "c") == ("competes", "contest"), "a contest begun is the same contest"
    assert to_placement(office, fates(office, office, criteria)) == ()


def test_gaps_of_who_comes_to_another_post_and_what_nobody_assessed_is_unknown(office, criteria):
    after = done(office, MovePost("analis", "12"))
    gaps = gaps_after(after, fates(office, after, criteria)).set_index("nip")
    assert gaps.index.tolist() == ["d", "e", "f"] and set(gaps["needed"]) == {3}
    assert gaps.loc["d", "gap"] == 2 and gaps.loc[["e", "f"], ["shown", "gap"]].isna().all(axis=None)
    placed = pd.DataFrame({"nip": ["d"], "post": ["kabid2"]})
    assert gaps_after(after, fates(office, after, criteria), placed).set_index("nip").loc["d", "post"] == "kabid2"


def test_the_workbook_tells_the_gaps_of_its_people_and_leaves_blank_what_nobody_assessed(office, criteria):
    after = done(office, MovePost("analis", "12"))
    found = fates(office, after, criteria)
    people = found.people[found.people["nip"] != "f"]
    content = fates_xlsx(people, gaps_after(after, found), office.staffing, after.staffing)
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content))["Kesenjangan"].rows]
    told = {row[0]: row[-3:] for row in rows if row[0] in set(found.people["nip"])}
    assert told == {"d": [3, 1, 2], "e": [3, None, None]}


def test_the_split_of_2025_displaces_nobody(criteria):
    split = worked_split_2025()
    people = fates(split.base, split.state, criteria).people
    assert set(people["fate"]) == {"kept", "mapped"} and set(people.loc[people["fate"] == "mapped", "why"]) == {
        "office"
    }
    assert len(people) == len(held_posts(split.base.staffing))
