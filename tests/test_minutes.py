"""The minutes of a workshop: what was decided stands in them, and nobody's name that was not given."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from organization import small_organization

from paper import pages
from workbench import cli
from workbench.io import resources, scenarios, workshops
from workbench.io.accepting import accept
from workbench.io.documents.blocks import Table
from workbench.io.documents.html import page
from workbench.io.documents.minutes import Minutes, minutes, written
from workbench.io.documents.minutes_words import CHOICE, FIGURES, RESOLVED, STANDING, VERDICT, WORDS
from workbench.io.failure import Failure
from workbench.io.workspace import Settings, Workspace
from workbench.scenario import AbolishUnit, MoveUnit, to_record

TEN = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
AGENDA = [{"title": "Seksi A dan induknya", "minutes": 15}, {"title": "Bidang B", "minutes": 20}]
PEOPLE = [("Sari", "Biro Organisasi", "Sari Wulandari"), ("Budi", "Dinas Dua", ""), ("Citra", "BKAD", "Citra")]
MARKUP = "<b>Sewa</b> #strong[siapa] yang membayar?"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("ruang") / "ruang", Settings(fictional=True))
    made.save_snapshot(small_organization(resources.schemas()).staffing, actor="Rina", at=TEN)
    return made


@pytest.fixture(scope="module")
def workshop(workspace) -> str:
    """One proposal accepted by vote, one deferred, one waiting; an issue parked, a note taken."""
    rina = {"actor": "Rina", "role": "fasilitator"}
    scenario = scenarios.new(workspace, "Penataan Dinas Satu", at=TEN, **rina)
    held = workshops.open_workshop(workspace, scenario.id, "Lokakarya Dinas Satu", AGENDA, at=TEN, **rina)
    minute = 0

    def act(person: str, what: str, token: str, **detail) -> None:
        nonlocal held, minute
        minute += 1
        at, role = TEN + timedelta(minutes=minute), "fasilitator" if person == "Rina" else "peserta"
        held = workshops.act(workspace, held, what, detail, actor=person, role=role, at=at, token=token)
        assert isinstance(held, workshops.Workshop), held

    for person, office, name in PEOPLE:
        act(person, "join", f"join-{person}", office=office, name=name)
    act("Rina", "turn", "t0", item=0)
    for token, person, move in (("p1", "Sari", MoveUnit("111", "12")), ("p2", "Budi", AbolishUnit("12"))):
        act(person, "propose", token, title=f"Usulan {token}", moves=[to_record(move)], base=1)
    act("Sari", "propose", "p3", title="Usulan p3", moves=[to_record(MoveUnit("12", "2"))], base=1)
    act("Rina", "ballot", "b1", question="Pindahkan Seksi A?", proposal="p1")
    for person, choice in (("Sari", "setuju"), ("Budi", "tidak"), ("Citra", "setuju")):
        act(person, "vote", f"v-{person}", ballot="b1", choice=choice)
    act("Rina", "close", "c1", ballot="b1")
    accepted = accept(
        workspace, held, "p1", owner="Biro Organisasi", due="2026-12-04", at=TEN + timedelta(minutes=38), **rina
    )
    assert isinstance(accepted, workshops.Workshop)
    minute = 40
    act("Rina", "defer", "d1", proposal="p2", reason="Menunggu hitungan sewa", owner="BKAD", due="2026-12-01")
    act("Citra", "park", "i1", title=MARKUP, owner="BKAD")
    act("Sari", "note", "n1", text="Ruang rapat dipakai sampai siang")
    act("Rina", "turn", "t1", item=1)
    return held.id


def table(told: Minutes, workspace: Workspace, caption: str) -> list[tuple]:
    blocks = minutes(told, workspace)
    return next(list(block.rows) for block in blocks if isinstance(block, Table) and block.caption == caption)


def test_each_decision_stands_with_its_votes_its_owner_and_its_day(workspace, workshop):
    rows = table(Minutes.of(workspace, workshop), workspace, "Keputusan menurut waktunya")
    assert rows == [
        ("10.38", "Usulan p1", "", "disetujui", "2 setuju, 1 tidak", "Biro Organisasi", "2026-12-04"),
        ("10.41", "Usulan p2", "Menunggu hitungan sewa", "ditunda", None, "BKAD", "2026-12-01"),
    ]


def test_the_agenda_tells_when_each_item_began(workspace, workshop):
    rows = table(Minutes.of(workspace, workshop), workspace, "Agenda")
    assert rows == [
        (1, "Seksi A dan induknya", 15, "10.04", "selesai"),
        (2, "Bidang B", 20, "10.44", "belum selesai"),
    ]


def test_a_name_that_was_not_given_or_not_opened_stays_blank(workspace, workshop):
    told = Minutes.of(workspace, workshop)
    assert [row[1] for row in table(told, workspace, "Daftar hadir")] == ["", "", ""]
    closed = page(minutes(told, workspace))
    assert "Wulandari" not in closed and "Rina" not in closed
    opened = workshops.act(workspace, workshop, "unveil", {}, actor="Rina", role="fasilitator", at=TEN, token="u")
    assert not opened.blind
    rows = table(Minutes.of(workspace, workshop), workspace, "Daftar hadir")
    assert [row[:2] for row in rows] == [("BKAD", "Citra"), ("Biro Organisasi", "Sari Wulandari"), ("Dinas Dua", "")]


def test_the_figures_are_those_of_the_scenario_at_the_opening_and_now(workspace, workshop):
    rows = table(Minutes.of(workspace, workshop), workspace, "Skenario bersama ketika lokakarya dibuka, dan sekarang")
    told = {row[0]: row[1:] for row in rows}
    assert told["Unit"] == ("6", "6", "–")
    assert told["Orang yang jabatannya tersentuh"] == ("0", "0", "–")
    assert [row[0] for row in rows] == list(FIGURES["id"].values())


def test_what_waits_and_what_was_parked_is_told_as_it_was_written(workspace, workshop):
    blocks = minutes(Minutes.of(workspace, workshop), workspace)
    told = page(blocks)
    assert "Usulan p3" in told and "&lt;b&gt;Sewa&lt;/b&gt; #strong[siapa] yang membayar?" in told
    assert "<b>Sewa" not in told


@pytest.mark.parametrize("lang", ["id", "en"])
def test_the_pdf_says_what_the_blocks_say_and_that_it_is_a_draft(workspace, workshop, lang):
    told = Minutes.of(workspace, workshop, lang)
    files = written(workspace, workshop, lang)
    assert files == written(workspace, workshop, lang), "the same bytes"
    text = "".join(pages(files["pdf"])).replace(" ", "")
    for word in ("DRAF", "DATAFIKTIF", "#strong[siapa]", told.say("decisions").replace(" ", "")):
        assert word in text, word
    for head in told.heads.values():
        assert head.hash in text


def test_every_word_is_there_in_both_languages():
    for words in (WORDS, VERDICT, STANDING, FIGURES, RESOLVED):
        assert list(words["id"]) == list(words["en"])
    assert set(CHOICE["en"]) == {"setuju", "tidak", "abstain"}


def test_the_command_writes_both_files_and_names_them(workspace, workshop, tmp_path, capsys):
    assert cli.main(["minutes", workshop, "--out", str(tmp_path), "--home", str(workspace.home), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        path.rsplit("/", 1)[1] for path in told["files"].values()
    )
    assert (tmp_path / f"berita-acara-{workshop}.pdf").read_bytes().startswith(b"%PDF-")


def test_there_are_no_minutes_of_a_workshop_that_nobody_opened(workspace):
    with pytest.raises(Failure, match="Tidak ada lokakarya"):
        Minutes.of(workspace, "lokakarya-x")
