"""Chains: which move opens the seat that the next one fills."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from workbench.placement.chains import chained


def seats_of(**posts):
    """post -> (capacity, open, level, critical)"""
    rows = [(post, *facts) for post, facts in posts.items()]
    return pd.DataFrame(rows, columns=["post", "capacity", "open", "level", "critical"])


def people_of(**held):
    """nip -> post, or (post, day of retirement)"""
    rows = [(nip, *(post if isinstance(post, tuple) else (post, None))) for nip, post in held.items()]
    table = pd.DataFrame(rows, columns=["nip", "post", "leaves"]).astype({"nip": "str", "post": "str"})
    return table.assign(leaves=pd.to_datetime(table["leaves"]), active=True)


def rows_of(*moves):
    """(nip, from_post, to_post) of each move"""
    table = pd.DataFrame(moves, columns=["nip", "from_post", "to_post"]).astype("str")
    return table.assign(kind="move", score=range(len(table), 0, -1))


def told(rows, people, seats):
    table = chained(rows, people, seats).set_index("nip")
    return {
        nip: (row.chain, row.step, row.replaces if row.replaces == row.replaces else None)
        for nip, row in table.iterrows()
    }


def test_a_chain_begins_at_the_vacancy_and_follows_each_seat_that_opens():
    seats = seats_of(top=(1, 1, 3, False), middle=(1, 0, 2, False), low=(1, 0, 1, False))
    people = people_of(ani="middle", budi="low")
    rows = rows_of(("budi", "low", "middle"), ("ani", "middle", "top"))
    assert told(rows, people, seats) == {"ani": (1, 1, None), "budi": (1, 2, "ani")}


def test_a_seat_that_falls_vacant_by_retirement_names_who_leaves_it():
    seats = seats_of(top=(1, 1, 3, False), low=(1, 0, 1, False))
    people = people_of(old=("top", "2026-01-01"), ani="low")
    assert told(rows_of(("ani", "low", "top")), people, seats) == {"ani": (1, 1, "old")}


def test_where_a_post_has_several_seats_the_vacant_one_goes_to_the_best_newcomer():
    seats = seats_of(many=(2, 1, 2, False), top=(1, 1, 3, False), low=(9, 0, 1, False))
    people = people_of(ani="many", budi="low", citra="low")
    rows = rows_of(("budi", "low", "many"), ("citra", "low", "many"), ("ani", "many", "top"))
    assert told(rows, people, seats) == {"budi": (2, 1, None), "ani": (1, 1, None), "citra": (1, 2, "ani")}


def test_a_newcomer_without_a_post_ends_a_chain_and_opens_nothing():
    seats = seats_of(top=(1, 1, 3, False))
    assert told(rows_of(("ani", None, "top")), people_of(ani=None), seats) == {"ani": (1, 1, None)}


def test_a_trade_of_two_posts_is_one_ring_that_begins_at_the_smallest_nip():
    seats = seats_of(a=(1, 0, 2, False), b=(1, 0, 2, False))
    rows = rows_of(("2", "b", "a"), ("1", "a", "b"))
    assert told(rows, people_of(**{"1": "a", "2": "b"}), seats) == {"1": (1, 1, "2"), "2": (1, 2, "1")}


def test_critical_seats_are_told_first_then_the_highest():
    seats = seats_of(a=(1, 1, 2, False), b=(1, 1, 3, False), c=(1, 1, 1, True))
    rows = rows_of(("x", None, "a"), ("y", None, "b"), ("z", None, "c"))
    chains = told(rows, people_of(x=None, y=None, z=None), seats)
    assert {nip: chain for nip, (chain, _, _) in chains.items()} == {"z": 1, "y": 2, "x": 3}


def test_who_stays_is_in_no_chain_and_no_move_at_all_is_no_chain_at_all():
    seats, people = seats_of(a=(1, 0, 2, False)), people_of(ani="a")
    rows = rows_of(("ani", "a", "a")).assign(kind="stay")
    table = chained(rows, people, seats)
    assert table["chain"].isna().all()
    assert table["replaces"].isna().all()


@given(st.permutations(range(7)), st.integers(0, 6), st.randoms())
def test_every_move_is_in_one_chain_whose_steps_count_without_a_gap(order, moving, random):
    """A ladder of posts with one holder each, the top one vacant; the first movers go up one step each."""
    posts = [f"p{k}" for k in order]
    seats = pd.DataFrame(
        {"post": posts, "capacity": 1, "open": [1] + [0] * 6, "level": range(7, 0, -1), "critical": False}
    )
    people = people_of(**{f"n{k}": posts[k] for k in range(1, 7)})
    moves = [(f"n{k}", posts[k], posts[k - 1]) for k in range(1, moving + 1)]
    random.shuffle(moves)
    table = chained(rows_of(*moves), people, seats) if moves else chained(rows_of(), people, seats)
    assert len(table) == moving
    assert sorted(table["step"]) == list(range(1, moving + 1))
    assert table["chain"].nunique() == (moving > 0)
    assert (table["nip"] == [f"n{k}" for k in range(1, moving + 1)]).all()


def test_a_seat_beyond_the_capacity_closes_when_its_holder_goes():
    """Three people sit on a post of two seats; two of them retire, and only one seat opens."""
    people = people_of(old=("a", "2026-01-01"), older=("a", "2026-01-01"), ani="a", budi=None, citra=None)
    seats = seats_of(a=(2, 1, 2, False))
    table = told(rows_of(("budi", None, "a"), ("citra", None, "a")), people, seats)
    assert table == {"budi": (1, 1, "old"), "citra": (2, 1, None)}


def test_who_moves_on_before_retiring_leaves_one_seat_by_moving():
    people = people_of(old=("a", "2026-01-01"), ani="a", budi=None, citra=None)
    seats = seats_of(a=(2, 1, 2, False), top=(2, 2, 3, False))
    rows = rows_of(("budi", None, "a"), ("citra", None, "a"), ("old", "a", "top"), ("ani", "a", "top"))
    table = told(rows, people, seats)
    assert {nip: left for nip, (_, _, left) in table.items()} == {
        "old": None,
        "ani": None,
        "budi": "ani",
        "citra": "old",
    }
    assert [table["citra"][:2], table["old"][:2]] == [(table["old"][0], 2), (table["old"][0], 1)]
