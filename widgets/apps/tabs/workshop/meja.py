"""The table: who is here, what is proposed, discussed, voted on and decided."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import ipywidgets as ui

from widgets.agenda import Agenda
from widgets.apps.conversation import Message
from widgets.apps.files import PDF, Files
from widgets.apps.gathering import Gathering
from widgets.apps.layout import box
from widgets.apps.meeting_screen import MeetingScreen
from widgets.apps.panels.workshop import around, forms, log, queue, talk, versus, votes
from widgets.apps.tabs.sheet import Sheet
from widgets.attendance import Attendance
from widgets.ballot import Ballot
from widgets.form_panel import FormPanel
from widgets.log import Log
from widgets.org_chart import OrgChart
from widgets.proposals import Proposals
from widgets.simple_table import SimpleTable
from widgets.state_panel import StatePanel
from widgets.unit_card import UnitCard
from workbench.io.documents import minutes

Detail = Mapping[str, Any]


class Meja(Sheet):
    """The table of the workshop."""

    name = "meja"
    screen: MeetingScreen

    def __init__(self, screen: MeetingScreen, files: Files) -> None:
        super().__init__(screen, files)
        self.agenda.on_gesture(self._on_agenda)
        self.form.on_gesture(self._on_form)
        self.queue.on_gesture(self._on_queue)
        self.clash.on_gesture(self._on_clash)
        self.ballot.on_gesture(self._on_ballot)
        self.log.on_gesture(self._on_log)
        self.parked.on_gesture(self._on_parked)
        self.disputed.on_gesture(self._on_disputed)
        self.versus.on_gesture(self._on_versus)

    def _laid_out(self) -> ui.Box:
        self.people, self.agenda, self.disputed, self.form = Attendance(), Agenda(), UnitCard(), FormPanel()
        self.before, self.after, self.queue, self.versus = OrgChart(), OrgChart(), Proposals(), SimpleTable()
        self.clash, self.ballot, self.log, self.parked = StatePanel(), Ballot(), Log(), Log()
        charts = box(self.before, self.after, look="pn-berdampingan")
        left = box(self.agenda, self.disputed, look="pn-tumpuk")
        middle = box(self.form, self.clash, charts, self.queue, self.versus, look="pn-tumpuk")
        right = box(self.ballot, self.log, self.parked, look="pn-tumpuk")
        return box(self.people, box(left, middle, right, look="pn-kerja"), look="pn-tumpuk")

    @property
    def session(self) -> Gathering:
        return self.screen.session

    # -- showing

    def show(self) -> None:
        screen, session = self.screen, self.session
        workshop, cut = session.workshop, session.cut
        if cut is None:
            return
        here = tuple((each.person, each.connected) for each in session.present)
        who, told = session.who, (workshop, session.who)
        self._put(self.people, lambda: around.attendance(screen), *told, here)
        self._put(self.agenda, lambda: around.agenda(screen), *told)
        self._put(self.form, lambda: forms.record(screen), *told, screen.view.asked, session.mistakes)
        self._put(self.queue, lambda: queue.record(screen), *told, session.impacts, cut)
        self._put(self.clash, lambda: talk.clash(screen), session.disputed)
        self._put(self.ballot, lambda: votes.record(screen), *told)
        self._put(self.log, lambda: log.record(screen), *told)
        self._put(self.parked, lambda: log.parked(screen), *told)
        self._put(self.disputed, lambda: votes.disputed(screen), *told, session.undisputed, session.kin)
        compared = (session.kin, screen.view.only_changes)
        self._put(self.versus, lambda: versus.record(screen), workshop, cut, *compared)
        discussed = talk.discussed(screen)
        impact = session.impact(discussed.id) if discussed is not None else None
        state = impact.state if impact is not None else None
        if discussed is not None and state is not None:
            self._put(self.before, lambda: talk.before(screen, discussed), discussed, cut.state, who)
            self._put(self.after, lambda: talk.after(screen, discussed, state), discussed, cut.state, state)
        else:
            for leaf in (self.before, self.after):
                self._put(leaf, lambda: None, None)

    def tells(self, message: Message) -> bool:
        return False

    # -- hearing

    def _on_agenda(self, gesture: str, detail: Detail) -> None:
        session, key = self.session, str(detail.get("key", ""))
        workshop = session.workshop
        if workshop is None:
            return
        if gesture == "turn" and key.isdecimal():
            session.act("turn", item=int(key))
        elif key == "next":
            session.act("turn", item=0 if workshop.current is None else workshop.current + 1)
        elif key == "extend":
            session.act("extend", minutes=around.EXTENSION)
        elif key in ("pause", "resume", "unveil", "end"):
            session.act(key)

    def _on_form(self, gesture: str, detail: Detail) -> None:
        screen, session = self.screen, self.session
        asked = forms.opened(screen) or forms.waiting(screen)
        if gesture == "close" or asked is None:
            session.look(asked=None)
            return
        values = detail.get("values")
        mistakes = forms.submitted(screen, asked, values if isinstance(values, Mapping) else {})
        session.mistakes = mistakes if asked.number < 0 else {}
        if asked.number >= 0:
            session.look(asked=replace(asked, mistakes=mistakes) if mistakes else None)
        else:
            session.look()

    def _on_queue(self, gesture: str, detail: Detail) -> None:
        session, key = self.session, str(detail.get("key", ""))
        name = str(detail.get("name", ""))
        if gesture == "add":
            session.look(tab="bagan")
        elif gesture != "act" or session.workshop is None:
            return
        elif name in forms.DECIDING:
            session.ask(name, key)
        elif name == "ballot":
            held = session.workshop.proposal(key)
            if held is not None:
                session.act("ballot", question=f"{held.title}?", proposal=key)
        elif name in ("discuss", "withdraw"):
            session.act(name, proposal=key)

    def _on_clash(self, gesture: str, detail: Detail) -> None:
        session, name = self.session, str(detail.get("name", ""))
        if gesture == "act" and session.disputed is not None and name.startswith("clash:"):
            proposal, found, decided = session.disputed
            mine = name == "clash:mine"
            choice = {clash.where: clash.mine if mine else clash.theirs for clash in found.clashes}
            session.accept(proposal, choice, **decided)

    def _on_ballot(self, gesture: str, detail: Detail) -> None:
        session, key = self.session, str(detail.get("key", ""))
        held = votes.latest(session.workshop) if session.workshop is not None else None
        if gesture == "vote" and held is not None:
            session.act("vote", ballot=held.id, choice=key)
        elif key == "close" and held is not None:
            session.act("close", ballot=held.id)
        elif key == "new":
            session.ask("ballot", "")

    def _on_log(self, gesture: str, detail: Detail) -> None:
        workshop = self.session.workshop
        if gesture == "head" and workshop is not None:
            lang, space = self.screen.lang, self.session.workspace
            name = self.files.named("log.minutes_name", "pdf")
            self.files.give(name, PDF, lambda: minutes.written(space, workshop.id, lang)["pdf"])

    def _on_parked(self, gesture: str, detail: Detail) -> None:
        if gesture == "head":
            self.session.ask("park", "")
        elif gesture == "act":
            self.session.act("resolve", issue=str(detail.get("key", "")))

    def _on_disputed(self, gesture: str, detail: Detail) -> None:
        session, key = self.session, str(detail.get("key", ""))
        if session.workshop is None:
            return
        if key == "weighing":
            session.act("weighing", question=self.t("weigh.question"), criteria=list(votes.CRITERIA))
        elif key == "close" and session.workshop.weighings:
            session.act("close", ballot=session.workshop.weighings[-1].id)

    def _on_versus(self, gesture: str, detail: Detail) -> None:
        if gesture == "file":
            self.session.look(only_changes=not self.screen.view.only_changes)
