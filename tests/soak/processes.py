"""Ten participants as processes on the core, without a browser; every minute one is killed and started again.

At the end: no acknowledged gesture is missing, none is there twice, the chain holds, no proposal was applied twice, and
every process tells the same.
"""

import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from organization import small_organization

from tests.soak import record
from workbench.io import accepting, resources, scenarios, workshops
from workbench.io.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
FACILITATORS = 2
KILL_EVERY = 60.0


class Process:
    """One participant's place: `said` is every line that came from it."""

    def __init__(self, home: Path, workshop: str, person: str, seed: int) -> None:
        command = [sys.executable, "-m", "tests.soak.participant", str(home), workshop, person, str(seed)]
        self.said: list[dict[str, Any]] = []
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.child.stdout:
            if line.endswith("\n"):  # the last one of a killed process may be torn
                self.said.append(json.loads(line))

    def kill(self) -> None:
        self.child.send_signal(signal.SIGKILL)
        self.child.wait(30)
        self.reader.join(30)

    def tell(self, line: str) -> None:
        self.child.stdin.write(f"{line}\n")
        self.child.stdin.flush()

    def wait_for(self, word: str, seconds: float) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = next((each for each in self.said if word in each), None)
            if found:
                return found
            if self.child.poll() is not None and not self.reader.is_alive():
                break
            time.sleep(0.05)
        sys.exit(f"a participant never said {word!r} (status {self.child.poll()})")


def begin(home: Path, people: int) -> tuple[Workspace, str]:
    """A workspace with a workshop that so many people have joined, two of whom facilitate."""
    workspace, at = Workspace.create(home), datetime.now(UTC)
    workspace.save_snapshot(small_organization(resources.schemas()).staffing, actor="soak", at=at)
    first = {"actor": "P0", "role": "fasilitator", "at": at}
    scenario = scenarios.new(workspace, "Skenario bersama", **first)
    held = workshops.open_workshop(workspace, scenario.id, "Lokakarya", [{"title": "A", "minutes": 60}], **first)
    for number in range(people):
        person = first | {"actor": f"P{number}"}
        held = workshops.act(workspace, held, "join", {"office": f"Dinas {number}"}, token=f"join-{number}", **person)
    for number in range(1, FACILITATORS):
        held = workshops.act(workspace, held, "invite", {"person": f"P{number}"}, token=f"invite-{number}", **first)
    return workspace, held.id


def run(home: Path, workshop: str, people: int, minutes: float, seed: int) -> tuple[list[Process], list[Process]]:
    """All seats at the end, and those that were killed on the way."""
    chance, seats, killed = random.Random(seed), list[Process](), list[Process]()
    seats += [Process(home, workshop, f"P{number}", seed + number) for number in range(people)]
    for seat in seats:
        seat.wait_for("ready", 120)
    end, deaths = time.monotonic() + 60 * minutes, 0
    kill_at = time.monotonic() + min(KILL_EVERY, 30 * minutes)
    while time.monotonic() < end:
        time.sleep(0.1)
        if time.monotonic() >= kill_at:
            at, deaths = chance.randrange(people), deaths + 1
            seats[at].kill()
            killed.append(seats[at])
            seats[at] = Process(home, workshop, f"P{at}", seed + people * deaths + at)
            kill_at += KILL_EVERY
    for seat in seats:
        seat.wait_for("ready", 120)
        seat.tell("stop")
    for seat in seats:
        seat.wait_for("stopped", 120)
    return seats, killed


def soak(people: int, minutes: float, seed: int) -> list[str]:
    """What went wrong in so many minutes; the figures are printed."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, id = begin(Path(folder) / "ruang", people)
        print(f"{people} processes, {minutes:g} minutes, seed {seed}", flush=True)
        seats, killed = run(workspace.home, id, people, minutes, seed)
        held = accepting.healed(workspace, id)
        for seat in seats:
            seat.tell("look")
        ends = [seat.wait_for("end", 120)["end"] for seat in seats]
        told = [line for seat in (*seats, *killed) for line in seat.said]
        counted = Counter(event.payload["what"] for event in workspace.ledger.events(id))
        print(f"killed {len(killed)}, acknowledged {sum('ack' in line for line in told)}, rows {held.seq}: "
              + ", ".join(f"{what} {count}" for what, count in counted.most_common()))  # fmt: skip
        print(f"scenario: {workspace.ledger.positions(held.scenario)[0]} rows; verdicts: "
              + str(dict(Counter(each.verdict for each in held.decisions))))  # fmt: skip
        return record.mistakes(workspace, id) + missing(workspace, id, told, ends)


def missing(workspace: Workspace, id: str, told: list[dict[str, Any]], ends: list[str]) -> list[str]:
    """Where the record differs from what the processes said."""
    tokens = {event.payload["id"] for event in workspace.ledger.events(id) if "id" in event.payload}
    rows = workspace.ledger.events(workshops.load(workspace, id).scenario)
    acknowledged = {line["ack"] for line in told if "ack" in line}
    undone = {line["seq"] for line in told if "seq" in line}
    begun = {line["begun"] for line in told if "begun" in line}
    mistakes = [f"lost: {token}" for token in acknowledged - tokens]
    mistakes += [f"lost undo: {seq}" for seq in undone if seq > len(rows) or rows[seq - 1].kind != "undo"]
    mistakes += [f"the processes tell {len(set(ends))} different stories"] * (len(set(ends)) > 1)
    mistakes += [f"nobody began: {token}" for token in tokens - begun - acknowledged if token[0] == "P"]
    return mistakes
