"""The only judge of facts: missing is unknown, whatever pandas would say."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from workbench.regulation import NO_LIMIT
from workbench.regulation.compare import (
    NO,
    UNKNOWN,
    YES,
    all_of,
    any_of,
    asked_if,
    at_least,
    at_most,
    before,
    is_in,
    is_true,
    not_,
)

VERDICTS = st.sampled_from([YES, NO, UNKNOWN])
COLUMNS = arrays(np.int8, 6, elements=VERDICTS)
NUMBERS = st.one_of(st.none(), st.integers(-50, 50))

MISSING = {
    "nan": pd.Series([np.nan, 1.0]),
    "masked whole number": pd.Series([None, 1], dtype="Int64"),
    "object": pd.Series([None, 1], dtype=object),
}


@pytest.mark.parametrize("column", MISSING.values(), ids=list(MISSING))
def test_a_missing_number_is_unknown_in_every_dress(column):
    for judge in (at_least, at_most):
        assert judge(column, 1).tolist() == [UNKNOWN, YES]
    assert at_least(column, 2).tolist() == [UNKNOWN, NO]


def test_a_missing_date_code_or_flag_is_unknown():
    days = pd.Series(pd.to_datetime([None, "2020-01-01"])).astype("datetime64[s]")
    assert at_most(days, date(2020, 1, 1)).tolist() == [UNKNOWN, YES]
    assert before(days, pd.Timestamp("2020-01-01")).tolist() == [UNKNOWN, NO]
    assert is_in(pd.Series([None, "a"], dtype="str"), ("a",)).tolist() == [UNKNOWN, YES]
    assert is_in(pd.Series([None, "a"], dtype="category"), ("b",)).tolist() == [UNKNOWN, NO]
    assert is_true(pd.Series([None, True, False], dtype="boolean")).tolist() == [UNKNOWN, YES, NO]


def test_a_column_with_nothing_in_it_is_unknown_throughout():
    for dtype in ("Int64", "float64", "str", "boolean", "object"):
        assert at_least(pd.Series([None, None], dtype=dtype), 1).tolist() == [UNKNOWN, UNKNOWN]
    days = pd.Series([None, None], dtype="datetime64[s]")
    assert at_least(days, date(2020, 1, 1)).tolist() == [UNKNOWN, UNKNOWN]
    assert at_least(pd.Series([], dtype="Int64"), 1).tolist() == []


def test_the_edges_belong_to_at_least_and_at_most_but_not_to_before():
    assert at_least([2, 3, 4], 3).tolist() == [NO, YES, YES]
    assert at_most([2, 3, 4], 3).tolist() == [YES, YES, NO]
    assert before([2, 3, 4], 3).tolist() == [YES, NO, NO]


def test_without_a_limit_everybody_passes_even_unseen():
    assert at_least(pd.Series([None, 1], dtype="Int64"), NO_LIMIT).tolist() == [YES, YES]
    assert at_most([[1], [2]], [NO_LIMIT, 1]).tolist() == [[YES, YES], [YES, NO]]
    assert is_in(pd.Series([None, "a"], dtype="str"), NO_LIMIT).tolist() == [YES, YES]


def test_an_unknown_threshold_makes_everything_unknown():
    assert at_least([1, 2], None).tolist() == [UNKNOWN, UNKNOWN]
    assert at_least([1, 2], [1, None]).tolist() == [YES, UNKNOWN]
    assert is_in(["a", "b"], None).tolist() == [UNKNOWN, UNKNOWN]
    assert is_in(["a", "b"], ("a", None)).tolist() == [YES, UNKNOWN]


def test_nothing_is_in_an_empty_list():
    assert is_in(["a"], ()).tolist() == [NO]


def test_facts_and_thresholds_broadcast_to_a_matrix():
    assert at_least(np.array([1, 2, 3]), np.array([[1], [3]])).tolist() == [[YES, YES, YES], [NO, NO, YES]]


def test_text_has_no_order_and_a_date_is_no_number():
    with pytest.raises(TypeError, match="rank codes by their vocabulary"):
        at_least(pd.Series(["s1"], dtype="str"), "s2")
    with pytest.raises(TypeError, match="a date and a number"):
        at_least(pd.Series(pd.to_datetime(["2020-01-01"])), 3)


def test_verdicts_are_small():
    assert {judge([1, 2], 1).dtype for judge in (at_least, at_most)} == {np.dtype(np.int8)}
    assert all_of([YES], [NO]).dtype == any_of([YES], [NO]).dtype == not_([YES]).dtype == np.int8


def test_nothing_asked_is_yes_and_nothing_offered_is_no():
    assert (int(all_of()), int(any_of())) == (YES, NO)


def test_a_requirement_with_a_condition_is_waived_where_the_condition_fails():
    assert asked_if([YES, NO, UNKNOWN, UNKNOWN], [NO, NO, NO, YES]).tolist() == [NO, YES, UNKNOWN, YES]


# Kleene's laws --------------------------------------------------------------------------------------------------------


@given(COLUMNS, COLUMNS)
def test_de_morgan(a, b):
    assert (not_(all_of(a, b)) == any_of(not_(a), not_(b))).all()
    assert (not_(any_of(a, b)) == all_of(not_(a), not_(b))).all()


@given(COLUMNS, COLUMNS, COLUMNS)
def test_joining_is_commutative_associative_and_distributive(a, b, c):
    assert (all_of(a, b) == all_of(b, a)).all()
    assert (all_of(a, all_of(b, c)) == all_of(a, b, c)).all()
    assert (any_of(a, any_of(b, c)) == any_of(a, b, c)).all()
    assert (all_of(a, any_of(b, c)) == any_of(all_of(a, b), all_of(a, c))).all()


@given(COLUMNS)
def test_denying_twice_is_saying_it(a):
    assert (not_(not_(a)) == a).all()


def at_least_as_informed(more, less):
    return ((less == UNKNOWN) | (more == less)).all()


@given(COLUMNS, COLUMNS, st.lists(st.booleans(), min_size=6, max_size=6))
def test_more_information_never_turns_a_yes_into_a_no(a, b, told):
    less = np.where(told, UNKNOWN, a).astype(np.int8)
    for join in (all_of, any_of, asked_if):
        assert at_least_as_informed(join(a, b), join(less, b))
        assert at_least_as_informed(join(b, a), join(b, less))
    assert at_least_as_informed(not_(a), not_(less))


@given(st.lists(NUMBERS, min_size=1, max_size=8), NUMBERS)
def test_a_fact_is_decided_just_when_it_and_its_threshold_are_there(facts, threshold):
    column = pd.Series(facts, dtype="Int64")
    verdict = at_least(column, threshold)
    for fact, got in zip(facts, verdict, strict=True):
        if fact is None or threshold is None:
            assert got == UNKNOWN
        else:
            assert got == (YES if fact >= threshold else NO)
    assert (at_least(column, NO_LIMIT) == YES).all()


@given(st.lists(st.one_of(st.none(), st.sampled_from("abc")), min_size=1, max_size=6), st.sets(st.sampled_from("abc")))
def test_membership_is_decided_just_when_the_code_is_there(codes, allowed):
    verdict = is_in(pd.Series(codes, dtype="str"), allowed)
    assert verdict.tolist() == [UNKNOWN if code is None else YES if code in allowed else NO for code in codes]


@given(st.lists(NUMBERS, min_size=1, max_size=8), st.integers(-50, 50))
def test_the_dress_of_a_column_does_not_change_its_verdict(facts, threshold):
    dresses = [pd.Series(facts, dtype=dtype) for dtype in ("Int64", "float64", "object")]
    verdicts = [at_least(dress, threshold).tolist() for dress in dresses]
    assert verdicts[0] == verdicts[1] == verdicts[2]
