"""Who retires when, what that leaves vacant, and who could follow on each critical post."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import staffing_of
from workbench.io.documents.succession_text import bench_text, borrowed
from workbench.placement import bench, forecast, prepare
from workbench.placement.succession.bench import NEARLY, READY, Successors
from workbench.placement.succession.forecast import WHEN, Forecast
from workbench.regulation.compare import NO, YES
from workbench.regulation.findings import find
from workbench.regulation.retirement import retirement_ages, retirement_dates
from workbench.regulation.turning import TURNING, reached, turning
from workbench.scenario import State
from workbench.staffing import Staffing
from workbench.staffing.service import completed_months, held_posts

NOVEMBER = date(2025, 11, 1)


# the forecast ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def five_years(province, rulebook, as_of) -> Forecast:
    return forecast(province, rulebook.on(as_of), as_of)


def office(schemas, born: dict[str, str | None], held: dict[str, str | None], seats: int = 2) -> Staffing:
    """One office with a post P of so many seats (pelaksana, who retire at 58); born: nip -> day; held: nip -> post."""
    return staffing_of(
        schemas,
        units=[{"unit": "01", "name": "Dinas Contoh", "kind": "dinas"}],
        posts=[
            {
                "post": "P",
                "unit": "01",
                "title": "Penata Layanan",
                "head": False,
                "tier": "pelaksana",
                "capacity": seats,
            }
        ],
        employees=[
            {"nip": nip, "name": nip, "legal_status": "aktif", "kind": "pns", "birth_date": day}
            for nip, day in born.items()
        ],
        assignments=[
            {"nip": nip, "post": post, "since": "2015-01-01", "kind": "definitif"} for nip, post in held.items() if post
        ],
    )


def when(schemas, rulebook, birth: str | None) -> str:
    found = forecast(office(schemas, {"1": birth}, {"1": "P"}), rulebook.on(NOVEMBER), NOVEMBER)
    return found.people["when"].iloc[0]


def test_the_forecast_adds_up_to_the_headcount(five_years, province):
    standing = five_years.standing
    assert (standing[list(WHEN)].sum(axis=1) == standing["people"]).all()
    assert standing["people"].sum() == len(province.employees) == len(five_years.people)
    assert five_years.rows["retirements"].sum() == standing["within"].sum() == five_years.years["retirements"].sum()
    placed = standing[standing["tier"].notna()]
    assert (placed["seats"] == placed["people"] - placed["over"] + placed["vacant"]).all()
    assert placed["seats"].sum() == province.posts["capacity"].sum()


def test_each_office_and_tier_loses_as_many_as_its_quarters_say(five_years):
    by_place = five_years.rows.groupby(["tier", "office"])["retirements"].sum()
    standing = five_years.standing.dropna(subset="tier").set_index(["tier", "office"])["within"]
    assert by_place.reindex(standing.index, fill_value=0).equals(standing.rename("retirements"))


def test_every_retirement_is_in_the_quarter_of_its_day(five_years, province, rulebook, as_of):
    days = pd.Series(retirement_dates(province, rulebook.on(as_of)).to_numpy(), index=province.employees["nip"])
    told = days[(days > pd.Timestamp(as_of)) & (days <= pd.Timestamp("2030-10-29"))]
    naive = {}
    for day in told:
        key = (day.year, (day.month + 2) // 3)
        naive[key] = naive.get(key, 0) + 1
    assert five_years.rows.groupby(["year", "quarter"])["retirements"].sum().to_dict() == naive


def test_vacant_seats_grow_by_whoever_leaves_a_seat(five_years, province):
    years = five_years.years
    assert years["year"].tolist() == [2025, 2026, 2027, 2028, 2029, 2030]
    assert (years["total"] == years["retirements"].cumsum()).all()
    now = five_years.standing["vacant"].sum()
    assert (years["vacant"] - years["total"] == now).all(), "nobody sits beyond the seats of the demo"


@pytest.mark.parametrize(
    ("birth", "told"),
    [
        ("1967-10-31", "overdue"),  # retires on 1 November 2025, the day itself
        ("1967-11-01", "within"),  # on 1 December 2025
        ("1972-10-31", "within"),  # on 1 November 2030, the last day
        ("1972-11-01", "later"),  # on 1 December 2030
        (None, "unknown"),
    ],
)
def test_the_boundary_days_of_the_forecast(schemas, rulebook, birth, told):
    assert when(schemas, rulebook, birth) == told


def test_who_holds_no_post_is_counted_apart(schemas, rulebook):
    staffing = office(schemas, {"1": "1970-01-01", "2": "1970-01-01"}, {"1": "P", "2": None})
    standing = forecast(staffing, rulebook.on(NOVEMBER), NOVEMBER).standing
    assert standing["tier"].tolist()[:1] == ["pelaksana"] and standing["tier"].isna().tolist() == [False, True]
    assert standing["people"].tolist() == [1, 1] and standing["unknown"].tolist() == [0, 1]
    assert standing["seats"].tolist() == [2, 0] and standing["vacant"].tolist() == [1, 0]


def test_a_holder_beyond_the_seats_leaves_nothing_vacant(schemas, rulebook):
    born = {"1": "1967-12-05", "2": "1990-01-01"}
    found = forecast(office(schemas, born, dict.fromkeys(born, "P"), seats=1), rulebook.on(NOVEMBER), NOVEMBER)
    assert found.standing[["over", "vacant"]].iloc[0].tolist() == [1, 0]
    assert found.years["vacant"].eq(0).all() and found.years["retirements"].sum() == 1


def test_who_has_left_is_nobodys_retirement(schemas, rulebook):
    staffing = office(schemas, {"1": "1970-01-01"}, {"1": "P"})
    gone = staffing.replace(employees=staffing.employees.assign(legal_status="pensiun"))
    found = forecast(gone, rulebook.on(NOVEMBER), NOVEMBER)
    assert found.people.empty and found.standing["vacant"].sum() == 2


def test_a_forecast_of_no_year_is_refused(province, rulebook, as_of):
    with pytest.raises(ValueError, match="paling sedikit 1 tahun"):
        forecast(province, rulebook.on(as_of), as_of, years=0)


# when time turns a finding --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ground(province, policy, rulebook):
    return prepare(State(province, policy), rulebook)


def findings_at(ground, policy, day: date):
    return find(ground.staffing, policy.rules, policy.settings, ground.regulation, day)


@pytest.fixture(scope="module")
def turned(ground):
    """rule -> (persons, profiles, days) of every pair of the province that the rule does not say yes to."""
    found = {}
    for rule in TURNING:
        person, profile = np.nonzero(ground.findings.verdict(rule) != YES)
        until = date(2027, 10, 29)
        found[rule] = (person, profile, turning(ground.findings, rule, person, profile, until))
    return found


@pytest.mark.parametrize("rule", TURNING)
def test_time_turns_exactly_what_the_rule_itself_says_at_the_end(ground, policy, turned, rule):
    person, profile, days = turned[rule]
    later = findings_at(ground, policy, date(2027, 10, 29)).verdict(rule)[person, profile]
    assert ((later == YES) == ~np.isnat(days)).all()


def test_time_turns_a_finding_on_that_very_day_and_not_a_day_before(ground, policy, turned):
    random = np.random.default_rng(7)
    for rule in ("prior_post", "years_in_post", "field_experience", "sanctions"):
        person, profile, days = turned[rule]
        known = np.unique(days[~np.isnat(days)])
        assert len(known), rule
        for day in random.choice(known, min(2, len(known)), replace=False):
            here = days == day
            on = findings_at(ground, policy, pd.Timestamp(day).date()).verdict(rule)
            before = findings_at(ground, policy, pd.Timestamp(day - np.timedelta64(1, "D")).date()).verdict(rule)
            assert (on[person[here], profile[here]] == YES).all(), (rule, day)
            assert (before[person[here], profile[here]] != YES).all(), (rule, day)


def test_a_rule_about_something_else_than_time_never_turns(ground):
    person, profile = np.nonzero(ground.findings.verdict("education") == NO)
    assert len(person)
    assert np.isnat(turning(ground.findings, "education", person, profile, date(2030, 1, 1))).all()


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 120))
def test_months_are_reached_on_the_first_day_that_counts_them(since, months):
    day = pd.Timestamp(reached(np.array([since], dtype="datetime64[D]"), np.array([months]))[0])
    began = pd.Series([pd.Timestamp(since)])
    assert completed_months(began, day).iloc[0] >= months
    if months:
        assert completed_months(began, day - pd.Timedelta(days=1)).iloc[0] < months


# the bench ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def successors(ground, policy) -> Successors:
    return bench(ground, policy)


def barring(ground, nip: str, post: str) -> pd.DataFrame:
    found = ground.findings.of(nip, post)
    return found[found["bars"] & (found["verdict"] != "yes")]


def test_every_critical_post_has_its_line_and_those_with_nobody_ready_come_first(successors, ground):
    coverage = successors.coverage
    assert set(coverage["post"]) == set(ground.seats.loc[ground.seats["critical"], "post"])
    assert coverage["ready"].is_monotonic_increasing and coverage["ready"].iloc[0] == 0
    for row in coverage.itertuples():
        own = successors.candidates[successors.candidates["post"] == row.post]
        assert (row.ready, row.nearly) == ((own["readiness"] == READY).sum(), (own["readiness"] == NEARLY).sum())


def test_ready_is_whom_no_rule_stops(successors, ground):
    ready = successors.candidates[successors.candidates["readiness"] == READY]
    assert len(ready)
    for row in ready.iloc[::5].itertuples():
        assert barring(ground, row.nip, row.post).empty


def test_nobody_who_is_ready_is_left_out(successors, ground):
    """Against every person and critical post, one by one."""
    listed = set(zip(successors.candidates["post"], successors.candidates["nip"], strict=True))
    people, held = ground.people, held_posts(ground.staffing).set_index("nip")["post"]
    for post, level in ground.seats.loc[ground.seats["critical"], ["post", "level"]].itertuples(index=False):
        profile = int(ground.findings.profile_of_post[post])
        for at in np.flatnonzero(ground.findings.overall[:, profile] == YES):
            one = people.iloc[at]
            serves = one["active"] and pd.isna(one["leaves"]) and pd.notna(one["level"]) and one["level"] <= level
            assert ((post, one["nip"]) in listed) == bool(serves and held.get(one["nip"]) != post)


def test_nearly_ready_lacks_exactly_what_the_rules_say(successors, ground, policy):
    nearly = successors.candidates[successors.candidates["readiness"] == NEARLY]
    assert nearly["missing"].between(1, policy.settings["succession"]["most_missing"]).all()
    for row in nearly.iloc[::20].itertuples():
        gaps = successors.gaps[(successors.gaps["post"] == row.post) & (successors.gaps["nip"] == row.nip)]
        found = barring(ground, row.nip, row.post)
        assert dict(zip(gaps["rule"], gaps["verdict"], strict=True)) == dict(
            zip(found["rule"], found["verdict"], strict=True)
        )
        assert len(gaps) == row.missing


def test_every_gap_says_how_it_may_close(successors, policy):
    gaps = successors.gaps
    assert set(gaps["how"]) == {"time", "document", "development"}
    assert (gaps["turns"].notna() == (gaps["how"] == "time")).all()
    assert (gaps.loc[gaps["how"] == "document", "verdict"] == "unknown").all()
    assert gaps.loc[gaps["how"] == "development", "rule"].isin(policy.settings["succession"]["developable"]).all()


def test_on_the_day_that_is_named_time_has_turned_its_rules_and_no_age_stands_in_the_way(
    successors, ground, policy, rulebook
):
    waits = successors.candidates.dropna(subset="ready_on")
    assert len(waits) and waits["ready_on"].between("2025-10-30", "2027-10-29").all()
    for row in waits.iloc[::25].itertuples():
        law = rulebook.on(row.ready_on.date(), policy.assumptions)
        found = find(ground.staffing, policy.rules, policy.settings, law, row.ready_on.date()).of(row.nip, row.post)
        verdict = found.set_index("rule")["verdict"]
        gaps = successors.gaps[(successors.gaps["post"] == row.post) & (successors.gaps["nip"] == row.nip)]
        assert (verdict.reindex(gaps.loc[gaps["how"] == "time", "rule"]) == "yes").all()
        assert verdict.reindex(["age", "retirement_age", "months_before_retirement"]).dropna().ne("no").all()


def test_who_will_be_too_old_by_then_is_not_nearly_ready(ground, policy, province, rulebook, successors):
    waits = successors.candidates[successors.candidates["ready_on"] > pd.Timestamp("2026-06-01")]
    tier = ground.seats.set_index("post")["tier"]
    row = waits[waits["post"].map(tier) == "administrator"].iloc[0]
    bup = int(retirement_ages(province, ground.regulation)[row["post"]])

    def listed(months_left: int) -> bool:
        """With so many months between the day on which the last rule is met and retirement."""
        birth = row["ready_on"].replace(day=1) - pd.DateOffset(years=bup) + pd.DateOffset(months=months_left)
        people = province.employees
        changed = people.assign(birth_date=people["birth_date"].mask(people["nip"] == row["nip"], birth))
        aged = prepare(State(province.replace(employees=changed), policy), rulebook)
        return row["nip"] in set(bench(aged, policy, [row["post"]]).candidates["nip"])

    assert listed(13) and not listed(10)


def test_a_stricter_policy_lists_fewer_and_none_lists_only_the_ready(ground, policy, successors):
    def counted(**changes):
        given = dict(policy.settings["succession"]) | changes
        found = bench(ground, replace(policy, settings=dict(policy.settings) | {"succession": given}))
        return set(zip(found.candidates["post"], found.candidates["nip"], strict=True))

    every = set(zip(successors.candidates["post"], successors.candidates["nip"], strict=True))
    ready = successors.candidates[successors.candidates["readiness"] == READY]
    assert counted(most_missing=0) == set(zip(ready["post"], ready["nip"], strict=True))
    assert counted(near_months=6) < every
    assert counted(developable=[]) < every
    assert counted(most_missing=1) < every


def test_a_bench_may_be_asked_of_any_post(ground, policy):
    post = str(ground.seats.loc[ground.seats["tier"] == "jf_ahli_muda", "post"].iloc[0])
    found = bench(ground, policy, [post])
    assert found.coverage["post"].tolist() == [post]
    family = ground.seats.set_index("post").loc[post, "family"]
    own = ground.people.set_index("nip").loc[found.candidates["nip"], "family"]
    assert (own == family).all(), "a functional post is followed from its own job family"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "policy.settings.succession"),
        ({"succession": {"near_months": 24, "most_missing": 2, "developable": ["ijazah"]}}, "aturan bernama ijazah"),
        ({"succession": {"near_months": -1, "most_missing": 2, "developable": []}}, "bilangan bulat"),
    ],
)
def test_a_policy_without_succession_is_refused_in_a_sentence(ground, policy, settings, said):
    with pytest.raises(ValueError, match=said):
        bench(ground, replace(policy, settings=settings))


def test_a_scenario_older_than_succession_takes_the_agencys_present_meaning_and_says_so(ground, policy, successors):
    settings = {name: value for name, value in policy.settings.items() if name != "succession"}
    found = bench(ground, replace(policy, settings=settings), otherwise=policy.settings)
    assert found.borrowed and not successors.borrowed
    pd.testing.assert_frame_equal(found.candidates, successors.candidates)
    for lang in ("id", "en"):
        assert "24" in borrowed(found, lang)
    assert "ketetapan badan sekarang" in bench_text(found, ground.staffing)
    assert "ketetapan badan sekarang" not in bench_text(successors, ground.staffing)


def test_what_a_scenario_says_itself_is_not_replaced(ground, policy):
    own = dict(policy.settings) | {"succession": {"near_months": 6, "most_missing": 0, "developable": []}}
    found = bench(ground, replace(policy, settings=own), otherwise=policy.settings)
    assert (found.near.near_months, found.borrowed) == (6, False)


def test_a_post_that_is_not_there_is_refused(ground, policy):
    with pytest.raises(ValueError, match="Tidak ada jabatan X"):
        bench(ground, policy, ["X"])
