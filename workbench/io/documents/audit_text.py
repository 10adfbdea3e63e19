"""A fairness audit as plain text for a terminal or a log: three questions, the answers, and what they rest on."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from workbench.io.documents.formats import day, plain, score, verdict, whole
from workbench.io.documents.formats import share as percent
from workbench.io.documents.naming import Naming
from workbench.placement import Audit
from workbench.placement.fairness import Envy
from workbench.placement.fairness.selection import EVERY
from workbench.staffing import Staffing

ATTRIBUTES = {
    "id": {
        "sex": "Jenis kelamin",
        "age": "Umur",
        "region": "Wilayah kerja",
        "education": "Pendidikan",
        "kind": "Jenis ASN",
    },
    "en": {
        "sex": "Sex",
        "age": "Age",
        "region": "Region of work",
        "education": "Education",
        "kind": "Kind of employee",
    },
}

RATIO = {
    "id": {
        "best": "paling sering terpilih; yang lain dibandingkan dengannya",
        "reached": "mencapai garis",
        "below": "di bawah garis, dan bukan selisih yang dapat terjadi karena kebetulan saja",
        "chance": "di bawah garis, tetapi selisih sebesar ini masih dapat terjadi karena kebetulan",
        "small": "terlalu kecil untuk dinilai",
        "alone": "tidak ada kelompok lain yang cukup besar untuk dibandingkan",
        "nobody": "tidak seorang pun terpilih",
        "ineligible": "tidak seorang pun memenuhi syarat",
        "unrecorded": "datanya belum ada",
    },
    "en": {
        "best": "selected most often; the others are compared with it",
        "reached": "reaches the line",
        "below": "under the line, by more than chance alone would make",
        "chance": "under the line, but chance may make a difference of this size",
        "small": "too small to judge",
        "alone": "no other group large enough to compare with",
        "nobody": "nobody was selected",
        "ineligible": "nobody is eligible",
        "unrecorded": "not recorded",
    },
}

ENVY = {
    "id": {
        "override": "kunci atau larangan menghalangi, padahal hitungan rencana memihak yang terlewati",
        "unproven": "hitungan rencana memihak yang terlewati, dan tidak ada kunci atau larangan yang menghalangi",
        "limit": "hitungan rencana memihak yang terlewati, tetapi menukarnya melanggar batas skenario",
        "selection": "kursi seleksi terbuka yang diisi lewat kunci",
        "critical": "menukarnya mengosongkan sebuah kursi kritis",
        "elsewhere": "yang terlewati ditempatkan pada kursi lain, dan di sana nilainya lebih besar",
        "stay": "kursi yang akan ditinggalkannya kehilangan lebih banyak",
        "chain": "rantai yang dibuka oleh yang ditempatkan bernilai lebih besar",
        "price": "kenaikannya tidak menutup harga satu pindah",
        "equal": "sama baik; yang memindahkan lebih sedikit orang, atau undian tetap, yang menentukan",
        "ring": "kursi berputar di antara beberapa orang; tidak ada penukaran yang mungkin",
    },
    "en": {
        "override": "a lock or ban stands in the way, though the plan's own count sides with who was passed over",
        "unproven": "the plan's own count sides with who was passed over, and no lock or ban stands in the way",
        "limit": "the plan's own count sides with who was passed over, but the exchange breaks a limit of the scenario",
        "selection": "a seat of open selection that a lock gave away",
        "critical": "the exchange would empty a critical seat",
        "elsewhere": "who was passed over is placed in another seat, and worth more there",
        "stay": "the seat they would leave loses more",
        "chain": "the chain that the placed person opens is worth more",
        "price": "the gain does not cover the price of one move",
        "equal": "as good; fewer moves, or the fixed lot, decide",
        "ring": "seats go round among several people; no exchange is possible",
    },
}

NOTES = {
    "id": {
        "region_of_work": "Wilayah asal tidak disimpan; yang dibandingkan ialah wilayah kerja.",
        "comparisons": "{} kelompok dibandingkan dengan yang terbaik; dari sebanyak itu, beberapa dapat jatuh di bawah "
        "garis karena kebetulan saja.",
        "outside_pool": "{} orang ditempatkan lewat kunci tanpa lolos syarat; mereka di luar kolam.",
        "selection_locked": "{} kursi seleksi terbuka diisi lewat kunci.",
        "unproven": "Rencana ini belum terbukti terbaik; selisihnya paling banyak {} poin skor.",
    },
    "en": {
        "region_of_work": "Region of origin is not kept; regions of work are compared.",
        "comparisons": "{} groups are compared with the best one; of so many, some may fall under the line by chance.",
        "outside_pool": "{} people are placed by a lock without being eligible; they are in no pool.",
        "selection_locked": "{} seats of open selection are given away by a lock.",
        "unproven": "This plan is not proven best; it may fall short by {} points of score at most.",
    },
}

FEW = 5
"""Offices, and people passed over by one override, that a terminal lists; the rest is in the JSON."""


def audit_text(audit: Audit, staffing: Staffing) -> str:
    """The three questions of an audit in Indonesian, each with its answer first."""
    return "\n".join(
        [*_head(audit), *_selection(audit), *_envy(audit, Naming.of(staffing)), *_balance(audit), *_notes(audit)]
    )


def _head(audit: Audit) -> list[str]:
    told = audit.head
    scenario = f"skenario {told['scenario']} langkah {told['step']}" if told.get("scenario") else "tanpa skenario"
    return [
        f"Audit keadilan rencana {told['plan']}" + (f", berlaku {day(told['day'])}" if told.get("day") else ""),
        *([f"Data {day(told['as_of'])}, potret {told['snapshot']}, {scenario}"] if told.get("snapshot") else []),
    ]


def _selection(audit: Audit) -> list[str]:
    """All posts in full; of each other scope only the groups under the line."""
    line, ratios = percent(round(audit.standard.line * 1000), 1000), audit.ratios
    lines = [
        "",
        f"1. Apakah tiap kelompok terpilih sekurang-kurangnya {line} sesering kelompok yang paling sering terpilih?",
        f"   {_answered(ratios['answer'])}",
    ]
    shown = ratios[(ratios["scope"] == EVERY) | (ratios["answer"] == "no")]
    for (_, attribute), rows in shown.groupby(["scope", "attribute"], sort=False):
        lines += ["", f"   {rows['scope_label'].iloc[0]}: {ATTRIBUTES['id'][str(attribute)]}"]
        width = int(rows["label"].str.len().max())
        lines += [f"   - {plain(row['label']):<{width}}  {_group(row)}" for row in rows.to_dict("records")]
    return lines


def _group(row: Mapping[Hashable, Any]) -> str:
    if not row["pool"]:
        return f"{whole(row['staff'])} pegawai, {RATIO['id'][row['reason']]}"
    words = [f"{whole(row['selected'])} dari {whole(row['pool'])} ({percent(row['selected'], row['pool'])})"]
    if row["reason"] in ("reached", "below", "chance"):
        span = f"{_percent(row['ratio_low'])} sampai {_percent(row['ratio_high'])}"
        words.append(f"rasio {_percent(row['ratio'])}, selang {span}")
    if row["short"]:
        words.append(f"kurang {whole(row['short'])} orang")
    return f"{', '.join(words)}: {verdict(row['answer'])}, {RATIO['id'][row['reason']]}"


def _percent(value: float) -> str:
    return percent(round(value * 1000), 1000)


def _answered(answers: pd.Series) -> str:
    """`12 ya, 2 tidak, 5 belum diketahui`"""
    counts = answers.value_counts()
    return ", ".join(f"{whole(int(counts.get(code, 0)))} {verdict(code)}" for code in ("yes", "no", "unknown"))


def _envy(audit: Audit, naming: Naming) -> list[str]:
    counts, justified = audit.envy.counts, audit.envy.justified
    lines = [
        "",
        "2. Dapatkah tujuan rencana menjelaskan setiap orang yang terlewati padahal skornya lebih tinggi?",
        f"   {verdict('no' if len(justified) else 'yes')}: {whole(len(justified))} dari "
        f"{whole(int(counts['pairs'].sum()))} pasangan tidak dapat dijelaskan olehnya.",
    ]
    lines += [
        f"   - {whole(row['pairs'])} pasangan, {whole(row['people'])} orang, {whole(row['posts'])} jabatan: "
        f"{ENVY['id'][row['reason']]}"
        for row in counts[counts["pairs"] > 0].to_dict("records")
    ]
    for override in audit.envy.overrides.to_dict("records"):
        kind = "Kunci" if override["kind"] == "lock" else "Larangan"
        lines.append(
            f"   {kind} {_person(override['nip'], naming)} pada {_post(override['post'], naming)}: melewati "
            f"{whole(override['people'])} orang, yang terbesar {score(override['net'])} poin"
        )
        rows = justified.loc[justified.index.isin(_rows_of(audit.envy, override))]
        lines += [
            f"     - {_person(row['passed_over'], naming)}, {score(row['score_passed_over'])}; yang ditempatkan "
            f"{_person(row['placed'], naming)}, {score(row['score_placed'])}, pada {_post(row['post'], naming)}"
            for row in rows.head(FEW).to_dict("records")
        ]
        lines += [f"     dan {whole(len(rows) - FEW)} lainnya"] if len(rows) > FEW else []
    return lines


def _person(nip: str, naming: Naming) -> str:
    return f"{plain(naming.names.get(nip))} ({plain(nip)})"


def _post(post: str, naming: Naming) -> str:
    return plain(naming.wholes.get(post))


def _rows_of(envied: Envy, override: Mapping[Hashable, Any]) -> pd.Series:
    """The rows of `pairs` that an override causes."""
    causes = envied.causes
    mine = [causes[name] == override[name] for name in ("kind", "nip", "post")]
    return causes.loc[mine[0] & mine[1] & mine[2], "row"]


def _balance(audit: Audit) -> list[str]:
    known = audit.balance.offices.dropna(subset=["office", "change"])
    lines = ["", "3. Adakah perangkat daerah yang turun rata-rata skor pemangkunya?"]
    if known.empty:
        return [*lines, f"   {verdict('unknown')}: tidak ada perangkat daerah berpemangku sebelum dan sesudahnya."]
    lost, gained = known[known["change"] < 0].iloc[::-1], known[known["change"] > 0]
    lines.append(
        f"   {verdict('yes' if len(lost) else 'no')}: {whole(len(lost))} dari {whole(len(known))} turun, "
        f"{whole(len(gained))} naik."
    )
    for row in audit.balance.spread.to_dict("records"):
        when = "Sebelum" if row["when"] == "before" else "Sesudah"
        mean, least, most, deviation = (score(round(row[name])) for name in ("mean", "least", "most", "deviation"))
        lines.append(
            f"   {when}: rata-rata {mean}, terendah {least}, tertinggi {most}, simpangan {deviation}, "
            f"Gini {_percent(row['gini'])}"
        )
    for words, rows in (("Paling naik", gained), ("Paling turun", lost)):
        lines += [f"   {words}:"] if len(rows) else []
        lines += [
            f"   - {plain(row['name'])}: {score(round(row['mean_before']))} menjadi {score(round(row['mean_after']))}, "
            f"pemangku {whole(row['holders_before'])} menjadi {whole(row['holders_after'])} dari "
            f"{whole(row['seats'])} kursi"
            for row in rows.head(FEW).to_dict("records")
        ]
    return lines


def _notes(audit: Audit) -> list[str]:
    told = [NOTES["id"][code].format(_number(code, number)) for code, number in audit.notes.items()]
    told.append("Jenjang dan seleksi terbuka hanya disebut bila di bawah garis; selengkapnya dengan --json.")
    return ["", "Catatan", *(f"   - {words}" for words in told)]


def _number(code: str, number: int) -> str:
    return score(number) if code == "unproven" else whole(number)
