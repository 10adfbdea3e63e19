"""The frontier of merit and moves as one part of a sheet: each point is the best plan at one price of a move."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any

import pandas as pd

from widgets.apps import charts
from widgets.apps.panels import plan as progress_words
from widgets.apps.panels import policy
from widgets.apps.screen import Screen
from widgets.apps.studies import Study
from widgets.frontier import Frontier, Point, Tick
from workbench.placement import Ground, Infeasible, Plan, Stopped
from workbench.placement.engine.assign import Progress, StopSign
from workbench.scenario import SetLimit

OPENED, TABLED = "garis-depan", "garis-depan-tabel"
"""The panel and its table among the parts of the page that are folded out."""

WORDS = ("across", "up", "choose", "current", "hint", "table", "noTable")


@dataclass(frozen=True, eq=False)
class Curve:
    """`found`: what the core gave, for every price. `table`: a row a plan, from few moves to many: price (the lowest
    that gives it), to (the highest), moves, merit, critical, x and y (percent of the plot). `why`: why there is none.
    """

    ground: Ground
    asked: str
    found: pd.DataFrame | Infeasible
    table: pd.DataFrame
    svg: str = ""
    across: tuple[tuple[float, float], ...] = ()
    up: tuple[tuple[float, float], ...] = ()
    why: Infeasible | None = None

    def fits(self, plan: Plan) -> bool:
        return self.ground is plan.ground and self.asked == asked(plan)


def asked(plan: Plan) -> str:
    """What the curve depends on beyond the ground: all of the policy but the price, which it goes through, and the
    limits, which it sets aside."""
    return repr(replace(plan.policy, move_price=0, move_limit=None, limits=()).to_record())


# the curve ------------------------------------------------------------------------------------------------------------


def drawn(plan: Plan, found: pd.DataFrame | Infeasible) -> Curve:
    """The curve of `placement.limits.frontier` with its drawing. The plan on the screen is one more of its points: the
    best at the price in force, unless limits take it off the curve."""
    curve = Curve(plan.ground, asked(plan), found, pd.DataFrame())
    if isinstance(found, Infeasible):
        return replace(curve, why=found)
    every = found if plan.policy.limited else pd.concat([found, _own(plan)], ignore_index=True)
    named = {"price": ("price", "min"), "to": ("price", "max")}
    table = every.groupby(["moves", "merit", "critical"], as_index=False).agg(**named)
    table = table.sort_values(["moves", "price"], ascending=[True, False], ignore_index=True)
    if len(table) < 2:
        return replace(curve, table=table)
    across, up = (ticks(int(table[name].min()), int(table[name].max())) for name in ("moves", "merit"))
    placed = table.assign(x=_placed(table["moves"], across), y=_placed(table["merit"], up))
    at = tuple(zip(placed["x"].astype(float), placed["y"].astype(float), strict=True))
    return replace(curve, table=placed, svg=charts.curve(at), across=_marks(across), up=_marks(up))


def _own(plan: Plan) -> pd.DataFrame:
    """The plan as a row of the frontier."""
    told = plan.summary
    row = {"price": plan.policy.move_price, "moves": told["moves"], "critical": told["critical_filled"]}
    return pd.DataFrame([row | {"merit": int(plan.rows["score"].sum())}])


def ticks(low: int, high: int, wanted: int = 4) -> tuple[int, ...]:
    """Whole round numbers around a range, at least two.

    >>> ticks(0, 31), ticks(8_001_250, 8_016_275), ticks(7, 7)
    ((0, 10, 20, 30, 40), (8000000, 8005000, 8010000, 8015000, 8020000), (7, 8))
    """
    least = max(1.0, (high - low) / wanted)
    unit = 10 ** floor(log10(least))
    step = next(step for step in (unit, 2 * unit, 5 * unit, 10 * unit) if step >= least)
    first, last = low // step, max(-(-high // step), low // step + 1)
    return tuple(step * at for at in range(first, last + 1))


def _placed(values: pd.Series, ends: tuple[int, ...]) -> pd.Series:
    return (100 * (values - ends[0]) / (ends[-1] - ends[0])).round(3)


def _marks(ends: tuple[int, ...]) -> tuple[tuple[float, float], ...]:
    return tuple((round(100 * (value - ends[0]) / (ends[-1] - ends[0]), 3), float(value)) for value in ends)


# the part -------------------------------------------------------------------------------------------------------------


class Frontiers:
    """`leaf` draws it. The curve is worked out once it is looked at, and kept while only the price changes."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.leaf = screen, Frontier()
        self.study = Study("frontier", self._work)
        self._kept: Curve | None = None
        self.leaf.on_gesture(self._hear)

    # -- what it knows

    def _work(self, plan: Plan, progress: Progress, stop: StopSign) -> Curve:
        from workbench.placement.limits.frontier import frontier

        kept = self._kept
        if kept is not None and kept.fits(plan):
            found = kept.found
        else:
            found = frontier(plan.ground, plan.policy, progress=progress, stop=stop)
            if stop.is_set():
                raise Stopped
        self._kept = made = drawn(plan, found)
        return made

    @property
    def opened(self) -> bool:
        return OPENED in self.screen.view.opened

    @property
    def curve(self) -> Curve | None:
        """That of the plan on the screen; until it is there, that of another price."""
        plan = self.screen.plan
        if plan is None:
            return None
        found = self.screen.session.value(self.study)
        if isinstance(found, Curve):
            return found
        return self._kept if self._kept is not None and self._kept.fits(plan) else None

    def wanted(self) -> list[Study]:
        return [self.study] if self.opened and self.screen.plan is not None else []

    # -- showing

    def wait(self) -> None:
        session = self.screen.session
        aside = session.aside if session.study == self.study else None
        self.leaf.wait(progress_words.told(aside, self.screen.t, self.screen.t("frontier.counting")))

    def seen(self) -> tuple[Any, ...]:
        """What the record rests on, beyond the plan."""
        return self.screen.session.scenario, self.screen.view.opened, self.curve, self._left

    @property
    def _left(self) -> bool:
        """Whether nobody works it out: it was stopped, or it failed."""
        found = self.screen.session.answer(self.study) if self.screen.plan is not None else None
        return found is not None and found.message is not None

    def record(self) -> dict[str, Any] | None:
        t, plan = self.screen.t, self.screen.plan
        if plan is None:
            return None
        curve, price = self.curve, plan.policy.move_price
        points = self._points(curve, price) if curve is not None and self.opened else []
        moves = self.screen.whole(plan.summary["moves"])
        return {
            "title": t("frontier.title"),
            "summary": t("frontier.summary", moves=moves, price=self._price(price)),
            "opened": self.opened,
            "loading": self.opened and curve is None and not self._left,
            "empty": self._empty(curve),
            "note": t("frontier.note_limits" if plan.policy.limited else "frontier.note"),
            "svg": curve.svg if curve is not None and points else "",
            "alt": self._alt(curve, price) if curve is not None and points else "",
            "across": self._ticks(curve.across, points=False) if curve is not None and points else [],
            "up": self._ticks(curve.up, points=True) if curve is not None and points else [],
            "points": points,
            "mark": self._mark(curve, plan) if curve is not None and points else None,
            "tabled": TABLED in self.screen.view.opened,
            "columns": [t(f"frontier.column_{name}") for name in ("moves", "merit", "critical", "price")],
            "words": {word: t(f"frontier.{word}") for word in WORDS},
        }

    def _empty(self, curve: Curve | None) -> str:
        if curve is None:
            return self.screen.t("frontier.left")
        if curve.why is not None:
            from widgets.apps.panels.states import masked

            return masked(self.screen, curve.why.reason_en if self.screen.lang == "en" else curve.why.reason)
        return self.screen.t("frontier.one")

    def _points(self, curve: Curve, price: int) -> list[Point]:
        if len(curve.table) < 2:
            return []
        t, current = self.screen.t, _current(curve.table, price)
        made = []
        for at, row in enumerate(curve.table.to_dict("records")):
            span = self._span(int(row["price"]), int(row["to"]))
            moves, critical = (self.screen.whole(row[name]) for name in ("moves", "critical"))
            merit = self.screen.score(row["merit"])
            made.append(
                Point(
                    key=str(row["price"]),
                    x=float(row["x"]),
                    y=float(row["y"]),
                    text=t("frontier.point", moves=moves, merit=merit, critical=critical, price=span),
                    current=at == current,
                    cells=[moves, merit, critical, span],
                )
            )
        return made

    def _price(self, points: int) -> str:
        return policy.price(self.screen, points)

    def _span(self, low: int, high: int) -> str:
        ends = self._price(low), self._price(high)
        return ends[0] if ends[0] == ends[1] else self.screen.t("frontier.span", low=ends[0], high=ends[1])

    def _ticks(self, marks: tuple[tuple[float, float], ...], *, points: bool) -> list[Tick]:
        fine = points and len(marks) > 1 and (marks[1][1] - marks[0][1]) % policy.POINT != 0
        return [Tick(at=at, text=self._figure(value, points=points, fine=fine)) for at, value in marks]

    def _figure(self, value: float, *, points: bool, fine: bool) -> str:
        if not points:
            return self.screen.whole(value)
        return self.screen.score(value) if fine else self.screen.whole(value / policy.POINT)

    def _mark(self, curve: Curve, plan: Plan) -> dict[str, Any] | None:
        """Where the price in force stands: at the plan on the screen, or, since limits take that off the curve, at the
        point of this price, where there is one."""
        first, last = curve.across[0][1], curve.across[-1][1]
        x = 100 * (plan.summary["moves"] - first) / (last - first)
        if plan.policy.limited:
            at = _current(curve.table, plan.policy.move_price)
            if at < 0:
                return None
            x = float(curve.table["x"].iloc[at])
        text = self.screen.t("frontier.now", price=self._price(plan.policy.move_price))
        return {"x": round(min(100.0, max(0.0, x)), 3), "text": text}

    def _alt(self, curve: Curve, price: int) -> str:
        """The curve in a sentence: both its ends."""
        ends = [curve.table.iloc[at] for at in (0, -1)]
        figures = {
            f"{name}{number}": self.screen.whole(end[name]) if name == "moves" else self.screen.score(end[name])
            for number, end in enumerate(ends, start=1)
            for name in ("moves", "merit")
        }
        return self.screen.t("frontier.alt", n=self.screen.whole(len(curve.table)), **figures, price=self._price(price))

    # -- hearing

    def _hear(self, gesture: str, detail: Mapping[str, Any]) -> None:
        session = self.screen.session
        if gesture in ("open", "table"):
            name, opened = (OPENED if gesture == "open" else TABLED), session.view.opened
            if gesture == "open" and detail.get("on") and self._left:
                session.retry(self.study)
            session.look(opened=opened | {name} if detail.get("on") else opened - {name})
        elif gesture == "cancel" and session.study == self.study:
            session.leave(self.study)
        elif gesture == "choose" and self.curve is not None:
            self._choose(str(detail.get("key", "")), self.curve)

    def _choose(self, key: str, curve: Curve) -> None:
        session = self.screen.session
        table = curve.table
        found = table[table["price"].astype("str") == key] if len(table) else table
        if found.empty:
            return
        row, now = found.iloc[0], session.policy.move_price
        if not row["price"] <= now <= row["to"]:
            session.do(SetLimit(policy.PRICE, chosen(int(row["price"]), int(row["to"]))), name=policy.PRICE)


def _current(table: pd.DataFrame, price: int) -> int:
    """The point at the price in force, -1 where it lies between two."""
    inside = ((table["price"] <= price) & (price <= table["to"])).to_numpy()
    return int(inside.argmax()) if inside.any() else -1


def chosen(low: int, high: int) -> int:
    """The roundest price that gives a point: whole on the screen where one is, else the lowest.

    >>> chosen(4_300, 6_100), chosen(4_300, 4_700)
    (5000, 4300)
    """
    whole = -(-low // policy.POINT) * policy.POINT
    return whole if whole <= high else low
