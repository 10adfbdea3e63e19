"""Commands on the limits of a scenario: list, add, drop. What each means stands in `workbench.scenario.limits`."""

from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.frame import Call, note

if TYPE_CHECKING:
    from workbench.scenario import Limit, Move, Scenario

In = Annotated[str, typer.Argument(metavar="SKENARIO", help="Identitas skenario.")]
Unit = Annotated[str | None, typer.Option("--unit", metavar="UNIT", help="Unit ini dengan semua di bawahnya.")]
UnitGiven = Annotated[str, typer.Argument(metavar="UNIT", help="Unit ini dengan semua di bawahnya.")]
Each = Annotated[bool, typer.Option("--each", help="Tiap perangkat daerah, masing-masing.")]
Reach = Annotated[bool, typer.Option("--reach", help="Wajib tercapai, juga di tempat yang hari ini kurang.")]


def limit_list(ctx: typer.Context, scenario: In) -> None:
    """Batas yang berlaku pada sebuah skenario, masing-masing dengan identitasnya."""
    from workbench.io import scenarios

    call: Call = ctx.obj
    _tell(call, scenarios.load(call.workspace, scenario))


def limit_drop(
    ctx: typer.Context,
    scenario: In,
    id: Annotated[str, typer.Argument(metavar="BATAS", help="Identitas batas, seperti pada `penataan limit list`.")],
) -> None:
    """Angkat satu batas; langkah ini tercatat dan dapat diurungkan."""
    from workbench.scenario import DropLimit

    _do(ctx.obj, scenario, DropLimit(id))


def unit_moves(
    ctx: typer.Context,
    scenario: In,
    unit: UnitGiven,
    most: Annotated[int, typer.Argument(metavar="ORANG", help="Paling banyak orang.")],
) -> None:
    """Paling banyak sekian orang pindah keluar dari unit dengan semua di bawahnya."""
    from workbench.scenario import UnitMoves

    _add(ctx.obj, scenario, UnitMoves(unit, most))


def budget(
    ctx: typer.Context,
    scenario: In,
    most: Annotated[int, typer.Argument(metavar="RUPIAH", help="Paling banyak rupiah.")],
) -> None:
    """Biaya semua perpindahan paling banyak sekian rupiah, menurut biaya dan jarak pada kebijakan."""
    from workbench.scenario import Budget

    _add(ctx.obj, scenario, Budget(most))


def share(
    ctx: typer.Context,
    scenario: In,
    group: Annotated[
        str,
        typer.Argument(metavar="KELOMPOK", help="female, male, atau local (wilayah kerja sama dengan wilayah unit)."),
    ],
    tiers: Annotated[list[str], typer.Option("--tier", metavar="JENJANG", help="Jenjang jabatan; boleh diulang.")],
    least: Annotated[int | None, typer.Option("--least", metavar="PERSEN", help="Paling sedikit.")] = None,
    most: Annotated[int | None, typer.Option("--most", metavar="PERSEN", help="Paling banyak.")] = None,
    unit: Unit = None,
    each: Each = False,
    reach: Reach = False,
) -> None:
    """Bagian sebuah kelompok di antara pemangku jenjang tertentu; sebutkan salah satu, --least atau --most."""
    from workbench.scenario import Share

    if (least is None) == (most is None):
        raise typer.BadParameter("sebutkan salah satu, --least atau --most")
    if most is None and least is not None:
        _add(ctx.obj, scenario, Share(group, "least", least, tuple(tiers), unit, each, reach))
    elif most is not None:
        _add(ctx.obj, scenario, Share(group, "most", most, tuple(tiers), unit, each, reach))


def quality(
    ctx: typer.Context,
    scenario: In,
    points: Annotated[
        int | None,
        typer.Option("--points", metavar="POIN", help="Poin dari 100.000 [bawaan: tidak turun dari hari ini]."),
    ] = None,
    unit: Unit = None,
    each: Each = False,
    reach: Reach = False,
) -> None:
    """Rata-rata skor pemangku jabatan dalam ruang lingkup tidak boleh di bawah angka ini, atau di bawah hari ini."""
    from workbench.scenario import Quality

    _add(ctx.obj, scenario, Quality(points, unit, each, reach))


def apart(
    ctx: typer.Context,
    scenario: In,
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", metavar="HUBUNGAN", help="Boleh diulang [bawaan: hubungan apa pun].")
    ] = None,
) -> None:
    """Tidak ada dua orang berhubungan ditaruh dalam satu garis komando."""
    from workbench.scenario import Apart

    _add(ctx.obj, scenario, Apart(tuple(kinds or ())))


def freeze(ctx: typer.Context, scenario: In, unit: UnitGiven) -> None:
    """Bekukan unit dengan semua di bawahnya: tidak ada yang keluar atau masuk."""
    from workbench.scenario import Freeze

    _add(ctx.obj, scenario, Freeze(unit))


def _add(call: Call, scenario: str, limit: "Limit") -> None:
    from workbench.scenario import AddLimit

    _do(call, scenario, AddLimit(limit))


def _do(call: Call, scenario: str, move: "Move") -> None:
    """One gesture on the record, and the limits after it; exit status 1 when it is refused or somebody was quicker."""
    from workbench.io import scenarios
    from workbench.io.ledger import Conflict
    from workbench.scenario import Refused

    done = scenarios.do(call.workspace, scenarios.load(call.workspace, scenario), [move], **call.who)
    if isinstance(done, Refused):
        note(done.reason)
        raise typer.Exit(1)
    if isinstance(done, Conflict):
        note(f"Skenario {scenario} baru saja diubah orang lain; ulangi perintahnya.")
        raise typer.Exit(1)
    _tell(call, done)


def _tell(call: Call, scenario: "Scenario") -> None:
    from workbench.scenario import limit_record, told

    limits, staffing = scenario.state.policy.limits, scenario.state.staffing
    rows = [{"id": limit.id, "told": told(limit, staffing), "limit": limit_record(limit)} for limit in limits]
    lines = [f"{row['told']}\n    {row['id']}" for row in rows]
    call.answer(rows, "\n".join(lines) or "Skenario ini tanpa batas selain batas pindahnya.")
