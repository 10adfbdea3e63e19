"""Pieces of one table, from any number of files, become one table: rows joined by key, columns complementing each
other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.io.importers.pieces import NOTHING, WHO, Piece, noted
from workbench.io.importers.settings import Settings
from workbench.staffing import Schema
from workbench.staffing.tables import DTYPES, key_text


@dataclass(frozen=True, eq=False)
class Combined:
    """One table before it is checked against the others. `at`: for each piece, the row of the piece that a row of
    `frame` came from (-1: none). Only columns that some piece has are there."""

    schema: Schema
    frame: pd.DataFrame
    pieces: tuple[Piece, ...]
    at: tuple[np.ndarray, ...]

    def problem(
        self, rule: str, mask: np.ndarray, column: str, detail: str | pd.Series = "", found: pd.Series | None = None
    ) -> pd.DataFrame:
        """One noted problem for each row of `mask`, located in the file that gave the cell."""
        waiting = np.asarray(mask, dtype=bool).copy()
        if not waiting.any():
            return NOTHING
        parts = []
        for piece, at in self._by_content(column):
            here = waiting & (at >= 0)
            if piece.titles and column in piece.frame:
                here &= self._filled(piece, at, column) | ~self._elsewhere(column, waiting)
            if not here.any():
                continue
            rows = np.flatnonzero(here)
            shown = piece.texts[column][at[rows]] if column in piece.texts else ""
            parts.append(
                noted(
                    table=self.schema.table,
                    field=column,
                    file=piece.place,
                    row=piece.rows[at[rows]],
                    column=piece.titles.get(column, column),
                    rule=rule,
                    found=shown if found is None else found.iloc[rows],
                    detail=detail.iloc[rows] if isinstance(detail, pd.Series) else detail,
                    key=self._key(rows),
                    **{who: self._who(who, rows, piece, at) for who in WHO},
                )
            )
            waiting &= ~here
        return pd.concat(parts, ignore_index=True) if parts else NOTHING

    def without(self, mask: np.ndarray) -> "Combined":
        """The rows that are taken."""
        kept = ~np.asarray(mask, dtype=bool)
        return Combined(
            self.schema, self.frame[kept].reset_index(drop=True), self.pieces, tuple(at[kept] for at in self.at)
        )

    def blanked(self, column: str, mask: np.ndarray) -> "Combined":
        """The same with some cells unknown."""
        changed = self.frame.assign(**{column: self.frame[column].mask(np.asarray(mask, dtype=bool))})
        return Combined(self.schema, changed, self.pieces, self.at)

    def column(self, name: str) -> pd.Series:
        """A column of the table, empty when no file has it."""
        if name in self.frame:
            return self.frame[name]
        return pd.Series(index=self.frame.index, dtype=DTYPES[self.schema.column(name).type])

    def was_filled(self, column: str) -> np.ndarray:
        """Rows for which some file holds a text in that column, readable or not."""
        filled = np.zeros(len(self.frame), dtype=bool)
        for piece, at in zip(self.pieces, self.at, strict=True):
            if column in piece.texts and len(piece.rows):
                text = pd.Series(piece.texts[column], dtype="str").fillna("").str.strip().ne("").to_numpy(bool)
                filled |= (at >= 0) & text[np.where(at < 0, 0, at)]
        return filled

    def _by_content(self, column: str) -> list[tuple[Piece, np.ndarray]]:
        """Pieces that have the column first, the others after them."""
        pairs = list(zip(self.pieces, self.at, strict=True))
        return [pair for pair in pairs if column in pair[0].frame] + [p for p in pairs if column not in p[0].frame]

    @staticmethod
    def _filled(piece: Piece, at: np.ndarray, column: str) -> np.ndarray:
        filled = piece.frame[column].notna().to_numpy()
        return (at >= 0) & np.where(at >= 0, filled[at], False) if len(filled) else at >= 0

    def _elsewhere(self, column: str, waiting: np.ndarray) -> np.ndarray:
        """Rows whose cell is filled in some piece."""
        every = [self._filled(p, at, column) for p, at in zip(self.pieces, self.at, strict=True) if column in p.frame]
        return np.logical_or.reduce(every) if every else np.zeros(len(waiting), dtype=bool)

    def _key(self, rows: np.ndarray) -> pd.Series:
        return key_text(self.frame.iloc[rows], self.schema)

    def _who(self, name: str, rows: np.ndarray, piece: Piece, at: np.ndarray) -> pd.Series | np.ndarray | str:
        return self.frame[name].iloc[rows] if name in self.frame else piece.of_whom(name, at[rows])


def combine(pieces: Sequence[Piece], schema: Schema, settings: Settings) -> tuple[Combined, list[pd.DataFrame]]:
    """Join `pieces` by key. Rows whose key cannot be read or is not one row's own are named and left out."""
    problems: list[pd.DataFrame] = []
    clean: list[tuple[Piece, np.ndarray]] = []
    for piece in pieces:
        kept, found = _sound(piece, schema, settings)
        problems += found
        clean.append((piece, kept))
    keys = [_key(piece.frame.iloc[kept], schema) for piece, kept in clean]
    every = pd.concat(keys, ignore_index=True).drop_duplicates() if keys else pd.Series(dtype="str")
    index = pd.Index(every)
    at = []
    for (_, kept), key in zip(clean, keys, strict=True):
        place = np.full(len(index), -1)
        place[index.get_indexer(pd.Index(key))] = kept
        at.append(place)
    combined, conflicts = _joined([piece for piece, _ in clean], at, schema)
    return combined, problems + conflicts


def _key(frame: pd.DataFrame, schema: Schema) -> pd.Series:
    """The key as one text; equal keys, equal texts."""
    parts = [frame[name].astype("str") for name in schema.key]
    text = parts[0]
    for part in parts[1:]:
        text = text + "\x1f" + part
    return text.reset_index(drop=True)


def _sound(piece: Piece, schema: Schema, settings: Settings) -> tuple[np.ndarray, list[pd.DataFrame]]:
    """Which rows of one piece have a key of their own, and what is wrong with the others."""
    frame, key = piece.frame, list(schema.key)
    problems: list[pd.DataFrame] = []
    void = frame[key].isna()
    for name in key:
        # A cell that was filled and could not be read has been named already; here only empty ones are.
        empty = (
            pd.Series(piece.texts.get(name, np.full(len(frame), "?")), dtype="str")
            .str.strip()
            .fillna("")
            .str.casefold()
        )
        blank = (empty.eq("") | empty.isin(list(settings.nothing))).to_numpy(bool) & void[name].to_numpy(bool)
        problems.append(piece.problem("missing_key", blank, name))
    readable = ~void.any(axis=1).to_numpy(bool)
    placeholder = np.zeros(len(frame), dtype=bool)
    if len(key) == 1 and schema.column(key[0]).type == "id":
        is_one = frame[key[0]].str.casefold().isin(list(settings.placeholder_ids))
        placeholder = (is_one & frame.duplicated(key, keep=False)).to_numpy(bool)
        problems.append(piece.problem("placeholder_key", placeholder, key[0]))
    usable = readable & ~placeholder
    twice = np.zeros(len(frame), dtype=bool)
    twice[usable] = frame[usable].duplicated(key, keep=False)
    first = pd.Series(np.arange(len(frame)))
    if not twice.any():
        return np.flatnonzero(usable), problems
    text = _key(frame[twice], schema)
    rows = np.flatnonzero(twice)
    leader = first[rows].groupby(text.to_numpy(object)).transform("min").to_numpy()
    whole = frame.iloc[rows].astype("str").fillna("")
    lead = frame.iloc[leader].astype("str").fillna("")
    same_as_first = (whole.to_numpy(object) == lead.to_numpy(object)).all(axis=1)
    group_same = pd.Series(same_as_first).groupby(text.to_numpy(object)).transform("all").to_numpy(bool)
    repeated, differing = np.zeros(len(frame), dtype=bool), np.zeros(len(frame), dtype=bool)
    repeated[rows[group_same & (rows != leader)]] = True
    differing[rows[~group_same]] = True
    other = pd.Series(_others(rows, leader, piece.rows, text), index=rows, dtype="str").reindex(range(len(frame)))
    other = other.fillna("")
    problems.append(piece.problem("duplicate_same", repeated, key[0], detail=other))
    problems.append(piece.problem("duplicate_key", differing, key[0], detail=other))
    return np.flatnonzero(usable & ~repeated & ~differing), problems


def _others(rows: np.ndarray, leader: np.ndarray, numbers: np.ndarray, text: pd.Series) -> list[str]:
    """For each repeated row, a row that has the same key: the first, or for the first the second."""
    second = pd.Series(rows).where(rows != leader).groupby(text.to_numpy(object)).transform("min").to_numpy()
    return [str(numbers[int(s if row == first else first)]) for row, first, s in zip(rows, leader, second, strict=True)]


def _joined(pieces: list[Piece], at: list[np.ndarray], schema: Schema) -> tuple[Combined, list[pd.DataFrame]]:
    size = len(at[0]) if at else 0
    columns: dict[str, pd.Series] = {}
    given: dict[str, list[int]] = {}
    for number, (piece, place) in enumerate(zip(pieces, at, strict=True)):
        for name in schema.names:
            if name not in piece.frame:
                continue
            values = piece.frame[name].take(np.where(place < 0, 0, place)) if len(piece.frame) else piece.frame[name]
            spread = values.reset_index(drop=True).reindex(range(size)).mask(place < 0)
            columns[name] = spread if name not in columns else columns[name].fillna(spread)
            given.setdefault(name, []).append(number)
    frame = pd.DataFrame(columns, index=range(size))
    combined = Combined(schema, frame, tuple(pieces), tuple(at))
    shared = {name: numbers for name, numbers in given.items() if len(numbers) > 1 and name not in schema.key}
    problems = []
    for name, numbers in shared.items():
        combined, found = _disagreements(combined, name, numbers)
        problems += found
    return combined, problems


def _disagreements(combined: Combined, name: str, numbers: list[int]) -> tuple[Combined, list[pd.DataFrame]]:
    """Cells for which two files give different contents: unknown, and named with both files."""
    problems = []
    whole = np.zeros(len(combined.frame), dtype=bool)
    for number in numbers[1:]:
        piece, at = combined.pieces[number], combined.at[number]
        for earlier in numbers[: numbers.index(number)]:
            rival, there = combined.pieces[earlier], combined.at[earlier]
            both = np.flatnonzero((at >= 0) & (there >= 0))
            mine, theirs = piece.frame[name].iloc[at[both]], rival.frame[name].iloc[there[both]]
            differ = (mine.notna().to_numpy() & theirs.notna().to_numpy()) & (
                mine.astype("str").to_numpy(object) != theirs.astype("str").to_numpy(object)
            )
            rows = both[differ]
            if not len(rows):
                continue
            whole[rows] = True
            detail = [
                f"{rival.place} baris {rival.rows[r]}: {t}" for r, t in zip(there[rows], theirs[differ], strict=True)
            ]
            problems.append(
                noted(
                    table=combined.schema.table,
                    field=name,
                    file=piece.place,
                    row=piece.rows[at[rows]],
                    column=piece.titles.get(name, name),
                    rule="conflict",
                    found=piece.texts[name][at[rows]] if name in piece.texts else "",
                    detail=pd.Series(detail, dtype="str"),
                    key=key_text(combined.frame.iloc[rows], combined.schema),
                    **{who: combined.frame[who].iloc[rows] if who in combined.frame else "" for who in WHO},
                )
            )
    return (combined.blanked(name, whole) if whole.any() else combined), problems


def tables_of(combined: Mapping[str, Combined]) -> dict[str, pd.DataFrame]:
    return {name: one.frame for name, one in combined.items()}
