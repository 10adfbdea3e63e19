"""The sheets of the placement page: what they show is what the core found, and only once it is looked at."""

import ast
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
import pytest
from test_widgets_session import Later

from widgets.apps.conversation import Who
from widgets.apps.panels import answer
from widgets.apps.panels.audit import cleaning, robust
from widgets.apps.panels.chains import picture
from widgets.apps.panels.compare.options import FIRST, MOST, PRESENT, RULE, SCENARIO
from widgets.apps.penempatan import Page
from widgets.apps.runner import AtOnce, Runner
from widgets.apps.session import TABS, Session
from widgets.apps.studies import Study
from widgets.apps.tabs import audit, rantai
from widgets.apps.words import Words
from workbench.io import resources, scenarios
from workbench.io.documents.robust_text import contested, doubted
from workbench.io.workspace import Settings, Workspace
from workbench.placement import Stopped, decrees
from workbench.placement.why import Loss, why
from workbench.scenario import Lock, SetLimit
from workbench.staffing import Staffing


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory, province: Staffing) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("lembar") / "ruang", Settings(fictional=True))
    workspace.save_snapshot(province, "uji")
    return workspace


def session_on(workspace: Workspace, runner: Runner) -> Session:
    return Session(workspace, Who("R. Contoh", "analis"), runner, title=lambda day: "Uji lembar")


@pytest.fixture(scope="module")
def shared(snapshot: Workspace) -> Session:
    session = session_on(snapshot, AtOnce())
    session.open(None)
    return session


@contextmanager
def looking_at(session: Session) -> Iterator[Page]:
    """A page on a session that others look at after it."""
    view = session.view
    page = Page(session, Words("id"))
    yield page
    session._listeners.remove(page.refresh)
    session.view = view


@pytest.fixture
def page(shared: Session) -> Iterator[Page]:
    """A page that looks and does not act."""
    with looking_at(shared) as page:
        yield page


def look(page: Page, sheet: str) -> None:
    page._on_tabs("show", {"key": sheet})


def texts(record: dict, at: int) -> list[str]:
    return [row[at]["text"] for row in record["rows"]]


# lazy work ------------------------------------------------------------------------------------------------------------


def test_a_sheet_is_made_and_asks_only_once_it_is_looked_at(page: Page, shared: Session):
    assert set(page.made) == {"rencana"}
    shared.studies.forget(shared.plan, audit.FAIRNESS)
    assert shared.answer(audit.FAIRNESS) is None
    look(page, "audit")
    assert set(page.made) == {"rencana", "audit"}
    assert shared.value(audit.FAIRNESS) is not None
    assert page.connection.record["sheet"] == "audit"
    assert page.made["rencana"].box.layout.display == "none"


def test_what_is_known_of_a_plan_is_not_worked_out_again(page: Page, shared: Session):
    look(page, "audit")
    found = shared.value(audit.FAIRNESS)
    look(page, "rencana")
    look(page, "audit")
    assert shared.value(audit.FAIRNESS) is found


def test_a_sheet_of_the_address_is_shown_and_an_unknown_one_is_the_first(shared: Session):
    for asked, shown in (("rantai", "rantai"), ("tidak-ada", "rencana")):
        page = Page(shared, Words("id"), sheet=asked)
        assert page.tabs.record["current"] == shown
        shared._listeners.remove(page.refresh)


@pytest.mark.parametrize("sheet", TABS)
def test_a_sheet_of_the_address_waits_for_its_plan_and_is_no_fault(snapshot: Workspace, sheet: str):
    session = session_on(snapshot, AtOnce())
    page = Page(session, Words("id"), sheet=sheet)
    assert session.message is None, "before anything is known"
    session.open(None)
    assert session.message is None
    assert page.tabs.record["current"] == sheet


def test_another_plan_asks_anew_and_undo_shows_the_former_answer_at_once(snapshot: Workspace):
    session = session_on(snapshot, AtOnce())
    session.open(None)
    page = Page(session, Words("id"), sheet="audit")
    before = session.value(audit.FAIRNESS)
    session.do(SetLimit("move_price", 0))
    assert session.value(audit.FAIRNESS) not in (None, before)
    session.undo()
    assert session.value(audit.FAIRNESS) is before
    assert page.sheet.selection.record["loading"] is False


def test_a_study_can_be_left_and_is_worked_out_only_when_asked_for_again(snapshot: Workspace):
    runner = Later()
    session = session_on(snapshot, runner)
    session.open(None)
    runner.go()
    page = Page(session, Words("id"), sheet="rantai")
    assert session.study == rantai.PREFLIGHT
    page.sheet._on_waiting("cancel", {})
    runner.go()
    assert session.value(rantai.FORECAST) is not None
    assert session.answer(rantai.PREFLIGHT).message.kind == "cancelled"
    assert page.sheet.said.record["title"] == "Perhitungan dibatalkan"
    page.sheet._on_said("act", {"name": "again"})
    runner.go()
    assert session.value(rantai.PREFLIGHT) is not None
    assert page.sheet.said.record == {}


def test_a_gesture_goes_before_a_study_which_is_taken_up_again_afterwards(snapshot: Workspace):
    runner = Later()
    session = session_on(snapshot, runner)
    session.open(None)
    runner.go()
    began: list[str] = []

    def work(plan, progress, stop):
        began.append("study")
        if stop.is_set():
            raise Stopped
        return "told"

    study = Study("long", work)
    session.listen(lambda: session.want([study]))
    session.want([study])
    session.do(SetLimit("move_price", 7_000))
    runner.go()
    assert session.policy.move_price == 7_000
    assert session.value(study) == "told"
    assert len(began) == 2


def test_a_study_that_fails_says_so_and_the_page_stays(snapshot: Workspace):
    session = session_on(snapshot, AtOnce())
    session.open(None)

    def broken(plan, progress, stop):
        raise ZeroDivisionError("contoh")

    study = Study("broken", broken)
    session.want([study])
    assert session.answer(study).message.kind == "error"
    assert session.message is None


# why ------------------------------------------------------------------------------------------------------------------


def test_the_answer_is_that_of_the_core_and_the_price_stands_before_the_click(page: Page, shared: Session):
    sheet = page.sheet
    other = next(c for c in sheet.slate.record["candidates"] if not c["proposed"])
    sheet._on_slate("choose", {"key": other["key"]})
    nip = next(nip for nip in sheet.listed["nip"] if page.screen.directory.codes[nip] == other["key"])
    found = why(shared.plan, nip, str(page.screen.selected["post"]))
    told = sheet.answer.record
    assert told["title"] == f"Mengapa bukan {other['name']}"
    assert (told["change"] != "") == (found.change.kind not in ("nothing", "ground"))
    assert [label for _, label in told["price"]["figures"]][-2:] == ["orang terlewati", "langkah rantai baru"]
    assert told["letter"] == "Surat"


def test_where_another_plan_is_as_good_the_answer_says_that_a_lot_decides(page: Page, shared: Session):
    seat = shared.plan.moves.iloc[0]
    found = why(shared.plan, seat["nip"], seat["to_post"])
    assert found.outcome == "placed"
    tied, dear = (answer._without(page.screen, replace(found, loss=Loss(0, points, 0))) for points in (0, 7_000))
    assert (tied["figures"], dear["note"]) == ([], "")
    assert "undian" in tied["note"] and dear["figures"] == [("7,0", "poin merit hilang")]


def test_an_override_in_force_shows_its_price(snapshot: Workspace):
    session = session_on(snapshot, AtOnce())
    session.open(None)
    page = Page(session, Words("en"))
    key = next(c["key"] for c in page.sheet.slate.record["candidates"] if not c["proposed"])
    page.sheet._on_slate("propose", {"key": key})
    (row,) = page.sheet.overrides.record["rows"]
    assert row["price"].endswith("passed over.")
    assert page.sheet.answer.record["letter"] == ""  # nobody asks why not me who is placed


def test_a_letter_is_made_from_the_answer_once_that_is_on_record(snapshot: Workspace, monkeypatch):
    session = session_on(snapshot, AtOnce())
    session.open(None)
    page = Page(session, Words("id"))
    given: list[bytes] = []
    monkeypatch.setattr(page.connection, "hand_over", lambda name, kind, content: given.append(content))
    key = next(c["key"] for c in page.sheet.slate.record["candidates"] if not c["proposed"])
    page.sheet._on_slate("choose", {"key": key})
    page.sheet._on_answer("letter", {})
    assert given == []
    page._on_state("act", {"name": "download"})
    assert [content[:5] for content in given] == [b"%PDF-"]
    assert [event.kind for event in snapshot.ledger.events(session.scenario.id)] == ["open", "reveal"]


# compare --------------------------------------------------------------------------------------------------------------


def test_rivals_stand_beside_the_plan_and_only_what_differs_is_listed(page: Page):
    look(page, "bandingkan")
    sheet = page.sheet
    assert sheet.keys[0] == PRESENT and len(sheet.keys) == 4
    columns = [column["label"] for column in sheet.figures.record["columns"]]
    assert columns == ["Angka", "Rencana ini", "Hak tetap tinggal", "Pencocokan stabil", "Terlemah setinggi mungkin"]
    for row in sheet.seats.record["rows"]:
        assert len({cell["text"] for cell in row[1:]}) > 1


def test_at_most_six_plans_stand_side_by_side_and_the_present_one_always(page: Page):
    look(page, "bandingkan")
    sheet = page.sheet
    sheet._on_choices("tick", {"key": PRESENT, "on": False})
    assert PRESENT in sheet.keys
    for key in sheet.keys[1:]:
        sheet._on_choices("tick", {"key": key, "on": False})
    assert sheet.keys == (PRESENT,)
    assert sheet.seats.record["empty"] == "Centang satu rencana lagi untuk membandingkan."
    assert sheet.figures.record == {}
    assert MOST == 6


def test_a_branch_is_compared_with_its_beginning_and_its_kin(snapshot: Workspace):
    session = session_on(snapshot, AtOnce())
    session.open(None)
    session.do(SetLimit("move_price", 0))
    root = session.scenario.id
    session.branch("Hemat pindah")
    session.do(SetLimit("move_price", 20_000))
    page = Page(session, Words("id"), sheet="bandingkan")
    assert page.sheet.keys == (PRESENT, "first", f"s:{root}")
    moves = texts(page.sheet.figures.record, 1)[0], texts(page.sheet.figures.record, 3)[0]
    assert int(moves[0]) < int(moves[1])


# chains ---------------------------------------------------------------------------------------------------------------


def test_decrees_stand_in_the_order_of_signing_with_their_verdicts(page: Page, shared: Session):
    look(page, "rantai")
    shown = texts(page.sheet.decrees.record, 0)
    order = decrees(shared.plan)["order"].tolist()
    assert shown == [str(number) for number in order[: len(shown)]]
    assert all(row[4]["badge"] for row in page.sheet.decrees.record["rows"])


def test_a_decree_leads_to_the_picture_of_its_chain(page: Page):
    look(page, "rantai")
    numbers = picture.chains(page.screen)
    page.sheet._follow(str(numbers[-1]))
    assert page.sheet.picture.record["title"].startswith(f"Rantai {numbers[-1]}:")
    assert page.sheet.picture.record["pages"]["on"] is False


def test_a_critical_post_leads_back_to_the_plan(page: Page):
    look(page, "rantai")
    rows = page.screen.rows
    post = str(rows["post"].iloc[-1])
    page.sheet._follow(post)
    assert page.session.view.tab == "rencana"
    assert page.screen.selected["post"] == post


def test_the_preflight_leaves_only_once_showing_names_is_on_record(snapshot: Workspace, monkeypatch):
    session = session_on(snapshot, AtOnce())
    session.open(None)
    page = Page(session, Words("id"), sheet="rantai")
    given: list[bytes] = []
    monkeypatch.setattr(page.connection, "hand_over", lambda name, kind, content: given.append(content))
    page.sheet._export()
    assert given == []
    page._on_state("act", {"name": "download"})
    assert [content[:2] for content in given] == [b"PK"]
    assert [event.kind for event in snapshot.ledger.events(session.scenario.id)] == ["open", "reveal"]


# audit ----------------------------------------------------------------------------------------------------------------


def test_a_lock_on_the_weakest_candidate_is_named_by_the_audit(snapshot: Workspace):
    session = session_on(snapshot, AtOnce())
    session.open(None)
    page = Page(session, Words("id"))
    listed = page.sheet.listed
    worst = str(listed.loc[listed["eligible"], "nip"].iloc[-1])
    post = str(page.screen.selected["post"])
    session.do(Lock(worst, post))
    look(page, "audit")
    found = session.value(audit.FAIRNESS)
    shown = page.sheet.envy.record["rows"]
    assert len(shown) == min(10, len(found.envy.justified)) > 0
    assert all("dikunci" in row[3]["text"] for row in shown)


def test_missing_data_are_listed_by_what_they_have_at_stake(page: Page):
    look(page, "audit")
    told = page.sheet.cleaning.record
    assert told["rows"] and told["note"].startswith("Dari ")
    assert all(row[1]["text"] for row in told["rows"])


# names and words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", ["bandingkan", "rantai", "audit"])
def test_while_names_are_hidden_no_sheet_holds_a_name_or_a_nip(page: Page, province: Staffing, sheet: str):
    look(page, sheet)
    text = json.dumps([leaf.record for leaf in page.leaves()], ensure_ascii=False)
    people = province.employees
    assert [token for token in (*people["nip"], *people["name"].unique()) if token in text] == []


@pytest.mark.parametrize("sheet", ["bandingkan", "rantai", "audit"])
def test_every_word_of_a_sheet_is_english_when_asked(shared: Session, sheet: str):
    page = Page(shared, Words("en"), sheet=sheet)
    shared._listeners.remove(page.refresh)
    for leaf in page.made[sheet].leaves():
        told = [leaf.record.get("title", ""), leaf.record.get("note", ""), leaf.record.get("empty", "")]
        told += [column["label"] for column in leaf.record.get("columns", []) if isinstance(column, dict)]
        for text in told:
            assert not set(text.lower().split()) & {"dan", "yang", "dari", "jabatan", "siapa", "tiap"}, text


# the same in Python ---------------------------------------------------------------------------------------------------


def ran(page: Page, workspace: Workspace, monkeypatch) -> tuple[dict[str, Any], list[Any]]:
    """The lines of the sheet in sight, run as they stand: the names they leave, and what each that asks brings."""
    monkeypatch.setenv("PENATAAN_HOME", str(workspace.home))
    names: dict[str, Any] = {}
    brought = []
    for line in ast.parse(page.sheet.python.record["code"]).body:
        if isinstance(line, ast.Expr):
            brought.append(eval(compile(ast.Expression(line.value), "layar", "eval"), names))
        else:
            exec(compile(ast.Module([line], []), "layar", "exec"), names)
    return names, brought


@pytest.fixture(scope="module")
def stepped(snapshot: Workspace) -> Session:
    """A scenario with a step."""
    session = session_on(snapshot, AtOnce())
    session.open(None)
    move = session.plan.moves.iloc[0]
    session.do(Lock(move["nip"], move["to_post"]))
    return session


@pytest.fixture
def recorded(stepped: Session) -> Iterator[Page]:
    with looking_at(stepped) as page:
        yield page


def test_the_lines_of_the_audit_bring_what_it_shows(recorded: Page, snapshot: Workspace, monkeypatch):
    monkeypatch.setattr(resources, "robustness", lambda: QUICK)
    look(recorded, "audit")
    _, brought = ran(recorded, snapshot, monkeypatch)
    assert [type(one).__name__ for one in brought] == ["Audit", "Worklist"]
    recorded.sheet._on_trial("act", {"name": "try"})
    _, (audited, listed, core) = ran(recorded, snapshot, monkeypatch)
    session = recorded.session
    pd.testing.assert_frame_equal(audited.ratios, session.value(audit.FAIRNESS).ratios)
    pd.testing.assert_frame_equal(listed.items, session.value(cleaning.CLEANING).items)
    assert core.digest == session.value(robust.CORE).digest


def test_the_lines_of_the_chains_bring_what_they_show(recorded: Page, snapshot: Workspace, monkeypatch):
    look(recorded, "rantai")
    _, (flown, foreseen, known) = ran(recorded, snapshot, monkeypatch)
    session = recorded.session
    pd.testing.assert_frame_equal(flown.steps, session.value(rantai.PREFLIGHT).steps)
    pd.testing.assert_frame_equal(foreseen.years, session.value(rantai.FORECAST).years)
    pd.testing.assert_frame_equal(known.candidates, session.value(rantai.BENCH).candidates)


def test_the_lines_of_the_comparison_bring_what_it_shows(recorded: Page, snapshot: Workspace, monkeypatch):
    session = recorded.session
    other = scenarios.new(snapshot, 'Rencana "lain"', **session.who.now())
    look(recorded, "bandingkan")
    keys = {PRESENT, FIRST, SCENARIO + other.id, RULE + "stable"}
    session.look(compared=tuple(keys))
    assert keys == set(recorded.sheet.keys)
    _, (found,) = ran(recorded, snapshot, monkeypatch)
    shown = session.value(recorded.sheet._comparison(recorded.sheet.plans))
    titles = [option.title for option in recorded.sheet.options if option.key in recorded.sheet.keys]
    assert list(found.names) == titles
    assert found.differences.to_numpy().tolist() == shown.differences.to_numpy().tolist()


@pytest.mark.parametrize("sheet", ("bandingkan", "rantai", "audit"))
def test_the_lines_go_and_come_with_their_button(page: Page, sheet: str):
    look(page, sheet)
    assert page.sheet.python.record and page.sheet.lines.layout.display is None
    page._on_bar("python", {})
    assert not page.sheet.python.record and page.sheet.lines.layout.display == "none"


# the robust core ------------------------------------------------------------------------------------------------------

QUICK = replace(resources.robustness(), draws=20)


def test_the_robust_core_is_tried_when_asked_and_tells_who_is_contested_and_by_what(page: Page, shared, monkeypatch):
    monkeypatch.setattr(resources, "robustness", lambda: QUICK)
    shared.studies.forget(shared.plan, robust.CORE)
    look(page, "audit")
    sheet = page.sheet
    assert sheet.trial.record["kind"] == "empty" and not sheet.robust.record and not sheet.core.record
    sheet._on_trial("act", {"name": "try"})
    core = shared.value(robust.CORE)
    assert not sheet.trial.record
    figure = sheet.core.record["rows"][0]
    assert figure["value"] == f"{core.count('proven', 'move')} dari 10"
    assert figure["sub"] == f"{core.count('contested', 'move')} diperdebatkan"
    assert sheet.core.record["notes"] == list(doubted(core))
    table, shaken = sheet.robust.record, contested(core)
    assert table["note"] == core.sentence() and table["aside"] == str(len(shaken))
    assert table["keys"] == shaken["post"].tolist()[:8]
    assert texts(table, 0) == [page.screen.title(post) for post in table["keys"]]
    assert [row[3]["text"] for row in table["rows"]] == [page.screen.who(nips[0]) for nips in shaken["rivals"][:8]]


def test_what_was_tried_stands_beside_the_figures_of_the_plan(page: Page, shared, monkeypatch):
    monkeypatch.setattr(resources, "robustness", lambda: QUICK)
    shared.studies.forget(shared.plan, robust.CORE)
    page.refresh()
    before = page.sheet.numbers.record["rows"]
    look(page, "audit")
    page.sheet._on_trial("act", {"name": "try"})
    figure = page.sheet.core.record["rows"][0]
    look(page, "rencana")
    assert page.sheet.numbers.record["rows"] == [*before, figure]


def test_another_plan_is_not_tried_unasked_and_an_undone_step_shows_what_is_known(snapshot: Workspace, monkeypatch):
    monkeypatch.setattr(resources, "robustness", lambda: QUICK)
    session = session_on(snapshot, AtOnce())
    session.open(None)
    page = Page(session, Words("id"), sheet="audit")
    page.sheet._on_trial("act", {"name": "try"})
    known = session.value(robust.CORE)
    session.do(SetLimit("move_price", 0))
    assert session.value(robust.CORE) is None and page.sheet.trial.record["kind"] == "empty"
    session.undo()
    assert session.value(robust.CORE) is known and page.sheet.robust.record["loading"] is False


def test_while_it_is_tried_the_page_waits_and_leaving_it_offers_to_begin_again(snapshot: Workspace, monkeypatch):
    monkeypatch.setattr(resources, "robustness", lambda: QUICK)
    runner = Later()
    session = session_on(snapshot, runner)
    session.open(None)
    runner.go()
    page = Page(session, Words("id"), sheet="audit")
    runner.go()
    page.sheet._on_trial("act", {"name": "try"})
    assert session.study == robust.CORE
    assert page.sheet.robust.record["loading"] and not page.sheet.trial.record
    page.sheet._on_waiting("cancel", {})
    assert page.sheet.said.record["title"] == "Perhitungan dibatalkan"
    assert not page.sheet.robust.record
    runner.go()
    page.sheet._on_said("act", {"name": "again"})
    runner.go()
    assert session.value(robust.CORE) is not None and page.sheet.said.record == {}


def test_under_limits_the_robust_core_says_why_it_cannot_be_tried(snapshot: Workspace):
    session = session_on(snapshot, AtOnce())
    session.open(None)
    session.do(SetLimit("move_limit", 4))
    for lang, said in (("id", "Cabut batasnya"), ("en", "Lift the limits")):
        page = Page(session, Words(lang), sheet="audit")
        assert page.sheet.trial.record["kind"] == "refused" and said in page.sheet.trial.record["text"]
        page.sheet._on_trial("act", {"name": "try"})
        assert session.value(robust.CORE) is None


# the audit as a workbook ----------------------------------------------------------------------------------------------


def test_the_audit_leaves_only_once_showing_names_is_on_record(snapshot: Workspace, monkeypatch):
    monkeypatch.setattr(resources, "robustness", lambda: QUICK)
    session = session_on(snapshot, AtOnce())
    session.open(None)
    page = Page(session, Words("id"), sheet="audit")
    page.sheet._on_trial("act", {"name": "try"})
    given: list[tuple[str, str, bytes]] = []
    monkeypatch.setattr(page.connection, "hand_over", lambda *file: given.append(file))
    assert page.sheet.cleaning.record["file"] == "Audit XLSX"
    page.sheet.cleaning._hear(None, {"gesture": "file"}, [])
    assert not given and session.message.kind == "export"
    page._on_state("act", {"name": "download"})
    (name, _, content) = given[0]
    assert name.startswith("audit-") and name.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames[:3] == ["Siapa terpilih", "Siapa terlewati", "Mengapa terlewati"]
    assert {"Data layak dicari", "Inti kokoh", "Yang diragukan", "Dasar"} <= set(book.sheetnames)
    core = session.value(robust.CORE)
    assert book["Inti kokoh"].max_row == len(core.placements) + 1
    assert book["Yang diragukan"]["A2"].value == core.sentence()
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=") for cell in every), "a name of the demo looks like a formula"
    assert not [cell.value for cell in every if cell.data_type == "f"]
