"""Commands on workshops: minutes."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.cli.frame import Call, note


def minutes(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="LOKAKARYA", help="Identitas lokakarya, seperti pada alamat layarnya.")],
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Tempat berita acaranya ditulis.")],
    lang: Annotated[Literal["id", "en"], typer.Option("--lang", help="Bahasa berita acara.")] = "id",
) -> None:
    """Tulis berita acara sebuah lokakarya: kehadiran, agenda, keputusan dengan suaranya, angka sebelum dan sesudah."""
    from workbench.io.documents.minutes import written
    from workbench.io.files import publish

    call: Call = ctx.obj
    files = {}
    for kind, content in written(call.workspace, id, lang).items():
        files[kind] = out / f"berita-acara-{id}.{kind}"
        publish(files[kind], content)
    note("Berita acara ini draf sampai ditandatangani.")
    paths = {kind: str(path) for kind, path in files.items()}
    call.answer({"workshop": id, "files": paths}, "\n".join(paths.values()))
