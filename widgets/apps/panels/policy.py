"""The agency's choices as sliders: weights, limit of moves, price of a move."""

from collections.abc import Mapping
from dataclasses import replace as replaced
from typing import Any

from widgets.apps.screen import Screen
from widgets.apps.session import Session
from widgets.apps.studies import Study
from widgets.sliders import Slider
from workbench.io.documents.words import COMPONENTS as LABELS
from workbench.placement import Plan
from workbench.scenario import COMPONENTS, Move, Policy, SetLimit, SetWeights, State, rebalanced

POINT = 1000
"""Points of score in one point on the screen."""

DEAREST = 20
"""Highest price of a move that the slider offers, in points on the screen."""

LIMIT, PRICE = "move_limit", "move_price"


def record(screen: Screen, trial: Mapping[str, int] | None = None) -> dict[str, Any]:
    """`trial`: weights that a drag would give, before it is at rest."""
    t, session = screen.t, screen.session
    policy = session.policy
    weights = trial or policy.weights
    first = session.scenario.base.policy if session.scenario is not None else policy
    sliders = [_weight(screen, name, int(weights[name]), int(first.weights[name])) for name in COMPONENTS]
    return {
        "title": t("policy.title"),
        "aside": t("policy.sum", sum=sum(weights.values())),
        "note": _note(screen, policy, first),
        "groups": [sliders, [_limit(screen, policy, first), _price(screen, policy, first)]],
    }


def _weight(screen: Screen, name: str, value: int, mark: int) -> Slider:
    return {
        "name": name,
        "label": LABELS[screen.lang][name],
        "value": value,
        "text": str(value),
        "min": 0,
        "max": 50 if max(value, mark) <= 50 else 100,
        "step": 1,
        "mark": mark,
        "live": True,
    }


def most_moves(session: Session) -> int:
    """Where the slider of the limit ends: more people cannot move than a plan without limit would move."""
    seen = session.plan.summary["moves"] if session.plan is not None else 0
    return max(10, int(seen), *(int(policy.move_limit or 0) for policy in _policies(session)))


def _policies(session: Session) -> tuple[Policy, ...]:
    scenario = session.scenario
    if scenario is None:
        return (session.policy,)
    return (scenario.base.policy, *(step.state.policy for step in (*scenario.done, *scenario.undone)))


def _limit(screen: Screen, policy: Policy, first: Policy) -> Slider:
    """One beyond the most is no limit at all."""
    most = screen.session.most_moves = max(most_moves(screen.session), screen.session.most_moves)
    value = policy.move_limit if policy.move_limit is not None else most + 1
    mark = first.move_limit if first.move_limit is not None else most + 1
    return {
        "name": LIMIT,
        "label": screen.t("policy.limit"),
        "value": value,
        "text": screen.t("policy.no_limit") if policy.move_limit is None else screen.whole(value),
        "min": 0,
        "max": most + 1,
        "step": 1,
        "mark": mark,
        "live": False,
    }


def _price(screen: Screen, policy: Policy, first: Policy) -> Slider:
    value = policy.move_price // POINT
    return {
        "name": PRICE,
        "label": screen.t("policy.price"),
        "value": value,
        "text": screen.t("policy.points", points=price(screen, policy.move_price)),
        "min": 0,
        "max": max(DEAREST, value, first.move_price // POINT),
        "step": 1,
        "mark": first.move_price // POINT,
        "live": False,
    }


def price(screen: Screen, points: int) -> str:
    """A price of a move as people read it: whole where it is."""
    return screen.whole(points // POINT) if points % POINT == 0 else screen.score(points)


def _note(screen: Screen, policy: Policy, first: Policy) -> str:
    t, session = screen.t, screen.session
    if dict(policy.weights) == dict(first.weights):
        return t("policy.same")
    asked = reference(screen)
    other = session.value(asked) if asked is not None else None
    if session.plan is None or not isinstance(other, Plan):
        return t("policy.counting")
    changed = moved(session.plan, other)
    every = session.plan.summary["moves"]
    return t("policy.note", changed=screen.whole(changed), all=screen.whole(every))


def reference(screen: Screen) -> Study | None:
    """The plan that the weights of the beginning would give, all else equal; None while no weight has changed."""
    session, scenario = screen.session, screen.session.scenario
    if scenario is None or dict(scenario.state.policy.weights) == dict(scenario.base.policy.weights):
        return None
    policy = replaced(scenario.state.policy, weights=dict(scenario.base.policy.weights))
    asked = replaced(scenario, base=State(scenario.state.staffing, policy), done=())
    return Study(
        "reference",
        lambda plan, progress, stop: session.planned(asked, progress, stop),
        about=tuple(sorted(policy.weights.items())),
    )


def moved(plan: Plan, other: Plan) -> int:
    """Proposals of `plan` that `other` does not make."""
    made = set(zip(other.moves["nip"], other.moves["to_post"], strict=True))
    return sum(pair not in made for pair in zip(plan.moves["nip"], plan.moves["to_post"], strict=True))


def move(session: Session, name: str, value: int) -> Move | None:
    """The move that a slider at rest asks for; None when nothing would change."""
    policy = session.policy
    if name in COMPONENTS:
        weights = rebalanced(policy.weights, name, value)
        return SetWeights(weights) if weights != dict(policy.weights) else None
    if name == LIMIT:
        limit = None if value > session.most_moves else max(0, value)
        return SetLimit(LIMIT, limit) if limit != policy.move_limit else None
    if name == PRICE:
        price = max(0, value) * POINT
        return SetLimit(PRICE, price) if price != policy.move_price else None
    return None
