"""What every command stands in: the application, the options that all share, and how an answer is told."""

import json
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Event, current_thread, main_thread
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


@contextmanager
def stoppable() -> Iterator[Event]:
    """A stop sign that Ctrl-C sets, so that long work leaves where nothing is half done; that is then said. A second
    Ctrl-C ends the program at once."""
    from workbench.placement.engine.assign import Stopped

    stop, heard = Event(), signal.getsignal(signal.SIGINT)

    def hear(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, heard)
        stop.set()

    main = current_thread() is main_thread()  # signals are heard nowhere else
    if main:
        signal.signal(signal.SIGINT, hear)
    try:
        yield stop
    except Stopped as error:
        raise Failure(
            "Dihentikan sebelum selesai; tidak ada yang tercatat. Ulangi perintahnya untuk mulai lagi."
        ) from error
    finally:
        if main:
            signal.signal(signal.SIGINT, heard)


def day(text: str) -> date:
    """An ISO day as an argument."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} bukan tanggal; tulis seperti 2026-01-31") from error


OfScenario = Annotated[
    str, typer.Option("--skenario", metavar="SKENARIO", help="[bawaan: kebijakan badan atas potret terbaru]")
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=day,
        metavar="TANGGAL",
        help="Hari berlakunya, atas data terakhir sampai hari itu [bawaan: tanggal data, atau hari skenario].",
    ),
]
"""Which plan, and on which day: the same for all that ask of one."""


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
