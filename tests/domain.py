"""Helpers that speak the domain: small staffings, and assertions about them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.io import scenarios
from workbench.io.plans import feasible, plan_of
from workbench.io.workspace import Settings, Workspace
from workbench.scenario import Forbid, Lock, Policy, Refused, Scenario, SetWeights, State, rebalanced
from workbench.staffing import Schemas, Staffing

ROOT = Path(__file__).resolve().parents[1]

WEIGHTS = {"pendidikan": 20, "pengalaman": 25, "kompetensi": 25, "kinerja": 20, "rekam_jejak": 10}


def staffing_of(schemas: Schemas, as_of: date = date(2025, 10, 29), **tables: Sequence[Mapping[str, Any]]) -> Staffing:
    """A staffing from rows as people would write them."""
    return Staffing.of(as_of, {name: pd.DataFrame(list(rows)) for name, rows in tables.items()}, schemas)


def small_office(schemas: Schemas) -> Staffing:
    """One office, three posts (one vacant, one with two seats), four people; the last one has retired."""
    return staffing_of(
        schemas,
        units=[{"unit": "01", "name": "Dinas Contoh", "kind": "office"}],
        posts=[
            {"post": "A", "unit": "01", "title": "Kepala Bidang", "head": True, "tier": "administrator", "capacity": 1},
            {"post": "B", "unit": "01", "title": "Kepala Seksi", "head": False, "tier": "pengawas", "capacity": 1},
            {"post": "C", "unit": "01", "title": "Penata Layanan", "head": False, "tier": "pelaksana", "capacity": 2},
        ],
        employees=[
            {"nip": "1", "name": "Ani", "legal_status": "aktif"},
            {"nip": "2", "name": "Budi", "legal_status": "aktif"},
            {"nip": "3", "name": "Citra", "legal_status": "aktif"},
            {"nip": "4", "name": "Dedi", "legal_status": "pensiun"},
        ],
        assignments=[
            {"nip": "1", "post": "B", "since": "2020-01-01", "kind": "definitif"},
            {"nip": "2", "post": "C", "since": "2021-01-01", "kind": "definitif"},
            {"nip": "3", "post": "C", "since": None, "kind": "definitif"},
        ],
    )


def small_state(schemas: Schemas) -> State:
    return State(small_office(schemas), Policy(weights=WEIGHTS, tiers=("administrator", "pengawas")))


def assert_same_staffing(a: Staffing, b: Staffing) -> None:
    assert a.as_of == b.as_of
    for (name, one), (_, other) in zip(a.tables(), b.tables(), strict=True):
        pd.testing.assert_frame_equal(one, other, obj=name)


def assert_same_state(a: State, b: State) -> None:
    assert_same_staffing(a.staffing, b.staffing)
    assert a.policy == b.policy


def assert_refused(result: object, code: str) -> Refused:
    assert isinstance(result, Refused), f"expected a refusal, got {result!r}"
    assert result.code == code, f"refused for {result.code}: {result.reason}"
    return result


def province_workspace(home: Path, province: Staffing) -> Workspace:
    """A workspace that holds the demo province, and says that it is fictional."""
    workspace = Workspace.create(home / "ruang", Settings(fictional=True))
    workspace.save_snapshot(province, "provinsi contoh", actor="uji", at=datetime(2025, 10, 30, tzinfo=UTC))
    return workspace


def tried_scenario(workspace: Workspace) -> Scenario:
    """A scenario with a weight moved, somebody locked on a seat of the plan, and somebody forbidden there."""
    who = {"actor": "uji", "role": "analis", "at": datetime(2025, 10, 30, tzinfo=UTC)}
    moves = feasible(plan_of(workspace)).moves
    first, last = moves.iloc[0], moves.iloc[-1]
    opened = scenarios.new(workspace, "Coba kunci", suffix=lambda: "abcde", **who)
    weights = rebalanced(opened.state.policy.weights, "kinerja", 40)
    gestures = [SetWeights(weights), Lock(first["nip"], first["to_post"]), Forbid(last["nip"], last["to_post"])]
    for gesture in gestures:
        done = scenarios.do(workspace, opened, [gesture], **who)
        assert isinstance(done, Scenario), done
        opened = done
    return opened
