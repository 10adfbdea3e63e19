"""Writing the full demo and importing it."""

import tempfile
from pathlib import Path

from tests.bench.rows import Report, alone, timed


def demo_and_import() -> dict[str, float]:
    from workbench.io import demo, importers, resources
    from workbench.io.workspace import Workspace
    from workbench.staffing.demo import province

    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "demo"
        _, written = timed(lambda: demo.write(province(resources.references(), resources.schemas()), files))
        taken, read = timed(lambda: importers.read([files], as_of=None, schemas=resources.schemas()))
        workspace = Workspace.ensure(Path(folder) / "home")
        _, saved = timed(lambda: importers.take(workspace, taken))
    return {"demo_s": written, "import_s": read + saved}


def measure(report: Report) -> None:
    found = alone(__name__, "demo_and_import")
    report.add("data.demo.wall_s", found["demo_s"], "s", target=60)
    report.add("data.import.wall_s", found["import_s"], "s", target=30)
    report.add("data.import.peak_mb", found["peak_mb"], "MB")
