"""The structure page: each gesture on the chart and each form does what it says, or says why not and loses nothing."""

import ast
import io
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from later import Later
from organization import HELD, small_organization

from widgets.apps import opening
from widgets.apps.conversation import Who
from widgets.apps.restructuring import LENSES, Restructuring
from widgets.apps.runner import AtOnce
from widgets.apps.struktur import Page, app
from widgets.apps.tabs.structure.bagan import Bagan
from widgets.apps.words import Words
from widgets.org_chart import FOLDED, GHOST, OrgChart
from workbench.io import approval, resources
from workbench.io.workspace import Settings, Workspace
from workbench.regulation.rulebook import Rulebook
from workbench.scenario import AbolishPost, Scenario
from workbench.staffing import Staffing

WHEN = datetime(2025, 10, 30, tzinfo=UTC)
WHO = Who("R. Contoh", "analis")
MERGED, SINCE = "Bidang Gabungan", "2026-01-01"


@cache
def organization() -> Staffing:
    return small_organization(resources.schemas()).staffing


def workspace_of(home: Path, staffing: Staffing) -> Workspace:
    made = Workspace.create(home / "ruang", Settings(fictional=True))
    made.save_snapshot(staffing, "uji", at=WHEN)
    assert made.ledger.head.n == 0  # the tables are made
    return made


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Workspace:
    return workspace_of(tmp_path_factory.mktemp("struktur"), organization())


Begin = Callable[..., Page]


@pytest.fixture
def begin(template: Workspace, rulebook: Rulebook, tmp_path: Path) -> Begin:
    """Open the page on the workspace of this test: `begin(lang="en", scenario=...)`."""
    shutil.copytree(template.home, tmp_path / "ruang")
    return lambda **more: opened(Workspace.open(tmp_path / "ruang"), rulebook, organization(), **more)


def opened(
    workspace: Workspace,
    rulebook: Rulebook,
    staffing: Staffing,
    *,
    lang: str = "id",
    scenario: str | None = None,
    sheet: str = "",
    who: Who = WHO,
    runner: Later | None = None,
) -> Page:
    """A page; the law and the data, which never change, are those that the tests have read already."""
    session = Restructuring(workspace, who, runner or AtOnce(), title=lambda day: "Uji struktur")
    assert workspace.latest is not None
    session.workspace.kept[workspace.latest] = staffing
    session._law = rulebook
    page = Page(session, Words(lang), sheet)
    session.open(scenario)
    if runner is not None:
        runner.go()
    assert page.session.message is None, page.session.message
    return page


@pytest.fixture
def page(begin: Begin) -> Page:
    return begin()


@pytest.fixture(scope="module")
def shared(template: Workspace, rulebook: Rulebook) -> Page:
    return opened(template, rulebook, organization())


@pytest.fixture
def still(shared: Page) -> Iterator[Page]:
    """A page that is looked at, and on which nothing succeeds."""
    view = shared.session.view
    yield shared
    shared.session.message = None
    shared.session.view = view
    shared.session._tell()
    assert not shared.session.recorded and shared.session.workspace.ledger.head.n == 0


def chart(page: Page, gesture: str, **detail: Any) -> None:
    page.sheet.chart._hear(None, {"gesture": gesture, **detail}, [])


def submit(page: Page, **values: Any) -> None:
    page.sheet.form._hear(None, {"gesture": "submit", "values": values}, [])


def asked(page: Page, kind: str, *units: str) -> None:
    """Open a form of these units from the card."""
    chart(page, "select", ids=list(units))
    page.sheet.card._hear(None, {"gesture": "act", "key": kind}, [])
    assert page.sheet.form.record["title"]


def asked_of_post(page: Page, kind: str, unit: str, post: str) -> None:
    chart(page, "select", ids=[unit])
    page.sheet.posts._hear(None, {"gesture": "act", "kind": "post", "id": post, "key": kind}, [])


def units(page: Page) -> dict[str, dict[str, Any]]:
    return page.screen.staffing.units.set_index("unit").to_dict("index")


def posts(page: Page) -> dict[str, dict[str, Any]]:
    return page.screen.staffing.posts.set_index("post").to_dict("index")


def step(page: Page) -> int:
    scenario = page.session.scenario
    assert scenario is not None
    return scenario.step


def drawn(leaf: OrgChart) -> list[str]:
    """The units of a chart, in walking order."""
    return [leaf.units["id"][row] for row in np.frombuffer(leaf.order, "<i4")]


def on_chart(page: Page, unit: str) -> int:
    """Flags of a unit on the chart."""
    return int(np.frombuffer(page.sheet.chart.flags, "u1")[drawn(page.sheet.chart).index(unit)])


def placed(page: Page) -> set[str]:
    """The units that have a box on the chart."""
    place = np.frombuffer(page.sheet.chart.place, "<f4").reshape(-1, 4)
    return {unit for unit, box in zip(drawn(page.sheet.chart), place, strict=True) if not np.isnan(box[0])}


def figures(page: Page) -> dict[str, list[str]]:
    return {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in page.sheet.figures.record["rows"]}


def carried_away(page: Page) -> str:
    """Whatever the browser can read, of every leaf."""
    names = ("record", "units", "progress")
    return json.dumps([[getattr(leaf, name, None) for name in names] for leaf in page.leaves()], ensure_ascii=False)


def events(page: Page) -> list[str]:
    scenario = page.session.scenario
    assert isinstance(scenario, Scenario)
    return [event.kind for event in page.session.workspace.ledger.events(scenario.id)]


# looking --------------------------------------------------------------------------------------------------------------


def test_looking_at_the_chart_records_nothing(still: Page):
    chart(still, "select", ids=["11"])
    chart(still, "fold", id="11")
    chart(still, "open", id="1")
    assert not still.session.recorded and still.session.workspace.ledger.head.n == 0
    assert still.sheet.chart.record["selection"] == ["1"] and still.sheet.card.record["title"] == "Dinas Satu"
    assert still.heading.record["title"] == "Susunan Dinas Satu"


def test_a_selection_shows_its_card_and_posts_and_several_show_what_they_share(still: Page):
    chart(still, "select", ids=["111"])
    assert still.sheet.card.record["title"] == "Seksi A"
    assert [item["id"] for item in still.sheet.posts.record["items"]] == ["kasi", "staff"]
    chart(still, "select", ids=["11", "12"])
    assert [action["key"] for action in still.sheet.card.record["actions"]] == ["merge", "move", "hold"]
    assert still.sheet.posts.record == {}
    chart(still, "select", ids=["tidak-ada"])
    assert still.sheet.card.record["title"] == "Pilih sebuah unit"


def test_an_office_is_folded_at_first_and_folds_and_unfolds(still: Page):
    assert placed(still) == {"0", "1", "2"} and on_chart(still, "1") & FOLDED
    chart(still, "fold", id="1")
    assert {"11", "111", "12"} <= placed(still)
    chart(still, "fold", id="11")
    assert "111" not in placed(still) and on_chart(still, "11") & FOLDED
    chart(still, "fold", id="11")
    assert "111" in placed(still)


def test_what_a_search_finds_folded_away_is_unfolded(still: Page):
    chart(still, "reveal", id="111")
    assert "111" in placed(still)


def test_gestures_on_what_is_not_there_change_nothing(still: Page):
    before = still.session.view
    for gesture in ("fold", "reveal", "open"):
        chart(still, gesture, id="tidak-ada")
    still.sheet.lens._hear(None, {"gesture": "scope", "key": "tidak-ada"}, [])
    chart(still, "move", ids=["tidak-ada"], to="2")
    assert still.session.view == before and still.session.message is None


@pytest.mark.parametrize("lens", LENSES)
def test_each_lens_colours_the_chart_and_names_its_bins(still: Page, lens: str):
    still.sheet.lens._hear(None, {"gesture": "lens", "key": lens}, [])
    legend = still.sheet.chart.legend
    assert [each["key"] for each in still.sheet.lens.record["lenses"] if each["on"]] == [lens]
    assert legend["title"] == f"{Words('id')(f'lens.{lens}')}:"
    assert legend["bins"] and set(np.frombuffer(still.sheet.chart.shade, "u1")) <= {0, 1, 2, 3, 4, 255}


def test_only_changes_shows_what_changed_with_what_stands_above(page: Page):
    chart(page, "move", ids=["12"], to="2")
    page.sheet.lens._hear(None, {"gesture": "switch", "key": "changes", "on": True}, [])
    assert set(drawn(page.sheet.chart)) == {"0", "2", "12"}
    page.sheet.lens._hear(None, {"gesture": "switch", "key": "changes", "on": False}, [])
    assert set(drawn(page.sheet.chart)) == {"0", "1", "11", "111", "12", "2"}


def test_old_stands_beside_new_and_takes_no_gesture_but_folding(page: Page):
    chart(page, "move", ids=["12"], to="2")
    page.sheet.lens._hear(None, {"gesture": "switch", "key": "beside", "on": True}, [])
    old, new = page.sheet.old, page.sheet.chart
    parents = [dict(zip(drawn(leaf), np.frombuffer(leaf.parents, "<i4"), strict=True)) for leaf in (old, new)]
    assert [drawn(leaf)[at["12"]] for leaf, at in zip((old, new), parents, strict=True)] == ["1", "2"]
    assert not old.record["editable"] and old.record["follow"] == new.record["follow"] != ""
    old._hear(None, {"gesture": "move", "ids": ["12"], "to": "1"}, [])
    assert step(page) == 1
    old._hear(None, {"gesture": "fold", "id": "1"}, [])
    assert "11" in placed(page)
    page.sheet.lens._hear(None, {"gesture": "switch", "key": "beside", "on": False}, [])
    assert old.record == {}


def test_the_scope_draws_one_office_and_its_figures(still: Page):
    still.sheet.lens._hear(None, {"gesture": "scope", "key": "1"}, [])
    assert set(drawn(still.sheet.chart)) == {"1", "11", "111", "12"}
    assert figures(still)["Unit"][:2] == ["4", "4"]
    still.sheet.lens._hear(None, {"gesture": "scope", "key": ""}, [])
    assert figures(still)["Unit"][:2] == ["6", "6"]


# steps on the chart ---------------------------------------------------------------------------------------------------


def test_a_unit_dropped_on_another_moves_with_all_beneath_it_and_its_figures(page: Page):
    before = figures(page)
    chart(page, "move", ids=["11"], to="2")
    assert units(page)["11"]["parent"] == "2" and units(page)["111"]["parent"] == "11"
    assert events(page) == ["open", "move"] and page.bar.record["step"] == "langkah 1 dari 1"
    assert page.sheet.chart.badges == {"11": {"kind": "pindah", "text": "pindah induk"}}
    assert figures(page)["Unit"][0] == before["Unit"][0]
    assert page.heading.record["sentences"][0].startswith("1 unit berubah")


def test_figures_are_told_first_then_the_chart_and_the_checks_once_they_are_made_anew(begin: Begin):
    later = Later()
    page = begin(runner=later)
    later.go()
    rules, told = page.sheet.rules.record, []
    for leaf, trait in ((page.sheet.figures, "record"), (page.sheet.chart, "parents"), (page.sheet.chart, "badges")):
        leaf.observe(lambda change: told.append(change["name"]), trait)
    chart(page, "move", ids=["111"], to="2")
    assert later.waiting and not told, "nothing is shown of a gesture before it is worked out"
    later.step()
    assert told == ["record", "parents", "badges"] and step(page) == 1
    cut = page.screen.known
    assert not cut.checked and page.sheet.rules.record == rules
    assert page.sheet.fates.record["title"] == Words("id")("fates.waiting")
    later.step()
    assert page.screen.known.checked and page.sheet.rules.record != rules
    assert page.screen.known.changed is cut.changed, "what was worked out of the cut stays"
    later.go()
    assert page.sheet.fates.record["parts"]


def test_a_gesture_goes_before_the_checks_of_the_one_before(begin: Begin):
    later = Later()
    page = begin(runner=later)
    later.go()
    chart(page, "move", ids=["12"], to="2")
    later.step()
    chart(page, "move", ids=["11"], to="2")
    assert step(page) == 1 and len(later.waiting) == 1, "the checks that were begun are brought to their end"
    later.step()
    later.step()
    assert step(page) == 2 and not page.screen.known.checked
    later.go()
    assert page.screen.known.checked and page.sheet.fates.record["parts"]


def test_several_units_move_as_one_step(page: Page):
    chart(page, "move", ids=["11", "12"], to="2")
    assert {units(page)[unit]["parent"] for unit in ("11", "12")} == {"2"}
    assert step(page) == 1 and events(page) == ["open", "move"]


def test_undo_and_redo_bring_figures_and_chart_back(page: Page):
    began = (figures(page), page.sheet.chart.parents)
    chart(page, "move", ids=["12"], to="2")
    moved = (figures(page), page.sheet.chart.parents)
    page._on_bar("undo", {})
    assert (figures(page), page.sheet.chart.parents) == began
    page._on_bar("undo", {})
    page._on_bar("redo", {})
    assert (figures(page), page.sheet.chart.parents) == moved
    assert events(page) == ["open", "move", "undo", "redo"]


def test_units_merge_into_the_one_that_was_chosen_last_and_the_others_stay_as_ghosts(page: Page):
    chart(page, "merge", ids=["11", "12"], into="12")
    assert "11" not in units(page) and units(page)["111"]["parent"] == "12"
    chart(page, "fold", id="1")
    assert on_chart(page, "11") & GHOST
    chart(page, "select", ids=["11"])
    assert page.sheet.card.record["sub"] == "dihapus dalam skenario ini" and page.sheet.card.record["actions"] == []


def test_a_post_dropped_on_a_unit_is_moved_there(page: Page):
    chart(page, "drop", what=[{"kind": "post", "id": "desk", "title": "x"}], to="11")
    assert posts(page)["desk"]["unit"] == "11"


def test_a_post_is_taken_up_from_the_tray_put_back_or_put_down_by_keyboard(page: Page):
    chart(page, "select", ids=["12"])
    pick = {"gesture": "pick", "kind": "post", "id": "desk"}
    page.sheet.posts._hear(None, pick, [])
    assert page.sheet.chart.record["carrying"]["what"] == [{"kind": "post", "id": "desk", "title": "Penata Layanan B"}]
    assert page.sheet.posts.record["carried"] == "desk"
    page.sheet.posts._hear(None, pick, [])
    assert page.sheet.chart.record["carrying"] is None
    page.sheet.posts._hear(None, pick, [])
    chart(page, "drop", what=page.sheet.chart.record["carrying"]["what"], to="2")
    assert posts(page)["desk"]["unit"] == "2" and page.sheet.chart.record["carrying"] is None


def test_a_unit_put_into_the_holding_area_waits_there_and_comes_back(page: Page):
    chart(page, "move", ids=["11"], to="")
    (held,) = page.sheet.holding.record["items"]
    assert (held["kind"], held["id"], held["able"]) == ("unit", "11", True)
    assert "11" not in placed(page)
    page.sheet.holding._hear(None, {"gesture": "pick", "kind": "unit", "id": "11"}, [])
    chart(page, "drop", what=page.sheet.chart.record["carrying"]["what"], to="2")
    assert units(page)["11"]["parent"] == "2" and page.sheet.holding.record["items"] == []


def test_people_dropped_on_a_unit_are_refused_with_the_way_they_go(still: Page):
    chart(still, "drop", what=[{"kind": "people", "id": "12"}], to="2")
    assert still.sheet.chart.record["refusal"]["text"].startswith(Words("id")("hold.people_to_unit"))
    assert step(still) == 0 and not still.session.recorded


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "beneath itself": ("move", {"ids": ["11"], "to": "111"}, "Seksi A"),
    "where it is": ("move", {"ids": ["11"], "to": "1"}, "Dinas Satu"),
    "merging one": ("merge", {"ids": ["11"], "into": "11"}, ""),
    "a post to its own unit": ("drop", {"what": [{"kind": "post", "id": "desk"}], "to": "12"}, "Bidang B"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_impossible_step_is_told_on_the_chart_and_leaves_no_trace(still: Page, case: str):
    gesture, detail, target = REFUSED[case]
    before = units(still)
    chart(still, gesture, **detail)
    refusal = still.sheet.chart.record["refusal"]
    assert refusal["text"].endswith("Bagan tidak berubah.") and refusal["title"]
    assert target in refusal["title"] or refusal["title"] == "Ini tidak mungkin"
    assert still.state.record == {} or still.state.record["kind"] == "empty", "told once"
    assert units(still) == before and still.session.workspace.ledger.head.n == 0
    chart(still, "cancel")
    assert still.sheet.chart.record["refusal"] is None


# forms ----------------------------------------------------------------------------------------------------------------


def test_a_unit_is_renamed_by_its_form(page: Page):
    asked(page, "rename", "11")
    assert page.sheet.form.record["fields"][0]["value"] == "Bidang A"
    submit(page, name="  Bidang   Baru ")
    assert units(page)["11"]["name"] == "Bidang Baru" and page.sheet.form.record == {}


def test_units_are_moved_by_a_form_that_offers_no_parent_beneath_them(page: Page):
    asked(page, "move", "11", "12")
    offered = {option["value"] for option in page.sheet.form.record["fields"][0]["options"]}
    assert offered == {"0", "1", "2"}
    submit(page, to="2", since=SINCE)
    assert {units(page)[unit]["parent"] for unit in ("11", "12")} == {"2"} and step(page) == 1


def test_units_are_merged_by_a_form_under_a_new_name(page: Page):
    asked(page, "merge", "11", "12")
    submit(page, into="12", name=MERGED, since="")
    assert units(page)["12"]["name"] == MERGED and "11" not in units(page)


def test_one_unit_is_merged_into_a_sibling_that_stands_first_in_the_list(page: Page):
    asked(page, "merge", "12")
    into = page.sheet.form.record["fields"][0]
    assert into["options"][0]["value"] == "11"
    submit(page, into="11", name="")
    assert units(page)["11"]["name"] == "Bidang A" and "12" not in units(page)


def test_a_unit_is_split_by_a_form(page: Page):
    asked(page, "split", "11")
    submit(page, name="Bidang C", children=["111"], posts=[])
    (new,) = [unit for unit, row in units(page).items() if row["name"] == "Bidang C"]
    assert units(page)["111"]["parent"] == new and posts(page)["kabid"]["unit"] == "11"


def test_a_unit_is_abolished_by_a_form_and_what_it_holds_goes_up(page: Page):
    asked(page, "abolish", "11")
    assert page.sheet.form.record["fields"][0]["value"] == "1"
    submit(page, to="1", since="")
    assert "11" not in units(page) and units(page)["111"]["parent"] == "1"


def test_a_unit_and_a_post_are_added_by_their_forms(page: Page):
    asked(page, "add", "12")
    submit(page, name="Seksi B", kind="section", since="")
    (new,) = [unit for unit, row in units(page).items() if row["name"] == "Seksi B"]
    asked(page, "add_post", new)
    told = {"title": "Kepala Seksi B", "tier": "pengawas", "eselon": "IV.a", "class": "9", "capacity": "1"}
    submit(page, **told, head=True)
    (post,) = [row for row in posts(page).values() if row["unit"] == new]
    assert (post["title"], post["head"], post["kelas_jabatan"], post["eselon"]) == ("Kepala Seksi B", True, 9, "IV.a")
    assert step(page) == 2


def test_a_post_is_renamed_converted_and_abolished(page: Page):
    asked_of_post(page, "rename", "111", "kasi")
    submit(page, title="Kepala Seksi Baru")
    assert posts(page)["kasi"]["title"] == "Kepala Seksi Baru"
    asked_of_post(page, "convert", "111", "kasi")
    assert page.sheet.form.record["text"].startswith("Jabatan menjadi jabatan lain")
    submit(page, tier="jf_ahli_muda", title="Analis Kebijakan Ahli Muda", **{"class": ""})
    assert posts(page)["kasi"]["tier"] == "jf_ahli_muda" and posts(page)["kasi"]["head"] is not True
    asked_of_post(page, "abolish", "111", "staff")
    assert "staff" not in posts(page)
    (waits,) = [item for item in page.sheet.holding.record["items"] if item["kind"] == "people"]
    assert waits["text"].count("Penata Layanan") == 1


WRONG: dict[str, tuple[str, tuple[str, ...], dict[str, Any], dict[str, str]]] = {
    "no name": ("rename", ("11",), {"name": "  "}, {"name": "form.empty"}),
    "no day": ("move", ("11",), {"to": "2", "since": "1 Januari"}, {"since": "form.date"}),
    "no parent": ("move", ("11",), {"since": ""}, {"to": "form.empty"}),
    "nothing goes": ("split", ("11",), {"name": "x", "children": [], "posts": []}, {"posts": "form.nothing"}),
    "two at once": ("add", ("11",), {"name": "", "since": "31-12-2026"}, {"name": "form.empty", "since": "form.date"}),
    "no number": ("add_post", ("11",), {"title": "x", "capacity": "dua"}, {"capacity": "form.whole"}),
    "minus": ("add_post", ("11",), {"title": "x", "capacity": "-1"}, {"capacity": "form.whole"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_answer_is_told_at_its_field_and_the_form_stays(still: Page, case: str):
    kind, which, values, mistakes = WRONG[case]
    asked(still, kind, *which)
    number = still.sheet.form.record["number"]
    submit(still, **values)
    assert still.sheet.form.record["mistakes"] == {name: Words("id")(key) for name, key in mistakes.items()}
    assert still.sheet.form.record["number"] == number, "the same form: what was typed stays"
    assert not still.session.recorded


def test_what_was_typed_outlives_a_refusal_and_can_be_sent_again(page: Page):
    asked(page, "rename", "11")
    number = page.sheet.form.record["number"]
    submit(page, name="Bidang A")
    assert page.sheet.chart.record["refusal"] and page.sheet.form.record["number"] == number
    submit(page, name="Bidang Lain")
    assert page.sheet.form.record == {} and page.sheet.chart.record["refusal"] is None
    assert units(page)["11"]["name"] == "Bidang Lain"


def test_a_form_is_left_without_a_step_and_another_begins_anew(still: Page):
    asked(still, "rename", "11")
    number = still.sheet.form.record["number"]
    still.sheet.form._hear(None, {"gesture": "close"}, [])
    assert still.sheet.form.record == {} and not still.session.recorded
    asked(still, "rename", "12")
    assert still.sheet.form.record["number"] != number


def test_the_form_of_a_unit_that_an_undo_takes_away_goes_with_it(page: Page):
    asked(page, "add", "12")
    submit(page, name="Seksi B", kind="section", since="")
    (new,) = [unit for unit, row in units(page).items() if row["name"] == "Seksi B"]
    for kind in ("split", "add", "abolish"):
        asked(page, kind, new)
        page._on_bar("undo", {})
        assert page.session.message is None and page.sheet.form.record == {}
        submit(page, name="x", kind="section")
        assert step(page) == 0
        page._on_bar("redo", {})


# people ---------------------------------------------------------------------------------------------------------------


def test_those_whose_post_is_gone_wait_and_go_on_to_the_placement_of_the_same_scenario(page: Page, monkeypatch):
    asked_of_post(page, "abolish", "111", "staff")
    gone: list[str] = []
    monkeypatch.setattr(page.connection, "leave_for", gone.append)
    page.sheet.holding._hear(None, {"gesture": "act", "kind": "people", "id": "111", "key": "place"}, [])
    assert page.session.scenario is not None
    assert gone == [f"penempatan?skenario={page.session.scenario.id}"]


def test_the_bar_of_fates_adds_up_and_each_part_lists_its_people(page: Page):
    asked_of_post(page, "abolish", "111", "staff")
    parts = {part["key"]: int(part["count"]) for part in page.sheet.fates.record["parts"]}
    assert sum(parts.values()) == len(HELD) and parts["kept"] == len(HELD) - 1
    for fate, count in {**parts, "": 1}.items():
        page.sheet.fates._hear(None, {"gesture": "list", "key": fate}, [])
        assert len(page.sheet.list.record["rows"]) == count
    page.sheet.fates._hear(None, {"gesture": "list", "key": ""}, [])
    assert page.sheet.list.record == {}, "pressed again it closes"


def test_whoever_leaves_an_office_with_the_unit_still_counts_among_its_people(page: Page):
    chart(page, "open", id="1")
    before = page.sheet.fates.record["title"]
    chart(page, "move", ids=["12"], to="2")
    assert page.sheet.fates.record["title"] == before
    parts = {part["key"]: int(part["count"]) for part in page.sheet.fates.record["parts"]}
    assert parts["mapped"] == 2 and sum(parts.values()) == len(HELD)


def test_the_list_of_people_leaves_as_xlsx_only_once_showing_names_is_on_record(page: Page, monkeypatch):
    asked_of_post(page, "abolish", "111", "staff")
    page.sheet.fates._hear(None, {"gesture": "list", "key": ""}, [])
    given: list[tuple[str, str, bytes]] = []
    monkeypatch.setattr(page.connection, "hand_over", lambda *file: given.append(file))
    page.sheet.list._hear(None, {"gesture": "file"}, [])
    assert not given and page.session.message is not None and page.session.message.kind == "export"
    page._on_state("act", {"name": "download"})
    ((name, _, content),) = given
    assert name.startswith("nasib-") and name.endswith(".xlsx") and "reveal" in events(page)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "Citra" in cells and "Ani" not in cells


# blind ----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crowded(tmp_path_factory, province: Staffing) -> Workspace:
    return workspace_of(tmp_path_factory.mktemp("provinsi"), province)


def test_while_names_are_hidden_no_name_and_no_number_of_a_person_leaves_the_page(
    crowded: Workspace, province: Staffing, rulebook: Rulebook
):
    page = opened(crowded, rulebook, province)
    holders = province.assignments.merge(province.posts[["post", "unit"]], on="post", validate="m:1")
    unit = str(holders["unit"].value_counts().index[0])
    post = str(holders.loc[holders["unit"] == unit, "post"].iloc[0])
    asked_of_post(page, "abolish", unit, post)
    page.sheet.fates._hear(None, {"gesture": "list", "key": ""}, [])
    page.sheet.rules._hear(None, {"gesture": "all"}, [])
    people = province.employees
    tokens = (*people["nip"], *people["name"].unique())
    assert page.sheet.list.record["rows"] and page.sheet.holding.record["items"]
    assert [token for token in tokens if token in carried_away(page)] == []

    page.sheet.lens._hear(None, {"gesture": "switch", "key": "blind", "on": False}, [])
    assert events(page)[-1] == "reveal"
    told = carried_away(page)
    assert [name for name in people["name"].unique() if name in told] and not [n for n in people["nip"] if n in told]
    page.sheet.lens._hear(None, {"gesture": "switch", "key": "blind", "on": True}, [])
    assert [token for token in tokens if token in carried_away(page)] == []


# English, Python, others ----------------------------------------------------------------------------------------------

INDONESIAN = {"dan", "yang", "dari", "tidak", "jabatan", "unit-unit", "belum", "orang", "pegawai", "dengan", "tiap"}
NAMED = {"name", "names", "id", "key", "kind", "code", "citation", "scopes", "value"}
"""Parts of a record that hold data, law in its own words, or what only the drawing reads."""


def words_of(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [word for name, each in part.items() if name not in NAMED for word in words_of(each)]
    if isinstance(part, list):
        return [word for each in part for word in words_of(each)]
    return part.lower().replace(",", " ").replace(".", " ").split() if isinstance(part, str) else []


def test_the_page_speaks_english_to_its_last_word(begin: Begin):
    page = begin(lang="en")
    chart(page, "move", ids=["12"], to="2")
    asked_of_post(page, "abolish", "111", "staff")
    page.sheet.fates._hear(None, {"gesture": "list", "key": ""}, [])
    page.sheet.rules._hear(None, {"gesture": "all"}, [])
    for kind in ("rename", "move", "merge", "split", "abolish", "add", "add_post"):
        asked(page, kind, "11")
        assert set(words_of([leaf.record for leaf in page.leaves()])) & INDONESIAN == set(), kind
    chart(page, "move", ids=["11"], to="111")
    assert page.sheet.chart.record["refusal"]["text"].endswith("The chart has not changed.")
    assert set(words_of(page.sheet.chart.record)) & INDONESIAN == set()


def test_the_line_of_python_runs_as_it_stands_and_gives_what_is_on_the_screen(page: Page, monkeypatch):
    monkeypatch.setenv("PENATAAN_HOME", str(page.session.workspace.home))
    for moves in (0, 1):
        if moves:
            chart(page, "move", ids=["12"], to="2")
        names: dict[str, Any] = {}
        brought = []
        for line in ast.parse(page.sheet.python.record["code"]).body:
            if isinstance(line, ast.Expr):
                brought.append(eval(compile(ast.Expression(line.value), "layar", "eval"), names))
            else:
                exec(compile(ast.Module([line], []), "layar", "exec"), names)
        compared, checks, fates = brought
        assert len(checks) == len(page.screen.known.checks) and len(fates) == len(HELD) and len(compared)
    page._on_bar("python", {})
    assert page.sheet.python.record == {}


def test_two_writers_on_one_scenario_are_shown_both_values_and_choose(begin: Begin):
    mine = begin()
    chart(mine, "move", ids=["12"], to="2")
    scenario = mine.session.scenario
    assert scenario is not None
    theirs = begin(scenario=scenario.id, who=Who("S. Contoh", "analis"))
    asked(theirs, "rename", "11")
    submit(theirs, name="Bidang Mereka")
    chart(mine, "move", ids=["11"], to="2")
    told = json.dumps(mine.state.record, ensure_ascii=False)
    assert mine.state.record["kind"] == "conflict" and "S. Contoh" in told and "Bidang Mereka" in told
    assert units(mine)["11"]["parent"] == "1"
    mine._on_state("act", {"name": "over"})
    assert (units(mine)["11"]["name"], units(mine)["11"]["parent"]) == ("Bidang Mereka", "2")


def test_a_reload_shows_the_same(begin: Begin):
    page = begin()
    chart(page, "merge", ids=["11", "12"], into="12")
    again = begin(scenario=page.session.scenario.id)
    assert (again.sheet.chart.units, again.sheet.chart.badges) == (page.sheet.chart.units, page.sheet.chart.badges)
    assert again.sheet.figures.record == page.sheet.figures.record
    assert again.sheet.fates.record == page.sheet.fates.record


def test_who_acts_is_asked_before_the_first_step(begin: Begin):
    page = begin(who=Who("", "analis"))
    chart(page, "move", ids=["12"], to="2")
    assert page.state.record["kind"] == "ask" and step(page) == 0
    page._on_state("act", {"name": "name", "value": "T. Contoh"})
    assert units(page)["12"]["parent"] == "2"
    assert {event.actor for event in page.session.workspace.ledger.events(page.session.scenario.id)} == {"T. Contoh"}


# what may be wrong with the data --------------------------------------------------------------------------------------


def test_without_data_the_page_says_what_to_run(tmp_path: Path, monkeypatch):
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(opening.StatePanel, "show", lambda leaf, **record: told.append(record))
    app(home=tmp_path / "belum", environment={})
    Workspace.create(tmp_path / "kosong", Settings())
    app(home=tmp_path / "kosong", environment={})
    assert len(told) == 2 and all("penataan import" in record["code"] for record in told)


def test_a_tree_that_is_not_clean_is_drawn_all_the_same_and_told(tmp_path: Path, rulebook: Rulebook):
    clean = organization()
    rows = clean.units.astype({"parent": object})
    rows.loc[rows["unit"] == "11", "parent"] = "111"  # a ring
    rows.loc[rows["unit"] == "12", "parent"] = "tidak-ada"
    staffing = clean.replace(units=rows.astype(clean.units.dtypes.to_dict()))
    page = opened(workspace_of(tmp_path, staffing), rulebook, staffing)
    assert "tidak rapi" in page.heading.record["warning"]
    assert {"0", "1", "2"} <= placed(page)
    chart(page, "move", ids=["2"], to="1")
    assert units(page)["2"]["parent"] == "1" and page.session.message is None


def test_the_sheet_of_the_address_is_shown_and_an_unknown_one_is_the_first(begin: Begin):
    assert begin(sheet="tidak-ada").sheet.name == Bagan.name


# handing in -----------------------------------------------------------------------------------------------------------


def test_the_page_hands_in_once_each_obstacle_has_a_written_reason(begin: Begin):
    page = begin(sheet="banding")
    page.session.do(AbolishPost("desk"))
    found = approval.obstacles(page.session.workspace, page.session.scenario)
    assert set(found["rule"]) == {"unplaced", "secretariat", "eselon"}
    told = page.sheet.card.record
    assert told["notes"][-len(found) :] == found["told"].tolist(), "what the page tells is what a submission looks at"
    for left in range(len(found), 0, -1):
        assert [action["key"] for action in page.sheet.card.record["actions"]] == ["waive"]
        page.sheet.card._hear(None, {"gesture": "act", "key": "waive"}, [])
        (what, _) = page.sheet.form.record["fields"]
        assert len(what["options"]) == left
        submit(page, what=what["options"][0]["value"], reason="ditata bulan depan")
    page.sheet.card._hear(None, {"gesture": "act", "key": "submit"}, [])
    submit(page, reason="")
    assert page.session.status.phase == "submitted"


def test_the_obstacles_of_an_english_page_are_told_in_english(begin: Begin):
    page = begin(lang="en", sheet="banding")
    page.session.do(AbolishPost("desk"))
    assert "1 person has lost a post and no other yet." in page.sheet.card.record["notes"]
