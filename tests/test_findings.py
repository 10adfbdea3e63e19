"""Findings: three answers with their reasons, for everyone at once, the same as for each pair alone."""

import ast
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain import staffing_of
from workbench.regulation import CONFIDENCE, Regulation, Rulebook
from workbench.regulation.catalogue import RULES, SETTINGS
from workbench.regulation.compare import NO, UNKNOWN, WORDS, YES, all_of
from workbench.regulation.facts import Facts
from workbench.regulation.findings import JUDGES, Findings, find, requirement_profiles
from workbench.regulation.judging import Bench
from workbench.staffing import Schemas, Staffing

ROOT = Path(__file__).parents[1]
LAW = Rulebook.parse({path.stem: path.read_text("utf-8") for path in (ROOT / "data" / "regulations").glob("*.yaml")})
SCHEMAS = Schemas.parse({path.stem: path.read_text("utf-8") for path in (ROOT / "data" / "skema").glob("*.csv")})
DAY = date(2025, 10, 29)
STRICT = {"history_gap_months": 0}
SHOWN = {name: "show" for name, rule in RULES.items() if rule.force != "law"}

TARGETS = [
    {"post": "T-jpt", "tier": "jpt_pratama", "eselon": "II.b", "family": "keuangan", "head": True, "unit": "I"},
    {"post": "T-sekwan", "tier": "jpt_pratama", "eselon": "II.a", "family": "umum", "head": True, "unit": "D"},
    {"post": "T-adm", "tier": "administrator", "eselon": "III.a", "family": "keuangan", "golongan_min": "III/d"},
    {"post": "T-was", "tier": "pengawas", "eselon": "IV.a", "family": "umum", "fields": "Akuntansi;Hukum"},
    {"post": "T-pel", "tier": "pelaksana", "family": "umum", "education_min": "d3"},
    {"post": "T-utama", "tier": "jf_ahli_utama", "family": "keuangan"},
    {"post": "T-muda", "tier": "jf_ahli_muda", "family": "keuangan"},
    {"post": "T-mahir", "tier": "jf_mahir", "family": "umum"},
    {"post": "T-guru", "tier": "jf_ahli_madya", "family": "guru", "title": "Guru Ahli Madya"},
]
TIERS = ("jpt_pratama", "administrator", "pengawas", "pelaksana", "jf_ahli_madya", "jf_ahli_muda", "jf_penyelia")
FACTS = {
    "employees": ("birth_date", "kind", "stage", "golongan", "education", "field", "legal_status", "pns_since"),
    "assignments": ("since",),
    "career": ("until", "family"),
    "appraisals": ("predikat", "work_result", "behaviour"),
    "sanctions": ("until", "kind"),
}
"""What may be missing about a person, column by column."""
PAPERS = ("assignments", "career", "appraisals", "assessments")
"""Tables of which a whole row may be missing: its absence says nothing."""


def office(seed: int, people: int = 12) -> Staffing:
    """Invented people of every kind, with complete and consistent records, and the posts of `TARGETS`."""
    random = np.random.default_rng(seed)
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in ("employees", *PAPERS, "sanctions")}
    posts = [{"unit": "O", "title": "Jabatan", "head": False, "capacity": 1, **target} for target in TARGETS]

    def one_of(*options: Any) -> Any:
        return options[random.integers(len(options))]

    for number in range(people):
        nip, began = f"{number:03}", int(random.integers(1990, 2024))
        turn = int(random.integers(began, 2025))
        tables["employees"].append(
            {
                "nip": nip,
                "name": f"Orang {number}",
                "kind": one_of("pns", "pns", "pns", "pppk"),
                "stage": one_of("full", "full", "cpns"),
                "golongan": one_of("III/a", "III/d", "IV/b", "IX"),
                "education": one_of("slta", "d3", "s1", "s2"),
                "field": one_of("Hukum", "Akuntansi", "Teknik"),
                "legal_status": one_of("aktif", "aktif", "aktif", "cltn", "pensiun", "tugas_belajar"),
                "birth_date": f"{began - int(random.integers(20, 36))}-{random.integers(1, 13):02}-15",
                "pns_since": f"{began}-03-01",
            }
        )
        posts.append(
            {
                "post": f"S{nip}",
                "unit": one_of("O", "I"),
                "title": one_of("Jabatan", "Inspektur Pembantu Wilayah I"),
                "head": False,
                "capacity": 1,
                "tier": one_of(*TIERS),
                "family": one_of("keuangan", "umum", "guru"),
            }
        )
        tables["assignments"].append({"nip": nip, "post": f"S{nip}", "since": f"{turn}-06-01", "kind": "definitif"})
        tables["career"].append(
            {
                "nip": nip,
                "since": f"{began}-03-01",
                "until": f"{turn}-06-01",
                "tier": one_of(*TIERS),
                "family": one_of("keuangan", "umum"),
            }
        )
        for year in (2023, 2024):
            mark, result, behaviour = one_of(
                ("baik", "sesuai", "sesuai"), ("kurang", "sesuai", "di_bawah"), ("sangat_baik", "di_atas", "di_atas")
            )
            tables["appraisals"].append(
                {"nip": nip, "year": year, "predikat": mark, "work_result": result, "behaviour": behaviour}
            )
        for code in ("M.1", "M.2", "M.3", "M.4", "M.5", "M.6", "M.7", "M.8", "SK.1"):
            level = int(random.integers(1, 6))
            tables["assessments"].append({"nip": nip, "competency": code, "level": level, "date": "2024-01-01"})
        if random.random() < 0.5:
            given, ends = one_of(("2025-06-01", "2026-06-01"), ("2020-06-01", "2021-06-01"))
            level, kind = one_of(("sedang", "tunda_kp"), ("ringan", "teguran_tertulis"))
            tables["sanctions"].append({"nip": nip, "from": given, "level": level, "kind": kind, "until": ends})
    tables["sanctions"].append({"nip": "000", "from": "2001-01-01", "level": "ringan", "until": "2001-02-01"})
    return staffing_of(
        SCHEMAS,
        DAY,
        units=[
            {"unit": "O", "name": "Dinas", "kind": "office"},
            {"unit": "I", "name": "Inspektorat", "kind": "inspectorate"},
            {"unit": "D", "name": "Sekretariat DPRD", "kind": "council_secretariat"},
        ],
        posts=posts,
        post_competencies=[{"post": "T-adm", "competency": code, "level": 3} for code in ("M.1", "M.2", "M.3")],
        **tables,
    )


def judged(staffing: Staffing, rules: dict[str, str] | None = None, day: date = DAY, **given: Any) -> Findings:
    return find(staffing, SHOWN if rules is None else rules, given.pop("settings", {}), LAW.on(day, given), day)


@pytest.fixture(scope="module")
def small() -> Staffing:
    return office(7)


@pytest.fixture(scope="module")
def found(small) -> Findings:
    return judged(small)


def targets(findings: Findings, rule: str) -> np.ndarray:
    """(E, targets) verdicts of the posts that nobody holds."""
    return findings.verdict(rule)[:, findings.profile_of_post[[one["post"] for one in TARGETS]].to_numpy()]


# what a finding carries -----------------------------------------------------------------------------------------------


def test_the_invented_offices_meet_more_than_one_answer_of_every_rule():
    met: dict[str, set[int]] = {rule: set() for rule in JUDGES}
    for seed in range(4):
        findings = judged(office(seed))
        for rule in findings.rules:
            met[rule] |= set(np.unique(findings.verdict(rule)).tolist())
    assert [rule for rule, answers in met.items() if len(answers) == 1] == []
    assert set.union(*met.values()) == {YES, NO, UNKNOWN}


@pytest.mark.parametrize("lang", ["id", "en"])
def test_every_finding_of_a_pair_says_what_was_seen_what_was_asked_and_on_which_ground(found, lang):
    for nip in found.nips[:4]:
        for post in found.profile_of_post.index:
            rows = found.of(nip, post, lang=lang, every=True)
            assert rows["rule"].tolist() == list(found.rules)
            for column in ("label", "observed", "threshold"):
                assert rows[column].str.strip().ne("").all(), rows[["rule", column]]
            assert rows["verdict"].isin(WORDS.values()).all()
            assert rows["confidence"].isin(CONFIDENCE).all()
            assert rows["force"].tolist() == [RULES[rule].force for rule in rows["rule"]]
            asked = found.of(nip, post, lang=lang)
            assert asked["citation"].str.strip().ne("").all(), asked[["rule", "citation"]]


def test_what_is_shown_of_a_pair_is_what_was_judged(found):
    for nip, person in zip(found.nips, range(len(found.nips)), strict=True):
        for post in [one["post"] for one in TARGETS]:
            told = found.of(nip, post, every=True).set_index("rule")["verdict"]
            held = {rule: WORDS[int(found.verdict(rule)[person, found.profile_of_post[post]])] for rule in found.rules}
            assert told.to_dict() == held


def test_whoever_stays_is_not_asked_what_is_asked_of_a_move(found):
    for nip in found.nips:
        rows = found.of(nip, f"S{nip}", every=True).set_index("rule")
        for rule in rows.index:
            if RULES[rule].moves:
                assert rows.loc[rule, "verdict"] == "yes"
                assert rows.loc[rule, "observed"] == "tetap pada jabatan sekarang"


def test_a_stranger_and_a_post_that_does_not_exist_are_errors_that_name_them(found):
    with pytest.raises(KeyError, match="nobody"):
        found.of("nobody", "T-adm")
    with pytest.raises(KeyError, match="nowhere"):
        found.of("000", "nowhere")


def test_people_of_an_organisation_without_posts_are_asked_nothing():
    people = office(1)
    found = find(people.replace(posts=people.posts.iloc[:0]), SHOWN, STRICT, LAW.on(DAY), DAY)
    assert found.overall.shape == (len(people.employees), 0)
    assert all(counts.shape == (len(people.employees), 0) for counts in found.counts.values())


# what decides ---------------------------------------------------------------------------------------------------------


def test_overall_is_the_conjunction_of_the_rules_that_bar(small):
    for rules in ({}, SHOWN, {"rank": "bar", "direction": "off"}):
        findings = judged(small, rules)
        barring = [findings.verdict(rule) for rule in findings.rules if findings.choices[rule] == "bar"]
        assert (findings.overall == all_of(*barring)).all()


def test_a_rule_that_is_only_shown_bars_nobody_and_one_that_is_off_is_absent(small, found):
    free = [rule for rule in JUDGES if RULES[rule].force != "law"]
    off = judged(small, dict.fromkeys(free, "off"))
    assert set(off.rules) == set(JUDGES) - set(free)
    assert (off.overall == found.overall).all()
    assert set(free) & set(off.of("000", "T-adm", every=True)["rule"]) == set()
    for rule in free:
        barred = judged(small, {**SHOWN, rule: "bar"})
        assert (barred.overall == all_of(found.overall, found.verdict(rule))).all()
        assert not found.of("000", "T-adm", every=True).set_index("rule").loc[rule, "bars"]


def test_law_always_bars(small, found):
    for rule in found.rules:
        assert (found.choices[rule] == "bar") == (RULES[rule].force == "law")
        if RULES[rule].force == "law":
            for choice in ("show", "off"):
                with pytest.raises(ValueError, match=rule):
                    judged(small, {rule: choice})


def test_a_strange_rule_choice_or_setting_is_refused_by_name(small):
    for rules, word in (({"zodiak": "bar"}, "zodiak"), ({"rank": "perhaps"}, "perhaps")):
        with pytest.raises(ValueError, match=word):
            judged(small, rules)
    for name, value in (("jpm_percent", 120), ("months_before_retirement", -1), ("prior_years_apply_to_jf", 2)):
        with pytest.raises(ValueError, match=name):
            judged(small, settings={name: value})


def test_what_concerns_the_plan_is_said_once_and_bars_no_person(small, found):
    plan = found.plan_findings()
    assert plan["rule"].tolist() == [name for name, rule in RULES.items() if rule.plan]
    assert set(plan["rule"]) & set(found.rules) == set()
    frozen = judged(small, settings={"election_inaugurated": "2025-10-01"})
    assert "no" in set(frozen.plan_findings()["verdict"])
    assert (frozen.overall == found.overall).all()
    for column in ("label", "observed", "threshold", "citation", "confidence"):
        assert plan[column].str.strip().ne("").all()


# counting -------------------------------------------------------------------------------------------------------------


def test_counts_add_up_to_the_findings_that_are_asked(found):
    for nip, person in zip(found.nips[:4], range(4), strict=True):
        for post in [one["post"] for one in TARGETS]:
            told = found.of(nip, post)["verdict"].value_counts()
            for word, counts in found.counts.items():
                assert counts[person, found.profile_of_post[post]] == told.get(word, 0)


def test_every_unknown_is_laid_to_one_source(found):
    table = found.unknown_by_source
    assert table["findings"].sum() == int(found.counts["unknown"].sum())
    for rule, judgement in found.judgements.items():
        asked = np.broadcast_to(judgement.asked, judgement.verdict.shape)[judgement.of_profile].T
        unknown = (found.verdict(rule) == UNKNOWN) & asked
        rows = table[table["rule"] == rule]
        assert rows["findings"].sum() == unknown.sum()
        assert rows["people"].max() <= unknown.any(axis=1).sum() if len(rows) else not unknown.any()
    columns = {f"{name}.{column}" for name, schema in SCHEMAS.tables.items() for column in schema.names}
    assert set(table["source"]) <= columns | set(SCHEMAS.tables) | set(LAW.entries) | {"evidence"}


# laws -----------------------------------------------------------------------------------------------------------------


def test_judging_everyone_at_once_is_judging_each_pair_alone(small, found):
    tables = dict(small.tables())
    for nip in found.nips[:3]:
        for post in ("T-jpt", "T-adm", "T-muda", "T-mahir"):
            alone = {
                name: table[table["nip"].eq(nip) | table["nip"].eq("000")] if "nip" in table else table
                for name, table in tables.items()
                if name not in ("posts", "post_competencies")
            }
            seats = {post, f"S{nip}", "S000"}
            alone["posts"] = tables["posts"][tables["posts"]["post"].isin(seats)]
            alone["post_competencies"] = tables["post_competencies"][tables["post_competencies"]["post"].isin(seats)]
            pair = judged(Staffing.of(DAY, alone, SCHEMAS))
            told, whole = pair.of(nip, post, every=True), found.of(nip, post, every=True)
            pd.testing.assert_frame_equal(told, whole)


@settings(max_examples=5)
@given(st.integers(0, 99), st.randoms(use_true_random=False))
def test_the_order_of_input_rows_changes_nothing(seed, random):
    staffing = office(seed, people=5)
    shuffled = {}
    for name, table in staffing.tables():
        rows = list(range(len(table)))
        random.shuffle(rows)
        shuffled[name] = table.iloc[rows]
    one, other = judged(staffing), judged(Staffing.of(DAY, shuffled, SCHEMAS))
    assert one.nips.equals(other.nips)
    for rule in one.rules:
        assert (targets(one, rule) == targets(other, rule)).all(), rule


COLUMNS = [(table, column) for table, columns in FACTS.items() for column in columns]


@settings(max_examples=15)
@given(
    seed=st.integers(0, 10_000),
    blank=st.lists(st.sampled_from(COLUMNS), max_size=4, unique=True),
    lost=st.lists(st.sampled_from(PAPERS), max_size=2, unique=True),
    share=st.sampled_from([0.3, 1.0]),
)
@example(seed=1, blank=COLUMNS, lost=[], share=1.0)
@example(seed=2, blank=[], lost=list(PAPERS), share=0.5)
def test_a_fact_that_goes_missing_may_make_an_answer_unknown_but_never_turns_it(seed, blank, lost, share):
    full = office(seed)
    random = np.random.default_rng(seed + 1)
    tables = dict(full.tables())
    for name, column in blank:
        gone = random.random(len(tables[name])) < share
        tables[name] = tables[name].assign(**{column: tables[name][column].mask(gone)})
    for name in lost:
        tables[name] = tables[name][random.random(len(tables[name])) >= share]
    before = judged(full, settings=STRICT)
    after = judged(Staffing.of(DAY, tables, SCHEMAS), settings=STRICT)
    for rule in before.rules:
        was, now = targets(before, rule), targets(after, rule)
        turned = (now != UNKNOWN) & (now != was)
        if rule == "consultation":  # nobody is asked about leaving a post that is not recorded as his
            turned &= was != UNKNOWN
        assert not turned.any(), (rule, np.argwhere(turned)[:3].tolist(), was[turned][:3], now[turned][:3])


def test_missing_everything_leaves_every_question_open_that_is_asked_of_a_fact():
    ordinary = [target for target in TARGETS if "unit" not in target]
    bare = staffing_of(
        SCHEMAS,
        DAY,
        units=[{"unit": "O", "name": "Dinas"}],
        posts=[{"unit": "O", "title": "Jabatan", "head": False, "capacity": 1, **target} for target in ordinary],
        employees=[{"nip": "1", "name": "Ani"}],
    )
    findings = judged(bare)
    for post in bare.posts["post"]:
        told = findings.of("1", post)
        # Nobody is known to hold a post on whose leaving the Minister is heard: that rule does not arise.
        assert set(told["verdict"]) == {"unknown"}, told[told["verdict"] != "unknown"][["rule", "verdict", "observed"]]
        assert findings.overall[0, findings.profile_of_post[post]] == UNKNOWN


# the law that is read -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Listening(Regulation):
    """A regulation that notes which parameters are asked for."""

    heard: ClassVar[set[str]] = set()

    def __contains__(self, name: object) -> bool:
        self.heard.add(str(name))
        return super().__contains__(name)


@pytest.mark.parametrize("rule", JUDGES)
def test_a_rule_reads_the_law_that_it_names_and_no_other(small, rule):
    profiles, of_post = requirement_profiles(small)
    bench = Bench(Facts(small, DAY), profiles, of_post, Listening(LAW, DAY), {})
    assert bench.ladder  # built once for all rules, and reads the equivalence of functional levels
    Listening.heard.clear()
    JUDGES[rule](bench)
    assert Listening.heard <= set(RULES[rule].parameters)


def test_every_rule_is_labelled_cited_and_reads_parameters_that_exist():
    for name, rule in RULES.items():
        assert name == rule.id
        assert rule.label and rule.label_en and rule.sources
        assert set(rule.parameters) <= set(LAW.entries)
        assert bool(rule.parameters) or rule.force == "policy"
        assert rule.default == "bar" or rule.force != "law"
    for name, setting in SETTINGS.items():
        assert name == setting.name
        assert setting.label and setting.label_en and setting.why


READ = sorted({name for rule in RULES.values() for name in rule.parameters})


@pytest.mark.parametrize("parameter", READ)
def test_repealed_law_asks_nothing_and_decides_nothing(small, parameter):
    findings = judged(small, **{parameter: None})
    for rule, judgement in findings.judgements.items():
        asked = np.broadcast_to(judgement.asked, judgement.verdict.shape)
        assert (judgement.verdict[~asked] == YES).all(), rule
    for post in ("T-jpt", "T-adm", "T-muda", "T-mahir"):
        told = findings.of("001", post, every=True)
        assert told[["observed", "threshold"]].map(str.strip).ne("").all(axis=None)


def test_before_any_law_nothing_of_the_law_is_yes():
    early = date(2009, 1, 1)
    findings = judged(office(3), day=early)
    structural = ~findings.profiles["tier"].str.startswith("jf_").to_numpy()
    for rule in findings.rules:
        if RULES[rule].force == "law" and RULES[rule].parameters:
            judgement = findings.judgements[rule]
            asked = np.broadcast_to(judgement.asked, judgement.verdict.shape)
            assert not ((judgement.verdict == NO) & asked).any() or rule == "legal_status"
            if not RULES[rule].moves:
                assert not (findings.verdict(rule)[:, structural] == YES).any(), rule
    assert not (findings.overall == YES).any()


COUNTING = {
    "": {0: "nothing", 1: "one", -1: "missing", 12: "months in a year"},
    "catalogue.py": {100: "percent", 6: "the agency's own default of a gap, in months"},
    "compare.py": {2: "the highest place of a verdict"},
    "competence.py": {2: "an axis", 5: "levels of the dictionary: a width", 10: "tenths", 1000: "tenths of a percent"},
    "procedure.py": {2: "a pair"},
    "qualification.py": {1970: "the beginning of numpy's calendar"},
    "record.py": {31: "the last of December"},
    "service_time.py": {20: "a width in bits", 30: "days left over, at most", 31: "days in a month, at most"},
    "values.py": {2: "order of confidence", 3: "order of confidence"},
    "words.py": {10: "tenths"},
}
"""Numbers that a module may count with. Any other number in it would be law."""


def numbers(path: Path) -> set[float]:
    """Every number written in a module, but for places in a sequence."""
    tree = ast.parse(path.read_text("utf-8"))
    places = {id(part) for node in ast.walk(tree) if isinstance(node, ast.Subscript) for part in ast.walk(node.slice)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in places]
    return {node.value for node in constants if type(node.value) in (int, float)}


@pytest.mark.parametrize("path", sorted((ROOT / "workbench" / "regulation").glob("*.py")), ids=lambda path: path.name)
def test_no_number_of_law_stands_in_the_code_that_judges(path):
    assert numbers(path) - {*COUNTING[""], *COUNTING.get(path.name, ())} == set()
