"""The chart with all that moves with it: people, holding area, figures, checks; and the gestures made there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import ipywidgets as ui

from widgets.apps.conversation import Message
from widgets.apps.cut_screen import CutScreen
from widgets.apps.desk import Found
from widgets.apps.files import PDF, SVG, XLSX, Files
from widgets.apps.layout import box
from widgets.apps.panels.structure import chart, figures, forms, holding, lens, paper, people, python, rules, unit
from widgets.apps.restructuring import LENSES, Asked, Carried
from widgets.apps.tabs.structure.cut_sheet import CutSheet, Detail
from widgets.fates import FatesBar
from widgets.findings import FindingsList
from widgets.form_panel import FormPanel
from widgets.lens_bar import LensBar
from widgets.org_chart import OrgChart
from widgets.python_line import PythonLine
from widgets.simple_table import SimpleTable
from widgets.tray import Tray
from widgets.unit_card import UnitCard
from workbench.io.documents.fates_xlsx import fates_xlsx
from workbench.scenario import AbolishPost, MergeUnits, Move, MovePost, MoveUnit
from workbench.scenario.workshop import Workshop
from workbench.structure import Fates, gaps_after


class Bagan(CutSheet):
    """The chart of units."""

    name = "bagan"

    def __init__(self, screen: CutScreen, files: Files) -> None:
        super().__init__(screen, files)
        self.lens.on_gesture(self._on_lens)
        self.chart.on_gesture(self._on_chart)
        self.old.on_gesture(self._on_old)
        self.fates.on_gesture(self._on_fates)
        self.list.on_gesture(self._on_list)
        self.card.on_gesture(self._on_card)
        self.form.on_gesture(self._on_form)
        self.posts.on_gesture(self._on_posts)
        self.holding.on_gesture(self._on_holding)
        self.rules.on_gesture(self._on_rules)

    def _laid_out(self) -> ui.Box:
        self.lens, self.chart, self.old = LensBar(), OrgChart(), OrgChart()
        self.fates, self.list, self.python = FatesBar(), SimpleTable(), PythonLine()
        self.card, self.form, self.posts, self.holding = UnitCard(), FormPanel(), Tray(), Tray()
        self.figures, self.rules = SimpleTable(), FindingsList()
        self.charts = box(self.old, self.chart, look="pn-bagan-bagan")
        left = box(self.charts, self.fates, self.list, box(self.python, look="pn-panel"), look="pn-tumpuk")
        right = box(self.card, self.form, self.posts, self.holding, self.figures, self.rules, look="pn-tumpuk")
        return box(self.lens, box(left, right, look="pn-kerja-2"), look="pn-tumpuk")

    # -- showing

    def first(self) -> None:
        """The figures, and where each unit stands."""
        screen, view = self.screen, self.screen.view
        cut = screen.cut
        if cut is None:
            return
        told = (cut.after, view, self.session.message, screen.blind)
        self._put(self.figures, lambda: figures.record(screen), cut.after, view.office)
        self._put(self.chart, lambda: chart.record(screen) | {"tools": paper.tools(screen)}, *told)

    def show(self) -> None:
        screen, session = self.screen, self.session
        cut, view = screen.cut, screen.view
        if cut is None:
            return
        seen = (cut.after, view.office, view.selection, screen.blind)
        self.chart.wear(**chart.dressed(screen))
        self._put(self.lens, lambda: lens.record(screen), cut.tree, view.lens, view.only_changes, view.beside, *seen)
        self._put(self.old, lambda: chart.old(screen) if view.beside else None, cut, view)
        self.charts.layout.display = None
        (self.charts.add_class if view.beside else self.charts.remove_class)("pn-berdampingan")
        self._put(self.card, lambda: unit.record(screen), *seen)
        self._put(self.form, lambda: forms.record(screen), cut, view.asked)
        self._put(self.posts, lambda: unit.posts(screen), view.carried, *seen)
        self._put(self.holding, lambda: holding.record(screen), view.carried, *seen)
        if cut.checked:  # until then those before the gesture stand there
            self._put(self.rules, lambda: rules.record(screen), cut.checks, view.office, view.listed_rules)
        self._put(self.fates, lambda: people.bar(screen), cut, session.fates, view.office, view.listed)
        listed = (session.fates, view.listed, view.turned.get(people.TABLE, 0), *seen)
        self._put(self.list, lambda: people.table(screen), *listed)
        self._put(self.python, lambda: python.record(screen, python.charted(screen)), cut.scenario.id, view.python)

    def tells(self, message: Message) -> bool:
        """A refused gesture is told on the chart itself."""
        return message.kind == "refused" and self.screen.cut is not None

    # -- hearing

    def _do(self, *moves: Move) -> None:
        into = [move.into for move in moves if isinstance(move, MergeUnits)]
        chosen = tuple(into[-1:]) or self.screen.view.selection
        self.session.look(carried=None, asked=None, selection=chosen)
        self.session.do(*moves)

    def _answered(self, asked: Asked, moves: tuple[Move, ...]) -> None:
        """What a form asks for; it closes once that is done, so that what was typed outlives a refusal."""

        def settle(found: Any) -> None:
            if isinstance(found, Found | Workshop) and self.screen.view.asked == asked:
                self.session.look(asked=None)

        if asked.mistakes:
            asked = replace(asked, mistakes={})
            self.session.look(asked=asked)
        self.session.do(*moves, settle=settle)

    def _on_lens(self, gesture: str, detail: Detail) -> None:
        session, key = self.session, str(detail.get("key", ""))
        if gesture == "lens" and key in LENSES:
            session.look(lens=key)
        elif gesture == "scope" and (not key or key in set(self.screen.known.tree.unit)):
            session.look(office=key, selection=())
        elif gesture == "switch" and key == "blind":
            session.hide() if detail.get("on") else session.reveal()
        elif gesture == "switch" and key in ("changes", "beside"):
            name = {"changes": "only_changes", "beside": "beside"}[key]
            session.look(**{name: detail.get("on") is True})

    def _on_chart(self, gesture: str, detail: Detail) -> None:
        session, known = self.session, self.screen.known.knows
        units = [str(each) for each in detail.get("ids", []) if known(each)]
        to, one = str(detail.get("to", "")), str(detail.get("id", ""))
        if gesture == "select":
            session.message = None
            session.look(selection=tuple(units))
        elif gesture == "fold" and known(one):
            session.fold(one)
        elif gesture == "reveal" and known(one):
            session.unfold(self.screen.above(one))
        elif gesture == "move" and units:
            self._do(*(MoveUnit(each, to or None) for each in units))
        elif gesture == "merge" and units:
            self._do(MergeUnits(tuple(units), str(detail.get("into", ""))))
        elif gesture == "drop":
            self._dropped(detail.get("what", []), to)
        elif gesture == "open" and known(one):
            session.look(office=one, selection=(one,))
        elif gesture == "tool" and detail.get("name") in paper.TOOLS:
            self._take(str(detail["name"]))
        elif gesture == "cancel":
            session.look(carried=None)
            session.dismiss()

    def _take(self, kind: str) -> None:
        """The chart as a file; it names no person."""
        screen, made = self.screen, {"svg": (SVG, paper.svg), "pdf": (PDF, paper.pdf)}[kind]
        self.files.give(self.files.named("paper.name", kind), made[0], lambda: made[1](screen))

    def _on_old(self, gesture: str, detail: Detail) -> None:
        one = str(detail.get("id", ""))
        if gesture == "fold" and one in set(self.screen.known.tree.unit):
            self.session.fold(one)

    def _dropped(self, what: Any, to: str) -> None:
        """Something from a tray, put on a unit."""
        moves: list[Move] = []
        for each in what if isinstance(what, list) else []:
            kind, id = str(each.get("kind", "")), str(each.get("id", ""))
            if kind == "post":
                moves.append(MovePost(id, to))
            elif kind == "unit":
                moves.append(MoveUnit(id, to or None))
            else:
                self.session.refuse("people", self.screen.t("hold.people_to_unit"))
                return
        if moves:
            self._do(*moves)

    def _on_fates(self, gesture: str, detail: Detail) -> None:
        key = str(detail.get("key", ""))
        if gesture == "list":
            closed = self.screen.view.listed == key
            self.session.look(listed=None if closed else key, turned={})

    def _on_list(self, gesture: str, detail: Detail) -> None:
        by = detail.get("by")
        if gesture == "page" and isinstance(by, int):
            turned = self.screen.view.turned
            page = max(0, turned.get(people.TABLE, 0) + by)
            self.session.look(turned={**turned, people.TABLE: page})
        elif gesture == "file":
            found = people.listed(self.screen)
            fates, cut = self.session.fates, self.screen.known
            if found is not None and isinstance(fates, Fates):
                name, lang = self.files.named("fates.file_name", "xlsx"), self.screen.lang
                gaps = gaps_after(cut.state, fates)
                self.files.hand_over(
                    name, XLSX, lambda: fates_xlsx(found, gaps, cut.base.staffing, cut.state.staffing, lang)
                )

    def _on_card(self, gesture: str, detail: Detail) -> None:
        key, chosen = str(detail.get("key", "")), self.screen.view.selection
        if gesture != "act" or not chosen:
            return
        if key == "zoom":
            self.session.look(office=chosen[0])
        elif key == "up":
            self.session.look(office="")
        elif key == "hold":
            self._do(*(MoveUnit(each, None) for each in chosen))
        elif key in forms.FIELDS:
            self.session.ask(key, " ".join(chosen))

    def _on_form(self, gesture: str, detail: Detail) -> None:
        asked = self.screen.view.asked
        if gesture == "close" or asked is None or not self.form.record:
            self.session.look(asked=None)
        elif gesture == "submit":
            values = detail.get("values")
            made = forms.moves(self.screen, asked, values if isinstance(values, Mapping) else {})
            if isinstance(made, dict):
                self.session.look(asked=replace(asked, mistakes=made))
            else:
                self._answered(asked, made)

    def _on_posts(self, gesture: str, detail: Detail) -> None:
        key, post = str(detail.get("key", "")), str(detail.get("id", ""))
        if post not in set(self.screen.staffing.posts["post"]):
            return
        if gesture == "pick":
            self._carry("post", post, self.screen.title(post))
        elif gesture == "act" and key == "abolish":
            self._do(AbolishPost(post))
        elif gesture == "act" and key in ("rename", "convert"):
            self.session.ask({"rename": "rename_post"}.get(key, key), post)

    def _on_holding(self, gesture: str, detail: Detail) -> None:
        kind, id = str(detail.get("kind", "")), str(detail.get("id", ""))
        if gesture == "pick" and kind == "unit":
            self._carry(kind, id, self.screen.unit(id))
        elif gesture == "act" and detail.get("key") == holding.PLACE:
            self.session.place(self._go)

    def _go(self, page: str) -> None:
        """To another page of the same scenario, in the same language."""
        scenario = self.session.scenario
        query = {"skenario": scenario.id if scenario is not None else "", "lang": self.screen.lang}
        usual = {"skenario": "", "lang": "id"}
        asked = urlencode({name: value for name, value in query.items() if value != usual[name]})
        self.files.connection.leave_for(f"{page}?{asked}" if asked else page)

    def _carry(self, kind: str, id: str, title: str) -> None:
        """Take up, or put back what was taken up."""
        held = self.screen.view.carried
        same = held is not None and (held.kind, held.id) == (kind, id)
        self.session.look(carried=None if same else Carried(kind, id, title))

    def _on_rules(self, gesture: str, detail: Detail) -> None:
        if gesture == "all":
            self.session.look(listed_rules=not self.screen.view.listed_rules)
