"""How good the plan is within its limits: proven best, or at most so far from it."""

from decimal import ROUND_CEILING, Decimal

from babel.numbers import format_decimal

from widgets.apps.panels.limits.table import in_force
from widgets.apps.screen import Screen
from workbench.io.documents.formats import LOCALES
from workbench.io.documents.reasons import amount
from workbench.placement import Plan


def note(screen: Screen) -> str:
    """One sentence; empty where no limit is in force, since such a plan is always proven best."""
    t, plan = screen.t, screen.plan
    count = len(in_force(plan.policy)) if plan is not None else 0
    if plan is None or not count:
        return ""
    one, n = "_one" if count == 1 else "", screen.whole(count)
    found = plan.assignment
    if not found.gap:
        return t(f"proof.best{one}", n=n)
    if found.gap >= found.worth:
        return t("proof.critical", n=screen.whole(found.gap // found.worth))
    return t(f"proof.gap{one}", n=n, share=percent(share(plan), screen.lang), points=amount(found.gap, screen.lang))


def proven(plan: Plan) -> bool:
    """Read off the summary: a plan without limits would have to be told as a table first."""
    return not plan.summary["gap"]


def share(plan: Plan) -> Decimal:
    """By what part of its points a plan with as many critical seats could exceed this one at most: points won or
    kept over all, critical seats left out."""
    found = plan.assignment
    best = found.total + found.gap
    return Decimal(found.gap) / best if best else Decimal(0)


def percent(part: Decimal, lang: str) -> str:
    """In percent with two figures that count, never rounded to less.

    >>> percent(Decimal("0.0000612"), "id"), percent(Decimal("0.0312"), "en")
    ('0,0062 %', '3.2 %')
    """
    value = part * 100
    digits = max(1, 1 - value.adjusted()) if value else 1
    told = value.quantize(Decimal(1).scaleb(-digits), ROUND_CEILING)
    return f"{format_decimal(told, '#,##0.0' + '#' * (digits - 1), locale=LOCALES[lang])} %"
