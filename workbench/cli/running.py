"""A call of the program, from its words to its exit status; what fails is told in one Indonesian sentence."""

import re
import sys
from collections.abc import Sequence

import typer

from workbench.cli.frame import app, note
from workbench.io.failure import Failure

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
