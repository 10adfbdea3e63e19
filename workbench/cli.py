"""The command line: `penataan COMMAND`. It may import all, and nothing imports it.

Heavy imports stand inside the commands, so that `penataan --help` is quick. Exit status: 0 done; 1 done with problems
found, or refused; 2 wrong call. With `--json` the answer stands alone on stdout; all else goes to stderr.
"""

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.io.chain import Role
from workbench.io.failure import Failure

if TYPE_CHECKING:
    import pandas as pd

    from workbench.io.workspace import Workspace

app = typer.Typer(
    name="penataan",
    help="Penataan ASN: mencoba keputusan kepegawaian sebelum mengambilnya.",
    epilog="Pilihan umum boleh ditulis sebelum atau sesudah nama perintah.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

# the frame ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """What every command is told: where the workspace is, who asks, in what role, and for whom the answer is."""

    home: Path | None = None
    actor: str = ""
    role: str = "analis"
    json: bool = False

    @property
    def workspace(self) -> "Workspace":
        from workbench.io.workspace import Workspace

        return Workspace.open(self.home)

    @property
    def who(self) -> dict[str, Any]:
        """actor, role and at, as everything that writes to the ledger wants them."""
        import getpass

        return {"actor": self.actor or getpass.getuser(), "role": self.role, "at": datetime.now(UTC)}

    def answer(self, data: Any, text: str) -> None:
        """The answer on stdout: `data` for programs, `text` for people."""
        typer.echo(json.dumps(data, indent=2, ensure_ascii=False, default=_json) if self.json else printable(text))


def note(text: str) -> None:
    """What people should know beside the answer, on stderr."""
    typer.echo(printable(text), err=True)


def progress() -> Callable[[float, str], None]:
    """Where long work is, on one line of stderr; silent where nobody watches."""
    watched = sys.stderr.isatty()

    def tell(done: float, words: str) -> None:
        if watched:
            typer.echo(f"\r{done:4.0%} {words:<60}", err=True, nl=done >= 1)

    return tell


def day(text: str) -> date:
    """An ISO day as an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} bukan tanggal; tulis seperti 2026-01-31") from error


def printable(text: str) -> str:
    """Text from data without what a terminal would obey (escape sequences)."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", text)


def records(table: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows for JSON, missing as null."""
    return table.astype(object).where(table.notna(), None).to_dict("records")  # type: ignore[return-value]


def grid(table: "pd.DataFrame", titles: Sequence[str]) -> str:
    """Rows for people, in columns under `titles`."""
    rows = [list(titles), *([_cell(value) for value in row.values()] for row in records(table))]
    widths = [max(len(row[i]) for row in rows) for i in range(len(titles))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        here = datetime.fromtimestamp(value.timestamp()).astimezone()
        return f"{here:%Y-%m-%d %H:%M}"
    return "" if value is None else " ".join(str(value).split())


def _json(value: Any) -> Any:
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if hasattr(value, "item"):  # a number of numpy
        return value.item()
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("penataan"))
        raise typer.Exit


@app.callback()
def _shared(
    ctx: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="FOLDER", help="Ruang kerja [bawaan: $PENATAAN_HOME, atau var/]."),
    ] = None,
    actor: Annotated[
        str, typer.Option("--actor", metavar="NAMA", help="Pelaku yang dicatat [bawaan: pengguna komputer ini].")
    ] = "",
    role: Annotated[Role, typer.Option("--role", help="Peran yang dicatat.")] = "analis",
    as_json: Annotated[bool, typer.Option("--json", help="Jawaban sebagai JSON, dan hanya itu, di stdout.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Versi penataan.")
    ] = False,
) -> None:
    ctx.obj = Call(home, actor.strip(), role, as_json)


# data: demo, templates, import, diff, snapshots -----------------------------------------------------------------------


@app.command("demo")
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


@app.command("import")
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


@app.command("templates")
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


@app.command("diff")
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


@app.command("snapshots")
def snapshots(ctx: typer.Context) -> None:
    """Daftar potret data kepegawaian yang tersimpan."""
    call: Call = ctx.obj
    saved = call.workspace.snapshots()
    titles = ("Potret", "Tanggal data", "Pegawai", "Jabatan", "Disimpan", "Oleh", "Catatan")
    empty = "Belum ada potret; jalankan `penataan import BERKAS...`."
    call.answer(records(saved), grid(saved, titles) if len(saved) else empty)


# scenario: list, show, new --------------------------------------------------------------------------------------------

scenario = typer.Typer(help="Skenario: mendaftar, melihat, membuka.", no_args_is_help=True)
app.add_typer(scenario, name="scenario")


@scenario.command("list")
def scenario_list(ctx: typer.Context) -> None:
    """Daftar skenario, yang terakhir dipakai di atas."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    found = scenarios.listing(call.workspace)
    titles = ("Skenario", "Judul", "Potret", "Cabang dari", "Langkah", "Terakhir oleh", "Terakhir pada")
    empty = 'Belum ada skenario; buka satu dengan `penataan scenario new "JUDUL"`.'
    call.answer(records(found), grid(found, titles) if len(found) else empty)


@scenario.command("show")
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


@scenario.command("new")
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


# placement: plan ------------------------------------------------------------------------------------------------------


@app.command("plan")
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


# law: confirm ---------------------------------------------------------------------------------------------------------


@app.command("confirm")
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


# reports: report ------------------------------------------------------------------------------------------------------


@app.command("report")
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


# the apps: serve ------------------------------------------------------------------------------------------------------


@app.command("serve")
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


# the record: verify ---------------------------------------------------------------------------------------------------


@app.command("verify")
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


# running it -----------------------------------------------------------------------------------------------------------

_ANYWHERE = {"--home": True, "--actor": True, "--role": True, "--json": False}
"""Options of the frame, and whether they take a value."""

_IN_INDONESIAN = (
    (r"No such option: (.*?)\s*\(Possible options: (.*)\)", r"Tidak ada pilihan \1; mungkin maksudnya \2."),
    (r"No such option: (.*)", r"Tidak ada pilihan \1."),
    (r"No such command '(.*?)'\. Did you mean (.*)\?", r"Tidak ada perintah '\1'; mungkin maksudnya \2."),
    (r"No such command '(.*)'\.", r"Tidak ada perintah '\1'."),
    (r"Missing command\.", r"Perintahnya belum disebut."),
    (r"Missing argument '(.*)'\.", r"\1 belum disebut."),
    (r"Missing option '(.*)'\.(.*)", r"Pilihan \1 belum disebut.\2"),
    (r"Option '(.*)' requires an argument\.", r"Pilihan \1 memerlukan isi."),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", r"Kelebihan isi: \1."),
    (r"Invalid value for '(.*?)'.*?: Value error, (.*) is not one of (.*?)\.", r"Isi \1 keliru: \2; pilih \3."),
    (r"Invalid value for '?([^':]*)'?(?: / '.*?')?: (.*?)\.?", r"Isi \1 keliru: \2."),
    (r"Invalid value: (.*)", r"Isi yang keliru: \1."),
)


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The options of the frame first, wherever they stood; what follows `--` stays.

    >>> hoisted(["verify", "--json", "--home", "x"])
    ['--json', '--home', 'x', 'verify']
    """
    frame: list[str] = []
    rest: list[str] = []
    given = iter(arguments)
    for argument in given:
        if argument == "--":
            rest += [argument, *given]
        elif argument in _ANYWHERE:
            frame.append(argument)
            if _ANYWHERE[argument]:
                frame += [value for value in [next(given, None)] if value is not None]
        elif argument.partition("=")[0] in _ANYWHERE and "=" in argument:
            frame.append(argument)
        else:
            rest.append(argument)
    return frame + rest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status. An expected failure is one sentence on stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        status = app(hoisted(given), prog_name="penataan", standalone_mode=False)
    except Failure as failure:
        note(str(failure))
        return 1
    except typer.TyperException as error:
        _show_wrong_call(error)
        return 2
    except OSError as error:  # no room, no permission: of the machine, not of the program
        note(
            f"Tidak dapat dikerjakan: {error.strerror or error}" + (f" ({error.filename})." if error.filename else ".")
        )
        return 1
    except typer.Abort:
        return 1
    return status if isinstance(status, int) else 0


def _show_wrong_call(error: typer.TyperException) -> None:
    message, context = error.format_message(), getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(message, err=True)
        return
    for english, indonesian in _IN_INDONESIAN:
        if found := re.fullmatch(english, message, re.DOTALL):
            message = found.expand(indonesian)
            break
    note(message)
    note(f"Lihat `{context.command_path if context else 'penataan'} --help`.")


if __name__ == "__main__":
    sys.exit(main())
