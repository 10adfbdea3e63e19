"""A pre-flight as workbooks: one for the whole plan, and one for each move to attach to its proposal."""

from collections.abc import Iterator

from workbench.io.documents import preflight_tables as tables
from workbench.io.documents.naming import Naming
from workbench.io.documents.preflight_tables import Papers
from workbench.io.documents.words import say
from workbench.io.documents.xlsx import workbook
from workbench.placement import Plan, Preflight


def preflight_xlsx(flown: Preflight, plan: Plan, papers: Papers, lang: str = "id") -> bytes:
    """Urutan keputusan, Temuan, Bukti, Seluruh rencana, Rantai."""
    naming = Naming.of(plan.ground.staffing)
    sheets = {
        say(lang, "Urutan keputusan", "Order of decrees"): (tables.order(flown, naming, lang),),
        say(lang, "Temuan", "Findings"): (tables.findings(flown, naming, papers, lang),),
        say(lang, "Bukti", "Evidence"): (tables.evidence(flown, naming, papers, lang),),
        say(lang, "Seluruh rencana", "Whole plan"): (tables.whole(flown, lang),),
        say(lang, "Rantai", "Chains"): (tables.chains(plan, naming, lang),),
    }
    return workbook(sheets, plan.ground.staffing.as_of, lang)


def reasons_xlsx(flown: Preflight, plan: Plan, papers: Papers, lang: str = "id") -> Iterator[tuple[str, bytes]]:
    """Name of the file and its content, of each move: Alasan dan bukti, which names nobody else."""
    moves = flown.steps[flown.steps["kind"] == "move"]
    digits = len(str(len(flown.steps)))
    for order, nip in moves[["order", "nip"]].itertuples(index=False):
        sheet = {
            say(lang, "Alasan dan bukti", "Reasons and evidence"): tables.reasons(flown, plan, order, papers, lang)
        }
        yield f"{order:0{digits}}-{nip}.xlsx", workbook(sheet, plan.ground.staffing.as_of, lang)
