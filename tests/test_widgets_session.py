"""A page's session: what is on the screen is on record, and nothing else is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from later import Later

from widgets.apps import session as module
from widgets.apps.conversation import Who
from widgets.apps.panels import plan, policy
from widgets.apps.penempatan import Page
from widgets.apps.runner import AtOnce, Runner
from widgets.apps.screen import Screen
from widgets.apps.session import BETTER, Session
from widgets.apps.tabs.rencana import proposal
from widgets.apps.words import Words
from workbench.io.workspace import Settings, Workspace
from workbench.placement import Ground, Plan, slate
from workbench.scenario import Forbid, Lock, Release, SetLimit, SetWeights, rebalanced
from workbench.staffing import Staffing

WHO = Who("R. Contoh", "analis")


class Desk:
    """A workspace with the small province, whose sessions share one ground: making it anew would only cost time."""

    def __init__(self, workspace: Workspace, province: Staffing) -> None:
        self.workspace = workspace
        self.snapshot = workspace.latest or workspace.save_snapshot(province, "uji")
        self.province = province
        self.ground: Ground | None = None

    def session(self, runner: Runner | None = None, who: Who = WHO, scenario: str | None = None) -> Session:
        session = Session(self.workspace, who, runner or AtOnce(), title=lambda day: "Uji penempatan")
        session.workspace.kept[self.snapshot] = self.province
        session._ground = self.ground
        session.open(scenario)
        if isinstance(runner, Later):
            runner.go()
        self.ground = session._ground
        return session

    def kinds(self, scenario: str) -> list[str]:
        return [event.kind for event in self.workspace.ledger.events(scenario)]

    @property
    def rows(self) -> int:
        return self.workspace.ledger.head.n


@pytest.fixture(scope="module")
def ground() -> list[Ground | None]:
    return [None]


@pytest.fixture
def desk(tmp_path, province: Staffing, ground: list) -> Iterator[Desk]:
    desk = Desk(Workspace.create(tmp_path / "ruang", Settings(fictional=True)), province)
    desk.ground = ground[0]
    yield desk
    ground[0] = desk.ground


def plan_of(session: Session) -> Plan:
    assert session.plan is not None, session.message
    return session.plan


def rival(session: Session) -> tuple[str, str]:
    """Somebody who may take the first proposed seat and is not proposed for it."""
    plan = plan_of(session)
    first = plan.moves.iloc[0]
    others = slate(plan.ground, plan.policy, first["to_post"])
    others = others[others["eligible"] & (others["nip"] != first["nip"])]
    return str(others["nip"].iloc[0]), str(first["to_post"])


# opening --------------------------------------------------------------------------------------------------------------


def test_a_page_without_scenario_shows_the_agencys_plan_and_records_nothing(desk: Desk):
    session = desk.session()
    assert plan_of(session).summary["moves"] > 0
    assert not session.recorded
    assert desk.rows == 0


def test_the_first_step_opens_a_record_and_stands_in_it(desk: Desk):
    session = desk.session()
    session.do(Lock(*rival(session)))
    assert session.recorded
    assert session.scenario.step == 1
    assert desk.kinds(session.scenario.id) == ["open", "move"]
    assert session.saved == desk.workspace.ledger.events(session.scenario.id)[-1].at


def test_a_record_can_be_opened_without_a_step(desk: Desk):
    session = desk.session()
    session.begin()
    assert desk.kinds(session.scenario.id) == ["open"]
    assert session.scenario.title == "Uji penempatan"


def test_a_reload_shows_the_same_names_and_numbers(desk: Desk):
    session = desk.session()
    session.do(Lock(*rival(session)))
    session.do(SetLimit("move_price", 9_000))
    again = desk.session(scenario=session.scenario.id)
    assert plan_of(again).digest == plan_of(session).digest
    assert again.scenario.step == 2


@pytest.fixture
def within(desk: Desk, unhurried) -> tuple[Session, Later]:
    """A session under a limit, after a change whose plan is there ahead of the search."""
    later = Later()
    session = desk.session(later)
    session.listen(lambda: session.want(()))
    session.do(SetLimit("move_limit", 6))
    later.go()
    assert not plan_of(session).hasty
    move = plan_of(session).moves.iloc[0]
    session.do(Forbid(move["nip"], move["to_post"]))
    later.step()
    assert session.scenario.step == 2 and plan_of(session).hasty
    return session, later


def test_under_limits_a_small_change_has_a_plan_at_once_and_then_the_best(desk: Desk, within):
    session, later = within
    hasty = plan_of(session)
    assert session.study == BETTER and session.work is None
    later.go()
    assert not plan_of(session).hasty and plan_of(session).assignment.levels >= hasty.assignment.levels
    assert plan_of(session).head == hasty.head
    again = desk.session(scenario=session.scenario.id)
    assert plan_of(again).digest == plan_of(session).digest


def test_a_gesture_does_not_wait_for_the_better_plan_of_the_last_one(within):
    session, later = within
    move = plan_of(session).moves.iloc[0]
    session.do(Forbid(move["nip"], move["to_post"]))
    assert session.busy
    later.step()
    assert not plan_of(session).hasty or session.scenario.step == 2, "the search ended, with what it had"
    later.go()
    assert session.scenario.step == 3 and not plan_of(session).hasty
    session.undo()
    later.go()
    assert session.scenario.step == 2 and not plan_of(session).hasty


def test_the_search_for_a_better_plan_can_be_left_and_asked_for_again(within):
    session, later = within
    hasty = plan_of(session)
    assert session.searching and plan.record(Screen(session, Words("id")))["again"] == ""
    session.leave(BETTER)
    assert not session.searching
    later.go()
    assert plan_of(session).assignment.levels >= hasty.assignment.levels
    session.search_on()
    later.go()
    assert not plan_of(session).hasty


def test_a_scenario_that_does_not_exist_is_told_and_a_fresh_page_offered(desk: Desk):
    session = desk.session(scenario="tidak-ada-zzzzz")
    assert session.plan is None
    assert session.message.kind == "missing"
    assert "tidak-ada-zzzzz" in session.message.reason
    session.open(None)
    assert plan_of(session)


# steps ----------------------------------------------------------------------------------------------------------------


def test_a_lock_is_kept_by_the_plan(desk: Desk):
    session = desk.session()
    nip, post = rival(session)
    session.do(Lock(nip, post))
    rows = plan_of(session).rows
    assert rows.loc[rows["to_post"] == post, "nip"].tolist() == [nip]


def test_undo_brings_the_same_plan_back_and_redo_the_other(desk: Desk):
    session = desk.session()
    before = plan_of(session).digest
    session.do(Lock(*rival(session)))
    after = plan_of(session).digest
    assert after != before
    session.undo()
    assert plan_of(session).digest == before
    session.redo()
    assert plan_of(session).digest == after
    assert desk.kinds(session.scenario.id) == ["open", "move", "undo", "redo"]


def test_an_undo_too_many_is_no_mistake(desk: Desk):
    session = desk.session()
    session.begin()
    session.undo()
    assert session.message is None
    assert desk.kinds(session.scenario.id) == ["open"]


def test_undo_does_not_make_the_ground_anew(desk: Desk):
    session = desk.session()
    ground = session._ground
    session.do(Lock(*rival(session)))
    session.undo()
    assert session._ground is ground


def test_a_step_that_cannot_be_is_refused_with_its_remedy_and_not_recorded(desk: Desk):
    session = desk.session()
    nip, post = rival(session)
    session.do(Forbid(nip, post))
    rows = desk.rows
    session.do(Lock(nip, post))
    assert session.message.kind == "refused"
    assert session.message.remedies == (Release(nip, post),)
    assert desk.rows == rows
    session.do(session.message.remedies[0], *session.message.moves)
    assert session.message is None
    assert session.policy.locks == {(nip, post)}


def test_locks_that_cannot_all_be_kept_are_refused_before_they_are_recorded(desk: Desk):
    session = desk.session()
    nip, post = rival(session)
    session.do(SetLimit("move_limit", 0))
    rows = desk.rows
    session.do(Lock(nip, post))
    assert session.message.kind == "refused"
    assert desk.rows == rows
    assert session.policy.locks == frozenset()


def test_to_choose_a_person_takes_back_what_stands_in_the_way(desk: Desk):
    session = desk.session()
    nip, post = rival(session)
    proposed = str(plan_of(session).moves.iloc[0]["nip"])
    session.do(Lock(proposed, post))
    session.do(*proposal(session, nip, post))
    assert session.policy.locks == {(nip, post)}
    assert session.scenario.step == 2
    assert proposal(session, nip, post) == ()


def test_whoever_is_proposed_stands_on_the_slate_however_low_the_score(desk: Desk):
    page = Page(desk.session(), Words("id"))
    post = str(plan_of(page.session).moves.iloc[0]["to_post"])
    everyone = slate(plan_of(page.session).ground, page.session.policy, post)
    last = str(everyone.loc[everyone["eligible"], "nip"].iloc[-1])
    page.session.do(*proposal(page.session, last, post))
    shown = {person["key"]: person["proposed"] for person in page.sheet.slate.record["candidates"]}
    assert shown[page.screen.directory.codes[last]] is True


def test_a_later_value_of_a_slider_takes_the_place_of_one_that_still_waits(desk: Desk):
    runner = Later()
    session = desk.session(runner)
    weights = session.policy.weights
    session.do(SetLimit("move_price", 1_000), name="move_price")
    for value in (30, 40, 50):
        session.do(SetWeights(rebalanced(weights, "kinerja", value)), name="kinerja")
    runner.go()
    assert session.scenario.step == 2
    assert session.policy.weights["kinerja"] == 50


def test_locks_in_quick_succession_are_all_recorded(desk: Desk):
    runner = Later()
    session = desk.session(runner)
    moves = plan_of(session).moves
    for nip, post in zip(moves["nip"][:3], moves["to_post"][:3], strict=True):
        session.do(Lock(str(nip), str(post)))
    runner.go()
    assert len(session.policy.locks) == 3
    assert session.scenario.step == 3


def test_a_branch_goes_its_own_way(desk: Desk):
    session = desk.session()
    session.do(SetLimit("move_price", 1_000))
    root = session.scenario.id
    session.branch("Hemat pindah")
    session.do(SetLimit("move_price", 15_000))
    assert session.scenario.parent == root
    session.open(root)
    assert session.policy.move_price == 1_000


def test_the_plan_under_the_first_weights_is_worked_out_beside(desk: Desk):
    session = desk.session()
    first = plan_of(session).digest
    screen = Screen(session, Words("id"))
    assert policy.reference(screen) is None  # no weight has moved
    session.do(SetWeights(rebalanced(session.policy.weights, "pendidikan", 70)))
    study = policy.reference(screen)
    session.want([study])
    assert session.value(study).digest == first


# what can go wrong ----------------------------------------------------------------------------------------------------


def test_a_calculation_that_is_cancelled_leaves_no_trace(desk: Desk):
    runner = Later()
    session = desk.session(runner)
    before = plan_of(session)
    session.do(SetLimit("horizon_months", 24))
    session.cancel()
    runner.go()
    assert session.message.kind == "cancelled"
    assert plan_of(session) is before
    assert desk.rows == 0


def test_two_pages_on_one_scenario_never_overwrite_each_other(desk: Desk):
    mine = desk.session()
    mine.begin()
    theirs = desk.session(who=Who("S. Contoh", "analis"), scenario=mine.scenario.id)
    theirs.do(SetLimit("move_price", 7_000))
    mine.do(SetLimit("move_price", 3_000))
    assert mine.message.kind == "conflict"
    assert [event.actor for event in mine.message.conflict.theirs] == ["S. Contoh"]
    assert desk.kinds(mine.scenario.id) == ["open", "move"]


@pytest.fixture
def conflict(desk: Desk) -> tuple[Desk, Page]:
    mine = desk.session()
    mine.begin()
    theirs = desk.session(who=Who("S. Contoh", "analis"), scenario=mine.scenario.id)
    theirs.do(SetLimit("move_price", 7_000))
    page = Page(mine, Words("id"))
    mine.do(SetLimit("horizon_months", 6))
    assert page.state.record["kind"] == "conflict"
    return desk, page


def press(page: Page, name: str, value: str = "") -> None:
    page._on_state("act", {"name": name, "value": value})


def test_a_conflict_names_both_with_their_authors(conflict: tuple[Desk, Page]):
    _, page = conflict
    assert [choice["author"] for choice in page.state.record["choices"]] == ["Anda", "S. Contoh"]


def test_a_conflict_ends_with_theirs(conflict: tuple[Desk, Page]):
    _, page = conflict
    press(page, "theirs")
    assert (page.session.policy.move_price, page.session.policy.horizon_months) == (7_000, 12)
    assert page.session.message is None


def test_a_conflict_ends_with_mine_on_top(conflict: tuple[Desk, Page]):
    desk, page = conflict
    press(page, "over")
    assert (page.session.policy.move_price, page.session.policy.horizon_months) == (7_000, 6)
    assert desk.kinds(page.session.scenario.id) == ["open", "move", "move"]


def test_a_conflict_ends_with_mine_as_a_branch(conflict: tuple[Desk, Page]):
    desk, page = conflict
    parent = page.session.scenario.id
    press(page, "branch")
    assert page.session.scenario.parent == parent
    assert (page.session.policy.move_price, page.session.policy.horizon_months) == (5_000, 6)
    assert desk.kinds(parent) == ["open", "move"]


def test_nobody_known_is_asked_for_a_name_before_anything_is_recorded(desk: Desk):
    session = desk.session(who=Who("", "analis"))
    session.do(SetLimit("move_price", 1_000))
    assert session.message.kind == "ask"
    assert desk.rows == 0
    session.named("S. Contoh")
    assert session.message is None
    events = desk.workspace.ledger.events(session.scenario.id)
    assert {event.actor for event in events} == {"S. Contoh"}


def test_what_nobody_expected_is_told_with_details_and_can_be_tried_again(desk: Desk, monkeypatch):
    session = desk.session()
    solve = module.solve

    def broken(*_args: Any, **_options: Any) -> Plan:
        raise ZeroDivisionError("contoh")

    monkeypatch.setattr(module, "solve", broken)
    session.do(SetLimit("move_price", 1_000))
    assert session.message.kind == "error"
    assert "ZeroDivisionError" in session.message.details
    assert desk.rows == 0
    monkeypatch.setattr(module, "solve", solve)
    session.message.again()
    assert session.message is None
    assert session.policy.move_price == 1_000


def test_a_page_that_cannot_draw_itself_says_so(desk: Desk, monkeypatch):
    page = Page(desk.session(), Words("id"))

    def broken(_screen: Any) -> dict:
        raise KeyError("contoh")

    monkeypatch.setattr("widgets.apps.tabs.rencana.chain.record", broken)
    page.session.look(query="dinas")
    assert page.state.record["kind"] == "error"
    monkeypatch.undo()
    press(page, "again")
    assert page.state.record.get("kind") != "error"


# names ----------------------------------------------------------------------------------------------------------------


def shown(page: Page) -> str:
    """All that has entered a widget, as the browser could read it."""
    leaves = page.leaves()
    assert len(leaves) > 10
    return json.dumps([leaf.record for leaf in leaves], ensure_ascii=False)


def people_in(page: Page, desk: Desk) -> list[str]:
    text = shown(page)
    people = desk.province.employees
    return [token for token in (*people["nip"], *people["name"].unique()) if token in text]


def test_while_names_are_hidden_no_name_and_no_nip_enters_a_widget(desk: Desk):
    page = Page(desk.session(), Words("id"))
    session = page.session
    nip, post = rival(session)
    session.do(Forbid(nip, post))
    session.do(Lock(nip, post))
    assert page.state.record["kind"] == "refused"
    assert people_in(page, desk) == []
    press(page, "close")
    for key in list(page.screen.rows["key"])[:40]:
        page.sheet._on_table("select", {"post": key})
        assert people_in(page, desk) == []


def test_an_impossible_set_of_locks_is_told_without_numbers_of_people(desk: Desk):
    page = Page(desk.session(), Words("id"))
    seat = rival(page.session)
    page.session.do(SetLimit("move_limit", 0))
    page.session.do(Lock(*seat))
    assert page.state.record["kind"] == "refused"
    assert people_in(page, desk) == []


def test_names_are_shown_only_once_that_is_on_record(desk: Desk):
    page = Page(desk.session(), Words("id"))
    page._on_toolbar("blind", {"on": False})
    assert desk.kinds(page.session.scenario.id) == ["open", "reveal"]
    name = desk.province.employees.set_index("nip")["name"][plan_of(page.session).moves.iloc[0]["nip"]]
    assert name in shown(page)
    page._on_toolbar("blind", {"on": True})
    assert people_in(page, desk) == []


def test_another_scenario_hides_names_again(desk: Desk):
    page = Page(desk.session(), Words("id"))
    page._on_toolbar("blind", {"on": False})
    page.session.branch("Cabang")
    assert page.screen.blind


def test_codes_tell_the_same_person_after_a_reload(desk: Desk):
    one, other = Page(desk.session(), Words("id")), Page(desk.session(), Words("en"))
    tables = [page.sheet.table.record["rows"] for page in (one, other)]
    codes = [[row["who"].split()[-1] for row in rows if row["score"]] for rows in tables]
    assert codes[0] == codes[1]
    assert one.screen.directory.codes.is_unique


def test_a_workbook_with_names_is_recorded_as_showing_them(desk: Desk, monkeypatch):
    page = Page(desk.session(), Words("id"))
    given: list[tuple[str, bytes]] = []
    monkeypatch.setattr(page.connection, "hand_over", lambda name, kind, content: given.append((name, content)))
    page.sheet._on_table("export", {})
    assert given == []
    assert page.state.record["title"] == "Berkas ini memuat nama dan NIP"
    press(page, "download")
    assert desk.kinds(page.session.scenario.id) == ["open", "reveal"]
    ((name, content),) = given
    assert name.endswith("2025-10-29.xlsx")
    assert content[:2] == b"PK"
