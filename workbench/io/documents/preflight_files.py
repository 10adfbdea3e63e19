"""A pre-flight as a folder of files: workbook, record, the chains on paper, and for each move its reasons."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from workbench.io.documents import preflight_tables as tables
from workbench.io.documents import proposal, words
from workbench.io.documents.blocks import Block, Column, Front, Heading, Paragraph, Table
from workbench.io.documents.chain_picture import chain_of
from workbench.io.documents.formats import day, whole
from workbench.io.documents.html import page
from workbench.io.documents.naming import Naming
from workbench.io.documents.pdf import pdf
from workbench.io.documents.plan_tables import table
from workbench.io.documents.preflight_xlsx import preflight_xlsx, reasons_xlsx
from workbench.io.resources import papers
from workbench.io.workspace import Workspace
from workbench.placement import Plan, Preflight


def preflight_files(flown: Preflight, plan: Plan, workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Path within the folder, and content: prauji.xlsx, prauji.json, rantai.html, rantai.pdf, alasan/ORDER-NIP.xlsx.
    Equal plans give equal bytes."""
    record = {"head": dict(plan.head), "plan": plan.digest} | flown.to_record()
    blocks = document(flown, plan, workspace)
    yield "prauji.xlsx", preflight_xlsx(flown, plan, papers())
    yield "prauji.json", json.dumps(record, indent=2, ensure_ascii=False).encode()
    yield "rantai.html", page(blocks).encode()
    yield "rantai.pdf", pdf(blocks)
    for name, content in reasons_xlsx(flown, plan, papers()):
        yield f"alasan/{name}", content


def document(flown: Preflight, plan: Plan, workspace: Workspace) -> tuple[Block, ...]:
    """The draft that goes with a pre-flight: what may be signed, in which order, and each longer chain as a picture."""
    naming, steps = Naming.of(plan.ground.staffing), flown.steps
    moves = steps[steps["kind"] == "move"]
    long = plan.moves.groupby("chain").size().loc[lambda many: many > 1].index
    told = (
        f"Rencana ini memuat {whole(len(moves))} pindah dalam {whole(len(steps))} keputusan. Menurut aturannya sendiri "
        f"{whole(int(moves['ready'].sum()))} bersih; {whole(int(moves['formal'].sum()))} dapat diputus resmi sekarang, "
        f"dan {whole(len(flown.blocked))} ditolak pada langkahnya. Setiap keputusan diperiksa pada hari paling awal ia "
        "dapat berlaku."
    )
    return (
        _front(plan, workspace),
        Heading("Ringkasan"),
        Paragraph(told),
        _obstacles(moves),
        Heading("Diminta dari seluruh rencana"),
        tables.whole(flown),
        Heading("Urutan keputusan"),
        _order(flown, naming),
        Heading("Rantai"),
        Paragraph(
            "Panah naik ke kursi yang diisi. Rantai yang terdiri atas satu langkah ada pada tabel urutan keputusan."
            if len(long)
            else "Setiap rantai hanya satu langkah; lihat tabel urutan keputusan."
        ),
        *(chain_of(plan, int(chain), naming) for chain in long),
    )


def _front(plan: Plan, workspace: Workspace) -> Front:
    (front,) = proposal.front(proposal.Proposal.of(plan), workspace)
    assert isinstance(front, Front)
    return replace(front, title=("PRAUJI KEPUTUSAN PENEMPATAN", f"BERLAKU {day(str(plan.head['day'])).upper()}"))


def _obstacles(moves: pd.DataFrame) -> Table:
    counts = moves["obstacle"].fillna("").value_counts()
    rows = tuple((text, int(counts.get(name, 0))) for name, text in words.OBSTACLE["id"].items())
    return Table("Keputusan resmi", (Column("Keadaan", width=4), Column("Pindah", "whole")), rows)


def _order(flown: Preflight, naming: Naming) -> Table:
    steps = flown.steps
    frame = steps.assign(
        name=naming.name(steps["nip"]),
        what=steps["kind"].map(words.DECREE["id"]).where(steps["to_post"].isna(), naming.whole(steps["to_post"])),
        was=naming.whole(steps["from_post"]),
        waits=steps["obstacle"].fillna("").map(words.OBSTACLE["id"]).where(steps["kind"] == "move"),
    )
    columns = {
        "order": Column("No.", "whole"),
        "not_before": Column("Paling awal", "day", width=2),
        "name": Column("Nama dan NIP", width=3),
        "nip": Column("NIP", under=True),
        "what": Column("Jabatan baru, dan dari mana", width=5),
        "was": Column("Dari", under=True),
        "waits": Column("Keputusan resmi", width=3),
        "ring": Column("Lingkar", "whole"),
    }
    return table("Semua keputusan menurut urutan penandatanganan", frame, columns)
