"""Both sides' wishes, four rival plans and their properties: against every plan there is, on small random markets."""

from dataclasses import dataclass, replace
from itertools import product

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import staffing_of
from workbench.placement import Infeasible, Plan, assign, prepare, solve
from workbench.placement.ground import Ground
from workbench.placement.matching import (
    IGNORED,
    LABELS,
    PROPERTIES,
    RULES,
    Market,
    by_construction,
    market,
    matching_statistics,
    matchings,
    matrix,
    statistics,
)
from workbench.placement.matching.kernels import deferred_acceptance, refillable, rehearse
from workbench.placement.matching.properties import judged
from workbench.placement.matching.rules import (
    bound_to_floor,
    deferring,
    placed_rows,
    seats_filled,
    staying,
    strengthening,
)
from workbench.placement.merit import Component, Merit
from workbench.scenario import COMPONENTS, Policy, State

PEOPLE = tuple("abcdef")
SEAT = {"unit": "01", "head": False, "tier": "pengawas", "capacity": 1}
POSTS = ("P", "Q", "R", "S")
MERIT_ALONE = {name: 100 if name == "kinerja" else 0 for name in COMPONENTS}


# small markets --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class World:
    """A ground of six people and four posts whose pairs, scores and wishes a test chooses."""

    ground: Ground

    def of(
        self,
        pairs: list[tuple[str, str]],
        scores: dict[tuple[str, str], int],
        *,
        held: dict[str, str] | None = None,
        capacity: dict[str, int] | None = None,
        level: dict[str, int] | None = None,
        outside: tuple[str, ...] = (),
        critical: tuple[str, ...] = (),
        wishes: list[tuple[str, str, str, int]] = (),
    ) -> Ground:
        """`scores` in whole thousands of points (0 where not given); `level` of posts (2 where not given); `wishes` as
        (nip, post, side, rank)."""
        base, held = self.ground, held or {}
        level = {**dict.fromkeys(POSTS, 2), **(level or {})}
        room = {**dict.fromkeys(POSTS, 1), **(capacity or {})}
        taken = pd.Series(list(held.values()), dtype="str").value_counts()
        posts = base.seats["post"]
        at, who = pd.Index(posts), pd.Index(base.people["nip"])
        seats = base.seats.assign(
            level=posts.map(level),
            in_scope=~posts.isin(outside),
            capacity=np.maximum(posts.map(room), posts.map(taken).fillna(0)).astype("int64"),
            taken=posts.map(taken).fillna(0).astype("int64"),
            critical=posts.isin(critical),
        )
        seats = seats.assign(open=seats["capacity"] - seats["taken"])
        post = base.people["nip"].map(held).astype("str")
        people = base.people.assign(post=post, level=post.map(level).astype("Int64"))
        points = np.zeros((len(who), len(at)), np.int16)
        for (nip, name), score in scores.items():
            points[who.get_loc(nip), at.get_loc(name)] = score
        none = Component(np.zeros((len(who), 1), np.int16), np.zeros((len(who), 1), np.int16), np.zeros(len(at), int))
        worth = Merit({**dict.fromkeys(COMPONENTS, none), "kinerja": Component(points, points, np.arange(len(at)))})
        free = sorted({(nip, name) for nip, name in pairs if held.get(nip) != name and name not in outside})
        return replace(
            base,
            staffing=base.staffing.replace(preferences=stated(wishes)),
            merit=worth,
            people=people,
            seats=seats,
            person=np.array([who.get_loc(nip) for nip, _ in free], np.int64),
            post=np.array([at.get_loc(name) for _, name in free], np.int64),
        )


def stated(rows) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["nip", "post", "side", "rank"])
    return table.astype({"nip": "str", "post": "str", "side": "str", "rank": "Int64"})


@pytest.fixture(scope="module")
def world(schemas, rulebook, policy) -> World:
    """Ground made by the planner itself, so that every plan is told as any other."""
    staffing = staffing_of(
        schemas,
        units=[{"unit": "01", "name": "Dinas Contoh", "kind": "office"}],
        posts=[{"post": post, "title": post, **SEAT} for post in POSTS],
        employees=[{"nip": nip, "name": nip, "legal_status": "aktif"} for nip in PEOPLE],
    )
    return World(prepare(State(staffing, choice(policy)), rulebook))


def choice(policy: Policy, **changes) -> Policy:
    """The agency's policy on pengawas alone, with merit that is one number."""
    return replace(policy, weights=MERIT_ALONE, **{"tiers": ("pengawas",), "move_price": 0, **changes})


def placed(plan: Plan) -> dict[str, str]:
    return dict(zip(plan.rows["nip"], plan.rows["to_post"], strict=True))


def by_rule(ground: Ground, policy: Policy) -> dict[str, dict[str, str]]:
    """Who sits where under each rule."""
    return {rule: placed(plan) for rule, plan in matchings(ground, policy).found.items()}


@st.composite
def worlds(draw, locks: bool = True):
    """Arguments of `World.of`, and changes of the policy: ties are common, somebody always ranks the impossible."""
    people, posts = st.sampled_from(PEOPLE), st.sampled_from(POSTS)
    pairs = draw(st.lists(st.tuples(people, posts), min_size=2, max_size=10, unique=True))
    capacity = draw(st.fixed_dictionaries({post: st.integers(1, 2) for post in POSTS}))
    held: dict[str, str] = {}
    for nip in draw(st.lists(people, max_size=4, unique=True)):
        held[nip] = draw(posts)
    scores = {pair: draw(st.integers(1, 4)) * 200 for pair in [*pairs, *held.items()]}
    level = draw(st.fixed_dictionaries({post: st.integers(1, 3) for post in POSTS}))
    row = st.tuples(people, posts, st.sampled_from(["employee", "unit"]), st.integers(1, 3))
    wishes = draw(st.lists(row, max_size=12, unique_by=lambda each: each[:3]))
    outside = draw(st.sampled_from([(), ("S",)]))
    changes = {"move_price": draw(st.sampled_from([0, 15_000]))}
    possible = [pair for pair in pairs if held.get(pair[0]) != pair[1] and pair[1] not in outside]
    if locks and possible and draw(st.booleans()):
        changes["locks"] = frozenset([draw(st.sampled_from(possible))])
    if held and draw(st.booleans()):
        changes["forbids"] = frozenset([draw(st.sampled_from([*possible, *held.items()]))]) - changes.get(
            "locks", set()
        )
    rest = {"held": held, "capacity": capacity, "level": level, "wishes": wishes, "outside": outside}
    return (pairs, scores, {**rest, "critical": draw(st.sampled_from([(), ("Q",)]))}), changes


# every plan there is --------------------------------------------------------------------------------------------------


def every(asked: Market) -> list[np.ndarray]:
    """All ways to seat people: rows of the market, whoever must be placed placed, no post beyond its seats."""
    must = set(asked.person[asked.pairs["must"].to_numpy(bool)])
    options = []
    for person in np.unique(asked.person):
        rows = list(np.flatnonzero(asked.person == person))
        options.append(rows if person in must else [*rows, -1])
    found = []
    for pick in product(*options):
        rows = np.array([row for row in pick if row >= 0], np.int64)
        if (np.bincount(asked.at[rows], minlength=len(asked.capacity)) <= asked.capacity).all():
            found.append(rows)
    return found


def worth(asked: Market, rows: np.ndarray) -> tuple[int, int]:
    """Critical seats, and points."""
    critical = asked.seats.set_index("at")["weight"]
    points = asked.score[rows].sum() + asked.pairs["stay"].to_numpy()[rows].sum()
    return int(critical.reindex(asked.at[rows]).sum()), int(points)


def lowest(asked: Market, rows: np.ndarray) -> int | None:
    free = rows[bound_to_floor(asked)[rows]]
    return int(asked.score[free].min()) if len(free) else None


def fill(asked: Market, rows: np.ndarray) -> tuple[int, ...]:
    """Seats filled of each post of the scope."""
    return tuple(seats_filled(asked, rows)[asked.ground.seats["in_scope"].to_numpy()])


def row_of(asked: Market, rows: np.ndarray) -> dict[int, int]:
    return {int(asked.person[row]): int(row) for row in rows}


def blocks(asked: Market, rows: np.ndarray, strict: bool) -> bool:
    """Whether some pair blocks, said as plainly as can be; `strict` breaks every tie as the mechanism does."""
    has = row_of(asked, rows)
    last = {row: place for place, row in enumerate(asked.in_line)}
    for row in range(len(asked.pairs)):
        person, at = asked.person[row], asked.at[row]
        if asked.locked[asked.person == person].any() or row in rows:
            continue
        mine = has.get(person)
        wish = asked.by_wish if strict else asked.wish
        if mine is not None and wish[row] >= wish[mine]:
            continue
        if mine is None and not asked.willing[row]:
            continue
        sitting = [other for other in rows if asked.at[other] == at]
        if len(sitting) < asked.capacity[at]:
            return True
        for other in sitting:
            right = asked.locked[other] or asked.secure[other]
            earlier = (
                last[row] < last[other]
                if strict
                else (asked.first_in_line[row], asked.priority[row])
                < (asked.first_in_line[other], asked.priority[other])
            )
            if earlier and (not right or strict):
                return True
    return False


def envies(asked: Market, rows: np.ndarray) -> bool:
    has = row_of(asked, rows)
    for row in range(len(asked.pairs)):
        person = asked.person[row]
        mine = has.get(person)
        longs = mine is None or asked.wish[row] < asked.wish[mine]
        if row in rows or not longs or asked.locked[asked.person == person].any():
            continue
        for other in rows:
            newcomer = asked.at[other] == asked.at[row] and not asked.holds[other] and not asked.locked[other]
            if newcomer and asked.score[other] < asked.score[row]:
                return True
    return False


def hurts(asked: Market, rows: np.ndarray) -> bool:
    has = row_of(asked, rows)
    for own in np.flatnonzero(asked.secure):
        mine = has.get(asked.person[own])
        if mine is None or (mine != own and asked.wish[mine] >= asked.wish[own]):
            return True
    return False


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_proposals_on_arrays_end_where_proposals_on_lists_end(seed):
    rng = np.random.default_rng(seed)
    people, posts = int(rng.integers(1, 25)), int(rng.integers(1, 4))
    capacity = rng.integers(0, 9, posts)
    lists = [list(rng.permutation(posts)[: rng.integers(0, posts + 1)]) for _ in range(people)]
    order = rng.permutation(people)
    person = np.array([one for one in range(people) for _ in lists[one]], np.int64)
    seat = np.array([at for wished in lists for at in wished], np.int64)
    kept = deferred_acceptance(person, seat, order[person], people, capacity)
    assert [int(seat[row]) if row >= 0 else None for row in kept] == by_hand(lists, order, capacity)


def test_the_compiler_is_taken_through_everything_beforehand():
    rehearse()
    assert deferred_acceptance.signatures and refillable.signatures


def by_hand(lists: list[list[int]], order: np.ndarray, capacity: np.ndarray) -> list[int | None]:
    """Deferred acceptance as a person would do it with slips of paper."""
    asks, seated = [list(wished) for wished in lists], {at: [] for at in range(len(capacity))}
    waiting = list(range(len(lists)))
    while waiting:
        one = waiting.pop(0)
        if asks[one]:
            at = asks[one].pop(0)
            ranked = sorted([*seated[at], one], key=lambda who: order[who])
            seated[at], turned_away = ranked[: capacity[at]], ranked[capacity[at] :]
            waiting += turned_away
    return [next((at for at, who in seated.items() if one in who), None) for one in range(len(lists))]


@settings(max_examples=250)
@given(st.integers(0, 2**32 - 1))
def test_seats_are_refilled_exactly_when_two_flows_say_that_they_can(seed):
    """From any start that keeps the seats: the closed posts can be filled, and the obliged can be placed."""
    rng = np.random.default_rng(seed)
    people, posts = int(rng.integers(2, 11)), int(rng.integers(1, 6))
    possible = rng.random((people, posts)) < rng.choice([0.35, 0.9])
    person, at = np.nonzero(possible)
    kept = rng.random(len(person)) < 0.8
    need, closed = rng.integers(0, 3, posts), rng.random(posts) < rng.choice([0.2, 0.6])
    obliged = rng.random(people) < rng.choice([0.4, 0.9])
    seated = np.full(people, -1)
    for row in rng.permutation(np.flatnonzero(kept)):
        if rng.random() < 0.5 and seated[person[row]] < 0 and (seated == at[row]).sum() < need[at[row]]:
            seated[person[row]] = at[row]
    by_seat = np.argsort(at, kind="stable")
    fills = placeable(person[kept], at[kept], np.where(closed, need, 0)) == need[closed].sum()
    must = kept & obliged[person]
    places = placeable(person[must], at[must], need) == obliged.sum()
    assert refillable(person, at, by_seat, kept, seated, need, closed, obliged) == (fills and places)
    if fills and places:
        assert (np.bincount(seated[seated >= 0], minlength=posts)[closed] == need[closed]).all()
        assert (np.bincount(seated[seated >= 0], minlength=posts) <= need).all()
        assert (seated[obliged] >= 0).all()
        pairs = set(zip(person[kept], at[kept], strict=True))
        assert {(who, seat) for who, seat in enumerate(seated) if seat >= 0} <= pairs


def test_a_seat_left_for_one_that_must_be_full_is_free_for_somebody_else():
    """The only candidate for post 0 leaves post 1, and the second person takes it."""
    person, at, seated = np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([1, -1])
    arguments = (np.array([0, 1, 2]), np.ones(3, bool), seated, np.array([1, 1]), np.array([True, False]))
    assert refillable(person, at, *arguments, np.array([False, True]))
    assert seated.tolist() == [0, 1]


def placeable(person: np.ndarray, at: np.ndarray, capacity: np.ndarray) -> int:
    """How many people can be seated at once."""
    graph = nx.DiGraph()
    graph.add_nodes_from(["start", "end"])
    graph.add_edges_from(("start", ("person", who), {"capacity": 1}) for who in set(person.tolist()))
    graph.add_edges_from(((("post", seat), "end", {"capacity": int(n)}) for seat, n in enumerate(capacity)))
    graph.add_edges_from(
        ((("person", who), ("post", seat), {"capacity": 1}) for who, seat in zip(person, at, strict=True))
    )
    return nx.maximum_flow_value(graph, "start", "end")


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_the_floor_is_exact_where_everybody_may_go_everywhere(world, policy, seed):
    rng = np.random.default_rng(seed)
    pairs = list(product(PEOPLE[:4], POSTS[:3]))
    scores = {pair: int(rng.integers(0, 1000)) for pair in pairs}
    asked = market(world.of(pairs, scores), choice(policy))
    plans = [rows for rows in every(asked) if len(rows) == 3]
    found = strengthening(asked, best_of(asked, plans))
    highest = max(lowest(asked, rows) for rows in plans)
    assert lowest(asked, found) == highest
    assert worth(asked, found) == max(worth(asked, rows) for rows in plans if lowest(asked, rows) >= highest)


def best_of(asked: Market, plans: list[np.ndarray]) -> np.ndarray:
    return max(plans, key=lambda rows: worth(asked, rows))


@settings(max_examples=40)
@given(worlds())
def test_the_optimum_with_the_right_to_stay_is_the_best_of_those_that_hurt_nobody(world, policy, drawn):
    given_, changes = drawn
    asked = market(world.of(given_[0], given_[1], **given_[2]), choice(policy, **changes))
    allowed = [rows for rows in every(asked) if asked.willing[rows].all()]
    found = staying(asked)
    if isinstance(found, Infeasible):
        assert allowed == []
        return
    assert asked.willing[found].all()
    assert not hurts(asked, found)
    assert worth(asked, found) == worth(asked, best_of(asked, allowed))


@settings(max_examples=40)
@given(worlds())
def test_deferred_acceptance_gives_each_person_the_best_of_all_stable_matchings(world, policy, drawn):
    given_, changes = drawn
    asked = market(world.of(given_[0], given_[1], **given_[2]), choice(policy, **changes))
    plans = [rows for rows in every(asked) if not blocks(asked, rows, strict=True) and asked.willing[rows].all()]
    found = deferring(asked)
    if isinstance(found, Infeasible):
        assert plans == []
        assert found.code == "no_stable" and found.nips
        return
    assert not blocks(asked, found, strict=True)
    mine = row_of(asked, found)
    for rows in plans:
        other = row_of(asked, rows)
        assert set(other) == set(mine), "the same people are placed in every stable matching"
        assert all(asked.by_wish[mine[person]] <= asked.by_wish[other[person]] for person in mine)


@settings(max_examples=40)
@given(worlds())
def test_the_floor_is_the_highest_among_all_plans_that_fill_the_same_seats(world, policy, drawn):
    given_, changes = drawn
    asked = market(world.of(given_[0], given_[1], **given_[2]), choice(policy, **changes))
    plans = every(asked)
    if not plans:
        return
    optimum = best_of(asked, plans)
    found = strengthening(asked, optimum)
    alike = [rows for rows in plans if fill(asked, rows) == fill(asked, optimum)]
    floors = [lowest(asked, rows) for rows in alike]
    assert fill(asked, found) == fill(asked, optimum)
    if lowest(asked, optimum) is None:
        assert np.array_equal(found, optimum)
        return
    reached = lowest(asked, found)
    highest = max(np.inf if floor is None else floor for floor in floors)
    assert reached is None or reached >= min(highest, asked.score[bound_to_floor(asked)].max())
    as_high = [rows for rows, floor in zip(alike, floors, strict=True) if floor is None or floor >= (reached or 0)]
    if reached is not None:
        assert worth(asked, found)[1] == max(worth(asked, rows)[1] for rows in as_high)


@settings(max_examples=40)
@given(worlds(), st.integers(0, 10**6))
def test_every_property_is_judged_as_a_plain_reading_judges_it(world, policy, drawn, number):
    given_, changes = drawn
    asked = market(world.of(given_[0], given_[1], **given_[2]), choice(policy, **changes))
    plans = every(asked)
    if not plans:
        return
    rows = plans[number % len(plans)]
    table = judged(asked, rows).set_index("property")
    floor = lowest(asked, rows)
    floors = [lowest(asked, other) for other in plans if fill(asked, other) == fill(asked, rows)]
    expected = {
        "merit": worth(asked, rows) == worth(asked, best_of(asked, plans)),
        "right_to_stay": not hurts(asked, rows),
        "stable": not blocks(asked, rows, strict=False),
        "max_min": floor is None or all(other is not None and other <= floor for other in floors),
        "no_envy": not envies(asked, rows),
    }
    assert table["holds"].to_dict() == expected
    assert table.loc[~table["holds"], "cases"].gt(0).all()


@settings(max_examples=40)
@given(worlds())
def test_each_rival_has_the_properties_that_its_rule_promises(world, policy, drawn):
    given_, changes = drawn
    asked = market(world.of(given_[0], given_[1], **given_[2]), choice(policy, **changes))
    for rule, rows in chosen_by_rule(asked).items():
        table = judged(asked, rows).set_index("property")
        assert table.loc[list(by_construction(asked, rule)), "holds"].all(), (rule, table)


@settings(max_examples=20)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_preferences_changes_nothing(world, policy, drawn, random):
    (pairs, scores, rest), changes = drawn
    shuffled = [*rest["wishes"]]
    random.shuffle(shuffled)
    one = market(world.of(pairs, scores, **rest), choice(policy, **changes))
    other = market(world.of(pairs, scores, **{**rest, "wishes": shuffled}), choice(policy, **changes))
    told = [{rule: list(rows) for rule, rows in chosen_by_rule(asked).items()} for asked in (one, other)]
    assert told[0] == told[1]


def chosen_by_rule(asked: Market) -> dict[str, np.ndarray]:
    """The rows of each rule that has a plan."""
    best = best_rows(asked)
    if best is None:
        return {}
    found = {"merit": best, "right_to_stay": staying(asked), "stable": deferring(asked)}
    found["max_min"] = strengthening(asked, best)
    return {rule: rows for rule, rows in found.items() if not isinstance(rows, Infeasible)}


def best_rows(asked: Market) -> np.ndarray | None:
    found = assign(asked.pairs[["nip", "post", "score", "stay", "holds"]], asked.seats, must=asked.must)
    if isinstance(found, Infeasible):
        return None
    keys = set(zip(found.table["nip"], found.table["post"], strict=True))
    named = zip(asked.pairs["nip"].astype("str"), asked.pairs["post"].astype("str"), strict=True)
    return np.flatnonzero([pair in keys for pair in named])


# cases that a person can follow ---------------------------------------------------------------------------------------


def test_a_stable_matching_gives_up_merit_for_wishes_that_both_sides_share(world, policy):
    ground = world.of(
        [("a", "P"), ("a", "Q"), ("b", "P"), ("b", "Q")],
        {("a", "P"): 900, ("a", "Q"): 800, ("b", "P"): 850, ("b", "Q"): 100},
        wishes=[("a", "P", "employee", 1), ("b", "P", "employee", 1)],
    )
    seats = by_rule(ground, choice(policy))
    assert seats["merit"] == {"a": "Q", "b": "P"}
    assert seats["stable"] == {"a": "P", "b": "Q"}
    assert seats["max_min"] == {"a": "Q", "b": "P"}


def test_a_unit_that_ranks_its_people_gets_whom_it_ranked_before_whom_merit_puts_first(world, policy):
    pairs = [("a", "P"), ("b", "P")]
    scores = {("a", "P"): 900, ("b", "P"): 100}
    assert by_rule(world.of(pairs, scores), choice(policy))["stable"] == {"a": "P"}
    ranked = world.of(pairs, scores, wishes=[("b", "P", "unit", 1)])
    assert by_rule(ranked, choice(policy))["stable"] == {"b": "P"}
    assert by_rule(ranked, choice(policy))["merit"] == {"a": "P"}


def test_a_holder_who_said_nothing_goes_up_but_not_sideways(world, policy):
    scores = {("a", "P"): 100, ("a", "Q"): 900, ("a", "R"): 900}
    for level, expected in (({"P": 2, "Q": 2}, "P"), ({"P": 2, "Q": 3}, "Q")):
        ground = world.of([("a", "Q")], scores, held={"a": "P"}, level=level)
        seats = by_rule(ground, choice(policy))
        assert seats["merit"] == {"a": "Q"}
        assert seats["right_to_stay"] == seats["stable"] == {"a": expected}


def test_the_agency_may_assume_that_who_said_nothing_stays(world, policy):
    ground = world.of([("a", "Q")], {("a", "Q"): 900}, held={"a": "P"}, level={"P": 1, "Q": 3})
    quiet = choice(policy, settings={**policy.settings, "unstated_wish": "stay"})
    assert by_rule(ground, quiet)["right_to_stay"] == {"a": "P"}
    with pytest.raises(ValueError, match="unstated_wish is 'perhaps'; it must be one of higher, stay"):
        market(ground, choice(policy, settings={**policy.settings, "unstated_wish": "perhaps"}))


def test_what_a_holder_ranked_below_the_own_post_or_beside_it_is_no_reason_to_move(world, policy):
    pairs, scores = [("a", "Q"), ("a", "R")], {("a", "P"): 100, ("a", "Q"): 900, ("a", "R"): 500}
    for ranks, expected in (
        ({"R": 1, "P": 2, "Q": 3}, "R"),
        ({"P": 1, "Q": 2}, "P"),
        ({"P": 1, "Q": 1}, "P"),
        ({"Q": 1, "P": 1, "R": 2}, "P"),
        ({"Q": 4}, "Q"),
    ):
        wishes = [("a", post, "employee", rank) for post, rank in ranks.items()]
        seats = by_rule(world.of(pairs, scores, held={"a": "P"}, wishes=wishes), choice(policy))
        assert seats["stable"] == seats["right_to_stay"] == {"a": expected}, ranks


def test_people_without_a_seat_take_what_they_did_not_list_rather_than_nothing(world, policy):
    ground = world.of([("a", "P"), ("b", "P"), ("b", "Q")], {("a", "P"): 900}, wishes=[("b", "P", "employee", 1)])
    assert by_rule(ground, choice(policy))["stable"] == {"a": "P", "b": "Q"}


def test_ties_everywhere_still_give_one_answer_and_no_blocking_pair(world, policy):
    pairs = list(product(PEOPLE, POSTS))
    wishes = [(nip, post, side, 1) for nip, post in pairs for side in ("employee", "unit")]
    made = matchings(world.of(pairs, dict.fromkeys(pairs, 500), wishes=wishes), choice(policy))
    again = matchings(world.of(pairs[::-1], dict.fromkeys(pairs, 500), wishes=wishes[::-1]), choice(policy))
    assert made.plans["stable"].digest == again.plans["stable"].digest
    assert len(made.plans["stable"].rows) == len(POSTS)
    assert matrix(made).loc[lambda t: t["property"].isin(["stable", "no_envy"]), "holds"].all()


def test_a_lock_on_a_full_post_exposes_its_holder_and_nobody_else(world, policy):
    ground = world.of(
        [("a", "P"), ("b", "Q"), ("c", "P")],
        {("b", "P"): 900, ("b", "Q"): 300, ("c", "R"): 500},
        held={"b": "P", "c": "R"},
    )
    made = matchings(ground, choice(policy, locks=frozenset([("a", "P")])))
    assert made.market.exposed.tolist() == [nip == "b" for nip in PEOPLE]
    for rule in RULES:
        assert placed(made.plans[rule]) == {"a": "P", "b": "Q", "c": "R"}, rule
    assert matrix(made).loc[lambda t: t["property"] == "right_to_stay", "holds"].all()


def test_a_lock_that_leaves_a_holder_nowhere_is_infeasible_for_every_rule(world, policy):
    ground = world.of([("a", "P")], {("b", "P"): 900}, held={"b": "P"})
    made = matchings(ground, choice(policy, locks=frozenset([("a", "P")])))
    assert all(isinstance(plan, Infeasible) for plan in made.plans.values())
    assert made.found == {} and matrix(made).empty and matching_statistics(made).empty


def test_a_holder_whose_seat_a_lock_took_and_whom_nobody_else_takes_leaves_no_stable_matching(world, policy):
    """b may only go to Q, but Q takes c first: the planner can still move c, a stable matching cannot."""
    ground = world.of(
        [("a", "P"), ("b", "Q"), ("c", "Q"), ("c", "R")],
        {("b", "P"): 900, ("b", "Q"): 100, ("c", "Q"): 800, ("c", "R"): 700},
        held={"b": "P"},
        wishes=[("c", "Q", "employee", 1)],
    )
    made = matchings(ground, choice(policy, locks=frozenset([("a", "P")])))
    assert placed(made.plans["merit"]) == {"a": "P", "b": "Q", "c": "R"}
    refused = made.plans["stable"]
    assert isinstance(refused, Infeasible)
    assert (refused.code, refused.nips) == ("no_stable", ("b",))
    assert "b" in refused.reason and "b" in refused.reason_en
    assert list(made.found) == ["merit", "right_to_stay", "max_min"]


def test_an_empty_seat_that_its_candidates_do_not_want_says_so(world, policy):
    ground = world.of([("a", "Q")], {("a", "P"): 100, ("a", "Q"): 900}, held={"a": "P"})
    made = matchings(ground, choice(policy))
    reasons = {
        rule: dict(zip(plan.vacant["post"], plan.vacant["reason"], strict=True)) for rule, plan in made.found.items()
    }
    assert reasons["stable"]["Q"] == reasons["right_to_stay"]["Q"] == "unwanted"
    assert reasons["stable"]["R"] == "nobody"


def test_the_floor_lifts_the_weakest_at_the_cost_of_the_sum(world, policy):
    ground = world.of(
        [("a", "P"), ("a", "Q"), ("b", "P"), ("b", "Q")],
        {("a", "P"): 900, ("a", "Q"): 500, ("b", "P"): 450, ("b", "Q"): 100},
    )
    made = matchings(ground, choice(policy))
    assert placed(made.plans["merit"]) == {"a": "P", "b": "Q"}
    assert placed(made.plans["max_min"]) == {"a": "Q", "b": "P"}
    assert made.plans["max_min"].summary["gap"] == made.plans["merit"].summary["total"] - 95_000 == 5_000


def test_a_floor_leaves_nobody_without_a_place_whose_own_seat_the_optimum_closed(world, policy):
    """b and c could fill Q and R with better scores, but a would then have nowhere to go: P stays empty."""
    ground = world.of(
        [("a", "Q"), ("b", "Q"), ("b", "R"), ("c", "R")],
        {("a", "P"): 100, ("a", "Q"): 500, ("b", "Q"): 600, ("b", "R"): 900, ("c", "R"): 650},
        held={"a": "P"},
    )
    made = matchings(ground, choice(policy))
    assert placed(made.plans["merit"]) == placed(made.plans["max_min"]) == {"a": "Q", "b": "R"}
    assert matrix(made).set_index(["rule", "property"]).loc[("max_min", "max_min"), "holds"]


def test_a_floor_does_not_judge_whom_a_lock_has_driven_out(world, policy):
    """a is locked on b's seat, so b moves at 100; the floor is that of c and d, who move freely."""
    ground = world.of(
        [("b", "Q"), ("c", "R"), ("c", "S"), ("d", "R"), ("d", "S")],
        {
            **{("b", "P"): 900, ("b", "Q"): 100},
            **{("c", "R"): 900, ("c", "S"): 500, ("d", "R"): 450, ("d", "S"): 200},
        },
        held={"b": "P"},
    )
    made = matchings(ground, choice(policy, locks=frozenset([("a", "P")])))
    assert placed(made.plans["merit"]) == {"a": "P", "b": "Q", "c": "R", "d": "S"}
    assert placed(made.plans["max_min"]) == {"a": "P", "b": "Q", "c": "S", "d": "R"}


def test_a_seat_that_somebody_wants_but_that_gains_too_little_stays_empty_for_its_price(world, policy):
    ground = world.of([("a", "Q")], {("a", "P"): 800, ("a", "Q"): 810}, held={"a": "P"}, level={"P": 1, "Q": 3})
    vacant = matchings(ground, choice(policy, move_price=5_000)).plans["right_to_stay"].vacant
    assert vacant.set_index("post").loc["Q", "reason"] == "price"


def test_a_move_to_what_is_only_as_good_as_the_own_seat_is_no_gain(world, policy):
    wishes = [("a", "P", "employee", 1), ("a", "Q", "employee", 1)]
    made = matchings(world.of([("a", "Q")], {("a", "Q"): 900}, held={"a": "P"}, wishes=wishes), choice(policy))
    table = matrix(made).set_index(["rule", "property"])
    assert placed(made.plans["merit"]) == {"a": "Q"}
    assert not table.loc[("merit", "right_to_stay"), "holds"]
    assert table.loc[("merit", "right_to_stay"), ["nip", "post"]].tolist() == ["a", "Q"]


def test_an_exposed_holder_who_is_indifferent_asks_for_the_own_seat_first(world, policy):
    wishes = [("b", "P", "employee", 1), ("b", "Q", "employee", 1)]
    ground = world.of(
        [("a", "P"), ("b", "Q"), ("c", "R")],
        {("b", "P"): 300, ("b", "Q"): 900, ("c", "P"): 100},
        held={"b": "P", "c": "P"},
        capacity={"P": 2},
        wishes=wishes,
    )
    made = matchings(ground, choice(policy, locks=frozenset([("a", "P")])))
    assert made.market.exposed.tolist() == [nip in "bc" for nip in PEOPLE]
    assert placed(made.plans["stable"]) == {"a": "P", "b": "P", "c": "R"}


# what was stated and what counts --------------------------------------------------------------------------------------


def test_without_preferences_nothing_is_stated_and_all_of_it_is_unknown(world, policy):
    made = matchings(world.of([("a", "P")], {("a", "P"): 500}), choice(policy))
    assert made.market.stated.empty and made.market.ignored.empty and not made.market.units_rank
    table = matching_statistics(made)
    assert (table["stated"] == 0).all() and (table["unknown"] == table["asked"]).all()
    assert table["first_share"].isna().all()


def test_every_preference_without_effect_is_named_with_its_reason(world, policy):
    rows = [
        ("z", "P", "employee", 1),
        ("a", "Z", "employee", 1),
        ("a", "P", "boss", 1),
        ("a", "P", "employee", None),
        ("b", "Q", "employee", 1),
        ("b", "S", "employee", 2),
        ("b", "P", "employee", 3),
        ("c", "P", "employee", 1),
        ("c", "Q", "unit", 1),
        ("d", "P", "employee", 1),
    ]
    pairs = [("a", "P"), ("b", "Q"), ("b", "P"), ("c", "P"), ("c", "Q"), ("d", "P")]
    ground = world.of(pairs, {}, outside=("S",), wishes=rows)
    policy = choice(policy, locks=frozenset([("c", "Q")]), forbids=frozenset([("d", "P")]))
    people = ground.people.assign(active=ground.people["nip"] != "e")
    selection = ground.seats.assign(selection=ground.seats["post"] == "R")
    more = stated([*rows, ("e", "P", "employee", 1), ("a", "R", "employee", 1), ("f", "Q", "employee", 1)])
    ground = replace(ground, people=people, seats=selection, staffing=ground.staffing.replace(preferences=more))
    found = market(ground, policy).ignored
    reasons = {(row.nip, row.post, row.side): row.ignored for row in found.itertuples()}
    assert reasons == {
        ("z", "P", "employee"): "unknown_person",
        ("a", "Z", "employee"): "unknown_post",
        ("a", "P", "boss"): "unknown_side",
        ("a", "P", "employee"): "no_rank",
        ("b", "S", "employee"): "out_of_scope",
        ("c", "P", "employee"): "locked",
        ("d", "P", "employee"): "forbidden",
        ("e", "P", "employee"): "leaving",
        ("a", "R", "employee"): "selection",
        ("f", "Q", "employee"): "not_eligible",
    }
    assert set(reasons.values()) | {"twice"} == set(IGNORED)


def test_a_pair_ranked_twice_counts_once_and_says_so(world, policy):
    rows = [("a", "P", "employee", 1), ("a", "P", "employee", 2)]
    found = market(world.of([("a", "P")], {}, wishes=rows), choice(policy))
    assert found.ignored["ignored"].tolist() == ["twice"]
    assert found.stated["place"].notna().sum() == 1


def test_an_impossible_wish_leaves_the_others_in_force(world, policy):
    wishes = [("a", "R", "employee", 1), ("a", "Q", "employee", 2)]
    ground = world.of([("a", "Q")], {("a", "Q"): 100, ("a", "P"): 900}, held={"a": "P"}, wishes=wishes)
    made = matchings(ground, choice(policy))
    assert placed(made.plans["stable"]) == {"a": "Q"}
    table = statistics(made.plans["stable"], made.market).set_index("side")
    assert table.loc["people", ["stated", "first", "top_three", "listed"]].tolist() == [1, 0, 1, 1]


def test_choices_are_counted_by_place_and_ties_share_the_better_one(world, policy):
    wishes = [
        *[("a", post, "employee", rank) for post, rank in (("P", 5), ("Q", 5), ("R", 9))],
        *[("b", post, "employee", rank) for post, rank in (("S", 1), ("R", 2))],
        *[(nip, "P", "unit", rank) for nip, rank in (("c", 1), ("d", 2), ("e", 3), ("a", 4))],
    ]
    pairs = [("a", "Q"), ("b", "R"), ("c", "P")]
    ground = world.of(pairs, dict.fromkeys(pairs, 500), wishes=wishes)
    table = statistics(solve(ground, choice(policy)), market(ground, choice(policy))).set_index("side")
    counted = ["asked", "stated", "unknown", "first", "top_three", "listed"]
    assert table.loc["people", counted].tolist() == [3, 2, 1, 1, 2, 2]
    assert table.loc["movers", counted].tolist() == [3, 2, 1, 1, 2, 2]
    assert table.loc["posts", counted].tolist() == [3, 1, 2, 1, 1, 1]
    assert table.loc["people", "first_share"] == 0.5


def test_limits_are_set_aside_for_all_four_and_named(world, policy):
    pairs = [("a", "P"), ("b", "Q")]
    limited = choice(policy, move_limit=0)
    made = matchings(world.of(pairs, dict.fromkeys(pairs, 500)), limited)
    assert made.market.set_aside == ("move_limit",)
    assert all(plan.summary["moves"] == 2 for plan in made.found.values())


# on the demo province -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ground(province, policy, rulebook) -> Ground:
    return prepare(State(province, policy), rulebook)


@pytest.fixture(scope="module")
def made(ground, policy):
    return matchings(ground, policy, head={"snapshot": "x"})


def test_the_four_rivals_of_the_province_differ_and_each_has_its_own_property(made):
    table = matrix(made)
    assert list(made.found) == list(RULES)
    assert len({plan.digest for plan in made.found.values()}) == 4
    assert table.loc[table["by_construction"], "holds"].all()
    assert not table["holds"].all()
    broken = table[~table["holds"] & (table["property"] != "merit")]
    assert broken[["nip", "post"]].notna().all().all(), "what does not hold has a witness"


def test_no_rival_exceeds_the_merit_optimum_and_each_says_by_how_much_it_falls_short(made):
    best = made.plans["merit"].summary
    for rule, plan in made.found.items():
        assert plan.head == {"snapshot": "x", "matching": rule}
        told = plan.summary
        if told["critical_filled"] == best["critical_filled"]:
            assert told["gap"] == best["total"] - told["total"] >= 0


def test_the_merit_rival_is_the_plan_that_everybody_else_sees(made, ground, policy):
    assert made.plans["merit"].digest == solve(ground, policy).digest


def test_a_plan_on_other_ground_is_refused_by_name(made, province, policy, rulebook):
    wide = prepare(State(province, replace(policy, tiers=("pelaksana",))), rulebook)
    with pytest.raises(ValueError, match="no pair of this market"):
        placed_rows(made.market, solve(wide, replace(policy, tiers=("pelaksana",))))


def test_preferences_change_neither_the_merit_optimum_nor_who_may_be_proposed(made, province, policy, rulebook):
    silent = province.replace(preferences=stated([]))
    quiet = matchings(prepare(State(silent, policy), rulebook), policy)
    assert quiet.plans["merit"].digest == made.plans["merit"].digest
    assert quiet.plans["stable"].digest != made.plans["stable"].digest
    assert quiet.market.ignored.empty
    assert matrix(quiet).set_index(["rule", "property"]).loc[("stable", "no_envy"), "holds"]


def test_every_rule_and_property_has_its_words_in_both_languages():
    assert set(LABELS) == set(RULES)
    for words in [*LABELS.values(), *PROPERTIES.values(), *IGNORED.values()]:
        assert all(words) and words[0] != words[1]
    assert set(by_construction_of_all()) <= set(PROPERTIES)


def by_construction_of_all() -> list[str]:
    class Silent:
        units_rank = False

    return [name for rule in RULES for name in by_construction(Silent(), rule)]
