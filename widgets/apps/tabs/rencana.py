"""Rencana: the agency's choices, the plan, and the candidates for one post."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import ipywidgets as ui
import pandas as pd

from widgets.answer import Answer
from widgets.apps import charts
from widgets.apps.conversation import Message
from widgets.apps.files import PDF, XLSX, Files
from widgets.apps.layout import box
from widgets.apps.panels import answer, chain, findings, outcome, overrides, plan, policy, python, slate, vacancies
from widgets.apps.panels.audit import robust
from widgets.apps.panels.frontier import Frontiers
from widgets.apps.panels.limits.part import Limits
from widgets.apps.runner import AtOnce, Runner
from widgets.apps.screen import Screen
from widgets.apps.session import Session
from widgets.apps.studies import Study
from widgets.apps.tabs.plan_sheet import PlanSheet
from widgets.chain import Chain
from widgets.findings import FindingsList
from widgets.heat_table import HeatTable
from widgets.leaf import Leaf
from widgets.numbers import Numbers
from widgets.overrides import Overrides
from widgets.plan_table import PlanTable
from widgets.python_line import PythonLine
from widgets.slate import Slate
from widgets.sliders import Sliders
from workbench.placement.why import Why
from workbench.scenario import COMPONENTS, Forbid, Lock, Move, Release, rebalanced


class Rencana(PlanSheet):
    name = "rencana"

    def __init__(self, screen: Screen, files: Files) -> None:
        self.bars: dict[charts.Shares, str] = {}
        self.listed = pd.DataFrame()
        self._drawing: ThreadPoolExecutor | None = None
        self.sliders, self.numbers, self.overrides = Sliders(), Numbers(), Overrides()
        self.table, self.chain, self.python, self.heat = PlanTable(), Chain(), PythonLine(), HeatTable()
        self.slate, self.answer, self.findings = Slate(), Answer(), FindingsList()
        self.limiting = Limits(screen)
        self.frontiers = Frontiers(screen)
        self.limits, self.frontier = self.limiting.leaf, self.frontiers.leaf
        super().__init__(screen, files)
        for leaf, hear in self._ears().items():
            leaf.on_gesture(hear)

    def _laid_out(self) -> ui.Box:
        policy_column = box(self.sliders, self.limits, self.numbers, self.overrides, look="pn-tumpuk")
        self.reasons = box(self.chain, self.python, look="pn-panel")
        plan_column = box(self.table, self.reasons, self.frontier, self.heat, look="pn-tumpuk")
        people_column = box(self.slate, self.answer, self.findings, look="pn-tumpuk")
        return box(policy_column, plan_column, people_column, look="pn-kerja")

    def _ears(self) -> dict[Leaf, Callable[[str, Mapping[str, Any]], None]]:
        return {
            self.sliders: self._on_sliders,
            self.overrides: self._on_overrides,
            self.table: self._on_table,
            self.slate: self._on_slate,
            self.answer: self._on_answer,
            self.findings: self._on_findings,
        }

    def studies(self) -> Sequence[Study]:
        screen = self.screen
        reference, policy_ = policy.reference(screen), self.session.policy
        priced = [overrides.prices(screen)] if policy_.locks or policy_.forbids else []
        asked = answer.studies(screen, slate.chosen(screen, self.listed)) if self.session.plan is not None else []
        limits = [*self.limiting.wanted(), *self.frontiers.wanted()]
        return [*asked, *priced, *limits, *([reference] if reference is not None else [])]

    def waits(self, study: Study) -> bool:
        return study != self.frontiers.study

    def tells(self, message: Message) -> bool:
        return self.limiting.tells(message)

    # -- showing

    def _show(self) -> None:
        screen, session, view = self.screen, self.session, self.session.view
        now, blind = session.plan, screen.blind
        reference = policy.reference(screen)
        screen.usage = self.limiting.usage
        self.table.wait(plan.progress(screen))
        moved = session.value(reference) if reference is not None else None
        self._put(self.sliders, lambda: policy.record(screen), session.scenario, now, moved)
        seen = (view.row, view.page, view.query, view.only_findings)
        self._put(self.limits, self.limiting.record, now, blind, *self.limiting.seen())
        self._put(self.table, lambda: plan.record(screen), now, blind, seen, screen.usage, session.searching)
        self.reasons.layout.display = "none" if now is None else None
        if now is None:
            self._put(self.slate, lambda: slate.record(screen, self.listed, self.bars), now)
            return
        row = screen.selected
        at = (now, blind, row["key"] if row is not None else "")
        if self._fresh(self.slate, *at, view.nip, view.every_candidate):
            self.listed = slate.candidates(screen)
            self._show_slate()
        picked = slate.chosen(screen, self.listed)
        self._put(self.numbers, lambda: outcome.record(screen), now, session.value(robust.CORE))
        self._put(self.overrides, lambda: overrides.record(screen), now, blind, session.value(overrides.prices(screen)))
        known = [session.value(study) for study in answer.studies(screen, picked)]
        self._put(self.answer, lambda: answer.record(screen, picked), *at, picked, *known)
        self._put(self.chain, lambda: chain.record(screen), *at)
        self._put(self.python, lambda: python.record(screen), session.scenario, *at, view.python, view.opened)
        self.frontiers.wait()
        self._put(self.frontier, self.frontiers.record, now, *self.frontiers.seen())
        self._put(self.heat, lambda: vacancies.record(screen), now)
        self._put(self.findings, lambda: findings.record(screen, picked), *at, picked, view.every_finding)
        self._draw()

    def _show_slate(self) -> None:
        self.slate.show(**slate.record(self.screen, self.listed, self.bars))

    def _draw(self) -> None:
        """Have the missing bars drawn beside the kernel's thread; they appear when they are there."""
        missing = [parts for parts in map(slate.shares, self.listed.to_dict("records")) if parts not in self.bars]
        if not missing:
            return
        runner: Runner = self.session.runner
        if isinstance(runner, AtOnce):
            self.bars.update(charts.bars(missing))
            self._show_slate()
            return
        if self._drawing is None:
            self._drawing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="penataan-gambar")
        self._drawing.submit(charts.bars, missing).add_done_callback(
            lambda future: runner.tell(lambda: self._drawn(future.result()))
        )

    def _drawn(self, drawn: dict[charts.Shares, str]) -> None:
        self.bars.update(drawn)
        if self.session.plan is not None:
            self._show_slate()

    # -- hearing

    def _on_sliders(self, gesture: str, detail: Mapping[str, Any]) -> None:
        name, value = str(detail.get("name", "")), detail.get("value")
        if not isinstance(value, int) or self.session.scenario is None:
            return
        if gesture == "try" and name in COMPONENTS:
            weights = rebalanced(self.session.policy.weights, name, value)
            self.sliders.show(**policy.record(self.screen, weights))
        elif gesture == "set":
            move = policy.move(self.session, name, value)
            if move is None:
                self.sliders.show(**policy.record(self.screen))
            else:
                self.session.do(move, name=name)

    def _on_overrides(self, gesture: str, detail: Mapping[str, Any]) -> None:
        listed, key = overrides.seats(self.screen), str(detail.get("key", ""))
        if gesture == "release" and key.isdecimal() and int(key) < len(listed):
            _, nip, post = listed[int(key)]
            self.session.do(Release(nip, post))

    def _on_table(self, gesture: str, detail: Mapping[str, Any]) -> None:
        session, view = self.session, self.session.view
        if gesture == "cancel":
            session.cancel()
        elif gesture == "again":
            session.search_on()
        elif session.plan is None:
            return
        elif gesture == "page":
            session.look(page=max(0, view.page + int(detail.get("by", 0))))
        elif gesture == "filter":
            session.look(only_findings=bool(detail.get("on")), page=0)
        elif gesture == "export":
            self._export()
        else:
            self._on_row(gesture, str(detail.get("post", "")))

    def _on_row(self, gesture: str, key: str) -> None:
        rows = self.screen.rows
        found = rows[rows["key"] == key]
        if found.empty:
            return
        row = found.iloc[0]
        if gesture in ("select", "open"):
            if key != self.session.view.row:
                self.session.look(row=key, nip="", every_candidate=False, every_finding=False)
            if gesture == "open":
                self.files.connection.go_to("temuan")
        elif isinstance(row["nip"], str):
            self._toggle(gesture, row["nip"], row["post"])

    def _on_slate(self, gesture: str, detail: Mapping[str, Any]) -> None:
        row = self.screen.selected
        if gesture == "more":
            self.session.look(every_candidate=not self.session.view.every_candidate)
        if row is None or gesture == "more":
            return
        key = str(detail.get("key", ""))
        known = [nip for nip in self.listed["nip"] if self.screen.directory.codes[nip] == key]
        if not known:
            return
        nip, post = str(known[0]), str(row["post"])
        if gesture == "choose":
            if nip != self.session.view.nip:
                self.session.look(row=row["key"], nip=nip, every_finding=False)
        elif row["kind"] == "selection":
            return  # open selection: nobody is proposed, locked or banned from here
        elif gesture == "propose":
            moves = proposal(self.session, nip, post)
            if moves:
                self.session.do(*moves)
        else:
            self._toggle(gesture, nip, post)

    def _toggle(self, gesture: str, nip: str, post: str) -> None:
        """Lock or forbid; the same again takes it back."""
        policy = self.session.policy
        if gesture == "lock":
            self.session.do(Release(nip, post) if (nip, post) in policy.locks else Lock(nip, post))
        elif gesture == "forbid":
            self.session.do(Release(nip, post) if (nip, post) in policy.forbids else Forbid(nip, post))

    def _on_answer(self, gesture: str, detail: Mapping[str, Any]) -> None:
        plan, row, nip = self.session.plan, self.screen.selected, slate.chosen(self.screen, self.listed)
        if gesture != "letter" or plan is None or row is None or not nip:
            return
        found = self.session.value(answer.study(self.screen, nip, str(row["post"])))
        if isinstance(found, Why):
            session, lang = self.session, self.t.lang

            def make() -> bytes:
                assert session.plan is not None  # the one on record, once the letter is: its head is printed
                return answer.letter(session.plan, found, lang, session.workspace)

            self.files.hand_over(self.files.named("answer.letter_name", "pdf"), PDF, make)

    def _on_findings(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "all":
            self.session.look(every_finding=not self.session.view.every_finding)

    def _export(self) -> None:
        from workbench.io.documents.plan_xlsx import plan_xlsx

        plan = self.session.plan
        assert plan is not None
        self.files.hand_over(self.files.named("export.name", "xlsx"), XLSX, lambda: plan_xlsx(plan, self.t.lang))


def proposal(session: Session, nip: str, post: str) -> tuple[Move, ...]:
    """One gesture that gives this person this post: what stands in the way by hand is taken back first."""
    policy = session.policy
    if (nip, post) in policy.locks or session.plan is None:
        return ()
    seats = session.plan.ground.seats
    capacity = int(seats.loc[seats["post"] == post, "capacity"].iloc[0])
    seated = sorted(seat for seat in policy.locks if seat[1] == post)
    released = [seat for seat in sorted(policy.locks) if seat[0] == nip]
    released += seated[: max(0, len(seated) - capacity + 1)]
    released += [seat for seat in sorted(policy.forbids) if seat == (nip, post)]
    return (*(Release(*seat) for seat in released), Lock(nip, post))
