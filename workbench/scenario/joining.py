"""A proposal made on an earlier state is put on top of the one that stands now: what both changed is asked, per field.

The gesture stays a list of moves, since that is what a scenario records. A move is taken whole or left out whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbench.scenario.differences import diff
from workbench.scenario.kinds import Move
from workbench.scenario.merging import KEYED, ROW, Where, merged
from workbench.scenario.moves import apply
from workbench.scenario.sentences import describe
from workbench.scenario.state import Refused, State

CONSEQUENT = {("units", "order"), ("units", "valid_from")}
"""Table and column of what follows from another field: nobody chooses it by itself."""

SO_ALREADY = ("there", "named", "converted", "waiting")
"""Refusals of a move that asks for what is so already."""

CALLED = {
    ("units", "parent"): "induk",
    ("units", "name"): "nama",
    ("posts", "title"): "nama",
    ("posts", "unit"): "unit",
}
"""Fields that people move by hand, as they say them; the others by their label in the schema."""


@dataclass(frozen=True)
class Clash:
    """One field that the proposal (`mine`) and others since (`theirs`) changed differently. `before`, `mine`, `theirs`:
    text as in `Merged.conflicts`, None where it is not there; `what`: the unit or post by name; `told_mine`,
    `told_theirs`: the two values as people say them; `mine_by`, `theirs_by`: whose they are, where it is known."""

    table: str
    key: str
    column: str
    before: str | None
    mine: str | None
    theirs: str | None
    what: str
    told_mine: str
    told_theirs: str
    mine_by: str = ""
    theirs_by: str = ""

    @property
    def where(self) -> Where:
        return self.table, self.key, self.column

    @property
    def words(self) -> str:
        """One sentence for people."""
        one = f"{self.mine_by}: {self.told_mine}" if self.mine_by else self.told_mine
        other = f"{self.theirs_by}: {self.told_theirs}" if self.theirs_by else self.told_theirs
        return f"Dua peserta mengubah {self.what}: {one} / {other}."


@dataclass(frozen=True)
class Disputed:
    """Fields that wait for a choice. Nothing was changed."""

    clashes: tuple[Clash, ...]

    @property
    def reason(self) -> str:
        return " ".join(clash.words for clash in self.clashes)


@dataclass(frozen=True)
class Joined:
    """What is to be done on the state that stands now: `moves`, in order, those that are so already left out. `won`:
    fields on which the proposal was chosen, `lost`: those on which it was not."""

    moves: tuple[Move, ...]
    won: tuple[Clash, ...] = ()
    lost: tuple[Clash, ...] = ()


def joined(
    base: State, now: State, moves: Sequence[Move], choices: Mapping[Where, str | None] | None = None
) -> Joined | Disputed | Refused:
    """`moves`, made on `base`, on top of `now`. `choices`: for each clash the value that shall stand, as the clash
    tells it; one that names neither value any more counts as not made. Refused where a move cannot be on either state,
    and where only a part of a move was chosen."""
    proposed = base
    for move in moves:
        after = apply(proposed, move)
        if isinstance(after, Refused):
            return after
        proposed = after
    clashes = _clashes(base, proposed, now)
    chosen = dict(choices or {})
    if any(chosen.get(clash.where, _NONE) not in (clash.mine, clash.theirs) for clash in clashes):
        return Disputed(clashes)
    won = tuple(clash for clash in clashes if chosen[clash.where] == clash.mine)
    lost = tuple(clash for clash in clashes if clash not in won)
    kept = _kept(base, now, moves, lost)
    return kept if isinstance(kept, Refused) else Joined(kept, won, lost)


_NONE = object()  # a choice may be None: that the row is gone


def _kept(base: State, now: State, moves: Sequence[Move], lost: tuple[Clash, ...]) -> tuple[Move, ...] | Refused:
    """The moves that change nothing that was lost, each tried on the state that stands now."""
    kept, proposed, state = list[Move](), base, now
    given = {clash.where for clash in lost}
    for move in moves:
        after = apply(proposed, move)
        assert isinstance(after, State)  # tried before
        touched = _touched(proposed, after) if given else set()
        here = {cell for cell in touched if cell in given or (*cell[:2], ROW) in given}
        proposed = after
        if here:
            if here != touched:
                said = describe(move, base.staffing)
                return Refused("indivisible", f"Langkah ini tidak dapat diambil sebagian: {said}.")
            continue
        on_top = apply(state, move)
        if isinstance(on_top, Refused):
            if on_top.code in SO_ALREADY:
                continue
            return on_top
        kept.append(move)
        state = on_top
    return tuple(kept)


def _touched(before: State, after: State) -> set[Where]:
    """Cells and choices that a move changes, by the names that a merge gives them; what only follows left out."""
    changed = diff(before, after)
    cells = changed.loc[changed["table"] != "policy", ["table", "key", "column"]].itertuples(index=False)
    found = {(str(table), str(key), str(column)) for table, key, column in cells if (table, column) not in CONSEQUENT}
    was, now = before.policy.to_record(), after.policy.to_record()
    for name in was:
        if name in KEYED:
            keys = {key for key in {*was[name], *now[name]} if was[name].get(key) != now[name].get(key)}
            found |= {("policy", key, name) for key in keys}
        elif was[name] != now[name]:
            found.add(("policy", "", name))
    return found


# what clashes, in words -----------------------------------------------------------------------------------------------


def _clashes(base: State, mine: State, theirs: State) -> tuple[Clash, ...]:
    if theirs is base:
        return ()
    rows = merged(base, mine, theirs).conflicts
    told = rows.astype(object).where(rows.notna(), None).drop(columns="choice").itertuples(index=False, name=None)
    names = _Names((base, theirs, mine))
    return tuple(
        Clash(table, key, column, before, one, other, names.of(table, key), *names.sides(table, column, one, other))
        for table, key, column, before, one, other in told
        # Two new rows of one id leave nothing to choose: the move itself is refused, since the id is taken.
        if (table, column) not in CONSEQUENT and not (column == ROW and one == other)
    )


@dataclass(frozen=True, eq=False)
class _Names:
    """How units and posts are called in any of these states."""

    states: tuple[State, ...]

    def of(self, table: str, key: str) -> str:
        if table == "policy":
            return f"kebijakan {key}".strip()
        named = {"units": ("unit", "name"), "posts": ("post", "title"), "employees": ("nip", "name")}.get(table)
        return self._called(table, *named, key) if named else f"{table} {key}"

    def sides(self, table: str, column: str, *values: str | None) -> tuple[str, ...]:
        return tuple(self._side(table, column, value) for value in values)

    def _side(self, table: str, column: str, value: str | None) -> str:
        if column == ROW:
            return "dihapus" if value is None else "diubah"
        if table == "policy":
            return f"{column} {value}"
        schema: Any = self.states[0].staffing.schemas[table].column(column)
        label = CALLED.get((table, column), str(schema.label).lower())
        if value is None:
            return f"{label} tidak ada"
        named = {"units": ("units", "unit", "name"), "posts": ("posts", "post", "title")}.get(schema.ref)
        return f"{label} {self._called(*named, value) if named else value}"

    def _called(self, table: str, key: str, name: str, value: str) -> str:
        for state in self.states:
            rows: pd.DataFrame = getattr(state.staffing, table)
            found = rows.loc[rows[key] == value, name]
            if len(found):
                return str(found.iloc[0])
        return value
