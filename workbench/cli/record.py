"""Commands on the record: verify."""

from typing import Annotated

import typer

from workbench.cli.frame import Call


def verify(
    ctx: typer.Context,
    head: Annotated[
        str | None,
        typer.Option(metavar="NOMOR:SIDIK", help="Kepala buku besar yang tercetak pada sebuah laporan."),
    ] = None,
) -> None:
    """Periksa rantai buku besar dan keutuhan tiap potret."""
    from workbench.io.chain import Head

    call: Call = ctx.obj
    try:
        printed = Head.parse(head) if head else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    workspace = call.workspace
    found, damaged = workspace.ledger.verify(printed), workspace.damage()
    broken = found.broken
    data = {
        "ok": found.ok and not damaged,
        "rows": found.rows,
        "head": str(found.head),
        "broken": broken and {"n": broken.n, "scenario": broken.scenario, "seq": broken.seq, "reason": broken.reason},
        "damaged": damaged,
    }
    lines = [
        f"Buku besar rusak pada {broken}." if broken else f"Buku besar utuh: {found.rows} baris, kepala {found.head}.",
        *damaged,
    ]
    call.answer(data, "\n".join(lines))
    if not data["ok"]:
        raise typer.Exit(1)
