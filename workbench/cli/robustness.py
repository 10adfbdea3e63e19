"""Commands that doubt a plan: robust."""

from typing import Annotated

import typer

from workbench.cli.frame import AsOf, Call, OfScenario, progress, stoppable


def robust(
    ctx: typer.Context,
    scenario: OfScenario = "",
    as_of: AsOf = None,
    points: Annotated[
        int | None,
        typer.Option(
            "--rentang",
            metavar="POIN",
            min=0,
            max=100,
            help="Tiap bobot naik atau turun sampai sekian [bawaan: kokoh.yaml].",
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option("--undian", metavar="ANGKA", min=0, help="Banyaknya undian kesalahan data [bawaan: kokoh.yaml]."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--benih", metavar="ANGKA", min=0, help="Benih undian: benih sama, hasil sama.")
    ] = None,
    count: Annotated[
        int | None,
        typer.Option("--pekerja", metavar="ANGKA", min=1, help="Banyaknya proses [bawaan: semua prosesor bila perlu]."),
    ] = None,
) -> None:
    """Inti kokoh sebuah rencana: penempatan yang tidak bergeser oleh bobot dan data, dan yang diperdebatkan."""
    from workbench.io.documents.robust_text import robust_text
    from workbench.io.plans import question
    from workbench.io.robustness import robust_of

    call: Call = ctx.obj
    asked = question(call.workspace, scenario, as_of)
    with stoppable() as stop:
        found = robust_of(asked, points=points, draws=draws, seed=seed, count=count, progress=progress(), stop=stop)
    call.answer(found.to_record(), robust_text(found, asked.state.staffing))
