"""The analyst's notebook and the plan that everyone shares: run as an analyst runs it, on the small demo province."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from domain import province_workspace, tried_scenario
from workbench.io import scenarios
from workbench.io.plans import as_json, feasible, plan_of, question
from workbench.io.workspace import Workspace
from workbench.placement import prepare, solve

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory, province) -> Workspace:
    return province_workspace(tmp_path_factory.mktemp("ruang"), province)


@pytest.fixture(scope="module")
def tried(workspace) -> str:
    """A scenario in which somebody was locked, somebody forbidden, and a weight moved."""
    return tried_scenario(workspace).id


def run(notebook: str, workspace: Workspace, tmp_path: Path, **parameters: str) -> nbformat.NotebookNode:
    """The notebook after its run in a workspace, with one more cell that prints the whole plan."""
    read = nbformat.read(ROOT / notebook, as_version=4)
    given = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    at = next(k for k, cell in enumerate(read.cells) if "parameters" in cell.metadata.get("tags", []))
    read.cells.insert(at + 1, nbformat.v4.new_code_cell(given))
    read.cells.append(nbformat.v4.new_code_cell("from workbench.io.plans import as_json\n\nprint(as_json(plan))"))
    client = NotebookClient(read, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}})
    return client.execute(env=os.environ | {"PENATAAN_HOME": str(workspace.home)})


def printed(notebook: nbformat.NotebookNode) -> str:
    return "".join(output.text for output in notebook.cells[-1].outputs if output.output_type == "stream").strip()


def command_line(workspace: Workspace, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "workbench.cli", "--home", str(workspace.home), "--json", "plan", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stdout.strip()


def test_notebook_command_line_and_core_give_the_same_plan_to_the_byte(workspace, tried, tmp_path):
    executed = run("notebooks/analisis/penempatan.ipynb", workspace, tmp_path, skenario=tried)
    asked = question(workspace, tried)
    core = feasible(solve(prepare(asked.state, asked.rulebook), asked.state.policy, head=asked.head))
    assert printed(executed) == command_line(workspace, "--skenario", tried) == as_json(core)
    digest = executed.cells[-2].outputs[0].data["text/plain"]
    assert digest == repr(core.digest)


def test_a_plan_after_undo_and_from_a_known_ground_is_the_plan_before(workspace, tried):
    opened = scenarios.load(workspace, tried)
    before = question(workspace, opened)
    ground = prepare(before.state, before.rulebook)
    undone = opened.undo()
    between = question(workspace, undone)
    known = prepare(between.state, between.rulebook, known=ground)
    again = question(workspace, undone.redo())
    plan = feasible(solve(prepare(again.state, again.rulebook, known=known), again.state.policy, head=again.head))
    assert as_json(plan) == as_json(feasible(solve(ground, before.state.policy, head=before.head)))


def test_the_notebook_answers_its_questions_without_an_error_on_the_agency_s_own_policy(workspace, tmp_path):
    executed = run("notebooks/analisis/penempatan.ipynb", workspace, tmp_path)
    plan = json.loads(printed(executed))
    assert plan["head"]["scenario"] is None
    assert plan["summary"]["moves"] == len([row for row in plan["rows"] if row["kind"] == "move"]) > 0
    chains = next(output for cell in executed.cells for output in cell.get("outputs", []) if "Rantai" in str(output))
    assert "application/vnd.penataan.block+json" in chains.data


def test_the_plan_of_a_workspace_stands_on_its_latest_data(workspace, province):
    plan = feasible(plan_of(workspace))
    assert plan.head["snapshot"] == workspace.latest
    assert plan.head["as_of"] == plan.head["day"] == province.as_of.isoformat()
    assert plan.head["step"] == 0
