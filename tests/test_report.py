"""The draft report: what it says is the plan, what it looks like is a draft, and what fails publishes nothing."""

import json
import re
from datetime import date
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import province_workspace, tried_scenario
from paper import attachment, pages
from workbench import cli
from workbench.io import reports
from workbench.io.documents import formats
from workbench.io.documents.blocks import (
    BLOCKS,
    MIME,
    Attachment,
    Chain,
    Chart,
    Column,
    Front,
    Heading,
    Items,
    Letterhead,
    Paragraph,
    Table,
    blocks_of,
    from_record,
    to_record,
)
from workbench.io.documents.html import fragment, page
from workbench.io.documents.naming import Naming
from workbench.io.documents.pdf import pdf
from workbench.io.documents.proposal import Proposal, everything
from workbench.io.documents.typeface import printable
from workbench.io.failure import Failure
from workbench.io.plans import as_json, feasible, plan_of, question
from workbench.io.workspace import Workspace
from workbench.placement import Plan
from workbench.placement import plan as planned
from workbench.regulation.catalogue import RULES
from workbench.scenario import COMPONENTS

FORMULA = '=HYPERLINK("http://x","y")'
MARKUP = "<img src=x onerror=alert(1)>"
SOURCE = '#panic("x") $x$ *y* \\'
TRAPS = (FORMULA, MARKUP, SOURCE)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province) -> Workspace:
    return province_workspace(tmp_path_factory.mktemp("ruang"), province)


@pytest.fixture(scope="module")
def tried(workspace) -> str:
    return tried_scenario(workspace).id


@pytest.fixture(scope="module")
def plan(workspace, tried) -> Plan:
    return feasible(plan_of(workspace, tried))


@pytest.fixture(scope="module")
def published(workspace, tried) -> reports.Run:
    """One run of the report, in its process, into the workspace."""
    return reports.run(workspace, "usulan_penempatan", {"skenario": tried})


@pytest.fixture(scope="module")
def trapped(workspace) -> tuple[Plan, tuple]:
    """A plan in which three of those who move are called like a formula, like markup, and like source of the paper."""
    asked = question(workspace)
    nips = list(feasible(plan_of(workspace)).moves["nip"])
    people = asked.state.staffing.employees
    called = people["nip"].map(dict(zip(nips, TRAPS, strict=False))).fillna(people["name"])
    state = asked.state.with_tables(employees=people.assign(name=called))
    plan = feasible(planned(state, asked.rulebook, head=asked.head))
    return plan, tuple(everything(Proposal.of(plan), workspace))


def front(**changes) -> Front:
    head = Letterhead("PEMERINTAH", "BADAN", ("Alamat",), "Jambi", "Kepala Badan")
    return Front(**{"title": ("JUDUL",), "letterhead": head, "as_of": "2025-10-29", "footer": "Asal"} | changes)


def tables(blocks) -> dict[str, Table]:
    return {block.caption: block for block in blocks if isinstance(block, Table)}


def words(text: str) -> str:
    return re.sub(r"\s+", "", text)


# what it says ---------------------------------------------------------------------------------------------------------


def test_the_report_carries_the_plan_of_the_command_line_to_the_byte(published, plan, workspace, tried, capsys):
    inside = next(block for block in published.blocks if isinstance(block, Attachment))
    assert cli.main(["--home", str(workspace.home), "plan", "--skenario", tried, "--json"]) == 0
    assert inside.text == capsys.readouterr().out == as_json(plan) + "\n"
    assert attachment(published.files["pdf"].read_bytes()).decode() == inside.text


def test_the_first_numbers_are_those_of_the_plan(published, plan):
    told = {row[0]: row[1:3] for row in tables(published.blocks)["Angka utama"].rows}
    numbers = plan.summary
    assert told == {
        "Kursi kosong dalam lingkup": (formats.whole(numbers["open_before"]), formats.whole(numbers["vacant_after"])),
        "Kursi kritis terisi": (formats.whole(numbers["critical_before"]), formats.whole(numbers["critical_filled"])),
        "Rata-rata skor merit": (formats.score(numbers["score_mean_before"]), formats.score(numbers["score_mean"])),
        "Orang yang pindah": (formats.NOTHING, formats.whole(numbers["moves"])),
    }


def test_every_move_stands_in_the_report_in_the_order_of_decrees_with_its_reason(published, plan):
    found = tables(published.blocks)
    moves, reasons = found["Perpindahan menurut urutan penetapan"], found["Alasan, menurut urutan penetapan"]
    expected = [(f"{row.chain}.{row.step}", row.nip, row.score) for row in plan.moves.itertuples()]
    at = [[column.label for column in moves.columns].index(name) for name in ("No.", "NIP", "Skor")]
    assert [tuple(row[k] for k in at) for row in moves.rows] == expected
    assert [row[0] for row in reasons.rows] == [number for number, _, _ in expected]
    for row, move in zip(reasons.rows, plan.moves.to_dict("records"), strict=True):
        assert row[-1].startswith(f"Skor {formats.score(move['score'])}")
        for component in COMPONENTS:
            assert formats.score(move[component]) in row[-1]


def test_a_finding_that_is_no_plain_yes_is_told_with_what_was_seen_asked_and_cited(published, plan):
    reasons = {row[0]: row[-1] for row in tables(published.blocks)["Alasan, menurut urutan penetapan"].rows}
    told = 0
    for move in plan.moves.itertuples():
        found = plan.ground.findings.of(move.nip, move.to_post)
        for finding in found[found["verdict"] != "yes"].itertuples():
            line = reasons[f"{move.chain}.{move.step}"]
            for part in (finding.label, finding.observed, finding.threshold, finding.citation):
                assert part in line
            told += 1
    assert told > 0


def test_what_stays_vacant_and_who_may_be_selected_stand_in_the_report(published, plan):
    found, naming = tables(published.blocks), Naming.of(plan.ground.staffing)
    vacant, slates = (
        found["Jabatan yang tetap kosong, yang kritis dahulu"],
        found["Calon dengan skor merit tertinggi pada setiap jabatan"],
    )
    assert sum(row[2] for row in vacant.rows) == plan.summary["vacant_after"]
    assert [row[3] for row in slates.rows] == list(naming.name(plan.slates["nip"]))
    assert [row[5] for row in slates.rows] == list(plan.slates["score"])


def test_what_people_decided_by_hand_is_named(published, plan):
    rows = tables(published.blocks)["Kunci dan larangan"].rows
    seats = {("Kunci", nip) for nip, _ in plan.policy.locks} | {("Larangan", nip) for nip, _ in plan.policy.forbids}
    assert {(row[0], row[2]) for row in rows} == seats != set()


def test_unverified_law_is_named_and_the_draft_says_what_must_be_confirmed(published, plan):
    found, regulation = tables(published.blocks), plan.ground.regulation
    named = [row[0] for row in found["Parameter yang harus dikonfirmasi badan sebelum laporan resmi"].rows]
    assert named and all(regulation[name].confidence == "memory" for name in named)
    marks = {row[0]: row[-1] for row in found["Aturan, dasarnya, dan kepercayaannya"].rows}
    assert marks[RULES["election_before"].label] == "belum dibaca di sumbernya"
    todo = next(block for block in published.blocks if isinstance(block, Items) and block.numbered)
    assert any(f"Mengonfirmasi {len(named)} parameter" in item for item in todo.items)


def test_the_freeze_around_elections_is_asked_while_its_calendar_is_empty(published):
    todo = next(block for block in published.blocks if isinstance(block, Items) and block.numbered)
    assert any(item.startswith(RULES["election_before"].label) and "UU 10/2016" in item for item in todo.items)


def test_what_the_data_leave_open_is_said_before_the_first_number(plan, workspace):
    """Whoever has no appraisals on record is proposed with a mark; the report then opens with it."""
    asked = question(workspace)
    gone = asked.state.staffing.appraisals.iloc[:0]
    thin = feasible(planned(asked.state.with_tables(appraisals=gone), asked.rulebook, head=asked.head))
    blocks = list(everything(Proposal.of(thin), workspace))
    notice = next(k for k, block in enumerate(blocks) if isinstance(block, Paragraph) and block.notice)
    first = next(k for k, block in enumerate(blocks) if isinstance(block, Table))
    unknown = int(thin.moves["unknown"].sum())
    assert notice < first and f"{formats.whole(unknown)} (" in blocks[notice].text
    open_ = tables(blocks)["Temuan yang belum diketahui atas orang yang diusulkan, terbanyak dahulu"]
    assert open_.rows[0][0] == RULES["appraisals"].label and open_.rows[0][1] == len(thin.moves)


# what it looks like ---------------------------------------------------------------------------------------------------


def test_every_page_says_that_it_is_a_draft_on_invented_data(published):
    told = pages(published.files["pdf"].read_bytes())
    assert len(told) > 1
    for number, text in enumerate(told, start=1):
        assert text.startswith("DRAF · DATA FIKTIF, bukan naskah dinas")
        assert text.endswith(f"Halaman {number} dari {len(told)}")


def test_a_page_on_real_data_does_not_claim_to_be_invented(plan, tmp_path, province):
    real = Workspace.create(tmp_path / "ruang")
    head = next(block for block in everything(Proposal.of(plan), real) if isinstance(block, Front))
    assert pages(pdf([head, Heading("Isi")]))[0].startswith("DRAFlambang")
    assert "FIKTIF" not in page([head])


def test_the_pdf_is_accessible_archivable_and_dated_by_its_data(published):
    content = published.files["pdf"].read_bytes()
    for claim in (b"<pdfuaid:part>1<", b"<pdfaid:part>3<", b"<pdfaid:conformance>A<", b"2025-10-29T00:00:00Z"):
        assert claim in content


def test_the_same_blocks_give_the_same_bytes_in_another_process(published):
    assert pdf(published.blocks) == published.files["pdf"].read_bytes()
    assert page(published.blocks).encode() == published.files["html"].read_bytes()


def test_figures_on_paper_are_written_as_indonesians_write_them(published):
    text = "".join(pages(published.files["pdf"].read_bytes()))
    assert "29 Oktober 2025" in text
    assert re.search(r"\d,\ddariskala100", words(text))


def test_names_that_look_like_code_are_printed_as_they_are(trapped):
    plan, blocks = trapped
    assert set(TRAPS) <= set(Naming.of(plan.ground.staffing).name(plan.moves["nip"]))
    paper = words("".join(pages(pdf(blocks))))
    for name in TRAPS:
        assert words(name) in paper


def test_the_page_on_screen_escapes_names_and_asks_nobody_for_anything(trapped):
    _, blocks = trapped
    text = page(blocks)
    assert MARKUP not in text and "&lt;img src=x onerror=alert(1)&gt;" in text
    assert not re.search(r"<(script|img|link|iframe|object)\b", text)
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|@import|url\(\s*["']?(?!data:)""", text)
    assert "default-src 'none'" in text


def test_a_sign_that_no_font_has_is_told_by_its_number():
    content = pdf([front(), Table("T", (Column("Nama"),), (("Sri 日 \x07",),))])
    assert "Sri [U+65E5] [U+0007]" in pages(content)[0]


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_no_text_whatever_stops_a_page_from_being_written(text):
    table = Table(text, (Column(text),), ((text,),))
    paper = pages(pdf([front(footer=text), Heading(text), Paragraph(text), Items((text,)), table]))
    assert words(printable(formats.plain(text))) in words(paper[0])


def test_a_picture_says_in_words_what_it_shows(published, plan):
    chart = next(block for block in published.blocks if isinstance(block, Chart))
    seats = plan.ground.seats[plan.ground.seats["in_scope"]].groupby("tier")["open"].sum()
    for tier, label in plan.ground.staffing.schemas.vocabulary.label("tier").items():
        if tier in seats.index:
            assert f"{label}: {seats[tier]} menjadi" in chart.alt
    assert f'aria-label="{chart.alt}"' in page(published.blocks)


# blocks ---------------------------------------------------------------------------------------------------------------


def test_blocks_survive_the_notebook_and_come_back_the_same(published):
    executed = json.loads(published.files["ipynb"].read_text("utf-8"))
    assert blocks_of(executed) == published.blocks
    assert [from_record(to_record(block)) for block in published.blocks] == list(published.blocks)
    # The picture of a chain stands in the file of a pre-flight only.
    assert {type(block) for block in published.blocks} == set(BLOCKS.values()) - {Chain}


def test_a_block_shows_html_to_people_and_a_record_to_renderers():
    block = Table("Nama", (Column("Nama"),), ((MARKUP,),))
    shown = block._repr_mimebundle_()
    assert shown["text/html"] == fragment(block) and MARKUP not in shown["text/html"]
    assert shown[MIME] == to_record(block) == json.loads(json.dumps(to_record(block)))


@pytest.mark.parametrize(
    ("record", "said"),
    [({"block": "video"}, "unknown block 'video'"), ({"block": "heading", "txt": "x"}, "a heading has no txt")],
)
def test_a_record_of_another_version_is_refused_by_name(record, said):
    with pytest.raises(ValueError, match=said):
        from_record(record)


def test_a_row_that_does_not_fit_its_columns_is_refused():
    with pytest.raises(ValueError, match="2 values for 1 columns"):
        Table("T", (Column("A"),), (("a", "b"),))


# running it -----------------------------------------------------------------------------------------------------------


def notebook(folder: Path, *cells: str) -> Path:
    """A report notebook of an agency's own; the first cell declares its parameters."""
    made = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    made.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    made.cells[0].metadata["tags"] = ["parameters"]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sendiri.ipynb"
    nbformat.write(made, path)
    return path


def test_a_published_run_is_a_notebook_a_page_and_a_pdf_without_remains(published, workspace):
    assert sorted(path.name for path in workspace.reports.iterdir()) == sorted(
        path.name for path in published.files.values()
    )
    assert {path.stem for path in published.files.values()} == {published.files["pdf"].stem}
    evidence = published.files["ipynb"].read_text("utf-8")
    assert str(workspace.home) not in evidence


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("tidak_ada",), 1, "yang ada: usulan_penempatan"),
        (("usulan_penempatan", "--set", "triwulan=3"), 1, "tidak mengenal parameter triwulan; yang dikenal: skenario"),
        (("usulan_penempatan", "--set", "triwulan"), 2, "harus ditulis NAMA=ISI"),
    ],
)
def test_a_report_that_cannot_be_asked_for_names_the_right_ones(workspace, capsys, arguments, status, said):
    before = sorted(workspace.reports.iterdir())
    assert cli.main(["--home", str(workspace.home), "report", *arguments]) == status
    assert said in capsys.readouterr().err
    assert sorted(workspace.reports.iterdir()) == before


def test_a_missing_parameter_is_named_before_anything_runs(workspace, tmp_path):
    source = notebook(tmp_path / "sumber", "triwulan = ...  # triwulan ke berapa", "1 / 0")
    with pytest.raises(Failure, match=r"Parameter triwulan harus diisi.*triwulan ke berapa"):
        reports.run_notebook(workspace, source, {}, tmp_path / "terbit")
    assert not (tmp_path / "terbit").exists()


def test_a_report_that_fails_says_why_in_its_own_sentence_and_leaves_earlier_ones_as_they_were(
    workspace, published, capsys
):
    kept = {path: path.read_bytes() for path in workspace.reports.iterdir()}
    given = ["report", "usulan_penempatan", "--skenario", "tidak-ada-abcde"]
    assert cli.main(["--home", str(workspace.home), *given]) == 1
    assert capsys.readouterr().err.startswith("Tidak ada skenario tidak-ada-abcde")
    assert {path: path.read_bytes() for path in workspace.reports.iterdir()} == kept
    assert set(published.files.values()) <= set(kept)


def test_a_notebook_that_fails_publishes_nothing_and_is_kept_for_inspection(workspace, tmp_path):
    source = notebook(tmp_path / "sumber", 'nama = ""  # siapa saja', "1 / 0")
    with pytest.raises(Failure, match="ZeroDivisionError"):
        reports.run_notebook(workspace, source, {}, tmp_path / "terbit")
    assert list((tmp_path / "terbit").iterdir()) == []
    assert "ZeroDivisionError" in (workspace.log / "sendiri-gagal.ipynb").read_text("utf-8")


def test_a_notebook_that_never_ends_is_ended(workspace, tmp_path):
    source = notebook(tmp_path / "sumber", "kali = 1  # berapa kali", "import time\n\ntime.sleep(600)")
    with pytest.raises(Failure, match="melewati batas waktu 6 detik"):
        reports.run_notebook(workspace, source, {}, tmp_path / "terbit", seconds=6)
    assert list((tmp_path / "terbit").iterdir()) == []


def test_days_are_written_in_two_languages():
    assert (formats.day(date(2026, 8, 1)), formats.day("2026-08-01", "en")) == ("1 Agustus 2026", "1 August 2026")
