"""Restructurings side by side: each like `compared` says, however many, and only what changed."""

from datetime import date

import pandas as pd
import pytest
from organization import small_organization

from workbench.scenario import (
    AbolishPost,
    AddUnit,
    ConvertPost,
    Lock,
    MergeUnits,
    MoveUnit,
    RenamePost,
    State,
    apply,
)
from workbench.structure import compare, compared, only_changes
from workbench.structure import comparing as module


@pytest.fixture(scope="module")
def law(rulebook):
    return rulebook.on(date(2025, 10, 29))


@pytest.fixture(scope="module")
def state(schemas) -> State:
    return small_organization(schemas)


MOVES = {
    "pindah": MoveUnit("12", "2"),
    "gabung": MergeUnits(("12",), "11"),
    "hapus": AbolishPost("desk"),
    "setara": ConvertPost("kabid2", "jf_ahli_muda", "Analis"),
    "tambah": AddUnit("13", "Bidang C", "1", "division"),
    "nama": RenamePost("desk", "Penata"),
    "kunci": Lock("Ani", "desk"),
}


def test_seven_scenarios_stand_beside_their_base_each_as_it_does_alone(state, law):
    states = {name: apply(state, move) for name, move in MOVES.items()}
    found = compare(state, states, law)
    assert found["scenario"].isna().sum() * 8 == len(found)
    assert found["scenario"].dropna().unique().tolist() == list(MOVES), "in the order given"
    for name in ("gabung", "hapus", "kunci"):
        alone = compared(state, states[name], law).set_index("figure")
        here = found[found["scenario"] == name].set_index("figure")
        pd.testing.assert_series_equal(here["value"], alone["after"], check_names=False)
        pd.testing.assert_series_equal(here["difference"], alone["difference"], check_names=False)


def test_states_with_the_same_tables_are_counted_once(state, law, monkeypatch):
    counted = []
    monkeypatch.setattr(module, "totals", lambda *given: counted.append(1) or {"units": 6})
    equal = state.with_tables(units=state.staffing.units.copy())
    compare(state, {"kunci": apply(state, MOVES["kunci"]), "sama": equal, "pindah": apply(state, MOVES["pindah"])}, law)
    assert len(counted) == 2


def test_only_what_changed_is_shown_with_names(state):
    after = state
    for move in (MOVES["pindah"], MOVES["tambah"], MOVES["hapus"]):
        after = apply(after, move)
    told = only_changes(state, after).fillna("")
    rows = {
        (row.what, row.id, row.how, row.field): (row.name, row.before, row.after)
        for row in told.itertuples(index=False)
    }
    assert rows["unit", "13", "added", ""] == ("Bidang C", "", "")
    assert rows["unit", "12", "changed", "Unit atasan"] == ("Bidang B", "Dinas Satu", "Dinas Dua")
    assert rows["post", "desk", "removed", ""] == ("Penata Layanan B, Bidang B", "", "")
    assert rows["person", "Eko", "lost", ""] == ("Eko", "Penata Layanan B, Bidang B", "")
    assert rows["person", "Dedi", "office", ""][1] == "Kepala Bidang B, Bidang B"
    assert set(told["id"]) == {"12", "13", "desk", "Eko", "Dedi"}
    assert only_changes(state, state).empty
