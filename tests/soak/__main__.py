"""`make soak [MINUTES=10]`: ten participants on one scenario; every minute one process is killed and started again.

At the end: no acknowledged gesture is missing, none is there twice, the chain holds, no proposal was applied twice, and
every process tells the same. What stands for a participant is a `Seat`: one that drives a browser takes the place of
`Process` here, and says the same lines.
"""

import json
import os
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
from typing import Any, Protocol

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from organization import small_organization  # noqa: E402

from workbench.io import accepting, resources, scenarios, workshops  # noqa: E402
from workbench.io.workspace import Workspace  # noqa: E402

PEOPLE, FACILITATORS = 10, 2
KILL_EVERY = 60.0


class Seat(Protocol):
    """One participant's place: `said` is every line that came from it."""

    said: list[dict[str, Any]]

    def kill(self) -> None: ...
    def tell(self, line: str) -> None: ...
    def wait_for(self, word: str, seconds: float) -> dict[str, Any]: ...


class Process:
    """A participant that is a process on the core, without a browser."""

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


def begin(home: Path) -> tuple[Workspace, str]:
    """A workspace with a workshop that ten people have joined, two of whom facilitate."""
    workspace, at = Workspace.create(home), datetime.now(UTC)
    workspace.save_snapshot(small_organization(resources.schemas()).staffing, actor="soak", at=at)
    first = {"actor": "P0", "role": "fasilitator", "at": at}
    scenario = scenarios.new(workspace, "Skenario bersama", **first)
    held = workshops.open_workshop(workspace, scenario.id, "Lokakarya", [{"title": "A", "minutes": 60}], **first)
    for number in range(PEOPLE):
        person = first | {"actor": f"P{number}"}
        held = workshops.act(workspace, held, "join", {"office": f"Dinas {number}"}, token=f"join-{number}", **person)
    for number in range(1, FACILITATORS):
        held = workshops.act(workspace, held, "invite", {"person": f"P{number}"}, token=f"invite-{number}", **first)
    return workspace, held.id


def run(home: Path, workshop: str, minutes: float, seed: int) -> tuple[list[Seat], list[Seat]]:
    """All seats at the end, and those that were killed on the way."""
    chance, seats, killed = random.Random(seed), list[Seat](), list[Seat]()
    seats += [Process(home, workshop, f"P{number}", seed + number) for number in range(PEOPLE)]
    for seat in seats:
        seat.wait_for("ready", 120)
    end, deaths = time.monotonic() + 60 * minutes, 0
    kill_at = time.monotonic() + min(KILL_EVERY, 30 * minutes)
    while time.monotonic() < end:
        time.sleep(0.1)
        if time.monotonic() >= kill_at:
            at, deaths = chance.randrange(PEOPLE), deaths + 1
            seats[at].kill()
            killed.append(seats[at])
            seats[at] = Process(home, workshop, f"P{at}", seed + PEOPLE * deaths + at)
            kill_at += KILL_EVERY
    for seat in seats:
        seat.wait_for("ready", 120)
        seat.tell("stop")
    for seat in seats:
        seat.wait_for("stopped", 120)
    return seats, killed


def main() -> None:
    minutes = float(next((each for each in sys.argv[1:] if each), os.environ.get("MINUTES") or 10))
    seed = random.SystemRandom().randrange(10**6)
    with tempfile.TemporaryDirectory() as folder:
        workspace, id = begin(Path(folder) / "ruang")
        print(f"{PEOPLE} participants, {minutes:g} minutes, seed {seed}", flush=True)
        seats, killed = run(workspace.home, id, minutes, seed)
        held = accepting.healed(workspace, id)
        for seat in seats:
            seat.tell("look")
        ends = [seat.wait_for("end", 120)["end"] for seat in seats]
        told = [line for seat in (*seats, *killed) for line in seat.said]
        mistakes = found(workspace, id, told, ends)
        counted = Counter(event.payload["what"] for event in workspace.ledger.events(id))
        print(f"killed {len(killed)}, acknowledged {sum('ack' in line for line in told)}, rows {held.seq}: "
              + ", ".join(f"{what} {count}" for what, count in counted.most_common()))  # fmt: skip
        print(f"scenario: {workspace.ledger.positions(held.scenario)[0]} rows; verdicts: "
              + str(dict(Counter(each.verdict for each in held.decisions))))  # fmt: skip
    for mistake in mistakes:
        print(mistake)
    print("holds" if not mistakes else f"{len(mistakes)} MISTAKES")
    sys.exit(bool(mistakes))


def found(workspace: Workspace, id: str, told: list[dict[str, Any]], ends: list[str]) -> list[str]:
    """What is wrong, one sentence each."""
    held = workshops.load(workspace, id)
    tokens = Counter(event.payload["id"] for event in workspace.ledger.events(id) if "id" in event.payload)
    rows = workspace.ledger.events(held.scenario)
    applied = Counter(row.payload["source"]["proposal"] for row in rows if "source" in row.payload)
    seqs = {line["seq"] for line in told if "seq" in line}
    accepted = {each.id for each in held.proposals if each.state == "accepted"}
    mistakes = [f"lost: {line['ack']}" for line in told if "ack" in line and line["ack"] not in tokens]
    mistakes += [f"twice: {token}" for token, times in tokens.items() if times > 1]
    mistakes += [f"applied twice: {proposal}" for proposal, times in applied.items() if times > 1]
    mistakes += [f"decided without being applied, or the reverse: {each}" for each in accepted ^ set(applied)]
    mistakes += [f"lost undo: {seq}" for seq in seqs if seq > len(rows) or rows[seq - 1].kind != "undo"]
    mistakes += [f"the processes tell {len(set(ends))} different stories"] * (len(set(ends)) > 1)
    mistakes += [] if workspace.ledger.verify().ok else ["the chain is broken"]
    begun = {line["begun"] for line in told if "begun" in line}
    expected = begun | {line["ack"] for line in told if "ack" in line}
    made = {each for each in tokens if each[0] == "P"}
    mistakes += [f"nobody began: {token}" for token in made - expected]
    return mistakes


if __name__ == "__main__":
    main()
