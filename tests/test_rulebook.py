"""The law as dated parameters: when, how sure, by which reference, and what may be assumed or confirmed."""

import copy
import pickle
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.regulation import (
    CONFIDENCE,
    NO_LIMIT,
    Confirmation,
    NotConfirmable,
    NoValue,
    Rulebook,
    RulebookError,
    UnknownParameter,
    least,
)

FILES = {
    path.stem: path.read_text("utf-8") for path in (Path(__file__).parents[1] / "data" / "regulations").glob("*.yaml")
}
LAW = Rulebook.parse(FILES)
DAY = date(2025, 10, 29)

SMALL = """
min_years:
  description: Paling sedikit
  metadata: {unit: years}
  values:
    '2010-01-01':
      value: 4
      confidence: verified
      reference: [{title: PP 1/2010 Pasal 2}]
      date_confidence: verified
    '2017-04-07':
      value: null
      absent: repealed
      confidence: verified
      reference: [{title: PP 2/2017 Pasal 9}]
      date_confidence: verified
weights:
  description: Bobot
  metadata: {force: policy}
  values:
    '2020-01-01':
      value: null
      absent: unknown
      confidence: memory
      reference: [{title: Pergub 3/2020}]
      date_confidence: memory
ladder:
  description: Tangga
  values:
    '2020-01-01':
      value:
      - {step: a, max: 3, confidence: memory}
      - {step: b, max: null, confidence: verified}
      - {step: c, max: 5}
      confidence: single-source
      reference:
      - {title: PP 4/2020}
      - {title: PP 4/2020}
      - {title: PP 5/2020, seen: sebuah blog, href: 'https://example.org/x'}
      - {seen: catatan lain}
      date_confidence: single-source
group:
  inner:
    description: Di dalam kelompok
    values:
      '2020-01-01':
        value: {years: 3, years_for: [a], limit: null, deep: {x: 1}}
        confidence: verified
        reference: [{title: PP 6/2020}]
        date_confidence: verified
"""


def small(**changes):
    return Rulebook.parse({"topic": SMALL}, **changes)


# reading --------------------------------------------------------------------------------------------------------------


def test_every_parameter_of_the_law_has_a_citation_a_confidence_and_a_date():
    rows = LAW.parameters()
    assert len(rows) > 200
    assert (rows["citation"].str.len() > 3).all()
    assert rows["confidence"].isin(CONFIDENCE).all()
    assert rows["since"].notna().all()
    assert not rows.duplicated(["parameter", "since"]).any()


def test_what_is_printed_names_law_and_never_the_place_where_it_was_seen():
    printed = LAW.parameters()["citation"]
    seen = re.compile(r"https?:|github|scribd|\.php|sql|seeder|blogspot", re.IGNORECASE)
    assert list(printed[printed.str.contains(seen)]) == []
    assert small().on(DAY)["topic.ladder"].citation == "PP 4/2020; PP 5/2020"


def test_an_entry_inside_a_group_is_named_by_its_path():
    assert LAW.on(date(2016, 1, 1))["ranks.promotion_rank.regular_years_in_rank"].value == 4
    assert small().on(DAY)["topic.group.inner"].value["years"] == 3


def test_a_value_stands_from_its_first_day_until_the_next_value():
    minimum = small().on(date(2017, 4, 6))["topic.min_years"]
    assert (minimum.value, minimum.since, minimum.until) == (4, date(2010, 1, 1), date(2017, 4, 7))
    assert small().on(date(2010, 1, 1))["topic.min_years"].value == 4


def test_a_day_before_the_first_value_and_an_unknown_name_are_errors_that_say_what_to_do():
    with pytest.raises(UnknownParameter, match="nilai pertama yang tercatat berlaku sejak 2010-01-01"):
        small().on(date(2009, 12, 31))["topic.min_years"]
    with pytest.raises(UnknownParameter, match=r"Mungkin maksudnya appointment\.administrator"):
        LAW.on(DAY)["penunjukan.administrator"]
    assert "topic.min_years" not in small().on(date(2009, 12, 31))
    assert "appointment.administrator" in LAW.on(DAY)


def test_repealed_and_unknown_are_told_apart_and_neither_can_be_read():
    regulation = small().on(DAY)
    assert not regulation["topic.min_years"].known
    assert (regulation["topic.min_years"].absent, regulation["topic.weights"].absent) == ("repealed", "unknown")
    with pytest.raises(NoValue, match=r"dicabut sejak 2017-04-07 \(PP 2/2017 Pasal 9\)"):
        _ = regulation["topic.min_years"].value
    with pytest.raises(NoValue, match="belum diketahui"):
        _ = regulation["topic.weights"].value


def test_a_null_inside_a_value_is_without_limit_and_is_no_number_and_no_truth():
    limit = small().on(DAY)["topic.group.inner"].value["limit"]
    assert limit is NO_LIMIT
    with pytest.raises(TypeError):
        _ = limit <= 3
    with pytest.raises(TypeError):
        bool(limit)
    with pytest.raises(TypeError):
        float(limit)
    assert copy.deepcopy(limit) is NO_LIMIT
    assert pickle.loads(pickle.dumps(limit)) is NO_LIMIT


def test_a_value_of_the_law_cannot_be_changed_by_who_reads_it():
    value = LAW.on(DAY)["appointment.administrator"].value
    with pytest.raises(TypeError):
        value["prior_post_years"] = 0
    assert isinstance(value["prior_post"], tuple)


# confidence -----------------------------------------------------------------------------------------------------------


def test_confidence_is_the_least_of_value_row_and_date():
    ladder = small().on(DAY)["topic.ladder"]
    assert ladder.confidence == "memory"
    assert [row.confidence for row in ladder.rows] == ["memory", "single-source", "single-source"]
    assert ladder.row(step="b").value["max"] is NO_LIMIT
    # The rank of II.a was seen in announcements, that of III.a was not.
    practice = LAW.on(DAY)["ranks.eselon_rank_practice"]
    assert practice.row(eselon="II.a").confidence == "verified"
    assert practice.row(eselon="III.a").confidence == "memory"
    # Value read, date not: the whole is as weak as its date.
    assert LAW.on(DAY)["appointment.jpt_pratama"].confidence == "memory"
    assert LAW.on(DAY)["appointment.administrator"].confidence == "verified"


@given(st.lists(st.sampled_from(CONFIDENCE), min_size=1, max_size=5))
def test_what_rests_on_several_values_is_no_surer_than_any_of_them(confidences):
    def weight(code):
        return ["assumed", "memory", "single-source", "verified"].index(code.replace("confirmed", "verified"))

    assert weight(least(*confidences)) == min(weight(code) for code in confidences)


def test_force_tells_law_practice_and_the_agency_s_own_apart():
    regulation = LAW.on(DAY)
    assert regulation["appointment.administrator"].force == "law"
    assert regulation["ranks.eselon_rank_practice"].force == "practice"
    assert regulation["talent_ninebox.axis_thresholds"].force == "policy"


# confirmations --------------------------------------------------------------------------------------------------------


def confirmed(parameter="topic.ladder", rulebook=None):
    return (rulebook or small()).confirm(parameter, "R. Contoh", "Nota Dinas 12/2025", DAY)


def test_a_confirmation_lifts_the_confidence_of_value_and_rows_and_is_cited():
    ladder = small(confirmations=[confirmed().to_payload()]).on(DAY)["topic.ladder"]
    assert ladder.confidence == "confirmed"
    assert {row.confidence for row in ladder.rows} == {"confirmed"}
    assert ladder.citation.endswith("(dikonfirmasi R. Contoh, Nota Dinas 12/2025)")


def test_a_confirmation_changes_no_value_and_no_digest():
    again = small().confirmed_by(confirmed())
    assert again.digest == small().digest
    assert again.on(DAY)["topic.ladder"].value == small().on(DAY)["topic.ladder"].value


def test_a_confirmation_lapses_when_the_value_it_vouched_for_is_changed():
    changed = Rulebook.parse({"topic": SMALL.replace("max: 3", "max: 4")}, confirmations=[confirmed().to_payload()])
    assert changed.on(DAY)["topic.ladder"].confidence == "memory"
    assert changed.lapsed == (confirmed(),)
    better = Rulebook.parse({"topic": SMALL.replace("sebuah blog", "JDIH")}, confirmations=[confirmed().to_payload()])
    assert better.on(DAY)["topic.ladder"].confidence == "confirmed"


def test_a_confirmation_of_a_parameter_that_is_gone_lifts_nothing_and_breaks_nothing():
    gone = Rulebook.parse({"other": SMALL}, confirmations=[confirmed().to_payload()])
    assert gone.lapsed == (confirmed(),)


def test_only_what_is_unsure_and_has_a_value_can_be_confirmed():
    law = small()
    assert law.confirmable("topic.ladder", DAY)
    assert not law.confirmable("topic.group.inner", DAY)
    assert list(law.awaiting(DAY)["parameter"]) == ["topic.ladder"]
    with pytest.raises(NotConfirmable, match="sudah terverifikasi"):
        confirmed("topic.group.inner")
    with pytest.raises(NotConfirmable, match="tidak punya nilai"):
        confirmed("topic.weights")
    with pytest.raises(NotConfirmable, match="belum punya nilai"):
        law.confirm("topic.ladder", "A", "B", date(2019, 1, 1))
    with pytest.raises(NotConfirmable, match="nama dan rujukan"):
        law.confirm("topic.ladder", " ", "B", DAY)
    with pytest.raises(NotConfirmable, match="sudah dikonfirmasi"):
        confirmed("topic.ladder", law.confirmed_by(confirmed()))
    with pytest.raises(UnknownParameter):
        confirmed("topic.nothing")


def test_a_confirmation_survives_the_ledger_and_an_incomplete_one_is_named():
    assert Confirmation.from_payload(confirmed().to_payload()) == confirmed()
    with pytest.raises(ValueError, match="ref kosong"):
        Confirmation.from_payload(confirmed().to_payload() | {"ref": " "})
    with pytest.raises(ValueError, match="tanggal tidak terbaca"):
        Confirmation.from_payload(confirmed().to_payload() | {"day": "kemarin"})


# assumptions ----------------------------------------------------------------------------------------------------------


def test_an_assumption_is_merged_into_the_value_in_force_and_marked():
    regulation = LAW.on(DAY, {"appointment.administrator": {"prior_post_years": 2}})
    parameter = regulation["appointment.administrator"]
    assert parameter.value["prior_post_years"] == 2
    assert parameter.value["min_education"] == "s1"
    assert parameter.confidence == "assumed"
    assert parameter.citation.startswith("andaian skenario (hukum: PP 11/2017 Pasal 54")
    assert LAW.on(DAY)["appointment.administrator"].value["prior_post_years"] == 3


def test_an_assumption_may_name_a_part_by_its_path():
    assert small().on(DAY, {"topic.group.inner.deep.x": 7})["topic.group.inner"].value["deep"]["x"] == 7
    both = {"topic.group.inner.years": 1, "topic.group.inner.deep.x": 7}
    value = small().on(DAY, both)["topic.group.inner"].value
    assert (value["years"], value["deep"]["x"]) == (1, 7)


def test_an_assumption_can_give_what_the_law_does_not_and_take_away_what_it_does():
    assert small().on(DAY, {"topic.min_years": 2})["topic.min_years"].value == 2
    assert small().on(date(2001, 1, 1), {"topic.min_years": 2})["topic.min_years"].value == 2
    assert not small().on(DAY, {"topic.ladder": None})["topic.ladder"].known
    assert small().on(DAY, {"topic.group.inner.years": None})["topic.group.inner"].value["years"] is NO_LIMIT


def test_an_assumption_of_a_strange_name_part_or_kind_is_refused_in_one_sentence():
    law = small()
    assert "Tidak ada parameter" in str(law.assumption_mistake("topic.none", 1, DAY))
    assert "tidak ada 'yeras'" in str(law.assumption_mistake("topic.group.inner", {"yeras": 1}, DAY))
    assert "harus bilangan, bukan teks" in str(law.assumption_mistake("topic.group.inner.years", "tiga", DAY))
    assert "harus daftar" in str(law.assumption_mistake("topic.ladder", 3, DAY))
    assert "tidak terbagi" in str(law.assumption_mistake("topic.ladder.step", 3, DAY))
    assert law.assumption_mistake("topic.group.inner.years", 1, DAY) is None


def test_the_law_of_another_day_keeps_the_assumptions():
    regulation = small().on(DAY, {"topic.group.inner.years": 1}).on(date(2020, 6, 1))
    assert regulation["topic.group.inner"].value["years"] == 1
    assert regulation["topic.ladder"].known


# digest ---------------------------------------------------------------------------------------------------------------


def test_the_digest_is_of_the_content_and_not_of_its_layout():
    head, _, rest = SMALL.partition("weights:")
    assert Rulebook.parse({"topic": "# komentar\nweights:" + rest + head}).digest == small().digest
    assert re.fullmatch("[0-9a-f]{64}", small().digest)


@given(
    st.sampled_from(
        [("value: 4", "value: 5"), ("PP 1/2010", "PP 9/2010"), ("max: 3", "max: 2"), ("unit: years", "unit: bulan")]
    )
)
def test_any_change_of_content_changes_the_digest(change):
    assert Rulebook.parse({"topic": SMALL.replace(*change)}).digest != small().digest


# mistakes in the files ------------------------------------------------------------------------------------------------

ENTRY = """a:
  description: d
  values:
    '2020-01-01': {value: 1, confidence: verified, reference: [{title: T}], date_confidence: verified}
"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: [1", "topic.yaml, baris 2: bukan YAML yang sah"),
        ("", "topic.yaml: harus berisi parameter bernama"),
        ("- 1", "topic.yaml: harus berisi parameter bernama"),
        ("a: 3", "topic.yaml, a: harus berisi 'description' dan 'values'"),
        ("a b: {values: {}}", "nama parameter harus huruf"),
        (ENTRY + ENTRY, "kunci 'a' ditulis dua kali"),
        (ENTRY.replace("description: d", "deskripsi: d"), "kunci 'deskripsi' tidak dikenal"),
        (ENTRY.replace("description: d", "description: ' '"), "'description' belum diisi"),
        (ENTRY.replace("description: d", "description: d\n  metadata: 3"), "'metadata' harus berisi kunci dan nilai"),
        (
            ENTRY.replace("description: d", "description: d\n  metadata: {force: rule}"),
            "'force' harus salah satu dari law",
        ),
        ("a:\n  description: d\n  values: {}\n", "'values' harus berisi nilai menurut tanggal"),
        (ENTRY.replace("2020-01-01", "1 Januari"), "tanggal mulai berlaku '1 Januari' harus ditulis"),
        (ENTRY.replace("2020-01-01", "2020-02-30"), "tanggal mulai berlaku '2020-02-30' harus ditulis"),
        (ENTRY.replace("{value: 1,", "{value: 1, nilai: 1,"), "kunci 'nilai' tidak dikenal"),
        (ENTRY.replace("value: 1, ", ""), "'value' tidak ada"),
        (ENTRY.replace("value: 1", "value: null"), "'absent' harus repealed"),
        (ENTRY.replace("value: 1", "value: 1, absent: repealed"), "'absent' hanya untuk nilai kosong"),
        (ENTRY.replace("confidence: verified", "confidence: sure", 1), "'confidence' harus salah satu dari memory"),
        (ENTRY.replace("[{title: T}]", "T"), "'reference' harus berupa daftar rujukan"),
        (ENTRY.replace("{title: T}", "{title: T, page: 3}"), "rujukan punya kunci page yang tidak dikenal"),
        (ENTRY.replace("{title: T}", "{href: x}"), "tidak punya 'title'"),
        (ENTRY.replace("{title: T}", "{seen: x}"), "tidak ada rujukan dengan 'title'"),
        (ENTRY.replace("value: 1", "value: [{x: 1, confidence: sure}]"), "baris 1: 'confidence' 'sure' tidak dikenal"),
    ],
)
def test_a_mistake_in_a_file_is_told_in_one_sentence_that_names_file_and_entry(text, sentence):
    with pytest.raises(RulebookError) as raised:
        Rulebook.parse({"topic": text})
    assert any(sentence in mistake for mistake in raised.value.mistakes), raised.value.mistakes
    assert all(mistake.startswith("topic.yaml") for mistake in raised.value.mistakes)


def test_all_mistakes_of_all_files_are_told_at_once():
    with pytest.raises(RulebookError) as raised:
        Rulebook.parse({"one": "a: 1", "two": "b: 2", "three": ENTRY})
    assert [mistake.split(".yaml")[0] for mistake in raised.value.mistakes] == ["one", "two"]
