"""Who may do what in a workshop, and what a gesture must say. Each refusal is one sentence."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from workbench.scenario.kinds import from_record
from workbench.scenario.state import Refused
from workbench.scenario.workshop.folding import GESTURES
from workbench.scenario.workshop.values import ENDED, VERDICTS, YES_NO, Workshop

Detail = Mapping[str, Any]

LEADING = (
    *("invite", "plan", "turn", "pause", "resume", "extend", "unveil", "end"),
    *("discuss", "clash", "accept", "reject", "defer", "decide", "ballot", "weighing", "close"),
)
"""Gestures of a facilitator alone."""

TAKING_PART = ("propose", "withdraw", "vote", "weigh", "park", "note")
"""Gestures of those who have joined; a facilitator may do all of them but vote and weigh without joining."""

LONGEST = 2_000
"""Letters of one text: a gesture is a few sentences."""


def may(workshop: Workshop, actor: str, what: str, detail: Detail | None = None) -> Refused | None:
    """Why this person cannot do this now; None when nothing is in the way. Without `detail`, whether the person may at
    all: for buttons. Raises ValueError for a gesture that no workshop knows."""
    if what not in GESTURES:
        raise ValueError(f"no gesture {what!r} in a workshop; there are {', '.join(GESTURES)}")
    refused = _barred(workshop, actor, what)
    if refused or detail is None:
        return refused
    return _overlong(detail) or _CHECKS[what](workshop, actor, detail)


def _barred(workshop: Workshop, actor: str, what: str) -> Refused | None:
    leads = actor in workshop.facilitators
    if workshop.closed:
        return Refused("ended", "Lokakarya ini sudah ditutup.", reason_en="This workshop has ended.")
    if what in LEADING and not leads:
        return Refused(
            "facilitator", "Hanya fasilitator yang dapat melakukan ini.", reason_en="Only a facilitator can do this."
        )
    joined = workshop.participant(actor) is not None
    if what in ("vote", "weigh") and not joined:
        return Refused(
            "stranger",
            "Hanya peserta yang sudah bergabung yang memberi suara.",
            reason_en="Only participants who have joined vote.",
        )
    if what in TAKING_PART and not (joined or leads):
        return Refused(
            "stranger",
            "Bergabunglah dahulu dengan menyebut siapa yang Anda wakili.",
            reason_en="Join first, and say whom you speak for.",
        )
    return None


def _overlong(detail: Detail) -> Refused | None:
    if any(isinstance(value, str) and len(value) > LONGEST for value in detail.values()):
        return Refused(
            "long", f"Sebuah teks paling panjang {LONGEST} huruf.", reason_en=f"A text has at most {LONGEST} letters."
        )
    return None


def _text(detail: Detail, field: str, reason: str) -> Refused | None:
    value = detail.get(field)
    return None if isinstance(value, str) and value.strip() else Refused("empty", reason)


def _whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


# people, agenda, clock ------------------------------------------------------------------------------------------------


def _join(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    return _text(detail, "office", "Sebut unit atau lembaga yang Anda wakili.")


def _invite(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    if detail.get("person") in workshop.facilitators:
        return Refused("there", "Orang ini sudah menjadi fasilitator.")
    return _text(detail, "person", "Sebut siapa yang diundang menjadi fasilitator.")


def agenda_mistake(agenda: Any) -> Refused | None:
    """What is wrong with the items of an agenda (title, minutes)."""
    if not agenda:
        return Refused(
            "agenda", "Agenda memerlukan sedikitnya satu pokok bahasan.", reason_en="An agenda needs at least one item."
        )
    for item in agenda:
        if not str(item.get("title", "")).strip():
            return Refused("agenda", "Tiap pokok bahasan memerlukan judul.")
        if not _whole(item.get("minutes"), 1):
            return Refused("agenda", f"Lama {item['title']!r} harus menit bulat, paling sedikit 1.")
    return None


def _plan(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    return agenda_mistake(detail.get("agenda"))


def _turn(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    number = detail.get("item")
    if not _whole(number, 0) or number >= len(workshop.agenda):  # type: ignore[operator]
        return Refused("item", f"Agenda ini berisi {len(workshop.agenda)} pokok bahasan.")
    if number == workshop.current:
        return Refused("there", "Pokok bahasan ini sedang dibahas.", reason_en="This item is under discussion.")
    return None


def _pause(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    return (
        None
        if workshop.timer.running
        else Refused("paused", "Waktu tidak sedang berjalan.", reason_en="The clock is not running.")
    )


def _resume(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    if workshop.current is None:
        return Refused("item", "Belum ada pokok bahasan yang dibuka.", reason_en="No item has begun yet.")
    return (
        Refused("running", "Waktu sudah berjalan.", reason_en="The clock is running already.")
        if workshop.timer.running
        else None
    )


def _extend(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    if workshop.current is None:
        return Refused("item", "Belum ada pokok bahasan yang dibuka.", reason_en="No item has begun yet.")
    if not _whole(detail.get("minutes"), 1):
        return Refused("minutes", "Tambahan waktu harus menit bulat, paling sedikit 1.")
    return None


def _unveil(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    return None if workshop.blind else Refused("there", "Nama sudah dibuka.", reason_en="Names are shown already.")


def _free(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    return None


# proposals and decisions ----------------------------------------------------------------------------------------------


def _propose(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    refused = _text(detail, "title", "Usulan memerlukan judul.")
    if refused:
        return refused
    if not detail.get("moves"):
        return Refused("empty", "Usulan ini tidak mengubah apa pun.", reason_en="This proposal changes nothing.")
    try:
        [from_record(record) for record in detail["moves"]]
    except (TypeError, ValueError) as error:
        return Refused("moves", f"Usulan ini tidak terbaca ({error}).")
    if not _whole(detail.get("base"), 1):
        return Refused("base", "Usulan harus menyebut baris skenario yang mendasarinya.")
    return None


def _of_proposal(workshop: Workshop, detail: Detail) -> Refused | None:
    """Whether there is such a proposal, and something can still become of it."""
    held = workshop.proposal(detail.get("proposal") or "")
    if held is None:
        return Refused(
            "unknown_proposal",
            "Tidak ada usulan dengan nomor itu pada lokakarya ini.",
            reason_en="This workshop has no such proposal.",
        )
    if held.state in ENDED:
        words = {"accepted": "diterima", "rejected": "ditolak", "withdrawn": "ditarik"}[held.state]
        return Refused("settled", f"Usulan {held.title} sudah {words}.")
    return None


def _withdraw(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    refused = _of_proposal(workshop, detail)
    held = workshop.proposal(detail.get("proposal") or "")
    if refused or held is None:
        return refused
    return (
        None
        if held.by == actor
        else Refused(
            "not_yours",
            "Hanya pengusulnya yang dapat menarik sebuah usulan.",
            reason_en="Only who made a proposal can withdraw it.",
        )
    )


def _discuss(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    return _of_proposal(workshop, detail)


def _clash(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    refused = _of_proposal(workshop, detail)
    return refused or (None if detail.get("words") else Refused("empty", "Sebut apa yang bertabrakan."))


def _defer(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    return _of_proposal(workshop, detail) or _due(detail)


def _settle(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    refused = _defer(workshop, actor, detail)
    if not refused and any(each.proposal == detail["proposal"] and not each.closed for each in workshop.ballots):
        return Refused("open_ballot", "Tutup pemungutan suaranya dahulu.", reason_en="Close the ballot first.")
    return refused


def _due(detail: Detail) -> Refused | None:
    due = detail.get("due") or ""
    try:
        if due:
            date.fromisoformat(due)
    except (TypeError, ValueError):
        return Refused("date", f"{due!r} bukan tanggal (tulis seperti 2026-01-31).")
    return None


def _decide(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    refused = _text(detail, "title", "Sebut apa yang diputuskan.")
    if refused:
        return refused
    if detail.get("verdict") not in VERDICTS.values():
        return Refused("verdict", f"Putusan hanya dapat {', '.join(VERDICTS.values())}.")
    named = detail.get("ballot")
    if named:
        ballot = workshop.ballot(named)
        if ballot is None:
            return Refused(
                "unknown_ballot",
                "Tidak ada pemungutan suara dengan nomor itu pada lokakarya ini.",
                reason_en="This workshop has no such ballot.",
            )
        if not ballot.closed:
            return Refused("open_ballot", "Tutup pemungutan suaranya dahulu.", reason_en="Close the ballot first.")
    return _due(detail)


# ballots --------------------------------------------------------------------------------------------------------------


def _ballot(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    refused = _text(detail, "question", "Pemungutan suara memerlukan pertanyaan.")
    if refused:
        return refused
    options = list(detail.get("options") or YES_NO)
    if len(options) < 2 or len(set(options)) < len(options) or not all(str(each).strip() for each in options):
        return Refused(
            "options",
            "Pemungutan suara memerlukan sedikitnya dua pilihan yang berbeda.",
            reason_en="A ballot needs at least two different options.",
        )
    if detail.get("proposal") is not None:
        refused = _of_proposal(workshop, detail)
        if refused:
            return refused
        if any(each.proposal == detail["proposal"] and not each.closed for each in workshop.ballots):
            return Refused(
                "open_ballot", "Usulan ini sedang dipungut suaranya.", reason_en="This proposal is being voted on."
            )
    return None


def _vote(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    held = workshop.ballot(detail.get("ballot") or "")
    if held is None:
        return Refused(
            "unknown_ballot",
            "Tidak ada pemungutan suara dengan nomor itu pada lokakarya ini.",
            reason_en="This workshop has no such ballot.",
        )
    if held.closed:
        return Refused("closed_ballot", "Pemungutan suara ini sudah ditutup.", reason_en="This ballot is closed.")
    if detail.get("choice") not in held.options:
        return Refused("choice", f"Pilihannya: {', '.join(held.options)}.")
    return None


def _weighing(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    refused = _text(detail, "question", "Pembobotan memerlukan pertanyaan.")
    criteria = list(detail.get("criteria") or ())
    if not refused and (len(criteria) < 2 or len(set(criteria)) < len(criteria)):
        return Refused("criteria", "Pembobotan memerlukan sedikitnya dua kriteria yang berbeda.")
    return refused


def _weigh(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    held = workshop.weighing(detail.get("weighing") or "")
    if held is None:
        return Refused("unknown_ballot", "Tidak ada pembobotan dengan nomor itu pada lokakarya ini.")
    if held.closed:
        return Refused("closed_ballot", "Pembobotan ini sudah ditutup.", reason_en="This weighing is closed.")
    weights = detail.get("weights")
    if not isinstance(weights, Mapping) or set(weights) != set(held.criteria):
        return Refused("weights", f"Bobot harus menyebut tepat {', '.join(held.criteria)}.")
    if not all(_whole(value, 0) for value in weights.values()):
        return Refused(
            "weights",
            "Tiap bobot harus persen bulat antara 0 dan 100.",
            reason_en="Each weight is a whole percentage from 0 to 100.",
        )
    total = sum(weights.values())
    return (
        None
        if total == 100
        else Refused(
            "weights", f"Jumlah bobot harus 100, bukan {total}.", reason_en=f"Weights add up to 100, not {total}."
        )
    )


def _close(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    named = detail.get("ballot") or ""
    held = workshop.ballot(named) or workshop.weighing(named)
    if held is None:
        return Refused(
            "unknown_ballot",
            "Tidak ada pemungutan suara dengan nomor itu pada lokakarya ini.",
            reason_en="This workshop has no such ballot.",
        )
    return (
        Refused("closed_ballot", "Pemungutan suara ini sudah ditutup.", reason_en="This ballot is closed.")
        if held.closed
        else None
    )


# what else is said ----------------------------------------------------------------------------------------------------


def _park(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    return _text(detail, "title", "Sebut pertanyaan yang ditangguhkan.")


def _resolve(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    held = next((each for each in workshop.issues if each.id == detail.get("issue")), None)
    if held is None:
        return Refused(
            "unknown_issue",
            "Tidak ada pertanyaan dengan nomor itu pada lokakarya ini.",
            reason_en="This workshop has no such issue.",
        )
    if held.resolved:
        return Refused("there", "Pertanyaan ini sudah terjawab.", reason_en="This issue is resolved already.")
    if actor not in (held.by, *workshop.facilitators):
        return Refused(
            "not_yours",
            "Hanya fasilitator dan penanyanya yang menutup sebuah pertanyaan.",
            reason_en="Only a facilitator or who raised an issue resolves it.",
        )
    return None


def _note(workshop: Workshop, actor: str, detail: Detail) -> Refused | None:
    return _text(detail, "text", "Catatan tidak boleh kosong.")


_CHECKS: dict[str, Callable[[Workshop, str, Detail], Refused | None]] = {
    **{"join": _join, "invite": _invite, "plan": _plan, "turn": _turn, "pause": _pause, "resume": _resume},
    **{"extend": _extend, "unveil": _unveil, "end": _free, "propose": _propose, "withdraw": _withdraw},
    **{"discuss": _discuss, "clash": _clash, "accept": _settle, "reject": _settle, "defer": _defer},
    **{"decide": _decide, "ballot": _ballot, "vote": _vote, "weighing": _weighing, "weigh": _weigh},
    **{"close": _close, "park": _park, "resolve": _resolve, "note": _note},
}
