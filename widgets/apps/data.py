"""The data app: files in, problems out, a snapshot chosen. `app()` is all that its notebook calls."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import ipywidgets as ui

from widgets.apps import format, who
from widgets.apps.conversation import Message, Who
from widgets.apps.delivery import Delivery
from widgets.apps.layout import box, show
from widgets.apps.panels import plan, states
from widgets.apps.panels.cells import cell
from widgets.apps.runner import runner
from widgets.apps.words import Words
from widgets.choices import Choices
from widgets.connection import Connection
from widgets.file_picker import MOST, FilePicker
from widgets.heading import Heading
from widgets.python_line import PythonLine
from widgets.simple_table import Cell, SimpleTable
from widgets.state_panel import StatePanel
from workbench.io.importers import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 12
EFFECTS = {"refuse": "tidak", "unknown": "entah", "row": "entah", "kept": ""}
PICKER = ("drop", "choose", "remove", "date", "dateHint", "note", "read")


def app(
    *, lang: str | None = None, home: Path | str | None = None, environment: Mapping[str, str] = os.environ
) -> ui.Box:
    """The page, in the language of the address (or as given)."""
    asked = parse_qs(environment.get("QUERY_STRING", ""))
    person = Who(who.actor(environment), who.role(environment))
    return Page(Delivery(home, person, runner()), Words(lang or asked.get("lang", ["id"])[0])).box


class Page:
    """The leaves of one delivery, and what each gesture asks of it."""

    def __init__(self, delivery: Delivery, t: Words) -> None:
        self.delivery, self.t = delivery, t
        self.connection, self.heading, self.state = Connection(), Heading(), StatePanel()
        self.picker, self.problems, self.python, self.snapshots = FilePicker(), SimpleTable(), PythonLine(), Choices()
        left = box(self.picker, self.problems, box(self.python, look="pn-panel"), look="pn-tumpuk")
        work = box(left, box(self.snapshots, look="pn-tumpuk"), look="pn-kerja-2")
        self.box = box(self.connection, box(self.heading, self.state, work, look="pn-isi"), look="pn-app")
        self.connection.on_gesture(self._on_connection)
        self.picker.on_gesture(self._on_picker)
        self.picker.on_file(delivery.add)
        self.problems.on_gesture(self._on_problems)
        self.snapshots.on_gesture(self._on_snapshots)
        self.state.on_gesture(self._on_state)
        delivery.listen(self.refresh)
        self.refresh()

    # -- showing

    def refresh(self) -> None:
        delivery, t = self.delivery, self.t
        self.picker.wait(plan.told(delivery.work, t, t("data.reading")))
        self.heading.show(title=t("data.title"), sentences=[t("data.answer")], warning="", dates=[])
        self.picker.show(
            title=t("data.files"),
            aside=t("data.chosen", n=len(delivery.files)) if delivery.files else "",
            files=[{"name": name, "size": format.size(len(content), t.lang)} for name, content in delivery.files],
            date=delivery.day,
            note=delivery.note,
            able=bool(delivery.files) and delivery.work is None,
            words={word: t(f"data.{word}") for word in PICKER},
        )
        show(self.state, self._said())
        show(self.problems, self._problems())
        self.python.show(code=self._code(), words={word: t(f"python.{word}") for word in ("label", "copy", "copied")})
        self.snapshots.show(**self._snapshots())
        self.connection.show(
            scenario="",
            title=t("data.tab"),
            actor=delivery.who.name,
            saved=t("lost.none"),
            attempt=t("lost.attempt", n="{n}"),
            gone=t("lost.gone"),
        )

    def _said(self) -> dict[str, Any] | None:
        delivery, t = self.delivery, self.t
        message, imported = delivery.message, delivery.imported
        if message is not None:
            return self._message(message)
        if delivery.saved:
            actions = [states.action("begin", t("data.begin"), main=True)]
            text = t("data.kept_text", snapshot=delivery.saved)
            return {"kind": "note", "title": t("data.kept"), "text": text, "actions": actions}
        if imported is None:
            return None
        if imported.staffing is None:
            reason = t("data.refused", n=format.whole(imported.count("error"), t.lang))
            return {"kind": "refused", "title": t("data.refused_title"), "text": reason, "actions": []}
        staffing = imported.staffing
        text = t(
            "data.ready_text",
            people=format.whole(len(staffing.employees), t.lang),
            posts=format.whole(len(staffing.posts), t.lang),
            day=format.day(staffing.as_of, t.lang),
            problems=format.whole(len(imported.problems), t.lang),
        )
        actions = [states.action("take", t("data.take"), main=True)]
        return {"kind": "note", "title": t("data.ready"), "text": text, "actions": actions}

    def _message(self, message: Message) -> dict[str, Any]:
        t = self.t
        if message.kind == "ask":
            return states.ask(t)
        if message.kind == "cancelled":
            return states.cancelled(t, message)
        if message.kind == "refused":
            actions = [states.action("close", t("refused.close"))]
            return {"kind": "refused", "title": t("data.refused_title"), "text": message.reason, "actions": actions}
        return states.error(t, message)

    def _problems(self) -> dict[str, Any] | None:
        imported, t = self.delivery.imported, self.t
        if imported is None:
            return None
        found = imported.problems
        pages = max(1, -(-len(found) // ROWS))
        page = min(self.delivery.page, pages - 1)
        here = found.iloc[page * ROWS : (page + 1) * ROWS]
        columns = ("where", "problem", "repair", "effect", "decisions")
        counted = [format.whole(n, t.lang) for n in (page * ROWS + 1, page * ROWS + len(here), len(found))]
        text = t("plan.pages", first=counted[0], last=counted[1], all=counted[2])
        return {
            "title": t("data.problems"),
            "aside": format.whole(len(found), t.lang) if len(found) else "",
            "columns": [{"label": t(f"data.{name}"), "number": name == "decisions"} for name in columns],
            "rows": [self._problem(problem) for problem in here.to_dict("records")],
            "empty": t("data.no_problems"),
            "file": "XLSX" if len(found) else "",
            "pages": {"text": text, "back": page > 0, "on": page < pages - 1} if pages > 1 else None,
            "words": {word: t(f"plan.{word}") for word in ("before", "after")},
        }

    def _problem(self, problem: Mapping[Any, Any]) -> list[Cell]:
        t, end = self.t, "_en" if self.t.lang == "en" else ""
        row = problem["row"]
        place = t("data.row", row=int(row), column=problem["column"]) if row == row and row is not None else ""
        wrote = t("data.wrote", found=problem["found"]) if problem["found"] else ""
        decisions = problem["decisions"]
        effect = str(problem["effect"])
        return [
            cell(problem["file"], place),
            cell(problem[f"label{end}"], wrote),
            cell(problem[f"repair{end}"], problem[f"expected{end}"]),
            cell("", badge=t(f"effect.{effect}"), kind=EFFECTS[effect]),
            cell(format.whole(int(decisions), t.lang) if decisions == decisions and decisions is not None else ""),
        ]

    def _snapshots(self) -> dict[str, Any]:
        workspace, t = self.delivery.workspace, self.t
        known = workspace.snapshots().iloc[::-1].to_dict("records") if workspace is not None else []
        rows = [
            {
                "key": row["id"],
                "title": format.day(row["as_of"], t.lang),
                "text": t(
                    "data.snapshot",
                    people=format.whole(int(row["employees"]), t.lang),
                    posts=format.whole(int(row["posts"]), t.lang),
                    by=row["saved_by"],
                    day=format.day(row["saved_at"].date(), t.lang),
                    note=f": {row['note']}" if row["note"] else "",
                ),
                "badge": t("data.latest") if at == 0 else "",
                "button": t("data.begin"),
                "on": False,
                "able": True,
            }
            for at, row in enumerate(known)
        ]
        return {"title": t("data.snapshots"), "aside": "", "empty": t("data.no_snapshot"), "rows": rows}

    def _code(self) -> str:
        delivery = self.delivery
        names, _ = delivery.readable()
        files = [f"    Path({name!r})," for name, _ in names] or ["    ...,"]
        day = f"date.fromisoformat({delivery.day!r})" if delivery.day else "None"
        mapped = next((name for name, _ in delivery.files if name not in dict(names)), "")
        lines = [
            f"# {self.t('python.comment')}",
            "from datetime import date",
            "from pathlib import Path",
            "from workbench.io import importers",
            "from workbench.io.resources import schemas",
            "",
            "berkas = [",
            *files,
            "]",
            f"kiriman = importers.read(berkas, as_of={day}, schemas=schemas()"
            + (f", mapping=Path({mapped!r}))" if mapped else ")"),
            "kiriman.problems",
        ]
        return "\n".join(lines)

    # -- hearing

    def _on_connection(self, gesture: str, detail: Mapping[str, Any]) -> None:
        if gesture == "hello" and not self.delivery.who.name:
            self.delivery.named(who.tidy(str(detail.get("actor", ""))))

    def _on_picker(self, gesture: str, detail: Mapping[str, Any]) -> None:
        delivery, value = self.delivery, str(detail.get("value", ""))
        if gesture == "read":
            delivery.read()
        elif gesture == "cancel":
            delivery.cancel()
        elif gesture == "remove" and isinstance(detail.get("at"), int):
            delivery.remove(detail["at"])
        elif gesture == "date":
            delivery.choose(day=format.iso(value))
        elif gesture == "note":
            delivery.choose(note=value[:200])
        elif gesture == "too_big":
            most = format.size(MOST, self.t.lang)
            reason = self.t("data.too_big", name=str(detail.get("name", ""))[:200], most=most)
            delivery.say(Message("refused", reason))

    def _on_problems(self, gesture: str, detail: Mapping[str, Any]) -> None:
        imported = self.delivery.imported
        if gesture == "page" and isinstance(detail.get("by"), int):
            self.delivery.turn(detail["by"])
        elif gesture == "file" and imported is not None:
            name = self.t("data.file")
            self.delivery.runner.run(
                lambda: workbook(imported.problems), lambda done: self.connection.hand_over(name, XLSX, done.result())
            )

    def _on_snapshots(self, gesture: str, detail: Mapping[str, Any]) -> None:
        workspace, key = self.delivery.workspace, str(detail.get("key", ""))
        known = workspace.snapshots() if workspace is not None else None
        if gesture == "choose" and known is not None and key in set(known["id"]):
            self._begin(key, known.set_index("id").loc[key, "as_of"])

    def _begin(self, snapshot: str, as_of: Any) -> None:
        title = self.t("start.name", day=format.day(as_of, self.t.lang))
        self.delivery.begin(snapshot, title, self._go)

    def _go(self, scenario: str) -> None:
        """On to the placement page, with the new scenario."""
        query = {"skenario": scenario} | ({"lang": "en"} if self.t.lang == "en" else {})
        self.connection.leave_for(f"penempatan?{urlencode(query)}")

    def _on_state(self, gesture: str, detail: Mapping[str, Any]) -> None:
        delivery, name = self.delivery, str(detail.get("name", ""))
        message, imported = delivery.message, delivery.imported
        if name == "take":
            delivery.take()
        elif name == "begin" and delivery.saved and imported is not None:
            self._begin(delivery.saved, imported.as_of)
        elif name == "name":
            delivery.named(who.tidy(str(detail.get("value", ""))))
        elif name == "close":
            delivery.dismiss()
        elif name == "again" and message is not None and message.again is not None:
            message.again()
