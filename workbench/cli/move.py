"""The command `move`: any structural move of a scenario, from words to the typed fields of its kind."""

from collections.abc import Sequence
from dataclasses import MISSING, fields
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_type_hints

import typer

from workbench.cli.branches import Id, settled
from workbench.cli.frame import Call

if TYPE_CHECKING:
    from workbench.scenario import Move

_FLAGS = {"ya": True, "true": True, "tidak": False, "false": False}


def move(
    ctx: typer.Context,
    id: Id,
    kind: Annotated[str, typer.Argument(metavar="JENIS", help="Misalnya move_unit, merge_units, abolish_post.")],
    given: Annotated[
        list[str] | None,
        typer.Argument(metavar="ISIAN=NILAI...", help="Beberapa kode dipisah koma; ya atau tidak; tanggal 2026-01-31."),
    ] = None,
    why: Annotated[str, typer.Option("--note", metavar="CATATAN", help="Catatan pada langkah ini.")] = "",
) -> None:
    """Kerjakan satu langkah pada susunan unit dan jabatan; tercatat, dan dapat diurungkan."""
    from workbench.io import scenarios
    from workbench.scenario import describe

    asked = move_of(kind, given or ())
    call: Call = ctx.obj
    opened = scenarios.load(call.workspace, id)
    after = settled(scenarios.do(call.workspace, opened, [asked], note=why, **call.who), id)
    told = describe(asked, opened.state.staffing)
    call.answer({"id": after.id, "seq": after.seq, "step": after.step, "what": told}, told)


def move_of(kind: str, given: Sequence[str]) -> "Move":
    """The move from words such as `unit=0040100`. Raises `typer.BadParameter` for what is no kind, field or value."""
    from workbench.scenario.kinds import STRUCTURAL

    if kind not in STRUCTURAL:
        raise typer.BadParameter(f"tidak ada langkah {kind!r}; yang ada: {', '.join(STRUCTURAL)}")
    made = STRUCTURAL[kind]
    types, known = get_type_hints(made), {field.name: field for field in fields(made)}
    values: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in known:
            raise typer.BadParameter(f"{kind} tidak punya isian {name!r}; isiannya: {', '.join(known)}")
        if name in values:
            raise typer.BadParameter(f"isian {name} disebut dua kali")
        values[name] = _read(name, value, types[name])
    absent = [name for name, field in known.items() if field.default is MISSING and name not in values]
    if absent:
        raise typer.BadParameter(f"{kind} memerlukan {', '.join(absent)}")
    return made(**values)


def _read(name: str, text: str, hint: Any) -> Any:
    if not text and NoneType in get_args(hint):
        return None
    if hint == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if hint in (bool, bool | None):
        if text.lower() not in _FLAGS:
            raise typer.BadParameter(f"{name} dijawab ya atau tidak, bukan {text!r}")
        return _FLAGS[text.lower()]
    if hint in (int, int | None):
        try:
            return int(text)
        except ValueError as error:
            raise typer.BadParameter(f"{name} harus bilangan bulat, bukan {text!r}") from error
    return text
