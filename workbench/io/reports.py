"""Reports: a parameterized notebook is run, and what it shows becomes HTML and PDF.

The executed notebook is the evidence. Everything is made aside and published when all of it is there, so a run that
fails leaves the reports of earlier runs as they were.
"""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.io.documents.blocks import Block, Front, blocks_of, to_record
from workbench.io.documents.html import page
from workbench.io.documents.pdf import pdf
from workbench.io.failure import Failure
from workbench.io.files import publish
from workbench.io.resources import resource
from workbench.io.workspace import Workspace

REQUIRED = "..."
"""Default, in the parameters cell, of a parameter that whoever runs the report must give."""

SECONDS = 1800
"""How long a run may take before it is ended."""

_GRACE_SECONDS = 5


@dataclass(frozen=True)
class Parameter:
    """As the report's first cell declares it; `help` is the comment beside it."""

    name: str
    default: str
    help: str

    @property
    def required(self) -> bool:
        return self.default == REQUIRED


@dataclass(frozen=True)
class Run:
    """What a run published: file by kind (ipynb, html, pdf), and the blocks that they hold."""

    report: str
    files: Mapping[str, Path]
    blocks: tuple[Block, ...]


def names() -> tuple[str, ...]:
    """The reports that there are."""
    return tuple(sorted(path.stem for path in resource("reports").glob("*.ipynb")))


def parameters(report: str) -> dict[str, Parameter]:
    """What a report asks for, in its own order. Raises `Failure` for a report that there is none of."""
    return parameters_of(_source(report))


def parameters_of(source: Path) -> dict[str, Parameter]:
    """What the parameters cell of a notebook declares."""
    from papermill import inspect_notebook  # half a second that only a run is worth

    return {
        name: Parameter(name, str(told["default"]), str(told["help"]).strip())
        for name, told in inspect_notebook(str(source)).items()
    }


def run(
    workspace: Workspace, report: str, given: Mapping[str, Any], out: Path | None = None, *, seconds: float = SECONDS
) -> Run:
    """Run a report and publish it in `out` (default: the workspace's reports).

    Raises `Failure` when a parameter is unknown or missing, when the notebook fails, or when time is up; then nothing
    was published.
    """
    return run_notebook(workspace, _source(report), given, out or workspace.reports, seconds=seconds)


def run_notebook(
    workspace: Workspace, source: Path, given: Mapping[str, Any], folder: Path, *, seconds: float = SECONDS
) -> Run:
    """`run` for a report notebook anywhere: what an agency writes for itself."""
    report, mistake = source.stem, _mistake(parameters_of(source), given)
    if mistake:
        raise Failure(mistake)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{report}-", dir=folder))
    except OSError as error:
        raise Failure(f"Laporan tidak dapat ditulis di {folder} ({error.strerror}).") from error
    try:
        executed = _executed(workspace, source, given, aside, seconds)
        blocks = blocks_of(executed)
        made = {
            "ipynb": (json.dumps(executed, ensure_ascii=False, indent=1) + "\n").encode(),
            "html": page(blocks).encode(),
            "pdf": pdf(blocks),
        }
        stem = _stem(report, blocks)
        for kind, content in made.items():
            publish(folder / f"{stem}.{kind}", content)
        return Run(report, {kind: folder / f"{stem}.{kind}" for kind in made}, blocks)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _source(report: str) -> Path:
    if report not in names():
        raise Failure(f"Tidak ada laporan {report!r}; yang ada: {', '.join(names())}.")
    return resource("reports", f"{report}.ipynb")


def _mistake(known: Mapping[str, Parameter], given: Mapping[str, Any]) -> str | None:
    """What is wrong with these parameters, in one sentence, or None."""
    said = "; ".join(
        f"{one.name} ({'wajib' if one.required else 'boleh kosong'}: {one.help})" for one in known.values()
    )
    strange = sorted(set(given) - set(known))
    if strange:
        return f"Laporan ini tidak mengenal parameter {', '.join(strange)}; yang dikenal: {said}."
    missing = [one.name for one in known.values() if one.required and given.get(one.name) in (None, "")]
    return f"Parameter {', '.join(missing)} harus diisi; yang dikenal: {said}." if missing else None


def _executed(
    workspace: Workspace, source: Path, given: Mapping[str, Any], aside: Path, seconds: float
) -> dict[str, Any]:
    """The notebook after its run in a process of its own, which sees this workspace."""
    target, told = aside / source.name, aside / "parameters.json"
    told.write_text(json.dumps(dict(given)), "utf-8")  # JSON is YAML
    command = [sys.executable, "-m", "papermill", str(source), str(target), "--parameters_file", str(told)]
    command += ["--kernel", "python3", "--cwd", str(aside), "--no-progress-bar"]
    environment = os.environ | {"PENATAAN_HOME": str(workspace.home)}
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            _, said = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise Failure(f"Laporan {source.stem} melewati batas waktu {seconds:.0f} detik dan dihentikan.") from error
        except BaseException:
            _end(process)
            raise
    if process.returncode:
        raise Failure(_reason(workspace, source, target, said))
    notebook: dict[str, Any] = json.loads(target.read_text("utf-8"))
    # Where the files stood on this machine is no part of the evidence.
    notebook["metadata"].get("papermill", {}).update(input_path=source.name, output_path=source.name)
    return notebook


def _end(process: subprocess.Popen[str]) -> None:
    """End a run and what it started: asked first, then made to. The kernel ends with its parent."""
    for wish in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        if hasattr(os, "killpg"):
            os.killpg(process.pid, wish)
        else:
            process.kill()
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def _reason(workspace: Workspace, source: Path, target: Path, said: str) -> str:
    """Why the notebook failed: our own sentence when it is one, else where to look."""
    notebook = json.loads(target.read_text("utf-8")) if target.exists() else {"cells": []}
    errors = [
        output for cell in notebook["cells"] for output in cell.get("outputs", ()) if output["output_type"] == "error"
    ]
    if errors and errors[0]["ename"] == Failure.__name__:
        return str(errors[0]["evalue"])
    kept = workspace.log / f"{source.stem}-gagal.ipynb"
    if target.exists():
        os.replace(target, kept)
    lines = said.strip().splitlines() or ["tanpa pesan"]
    told = f"{errors[0]['ename']}: {errors[0]['evalue']}" if errors else lines[-1]
    return f"Laporan {source.stem} gagal ({told}); rinciannya di {kept}." if errors else f"Laporan gagal: {told}"


def _stem(report: str, blocks: tuple[Block, ...]) -> str:
    """One name for one content: report, date of the data, and a hash of all that is said."""
    front = next((block for block in blocks if isinstance(block, Front)), None)
    if front is None:
        raise Failure(f"Laporan {report} tidak menampilkan kepala naskah (Front), jadi tidak dapat dicetak.")
    said = json.dumps([to_record(block) for block in blocks], sort_keys=True, ensure_ascii=False)
    return f"{report}-{front.as_of}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"
