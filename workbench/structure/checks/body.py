"""The tree of units as the law reads it: bodies (an office, a technical unit, a hospital), each with form and type."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

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


def keys(values: Any) -> pd.Index:
    """Ids to look up, as they are: pandas would read through all of them for their type."""
    return pd.Index(np.asarray(values, dtype=object), dtype=object)


@dataclass(frozen=True, eq=False)
class Bodies:
    """U units that stand on the day of the law, as arrays of places among them (-1: none).

    `parent`; `body`: the nearest unit at or above that the law knows as a form of organization; `office`: the nearest
    that is a regional office; `form` and `type` ("" where not recorded) of the body; `top`: nothing stands above.
    """

    ids: pd.Index
    names: NDArray[np.object_]
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
        units, groups = standing(staffing, regulation), staffing.schemas.vocabulary.group("unit_kind")
        ids, codes = keys(units["unit"]), groups.index
        if not ids.is_unique:
            raise ValueError("units has an id twice: see problems(staffing)")
        parent = ids.get_indexer(keys(units["parent"]))
        kind = codes.get_indexer(keys(units["kind"]))
        is_office = np.append((groups == "opd").to_numpy(bool), False)[kind]
        office, top = nearest(parent, is_office), parent < 0
        names, recorded = units["name"].fillna("").to_numpy(object), units["opd_type"].to_numpy(object)
        if offices is not None:
            places = ids.get_indexer(keys(offices))
            strange = [name for name, at in zip(offices, places, strict=True) if at < 0 or not is_office[at]]
            if strange:
                raise ValueError(f"{', '.join(strange)} is no regional office of this staffing")
            here = np.flatnonzero(np.isin(office, places))
            within = np.full(len(ids) + 1, -1, dtype=np.intp)  # the last place is that of none
            within[here] = np.arange(len(here))
            parent, office = within[parent[here]], within[office[here]]
            ids, names, recorded = ids[here], names[here], recorded[here]
            kind, is_office, top = kind[here], is_office[here], top[here]
        own = np.array([*(FORMS.get(code, "") for code in codes), ""], dtype=object)[kind]
        marked = told(marks.forms, ids[is_office], names[is_office])
        own[is_office] = [said or form for said, form in zip(marked, own[is_office], strict=True)]
        body = nearest(parent, own != "")
        type = _types(ids, names, recorded, own, marks)
        return cls(
            ids=ids,
            names=names,
            kinds=tuple(codes),
            kind=kind,
            parent=parent,
            body=body,
            office=office,
            form=_of_body(own, body),
            type=_of_body(type, body),
            top=top,
            marks=marks,
        )

    def __len__(self) -> int:
        return len(self.ids)

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
        said = told(self.marks.functions, self.ids[places], self.names[places])
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


def _types(
    ids: pd.Index,
    names: NDArray[np.object_],
    recorded: NDArray[np.object_],
    form: NDArray[np.object_],
    marks: Marks,
) -> NDArray[np.object_]:
    """Type of each body that has one: as recorded, or else as marked. A hospital has a class, which no table holds."""
    type = np.full(len(ids), "", dtype=object)
    typed = np.flatnonzero([part in MARKED_FORMS for part in form])
    said = told(marks.types, ids[typed], names[typed])
    type[typed] = [
        own if isinstance(own, str) and part != "rumah_sakit" else mark or ""
        for own, mark, part in zip(recorded[typed], said, form[typed], strict=True)
    ]
    return type


def _of_body(values: NDArray[np.object_], body: Places) -> NDArray[np.object_]:
    return np.append(values, "")[body]
