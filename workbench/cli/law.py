"""Commands on the law: confirm."""

from datetime import date
from typing import Annotated

import typer

from workbench.cli.frame import Call, day


def confirm(
    ctx: typer.Context,
    parameter: Annotated[str, typer.Argument(metavar="PARAMETER", help="Misalnya ranks.eselon_rank_practice.")],
    by: Annotated[str, typer.Option("--by", metavar="NAMA", help="Pejabat yang mengesahkan.")],
    ref: Annotated[str, typer.Option("--ref", metavar="TEKS", help="Dokumen dasarnya: nomor, tanggal, pasal.")],
    on: Annotated[
        date | None,
        typer.Option(
            "--on",
            parser=day,
            metavar="TANGGAL",
            help="Nilai yang berlaku pada hari ini [bawaan: tanggal potret terbaru].",
        ),
    ] = None,
) -> None:
    """Catat bahwa badan mengesahkan nilai sebuah parameter hukum."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    workspace, who = call.workspace, call.who
    latest = workspace.latest
    chosen = on or (workspace.manifest(latest).as_of if latest else who["at"].date())
    told = scenarios.confirm(workspace, parameter, by=by, ref=ref, day=chosen, **who)
    call.answer(dict(told), f"{parameter} (nilai sejak {told['since']}) disahkan oleh {told['name']}: {told['ref']}.")
