"""What a proposal must keep to, and what it weighs: caps of whoever asks, prices of the agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.scenario import Refused, State
from workbench.staffing.offices import office_of

_CAPS = {
    "units": "Batas jumlah unit",
    "merges": "Batas unit yang dihapus",
    "span": "Batas rentang kendali",
    "layers": "Batas lapisan",
    "group": "Batas anggota satu penggabungan",
}


@dataclass(frozen=True)
class Caps:
    """units: most units left, of those in scope (the whole tree, roots too, where `offices` is empty). merges: most
    units that end. span: most units directly beneath one unit (not seats: no move of units changes those). layers:
    most levels beneath an office. group: most units made one. offices: OPD in scope, () for all. keep: units that
    neither end, move nor receive. across: also merge units of different parents in one office where that gains; where
    a cap asks for it that is done anyway. None: no cap."""

    units: int | None = None
    merges: int | None = None
    span: int | None = None
    layers: int | None = None
    group: int | None = None
    offices: tuple[str, ...] = ()
    keep: frozenset[str] = frozenset()
    across: bool = False

    def mistake(self, state: State) -> Refused | None:
        """Why nothing can be proposed under these caps, whatever the organization; None if they make sense."""
        least = {"units": 1, "merges": 0, "span": 1, "layers": 1, "group": 2}
        for name, smallest in least.items():
            cap = getattr(self, name)
            if cap is not None and (isinstance(cap, bool) or not isinstance(cap, int) or cap < smallest):
                return Refused("number", f"{_CAPS[name]} harus bilangan bulat, paling sedikit {smallest}.")
        strange = sorted(set(self.offices) - set(office_of(state.staffing).dropna()))
        if strange:
            return Refused("unknown_office", f"Tidak ada perangkat daerah {', '.join(strange[:3])} pada data ini.")
        absent = sorted(self.keep - set(state.staffing.units["unit"]))
        if absent:
            return Refused("unknown_unit", f"Tidak ada unit {', '.join(absent[:3])} pada data ini.")
        return None


@dataclass(frozen=True)
class Prices:
    """The agency's own sed/policy/penataan.yaml`); amounts in whole rupiah a month.

    person: a holder whose unit ends; familiar: the same, where the receiving unit has posts of that holder's job family
    already; head: a holder of a head post that ends; unit: a unit that gets another parent. kinds: of units that may be
    merged, abolished or moved (never regional offices). same_region: whether units known to sit in different regions
    stay apart. under: kinds of parent that become a kind of unit.
    """

    person: int
    familiar: int
    head: int
    unit: int
    kinds: tuple[str, ...]
    same_region: bool
    under: Mapping[str, tuple[str, ...]]

    def __post_init__(self) -> None:
        for name in ("person", "familiar", "head", "unit"):
            amount = getattr(self, name)
            if isinstance(amount, bool) or not isinstance(amount, int) or amount < 0:
                raise ValueError(f"{name} must be whole rupiah, 0 or more, not {amount!r}")
        if self.familiar > self.person:
            raise ValueError("a familiar duty cannot disturb more than a strange one: familiar must not exceed person")

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Prices":
        """From the policy file; an unknown or absent key is an error that names it."""
        known = set(cls.__dataclass_fields__)
        if set(record) != known:
            raise ValueError(f"prices are exactly {', '.join(sorted(known))}; got {', '.join(sorted(record))}")
        under = {str(kind): tuple(parents) for kind, parents in record["under"].items()}
        return cls(**{**record, "kinds": tuple(record["kinds"]), "under": under})
