"""The command that opens the applications: serve."""

from typing import Annotated

import typer

from workbench.cli.frame import Call, note


def serve(
    ctx: typer.Context,
    port: Annotated[int, typer.Option("--port", metavar="ANGKA", min=1, max=65535, help="Porta.")] = 8866,
    ip: Annotated[str, typer.Option("--ip", metavar="ALAMAT", help="Alamat yang didengarkan.")] = "localhost",
    actor_header: Annotated[
        str | None,
        typer.Option(
            "--actor-header",
            metavar="NAMA",
            help="Kepala HTTP berisi nama pemakai; hanya di belakang proksi tepercaya yang selalu mengisinya.",
        ),
    ] = None,
) -> None:
    """Buka aplikasi di peramban (Ctrl+C menghentikannya)."""
    import os

    from widgets.leaf import STATIC, TEMPLATE
    from workbench.io.resources import resource
    from workbench.io.serve import Site
    from workbench.io.serve import serve as run
    from workbench.io.workspace import located

    call: Call = ctx.obj
    if call.actor:
        os.environ["PENATAAN_ACTOR"] = call.actor
    os.environ["PENATAAN_ROLE"] = call.role
    site = Site(resource("notebooks"), TEMPLATE, STATIC, located(call.home), port, ip, actor_header)
    run(site, ready=lambda address: note(f"Penataan siap di {address}"))
