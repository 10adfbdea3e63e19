"""The letter "why not me", and the commands that explain: right, and silent about everybody else."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from domain import province_workspace, tried_scenario
from workbench import cli
from workbench.io import resources, scenarios
from workbench.io.documents import formats
from workbench.io.documents.blocks import to_record
from workbench.io.documents.letter import Letter, body, letter
from workbench.io.documents.naming import Naming
from workbench.io.documents.pdf import pdf
from workbench.io.documents.reasons import OBSTACLE, OUTCOME, enough
from workbench.io.explaining import decided
from workbench.io.plans import feasible, plan_of
from workbench.io.workspace import Workspace
from workbench.placement import Plan
from workbench.placement.why.explain import OBSTACLES, OUTCOMES, Seen, Why
from workbench.scenario import COMPONENTS, Forbid, Lock, Release, Scenario

SARI = {"actor": "Sari", "role": "pimpinan", "at": datetime(2026, 11, 24, 5, 0, tzinfo=UTC)}
FIGURE = re.compile(r"\d+,\d")


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
def letters(plan) -> dict[tuple, Letter]:
    """One letter of each outcome, and of each number of people on whom a difference rests."""
    seen, found, naming = Seen.of(plan), {}, Naming.of(plan.ground.staffing)
    nips, posts = plan.ground.people["nip"].to_numpy(), plan.ground.seats["post"].to_numpy()
    network, rng = plan.standing.problem.network, np.random.default_rng(2)
    pairs = np.concatenate(
        [
            np.stack([network.person, network.seat], axis=1)[:: len(network.person) // 60],
            np.stack([rng.integers(0, len(nips), 80), rng.integers(0, len(posts), 80)], axis=1),
        ]
    )
    named = [*plan.policy.forbids, *zip(plan.moves["nip"], plan.moves["to_post"], strict=True)]
    for nip, post in [*named, *((nips[i], posts[j]) for i, j in pairs)]:
        told = seen.why(nip, post)
        found.setdefault((told.outcome, told.change.kind, told.change.people), Letter(plan, told, naming, 3))
    return found


@pytest.fixture
def run(capsys, workspace):
    """`run("why", ...)` in the workspace -> exit status, stdout, stderr."""

    def one(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(["--home", str(workspace.home), *arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


def text_of(told: Letter) -> str:
    return json.dumps([to_record(block) for block in body(told)], ensure_ascii=False)


# nobody else ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_letter_names_nobody_but_its_receiver(letters, plan, workspace, lang):
    people = plan.ground.staffing.employees
    for told in letters.values():
        whole = letter(replace(told, lang=lang), workspace)
        text = json.dumps([to_record(block) for block in whole], ensure_ascii=False)
        assert told.why.nip in text
        others = people[people["nip"] != told.why.nip]
        assert not [nip for nip in others["nip"] if nip in text]
        mine = people.loc[people["nip"] == told.why.nip, "name"].iloc[0]
        assert not [name for name in others["name"].dropna() if name != mine and name in text]


def test_a_letter_names_no_post_but_that_asked_about_and_the_receivers_own(letters, plan):
    wholes = Naming.of(plan.ground.staffing).wholes
    for told in letters.values():
        text, own = text_of(told), {told.why.post, told.why.sits, told.why.goes}
        known = [wholes[post] for post in own if post]
        others = {place for place in wholes if not any(place in one for one in known)}
        assert not [place for place in others if place in text]


def test_every_figure_of_a_letter_is_the_receivers_own_or_a_difference_that_gives_nobody_away(letters):
    stated = 0
    for told in letters.values():
        why = told.why
        own = {formats.score(points) for points in (why.score, why.score_most, why.score_most - why.score)}
        own |= {formats.score(points[name]) for points in (why.points, why.points_most) for name in COMPONENTS}
        rules = {figure for text in why.findings[["observed", "threshold"]].stack() for figure in FIGURE.findall(text)}
        table = [block for block in body(told) if to_record(block)["block"] != "table"]
        prose = json.dumps([to_record(block) for block in table], ensure_ascii=False)
        strange = set(FIGURE.findall(prose)) - own - rules
        if told.states_points:
            stated += 1
            assert strange <= {enough(why.change.points)} and enough(why.change.points) in prose
        else:
            assert not strange
    assert stated


def test_a_difference_that_rests_on_one_or_two_people_is_not_stated(letters):
    people = {key[2]: told for key, told in letters.items() if key[1] == "points"}
    assert {1, 2} & set(people) and {number for number in people if number >= 3}
    for number, told in people.items():
        assert told.states_points == (number == 0 or number >= 3)
        assert ("Selisihnya tidak disebut" in text_of(told)) != told.states_points


def test_the_footer_does_not_tell_the_title_of_a_scenario(letters, workspace, tried):
    for told in letters.values():
        assert tried not in letter(told, workspace)[0].footer


# what it says ---------------------------------------------------------------------------------------------------------


def test_a_bar_is_stated_with_what_is_asked_what_is_on_record_and_its_ground(letters):
    told = next(told for key, told in letters.items() if key[0] == "barred")
    text = text_of(told)
    assert len(told.why.against)
    for row in told.why.against.itertuples():
        assert all(json.dumps(part, ensure_ascii=False)[1:-1] in text for part in (row.observed, row.threshold))
        assert row.citation in text


def test_every_letter_tells_of_the_right_to_object_and_to_correct(letters, plan):
    citation = plan.ground.regulation["identity_privacy.pdp"].citation
    for told in letters.values():
        text = text_of(told)
        assert "keberatan" in text and "perbaikannya" in text and citation in text


def test_the_score_of_a_letter_adds_up(letters):
    for told in letters.values():
        rows = next(to_record(block)["rows"] for block in body(told) if to_record(block)["block"] == "table")
        assert [sum(row[k] for row in rows[:-1]) for k in (1, 2, 3)] == rows[-1][1:]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_letter_is_a_pdf_marked_as_a_draft(letters, workspace, lang):
    told = replace(next(iter(letters.values())), lang=lang)
    blocks = letter(told, workspace)
    assert blocks[0].draft and blocks[0].fictional
    assert pdf(blocks).startswith(b"%PDF")


def test_every_outcome_and_obstacle_has_words_in_both_languages():
    for lang in ("id", "en"):
        assert set(OUTCOME[lang]) == set(OUTCOMES)
        assert set(OBSTACLE[lang]) == set(OBSTACLES)


def test_under_limits_a_letter_states_no_difference(plan, letters):
    told = next(told for key, told in letters.items() if key[1] == "points")
    limited = Seen(plan, None, plan.standing.at).why(told.why.nip, told.why.post)
    assert isinstance(limited, Why) and limited.change.points is None
    assert not replace(told, why=limited).states_points


def test_the_agency_says_on_how_many_people_a_difference_must_rest():
    assert resources.explaining()["least_people"] >= 2


# on the command line --------------------------------------------------------------------------------------------------


def test_why_answers_for_people_and_for_programs(run, plan, tried):
    row = plan.moves.iloc[1]
    status, out, _ = run("why", row["nip"], row["to_post"], "--skenario", tried)
    assert status == 0 and "Ditempatkan pada jabatan ini." in out and "Yang berikutnya" in out
    status, out, _ = run("why", row["nip"], row["to_post"], "--skenario", tried, "--json")
    told = json.loads(out)
    assert (told["outcome"], told["score"]) == ("placed", row["score"])
    assert len(told["others"]) == 3 and told["change"] == {"kind": "nothing"}


def test_a_stranger_is_refused_in_a_sentence(run, plan):
    assert run("why", "1", plan.moves["to_post"].iloc[0])[::2] == (1, "Tidak ada pegawai dengan NIP 1 pada data ini.\n")
    status, _, said = run("why", plan.moves["nip"].iloc[0], "tidak-ada")
    assert status == 1 and said == "Tidak ada jabatan tidak-ada pada data ini.\n"


def test_a_letter_is_written_where_asked_and_only_as_pdf(run, plan, tried, tmp_path):
    row = plan.moves.iloc[1]
    status, out, _ = run("letter", row["nip"], row["to_post"], "--skenario", tried, "--out", str(tmp_path / "s.pdf"))
    assert status == 0 and (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF") and str(tmp_path / "s.pdf") in out
    assert run("letter", row["nip"], row["to_post"], "--out", str(tmp_path / "s.docx"))[0] == 2


def test_the_override_ledger_tells_price_and_who_decided(run, plan, tried):
    status, out, _ = run("overrides", "--skenario", tried, "--json")
    told = json.loads(out)
    assert status == 0
    assert {(one["kind"], one["nip"], one["post"]) for one in told["overrides"]} == {
        *(("lock", *seat) for seat in plan.policy.locks),
        *(("forbid", *seat) for seat in plan.policy.forbids),
    }
    assert all(one["actor"] == "uji" and one["at"] and one["seq"] for one in told["overrides"])
    _, out, _ = run("overrides", "--skenario", tried)
    assert "Harga:" in out and "Diputus uji (analis)" in out
    assert "Tidak ada kunci" in run("overrides")[1]


def test_who_decided_follows_undo_redo_release_and_branch(workspace, plan):
    first, last = (tuple(plan.moves.iloc[k][["nip", "to_post"]]) for k in (0, -1))
    opened = scenarios.new(workspace, "Siapa memutus", **SARI)

    def done(result: object) -> Scenario:
        assert isinstance(result, Scenario), result
        return result

    opened = done(scenarios.do(workspace, opened, [Lock(*first)], **SARI, note="arahan"))
    other = SARI | {"actor": "Budi"}
    opened = done(scenarios.do(workspace, opened, [Forbid(*last)], **other))
    told = decided(workspace, opened.id)
    assert told[["kind", "actor", "seq"]].values.tolist() == [["forbid", "Budi", 3], ["lock", "Sari", 2]]
    assert told["note"].iloc[1] == "arahan"
    opened = done(scenarios.undo(workspace, opened, **SARI))
    assert decided(workspace, opened.id)["kind"].tolist() == ["lock"]
    opened = done(scenarios.redo(workspace, opened, **SARI))
    child = scenarios.branch(workspace, opened, "Cabang", **SARI)
    child = done(scenarios.do(workspace, child, [Release(*first)], **SARI))
    assert decided(workspace, child.id)["actor"].tolist() == ["Budi"]
    assert len(decided(workspace, opened.id)) == 2
