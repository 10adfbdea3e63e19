"""The plan as a workbook."""

from workbench.io.documents import plan_tables
from workbench.io.documents.words import say
from workbench.io.documents.xlsx import workbook
from workbench.placement import Plan


def plan_xlsx(plan: Plan, lang: str = "id") -> bytes:
    """Rencana, Rantai, Tetap kosong, Daftar seleksi, Temuan, Dasar: the whole plan with its reasons. Equal plans give
    equal bytes."""
    sheets = {
        say(lang, "Rencana", "Plan"): (plan_tables.rows(plan, lang),),
        say(lang, "Rantai", "Chains"): (plan_tables.chains(plan, lang),),
        say(lang, "Tetap kosong", "Left vacant"): (plan_tables.vacant(plan, lang),),
        say(lang, "Daftar seleksi", "Slates"): (plan_tables.slates(plan, lang),),
        say(lang, "Temuan", "Findings"): (plan_tables.findings(plan, lang),),
        say(lang, "Dasar", "Basis"): plan_tables.basis(plan, lang),
    }
    return workbook(sheets, plan.ground.staffing.as_of, lang)
