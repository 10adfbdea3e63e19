"""Approval: a scenario is submitted and stands still, passes its levels one by one, and may be returned or withdrawn.

Four eyes: nobody approves what they submitted, changed or waived an obstacle of, and nobody passes two levels. Nothing
is final: what was returned or withdrawn can be changed again, and what was approved goes on in a branch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from typing import Any, Literal, Protocol

from workbench.scenario.state import Refused

Phase = Literal["draft", "submitted", "returned", "withdrawn", "approved"]


class Decided(Protocol):
    """What approval needs of an event of the ledger."""

    @property
    def kind(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Level:
    """Who decides at one step: somebody in one of `roles` and, where `actors` names any, one of those."""

    id: str
    title: str
    title_en: str
    roles: tuple[str, ...]
    actors: tuple[str, ...] = ()

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "Level":
        given = dict(record)
        for name in ("roles", "actors"):
            given[name] = tuple(given.get(name, ()))
        level = cls(**given)
        if not level.roles:
            raise ValueError(f"the level {level.id} of approval names no role")
        return level

    def admits(self, actor: str, role: str) -> bool:
        return role in self.roles and (not self.actors or _among(actor, self.actors))


@dataclass(frozen=True)
class Waiver:
    """An obstacle that stays, by rule and unit (empty: of no unit in particular), and the written reason why."""

    rule: str
    unit: str
    reason: str
    actor: str


@dataclass(frozen=True)
class Status:
    """Where a scenario stands. `frozen`: the row after which it was submitted, while it may not be changed. `levels` of
    the present submission in order, `passed` (level, actor) so far, `reason` why it was returned or withdrawn."""

    phase: Phase = "draft"
    frozen: int | None = None
    submitter: str = ""
    levels: tuple[str, ...] = ()
    passed: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    waivers: tuple[Waiver, ...] = ()

    @property
    def level(self) -> str | None:
        """The level that decides next."""
        return self.levels[len(self.passed)] if self.phase == "submitted" else None

    def waived(self, rule: str, unit: str = "") -> bool:
        """Whether a written reason covers this rule there."""
        return any(waiver.rule == rule and waiver.unit in ("", unit) for waiver in self.waivers)


def standing(events: Iterable[Decided]) -> Status:
    """What the record of one scenario amounts to; the fold of its decisions."""
    status = Status()
    for event in events:
        if event.kind == "decide":
            status = _after(status, event)
    return status


def _after(status: Status, event: Decided) -> Status:
    told = event.payload
    match told.get("what"):
        case "submit":
            levels = tuple(told["levels"])
            return Status("submitted", told["seq"], event.actor, levels, waivers=status.waivers)
        case "approve":
            passed = (*status.passed, (told["level"], event.actor))
            phase: Phase = "approved" if len(passed) == len(status.levels) else "submitted"
            return replaced(status, phase=phase, passed=passed)
        case "return" | "withdraw" as what:
            ended: Phase = "returned" if what == "return" else "withdrawn"
            return replaced(status, phase=ended, frozen=None, reason=told["reason"], passed=(), levels=())
        case "waive":
            waiver = Waiver(told["rule"], told["unit"], told["reason"], event.actor)
            kept = (each for each in status.waivers if (each.rule, each.unit) != (waiver.rule, waiver.unit))
            return replaced(status, waivers=(*kept, waiver))
        case _:
            return status  # a comment, or a decision of another kind


def frozen_after(frozen: int | None, event: Any) -> int | None:
    """What `Status.frozen` becomes by one more event; for a fold that needs to know nothing else."""
    if event.kind != "decide":
        return frozen
    match event.payload.get("what"):
        case "submit":
            return int(event.payload["seq"])
        case "return" | "withdraw":
            return None
        case _:
            return frozen


FROZEN = Refused(
    "frozen", "Skenario ini sudah diajukan dan tidak dapat diubah; tarik ajuannya, atau lanjutkan pada cabang baru."
)

# what may be done -----------------------------------------------------------------------------------------------------


def against_submission(status: Status, obstacles: Sequence[str]) -> Refused | None:
    """Why this cannot be submitted. `obstacles`: one sentence each, of what is neither in order nor waived."""
    if status.frozen is not None:
        return Refused("submitted", "Skenario ini sudah diajukan.")
    if obstacles:
        return Refused("obstacles", "Belum dapat diajukan: " + " ".join(obstacles))
    return None


def against_approval(
    status: Status, levels: Sequence[Level], movers: Iterable[str], *, actor: str, role: str
) -> Refused | None:
    """Why this person cannot approve the next level. `movers`: everybody who had a hand in what is decided."""
    level = _next(status, levels)
    if isinstance(level, Refused):
        return level
    if not level.admits(actor, role):
        return _not_yours(level)
    if _among(actor, [status.submitter]):
        return Refused("four_eyes", "Yang mengajukan sebuah skenario tidak dapat menyetujuinya.")
    if _among(actor, movers):
        return Refused("four_eyes", "Yang ikut mengubah sebuah skenario tidak dapat menyetujuinya.")
    if _among(actor, [waiver.actor for waiver in status.waivers]):
        return Refused("four_eyes", "Yang menulis pengecualian bagi sebuah skenario tidak dapat menyetujuinya.")
    if _among(actor, [who for _, who in status.passed]):
        return Refused("four_eyes", "Yang sudah menyetujui satu tahap tidak dapat menyetujui tahap berikutnya.")
    return None


def against_return(status: Status, levels: Sequence[Level], reason: str, *, actor: str, role: str) -> Refused | None:
    """Why this person cannot return it to whoever submitted it."""
    level = _next(status, levels)
    if isinstance(level, Refused):
        return level
    if not level.admits(actor, role):
        return _not_yours(level)
    return None if reason.strip() else Refused("reason", "Pengembalian memerlukan alasan tertulis.")


def against_withdrawal(status: Status, *, actor: str) -> Refused | None:
    """Why this person cannot take the submission back."""
    if status.phase != "submitted":
        return _not_submitted(status)
    if not _among(actor, [status.submitter]):
        return Refused("not_yours", f"Hanya {status.submitter}, yang mengajukannya, dapat menarik ajuan ini.")
    return None


def against_waiver(status: Status, rule: str, reason: str) -> Refused | None:
    """Why this obstacle cannot be waived now."""
    if status.frozen is not None:
        return FROZEN
    if not rule.strip() or not reason.strip():
        return Refused("reason", "Pengecualian memerlukan nama aturan dan alasan tertulis.")
    return None


def _next(status: Status, levels: Sequence[Level]) -> Level | Refused:
    if status.phase != "submitted":
        return _not_submitted(status)
    for level in levels:
        if level.id == status.level:
            return level
    reason = f"Kebijakan tidak lagi mengenal tahap {status.level}; skenario ini perlu ditarik dan diajukan kembali."
    return Refused("level", reason)


def _not_submitted(status: Status) -> Refused:
    if status.phase == "approved":
        return Refused("approved", "Skenario ini sudah disetujui pada semua tahap; lanjutkan pada cabang baru.")
    return Refused("not_submitted", "Skenario ini tidak sedang diajukan.")


def _not_yours(level: Level) -> Refused:
    whose = f"{', '.join(level.actors)} sebagai " if level.actors else ""
    return Refused("not_yours", f"Tahap {level.title} diputuskan oleh {whose}{' atau '.join(level.roles)}.")


def _among(actor: str, others: Iterable[str]) -> bool:
    """Names are typed by people: neither case nor outer spaces tell two of them apart."""
    return actor.strip().casefold() in {other.strip().casefold() for other in others}
