"""The chart leaf: what is sent, only when it is another, and as the drawing reads it."""

import re

import numpy as np
import pytest
from trees import units_of

from widgets.apps.org_chart import drawn
from widgets.leaf import HERE
from widgets.org_chart import BRANCHED, DIMMED, FOLDED, GHOST, OrgChart, Words, Worn
from workbench.structure import layout, read_tree

WORDS = Words(**{name: name for name in Words.__annotations__})  # type: ignore[typeddict-item]

UNITS = units_of(
    ("d", None, "Dinas", "office", 1),
    ("b", "d", "Bidang B", "division", 2),
    ("a", "d", "Bidang A", "division", 1),
    ("a1", "a", "Seksi", "section", 1),
    ("lepas", None, "Unit lepas", "section", 1),
)


def given(folded: tuple[str, ...] = (), **more: object) -> dict:
    tree = read_tree(UNITS)
    told = drawn(tree, layout(tree, folded), folded=folded, gone=("b",), dimmed=("a1",))
    units = {"id": tree.unit.tolist(), "name": tree.name.tolist()}
    many = np.arange(len(told.rows))
    return {
        "units": units, "order": told.rows, "seats": many + 9, "held": many, **told.arrays(), "title": "Bagan",
        "words": WORDS, "worn": worn(), **more,
    }  # fmt: skip


def worn(**more: object) -> Worn:
    return {"shade": np.full(len(UNITS), 2), "legend": None, "badges": {}, "marks": {}, **more}  # type: ignore[typeddict-item]


def changed(leaf: OrgChart, **more: object) -> set[str]:
    """Traits that are sent when the chart is shown again with something else."""
    names = [name for name in leaf.trait_names(sync=True) if not name.startswith("_")]
    before = {name: getattr(leaf, name) for name in names}
    leaf.show(**given() | more)
    return {name for name in names if getattr(leaf, name) != before[name]}


def test_units_stand_in_walking_order_and_what_hangs_nowhere_is_not_on_the_chart():
    leaf = OrgChart()
    leaf.show(**given())
    order = np.frombuffer(leaf.order, "<i4")
    assert [leaf.units["id"][row] for row in order] == ["d", "a", "a1", "b"]
    assert np.frombuffer(leaf.filled, "<i4").reshape(-1, 2).tolist() == [[0, 9], [1, 10], [2, 11], [3, 12]]
    assert list(np.frombuffer(leaf.parents, "<i4")) == [-1, 0, 1, 0]
    assert list(np.frombuffer(leaf.flags, "u1")) == [BRANCHED, BRANCHED, DIMMED, GHOST]
    place = np.frombuffer(leaf.place, "<f4").reshape(-1, 4)
    assert place.shape == (4, 4) and not np.isnan(place).any()
    assert set(np.frombuffer(leaf.ends, "<i4")) == {0, 1, 2, 3}


def test_what_is_beneath_a_folded_unit_has_no_place():
    leaf = OrgChart()
    leaf.show(**given(folded=("a",)))
    place = np.frombuffer(leaf.place, "<f4").reshape(-1, 4)
    assert list(np.isnan(place[:, 0])) == [False, False, True, False]
    assert np.frombuffer(leaf.flags, "u1")[1] == BRANCHED | FOLDED


def test_only_what_is_another_is_sent():
    leaf = OrgChart()
    leaf.show(**given())
    assert changed(leaf) == set()
    assert changed(leaf, selection=["a"]) == {"record"}
    badge = {"kind": "baru", "text": "baru"}
    assert changed(leaf, selection=["a"], worn=worn(shade=np.full(5, 3))) == {"shade"}
    assert changed(leaf, selection=["a"], worn=worn(shade=np.full(5, 3), badges={"a": badge})) == {"badges"}
    assert changed(leaf, selection=["a"], worn=None) == set(), "what is worn stays"


def test_columns_of_another_length_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="seats has 3 rows, not 4"):
        OrgChart().show(**given() | {"seats": np.zeros(3)})
    with pytest.raises(ValueError, match="shade has 3 rows, not 5"):
        OrgChart().show(**given(worn=worn(shade=np.zeros(3))))


def test_the_chart_of_a_branch_has_its_head_without_a_parent():
    tree = read_tree(UNITS)
    told = drawn(tree, layout(tree, top=tree.row("a")))
    assert list(told.parents) == [-1, 0]
    assert list(tree.unit[told.rows]) == ["a", "a1"]


def test_the_drawing_says_exactly_the_words_that_python_gives():
    source = (HERE / "src" / "org_chart.js").read_text("utf-8")
    read = set(re.findall(r"words\(\)\.(\w+)", source))
    for names in re.findall(r"\{([^{}]*)\} = words\(\)", source):
        read |= {name.split(":")[0].strip() for name in names.split(",")}
    assert read == set(Words.__annotations__)
