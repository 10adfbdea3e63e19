"""Commands of approval: submit, approve, return, withdraw, waive."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.branches import PHASES, Id, settled
from workbench.cli.frame import Call

if TYPE_CHECKING:
    from workbench.scenario import Scenario

Reason = Annotated[str, typer.Option("--reason", metavar="ALASAN", help="Alasan yang dicatat.")]


def scenario_submit(ctx: typer.Context, id: Id, reason: Reason = "") -> None:
    """Ajukan skenario untuk disetujui; sejak itu ia tidak berubah, sampai dikembalikan atau ditarik."""
    from workbench.io import approval, scenarios

    call: Call = ctx.obj
    opened = scenarios.load(call.workspace, id)
    found = approval.obstacles(call.workspace, opened)
    told = [f"[{rule}] {sentence}" for rule, sentence in zip(found["rule"], found["told"], strict=True)]
    _tell(call, settled(approval.submit(call.workspace, opened, told, reason, **call.who), id))


def scenario_approve(ctx: typer.Context, id: Id, reason: Reason = "") -> None:
    """Setujui tahap berikutnya sebuah skenario yang diajukan orang lain."""
    from workbench.io import approval, scenarios

    call: Call = ctx.obj
    opened = scenarios.load(call.workspace, id)
    _tell(call, settled(approval.approve(call.workspace, opened, reason, **call.who), id))


def scenario_return(
    ctx: typer.Context,
    id: Id,
    reason: Annotated[str, typer.Option("--reason", metavar="ALASAN", help="Mengapa dikembalikan; wajib.")],
) -> None:
    """Kembalikan skenario yang diajukan, dengan alasannya; ia dapat diubah dan diajukan lagi."""
    from workbench.io import approval, scenarios

    call: Call = ctx.obj
    opened = scenarios.load(call.workspace, id)
    _tell(call, settled(approval.give_back(call.workspace, opened, reason, **call.who), id))


def scenario_withdraw(ctx: typer.Context, id: Id, reason: Reason = "") -> None:
    """Tarik kembali skenario yang Anda ajukan sendiri."""
    from workbench.io import approval, scenarios

    call: Call = ctx.obj
    opened = scenarios.load(call.workspace, id)
    _tell(call, settled(approval.withdraw(call.workspace, opened, reason, **call.who), id))


def scenario_waive(
    ctx: typer.Context,
    id: Id,
    rule: Annotated[str, typer.Argument(metavar="ATURAN", help="Penghalang yang dikecualikan.")],
    reason: Annotated[str, typer.Option("--reason", metavar="ALASAN", help="Mengapa boleh; wajib.")],
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="Hanya bagi unit ini.")] = "",
) -> None:
    """Tulis pengecualian bagi sebuah penghalang pengajuan; penulisnya tidak dapat menyetujui skenario itu."""
    from workbench.io import approval, scenarios

    call: Call = ctx.obj
    opened = scenarios.load(call.workspace, id)
    _tell(call, settled(approval.waive(call.workspace, opened, rule, reason, unit, **call.who), id))


def _tell(call: Call, scenario: "Scenario") -> None:
    from workbench.io import approval, resources

    status = approval.standing(call.workspace, scenario)
    titles = {level.id: level.title for level in resources.approval()}
    data: dict[str, Any] = {
        **{"id": scenario.id, "seq": scenario.seq, "status": status.phase, "level": status.level},
        **{"frozen": status.frozen, "submitter": status.submitter, "reason": status.reason},
        "passed": [{"level": level, "actor": actor} for level, actor in status.passed],
        "waivers": [{"rule": each.rule, "unit": each.unit, "reason": each.reason} for each in status.waivers],
    }
    waits = f"; menunggu {titles.get(status.level, status.level)}" if status.level else ""
    call.answer(data, f"Skenario {scenario.id} {PHASES[status.phase]}{waits}.")
