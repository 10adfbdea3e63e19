"""What may be laid beside the plan on the screen: its beginning, other scenarios, and rival ways to choose."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from widgets.apps.format import clock, day
from widgets.apps.panels.bar import family
from widgets.apps.screen import Screen
from workbench.io import scenarios
from workbench.placement.matching import LABELS, RULES

MOST = 6
"""Plans side by side."""

OFFERED = 12
"""Other scenarios offered: kin first, then those used last."""

PRESENT, FIRST, SCENARIO, RULE = "now", "first", "s:", "r:"


@dataclass(frozen=True)
class Option:
    """A plan that may stand in a column; `key` is `PRESENT`, `FIRST`, or a scenario or rule behind its prefix."""

    key: str
    title: str
    text: str = ""


def options(screen: Screen) -> tuple[Option, ...]:
    """The plan on the screen stands first."""
    t, session, scenario = screen.t, screen.session, screen.session.scenario
    if scenario is None:
        return ()
    title = scenario.title if session.recorded else t("compare.now")
    found = [Option(PRESENT, title, t("compare.present"))]
    if scenario.step:
        found.append(Option(FIRST, t("compare.first"), t("compare.first_text")))
    found += _scenarios(screen)
    column = 1 if screen.lang == "en" else 0
    rules = [rule for rule in RULES if rule != "merit" or session.policy.limited]
    found += [Option(RULE + rule, LABELS[rule][column], t(f"compare.{rule}")) for rule in rules]
    return tuple(found)


def _scenarios(screen: Screen) -> list[Option]:
    scenario = screen.session.scenario
    assert scenario is not None
    known = scenarios.listing(screen.session.workspace)
    known = known[known["id"] != scenario.id]
    kin = set(family(screen, scenario)["id"]) if scenario.id else set()
    known = known.assign(kin=known["id"].isin(kin)).sort_values("kin", ascending=False, kind="stable")
    return [
        Option(
            SCENARIO + row["id"],
            row["title"],
            screen.t(
                "compare.scenario",
                steps=screen.whole(row["steps"]),
                actor=row["last_actor"],
                day=day(row["last_at"].date(), screen.lang),
                time=clock(row["last_at"].to_pydatetime(), screen.lang),
            ),
        )
        for row in known.head(OFFERED).to_dict("records")
    ]


def chosen(screen: Screen, every: Sequence[Option]) -> tuple[str, ...]:
    """Keys side by side, in the order in which they are offered: those ticked; before that, the beginning of this
    scenario and its kin, or where there is neither, the rival ways to choose. None while nothing is offered."""
    keys = [option.key for option in every]
    if not keys:
        return ()
    if screen.view.compared is not None:
        return tuple(key for key in keys if key == PRESENT or key in screen.view.compared)[:MOST]
    scenario = screen.session.scenario
    own = [key for key in keys if key == FIRST]
    if scenario is not None and scenario.id:
        kin = {SCENARIO + id for id in family(screen, scenario)["id"]}
        own += [key for key in keys if key in kin]
    return tuple([PRESENT, *(own or [key for key in keys if key.startswith(RULE)])][:MOST])


def record(screen: Screen, every: Sequence[Option], ticked: Sequence[str], refused: dict[str, str]) -> dict[str, Any]:
    """`refused`: key -> why there is no such plan."""
    t, full = screen.t, len(ticked) >= MOST
    rows = [
        {
            "key": option.key,
            "title": option.title,
            "text": refused.get(option.key, option.text),
            "badge": t("compare.here") if option.key == PRESENT else "",
            "button": "",
            "on": option.key in ticked,
            "able": option.key != PRESENT and (option.key in ticked or not full),
        }
        for option in every
    ]
    aside = t("compare.count", n=screen.whole(len(ticked)), most=screen.whole(MOST))
    return {"title": t("compare.options"), "aside": aside, "empty": "", "rows": rows}
