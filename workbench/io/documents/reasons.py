"""The words in which one person and one post of a plan are explained, in Indonesian and English."""

from decimal import Decimal

from babel.numbers import format_decimal

from workbench.io.documents.formats import LOCALES, POINTS, score, whole
from workbench.placement.why import Loss

OUTCOME = {
    "id": {
        "placed": "ditempatkan pada jabatan ini",
        "elsewhere": "ditempatkan pada jabatan lain, dan di sana nilainya lebih besar bagi keseluruhan",
        "passed_over": "tidak ditempatkan: semua kursinya diisi orang lain, dan keseluruhan lebih baik demikian",
        "stays": "tetap di tempatnya: kursinya masih kosong, tetapi pindah ke sana merugikan lebih banyak daripada "
        "menguntungkan",
        "full": "tidak ditempatkan: semua kursinya dipangku orang yang tidak dapat dipindahkan",
        "left": "tidak ditimbang: sudah atau akan meninggalkan jabatan",
        "outside": "tidak ditimbang: jabatan ini di luar rencana",
        "selection": "tidak ditimbang: jabatan ini diisi lewat seleksi terbuka",
        "barred": "tidak ditimbang: ada syarat yang tidak terpenuhi",
        "beneath": "tidak ditimbang: jabatan ini bukan langkah yang dapat diusulkan baginya",
        "locked": "tidak ditimbang: sebuah kunci menetapkannya pada jabatan lain",
        "forbidden": "tidak ditimbang: sebuah larangan menutup jabatan ini baginya",
    },
    "en": {
        "placed": "placed in this post",
        "elsewhere": "placed in another post, and worth more there for the whole",
        "passed_over": "not placed: others fill all its seats, and the whole is better so",
        "stays": "stays in place: a seat is still free, but moving there would cost more than it brings",
        "full": "not placed: all its seats are held by people who cannot be moved",
        "left": "not weighed: has left or is about to leave office",
        "outside": "not weighed: the post is outside this plan",
        "selection": "not weighed: the post is filled by open selection",
        "barred": "not weighed: a requirement is not met",
        "beneath": "not weighed: the post is no step that may be proposed for this person",
        "locked": "not weighed: a lock puts this person in another post",
        "forbidden": "not weighed: a ban closes this post to this person",
    },
}

OBSTACLE = {
    "id": {
        "left": "tidak lagi bekerja pada instansi ini",
        "retires": "mencapai batas usia pensiun dalam jangka rencana",
        "outside": "jabatan ini di luar lingkup rencana",
        "no_seat": "jabatan ini tidak punya kursi",
        "barred": "sekurang-kurangnya satu syarat yang menggugurkan tidak terpenuhi",
        "unknown": "sekurang-kurangnya satu syarat yang menggugurkan belum diketahui, dan kebijakan memintanya",
        "lower": "jabatan ini lebih rendah daripada jabatan sekarang",
        "level": "jabatan ini setingkat, dan kursinya tidak kosong sejak awal",
        "family": "jabatan ini hanya diisi dari rumpunnya sendiri",
        "selection": "jabatan ini diisi lewat seleksi terbuka, bukan lewat rencana",
        "locked": "dikunci pada jabatan lain",
        "forbidden": "dilarang untuk jabatan ini",
    },
    "en": {
        "left": "no longer works here",
        "retires": "reaches retirement age within the plan's horizon",
        "outside": "the post is outside the scope of the plan",
        "no_seat": "the post has no seat",
        "barred": "at least one requirement that bars is not met",
        "unknown": "at least one requirement that bars is not known to be met, and the policy asks for it",
        "lower": "the post is lower than the present one",
        "level": "the post is on the same level, and no seat of it was vacant from the start",
        "family": "the post is filled from its own job family alone",
        "selection": "the post is filled by open selection, not by the plan",
        "locked": "locked on another post",
        "forbidden": "banned from this post",
    },
}

OVERRIDE = {"id": {"lock": "Kunci", "forbid": "Larangan"}, "en": {"lock": "Lock", "forbid": "Ban"}}


def enough(points: int, lang: str = "id") -> str:
    """Points of 100,000 rounded up to what is shown, so that whoever gains as much has gained enough.

    >>> enough(1), enough(7_000), enough(7_001, "en")
    ('0,1', '7,0', '7.1')
    """
    return format_decimal(_tenths(points, "ROUND_CEILING"), "#,##0.0", locale=LOCALES[lang])


def lost(loss: Loss, lang: str = "id") -> str:
    """What a plan loses, in the order in which plans are judged; gains are told as such.

    >>> lost(Loss(0, 7_000, 1, 2_000)), lost(Loss(0, 0, 0), "en")
    ('7,0 poin hilang; 1 pindah lebih banyak', 'nothing is lost')
    """
    english = lang == "en"
    parts = []
    if loss.critical:
        what = "critical seats" if english else "kursi kritis"
        parts.append(f"{whole(abs(loss.critical), lang)} {what} {_turn(loss.critical, lang)}")
    if loss.points:
        what = "points" if english else "poin"
        parts.append(f"{amount(abs(loss.points), lang)} {what} {_turn(loss.points, lang)}")
    if loss.moves:
        way = _MORE[lang][loss.moves > 0]
        parts.append(f"{whole(abs(loss.moves), lang)} {way}")
    return "; ".join(parts) or ("nothing is lost" if english else "tidak ada yang hilang")


_MORE = {
    "id": {True: "pindah lebih banyak", False: "pindah lebih sedikit"},
    "en": {True: "more moves", False: "fewer moves"},
}


def ranged(least: int, most: int | None, lang: str = "id") -> str:
    """Points between two figures, rounded outwards so that what is true lies within; what is gained has a minus.

    >>> ranged(7_040, 8_010), ranged(7_000, None, "en"), ranged(-20, 0), ranged(5_000, 5_000)
    ('7,0 sampai 8,1', '7.0 or more', '-0,1 sampai 0,0', '5,0')
    """
    exact = least == most
    low, high = (
        format_decimal(_tenths(points, rounding), "#,##0.0", locale=LOCALES[lang])
        for points, rounding in ((least, "ROUND_FLOOR"), (most or 0, "ROUND_CEILING"))
    )
    if exact:
        return amount(least, lang) if least > 0 else low
    if most is None:
        return f"{low} or more" if lang == "en" else f"{low} atau lebih"
    return f"{low} to {high}" if lang == "en" else f"{low} sampai {high}"


def _tenths(points: int, rounding: str) -> Decimal:
    return (Decimal(int(points)) / POINTS).quantize(Decimal("0.1"), rounding)


def amount(points: int, lang: str = "id") -> str:
    """Points above zero, which never look like none.

    >>> amount(7_000), amount(20), amount(20, "en")
    ('7,0', 'kurang dari 0,1', 'less than 0.1')
    """
    less = "less than" if lang == "en" else "kurang dari"
    return score(points, lang) if points >= POINTS // 20 else f"{less} {enough(1, lang)}"


def _turn(part: int, lang: str) -> str:
    if lang == "en":
        return "lost" if part > 0 else "gained"
    return "hilang" if part > 0 else "bertambah"
