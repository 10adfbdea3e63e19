"""The assignment engine against brute force, against other solvers, and against its own proof."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from workbench.placement.engine.assign import Assignment, Infeasible, Stopped, assign
from workbench.placement.engine.problem import lots, read

# Small problems, and every plan of theirs


@st.composite
def problems(draw: st.DrawFn, points: tuple[int, ...] = (0, 1, 2, 3, 40, 100_000)) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Up to five people and four posts, few distinct scores, so that ties and rings of moves abound."""
    nips = [f"nip{n}" for n in range(draw(st.integers(0, 5)))]
    posts = [f"post{n}" for n in range(draw(st.integers(1, 4)))]
    seats = pd.DataFrame(
        {
            "post": pd.Series(posts, dtype="str"),
            "capacity": [draw(st.integers(0, 2)) for _ in posts],
            "weight": [draw(st.integers(0, 1)) for _ in posts],
        }
    )
    present = {nip: draw(st.sampled_from([None, *posts])) for nip in nips}
    rows = [
        (nip, post, draw(st.sampled_from(points)), draw(st.sampled_from(points)) if present[nip] == post else 0)
        for nip, post in product(nips, posts)
        if present[nip] == post or draw(st.booleans())
    ]
    pairs = pd.DataFrame(rows, columns=["nip", "post", "score", "stay"]).astype(
        {"nip": "str", "post": "str", "score": "int64", "stay": "int64"}
    )
    pairs["holds"] = pairs["post"] == pairs["nip"].map(present)
    pairs["holds"] = pairs["holds"].astype(bool)
    return pairs, seats


def every_plan(pairs: pd.DataFrame, seats: pd.DataFrame) -> Iterator[list[int]]:
    """Each lawful plan as positions in `pairs`."""
    capacity = dict(zip(seats["post"], seats["capacity"], strict=True))
    choices = [[None, *group.index] for _, group in pairs.reset_index(drop=True).groupby("nip")]
    posts = pairs["post"].tolist()
    for choice in product(*choices):
        rows = [row for row in choice if row is not None]
        held = [posts[row] for row in rows]
        if all(held.count(post) <= capacity[post] for post in set(held)):
            yield rows


def the_best(
    pairs: pd.DataFrame, seats: pd.DataFrame, must: tuple[str, ...], limit: int | None, bits: int
) -> tuple[tuple[int, int, int], set[tuple[str, str]]] | None:
    """(critical, total, -moves) and the pairs of the best plan by trying all: the levels in order, then the lots."""
    problem = read(pairs, seats, None)
    assert not isinstance(problem, Infeasible)
    drawn = lots(problem, np.arange(len(pairs)), bits)
    by_pair = {
        (problem.nips[i], problem.posts[j]): int(lot)
        for i, j, lot in zip(problem.network.person, problem.network.seat, drawn, strict=True)
    }
    weight = dict(zip(seats["post"], seats["weight"], strict=True))
    rows = pairs[["nip", "post", "score", "stay", "holds"]].to_dict("records")
    found = None
    for plan in every_plan(pairs, seats):
        chosen = [rows[row] for row in plan]
        moves = sum(not row["holds"] for row in chosen)
        if not set(must) <= {row["nip"] for row in chosen} or (limit is not None and moves > limit):
            continue
        levels = (sum(weight[row["post"]] for row in chosen), sum(row["score"] + row["stay"] for row in chosen), -moves)
        names = {(row["nip"], row["post"]) for row in chosen}
        candidate = (levels, sum(by_pair[name] for name in names), names)
        if found is None or candidate[:2] > found[:2]:
            found = candidate
    return found and (found[0], found[2])


def names(plan: Assignment) -> set[tuple[str, str]]:
    return set(zip(plan.table["nip"], plan.table["post"], strict=True))


def levels(plan: Assignment) -> tuple[int, int, int]:
    return plan.critical, plan.total, -plan.moves


@given(problems(), st.data())
@settings(max_examples=150)
def test_the_plan_is_the_one_that_trying_every_plan_finds(problem, data):
    pairs, seats = problem
    must = (
        tuple(data.draw(st.lists(st.sampled_from(sorted(set(pairs["nip"]))), unique=True, max_size=3)))
        if len(pairs)
        else ()
    )
    expected = the_best(pairs, seats, must, None, 44)
    plan = assign(pairs, seats, must)
    if expected is None:
        assert isinstance(plan, Infeasible)
    else:
        assert isinstance(plan, Assignment)
        assert (levels(plan), names(plan)) == expected
        assert plan.check(pairs, seats) == ()
        assert plan.gap == 0


# Larger problems, against other solvers


def crowded(
    seed: int, people: int, posts: int, choices: int, critical: float = 0.0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """People with a present seat and some others they may take; scores in steps of 1,000, so that ties are common."""
    draw = np.random.default_rng(seed)
    capacity = draw.integers(0, 4, posts)
    held = draw.integers(0, posts, people)
    person = np.repeat(np.arange(people), choices)
    key = np.unique(
        np.concatenate([person * posts + draw.integers(0, posts, len(person)), np.arange(people) * posts + held])
    )
    person, post = key // posts, key % posts
    holds = held[person] == post
    pairs = pd.DataFrame(
        {
            "nip": pd.Series([f"{n:018d}" for n in person], dtype="str"),
            "post": pd.Series([f"J{n:04d}" for n in post], dtype="str"),
            "score": draw.integers(0, 101, len(key)) * 1000,
            "stay": np.where(holds, 5000, 0),
            "holds": holds,
        }
    )
    names = pd.Series([f"J{n:04d}" for n in range(posts)], dtype="str")
    seats = pd.DataFrame({"post": names, "capacity": capacity, "weight": (draw.random(posts) < critical).astype(int)})
    return pairs, seats


def scipy_total(pairs: pd.DataFrame, seats: pd.DataFrame) -> int:
    """Sum of score and stay of scipy's optimum: one row for each person with a column of their own for staying out."""
    copies = seats.loc[seats.index.repeat(seats["capacity"]), ["post"]].reset_index(drop=True)
    copies["column"] = copies.index
    person = pd.Series(pd.factorize(pairs["nip"])[0], index=pairs.index)
    merit = pairs["score"] + pairs["stay"]
    arcs = pairs.assign(person=person, merit=merit).merge(copies, on="post", how="inner", validate="many_to_many")
    people, out = person.max() + 1, len(copies)
    rows = np.concatenate([arcs["person"], np.arange(people)])
    columns = np.concatenate([arcs["column"], out + np.arange(people)])
    # An explicit zero would not count as an arc, so every arc weighs one more.
    weights = np.concatenate([arcs["merit"] + 1, np.ones(people, int)]).astype(float)
    graph = csr_array((weights, (rows, columns)), shape=(people, out + people))
    chosen = min_weight_full_bipartite_matching(graph, maximize=True)
    return int(graph[chosen].sum()) - people


@pytest.mark.parametrize("seed", range(4))
def test_the_total_is_that_of_scipy_on_a_crowded_province(seed):
    pairs, seats = crowded(seed, people=1500, posts=500, choices=12)
    plan = assign(pairs, seats)
    assert isinstance(plan, Assignment)
    assert plan.total == scipy_total(pairs, seats)
    assert plan.check(pairs, seats) == ()


@pytest.mark.parametrize("seed", range(4))
def test_all_three_levels_are_those_of_the_dense_assignment_with_one_heavy_weight(seed):
    pairs, seats = crowded(seed, people=80, posts=40, choices=6, critical=0.3)
    must = tuple(pairs.loc[pairs["holds"], "nip"].iloc[::9])
    weight = seats.set_index("post")["weight"]
    heavy = pairs["post"].map(weight) * 10**11 + (pairs["score"] + pairs["stay"]) * 1000 - ~pairs["holds"]
    copies = seats.loc[seats.index.repeat(seats["capacity"]), "post"].reset_index(drop=True)
    nips = pd.Index(sorted(set(pairs["nip"])))
    never = -(10.0**13)
    matrix = np.full((len(nips), len(copies) + len(nips)), never)
    by_pair = pd.Series(heavy.to_numpy(float), index=pd.MultiIndex.from_frame(pairs[["nip", "post"]]))
    matrix[:, : len(copies)] = by_pair.unstack().reindex(index=nips, columns=copies).fillna(never)
    matrix[np.arange(len(nips)), len(copies) + np.arange(len(nips))] = np.where(nips.isin(must), never, 0)
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    expected = matrix[rows, columns].sum()
    plan = assign(pairs, seats, must)
    if expected < never / 2:
        assert isinstance(plan, Infeasible)
    else:
        assert isinstance(plan, Assignment)
        assert plan.critical * 10**11 + plan.total * 1000 - plan.moves == expected


# One plan


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_and_the_type_of_text_change_no_name(seed):
    pairs, seats = crowded(seed, people=400, posts=150, choices=10, critical=0.1)
    plan = assign(pairs, seats)
    shuffled = pairs.sample(frac=1, random_state=seed).astype({"nip": "category", "post": "category"})
    again = assign(shuffled, seats.sample(frac=1, random_state=seed))
    assert isinstance(plan, Assignment) and isinstance(again, Assignment)
    pd.testing.assert_frame_equal(plan.table, again.table)
    pd.testing.assert_series_equal(plan.potentials.seat, again.potentials.seat)
    pd.testing.assert_series_equal(plan.potentials.person, again.potentials.person)


@given(st.permutations(range(36)))
@settings(max_examples=20)
def test_where_everything_ties_the_order_of_rows_still_changes_no_name(order):
    pairs = pd.DataFrame(product("ABCDEF", "uvwxyz"), columns=["nip", "post"]).assign(score=7)
    seats = pd.DataFrame({"post": list("uvwxyz"), "capacity": 1, "weight": 0})
    assert names(assign(pairs.iloc[list(order)], seats)) == names(assign(pairs, seats))


def test_a_pair_or_a_post_that_could_never_win_changes_no_name():
    pairs, seats = crowded(5, people=300, posts=100, choices=8)
    plan = assign(pairs, seats)
    best_by_nip = pairs.groupby("nip")["score"].max()
    placed = set(plan.table["nip"])
    # Whoever is placed loses nothing by one more pair at score 0 with a post without seats, nor does the plan.
    extra = pd.DataFrame({"nip": sorted(placed), "post": "J9999", "score": 0, "stay": 0, "holds": False})
    more = pd.concat([extra, pairs], ignore_index=True).astype({"nip": "str", "post": "str"})
    wider = pd.concat([seats, pd.DataFrame({"post": ["J9999"], "capacity": [1], "weight": [0]})], ignore_index=True)
    assert best_by_nip.max() > 0
    assert names(assign(more, wider)) == names(plan)


def test_lots_are_drawn_from_the_pair_alone_and_never_change():
    pairs = pd.DataFrame({"nip": ["198001012005011000", "B"], "post": ["J1", "J2"], "score": [1, 2]})
    seats = pd.DataFrame({"post": ["J1", "J2"], "capacity": [1, 1], "weight": [0, 0]})
    assert lots(read(pairs, seats, None), np.arange(2)).tolist() == [9239549316959, 7183053607208]
    alone = lots(read(pairs.iloc[[1]], seats, None), np.arange(1))
    assert alone.tolist() == [7183053607208]


# The proof


def test_the_check_finds_a_plan_that_is_not_the_best_and_prices_that_prove_nothing():
    pairs, seats = crowded(1, people=60, posts=30, choices=5, critical=0.2)
    plan = assign(pairs, seats)
    assert plan.check(pairs, seats) == ()
    row = plan.table.merge(pairs, on=["nip", "post"])["score_x"].idxmax()
    gone = plan.table.loc[row]
    merit = pairs.set_index(["nip", "post"]).loc[(gone["nip"], gone["post"])]
    critical = seats.set_index("post")["weight"][gone["post"]]
    worse = replace(
        plan,
        table=plan.table.drop(index=row),
        total=plan.total - merit["score"] - merit["stay"],
        critical=plan.critical - critical,
        moves=plan.moves - (not merit["holds"]),
    )
    assert worse.check(pairs, seats) == ("the plan does not reach its bound",)
    assert "total, critical or moves are not those of the table" in replace(plan, total=plan.total + 1).check(
        pairs, seats
    )
    lower = replace(plan.potentials, seat=plan.potentials.seat - plan.potentials.seat.max() - 1)
    assert "a surplus, a price or a level is negative" in replace(plan, potentials=lower).check(pairs, seats)
    free = replace(plan.potentials, seat=plan.potentials.seat * 0)
    assert "a pair is worth more than the surplus of its person and the price of its seat" in replace(
        plan, potentials=free
    ).check(pairs, seats)
    assert "someone who must be placed is not" in replace(plan, must=("nobody",)).check(pairs, seats)
    assert "a post has more holders than seats" in plan.check(pairs, seats.assign(capacity=0))
    assert "a critical seat does not outweigh all merit" in replace(plan, worth=1).check(pairs, seats)


# Edges


SEATS = pd.DataFrame({"post": ["x", "y"], "capacity": [1, 1], "weight": [0, 0]})
PAIRS = pd.DataFrame({"nip": ["A", "A", "B"], "post": ["x", "y", "x"], "score": [90, 80, 70]})


def test_without_pairs_or_without_seats_the_plan_is_empty():
    for pairs, seats in ((PAIRS.iloc[:0], SEATS), (PAIRS.iloc[:0], SEATS.iloc[:0]), (PAIRS, SEATS.assign(capacity=0))):
        plan = assign(pairs, seats)
        assert isinstance(plan, Assignment)
        assert (len(plan.table), plan.total, plan.moves) == (0, 0, 0)
        assert list(plan.table.columns) == ["nip", "post", "score"]
        assert plan.check(pairs, seats) == ()


def test_more_seats_than_people_places_each_where_they_score_best():
    plan = assign(PAIRS, SEATS.assign(capacity=10**12))
    assert names(plan) == {("A", "x"), ("B", "x")}


def test_nobody_is_moved_for_nothing_but_a_holder_keeps_a_seat_worth_nothing():
    pairs = pd.DataFrame({"nip": ["A", "B"], "post": ["x", "y"], "score": [0, 0], "holds": [True, False]})
    assert names(assign(pairs, SEATS)) == {("A", "x")}


def test_a_critical_seat_is_filled_at_any_loss_of_merit():
    pairs = pd.DataFrame({"nip": ["A", "A"], "post": ["x", "y"], "score": [100_000, 0], "stay": [100_000, 0]})
    plan = assign(pairs, SEATS.assign(weight=[0, 1]))
    assert (names(plan), plan.critical, plan.total, plan.moves) == ({("A", "y")}, 1, 0, 1)


def test_a_positive_stay_marks_the_present_seat_unless_told_otherwise():
    pairs = PAIRS.assign(stay=[0, 5, None])
    assert assign(pairs, SEATS).moves == 1
    assert assign(pairs.assign(holds=False), SEATS).moves == 2
    assert assign(PAIRS, SEATS).moves == 2


def test_stay_shows_in_the_table_only_where_it_was_given():
    plan = assign(PAIRS.assign(stay=[0, 5, None]), SEATS)
    assert plan.table.to_dict("records") == [
        {"nip": "A", "post": "y", "score": 80, "stay": 5},
        {"nip": "B", "post": "x", "score": 70, "stay": 0},
    ]


def test_what_is_given_is_not_changed():
    pairs, seats = crowded(2, people=50, posts=20, choices=4)
    pairs = pairs.sample(frac=1, random_state=0)
    before = pairs.copy(deep=True), seats.copy(deep=True)
    assign(pairs, seats)
    read(pairs, seats, None)
    pd.testing.assert_frame_equal(pairs, before[0])
    pd.testing.assert_frame_equal(seats, before[1])


@pytest.mark.parametrize(
    ("pairs", "seats", "said"),
    [
        (PAIRS.drop(columns="score"), SEATS, "pairs needs the columns nip, post, score; it lacks score"),
        (PAIRS, SEATS.drop(columns=["capacity", "weight"]), "it lacks capacity, weight"),
        (PAIRS.iloc[[0, 1, 0]], SEATS, "pairs repeats 1 rows, first nip A with post x"),
        (PAIRS, SEATS.iloc[[0, 0, 1]], "seats names post x more than once"),
        (PAIRS, SEATS.iloc[:1], "pairs names 1 posts that seats does not have, the first is y"),
        (PAIRS.assign(score=[1, 2, 100_001]), SEATS, "score of pairs must be 0 to 100,000, but one is 100,001"),
        (PAIRS.assign(score=[1, 2, -1]), SEATS, "score of pairs must be 0 to 100,000, but one is -1"),
        (PAIRS.assign(score=[1, 2, 0.5]), SEATS, "score of pairs must be whole numbers, but one is 0.5"),
        (PAIRS.assign(score=[1, 2, None]), SEATS, "score of pairs is missing in 1 rows"),
        (PAIRS.assign(score=["1", "2", "3"]), SEATS, "score of pairs must be whole numbers, not str"),
        (PAIRS.assign(score=[True, False, True]), SEATS, "score of pairs must be whole numbers, not bool"),
        (PAIRS.assign(stay=[0, 0, 100_001]), SEATS, "stay of pairs must be 0 to 100,000"),
        (PAIRS.assign(holds=[True, None, False]), SEATS, "holds of pairs must be true or false"),
        (PAIRS.assign(nip=["A", "A", None]), SEATS, "nip of pairs is missing in 1 rows"),
        (PAIRS.assign(nip=[1, 1, 2]), SEATS, "nip of pairs must be text, but 1 is int"),
        (PAIRS, SEATS.assign(capacity=[1, -1]), "capacity of seats must be 0 or more, but one is -1"),
        (PAIRS, SEATS.assign(weight=[1, 2]), "weight of seats must be 0 to 1, but one is 2"),
    ],
)
def test_a_wrong_table_is_refused_in_one_sentence_that_says_what_is_wrong(pairs, seats, said):
    with pytest.raises(ValueError) as refused:
        assign(pairs, seats)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_does_not_fit_64_bits_is_refused_before_it_can_wrap_around():
    many = [f"{n:06d}" for n in range(60_000)]
    pairs = pd.DataFrame({"nip": many, "post": many, "score": 100_000})
    seats = pd.DataFrame({"post": many, "capacity": 1, "weight": 1})
    with pytest.raises(OverflowError, match="plan fewer people"):
        assign(pairs, seats)
    assert len(assign(pairs, seats.assign(weight=0)).table) == 60_000


def test_work_reports_progress_and_stops_when_asked():
    said: list[float] = []
    assign(PAIRS, SEATS, progress=lambda fraction, words: said.append(fraction))
    assert said == sorted(said) and said[-1] == 1.0
    with pytest.raises(Stopped):
        assign(PAIRS, SEATS, stop=SetAfter(0))


class SetAfter:
    """A stop sign that is set once it was asked so many times."""

    def __init__(self, times: int) -> None:
        self.left = times

    def is_set(self) -> bool:
        self.left -= 1
        return self.left < 0


# Those who must be placed


def test_whoever_must_be_placed_is_even_at_a_loss():
    plan = assign(PAIRS, SEATS.assign(capacity=[1, 0]), must=["B"])
    assert names(plan) == {("B", "x")}
    assert plan.check(PAIRS, SEATS.assign(capacity=[1, 0])) == ()


def test_someone_without_any_pair_is_named():
    found = assign(PAIRS, SEATS, must=["C", "A"])
    assert isinstance(found, Infeasible)
    assert (found.nips, found.posts, found.code) == (("C",), (), "no_post")
    assert "C" in found.reason


def test_a_post_without_seats_is_named():
    found = assign(PAIRS, SEATS.assign(capacity=[0, 1]), must=["A", "B"])
    assert isinstance(found, Infeasible)
    assert (found.nips, found.posts, found.code) == (("B",), ("x",), "no_seat")


def test_the_few_who_crowd_one_post_are_named_among_many_who_do_not():
    pairs, seats = crowded(3, people=200, posts=80, choices=6)
    pairs = pairs[pairs["holds"]]
    seats = seats.assign(capacity=seats["post"].map(pairs["post"].value_counts()).fillna(0).astype(int))
    crowd = pd.DataFrame({"nip": ["L1", "L2"], "post": "J9999", "score": 1, "stay": 0, "holds": False})
    pairs = pd.concat([pairs, crowd], ignore_index=True).astype({"nip": "str", "post": "str"})
    seats = pd.concat([seats, pd.DataFrame({"post": ["J9999"], "capacity": [1], "weight": [0]})], ignore_index=True)
    found = assign(pairs, seats, must=pairs["nip"])
    assert isinstance(found, Infeasible)
    assert (found.nips, found.posts, found.code) == (("L1", "L2"), ("J9999",), "too_few_seats")


@given(problems())
@settings(max_examples=150)
def test_a_named_cause_is_short_of_seats_and_needs_everyone_it_names(problem):
    pairs, seats = problem
    everyone = sorted(set(pairs["nip"]))
    found = assign(pairs, seats, must=everyone)
    if isinstance(found, Assignment):
        assert sorted(found.table["nip"]) == everyone
        return
    theirs = pairs[pairs["nip"].isin(found.nips)]
    assert set(found.posts) == set(theirs["post"])
    assert seats.loc[seats["post"].isin(found.posts), "capacity"].sum() < len(found.nips)
    for spared in found.nips:
        assert isinstance(assign(pairs, seats, must=set(found.nips) - {spared}), Assignment)
