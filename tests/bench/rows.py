"""Rows of a bench: what was measured, in which unit, beside which peer, against which target."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Row:
    """`ratio`: the peer's figure / ours. `met`: None without a target (targets are upper bounds)."""

    name: str
    figure: float
    unit: str
    peer: str = ""
    peer_figure: float | None = None
    target: float | None = None

    def record(self) -> dict[str, Any]:
        ratio = self.peer_figure / self.figure if self.peer_figure is not None and self.figure else None
        met = None if self.target is None else self.figure <= self.target
        return asdict(self) | {"ratio": ratio, "met": met}


@dataclass
class Report:
    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, figure: float, unit: str, **more: Any) -> None:
        row = Row(name, round(figure, 3), unit, **more)
        self.rows.append(row)
        told = row.record()
        beside = (
            f"  {row.peer} {row.peer_figure:g} (x{told['ratio']:.1f})" if told["ratio"] is not None else f"  {row.peer}"
        )
        against = "" if row.target is None else f"  target {row.target:g}: {'met' if told['met'] else 'NOT met'}"
        print(f"{name:<36} {row.figure:>10g} {unit:<3}{beside}{against}", flush=True)

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([row.record() for row in self.rows], indent=1), "utf-8")


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    return work(), time.perf_counter() - began


def alone(module: str, function: str, *given: object, seconds: float = 900) -> dict[str, float]:
    """Run `module.function(*given)` in a process of its own: its figures, with the peak_mb of that process.

    `TimeoutExpired` ends it after so many seconds."""
    code = (
        f"import json, {module} as m; from tests.bench.rows import peak_mb; r = m.{function}(*{given!r}); "
        "print(json.dumps(r | {'peak_mb': peak_mb()}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=seconds)
    return json.loads(done.stdout.splitlines()[-1])


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
