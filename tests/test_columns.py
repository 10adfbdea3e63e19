"""What a step shares with the tables before it, and where they differ: so that a gesture costs what it changes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from organization import small_organization, some_moves

from workbench.scenario import MovePost, MoveUnit, RenameUnit, State, apply
from workbench.staffing import Staffing
from workbench.staffing.columns import differing, same
from workbench.staffing.lines import above, lineage

TEXTS = st.sampled_from(["a", "b", None])
KINDS = {
    "str": TEXTS,
    "Int64": st.sampled_from([1, 2, None]),
    "boolean": st.sampled_from([True, False, None]),
    "datetime64[s]": st.sampled_from([pd.Timestamp("2025-10-29"), pd.Timestamp("2026-01-01"), None]),
}


@pytest.mark.parametrize("dtype", KINDS)
@given(st.data())
def test_two_columns_differ_where_their_values_do_and_a_missing_one_is_like_another(dtype, data):
    pairs = data.draw(st.lists(st.tuples(KINDS[dtype], KINDS[dtype])))
    one, other = (pd.Series([pair[side] for pair in pairs], dtype=dtype) for side in (0, 1))
    assert differing(one, other).tolist() == [left != right for left, right in pairs]
    assert not differing(one, one.copy()).any()


@pytest.mark.parametrize("dtype", KINDS)
def test_a_column_is_the_same_in_a_table_that_took_it_over_and_not_in_a_copy(dtype):
    table = pd.DataFrame({"a": pd.Series([None, None], dtype=dtype)})
    assert same(table["a"], table.assign(b=1)["a"])
    assert not same(table["a"], table["a"].copy())
    assert not same(table["a"], table["a"].iloc[:1])


@pytest.mark.parametrize(
    ("move", "table", "changed"),
    [
        (MoveUnit("11", "2"), "units", {"parent", "order", "valid_from"}),
        (RenameUnit("11", "Bidang Lain"), "units", {"name"}),
        (MovePost("staff", "12"), "posts", {"unit", "head"}),
    ],
)
def test_a_step_shares_every_column_that_it_does_not_change(schemas, move, table, changed):
    state = small_organization(schemas)
    state.staffing.index("units"), state.staffing.index("posts")
    after = apply(state, move)
    assert isinstance(after, State)
    was, now = getattr(state.staffing, table), getattr(after.staffing, table)
    assert {name for name in was.columns if not same(was[name], now[name])} == changed
    assert after.staffing.index(table) is state.staffing.index(table), "nobody looks up its ids anew"


@given(st.lists(some_moves(), max_size=6))
def test_a_step_on_typed_tables_leaves_what_typing_them_anew_would_give(schemas, moves):
    state = small_organization(schemas)
    for move in moves:
        after = apply(state, move)
        state = after if isinstance(after, State) else state
    tables = {name: table.sample(frac=1, random_state=7) for name, table in state.staffing.tables()}
    anew = Staffing.of(state.staffing.as_of, tables, schemas)
    for name, table in anew.tables():
        pd.testing.assert_frame_equal(getattr(state.staffing, name), table)
        if len(schemas[name].key) == 1:
            assert state.staffing.index(name).tolist() == table[schemas[name].key[0]].tolist()


@given(st.lists(st.integers(-1, 6), min_size=7, max_size=7))
def test_the_units_above_are_those_of_the_lineage_and_a_circle_is_walked_once(schemas, parents):
    units = [
        {"unit": str(at), "name": "X", "kind": "section", "parent": None if up < 0 else str(up)}
        for at, up in enumerate(parents)
    ]
    state = small_organization(schemas)
    staffing = state.staffing.replace(units=pd.DataFrame(units).astype({"parent": "str"}))
    known = lineage(staffing.units)
    for at in map(str, range(len(parents))):
        found = above(staffing, at)
        assert len(found) == len(set(found)) <= len(parents)
        told = known.loc[known["unit"] == at].sort_values("steps")["above"].tolist()[1:]
        tops = np.array(parents)[[int(each) for each in [at, *found]]]
        assert found == told or (tops >= 0).all(), "only whoever never reaches a root has others above than the lineage"
