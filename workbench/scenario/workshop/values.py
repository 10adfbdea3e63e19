"""What a workshop is made of: people, agenda, clock, proposals, ballots, decisions. All frozen; what a fold builds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

Standing = Literal["open", "discussed", "accepted", "rejected", "deferred", "withdrawn"]
"""Where a proposal stands. A deferred one may be taken up again; accepted, rejected and withdrawn are ends."""

ENDED: tuple[Standing, ...] = ("accepted", "rejected", "withdrawn")

VERDICTS: dict[str, str] = {"accept": "disetujui", "reject": "ditolak", "defer": "ditunda"}
"""What a facilitator does with a proposal -> the verdict that the record shows."""

YES_NO = ("setuju", "tidak", "abstain")
"""What a ballot asks for unless it names options of its own."""


@dataclass(frozen=True)
class Participant:
    """`person`: the actor of the ledger. `name` as given (empty: not given); `office`: whom this person speaks for."""

    person: str
    office: str
    name: str = ""
    role: str = "peserta"


@dataclass(frozen=True)
class Item:
    """One item of the agenda. `began`: when it was first taken up."""

    title: str
    minutes: int
    done: bool = False
    began: datetime | None = None


@dataclass(frozen=True)
class Timer:
    """`left`: seconds that were left at `since`, or are left now while it stands still (`since` None). `whole`: seconds
    given to the item in all, extensions included."""

    whole: float = 0.0
    left: float = 0.0
    since: datetime | None = None

    @property
    def running(self) -> bool:
        return self.since is not None

    def remaining(self, now: datetime) -> float:
        """Seconds left at `now`; negative once the time is over."""
        return self.left if self.since is None else self.left - (now - self.since) / timedelta(seconds=1)


@dataclass(frozen=True)
class Proposal:
    """`moves`: records of moves, as `to_record` writes them, on the scenario as it stood after its row `base`.
    `clash`: what an attempt to accept it found in its way, one sentence each, until it is settled."""

    id: str
    by: str
    at: datetime
    title: str
    note: str
    moves: tuple[Mapping[str, Any], ...]
    base: int
    state: Standing = "open"
    clash: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ballot:
    """One question. Who voted what is told to nobody, neither before it is closed nor after: only how many voted, and
    once it is closed, how."""

    id: str
    question: str
    options: tuple[str, ...]
    at: datetime
    proposal: str | None = None
    closed: bool = False
    _votes: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def cast(self) -> int:
        """How many have voted."""
        return len(self._votes)

    @property
    def tally(self) -> dict[str, int] | None:
        """Votes by option, in the order of the options; None until the ballot is closed."""
        if not self.closed:
            return None
        counted = Counter(self._votes.values())
        return {option: counted[option] for option in self.options}

    def own(self, person: str) -> str | None:
        """What this person voted, for that person's own screen."""
        return self._votes.get(person)


@dataclass(frozen=True)
class Weighing:
    """A ballot in which each participant spreads 100 percent over `criteria`; others' weights show once it closed."""

    id: str
    question: str
    criteria: tuple[str, ...]
    at: datetime
    closed: bool = False
    _given: Mapping[str, Mapping[str, int]] = field(default_factory=dict, repr=False)

    @property
    def cast(self) -> int:
        return len(self._given)

    @property
    def weights(self) -> dict[str, dict[str, int]] | None:
        """Whole percents by criterion, by person; None until it is closed."""
        return {who: dict(each) for who, each in sorted(self._given.items())} if self.closed else None

    def own(self, person: str) -> Mapping[str, int] | None:
        return self._given.get(person)


@dataclass(frozen=True)
class Decision:
    """One line of the record. `verdict`: disetujui, ditolak, ditunda. `tally`: of the closed ballot that it rests on,
    None without one. `due`: ISO day. `kept`: ids of the branches in which what was not chosen lives on."""

    title: str
    verdict: str
    at: datetime
    by: str
    tally: Mapping[str, int] | None = None
    reason: str = ""
    owner: str = ""
    due: str = ""
    proposal: str | None = None
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Issue:
    """A question that was parked."""

    id: str
    title: str
    by: str
    at: datetime
    owner: str = ""
    resolved: bool = False


@dataclass(frozen=True)
class Note:
    id: str
    text: str
    by: str
    at: datetime


ROLES = {"id": ("Fasilitator", "Peserta"), "en": ("Facilitator", "Participant")}
"""How somebody is called who speaks for nobody, while names are closed."""


@dataclass(frozen=True)
class Workshop:
    """What the record of a workshop tells, up to its row `seq`.

    `scenario`: id of the shared scenario, which stood after its row `began` when the workshop opened. `current`: number
    of the agenda's item (from 0; None before the first). `blind`: offices show instead of names. What several people
    add is in order of time, then of id, so that the order of their rows changes nothing.
    """

    id: str
    scenario: str
    began: int
    title: str
    at: datetime
    facilitators: tuple[str, ...]
    participants: tuple[Participant, ...] = ()
    agenda: tuple[Item, ...] = ()
    current: int | None = None
    timer: Timer = Timer()
    blind: bool = True
    proposals: tuple[Proposal, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    weighings: tuple[Weighing, ...] = ()
    decisions: tuple[Decision, ...] = ()
    issues: tuple[Issue, ...] = ()
    notes: tuple[Note, ...] = ()
    ended: datetime | None = None
    tokens: frozenset[str] = field(default=frozenset(), repr=False)
    seq: int = 0

    @property
    def closed(self) -> bool:
        return self.ended is not None

    def participant(self, person: str) -> Participant | None:
        return next((each for each in self.participants if each.person == person), None)

    def proposal(self, id: str) -> Proposal | None:
        return next((each for each in self.proposals if each.id == id), None)

    def ballot(self, id: str) -> Ballot | None:
        return next((each for each in self.ballots if each.id == id), None)

    def weighing(self, id: str) -> Weighing | None:
        return next((each for each in self.weighings if each.id == id), None)

    def tally_on(self, proposal: str) -> dict[str, int] | None:
        """How the last closed ballot on this proposal went; None without one."""
        closed = [each for each in self.ballots if each.proposal == proposal and each.closed]
        return closed[-1].tally if closed else None

    def called(self, person: str, lang: str = "id") -> str:
        """How a page calls somebody: by office while names are closed, else by name and office."""
        known = self.participant(person)
        if self.blind:
            return known.office if known else ROLES[lang][person not in self.facilitators]
        if known is None:
            return person
        return f"{known.name}, {known.office}" if known.name else known.office
