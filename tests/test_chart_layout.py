"""Where units stand on the chart: no two in one place, children with their parent, and folding takes only what is
beneath."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trees import clean_units, units_of

from workbench.structure import layout, read_tree
from workbench.structure.layout import SIZES, Layout
from workbench.structure.tree import Tree, kinds_of

KINDS = ("division", "section", "unit_secretariat", "uptd", "school")


def boxes(drawn: Layout) -> pd.DataFrame:
    rows = drawn.rows
    return pd.DataFrame(
        {"row": rows, "x": drawn.x[rows], "y": drawn.y[rows], "w": drawn.width[rows], "h": drawn.height[rows]}
    )


def by_unit(tree: Tree, drawn: Layout) -> pd.DataFrame:
    return boxes(drawn).assign(unit=tree.unit[drawn.rows]).set_index("unit").drop(columns="row").sort_index()


def overlapping(drawn: Layout) -> list[tuple[int, int]]:
    x, y, w, h = (boxes(drawn)[name].to_numpy() for name in "xywh")
    apart = (
        (x[:, None] + w[:, None] <= x) | (x + w <= x[:, None]) | (y[:, None] + h[:, None] <= y) | (y + h <= y[:, None])
    )
    return [(int(a), int(b)) for a, b in np.argwhere(~apart) if a < b]


def holds(block: np.ndarray, x: float, y: float, w: float, h: float) -> bool:
    left, top, wide, high = block
    return left <= x and top <= y and x + w <= left + wide and y + h <= top + high


@settings(max_examples=40)
@given(clean_units(KINDS))
def test_no_two_boxes_meet_and_every_child_is_below_or_beside_its_parent_within_its_block(units):
    tree = read_tree(units)
    drawn = layout(tree)
    assert sorted(drawn.rows) == list(range(len(units))), "every unit once"
    assert overlapping(drawn) == []
    for row in drawn.rows:
        assert holds(drawn.block[row], drawn.x[row], drawn.y[row], drawn.width[row], drawn.height[row])
        above = tree.parent[row]
        if above >= 0:
            assert holds(drawn.block[above], *drawn.block[row])
            below = drawn.y[row] >= drawn.y[above] + drawn.height[above]
            beside = drawn.x[row] >= drawn.x[above] + drawn.width[above]
            assert below or beside
    assert drawn.extent == tuple(drawn.block[tree.root][2:])


@settings(max_examples=40)
@given(clean_units(KINDS))
def test_a_line_leads_to_every_child_and_none_runs_along_a_box_it_does_not_lead_to(units):
    tree = read_tree(units)
    drawn = layout(tree)
    assert set(drawn.ends) >= set(drawn.rows[1:])
    upright, level = drawn.wires[:, 0] == drawn.wires[:, 2], drawn.wires[:, 1] == drawn.wires[:, 3]
    assert (upright | level).all()
    for row in drawn.rows[1:]:
        touching = drawn.wires[drawn.ends == row][:, 2:]
        left, top = drawn.x[row], drawn.y[row]
        assert any(
            (x == left and top <= y <= top + drawn.height[row]) or (y == top and left <= x <= left + drawn.width[row])
            for x, y in touching
        )
    x, y, w, h = (boxes(drawn)[name].to_numpy() for name in "xywh")
    lo_x, hi_x = drawn.wires[:, [0, 2]].min(axis=1)[:, None], drawn.wires[:, [0, 2]].max(axis=1)[:, None]
    lo_y, hi_y = drawn.wires[:, [1, 3]].min(axis=1)[:, None], drawn.wires[:, [1, 3]].max(axis=1)[:, None]
    through = (lo_x < x + w) & (hi_x > x) & (lo_y < y + h) & (hi_y > y)
    assert not through.any(), "a line goes through a box"


@settings(max_examples=15)
@given(clean_units(KINDS), st.randoms(use_true_random=False))
def test_the_order_of_rows_moves_no_box(units, random):
    order = list(range(len(units)))
    random.shuffle(order)
    one, other = read_tree(units), read_tree(units.iloc[order])
    pd.testing.assert_frame_equal(by_unit(one, layout(one)), by_unit(other, layout(other)))
    assert (layout(one).wires == layout(other).wires).all()


@settings(max_examples=40)
@given(clean_units(KINDS), st.data())
def test_folding_takes_exactly_what_is_beneath(units, data):
    tree = read_tree(units)
    folded = data.draw(st.sets(st.sampled_from(list(tree.unit)), max_size=4))
    hidden = {int(row) for unit in folded for row in tree.branch(tree.row(unit))[1:]}
    drawn = layout(tree, folded)
    assert set(drawn.rows) == set(range(len(units))) - hidden
    assert np.isnan(drawn.x[sorted(hidden)]).all() and not np.isnan(drawn.x[drawn.rows]).any()
    assert set(drawn.ends) <= set(drawn.rows)
    assert overlapping(drawn) == []


def office() -> pd.DataFrame:
    rows: list[tuple[str | None, str | None, str, str | None, int | None]] = [
        ("d", None, "Kepala Dinas PUTR", "office", 1),
        ("s", "d", "Sekretariat", "unit_secretariat", 1),
        ("s1", "s", "Subbag Umum", "subdivision", 1),
        ("s2", "s", "Subbag Program", "subdivision", 2),
        ("a", "d", "Bidang Bina Marga", "division", 2),
        ("a1", "a", "Seksi Jalan", "section", 1),
        ("a2", "a", "Seksi Jembatan", "section", 2),
        ("b", "d", "Bidang Cipta Karya", "division", 3),
        ("u", "d", "UPTD Alat", "uptd", 4),
        ("v", "d", "UPTD Bahan", "uptd", 5),
    ]
    return units_of(*rows)


def test_an_office_stands_as_such_charts_are_drawn():
    tree = read_tree(office())
    at = by_unit(tree, layout(tree))
    assert at.loc["s", "x"] > at.loc["b", "x"] + at.loc["b", "w"], "the secretariat is to the right of the line"
    assert at.loc["d", "y"] < at.loc["s", "y"] < at.loc["a", "y"], "between the head and the divisions"
    assert at.loc["s1", "x"] == at.loc["s2", "x"] == at.loc["s", "x"]
    assert at.loc["a", "y"] == at.loc["b", "y"] and at.loc["a", "x"] < at.loc["b", "x"]
    assert at.loc["a1", "x"] == at.loc["a2", "x"] == at.loc["a", "x"] and at.loc["a1", "y"] < at.loc["a2", "y"]
    assert at.loc["u", "y"] == at.loc["v", "y"] > at.loc["a2", "y"], "technical units stand below the line"


def test_which_kinds_hang_beside_or_stand_apart_is_for_the_caller_to_say():
    tree = read_tree(office())
    at = by_unit(tree, layout(tree, staff=(), apart=()))
    assert len(set(at.loc[["s", "a", "b", "u", "v"], "y"])) == 1


def test_hundreds_of_schools_wrap_into_rows_of_about_the_shape_of_a_screen():
    schools = [(f"n{n}", "k", f"SMA Negeri {n}", "school", n) for n in range(300)]
    tree = read_tree(units_of(("k", None, "Cabang", "branch", 1), *schools))
    wide, high = layout(tree).extent
    assert 1 < wide / high < 3


def test_a_long_name_has_a_higher_box():
    names = ["Bidang Tata Ruang", "Bidang Cipta Karya dan Jasa Konstruksi", "Bidang " + "Panjang " * 8]
    rows = [(str(n), "d", name, "division", n) for n, name in enumerate(names)]
    tree = read_tree(units_of(("d", None, "Dinas", "office", 1), *rows))
    assert tuple(by_unit(tree, layout(tree)).loc[["0", "1", "2"], "h"]) == SIZES.heights


def test_one_branch_can_be_laid_out_alone():
    tree = read_tree(office())
    drawn = layout(tree, top=tree.row("a"))
    assert list(tree.unit[drawn.rows]) == ["a", "a1", "a2"]
    assert drawn.y[tree.row("a")] == 0
    assert drawn.extent == tuple(drawn.block[tree.row("a")][2:])


def test_without_units_nothing_is_laid_out():
    drawn = layout(read_tree(units_of()))
    assert len(drawn.rows) == len(drawn.wires) == 0
    assert drawn.extent == (0.0, 0.0)


@pytest.mark.parametrize("folded", [(), ("0010000",)])
def test_the_demo_province_is_laid_out_without_two_boxes_in_one_place(province, folded):
    tree = read_tree(province.units, kinds_of(province.schemas.vocabulary, "root"))
    drawn = layout(tree, folded)
    assert overlapping(drawn) == []
    assert 0.4 < drawn.extent[0] / drawn.extent[1] < 3
