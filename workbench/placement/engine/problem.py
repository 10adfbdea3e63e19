"""What an assignment is asked: pairs and seats read, checked, and put in an order of their own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.placement.engine.flow import Code, Mask, Network, Whole

POINTS = 100_000
"""Greatest score, and greatest stay, of a pair."""

LOT_BITS = 44

Names = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Problem:
    """What was asked, in order: `network` and what a pair means, in points. `absent`: who of `must` has no pair."""

    nips: Names
    posts: Names
    network: Network
    score: Whole
    stay: Whole
    stayed: bool
    move: Mask
    critical: Mask
    must: tuple[str, ...]
    absent: tuple[str, ...]

    @classmethod
    def of(
        cls,
        nips: Names,
        posts: Names,
        network: Network,
        score: Whole,
        stay: Whole,
        move: Mask,
        critical: Mask,
        must: tuple[str, ...],
        absent: tuple[str, ...] = (),
        stayed: bool = True,
    ) -> "Problem":
        """From rows in any order. Raises ValueError for a pair given twice."""
        key = network.person.astype(np.int64) * max(network.seats, 1) + network.seat
        if not (np.diff(key) > 0).all():
            order = np.argsort(key, kind="stable")
            network = replace(network, person=network.person[order], seat=network.seat[order])
            score, stay, move = score[order], stay[order], move[order]
            twice = np.flatnonzero(np.diff(key[order]) == 0)
            if len(twice):
                nip, post = nips[network.person[twice[0]]], posts[network.seat[twice[0]]]
                raise ValueError(
                    f"pairs repeats {len(twice)} rows, first nip {nip} with post {post}: give each pair one row"
                )
        return cls(nips, posts, network, score, stay, stayed, move, critical, must, absent)

    @cached_property
    def merit(self) -> Whole:
        return self.score + self.stay

    def without(self, rows: Whole) -> "Problem":
        """The same without some of its pairs. Whoever must be placed and has none left is `absent`."""
        kept = np.ones(len(self.score), bool)
        kept[rows] = False
        network = replace(self.network, person=self.network.person[kept], seat=self.network.seat[kept])
        alone = np.setdiff1d(np.flatnonzero(network.must), network.person)
        absent = tuple(sorted({*self.absent, *(str(nip) for nip in self.nips[alone])}))
        return replace(
            self, network=network, score=self.score[kept], stay=self.stay[kept], move=self.move[kept], absent=absent
        )

    @property
    def most_placed(self) -> int:
        return min(self.network.people, int(self.network.room.sum()))

    @property
    def scale(self) -> int:
        """A point in moves: one more than any plan could have."""
        return self.most_placed + 1

    @cached_property
    def worth(self) -> int:
        """A critical seat in points: one more than any plan could add up to."""
        if not len(self.score):
            return 1
        merit, order = self.merit, self.network.by_seat
        by_person = np.maximum.reduceat(merit, _starts(self.network.person))
        seat = self.network.seat[order]
        starts = _starts(seat)
        by_seat = np.maximum.reduceat(merit[order], starts) * self.network.room[seat[starts]]
        return min(int(by_person.sum()), int(by_seat.sum())) + 1

    @cached_property
    def points(self) -> Whole:
        """What each pair is worth in points, critical seats included."""
        return self.critical[self.network.seat] * np.int64(self.worth) + self.merit


def read(pairs: pd.DataFrame, seats: pd.DataFrame, must: Iterable[str] | None) -> Problem:
    """Check and order what was given; a ValueError names what is wrong with it."""
    _need(pairs, "pairs", ("nip", "post", "score"))
    _need(seats, "seats", ("post", "capacity", "weight"))
    posts, place = _codes(seats["post"], "seats", "post")
    if len(posts) != len(seats):
        raise ValueError(f"seats names post {_first_repeated(place, posts)} more than once: give each post one row")
    capacity, critical = np.zeros(len(posts), np.int64), np.zeros(len(posts), bool)
    capacity[place] = _whole(seats["capacity"], "capacity of seats", 0, None)
    critical[place] = _whole(seats["weight"], "weight of seats", 0, 1) == 1

    nips, person = _codes(pairs["nip"], "pairs", "nip")
    named, post = _codes(pairs["post"], "pairs", "post")
    known = pd.Index(posts).get_indexer(pd.Index(named))
    if (known < 0).any():
        strange = named[known < 0]
        raise ValueError(f"pairs names {len(strange)} posts that seats does not have, the first is {strange[0]}")
    seat = known.astype(np.int32)[post] if len(post) else np.zeros(0, np.int32)
    score = _whole(pairs["score"], "score of pairs", 0, POINTS)
    stayed = "stay" in pairs.columns
    stay = _whole(pairs["stay"].fillna(0), "stay of pairs", 0, POINTS) if stayed else np.zeros(len(pairs), np.int64)
    holds = _flags(pairs["holds"]) if "holds" in pairs.columns else stay > 0

    demanded = tuple(sorted(set(() if must is None else must)))
    row = pd.Index(nips).get_indexer(pd.Index(demanded, dtype=object))
    placed = np.zeros(len(nips), bool)
    placed[row[row >= 0]] = True
    network = Network(person, seat, capacity, placed)
    absent = tuple(nip for nip, at in zip(demanded, row, strict=True) if at < 0)
    return Problem.of(nips, posts, network, score, stay, ~holds, critical, must=demanded, absent=absent, stayed=stayed)


def _need(table: pd.DataFrame, name: str, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"{name} needs the columns {', '.join(columns)}; it lacks {', '.join(missing)}")
    if not table.columns.is_unique:
        raise ValueError(
            f"{name} has two columns of one name: {', '.join(map(str, table.columns[table.columns.duplicated()]))}"
        )


def _codes(column: pd.Series, table: str, name: str) -> tuple[Names, Code]:
    """The distinct texts in order, and for each row which one it is."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        values, codes = column.cat.categories.to_numpy(dtype=object), column.cat.codes.to_numpy()
    else:
        codes, uniques = pd.factorize(column)
        values = np.asarray(uniques, dtype=object)
    if (codes < 0).any():
        raise ValueError(f"{name} of {table} is missing in {int((codes < 0).sum())} rows")
    used = np.flatnonzero(np.bincount(codes, minlength=len(values)))
    values = values[used]
    strange = [value for value in values if not isinstance(value, str)]
    if strange:
        raise ValueError(f"{name} of {table} must be text, but {strange[0]!r} is {type(strange[0]).__name__}")
    order = np.argsort(values)
    rank = np.zeros(int(used.max()) + 1 if len(used) else 0, np.int32)
    rank[used[order]] = np.arange(len(used), dtype=np.int32)
    return values[order], rank[codes] if len(used) else np.zeros(0, np.int32)


def _whole(column: pd.Series, what: str, low: int, high: int | None) -> Whole:
    if not len(column):
        return np.zeros(0, np.int64)
    if column.isna().any():
        raise ValueError(f"{what} is missing in {int(column.isna().sum())} rows")
    if not pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column):
        raise ValueError(f"{what} must be whole numbers, not {column.dtype}")
    numbers = column.to_numpy()
    if numbers.dtype.kind == "f" and not (np.isfinite(numbers) & (numbers == np.floor(numbers))).all():
        raise ValueError(f"{what} must be whole numbers, but one is {numbers[numbers != np.floor(numbers)][0]:g}")
    if numbers.min() < low or numbers.max() > (np.iinfo(np.int64).max >> 1 if high is None else high):
        wrong = numbers.min() if numbers.min() < low else numbers.max()
        raise ValueError(f"{what} must be {low} {'or more' if high is None else f'to {high:,}'}, but one is {wrong:,}")
    return numbers.astype(np.int64)


def _flags(column: pd.Series) -> Mask:
    if column.isna().any() or not (pd.api.types.is_bool_dtype(column) or not len(column)):
        raise ValueError("holds of pairs must be true or false in every row")
    return column.to_numpy(dtype=bool)


def _first_repeated(codes: Code, names: Names) -> str:
    return str(names[int(np.argmax(np.bincount(codes) > 1))])


def lots(problem: Problem, rows: Whole, bits: int = LOT_BITS) -> Whole:
    """Whole numbers 1..2**bits drawn from (nip, post) alone: the same on every machine, whatever else is asked."""
    person, who = np.unique(problem.network.person[rows], return_inverse=True)
    seat, where = np.unique(problem.network.seat[rows], return_inverse=True)
    nip, post = _digest(problem.nips[person], b"nip"), _digest(problem.posts[seat], b"post")
    drawn = _splitmix64(nip[who] + _splitmix64(post)[where])
    return (drawn >> np.uint64(64 - bits)).astype(np.int64) + 1


def _starts(group: Code) -> Whole:
    return np.flatnonzero(np.r_[True, group[1:] != group[:-1]]) if len(group) else np.zeros(0, np.int64)


def _digest(names: Names, kind: bytes) -> NDArray[np.uint64]:
    joined = b"".join(blake2b(name.encode(), digest_size=8, person=kind).digest() for name in names)
    return np.frombuffer(joined, "<u8").astype(np.uint64)


def _splitmix64(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of SplitMix64 (Steele, Lea & Flood 2014), which wraps around on purpose."""
    z = x + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))
