"""The placement app: one page, put together from leaves. `app()` is all that its notebook calls."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import ipywidgets as ui
import pandas as pd

from widgets.apps import charts, who
from widgets.apps.conversation import Message, Who, failed
from widgets.apps.format import clock, day
from widgets.apps.layout import box, show
from widgets.apps.panels import (
    bar,
    chain,
    findings,
    heading,
    outcome,
    overrides,
    plan,
    policy,
    python,
    slate,
    states,
    toolbar,
    vacancies,
)
from widgets.apps.runner import AtOnce, Runner, runner
from widgets.apps.screen import Screen
from widgets.apps.session import Session
from widgets.apps.words import Words
from widgets.chain import Chain
from widgets.connection import Connection
from widgets.findings import FindingsList
from widgets.heading import Heading
from widgets.heat_table import HeatTable
from widgets.leaf import Leaf
from widgets.numbers import Numbers
from widgets.overrides import Overrides
from widgets.plan_table import PlanTable
from widgets.python_line import PythonLine
from widgets.scenario_bar import ScenarioBar
from widgets.slate import Slate
from widgets.sliders import Sliders
from widgets.state_panel import StatePanel
from widgets.toolbar import Toolbar
from workbench.io.failure import Failure
from workbench.io.resources import root
from workbench.io.workspace import Workspace
from workbench.scenario import COMPONENTS, Forbid, Lock, Move, Release, rebalanced

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def app(
    scenario: str | None = None,
    *,
    lang: str | None = None,
    home: Path | str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> ui.Box:
    """The page, for the scenario and language of the address (or as given).

    Returns at once; data are read and the plan is worked out beside it.
    """
    asked = parse_qs(environment.get("QUERY_STRING", ""))
    t = Words(lang or asked.get("lang", ["id"])[0])
    person = Who(who.actor(environment), who.role(environment))
    try:
        workspace = Workspace.open(home)
    except Failure as failure:
        return nothing(t, str(failure))
    if workspace.latest is None:
        return nothing(t, "")
    session = Session(workspace, person, runner(), title=lambda as_of: t("start.name", day=day(as_of, t.lang)))
    page = Page(session, t)
    session.open(scenario or asked.get("skenario", [None])[0])
    return page.box


def nothing(t: Words, reason: str) -> ui.Box:
    """The page of a server without data: what to run, or where to bring files."""
    head, said = Heading(), StatePanel()
    head.show(title=t("page.title"), sentences=[], warning="", dates=[])
    said.show(**states.no_data(t, reason, data_page=(root() / "notebooks" / "data.ipynb").is_file()))
    said.on_gesture(lambda gesture, detail: None)
    return box(box(head, said, look="pn-isi"), look="pn-app")


class Page:
    """The leaves of one session, and what each gesture asks of it."""

    def __init__(self, session: Session, t: Words) -> None:
        self.session, self.t = session, t
        self.screen = Screen(session, t)
        self.bars: dict[charts.Shares, str] = {}
        self.listed = pd.DataFrame()
        self._drawing: ThreadPoolExecutor | None = None
        self._shown: tuple[Any, ...] | None = None
        self.connection, self.bar, self.heading, self.toolbar = Connection(), ScenarioBar(), Heading(), Toolbar()
        self.sliders, self.numbers, self.overrides = Sliders(), Numbers(), Overrides()
        self.table, self.chain, self.python, self.heat = PlanTable(), Chain(), PythonLine(), HeatTable()
        self.slate, self.findings, self.state = Slate(), FindingsList(), StatePanel()
        self.box = self._laid_out()
        for leaf, hear in self._ears().items():
            leaf.on_gesture(hear)
        session.listen(self.refresh)
        self.refresh()

    def _laid_out(self) -> ui.Box:
        policy_column = box(self.sliders, self.numbers, self.overrides, look="pn-tumpuk")
        self.reasons = box(self.chain, self.python, look="pn-panel")
        plan_column = box(self.table, self.reasons, self.heat, look="pn-tumpuk")
        people_column = box(self.slate, self.findings, look="pn-tumpuk")
        work = box(policy_column, plan_column, people_column, look="pn-kerja")
        page = box(self.heading, self.state, self.toolbar, work, look="pn-isi")
        return box(self.connection, self.bar, page, look="pn-app")

    def _ears(self) -> dict[Leaf, Callable[[str, Mapping[str, Any]], None]]:
        return {
            self.connection: self._on_connection,
            self.bar: self._on_bar,
            self.toolbar: self._on_toolbar,
            self.sliders: self._on_sliders,
            self.overrides: self._on_overrides,
            self.table: self._on_table,
            self.slate: self._on_slate,
            self.findings: self._on_findings,
            self.state: self._on_state,
        }

    # -- showing

    def refresh(self) -> None:
        """Show what the session knows; a leaf whose record is the same is not sent anything."""
        session = self.session
        self.table.wait(plan.progress(self.screen))
        found = (session.scenario, session.plan, session.reference, session.saved)
        now = (*found, session.view, session.message, session.who, session.opened_names)
        if self._shown is None or any(a is not b for a, b in zip(now, self._shown, strict=True)):
            self._shown = now
            try:
                self._show_all()
            except Exception as error:  # the page's last resort: it must say that it stopped, and what stays safe
                self._shown = None
                session.message = failed(error, self._again)
                self.state.show(**states.error(self.screen.t, session.message))
        if session.plan is not None and session.work is None:
            session.compare_with_base_weights()

    def _again(self) -> None:
        self.session.dismiss()

    def _show_all(self) -> None:
        screen = self.screen
        self.heading.show(**heading.record(screen))
        self.toolbar.show(**toolbar.record(screen))
        self.sliders.show(**policy.record(screen))
        self.table.show(**plan.record(screen))
        show(self.state, states.record(screen))
        self.reasons.layout.display = "none" if self.session.plan is None else None
        if self.session.plan is None:
            self.slate.show(**slate.record(screen, self.listed, self.bars))
        else:
            self._show_plan()
        # Last: the bar is the receipt of a step, so whoever reads it sees all that the step changed.
        self._show_record()

    def _show_plan(self) -> None:
        screen = self.screen
        self.listed = slate.candidates(screen)
        picked = slate.chosen(screen, self.listed)
        show(self.numbers, outcome.record(screen))
        show(self.overrides, overrides.record(screen))
        show(self.chain, chain.record(screen))
        show(self.python, python.record(screen))
        show(self.heat, vacancies.record(screen))
        self.slate.show(**slate.record(screen, self.listed, self.bars))
        show(self.findings, findings.record(screen, picked))
        self._draw()

    def _show_record(self) -> None:
        t, session = self.t, self.session
        self.connection.show(
            scenario=session.scenario.id if session.scenario is not None else "",
            title=t("page.tab"),
            actor=session.who.name,
            saved=t("lost.saved", time=clock(session.saved, t.lang)) if session.saved else t("lost.none"),
            attempt=t("lost.attempt", n="{n}"),
            gone=t("lost.gone"),
        )
        self.bar.show(**bar.record(self.screen))

    def _draw(self) -> None:
        """Have the missing bars drawn beside the kernel's thread; they appear when they are there."""
        missing = [parts for parts in map(slate.shares, self.listed.to_dict("records")) if parts not in self.bars]
        if not missing:
            return
        runner: Runner = self.session.runner
        if isinstance(runner, AtOnce):
            self.bars.update(charts.bars(missing))
            self.slate.show(**slate.record(self.screen, self.listed, self.bars))
            return
        if self._drawing is None:
            self._drawing = ThreadPoolExecutor(max_workers=1, thread_name_prefix="penataan-gambar")
        self._drawing.submit(charts.bars, missing).add_done_callback(
            lambda future: runner.tell(lambda: self._drawn(future.result()))
        )

    def _drawn(self, drawn: dict[charts.Shares, str]) -> None:
        self.bars.update(drawn)
        if self.session.plan is not None:
            self.slate.show(**slate.record(self.screen, self.listed, self.bars))

    # -- hearing

    def _on_connection(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "hello" and not self.session.who.name:
            self.session.named(who.tidy(str(detail.get("actor", ""))))

    def _on_bar(self, gesture: str, detail: Mapping[str, Any]) -> None:
        session = self.session
        if session.scenario is None:
            return
        if gesture == "undo":
            session.undo()
        elif gesture == "redo":
            session.redo()
        elif gesture == "python":
            session.look(python=not session.view.python)
        elif gesture == "branch" and session.recorded:
            session.branch(str(detail.get("title", "")))
        elif gesture == "open":
            session.open(str(detail.get("scenario", "")))

    def _on_toolbar(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "search":
            self.session.look(query=str(detail.get("text", ""))[:120], page=0)
        elif gesture == "blind" and detail.get("on"):
            self.session.hide()
        elif gesture == "blind" and self.session.plan is not None:
            self.session.reveal()

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
                self.connection.go_to("temuan")
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

    def _on_findings(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "all":
            self.session.look(every_finding=not self.session.view.every_finding)

    def _on_state(self, gesture: str, detail: Mapping[str, Any]) -> None:
        session, message = self.session, self.session.message
        name, _, rest = str(detail.get("name", "")).partition(":")
        if gesture != "act":
            return
        if name == "begin":
            session.begin()
        elif name == "open":
            session.open(rest)
        elif name == "fresh":
            session.open(None)
        elif message is None:
            return
        elif name == "close":
            session.dismiss()
        elif name == "name":
            session.named(who.tidy(str(detail.get("value", ""))))
        elif name == "download":
            session.reveal("XLSX", then=self._hand_over)
        elif name == "again" and message.again is not None:
            message.again()
        elif name == "remedy" and rest.isdecimal() and int(rest) < len(message.remedies):
            session.do(message.remedies[int(rest)], *message.moves)
        elif name == "theirs":
            session.rebase()
        elif name == "over":
            session.rebase(message.moves)
        elif name == "branch" and message.conflict is not None:
            session.branch(states.branch_name(self.screen, message.conflict), message.moves)

    # -- the file

    def _export(self) -> None:
        """The workbook names people: while names are hidden, taking it is an act that is recorded."""
        if self.screen.blind:
            self.session.say(Message("export"))
        else:
            self._hand_over()

    def _hand_over(self) -> None:
        from workbench.io.documents.plan_xlsx import plan_xlsx

        plan, scenario = self.session.plan, self.session.scenario
        assert plan is not None and scenario is not None
        dated = scenario.state.day.isoformat()
        name = self.t("export.name", scenario=scenario.id or self.t("export.draft"), day=dated)
        self.session.runner.run(
            lambda: plan_xlsx(plan, self.t.lang), lambda done: self.connection.hand_over(name, XLSX, done.result())
        )


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
