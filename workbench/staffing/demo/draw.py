"""Seeded draws on whole columns. Each stage has its own generator, so a change in one leaves the others alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

References = Mapping[str, pd.DataFrame]
"""Tables of text by file stem (`data/reference/demo_*.csv`)."""

Whole = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Real = npt.NDArray[np.floating]


def generator(seed: int, stage: str) -> np.random.Generator:
    return np.random.default_rng([seed, crc32(stage.encode())])


def reference(references: References, name: str) -> pd.DataFrame:
    """One table of the demo's own references, with "" for nothing."""
    if name not in references:
        raise KeyError(f"the demo province needs data/reference/{name}.csv; got {', '.join(sorted(references))}")
    return references[name].fillna("")


def numbers(table: pd.DataFrame, column: str) -> Real:
    return table[column].astype("float64").to_numpy()


def spread(total: int, weights: Real) -> Whole:
    """`total` whole things in proportion to `weights`, exactly (largest remainder)."""
    if not len(weights) or weights.sum() <= 0:
        return np.zeros(len(weights), dtype=np.int64)
    exact = weights * (total / weights.sum())
    shares = np.floor(exact).astype(np.int64)
    order = np.lexsort((np.arange(len(weights)), shares - exact))
    shares[order[: total - int(shares.sum())]] += 1
    return shares


def choose(rng: np.random.Generator, weights: Real, size: int | None = None) -> Whole:
    """Column numbers drawn by weight: one per row of a matrix, or `size` of them from one row of weights."""
    table = np.atleast_2d(weights).astype(np.float64)
    bounds = np.cumsum(table, axis=1)
    if size is not None:
        return np.searchsorted(bounds[0], rng.random(size) * bounds[0, -1], side="right").clip(max=table.shape[1] - 1)
    drawn = rng.random(len(table)) * bounds[:, -1]
    return (drawn[:, None] >= bounds).sum(axis=1).clip(max=table.shape[1] - 1)


def among(
    rng: np.random.Generator, options: Sequence[str], size: int, weights: Sequence[float] | None = None
) -> np.ndarray:
    """`size` of the options, as an object array of text."""
    drawn = choose(rng, np.ones(len(options)) if weights is None else np.asarray(weights, dtype=np.float64), size)
    return np.array(options, dtype=object)[drawn]


def blank(rng: np.random.Generator, values: pd.Series, share: float, spare: Mask | None = None) -> pd.Series:
    """The same column with a share of it missing, as in life; rows in `spare` keep theirs."""
    gone = rng.random(len(values)) < share
    return values.mask(gone if spare is None else gone & ~spare)


def rows_of(table: pd.DataFrame) -> list[dict[str, str]]:
    """A table of text, row by row."""
    return [{str(name): str(value) for name, value in row.items()} for row in table.to_dict("records")]


def month_of(day: date) -> int:
    """Months since 1970, of one day."""
    return (day.year - 1970) * 12 + day.month - 1


def months(dates: npt.NDArray[np.datetime64]) -> Whole:
    """Months since 1970, of the month in which each date lies."""
    return dates.astype("datetime64[M]").astype(np.int64)


def month_start(whole: Whole) -> npt.NDArray[np.datetime64]:
    """First day of each month."""
    return whole.astype("datetime64[M]").astype("datetime64[s]")
