"""Explanations of the plan of a scenario, and who decided each lock and ban."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from workbench.io import resources
from workbench.io.documents.letter import Letter
from workbench.io.documents.naming import Naming
from workbench.io.failure import Failure
from workbench.io.ledger import Event
from workbench.io.plans import feasible, plan_of
from workbench.io.workspace import Workspace
from workbench.placement import Plan
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.why import Priced, Why, why

DECIDED = ("kind", "nip", "post", "actor", "role", "at", "note", "seq")


@dataclass(frozen=True, eq=False)
class Explained:
    """A plan, and one person and post of it explained."""

    plan: Plan
    why: Why

    def letter(self, lang: str = "id") -> Letter:
        """The letter of this explanation, not yet laid out."""
        least = int(resources.explaining()["least_people"])
        return Letter(self.plan, self.why, Naming.of(self.plan.ground.staffing), least, lang)


def explained(
    workspace: Workspace,
    nip: str,
    post: str,
    scenario: str | None = None,
    as_of: date | str | None = None,
    *,
    lang: str = "id",
    progress: Progress | None = None,
    stop: StopSign | None = None,
) -> Explained:
    """Explain one person and post. Raises `Failure` for a person or post that is not in the data, and as `plan_of`."""
    plan = feasible(plan_of(workspace, scenario, as_of, progress=progress, stop=stop))
    if nip not in set(plan.ground.people["nip"]):
        raise Failure(f"Tidak ada pegawai dengan NIP {nip} pada data ini.")
    if post not in set(plan.ground.seats["post"]):
        raise Failure(f"Tidak ada jabatan {post} pada data ini.")
    return Explained(plan, why(plan, nip, post, lang=lang))


def override_ledger(found: Priced, decisions: pd.DataFrame) -> pd.DataFrame:
    """`Priced.table` with who decided each, when and why (missing where nobody is on record): the override ledger."""
    return found.table.merge(decisions, on=["kind", "nip", "post"], how="left", validate="1:1")


def decided(workspace: Workspace, scenario: str) -> pd.DataFrame:
    """Who set each lock and ban in force on a scenario: kind (lock, forbid), nip, post, actor, role, at, note, seq (row
    of the record it stands in, the parent's for what a branch took over). What was there from the start has the note of
    the opening. Raises `Failure` when there is no such scenario."""
    opening, gestures = _in_force(workspace, scenario)
    found: dict[tuple[str, str, str], Event] = {}
    for kind, name in (("lock", "locks"), ("forbid", "forbids")):
        found |= {(kind, str(nip), str(post)): opening for nip, post in opening.payload["policy"].get(name, ())}
    for event in gestures:
        for move in event.payload["moves"]:
            if move["kind"] in ("lock", "forbid"):
                found[move["kind"], move["nip"], move["post"]] = event
            elif move["kind"] == "release":
                for kind in ("lock", "forbid"):
                    found.pop((kind, move["nip"], move["post"]), None)
    rows = [
        [*seat, event.actor, event.role, event.at, event.payload.get("note") or event.payload.get("title"), event.seq]
        for seat, event in sorted(found.items())
    ]
    table = pd.DataFrame(rows, columns=list(DECIDED))
    text = ("kind", "nip", "post", "actor", "role", "note")
    return table.astype(dict.fromkeys(text, "str") | {"seq": "Int64"})


def _in_force(workspace: Workspace, scenario: str, until: int | None = None) -> tuple[Event, list[Event]]:
    """The opening on which a scenario stands, and the gestures in force up to and with row `until`, oldest first."""
    events = workspace.ledger.events(scenario, until)
    if not events or events[0].kind not in ("open", "branch"):
        raise Failure(f"Tidak ada skenario {scenario}; daftarnya tampak dengan `penataan scenario list`.")
    first, done, undone = events[0], [], []  # type: ignore[var-annotated]
    if first.kind == "branch":
        first, done = _in_force(workspace, first.payload["parent"], first.payload["at"])
    for event in events[1:]:
        if event.kind == "move":
            done, undone = [*done, event], []
        elif event.kind == "undo":
            undone.append(done.pop())
        elif event.kind == "redo":
            done.append(undone.pop())
    return first, done


def decisions(workspace: Workspace, scenario: str | None) -> pd.DataFrame:
    """As `decided`; without a scenario the agency's own policy decided, and nobody is on record."""
    if scenario:
        return decided(workspace, scenario)
    empty = pd.DataFrame(columns=list(DECIDED))
    return empty.astype(dict.fromkeys(("kind", "nip", "post"), "str"))
