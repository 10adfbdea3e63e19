"""Commands on scenarios: list, show, new."""

from typing import Annotated

import typer

from workbench.cli.frame import Call, grid, records


def scenario_list(ctx: typer.Context) -> None:
    """Daftar skenario, yang terakhir dipakai di atas."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    found = scenarios.listing(call.workspace)
    titles = ("Skenario", "Judul", "Potret", "Cabang dari", "Langkah", "Terakhir oleh", "Terakhir pada")
    empty = 'Belum ada skenario; buka satu dengan `penataan scenario new "JUDUL"`.'
    call.answer(records(found), grid(found, titles) if len(found) else empty)


def scenario_show(ctx: typer.Context, id: Annotated[str, typer.Argument(metavar="SKENARIO")]) -> None:
    """Satu skenario: asalnya, kebijakannya, dan semua yang tercatat."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    workspace = call.workspace
    opened = scenarios.load(workspace, id)
    history = scenarios.history(workspace, opened)
    head = {
        "id": opened.id,
        "title": opened.title,
        "snapshot": opened.snapshot,
        "as_of": opened.base.staffing.as_of,
        "parent": opened.parent,
        "step": opened.step,
        "can_undo": opened.can_undo,
        "can_redo": opened.can_redo,
        "policy": opened.state.policy.to_record(),
    }
    lines = [
        f"{opened.title} ({opened.id})",
        f"Potret {opened.snapshot}, data per {opened.base.staffing.as_of}",
        *([f"Cabang dari {opened.parent}"] if opened.parent else []),
        f"{opened.step} langkah berlaku" + (f", {len(opened.undone)} dapat diulangi" if opened.can_redo else ""),
        "",
        grid(history, ("No", "Waktu", "Pelaku", "Peran", "Jenis", "Isi")),
    ]
    call.answer(head | {"history": records(history)}, "\n".join(lines))


def scenario_new(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="JUDUL")],
    snapshot: Annotated[
        str | None, typer.Option("--snapshot", metavar="POTRET", help="Potret awal [bawaan: yang terbaru].")
    ] = None,
) -> None:
    """Buka skenario baru pada sebuah potret dengan kebijakan badan."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    opened = scenarios.new(call.workspace, title, snapshot, **call.who)
    data = {"id": opened.id, "title": opened.title, "snapshot": opened.snapshot}
    call.answer(data, f"Skenario {opened.id} dibuka pada potret {opened.snapshot}.")


def scenario_worked(ctx: typer.Context) -> None:
    """Buka contoh penataan: pemecahan 2025 (43 menjadi 45 OPD) dan dua pilihan lain, sebagai cabang."""
    from workbench.io.worked import record_worked

    call: Call = ctx.obj
    opened = record_worked(call.workspace, **call.who)
    data = {"id": opened.id, "title": opened.title, "snapshot": opened.snapshot, "parent": opened.parent}
    call.answer(data, f"Skenario {opened.id} ({opened.title}) dibuka; cabangnya tampak dengan `scenario tree`.")
