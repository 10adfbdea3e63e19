"""What a user without a clone gets: the wheel, installed elsewhere, does the main job from files to plan."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another environment that borrows our libraries, but not our clone: its folder of programs."""
    home = tmp_path_factory.mktemp("elsewhere")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True, timeout=60)
    python = home / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    subprocess.run([*install, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True, timeout=120)
    (packages,) = home.glob("lib/python*/site-packages")
    # A folder added by a .pth file lends its packages; the .pth files inside it, ours among them, are not read.
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("\n".join(sorted(lent)) + "\n", "utf-8")
    return home / "bin"


def run(program: Path, *arguments: object, cwd: Path) -> str:
    """Standard output of a program that knows nothing of the clone."""
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    environment = {"PATH": os.defpath, "HOME": str(cwd), "PENATAAN_HOME": str(cwd / "ruang"), "PENATAAN_ACTOR": "uji"}
    done = subprocess.run(
        [str(program), *map(str, arguments)],
        cwd=cwd,
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{arguments}: exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def test_the_wheel_carries_what_the_packages_read_and_nothing_of_the_workshop(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    shared = {
        f"workbench/_share/{path.relative_to(ROOT).as_posix()}"
        for pattern in ("data/**/*.*", "notebooks/*.ipynb", "reports/*.ipynb")
        for path in ROOT.glob(pattern)
    }
    front_end = {
        path.relative_to(ROOT).as_posix()
        for folder in ("static", "template", "design")
        for path in (ROOT / "widgets" / folder).rglob("*")
        if path.is_file()
    }
    assert shared, "nothing to share was found"
    assert front_end, "no front end was found"
    assert shared | front_end <= names
    workshop = ("tests/", "docs/", "tools/", "widgets/src/", "workbench/_share/notebooks/analisis/", "node_modules/")
    assert [name for name in names if name.startswith(workshop)] == []


def test_the_installed_packages_are_not_those_of_the_clone(elsewhere: Path, tmp_path: Path):
    code = "import workbench, widgets; print(workbench.__file__); print(widgets.__file__)"
    places = run(elsewhere / "python", "-c", code, cwd=tmp_path).split()
    assert [Path(place).is_relative_to(elsewhere.parent) for place in places] == [True, True]


def test_the_main_job_runs_from_the_wheel_on_the_small_demo(elsewhere: Path, tmp_path: Path):
    penataan = elsewhere / "penataan"
    run(penataan, "demo", "contoh", "--small", cwd=tmp_path)
    files = [*sorted(tmp_path.glob("contoh/*.csv")), *sorted(tmp_path.glob("contoh/*.xlsx"))]
    assert files, "the demo wrote no file"
    run(penataan, "import", *files, cwd=tmp_path)
    plan = json.loads(run(penataan, "plan", "--json", cwd=tmp_path))
    assert plan["rows"], "nobody was placed"
    assert not list((tmp_path / "ruang").glob("**/*.py"))
