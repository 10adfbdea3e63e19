"""Options under everybody's own weights, and the units that come out the same whoever weighs."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from organization import small_organization

from workbench.scenario import AbolishUnit, AddUnit, MovePost, MoveUnit, RenameUnit, State, apply
from workbench.structure.weighing import favourites, ranked, undisputed

FIGURES = pd.DataFrame(
    {"units": [20, 21, 18], "cost": [1118, 1065, 1041], "span": [4.0, 5.0, 6.0]},
    index=["Pokok", "Tata Ruang mandiri", "Tanpa bidang baru"],
)


def order(weights: dict[str, int], figures: pd.DataFrame = FIGURES) -> list[str]:
    return ranked(figures, {"Sari": weights})["option"].tolist()


def test_fewer_units_lower_cost_and_a_wider_span_are_better():
    assert order({"units": 100, "cost": 0, "span": 0}) == ["Tanpa bidang baru", "Pokok", "Tata Ruang mandiri"]
    assert order({"units": 0, "cost": 100, "span": 0}) == ["Tanpa bidang baru", "Tata Ruang mandiri", "Pokok"]
    assert order({"units": 0, "cost": 0, "span": 100}) == ["Tanpa bidang baru", "Tata Ruang mandiri", "Pokok"]


def test_the_points_are_those_worked_out_by_hand():
    told = ranked(FIGURES, {"Sari": {"units": 50, "cost": 30, "span": 20}}).set_index("option")
    assert told.loc["Tanpa bidang baru", "points"] == 100_000
    # units (21-20)/3 = 333, cost 0, span 0; then units 0, cost (1118-1065)/77 = 688, span 500
    assert told.loc["Pokok", "points"] == 50 * 333
    assert told.loc["Tata Ruang mandiri", "points"] == 30 * 688 + 20 * 500


def test_an_unknown_figure_counts_nothing_and_shows_what_it_might_be():
    figures = FIGURES.astype("Float64").assign(cost=pd.array([1118, None, 1041], dtype="Float64"))
    told = ranked(figures, {"Sari": {"units": 0, "cost": 100, "span": 0}}).set_index("option")
    assert told.loc["Tata Ruang mandiri", ["points", "points_most"]].tolist() == [0, 100_000]
    assert told.loc["Pokok", ["points", "points_most"]].tolist() == [0, 0]


def test_where_all_are_alike_the_options_share_the_first_rank_in_their_order():
    alike = pd.DataFrame({"units": [5, 5], "cost": [1, 1]}, index=["A", "B"])
    told = ranked(alike, {"Sari": {"units": 40, "cost": 60}})
    assert told["option"].tolist() == ["A", "B"] and told["rank"].tolist() == [1, 1]
    assert favourites(told) == {"Sari": "A"}


@pytest.mark.parametrize("weights", [{"units": 100}, {"units": 50, "cost": 50, "span": 50}])
def test_weights_that_do_not_fit_the_figures_are_a_wrong_call(weights):
    with pytest.raises(ValueError, match="Sari"):
        ranked(FIGURES, {"Sari": weights})


def test_a_criterion_of_which_nobody_knows_what_is_better_is_a_wrong_call():
    figures = pd.DataFrame({"colour": [1, 2]}, index=["A", "B"])
    with pytest.raises(ValueError, match="colour"):
        ranked(figures, {"Sari": {"colour": 100}})
    told = ranked(figures, {"Sari": {"colour": 100}}, better={"colour": 1})
    assert favourites(told) == {"Sari": "B"}


whole = st.integers(0, 50)
tables = st.lists(st.tuples(whole, whole, whole), min_size=1, max_size=5).map(
    lambda rows: pd.DataFrame(rows, columns=["units", "cost", "span"], index=[f"O{i}" for i in range(len(rows))])
)
percents = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
    lambda cut: dict(zip(("units", "cost", "span"), np.diff([0, *sorted(cut), 100]).tolist(), strict=True))
)


@settings(max_examples=30)
@given(tables, percents, st.randoms(use_true_random=False))
def test_the_order_of_options_and_criteria_changes_no_points(figures, weights, random):
    rows, columns = list(figures.index), list(figures.columns)
    random.shuffle(rows), random.shuffle(columns)
    one, other = (
        ranked(table, {"Sari": weights}).set_index("option")["points"].sort_index()
        for table in (figures, figures.loc[rows, columns])
    )
    pd.testing.assert_series_equal(one, other)
    assert one.between(0, 100_000).all()


@settings(max_examples=30)
@given(tables, percents)
def test_an_option_that_is_nowhere_worse_never_ranks_below(figures, weights):
    told = ranked(figures, {"Sari": weights}).set_index("option")["points"]
    better = figures * [-1, -1, 1]
    for one in figures.index:
        for other in figures.index:
            if (better.loc[one] >= better.loc[other]).all():
                assert told[one] >= told[other]


# units that nobody disputes -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def state(schemas) -> State:
    return small_organization(schemas)


def done(state: State, *moves) -> State:
    for move in moves:
        state = apply(state, move)
        assert isinstance(state, State), state
    return state


def disputed(base: State, options: dict[str, State], who: dict[str, str]) -> set[str]:
    told = undisputed(base, options, who)
    return set(told.loc[~told["undisputed"], "unit"])


def test_where_all_favour_one_option_nothing_is_disputed(state):
    options = {"A": done(state, MoveUnit("111", "12")), "B": state}
    told = undisputed(state, options, {"Sari": "A", "Budi": "A"})
    assert told["undisputed"].all() and len(told) == 6


def test_a_unit_is_disputed_where_parent_name_existence_or_head_differ(state):
    options = {
        "pokok": state,
        "pindah": done(state, MoveUnit("111", "12")),
        "nama": done(state, RenameUnit("111", "Seksi Lain")),
        "hapus": done(state, AbolishUnit("111")),
        "kepala": done(state, MovePost("kasi", "12")),
    }
    for other in ("pindah", "nama", "hapus", "kepala"):
        assert disputed(state, options, {"Sari": "pokok", "Budi": other}) == {"111"}, other
    assert disputed(state, options, {"Sari": "hapus", "Budi": "hapus"}) == set(), "gone for everybody is agreed"


def test_a_new_unit_counts_and_keeps_its_name(state):
    options = {"A": state, "B": done(state, AddUnit("13", "Bidang C", "1", "division"))}
    told = undisputed(state, options, {"Sari": "A", "Budi": "B"}).set_index("unit")
    assert told.loc["13"].tolist() == ["Bidang C", False] and told["undisputed"].sum() == 6


def test_without_favourites_nothing_is_told_and_a_strange_option_is_a_wrong_call(state):
    assert undisputed(state, {"A": state}, {}).empty
    with pytest.raises(ValueError, match="Z"):
        undisputed(state, {"A": state}, {"Sari": "Z"})
