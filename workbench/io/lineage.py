"""Where a scenario comes from: the branches it stands on, what two have in common, and who had a hand in it."""

from workbench.io.ledger import Ledger
from workbench.scenario import Scenario, TakeOver

Point = tuple[str, int]
"""A scenario and one of its rows."""

GESTURES = ("move", "undo", "redo")


def line(ledger: Ledger, id: str, seq: int) -> tuple[Point, ...]:
    """The scenario up to row `seq`, the one that it branched from up to that row, and so on to the one that was opened
    on a snapshot."""
    found = [(id, seq)]
    while True:
        first = next(iter(ledger.events(found[-1][0], 1)), None)
        if first is None or first.kind != "branch":
            return tuple(found)
        found.append((first.payload["parent"], first.payload["at"]))


def origin(ledger: Ledger, mine: Scenario, theirs: Scenario) -> Point | None:
    """The last point that both contain: where they parted, or where one last took the other over since. None when
    they were opened apart."""
    one, other = (line(ledger, each.id, each.seq) for each in (mine, theirs))
    rows = dict(other)
    parted = next(((id, min(seq, rows[id])) for id, seq in one if id in rows), None)
    if parted is None:
        return None
    points = [parted, *_taken(mine, other), *_taken(theirs, one)]
    # Of two points on both lines one contains the other, and the later row of the ledger is the one that does.
    return max(points, key=lambda point: ledger.events(*point)[-1].n)


def _taken(scenario: Scenario, line: tuple[Point, ...]) -> list[Point]:
    """What the gestures in force took over from points on this line."""
    rows = dict(line)
    moves = [move for step in scenario.done for move in step.moves if isinstance(move, TakeOver)]
    return [(move.source, move.at) for move in moves if move.at <= rows.get(move.source, 0)]


def movers(ledger: Ledger, id: str, seq: int) -> frozenset[str]:
    """Everybody whose gesture, in force or not, is in the record of the scenario up to row `seq`, of those that it
    branched from, or of those that it took over."""
    actors: set[str] = set()
    seen: dict[str, int] = {}
    waiting = [(id, seq)]
    while waiting:
        for of, until in line(ledger, *waiting.pop()):
            if until <= seen.get(of, 0):
                break
            seen[of] = until
            for event in ledger.events(of, until):
                if event.kind in GESTURES:
                    actors.add(event.actor)
                taken = [move for move in event.payload.get("moves", ()) if move.get("kind") == TakeOver.kind]
                waiting += [(move["source"], move["at"]) for move in taken]
    return frozenset(actors)
