"""The tree that is drawn: every row once, whatever the table; what is wrong is named."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import any_units, clean_units, units_of

from domain import staffing_of
from workbench.staffing import Schemas
from workbench.structure.tree import OUTSIDE, Tree, kinds_of, read_tree


def rules(tree: Tree) -> list[tuple[int, str]]:
    return list(zip(tree.problems["row"], tree.problems["rule"], strict=True))


@settings(max_examples=30)
@given(any_units())
def test_of_any_table_each_row_stands_exactly_once_and_no_circle_is_left(units):
    tree = read_tree(units, {"province"})
    assert sorted(tree.walk) == list(range(len(units)))
    assert (tree.walk[tree.place] == np.arange(len(units))).all()
    below = tree.parent != OUTSIDE
    assert (tree.depth[below] == tree.depth[tree.parent[below]] + 1).all(), "whoever is deeper by one is no circle"
    assert (tree.depth[~below] == 0).all()
    for row in range(len(units)):
        branch = tree.branch(row)
        assert branch[0] == row
        assert set(tree.children[tree.first[row] : tree.first[row + 1]]) == set(np.flatnonzero(tree.parent == row))
        assert all(tree.parent[other] in branch for other in branch[1:])
    tops = np.flatnonzero(~below)
    assert sorted([*tree.loose, *([tree.root] if len(units) else [])]) == sorted(tops)
    assert set(tree.loose) <= set(tree.problems["row"]), "nothing hangs loose without a word"
    assert all(told.endswith(".") and not re.search(r"\b(None|nan)\b", told) for told in tree.problems["told"])


@settings(max_examples=20)
@given(clean_units(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(units, random):
    shuffled = list(range(len(units)))
    random.shuffle(shuffled)
    one, other = read_tree(units), read_tree(units.iloc[shuffled])
    assert list(one.unit[one.walk]) == list(other.unit[other.walk])
    assert list(one.depth[one.walk]) == list(other.depth[other.walk])
    assert one.problems.empty and other.problems.empty


@settings(max_examples=30)
@given(clean_units(), st.data())
def test_a_circle_is_cut_at_the_same_place_whatever_the_order_of_rows(units, data):
    tree = read_tree(units)
    low = data.draw(st.sampled_from(list(tree.unit)))
    circled = units.assign(parent=units["parent"].mask(units["unit"] == "u0", low))
    one, other = read_tree(circled), read_tree(circled.iloc[::-1])
    assert list(one.unit[one.walk]) == list(other.unit[other.walk])
    assert set(one.problems["rule"]) == ({"own_parent"} if low == "u0" else {"cycle"})


def test_siblings_stand_by_order_then_name_then_id_and_those_without_order_last():
    tree = read_tree(
        units_of(
            ("r", None, "Dinas", "office", 1),
            ("d", "r", "A", "section", None),
            ("c", "r", "A", "section", 2),
            ("b", "r", "B", "section", 1),
            ("a2", "r", "A", "section", 1),
            ("a1", "r", "A", "section", 1),
        )
    )
    assert list(tree.unit[tree.walk]) == ["r", "a1", "a2", "b", "c", "d"]


def test_the_root_is_of_a_kind_that_stands_at_the_head_even_where_another_tree_is_bigger(schemas: Schemas):
    tops = kinds_of(schemas.vocabulary, "root")
    assert tops == {"province"}
    units = units_of(
        ("1", None, "Dinas", "office", 1), ("11", "1", "Bidang", "division", 1), ("0", None, "Provinsi", "province", 2)
    )
    assert read_tree(units, tops).unit[read_tree(units, tops).root] == "0"
    assert read_tree(units).unit[read_tree(units).root] == "1", "else the biggest"


def test_each_trouble_is_named_in_a_sentence():
    tree = read_tree(
        units_of(
            ("0", None, "Provinsi", "province", 1),
            ("1", "0", "Dinas", "office", 1),
            ("1", "0", "Dinas lagi", "office", 2),
            ("11", "1", "Bidang", "division", 1),
            ("2", "hilang", "Badan", "agency", 1),
            ("3", "3", "Biro", "bureau", 1),
            ("4", "5", "Seksi A", "section", 1),
            ("5", "4", "Seksi B", "section", 2),
            (None, "0", "Tanpa ID", "section", 3),
            ("6", None, "Tersisa", "section", 4),
        ),
        {"province"},
    )
    assert rules(tree) == [
        (1, "duplicate"), (2, "duplicate"), (3, "ambiguous"), (4, "dangling"), (5, "own_parent"), (6, "cycle"),
        (7, "cycle"), (8, "missing"), (9, "rootless"),
    ]  # fmt: skip
    assert tree.problems["told"][3] == "Badan menyebut unit atasan hilang, yang tidak ada pada data ini."
    assert tree.parent[7] == 6 and tree.parent[6] == OUTSIDE, "the circle is cut above the first of it"
    assert list(tree.unit[tree.loose]) == ["2", "3", "4", "6"]


def test_a_placeholder_on_thousands_of_rows_keeps_nothing_from_being_drawn():
    many = 3000
    rows = [("-", "-" if n % 2 else "0", "Sekolah", "school", None) for n in range(many)]
    tree = read_tree(units_of(("0", None, "Provinsi", "province", 1), *rows), {"province"})
    assert len(tree.walk) == many + 1
    assert tree.size[tree.root] == many // 2 + 1
    assert set(tree.problems["rule"]) == {"duplicate", "own_parent"}


def test_a_chain_deeper_than_any_organization_is_still_a_tree():
    rows = [(str(n), str(n - 1) if n else None, "Seksi", "section", 1) for n in range(1200)]
    assert read_tree(units_of(*rows)).depth.max() == 1199


def test_a_table_without_rows_is_an_empty_tree(schemas: Schemas):
    tree = read_tree(staffing_of(schemas).units)
    assert (len(tree), tree.root, len(tree.loose), len(tree.problems)) == (0, OUTSIDE, 0, 0)
    with pytest.raises(KeyError, match="no unit"):
        tree.row("1")


def test_the_demo_province_is_a_clean_tree_headed_by_itself(province):
    tree = read_tree(province.units, kinds_of(province.schemas.vocabulary, "root"))
    assert tree.kind[tree.root] == "province"
    assert tree.size[tree.root] == len(province.units)
    assert tree.problems.empty
