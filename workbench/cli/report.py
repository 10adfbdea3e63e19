"""Commands on reports: report."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.frame import Call


def report(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="LAPORAN", help="Misalnya usulan_penempatan.")],
    scenario: Annotated[
        str, typer.Option("--skenario", metavar="SKENARIO", help="Sama dengan --set skenario=SKENARIO.")
    ] = "",
    given: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAMA=ISI", help="Parameter laporan; boleh berulang.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="[bawaan: reports/ pada ruang kerja]")
    ] = None,
) -> None:
    """Jalankan sebuah laporan dan terbitkan sebagai PDF, HTML, dan buku kerja yang dijalankan."""
    from workbench.io import reports

    call: Call = ctx.obj
    pairs = [item.partition("=") for item in given or []]
    wrong = [name for name, equals, _ in pairs if not name or not equals]
    if wrong:
        raise typer.BadParameter(f"{wrong[0]!r} harus ditulis NAMA=ISI", param_hint="--set")
    parameters = {name: value for name, _, value in pairs} | ({"skenario": scenario} if scenario else {})
    made = reports.run(call.workspace, name, parameters, out)
    data = {"report": made.report, "files": {kind: str(path) for kind, path in made.files.items()}}
    call.answer(data, "\n".join(str(path) for path in made.files.values()))
