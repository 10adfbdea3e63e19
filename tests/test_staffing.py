"""Staffing: typed, sorted, frozen tables, and what is wrong in them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import small_office, staffing_of
from workbench.staffing import Schemas, Staffing, problems
from workbench.staffing.schema import Schema
from workbench.staffing.tables import in_cycle
from workbench.staffing.vocabulary import Vocabulary


def rules_found(staffing):
    return {(row.table, row.key, row.column, row.rule) for row in problems(staffing).itertuples()}


def test_identifiers_keep_their_leading_zeros(schemas):
    staffing = staffing_of(schemas, units=[{"unit": "001", "name": "A"}, {"unit": "1", "name": "B"}])
    assert list(staffing.units["unit"]) == ["001", "1"]


def test_identifiers_given_as_numbers_are_refused_since_zeros_may_be_lost(schemas, as_of):
    with pytest.raises(ValueError, match=r"units\.unit is text, but numbers were given"):
        Staffing.of(as_of, {"units": pd.DataFrame({"unit": [1, 2], "name": ["A", "B"]})}, schemas)


def test_an_empty_text_is_a_missing_one(schemas):
    staffing = staffing_of(schemas, units=[{"unit": "1", "name": "A", "parent": ""}])
    assert staffing.units["parent"].isna().all()


def test_an_unknown_table_a_strange_column_and_an_absent_required_one_are_named(schemas, as_of):
    with pytest.raises(ValueError, match="unknown table meja"):
        Staffing.of(as_of, {"meja": pd.DataFrame()}, schemas)
    with pytest.raises(ValueError, match="units has no column colour"):
        Staffing.of(as_of, {"units": pd.DataFrame({"unit": ["1"], "name": ["A"], "colour": ["red"]})}, schemas)
    with pytest.raises(ValueError, match="units lacks the required column name"):
        Staffing.of(as_of, {"units": pd.DataFrame({"unit": ["1"]})}, schemas)


def test_a_value_that_cannot_be_of_its_type_is_named(schemas):
    with pytest.raises(ValueError, match=r"posts\.capacity must be whole"):
        staffing_of(
            schemas,
            posts=[{"post": "1", "unit": "1", "title": "T", "head": True, "tier": "pengawas", "capacity": "many"}],
        )


def test_the_order_of_rows_changes_nothing(schemas, as_of):
    office = small_office(schemas)
    shuffled = {name: table.sample(frac=1, random_state=7) for name, table in office.tables()}
    again = Staffing.of(as_of, shuffled, schemas)
    for (name, one), (_, other) in zip(office.tables(), again.tables(), strict=True):
        pd.testing.assert_frame_equal(one, other, obj=name)


def test_a_clean_office_has_no_problems(schemas):
    assert problems(small_office(schemas)).empty


def test_a_dangling_id_an_unknown_code_and_a_double_key_are_each_named(schemas):
    office = small_office(schemas)
    posts = office.posts.assign(unit=["01", "99", "01"], tier=["administrator", "pengawas", "raja"])
    employees = pd.concat([office.employees, office.employees.head(1)])
    found = rules_found(office.replace(posts=posts, employees=employees))
    assert ("posts", "B", "unit", "dangling") in found
    assert ("posts", "C", "tier", "unknown") in found
    assert ("employees", "1", "nip", "duplicate") in found


def test_a_unit_under_itself_and_a_ring_of_units_are_told_apart(schemas):
    staffing = staffing_of(
        schemas,
        units=[
            {"unit": "self", "name": "S", "parent": "self"},
            {"unit": "a", "name": "A", "parent": "b"},
            {"unit": "b", "name": "B", "parent": "a"},
            {"unit": "root", "name": "R", "parent": None},
            {"unit": "leaf", "name": "L", "parent": "root"},
        ],
    )
    found = rules_found(staffing)
    assert {
        ("units", "self", "parent", "own_parent"),
        ("units", "a", "parent", "cycle"),
        ("units", "b", "parent", "cycle"),
    } <= found
    assert not {key for _, key, _, rule in found if rule == "cycle"} & {"root", "leaf", "self"}


@given(st.integers(1, 60), st.randoms())
def test_a_tree_never_has_a_cycle_and_a_ring_always_has_one(n, random):
    tree = pd.DataFrame(
        {"unit": [str(i) for i in range(n)], "parent": [None] + [str(random.randrange(i)) for i in range(1, n)]}
    )
    assert not in_cycle(tree).any()
    ring = pd.DataFrame({"unit": [str(i) for i in range(n)], "parent": [str((i + 1) % n) for i in range(n)]})
    assert in_cycle(ring).all()


@pytest.mark.parametrize(
    ("kind", "spelling", "code"),
    [
        ("golongan", "III.a", "III/a"),
        ("golongan", "penata tingkat i, iii/d", "III/d"),
        ("golongan", "IX", "IX"),
        ("sex", "L", "male"),
        ("sex", "F", "female"),
        ("sex", " perempuan ", "female"),
        ("education", "S-1/Sarjana", "s1"),
        ("education", "Diploma  III/Sarjana Muda", "d3"),
        ("eselon", "31", "III.a"),
        ("predikat", "BUTUH PERBAIKAN", "butuh_perbaikan"),
        ("tier", "Ahli Muda", "jf_ahli_muda"),
    ],
)
def test_the_vocabulary_reads_the_spellings_met_in_the_wild(schemas, kind, spelling, code):
    codes, unknown = schemas.vocabulary.read(kind, pd.Series([spelling], dtype="str"))
    assert (codes[0], bool(unknown[0])) == (code, False)


def test_a_missing_spelling_stays_missing_and_a_strange_one_is_marked(schemas):
    codes, unknown = schemas.vocabulary.read("sex", pd.Series([None, "X"], dtype="str"))
    assert codes.isna().all()
    assert list(unknown) == [False, True]


def test_the_vocabulary_agrees_with_the_codes_of_the_regulations(schemas):
    import yaml

    from domain import ROOT

    codes = yaml.safe_load((ROOT / "data" / "regulations" / "codes.yaml").read_text("utf-8"))
    for entry, kind in (("tiers", "tier"), ("education_levels", "education"), ("predikat", "predikat")):
        for dated in codes[entry]["values"].values():
            assert {row["code"] for row in dated["value"]} <= set(schemas.vocabulary.codes(kind))


def test_one_spelling_for_two_codes_is_a_mistake_of_the_vocabulary():
    twice = Vocabulary.parse(
        "kind,code,order,group,label,label_en,spellings\nsex,male,,,Pria,Man,X\nsex,female,,,Wanita,Woman,x\n"
    )
    with pytest.raises(ValueError, match="spells two codes of sex as 'x'"):
        twice.read("sex", pd.Series(["X"], dtype="str"))


def test_a_schema_that_refers_to_nothing_is_refused():
    head = "column,type,required,key,ref,unit,source,personal,label,label_en,description\n"
    terms = "kind,code,order,group,label,label_en,spellings\n"
    with pytest.raises(ValueError, match=r"t\.c refers to 'nowhere'"):
        Schemas.parse({"kosakata": terms, "t": head + "c,id,yes,yes,nowhere,,,no,C,C,c\n"})
    with pytest.raises(ValueError, match=r"t\.c: type 'number'"):
        Schema.parse("t", head + "c,number,yes,yes,,,,no,C,C,c\n")


@given(
    column=st.sampled_from(["unit", "name", "parent"]),
    row=st.integers(0, 2),
    text=st.sampled_from(["", "0", "2", "9"]),
    taken=st.sets(st.integers(0, 2)),
)
def test_a_table_that_shares_columns_with_the_one_before_is_typed_as_if_it_were_new(schemas, column, row, text, taken):
    before = staffing_of(
        schemas, units=[{"unit": unit, "name": f"Unit {unit}", "parent": above} for unit, above in ("1 ", "21", "31")]
    )
    units = before.units
    here = units["unit"] == units["unit"].iloc[row]
    changed = units.assign(**{column: units[column].mask(here, text)}).drop(index=sorted(taken))
    anew = Staffing.of(before.as_of, {"units": changed.astype(object)}, schemas)
    pd.testing.assert_frame_equal(before.replace(units=changed).units, anew.units)
    pd.testing.assert_frame_equal(before.replace(units=units[::-1]).units, units)
