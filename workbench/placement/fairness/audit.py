"""One audit of one plan."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.fairness.balance import Balance, balance
from workbench.placement.fairness.envy import Envy, envy
from workbench.placement.fairness.selection import pools, rates, ratios
from workbench.placement.fairness.standard import Standard
from workbench.placement.ground import tick
from workbench.placement.plan import Plan

NOTES = ("region_of_work", "comparisons", "outside_pool", "selection_locked", "unproven")
"""What a reader must know: region_of_work: where somebody comes from is not kept, so region is that of work;
comparisons: how many ratios were judged (of many, some lie under the line by chance); outside_pool: people moved by a
lock without being eligible, so in no pool; selection_locked: seats of open selection that a lock gives away; unproven:
points by which a better plan could exceed this one."""


@dataclass(frozen=True, eq=False)
class Audit:
    """`rates` and `ratios` as in `selection`, `envy` as in `envy`, `balance` as in `balance`, `notes`: code -> number,
    those of `NOTES` that apply. `standard`: the lines it was held against; `head`: what the plan rests on."""

    rates: pd.DataFrame
    ratios: pd.DataFrame
    envy: Envy
    balance: Balance
    notes: Mapping[str, int]
    standard: Standard
    head: Mapping[str, Any]

    @property
    def below(self) -> pd.DataFrame:
        """The groups under the line."""
        return self.ratios[self.ratios["answer"] == "no"]

    @property
    def asks(self) -> bool:
        """Whether somebody has to answer: a group lies under the line, or envy is justified."""
        return bool(len(self.below) or len(self.envy.justified))

    def to_record(self) -> dict[str, Any]:
        """JSON-ready. Of envy: the justified pairs in full, the naive ones by reason."""
        envied = self.envy
        return {
            "head": dict(self.head),
            "standard": self.standard.to_record(),
            "asks": self.asks,
            "rates": _records(self.rates),
            "ratios": _records(self.ratios),
            "envy": {
                "counts": _records(envied.counts),
                "justified": _records(envied.justified),
                "overrides": _records(envied.overrides),
            },
            "balance": {"offices": _records(self.balance.offices), "spread": _records(self.balance.spread)},
            "notes": dict(self.notes),
        }


def audit(plan: Plan, standard: Standard, *, progress: Progress | None = None, stop: StopSign | None = None) -> Audit:
    """Selection rates by group, merit envy, and the balance of quality of a plan, held against the agency's lines.
    Raises `Stopped` when asked to stop."""
    tick(progress, stop, 0.0, "Menghitung peluang terpilih tiap kelompok")
    selected = rates(plan, standard)
    compared = ratios(selected, standard)
    tick(progress, stop, 0.4, "Mencari siapa yang terlewati, dan mengapa")
    envied = envy(plan)
    tick(progress, stop, 0.8, "Menimbang mutu tiap perangkat daerah")
    balanced, notes = balance(plan), _notes(plan, compared, envied)
    tick(progress, stop, 1.0, "Selesai")
    return Audit(selected, compared, envied, balanced, notes, standard, {**plan.head, **_of(plan)})


def _of(plan: Plan) -> dict[str, str]:
    return {"plan": plan.digest}


def _notes(plan: Plan, compared: pd.DataFrame, envied: Envy) -> dict[str, int]:
    moved = plan.moves
    selection = plan.ground.seats.set_index("post")["selection"]
    given_away = moved["to_post"].map(selection).fillna(False).astype(bool)
    eligible = next((pool for pool in pools(plan) if pool.scope == "all"), None)
    row = pd.Index(plan.ground.people["nip"]).get_indexer(pd.Index(moved["nip"]))
    inside = eligible.eligible[row] if eligible else np.zeros(len(row), dtype=bool)
    judged = compared["reason"].isin(["reached", "below", "chance"])
    found = {
        "region_of_work": int(judged[compared["attribute"] == "region"].sum()),
        "comparisons": int(judged.sum()),
        "outside_pool": int((~inside).sum()),
        "selection_locked": int(given_away.sum()),
        "unproven": int(plan.summary["gap"]),
    }
    return {code: number for code, number in found.items() if number}


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return json.loads(table.to_json(orient="records"))
