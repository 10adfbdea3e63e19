"""What the optimiser proposes: steps that can be taken one by one, what each saves and whom it disturbs, and why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.placement.engine.assign import Progress, StopSign
from workbench.regulation.rulebook import Regulation
from workbench.scenario import AbolishUnit, MergeUnits, MoveUnit, Refused, State
from workbench.scenario.seen import unit_name
from workbench.staffing.tables import in_cycle
from workbench.structure.proposals.caps import Caps, Prices
from workbench.structure.proposals.merging import Asked, merged
from workbench.structure.proposals.organization import FREE, Organization, organization
from workbench.structure.proposals.search import across, excess, flattened, overfull, spread
from workbench.structure.proposals.tree import Action, Kind, Reason, Tree

StructureMove = MergeUnits | AbolishUnit | MoveUnit


@dataclass(frozen=True)
class Why:
    """kind: merge, abolish or move. reason: gain (it saves more than it disturbs), or the cap that asks for it: units,
    span, layers. figures: units that end or move, heads (holders of head posts that end), people (other holders whose
    unit ends), familiar (of those, whose job family the receiving unit has), cost (rupiah a month: disturbance by price
    less what is saved). unknown: what could not be told of the units though it might keep them apart: region, head."""

    kind: Kind
    reason: Reason
    figures: Mapping[str, int]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """moves: applicable to the state in the order of the steps, whichever others are left out. saving: rupiah a month,
    as the allowance of held posts falls in `structure.compared`. disturbed: people, as `structure.affected` finds
    them. needs: places of the steps without which this one makes no sense (their units are not siblings then)."""

    moves: tuple[StructureMove, ...]
    saving: int
    disturbed: int
    why: Why
    needs: tuple[int, ...] = ()


@dataclass(frozen=True)
class Proposed:
    """saving, disturbed: of all steps. units: left in scope. cost: rupiah a month of the whole by the agency's prices.
    bound: no merging of present siblings under these caps costs less (spans counted before the merges below; where
    siblings alone cannot meet the caps, of what comes nearest). proven: whether the steps are such merges alone and
    reach the bound; any other step comes of a search without proof. gap: of the whole above the bound, which knows
    nothing of layers."""

    steps: tuple[Step, ...]
    saving: int
    disturbed: int
    units: int
    cost: int
    bound: int
    proven: bool

    @property
    def gap(self) -> int:
        return max(0, self.cost - self.bound)


def propose(
    state: State,
    regulation: Regulation,
    caps: Caps,
    prices: Prices,
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Proposed | Refused:
    """The merges of siblings that cost least under the caps, and what else the caps need: merges across parents, units
    abolished into their parent, units moved. The same state gives the same proposal, whatever the order of its rows.

    A refusal names the least that was reached; its `findings` (reason, units) count what stands in the way. Raises
    `Stopped` when the caller says so.
    """
    mistake = caps.mistake(state)
    if mistake is not None:
        return mistake
    if in_cycle(state.staffing.units).any():
        return Refused("circle", "Ada unit yang berada di bawah dirinya sendiri; perbaiki datanya dahulu.")
    tell = progress or (lambda share, words: None)
    tell(0.0, "membaca susunan organisasi")
    units = organization(state, regulation, caps, prices)
    needed = 0 if caps.units is None else max(0, int(units.counted.sum()) - caps.units)
    found = merged(units, Asked(caps, needed, caps.merges), tell, stop)
    tell(0.9, "mencari di luar unit seinduk")
    tree = spread(flattened(across(found.tree, caps, needed, caps.merges), caps, caps.merges), caps)
    refused = _unmet(tree, caps, state)
    if refused is not None:
        return refused
    steps = tuple(_step(units, action) for action in tree.actions)
    cost = sum(action.cost for action in tree.actions)
    siblings = found.complete and all(
        action.kind == "merge" and len({int(units.parent[u]) for u in (*action.units, action.to)}) == 1
        for action in tree.actions
    )
    tell(1.0, "selesai")
    return Proposed(
        steps=steps,
        saving=sum(step.saving for step in steps),
        disturbed=sum(step.disturbed for step in steps),
        units=int((tree.alive & units.counted).sum()),
        cost=cost,
        bound=found.bound,
        proven=siblings and cost == found.bound,
    )


def _step(units: Organization, action: Action) -> Step:
    gone, into = np.asarray(action.units, np.int64), np.array([action.to])
    names = tuple(str(name) for name in units.ids[gone])
    to = str(units.ids[action.to])
    ends = action.kind != "move"
    figures = {
        "units": len(gone),
        "heads": int(units.heads[gone].sum()) if ends else 0,
        "people": int(units.people[gone].sum()) if ends else 0,
        "familiar": int(units.familiar(gone, into).sum()) if ends else 0,
        "cost": action.cost,
    }
    return Step(
        moves=_MOVES[action.kind](names, to),
        saving=int(units.saving[gone].sum()) if ends else 0,
        disturbed=int(units.disturbed[gone].sum()) if ends else 0,
        why=Why(action.kind, action.reason, figures, _unknown(units, action)),
        needs=action.needs,
    )


_MOVES: dict[Kind, Callable[[tuple[str, ...], str], tuple[StructureMove, ...]]] = {
    "merge": lambda names, to: (MergeUnits(names, to),),
    "abolish": lambda names, to: (AbolishUnit(names[0]),),
    "move": lambda names, to: (MoveUnit(names[0], to),),
}


def _unknown(units: Organization, action: Action) -> tuple[str, ...]:
    everyone = np.asarray([*action.units, action.to], np.int64)
    lacking = {
        "region": units.prices.same_region and pd.isna(units.region[everyone]).any(),
        "head": action.kind == "merge" and pd.isna(units.tier[everyone]).any() and units.headed[everyone].any(),
    }
    return tuple(name for name, missing in lacking.items() if missing)


# what cannot be met ---------------------------------------------------------------------------------------------------


def _unmet(tree: Tree, caps: Caps, state: State) -> Refused | None:
    organization = tree.organization
    left = int((tree.alive & organization.counted).sum())
    if caps.units is not None and left > caps.units:
        limit = "" if caps.merges is None else f", dengan paling banyak {caps.merges} unit dihapus"
        reason = f"Paling sedikit {left} unit yang tercapai{limit}, sedangkan batasnya {caps.units}."
        return Refused("units", f"{reason} {_in_the_way(tree)}", findings=_bars(tree))
    if caps.layers is not None and (deep := excess(tree, caps.layers)).any():
        where = unit_name(state.staffing, str(organization.ids[deep.argmax()]))
        layers = caps.layers + int(deep.max())
        reason = f"Paling sedikit {layers} lapisan yang tercapai, sedangkan batasnya {caps.layers}: {where}."
        return Refused("layers", f"{reason} {_in_the_way(tree)}", findings=_bars(tree))
    if caps.span is not None and (wide := overfull(tree, caps.span)).any():
        most = int(np.where(wide, tree.children, 0).argmax())
        where = unit_name(state.staffing, str(organization.ids[most]))
        span = f"Rentang kendali paling kecil yang tercapai {int(tree.children[most])} unit"
        reason = f"{span}, sedangkan batasnya {caps.span}: {where}."
        return Refused("span", f"{reason} {_in_the_way(tree)}", findings=_bars(tree))
    return None


def _bars(tree: Tree) -> pd.DataFrame:
    """reason, units: living units in scope by why they may not end; `alone` where nothing bars them but no unit
    may take them: by kind, head, region, law or cap."""
    organization = tree.organization
    here = tree.alive & organization.counted
    reasons = pd.Series(np.where(organization.bar == FREE, "alone", organization.bar)[here], dtype="str")
    counts = reasons.value_counts().rename_axis("reason").rename("units").reset_index()
    return counts.sort_values(["units", "reason"], ascending=[False, True], ignore_index=True)


def _in_the_way(tree: Tree) -> str:
    told = [f"{units} unit {_BARS[reason]}" for reason, units in _bars(tree).itertuples(index=False)]
    return f"Yang menghalangi: {', '.join(told)}."


_BARS = {
    "alone": "tanpa penerima yang patut menurut jenis, kepala, wilayah, hukum, atau batas",
    "kept": "diminta tetap",
    "outside": "di luar lingkup",
    "kind": "dari jenis yang tidak digabung",
    "locked": "berkepala jabatan terkunci",
    "limited": "disebut sebuah batas",
    "double": "berkepala orang dengan dua jabatan definitif",
}
