"""Files are known by what they hold; the same content gives the same snapshot, whatever its form."""

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from deliveries import (
    ANI,
    AS_OF,
    BUDI,
    PEOPLE,
    POSTS,
    UNITS,
    cell,
    changed,
    delivered,
    imported,
    only,
    rules,
    sheet,
    text,
    told,
    with_people,
)
from domain import assert_same_staffing
from workbench.io import importers, resources
from workbench.io.failure import Failure
from workbench.io.importers import Imported, default_settings
from workbench.io.importers.recognise import titles_of
from workbench.io.importers.settings import fold
from workbench.io.snapshot import identify
from workbench.io.workspace import Workspace
from workbench.staffing import Schemas, Staffing


def staffing_of_import(result: Imported) -> Staffing:
    assert result.staffing is not None, told(result)
    return result.staffing


def id_of(result: Imported) -> str:
    return identify(staffing_of_import(result))


# form -----------------------------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(
    sep=st.sampled_from("|;,\t"),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le with mark"]),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    name=st.sampled_from(["Ani Lestari", "Ani; Lestari, S.H. | M.H.", 'Ani "Anik" Lestari', "Ani Léstari \U0001f600"]),
)
def test_delimiter_encoding_and_line_ends_change_nothing(sep, codec, newline, name):
    people = changed(PEOPLE, 0, NAMA=name)
    quoted = [{**row, "NAMA": '"' + row["NAMA"].replace('"', '""') + '"'} for row in people]
    lines = newline.join([sep.join(quoted[0]), *(sep.join(row.values()) for row in quoted)])
    encoded = b"\xff\xfe" + lines.encode("utf-16-le") if "mark" in codec else lines.encode(codec)
    result = imported(delivered(profil=encoded))
    assert told(result) == []
    assert cell(result, "employees", "name", ANI) == name
    assert id_of(result) == id_of(imported(delivered(profil=text(people, "\t"))))


def test_a_spreadsheet_and_delimited_text_of_the_same_content_give_the_same_snapshot():
    books = {"a.xlsx": sheet(PEOPLE), "b.xlsx": sheet(UNITS), "posts.xlsx": sheet(POSTS, "posts")}
    assert id_of(imported(delivered(profil=None, unor=None, posts=None, **books))) == id_of(imported())


def test_numbers_and_dates_of_a_spreadsheet_are_read_as_such():
    posts = [{**row, "capacity": int(row["capacity"])} for row in POSTS]
    people = [{**row, "TMT CPNS": None, "MK TAHUN": int(row["MK TAHUN"])} for row in PEOPLE]
    for row, day in zip(people, ((2005, 1, 1), (2000, 1, 1), (2015, 2, 1)), strict=True):
        row["TMT CPNS"] = AS_OF.replace(*day)
    books = {"profil.xlsx": sheet(people), "posts.xlsx": sheet(posts, "posts")}
    result = imported(delivered(profil=None, posts=None, **books))
    assert told(result) == []
    assert id_of(result) == id_of(imported())


@settings(max_examples=15)
@given(st.permutations(PEOPLE), st.permutations(UNITS), st.permutations(POSTS), st.randoms())
def test_the_order_of_rows_and_files_changes_nothing(people, units, posts, random):
    files = delivered(profil=text(people), unor=text(units), posts=text(posts))
    random.shuffle(files)
    result = imported(files)
    assert told(result) == []
    assert id_of(result) == id_of(imported())


def test_file_names_change_nothing_that_is_kept():
    files = [(f"x{n}.dat", content) for n, (_, content) in enumerate(delivered())]
    assert id_of(imported(files)) == id_of(imported())


def test_another_date_is_another_snapshot():
    assert id_of(imported(as_of=AS_OF.replace(year=2024))) != id_of(imported())


def test_one_workbook_may_carry_everything():
    book = sheet(PEOPLE, "Profil", Unit=UNITS, posts=POSTS, Catatan=[{"apa": "saja"}], Grafik=[{"x": "1", "y": "2"}])
    result = imported([("semua.xlsx", book)])
    assert rules(result) == {"unknown_sheet"}
    assert id_of(result) == id_of(imported())
    assert list(result.files["kind"]) == ["profil SIASN", "pohon unit SIASN", "templat", "catatan"]


def test_a_title_above_the_header_is_passed_over_and_rows_keep_their_numbers():
    above = "DATA JABATAN,,,,,,\nper 29 Oktober 2025,,,,,,\n\n" + text(changed(POSTS, 1, tier="aneh"), ",")
    result = imported(delivered(posts=above))
    assert only(result, "unknown_spelling")["row"] == 6


def test_a_hint_for_spreadsheets_in_the_first_line_is_passed_over():
    assert id_of(imported(delivered(posts="sep=,\n" + text(POSTS, ",")))) == id_of(imported())


def test_titles_are_known_in_any_case_with_spaces_or_underscores_and_by_their_variants():
    renamed = {"NAMA": " nama ", "TANGGAL LAHIR": "tanggal_lahir", "KEDUDUKAN HUKUM NAMA": "KEDUDUKAN PNS NAMA"}
    people = [{renamed.get(name, name): value for name, value in row.items()} for row in PEOPLE]
    assert id_of(imported(delivered(profil=text(people)))) == id_of(imported())


def test_a_table_is_known_by_its_indonesian_labels():
    schema = resources.schemas()["posts"]
    posts = [{schema.column(name).label: value for name, value in row.items()} for row in POSTS]
    assert id_of(imported(delivered(posts=None, jabatan=text(posts, ";")))) == id_of(imported())


def test_the_id_of_a_word_stands_in_for_the_word_when_it_is_empty():
    people = [{**row, "KEDUDUKAN HUKUM NAMA": "", "KEDUDUKAN HUKUM ID": "01"} for row in PEOPLE]
    assert id_of(imported(delivered(profil=text(people)))) == id_of(imported())


def test_pns_or_pppk_is_told_by_the_export_and_only_then_by_the_name_of_the_file():
    people = [{name: value for name, value in row.items() if name != "JENIS PEGAWAI NAMA"} for row in PEOPLE]
    named = imported(delivered(profil=None, **{"profil_pppk.csv": text(people)}))
    assert cell(named, "employees", "kind", ANI) == "pppk"
    told_so = imported(delivered(profil=None, **{"profil_pppk.csv": text(PEOPLE)}))
    assert cell(told_so, "employees", "kind", ANI) == "pns"


def test_several_files_add_columns_to_one_table():
    more = "unit,kind,opd_type\n0101,office,A\n0102,agency,B\n"
    result = imported(delivered(units=more))
    assert told(result) == []
    assert cell(result, "units", "opd_type", "0102") == "B"
    assert cell(result, "units", "name", "0102") == "Badan Contoh"


def test_two_exports_of_different_people_add_up():
    files = delivered(profil=None, a=text(PEOPLE[:1]), b=text(PEOPLE[1:]))
    assert id_of(imported(files)) == id_of(imported())


def test_a_folder_stands_for_the_tables_in_it(tmp_path: Path):
    for name, content in delivered(**{"catatan.pdf": b"%PDF"}):
        (tmp_path / name).write_bytes(content)
    result = imported([tmp_path])
    assert id_of(result) == id_of(imported())
    assert "catatan.pdf" in set(result.files["file"])


def test_what_was_read_and_what_was_not_is_listed_for_each_file():
    files = imported().files.set_index("file")
    assert files.loc["profil.csv", "form"] == "CSV | UTF-8"
    assert files.loc["unor.csv", "table"] == "units"
    assert list(files["rows"]) == [3, 3, 3]
    assert files["sha256"].str.fullmatch("[0-9a-f]{64}").all()


def test_every_label_of_a_table_means_one_column(schemas: Schemas):
    for schema in schemas.tables.values():
        for title in ("name", "label", "label_en"):
            folded = [fold(getattr(column, title)) for column in schema.columns]
            assert len(set(folded)) == len(folded), f"{schema.table}: two columns share a {title}"
        assert set(titles_of(schema).values()) == set(schema.names)


def test_every_source_title_of_the_schemas_is_a_title_of_the_exports(schemas: Schemas):
    known = {header.name for part in (default_settings().profile, default_settings().tree) for header in part.columns}
    for schema in schemas.tables.values():
        for column in schema.columns:
            assert set(filter(None, column.source.split(" + "))) <= known, f"{schema.table}.{column.name}"


def test_every_rule_is_told_in_two_languages():
    for rule in default_settings().rules.values():
        texts: Mapping[str, str] = {name: getattr(rule, name) for name in rule.__dataclass_fields__}
        assert all(texts.values()), rule.rule
        assert rule.severity in ("error", "warning", "note")
        assert rule.effect in ("refuse", "unknown", "row", "kept")
        assert (rule.severity == "error") == (rule.effect == "refuse"), rule.rule
        for name in ("label", "expected", "repair"):
            assert texts[name].count("{}") == texts[name + "_en"].count("{}"), f"{rule.rule}.{name}"


# keeping --------------------------------------------------------------------------------------------------------------


def test_the_same_files_are_kept_once(tmp_path: Path):
    workspace = Workspace.create(tmp_path)
    first = importers.take(workspace, imported(), actor="uji")
    again = importers.take(workspace, imported(delivered(posts=None, peta=text(POSTS[::-1], ";"))), actor="uji")
    assert first == again and len(workspace.snapshots()) == 1
    assert_same_staffing(workspace.snapshot(first), staffing_of_import(imported()))


# mapping --------------------------------------------------------------------------------------------------------------

OWN = "KODE;SKPD;NAMA JABATAN;KODE SIASN;PIMPINAN;LEVEL;KURSI;CATATAN\n" + "".join(
    f"{p['post']};{p['unit']};{p['title']};{p['job']};{p['head']};{p['tier']};{p['capacity']};x\n" for p in POSTS
)
MAPPING = """
posts:
  post: KODE
  unit: skpd
  title: NAMA JABATAN
  job: KODE SIASN
  head: PIMPINAN
  tier: LEVEL
  capacity: KURSI
"""


def test_a_mapping_reads_anybodys_own_spreadsheet():
    result = imported(delivered(posts=None, jabatan=OWN), mapping=MAPPING)
    assert told(result) == []
    assert id_of(result) == id_of(imported())
    assert result.files.set_index("file").loc["jabatan.csv", "unread"] == "CATATAN"


def test_a_problem_in_a_mapped_file_names_its_own_title():
    result = imported(delivered(posts=None, jabatan=OWN.replace("administrator", "bos")), mapping=MAPPING)
    assert only(result, "unknown_spelling")["column"] == "LEVEL"


def test_a_mapping_may_say_how_dates_are_written():
    own = f"NOMOR,AWAL,SAMPAI,BERAT\n{ANI},2024-01-01,03/04/2024,Ringan\n"
    mapping = {"sanctions": {"nip": "NOMOR", "from": "AWAL", "until": "SAMPAI", "level": "BERAT"}}
    assert rules(imported(delivered(hukdis=own), mapping=mapping)) == {"ambiguous_date"}
    result = imported(delivered(hukdis=own), mapping={**mapping, "tanggal": "DD-MM-YYYY"})
    assert str(cell(result, "sanctions", "until", ANI).date()) == "2024-04-03"


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("jabatan: {post: KODE}", "tabel 'jabatan'"),
        ("posts: {kode: KODE}", "kolom posts.kode"),
        ("posts: {unit: SKPD}", "kunci post"),
        ("posts: {post: KODE JABATAN}", "'KODE JABATAN'"),
        ("posts: {post: KODE, title: NAMA}", "tidak pada satu lembar"),
        ("posts: {post: [KODE]}", "satu judul"),
        ("posts: KODE", "kolom: judul kolom sumber"),
        ("- posts", "nama tabel"),
        ("", "nama tabel"),
        ("tanggal: DD-MM-YYYY", "satu tabel pun"),
        ("posts: {post: KODE}\ntanggal: lusa", "tanggal 'lusa'"),
        ("posts: {post: KODE\n", "bukan YAML"),
        ("a: &a [x]\nb: [*a, *a]", "bukan YAML"),
        ("!!python/object/apply:os.getcwd []", "bukan YAML"),
        ("x" * 300_000, "terlalu besar"),
    ],
)
def test_a_mapping_that_cannot_be_is_one_sentence(mapping, words):
    with pytest.raises(Failure) as failure:
        imported(delivered(posts=None, jabatan=OWN), mapping=mapping)
    sentence = str(failure.value)
    assert words in sentence
    assert sentence.startswith("Berkas pemetaan") and "\n" not in sentence


def test_a_mapping_file_that_is_not_there_is_one_sentence(tmp_path: Path):
    with pytest.raises(Failure, match="tidak dapat dibuka"):
        imported(mapping=tmp_path / "peta.yaml")


# templates ------------------------------------------------------------------------------------------------------------


def test_templates_are_written_for_every_table_and_filled_ones_are_left_alone(tmp_path: Path, schemas: Schemas):
    written = importers.write_templates(tmp_path, schemas, default_settings())
    assert len(written) == len(schemas.tables) + 1
    mine = tmp_path / "templat_posts.xlsx"
    mine.write_bytes(b"milik saya")
    assert importers.write_templates(tmp_path, schemas, default_settings()) == []
    assert mine.read_bytes() == b"milik saya"


@pytest.mark.parametrize("name", ["templat_posts.xlsx", "templat_lengkap.xlsx"])
def test_a_template_that_was_filled_is_read_back(tmp_path: Path, schemas: Schemas, name: str):
    importers.write_templates(tmp_path, schemas, default_settings())
    book = load_workbook(tmp_path / name)
    page = book["posts"]
    assert page.freeze_panes == "A2"
    titles = [cell.value for cell in page[1]]
    at = {column.name: titles.index(column.label) + 1 for column in schemas["posts"].columns}
    for row, post in enumerate(POSTS, 2):
        for column, value in post.items():
            page.cell(row, at[column], int(value) if column == "capacity" else value)
    filled = io.BytesIO()
    book.save(filled)
    result = imported(delivered(posts=None, **{name: filled.getvalue()}))
    assert told(result) == []
    assert id_of(result) == id_of(imported())


def test_a_template_explains_each_column_and_offers_the_codes(schemas: Schemas):
    book = load_workbook(io.BytesIO(importers.template(("sanctions",), schemas, default_settings())))
    assert book.sheetnames == ["sanctions", "Catatan", "Kode"]
    notes = [[cell.value for cell in row] for row in book["Catatan"].iter_rows(min_row=2)]
    assert [note[6] for note in notes] == list(schemas["sanctions"].names)
    assert {"Ringan", "Sedang", "Berat"} <= {cell.value for row in book["Kode"].iter_rows() for cell in row}
    assert book["sanctions"].data_validations.count == 2


def test_an_empty_template_beside_filled_files_changes_nothing(schemas: Schemas):
    empty = importers.template(("sanctions", "courses"), schemas, default_settings())
    assert id_of(imported(delivered(**{"templat.xlsx": empty}))) == id_of(imported())


# back to the offices --------------------------------------------------------------------------------------------------


def test_problems_carry_their_office_and_weight_and_the_heaviest_come_first():
    people = changed(changed(PEOPLE, 0, GOL_AKHIR_NAMA="3d"), 2, GOL_AKHIR_NAMA="3b")
    result = with_people(people, units="unit,kind\n0101,office\n0102,agency\n")
    assert list(result.problems["office"]) == ["Badan Contoh", "Dinas Contoh"] or set(result.problems["office"]) == {
        "Dinas Contoh",
        "Badan Contoh",
    }
    assert list(result.problems["decisions"]) == sorted(result.problems["decisions"], reverse=True)
    assert (result.problems["decisions"] >= 1).all()


def test_a_problem_about_a_person_touches_every_post_in_scope_of_the_office():
    posts = [*POSTS, *({**POSTS[1], "post": f"Q{n}", "job": f"Q{n}"} for n in range(4))]
    people = changed(PEOPLE, 2, GOL_AKHIR_NAMA="3b")
    problem = only(imported(delivered(profil=text(people), posts=text(posts, ","))), "unknown_spelling")
    assert problem["decisions"] == 5
    assert problem["office"] == "Badan Contoh"
    narrow = imported(delivered(profil=text(people), posts=text(posts, ",")), scope=("administrator",))
    assert only(narrow, "unknown_spelling")["decisions"] == 1


def test_a_problem_about_the_tree_touches_what_is_below():
    assert only(imported(delivered(unor=text(changed(UNITS, 2, DIATASAN_ID="9")))), "missing_parent")["decisions"] == 3


def test_the_problems_go_back_as_a_spreadsheet_with_a_sheet_for_each_office():
    people = changed(changed(PEOPLE, 0, GOL_AKHIR_NAMA="=1+1"), 1, GOL_AKHIR_NAMA="http://contoh.invalid")
    result = with_people(people, posts=text(POSTS, ",") + "P9,9,x\n")
    book = load_workbook(io.BytesIO(importers.workbook(result.problems)))
    assert book.sheetnames[0] == "Ringkasan"
    assert set(book.sheetnames[1:]) == {"Dinas Contoh", "Badan Contoh", "Tanpa perangkat daerah"}
    page = book["Dinas Contoh"]
    assert [cell.value for cell in page[1]][:3] == ["Berkas", "Baris", "Kolom"]
    found = page.cell(2, 6)
    assert (found.value, found.data_type) == ("=1+1", "s")
    assert book["Badan Contoh"].cell(2, 6).hyperlink is None


def test_offices_whose_names_a_spreadsheet_would_not_take_have_a_sheet_all_the_same():
    names = [
        "Dinas [A]/B: Satu yang namanya panjang sekali",
        "Dinas [A]/B: Satu yang namanya panjang lain",
        "ringkasan",
    ]
    units = [*UNITS[:1], *({**UNITS[1], "ID": f"X{n}", "NAMA UNOR": name} for n, name in enumerate(names))]
    posts = [{**POSTS[0], "post": f"P{n}", "unit": f"X{n}", "job": f"J{n}", "tier": "aneh"} for n in range(3)]
    result = imported(delivered(profil=None, unor=text(units), posts=text(posts, ",")))
    book = load_workbook(io.BytesIO(importers.workbook(result.problems)))
    assert len(book.sheetnames) == 4


def test_no_problems_make_an_empty_spreadsheet():
    assert load_workbook(io.BytesIO(importers.workbook(imported().problems))).sheetnames == ["Ringkasan"]


def test_each_problem_can_be_told_in_one_sentence_in_two_languages():
    problem = only(with_people(changed(PEOPLE, 0, TMT_GOLONGAN="31-02-2020")), "impossible_date")
    assert importers.sentence(problem) == (
        "profil.csv, baris 2, TMT GOLONGAN: tanggal yang tidak mungkin (31-02-2020); perbaiki tanggal di sistem asal."
    )
    assert importers.sentence(problem, "en").startswith("profil.csv, row 2, TMT GOLONGAN: impossible date")


def test_markup_in_data_stays_text():
    name = "<img src=x onerror=alert(1)>"
    assert cell(with_people(changed(PEOPLE, 1, NAMA=name)), "employees", "name", BUDI) == name
