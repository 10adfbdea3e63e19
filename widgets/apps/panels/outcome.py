"""What the plan does, in a few numbers with what they were before; and how much of it is sure, once that was tried."""

from typing import Any

from widgets.apps import format
from widgets.apps.panels.audit import robust
from widgets.apps.screen import Screen
from widgets.numbers import Figure
from workbench.placement import Robust


def record(screen: Screen) -> dict[str, Any] | None:
    t, plan = screen.t, screen.plan
    if plan is None:
        return None
    told, limit = plan.summary, plan.policy.move_limit
    part = t("numbers.of", part=screen.whole(told["critical_filled"]), all=screen.whole(told["critical_seats"]))
    critical = part if told["critical_seats"] else t("numbers.none")
    gained = told["critical_filled"] - told["critical_before"]
    rows = [
        _mean(screen, told["score_mean"], told["score_mean_before"]),
        _figure(screen, "critical", critical, screen.whole(abs(gained)), gained),
        Figure(
            label=t("numbers.moves"),
            value=screen.whole(told["moves"]),
            sub=t("policy.no_limit") if limit is None else t("numbers.limit", limit=screen.whole(limit)),
            tone="",
        ),
        Figure(
            label=t("numbers.vacant"),
            value=screen.whole(told["vacant_after"]),
            sub=t("numbers.before", before=screen.whole(told["open_before"])),
            tone="",
        ),
    ]
    core = screen.session.value(robust.CORE)
    rows += [robust.by_weights(screen, core)] if isinstance(core, Robust) else []
    return {"title": t("numbers.title"), "rows": rows}


def _mean(screen: Screen, after: int | None, before: int | None) -> Figure:
    if after is None:
        return Figure(label=screen.t("numbers.mean"), value=screen.t("numbers.none"), sub="", tone="")
    gain = after - before if before is not None else 0
    return _figure(screen, "mean", screen.score(after), format.gain(gain, screen.lang), gain)


def _figure(screen: Screen, name: str, value: str, by: str, gain: int) -> Figure:
    """With the word that says which way it went, and whether that is good."""
    t = screen.t
    way, tone = ("up", "pn-naik") if gain > 0 else ("down", "pn-turun") if gain < 0 else ("same", "")
    return Figure(
        label=t(f"numbers.{name}"),
        value=value,
        sub=t(f"numbers.{way}") if way == "same" else t(f"numbers.{way}", by=by),
        tone=tone,
    )
