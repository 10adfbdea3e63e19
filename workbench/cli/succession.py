"""Commands on what comes of a plan and after it: preflight, forecast, succession."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.cli.frame import AsOf, Call, OfScenario, note, progress, stoppable


def preflight(
    ctx: typer.Context,
    scenario: OfScenario = "",
    as_of: AsOf = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FOLDER", help="Tulis juga prauji.xlsx, prauji.json, rantai.html, rantai.pdf, dan alasan/."
        ),
    ] = None,
) -> None:
    """Uji rencana keputusan demi keputusan, menurut urutan penandatanganannya, sebelum diajukan ke I-MUT."""
    from workbench.io.documents.preflight_files import preflight_files
    from workbench.io.documents.succession_text import preflight_text
    from workbench.io.files import publish
    from workbench.io.plans import feasible, plan_of
    from workbench.placement import preflight as fly
    from workbench.placement.ground import part

    call: Call = ctx.obj
    if out is not None and out.exists() and not out.is_dir():
        raise typer.BadParameter(f"{out} bukan folder")
    with stoppable() as stop:
        tell = progress()
        made = feasible(plan_of(call.workspace, scenario, as_of, progress=part(tell, 0.0, 0.4), stop=stop))
        flown = fly(made, made.ground.regulation.rulebook, part(tell, 0.4, 1.0), stop)
    if out is not None:
        for name, content in preflight_files(flown, made, call.workspace):
            publish(out / name, content)
        note(f"Prauji lengkap ditulis di {out}.")
    call.answer({"head": dict(made.head), "plan": made.digest} | flown.to_record(), preflight_text(flown, made))
    if len(flown.blocked):
        raise typer.Exit(1)


def forecast(
    ctx: typer.Context,
    years: Annotated[int, typer.Option("--tahun", min=1, metavar="ANGKA", help="Berapa tahun ke depan.")] = 5,
    scenario: OfScenario = "",
    as_of: AsOf = None,
) -> None:
    """Perkirakan kursi yang akan kosong karena batas usia pensiun, per triwulan, jenjang, dan perangkat daerah."""
    from workbench.io.documents.succession_text import forecast_text
    from workbench.io.plans import question
    from workbench.placement import forecast as foreseen

    call: Call = ctx.obj
    asked = question(call.workspace, scenario, as_of)
    state = asked.state
    regulation = asked.rulebook.on(state.day, state.policy.assumptions)
    with stoppable() as stop:
        found = foreseen(state.staffing, regulation, state.day, years, progress=progress(), stop=stop)
    call.answer({"head": dict(asked.head)} | found.to_record(), forecast_text(found, state.staffing))


def succession(
    ctx: typer.Context,
    posts: Annotated[
        list[str] | None, typer.Argument(metavar="[JABATAN]...", help="ID jabatan [bawaan: semua jabatan kritis].")
    ] = None,
    scenario: OfScenario = "",
    as_of: AsOf = None,
) -> None:
    """Siapa yang siap dan hampir siap bagi tiap jabatan kritis, dan apa yang masih kurang pada yang lain."""
    from workbench.io.documents.succession_text import bench_text
    from workbench.io.failure import Failure
    from workbench.io.plans import question
    from workbench.io.resources import default_policy
    from workbench.placement import bench, prepare
    from workbench.placement.ground import part

    call: Call = ctx.obj
    asked = question(call.workspace, scenario, as_of)
    with stoppable() as stop:
        tell = progress()
        ground = prepare(asked.state, asked.rulebook, part(tell, 0.0, 0.5), stop)
        try:
            found = bench(
                ground,
                asked.state.policy,
                posts or None,
                otherwise=default_policy().settings,
                progress=part(tell, 0.5, 1.0),
                stop=stop,
            )
        except ValueError as error:
            raise Failure(str(error)) from error
    call.answer({"head": dict(asked.head)} | found.to_record(), bench_text(found, asked.state.staffing))
    if (found.coverage["ready"] == 0).any():
        raise typer.Exit(1)
