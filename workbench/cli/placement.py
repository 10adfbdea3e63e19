"""Commands on placement: plan, audit, worklist."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.frame import AsOf, Call, OfScenario, note, progress, stoppable


def plan(
    ctx: typer.Context,
    as_of: AsOf = None,
    scenario: OfScenario = "",
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
    with stoppable() as stop:
        made = feasible(plan_of(call.workspace, scenario, as_of, progress=progress(), stop=stop))
    if out is not None:
        publish(out, plan_xlsx(made))
        note(f"Rencana lengkap ditulis di {out}.")
    call.answer(made.to_record(), plan_text(made))


def audit(
    ctx: typer.Context,
    scenario: OfScenario = "",
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="BERKAS.xlsx", help="Tulis juga audit lengkap sebagai XLSX.")
    ] = None,
) -> None:
    """Audit keadilan sebuah rencana: siapa terpilih, siapa terlewati, dan mutu tiap perangkat daerah."""
    from workbench.io.documents.audit_text import audit_text
    from workbench.io.documents.audit_xlsx import audit_xlsx
    from workbench.io.files import publish
    from workbench.io.plans import feasible, plan_of
    from workbench.io.resources import fairness
    from workbench.placement import audit as audited
    from workbench.placement.ground import part

    call: Call = ctx.obj
    if out is not None and out.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{out} harus berakhiran .xlsx")
    with stoppable() as stop:
        tell = progress()
        made = feasible(plan_of(call.workspace, scenario, as_of, progress=part(tell, 0.0, 0.8), stop=stop))
        found = audited(made, fairness(), progress=part(tell, 0.8, 1.0), stop=stop)
    if out is not None:
        publish(out, audit_xlsx(found, made))
        note(f"Audit lengkap ditulis di {out}.")
    call.answer(found.to_record(), audit_text(found, made.ground.staffing))
    if found.asks:
        raise typer.Exit(1)


def worklist(
    ctx: typer.Context,
    scenario: OfScenario = "",
    as_of: AsOf = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="BERKAS.xlsx", help="Tulis juga seluruh daftar sebagai XLSX.")
    ] = None,
) -> None:
    """Daftar kerja data: yang belum diketahui dan akan mengubah rencana, yang terbesar taruhannya dahulu."""
    from workbench.io.documents.worklist_text import worklist_text, worklist_xlsx
    from workbench.io.failure import Failure
    from workbench.io.files import publish
    from workbench.io.plans import feasible, plan_of
    from workbench.placement import Untold
    from workbench.placement.cleaning import worklist as listed
    from workbench.placement.ground import part

    call: Call = ctx.obj
    if out is not None and out.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{out} harus berakhiran .xlsx")
    with stoppable() as stop:
        tell = progress()
        made = feasible(plan_of(call.workspace, scenario, as_of, progress=part(tell, 0.0, 0.3), stop=stop))
        found = listed(made, progress=part(tell, 0.3, 1.0), stop=stop)
    if isinstance(found, Untold):
        raise Failure(found.reason)
    if out is not None:
        publish(out, worklist_xlsx(found, made))
        note(f"Seluruh daftar ditulis di {out}.")
    call.answer(found.to_record(), worklist_text(found, made))
