"""Merit: contributions that add up, what is unknown, and what never counts."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import ROOT, staffing_of
from workbench.placement.levels import ladder
from workbench.placement.merit import merit
from workbench.regulation.rulebook import Rulebook
from workbench.scenario import COMPONENTS, Policy, rebalanced
from workbench.staffing.service import stints

DAY = date(2025, 10, 29)


@pytest.fixture(scope="module")
def regulation():
    folder = ROOT / "data" / "regulations"
    return Rulebook.parse({path.stem: path.read_text("utf-8") for path in folder.glob("*.yaml")}).on(DAY)


@pytest.fixture(scope="module")
def policy():
    return Policy.from_record(yaml.safe_load((ROOT / "data" / "policy" / "penempatan.yaml").read_text("utf-8")))


PERSON = {"nip": "1", "name": "Ani", "kind": "pns", "legal_status": "aktif", "education": "s2", "field": "Akuntansi"}
POST = {
    "post": "A",
    "unit": "u",
    "title": "Kabid",
    "head": True,
    "tier": "administrator",
    "capacity": 1,
    "family": "keuangan",
}
POST |= {"fields": "Akuntansi; Ekonomi"}


def component(schemas, regulation, policy, name, person=PERSON, post=POST, **tables):
    """(low, high) of one component for one person and one post."""
    staffing = staffing_of(schemas, units=[{"unit": "u", "name": "U"}], posts=[post], employees=[person], **tables)
    found = merit(staffing, policy, regulation, DAY).components[name]
    return int(found.low[0, found.demand[0]]), int(found.high[0, found.demand[0]])


@pytest.fixture(scope="module")
def of(schemas, regulation, policy):
    return lambda name, **changes: component(schemas, regulation, policy, name, **changes)


def test_the_ladder_puts_functional_tiers_beside_their_equals(schemas, regulation):
    level = ladder(schemas.vocabulary, regulation)
    assert level["pelaksana"] < level["pengawas"] < level["administrator"] < level["jpt_pratama"] < level["jpt_madya"]
    assert level["jf_ahli_madya"] == level["administrator"]
    assert level["jf_ahli_muda"] == level["pengawas"]
    assert level["jf_ahli_utama"] == level["jpt_pratama"]
    assert level["jf_terampil"] == level["pelaksana"]


@pytest.mark.parametrize(
    ("education", "field", "expected"),
    [
        ("s1", "Akuntansi", (800, 800)),
        ("s2", "Akuntansi", (900, 900)),
        ("s3", "akuntansi", (1000, 1000)),
        ("s2", "Sastra", (500, 500)),
        ("d3", "Sastra", (0, 0)),
        ("s2", None, (500, 900)),
        (None, "Akuntansi", (400, 1000)),
        (None, None, (0, 1000)),
    ],
)
def test_education_counts_the_level_above_what_is_asked_and_the_field(of, education, field, expected):
    assert of("pendidikan", person=PERSON | {"education": education, "field": field}) == expected


def test_a_post_that_asks_no_field_gives_its_points_to_everyone(of):
    assert of("pendidikan", post=POST | {"fields": None}, person=PERSON | {"field": None}) == (900, 900)


def test_experience_counts_time_near_the_tier_and_time_in_the_family(of):
    career = [{"nip": "1", "since": "2015-10-29", "until": "2020-10-29", "tier": "pengawas", "family": "keuangan"}]
    low, high = of("pengalaman", career=career)
    assert low == high
    assert 560 <= low <= 565  # five of ten years at half the points, five of eight at the other half


def test_time_in_a_much_lower_tier_counts_for_the_family_alone(of):
    career = [{"nip": "1", "since": "2010-10-29", "until": "2025-10-29", "tier": "pelaksana", "family": "keuangan"}]
    assert of("pengalaman", career=career) == (500, 500)


def test_a_post_without_a_recorded_end_may_have_lasted_until_the_next(of):
    career = [
        {"nip": "1", "since": "2010-10-29", "until": None, "tier": "pengawas", "family": "hukum"},
        {"nip": "1", "since": "2020-10-29", "until": "2020-10-30", "tier": "pelaksana", "family": "hukum"},
    ]
    low, high = of("pengalaman", career=career)
    assert (low, high) == (0, 500)


def test_somebody_without_any_recorded_career_is_unknown_and_not_a_beginner(of):
    assert of("pengalaman") == (0, 1000)


def test_competence_is_the_share_of_what_the_post_asks_and_the_untested_is_unknown(of):
    asked = [{"post": "A", "competency": code, "level": 3} for code in ("M.1", "M.2")]
    shown = [{"nip": "1", "competency": "M.1", "level": 5}]
    assert of("kompetensi", post_competencies=asked, assessments=shown) == (500, 1000)
    shown.append({"nip": "1", "competency": "M.2", "level": 1})
    assert of("kompetensi", post_competencies=asked, assessments=shown) == (666, 666)


def test_performance_reads_the_last_two_full_years_and_a_missing_year_is_unknown(of):
    rows = [{"nip": "1", "year": year, "predikat": "baik"} for year in (2022, 2023, 2025)]
    assert of("kinerja", appraisals=rows) == (400, 900)
    assert of("kinerja", appraisals=[*rows, {"nip": "1", "year": 2024, "predikat": "sangat_baik"}]) == (900, 900)


def test_a_sanction_counts_within_the_look_back_and_not_before(of):
    def served(day):
        return of("rekam_jejak", sanctions=[{"nip": "1", "from": day, "level": "sedang"}])

    assert served("2020-10-29") == (600, 600)
    assert served("2020-10-30") == (200, 200)
    assert served("2025-10-30") == (600, 600)


def test_training_counts_hours_of_the_last_two_years_and_missing_hours_are_unknown(of):
    def trained(hours, day="2025-01-01"):
        return of("rekam_jejak", trainings=[{"nip": "1", "course": "X", "finished": day, "hours": hours}])

    assert trained(20) == (800, 800)
    assert trained(400) == (1000, 1000)
    assert trained(20, "2023-10-29") == (600, 600)
    assert trained(None) == (600, 1000)


def random_staffing(schemas, rng):
    """Thirty people with gaps in every table, and six posts."""
    nips = [f"{k:03}" for k in range(30)]

    def some(values):
        return [None if rng.random() < 0.3 else values[rng.integers(len(values))] for _ in nips]

    posts = [
        POST | {"post": f"P{k}", "tier": tier, "fields": fields}
        for k, (tier, fields) in enumerate(
            [("administrator", None), ("pengawas", "Hukum"), ("pelaksana", "Akuntansi"), ("jf_ahli_muda", None)]
        )
    ]
    return staffing_of(
        schemas,
        units=[{"unit": "u", "name": "U"}],
        posts=posts,
        employees=[
            {
                "nip": nip,
                "name": nip,
                "sex": sex,
                "religion": religion,
                "region": region,
                "education": education,
                "field": field,
            }
            for nip, sex, religion, region, education, field in zip(
                nips,
                some(["male", "female"]),
                some(["islam", "hindu"]),
                some(["15.71", "15.01"]),
                some(["slta", "d3", "s1", "s2"]),
                some(["Hukum", "Akuntansi"]),
                strict=True,
            )
        ],
        career=[
            {"nip": nip, "since": "2012-01-01", "until": until, "tier": tier, "family": "keuangan"}
            for nip, until, tier in zip(nips, some(["2018-01-01"]), some(["pelaksana", "pengawas"]), strict=True)
            if tier
        ],
        appraisals=[
            {"nip": nip, "year": 2024, "predikat": p} for nip, p in zip(nips, some(["baik", "kurang"]), strict=True)
        ],
        assessments=[{"nip": nip, "competency": "M.1", "level": 2} for nip in nips[::2]],
        post_competencies=[{"post": post["post"], "competency": "M.1", "level": 3} for post in posts[:2]],
    )


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.sampled_from(COMPONENTS), st.integers(0, 100))
def test_contributions_add_up_to_the_score_and_low_never_exceeds_high(schemas, regulation, policy, seed, moved, value):
    rng = np.random.default_rng(seed)
    found = merit(random_staffing(schemas, rng), policy, regulation, DAY)
    person, post = rng.integers(0, 30, 50), rng.integers(0, 4, 50)
    weights = rebalanced(policy.weights, moved, value)
    for most in (False, True):
        points = found.contributions(person, post, weights, most=most)
        scores = found.scores(person, post, weights, most=most)
        assert (points.sum(axis=1) == scores).all()
        assert ((scores >= 0) & (scores <= 100_000)).all()
    assert (found.scores(person, post, weights) <= found.scores(person, post, weights, most=True)).all()


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_sex_religion_marriage_region_and_birth_never_enter_a_score(schemas, regulation, policy, seed):
    staffing = random_staffing(schemas, np.random.default_rng(seed))
    others = staffing.employees.assign(
        sex="male",
        religion="islam",
        marital_status="single",
        region="15.01",
        birth_date=pd.Timestamp("1990-01-01"),
        name="X",
    )
    one, other = (merit(s, policy, regulation, DAY).components for s in (staffing, staffing.replace(employees=others)))
    for name in COMPONENTS:
        np.testing.assert_array_equal(one[name].low, other[name].low)
        np.testing.assert_array_equal(one[name].high, other[name].high)


def test_the_present_post_is_part_of_the_service_and_the_future_is_not(schemas):
    staffing = staffing_of(
        schemas,
        posts=[POST],
        employees=[PERSON],
        assignments=[{"nip": "1", "post": "A", "since": "2024-10-29", "kind": "definitif"}],
        career=[
            {"nip": "1", "since": "2020-10-29", "until": "2024-10-29", "tier": "pengawas", "family": "hukum"},
            {"nip": "1", "since": "2026-01-01", "until": None, "tier": "administrator", "family": "hukum"},
        ],
    )
    served = stints(staffing, DAY)
    assert served["tier"].tolist() == ["pengawas", "administrator"]
    assert served["days"].tolist() == [1461, 365]
