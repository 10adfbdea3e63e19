"""`make bench [ONLY=placement]`: prints a table and writes var/bench.json."""

import os
import sys
from importlib import import_module
from pathlib import Path

from tests.bench.rows import Report

ROOMS = ("placement", "whatif", "limits", "structure", "data", "structure_chart", "gestures", "app")

if __name__ == "__main__":
    # make hands ONLY over twice: as an argument and in the environment.
    asked = dict.fromkeys([*sys.argv[1:], os.environ.get("ONLY", "")])
    wanted = [room for room in asked if room] or list(ROOMS)
    strange = [room for room in wanted if room not in ROOMS]
    if strange:
        sys.exit(f"no bench {', '.join(strange)}; there are {', '.join(ROOMS)}")
    report = Report()
    for room in wanted:
        import_module(f"tests.bench.{room}").measure(report)
    report.write(Path("var/bench.json"))
