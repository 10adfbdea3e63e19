"""Commands on placement: plan."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.frame import Call, day, note


def plan(
    ctx: typer.Context,
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of",
            parser=day,
            metavar="TANGGAL",
            help="Hari berlaku rencana, atas data terakhir sampai hari itu [bawaan: tanggal data, atau hari skenario].",
        ),
    ] = None,
    scenario: Annotated[
        str, typer.Option("--skenario", metavar="SKENARIO", help="[bawaan: kebijakan badan atas potret terbaru]")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="BERKAS.xlsx", help="Tulis juga rencana lengkap sebagai XLSX.")
    ] = None,
) -> None:
    """Susun rencana penempatan terbaik: siapa pindah ke mana, mengapa, dan kursi apa yang tetap kosong."""
    from workbench.io.documents.plan_xlsx import plan_xlsx
    from workbench.io.documents.terminal import plan_text
    from workbench.io.files import publish
    from workbench.io.plans import feasible, plan_of

    call: Call = ctx.obj
    if out is not None and out.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{out} harus berakhiran .xlsx")
    made = feasible(plan_of(call.workspace, scenario, as_of))
    if out is not None:
        publish(out, plan_xlsx(made))
        note(f"Rencana lengkap ditulis di {out}.")
    call.answer(made.to_record(), plan_text(made))
