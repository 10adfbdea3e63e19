"""The worklist of open questions: as plain text for a terminal, and as a workbook for whoever finds the answers."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from workbench.io.documents import words
from workbench.io.documents.blocks import Column
from workbench.io.documents.formats import plain, score, whole
from workbench.io.documents.naming import Naming
from workbench.io.documents.plan_tables import table
from workbench.io.documents.xlsx import workbook
from workbench.placement import Plan
from workbench.placement.cleaning import Worklist
from workbench.regulation.catalogue import RULES

SOURCES = {
    "employees": "data pegawai",
    "assignments": "data jabatan yang dipangku",
    "career": "riwayat jabatan",
    "appraisals": "penilaian kinerja",
    "assessments": "hasil uji kompetensi",
    "trainings": "riwayat pelatihan",
    "sanctions": "data hukuman disiplin",
    "posts": "peta jabatan",
    "post_competencies": "standar kompetensi jabatan",
    "evidence": "bukti tertulis",
}

FEW = 25
"""Questions that a terminal lists; the rest is in the workbook and the JSON."""


def worklist_text(found: Worklist, plan: Plan) -> str:
    """How much is open and how little of it matters, which data would settle most, then the questions one by one."""
    naming, items = Naming.of(plan.ground.staffing), found.items
    people = items["nip"].nunique()
    lines = [
        f"{whole(found.open)} pertanyaan tentang calon belum terjawab; {whole(len(items))} di antaranya, "
        f"pada {whole(people)} orang, dapat mengubah rencana {plan.digest}."
    ]
    if items.empty:
        return "\n".join(lines)
    lines += ["", "Data yang menjawabnya"]
    lines += [
        f"   - {_source(row['source'], plan)}: {whole(row['items'])} pertanyaan, {whole(row['people'])} orang, "
        f"taruhan terbesar {score(row['points'])} poin"
        for row in found.by_source.to_dict("records")
    ]
    lines += ["", "Pertanyaan, yang terbesar taruhannya dahulu"]
    for number, row in enumerate(items.head(FEW).to_dict("records")):
        name = f"{plain(naming.names.get(row['nip']))} ({plain(row['nip'])})"
        others = found.changes.loc[found.changes["item"] == number, "nip"]
        lines += [
            f"{whole(number + 1)}. {name}: {_asked(row['names'])}, dari {_source(row['source'], plan)}",
            f"   {_if(row, plain(naming.wholes.get(row['post'])), int(others[others != row['nip']].nunique()))}",
        ]
    return "\n".join([*lines, *([f"dan {whole(len(items) - FEW)} lainnya"] if len(items) > FEW else [])])


def worklist_xlsx(found: Worklist, plan: Plan) -> bytes:
    """Every question as a row, to be filtered by the data that settle it."""
    naming, items = Naming.of(plan.ground.staffing), found.items
    rows = items.to_dict("records")
    frame = items.assign(
        name=naming.name(items["nip"]),
        question=pd.Series([_asked(row["names"]) for row in rows], items.index, dtype="str"),
        data=pd.Series([_source(row["source"], plan) for row in rows], items.index, dtype="str"),
        effect=pd.Series([_if(row, str(naming.wholes.get(row["post"]))) for row in rows], items.index, dtype="str"),
        checked=items["verified"].map({True: "ya", False: "belum"}),
    )
    columns = {
        "nip": Column("NIP"),
        "name": Column("Nama"),
        "question": Column("Yang belum diketahui"),
        "data": Column("Data yang menjawab"),
        "effect": Column("Akibatnya"),
        "points": Column("Taruhan", "score"),
        "needed": Column("Perlu sedikitnya", "score"),
        "most": Column("Paling banyak", "score"),
        "posts": Column("Jabatan terkait", "whole"),
        "checked": Column("Dihitung ulang"),
    }
    sheet = table("Daftar kerja", frame, columns)
    return workbook({"Daftar kerja": (sheet,)}, plan.ground.staffing.as_of)


def _asked(names: str) -> str:
    """What is not known, by the labels of its rules or of its component."""
    told = [RULES[name].label if name in RULES else words.COMPONENTS["id"][name] for name in names.split("+")]
    return " dan ".join(told)


def _source(source: str, plan: Plan) -> str:
    """Table and column as people call them; a parameter of law by its name."""
    return " dan ".join(_one_source(part, plan) for part in source.split("+"))


def _one_source(source: str, plan: Plan) -> str:
    name, _, column = source.partition(".")
    if name not in SOURCES:
        return f"parameter {source}"
    label = plan.ground.staffing.schemas[name].column(column).label.lower() if column else ""
    return f"{SOURCES[name]} ({label})" if label else SOURCES[name]


def _if(row: Mapping[Hashable, Any], post: str, others: int = 0) -> str:
    """What each answer would bring."""
    moved = f", {whole(others)} orang lain berubah tempat" if others else ""
    worth = _worth(row)
    if row["effect"] == "infeasible":
        return "bila tidak: kunci yang berlaku tidak dapat dipenuhi lagi; bila ya: rencana tetap"
    place = f"daftar seleksi {post}" if row["effect"] == "slate" else post
    total = "jumlah skor daftar" if row["effect"] == "slate" else "rencana"
    if row["turns"] == "no":
        return f"bila tidak: keluar dari {place}, {total} {worth}{moved}; bila ya: tetap"
    if row["turns"] == "yes":
        return f"bila ya: masuk {place}, {total} {worth}{moved}; bila tidak: tetap"
    return (
        f"bila menambah sedikitnya {score(row['needed'])} poin (paling banyak {score(row['most'])}): masuk {place}, "
        f"{total} sampai {worth}{moved}; bila kurang: tetap"
    )


def _worth(row: Mapping[Hashable, Any]) -> str:
    """`naik 2,5 poin`, with critical seats first."""
    seats = row["critical"]
    told = [f"{'terisi' if seats > 0 else 'kosong'} {whole(abs(seats))} kursi kritis"] if seats else []
    told.append(f"{'turun' if row['points'] < 0 else 'naik'} {score(abs(row['points']))} poin")
    return " dan ".join(told)
