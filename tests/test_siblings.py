"""Merging siblings: the best of all partitions, under caps on each group and on the whole."""

from dataclasses import replace
from functools import reduce
from itertools import product
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bench.structure import instance, monolithic
from workbench.placement.engine.assign import Stopped
from workbench.structure.proposals import siblings
from workbench.structure.proposals.forest import Merging, Unmet, merge_siblings
from workbench.structure.proposals.kernels import FAR
from workbench.structure.proposals.siblings import Siblings


@st.composite
def groups(draw: st.DrawFn, most: int = 5, above: int = 0) -> Siblings:
    k = draw(st.integers(1, most))
    cells = st.lists(st.integers(-9, 20), min_size=k * k, max_size=k * k)
    flags = st.lists(st.sampled_from([False, False, True]), min_size=k * k, max_size=k * k)
    cost, barred = (np.array(draw(each)).reshape(k, k) for each in (cells, flags))
    np.fill_diagonal(cost, 0)
    np.fill_diagonal(barred, False)
    return Siblings(
        cost.astype(np.int64),
        barred.astype(bool),
        np.array(draw(st.lists(st.integers(0, 3), min_size=k, max_size=k)), np.int64),
        room=draw(st.none() | st.integers(1, 6)),
        most=draw(st.none() | st.integers(2, 4)),
        least=draw(st.sampled_from([1, 1, 2])),
        above=above,
    )


def partitions_of(members: list[int]) -> list[list[list[int]]]:
    """Every way to cut the members into units."""
    if not members:
        return [[]]
    first, found = members[0], []
    for rest in partitions_of(members[1:]):
        found.append([[first], *rest])
        found += [[*rest[:i], [first, *unit], *rest[i + 1 :]] for i, unit in enumerate(rest)]
    return found


def worth(group: Siblings, unit: list[int]) -> int:
    """Of making these one unit, at the best choice of who stays; FAR if it cannot be."""
    if len(unit) == 1:
        return 0
    heavy = group.room is not None and group.load[unit].sum() > group.room
    apart = any(group.barred[u, v] and group.barred[v, u] for u in unit for v in unit if u != v)
    if heavy or apart or (group.most is not None and len(unit) > group.most):
        return FAR
    goes = [
        sum(int(group.cost[u, r]) for u in unit) for r in unit if not any(group.barred[u, r] for u in unit if u != r)
    ]
    return min(goes, default=FAR)


def enumerated(group: Siblings) -> list[int]:
    """By units that end: the least cost over all partitions."""
    k = len(group)
    best = [0] + [FAR] * (k - 1)
    for partition in partitions_of(list(range(k))):
        ended, values = k - len(partition), [worth(group, unit) for unit in partition]
        if len(partition) >= group.least and FAR not in values:
            best[ended] = min(best[ended], sum(values))
    return best


def cost_of(group: Siblings, unions: tuple) -> int:
    return sum(int(group.cost[u, stays]) for stays, gone in unions for u in gone)


@given(groups())
def test_for_every_number_of_units_left_no_partition_costs_less(group):
    levels = group.levels
    assert levels.cost.tolist() == enumerated(group)
    for ended in np.flatnonzero(levels.cost < FAR):
        unions = levels.unions(int(ended))
        assert sum(len(gone) for _, gone in unions) == ended
        assert cost_of(group, unions) == levels.cost[ended]
        assert all(worth(group, [stays, *gone]) < FAR for stays, gone in unions)


@settings(max_examples=15)
@given(groups())
def test_a_group_too_large_for_subsets_is_solved_as_well_by_integer_programmes(group):
    levels = siblings._by_programmes(group)
    assert levels.cost.tolist() == levels.bound.tolist() == enumerated(group)
    for ended in np.flatnonzero(levels.cost < FAR):
        assert cost_of(group, levels.unions(int(ended))) == levels.cost[ended]


def test_subsets_and_programmes_agree_on_a_group_of_nine():
    group = next(each for each in instance(400, seed=3) if len(each) == 9)
    group = replace(group, load=np.arange(9) % 3, room=5)
    assert siblings._by_programmes(group).cost.tolist() == group.levels.cost.tolist()


@settings(max_examples=60)
@given(
    st.tuples(groups(4, 0), groups(4, 0), groups(3, 1)),
    st.integers(0, 6),
    st.none() | st.integers(0, 6),
    st.dictionaries(st.sampled_from([0, 1]), st.integers(1, 7)),
)
def test_under_caps_on_the_whole_no_choice_of_partitions_costs_less(many, least, most, spans):
    curves = [enumerated(group) for group in many]
    possible = {}
    for ended in product(*(range(len(curve)) for curve in curves)):
        left = {key: sum(len(g) - e for g, e in zip(many, ended, strict=True) if g.above == key) for key in (0, 1)}
        cost = reduce(
            lambda total, part: FAR if FAR in (total, part) else total + part, map(list.__getitem__, curves, ended), 0
        )
        if cost < FAR and (most is None or sum(ended) <= most) and all(left[k] <= cap for k, cap in spans.items()):
            possible.setdefault(sum(ended), []).append(cost)
    found = merge_siblings(many, least, most, spans)
    fitting = [min(costs) for ended, costs in possible.items() if ended >= least]
    if isinstance(found, Unmet):
        assert not fitting
        assert found == Unmet(least, max(possible, default=None))
    else:
        assert found.cost == found.bound == min(fitting)
        assert sum(cost_of(group, unions) for group, unions in zip(many, found.unions, strict=True)) == found.cost


@pytest.mark.parametrize("least", [0, 24, 33], ids=["slack", "binding", "tight"])
def test_one_integer_programme_of_all_groups_finds_the_same_value(least):
    many = instance(60, seed=5)
    found, peer = merge_siblings(many, least), monolithic(many, least, 60)
    assert isinstance(found, Merging) and peer.status == 0
    assert found.cost == round(peer.fun)
    assert found.abolished >= least


def test_among_equals_the_fewest_units_end():
    free = Siblings(np.zeros((4, 4), np.int64), np.zeros((4, 4), bool), np.zeros(4, np.int64))
    assert merge_siblings([free]).abolished == 0


def test_a_programme_that_did_not_finish_leaves_a_bound_below_the_cost(monkeypatch):
    group, solve = next(each for each in instance(400, seed=3) if len(each) == 9), siblings.milp
    exact = merge_siblings([group], 6)

    def unfinished(*given, **more):
        found = solve(*given, **more)
        bound = None if found.mip_dual_bound is None else found.mip_dual_bound - 3
        return SimpleNamespace(status=1 if found.status == 0 else found.status, x=found.x, mip_dual_bound=bound)

    monkeypatch.setattr(siblings, "milp", unfinished)
    monkeypatch.setattr(siblings, "EXACT", 1)
    found = merge_siblings([replace(group)], 6)
    assert found.bound < found.cost == exact.cost


def test_a_programme_that_found_nothing_in_time_is_no_proof_that_there_is_nothing(monkeypatch):
    group = instance(400, seed=3)[0]
    nothing = SimpleNamespace(status=1, x=None, mip_dual_bound=-np.inf)
    monkeypatch.setattr(siblings, "milp", lambda *given, **more: nothing)
    levels = siblings._by_programmes(group)
    assert (levels.cost[1:] == FAR).all() and (levels.bound[1:] < FAR).all()


def test_costs_that_64_bits_cannot_add_up_are_refused():
    dear = Siblings(np.array([[0, FAR], [FAR, 0]]), np.zeros((2, 2), bool), np.zeros(2, np.int64))
    with pytest.raises(ValueError, match="too large"):
        merge_siblings([dear])


def test_costs_of_another_shape_are_a_wrong_call():
    with pytest.raises(ValueError, match="2 units need"):
        Siblings(np.zeros((3, 3), np.int64), np.zeros((3, 3), bool), np.zeros(2, np.int64))


def test_the_caller_can_stop_it():
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        merge_siblings(instance(20), stop=stop)
