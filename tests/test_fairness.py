"""The fairness audit: rates and ratios by hand, envy against its definition, and scores that know no protected fact."""

import ast
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from domain import province_workspace, staffing_of
from workbench import cli
from workbench.io import resources, scenarios
from workbench.io.documents.audit_text import ENVY, NOTES, RATIO, audit_text
from workbench.io.documents.naming import Naming
from workbench.placement import Ground, Merit, Plan, audit, prepare, slate, solve
from workbench.placement import merit as merit_module
from workbench.placement.fairness import Envy, Standard, balance, envy, rates, ratios
from workbench.placement.fairness.audit import NOTES as NOTE_CODES
from workbench.placement.fairness.balance import gini
from workbench.placement.fairness.envy import JUSTIFIED
from workbench.placement.fairness.envy import REASONS as ENVY_REASONS
from workbench.placement.fairness.groups import groupings
from workbench.placement.fairness.selection import EVERY, PROMOTION, SLATE, pools
from workbench.placement.fairness.selection import REASONS as RATIO_REASONS
from workbench.placement.limits.kept import violations
from workbench.placement.merit import Component
from workbench.scenario import COMPONENTS, Freeze, Lock, Policy, Quality, Scenario, Share, State
from workbench.staffing.offices import office_of

PROTECTED = ("sex", "religion", "marital_status", "region")
BIRTH = "birth_date"


@pytest.fixture(scope="module")
def standard() -> Standard:
    return resources.fairness()


@pytest.fixture(scope="module")
def ground(province, policy, rulebook) -> Ground:
    return prepare(State(province, policy), rulebook)


@pytest.fixture(scope="module")
def trading(province, policy, rulebook) -> Ground:
    """Posts may be traded on one level, so that seats can go round in a ring."""
    return prepare(State(province, replace(policy, settings={**policy.settings, "lateral": "all"})), rulebook)


@pytest.fixture(scope="module")
def made(ground, policy) -> Plan:
    return solved(ground, policy)


@pytest.fixture(scope="module")
def locked(ground, policy, made) -> Plan:
    """The worst candidate locked on the first seat of the plan."""
    post = made.moves["to_post"].iloc[0]
    listed = slate(ground, policy, post)
    worst = listed.loc[listed["eligible"], "nip"].iloc[-1]
    return solved(ground, replace(policy, locks=frozenset({(worst, post)})))


def solved(ground: Ground, policy: Policy) -> Plan:
    found = solve(ground, policy)
    assert isinstance(found, Plan), found
    return found


# no protected fact enters a score -------------------------------------------------------------------------------------


def shuffled(state: State, columns: tuple[str, ...], seed: int) -> State:
    """The same people with the facts of others in these columns."""
    people, rng = state.staffing.employees, np.random.default_rng(seed)
    mixed = {name: people[name].to_numpy()[rng.permutation(len(people))] for name in columns}
    return state.with_tables(employees=people.assign(**mixed))


def same_scores(a: Ground, b: Ground) -> bool:
    pairs = [(a.merit.components[name], b.merit.components[name]) for name in COMPONENTS]
    return all(
        getattr(one, part).tobytes() == getattr(other, part).tobytes()
        for one, other in pairs
        for part in ("low", "high", "demand")
    )


@settings(max_examples=2)
@given(st.integers(0, 2**32 - 1))
def test_sex_religion_marriage_and_region_change_no_score_no_candidate_and_no_plan(
    province, policy, rulebook, ground, made, seed
):
    mixed = prepare(shuffled(State(province, policy), PROTECTED, seed), rulebook)
    assert same_scores(mixed, ground)
    assert np.array_equal(mixed.person, ground.person) and np.array_equal(mixed.post, ground.post)
    assert solved(mixed, policy).digest == made.digest


@settings(max_examples=2)
@given(st.integers(0, 2**32 - 1))
def test_age_changes_no_score_only_what_the_law_asks_of_it(province, policy, rulebook, ground, seed):
    mixed = prepare(shuffled(State(province, policy), (BIRTH,), seed), rulebook)
    assert same_scores(mixed, ground)
    assert not mixed.people["leaves"].equals(ground.people["leaves"]), "retirement is the law's"


def words_of(path: str) -> Iterator[str]:
    """Every name, attribute and text of a module, docstrings aside."""
    tree = ast.parse(Path(path).read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id


def test_the_code_of_merit_names_no_protected_column(schemas):
    named = set(words_of(merit_module.__file__))
    assert {"education", "predikat"} <= named, "this test would find a column that merit does read"
    assert not named & {*PROTECTED, BIRTH}
    personal = {column.name for column in schemas["employees"].columns if column.personal}
    assert {*PROTECTED, BIRTH} - {"region"} <= personal


# rates ----------------------------------------------------------------------------------------------------------------


def wilson(selected: int, pool: int, confidence: float) -> tuple[float, float]:
    z = norm.ppf(0.5 + confidence / 2)
    rate, scale = selected / pool, 1 + z**2 / pool
    middle = (rate + z**2 / (2 * pool)) / scale
    half = z * np.sqrt(rate * (1 - rate) / pool + z**2 / (4 * pool**2)) / scale
    return max(0.0, middle - half), min(1.0, middle + half)


def test_rates_are_those_counted_person_by_person(made, standard):
    ground, table = made.ground, rates(made, standard)
    posts, who = ground.seats.set_index("post"), ground.people["nip"].tolist()
    stays = made.rows.loc[made.rows["kind"] == "stay", "to_post"].value_counts()
    gives = {
        post
        for post, seat in posts.iterrows()
        if seat["in_scope"] and not seat["selection"] and seat["capacity"] > stays.get(post, 0)
    }
    tier, sex = posts["tier"], made.ground.staffing.employees.set_index("nip")["sex"]
    may: dict[str, set[str]] = {}
    for person, post in zip(ground.person, ground.post, strict=True):
        name = ground.seats["post"].iloc[post]
        if name in gives:
            may.setdefault(who[person], set()).add(name)
    moved = made.moves.set_index("nip")["to_post"]
    for scope in (EVERY, "administrator", "pengawas"):
        for code in ("male", "female"):
            pool = {
                nip
                for nip, posts_ in may.items()
                if sex[nip] == code and (scope == EVERY or any(tier[post] == scope for post in posts_))
            }
            chosen = {nip for nip in pool & set(moved.index) if scope == EVERY or tier[moved[nip]] == scope}
            row = table[(table["scope"] == scope) & (table["attribute"] == "sex") & (table["group"] == code)].iloc[0]
            assert (row["pool"], row["selected"]) == (len(pool), len(chosen))
            assert row["rate"] == len(chosen) / len(pool)
            assert (row["low"], row["high"]) == pytest.approx(wilson(len(chosen), len(pool), standard.confidence))


def test_every_move_of_a_plan_without_overrides_comes_out_of_its_pool(made):
    by_scope = {pool.scope: pool for pool in pools(made)}
    assert by_scope[EVERY].selected.sum() == len(made.moves)
    level = made.ground.seats.set_index("post")["level"]
    up = made.moves["from_post"].map(level) < made.moves["to_post"].map(level)
    assert by_scope[PROMOTION].selected.sum() == up.sum() > 0
    assert by_scope[SLATE].selected.sum() == made.slates["nip"].nunique() > 0
    assert all((pool.eligible | ~pool.selected).all() for pool in by_scope.values())


def test_the_groups_of_an_attribute_share_out_the_pool(made, standard):
    table = rates(made, standard)
    sums = table.groupby(["scope", "attribute"])[["pool", "selected"]].sum()
    assert len(sums) == 5 * table["scope"].nunique()
    assert (sums.groupby("scope").nunique() == 1).all().all()
    every = table[table["scope"] == EVERY].groupby("attribute")["staff"].sum()
    people = made.ground.people
    assert (every == (people["active"] & people["leaves"].isna()).sum()).all()


def test_whose_attribute_is_not_recorded_is_a_line_of_its_own_and_never_judged(province, policy, rulebook, standard):
    people = province.employees
    blank = people.assign(sex=None, birth_date=None, region="99.99", education=None, kind=None)
    found = audit(solved(prepare(State(province.replace(employees=blank), policy), rulebook), policy), standard)
    assert set(found.ratios["label"]) == {"belum diketahui"}
    assert set(found.ratios["attribute"]) == {"sex", "age", "region", "education", "kind"}
    assert set(found.ratios["reason"]) == {"unrecorded"} and set(found.ratios["answer"]) == {"unknown"}


def test_who_could_not_be_selected_at_all_is_told_too(made, standard):
    table = ratios(rates(made, standard), standard)
    row = table[(table["scope"] == EVERY) & (table["group"] == "pppk")].iloc[0]
    assert row["staff"] > 0 and (row["pool"], row["answer"], row["reason"]) == (0, "unknown", "ineligible")
    assert np.isnan(row["rate"])


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("1995-10-30", "-29"),
        ("1995-10-29", "30-39"),
        ("1975-10-30", "40-49"),
        ("1975-10-29", "50-"),
        (None, ""),
    ],
)
def test_an_age_band_begins_on_the_birthday(schemas, rulebook, policy, standard, born, band):
    staffing = staffing_of(
        schemas,
        units=[{"unit": "01", "name": "Dinas Contoh", "kind": "office"}],
        posts=[{"post": "A", "unit": "01", "title": "Kepala Seksi", "head": True, "tier": "pengawas", "capacity": 1}],
        employees=[{"nip": "1", "name": "Ani", "birth_date": born, "legal_status": "aktif", "kind": "pns"}],
    )
    made = solved(prepare(State(staffing, policy), rulebook), policy)
    age = groupings(made, standard.age_bands)[1]
    assert age.groups["group"].iloc[age.row[0]] == band


# ratios ---------------------------------------------------------------------------------------------------------------


def counted(standard: Standard, **groups: tuple[int, int]) -> pd.DataFrame:
    """Ratios of groups given as name=(selected, pool)."""
    table = pd.DataFrame(
        [
            {"scope": EVERY, "attribute": "sex", "group": name, "label": name, "label_en": name}
            | {"selected": selected, "pool": pool, "rate": selected / pool}
            | dict(zip(("low", "high"), wilson(selected, pool, standard.confidence), strict=True))
            | {"enough": pool >= standard.smallest_group}
            for name, (selected, pool) in groups.items()
        ]
    )
    return ratios(table, standard).set_index("group")


@pytest.mark.parametrize(
    ("selected", "pool", "answer", "reason"),
    [
        (400, 1000, "yes", "reached"),  # exactly four fifths of 500 in 1000
        (399, 1000, "no", "below"),
        (8, 20, "unknown", "small"),
        (11, 30, "unknown", "chance"),
        (0, 1000, "no", "below"),
        (0, 30, "no", "below"),
    ],
)
def test_the_four_fifths_line(standard, selected, pool, answer, reason):
    row = counted(standard, best=(500, 1000), other=(selected, pool)).loc["other"]
    assert (row["answer"], row["reason"]) == (answer, reason)
    assert row["ratio"] == pytest.approx(selected / pool / 0.5)
    assert row["ratio_low"] <= row["ratio"] <= row["ratio_high"]


@given(st.integers(30, 400), st.integers(30, 400), st.data())
@settings(max_examples=30)
def test_so_many_more_would_reach_the_line_and_one_fewer_would_not(standard, pool, best_pool, data):
    best = data.draw(st.integers(1, best_pool))
    selected = data.draw(st.integers(0, pool * best // best_pool))
    row = counted(standard, best=(best, best_pool), other=(selected, pool)).loc["other"]
    assume(row["reason"] != "best")

    def reaches(count: int) -> bool:
        return count / pool / (best / best_pool) >= standard.line - 1e-9

    if row["short"]:
        assert reaches(selected + row["short"]) and not reaches(selected + row["short"] - 1)
        assert row["reason"] in ("below", "chance")
    else:
        assert reaches(selected)


def test_the_interval_is_that_of_katz(standard):
    row = counted(standard, best=(60, 100), other=(30, 100)).loc["other"]
    spread = norm.ppf(0.975) * np.sqrt(1 / 30 - 1 / 100 + 1 / 60 - 1 / 100)
    assert (row["ratio_low"], row["ratio_high"]) == pytest.approx(tuple(0.5 * np.exp([-spread, spread])))


def test_a_lone_group_and_groups_of_whom_nobody_was_selected_are_not_judged(standard):
    assert set(counted(standard, best=(5, 100), other=(1, 5))["reason"]) == {"alone", "small"}
    nobody = counted(standard, best=(0, 100), other=(0, 100))
    assert set(nobody["reason"]) == {"nobody"} and nobody["ratio"].isna().all()


def test_a_small_group_is_never_the_best_one(standard):
    table = counted(standard, small=(9, 10), best=(50, 100), other=(45, 100))
    assert table["best"].unique().tolist() == ["best"]


@pytest.mark.parametrize(
    "wrong",
    [{"line": 0}, {"line": 1.2}, {"smallest_group": 0}, {"confidence": 1}, {"age_bands": [40, 30]}, {"age_bands": []}],
)
def test_a_senseless_line_is_refused(standard, wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Standard.from_record(standard.to_record() | wrong)


def test_an_absent_line_is_refused_by_name(standard):
    with pytest.raises(ValueError, match="confidence"):
        Standard.from_record({"line": 0.8})


def test_every_line_says_where_it_comes_from(standard):
    record = standard.to_record()
    assert set(standard.sources) == set(record) - {"sources"}
    assert "29 CFR 1607.4(D)" in standard.sources["line"]
    assert Standard.from_record(record) == standard


# envy -----------------------------------------------------------------------------------------------------------------


def luck(ground: Ground, seed: int, steps: int) -> Ground:
    """The same people and posts with merit drawn at random, in few steps so that ties abound."""
    rng = np.random.default_rng(seed)

    def drawn(component: Component) -> Component:
        low = (rng.integers(0, steps, component.low.shape) * (1000 // steps)).astype(np.int16)
        return Component(low, low, component.demand)

    return replace(ground, merit=Merit({name: drawn(one) for name, one in ground.merit.components.items()}))


@dataclass(frozen=True, eq=False)
class Lawful:
    """What a plan without overrides may use. `homes`: own seats by nip; `rivals`: by post, whoever may be proposed or
    holds it; `pairs`: all pairs."""

    homes: dict[str, str]
    rivals: dict[str, set[str]]
    pairs: set[tuple[str, str]]

    @classmethod
    def of(cls, ground: Ground) -> "Lawful":
        people, nips, posts = ground.people, ground.people["nip"].to_numpy(), ground.seats["post"].to_numpy()
        staying = people[people["active"] & people["leaves"].isna() & people["post"].isin(posts)]
        homes = dict(zip(staying["nip"], staying["post"], strict=True))
        proposed = ~ground.seats["selection"].to_numpy()[ground.post]
        pairs = set(zip(nips[ground.person[proposed]], posts[ground.post[proposed]], strict=True)) | set(homes.items())
        rivals: dict[str, set[str]] = {}
        scope = set(ground.seats.loc[ground.seats["in_scope"], "post"])
        for nip, post in [*zip(nips[ground.person], posts[ground.post], strict=True), *homes.items()]:
            if post in scope:
                rivals.setdefault(post, set()).add(nip)
        return cls(homes, rivals, pairs)


@pytest.fixture(scope="module")
def lawful(ground, trading) -> dict[int, Lawful]:
    """By number of proposals, which tells the two grounds apart."""
    return {len(one.person): Lawful.of(one) for one in (ground, trading)}


class Book:
    """A plan read person by person, with plain dictionaries."""

    def __init__(self, plan: Plan, lawful: Lawful) -> None:
        self.plan, self.lawful = plan, lawful
        self.seats = plan.ground.seats.set_index("post").to_dict("index")
        self.held = dict(zip(plan.ground.people["nip"], plan.ground.people["post"], strict=True))
        self.placed = dict(zip(plan.assignment.table["nip"], plan.assignment.table["post"], strict=True))
        self.followers = dict(zip(plan.moves["replaces"], plan.moves["nip"], strict=True))
        self.person = {nip: row for row, nip in enumerate(self.held)}
        self.post = {post: row for row, post in enumerate(self.seats)}
        shape = len(self.person), len(self.post)
        at = (grid.ravel() for grid in np.indices(shape))
        self.points = plan.ground.merit.scores(*at, plan.policy.weights).reshape(shape).tolist()

    def score(self, nip: str, post: str) -> int:
        return self.points[self.person[nip]][self.post[post]]

    def levels(self, placed: dict[str, str]) -> tuple[int, int, int]:
        """Critical seats, score and stay, moves."""
        critical = merit = moves = 0
        for nip, post in placed.items():
            at_home, seat = self.held[nip] == post, self.seats[post]
            critical += bool(seat["critical"] and seat["in_scope"])
            merit += self.score(nip, post) if seat["in_scope"] or not at_home else 0
            merit += self.plan.policy.move_price if at_home else 0
            moves += not at_home
        return critical, merit, moves

    def exchange(self, placed: str, passed_over: str) -> dict[str, str] | None:
        """Everybody's seat after the exchange as the docstring of envy defines it."""
        after, going, who = dict(self.placed), [], placed
        while who is not None and who != passed_over and who not in going:
            going.append(who)
            who = self.followers.get(who)
        if who in going:
            return None
        for nip in going:
            del after[nip]
            if nip in self.lawful.homes:
                after[nip] = self.lawful.homes[nip]
        return after | {passed_over: self.placed[placed]}

    def faults(self, placed: dict[str, str]) -> list[str]:
        """What would be unlawful about these seats without overrides; a lock that is kept is none."""
        kept = self.plan.policy.locks & set(placed.items())
        found = [f"{nip} at {post}" for nip, post in set(placed.items()) - kept - self.lawful.pairs]
        own = Counter(self.lawful.homes.values())
        for post, count in Counter(placed.values()).items():
            room = self.seats[post]["capacity"] if self.seats[post]["in_scope"] else own[post]
            found += [f"{post} holds {count}"] if count > room else []
        return found + [f"{nip} is out" for nip in set(self.lawful.homes) & set(self.placed) - set(placed)]

    def naive(self) -> set[tuple[str, str, str]]:
        """Every naive envy, by looking at each mover and each of those who might have come instead."""
        level = {post: seat["level"] for post, seat in self.seats.items()}
        return {
            (post, placed, nip)
            for placed, post in zip(self.plan.moves["nip"], self.plan.moves["to_post"], strict=True)
            for nip in self.lawful.rivals.get(post, ())
            if self.placed.get(nip) != post
            and (nip not in self.placed or level[self.placed[nip]] <= level[post])
            and self.score(nip, post) > self.score(placed, post)
        }


def assert_envy_holds(plan: Plan, found: Envy, lawful: Lawful, most: int = 60) -> None:
    """No naive envy is left out; every number is that of the exchange carried out, and the exchange is lawful but for
    overrides (looked at for up to `most` of the justified, and of the others)."""
    book, pairs = Book(plan, lawful), found.pairs
    assert set(pairs[["post", "placed", "passed_over"]].itertuples(index=False, name=None)) == book.naive()
    assert len(pairs) == len(book.naive())
    assert (pairs[["difference", "leaves", "chain", "price"]].sum(axis=1) == pairs["net"]).all()
    assert (pairs["difference"] == pairs["score_passed_over"] - pairs["score_placed"]).all()
    caused, before = set(found.causes["row"]), book.levels(book.placed)
    looked_at = pd.concat([found.justified.head(most), pairs.drop(found.justified.index).head(most)])
    for row in looked_at.reset_index().to_dict("records"):
        assert row["score_passed_over"] == book.score(row["passed_over"], row["post"])
        after = book.exchange(row["placed"], row["passed_over"])
        if after is None or row["reason"] == "selection":
            assert row["reason"] in ("ring", "selection")
            continue
        critical, net, moves = np.subtract(book.levels(after), before).tolist()
        assert (critical, net, moves) == (row["critical"], row["net"], row["moves"])
        assert book.faults(after) == []
        assert (row["reason"] in JUSTIFIED) == ((critical, net, -moves) > (0, 0, 0))
        assert (row["index"] in caused) == (row["reason"] == "override")


@pytest.mark.parametrize("which", ["made", "locked"])
def test_envy_is_told_to_the_last_pair_and_each_number_is_that_of_the_exchange(request, ground, lawful, which):
    plan = request.getfixturevalue(which)
    found = envy(plan)
    assert len(found.pairs) > 0
    assert_envy_holds(plan, found, lawful[len(ground.person)], most=1000)


POLICIES = st.fixed_dictionaries(
    {
        "move_price": st.sampled_from([0, 1, 5_000, 60_000]),
        "move_limit": st.sampled_from([None, None, 3, 8]),
    }
)


@settings(max_examples=12)
@given(st.integers(0, 2**32 - 1), st.sampled_from([2, 5, 1000]), POLICIES, st.booleans())
def test_without_overrides_no_envy_is_justified(ground, trading, lawful, policy, seed, steps, choice, trade):
    plan = solved(luck(trading if trade else ground, seed, steps), replace(policy, **choice))
    assume(plan.summary["gap"] == 0)
    found = envy(plan)
    assert found.justified.empty and found.causes.empty
    assert_envy_holds(plan, found, lawful[len(plan.ground.person)])


@settings(max_examples=12)
@given(st.integers(0, 2**32 - 1), st.sampled_from([2, 5, 1000]), POLICIES, st.booleans(), st.data())
def test_with_overrides_each_justified_envy_names_those_that_cause_it(
    ground, trading, lawful, policy, seed, steps, choice, trade, data
):
    at_random = luck(trading if trade else ground, seed, steps)
    free = solved(at_random, replace(policy, **choice))
    assume(len(free.moves))
    locks, forbids = set(), set()
    rivals = pd.Series(at_random.post).map(at_random.seats["post"])
    for post in data.draw(st.lists(st.sampled_from(sorted(set(free.moves["to_post"]))), max_size=3, unique=True)):
        nips = at_random.people["nip"].to_numpy()[at_random.person[(rivals == post).to_numpy()]]
        locks.add((data.draw(st.sampled_from(sorted(nips))), post))
    for row in data.draw(st.lists(st.sampled_from(free.moves.to_dict("records")), max_size=3)):
        forbids.add((row["nip"], row["to_post"]))
        if data.draw(st.booleans()) and isinstance(row["from_post"], str):
            forbids.add((row["nip"], row["from_post"]))
    locks = {(nip, post) for nip, post in locks if (nip, post) not in forbids}
    assume(len({nip for nip, _ in locks}) == len(locks))
    plan = solve(at_random, replace(policy, **choice, locks=frozenset(locks), forbids=frozenset(forbids)))
    assume(isinstance(plan, Plan) and plan.summary["gap"] == 0)
    found = envy(plan)
    assert "unproven" not in set(found.pairs["reason"])
    assert set(zip(found.causes["kind"], found.causes["nip"], found.causes["post"], strict=True)) <= {
        *(("lock", *seat) for seat in locks),
        *(("forbid", *seat) for seat in forbids),
    }
    assert_envy_holds(plan, found, lawful[len(plan.ground.person)])


def test_a_lock_of_the_worst_candidate_is_the_cause_of_the_envy_of_all_better_ones(locked):
    found, ((nip, post),) = envy(locked), locked.policy.locks
    assert len(found.justified) > 0
    assert found.overrides[["kind", "nip", "post"]].to_numpy().tolist() == [["lock", nip, post]]
    assert set(found.justified["placed"]) == {nip}
    assert found.overrides["people"].iloc[0] == found.justified["passed_over"].nunique()


def test_taking_an_override_back_wins_at_least_what_any_exchange_promised(locked, made):
    gained = made.assignment.total - locked.assignment.total
    assert 0 < envy(locked).justified["net"].max() <= gained


def test_a_ban_is_the_cause_of_the_envy_of_the_banned(ground, policy, made):
    envied = []
    for move in made.moves.itertuples():
        found = envy(solved(ground, replace(policy, forbids=frozenset({(move.nip, move.to_post)}))))
        banned = found.justified[found.justified["passed_over"] == move.nip]
        assert set(banned["post"]) <= {move.to_post}
        assert found.overrides[["kind", "nip", "post"]].to_numpy().tolist() in (
            [],
            [["forbid", move.nip, move.to_post]],
        )
        envied += banned["post"].tolist()
    assert envied, "whoever was banned from a seat sees a lower score in it"


def test_every_reason_is_counted_even_those_that_did_not_occur(made):
    counts = envy(made).counts
    assert counts["reason"].tolist() == list(ENVY_REASONS)
    assert counts["pairs"].sum() == len(envy(made).pairs)


def carried_out(plan: Plan, seats: dict[str, str]) -> Plan:
    """The plan with these seats in place of its own, as far as limits look at it."""
    book = Book(plan, Lawful.of(plan.ground))
    rows = pd.DataFrame(
        [
            {"nip": nip, "from_post": book.held[nip], "to_post": post, "score": book.score(nip, post)}
            | {"kind": "stay" if book.held[nip] == post else "move"}
            for nip, post in seats.items()
            if book.seats[post]["in_scope"] or book.held[nip] != post
        ]
    )
    return replace(plan, rows=rows)


def test_an_exchange_that_breaks_a_limit_is_told_as_such_and_no_other_is(locked, province):
    book, free = Book(locked, Lawful.of(locked.ground)), envy(locked)
    frozen = [Freeze(unit) for unit in province.units["unit"]]
    thawed = set(violations(locked, replace(locked.policy, limits=tuple(frozen)))["unit"])
    everyone = locked.rows["nip"].map(province.employees.set_index("nip")["sex"])
    women = int(100 * (everyone == "female").mean())
    broken = kept = 0
    for limits in (
        [limit for limit in frozen if limit.unit not in thawed][::4],
        [Share("female", "least", women, tuple(locked.policy.tiers), reach=True)],
        [Share("female", "most", women + 1, tuple(locked.policy.tiers), reach=True)],
        [Quality(int(locked.rows["score"].mean()) - 1, reach=True)],
    ):
        plan = replace(locked, policy=replace(locked.policy, limits=tuple(limits)))
        assert violations(plan, plan.policy).empty, limits
        reasons = envy(plan).pairs["reason"]
        for row, pair in free.justified.iloc[::9].iterrows():
            after = carried_out(plan, book.exchange(pair["placed"], pair["passed_over"]))
            breaks = len(violations(after, plan.policy)) > 0
            assert reasons[row] == ("limit" if breaks else "override")
            broken, kept = broken + breaks, kept + (not breaks)
    assert broken and kept


def test_a_seat_of_open_selection_given_away_by_a_lock_is_told_and_not_measured(ground, policy, made, standard):
    vacant = made.vacant[(made.vacant["reason"] == "selection") & (made.vacant["candidates"] > 1)].iloc[0]
    listed = slate(ground, policy, vacant["post"])
    worst = listed.loc[listed["eligible"], "nip"].iloc[-1]
    found = audit(solved(ground, replace(policy, locks=frozenset({(worst, vacant["post"])}))), standard)
    mine = found.envy.pairs[found.envy.pairs["post"] == vacant["post"]]
    assert len(mine) > 0 and set(mine["reason"]) == {"selection"}
    assert found.notes["selection_locked"] == 1


def test_a_plan_of_nothing_has_no_envy_and_no_rates(ground, province, policy, rulebook, standard):
    nothing = replace(policy, tiers=())
    found = audit(solved(prepare(State(province, nothing), rulebook), nothing), standard)
    assert found.envy.pairs.empty and found.rates.empty and found.ratios.empty and not found.asks
    assert found.balance.offices.empty
    assert json.loads(json.dumps(found.to_record()))["envy"]["justified"] == []


# balance --------------------------------------------------------------------------------------------------------------


def test_the_means_of_an_office_are_those_of_its_holders(made):
    told, ground = balance(made), made.ground
    lawful = Lawful.of(ground)
    book = Book(made, lawful)
    unit, office = ground.staffing.posts.set_index("post")["unit"], office_of(ground.staffing)
    scope = set(ground.seats.loc[ground.seats["in_scope"], "post"])
    before = {nip: post for nip, post in lawful.homes.items() if post in scope}
    after = dict(zip(made.rows["nip"], made.rows["to_post"], strict=True))
    for row in told.offices.itertuples():
        for when, seated in (("before", before), ("after", after)):
            scores = [book.score(nip, post) for nip, post in seated.items() if office[unit[post]] == row.office]
            assert len(scores) == getattr(row, f"holders_{when}")
            assert np.mean(scores) == pytest.approx(getattr(row, f"mean_{when}"))
    assert told.offices["holders_after"].sum() == len(made.rows)
    assert told.offices["seats"].sum() == made.summary["seats"]
    assert told.offices["change"].is_monotonic_decreasing


def test_the_spread_is_over_offices(made):
    told = balance(made)
    for when, row in told.spread.set_index("when").iterrows():
        means = told.offices[f"mean_{when}"]
        assert (row["least"], row["most"]) == (means.min(), means.max())
        assert row["deviation"] == pytest.approx(means.std(ddof=0))


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=9))
def test_gini_is_the_mean_difference_over_twice_the_mean(values):
    numbers = np.array(values, dtype=np.float64)
    differences = np.abs(numbers[:, None] - numbers[None, :]).mean()
    expected = differences / (2 * numbers.mean()) if numbers.sum() else 0.0
    assert gini(numbers) == pytest.approx(expected, abs=1e-12)


# told -----------------------------------------------------------------------------------------------------------------


def test_every_reason_and_note_has_words_in_both_languages():
    for lang in ("id", "en"):
        assert set(RATIO[lang]) == set(RATIO_REASONS)
        assert set(ENVY[lang]) == set(ENVY_REASONS)
        assert set(NOTES[lang]) == set(NOTE_CODES)


def test_an_audit_asks_when_envy_is_justified_or_a_group_lies_under_the_line(made, locked, standard):
    assert not audit(made, standard).asks
    assert audit(locked, standard).asks
    strict = Standard.from_record(standard.to_record() | {"line": 1.0, "confidence": 0.01, "smallest_group": 1})
    found = audit(made, strict)
    assert len(found.below) > 0 and found.asks and found.envy.justified.empty


def test_text_from_data_cannot_paint_the_terminal(locked, standard, province):
    nip = envy(locked).justified["passed_over"].iloc[0]
    people = province.employees
    painted = province.replace(employees=people.assign(name=people["name"].mask(people["nip"] == nip, "\x1b[31mX")))
    told = audit_text(audit(locked, standard), painted)
    assert "\x1b" not in told and "[U+001B][31mX" in told


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province):
    return province_workspace(tmp_path_factory.mktemp("ruang"), province)


def test_the_command_answers_0_when_nothing_has_to_be_answered(workspace, capsys, made):
    assert cli.main(["--home", str(workspace.home), "audit"]) == 0
    told = capsys.readouterr().out
    assert f"Audit keadilan rencana {made.digest}" in told
    assert "Jenis kelamin" in told and "PPPK" in told and "terlewati" in told


def test_the_command_answers_1_when_a_lock_passes_better_people_over(workspace, capsys, locked, province):
    who = {"actor": "uji", "role": "analis", "at": pd.Timestamp("2025-10-30", tz="UTC").to_pydatetime()}
    opened = scenarios.new(workspace, "Kunci", **who)
    ((nip, post),) = locked.policy.locks
    assert isinstance(scenarios.do(workspace, opened, [Lock(nip, post)], **who), Scenario)
    assert cli.main(["--home", str(workspace.home), "audit", "--skenario", opened.id, "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert record["asks"] and record["head"]["scenario"] == opened.id
    assert [row["nip"] for row in record["envy"]["overrides"]] == [nip]
    assert cli.main(["--home", str(workspace.home), "audit", "--skenario", opened.id]) == 1
    told = capsys.readouterr().out
    naming = Naming.of(province)
    assert f"Kunci {naming.names[nip]} ({nip}) pada {naming.wholes[post]}" in told
