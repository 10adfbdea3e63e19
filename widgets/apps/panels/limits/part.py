"""The panel of limits as one part of a sheet: what it shows, and what each gesture asks of the session."""

from collections.abc import Callable, Mapping
from typing import Any

from widgets.apps.conversation import Message
from widgets.apps.desk import Found
from widgets.apps.panels.limits import form, refusal, table
from widgets.apps.panels.limits.form import Draft, Mistakes
from widgets.apps.panels.limits.usage import Usage, usage
from widgets.apps.screen import Screen
from widgets.apps.studies import Study
from widgets.limit_panel import Form, LimitPanel
from workbench.scenario import Move

OPENED = "batas"
"""The panel's name among the parts of the page that are folded out."""

WORDS = ("add", "edit", "drop", "less", "kind", "cancel", "full")


class Limits:
    """`leaf` draws it. A form that is open stays until its limit is in force, so that a refusal loses nothing."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.leaf = screen, LimitPanel()
        self.study = Study("limits", usage)
        self._draft: Draft | None = None
        self._number = 0
        self._query = ""
        self._mistakes: Mistakes = {}
        self._waits = False
        self._refusal: Message | None = None
        self.leaf.on_gesture(self._hear)

    # -- what it knows

    @property
    def usage(self) -> Usage | None:
        """What the plan on the screen uses of its limits, once that is known."""
        session = self.screen.session
        return session.value(self.study) if session.plan is not None else None

    @property
    def _busy(self) -> bool:
        """Whether the form waits for what it asked."""
        return self._waits and self.screen.session.busy

    def wanted(self) -> list[Study]:
        plan = self.screen.plan
        return [self.study] if plan is not None and plan.policy.limited else []

    def tells(self, message: Message) -> bool:
        """Whether this message stands in the form, so that the page need not say it again."""
        return self._draft is not None and message is self._refusal

    # -- showing

    def seen(self) -> tuple[Any, ...]:
        """What the record rests on, beyond the plan."""
        session = self.screen.session
        return (
            session.scenario,
            self.usage,
            session.view.opened,
            self._draft,
            self._query,
            tuple(self._mistakes.items()),
            self._refusal,
            self._busy,
        )

    def record(self) -> dict[str, Any] | None:
        screen, t = self.screen, self.screen.t
        session = screen.session
        if session.scenario is None:
            return None
        policy, staffing, opened = session.policy, session.scenario.state.staffing, OPENED in session.view.opened
        # While another plan is worked out, the rows of the last one would belong to other limits.
        usage = self.usage if screen.plan is not None and screen.plan.policy.limits == policy.limits else None
        held = bool(table.in_force(policy))
        return {
            "title": t("limits.title"),
            "summary": table.summary(screen, policy, usage),
            "opened": opened,
            "loading": held and usage is None,
            "empty": t("limits.empty"),
            "rows": table.rows(screen, policy, staffing, usage) if opened else [],
            "form": self._form() if opened and self._draft is not None else None,
            "words": {word: t(f"limits.{word}") for word in WORDS} | {"none": t("limits.no_unit")},
        }

    def _form(self) -> Form:
        screen, t, draft = self.screen, self.screen.t, self._draft
        assert draft is not None and screen.session.scenario is not None
        staffing = screen.session.scenario.state.staffing
        busy = self._busy
        name = "old" if draft.old else "new"
        return {
            "number": draft.number,
            "title": t(f"limits.form_{name}"),
            "kind": draft.kind,
            "fixed": bool(draft.old),
            "kinds": [{"value": kind, "label": t(f"limits.kind_{kind}")} for kind in form.KINDS],
            "fields": form.fields(screen, draft),
            "mistakes": dict(self._mistakes),
            "refusal": refusal.record(screen, self._refusal) if self._refusal is not None else None,
            "query": self._query,
            "found": form.units(staffing, self._query),
            "busy": busy,
            "save": t("limits.saving" if busy else f"limits.save_{name}"),
        }

    # -- hearing

    def _hear(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if self.screen.session.scenario is None:
            return
        key = str(detail.get("key", ""))
        asked: dict[str, Callable[[], None]] = {
            "open": lambda: self._fold(OPENED, on=bool(detail.get("on"))),
            "more": lambda: self._fold(table.MORE + key),
            "add": lambda: self._begin(Draft(self._next())),
            "edit": lambda: self._begin(form.began(self._next(), self.screen.session.policy, key)),
            "drop": lambda: self._drop(key),
            "find": lambda: self._find(str(detail.get("text", ""))),
            "set": lambda: self._set(str(detail.get("kind", "")), detail.get("values")),
            "remedy": lambda: self._remedy(key),
            "close": self._leave,
        }
        if gesture in asked:
            asked[gesture]()

    def _fold(self, name: str, *, on: bool | None = None) -> None:
        opened = self.screen.view.opened
        on = name not in opened if on is None else on
        self.screen.session.look(opened=opened | {name} if on else opened - {name})

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _begin(self, draft: Draft | None) -> None:
        if draft is not None:
            self._close()
            self._draft = draft
            self.screen.session.look(opened=self.screen.view.opened | {OPENED})

    def _close(self) -> None:
        """What the form was told is no news for the page once the form is gone."""
        session = self.screen.session
        if self._refusal is not None and session.message is self._refusal:
            session.message = None
        self._draft = self._refusal = None
        self._query, self._mistakes, self._waits = "", {}, False

    def _leave(self) -> None:
        self._close()
        self.screen.session.look()

    def _find(self, text: str) -> None:
        self._query = text.strip()[:120]
        self.screen.session.look()

    def _drop(self, id: str) -> None:
        move = form.lifted(self.screen.session.policy, id)
        if move is not None:
            self.screen.session.do(move)

    def _set(self, kind: str, values: Any) -> None:
        draft, session = self._draft, self.screen.session
        if draft is None or kind not in form.KINDS or not isinstance(values, Mapping):
            return
        found = form.moves(session.policy, draft, kind, values, self.screen)
        self._mistakes, self._refusal = (found, None) if isinstance(found, dict) else ({}, None)
        if isinstance(found, dict):
            session.look()
        elif found:
            self._ask(found)
        else:
            self._leave()

    def _remedy(self, key: str) -> None:
        message = self._refusal
        if message is not None and key.isdecimal() and int(key) < len(message.remedies):
            self._refusal = None
            self._ask((message.remedies[int(key)], *message.moves))

    def _ask(self, moves: tuple[Move, ...]) -> None:
        """One gesture. Its form closes once that is on record; a refusal is told in the form, if it is still there."""
        draft, session = self._draft, self.screen.session
        self._waits = True

        def settle(found: Any) -> None:
            if draft is None or draft is not self._draft:
                return
            self._waits = False
            if isinstance(found, Found):
                self._close()
            elif session.message is not None and session.message.kind == "refused":
                self._refusal = session.message

        session.do(*moves, settle=settle)
        if self._waits:
            session.look()
