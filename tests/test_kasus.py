"""The law, case by case: `tests/kasus/*.yaml`, one file a rule, to be read by a lawyer.

What a case does not say is that of `DEFAULTS`: a civil servant of long standing who may become administrator. A value
of null means that it is not recorded.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from domain import staffing_of
from workbench.regulation import Rulebook
from workbench.regulation.catalogue import RULES
from workbench.regulation.findings import JUDGES, find
from workbench.regulation.retirement import retires_on

ROOT = Path(__file__).parents[1]
LAW = Rulebook.parse({path.stem: path.read_text("utf-8") for path in (ROOT / "data" / "regulations").glob("*.yaml")})
FILES = {
    path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "tests" / "kasus").glob("*.yaml"))
}
DAY = date(2025, 10, 29)
WORDS = {"ya": "yes", "tidak": "no", "belum diketahui": "unknown"}
EDGES = {"di bawah", "tepat", "di atas", "sesuai", "tidak sesuai", "kosong", "sebelum hukum", "dicabut", "lain"}

DEFAULTS: dict[str, Any] = {
    "pegawai": {
        "kind": "pns",
        "stage": "full",
        "legal_status": "aktif",
        "education": "s1",
        "field": "Administrasi Negara",
        "golongan": "IV/a",
        "birth_date": "1978-03-10",
        "cpns_since": "2004-01-01",
        "pns_since": "2005-01-01",
    },
    "jabatan_sekarang": {"tier": "pengawas", "family": "kepegawaian", "since": "2018-01-01"},
    "riwayat": [{"tier": "pelaksana", "family": "kepegawaian", "since": "2005-01-01", "until": "2018-01-01"}],
    "penilaian": {2024: {"predikat": "baik"}, 2023: {"predikat": "baik"}},
    "kompetensi": {"M.1": 4, "M.2": 4},
    "hukuman": [],
    "jabatan": {"tier": "administrator", "eselon": "III.a", "family": "kepegawaian", "title": "Kepala Bidang"},
    "standar": {"M.1": 3, "M.2": 3},
    "unit": {"kind": "office"},
}
KEYS = {"nama", "tepi", "hari", "putusan", "terlihat", "diminta", "dasar", "keyakinan", "andaian", "setelan", "bukti"}


def told(case: Mapping[str, Any], key: str) -> Any:
    """What the case says, over what is the rule; a list or null replaces the whole."""
    given, usual = case.get(key, DEFAULTS[key]), DEFAULTS[key]
    merges = isinstance(given, dict) and key not in ("penilaian", "kompetensi", "standar")
    return {**usual, **given} if merges else given


def staffing(case: Mapping[str, Any], schemas: Any, as_of: date) -> Any:
    """Person 1 (of whom the case speaks) holds S, and T is to be filled; person 9 is there so that no table is
    empty."""
    held, target = told(case, "jabatan_sekarang"), told(case, "jabatan")
    posts = [{"post": "T", "unit": "U", "capacity": 1, "head": False, "title": "Jabatan", **target}]
    seats = [{"nip": "9", "post": "S9", "since": "2018-01-01", "kind": "definitif"}]
    posts.append({"post": "S9", "unit": "U", "capacity": 1, "head": False, "title": "Lain", "tier": "pelaksana"})
    if held is not None:
        since, kind = held.pop("since", None), held.pop("kind", "definitif")
        posts.append({"post": "S", "unit": "U", "capacity": 1, "head": False, "title": "Jabatan lama", **held})
        seats.append({"nip": "1", "post": "S", "since": since, "kind": kind})
    marks = told(case, "penilaian") or {}
    return staffing_of(
        schemas,
        as_of,
        units=[{"unit": "U", "name": "Unit", **told(case, "unit")}],
        posts=posts,
        employees=[{"nip": "1", "name": "Ani", **told(case, "pegawai")}, {"nip": "9", "name": "Budi"}],
        assignments=seats,
        career=[{"nip": "1", **row} for row in told(case, "riwayat") or []],
        appraisals=[{"nip": "1", "year": year, **(mark or {})} for year, mark in marks.items()],
        assessments=[
            {"nip": "1", "competency": code, "level": level, "date": "2015-01-01"}
            for code, level in (told(case, "kompetensi") or {}).items()
        ],
        post_competencies=[
            {"post": "T", "competency": code, "level": level} for code, level in (told(case, "standar") or {}).items()
        ],
        sanctions=[{"nip": "9", "from": "2000-01-01", "level": "ringan", "until": "2000-02-01"}]
        + [{"nip": "1", "level": "sedang", **row} for row in told(case, "hukuman")],
    )


def finding(case: Mapping[str, Any], rule: str, schemas: Any) -> Any:
    day = case.get("hari", DAY)
    regulation = LAW.on(day, case.get("andaian", {}))
    evidence = [tuple(pair) for pair in case.get("bukti", [])]
    rules = {name: "show" if name == rule else "off" for name, known in RULES.items() if known.force != "law"}
    found = find(staffing(case, schemas, day), rules, case.get("setelan", {}), regulation, day, evidence=evidence)
    rows = found.plan_findings() if RULES[rule].plan else found.of("1", "T", every=True)
    rows = rows[rows["rule"] == rule]
    return rows.iloc[0] if len(rows) else None


CASES = [(name, case) for name, file in FILES.items() if "kasus" in file for case in file["kasus"]]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case['nama']}" for name, case in CASES])
def test_the_case_is_decided_as_the_law_decides_it(name, case, schemas):
    rule = FILES[name]["aturan"]
    assert set(case) <= KEYS | set(DEFAULTS), f"{name}: kunci tidak dikenal {set(case) - KEYS - set(DEFAULTS)}"
    assert case["tepi"] in EDGES
    row = finding(case, rule, schemas)
    if case["putusan"] == "tidak ditanyakan":
        assert row is None
        return
    story = row.to_dict()
    assert row["verdict"] == WORDS[case["putusan"]], story
    for key, column in (("terlihat", "observed"), ("diminta", "threshold"), ("dasar", "citation")):
        if key in case:
            assert case[key] in row[column], story
    if "keyakinan" in case:
        assert row["confidence"] == case["keyakinan"], story
    assert row["citation"] or row["threshold"] == "tidak disyaratkan", story
    assert row["observed"], story


def test_every_rule_has_its_file_of_cases_and_every_file_its_rule():
    assert sorted(file["aturan"] for file in FILES.values() if "kasus" in file) == sorted(RULES)


NEVER_NO = {"competency_test", "consultation", "documents"}
"""Rules that wait for evidence: nothing in the tables can say no."""

NO_LAW = {"education_post", "field_of_study"}
"""Rules that rest on the agency's own post file alone."""


@pytest.mark.parametrize("name", [name for name, file in FILES.items() if "kasus" in file])
def test_the_cases_of_a_rule_stand_on_both_sides_of_each_of_its_edges(name):
    rule, cases = FILES[name]["aturan"], FILES[name]["kasus"]
    verdicts = {case["putusan"] for case in cases}
    assert {"ya", "belum diketahui"} <= verdicts
    assert ("tidak" in verdicts) == (rule not in NEVER_NO)
    edges = {case["tepi"] for case in cases}
    assert "kosong" in edges
    assert {"tepat", "sesuai"} & edges
    if rule not in NEVER_NO:
        assert {"di bawah", "di atas", "tidak sesuai"} & edges
    if rule not in NO_LAW:
        assert {"sebelum hukum", "dicabut"} <= edges


def test_every_rule_about_a_person_is_judged():
    assert set(JUDGES) == {name for name, rule in RULES.items() if not rule.plan}


@pytest.mark.parametrize("case", FILES["tmt_pensiun"]["tmt"], ids=lambda case: f"{case['lahir']}, BUP {case['bup']}")
def test_retirement_begins_on_the_first_of_the_month_after_the_birthday_month(case):
    born = pd.Series(pd.to_datetime([case["lahir"]])).astype("datetime64[s]")
    day = retires_on(born, pd.Series([case["bup"]]), LAW.on(DAY)).iloc[0]
    assert day.date() == case["tmt"]


def test_the_checks_that_the_law_file_carries_are_among_the_cases():
    checks = LAW.entry("retirement_age.tmt_rule").metadata["checks"]
    cases = {(str(case["lahir"]), case["bup"], str(case["tmt"])) for case in FILES["tmt_pensiun"]["tmt"]}
    assert {(check["born"], check["age"], check["tmt"]) for check in checks} <= cases


def test_without_a_birth_date_or_a_retirement_age_nobody_retires_on_a_known_day():
    born = pd.Series(pd.to_datetime([None, "1970-01-01"])).astype("datetime64[s]")
    assert retires_on(born, pd.Series([58, None]), LAW.on(DAY)).isna().all()
