"""Why this person, why not that one, at what price, and what would change it: for the candidate that is looked at."""

from typing import Any

import pandas as pd

from widgets.apps.screen import Screen
from widgets.apps.studies import Study
from workbench.io.documents.reasons import OBSTACLE, OUTCOME, OVERRIDE, amount, enough, lost, ranged
from workbench.placement import Infeasible, Plan
from workbench.placement.why import Change, Loss, Price, Untold, Why, one_more, price_of, why
from workbench.scenario import Lock

FEW = 4
"""People whose place would change that are named."""


def study(screen: Screen, nip: str, post: str) -> Study:
    lang = screen.lang
    return Study("why", lambda plan, _p, _s: why(plan, nip, post, lang=lang), about=(nip, post), quick=True)


def price_study(nip: str, post: str) -> Study:
    """What it would cost to fix this person on this post."""
    return Study("price", lambda plan, _p, _s: price_of(plan, Lock(nip, post)), about=(nip, post), quick=True)


def seat_study(post: str) -> Study:
    """What one seat more of this post would bring."""
    return Study("seat", lambda plan, _p, _s: one_more(plan, [post]), about=post, quick=True)


def studies(screen: Screen, nip: str) -> list[Study]:
    row = screen.selected
    if row is None or not nip:
        return []
    post = str(row["post"])
    asked = [study(screen, nip, post)]
    found = screen.session.value(asked[0])
    if isinstance(found, Why) and found.outcome != "placed" and not screen.session.policy.limited:
        asked.append(price_study(nip, post))
    return [*asked, *([] if row["kind"] == "selection" else [seat_study(post)])]


def record(screen: Screen, nip: str) -> dict[str, Any] | None:
    t, plan, row = screen.t, screen.plan, screen.selected
    if plan is None or row is None or not nip:
        return None
    post, session = str(row["post"]), screen.session
    found = session.value(study(screen, nip, post))
    placed = isinstance(found, Why) and found.outcome == "placed"
    who = screen.who(nip)
    told = {
        "title": t("answer.title", who=who) if placed or found is None else t("answer.not", who=who),
        "chain_title": t("answer.without" if placed else "answer.displaced"),
        "seat": _seat(screen, session.value(seat_study(post)), row),
        "letter": "" if placed else t("answer.letter"),
        "loading": found is None,
    }
    if not isinstance(found, Why):
        nothing: dict[str, Any] = {
            "sentence": "",
            "reasons": [],
            "price": None,
            "chain": [],
            "more": "",
            "change": "",
            "checked": "",
        }
        return told | nothing | {"letter": "", "seat": ""}
    chain = found.chain[found.chain["nip"] != nip] if not placed else found.chain
    return told | {
        "sentence": _sentence(screen, found),
        "reasons": _reasons(screen, found),
        "price": _between(screen, who, found)
        if found.between is not None
        else _without(screen, found)
        if placed
        else _price(screen, who, session.value(price_study(nip, post))),
        "chain": [_moved(screen, step) for step in chain.head(FEW).to_dict("records")],
        "more": t("answer.more", n=screen.whole(len(chain) - FEW)) if len(chain) > FEW else "",
        "change": "" if placed else _change(screen, found),
        "checked": _checked(screen, found),
    }


def _sentence(screen: Screen, found: Why) -> str:
    said = OUTCOME[screen.lang][found.outcome]
    return said[:1].upper() + said[1:] + "."


def _reasons(screen: Screen, found: Why) -> list[str]:
    """What keeps the pair from being weighed, the rules by name; else how many score higher and are not there."""
    lang, t = screen.lang, screen.t
    rules = [
        t("answer.rule", label=row["label"], verdict=t(f"verdict.{row['verdict']}"), citation=row["citation"])
        for row in found.against.to_dict("records")
    ]
    said = [OBSTACLE[lang][code] for code in found.obstacles if not (rules and code in ("barred", "unknown"))]
    higher = [t("answer.higher", n=screen.whole(found.higher))] if found.higher else []
    untold = [(found.untold.reason_en if lang == "en" else found.untold.reason)] if found.untold is not None else []
    return [*(text[:1].upper() + text[1:] + "." for text in said), *rules, *higher, *untold]


def _checked(screen: Screen, found: Why) -> str:
    """How the figures were checked; empty where there are none."""
    if found.loss is not None:
        return screen.t("answer.checked")
    between = found.between
    if between is None:
        return ""
    return screen.t(f"between.{'exact' if between.exact else 'open' if between.most is None else 'checked'}")


def _between(screen: Screen, who: str, found: Why) -> dict[str, Any]:
    """Under limits: what the plan would lose, between two proven figures."""
    t, between = screen.t, found.between
    assert between is not None
    title = t("answer.price_without") if found.outcome == "placed" else t("price.title", who=who)
    if between.exact and between.most is not None and between.most.judged == (0, 0, 0):
        return {"title": title, "figures": [], "note": t("answer.tie")}
    most = None if between.most is None else between.most.points
    gained = most is not None and most < 0
    least, most = (-most, -between.least) if gained and most is not None else (between.least, most)
    label = t("price.points_more" if gained else "price.points")
    return {"title": title, "figures": [(ranged(least, most, screen.lang), label)], "note": ""}


def _without(screen: Screen, found: Why) -> dict[str, Any] | None:
    """What the plan would lose without the person there."""
    if found.blocked is not None:
        return {"title": screen.t("answer.price_without"), "figures": [], "note": screen.t("answer.no_plan_without")}
    if found.loss is None:
        return None
    if found.loss.judged == (0, 0, 0):
        return {"title": screen.t("answer.price_without"), "figures": [], "note": screen.t("answer.tie")}
    return {"title": screen.t("answer.price_without"), "figures": _figures(screen, found.loss), "note": ""}


def _figures(screen: Screen, loss: Loss) -> list[tuple[str, str]]:
    t, found = screen.t, []
    if loss.critical:
        found.append(
            (screen.whole(abs(loss.critical)), t("price.critical" if loss.critical > 0 else "price.critical_more"))
        )
    zero = loss.points == 0
    value = screen.score(0) if zero else amount(abs(loss.points), screen.lang)
    return [*found, (value, t("price.points" if loss.points >= 0 else "price.points_more"))]


def _price(screen: Screen, who: str, found: Any) -> dict[str, Any] | None:
    """The price of the override before the click."""
    t = screen.t
    title = t("price.title", who=who)
    match found:
        case Price(loss=Loss() as loss):
            figures = [
                *_figures(screen, loss),
                (screen.whole(len(found.passed_over)), t("price.passed_over")),
                (screen.whole(found.steps), t("price.steps")),
            ]
            against = t("price.against", n=screen.whole(found.findings_no)) if found.findings_no else ""
            return {"title": title, "figures": figures, "note": against}
        case Price():
            return {"title": title, "figures": [], "note": t("price.needed")}
        case Infeasible():
            return {"title": title, "figures": [], "note": t("price.impossible")}
        case Untold(code=code) if code != "limits":
            return {"title": title, "figures": [], "note": found.reason_en if screen.lang == "en" else found.reason}
    return None


def _moved(screen: Screen, step: dict[Any, Any]) -> dict[str, str]:
    places = [screen.title(step[at]) if isinstance(step[at], str) else "" for at in ("from_post", "to_post")]
    before, after = (place or screen.t("answer.nowhere") for place in places)
    return {"who": screen.who(step["nip"]), "text": screen.t("answer.moved", before=before, after=after)}


def _change(screen: Screen, found: Why) -> str:
    t, change = screen.t, found.change
    match change:
        case Change(kind="points", points=int(points)):
            reach = "" if change.reach is None else t("change.enough" if change.reach else "change.short")
            return t("change.points", points=enough(points, screen.lang), reach=reach)
        case Change(kind="never"):
            return t("change.never")
        case Change(kind="rules" | "data"):
            return t("change.rules", rules=", ".join(found.against["label"]))
        case Change(kind="override", override=(kind, _, post)):
            there = "" if change.there is None else t("change.there" if change.there else "change.not_there")
            word = OVERRIDE[screen.lang][kind].lower()
            return t("change.override", override=word, post=screen.title(post), there=there)
    return ""


def _seat(screen: Screen, found: Any, row: pd.Series) -> str:
    """What one seat more of this post is worth; empty while nobody knows."""
    if not isinstance(found, pd.DataFrame) or found.empty:
        return ""
    t, more = screen.t, found.iloc[0]
    if pd.isna(more["critical"]):
        return t("seat.unknown")
    if more["points_most"] > more["points"]:
        return t("seat.range", points=ranged(int(more["points"]), int(more["points_most"]), screen.lang))
    gain = Loss(-int(more["critical"]), -int(more["points"]), int(more["moves"]))
    if gain.judged == (0, 0, 0) or not isinstance(more["fills"], str):
        return t("seat.nothing")
    return t("seat.more", gain=lost(Loss(*gain.judged[:2], 0), screen.lang), who=screen.who(more["fills"]))


def letter(plan: Plan, found: Why, lang: str, workspace: Any) -> bytes:
    """The answer as a letter to the person, from their own data alone."""
    from workbench.io.documents.letter import letter as laid_out
    from workbench.io.documents.pdf import pdf
    from workbench.io.explaining import Explained

    return pdf(laid_out(Explained(plan, found).letter(lang), workspace))
