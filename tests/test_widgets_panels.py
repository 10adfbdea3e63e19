"""What the panels of the placement page say is what the plan says."""

import ast
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.apps import charts, who
from widgets.apps.codes import codes
from widgets.apps.conversation import Who
from widgets.apps.listing import listing
from widgets.apps.offices import offices
from widgets.apps.panels import bar, findings, heading, policy, python, slate, states, vacancies
from widgets.apps.penempatan import Page, app
from widgets.apps.runner import AtOnce
from widgets.apps.session import Session
from widgets.apps.words import Words
from workbench.io.workspace import Settings, Workspace
from workbench.placement import Plan
from workbench.scenario import COMPONENTS, SetLimit, SetWeights, rebalanced
from workbench.staffing import Staffing


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province: Staffing) -> Workspace:
    workspace = Workspace.create(tmp_path_factory.mktemp("panel") / "ruang", Settings(fictional=True))
    workspace.save_snapshot(province, "uji")
    return workspace


@pytest.fixture(scope="module")
def opened(workspace: Workspace) -> Session:
    session = Session(workspace, Who("R. Contoh", "analis"), AtOnce(), title=lambda day: f"Penempatan {day}")
    session.open(None)
    return session


@pytest.fixture
def page(opened: Session) -> Iterator[Page]:
    """A page that looks and does not act."""
    view = opened.view
    page = Page(opened, Words("id"))
    yield page
    opened.view = view
    opened.opened_names = False
    opened._listeners.remove(page.refresh)


@pytest.fixture
def plan(opened: Session) -> Plan:
    assert opened.plan is not None
    return opened.plan


def row_of(page: Page, kind: str) -> pd.Series:
    rows = page.screen.rows
    return rows[rows["kind"] == kind].iloc[0]


def look_at(page: Page, kind: str) -> dict[str, Any]:
    row = row_of(page, kind)
    page.sheet._on_table("select", {"post": row["key"]})
    return dict(row)


# the plan -------------------------------------------------------------------------------------------------------------


def test_the_list_holds_every_seat_that_is_held_and_every_post_left_vacant_once(page: Page, plan: Plan):
    rows = page.screen.rows
    assert len(rows) == len(plan.rows) + len(plan.vacant)
    assert rows["key"].is_unique
    assert rows["kind"].tolist() == sorted(rows["kind"], key=["move", "selection", "vacant", "stay"].index)
    assert rows.loc[rows["kind"] == "move", "nip"].tolist() == plan.moves["nip"].tolist()


def test_the_list_of_the_same_plan_is_the_same(page: Page, plan: Plan):
    pd.testing.assert_frame_equal(listing(plan, page.screen.directory.naming), page.screen.rows)


def test_a_search_finds_every_word_in_title_or_office_and_nobodys_name(page: Page):
    page._on_toolbar("search", {"text": "  KEPALA dinas "})
    titles = page.screen.shown["text"]
    assert len(titles) and titles.str.contains("kepala").all() and titles.str.contains("dinas").all()
    name = page.screen.directory.naming.names[row_of(page, "move")["nip"]]
    page._on_toolbar("search", {"text": name})
    assert page.screen.shown.empty
    assert page.sheet.table.record["empty"] == "Tidak ada jabatan yang cocok. Kosongkan pencarian atau saringan."


def test_only_findings_leaves_rows_with_a_no_or_an_unknown(page: Page):
    page.sheet._on_table("filter", {"on": True})
    shown = page.screen.shown
    assert len(shown) and ((shown["no"] > 0) | (shown["unknown"] > 0)).all()
    assert len(shown) < len(page.screen.rows)


def test_pages_show_every_row_once(page: Page):
    seen: list[str] = []
    for _ in range(100):
        seen += [row["post"] for row in page.sheet.table.record["rows"]]
        if not page.sheet.table.record["pages"]["on"]:
            break
        page.sheet._on_table("page", {"by": 1})
    assert seen == page.screen.rows["key"].tolist()


def test_a_page_beyond_the_last_shows_the_last(page: Page):
    page.sheet._on_table("page", {"by": 10_000})
    assert page.sheet.table.record["rows"]
    assert page.sheet.table.record["pages"]["on"] is False


def test_a_row_that_is_not_there_changes_nothing(page: Page):
    before = page.sheet.table.record
    page.sheet._on_table("select", {"post": "tidak/ada"})
    page.sheet._on_table("lock", {"post": "tidak/ada"})
    assert page.sheet.table.record == before


def test_the_heat_table_counts_every_seat_left_vacant_or_behind(page: Page, plan: Plan):
    counted = vacancies.counts(page.screen)
    assert counted.to_numpy().sum() == plan.vacant["seats"].sum() + plan.opened["seats"].sum()


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_darker_cell_never_holds_fewer(one: int, other: int):
    low, high = sorted((one, other))
    assert vacancies.shade(low, high) <= vacancies.shade(high, high)
    assert vacancies.shade(low, high) in vacancies.SHADES
    assert (vacancies.shade(low, high) == 1) == (low == 0)


# candidates -----------------------------------------------------------------------------------------------------------


def test_the_figures_beneath_a_bar_add_up_to_the_score(page: Page):
    look_at(page, "move")
    for person in page.sheet.listed.to_dict("records"):
        assert sum(person[name] for name in COMPONENTS) == person["score"]


def test_the_best_candidate_stands_first_and_the_proposed_one_is_marked_once(page: Page):
    row = look_at(page, "move")
    marked = [c["key"] for c in page.sheet.slate.record["candidates"] if c["proposed"]]
    assert marked == [page.screen.directory.codes[row["nip"]]]
    scores = page.sheet.listed.loc[page.sheet.listed["eligible"], "score"].tolist()
    assert scores == sorted(scores, reverse=True)


def test_open_selection_shows_its_short_list_and_lets_nobody_be_proposed(page: Page, plan: Plan):
    row = look_at(page, "selection")
    listed = plan.slates.loc[plan.slates["post"] == row["post"], "nip"].tolist()
    assert page.sheet.listed["nip"].tolist() == listed
    assert page.sheet.slate.record["acts"] is False
    for gesture in ("propose", "lock", "forbid"):
        page.sheet._on_slate(gesture, {"key": page.sheet.slate.record["candidates"][0]["key"]})
    assert not page.session.recorded


def test_the_legend_carries_the_weights(page: Page):
    assert page.sheet.slate.record["legend"][0] == "Pendidikan 20"
    assert len(page.sheet.slate.record["legend"]) == len(COMPONENTS)


def test_more_candidates_come_when_asked_for(page: Page):
    look_at(page, "move")
    few = len(page.sheet.slate.record["candidates"])
    page.sheet._on_slate("more", {})
    assert len(page.sheet.slate.record["candidates"]) == len(page.sheet.listed) > few


def test_what_bars_stands_before_what_is_unknown_before_what_is_met():
    found = pd.DataFrame({"rule": list("abcd"), "verdict": ["yes", "unknown", "no", "yes"]})
    assert findings.ordered(found)["rule"].tolist() == ["c", "b", "a", "d"]


def test_every_finding_names_its_ground(page: Page):
    look_at(page, "stay")
    page.sheet._on_findings("all", {})
    told = page.sheet.findings.record["findings"]
    assert told and all(finding["citation"] and finding["measure"] and finding["word"] for finding in told)


def test_the_slate_is_drawn_with_one_shape_a_component_and_no_text(page: Page):
    look_at(page, "move")
    person = page.sheet.listed.iloc[0]
    svg = page.sheet.bars[slate.shares(person)]
    assert svg.count("var(--kat-") == sum(person[name] > 0 for name in COMPONENTS)
    assert "<text" not in svg


def test_a_bar_ends_where_the_score_ends():
    parts = charts.values((18.0, 25.0, 0.0, 16.0, 8.4))
    assert [part["component"] for part in parts] == ["1", "2", "4", "5"]
    assert parts[-1]["to"] == pytest.approx(67.4)


# chain, Python, heading -----------------------------------------------------------------------------------------------


def test_a_chain_is_told_step_by_step_to_its_end(page: Page, plan: Plan):
    longest = plan.moves["chain"].value_counts().idxmax()
    rows = page.screen.rows
    page.sheet._on_table("select", {"post": rows.loc[rows["chain"] == longest, "key"].iloc[0]})
    moves = plan.moves[plan.moves["chain"] == longest]
    steps = page.sheet.chain.record["steps"]
    assert [step["number"] for step in steps[:-1]] == [str(n) for n in range(1, len(moves) + 1)]
    assert steps[-1]["number"] in ("selesai", "terbuka")
    assert steps[0]["title"] == page.screen.title(moves.iloc[0]["to_post"])


def test_the_python_line_runs_and_gives_the_plan_on_the_screen(page: Page, workspace: Workspace, monkeypatch):
    monkeypatch.setenv("PENATAAN_HOME", str(workspace.home))
    code = python.code(page.screen)
    names: dict[str, Any] = {}
    exec(compile(ast.parse(code), "layar", "exec"), names)
    assert names["rencana"].digest == page.session.plan.digest


def test_the_page_says_when_data_are_thin_and_which_would_settle_most(page: Page, plan: Plan, monkeypatch):
    monkeypatch.setattr(heading, "THIN", 0.0)
    warning = heading.thin(page.screen, plan)
    assert warning.startswith("Data masih tipis: ")
    assert any(name in warning for name, _ in heading.SOURCES.values())
    monkeypatch.setattr(heading, "THIN", 1.1)
    assert heading.thin(page.screen, plan) == ""


def test_numbers_and_days_are_written_as_the_language_writes_them(page: Page, opened: Session):
    assert "29 Oktober 2025" in " ".join(page.heading.record["dates"])
    english = Page(opened, Words("en"))
    opened._listeners.remove(english.refresh)
    assert "29 October 2025" in " ".join(english.heading.record["dates"])
    said, told = (each.sheet.table.record["rows"][0]["score"] for each in (page, english))
    assert told == said.replace(",", ".")


# policy ---------------------------------------------------------------------------------------------------------------


def test_a_weight_takes_from_the_others_what_it_gains(opened: Session):
    move = policy.move(opened, "kinerja", 60)
    assert isinstance(move, SetWeights)
    assert sum(move.weights.values()) == 100
    assert move.weights == rebalanced(opened.policy.weights, "kinerja", 60)


def test_a_slider_that_came_back_asks_for_nothing(opened: Session):
    assert policy.move(opened, "kinerja", opened.policy.weights["kinerja"]) is None
    assert policy.move(opened, "move_price", opened.policy.move_price // 1000) is None
    assert policy.move(opened, "bukan_bobot", 3) is None


def test_the_end_of_the_limit_is_no_limit(page: Page, opened: Session):
    most = opened.most_moves
    assert policy.move(opened, "move_limit", most) == SetLimit("move_limit", most)
    assert policy.move(opened, "move_limit", most + 1) is None  # there is none now
    shown = page.sheet.sliders.record["groups"][1][0]
    assert (shown["value"], shown["text"]) == (most + 1, "tanpa batas")


def test_a_drag_shows_how_the_others_would_move_and_records_nothing(page: Page):
    page.sheet._on_sliders("try", {"name": "kinerja", "value": 60})
    values = [slider["value"] for slider in page.sheet.sliders.record["groups"][0]]
    assert sum(values) == 100 and values[COMPONENTS.index("kinerja")] == 60
    assert not page.session.recorded


@pytest.mark.parametrize("value", [None, "30", 3.5, [], {"a": 1}])
def test_a_slider_takes_whole_numbers_alone(page: Page, value: Any):
    page.sheet._on_sliders("set", {"name": "kinerja", "value": value})
    assert not page.session.recorded


# people, places, states -----------------------------------------------------------------------------------------------


@given(st.lists(st.text("0123456789", min_size=1, max_size=6), min_size=1, max_size=60, unique=True), st.randoms())
def test_codes_are_one_for_each_person_whatever_the_order_of_rows(nips: list[str], random: Any):
    told = codes(pd.Series(nips, dtype="str"), "potret")
    random.shuffle(nips)
    assert told.is_unique
    assert told.sort_index().equals(codes(pd.Series(nips, dtype="str"), "potret").sort_index())
    assert told.str.len().nunique() == 1


def test_a_post_belongs_to_the_office_above_its_unit(province: Staffing):
    found = offices(province)
    kinds = province.units.set_index("name")["kind"]
    groups = province.schemas.vocabulary.group("unit_kind")
    assert found.notna().all()
    assert set(kinds[found.unique()].map(groups)) <= {"opd", "root"}


def test_no_app_without_data_but_a_page_that_says_what_to_run(tmp_path):
    box = app(home=tmp_path / "belum", environment={"QUERY_STRING": "lang=en"})
    said = box.children[0].children[1].record
    assert said["kind"] == "empty"
    assert "penataan import" in said["code"]
    Workspace.create(tmp_path / "kosong")
    box = app(home=tmp_path / "kosong", environment={})
    assert box.children[0].children[1].record["title"] == "Belum ada data"


def test_the_app_opens_the_scenario_and_the_language_of_its_address(workspace: Workspace):
    box = app(home=workspace.home, environment={"QUERY_STRING": "lang=en&skenario=tidak-ada-zzzzz"})
    state = box.children[2].children[1].record
    assert state["kind"] == "error"
    assert "tidak-ada-zzzzz" in state["text"]
    assert state["actions"][0]["label"] == "Start without a scenario"


def test_without_scenario_the_first_action_is_offered(page: Page):
    said = states.record(page.screen)
    assert said["kind"] == "empty"
    assert [action["name"] for action in said["actions"]] == ["begin"]
    assert bar.record(page.screen)["title"] == "Belum ada skenario"


def test_a_name_becomes_one_line_of_an_honest_length():
    assert who.tidy("  Siti\n\tContoh\x1b[31m ") == "Siti Contoh[31m"
    assert len(who.tidy("x" * 500)) == 120
    assert who.actor({"PENATAAN_ACTOR_HEADER": "X-User"}) == ""
    assert who.role({"PENATAAN_ROLE": "raja"}) == "analis"
