"""The house: what stands in the tree, what it leans on, and what its documents promise."""

import ast
import csv
import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from workbench.scenario import COMPONENTS
from workbench.scenario.kinds import MOVES

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = ("workbench", "widgets")
CORE = ("staffing", "regulation", "scenario", "placement", "structure")
BINARY = {".woff2", ".ttf", ".png", ".xlsx", ".pdf", ".pyc"}
NOT_OURS = {"node_modules", "var", "__pycache__", "build", "dist"}


@cache
def tree() -> tuple[Path, ...]:
    """Every file of ours, relative to the root: what git would keep, without asking git."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and (name[0] != "." or name == ".ci")]
        found += [(Path(folder) / name).relative_to(ROOT) for name in files]
    return tuple(sorted(found))


def texts(*suffixes: str) -> Iterator[tuple[Path, str]]:
    for path in tree():
        if path.suffix not in BINARY and (not suffixes or path.suffix in suffixes):
            yield path, (ROOT / path).read_text("utf-8", "replace")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path, text in texts(".py"):
        if path.parts[0] in PACKAGES:
            yield path, ast.parse(text)


def notebooks(folder: str) -> dict[str, list[dict]]:
    """Cells by name of notebook; a folder without notebooks is a mistake."""
    found = {
        path.name: json.loads((ROOT / path).read_text("utf-8"))["cells"]
        for path in tree()
        if path.match(f"{folder}/*.ipynb")
    }
    assert found, f"{folder}/ holds no notebook"
    return found


def source(cell: dict) -> str:
    return "".join(cell["source"])


# the tree -------------------------------------------------------------------------------------------------------------


def test_the_top_of_the_tree_is_as_its_owner_asked():
    asked = [
        "workbench",
        "notebooks",
        "widgets",
        "data",
        "reports",
        "tests",
        "docs/istilah.md",
        "docs/keputusan",
        "docs/panduan",
    ]
    asked += [
        "environment.yml",
        "pyproject.toml",
        "README.md",
        "Makefile",
        ".ci/run",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
    ]
    assert [name for name in asked if not (ROOT / name).exists()] == []


def test_pages_and_data_hold_no_python_module():
    assert [path for path in tree() if path.suffix == ".py" and path.parts[0] in ("notebooks", "data", "reports")] == []


def test_every_module_says_what_it_is_for():
    assert [str(path) for path, module in modules() if not ast.get_docstring(module)] == []


def test_nothing_is_left_for_later():
    left = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b|raise NotImplementedE[r]ror")
    assert [str(path) for path, text in texts(".py", ".js", ".yaml", ".toml", ".sh") if left.search(text)] == []


def test_no_file_names_the_host_of_a_package_registry():
    host = re.compile(
        r"p[y]pi\.org|pythonh[o]sted\.|registry\.n[p]mjs|deb\.d[e]bian\.|conda\.anac[o]nda", re.IGNORECASE
    )
    assert [str(path) for path, text in texts() if host.search(text)] == []


def test_no_file_names_a_path_of_the_machine_it_was_written_on():
    machine = re.compile(r"(?<![\w.\-/])/(?:w[o]rk|r[o]ot|h[o]me/\w+|Us[e]rs/\w+)/")
    assert [str(path) for path, text in texts() if machine.search(text)] == []


def test_no_page_asks_another_server_for_a_script_a_style_or_a_font():
    cdn = re.compile(
        r"cdn\.jsd[e]livr|unpk[g]\.com|cdnj[s]\.|esm\.s[h]\b|fonts\.g[o]ogleapis|fonts\.gst[a]tic", re.IGNORECASE
    )
    pages = texts(".py", ".js", ".html", ".j2", ".css", ".ipynb", ".json")
    assert [str(path) for path, text in pages if cdn.search(text)] == []


def test_every_leaf_has_its_bundle_and_no_bundle_outlives_its_leaf():
    sources = {path.name for path in tree() if path.match("widgets/src/*.js")}
    assert sources
    assert {path.name for path in tree() if path.match("widgets/static/*.js")} == sources


def test_no_leaf_turns_data_into_markup():
    markup = re.compile(r"\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(")
    assert [str(path) for path, text in texts(".js") if "src" in path.parts and markup.search(text)] == []


# the core -------------------------------------------------------------------------------------------------------------


def test_the_core_asks_nobody_for_the_time_and_opens_no_file():
    asked = []
    for path, module in modules():
        if path.parts[:1] == ("workbench",) and path.parts[1] in CORE:
            for call in (node.func for node in ast.walk(module) if isinstance(node, ast.Call)):
                name = call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")
                if name in {"today", "now", "utcnow", "read_text", "write_text"} or (
                    isinstance(call, ast.Name) and name in {"open", "print", "input"}
                ):
                    asked.append(f"{path}:{call.lineno} {name}")
    assert asked == []


def test_every_room_of_the_core_stands_under_an_import_contract():
    contracts = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}
    rooms = {
        f"workbench.{path.parts[1]}" for path, _ in modules() if path.parts[0] == "workbench" and len(path.parts) > 2
    }
    assert rooms <= set(contracts["rooms"]["layers"])
    assert rooms - {"workbench.io", "workbench.cli"} == set(contracts["pure"]["source_modules"])


# what it leans on -----------------------------------------------------------------------------------------------------


def dependencies() -> dict[str, Requirement]:
    declared = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    for extra in PROJECT["project"]["optional-dependencies"].values():
        declared += extra
    return {canonicalize_name(each.name): each for each in map(Requirement, declared)}


def test_every_dependency_stands_in_the_lock_with_a_version_that_satisfies_it():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE):
        locked.setdefault(canonicalize_name(name), []).append(version)
    behind = [
        f"{need}: {locked.get(name, 'absent')}"
        for name, need in dependencies().items()
        if not any(need.specifier.contains(version, prereleases=True) for version in locked.get(name, []))
    ]
    assert behind == [], "run `make lock`"


def test_every_line_of_the_lock_has_hashes_and_none_has_an_address():
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    unhashed = [line for line in re.split(r"\n(?=\S)", lock.strip()) if "--hash=sha256:" not in line]
    assert unhashed == []
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted", lock) == []


def test_the_front_end_lock_has_hashes_and_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "integrity" not in package or "resolved" in package] == []


def test_the_front_end_ships_nothing_it_did_not_bundle():
    assert "dependencies" not in json.loads((ROOT / "package.json").read_text("utf-8"))


def test_every_dependency_has_its_sentence_of_reason_and_no_sentence_outlives_its_dependency():
    page = (ROOT / "docs/keputusan/0001-pustaka.md").read_text("utf-8")
    reasons = dict(re.findall(r"^- `([^`]+)`: (.+)$", page, re.MULTILINE))
    front_end = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]
    assert set(reasons) == set(dependencies()) | set(front_end)
    assert [name for name, reason in reasons.items() if len(reason.split()) < 3 or reason[-1] not in ".`"] == []


def test_the_conda_path_names_no_dependency_a_second_time():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    python, pip, ours = environment["dependencies"]
    assert python == f"python{PROJECT['project']['requires-python']}"
    assert pip == "pip"
    assert ours == {"pip": ["-e .[dev]"]}


def test_the_build_machine_runs_what_a_developer_runs():
    run = ROOT / ".ci/run"
    assert os.access(run, os.X_OK)
    assert run.read_text("utf-8").rstrip().endswith("make test")


def test_every_target_of_the_makefile_that_help_names_exists():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"@echo 'make (\w+)", makefile))
    assert {"up", "lab", "test", "setup", "bench", "lock", "clean"} <= named
    assert named <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))


# what the documents promise -------------------------------------------------------------------------------------------


def glossary() -> list[tuple[str, str, list[str], str]]:
    """Term, English, names in code, meaning."""
    lines = (ROOT / "docs/istilah.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [
        (term, english, re.findall("`([^`]+)`", code), meaning)
        for term, english, code, meaning in rows
        if term != "Istilah"
    ]


def test_every_term_stands_in_the_glossary_once():
    terms, englishes, codes, meanings = zip(*glossary(), strict=True)
    for each in (terms, englishes, [name for names in codes for name in names]):
        assert [term for term, times in Counter(word.lower() for word in each).items() if times > 1] == []
    assert [meaning for meaning in meanings if not meaning.endswith(".")] == []


def test_the_glossary_explains_every_table_vocabulary_component_and_move():
    explained = {name for _, _, names, _ in glossary() for name in names}
    with (ROOT / "data/skema/kosakata.csv").open(encoding="utf-8", newline="") as file:
        kinds = {row["kind"] for row in csv.DictReader(file)}
    tables = {path.stem for path in tree() if path.match("data/skema/*.csv")} - {"kosakata"}
    moves = {move.__name__ for move in MOVES.values()}
    assert kinds | tables | set(COMPONENTS) | moves <= explained


def test_every_column_of_a_schema_is_labelled_and_described():
    bare = []
    for path in tree():
        if path.match("data/skema/*.csv") and path.stem != "kosakata":
            with (ROOT / path).open(encoding="utf-8", newline="") as file:
                bare += [
                    f"{path.stem}.{row['column']}"
                    for row in csv.DictReader(file)
                    if not (row["label"] and row["label_en"] and row["description"])
                ]
    assert bare == []


def test_every_decision_has_its_four_parts_and_stands_in_the_list():
    pages = [path for path in tree() if path.match("docs/keputusan/0*.md")]
    listed = (ROOT / "docs/keputusan/README.md").read_text("utf-8")
    parts = ("**Konteks.**", "**Pilihan yang ada.**", "**Putusan.**", "**Akibat.**")
    assert pages
    for page in pages:
        text = (ROOT / page).read_text("utf-8")
        assert [part for part in parts if part not in text] == [], page
        assert f"({page.name})" in listed


def test_every_link_between_documents_leads_somewhere():
    broken = [
        f"{path}: {target}"
        for path, text in texts(".md")
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)
        if not (ROOT / path.parent / target).exists()
    ]
    assert broken == []


def test_the_changelog_tells_of_this_version():
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## (\S+)", changes, re.MULTILINE)[0] == PROJECT["project"]["version"]


# notebooks ------------------------------------------------------------------------------------------------------------


def test_no_notebook_keeps_outputs_or_counts():
    for folder in ("notebooks", "notebooks/analisis", "reports"):
        for name, cells in notebooks(folder).items():
            kept = [cell["id"] for cell in cells if cell.get("outputs") or cell.get("execution_count")]
            assert kept == [], f"{folder}/{name}"


def test_an_app_notebook_is_one_import_and_one_call():
    for name, cells in notebooks("notebooks").items():
        assert [cell["cell_type"] for cell in cells] == ["code"], name
        assert len(source(cells[0]).strip().splitlines()) <= 4, name


def test_a_notebook_is_a_page_without_definitions_and_paths():
    for folder in ("notebooks", "notebooks/analisis", "reports"):
        for name, cells in notebooks(folder).items():
            code = "\n".join(source(cell) for cell in cells if cell["cell_type"] == "code")
            defined = [
                type(node).__name__
                for node in ast.walk(ast.parse(code))
                if isinstance(node, ast.FunctionDef | ast.ClassDef)
            ]
            assert defined == [], f"{folder}/{name}"
            assert not re.search(r"""["'](?:\.{0,2}/|[A-Za-z]:\\)|\bpathlib\b""", code), f"{folder}/{name}"
            assert len(code.splitlines()) <= 60, f"{folder}/{name} is too long for a page"


def test_a_report_notebook_names_its_parameters():
    for name, cells in notebooks("reports").items():
        tagged = [cell for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
        assert len(tagged) == 1, name
