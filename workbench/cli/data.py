"""Commands on data: demo, import, templates, diff, snapshots."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.frame import Call, day, grid, note, progress, records


def demo(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder yang kosong atau belum ada.")],
    small: Annotated[bool, typer.Option("--small", help="Enam perangkat daerah, 600 orang.")] = False,
    dirty: Annotated[bool, typer.Option("--dirty", help="Dengan kotoran seperti pada berkas sungguhan.")] = False,
    seed: Annotated[
        int, typer.Option("--seed", metavar="ANGKA", min=0, help="Benih acak: sama benih, sama isi.")
    ] = 2025,
) -> None:
    """Tulis provinsi fiktif sebagai berkas SIASN dan templat, siap diimpor."""
    from workbench.io import demo as writer
    from workbench.io.resources import references, schemas
    from workbench.staffing.demo import province

    call: Call = ctx.obj
    staffing = province(references(), schemas(), seed=seed, small=small)
    written = writer.write(staffing, folder, dirty=dirty, seed=seed)
    data = {
        "folder": str(folder),
        "as_of": staffing.as_of,
        "seed": seed,
        "people": len(staffing.employees),
        "posts": len(staffing.posts),
        "units": len(staffing.units),
        "files": [str(path) for path in written.files],
        "dirt": len(written.dirt),
    }
    lines = [
        f"{data['people']} orang rekaan pada {data['posts']} jabatan, data per {staffing.as_of}: "
        f"{len(written.files)} berkas di {folder}.",
        *([f"{len(written.dirt)} kotoran tercatat pada {folder / writer.DIRT}."] if dirty else []),
        f"Impor dengan `penataan import {folder}`.",
    ]
    call.answer(data, "\n".join(lines))


def import_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="BERKAS...", help="Berkas, atau folder berisi berkas.")],
    as_of: Annotated[
        date | None,
        typer.Option("--as-of", parser=day, metavar="TANGGAL", help="Tanggal data; berkas contoh membawanya sendiri."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="PETA.yaml", help="Pemetaan bagi lembar kerja buatan sendiri.")
    ] = None,
    problems: Annotated[
        Path | None,
        typer.Option("--problems", metavar="BERKAS.xlsx", help="Tulis daftar masalah, selembar tiap kantor."),
    ] = None,
    words: Annotated[str, typer.Option("--note", metavar="CATATAN", help="Catatan pada potret.")] = "",
) -> None:
    """Impor berkas SIASN, templat atau lembar kerja sendiri menjadi satu potret: semua atau tidak sama sekali."""
    from workbench.io import importers
    from workbench.io.documents.delivery_text import import_text
    from workbench.io.files import publish
    from workbench.io.resources import schemas
    from workbench.io.workspace import Settings, Workspace

    call: Call = ctx.obj
    if problems is not None and problems.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{problems} harus berakhiran .xlsx")
    found = importers.read(files, as_of=as_of, schemas=schemas(), mapping=mapping, progress=progress())
    if problems is not None:
        publish(problems, importers.workbook(found.problems))
        note(f"Daftar masalah ditulis di {problems}.")
    snapshot = None
    if found.staffing is not None:
        workspace = Workspace.ensure(call.home, Settings(fictional=found.fictional))
        who = call.who
        snapshot = importers.take(workspace, found, words, actor=who["actor"], at=who["at"])
    data = {
        "snapshot": snapshot,
        "as_of": found.as_of,
        "fictional": found.fictional,
        "errors": found.count("error"),
        "problems": records(found.problems),
        "files": records(found.files),
    }
    call.answer(data, import_text(found, snapshot))
    if found.problems["severity"].ne("note").any():  # a note asks for no repair
        raise typer.Exit(1)


def templates(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder tujuan; berkas yang sudah ada dibiarkan.")],
) -> None:
    """Tulis templat kosong bagi data yang tidak ada pada SIASN, dengan catatan tiap kolom."""
    from workbench.io import importers
    from workbench.io.resources import schemas

    call: Call = ctx.obj
    written = importers.write_templates(folder, schemas(), importers.default_settings())
    call.answer([str(path) for path in written], f"{len(written)} templat ditulis di {folder}.")


def diff(
    ctx: typer.Context,
    before: Annotated[str, typer.Argument(metavar="POTRET_LAMA")],
    after: Annotated[str, typer.Argument(metavar="POTRET_BARU")],
) -> None:
    """Bandingkan dua potret: dapatkah identitasnya dipercaya, lalu apa yang berubah."""
    from workbench.io.documents.delivery_text import changes_text
    from workbench.io.resources import comparison
    from workbench.staffing.changes import changes

    call: Call = ctx.obj
    workspace = call.workspace
    found = changes(workspace.snapshot(before), workspace.snapshot(after), comparison())
    data = {"trusted": found.trusted} | {name: records(getattr(found, name)) for name in ("trust", "counts", "samples")}
    call.answer(data, changes_text(found))
    if not found.trusted:
        raise typer.Exit(1)


def snapshots(ctx: typer.Context) -> None:
    """Daftar potret data kepegawaian yang tersimpan."""
    call: Call = ctx.obj
    saved = call.workspace.snapshots()
    titles = ("Potret", "Tanggal data", "Pegawai", "Jabatan", "Disimpan", "Oleh", "Catatan")
    empty = "Belum ada potret; jalankan `penataan import BERKAS...`."
    call.answer(records(saved), grid(saved, titles) if len(saved) else empty)
