"""The workshop page: several participants, each with an own page, on one shared scenario."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from organization import HELD, small_organization

from widgets.apps.conversation import Who
from widgets.apps.gathering import Gathering
from widgets.apps.lokakarya import Page, app
from widgets.apps.runner import AtOnce
from widgets.apps.words import Words
from workbench.io import resources, scenarios
from workbench.io.workspace import Settings, Workspace
from workbench.regulation.rulebook import Rulebook
from workbench.staffing import Staffing

WHEN = datetime(2025, 10, 30, tzinfo=UTC)
AGENDA = "Pembukaan; 5\nUsulan; 20"


@cache
def organization() -> Staffing:
    return small_organization(resources.schemas()).staffing


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    made = Workspace.create(tmp_path_factory.mktemp("lokakarya") / "ruang", Settings(fictional=True))
    made.save_snapshot(organization(), "uji", at=WHEN)
    assert made.ledger.head.n == 0  # the tables are made
    return made.home


Arrive = Callable[..., Page]


@pytest.fixture
def arrive(template: Path, rulebook: Rulebook, tmp_path: Path) -> Arrive:
    """Somebody opens the page: `arrive("Sari", lang="en")`."""
    shutil.copytree(template, tmp_path / "ruang")

    def come(name: str, scenario: str | None = None, lang: str = "id") -> Page:
        workspace = Workspace.open(tmp_path / "ruang")
        session = Gathering(workspace, Who(name, "peserta"), AtOnce(), title=lambda day: "Uji lokakarya")
        session.workspace.kept[workspace.latest] = organization()
        session._law = rulebook
        page = Page(session, Words(lang))
        session.open(scenario)
        assert session.message is None, session.message
        return page

    return come


def fill(page: Page, **values: Any) -> None:
    page.sheet.form._hear(None, {"gesture": "submit", "values": values}, [])


def press(page: Page, part: str, gesture: str = "act", **detail: Any) -> None:
    getattr(page.sheet, part)._hear(None, {"gesture": gesture, **detail}, [])


def look(page: Page, sheet: str) -> None:
    page._on_tabs("show", {"key": sheet})


def follow(*pages: Page) -> None:
    for page in pages:
        page.session.follow()
        assert page.session.message is None, page.session.message


def begun(page: Page, blind: bool = True) -> Page:
    fill(page, title="Lokakarya uji", agenda=AGENDA, blind=blind)
    assert page.session.leads, page.session.message
    return page


@pytest.fixture
def table(arrive: Arrive) -> tuple[Page, Page, Page]:
    """Rina facilitates, Sari and Budi have joined."""
    rina = begun(arrive("Rina"))
    sari, budi = arrive("Sari"), arrive("Budi")
    fill(sari, office="Biro Organisasi")
    fill(budi, office="Dinas Dua")
    follow(rina, sari, budi)
    return rina, sari, budi


def propose(page: Page, gesture: str, **detail: Any) -> str:
    """A gesture on the chart, which becomes a proposal; its key."""
    known = {each.id for each in workshop(page).proposals}
    look(page, "bagan")
    page.sheet.chart._hear(None, {"gesture": gesture, **detail}, [])
    assert page.session.message is None, page.session.message
    look(page, "meja")
    (made,) = [each.id for each in workshop(page).proposals if each.id not in known]
    return str(made)


def workshop(page: Page) -> Any:
    assert page.session.workshop is not None
    return page.session.workshop


def waiting(page: Page) -> list[str]:
    return [item["key"] for item in page.sheet.queue.record["items"]]


def item(page: Page, key: str) -> dict[str, Any]:
    (found,) = [item for item in page.sheet.queue.record["items"] if item["key"] == key]
    return found


def buttons(page: Page, key: str) -> list[str]:
    return [action["key"] for action in item(page, key)["actions"]]


def accept(page: Page, key: str, **decided: str) -> None:
    press(page, "queue", key=key, name="discuss")
    press(page, "queue", key=key, name="accept")
    fill(page, **decided)


def parent(page: Page, unit: str) -> str:
    return str(page.screen.staffing.units.set_index("unit").loc[unit, "parent"])


def name(page: Page, unit: str) -> str:
    return str(page.screen.staffing.units.set_index("unit").loc[unit, "name"])


def seen(page: Page) -> str:
    return json.dumps([[leaf.record, getattr(leaf, "units", None)] for leaf in page.leaves()], ensure_ascii=False)


# opening and joining --------------------------------------------------------------------------------------------------


def test_who_opens_a_workshop_facilitates_and_others_find_it_and_join(table):
    rina, sari, budi = table
    assert rina.heading.record["title"] == sari.heading.record["title"] == "Lokakarya uji"
    assert rina.session.leads and not sari.session.leads and sari.session.joined
    assert rina.session.scenario.id == sari.session.scenario.id == budi.session.scenario.id
    assert sari.heading.record["sentences"] == ["2 peserta, 0 usulan, 0 keputusan"]
    known = {person["name"] for person in rina.sheet.people.record["people"]}
    assert known == {"Fasilitator", "Biro Organisasi", "Dinas Dua"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " ", "agenda": AGENDA}, "title"),
        ({"title": "Uji", "agenda": ""}, "agenda"),
        ({"title": "Uji", "agenda": "Pembukaan"}, "agenda"),
        ({"title": "Uji", "agenda": "; 5"}, "agenda"),
    ],
)
def test_a_wrong_opening_is_told_at_its_field_and_opens_nothing(arrive: Arrive, values: dict[str, str], field: str):
    page = arrive("Rina")
    number = page.sheet.form.record["number"]
    fill(page, **values)
    assert set(page.sheet.form.record["mistakes"]) == {field} and page.sheet.form.record["number"] == number
    assert page.session.workshop is None and page.session.workspace.ledger.head.n == 0


def test_a_stranger_is_asked_to_join_and_can_do_nothing_before(arrive: Arrive):
    begun(arrive("Rina"))
    sari = arrive("Sari")
    assert sari.sheet.form.record["title"] == "Bergabung" and sari.sheet.queue.record["add"] == ""
    look(sari, "bagan")
    sari.sheet.chart._hear(None, {"gesture": "move", "ids": ["12"], "to": "2"}, [])
    assert "Bergabunglah" in sari.sheet.chart.record["refusal"]["text"] and workshop(sari).proposals == ()
    look(sari, "meja")
    fill(sari, office=" ")
    assert set(sari.sheet.form.record["mistakes"]) == {"office"} and not sari.session.joined


def test_before_there_is_a_workshop_a_step_is_a_step_and_the_workshop_begins_from_it(arrive: Arrive):
    page = arrive("Rina")
    look(page, "bagan")
    page.sheet.chart._hear(None, {"gesture": "move", "ids": ["12"], "to": "2"}, [])
    look(page, "meja")
    begun(page)
    assert page.session.scenario.step == 1 and workshop(page).scenario == page.session.scenario.id


# proposals ------------------------------------------------------------------------------------------------------------


def test_a_gesture_on_the_chart_is_a_proposal_that_everybody_sees_and_that_changes_nothing_yet(table):
    rina, sari, budi = table
    before = sari.session.scenario.seq
    key = propose(sari, "move", ids=["12"], to="2")
    follow(rina, budi)
    assert waiting(rina) == waiting(sari) == waiting(budi) == [key]
    assert item(rina, key)["by"] == "diusulkan Biro Organisasi"
    assert {each["label"] for each in item(rina, key)["impacts"]} >= {"unit", "tunjangan", "terdampak"}
    assert parent(sari, "12") == "1" and sari.session.scenario.seq == before


def test_an_accepted_proposal_is_on_every_screen_with_its_reason_owner_and_date(table):
    rina, sari, budi = table
    key = propose(sari, "move", ids=["12"], to="2")
    follow(rina)
    press(rina, "queue", key=key, name="discuss")
    assert rina.sheet.before.record and rina.sheet.after.record, "both corners of the chart are shown"
    press(rina, "queue", key=key, name="accept")
    fill(rina, reason="Beban kerja", owner="Biro Organisasi", due="2026-03-01")
    assert rina.sheet.form.record == {} and waiting(rina) == []
    follow(sari, budi)
    for page in table:
        assert parent(page, "12") == "2" and page.session.scenario.step == 1
        line = page.sheet.log.record["lines"][0]
        assert line["badge"] == "Disetujui"
        assert all(told in line["text"] for told in ("Beban kerja", "Biro Organisasi", "1 Maret 2026"))
        assert page.sheet.before.record == {}, "nothing is under discussion any more"


def test_a_wrong_date_is_told_at_its_field_and_decides_nothing(table):
    rina, sari, _ = table
    key = propose(sari, "move", ids=["12"], to="2")
    follow(rina)
    accept(rina, key, reason="Beban kerja", due="besok")
    assert set(rina.sheet.form.record["mistakes"]) == {"due"} and waiting(rina) == [key]
    fill(rina, reason="Beban kerja", due="2026-03-01")
    assert waiting(rina) == []


def test_a_proposal_is_rejected_deferred_or_withdrawn(table):
    rina, sari, budi = table
    first, second, third = (propose(sari, "move", ids=[unit], to="2") for unit in ("12", "11", "111"))
    follow(rina)
    for key, verdict in ((first, "reject"), (second, "defer")):
        press(rina, "queue", key=key, name="discuss")
        press(rina, "queue", key=key, name=verdict)
        fill(rina, reason="Belum siap")
    follow(sari, budi)
    assert "withdraw" in buttons(sari, third) and "withdraw" not in buttons(budi, third)
    press(sari, "queue", key=third, name="withdraw")
    follow(rina)
    assert waiting(rina) == [second] and item(rina, second)["badge"] == "ditunda"
    assert [line["badge"] for line in rina.sheet.log.record["lines"]] == ["Ditunda", "Ditolak", "Dibuka"]
    assert rina.session.scenario.step == 0


def test_a_step_that_cannot_be_is_refused_before_it_is_a_proposal(table):
    _, sari, _ = table
    look(sari, "bagan")
    sari.sheet.chart._hear(None, {"gesture": "move", "ids": ["11"], "to": "111"}, [])
    assert sari.sheet.chart.record["refusal"]["unit"] == "11" and workshop(sari).proposals == ()


def test_a_form_of_the_chart_makes_a_proposal_and_never_stands_on_the_table(table):
    _, sari, _ = table
    look(sari, "bagan")
    sari.sheet.chart._hear(None, {"gesture": "select", "ids": ["11"]}, [])
    sari.sheet.card._hear(None, {"gesture": "act", "key": "rename"}, [])
    look(sari, "meja")
    assert sari.session.message is None and sari.sheet.form.record == {}
    look(sari, "bagan")
    fill(sari, name="Bidang Baru")
    assert len(workshop(sari).proposals) == 1 and sari.sheet.form.record == {}


def test_a_decision_that_is_being_written_does_not_disturb_the_chart(table):
    rina, sari, _ = table
    key = propose(sari, "move", ids=["12"], to="2")
    follow(rina)
    press(rina, "queue", key=key, name="discuss")
    press(rina, "queue", key=key, name="accept")
    look(rina, "bagan")
    assert rina.session.message is None and rina.sheet.form.record == {}
    look(rina, "meja")
    assert rina.sheet.form.record["title"].startswith("Terima: ")


# who may do what ------------------------------------------------------------------------------------------------------


LEADING: dict[str, tuple[str, str, dict[str, Any]]] = {
    "discuss": ("queue", "act", {"name": "discuss"}),
    "ballot": ("queue", "act", {"name": "ballot"}),
    "turn": ("agenda", "turn", {"key": "1"}),
    "end": ("agenda", "act", {"key": "end"}),
    "unveil": ("agenda", "act", {"key": "unveil"}),
    "weighing": ("disputed", "act", {"key": "weighing"}),
}


def test_a_participant_has_no_button_of_a_facilitator_and_sending_its_gesture_is_refused(table):
    rina, sari, _ = table
    key = propose(sari, "move", ids=["12"], to="2")
    follow(rina)
    press(rina, "queue", key=key, name="discuss")
    follow(sari)
    assert buttons(sari, key) == ["withdraw"] and buttons(rina, key) == ["accept", "ballot", "defer", "reject"]
    assert sari.sheet.agenda.record["actions"] == [] and rina.sheet.agenda.record["actions"] != []
    assert sari.sheet.ballot.record["actions"] == []
    before = workshop(sari).seq
    for part, gesture, detail in LEADING.values():
        press(sari, part, gesture, **({"key": key} | detail))
        assert sari.session.message is not None and sari.session.message.code == "facilitator", part
        assert "Hanya fasilitator" in sari.state.record["text"]
        sari.session.dismiss()
    for verdict in ("accept", "reject", "defer"):
        press(sari, "queue", key=key, name=verdict)
        fill(sari, reason="Sendiri")
        assert sari.session.message is not None and sari.session.message.code == "facilitator", verdict
    for gesture in ("undo", "redo"):
        sari.session.dismiss()
        sari._on_bar(gesture, {})
        assert sari.session.message is not None and sari.session.message.code == "facilitator"
    sari.session.dismiss()
    follow(sari)
    assert workshop(sari).seq == before and sari.session.scenario.step == 0


def test_a_facilitator_takes_an_accepted_step_back_for_everybody(table):
    rina, sari, budi = table
    key = propose(sari, "move", ids=["12"], to="2")
    follow(rina)
    accept(rina, key, reason="Coba")
    rina._on_bar("undo", {})
    follow(sari, budi)
    assert [parent(page, "12") for page in table] == ["1", "1", "1"]


# two on the same ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "stands"), [("mine", "Bidang Budi"), ("theirs", "Bidang Sari")])
def test_two_changes_of_one_unit_are_named_and_what_is_not_chosen_is_kept_as_a_branch(table, choice: str, stands: str):
    rina, sari, budi = table
    for page, called in ((sari, "Bidang Sari"), (budi, "Bidang Budi")):
        look(page, "bagan")
        page.sheet.chart._hear(None, {"gesture": "select", "ids": ["11"]}, [])
        page.sheet.card._hear(None, {"gesture": "act", "key": "rename"}, [])
        fill(page, name=called)
        look(page, "meja")
    follow(rina)
    first, second = waiting(rina)
    accept(rina, first, reason="Lebih dahulu")
    accept(rina, second, reason="Lebih tepat", owner="Dinas Dua")
    clash = rina.sheet.clash.record
    assert clash["title"] == "Dua peserta mengubah hal yang sama"
    assert "Bidang Sari" in clash["text"] and "Bidang Budi" in clash["text"]
    assert name(rina, "11") == "Bidang Sari"
    press(rina, "clash", name=f"clash:{choice}")
    assert rina.sheet.clash.record == {} and waiting(rina) == []
    follow(sari, budi)
    assert [name(page, "11") for page in table] == [stands] * 3
    text = rina.sheet.log.record["lines"][0]["text"]
    assert "disimpan sebagai cabang" in text and "Lebih tepat" in text
    assert len(scenarios.listing(rina.session.workspace)) == 2


# ballots --------------------------------------------------------------------------------------------------------------


def test_a_ballot_hides_its_result_until_it_is_closed_and_shows_each_the_own_vote(table):
    rina, sari, budi = table
    key = propose(sari, "move", ids=["12"], to="2")
    follow(rina)
    press(rina, "queue", key=key, name="discuss")
    press(rina, "queue", key=key, name="ballot")
    follow(sari, budi)
    press(sari, "ballot", "vote", key="setuju")
    follow(rina, budi)
    own = {page: [each["key"] for each in page.sheet.ballot.record["answers"] if each["on"]] for page in table}
    assert own == {rina: [], sari: ["setuju"], budi: []}
    assert all(page.sheet.ballot.record["results"] == [] for page in table)
    assert rina.sheet.ballot.record["cast"] == "1 dari 2" and not rina.sheet.ballot.record["able"]
    press(budi, "ballot", "vote", key="setuju")
    press(budi, "ballot", "vote", key="tidak")
    press(rina, "ballot", key="close")
    follow(*table)
    for page in table:
        results = {each["label"]: each["count"] for each in page.sheet.ballot.record["results"]}
        assert results == {"Setuju": "1", "Tidak": "1", "Abstain": "0"} and page.sheet.ballot.record["answers"] == []
    press(budi, "ballot", "vote", key="setuju")
    assert budi.session.message is not None and budi.session.message.code == "closed_ballot"


def test_a_free_question_has_its_own_options(table):
    rina, sari, _ = table
    press(rina, "ballot", key="new")
    fill(rina, question="", options="A\nB")
    assert set(rina.sheet.form.record["mistakes"]) == {"question"}
    fill(rina, question="Mana dahulu?", options="A\n\nB\n")
    follow(sari)
    assert [each["label"] for each in sari.sheet.ballot.record["answers"]] == ["A", "B"]


# weights --------------------------------------------------------------------------------------------------------------


def test_weights_tell_which_units_come_out_the_same_whoever_weighs(table):
    rina, sari, budi = table
    key = propose(sari, "merge", ids=["11", "12"], into="12")
    follow(rina)
    child = scenarios.branch(rina.session.workspace, rina.session.scenario, "Cabang", **rina.session.who.now())
    assert child.id
    accept(rina, key, reason="Ringkas")
    assert set(rina.session.kin.options) == {"Uji lokakarya", "Cabang"}
    press(rina, "disputed", key="weighing")
    follow(sari, budi)
    assert sari.sheet.form.record["title"] == "Bobot saya"
    few = {"units": "100", "cost": "0", "span": "0", "displaced": "0", "findings": "0"}
    fill(sari, **few | {"units": "banyak"})
    assert set(sari.sheet.form.record["mistakes"]) == {"units"}
    fill(sari, **few | {"units": "90"})
    assert sari.session.message is not None and sari.session.message.code == "weights"
    fill(sari, **few)
    assert sari.sheet.form.record == {}
    fill(budi, **few | {"units": "0", "displaced": "100"})
    follow(rina)
    assert "2 dari 2 peserta" in rina.sheet.disputed.record["notes"][0]
    press(rina, "disputed", key="close")
    follow(sari)
    assert rina.session.undisputed is not None
    same, every, favourites = rina.session.undisputed
    assert 0 < same < every and sum(favourites.values()) == 2 and len(favourites) == 2
    assert f"{same} dari {every} unit" in rina.sheet.disputed.record["notes"][0]
    assert sari.sheet.disputed.record["notes"] == rina.sheet.disputed.record["notes"]


# issues, clock, end ---------------------------------------------------------------------------------------------------


def test_an_issue_is_parked_by_anybody_and_resolved_by_its_owner_or_a_facilitator(table):
    rina, sari, budi = table
    press(sari, "parked", "head")
    fill(sari, title="", owner="")
    assert set(sari.sheet.form.record["mistakes"]) == {"title"}
    fill(sari, title="Data ABK Dinas Dua", owner="Dinas Dua")
    follow(rina, budi)
    (line,) = rina.sheet.parked.record["lines"]
    assert (line["title"], line["text"], line["badge"]) == ("Data ABK Dinas Dua", "Dinas Dua", "")
    press(budi, "parked", key=line["key"])
    assert budi.session.message is not None and budi.session.message.code == "not_yours"
    press(rina, "parked", key=line["key"])
    follow(sari)
    assert sari.sheet.parked.record["lines"][0]["badge"] == "selesai"


def test_the_clock_runs_pauses_and_is_extended_for_all(table):
    rina, sari, _ = table
    assert sari.sheet.agenda.record["left"] is None
    press(rina, "agenda", key="next")
    follow(sari)
    record = sari.sheet.agenda.record
    assert record["running"] and 0 < record["left"] <= record["total"] == 5 * 60 and record["count"] == "1 dari 2"
    press(rina, "agenda", key="pause")
    press(rina, "agenda", key="extend")
    follow(sari)
    assert not sari.sheet.agenda.record["running"] and sari.sheet.agenda.record["total"] == 10 * 60
    press(rina, "agenda", key="resume")
    press(rina, "agenda", key="next")
    follow(sari)
    states = [each["state"] for each in sari.sheet.agenda.record["items"]]
    assert states == ["done", "now"] and sari.sheet.agenda.record["total"] == 20 * 60


def test_an_ended_workshop_takes_nothing_more_and_keeps_its_record(table, monkeypatch):
    rina, sari, _ = table
    key = propose(sari, "move", ids=["12"], to="2")
    follow(rina)
    accept(rina, key, reason="Beban kerja")
    press(rina, "agenda", key="end")
    follow(sari)
    assert "ditutup" in sari.heading.record["warning"] and sari.sheet.queue.record["add"] == ""
    look(sari, "bagan")
    sari.sheet.chart._hear(None, {"gesture": "move", "ids": ["11"], "to": "2"}, [])
    assert "sudah ditutup" in sari.sheet.chart.record["refusal"]["text"]
    look(sari, "meja")
    sari.session.dismiss()
    given: list[tuple[str, str, bytes]] = []
    monkeypatch.setattr(sari.connection, "hand_over", lambda *file: given.append(file))
    press(sari, "log", "head")
    ((name, kind, content),) = given
    assert name.startswith("berita-acara-") and kind == "application/pdf" and content.startswith(b"%PDF")


# coming back, blind, English ------------------------------------------------------------------------------------------


def test_whoever_comes_back_to_the_address_sees_the_same(table, arrive: Arrive):
    rina, sari, _ = table
    first = propose(sari, "move", ids=["12"], to="2")
    follow(rina)
    accept(rina, first, reason="Beban kerja")
    propose(sari, "move", ids=["11"], to="2")
    follow(rina, sari)
    again = arrive("Sari", scenario=sari.connection.record["scenario"])
    follow(again)
    assert again.session.joined
    for part in ("queue", "log", "agenda", "ballot", "parked", "versus"):
        assert getattr(again.sheet, part).record == getattr(sari.sheet, part).record, part
    look(again, "bagan")
    assert parent(again, "12") == "2"


def test_names_stay_hidden_for_all_until_a_facilitator_shows_them_to_all(table):
    rina, sari, _ = table
    names = [f'"{who}"' for who, _ in HELD]

    def told(page: Page) -> list[str]:
        return [each for each in names if each in seen(page)]

    for page in (rina, sari):
        look(page, "bagan")
        page.sheet.chart._hear(None, {"gesture": "select", "ids": ["11"]}, [])
        assert told(page) == []
    sari.sheet.lens._hear(None, {"gesture": "switch", "key": "blind", "on": False}, [])
    assert told(sari) == [], "nobody opens names for oneself"
    look(rina, "meja")
    press(rina, "agenda", key="unveil")
    look(rina, "bagan")
    follow(sari)
    assert told(rina) == told(sari) == ['"Ani"']


INDONESIAN = {
    "dan",
    "yang",
    "dari",
    "tidak",
    "jabatan",
    "belum",
    "orang",
    "pegawai",
    "dengan",
    "tiap",
    "hanya",
    "sudah",
}
NAMED = {"name", "names", "key", "kind", "code", "citation", "scopes", "value", "question"}
"""Parts of a record that hold data or the participants' own words, or what only the drawing reads."""


def words_of(part: Any) -> set[str]:
    if isinstance(part, dict):
        return {word for name, each in part.items() if name not in NAMED for word in words_of(each)}
    if isinstance(part, list):
        return {word for each in part for word in words_of(each)}
    return set(part.lower().replace(",", " ").replace(".", " ").split()) if isinstance(part, str) else set()


def test_the_page_speaks_english_to_its_last_word(arrive: Arrive):
    rina, sari = begun(arrive("Rina", lang="en")), arrive("Sari", lang="en")
    assert words_of([leaf.record for leaf in sari.leaves()]) & INDONESIAN == set()
    fill(sari, office="Bureau of Organization")
    propose(sari, "merge", ids=["11", "12"], into="12")
    follow(rina)
    press(rina, "queue", key=waiting(rina)[0], name="discuss")
    press(rina, "queue", key=waiting(rina)[0], name="ballot")
    follow(sari)
    for page in (rina, sari):
        assert words_of([leaf.record for leaf in page.leaves()]) & INDONESIAN == set()
    press(sari, "agenda", key="end")
    assert words_of(sari.state.record) & INDONESIAN == set()


def test_without_data_there_is_a_page_that_says_so_and_no_clock(tmp_path: Path):
    Workspace.create(tmp_path / "kosong", Settings())
    assert app(home=tmp_path / "kosong", environment={}).children
