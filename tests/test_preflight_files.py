"""What a pre-flight, a forecast and a bench leave behind: files, pictures, and answers on the command line."""

import io
import json
from dataclasses import replace
from xml.etree import ElementTree

import openpyxl
import pytest

from domain import ROOT, province_workspace
from workbench import cli
from workbench.io import resources
from workbench.io.documents import blocks
from workbench.io.documents.blocks import Chain, Seat
from workbench.io.documents.chain_picture import FONT, TOKENS, WIDTH, chain_of, svg
from workbench.io.documents.html import fragment
from workbench.io.documents.naming import Naming
from workbench.io.documents.pdf import pdf
from workbench.io.documents.preflight_files import document, preflight_files
from workbench.io.documents.preflight_tables import document as paper_of
from workbench.io.documents.preflight_tables import reasons
from workbench.io.plans import question
from workbench.io.workspace import Workspace
from workbench.placement import Plan, Preflight, chain_table, plan, preflight
from workbench.regulation.catalogue import RULES

SVG = "{http://www.w3.org/2000/svg}"
MARKUP = '<img src=x onerror=alert(1)> & "kutip"'


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province) -> Workspace:
    return province_workspace(tmp_path_factory.mktemp("ruang"), province)


@pytest.fixture(scope="module")
def traded(workspace) -> Plan:
    """The plan when posts may be traded: one ring, chains of two steps, and chains of one."""
    asked = question(workspace)
    free = asked.state.with_policy(move_price=0, settings=dict(asked.state.policy.settings) | {"lateral": "all"})
    made = plan(free, asked.rulebook, head=asked.head)
    assert isinstance(made, Plan)
    return made


@pytest.fixture(scope="module")
def flown(traded, rulebook) -> Preflight:
    return preflight(traded, rulebook)


@pytest.fixture(scope="module")
def files(flown, traded, workspace) -> dict[str, bytes]:
    return dict(preflight_files(flown, traded, workspace))


@pytest.fixture(scope="module")
def naming(traded) -> Naming:
    return Naming.of(traded.ground.staffing)


@pytest.fixture
def run(capsys, workspace):
    def one(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(["--home", str(workspace.home), *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


def sheets(content: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


# files ----------------------------------------------------------------------------------------------------------------


def test_the_folder_holds_the_whole_pre_flight_and_a_file_for_each_move(files, flown):
    moves = flown.steps[flown.steps["kind"] == "move"]
    own = {name for name in files if name.startswith("alasan/")}
    assert set(files) - own == {"prauji.xlsx", "prauji.json", "rantai.html", "rantai.pdf"}
    assert {name[7:].partition("-")[2] for name in own} == {f"{nip}.xlsx" for nip in moves["nip"]}


def test_the_workbook_counts_every_decree_finding_and_document(files, flown, traded):
    told = sheets(files["prauji.xlsx"])
    assert list(told) == ["Urutan keputusan", "Temuan", "Bukti", "Seluruh rencana", "Rantai"]
    counts = [len(rows) - 1 for rows in told.values()]
    assert counts[:3] == [len(flown.steps), len(flown.findings), len(flown.evidence)]
    assert counts[4] == len(traded.moves)
    assert [row[0] for row in told["Urutan keputusan"][1:]] == list(range(1, len(flown.steps) + 1))


def test_what_is_asked_of_the_whole_plan_is_asked_once(files, flown):
    rules = [row[0] for row in sheets(files["prauji.xlsx"])["Seluruh rencana"][1:]]
    assert sorted(rules) == sorted(flown.whole["label"].unique())


def test_the_record_is_json_that_says_the_same(files, flown, traded):
    told = json.loads(files["prauji.json"])
    assert told["plan"] == traded.digest and told["head"] == dict(traded.head)
    assert [step["nip"] for step in told["steps"]] == flown.steps["nip"].tolist()
    assert all(len(step["not_before"]) == len("2025-10-29") for step in told["steps"])


def test_what_is_attached_to_one_move_names_nobody_else(files, traded, flown):
    people = traded.ground.staffing.employees.set_index("nip")["name"]
    moving = traded.moves["nip"].tolist()
    for name, content in files.items():
        if name.startswith("alasan/"):
            nip = name.partition("-")[2].removesuffix(".xlsx")
            (rows,) = sheets(content).values()
            text = "\n".join(str(value) for row in rows for value in row if value is not None)
            others = [other for other in moving if other != nip]
            assert nip in text and people[nip] in text
            assert not [other for other in others if other in text or people[other] in text]


def test_the_reasons_of_a_move_add_up_and_cite_each_rule(flown, traded):
    order = int(flown.steps.loc[flown.steps["kind"] == "move", "order"].iloc[0])
    _, merit, rules, _ = reasons(flown, traded, order, resources.papers())
    points = [row[1] for row in merit.rows]
    assert sum(points[:-1]) == points[-1]
    columns = [column.label for column in rules.columns]
    assert len(rules.rows) == (flown.findings["order"] == order).sum()
    assert all(row[columns.index("Dasar")] and row[columns.index("Dokumen bukti")] for row in rules.rows)


def test_an_end_is_no_move_to_give_reasons_for(flown, traded):
    end = int(flown.steps.loc[flown.steps["kind"] != "move", "order"].iloc[0])
    with pytest.raises(KeyError, match="no move of this plan"):
        reasons(flown, traded, end, resources.papers())


def test_every_source_that_a_finding_may_stand_on_has_its_document(flown, traded):
    papers = resources.papers()
    named = {(source, rule.id) for rule in RULES.values() for source in rule.sources}
    named |= {(row.source, row.rule) for row in flown.findings.itertuples()}
    named |= {(row.source, row.rule) for row in traded.ground.findings.unknown_by_source.itertuples()}
    assert [pair for pair in sorted(named) if not paper_of(papers, *pair)] == []


def test_a_finding_that_says_yes_stands_on_the_fact_and_not_on_what_would_settle_a_doubt(flown):
    rank = flown.findings[(flown.findings["rule"] == "rank") & (flown.findings["verdict"] == "yes")]
    assert len(rank) and (rank["source"] == "employees.golongan").all()


def test_the_same_plan_gives_the_same_bytes(flown, traded, workspace, files):
    again = dict(preflight_files(flown, traded, workspace))
    assert again == files


# pictures -------------------------------------------------------------------------------------------------------------


def drawn(chain: Chain) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chain))


def words_of(picture: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def chain_of_seats(count: int, ring: bool) -> Chain:
    seats = tuple(Seat(f"Kursi {k}", "Dinas", "", f"Orang {k}", f"{k:018}") for k in range(count))
    return Chain("Rantai", "alt", seats if ring else (*seats, Seat("Ujung", "Dinas", "tetap kosong")), ring)


def test_a_chain_is_drawn_with_a_box_for_each_seat_and_an_arrow_for_each_move(traded, naming):
    told = chain_table(traded)
    long = int(told.loc[(told["step"] == 2) & ~told["ring"], "chain"].iloc[0])
    chain = chain_of(traded, long, naming)
    picture = drawn(chain)
    assert len(list(picture.iter(f"{SVG}rect"))) == 3 and len(list(picture.iter(f"{SVG}polygon"))) == 2
    assert [rect.get("stroke-dasharray") is not None for rect in picture.iter(f"{SVG}rect")] == [False, False, True]
    for seat in chain.seats:
        assert seat.title in chain.alt


def test_a_ring_is_drawn_as_a_ring(traded, naming):
    told = chain_table(traded)
    ring = chain_of(traded, int(told.loc[told["ring"], "chain"].iloc[0]), naming)
    assert ring.ring and "lingkar" in ring.alt
    picture = drawn(ring)
    assert len(list(picture.iter(f"{SVG}rect"))) == len(list(picture.iter(f"{SVG}polygon"))) == len(ring.seats)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 8])
def test_every_part_of_a_ring_of_any_size_lies_on_the_picture_and_no_box_covers_another(count):
    picture = drawn(chain_of_seats(count, ring=True))
    height = float(picture.get("height", 0))
    boxes = [
        tuple(float(rect.get(name, 0)) for name in ("x", "y", "width", "height")) for rect in picture.iter(f"{SVG}rect")
    ]
    assert len(boxes) == count
    for at, (x, y, width, tall) in enumerate(boxes):
        assert x >= 0 and x + width <= WIDTH and y >= 0 and y + tall <= height
        for other_x, other_y, _, other_tall in boxes[at + 1 :]:
            assert x != other_x or y + tall <= other_y or other_y + other_tall <= y
    for text in picture.iter(f"{SVG}text"):
        assert 0 < float(text.get("y", 0)) <= height


def test_nothing_from_the_data_becomes_markup_and_a_long_name_keeps_its_nip(traded):
    seats = (Seat(MARKUP, MARKUP, MARKUP, MARKUP * 9, "1" * 18), Seat("Ujung \x1b[31m", "", "tetap kosong"))
    picture = drawn(Chain("x", MARKUP, seats))
    assert {one.tag.removeprefix(SVG) for one in picture.iter()} == {
        *("svg", "title", "rect", "text", "tspan", "polyline", "polygon")
    }
    told = words_of(picture)
    assert any(line.endswith("1" * 18) and "…" in line for line in told)
    assert any("[U+001B]" in line for line in told)


def test_colours_are_those_of_the_light_theme():
    light = json.loads((ROOT / "widgets" / "design" / "tokens.json").read_text("utf-8"))["terang"]
    assert {token: light[token] for token in TOKENS} == TOKENS
    assert FONT in (ROOT / "data" / "laporan" / "tema.json").read_text("utf-8")


def test_a_chain_is_a_block_that_comes_back_from_its_record_and_is_shown_with_words(traded, naming):
    chain = chain_of(traded, 1, naming)
    assert blocks.from_record(json.loads(json.dumps(blocks.to_record(chain)))) == chain
    shown = fragment(chain)
    assert 'role="img"' in shown and "aria-label=" in shown and "<svg" in shown


def test_a_chain_that_is_not_there_is_an_error(traded, naming):
    with pytest.raises(KeyError, match="no chain 999"):
        chain_of(traded, 999, naming)


def test_a_picture_can_be_printed_with_any_name(flown, traded, workspace):
    told = document(flown, traded, workspace)
    odd = replace(
        chain_of_seats(3, ring=True),
        alt="Lingkar 日",
        seats=tuple(Seat(MARKUP, "日本", "", MARKUP, "1") for _ in "abc"),
    )
    assert pdf([told[0], odd]).startswith(b"%PDF")


# the command line -----------------------------------------------------------------------------------------------------


def test_preflight_answers_in_words_and_in_json_and_writes_its_folder(run, tmp_path):
    status, out, err = run("preflight", "--out", str(tmp_path / "prauji"))
    assert status == 0 and "14 keputusan" in out and "berhenti karena BUP" in out and "Sisa masa kerja" in out
    assert str(tmp_path / "prauji") in err and (tmp_path / "prauji" / "rantai.pdf").is_file()
    status, out, _ = run("preflight", "--json")
    told = json.loads(out)
    assert status == 0 and len(told["steps"]) == 14 and told["blocked"] == []
    assert json.loads((tmp_path / "prauji" / "prauji.json").read_text("utf-8")) == told


def test_preflight_into_a_file_is_a_wrong_call(run, tmp_path):
    (tmp_path / "berkas").write_text("x", "utf-8")
    status, out, err = run("preflight", "--out", str(tmp_path / "berkas"))
    assert (status, out) == (2, "") and "bukan folder" in err


def test_forecast_counts_the_same_in_words_and_in_json(run):
    status, out, _ = run("forecast", "--json")
    told = json.loads(out)
    assert status == 0 and [year["year"] for year in told["years"]] == list(range(2025, 2031))
    _, text, _ = run("forecast")
    for year in told["years"]:
        assert f"{year['year']}" in text and str(year["retirements"]) in text
    assert len(json.loads(run("forecast", "--tahun", "2", "--json")[1])["years"]) == 3
    assert run("forecast", "--tahun", "0")[0] == 2


def test_succession_names_first_whom_nobody_follows_and_says_so_by_its_status(run):
    status, out, _ = run("succession", "--json")
    told = json.loads(out)
    assert status == 1 and told["coverage"][0]["ready"] == 0
    post = told["coverage"][-1]["post"]
    status, text, _ = run("succession", post)
    assert status == 0 and "1 jabatan; 0 tanpa seorang pun" in text
    status, out, err = run("succession", "tidak-ada")
    assert (status, out) == (1, "") and "Tidak ada jabatan tidak-ada" in err
