"""One participant as a process: acts on the core as a kernel behind a browser does, and says what was acknowledged.

`python -m tests.soak.participant HOME WORKSHOP PERSON SEED`: acts until a line comes in, then tells how it sees both
records. Each line on stdout is JSON: a gesture is told as begun before it is sent, and as ack once it is on record.
"""

import json
import random
import select
import sys
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from workbench.io import scenarios, workshops
from workbench.io.accepting import accept
from workbench.io.ledger import Conflict
from workbench.io.presence import here
from workbench.io.workspace import Workspace
from workbench.scenario import MoveUnit, Refused, RenameUnit, Scenario, to_record
from workbench.scenario.joining import Disputed
from workbench.scenario.workshop import Workshop

UNITS, HOMES = ("111", "11", "12"), ("1", "11", "12", "2")


def say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


def digest(workshop: Workshop, scenario: Scenario) -> str:
    """What a process sees, as one sign: the fold of both records."""
    units = scenario.state.staffing.units.sort_values("unit").to_csv(index=False)
    votes = [(each.id, sorted(each._votes.items())) for each in workshop.ballots]
    seen = (workshop.seq, scenario.seq, scenario.step, units, repr(workshop), votes)
    return sha256(repr(seen).encode()).hexdigest()


class Person:
    """A participant at work; `facilitates` also opens and closes ballots, accepts, and undoes."""

    def __init__(self, home: str, workshop: str, person: str, seed: int) -> None:
        self.workspace, self.person, self.random = Workspace.open(home), person, random.Random(seed)
        self.workshop = workshops.load(self.workspace, workshop)
        self.scenario = scenarios.load(self.workspace, self.workshop.scenario)
        self.facilitates = person in self.workshop.facilitators
        self.begun = 0

    @property
    def who(self) -> dict[str, Any]:
        role = "fasilitator" if self.facilitates else "peserta"
        return {"actor": self.person, "role": role, "at": datetime.now(UTC)}

    def look(self) -> None:
        """As a page does: ask whether anything is new, and look only then."""
        now = workshops.position(self.workspace, self.scenario.id, self.workshop.id)
        if now != (self.scenario.seq, self.workshop.seq):
            self.workshop = workshops.refreshed(self.workspace, self.workshop)
            self.scenario = scenarios.refreshed(self.workspace, self.scenario)

    def act(self, what: str, detail: dict[str, Any]) -> None:
        """One gesture, sent twice now and then as an impatient browser would."""
        self.begun += 1
        token = f"{self.person}-{self.workshop.seq}-{self.random.randrange(10**9)}-{self.begun}"
        say(begun=token)
        for _ in range(1 + (self.random.random() < 0.1)):
            after = workshops.act(self.workspace, self.workshop, what, detail, token=token, **self.who)
            if isinstance(after, Workshop):
                self.workshop = after
                say(ack=token)

    def step(self) -> None:
        self.look()
        here(self.workspace, self.workshop.id, self.person, datetime.now(UTC))
        draw, open_ = self.random.random(), [each for each in self.workshop.ballots if not each.closed]
        if self.facilitates and draw < 0.6:
            self.lead(draw, open_)
        elif open_ and draw < 0.7:
            choice = self.random.choice(open_[-1].options)
            self.act("vote", {"ballot": open_[-1].id, "choice": choice})
        elif draw < 0.95:
            unit = self.random.choice(UNITS)
            moves = [MoveUnit(unit, self.random.choice(HOMES)), RenameUnit(unit, f"Unit {self.random.randrange(99)}")]
            chosen = [to_record(self.random.choice(moves))]
            self.act("propose", {"title": f"Ubah {unit}", "moves": chosen, "base": self.scenario.seq})
        else:
            self.act("note", {"text": f"Catatan {self.begun}"})

    def lead(self, draw: float, open_: list[Any]) -> None:
        waiting = [each for each in self.workshop.proposals if each.state in ("open", "deferred")]
        if draw < 0.1:
            after = scenarios.undo(self.workspace, self.scenario, **self.who)
            if not isinstance(after, Refused | Conflict):
                self.scenario = after
                say(seq=after.seq)
        elif open_ and draw < 0.25:
            self.act("close", {"ballot": open_[0].id})
        elif waiting and draw < 0.5:
            self.accept(self.random.choice(waiting[-5:]).id)
        elif not open_:
            self.act("ballot", {"question": "Setuju?"})

    def accept(self, proposal: str) -> None:
        found = accept(self.workspace, self.workshop, proposal, known=self.scenario, **self.who)
        if isinstance(found, Disputed):
            sides = {clash.where: self.random.choice([clash.mine, clash.theirs]) for clash in found.clashes}
            found = accept(self.workspace, self.workshop, proposal, sides, known=self.scenario, **self.who)
        if isinstance(found, Workshop):
            self.workshop = found
            say(ack=f"{'accept' if self.accepted(proposal) else 'keep'}:{proposal}")
        elif isinstance(found, Refused):
            self.act("reject", {"proposal": proposal, "reason": found.reason})

    def accepted(self, proposal: str) -> bool:
        held = self.workshop.proposal(proposal)
        return held is not None and held.state == "accepted"


def main(home: str, workshop: str, person: str, seed: str) -> None:
    me = Person(home, workshop, person, int(seed))
    say(ready=person)
    while not select.select([sys.stdin], [], [], me.random.uniform(0.2, 1.0))[0]:
        me.step()
    sys.stdin.readline()  # everybody has stopped; the next line comes when all of them have said so
    say(stopped=person)
    sys.stdin.readline()
    me.look()
    say(end=digest(me.workshop, me.scenario))


if __name__ == "__main__":
    main(*sys.argv[1:])
