"""Limits and the frontier on the placement page: what is seen is what is in force, and a refusal loses nothing."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from test_widgets_session import Later

from widgets.apps import conversation
from widgets.apps.conversation import Who
from widgets.apps.limits import ways_out
from widgets.apps.panels import answer, proof
from widgets.apps.panels import frontier as panel
from widgets.apps.panels.limits import form, table
from widgets.apps.panels.limits.form import Draft
from widgets.apps.penempatan import Page
from widgets.apps.runner import AtOnce, Runner
from widgets.apps.screen import Screen
from widgets.apps.searching import Searching
from widgets.apps.session import Session
from widgets.apps.tabs.rencana import Rencana
from widgets.apps.words import Words
from workbench.io.workspace import Settings, Workspace
from workbench.placement import Infeasible, Stopped
from workbench.placement.why import Loss, why
from workbench.placement.why.between import Between
from workbench.scenario import (
    AddLimit,
    Apart,
    Budget,
    DropLimit,
    Freeze,
    Limit,
    Lock,
    Quality,
    Release,
    SetLimit,
    Share,
    UnitMoves,
)
from workbench.scenario.limits import KINDS as LIMIT_KINDS
from workbench.staffing import Staffing

UNIT = "0040000"
EVERY_OFFICE = {"place": "each", "reach": False}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province: Staffing) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("batas") / "ruang", Settings(fictional=True))
    workspace.save_snapshot(province, "uji")
    return workspace


@pytest.fixture(scope="module")
def first(workspace: Workspace) -> Session:
    """Opened once, so that its ground can be shared: making it anew would only cost time."""
    session = Session(workspace, Who("R. Contoh", "analis"), AtOnce(), title=lambda day: "Uji batas")
    session.open(None)
    return session


@pytest.fixture
def begin(workspace: Workspace, first: Session) -> Callable[..., Page]:
    """A page of its own on a scenario of its own: `begin()`, `begin(lang="en")`."""

    def one(lang: str = "id", runner: Runner | None = None) -> Page:
        session = Session(workspace, Who("R. Contoh", "analis"), runner or AtOnce(), title=lambda day: "Uji batas")
        session.workspace.kept.update(first.workspace.kept)
        session._law, session._ground = first._law, first._ground
        session.open(None)
        if isinstance(runner, Later):
            runner.go()
        return Page(session, Words(lang))

    return one


@pytest.fixture
def page(begin: Callable[..., Page]) -> Page:
    return begin()


def sheet_of(page: Page) -> Rencana:
    sheet = page.sheet
    assert isinstance(sheet, Rencana)
    return sheet


def gesture(page: Page, name: str, **detail: Any) -> None:
    sheet_of(page).limiting._hear(name, detail)


def seen(page: Page) -> dict[str, Any]:
    """The panel as the browser has it."""
    return sheet_of(page).limits.record


def fill(page: Page, kind: str, **values: Any) -> None:
    gesture(page, "add")
    gesture(page, "set", kind=kind, values=values)


def keys(page: Page) -> list[str]:
    return [row["key"] for row in seen(page)["rows"]]


# seeing ---------------------------------------------------------------------------------------------------------------


def test_a_folded_panel_is_one_line_and_says_how_many_limits_are_used_up(page: Page):
    assert (seen(page)["summary"], seen(page)["rows"], seen(page)["form"]) == ("belum ada", [], None)
    page.session.do(SetLimit("move_limit", 4), AddLimit(Budget(10**12)), AddLimit(Quality(each=True)))
    assert seen(page)["opened"] is False and seen(page)["rows"] == []
    assert seen(page)["summary"].startswith("3 batas berlaku, ")
    gesture(page, "open", on=True)
    full = [row["key"] for row in seen(page)["rows"] if any(bar["full"] for bar in row["bars"])]
    assert seen(page)["summary"] == f"3 batas berlaku, {len(full)} terpakai penuh"
    assert "move_limit" in full and "budget" not in full


def test_each_limit_is_a_sentence_with_what_the_plan_uses_of_it(page: Page):
    gesture(page, "open", on=True)
    page.session.do(SetLimit("move_limit", 4), AddLimit(Budget(50_000_000)))
    total, budget = seen(page)["rows"]
    assert total["title"] == "Paling banyak 4 orang pindah"
    assert (total["bars"][0]["text"], total["bars"][0]["part"]) == ("4 dari 4 orang", 100.0)
    assert budget["title"] == "Biaya semua perpindahan paling banyak Rp50.000.000"
    assert budget["bars"][0]["text"].endswith(" dari Rp50.000.000")
    assert 0 <= budget["bars"][0]["part"] < 100


def test_a_limit_in_every_office_shows_the_tightest_three_and_unfolds_the_rest(page: Page):
    gesture(page, "open", on=True)
    page.session.do(AddLimit(Quality(each=True)))
    (row,) = seen(page)["rows"]
    assert len(row["bars"]) == table.WORST and row["rest"] == "Tampilkan 3 lagi"
    tight = [bar["label"] for bar in row["bars"]]
    gesture(page, "more", key=row["key"])
    (row,) = seen(page)["rows"]
    assert row["opened"] and [bar["label"] for bar in row["bars"]][: table.WORST] == tight
    assert row["text"] == f"{sum(bar['full'] for bar in row['bars'])} dari 6 unit terpakai penuh"
    gaps = [bar["part"] - bar["mark"] for bar in row["bars"] if not bar["full"]]
    assert gaps == sorted(gaps)


def test_relatives_and_a_frozen_unit_say_what_they_do_without_a_bar_or_a_name(page: Page):
    gesture(page, "open", on=True)
    page.session.do(AddLimit(Apart()), AddLimit(Freeze(UNIT)))
    apart, freeze = seen(page)["rows"]
    assert apart["text"].endswith("pasang orang dijaga") and freeze["text"].endswith("kemungkinan usulan ditutup")
    assert apart["bars"] == freeze["bars"] == []
    nips = set(page.screen.directory.codes.index)
    assert not any(nip in str(seen(page)) for nip in nips)


def test_the_panel_speaks_english_too(begin: Callable[..., Page]):
    page = begin(lang="en")
    gesture(page, "open", on=True)
    page.session.do(SetLimit("move_limit", 4), AddLimit(Share("female", "least", 30, ("pengawas",), each=True)))
    total, share = seen(page)["rows"]
    assert total["title"] == "At most 4 people move" and total["bars"][0]["text"] == "4 of 4 people"
    assert "female" in share["title"] and "at least" in share["bars"][0]["text"]
    assert sheet_of(page).table.record["note"] == "Within 2 limits: proven best."


def test_without_limits_nothing_is_asked_and_with_them_once_a_plan(page: Page):
    sheet = sheet_of(page)
    assert sheet.limiting.wanted() == [] and sheet.limiting.usage is None
    page.session.do(SetLimit("move_limit", 4))
    known = sheet.limiting.usage
    assert known is not None
    page.session.undo()
    assert sheet.limiting.usage is None
    page.session.redo()
    assert sheet.limiting.usage is known


def test_the_python_line_gives_what_the_open_panel_shows(page: Page, workspace: Workspace, monkeypatch):
    page.session.do(SetLimit("move_limit", 4))
    assert "used" not in sheet_of(page).python.record["code"]
    gesture(page, "open", on=True)
    code = sheet_of(page).python.record["code"]
    monkeypatch.setattr(Workspace, "open", lambda: workspace)
    given: dict[str, Any] = {}
    *lines, asked = code.splitlines()
    exec("\n".join(lines), given)
    table = eval(asked, given)
    assert table[["limit", "used", "full"]].values.tolist() == [["move_limit", 4, True]]


# setting --------------------------------------------------------------------------------------------------------------

SET: list[tuple[str, dict[str, Any], Limit]] = [
    ("unit_moves", {"unit": UNIT, "most": "3"}, UnitMoves(UNIT, 3)),
    ("budget", {"most": "Rp 500.000.000"}, Budget(500_000_000)),
    (
        "share",
        {"group": "female", "bound": "least", "percent": "30", "tiers": ["pengawas"], **EVERY_OFFICE},
        Share("female", "least", 30, ("pengawas",), each=True),
    ),
    (
        "share",
        {"group": "local", "bound": "most", "percent": "80", "tiers": ["pengawas"], "place": "unit", "unit": UNIT},
        Share("local", "most", 80, ("pengawas",), unit=UNIT),
    ),
    ("apart", {"kinds": []}, Apart()),
    ("apart", {"kinds": ["keluarga"]}, Apart(("keluarga",))),
    ("freeze", {"unit": UNIT}, Freeze(UNIT)),
    ("quality", {"points": "70,5", "place": "all", "reach": True}, Quality(70_500, reach=True)),
    ("quality", {"points": "", **EVERY_OFFICE}, Quality(each=True)),
]


@pytest.fixture(scope="module")
def screen(first: Session) -> Screen:
    """A page's words and session, for what is read from a form and tried by nobody."""
    return Screen(first, Words("id"))


@pytest.mark.parametrize(("kind", "values", "limit"), SET, ids=lambda each: getattr(each, "id", None))
def test_a_filled_form_asks_for_its_limit_in_one_gesture(screen: Screen, kind, values, limit):
    assert form.moves(screen.session.policy, Draft(1), kind, values, screen) == (AddLimit(limit),)


@pytest.mark.parametrize(("kind", "values", "limit"), SET, ids=lambda each: getattr(each, "id", None))
def test_a_form_on_a_limit_in_force_is_filled_in_so_that_saving_it_changes_nothing(screen: Screen, kind, values, limit):
    policy = replace(screen.session.policy, limits=(limit,))
    draft = form.began(1, policy, limit.id)
    assert draft is not None and draft.kind == kind
    filled = {field["name"]: field["value"] for field in form.fields(screen, draft)[kind]}
    assert form.moves(policy, draft, kind, filled, screen) == ()


def test_every_kind_of_limit_has_a_form_with_its_own_fields_alone(screen: Screen):
    fields = form.fields(screen, Draft(1))
    assert set(fields) == set(form.KINDS) == {form.TOTAL, *LIMIT_KINDS}
    assert len(form.KINDS) == 7
    assert [field["name"] for field in fields["unit_moves"]] == ["unit", "most"]
    assert [field["name"] for field in fields["freeze"]] == ["unit"]


def test_a_limit_set_closes_its_form_and_one_undo_takes_it_back(page: Page):
    fill(page, "unit_moves", unit=UNIT, most="3")
    assert page.session.policy.limits == (UnitMoves(UNIT, 3),)
    assert seen(page)["form"] is None and keys(page) == [f"unit_moves:@{UNIT}"]
    assert page.session.scenario.step == 1
    page.session.undo()
    assert page.session.policy.limits == () and seen(page)["summary"] == "belum ada"


def test_the_limit_of_all_moves_is_the_one_of_the_slider(page: Page):
    fill(page, form.TOTAL, most="5")
    assert page.session.policy.move_limit == 5 and keys(page) == [form.TOTAL]
    slider = sheet_of(page).sliders.record["groups"][1][0]
    assert (slider["name"], slider["value"]) == ("move_limit", 5)
    gesture(page, "drop", key=form.TOTAL)
    assert page.session.policy.move_limit is None and keys(page) == []


def test_a_changed_limit_is_one_gesture_and_one_undo(page: Page):
    page.session.do(AddLimit(UnitMoves(UNIT, 3)))
    gesture(page, "edit", key=f"unit_moves:@{UNIT}")
    gesture(page, "set", kind="unit_moves", values={"unit": UNIT, "most": "2"})
    assert page.session.policy.limits == (UnitMoves(UNIT, 2),)
    assert page.session.scenario.step == 2
    page.session.undo()
    assert page.session.policy.limits == (UnitMoves(UNIT, 3),)


@pytest.mark.parametrize(
    ("kind", "values", "wrong"),
    [
        ("move_limit", {"most": "3,5"}, {"most"}),
        ("move_limit", {"most": "-1"}, {"most"}),
        ("unit_moves", {"unit": "", "most": ""}, {"unit", "most"}),
        ("freeze", {}, {"unit"}),
        ("share", {"group": "female", "bound": "least", "percent": "x", "tiers": [], "place": "unit"}, None),
        ("share", {"group": "male", "bound": "most", "percent": "100", "tiers": ["pengawas"]}, {"percent"}),
        ("quality", {"points": "101", "place": "all"}, {"points"}),
        ("quality", {"points": "70,12345", "place": "all"}, {"points"}),
    ],
)
def test_what_a_field_lacks_is_a_mistake_of_that_field(screen: Screen, kind, values, wrong):
    found = form.moves(screen.session.policy, Draft(1), kind, values, screen)
    assert isinstance(found, dict) and set(found) == (wrong or {"percent", "tiers", "unit"})


def test_a_mistake_is_said_at_its_field_and_nothing_is_tried(page: Page):
    fill(page, form.TOTAL, most="3,5")
    assert seen(page)["form"]["mistakes"] == {"most": "Isi dengan bilangan bulat."}
    assert not page.session.recorded and page.session.message is None


def test_units_are_found_by_their_names_those_that_begin_so_first(page: Page):
    gesture(page, "add")
    gesture(page, "find", text="dinas pendidikan")
    found = seen(page)["form"]["found"]
    assert found[0] == {"value": UNIT, "label": "Dinas Pendidikan, Pemerintah Provinsi Jambi (fiktif)"}
    assert len(found) <= form.FOUND
    gesture(page, "find", text="tidak ada yang begini")
    assert seen(page)["form"]["found"] == []


# refused --------------------------------------------------------------------------------------------------------------


def test_an_impossible_limit_is_refused_in_the_form_which_stays(page: Page):
    fill(page, "quality", points="99", place="all", reach=True)
    asked = seen(page)["form"]
    assert "tidak dapat dipenuhi" in asked["refusal"]["text"]
    assert asked["number"] == 1 and asked["busy"] is False, "the same form: what was typed stays"
    assert page.state.record.get("kind") != "refused", "said once, where it matters"
    assert not page.session.recorded and page.session.policy.limits == ()
    gesture(page, "close")
    assert seen(page)["form"] is None and page.session.message is None


@pytest.fixture
def collided(page: Page) -> Page:
    """A page whose form asks to freeze an office that can keep two limits only by moves across its border."""
    share = Share("female", "least", 30, ("pengawas",), each=True, reach=True)
    page.session.do(AddLimit(Quality(each=True)), AddLimit(share))
    fill(page, "freeze", unit="0050000")
    return page


def test_limits_that_collide_are_named_as_sentences_with_their_unit_each_with_its_way_out(collided: Page):
    refused = seen(collided)["form"]["refusal"]
    assert refused["text"] == "Tidak ada rencana yang memenuhi batas-batas ini bersama:"
    assert [item.partition(",")[0] for item in refused["items"]] == [
        "Rata-rata skor pemangku jabatan dalam ruang lingkup tidak turun dari hari ini",
        "Paling sedikit 30 persen perempuan di antara pemangku Pengawas",
    ]
    assert all(item.endswith("(Dinas Kesehatan)") for item in refused["items"])
    assert collided.session.scenario.step == 1, "nothing was recorded"

    # A way out lifts one of them and sets the new one, in one gesture.
    ways = refused["remedies"]
    assert [way["label"].partition(":")[0] for way in ways] == ["Cabut lalu coba lagi"] * 2
    gesture(collided, "remedy", key=ways[0]["key"])
    kinds = [limit.kind for limit in collided.session.policy.limits]
    assert kinds == ["freeze", "share"] and seen(collided)["form"] is None
    assert collided.session.scenario.step == 2
    collided.session.undo()
    assert [limit.kind for limit in collided.session.policy.limits] == ["quality", "share"]


def test_a_limit_that_is_there_already_can_be_replaced_from_its_refusal(page: Page):
    page.session.do(AddLimit(UnitMoves(UNIT, 3)))
    fill(page, "unit_moves", unit=UNIT, most="1")
    (remedy,) = seen(page)["form"]["refusal"]["remedies"]
    assert remedy["label"] == "Cabut lalu coba lagi: Paling banyak 3 orang pindah dari Dinas Pendidikan"
    gesture(page, "remedy", key=remedy["key"])
    assert page.session.policy.limits == (UnitMoves(UNIT, 1),)
    assert page.session.scenario.step == 2 and seen(page)["form"] is None


def test_a_lock_that_crosses_a_frozen_unit_is_told_without_a_name_while_names_are_hidden(page: Page):
    units = page.session.plan.ground.staffing.posts.set_index("post")["unit"]
    moves = page.session.plan.moves
    seat = moves[moves["from_post"].map(units) != moves["to_post"].map(units)].iloc[0]
    page.session.do(Lock(seat["nip"], seat["to_post"]))
    fill(page, "freeze", unit=str(units[seat["to_post"]]))
    refused = seen(page)["form"]["refusal"]
    assert page.screen.directory.naming.names[seat["nip"]] not in str(refused)
    assert refused["remedies"][0]["label"] == f"Lepaskan kunci {page.screen.who(seat['nip'])}"
    gesture(page, "remedy", key="0")
    assert page.session.policy.locks == frozenset() and len(page.session.policy.limits) == 1


def test_ways_out_are_limits_in_force_that_the_gesture_neither_sets_nor_lifts(page: Page):
    policy = replace(page.session.policy, move_limit=3, limits=(Quality(each=True), UnitMoves(UNIT, 0)))
    names = ("move_limit", "quality:each:0050000", f"unit_moves:@{UNIT}", "budget")
    assert ways_out(policy, names, [AddLimit(Budget(0))]) == [
        SetLimit("move_limit", None),
        DropLimit("quality:each"),
        DropLimit(f"unit_moves:@{UNIT}"),
    ]
    asked = [DropLimit(f"unit_moves:@{UNIT}"), AddLimit(UnitMoves(UNIT, 1))]
    assert DropLimit(f"unit_moves:@{UNIT}") not in ways_out(policy, names, asked)


def test_what_collides_away_from_the_form_is_told_by_sentences_too(page: Page):
    share = Share("female", "least", 30, ("pengawas",), each=True, reach=True)
    page.session.do(AddLimit(Quality(each=True)), AddLimit(share))
    page.session.do(AddLimit(Freeze("0050000")))
    told = page.state.record
    assert "quality:" not in str(told) and "Dinas Kesehatan" in told["text"]
    assert [action["label"].partition(":")[0] for action in told["actions"]] == ["Cabut lalu coba lagi"] * 2 + ["Batal"]


def test_english_refusals_hold_no_indonesian_reason(begin: Callable[..., Page]):
    page = begin(lang="en")
    page.session.do(AddLimit(UnitMoves(UNIT, 3)))
    fill(page, "unit_moves", unit=UNIT, most="1")
    refused = seen(page)["form"]["refusal"]
    assert refused["text"].startswith("This limit is there already: At most 3 people move out of")
    assert refused["remedies"][0]["label"].startswith("Remove and try again: At most 3")


def test_a_form_waits_for_its_own_gesture_and_not_for_another(begin: Callable[..., Page]):
    runner = Later()
    page = begin(runner=runner)
    gesture(page, "add")
    gesture(page, "set", kind="budget", values={"most": "1000000000"})
    assert seen(page)["form"]["busy"] is True
    gesture(page, "find", text="dinas")  # something else is told meanwhile
    assert seen(page)["form"] is not None
    runner.go()
    assert seen(page)["form"] is None and page.session.policy.limits == (Budget(1_000_000_000),)


# how good the plan is -------------------------------------------------------------------------------------------------


def test_a_plan_without_limits_says_nothing_of_its_proof_and_one_within_limits_does(page: Page):
    assert sheet_of(page).table.record["note"] == ""
    assert "assignment" not in vars(page.session.plan), "no table is made of a plan that needs no proof told"
    page.session.do(SetLimit("move_limit", 4))
    assert sheet_of(page).table.record["note"] == "Dalam satu batas: terbukti terbaik."
    assert sheet_of(page).table.record["again"] == ""


def test_a_gap_is_told_in_percent_and_points_and_never_rounded_to_less(page: Page):
    session = page.session
    session.do(SetLimit("move_limit", 4))
    found = session.plan.assignment
    session.plan = replace(session.plan, found=replace(found, bound=found.value + 612))
    share = proof.share(session.plan)
    assert share == Decimal(612) / (found.total + 612)
    note = proof.note(page.screen)
    assert proof.percent(share, "id") in note and "(0,6 poin)" in note
    assert note.startswith("Dalam satu batas: paling banyak")
    for part in (share, Decimal("0.00001234"), Decimal("0.5")):
        told = proof.percent(part, "en").removesuffix(" %").replace(",", "")
        assert part * 100 <= Decimal(told) <= part * 100 * Decimal("1.2")


def test_a_critical_post_that_may_be_missed_is_told_before_any_percent(page: Page):
    session = page.session
    session.do(SetLimit("move_limit", 4))
    found = session.plan.assignment
    session.plan = replace(session.plan, found=replace(found, bound=found.value + found.worth + 5))
    assert "mengisi 1 jabatan kritis lagi" in proof.note(page.screen)


def test_a_search_that_is_stopped_keeps_its_best_plan_on_record_and_can_go_on(page: Page, monkeypatch):
    monkeypatch.setattr(conversation, "NEWS_EVERY", 0.0)
    session, labels = page.session, []

    def stop_when_there_is_a_plan() -> None:
        if session.work is not None and session.work.keeps and session.work.words.startswith("Menutup selisih"):
            labels.append(sheet_of(page).table.progress["cancel"])
            session.cancel()

    off = session.listen(stop_when_there_is_a_plan)
    session.do(AddLimit(Budget(14_000_000)), AddLimit(Quality(79_000, reach=True)), AddLimit(UnitMoves(UNIT, 1)))
    off()
    assert labels and set(labels) == {"Hentikan, pakai yang terbaik"}
    assert session.message is None and len(session.policy.limits) == 3
    record = sheet_of(page).table.record
    assert "di bawah rencana terbaik" in record["note"] and record["again"] == "Cari lagi"
    before = session.plan.assignment
    sheet_of(page)._on_table("again", {})
    assert session.plan.assignment.value >= before.value and session.plan.assignment.gap <= before.gap
    assert session.scenario.step == 1, "to search on is no step"


def test_a_stop_is_heard_until_there_is_a_plan_and_no_longer():
    class Stop:
        def is_set(self) -> bool:
            return True

    told: list[tuple[float, bool]] = []
    search = Searching(lambda fraction, words, keeps: told.append((round(fraction, 2), keeps)), Stop())
    search.grounding(0.5, "the ground")
    search.progress(0.88, "begins")
    search.progress(0.5, "on its way")
    assert search.is_set()
    search.progress(1.0, "done")
    assert not search.is_set()
    search.progress(0.97, "telling")
    assert told == [(0.15, False), (0.65, True), (1.0, True)]


# vacant because of a limit --------------------------------------------------------------------------------------------


def test_a_post_that_only_a_limit_keeps_vacant_says_so(page: Page):
    page.session.do(SetLimit("move_limit", 5))
    vacant = sheet_of(page).limiting.usage.vacant
    assert len(vacant)
    origins = [row["origin"] for row in sheet_of(page).table.record["rows"]]
    assert origins.count("karena batas: Paling banyak 5 orang pindah") == len(vacant)
    page.session.do(AddLimit(Budget(0)))
    assert "karena batas" in {row["origin"] for row in sheet_of(page).table.record["rows"]}


# the frontier ---------------------------------------------------------------------------------------------------------

ROWS = pd.DataFrame(
    [(0, 14, 6_720_800, 5), (800, 12, 6_719_650, 5), (4_100, 12, 6_719_650, 5), (4_500, 10, 6_711_275, 5)],
    columns=["price", "moves", "merit", "critical"],
)


@pytest.fixture
def given(monkeypatch) -> Iterator[SimpleNamespace]:
    """A frontier that the test lays down, and how often it was asked for."""
    double = SimpleNamespace(rows=ROWS, asked=0)

    def frontier(ground, policy, points=50, progress=None, stop=None):
        double.asked += 1
        if stop.is_set():
            raise Stopped
        progress(0.5, "Mencari rencana terbaik")
        return double.rows

    monkeypatch.setitem(sys.modules, "workbench.placement.limits.frontier", SimpleNamespace(frontier=frontier))
    yield double


def curve(page: Page) -> dict[str, Any]:
    return sheet_of(page).frontier.record


def look(page: Page, name: str, **detail: Any) -> None:
    sheet_of(page).frontiers._hear(name, detail)


def test_the_curve_is_that_of_the_core_and_the_plan_on_the_screen_lies_on_it(page: Page):
    look(page, "open", on=True)
    drawn = sheet_of(page).frontiers.curve
    assert drawn is not None and len(drawn.table) == len(curve(page)["points"]) >= 2
    look(page, "choose", key=str(drawn.table["price"].iloc[-1]))
    row = drawn.table.iloc[-1]
    assert page.session.plan.summary["moves"] == row["moves"]
    assert page.session.plan.assignment.critical == row["critical"]
    assert curve(page)["points"][-1]["current"] and curve(page)["mark"]["x"] == pytest.approx(row["x"], abs=0.01)


def test_a_folded_frontier_asks_nothing_and_an_opened_one_asks_once(page: Page, given):
    assert curve(page)["summary"] == "10 orang pindah pada harga 5 poin" and given.asked == 0
    look(page, "open", on=True)
    assert given.asked == 1 and len(curve(page)["points"]) == 3
    page.session.do(SetLimit("move_price", 9_000))
    assert given.asked == 1, "another price goes along the same curve"
    page.session.do(SetLimit("move_limit", 6))
    assert given.asked == 1 and "tanpa batas skenario" in curve(page)["note"], "limits are set aside"
    seat = page.session.plan.moves.iloc[0]
    page.session.do(Lock(seat["nip"], seat["to_post"]))
    assert given.asked == 2, "a lock has its own curve"


def test_points_stand_from_few_moves_to_many_and_alike_plans_are_one_point(page: Page, given):
    look(page, "open", on=True)
    points = curve(page)["points"]
    assert [point["cells"][0] for point in points] == ["10", "12", "14"]
    assert points[1]["cells"] == ["12", "6.719,7", "5", "0,8 sampai 4,1"]
    assert [point["x"] for point in points] == sorted(point["x"] for point in points)
    assert all(0 <= point[axis] <= 100 for point in points for axis in ("x", "y"))
    assert "<path" in curve(page)["svg"] and "<text" not in curve(page)["svg"]
    assert "dari 10 orang pindah dengan jumlah skor 6.711,3 sampai 14" in curve(page)["alt"]


def test_a_point_sets_the_price_of_a_move_in_one_step_and_is_then_the_one_in_force(page: Page, given):
    look(page, "open", on=True)
    assert [point["current"] for point in curve(page)["points"]] == [True, False, False]
    assert curve(page)["points"][0]["cells"][3] == "4,5 sampai 5", "the plan on the screen is one of them"
    look(page, "choose", key="800")
    assert page.session.policy.move_price == 1_000, "the roundest price that gives this plan"
    assert page.session.scenario.step == 1
    assert [point["current"] for point in curve(page)["points"]] == [False, True, False]
    assert curve(page)["mark"]["text"] == "sekarang: 1 poin"
    look(page, "choose", key="800")
    assert page.session.scenario.step == 1, "the one in force is no step"
    page.session.undo()
    assert page.session.policy.move_price == 5_000


def test_a_point_that_does_not_exist_is_no_gesture(page: Page, given):
    look(page, "open", on=True)
    for key in ("123", "", "x"):
        look(page, "choose", key=key)
    assert not page.session.recorded


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (ROWS.iloc[[3]], "Berapa pun harga satu pindah, rencananya sama"),
        (Infeasible("Tidak ada kursi.", (), (), "no_seat", "No seat."), "Tidak ada kursi."),
    ],
)
def test_fewer_than_two_plans_are_no_curve_and_say_so(page: Page, given, rows, told):
    given.rows = rows
    look(page, "open", on=True)
    assert curve(page)["points"] == [] and curve(page)["svg"] == ""
    assert curve(page)["empty"].startswith(told)


def test_a_curve_that_takes_long_shows_how_far_it_is_and_can_be_left(begin: Callable[..., Page], given):
    runner = Later()
    page = begin(runner=runner)
    runner.go()
    look(page, "open", on=True)
    assert curve(page)["loading"] is True
    assert page.session.study == sheet_of(page).frontiers.study
    assert sheet_of(page).frontier.progress["cancel"] == "Batalkan"
    assert sheet_of(page).waiting.progress is None, "told once, where it matters"
    look(page, "cancel")
    runner.go()
    assert sheet_of(page).said.record["title"] == "Perhitungan dibatalkan"
    look(page, "open", on=True)
    runner.go()
    assert len(curve(page)["points"]) == 3


def test_ticks_are_round_and_hold_the_range_between_them():
    for low, high in ((0, 1), (7, 7), (3, 4_812), (6_711_300, 6_720_300)):
        ends = panel.ticks(low, high)
        assert ends[0] <= low <= high <= ends[-1]
        assert 2 <= len(ends) <= 7
        assert len({b - a for a, b in pairwise(ends)}) == 1


def test_a_price_between_whole_points_shows_its_tenth_on_the_slider(page: Page):
    page.session.do(SetLimit("move_price", 4_300))
    slider = sheet_of(page).sliders.record["groups"][1][1]
    assert (slider["name"], slider["text"]) == ("move_price", "4,3 poin")
    page.session.do(SetLimit("move_price", 4_000))
    assert sheet_of(page).sliders.record["groups"][1][1]["text"] == "4 poin"


def test_a_lock_is_still_released_by_its_own_move(page: Page):
    seat = page.session.plan.moves.iloc[0]
    page.session.do(SetLimit("move_limit", 4), Lock(seat["nip"], seat["to_post"]))
    page.session.do(Release(seat["nip"], seat["to_post"]))
    assert page.session.policy.locks == frozenset()


@pytest.mark.parametrize(
    ("lost", "figures", "note"),
    [(Loss(0, 0, 0), [], True), (Loss(0, 0, 2), [("0,0", "poin merit hilang")], False)],
    ids=["as good", "more moves"],
)
def test_a_lot_decides_only_between_plans_that_move_as_few(screen: Screen, lost, figures, note):
    plan = screen.session.plan
    row = plan.moves.iloc[0]
    told = replace(why(plan, row["nip"], row["to_post"]), between=Between(lost.points, lost, None))
    shown = answer._between(screen, "Calon", told)
    assert (shown["figures"], bool(shown["note"])) == (figures, note)
