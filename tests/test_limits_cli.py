"""`penataan limit`: limits of a scenario set, listed and lifted from the command line, each on the record."""

import json

import pytest

from domain import province_workspace, tried_scenario
from workbench import cli
from workbench.io import scenarios
from workbench.io.workspace import Workspace
from workbench.scenario import Apart, Budget, Freeze, Quality, Share, UnitMoves

UNIT = "0040000"
ADDED = [
    (["unit-moves", "SKENARIO", UNIT, "3"], UnitMoves(UNIT, 3)),
    (["budget", "SKENARIO", "500000000"], Budget(500_000_000)),
    (
        ["share", "SKENARIO", "female", "--least", "30", "--tier", "pengawas", "--each", "--reach"],
        Share("female", "least", 30, ("pengawas",), each=True, reach=True),
    ),
    (
        ["share", "SKENARIO", "local", "--most", "0", "--tier", "pengawas", "--unit", UNIT],
        Share("local", "most", 0, ("pengawas",), unit=UNIT),
    ),
    (["quality", "SKENARIO", "--each"], Quality(each=True)),
    (["quality", "SKENARIO", "--points", "60000"], Quality(60_000)),
    (["apart", "SKENARIO"], Apart()),
    (["apart", "SKENARIO", "--kind", "keluarga"], Apart(("keluarga",))),
    (["freeze", "SKENARIO", UNIT], Freeze(UNIT)),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province) -> Workspace:
    return province_workspace(tmp_path_factory.mktemp("ruang"), province)


@pytest.fixture(scope="module")
def tried(workspace) -> str:
    return tried_scenario(workspace).id


@pytest.fixture
def run(capsys, workspace, tried):
    """`run("limit", "list", "SKENARIO")` -> exit status, stdout, stderr."""

    def one(*arguments: str) -> tuple[int, str, str]:
        words = [tried if word == "SKENARIO" else word for word in arguments]
        status = cli.main(["--home", str(workspace.home), *words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return one


@pytest.mark.parametrize(("arguments", "limit"), ADDED, ids=lambda each: getattr(each, "id", None))
def test_a_limit_added_is_on_record_until_it_is_dropped(run, workspace, tried, arguments, limit):
    status, out, _ = run("limit", "add", *arguments, "--json")
    assert status == 0
    assert [row["id"] for row in json.loads(out)] == [limit.id]
    assert scenarios.load(workspace, tried).state.policy.limits == (limit,)
    assert limit.id in run("limit", "list", "SKENARIO")[1]
    status, out, _ = run("limit", "drop", "SKENARIO", limit.id)
    assert status == 0
    assert "tanpa batas" in out
    assert scenarios.load(workspace, tried).state.policy.limits == ()


def test_a_limit_that_cannot_be_is_refused_and_nothing_is_recorded(run, workspace, tried):
    before = scenarios.load(workspace, tried).seq
    for arguments, reason in (
        (["add", "freeze", "SKENARIO", "99"], "Tidak ada unit 99"),
        (["add", "budget", "SKENARIO", "--", "-1"], "paling sedikit 0"),
        (["drop", "SKENARIO", "budget"], "Tidak ada batas budget"),
    ):
        status, out, err = run("limit", *arguments)
        assert (status, out) == (1, "")
        assert reason in err
    assert scenarios.load(workspace, tried).seq == before


@pytest.mark.parametrize("bounds", [[], ["--least", "30", "--most", "60"]])
def test_a_share_needs_just_one_bound(run, bounds):
    status, _, err = run("limit", "add", "share", "SKENARIO", "female", "--tier", "pengawas", *bounds)
    assert status == 2
    assert "--least atau --most" in err


def test_the_history_tells_of_a_limit_in_a_sentence(run, workspace, tried):
    run("limit", "add", "apart", "SKENARIO")
    told = scenarios.history(workspace, scenarios.load(workspace, tried))["what"].iloc[-1]
    run("limit", "drop", "SKENARIO", "apart")
    assert told == "Batas: Tidak ada dua orang dengan hubungan apa pun dalam satu garis komando"
