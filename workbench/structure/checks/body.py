"""The tree of units as the law reads it: bodies (an office, a technical unit, a hospital), each with form and type."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.regulation.rulebook import Regulation
from workbench.staffing import Staffing
from workbench.structure.checks.catalogue import FORMS, MARKED_FORMS
from workbench.structure.checks.marks import Marks, told

Places = NDArray[np.intp]
_DEEPEST = 32
"""Levels beyond which a tree of units is no tree but a circle."""


@dataclass(frozen=True, eq=False)
class Bodies:
    """U units that stand on the day of the law, as arrays of places among them (-1: none).

    `parent`; `body`: the nearest unit at or above that the law knows as a form of organization; `office`: the nearest
    that is a regional office; `form` and `type` ("" where not recorded) of the body; `top`: nothing stands above.
    """

    units: pd.DataFrame
    kinds: tuple[str, ...]
    kind: Places
    parent: Places
    body: Places
    office: Places
    form: NDArray[np.object_]
    type: NDArray[np.object_]
    top: NDArray[np.bool_]
    marks: Marks

    @classmethod
    def of(
        cls, staffing: Staffing, regulation: Regulation, marks: Marks, offices: Sequence[str] | None = None
    ) -> "Bodies":
        """Of all units, or of these offices alone. Raises ValueError when one of them is no regional office."""
        units, vocabulary = standing(staffing, regulation), staffing.schemas.vocabulary
        if not units["unit"].is_unique:
            raise ValueError("units has an id twice: see problems(staffing)")
        groups = vocabulary.group("unit_kind")
        of_office = groups.index[groups == "opd"]
        if offices is None:
            top = None
        else:
            whole, units = units, _limited(units, offices, of_office)
            top = ~units["parent"].isin(whole["unit"]).to_numpy()
        parent = pd.Index(units["unit"].to_numpy(object)).get_indexer(pd.Index(units["parent"].to_numpy(object)))
        codes = vocabulary.codes("unit_kind")
        kind = codes.get_indexer(pd.Index(units["kind"].to_numpy(object)))
        is_office = np.append(codes.isin(of_office), False)[kind]
        own = np.array([*(FORMS.get(code, "") for code in codes), ""], dtype=object)[kind]
        marked = zip(told(marks.forms, units[is_office]), own[is_office], strict=True)
        own[is_office] = [said or form for said, form in marked]
        body = nearest(parent, own != "")
        return cls(
            units=units,
            kinds=tuple(codes),
            kind=kind,
            parent=parent,
            body=body,
            office=nearest(parent, is_office),
            form=_of_body(own, body),
            type=_of_body(_types(units, own, marks), body),
            top=parent < 0 if top is None else top,
            marks=marks,
        )

    def __len__(self) -> int:
        return len(self.units)

    @cached_property
    def ids(self) -> pd.Index:
        return pd.Index(self.units["unit"].to_numpy(object))

    @cached_property
    def is_body(self) -> NDArray[np.bool_]:
        return self.body == np.arange(len(self))

    def of_kind(self, *kinds: str) -> NDArray[np.bool_]:
        """Units of these kinds; none whose kind is missing."""
        return np.append(np.isin(self.kinds, kinds), False)[self.kind]

    def bodies(self, form: str) -> Places:
        """The bodies of this form."""
        return np.flatnonzero(self.is_body & (self.form == form))

    def parts(self, kinds: tuple[str, ...], whole: bool) -> NDArray[np.int64]:
        """How many units of these kinds each unit has directly beneath it, or (whole) in the body that it begins."""
        here = self.of_kind(*kinds) & ~self.is_body
        above = (self.body if whole else self.parent)[here]
        return np.bincount(above[above >= 0], minlength=len(self)).astype(np.int64)

    def functions(self, places: Places) -> list[tuple[str, ...] | None]:
        """Functions (urusan, fungsi) of each of these offices as the agency marked them; None: not told."""
        said = told(self.marks.functions, self.units.iloc[places])
        return [None if one is None else tuple([one] if isinstance(one, str) else one) for one in said]


def standing(staffing: Staffing, regulation: Regulation) -> pd.DataFrame:
    """Units whose last day is not past on the day of the law."""
    ended = (staffing.units["valid_until"] <= pd.Timestamp(regulation.day)).to_numpy()
    return staffing.units[~ended].reset_index(drop=True) if ended.any() else staffing.units


def nearest(parent: Places, wanted: NDArray[np.bool_]) -> Places:
    """The nearest unit at or above each that is `wanted`; -1 where there is none, or a circle of parents."""
    at = np.arange(len(parent), dtype=np.intp)
    for _ in range(_DEEPEST):
        higher = (at >= 0) & ~wanted[at]
        if not higher.any():
            return at
        at[higher] = parent[at[higher]]
    at[(at >= 0) & ~wanted[at]] = -1
    return at


def _limited(units: pd.DataFrame, offices: Sequence[str], of_office: pd.Index) -> pd.DataFrame:
    """These offices and the units beneath them, down to where another office begins."""
    is_office = units["kind"].isin(of_office).to_numpy()
    taken = units["unit"].isin(offices).to_numpy() & is_office
    strange = sorted(set(offices) - set(units.loc[taken, "unit"]))
    if strange:
        raise ValueError(f"{', '.join(strange)} is no regional office of this staffing")
    found = taken
    for _ in range(_DEEPEST):
        found = units["parent"].isin(units["unit"].array[found]).to_numpy() & ~is_office & ~taken
        if not found.any():
            break
        taken = taken | found
    return units[taken].reset_index(drop=True)


def _types(units: pd.DataFrame, form: NDArray[np.object_], marks: Marks) -> NDArray[np.object_]:
    """Type of each body that has one: as recorded, or else as marked. A hospital has a class, which no table holds."""
    type = np.full(len(units), "", dtype=object)
    typed = np.flatnonzero(np.isin(form.astype("U"), MARKED_FORMS))
    recorded = units["opd_type"].to_numpy(object)[typed]
    said = told(marks.types, units.iloc[typed])
    type[typed] = [
        own if isinstance(own, str) and part != "rumah_sakit" else mark or ""
        for own, mark, part in zip(recorded, said, form[typed], strict=True)
    ]
    return type


def _of_body(values: NDArray[np.object_], body: Places) -> NDArray[np.object_]:
    return np.append(values, "")[body]
