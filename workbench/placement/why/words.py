"""What an explanation cannot say, in a sentence."""

from dataclasses import dataclass

from workbench.scenario import Limit, told
from workbench.staffing import Staffing


@dataclass(frozen=True)
class Untold:
    """A question without an answer, and why. A value, never raised. `code`: limits, outside, limit, locked,
    locked_elsewhere, forbidden, not_set."""

    code: str
    reason: str
    reason_en: str


LIMITS = Untold(
    "limits",
    "Rencana ini menepati batas (jumlah pindah, anggaran, bagian, atau batas lain); di bawahnya, pertanyaan ini tidak "
    "dapat dijawab seketika. Lepaskan batasnya untuk melihatnya.",
    "This plan keeps limits (moves, budget, shares or others); under them this question cannot be answered at once. "
    "Drop the limits to see it.",
)


def excluded(limit: Limit, staffing: Staffing) -> Untold:
    """A limit takes the pair away by itself."""
    by, by_en = (told(limit, staffing, lang) for lang in ("id", "en"))
    return Untold(
        "limit", f"Sebuah batas mengecualikan pilihan ini: {by}.", f"A limit takes this choice away: {by_en}."
    )


OUTSIDE = Untold(
    "outside",
    "Jabatan ini di luar lingkup rencana; menguncinya memperluas lingkup, jadi harganya baru tampak sesudah dikunci.",
    "This post is outside the scope; a lock would widen it, so the price shows only once it is locked.",
)

LOCKED = Untold("locked", "Orang ini sudah dikunci pada jabatan itu.", "This person is locked on that post already.")

LOCKED_ELSEWHERE = Untold(
    "locked_elsewhere",
    "Orang ini dikunci pada jabatan lain; lepaskan kuncinya dahulu.",
    "This person is locked on another post; release that lock first.",
)

FORBIDDEN = Untold(
    "forbidden",
    "Orang ini dilarang untuk jabatan itu; lepaskan larangannya dahulu.",
    "This person is banned from that post; release the ban first.",
)

NOT_SET = Untold(
    "not_set",
    "Tidak ada kunci atau larangan untuk orang dan jabatan itu.",
    "There is no lock or ban on this person and post.",
)
