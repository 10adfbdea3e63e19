"""Limits as whole numbers: each a row over all pairs, and the most that the chosen pairs may add up to."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.placement.engine.flow import Whole

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array


@dataclass(frozen=True, eq=False)
class Rows:
    """`matrix @ x <= most` for the plan x (1 where a pair is chosen), everything int64.

    `matrix` has one row a limit and one column a pair of the problem, in the problem's order. `names` are distinct;
    `kinds` say what sort of limit each is (rows of one kind are named together where limits collide).
    """

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    matrix: "csr_array"
    most: Whole

    def __post_init__(self) -> None:
        count = len(self.names)
        if not count == len(self.kinds) == len(self.most) == self.matrix.shape[0]:
            raise ValueError("rows need one name, one kind, one most and one line of the matrix for each limit")
        if len(set(self.names)) != count:
            raise ValueError("two limits have one name: names of rows must be distinct")
        if self.matrix.dtype != np.int64 or self.most.dtype != np.int64:
            raise ValueError("rows must be whole numbers: give matrix and most as int64")

    def __len__(self) -> int:
        return len(self.names)

    @classmethod
    def none(cls, pairs: int) -> "Rows":
        from scipy.sparse import csr_array

        return cls((), (), csr_array((0, pairs), dtype=np.int64), np.zeros(0, np.int64))

    @cached_property
    def by_pair(self) -> tuple[Whole, Whole, Whole]:
        """The matrix by column: where each pair starts, then the limits it counts for and by how much."""
        columns = self.matrix.tocsc()
        columns.sum_duplicates()
        return columns.indptr.astype(np.int64), columns.indices.astype(np.int64), columns.data.astype(np.int64)

    def used(self, chosen: Whole) -> Whole:
        """What the chosen pairs add up to in each row."""
        part = self.columns(chosen)
        # Sums of whole numbers up to 2**53 are exact in the floating point of `bincount`; larger ones are refused.
        if part.nnz and int(np.abs(part.data).max()) * part.nnz >= 1 << 53:
            raise OverflowError("the amounts of a limit are too large to be added exactly: give them in larger units")
        return np.bincount(part.indices, part.data, minlength=len(self)).astype(np.int64)

    def columns(self, pairs: Whole) -> "csc_array":
        """The matrix of some pairs, one column each."""
        from scipy.sparse import csc_array

        indptr, index, amount = self.by_pair
        starts, ends = indptr[pairs], indptr[pairs + 1]
        first = np.concatenate([[0], np.cumsum(ends - starts)])
        at = np.repeat(starts - first[:-1], ends - starts) + np.arange(int(first[-1]))
        return csc_array((amount[at], index[at], first), shape=(len(self), len(pairs)))

    def kept(self, chosen: Whole) -> bool:
        return bool((self.used(chosen) <= self.most).all())

    def up_to(self, most: Whole) -> "Rows":
        """The same rows with another most for each."""
        other = replace(self, most=most)
        other.__dict__["by_pair"] = self.by_pair
        return other

    def only(self, which: Whole) -> "Rows":
        """Some of the rows, in the order given."""
        names, kinds = (tuple(texts[row] for row in which) for texts in (self.names, self.kinds))
        return Rows(names, kinds, self.matrix[which], self.most[which])

    def ordered(self) -> "Rows":
        """The same limits by name, each divided by what all its amounts share: so their order changes no plan.

        Whole amounts cannot use part of a common divisor, so `most` is rounded down to it.
        """
        order = np.argsort(np.array(self.names, dtype=object), kind="stable")
        rows = self.only(order)
        matrix = rows.matrix.copy()
        matrix.sum_duplicates()
        matrix.eliminate_zeros()
        most = rows.most.copy()
        for row in range(len(rows)):
            part = slice(matrix.indptr[row], matrix.indptr[row + 1])
            shared = int(np.gcd.reduce(matrix.data[part])) if part.stop > part.start else 1
            if shared > 1:
                matrix.data[part] //= shared
                most[row] //= shared
        return Rows(rows.names, rows.kinds, matrix, most)

    def table(self, chosen: Whole) -> pd.DataFrame:
        """name, kind, used, most: how far each limit is used up by these pairs."""
        return pd.DataFrame(
            {"name": self.names, "kind": self.kinds, "used": self.used(chosen), "most": self.most}
        ).astype({"name": "str", "kind": "str"})
