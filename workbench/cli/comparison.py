"""Commands that set plans side by side: compare, matchings."""

from typing import Annotated

import typer

from workbench.cli.frame import AsOf, Call, OfScenario, progress, stoppable


def compare(
    ctx: typer.Context,
    scenarios: Annotated[list[str], typer.Argument(metavar="SKENARIO...", help="Identitas tiap skenario.")],
    agency: Annotated[
        bool, typer.Option("--kebijakan", help="Sertakan rencana menurut kebijakan badan atas potret terbaru.")
    ] = False,
) -> None:
    """Sandingkan rencana beberapa skenario: angkanya, lalu hanya kursi yang berbeda."""
    from workbench.io.documents.comparison_text import comparison_text
    from workbench.io.rivals import comparison_record, plans_of
    from workbench.placement import compare as compared
    from workbench.placement.ground import part

    call: Call = ctx.obj
    with stoppable() as stop:
        tell = progress()
        plans = plans_of(call.workspace, scenarios, agency=agency, progress=part(tell, 0.0, 0.9), stop=stop)
        found = compared(plans, progress=part(tell, 0.9, 1.0), stop=stop)
    call.answer(comparison_record(plans, found), comparison_text(found, plans))


def matchings(
    ctx: typer.Context,
    scenario: OfScenario = "",
    as_of: AsOf = None,
) -> None:
    """Susun empat rencana tandingan menurut minat kedua pihak, dan uji sifat masing-masing."""
    from workbench.io.documents.comparison_text import matchings_text
    from workbench.io.rivals import matchings_of, matchings_record
    from workbench.placement import compare as compared
    from workbench.placement.ground import part

    call: Call = ctx.obj
    with stoppable() as stop:
        tell = progress()
        made = matchings_of(call.workspace, scenario, as_of, progress=part(tell, 0.0, 0.9), stop=stop)
        many = len(made.found) > 1
        found = compared(made.found, progress=part(tell, 0.9, 1.0), stop=stop) if many else None
    call.answer(matchings_record(made), matchings_text(made, found))
    if len(made.found) < len(made.plans):
        raise typer.Exit(1)
