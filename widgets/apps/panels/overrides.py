"""Locks and bans in force, each with its price and its way back."""

from typing import Any

from widgets.apps.screen import Screen
from widgets.apps.studies import Study
from workbench.io.documents.reasons import amount, enough
from workbench.placement import Plan
from workbench.placement.engine.assign import Progress, StopSign
from workbench.placement.why import Price, Priced, overrides


def record(screen: Screen) -> dict[str, Any] | None:
    t, session = screen.t, screen.session
    if session.scenario is None or screen.plan is None:
        return None
    told = _prices(screen)
    rows = [
        {
            "key": str(number),
            "title": screen.title(post),
            "text": t(f"overrides.{kind}", who=screen.who(nip)),
            "price": told.get((kind, nip, post), ""),
            "release": t("overrides.release"),
        }
        for number, (kind, nip, post) in enumerate(seats(screen))
    ]
    count = screen.whole(len(rows))
    return {"title": t("overrides.title"), "count": count, "empty": t("overrides.empty"), "rows": rows}


def prices(screen: Screen) -> Study:
    """What each lock and ban in force costs: a blink, or under limits a search for each."""

    def work(plan: Plan, progress: Progress, stop: StopSign) -> Priced:
        return overrides(plan, progress=progress, stop=stop)

    return Study("overrides", work, quick=not screen.session.policy.limited)


def _prices(screen: Screen) -> dict[tuple[str, str, str], str]:
    """The price of each override in words; empty while nobody has worked it out."""
    found = screen.session.value(prices(screen))
    if not isinstance(found, Priced):
        return {}
    return {(price.kind, price.nip, price.post): _price(screen, price) for price in found.prices}


def _price(screen: Screen, price: Price) -> str:
    if price.loss is None:
        return screen.t("price.needed")
    points = price.loss.points
    told = amount(abs(points), screen.lang) if points else screen.score(0)
    if price.near:
        told = screen.t("price.near", points=told, near=enough(price.near, screen.lang))
    people = screen.whole(len(price.passed_over))
    return screen.t("price.gain" if points < 0 else "price.force", points=told, people=people)


def seats(screen: Screen) -> list[tuple[str, str, str]]:
    """kind (lock, forbid), nip, post: in the order in which they are listed. The page is told their place alone."""
    policy = screen.session.policy
    listed = [
        *(("lock", *seat) for seat in sorted(policy.locks)),
        *(("forbid", *seat) for seat in sorted(policy.forbids)),
    ]
    return sorted(listed, key=lambda seat: (seat[2], seat[0], seat[1]))
