"""Commands that explain a plan: why, letter, overrides."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from workbench.cli.frame import AsOf, Call, OfScenario, note, progress, records, stoppable

Nip = Annotated[str, typer.Argument(metavar="NIP", help="Siapa.")]
Post = Annotated[str, typer.Argument(metavar="JABATAN", help="Identitas jabatan, seperti pada `penataan plan --json`.")]


def why(ctx: typer.Context, nip: Nip, post: Post, scenario: OfScenario = "", as_of: AsOf = None) -> None:
    """Jelaskan mengapa seseorang ditempatkan, atau tidak, pada sebuah jabatan, dan apa yang akan mengubahnya."""
    from workbench.io.documents.why_text import why_text
    from workbench.io.explaining import explained

    call: Call = ctx.obj
    with stoppable() as stop:
        found = explained(call.workspace, nip, post, scenario, as_of, progress=progress(), stop=stop)
    call.answer(found.why.to_record(), why_text(found.why, found.plan))


def letter(
    ctx: typer.Context,
    nip: Nip,
    post: Post,
    out: Annotated[Path, typer.Option("--out", metavar="BERKAS.pdf", help="Tempat suratnya ditulis.")],
    scenario: OfScenario = "",
    as_of: AsOf = None,
    lang: Annotated[Literal["id", "en"], typer.Option("--lang", help="Bahasa surat.")] = "id",
) -> None:
    """Tulis surat kepada seorang pegawai: mengapa bukan saya. Isinya hanya datanya sendiri."""
    from workbench.io.documents.letter import letter as laid_out
    from workbench.io.documents.pdf import pdf
    from workbench.io.explaining import explained
    from workbench.io.files import publish

    call: Call = ctx.obj
    if out.suffix.lower() != ".pdf":
        raise typer.BadParameter(f"{out} harus berakhiran .pdf")
    with stoppable() as stop:
        found = explained(call.workspace, nip, post, scenario, as_of, lang=lang, progress=progress(), stop=stop)
    publish(out, pdf(laid_out(found.letter(lang), call.workspace)))
    note("Surat ini draf: badan menandatanganinya sesudah membacanya.")
    call.answer({"file": str(out), "outcome": found.why.outcome}, str(out))


def overrides(ctx: typer.Context, scenario: OfScenario = "", as_of: AsOf = None) -> None:
    """Tampilkan harga setiap kunci dan larangan: merit yang hilang, siapa terlewati, siapa memutuskannya."""
    from workbench.io.documents.why_text import overrides_text
    from workbench.io.explaining import decisions, override_ledger
    from workbench.io.plans import feasible, plan_of
    from workbench.placement.ground import part
    from workbench.placement.why import overrides as priced

    call: Call = ctx.obj
    with stoppable() as stop:
        tell = progress()
        made = feasible(plan_of(call.workspace, scenario, as_of, progress=part(tell, 0.0, 0.8), stop=stop))
        found = priced(made, progress=part(tell, 0.8, 1.0), stop=stop)
    ledger = override_ledger(found, decisions(call.workspace, scenario or None))
    who = records(ledger[["actor", "role", "at", "note", "seq"]])
    told = found.to_record()
    told["overrides"] = [price | decision for price, decision in zip(told["overrides"], who, strict=True)]
    call.answer(told, overrides_text(found, ledger, made))
